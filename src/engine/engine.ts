// The engine process: forked by the client, it runs models and answers the methods of EngineApi over its IPC channel.
import type { EngineApi } from '../protocol/engineApi';
import { RpcServer } from '../protocol/rpcServer';
import { analyze } from './analyze';
import { LoadedModels } from './loadedModels';
import { parentPort } from './parentPort';
import { route } from './route';
import { score } from './score';
import { trial } from './trial';

const models = new LoadedModels();

new RpcServer<EngineApi>(
  parentPort(),
  {
    open: async (request, { signal }) => (await models.load(request, signal)).opened(),
    analyze: async (request, context) =>
      analyze(await models.load(request, context.signal), request, context),
    tokenize: async (request, { signal }) => {
      const { tokenizer } = await models.load(request, signal);
      return await tokenizer.tokenize(request.text, signal);
    },
    score: async (request, context) =>
      score(await models.load(request, context.signal), request, context),
    trial: async (request, { signal }) => await trial(request, signal),
    route: async (request, context) =>
      route(await models.load(request, context.signal), request, context),
  },
  (line) => {
    console.error(line);
  },
);
