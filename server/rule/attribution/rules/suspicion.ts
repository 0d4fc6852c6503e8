import type { FindingKind, Severity } from '../terms.ts'

/** A run of tokens [from, to) that a rule has something to say about. */
export interface Suspicion {
  readonly from: number
  readonly to: number
  readonly kind: FindingKind
  readonly severity: Severity
}
