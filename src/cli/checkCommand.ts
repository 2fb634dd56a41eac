import path from 'node:path';
import type { CheckOptions } from './options';
import { writeStream } from './output';
import type { Surroundings } from './surroundings';

/** `duo-llm check`: says what of a bundle is right, or throws the Failure that says what is not. */
export async function checkCommand(
  { folder }: CheckOptions,
  { engine, stdout, signal }: Surroundings,
): Promise<void> {
  const bundle = path.resolve(folder);
  const errors: unknown[] = [];
  /** Ends where the check does: what was found right is written in any case. */
  async function* lines(): AsyncGenerator<string> {
    try {
      for await (const { found } of engine().check(bundle, signal)) yield `${found}\n`;
      yield `${bundle} can be used.\n`;
    } catch (error) {
      errors.push(error);
    }
  }
  await writeStream(stdout, lines());
  if (errors.length > 0) throw errors[0];
}
