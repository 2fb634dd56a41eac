import { commandLine } from './commandLine';

/** `npm run check -- DIR`: `duo-llm check DIR`. @returns its exit code. */
export async function main(args: string[]): Promise<number> {
  return await commandLine('check', args);
}
