import assert from 'node:assert/strict';
import path from 'node:path';
import { listFiles } from '@vscode/vsce';
import { OUT, ROOT } from '../../scripts/paths';

describe('the packaged extension', () => {
  it('holds what it needs on this platform, and nothing else', async () => {
    const files = await listFiles({ cwd: ROOT, ignoreFile: path.join(OUT, 'vscodeignore') });
    const { platform, arch } = process;
    const native = `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/`;
    const allowed = [
      /^(package|package\.nls)\.json$/,
      /^(README|CHANGELOG)\.md$/,
      /^LICENSE$/,
      /^dist\/(cli|engine|extension|panel|report)\.js$/,
      /^dist\/(panel|report)\.css$/,
      /^media\/[\w-]+\.(png|svg|md)$/,
      /^models\/duo-8l\/[\w-]+\.(json|onnx|bin|md)$/i,
      /^node_modules\/onnxruntime-(common|node)\/package\.json$/,
      /^node_modules\/onnxruntime-(common|node)\/dist\/[\w/-]+\.(js|json)$/,
    ];
    const isAllowed = (file: string): boolean =>
      file.startsWith(native) || allowed.some((pattern) => pattern.test(file));
    assert.deepEqual(
      files.filter((file) => !isAllowed(file)),
      [],
    );
    const pages = ['dist/panel.js', 'dist/panel.css', 'dist/report.js', 'dist/report.css'];
    const processes = ['dist/extension.js', 'dist/engine.js'];
    for (const needed of [...processes, ...pages, 'models/duo-8l/duo.json', 'media/panel.svg']) {
      assert.ok(files.includes(needed), needed);
    }
    assert.ok(files.some((file) => file.startsWith(native)));
  });
});
