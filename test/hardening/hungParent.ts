// Started by a test to be killed: analyses a long text with an engine that can be made to hang, and prints its process id.
import { engineClient, request } from '../engine/support';
import { drain, LONG } from './analyses';
import { preload } from './preloaded/preload';

const client = engineClient(preload('hangOnSignal'));

void drain(client, request(LONG.repeat(20)), (events) => {
  if (events === 1) console.log(client.pid);
});
