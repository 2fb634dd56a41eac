import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths';

/** An npm package of which something is in the product. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json says, an SPDX expression. */
  readonly licence: string;
  /** The texts of its licence and notice files, in full; none when the package has no such file. */
  readonly texts: readonly string[];
}

/** What esbuild.mjs leaves in dist/outputs.json, as far as it is read here. */
type Outputs = Readonly<
  Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
>;

/** Stay beside the bundles, since they load native files: see `external` in esbuild.mjs. */
const SHIPPED_WHOLE = ['node_modules/onnxruntime-common', 'node_modules/onnxruntime-node'];

/**
 * The packages of which the built dist/ holds code or styles, and those that are shipped whole, by name and version.
 * @throws Error with a sentence when there is no build.
 */
export function bundledPackages(): BundledPackage[] {
  const file = path.join(ROOT, 'dist/outputs.json');
  if (!existsSync(file)) throw new Error('There is no build in dist/. Run `node esbuild.mjs`.');
  const outputs = JSON.parse(readFileSync(file, 'utf8')) as Outputs;
  const folders = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([input]) => packageFolder(input) ?? []),
  );
  const packages = [...new Set([...folders, ...SHIPPED_WHOLE])].map(readPackage);
  // The same version may be installed in several places.
  const unique = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  return [...unique.values()].sort((one, other) => one.name.localeCompare(other.name));
}

/** The folder of the package that a bundled file belongs to; undefined for a file of our own. */
function packageFolder(input: string): string | undefined {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function readPackage(folder: string): BundledPackage {
  const absolute = path.join(ROOT, folder);
  const manifest = JSON.parse(readFileSync(path.join(absolute, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license: string;
  };
  const texts = readdirSync(absolute)
    .filter((file) => /^(licen[cs]e|copying|notices?|copyrightnotice)(\.\w+)?$/i.test(file))
    .sort()
    .map((file) => readFileSync(path.join(absolute, file), 'utf8'));
  const { name, version, license: licence } = manifest;
  return { name, version, licence, texts };
}
