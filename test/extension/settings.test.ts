import assert from 'node:assert/strict';
import {
  analysisOf,
  analyzed,
  hoverAt,
  messagesDuring,
  open,
  run,
  set,
  useTinyModel,
} from './support';

const TEXT = 'Settings decide what the next analysis runs on.';

describe('settings', () => {
  before(useTinyModel);

  it('colourBy and neededComputeTolerance change what is shown without a model run', async () => {
    const { document } = await analyzed(TEXT);
    await set('colourBy', 'surprise');
    assert.match(await hoverAt(document, 1), /surprise: level \d of 6/);
    await set('neededComputeTolerance', 5);
    assert.match(await hoverAt(document, 1), /within 5\.00 nats of the best/);
    await set('colourBy', undefined);
    await set('neededComputeTolerance', undefined);
  });

  it('modules chooses the routes', async () => {
    await set('modules', 'skip,big');
    const { analysis } = await analysisOf((await analyzed(TEXT)).document);
    assert.deepEqual(analysis.model.modules, ['skip', 'big']);
    assert.ok(analysis.tokens.every(({ oracle }) => /^[-B]{3}$/.test(oracle?.route ?? '')));
    await set('modules', undefined);
  });

  it('router chooses the router, or none', async () => {
    await set('router', 'none');
    const none = await analysisOf((await analyzed(TEXT)).document);
    assert.ok(none.analysis.tokens.every(({ router }) => router === null));
    await set('router', 'no-such-router');
    await open(TEXT);
    const messages = await messagesDuring(() => run('analyzeDocument'));
    assert.match(
      messages.join(),
      /has no router "no-such-router"; choose one of none, tiny-two, tiny-three/,
    );
    await set('router', undefined);
  });

  it('executionProvider chooses what computes the model, and a failure says why', async () => {
    await set('executionProvider', 'cpu');
    const { analysis } = await analysisOf((await analyzed(TEXT)).document);
    assert.equal(analysis.summary.provider, 'cpu');
    const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';
    await set('executionProvider', foreign);
    await open(TEXT);
    const messages = await messagesDuring(() => run('analyzeDocument'));
    assert.match(messages.join(), /cannot be run on (Core ML|DirectML)\. onnxruntime has no \1 /);
    assert.match(messages.join(), / \| Show Log$/);
    await set('executionProvider', undefined);
  });

  it('model names the model, and an unknown one is told with a way out', async () => {
    await set('model', 'no-such-model');
    await open(TEXT);
    const messages = await messagesDuring(() => run('analyzeDocument'));
    assert.match(messages.join(), /no model "no-such-model".* \| Select Model/);
    await useTinyModel();
  });
});
