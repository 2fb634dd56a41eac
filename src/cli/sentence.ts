import { Failure } from '../core/failure';

/** What went wrong, for whoever asked. */
export function sentence(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return `Something unforeseen went wrong: ${error instanceof Error ? error.message : String(error)}`;
}
