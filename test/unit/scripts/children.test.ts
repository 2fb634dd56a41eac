import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** How many processes of a group run. Those that ended and wait to be noticed (Z) do not. */
function processesOf(group: string): number {
  const list = execFileSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' });
  const columns = list.split('\n').map((line) => line.trim().split(/\s+/));
  return columns.filter(([pgid, stat]) => pgid === group && stat?.startsWith('Z') === false).length;
}
