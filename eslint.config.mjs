import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom: the core is pure, the protocol knows only the core, the panel's data only these two, and only the
 * engine runs the model. The pages of webview/ are a browser's.
 */
const layers = [
  [
    'src/core',
    [
      'node:*',
      'vscode',
      'onnxruntime-*',
      '@huggingface/*',
      '**/{protocol,engine,providers,client,interactive,assistant,cli,extension,panel,report}/*',
    ],
  ],
  [
    'src/assistant',
    [
      'node:*',
      'vscode',
      'onnxruntime-*',
      '@huggingface/*',
      '@modelcontextprotocol/*',
      '../{protocol,engine,providers,client,interactive,cli,extension,report}/*',
    ],
  ],
  [
    'src/protocol',
    [
      'node:*',
      'vscode',
      'onnxruntime-*',
      '@huggingface/*',
      '../{engine,providers,client,interactive,cli,extension,panel,report}/*',
    ],
  ],
  [
    'src/panel',
    [
      'node:*',
      'vscode',
      'onnxruntime-*',
      '@huggingface/*',
      '../{engine,client,interactive,cli,extension,report}/*',
    ],
  ],
  [
    'src/report',
    ['vscode', 'onnxruntime-*', '@huggingface/*', '../{engine,client,interactive,cli,extension}/*'],
  ],
  [
    'webview',
    [
      'node:*',
      'vscode',
      'onnxruntime-*',
      '**/src/{engine,client,interactive,cli,extension,report}/*',
    ],
  ],
  [
    'src/providers',
    [
      'vscode',
      'onnxruntime-*',
      '@huggingface/*',
      '**/{engine,client,interactive,cli,extension,panel,report}/*',
    ],
  ],
  ['src/engine', ['vscode', '../{providers,client,interactive,cli,extension,panel,report}/*']],
  [
    'src/client',
    ['vscode', 'onnxruntime-*', '@huggingface/*', '../{engine,cli,extension,panel,report}/*'],
  ],
  [
    'src/interactive',
    ['vscode', 'onnxruntime-*', '@huggingface/*', '../{engine,cli,extension,panel,report}/*'],
  ],
  ['src/cli', ['vscode', 'onnxruntime-*', '@huggingface/*', '../{engine,extension}/*']],
  ['src/extension', ['onnxruntime-*', '@huggingface/*', '../{engine,cli}/*']],
];

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.cache/', 'models/', 'node_modules/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // Mocha reports what `it` returns; its suites are plain calls.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: ['it', 'describe'] },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  ...layers.map(([folder, group]) => ({
    files: [`${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group, message: `${folder} must not import this.` }] },
      ],
    },
  })),
);
