import { mongo } from 'mongoose'
import type { Doc, Entities } from './entities.ts'
import { type Lookup, Mismatch, match } from './matching.ts'

/** A result of the driver with its accessors written out, as the format describes results. */
function written(result: unknown): unknown {
  if (result?.constructor.name !== 'BulkWriteResult') return result
  const { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount, upsertedIds, insertedIds } =
    result as mongo.BulkWriteResult
  return { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount, upsertedIds, insertedIds }
}

export function matchResult(expected: unknown, result: unknown, lookup: Lookup): void {
  match(expected, written(result), { lookup })
}

/** Holds an error against `expectError`. Throws Mismatch, which tells what came instead. */
export function matchError(expected: Doc, error: unknown, lookup: Lookup): void {
  if (!(error instanceof Error) || error instanceof Mismatch) throw error
  const server = error instanceof mongo.MongoServerError ? error : undefined
  const seen = (what: string): string => `${what}; it was ${error.name}: ${error.message}`
  const hold = (held: boolean, what: string): void => {
    if (!held) throw new Mismatch(seen(what))
  }
  const { isClientError, errorContains, errorCode, errorCodeName, errorResponse, expectResult } = expected
  if (isClientError !== undefined) hold((server === undefined) === isClientError, `isClientError ${isClientError}`)
  if (errorContains !== undefined)
    hold(error.message.toLowerCase().includes(String(errorContains).toLowerCase()), `contains "${errorContains}"`)
  if (errorCode !== undefined) hold(server?.code === errorCode, `code ${errorCode}, not ${server?.code}`)
  if (errorCodeName !== undefined) {
    const found = server?.codeName ?? server?.['errorResponse']?.codeName
    hold(found === errorCodeName, `code name ${errorCodeName}, not ${found}`)
  }
  const labelled = (label: string): boolean => error instanceof mongo.MongoError && error.hasErrorLabel(label)
  for (const label of expected['errorLabelsContain'] ?? []) hold(labelled(label), `label ${label}`)
  for (const label of expected['errorLabelsOmit'] ?? []) hold(!labelled(label), `no label ${label}`)
  if (errorResponse !== undefined) match(errorResponse, server?.errorResponse, { lookup })
  if (expectResult !== undefined) {
    matchResult(expectResult, error instanceof mongo.MongoBulkWriteError ? error.result : undefined, lookup)
  }
}

/** Holds the events that a client saw against those expected of it: their number, order and content. */
export function matchEvents({ client, eventType, events, ignoreExtraEvents }: Doc, entities: Entities): void {
  const isCommand = (kind: string): boolean => kind.startsWith('command')
  const seen = entities
    .events(client)
    .filter(({ kind }) => isCommand(kind) === ((eventType ?? 'command') === 'command'))
  const told = seen.map(({ kind, event }) => `${kind} ${event['commandName'] ?? ''}`.trim())
  if (seen.length < events.length || (ignoreExtraEvents !== true && seen.length > events.length))
    throw new Mismatch(`${events.length} events expected, seen ${told.join(', ') || 'none'}`)
  for (const [index, one] of (events as Doc[]).entries()) {
    const [[kind, { hasServiceId: _, hasServerConnectionId: __, ...expected }] = ['', {}]] = Object.entries(one)
    const observed = seen[index]
    if (observed?.kind !== kind) throw new Mismatch(`event ${index}: expected ${kind}, seen ${observed?.kind}`)
    const { command, reply, ...fields } = expected
    const { event } = observed
    // A driver may send more than the format foresees; what it sends is not what is under test here.
    const rules = { lookup: entities.lookup, more: true }
    if (command !== undefined) match(command, event['command'], rules, `${event['commandName']} command`)
    if (reply !== undefined) match(reply, event['reply'], rules, `${event['commandName']} reply`)
    match(fields, event, rules, kind, true)
  }
}
