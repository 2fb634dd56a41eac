import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { Failure } from '../core/failure';

/** A file of a corpus. */
export interface InputFile {
  /** Below the folder that all inputs share, with forward slashes. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  /** 0 when it cannot be read. */
  readonly bytes: number;
  /** In the list of all files, from 0. */
  readonly place: number;
}

/** All files of a corpus, by path: the same list for all who name the same inputs. */
export interface InputList {
  readonly files: readonly InputFile[];
  /** Of all paths and sizes. */
  readonly sha256: string;
}

/** Left out of folders; patterns leave out what is hidden by themselves. */
const NEVER_MEANT = ['**/node_modules/**'];

/** Whether an input stands for more than one file. */
export async function isCorpus(input: string): Promise<boolean> {
  if (input === '-') return false;
  const found = await stat(input).catch(() => undefined);
  return found === undefined ? isDynamicPattern(input) : found.isDirectory();
}

/**
 * The files that the inputs stand for, without those in `leftOut`, which are folders of results. Links are followed; a file
 * that is reached in several ways counts once, under the path with the fewest folders. Throws Failure: 'text' when an input
 * stands for nothing, 'request' when one lies in a folder of results.
 */
export async function listInputs(
  inputs: readonly string[],
  leftOut: readonly string[],
): Promise<InputList> {
  const found = await Promise.all(inputs.map(expanded));
  const root = commonFolder(found.map(({ folder }) => folder));
  const inside = inputs.find((_, at) =>
    leftOut.some((each) => lies(found[at]?.folder ?? '', each)),
  );
  if (inside !== undefined) {
    throw new Failure(
      'request',
      `${inside} lies in the folder of the results; choose another one.`,
    );
  }
  const files = new Set(found.flatMap((each) => each.files));
  const texts = [...files].filter((file) => !leftOut.some((folder) => lies(file, folder)));
  const named = texts.map((file) => {
    return { file, path: path.relative(root, file).split(path.sep).join('/') };
  });
  const known = await Promise.all(named.sort(byDepth).map(identified));
  const once = new Map(known.toReversed().map((each) => [each.identity, each])).values();
  const listed = [...once].sort((a, b) => (a.path < b.path ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(listed.map((f) => [f.path, f.bytes])));
  return {
    files: listed.map(({ path, file, bytes }, place) => ({ path, file, bytes, place })),
    sha256: hash.digest('hex'),
  };
}

/** What an input stands for, and the folder it is in or is. */
interface Expanded {
  readonly folder: string;
  readonly files: readonly string[];
}

async function expanded(input: string): Promise<Expanded> {
  const absolute = path.resolve(input);
  const found = await stat(absolute).catch(() => undefined);
  if (found?.isDirectory() === true) return await filesIn(input, absolute, '**');
  if (found !== undefined) return { folder: path.dirname(absolute), files: [absolute] };
  if (!isDynamicPattern(input)) {
    throw new Failure('text', `${input} cannot be read: there is no such file.`);
  }
  const segments = input.split('/');
  const first = segments.findIndex((segment) => isDynamicPattern(segment));
  const folder = segments.slice(0, first).join('/') || (input.startsWith('/') ? '/' : '.');
  return await filesIn(input, path.resolve(folder), segments.slice(first).join('/'));
}

async function filesIn(input: string, folder: string, pattern: string): Promise<Expanded> {
  const files = await glob(pattern, { cwd: folder, absolute: true, ignore: NEVER_MEANT });
  if (files.length === 0) throw new Failure('text', `There are no files in ${input}.`);
  return { folder, files: files.map((file) => path.normalize(file)) };
}

/** The deepest folder that holds all of them. */
function commonFolder(folders: readonly string[]): string {
  return folders.reduce((common, folder) => {
    let shared = common;
    while (!lies(folder, shared)) {
      const above = path.dirname(shared);
      if (above === shared) {
        throw new Failure(
          'request',
          `${folder} and ${common} share no folder; analyse them apart.`,
        );
      }
      shared = above;
    }
    return shared;
  });
}

/** Whether a file or folder is, or is in, a folder. */
function lies(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way === '' || (!/^\.\.(?:[/\\]|$)/.test(way) && !path.isAbsolute(way));
}

async function identified(named: { readonly file: string; readonly path: string }) {
  const identity = await realpath(named.file).catch(() => named.file);
  const bytes = await stat(identity).then(
    ({ size }) => size,
    () => 0,
  );
  return { ...named, identity, bytes };
}

function byDepth(a: { readonly path: string }, b: { readonly path: string }): number {
  const depth = ({ path: of }: typeof a): number => of.split('/').length;
  return depth(a) - depth(b) || (a.path < b.path ? -1 : 1);
}
