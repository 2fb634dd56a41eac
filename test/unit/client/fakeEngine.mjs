// A stand-in for the engine that speaks its messages and misbehaves on request: `open` does what its `bundle` names, `trial`
// what its `provider` stands for here.
process.on('disconnect', () => process.exit());
process.on('message', ({ id, method, params, cancel }) => {
  if (cancel) {
    if (waiting.delete(id)) process.send({ id, err: { code: 'cancelled', message: 'Cancelled.' } });
  } else if (method === 'open') {
    behaviours[params.bundle](id, params);
  } else if (method === 'trial') {
    trials[params.provider]?.(id);
  } else {
    process.send({ id, event: params.text });
    waiting.add(id);
    while (params.text === 'hang');
    if (params.text === 'crash') process.kill(process.pid, 'SIGKILL');
  }
});

const waiting = new Set();
const behaviours = {
  pid: (id) => process.send({ id, ok: process.pid }),
  environment: (id) =>
    process.send({ id, ok: { env: { ...process.env }, execArgv: process.execArgv } }),
  wait: (id) => waiting.add(id),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  anywhere: (id, { provider }) => process.send({ id, ok: opened(provider) }),
  // Only the CPU can run it.
  cpuOnly: (id, { provider }) => {
    if (provider === 'cpu') process.send({ id, ok: opened(provider) });
    else {
      console.error('with error: libcublasLt.so.13: cannot open shared object file: No such file');
      process.send({ id, err: { code: 'provider', message: 'onnxruntime could not load it.' } });
    }
  },
  exit: () => {
    console.error('Error: out of luck');
    console.error('    at the end');
    process.exit(3);
  },
};

const trials = {
  cpu: (id) => process.send({ id, ok: trial(2, 10) }),
  // Right, fast, and with a part of it on the CPU.
  webgpu: (id) => {
    console.error(
      '[V:onnxruntime:, x.cc:1 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 1',
    );
    console.error('[V:onnxruntime:, x.cc:1 VerifyEachNodeIsAssignedToAnEp]   LogSoftmax ()');
    console.error(
      '[V:onnxruntime:, x.cc:1 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 9',
    );
    process.send({ id, ok: trial(2, 1) });
  },
  // Never answers.
  coreml: () => {
    for (;;);
  },
  // What a driver's bug does.
  dml: () => process.kill(process.pid, 'SIGSEGV'),
  cuda: (id) => {
    console.error(
      'FAIL : Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory',
    );
    const message = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';
    process.send({ id, err: { code: 'provider', message } });
  },
};

function opened(provider) {
  return { provider: { provider, threads: 1, rejected: [] } };
}

function trial(loss, millisecondsPerToken) {
  const losses = Float32Array.of(loss, loss);
  return { forward: Float32Array.of(loss), losses, routes: 2, millisecondsPerToken };
}
