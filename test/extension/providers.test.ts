import assert from 'node:assert/strict';
import { PROVIDER_NAMES } from '../../src/providers/providerNames';
import { messagesDuring, run, useTinyModel } from './support';

describe('execution providers', () => {
  before(async () => {
    await useTinyModel();
  });

  it('are tried on demand, and what came of it is said', async () => {
    const messages = await messagesDuring(() => run('tryProviders'));
    const names = Object.values(PROVIDER_NAMES).join('|');
    assert.match(
      messages.join(),
      new RegExp(`^(${names}) runs the model from the next analysis on\\..*\\. \\| Show Log$`),
    );
  });

  it('get nothing for CUDA that the user has not agreed to', async () => {
    // Nobody agrees: the questions are left unanswered.
    const messages = await messagesDuring(() => run('setUpCuda'));
    assert.equal(messages.length, 1);
    const [message = ''] = messages;
    assert.match(
      message,
      /^(Fetch Microsoft\.ML\.OnnxRuntime\.Gpu\.Linux \d+\.\d+\.\d+ from api\.nuget\.org\? \| Fetch$|NVIDIA driver: |onnxruntime’s package)/,
    );
  });
});
