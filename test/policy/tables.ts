import { Query } from 'mingo'
import { scopeOf } from '../../server/policy/scope.ts'
import { actions, type Action, type Resource, resources, type Viewer } from '../../server/policy/terms.ts'
import { earlier, people, today, type Who } from './people.ts'

/** What a letter in a cell stands for. A point is nothing at all. */
const letters: Readonly<Record<Action, string>> = {
  read: 'r',
  create: 'c',
  edit: 'e',
  remove: 'x',
  publish: 'p',
  giveKey: 'k',
  run: 'u',
  comment: 's',
  appoint: 'a',
  administer: 'm',
}

/** One record of a table, and what each person may do with it. */
export type Row<Column extends string = Who> = {
  readonly resource: Resource
  /** The words before the colon: audience, state, and what is different from the usual record. */
  readonly words: string
  readonly cells: Readonly<Record<Column, string>>
}

/**
 * Reads a table: a line with the resource and the people, then a line for each record. The record's words are an
 * audience (or `-` for none) and a state (or `-`), then what differs: `theirs` (of the employers' side), `own` (of the
 * viewer), `decides` (referred to the viewer), `other` (of another meeting), `early` (of a meeting before the viewer's history), `out` (the viewer stepped
 * out of the item).
 */
export const read = (table: string): Row[] => readFor(Object.keys(people) as Who[], table)

/** The same for a table about other people than the usual ones. */
export function readFor<Column extends string>(people: readonly Column[], table: string): Row<Column>[] {
  const [head = '', ...lines] = table.split('\n').filter((line) => line.trim() !== '')
  const [resource, ...columns] = head.trim().split(/[\s:]+/)
  if (!resources.includes(resource as Resource)) throw new Error(`no such resource: ${resource}`)
  const missing = people.filter((who) => !columns.includes(who))
  if (missing.length > 0) throw new Error(`${resource}: no column for ${missing.join(', ')}`)
  return lines.map((line) => {
    const [words = '', cells = ''] = line.split(':').map((half) => half.trim())
    const written = cells.split(/\s+/)
    if (written.length !== columns.length) throw new Error(`${resource} ${words}: ${written.length} cells`)
    return {
      resource: resource as Resource,
      words,
      cells: Object.fromEntries(columns.map((who, at) => [who, written[at]])) as Row<Column>['cells'],
    }
  })
}

/** The record that a row is about, as this viewer meets it. */
export function recordOf(row: Pick<Row, 'words'>, who: string): Record<string, unknown> {
  const [audience, state, ...differing] = row.words.split(/\s+/)
  const has = (word: string): boolean => differing.includes(word)
  const known = ['theirs', 'own', 'other', 'early', 'out', 'decides']
  const unknown = differing.filter((word) => !known.includes(word))
  if (unknown.length > 0) throw new Error(`no such words: ${unknown.join(', ')}`)
  return {
    forum: 'here',
    ...(audience === '-' ? {} : { audience }),
    ...(state === '-' ? {} : { state }),
    side: has('theirs') ? 'employer' : 'staff',
    meeting: has('other') ? 'another' : 'this',
    meetingDate: has('early') ? earlier : today,
    decider: has('decides') ? who : 'somebody else',
    owner: has('own') ? who : 'somebody else',
    steppedOut: has('out') ? [who] : [],
  }
}

const compiled = new WeakMap<Viewer, Map<string, Query>>()

/** What `permits` answers, with the filter made once for all records that are asked about. */
function permitted(viewer: Viewer, action: Action, resource: Resource, record: Record<string, unknown>): boolean {
  const key = `${action} ${resource}`
  const own = compiled.get(viewer) ?? new Map<string, Query>()
  const query = own.get(key) ?? new Query(scopeOf(viewer, action, resource))
  compiled.set(viewer, own.set(key, query))
  return query.test(record)
}

/** The letters of what this viewer may do with the row's record, in the order of the actions; a point for nothing. */
export const cell = (row: Pick<Row, 'resource' | 'words'>, who: string, viewer: Viewer): string =>
  actions
    .filter((action) => permitted(viewer, action, row.resource, recordOf(row, who)))
    .map((action) => letters[action])
    .join('') || '.'

/** Everybody with their name. */
export const everybody = Object.entries(people) as unknown as readonly (readonly [Who, Viewer])[]
