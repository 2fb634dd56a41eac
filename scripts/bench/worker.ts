import path from 'node:path';
import { start } from '../children';
import { ROOT } from '../paths';

/**
 * Hands a job to a script in a process of its own and returns its one answer.
 * @param script relative to scripts/bench; TypeScript, or plain Node where its name ends in .mjs.
 * @throws Error when it ends without an answer.
 */
export async function inWorker<Result>(
  script: string,
  job: object,
  env: NodeJS.ProcessEnv = {},
): Promise<Result> {
  const file = path.join(ROOT, 'scripts/bench', script);
  const translate = script.endsWith('.mjs') ? [] : ['--import', 'tsx'];
  const worker = start(process.execPath, [...translate, file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 2, 'ipc'],
    serialization: 'advanced',
  });
  return await new Promise((resolve, reject) => {
    worker.once('message', (result) => {
      resolve(result as Result);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`${script} ended without an answer (exit code ${String(code)}).`));
    });
    worker.send(job);
  });
}
