import { parseArgs } from 'node:util';
import type { Quantity } from '../core/colourScale';
import type { Share } from '../core/corpus/share';
import { Failure } from '../core/failure';
import { isModule, type LayerConstraint, type ModuleList } from '../core/module';
import { SEARCHES, type Search } from '../core/search';
import { PROVIDER_CHOICES, type ProviderChoice } from '../protocol/engineApi';

/** What `duo-llm analyze` is asked for, as far as it can be checked without the model. */
export interface Options {
  readonly command: 'analyze';
  /** At least one: paths of files and folders, and patterns; or only `-` for standard input. */
  readonly inputs: readonly string[];
  /** `undefined`: the built-in bundle. */
  readonly model: string | undefined;
  readonly modules: ModuleList;
  readonly context: 'big' | 'self';
  /** `undefined`: exact where the model can, else the beam. */
  readonly search: Search | undefined;
  readonly budget: number | undefined;
  readonly atMost: boolean;
  /** `undefined`: auto at every layer. */
  readonly layers: readonly LayerConstraint[] | undefined;
  /** `undefined`: the bundle's first for these modules, or for some of them; `none`: no router. */
  readonly router: string | undefined;
  readonly format: (typeof FORMATS)[number];
  readonly colour: Quantity;
  readonly out: string | undefined;
  readonly table: string | undefined;
  readonly provider: ProviderChoice;
  /** Engine processes; `undefined`: as the machine has cores. */
  readonly jobs: number | undefined;
  /** `undefined`: the only one. */
  readonly shard: Share | undefined;
  /** Keep what an earlier run of the same has finished. */
  readonly resume: boolean;
}

/** What `duo-llm merge` is asked for. */
export interface MergeOptions {
  readonly command: 'merge';
  /** At least one: files of shards, and folders that hold some. */
  readonly inputs: readonly string[];
  readonly out: string;
}

/** What `duo-llm mcp` is started with. */
export interface McpOptions {
  readonly command: 'mcp';
  /** `undefined`: the built-in bundle. */
  readonly model: string | undefined;
  readonly provider: ProviderChoice;
}

/** What `duo-llm check` is asked for. */
export interface CheckOptions {
  readonly command: 'check';
  readonly folder: string;
}

const FORMATS = ['text', 'json', 'html'] as const;
const MODULE_LISTS = ['small,big', 'skip,big', 'skip,small,big'] as const;
const COLOURS: Readonly<Record<string, Quantity>> = {
  difficulty: 'difficulty',
  surprise: 'surprise',
  needed: 'neededCompute',
  regret: 'regret',
  shortfall: 'shortfall',
  oracle: 'oracleLoss',
};

const MOST_JOBS = 1024;
const MOST_SHARDS = 10_000;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/**
 * Reads the arguments after `duo-llm`. Returns `'help'` when the usage is asked for. Throws Failure('request') with a
 * sentence when they are wrong.
 */
export function parseOptions(
  argv: readonly string[],
): Options | CheckOptions | MergeOptions | McpOptions | 'help' {
  const given = parse(argv);
  if (given.values.help) return 'help';
  const [command, ...inputs] = given.positionals;
  if (command === 'analyze') return analyzeOptions(given, inputs);
  if (command === 'check') return checkOptions(given, inputs);
  if (command === 'merge') return mergeOptions(given, inputs);
  if (command === 'mcp') return mcpOptions(given, inputs);
  throw wrong(command === undefined ? 'A command is missing' : `There is no command ${command}`);
}

type Given = ReturnType<typeof parse>;

function analyzeOptions({ values }: Given, inputs: readonly string[]): Options {
  if (inputs.length === 0) throw wrong('analyze takes a FILE, several files and folders, or -');
  if (inputs.length > 1 && inputs.includes('-')) {
    throw wrong('Standard input, -, is analysed by itself');
  }
  if (values['at-most'] && values.budget === undefined) throw wrong('--at-most needs --budget');
  return {
    command: 'analyze',
    inputs,
    model: values.model,
    modules: oneOf('--modules', values.modules, MODULE_LISTS).split(',').filter(isModule),
    context: oneOf('--context', values.context, ['big', 'self']),
    search: values.search === undefined ? undefined : oneOf('--search', values.search, SEARCHES),
    budget: values.budget === undefined ? undefined : wholeNumber('--budget', values.budget),
    atMost: values['at-most'],
    layers: values.layers?.split(',').map(layerConstraint),
    router: values.router,
    format: oneOf('--format', values.format, FORMATS),
    colour: colour(values.colour),
    out: values.out,
    table: values.table,
    provider: oneOf('--ep', values.ep, PROVIDER_CHOICES),
    jobs: values.jobs === undefined ? undefined : jobs(values.jobs),
    shard: values.shard === undefined ? undefined : share(values.shard),
    resume: values.resume,
  };
}

