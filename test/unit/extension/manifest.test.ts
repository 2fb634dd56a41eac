import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { EXPLAIN_TOKEN, HARD_TOKENS } from '../../../src/assistant/assistantTools';
import { LEVELS, QUANTITIES } from '../../../src/core/colourScale';
import * as names from '../../../src/extension/names';
import { MODULE_CHOICES, NUMBERS } from '../../../src/extension/settingValues';
import { PROVIDER_CHOICES } from '../../../src/protocol/engineApi';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

interface MenuEntry {
  /** Or a submenu. */
  readonly command?: string;
  readonly key?: string;
  readonly when?: string;
}

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly icon: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
    readonly views: Readonly<
      Record<
        string,
        readonly { readonly id: string; readonly type: string; readonly icon: string }[]
      >
    >;
    readonly keybindings: readonly MenuEntry[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly default: unknown;
            readonly enum?: readonly string[];
            readonly minimum?: number;
            readonly maximum?: number;
          }
        >
      >;
    };
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: {
          readonly image: Readonly<Record<string, string>>;
          readonly altText: string;
        };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: object;
    }[];
    readonly colors: readonly {
      readonly id: string;
      readonly defaults: Readonly<Record<string, string>>;
    }[];
  };
}

const manifest = readJson('package.json') as Manifest;
const { commands, keybindings, menus, configuration, colors } = manifest.contributes;
const texts = readJson('package.nls.json') as Readonly<Record<string, string>>;
const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const setting = (name: names.SettingName) => {
  const found = configuration.properties[`${names.SECTION}.${name}`];
  assert.ok(found);
  return found;
};

