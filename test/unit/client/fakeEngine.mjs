// A stand-in for the engine that speaks its messages and misbehaves on request: `open` does what its `bundle` names.
process.on('disconnect', () => process.exit());
process.on('message', ({ id, method, params, cancel }) => {
  if (cancel) {
    if (waiting.delete(id)) process.send({ id, err: { code: 'cancelled', message: 'Cancelled.' } });
  } else if (method === 'open') {
    behaviours[params.bundle](id);
  } else {
    process.send({ id, event: params.text });
    waiting.add(id);
    while (params.text === 'hang');
  }
});

const waiting = new Set();
const behaviours = {
  pid: (id) => process.send({ id, ok: process.pid }),
  environment: (id) =>
    process.send({ id, ok: { env: { ...process.env }, execArgv: process.execArgv } }),
  wait: (id) => waiting.add(id),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  exit: () => {
    console.error('Error: out of luck');
    console.error('    at the end');
    process.exit(3);
  },
};
