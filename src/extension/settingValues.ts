import { QUANTITIES, type Quantity } from '../core/colourScale';
import { DEFAULT_TOLERANCE } from '../core/measures';
import { isModule, type ModuleList } from '../core/module';
import { SEARCHES, type Search } from '../core/search';
import { PROVIDER_CHOICES, type ProviderChoice } from '../protocol/engineApi';
import { DECORATION_STYLES, type DecorationStyle, type SettingName } from './names';

/** The user's settings for one document. */
export interface Settings {
  /** Empty: the model that comes with the extension. */
  readonly model: string;
  readonly modelFolders: readonly string[];
  readonly provider: ProviderChoice;
  /** Folders with CUDA's libraries, as LD_LIBRARY_PATH has them; empty: where the system looks. */
  readonly cudaLibraryPath: string;
  readonly modules: ModuleList;
  /** `undefined`: the model's first router; `none`: no router. */
  readonly router: string | undefined;
  readonly search: Search;
  readonly colourBy: Quantity;
  readonly decoration: DecorationStyle;
  /** Nats. */
  readonly tolerance: number;
  readonly engineIdleMs: number;
  readonly asYouType: boolean;
  /** For what analyses have found. */
  readonly cacheBytes: number;
  /** It outlives the window. */
  readonly keepResults: boolean;
}

/** What the setting `duoLLM.modules` allows; the first is the default, as in all such lists. */
export const MODULE_CHOICES = ['small,big', 'skip,big', 'skip,small,big'] as const;

/** What the settings that are numbers allow, as the manifest says it too. */
export const NUMBERS = {
  neededComputeTolerance: { default: DEFAULT_TOLERANCE, minimum: 0, maximum: 5 },
  engineIdleSeconds: { default: 60, minimum: 1, maximum: 86_400 },
  cacheMegabytes: { default: 1024, minimum: 16, maximum: 16_384 },
} as const;

/**
 * Settings from what the user wrote, which may be anything: a value that is not allowed reads as its default. `onInvalid` is
 * told of each such, with what is allowed.
 */
export function parseSettings(
  written: (name: SettingName) => unknown,
  onInvalid: (name: SettingName, allowed: string) => void = () => undefined,
): Settings {
  const read = <Value>(
    name: SettingName,
    allowed: string,
    parse: (value: unknown) => Value | undefined,
    otherwise: Value,
  ): Value => {
    const value = written(name);
    if (value === undefined) return otherwise;
    const parsed = parse(value);
    if (parsed === undefined) onInvalid(name, allowed);
    return parsed ?? otherwise;
  };
  const text = (name: SettingName): string =>
    read(name, 'a text', (value) => (typeof value === 'string' ? value.trim() : undefined), '');
  const choice = <Choice extends string>(
    name: SettingName,
    choices: readonly [Choice, ...Choice[]],
  ): Choice => {
    const parse = (value: unknown): Choice | undefined =>
      choices.find((each) => typeof value === 'string' && each === value.trim());
    return read(name, choices.join(', '), parse, choices[0]);
  };
  const number = (name: keyof typeof NUMBERS): number => {
    const { default: otherwise, minimum, maximum } = NUMBERS[name];
    const parse = (value: unknown): number | undefined =>
      typeof value === 'number' && value >= minimum && value <= maximum ? value : undefined;
    return read(name, `a number from ${String(minimum)} to ${String(maximum)}`, parse, otherwise);
  };
  return {
    model: text('model'),
    modelFolders: read(
      'modelFolders',
      'a list of texts',
      (value) => (isTexts(value) ? value : undefined),
      [],
    ),
    provider: choice('executionProvider', PROVIDER_CHOICES),
    cudaLibraryPath: text('cuda.libraryPath'),
    modules: choice('modules', MODULE_CHOICES).split(',').filter(isModule),
    router: text('router') || undefined,
    search: choice('search', SEARCHES),
    colourBy: choice('colourBy', QUANTITIES),
    decoration: choice('decoration', DECORATION_STYLES),
    tolerance: number('neededComputeTolerance'),
    engineIdleMs: number('engineIdleSeconds') * 1000,
    asYouType: read('analyzeAsYouType', 'true, false', flag, false),
    cacheBytes: number('cacheMegabytes') * 2 ** 20,
    keepResults: read('keepResults', 'true, false', flag, false),
  };
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
