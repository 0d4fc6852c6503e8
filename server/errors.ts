/** Absent and forbidden look the same from outside: a title must not leak through a 403. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  readonly status = 404
}

/**
 * The id that a form brought for its new record is taken: by its own first press, or by a record of which the sender
 * may know nothing. To everybody outside it is NotFound, unless an act finds the sender's own record under it.
 */
export class Taken extends NotFound {}

/** Somebody else saved first. Both texts are shown and neither is lost. */
export class Stale extends Error {
  override readonly name = 'Stale'
  readonly status = 409
  /** The text as it now stands, by field, to be shown beside what was typed. */
  readonly current: Readonly<Record<string, string>>
  constructor(current: Readonly<Record<string, string>> = {}) {
    super('somebody else saved this first')
    this.current = current
  }
}

/** The viewer may act here, but not now or not like this; says what to do, in plain language, linked to a field. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status = 422
  /** Name of the form field that the message belongs to; undefined when it is about the whole page. */
  readonly field: string | undefined
  constructor(message: string, field?: string) {
    super(message)
    this.field = field
  }
}

/** A programming error: a query without viewer or action, or one that cannot be narrowed. */
export class Unscoped extends Error {
  override readonly name = 'Unscoped'
  readonly status = 500
}
