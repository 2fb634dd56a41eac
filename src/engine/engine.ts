// The engine process: forked by the client, it runs models and answers the methods of EngineApi over its IPC channel.
import type { EngineApi } from '../protocol/engineApi';
import { RpcServer } from '../protocol/rpcServer';
import { analyze } from './analyze';
import { check } from './check';
import { LoadedModels } from './loadedModels';
import { parentPort } from './parentPort';
import { route } from './route';
import { score } from './score';
import { trial } from './trial';

// An error that nobody handles ends the engine with its reason. Were it to exit, onnxruntime would abort it over a thread that still
// runs, and that would be the reason.
process.on('uncaughtException', (error) => {
  console.error(error);
  process.kill(process.pid, 'SIGKILL');
});

const models = new LoadedModels();

new RpcServer<EngineApi>(
  parentPort(),
  {
    open: (request, { signal }) => models.use(request, signal, (model) => model.opened()),
    analyze: (request, context) =>
      models.use(request, context.signal, (model) => analyze(model, request, context)),
    tokenize: (request, { signal }) =>
      models.use(request, signal, ({ tokenizer }) => tokenizer.tokenize(request.text, signal)),
    score: (request, context) =>
      models.use(request, context.signal, (model) => score(model, request, context)),
    trial: (request, { signal }) => trial(request, signal),
    check: (request, context) => check(request, context),
    route: (request, context) =>
      models.use(request, context.signal, (model) => route(model, request, context)),
  },
  (line) => {
    console.error(line);
  },
);
