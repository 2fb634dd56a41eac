import { spawnSync } from 'node:child_process';
import { run } from '../../scripts/children';
import { DEVELOPED } from './developed';
import { hasScreen } from './screen';

/**
 * The user's own desktop VS Code, as the command for it, when it can be used from here.
 * A terminal without a screen, or inside a remote window, has a `code` that cannot run an extension from source.
 */
export function desktopVscode(): string | undefined {
  const { env, platform } = process;
  if (env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  if (!hasScreen()) return undefined;
  const command = platform === 'win32' ? 'code.cmd' : 'code';
  const { status } = spawnSync(command, ['--version'], { shell: platform === 'win32' });
  return status === 0 ? command : undefined;
}

/** Opens a window with this extension on a file. @returns the exit code. */
export async function openInDesktop(command: string, file: string): Promise<number> {
  console.log(`Opening ${file} in your VS Code with this extension.`);
  const extensions = DEVELOPED.map((folder) => `--extensionDevelopmentPath=${folder}`);
  // A Windows command file needs a shell, and a shell needs the quotes.
  const shell = process.platform === 'win32';
  const args = [...extensions, '--new-window', file];
  return await run(command, shell ? args.map((arg) => `"${arg}"`) : args, { shell });
}
