import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { vsixPath } from '../../scripts/package';
import { bundledPackages } from '../../scripts/package/bundledPackages';
import { INSTALL_SCRIPT, runtimeFolder, TARGETS, type Target } from '../../scripts/package/targets';
import { ROOT } from '../../scripts/paths';
import { filesOf, textIn } from './vsix';

const MEGABYTE = 1e6;
const LARGEST = 45 * MEGABYTE;

const WINDOWS = ['DirectML.dll', 'dxcompiler.dll', 'dxil.dll', 'onnxruntime.dll'];
const LIBRARIES: Readonly<Record<Target, readonly string[]>> = {
  'linux-x64': ['libonnxruntime.so.1'],
  'linux-arm64': ['libonnxruntime.so.1'],
  'darwin-arm64': ['libonnxruntime.1.dylib'],
  'win32-x64': WINDOWS,
  'win32-arm64': WINDOWS,
};
/** CUDA's, which a developer may have put there; no package holds them. */
const SEPARATE = 'libonnxruntime_providers_';

interface Manifest {
  readonly contributes: {
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly image: Readonly<Record<string, string>> };
      }[];
    }[];
  };
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

/** What a package may hold and has to: by rules, each from what the product itself says of its parts. */
function expectedFiles(target: Target): string[] {
  const manifest = readJson('package.json') as Manifest;
  const pictures = manifest.contributes.walkthroughs
    .flatMap(({ steps }) => steps)
    .flatMap(({ media }) => Object.values(media.image));
  const built = Object.keys(readJson('dist/outputs.json') as object);
  const bundles = built.filter((file) => file !== INSTALL_SCRIPT.built);
  const model = readJson('models/duo-8l/duo.json') as {
    readonly files: readonly { path: string }[];
  };
  const common = 'node_modules/onnxruntime-common';
  const cjs = readdirSync(path.join(ROOT, common, 'dist/cjs'));
  const files = [
    ...['package.json', 'package.nls.json', 'readme.md', 'changelog.md'],
    ...['LICENSE.txt', 'THIRD_PARTY_NOTICES.txt'],
    ...['media/icon.png', 'media/panel.svg', ...pictures],
    ...bundles.filter((file) => !file.endsWith('.map')),
    'models/duo-8l/duo.json',
    ...model.files.map((file) => `models/duo-8l/${file.path}`),
    ...[`${common}/package.json`, `${common}/dist/cjs/package.json`],
    ...cjs.filter((file) => file.endsWith('.js')).map((file) => `${common}/dist/cjs/${file}`),
    'node_modules/onnxruntime-node/package.json',
    ...['backend', 'binding', 'index', 'version'].map(
      (name) => `node_modules/onnxruntime-node/dist/${name}.js`,
    ),
    ...(target === 'linux-x64' ? ['node_modules/onnxruntime-node/script/install.js'] : []),
    ...['onnxruntime_binding.node', ...LIBRARIES[target]].map(
      (file) => `${runtimeFolder(target)}/${file}`,
    ),
  ];
  const ofFormat = ['extension.vsixmanifest', '[Content_Types].xml'];
  return [...ofFormat, ...new Set(files.map((file) => `extension/${file}`))].sort();
}

for (const target of TARGETS) {
  describe(`the package for ${target}`, () => {
    const vsix = vsixPath(target);

    it('holds exactly what it needs', () => {
      const held = filesOf(vsix).map(({ name }) => name);
      assert.deepEqual(held.sort(), expectedFiles(target));
    });

    it(`is smaller than ${LARGEST / MEGABYTE} MB`, () => {
      const { size } = statSync(vsix);
      assert.ok(size < LARGEST, `${(size / MEGABYTE).toFixed(1)} MB`);
    });

    it('is as large as the README says', () => {
      const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
      const said = new RegExp(`^\\| \`${target}\` .* (\\d+) MB +\\|$`, 'm').exec(readme)?.[1];
      assert.ok(Math.abs(Number(said) - statSync(vsix).size / MEGABYTE) < 1.5, said);
    });

    it('says for which platform it is', () => {
      const [platform] =
        /TargetPlatform="[^"]*"/.exec(textIn(vsix, 'extension.vsixmanifest')) ?? [];
      assert.equal(platform, `TargetPlatform="${target}"`);
    });

    it('leaves nothing of the runtime out that is not there twice', () => {
      const folder = path.join(ROOT, runtimeFolder(target));
      const bytesOf = (file: string): Buffer => readFileSync(path.join(folder, file));
      const shipped = ['onnxruntime_binding.node', ...LIBRARIES[target]];
      const left = readdirSync(folder).filter((file) => !shipped.includes(file));
      for (const file of left.filter((each) => !each.startsWith(SEPARATE))) {
        assert.ok(
          shipped.some((other) => bytesOf(other).equals(bytesOf(file))),
          file,
        );
      }
    });
  });
}

describe('every package', () => {
  const vsix = vsixPath('linux-x64');
  const text = (file: string): string => textIn(vsix, `extension/${file}`);

  it('names, with version, licence and its text, all that it is made of', () => {
    const notices = text('THIRD_PARTY_NOTICES.txt');
    const packages = bundledPackages();
    const names = packages.map(({ name }) => name);
    for (const known of [
      'onnxruntime-node',
      '@huggingface/tokenizers',
      'd3-scale',
      '@modelcontextprotocol/sdk',
      'tinyglobby',
      'adm-zip',
    ]) {
      assert.ok(names.includes(known), known);
    }
    for (const { name, version, licence, texts } of packages) {
      const title = `${name} ${version} (${licence})`;
      assert.equal(notices.split('\n').filter((line) => line === title).length, 2, title);
      for (const each of texts) assert.ok(notices.includes(each.trim()), title);
    }
    for (const inside of ['Eigen', 'protobuf', 'dawn', 'DirectML']) {
      assert.ok(notices.includes(inside), inside);
    }
  });

  it('has a README without links into a repository', () => {
    const readme = text('readme.md');
    const links = Array.from(readme.matchAll(/\]\(([^)]*)\)/g), ([, link]) => link ?? '');
    assert.ok(links.length > 0);
    assert.deepEqual(
      links.filter((link) => !/^(https:|#)/.test(link)),
      [],
    );
    assert.match(readme, /^# Duo-LLM Inspector$/m);
  });

  it('has manifests without what is only for developers', () => {
    for (const file of ['package.json', 'node_modules/onnxruntime-node/package.json']) {
      const manifest = JSON.parse(text(file)) as Readonly<Record<string, unknown>>;
      assert.equal(manifest['scripts'], undefined);
      assert.equal(manifest['devDependencies'], undefined);
    }
    const runtime = JSON.parse(text('node_modules/onnxruntime-node/package.json')) as {
      readonly dependencies: object;
    };
    assert.deepEqual(Object.keys(runtime.dependencies), ['onnxruntime-common']);
  });

  it('holds no source maps, nor where to find some', () => {
    for (const { name } of filesOf(vsix).filter((file) =>
      /extension\/dist\/.*\.js$/.test(file.name),
    )) {
      assert.doesNotMatch(textIn(vsix, name), /^\/\/# sourceMappingURL/m);
    }
  });
});
