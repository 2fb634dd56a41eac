import { parseArgs } from 'node:util';
import type { Quantity } from '../core/colourScale';
import { Failure } from '../core/failure';
import { isModule, type LayerConstraint, type ModuleList } from '../core/module';
import { PROVIDER_CHOICES, type ProviderChoice } from '../protocol/engineApi';

/** What the command line asks for, as far as it can be checked without the model. */
export interface Options {
  /** A path, or `-` for standard input. */
  readonly file: string;
  /** `undefined`: the built-in bundle. */
  readonly model: string | undefined;
  readonly modules: ModuleList;
  readonly context: 'big' | 'self';
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

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/**
 * Reads the arguments after `duo-llm`. Returns `'help'` when the usage is asked for. Throws Failure('request') with a
 * sentence when they are wrong.
 */
export function parseOptions(argv: readonly string[]): Options | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help) return 'help';
  const [command, file, ...rest] = positionals;
  if (command !== 'analyze') {
    throw wrong(command === undefined ? 'A command is missing' : `There is no command ${command}`);
  }
  if (file === undefined || rest.length > 0) throw wrong('analyze takes exactly one FILE, or -');
  if (values['at-most'] && values.budget === undefined) throw wrong('--at-most needs --budget');
  return {
    file,
    model: values.model,
    modules: oneOf('--modules', values.modules, MODULE_LISTS).split(',').filter(isModule),
    context: oneOf('--context', values.context, ['big', 'self']),
    budget: values.budget === undefined ? undefined : wholeNumber('--budget', values.budget),
    atMost: values['at-most'],
    layers: values.layers?.split(',').map(layerConstraint),
    router: values.router,
    format: oneOf('--format', values.format, FORMATS),
    colour: colour(values.colour),
    out: values.out,
    table: values.table,
    provider: oneOf('--ep', values.ep, PROVIDER_CHOICES),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { ...flag, short: 'h' },
        model: text,
        modules: { ...text, default: 'small,big' },
        context: { ...text, default: 'big' },
        budget: text,
        'at-most': flag,
        layers: text,
        router: text,
        format: { ...text, default: 'text' },
        colour: { ...text, default: 'difficulty' },
        out: text,
        table: text,
        ep: { ...text, default: 'auto' },
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
