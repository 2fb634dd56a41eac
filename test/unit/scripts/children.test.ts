import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../../scripts/children';
import { HeldOutput } from '../../../scripts/heldOutput';
import { ROOT } from '../../../scripts/paths';

/** Starts a program that starts another, tells their process group, and does what is tested when told to. */
const PARENT = `
  const { start } = require('./scripts/children');
  const child = "require('node:child_process').spawn('sleep', ['60']); setInterval(() => {}, 1000)";
  start(process.execPath, ['--eval', child], { stdio: 'ignore' }).once('spawn', function () {
    console.log(this.pid);
  });
  process.stdin.once('data', () => { ACTION; });
`;

describe('a program started by scripts', () => {
  for (const [name, action] of [
    ['exits', 'process.exit(0)'],
    ['crashes', "throw new Error('expected')"],
    ['gets Ctrl-C', "process.kill(process.pid, 'SIGINT')"],
    ['is told to end', "process.kill(process.pid, 'SIGTERM')"],
    ['loses its terminal', "process.kill(process.pid, 'SIGHUP')"],
  ] as const) {
    it(`ends with all that it started, when its parent ${name}`, async () => {
      const code = PARENT.replace('ACTION', action);
      const parent = spawn(process.execPath, ['--import=tsx', '--eval', code], {
        cwd: ROOT,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
      while (processesOf(line) < 2) await sleep(20);
      parent.stdin.write('\n');
      await once(parent, 'exit');
      for (let tries = 0; processesOf(line) > 0 && tries < 50; tries++) await sleep(20);
      assert.equal(processesOf(line), 0);
    });
  }
});

describe('what a program prints', () => {
  it('can be taken, all of it', async () => {
    const parts: Buffer[] = [];
    const code = "console.log('out'.repeat(1e5)); console.error('err'); process.exitCode = 3";
    const write = (part: Buffer): void => {
      parts.push(part);
    };
    assert.equal(await run(process.execPath, ['--eval', code], { write }), 3);
    const printed = Buffer.concat(parts).toString();
    assert.deepEqual([printed.length, printed.match(/err/g)?.length], [3e5 + 5, 1]);
  });

  it('is held until its turn, and shown at once from then on', () => {
    const shown: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    const output = new HeldOutput();
    process.stdout.write = (part) => shown.push(String(part)) > 0;
    try {
      output.write(Buffer.from('one'));
      assert.deepEqual(shown, []);
      output.release();
      output.write(Buffer.from('two'));
      assert.deepEqual(shown, ['one', 'two']);
    } finally {
      process.stdout.write = write;
    }
  });
});

/** How many processes of a group run. Those that ended and wait to be noticed (Z) do not. */
function processesOf(group: string): number {
  const list = execFileSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' });
  const columns = list.split('\n').map((line) => line.trim().split(/\s+/));
  return columns.filter(([pgid, stat]) => pgid === group && stat?.startsWith('Z') === false).length;
}
