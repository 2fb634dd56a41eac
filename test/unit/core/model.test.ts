import assert from 'node:assert/strict';
import { Failure } from '../../../src/core/failure';
import {
  defaultRouter,
  routerNamed,
  type ModelInfo,
  type RouterInfo,
} from '../../../src/core/model';
import type { ModuleList } from '../../../src/core/module';
import { MODEL } from './madeUpAnalysis';

describe('defaultRouter', () => {
  const router = (name: string, ...modules: ModuleList): RouterInfo => ({
    name,
    budget: 1,
    modules,
  });
  const model: ModelInfo = {
    ...MODEL,
    routers: [
      router('all', 'skip', 'small', 'big'),
      router('two', 'small', 'big'),
      router('another', 'small', 'big'),
    ],
  };

  it('prefers the first router for exactly these modules', () => {
    assert.equal(defaultRouter(model, ['small', 'big'])?.name, 'two');
    assert.equal(defaultRouter(model, ['skip', 'small', 'big'])?.name, 'all');
  });

  it('else takes the first that stays within them', () => {
    const without = { ...model, routers: model.routers.slice(1) };
    assert.equal(defaultRouter(without, ['skip', 'small', 'big'])?.name, 'two');
  });

  it('finds none when every router takes a module outside them', () => {
    assert.equal(defaultRouter(model, ['skip', 'big']), undefined);
  });
});

describe('routerNamed', () => {
  it('is the wanted router, else the default one, or none', () => {
    assert.equal(routerNamed(MODEL, ['small', 'big'], 'three-way'), 'three-way');
    assert.equal(routerNamed(MODEL, ['small', 'big'], undefined), 'half');
    assert.equal(routerNamed(MODEL, ['small', 'big'], 'none'), undefined);
  });

  it('refuses a router that the model lacks, and names those that it has', () => {
    assert.throws(
      () => routerNamed(MODEL, ['small', 'big'], 'other'),
      new Failure(
        'request',
        'The model made-up has no router "other"; choose one of none, half, skipping, three-way.',
      ),
    );
  });
});
