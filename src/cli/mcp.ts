import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { version } from '../../package.json';
import { McpTools, type McpSurroundings } from './mcpTools';
import type { McpOptions } from './options';

const INSTRUCTIONS =
  'Tells which tokens of a text are hard to predict for a language model, which of them more compute would help, and why. Relative paths start in the folder that this server was started in. Ask find_hard_tokens about a file or some of its lines, then explain_token about a place of interest. Difficulty is found knowing the text, in hindsight: say so when you speak of it.';

/**
 * `duo-llm mcp`: answers an assistant over standard input and output, by the Model Context Protocol, until standard input
 * ends or the signal aborts. Nothing else is written on standard output.
 */
export async function serveMcp(options: McpOptions, around: McpSurroundings): Promise<void> {
  const tools = new McpTools(options, around);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor takes Zod schemas; ours are shared with VS Code
  const server = new Server(
    { name: 'duo-llm', title: 'Duo-LLM Inspector', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.list }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal, sendNotification }) => {
    const progressToken = params._meta?.progressToken;
    return tools.call(params.name, params.arguments ?? {}, signal, (progress) => {
      if (progressToken === undefined) return;
      const method = 'notifications/progress';
      // Whoever has gone needs no progress.
      sendNotification({ method, params: { progressToken, ...progress } }).catch(() => undefined);
    });
  });
  const left = leaving(around);
  await server.connect(new StdioServerTransport(around.stdin, around.stdout));
  await left;
  // Cancels what is still being answered.
  await server.close();
}

/** Resolves when nobody asks any more, or nobody reads the answers. */
function leaving({ stdin, stdout, signal }: McpSurroundings): Promise<void> {
  return new Promise((resolve) => {
    const leave = (): void => {
      resolve();
    };
    for (const event of ['end', 'close', 'error']) stdin.on(event, leave);
    stdout.on('error', leave);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
  });
}
