import type { Readable, Writable } from 'node:stream';
import type { EngineClient } from '../client/engineClient';
import type { McpOptions } from './options';
import type { ProgressStream } from './statusLine';

/** What the command needs from the world around it; `process` offers the streams. */
export interface Surroundings {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: ProgressStream;
  readonly env: NodeJS.ProcessEnv;
  /** A new engine, which starts when it is used; `threads`: default what the machine has. */
  readonly engine: (threads?: number) => Engine;
  /** Folder of the built pages, one of which a report is made of. */
  readonly pages: string;
  /** Folder of the built-in bundle. */
  readonly builtInModel: string;
  /** Answers an assistant on the streams; loaded only then. */
  readonly serve: (options: McpOptions) => Promise<void>;
  readonly signal: AbortSignal;
}

export type Engine = Pick<EngineClient, 'open' | 'analyze' | 'check'>;
