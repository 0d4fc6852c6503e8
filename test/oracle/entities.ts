import { mongo } from 'mongoose'
import type { Proxy } from './failpoints.ts'
import type { Lookup } from './matching.ts'

export type Doc = Record<string, any>
/** What a client did, as its events say: the kind in the format's words, and the event. */
export type Observed = { readonly kind: string; readonly event: Doc }

/** The kinds of events that the format knows, by the driver's names for them. */
const commandEvents = ['commandStarted', 'commandSucceeded', 'commandFailed']
const poolEvents = [
  'connectionPoolCreated',
  'connectionPoolReady',
  'connectionPoolCleared',
  'connectionPoolClosed',
  'connectionCreated',
  'connectionReady',
  'connectionClosed',
  'connectionCheckOutStarted',
  'connectionCheckOutFailed',
  'connectionCheckedOut',
  'connectionCheckedIn',
]

/** What a test has named: clients with their events, databases, collections and sessions. */
export class Entities {
  readonly proxy: Proxy
  readonly #all = new Map<string, unknown>()
  readonly #sessions = new Map<string, mongo.ClientSession>()
  readonly #events = new Map<string, Observed[]>()
  constructor(proxy: Proxy) {
    this.proxy = proxy
  }

  readonly lookup: Lookup = (name) => {
    const found = this.#all.get(name)
    if (found === undefined) throw new Error(`the test names ${name}, which does not exist`)
    return found
  }
  client(name: unknown): mongo.MongoClient {
    const found = this.lookup(String(name))
    if (!(found instanceof mongo.MongoClient)) throw new Error(`${String(name)} is no client`)
    return found
  }
  /** The session of a name, or undefined where the name is another entity's. */
  sessionOf(name: string): mongo.ClientSession | undefined {
    return this.#sessions.get(name)
  }
  session(name: unknown): mongo.ClientSession {
    const found = this.sessionOf(String(name))
    if (found === undefined) throw new Error(`${String(name)} is no session`)
    return found
  }
  events(client: string): readonly Observed[] {
    return this.#events.get(client) ?? []
  }

  async create(entities: readonly Doc[]): Promise<void> {
    for (const one of entities) {
      const [[kind, given] = ['', {}]] = Object.entries(one)
      if (kind === 'client') await this.#client(given)
      else if (kind === 'database')
        this.#add(
          given['id'],
          this.client(given['client']).db(given['databaseName'], options(given['databaseOptions'])),
        )
      else if (kind === 'collection') {
        const database = this.lookup(given['database']) as mongo.Db
        this.#add(given['id'], database.collection(given['collectionName'], options(given['collectionOptions'])))
      } else if (kind === 'session') this.#session(given)
      else throw new Error(`the runner makes no ${kind} entities`)
    }
  }

  async end(): Promise<void> {
    for (const one of this.#sessions.values()) await one.endSession()
    for (const one of this.#all.values()) if (one instanceof mongo.MongoClient) await one.close()
  }

  async #client({ id, uriOptions, observeEvents, ignoreCommandMonitoringEvents }: Doc): Promise<void> {
    // A heartbeat soon after a failure, as the format allows where the test asks for no other.
    const given = { heartbeatFrequencyMS: 500, minHeartbeatFrequencyMS: 50, ...uriOptions }
    // Straight to the one server: a set of one has no secondary for tests that would read from it.
    const client = new mongo.MongoClient(this.proxy.uri('test', 'directConnection=true'), {
      monitorCommands: true,
      ...given,
    })
    const seen: Observed[] = []
    const ignored = new Set<string>(ignoreCommandMonitoringEvents)
    for (const name of [...commandEvents, ...poolEvents]) {
      const kind =
        poolEvents.includes(name) && name.startsWith('connectionPool') ? name.replace('connectionPool', 'pool') : name
      if (!(observeEvents ?? []).includes(`${kind}Event`)) continue
      client.on(name as 'commandStarted', (event: Doc) => {
        if (!ignored.has(event['commandName'])) seen.push({ kind: `${kind}Event`, event })
      })
    }
    this.#events.set(id, seen)
    this.#add(id, await client.connect())
  }

  #session({ id, client, sessionOptions }: Doc): void {
    const session = this.client(client).startSession(options(sessionOptions))
    this.#sessions.set(id, session)
    this.#add(`${id} lsid`, session.id)
  }

  #add(name: string, entity: unknown): void {
    if (this.#all.has(name)) throw new Error(`${name} exists already`)
    this.#all.set(name, entity)
  }
}

/** Options in the driver's form: read preferences are objects of its own. */
export function options(given: Doc = {}): Doc {
  const made = { ...given }
  if (given['readPreference'] !== undefined)
    made['readPreference'] = mongo.ReadPreference.fromOptions({ readPreference: given['readPreference'] })
  for (const name of ['defaultTransactionOptions']) if (made[name] !== undefined) made[name] = options(made[name])
  return made
}
