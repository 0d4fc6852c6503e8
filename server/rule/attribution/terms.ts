/** The words of the attribution check. Types only: nothing here runs. */

/** Someone who takes part and must not be given away. */
export interface Participant {
  readonly name: string
  readonly jobTitle: string
  readonly organisation: string
  readonly side: string
  /** As the minute-taker writes them, when they differ from the first letters: `MWh`. Several are separated by commas. */
  readonly initials?: string | undefined
}

/** A body whose people take part. Its affiliation must not be given away either. */
export interface TakingPart {
  readonly name: string
  readonly aliases: readonly string[]
  readonly sector?: string | undefined
}

/** Whether the forum's terms allow a view to be given to a side ("staff side said"). */
export type SideAttribution = 'forbidden' | 'allowed'

export interface AttributionContext {
  readonly people: readonly Participant[]
  readonly organisations: readonly TakingPart[]
  readonly policy: { readonly sideAttribution: SideAttribution }
}

/** Which rule fired. */
export type FindingKind =
  | 'name'
  | 'surname'
  | 'givenName'
  | 'initials'
  | 'address'
  | 'jobTitle'
  | 'organisation'
  | 'side'
  | 'combination'
  | 'pronoun'
  | 'unlistedPerson'

/** A `finding` blocks publication; a `warning` advises. */
export type Severity = 'finding' | 'warning'

/** One place in the source. `text` is `source.slice(start, end)`, in UTF-16 offsets; `suggestion` may stand in its place. */
export interface Finding {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly kind: FindingKind
  readonly severity: Severity
  readonly suggestion: string
}
