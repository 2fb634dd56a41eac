import { execFileSync } from 'node:child_process';

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly kilobytes: number;
  readonly command: string;
}

function list(): Listed[] {
  const columns = ['-A', '-o', 'pid=,ppid=,stat=,rss=,args='];
  return execFileSync('ps', columns, { encoding: 'utf8', maxBuffer: 2 ** 26 })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, state = '', kilobytes, ...command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      state,
      kilobytes: Number(kilobytes),
      command: command.join(' '),
    }));
}

/** Engines that a process has started and that still run: a zombie does not, it waits for whoever inherited it. */
export function enginesOf(parent: number | undefined): number[] {
  return engines()
    .filter((one) => one.parent === parent)
    .map(({ pid }) => pid);
}

/** Engines that run on this machine, whoever has started them. */
export function allEngines(): number[] {
  return engines().map(({ pid }) => pid);
}

function engines(): Listed[] {
  return list().filter(({ command, state }) => {
    return command.includes('engine.js') && !state.startsWith('Z');
  });
}

export function runs(pid: number): boolean {
  return list().some((one) => one.pid === pid && !one.state.startsWith('Z'));
}

export function residentMegabytes(pid: number): number {
  return (list().find((one) => one.pid === pid)?.kilobytes ?? Number.NaN) / 1024;
}
