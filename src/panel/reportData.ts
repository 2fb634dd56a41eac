import { Analysis, type AnalysisRun, type AnalysisSource } from '../core/analysis';
import type { AnalysisEvent } from '../core/analysisEvent';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import type { ModelInfo } from '../core/model';
import type { Kept } from './keptRuns';
import type { Shown } from './shown';
import type { RerunState } from './rerun';

/** The version of what a report carries that this code reads. */
export const REPORT_SCHEMA = 'duo-llm/report@1';

/** What a report carries besides the analysis: small, and plain data. */
export interface ReportHead {
  readonly schema: typeof REPORT_SCHEMA;
  /** Milliseconds since 1970. */
  readonly exportedAt: number;
  readonly model: ModelInfo;
  readonly source: AnalysisSource;
  readonly run: AnalysisRun;
  readonly provider: string;
  readonly timing: Shown['timing'];
  readonly tolerance: number;
  /** `null`: nobody had asked. */
  readonly question: Constraint | null;
  /** A sentence about what is missing from the report; `null`: nothing is. */
  readonly note: string | null;
  readonly reruns: readonly RerunState[];
  readonly kept: readonly Kept[];
  /** Id of the kept run that was compared with. */
  readonly comparedWith: number | null;
  readonly vocabulary: readonly string[];
}

/** All that a report carries. */
export interface ReportData extends ReportHead {
  /** The analysis as the engine would report it. */
  readonly events: readonly AnalysisEvent[];
}

/** In JSON a typed array is `{"Float32Array": "<base64 of its little-endian bytes>"}`. */
export const ARRAY_KINDS = {
  Float32Array,
  Int32Array,
  Int16Array,
  Uint8Array,
} as const;
export type ArrayKind = keyof typeof ARRAY_KINDS;

/** The inverse of what src/report writes. Throws Failure('text') with a sentence when the text is not that. */
export function parseReport(json: string): ReportData {
  try {
    const data: unknown = JSON.parse(json, (_key, value: unknown) => typedArray(value) ?? value);
    if (isReport(data)) return data;
  } catch (cause) {
    throw new Failure('text', DAMAGED, { cause });
  }
  throw new Failure('text', DAMAGED);
}

/** The analysis of a report, replayed. Throws Failure('text') when its parts do not fit together. */
export function replay({ model, source, run, events }: ReportData): Analysis {
  try {
    const analysis = new Analysis(model, source, run);
    for (const event of events) analysis.apply(event);
    return analysis;
  } catch (cause) {
    throw new Failure('text', DAMAGED, { cause });
  }
}

const DAMAGED =
  'This report is damaged, or was written by another version: export it once more from the analysis.';

function isReport(data: unknown): data is ReportData {
  if (typeof data !== 'object' || data === null) return false;
  const { schema, model, source, run, vocabulary, reruns, kept, events } =
    data as Partial<ReportData>;
  return (
    schema === REPORT_SCHEMA &&
    [model, source, run].every((part) => typeof part === 'object') &&
    [vocabulary, reruns, kept, events].every((part) => Array.isArray(part))
  );
}

/** `undefined` for anything that does not stand for a typed array. */
function typedArray(value: unknown): InstanceType<(typeof ARRAY_KINDS)[ArrayKind]> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [[kind, base64] = [], ...others] = Object.entries(value) as [string, unknown][];
  if (others.length > 0 || !isArrayKind(kind) || typeof base64 !== 'string') return undefined;
  return new ARRAY_KINDS[kind](bytesOf(base64));
}

function bytesOf(base64: string): ArrayBuffer {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes.buffer;
}

function isArrayKind(name: string | undefined): name is ArrayKind {
  return name !== undefined && Object.hasOwn(ARRAY_KINDS, name);
}
