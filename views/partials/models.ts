/** What the partials' lists hold. Strings are ready to show; an absent one is ''. */

/** For select, radios and checkboxes. */
export type Option = { readonly value: string; readonly text: string; readonly hint: string; readonly chosen: boolean }

/** A row of a summary list; `href` makes the value a link, `action` adds one at the end. */
export type Fact = {
  readonly key: string
  readonly value: string
  readonly href: string
  readonly action: { readonly text: string; readonly about: string; readonly href: string } | false
}

/** A cell of a table; `column` repeats its column's name for small screens, `tag` makes it a tag of that colour. */
export type Cell = { readonly column: string; readonly text: string; readonly href: string; readonly tag: string }

/** A line of a task list; without a colour the status is plain text. */
export type Task = {
  readonly text: string
  readonly href: string
  readonly hint: string
  readonly status: string
  readonly colour: string
}

/**
 * An item of an agenda. `clock` is wall time ("10:05"); `from` and `until` are instants in ISO 8601 on the meeting's
 * day, '' on others; `facts` are short words in a row: purpose, lead, paper mode, who may see it.
 */
export type AgendaLine = {
  readonly number: string
  readonly title: string
  readonly href: string
  readonly clock: string
  readonly minutes: string
  readonly from: string
  readonly until: string
  readonly now: boolean
  readonly facts: readonly { readonly text: string }[]
  readonly papers: readonly { readonly text: string; readonly href: string; readonly note: string }[]
}

/** A run of text in a comparison: added, removed or (neither) the same in both. */
export type DiffPiece = { readonly text: string; readonly added: boolean; readonly removed: boolean }

/** An entry of a timeline: `when` to read, `datetime` for machines. */
export type TimelineEntry = {
  readonly datetime: string
  readonly when: string
  readonly text: string
  readonly href: string
  readonly detail: string
}

/** What partials/named shows: the text it holds, and names that the browser offers. */
export type NamedField = { readonly value: string; readonly offered: readonly string[] }
