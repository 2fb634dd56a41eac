import { Failure } from '../core/failure';

export type Runtime = typeof import('onnxruntime-node');

/** Loads onnxruntime, which has native binaries for some platforms only. Throws Failure('provider'). */
export async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    const [firstLine = ''] = cause instanceof Error ? cause.message.split('\n') : [String(cause)];
    throw new Failure(
      'provider',
      `onnxruntime cannot be loaded on ${process.platform} ${process.arch} (${firstLine}); it needs Linux x64 or arm64 with glibc 2.28, macOS 14 on arm64, or Windows x64 or arm64 with the current Visual C++ runtime.`,
      { cause },
    );
  }
}
