// Started by a test: runs an engine client, prints the engine's process id, then either waits to be killed or has nothing left to do.
import { EngineClient } from '../../../src/client/engineClient';

const [entry = '', ending] = process.argv.slice(2);
const client = new EngineClient({ entry, log: () => undefined });
void client.open({ bundle: 'pid', provider: 'cpu' }).then((pid: unknown) => {
  console.log(pid);
  if (ending !== 'finish') void client.open({ bundle: 'wait', provider: 'cpu' });
});
