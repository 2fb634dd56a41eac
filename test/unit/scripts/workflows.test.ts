import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { TARGETS } from '../../../scripts/package/targets';
import { ROOT } from '../../../scripts/paths';
import { TEST_STEPS } from '../../../scripts/testSteps';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly matrix: {
      readonly os?: readonly string[];
      readonly node?: readonly number[];
      readonly include?: readonly Readonly<Record<string, string>>[];
    };
  };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = path.join(ROOT, '.github/workflows');
const texts = new Map(
  readdirSync(FOLDER).map((file) => [file, readFileSync(path.join(FOLDER, file), 'utf8')]),
);
const read = (file: string): Workflow => parse(texts.get(file) ?? '') as Workflow;
const { scripts, engines } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

describe('the release workflow', () => {
  it('tries the package of every target, on a machine of its own', () => {
    const tried = read('release.yml').jobs['try']?.strategy?.matrix.include ?? [];
    assert.deepEqual(
      tried.map(({ target }) => target),
      TARGETS,
    );
    assert.equal(new Set(tried.map(({ os }) => os)).size, TARGETS.length);
  });

  it('packages all targets, and sums them up', () => {
    const commands = read('release.yml').jobs['package']?.steps?.map(({ run }) => run) ?? [];
    const command = commands.find((run) => run?.includes('npm run package') === true) ?? '';
    assert.match(command, /npm run package -- --all\n.*sha256sum \*\.vsix > SHA256SUMS/);
  });
});

describe('the test workflow', () => {
  it('covers Linux, macOS and Windows, from the oldest supported Node on', () => {
    const { os = [], node = [] } = read('ci.yml').jobs['test']?.strategy?.matrix ?? {};
    assert.deepEqual(os.map((each) => each.split('-')[0]).sort(), ['macos', 'ubuntu', 'windows']);
    assert.deepEqual(node, [20, 22]);
    assert.equal(engines.node, `>=${node[0]?.toFixed() ?? ''}.19`);
  });
});

for (const file of texts.keys()) {
  const { on, permissions, jobs } = read(file);

  describe(`.github/workflows/${file}`, () => {
    const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

    it('runs only npm scripts and test steps that there are', () => {
      const commands = steps.flatMap(({ run }) => run?.split('\n') ?? []);
      for (const command of commands) {
        const script = /\bnpm run ([\w:-]+)/.exec(command)?.[1];
        assert.ok(script === undefined || script in scripts, command);
        const named = /\bnpm test -- (.*)/.exec(command)?.[1]?.split(' ') ?? [];
        for (const name of named) {
          assert.ok(
            TEST_STEPS.some((step) => step.name === name),
            name,
          );
        }
      }
    });

    it('uses actions of a pinned version, and workflows that there are', () => {
      for (const { uses } of [...steps, ...Object.values(jobs)]) {
        if (uses === undefined) continue;
        if (uses.startsWith('./')) assert.ok(existsSync(path.join(ROOT, uses)), uses);
        else assert.match(uses, /^actions\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
      }
    });

    it('may read only, but for the job that makes a release', () => {
      assert.deepEqual(permissions, { contents: 'read' });
      const more = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
      for (const [name, job] of more) {
        assert.equal(`${file} ${name}`, 'release.yml release');
        assert.deepEqual(job.permissions, { contents: 'write' });
      }
    });

    it('uses secrets only when somebody starts it by hand', () => {
      if (texts.get(file)?.includes('secrets.') !== true) return;
      assert.deepEqual(Object.keys(on), ['workflow_dispatch']);
    });
  });
}
