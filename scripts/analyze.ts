import { commandLine } from './commandLine';

/** `npm run analyze -- ARGS`: `duo-llm analyze ARGS`. @returns its exit code. */
export async function main(args: string[]): Promise<number> {
  return await commandLine('analyze', args);
}
