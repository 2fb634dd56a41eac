import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { vsixPath } from '../../scripts/package';
import { hostTarget, targetOf } from '../../scripts/package/targets';
import type { AnalysisJson } from '../../src/core/analysisJson';
import { ended } from '../cli/duoLlm';
import { removeFolder, temporaryFolder } from '../host/temporaryFolder';
import { unpack } from './vsix';

describe('the package for this platform', () => {
  const folder = temporaryFolder('package');

  before(() => {
    unpack(vsixPath(targetOf(hostTarget())), folder);
  });
  after(() => {
    removeFolder(folder);
  });

  it('analyses a text with nothing but what is in it', async () => {
    const cli = path.join(folder, 'extension/dist/cli.js');
    const args = [cli, 'analyze', '-', '--ep', 'cpu', '--format', 'json'];
    const { status, stdout, stderr } = await ended(
      spawn(process.execPath, args, { cwd: folder }),
      'One, two, three, four.',
    );
    assert.equal(status, 0, stderr);
    const { model, tokens } = JSON.parse(stdout) as AnalysisJson;
    assert.equal(model.name, 'duo-8l');
    assert.equal(tokens.map(({ text }) => text).join(''), 'One, two, three, four.');
  });
});
