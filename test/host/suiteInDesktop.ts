import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { CACHE } from '../../scripts/paths';
import { hasScreen } from './screen';
import { type SuiteRun } from './suite';
import { removeFolder, temporaryFolder } from './temporaryFolder';

/**
 * Runs the suite in a desktop VS Code, if there is a screen and VS Code can be downloaded, or is named in the
 * variable VSCODE_PATH. @returns whether it ran, whatever its result.
 */
export async function runInDesktop(run: SuiteRun): Promise<boolean> {
  const executable = await desktopExecutable(run.vscode.version);
  if (executable === undefined) return false;
  const profile = temporaryFolder('desktop');
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: run.extension,
      extensionTestsPath: run.suite,
      extensionTestsEnv: { ...run.env },
      launchArgs: [run.workspace, '--disable-extensions', `--user-data-dir=${profile}`],
    });
  } catch (error) {
    // Failed tests are in the counts; what VS Code says about its end adds nothing to them.
    console.error(`VS Code: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    removeFolder(profile);
  }
  return true;
}

async function desktopExecutable(version: string): Promise<string | undefined> {
  const named = process.env['VSCODE_PATH'];
  if (named !== undefined) return named;
  if (!hasScreen()) return undefined;
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: path.join(CACHE, 'desktop') });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`No desktop VS Code ${version} (${reason}); using the one from npm.`);
    return undefined;
  }
}
