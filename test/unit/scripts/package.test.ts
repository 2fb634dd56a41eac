import assert from 'node:assert/strict';
import { main } from '../../../scripts/package';
import type { BundledPackage } from '../../../scripts/package/bundledPackages';
import { thirdPartyNotices } from '../../../scripts/package/notices';
import { standaloneReadme } from '../../../scripts/package/readme';
import { hostTarget, targetOf, TARGETS } from '../../../scripts/package/targets';

describe('the targets of packages', () => {
  it('are known by their names', () => {
    for (const target of TARGETS) assert.equal(targetOf(target), target);
  });

  it('do not include platforms for which onnxruntime has no binaries, and it says so in one sentence', () => {
    const list = 'The targets are linux-x64, linux-arm64, darwin-arm64, win32-x64, win32-arm64.';
    for (const [name, platform] of [
      ['darwin-x64', 'Intel Macs'],
      ['alpine-x64', 'Alpine Linux'],
      ['alpine-arm64', 'Alpine Linux'],
      ['linux-armhf', '32-bit ARM'],
    ] as const) {
      assert.throws(
        () => targetOf(name),
        ({ message }: Error) =>
          message.startsWith(
            `There is no package for ${name}: onnxruntime has no binaries for ${platform}`,
          ) && message.endsWith(list),
      );
    }
    assert.throws(() => targetOf('amiga'), { message: `There is no target amiga. ${list}` });
  });

  it('are named as VS Code names platforms', () => {
    assert.match(hostTarget(), /^(linux|alpine|darwin|win32)-\w+$/);
  });
});

describe('npm run package', () => {
  for (const args of [
    ['--target', 'darwin-x64'],
    ['--target', 'linux-x64', 'alpine-x64'],
    ['--target'],
    ['--all', '--target', 'linux-x64'],
    ['linux-x64'],
    ['--platform', 'linux-x64'],
  ]) {
    it(`ends with 2 for: ${args.join(' ')}`, async () => {
      const said: unknown[] = [];
      const { error } = console;
      console.error = (text: unknown) => said.push(text);
      try {
        assert.equal(await main(args), 2);
      } finally {
        console.error = error;
      }
      assert.equal(said.length, 1);
    });
  }
});

describe('third-party notices', () => {
  const free: BundledPackage = {
    name: 'free',
    version: '1.2.3',
    licence: 'ISC',
    texts: ['You may.', 'And so may others.'],
  };

  it('list a package and hold all its texts', () => {
    const notices = thirdPartyNotices([free]);
    assert.ok(notices.includes('\nfree 1.2.3 (ISC)\n'));
    assert.ok(notices.includes('You may.\n\nAnd so may others.'));
  });

  it('refuse a licence that is not known to be free', () => {
    assert.throws(() => thirdPartyNotices([{ ...free, licence: 'BUSL-1.1' }]), /BUSL-1\.1/);
  });

  it('refuse a package whose licence nobody can read', () => {
    assert.throws(() => thirdPartyNotices([{ ...free, texts: [] }]), /without the text/);
  });

  it('refuse to tell of another release of onnxruntime', () => {
    const other = { name: 'onnxruntime-node', version: '1.2.3', licence: 'MIT', texts: [] };
    assert.throws(() => thirdPartyNotices([other]), /no .*onnxruntime-1\.2\.3/);
  });
});

describe('the README of a package', () => {
  it('keeps the words of links to files, and links to elsewhere', () => {
    const markdown =
      'See [the code](src/core), [below](#below) and [more](https://example.org/a).\n';
    assert.equal(
      standaloneReadme(markdown),
      'See the code, [below](#below) and [more](https://example.org/a).\n',
    );
  });

  it('has no pictures from the repository', () => {
    assert.equal(standaloneReadme('One.\n\n![A panel](media/a.png)\n\nTwo.\n'), 'One.\n\nTwo.\n');
  });
});
