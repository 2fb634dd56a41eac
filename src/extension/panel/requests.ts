import { QUANTITIES, type Quantity } from '../../core/colourScale';
import { Failure } from '../../core/failure';
import { isModule, MODULES, type ModuleList } from '../../core/module';
import { HOST_COMMANDS, type HostCommand } from '../../panel/panelApi';
import type { RerunRequest } from '../../panel/rerun';

/**
 * What the page asks for, read with care: a message may be anything. Each throws Failure('request') when it makes no sense;
 * whether it fits the model is for others to say. (The question itself is read by src/panel/question.ts.)
 */

export function readQuantity(value: unknown): Quantity | null {
  if (value === null) return null;
  return QUANTITIES.find((quantity) => quantity === value) ?? refuse('quantity');
}

/** Cheapest first, as all module lists are. */
export function readModules(value: unknown): ModuleList {
  const wanted: readonly unknown[] = Array.isArray(value) ? value : [];
  const modules = MODULES.filter((module) => wanted.includes(module));
  return wanted.length > 0 && wanted.every(isModule) ? modules : refuse('list of modules');
}

export function readCommand(value: unknown): HostCommand {
  return HOST_COMMANDS.find((command) => command === value) ?? refuse('command');
}

export function readToken(value: unknown): number {
  const { token } = fieldsOf(value);
  return isCount(token) ? token : refuse('token');
}

export function readAside(value: unknown): boolean {
  return fieldsOf(value)['aside'] === true;
}

export function readKeptId(value: unknown): number {
  const { id } = fieldsOf(value);
  return isCount(id) ? id : refuse('kept run');
}

export function readComparedId(value: unknown): number | null {
  return fieldsOf(value)['id'] === null ? null : readKeptId(value);
}

export function readRerun(value: unknown): RerunRequest {
  const { kind, router } = fieldsOf(value);
  if (kind === 'self') return { kind };
  if (kind === 'router' && typeof router === 'string') return { kind, router };
  return refuse('rerun');
}

/** More than any drawing or list of ours holds. */
const LARGEST_FILE = 64 * 1024 * 1024;

export interface DrawnFile {
  /** A plain file name: no folder, nothing that a file system could take for something else. */
  readonly name: string;
  readonly content: string;
}

export function readFile(value: unknown): DrawnFile {
  const { name, content } = fieldsOf(value);
  if (typeof name !== 'string' || typeof content !== 'string') return refuse('file');
  if (content.length > LARGEST_FILE) {
    throw new Failure(
      'request',
      'This is too large to be saved from the panel; export CSV or JSON.',
    );
  }
  return { name: plainFileName(name), content };
}

const LONGEST_NAME = 120;

/** What is left of a name without folders and without characters that some file system refuses. */
export function plainFileName(name: string): string {
  const plain = name
    .normalize()
    .replace(/[\p{C}<>:"/\\|?*]+/gu, '-')
    .replace(/^[.\s-]+|[.\s]+$/g, '')
    .slice(-LONGEST_NAME);
  return plain === '' ? 'duo-llm' : plain;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function refuse(what: string): never {
  throw new Failure(
    'request',
    `The panel asked for a ${what} that does not exist. Reload the window.`,
  );
}
