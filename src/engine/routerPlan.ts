import type { BundleManifest } from '../core/bundleFormat';
import { Failure } from '../core/failure';
import type { LayerConstraint } from '../core/module';
import { anyLayers } from '../core/oracle';

/** Who decides the routes of a router's run. */
export interface RouterPlan {
  /** Of the router in the bundle's list. */
  readonly number: number;
  /** One entry per layer, lowest first: the router decides where it is `auto`; elsewhere every position takes that module. */
  readonly layers: readonly LayerConstraint[];
}

/** Without `layers` the router decides them all. Throws Failure('request') when the bundle has no such router, layer or module. */
export function planRouter(
  manifest: BundleManifest,
  router: string,
  layers: readonly LayerConstraint[] = anyLayers(manifest.dimensions.layers),
): RouterPlan {
  checkLayers(manifest, layers);
  return { number: routerNumber(manifest, router), layers };
}

function routerNumber({ name, routers }: BundleManifest, wanted: string): number {
  const number = routers.findIndex((router) => router.name === wanted);
  if (number >= 0) return number;
  const names = routers.map((router) => router.name).join(', ');
  throw new Failure(
    'request',
    `The model ${name} has no router "${wanted}"; ${names === '' ? 'it has none' : `it has ${names}`}.`,
  );
}

function checkLayers(
  { name, dimensions, modules }: BundleManifest,
  layers: readonly LayerConstraint[],
): void {
  if (layers.length !== dimensions.layers) {
    throw new Failure(
      'request',
      `The model ${name} has ${dimensions.layers} layers, but ${layers.length} were set; set each to auto or to a module.`,
    );
  }
  const possible = ['auto', ...modules.map((module) => module.name)];
  const impossible = layers.find((layer) => !possible.includes(layer));
  if (impossible === undefined) return;
  throw new Failure(
    'request',
    `The model ${name} has no module "${impossible}"; a layer can be ${possible.join(', ')}.`,
  );
}
