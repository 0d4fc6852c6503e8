import { mongo } from 'mongoose'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../server/root.ts'
import { testMark } from './commands.ts'

const { deserialize, serialize } = mongo.BSON
const page = join(root, 'docs/database.md')
/** In the page, one line for each command: its name, then the fields and operators that it is sent with. */
const line = /^- `(\w+)`: (.*)$/gm
const list = /(<!-- sent -->\n)[^]*(<!-- \/sent -->)/

/** Command → the fields and operators that it was sent with. */
export type Sent = Map<string, Set<string>>

/** What the driver says by itself: hands shaken, passwords given, the numbers of sessions and transactions. */
const ofDriver = new Set(['hello', 'isMaster', 'ismaster', 'saslStart', 'saslContinue', 'endSessions'])
const ofDriverFields = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  'afterClusterTime',
  'autocommit',
  'lsid',
  'startTransaction',
  'txnNumber',
])
/** Fields that hold options of their own, or a list of such. */
const withOptions = new Set(['cursor', 'deletes', 'indexes', 'readConcern', 'updates', 'writeConcern'])
/** Fields whose content is a record, or names. */
const withRecords = new Set(['documents', 'comment'])

/** Notes every command of a client from now on, but those with which a test looks at what is stored. */
export function noteSent(client: Pick<mongo.MongoClient, 'on'>): Sent {
  const sent: Sent = new Map()
  client.on('commandStarted', ({ commandName, command }) => {
    if (ofDriver.has(commandName) || command['comment'] === testMark) return
    const known = sent.get(commandName) ?? new Set()
    sent.set(commandName, known)
    for (const word of wordsOf(commandName, command)) known.add(word)
  })
  return sent
}

/** The fields of a command and the operators in them. */
export function wordsOf(name: string, command: Readonly<Record<string, unknown>>): Set<string> {
  const words = new Set<string>()
  for (const [field, value] of Object.entries(command)) {
    if (field === name || ofDriverFields.has(field) || value === undefined) continue
    words.add(field)
    if (withOptions.has(field)) {
      for (const option of [value].flat().flatMap((one) => Object.keys(one as object)))
        if (!ofDriverFields.has(option)) words.add(`${field}.${option}`)
    }
    // As it is sent: mongoose's own arrays and documents have more to them.
    if (!withRecords.has(field)) addOperators(deserialize(serialize({ value }, { ignoreUndefined: true })), words)
  }
  return words
}

function addOperators(value: unknown, words: Set<string>): void {
  if (typeof value !== 'object' || value === null || '_bsontype' in value || ArrayBuffer.isView(value)) return
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('$')) words.add(name)
    addOperators(inner, words)
  }
}

/** What the page lists. */
export function listed(): Sent {
  const text = list.exec(readFileSync(page, 'utf8'))?.[0] ?? ''
  return new Map(
    [...text.matchAll(line)].map(([, name = '', words = '']) => [
      name,
      new Set([...words.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)),
    ]),
  )
}

/** What was sent and is not on the page, as `command word`. */
export function unlisted(sent: Sent): string[] {
  const known = listed()
  return [...sent].flatMap(([name, words]) =>
    [...words].filter((word) => known.get(name)?.has(word) !== true).map((word) => `${name} ${word}`),
  )
}

/** Adds what a run has sent to the list on the page. */
export function addToList(sent: Sent): void {
  const all: Sent = listed()
  for (const [name, words] of sent) all.set(name, new Set([...(all.get(name) ?? []), ...words]))
  // Fields first, then operators.
  const order = (words: Set<string>): string[] => [
    ...[...words].filter((word) => !word.startsWith('$')).toSorted(),
    ...[...words].filter((word) => word.startsWith('$')).toSorted(),
  ]
  const lines = [...all]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, words]) =>
        `- \`${name}\`: ${
          order(words)
            .map((word) => `\`${word}\``)
            .join(', ') || 'nothing else'
        }`,
    )
  writeFileSync(page, readFileSync(page, 'utf8').replace(list, `$1\n${lines.join('\n').replaceAll('$', '$$$$')}\n\n$2`))
}
