import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Provider } from '../protocol/engineApi';

/** Environment variable that says how many cores a process may use. */
export const THREADS_VARIABLE = 'DUO_LLM_THREADS';

/**
 * Threads for one session: the physical cores that this process may use. A second hyperthread of a core adds nothing to
 * matrix products, and more threads than a container is allowed make them several times slower. Where several engines share
 * the cores, whoever starts them says in the environment how many each may use.
 */
export function usableCores(environment: NodeJS.ProcessEnv = process.env): number {
  const told = Number(environment[THREADS_VARIABLE]);
  if (Number.isInteger(told) && told > 0) return told;
  const processors = availableParallelism();
  return Math.max(1, Math.floor(Math.min(physicalCores(processors), containerLimit())));
}

/** How the cores are shared by sessions that run the same graph. */
export interface CrewSize {
  readonly sessions: number;
  /** Of each session. */
  readonly threads: number;
}

/** Beyond what an engine takes anyway, each session takes some 60 MB. */
const MOST_SESSIONS = 2;

/** Sessions do not wait for each other, as the threads of one do. A GPU takes one session. */
export function crewFor(provider: Provider, cores: number): CrewSize {
  const sessions = provider === 'cpu' ? Math.min(cores, MOST_SESSIONS) : 1;
  return { sessions, threads: Math.floor(cores / sessions) };
}

function physicalCores(processors: number): number {
  if (process.platform === 'linux') return linuxCores() ?? processors;
  // Windows does not tell without extra tools; nearly all of its x64 machines have two threads per core. Macs have one.
  return process.platform === 'win32' && process.arch === 'x64'
    ? Math.ceil(processors / 2)
    : processors;
}

/** Distinct cores among the processors that this process may run on. */
function linuxCores(): number | undefined {
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(read('/proc/self/status') ?? '')?.[1];
  if (allowed === undefined) return undefined;
  const siblings = parseCpuList(allowed).map((cpu) =>
    read(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`),
  );
  return siblings.includes(undefined) ? undefined : new Set(siblings).size;
}

/** Cores' worth of time that a Linux control group grants, version 2 or 1. */
function containerLimit(): number {
  const [quota, period] = (read('/sys/fs/cgroup/cpu.max') ?? '').split(' ').map(Number);
  if (quota && period) return quota / period;
  const oldQuota = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us'));
  const oldPeriod = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_period_us'));
  return oldQuota > 0 && oldPeriod > 0 ? oldQuota / oldPeriod : Infinity;
}

/** `0-2,8` is 0, 1, 2, 8. */
export function parseCpuList(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
