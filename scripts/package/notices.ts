import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BundledPackage } from './bundledPackages';

const LICENCES = path.join(__dirname, 'licences');

/** Free licences, as SPDX names them, which ask for no more than that their text is passed on. */
const FREE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const RULE = '='.repeat(100);

/**
 * The text of THIRD_PARTY_NOTICES.txt: every package with its version, licence and the licence's full text.
 * @throws Error with a sentence when a package's licence is not known to be free, or its text is nowhere.
 */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const sections = packages.map((each) => section(titleOf(each), textOf(each)));
  const directx = section('DirectML, DirectX Shader Compiler', ownCopy('directx.txt'));
  return [
    'Duo-LLM Inspector is under the licence in LICENSE.txt. It holds the following software of others.\n',
    `${packages.map(titleOf).join('\n')}\n`,
    ...sections,
    directx,
  ].join('\n');
}

function titleOf({ name, version, licence }: BundledPackage): string {
  return `${name} ${version} (${licence})`;
}

function section(title: string, text: string): string {
  return `${RULE}\n${title}\n${RULE}\n\n${text.trim()}\n`;
}

function textOf(third: BundledPackage): string {
  if (!FREE.includes(third.licence)) {
    throw new Error(
      `${third.name} is under ${third.licence}, which is not known to be free. Read that licence, then add it to FREE in scripts/package/notices.ts or do without the package.`,
    );
  }
  return third.texts.length > 0 ? third.texts.join('\n\n') : missingTexts(third);
}

/** The texts of packages that come without them; here from their repositories, and for onnxruntime of the same release. */
function missingTexts({ name, version }: BundledPackage): string {
  if (name.startsWith('@microsoft/fast-')) return ownCopy('microsoft-fast.txt');
  if (name === 'onnxruntime-common') return ownCopy(`onnxruntime-${version}/LICENSE.txt`);
  if (name === 'onnxruntime-node') {
    const files = ['LICENSE.txt', 'ThirdPartyNotices.txt'];
    return files.map((file) => ownCopy(`onnxruntime-${version}/${file}`)).join('\n\n');
  }
  throw new Error(
    `${name} ${version} comes without the text of its licence. Put the text from its repository into scripts/package/licences.`,
  );
}

function ownCopy(file: string): string {
  const found = path.join(LICENCES, file);
  if (existsSync(found)) return readFileSync(found, 'utf8');
  const others = readdirSync(LICENCES).join(', ');
  throw new Error(
    `There is no scripts/package/licences/${file}, only ${others}. Put the text of that release there; onnxruntime's are in its Python package.`,
  );
}
