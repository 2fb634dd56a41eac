import type { CheckEvent, OpenRequest } from '../protocol/engineApi';
import type { CallContext } from '../protocol/rpcServer';
import { Bundle } from './bundle';
import { LoadedModel } from './loadedModel';
import { NumbersCheck } from './numbersCheck';

/**
 * Checks a bundle as whenever one is opened, then loads all of its graphs and compares their numbers. Throws Failure: 'bundle',
 * 'provider', or 'cancelled' between two steps.
 */
export async function check(
  { bundle: folder, provider }: OpenRequest,
  { emit, signal }: CallContext<CheckEvent>,
): Promise<null> {
  const tell = (found: string): void => {
    emit({ found });
  };
  const bundle = await Bundle.read(folder);
  const { name, licence, dimensions } = bundle.manifest;
  tell(`duo.json: ${name}, ${licence}, ${dimensions.layers} layers, in a format that is known`);
  const model = await LoadedModel.load(bundle, provider, signal, tell);
  try {
    await (await NumbersCheck.begin(model, signal)).run(tell);
  } finally {
    await model.sessions.release();
  }
  return null;
}
