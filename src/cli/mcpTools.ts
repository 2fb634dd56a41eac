import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setImmediate as pause } from 'node:timers/promises';
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { EXPLAIN_TOKEN, HARD_TOKENS, type AssistantTool } from '../assistant/assistantTools';
import type { Asked } from '../assistant/question';
import type { EngineClient } from '../client/engineClient';
import { Failure } from '../core/failure';
import { DEFAULT_TOLERANCE } from '../core/measures';
import { count } from '../core/words';
import { answerTo, type AnswerSurroundings } from '../interactive/assistantRun';
import { ResultCache } from '../interactive/resultCache';
import { askedText } from './askedText';
import type { McpOptions } from './options';
import { sentence } from './sentence';

/** What the server needs from the world around it. */
export interface McpSurroundings {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly engine: Pick<EngineClient, 'open' | 'tokenize' | 'score'>;
  /** Folder of the built-in bundle. */
  readonly builtInModel: string;
  readonly signal: AbortSignal;
}

/** How far an answer has come, in tokens. */
export interface McpProgress {
  readonly progress: number;
  readonly total: number;
  readonly message: string;
}

/** Of losses: some 30,000 tokens of a model with 8 layers. */
const CACHE_BYTES = 64 * 2 ** 20;
const PROGRESS_MS = 250;

/** The tools of the server: how they are told of and called. */
export class McpTools {
  private readonly cache = new ResultCache(CACHE_BYTES);

  constructor(
    private readonly options: McpOptions,
    private readonly around: McpSurroundings,
  ) {}

  get list(): Tool[] {
    return SERVED.map(({ listed }) => listed);
  }

  /** What goes wrong is told as a sentence that the assistant can read, not as an error of the protocol. */
  async call(
    name: string,
    input: unknown,
    signal: AbortSignal,
    tell: (progress: McpProgress) => void,
  ): Promise<CallToolResult> {
    try {
      const tool = SERVED.find(({ listed }) => listed.name === name);
      if (tool === undefined) throw new Failure('request', `There is no tool of that name.`);
      return await tool.call(input, this.surroundings(signal, tell));
    } catch (error) {
      return { isError: true, content: [{ type: 'text', text: sentence(error) }] };
    }
  }

  private surroundings(
    signal: AbortSignal,
    tell: (progress: McpProgress) => void,
  ): AnswerSurroundings {
    const { model, provider } = this.options;
    const { engine, builtInModel } = this.around;
    return {
      client: engine,
      cache: this.cache,
      opening: { bundle: path.resolve(model ?? builtInModel), provider },
      preferred: { modules: ['small', 'big'], router: undefined, search: undefined },
      tolerance: DEFAULT_TOLERANCE,
      signal,
      onAdvance: throttled(tell),
      pause,
    };
  }
}

interface ServedTool {
  readonly listed: Tool;
  readonly call: (input: unknown, around: AnswerSurroundings) => Promise<CallToolResult>;
}

const SERVED: readonly ServedTool[] = [
  served('find_hard_tokens', HARD_TOKENS),
  served('explain_token', EXPLAIN_TOKEN),
];

function served<Question extends Asked, Answer extends object>(
  name: string,
  tool: AssistantTool<Question, Answer>,
): ServedTool {
  const { title, description, input, output } = tool;
  return {
    listed: {
      ...{ name, title, description },
      inputSchema: schemaOf(input),
      outputSchema: schemaOf(output),
      annotations: { title, readOnlyHint: true, openWorldHint: false },
    },
    call: async (asked, around) => {
      const question = tool.parse(asked);
      const answer = await answerTo(
        tool,
        question,
        await askedText(question, around.signal),
        around,
      );
      return {
        content: [{ type: 'text', text: tool.inWords(answer) }],
        structuredContent: Object.fromEntries(Object.entries(answer)),
      };
    },
  };
}

function schemaOf({ required = [], ...schema }: AssistantTool['input']): Tool['inputSchema'] {
  return { ...schema, properties: { ...schema.properties }, required: [...required] };
}

/** Some times a second, and only when there is more to tell: the protocol wants progress that grows. */
function throttled(tell: (progress: McpProgress) => void): AnswerSurroundings['onAdvance'] {
  let [toldAt, told] = [Number.NEGATIVE_INFINITY, 0];
  return (known, tokens) => {
    const now = performance.now();
    if (known <= told || now - toldAt < PROGRESS_MS) return;
    [toldAt, told] = [now, known];
    const message = `${count(known)} of ${count(tokens)} tokens`;
    tell({ progress: known, total: tokens, message });
  };
}
