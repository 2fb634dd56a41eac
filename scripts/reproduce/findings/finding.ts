export type Verdict = 'reproduced' | 'partly' | 'not reproduced' | 'not measured';

/** One thing that must be so for a finding to hold. */
export interface Condition {
  /** With its numbers, their uncertainty and their set. */
  readonly says: string;
  /** `null`: could not be measured. */
  readonly holds: boolean | null;
}

/** One of the paper's findings, and what became of it on our model. */
export interface Finding {
  readonly id: string;
  /** The paper's, in our words. */
  readonly claim: string;
  /** In which context the numbers were measured. */
  readonly context: string;
  readonly conditions: readonly Condition[];
  readonly verdict: Verdict;
}

/** Reproduced when all conditions hold, not when none that was measured does, else partly. */
export function verdictOf(conditions: readonly Condition[]): Verdict {
  const measured = conditions.filter(({ holds }) => holds !== null);
  if (measured.length === 0) return 'not measured';
  if (measured.every(({ holds }) => holds === false)) return 'not reproduced';
  return conditions.every(({ holds }) => holds === true) ? 'reproduced' : 'partly';
}

export function finding(rest: Omit<Finding, 'verdict'>): Finding {
  return { ...rest, verdict: verdictOf(rest.conditions) };
}
