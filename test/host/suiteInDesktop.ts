import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import path from 'node:path';
import { CACHE } from '../../scripts/paths';
import { hasScreen } from './screen';
import { type SuiteRun } from './suite';

/**
 * Runs the suite in a desktop VS Code, if there is a screen and VS Code can be downloaded, or is named in the
 * variable VSCODE_PATH. @returns whether it ran, whatever its result.
 */
export async function runInDesktop(run: SuiteRun): Promise<boolean> {
  const executable = await desktopExecutable(run.vscode.version);
  if (executable === undefined) return false;
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: run.extension,
    extensionTestsPath: run.suite,
    extensionTestsEnv: { ...run.env },
    launchArgs: [run.workspace, '--disable-extensions', '--disable-workspace-trust'],
  }).catch((error: unknown) => {
    // Failed tests are in the counts; VS Code's exit code adds nothing.
    console.error(`VS Code ended with an error: ${error instanceof Error ? error.message : ''}`);
  });
  return true;
}

async function desktopExecutable(version: string): Promise<string | undefined> {
  const named = process.env['VSCODE_PATH'];
  if (named !== undefined) return named;
  if (!hasScreen()) return undefined;
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: path.join(CACHE, 'desktop') });
  } catch (error) {
    console.log(`No desktop VS Code ${version} (${error instanceof Error ? error.message : ''}).`);
    return undefined;
  }
}
