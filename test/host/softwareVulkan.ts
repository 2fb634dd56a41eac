import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { OUT } from '../../scripts/paths';
import { ensureChromium } from './browser';

/**
 * Environment in which WebGPU runs on the processor, a hundred times slower than on a GPU and by the same code: Chromium's
 * SwiftShader is a Vulkan driver that can be loaded in the place of Vulkan's loader. For Linux on x64; elsewhere the machine's
 * own driver has to do.
 */
export async function softwareVulkan(): Promise<NodeJS.ProcessEnv> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};
  const driver = path.join(await ensureChromium(), 'libvk_swiftshader.so');
  const folder = path.join(OUT, 'vulkan');
  const loader = path.join(folder, 'libvulkan.so.1');
  mkdirSync(folder, { recursive: true });
  rmSync(loader, { force: true });
  symlinkSync(driver, loader);
  const others = process.env['LD_LIBRARY_PATH'] ?? '';
  return { LD_LIBRARY_PATH: others === '' ? folder : `${folder}:${others}` };
}