function checkOptions({ tokens }: Given, inputs: readonly string[]): CheckOptions {
  const [folder, ...more] = inputs;
  if (folder === undefined || more.length > 0) throw wrong('check takes the folder of a bundle');
  const strange = tokens.find((token) => token.kind === 'option');
  if (strange?.kind === 'option') throw wrong(`check has no option ${strange.rawName}`);
  return { command: 'check', folder };
}

function mergeOptions({ values, tokens }: Given, inputs: readonly string[]): MergeOptions {
  if (inputs.length === 0)
    throw wrong('merge takes the folder of a corpus, or files of its shards');
  const strange = tokens.find((token) => token.kind === 'option' && token.name !== 'out');
  if (strange?.kind === 'option') throw wrong(`merge has no option ${strange.rawName}`);
  if (values.out === undefined) throw wrong('merge needs --out FILE');
  return { command: 'merge', inputs, out: values.out };
}

function mcpOptions({ values, tokens }: Given, inputs: readonly string[]): McpOptions {
  if (inputs.length > 0) throw wrong('mcp takes no FILE: the assistant names the files');
  const strange = tokens.find((token) => {
    return token.kind === 'option' && !['model', 'ep'].includes(token.name);
  });
  if (strange?.kind === 'option') throw wrong(`mcp has no option ${strange.rawName}`);
  const provider = oneOf('--ep', values.ep, PROVIDER_CHOICES);
  return { command: 'mcp', model: values.model, provider };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      tokens: true,
      options: {
        help: { ...flag, short: 'h' },
        model: text,
        modules: { ...text, default: 'small,big' },
        context: { ...text, default: 'big' },
        search: text,
        budget: text,
        'at-most': flag,
        layers: text,
        router: text,
        format: { ...text, default: 'text' },
        colour: { ...text, default: 'difficulty' },
        out: text,
        table: text,
        ep: { ...text, default: 'auto' },
        jobs: text,
        shard: text,
        resume: flag,
      },
    });
  } catch (error) {
    // Node's own sentence names the option; its advice about `--` would only confuse.
    throw wrong((error as Error).message.split('. ')[0] ?? 'The options cannot be read');
  }
}

function oneOf<Value extends string>(name: string, given: string, known: readonly Value[]): Value {
  const value = known.find((candidate) => candidate === given);
  if (value === undefined) throw wrong(`${name} is one of ${known.join(' | ')}, not ${given}`);
  return value;
}

function wholeNumber(name: string, given: string): number {
  if (!/^\d+$/.test(given)) throw wrong(`${name} takes a whole number, not ${given}`);
  return Number(given);
}

function jobs(given: string): number {
  const count = wholeNumber('--jobs', given);
  if (count < 1 || count > MOST_JOBS) {
    throw wrong(`--jobs takes a number from 1 to ${String(MOST_JOBS)}, not ${given}`);
  }
  return count;
}

function share(given: string): Share {
  const [, shard = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(given) ?? []).map(Number);
  if (shard < 1 || shard > of || of > MOST_SHARDS) {
    throw wrong(
      `--shard takes a number and how many there are, such as 1/8, at most ${String(MOST_SHARDS)}, not ${given}`,
    );
  }
  return { shard, of };
}

function layerConstraint(given: string): LayerConstraint {
  if (given === 'auto' || isModule(given)) return given;
  throw wrong(`--layers takes auto, skip, small or big for each layer, not ${given || 'nothing'}`);
}

function colour(given: string): Quantity {
  const quantity = Object.hasOwn(COLOURS, given) ? COLOURS[given] : undefined;
  if (quantity === undefined) {
    throw wrong(`--colour is one of ${Object.keys(COLOURS).join(' | ')}, not ${given}`);
  }
  return quantity;
}

function wrong(problem: string): Failure {
  return new Failure('request', `${problem}; see duo-llm --help.`);
}
