const INTERVAL_MS = 2000;

/**
 * Ends this process once the one that started it is gone. The engine's own thread does so by itself (`parentPort`), unless a
 * driver or an endless text keeps it from doing anything: so another thread looks, now and then.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !exists(parent)) process.kill(process.pid, 'SIGKILL');
  }, INTERVAL_MS).unref();
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may be seen, but not signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