describe('manifest', () => {
  it('has the identity that the code uses', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, names.EXTENSION_ID);
  });

  it('has an icon of the size that the Marketplace asks for', () => {
    const header = readFileSync(path.join(ROOT, manifest.icon));
    assert.equal(header.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([header.readUInt32BE(16), header.readUInt32BE(20)], [256, 256]);
  });

  it('declares exactly the commands that are registered', () => {
    const declared = commands.map(({ command }) => command);
    assert.deepEqual(declared.sort(), names.COMMANDS.map(names.commandId).sort());
  });

  it('declares the panel’s place and view, with icons that take any theme’s colour', () => {
    const { viewsContainers, views } = manifest.contributes;
    assert.deepEqual(
      viewsContainers.activitybar.map(({ id }) => id),
      [names.VIEW_CONTAINER],
    );
    assert.deepEqual(
      Object.entries(views).map(([id, [view]]) => [id, view?.id, view?.type]),
      [[names.VIEW_CONTAINER, names.PANEL_VIEW, 'webview']],
    );
    for (const { icon } of [...viewsContainers.activitybar, ...Object.values(views).flat()]) {
      const svg = readFileSync(path.join(ROOT, icon), 'utf8');
      assert.match(svg, /fill="currentColor"/);
      assert.doesNotMatch(svg, /#[0-9a-f]{3}|rgb|style|<script/i);
    }
  });

  it('puts only its own commands into menus and on keys', () => {
    const own = new Set<string>(names.COMMANDS.map(names.commandId));
    for (const { command } of [...keybindings, ...Object.values(menus).flat()]) {
      assert.ok(command === undefined || own.has(command), command);
    }
  });

  it('gives no two commands the same key at the same time', () => {
    const uses = keybindings.map(({ key, when }) => `${key ?? ''} ${when ?? ''}`);
    assert.equal(new Set(uses).size, uses.length);
  });

  it('uses only context keys of its own that the code sets', () => {
    const clauses = [
      ...commands.map(({ enablement }) => enablement),
      ...[...keybindings, ...Object.values(menus).flat()].map(({ when }) => when),
    ];
    const used = new Set(clauses.flatMap((clause) => clause?.match(/\bduoLLM\.\w+/g) ?? []));
    const keys = [names.ANALYZING, names.HAS_RESULTS, names.HAS_QUESTION];
    assert.deepEqual([...used].sort(), [...keys, names.PANEL_VIEW].sort());
  });

  it('declares exactly the settings that are read', () => {
    const declared = Object.keys(configuration.properties);
    const read = names.SETTINGS.map((name) => `${names.SECTION}.${name}`);
    assert.deepEqual(declared.sort(), read.sort());
    for (const id of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
      assert.ok(read.includes(id), id);
    }
  });

  it('offers the choices that the code knows, and its defaults', () => {
    assert.deepEqual(setting('executionProvider').enum, PROVIDER_CHOICES);
    assert.deepEqual(setting('colourBy').enum, QUANTITIES);
    assert.deepEqual(setting('decoration').enum, names.DECORATION_STYLES);
    assert.deepEqual(setting('modules').enum, MODULE_CHOICES);
    for (const name of ['neededComputeTolerance', 'engineIdleSeconds', 'cacheMegabytes'] as const) {
      const { default: value, minimum, maximum } = setting(name);
      assert.deepEqual({ default: value, minimum, maximum }, NUMBERS[name]);
    }
    for (const { default: value, enum: choices } of Object.values(configuration.properties)) {
      assert.ok(choices === undefined || choices.includes(value as string));
    }
  });

  it('tells assistants of exactly the tools that are registered, and of what they take', () => {
    const tools = { hardTokens: HARD_TOKENS, explainToken: EXPLAIN_TOKEN };
    assert.deepEqual(
      manifest.contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => {
        return [name, modelDescription, inputSchema];
      }),
      names.LANGUAGE_MODEL_TOOLS.map((name) => {
        const { description, input } = tools[name];
        return [names.languageModelToolId(name), description, input];
      }),
    );
  });

  it('declares exactly the colours that are used, each for all four kinds of theme', () => {
    const levels = Array.from({ length: LEVELS - 1 }, (_, at) => at + 1);
    const used = [
      ...names.DECORATION_STYLES.flatMap((style) =>
        levels.map((level) => names.levelColourId(level, style)),
      ),
      names.STALE_COLOUR_ID,
      ...names.CHART_COLOUR_IDS,
    ];
    assert.deepEqual(colors.map(({ id }) => id).sort(), used.sort());
    for (const { defaults } of colors) {
      const kinds = ['dark', 'highContrast', 'highContrastLight', 'light'];
      assert.deepEqual(Object.keys(defaults).sort(), kinds);
    }
  });

  it('shows a picture for every step of the walkthrough, in each kind of theme, none large', () => {
    assert.ok(steps.length >= 4);
    for (const { image } of steps.map(({ media }) => media)) {
      assert.deepEqual(Object.keys(image).sort(), ['dark', 'hc', 'hcLight', 'light']);
      for (const file of Object.values(image)) {
        assert.match(file, /^media\/walkthrough\/[a-z]+-(dark|light)\.png$/);
        assert.ok(statSync(path.join(ROOT, file)).size < 150_000, file);
      }
    }
  });

  it('ticks a step of the walkthrough when something happens that can', () => {
    const known = [
      ...names.COMMANDS.map((name) => `onCommand:${names.commandId(name)}`),
      ...names.SETTINGS.map((name) => `onSettingChanged:${names.SECTION}.${name}`),
      `onView:${names.PANEL_VIEW}`,
    ];
    for (const { completionEvents } of steps) {
      assert.ok(completionEvents.length > 0);
      for (const event of completionEvents) assert.ok(known.includes(event), event);
    }
  });

  it('leads from the walkthrough to commands of its own, or of VS Code', () => {
    const own = names.COMMANDS.map(names.commandId);
    const links = steps.flatMap(({ description }) => {
      const text = texts[description.slice(1, -1)] ?? '';
      return Array.from(text.matchAll(/\]\(command:([\w.]+)/g), ([, command = '']) => command);
    });
    assert.ok(links.length > 0);
    for (const command of links) {
      assert.ok(command.startsWith('workbench.') || own.includes(command), command);
    }
  });

  it('has a text for every placeholder, and no other', () => {
    const placeholders = JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g);
    const wanted = [...new Set(Array.from(placeholders, ([, key]) => key))];
    assert.deepEqual(Object.keys(texts).sort(), wanted.sort());
  });
});
