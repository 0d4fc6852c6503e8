import { mongo } from 'mongoose'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Doc, Entities } from './entities.ts'
import { matchError, matchEvents, matchResult } from './expectations.ts'
import type { Proxy } from './failpoints.ts'
import { Mismatch } from './matching.ts'
import { carryOut } from './operations.ts'
import type { Outcome } from './outcome.ts'

const { EJSON } = mongo.BSON

/** Longer than any test waits on purpose: what takes longer hangs. */
const PATIENCE = 20_000

/** Runs every test of a folder of files in the unified test format. */
export async function runFolder(folder: string, proxy: Proxy): Promise<Outcome[]> {
  const internal = await mongo.MongoClient.connect(proxy.uri('test', 'directConnection=true'))
  const { version } = await internal.db('admin').command({ buildInfo: 1 })
  const outcomes: Outcome[] = []
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const file = EJSON.parse(readFileSync(join(folder, name), 'utf8')) as Doc
    for (const test of file['tests']) {
      const title = `${name}: ${test.description}`
      const skip: string | undefined =
        test.skipReason ?? unmet(file['runOnRequirements'], version) ?? unmet(test.runOnRequirements, version)
      if (skip !== undefined) outcomes.push({ title, end: 'skipped', reason: skip })
      else outcomes.push({ title, ...(await outcomeOf(() => runTest(file, test, proxy, internal))) })
    }
  }
  await internal.close()
  return outcomes
}

async function outcomeOf(run: () => Promise<void>): Promise<Pick<Outcome, 'end' | 'reason'>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Mismatch(`it hangs: no end after ${PATIENCE / 1000} s`)), PATIENCE)
  })
  try {
    await Promise.race([run(), late])
    return { end: 'passed' }
  } catch (error) {
    return { end: 'failed', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

async function runTest(file: Doc, test: Doc, proxy: Proxy, internal: mongo.MongoClient): Promise<void> {
  for (const data of file['initialData'] ?? []) await prepare(data, internal)
  const entities = new Entities(proxy)
  try {
    await entities.create(file['createEntities'] ?? [])
    for (const operation of test['operations']) await expected(operation, entities, internal)
    proxy.configure({ mode: 'off' })
    for (const expectation of test['expectEvents'] ?? []) matchEvents(expectation, entities)
    for (const data of test['outcome'] ?? []) await compare(data, internal)
  } finally {
    proxy.configure({ mode: 'off' })
    await entities.end()
    // What a failed test left open would hold its documents.
    await internal.db('admin').command({ killAllSessions: [] })
  }
}

async function expected(operation: Doc, entities: Entities, internal: mongo.MongoClient): Promise<void> {
  let result: unknown
  let failure: { readonly error: unknown } | undefined
  try {
    result = await carryOut(operation as Parameters<typeof carryOut>[0], entities, internal)
  } catch (error) {
    failure = { error }
  }
  const { expectError, expectResult, ignoreResultAndError, name } = operation
  if (ignoreResultAndError === true) return
  if (expectError !== undefined) {
    if (failure === undefined) throw new Mismatch(`${name} should have failed: ${JSON.stringify(expectError)}`)
    matchError(expectError, failure.error, entities.lookup)
  } else if (failure !== undefined) {
    throw failure.error
  } else if (expectResult !== undefined) matchResult(expectResult, result, entities.lookup)
}

async function prepare({ databaseName, collectionName, documents, createOptions }: Doc, internal: mongo.MongoClient) {
  const database = internal.db(databaseName)
  await database.dropCollection(collectionName)
  if (createOptions !== undefined || documents.length === 0)
    await database.createCollection(collectionName, createOptions)
  if (documents.length > 0) await database.collection(collectionName).insertMany(documents)
}

async function compare({ databaseName, collectionName, documents }: Doc, internal: mongo.MongoClient): Promise<void> {
  const found = await internal.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray()
  if (!isDeepStrictEqual(EJSON.serialize(found), EJSON.serialize(documents)))
    throw new Mismatch(`${collectionName} holds ${EJSON.stringify(found)}, expected ${EJSON.stringify(documents)}`)
}

/** Why none of the requirements is met by a replica set of this version, or undefined where one is. */
function unmet(requirements: readonly Doc[] | undefined, version: string): string | undefined {
  const reasons = (requirements ?? []).map(
    ({ minServerVersion, maxServerVersion, topologies, auth, serverless, csfle }) => {
      if (minServerVersion !== undefined && newer(minServerVersion, version)) return `needs MongoDB ${minServerVersion}`
      if (maxServerVersion !== undefined && newer(version, maxServerVersion))
        return `is about MongoDB up to ${maxServerVersion}`
      if (topologies !== undefined && !topologies.includes('replicaset')) return `needs ${topologies.join(' or ')}`
      if (auth === true) return 'needs a password'
      if (serverless === 'require') return 'needs a serverless instance'
      if (csfle !== undefined && csfle !== false) return 'needs client-side encryption'
      return undefined
    },
  )
  return reasons.length === 0 || reasons.includes(undefined) ? undefined : reasons.join(', or ')
}

/** Whether one version comes after the other; parts that are left out count as nought. */
function newer(one: string, other: string): boolean {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number))
  const at = [0, 1, 2].find((part) => (left?.[part] ?? 0) !== (right?.[part] ?? 0))
  return at !== undefined && (left?.[at] ?? 0) > (right?.[at] ?? 0)
}
