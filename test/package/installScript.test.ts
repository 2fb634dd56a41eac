import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { vsixPath } from '../../scripts/package';
import { hostTarget } from '../../scripts/package/targets';
import { Failure } from '../../src/core/failure';
import {
  CUDA_PACKAGE,
  fetchProviderFiles,
  installScript,
} from '../../src/providers/cuda/providerFiles';
import { thisMachine } from '../../src/providers/machine';
import { removeFolder, temporaryFolder } from '../host/temporaryFolder';
import { unpack } from './vsix';

const PROXY = 'GLOBAL_AGENT_HTTP_PROXY';

// The script runs on this platform only.
if (hostTarget() === 'linux-x64') {
  describe('onnxruntime’s install script in the package', () => {
    const folder = temporaryFolder('script');
    const asked: string[] = [];
    // Says no to everyone, so that nothing leaves this machine.
    const proxy = createServer().on('connect', ({ url }, socket) => {
      asked.push(url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });

    before((done) => {
      unpack(vsixPath('linux-x64'), folder);
      proxy.listen(0, '127.0.0.1', done);
    });
    after((done) => {
      Reflect.deleteProperty(process.env, PROXY);
      removeFolder(folder);
      proxy.close(done);
    });

    it('needs nothing else, asks the server that the user is told of, and a failure says what to do', async () => {
      const runtime = path.join(folder, 'extension/node_modules/onnxruntime-node');
      const script = installScript({ ...thisMachine(), runtime }) ?? assert.fail();
      process.env[PROXY] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const lines: string[] = [];
      await assert.rejects(
        fetchProviderFiles(script, (line) => lines.push(line), new AbortController().signal),
        (error) =>
          error instanceof Failure &&
          /could not be fetched: .*duoLLM\.cuda\.libraryPath/.test(error.message),
        lines.join('\n'),
      );
      assert.deepEqual(asked, [`${CUDA_PACKAGE.server}:443`], lines.join('\n'));
    });
  });
}
