import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../scripts/children';
import { removeFolder, temporaryFolder } from './temporaryFolder';
import { type VscodeFiles } from './vscode';

export interface ProfileOptions {
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  /** Folders of extensions to run from source. */
  readonly sources?: readonly string[];
}

/** Settings that keep VS Code quiet: nothing on screen, and nothing over the network, that a test did not ask for. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Keeps VS Code from asking the extension gallery for updates of its own extensions. */
const NO_GALLERY = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/** What a VS Code server keeps on disk (settings, extensions, state): a fresh folder, thrown away at the end. */
export class Profile {
  private readonly folder = temporaryFolder('vscode');

  /** Arguments for VS Code's server. */
  readonly args = [
    ...['--user-data-dir', path.join(this.folder, 'user-data')],
    ...['--server-data-dir', path.join(this.folder, 'server-data')],
    ...['--extensions-dir', path.join(this.folder, 'extensions')],
  ];

  /** @throws Error with a sentence when an extension cannot be installed. */
  static async create(
    files: VscodeFiles,
    { settings = {}, vsix = [], sources = [] }: ProfileOptions,
  ): Promise<Profile> {
    const profile = new Profile();
    profile.write('user-data/User/settings.json', { ...QUIET, ...settings });
    profile.write('extensions/extensions.json', sources.map(asInstalled));
    for (const file of vsix) await profile.install(files, file);
    return profile;
  }

  /** Our environment without what an integrated terminal of VS Code puts there: it would confuse another VS Code. */
  get environment(): NodeJS.ProcessEnv {
    const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/;
    const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    // Sockets and other leftovers go into the profile, and away with it.
    return { ...Object.fromEntries(own), ...NO_GALLERY, TMPDIR: this.folder };
  }

  remove(): void {
    removeFolder(this.folder);
  }

  private write(name: string, content: unknown): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(content));
  }

  private async install({ node, serverMain }: VscodeFiles, vsix: string): Promise<void> {
    const install = ['--install-extension', vsix, '--force', '--accept-server-license-terms'];
    const code = await run(node, [serverMain, ...install, ...this.args], {
      output: 'stderr',
      env: this.environment,
    });
    if (code !== 0) throw new Error(`VS Code could not install ${vsix} (exit code ${code}).`);
  }
}

/**
 * An entry of extensions.json for an extension that stays where it is. (A page's `extensionDevelopmentPath`
 * would do the same, but works under the test driver only, which hides notifications.)
 */
function asInstalled(folder: string): object {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const { publisher, name, version } = manifest;
  const location = { $mid: 1, path: folder, scheme: 'file' };
  return { identifier: { id: `${publisher}.${name}` }, version, location };
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}
