import { QUANTITIES, type Quantity } from '../core/colourScale';
import { DEFAULT_TOLERANCE } from '../core/measures';
import { isModule, type ModuleList } from '../core/module';
import { PROVIDER_CHOICES, type ProviderChoice } from '../protocol/engineApi';
import { DECORATION_STYLES, type DecorationStyle, type SettingName } from './names';

/** The user's settings for one document. */
export interface Settings {
  /** Empty: the model that comes with the extension. */
  readonly model: string;
  readonly modelFolders: readonly string[];
  readonly provider: ProviderChoice;
  readonly modules: ModuleList;
  /** `undefined`: the model's first router; `none`: no router. */
  readonly router: string | undefined;
  readonly colourBy: Quantity;
  readonly decoration: DecorationStyle;
  /** Nats. */
  readonly tolerance: number;
  readonly engineIdleMs: number;
}

/** What the setting `duoLLM.modules` allows; the first is the default, as in all such lists. */
export const MODULE_CHOICES = ['small,big', 'skip,big', 'skip,small,big'] as const;

/** What the settings that are numbers allow, as the manifest says it too. */
export const NUMBERS = {
  neededComputeTolerance: { default: DEFAULT_TOLERANCE, minimum: 0, maximum: 5 },
  engineIdleSeconds: { default: 60, minimum: 1, maximum: 86_400 },
} as const;

/** Settings from what the user wrote, which may be anything: a value that is not allowed reads as its default. */
export function parseSettings(written: (name: SettingName) => unknown): Settings {
  const text = (name: SettingName): string => {
    const value = written(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const choice = <Choice extends string>(
    name: SettingName,
    choices: readonly [Choice, ...Choice[]],
  ): Choice => choices.find((each) => each === text(name)) ?? choices[0];
  const number = (name: keyof typeof NUMBERS): number => {
    const value = written(name);
    const { default: otherwise, minimum, maximum } = NUMBERS[name];
    return typeof value === 'number' && value >= minimum && value <= maximum ? value : otherwise;
  };
  const folders = written('modelFolders');
  return {
    model: text('model'),
    modelFolders: isTexts(folders) ? folders : [],
    provider: choice('executionProvider', PROVIDER_CHOICES),
    modules: choice('modules', MODULE_CHOICES).split(',').filter(isModule),
    router: text('router') || undefined,
    colourBy: choice('colourBy', QUANTITIES),
    decoration: choice('decoration', DECORATION_STYLES),
    tolerance: number('neededComputeTolerance'),
    engineIdleMs: number('engineIdleSeconds') * 1000,
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
