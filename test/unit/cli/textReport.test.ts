/* eslint-disable no-control-regex -- what reaches a terminal is what these tests are about */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandLine, type Setting } from './commandLine';

const TEXT = 'def f(x):\n\treturn x\r\n\r\n\r深度 \x1b[31m\u202e"quoted"\x07 end';

async function report(argv: string[], setting: Setting = {}): Promise<string> {
  const { stdout } = await commandLine(['analyze', '-', ...argv], { stdin: TEXT, ...setting });
  return stdout;
}

/** Takes our own styling away: filled tokens, dim, bold, reset. */
function unstyled(text: string): string {
  return text.replaceAll(/\x1b\[(?:0|1|2|48;2;[\d;]+)m/g, '');
}

/** The last heading before `fixed`, and what stands under it. */
function hindsightColumns(text: string): string[] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes('without hindsight'));
  const heading = lines[at] ?? '';
  const first = heading.indexOf('hindsight', heading.indexOf('hindsight') + 1);
  return lines.slice(at, at + 5).map((line) => line.slice(first).split('  ')[0] ?? '');
}

describe('text report on a terminal', () => {
  it('is the text’s own lines, numbered', async () => {
    const lines = unstyled(await report([], { terminal: true })).split('\n');
    assert.match(lines[0] ?? '', /^1 │ def f\(x\):↵?$/);
    assert.match(lines[1] ?? '', /^2 │ → {3}return x␍?↵?$/);
    assert.match(lines[3] ?? '', /^4 │ \\r深度 \\x1b\[31m\\u202e"quoted"\\x07 end$/);
  });

  it('fills tokens by the chosen quantity and says what the colours mean', async () => {
    const reports = await Promise.all(
      ['difficulty', 'surprise', 'needed', 'regret'].map((quantity) => {
        return report(['--colour', quantity], { terminal: true });
      }),
    );
    assert.equal(new Set(reports.map((text) => text.split('\n')[0])).size, 4);
    assert.match(unstyled(reports[0] ?? ''), /difficulty from {2}0\.25 {2}0\.5 /);
    assert.match(unstyled(reports[2] ?? ''), /needed compute from {2}1 % {2}20 % /);
    assert.match(reports[3] ?? '', /router regret/);
    assert.match(reports[0] ?? '', /\x1b\[48;2;\d+;\d+;\d+;38;2;\d+;\d+;\d+m/);
  });

  it('colours by what the asked budget leaves, of which there is nothing without one', async () => {
    const first = async (...argv: string[]): Promise<string | undefined> =>
      (await report(argv, { terminal: true })).split('\n')[0];
    const within = ['--budget', '0', '--colour'];
    assert.equal(await first(...within, 'shortfall'), await first('--colour', 'difficulty'));
    assert.equal(await first(...within, 'oracle'), await first('--colour', 'surprise'));
    const free = (await first('--colour', 'shortfall')) ?? '';
    assert.equal(free.includes('\x1b[48;'), false);
    assert.notEqual(await first('--colour', 'oracle'), free);
  });

  it('uses other colours on a light ground', async () => {
    const light = await report([], { terminal: true, env: { COLORFGBG: '0;15' } });
    assert.notEqual(light, await report([], { terminal: true }));
  });

  it('ends every style before its line ends', async () => {
    const text = await report([], { terminal: true });
    for (const line of text.split('\n')) {
      const styles = line.match(/\x1b\[[\d;]+m/g) ?? [];
      assert.ok(styles.length === 0 || styles.at(-1) === '\x1b[0m');
    }
  });
});

describe('text report without colour', () => {
  it('is a table of the tokens, each on its line, its text escaped', async () => {
    const lines = (await report(['--budget', '1'])).split('\n');
    assert.match(lines[0] ?? '', /^token {2}start {2}surprise .* text$/);
    assert.match(
      lines[1] ?? '',
      /^ +0 +0 +\d\.\d\d +\d\.\d\d +(easy|compute helps|uncertain) +\d +[sB]{3} +[sB]{3} +\d\.\d\d {2}"d"$/,
    );
    assert.match(lines[10] ?? '', /"\\n"$/);
    assert.match(lines[TEXT.length] ?? '', /"d"$/);
  });

  it('is what NO_COLOR, a dumb terminal, a pipe and a file get', async () => {
    const plain = await report([]);
    assert.equal(await report([], { terminal: true, env: { NO_COLOR: '1' } }), plain);
    assert.equal(await report([], { terminal: true, env: { TERM: 'dumb' } }), plain);
    assert.doesNotMatch(plain, /\x1b/);
  });
});

describe('text report', () => {
  it('names the context of its perplexities and lists every budget', async () => {
    const text = await report(['--budget', '2', '--at-most']);
    assert.match(text, /\(perplexity\), big context: earlier tokens ran all big/);
    assert.match(text, /big layers +oracle +fixed +its route +random-100/);
    for (const budget of [0, 1, 2, 3]) {
      assert.match(text, new RegExp(`at most ${budget}  \\d\\.\\d{3} \\([\\d.]+\\)`));
    }
    assert.match(text, /all small +\d/);
    assert.match(text, /all big +\d/);
    assert.match(text, /router half +\d\.\d{3} .*big layers per token/);
    assert.match(text, /oracle, at most 2 big/);
    assert.match(text, /router half, its own run +\d/);
    assert.match(await report([]), /oracle, any budget +\d/);
  });

  it('tells in self context what a run reached from what no run took', async () => {
    const text = await report(['--context', 'self', '--budget', '1']);
    const [reached = '', rest = ''] = text
      .split('\n\n')
      .filter((part) => part.includes('self context'));
    assert.match(
      reached,
      /Reached by a whole run.*\noracle, 1 big +\d\.\d{3} .*\nrouter half, its own run +\d/,
    );
    assert.equal(reached.split('\n').length, 3);
    assert.match(rest, /one token on another route, earlier tokens on the oracle’s/);
    assert.match(rest, /all small +\d/);
    assert.doesNotMatch(rest, /its own run|any budget/);
  });

  it('tells how much of the oracle’s lead is hindsight', async () => {
    const [, ...rows] = hindsightColumns(await report([], { foresight: true }));
    // Too few tokens for an interval; one route each has no big layer, and all.
    assert.deepEqual([rows[0], rows[3]], ['-', '-']);
    for (const row of rows.slice(1, 3)) assert.match(row, /^\d+ %$/);

    const long = await report([], { foresight: true, stdin: TEXT.repeat(8) });
    for (const row of hindsightColumns(long).slice(2, 4)) {
      assert.match(row, /^\d+ % \(\d+ to \d+\)$/);
    }
    assert.match(long, /16 labels that the model draws/);
    assert.match(long, /95 % interval/);
  });

  it('says what is known of hindsight, and no more', async () => {
    const without = await report([]);
    assert.doesNotMatch(without, /hindsight/i);
    assert.match(without, /no router can reach all of its lead/);
    const short = await report([], { foresight: true });
    assert.doesNotMatch(short, /95 % interval/);
    const ruledOut = await report(['--layers', 'big,auto,small'], { foresight: true });
    assert.match(ruledOut, /^ +0 +- +- {2}- +- +-$/m);
  });

  it('says what the colours compare with when the modules lack small', async () => {
    const legend = (argv: string[]): Promise<string> => report(argv, { terminal: true });
    assert.match(await legend([]), /over all layers small$/m);
    assert.match(await legend(['--modules', 'skip,big']), /over all layers skipped$/m);
  });

  it('draws how every layer is used', async () => {
    const text = await report(['--modules', 'skip,small,big']);
    for (const layer of [1, 2, 3]) {
      assert.match(text, new RegExp(`^${layer}  █*▒*·* +[\\d.]+ %`, 'm'));
    }
  });

  it('leaves the router out where none runs', async () => {
    assert.doesNotMatch(await report(['--router', 'none']), /router (half|skipping)/);
  });

  it('lets no control character of the text reach the terminal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 0x2fff })), async (codes) => {
        const stdin = String.fromCharCode(...codes);
        for (const terminal of [true, false]) {
          const shown = unstyled(await report([], { stdin, terminal }));
          assert.doesNotMatch(shown.replaceAll('\n', ''), /\p{Cc}/u);
        }
      }),
      { numRuns: 30 },
    );
  });
});
