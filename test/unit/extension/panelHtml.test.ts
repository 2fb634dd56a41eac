import assert from 'node:assert/strict';
import { panelHtml } from '../../../src/extension/panel/panelHtml';

describe('panelHtml', () => {
  const html = panelHtml(
    { script: 'https://host/panel.js', style: 'https://host/panel.css', source: 'https://host' },
    'n0nce',
  );
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];

  it('lets nothing in but its own script and style', () => {
    assert.match(
      policy,
      /^default-src 'none'; script-src 'nonce-n0nce'; style-src https:\/\/host /,
    );
    assert.doesNotMatch(policy, /unsafe|\*|data:|connect-src/);
  });

  it('runs nothing inline', () => {
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="n0nce" src="https:\/\/host\/panel.js"><\/script>/);
    assert.doesNotMatch(html, /<style|style=|\son\w+=/);
  });

  it('tells its language and its title', () => {
    assert.match(html, /<html lang="en">/);
    assert.match(html, /<title>Duo-LLM Inspector<\/title>/);
  });
});
