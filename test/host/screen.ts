/** Whether a program with windows can be shown to the user from here. */
export function hasScreen(): boolean {
  const { env, platform } = process;
  if (platform !== 'linux') return true;
  return env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
}
