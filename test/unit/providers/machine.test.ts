import assert from 'node:assert/strict';
import path from 'node:path';
import { hasGpuDevice } from '../../../src/providers/machine';
import { temporaryFolder } from '../../host/temporaryFolder';
import { writeEmpty } from './machines';

describe('a GPU', () => {
  for (const [what, device, isThere] of [
    ['that is not the first', 'dri/renderD129', true],
    ['of NVIDIA without a screen', 'nvidiactl', true],
    ['in Windows’ Linux', 'dxg', true],
    ['that only shows pictures', 'dri/card0', false],
    ['that is none', 'null', false],
  ] as const) {
    it(`${what} is ${isThere ? 'there' : 'not there'}`, () => {
      const devices = temporaryFolder('devices');
      writeEmpty(path.join(devices, path.dirname(device)), path.basename(device));
      assert.equal(hasGpuDevice(devices), isThere);
    });
  }

  it('is not there where there are no devices', () => {
    assert.equal(hasGpuDevice(path.join(temporaryFolder('devices'), 'none')), false);
  });
});
