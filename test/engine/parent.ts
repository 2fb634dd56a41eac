// Started by a test to be killed: analyses a long text on the tiny bundle and prints the engine's process id once it computes.
import { engineClient, request } from './support';

const client = engineClient();

async function main(): Promise<void> {
  const text = 'All work and no play makes a dull model. '.repeat(5000);
  for await (const { kind } of client.analyze(request(text), new AbortController().signal)) {
    if (kind === 'predictions') console.log(client.pid);
  }
}

void main();
