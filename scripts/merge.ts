import { commandLine } from './commandLine';

/** `npm run merge -- ARGS`: `duo-llm merge ARGS`. @returns its exit code. */
export async function main(args: string[]): Promise<number> {
  return await commandLine('merge', args);
}
