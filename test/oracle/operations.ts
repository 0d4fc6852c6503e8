import { mongo } from 'mongoose'
import { type Doc, type Entities, options } from './entities.ts'
import { Mismatch } from './matching.ts'

type Operation = { readonly object: string; readonly name: string; readonly arguments?: Doc }

/** Carries out one operation of a test and gives its result as a plain value. Throws what the driver throws. */
export async function carryOut(
  operation: Operation,
  entities: Entities,
  internal: mongo.MongoClient,
): Promise<unknown> {
  const { session, ...rest } = operation.arguments ?? {}
  if (operation.object === 'testRunner') return inspect(operation.name, { session, ...rest }, entities, internal)
  const given = session === undefined ? options(rest) : { ...options(rest), session: entities.session(session) }
  const ofSession = entities.sessionOf(operation.object)
  const entity = ofSession ?? entities.lookup(operation.object)
  const run =
    entity instanceof mongo.Collection
      ? onCollection[operation.name]?.(entity, given)
      : entity instanceof mongo.Db
        ? onDatabase[operation.name]?.(entity, given)
        : entity instanceof mongo.MongoClient
          ? onClient[operation.name]?.(entity, given)
          : ofSession && onSession[operation.name]?.(ofSession, given)
  if (run === undefined) throw new Mismatch(`the runner does not know the operation ${operation.name}`)
  return await run
}

type Way<T> = Readonly<Record<string, (entity: T, given: Doc) => Promise<unknown>>>

/** `AFTER` in the format is `after` in the driver. */
const modifying = ({ returnDocument, ...rest }: Doc): Doc =>
  returnDocument === undefined ? rest : { ...rest, returnDocument: String(returnDocument).toLowerCase() }

const onCollection: Way<mongo.Collection> = {
  find: (collection, { filter, ...rest }) => collection.find(filter, rest).toArray(),
  findOne: (collection, { filter, ...rest }) => collection.findOne(filter, rest),
  aggregate: (collection, { pipeline, ...rest }) => collection.aggregate(pipeline, rest).toArray(),
  count: (collection, { filter, ...rest }) => collection.count(filter, rest),
  countDocuments: (collection, { filter, ...rest }) => collection.countDocuments(filter, rest),
  estimatedDocumentCount: (collection, given) => collection.estimatedDocumentCount(given),
  distinct: (collection, { fieldName, filter, ...rest }) => collection.distinct(fieldName, filter, rest),
  insertOne: (collection, { document, ...rest }) => collection.insertOne(document, rest),
  insertMany: (collection, { documents, ...rest }) => collection.insertMany(documents, rest),
  updateOne: (collection, { filter, update, ...rest }) => collection.updateOne(filter, update, rest),
  updateMany: (collection, { filter, update, ...rest }) => collection.updateMany(filter, update, rest),
  replaceOne: (collection, { filter, replacement, ...rest }) => collection.replaceOne(filter, replacement, rest),
  deleteOne: (collection, { filter, ...rest }) => collection.deleteOne(filter, rest),
  deleteMany: (collection, { filter, ...rest }) => collection.deleteMany(filter, rest),
  bulkWrite: (collection, { requests, ...rest }) => collection.bulkWrite(requests, rest),
  findOneAndDelete: (collection, { filter, ...rest }) => collection.findOneAndDelete(filter, modifying(rest)),
  findOneAndUpdate: (collection, { filter, update, ...rest }) =>
    collection.findOneAndUpdate(filter, update, modifying(rest)),
  findOneAndReplace: (collection, { filter, replacement, ...rest }) =>
    collection.findOneAndReplace(filter, replacement, modifying(rest)),
  createIndex: (collection, { keys, ...rest }) => collection.createIndex(keys, rest),
}

const onDatabase: Way<mongo.Db> = {
  aggregate: (database, { pipeline, ...rest }) => database.aggregate(pipeline, rest).toArray(),
  createCollection: (database, { collection, ...rest }) => database.createCollection(collection, rest).then(() => null),
  dropCollection: (database, { collection, ...rest }) => database.dropCollection(collection, rest),
  modifyCollection: (database, { collection, ...rest }) => database.command({ collMod: collection, ...rest }),
  runCommand: (database, { command, commandName, ...rest }) =>
    // The command's name must be its first field, whatever order the file has.
    database.command({ [commandName]: command[commandName], ...command }, rest),
}

const onClient: Way<mongo.MongoClient> = {
  clientBulkWrite: (client, { models, ...rest }) =>
    client.bulkWrite(
      models.map((model: Doc) => Object.entries<Doc>(model).map(([name, given]) => ({ name, ...given }))).flat(),
      rest,
    ),
}

const onSession: Way<mongo.ClientSession> = {
  startTransaction: (session, given) => Promise.resolve(session.startTransaction(given)),
  commitTransaction: (session, given) => session.commitTransaction(given),
  abortTransaction: (session, given) => session.abortTransaction(given),
  endSession: (session) => session.endSession(),
}

/** The states of a transaction in the format's words, by the driver's. */
const states: Readonly<Record<string, string>> = {
  NO_TRANSACTION: 'none',
  STARTING_TRANSACTION: 'starting',
  TRANSACTION_IN_PROGRESS: 'in_progress',
  TRANSACTION_COMMITTED: 'committed',
  TRANSACTION_COMMITTED_EMPTY: 'committed',
  TRANSACTION_ABORTED: 'aborted',
}

/** The operations of the test itself: fail points and what must hold now. */
async function inspect(name: string, given: Doc, entities: Entities, internal: mongo.MongoClient): Promise<void> {
  const hold = (held: boolean): void => {
    if (!held) throw new Mismatch(`${name} does not hold: ${JSON.stringify(given)}`)
  }
  const { databaseName, collectionName } = given
  const names = async (): Promise<unknown[]> =>
    (await internal.db(databaseName).listCollections({}, { nameOnly: true }).toArray()).map((one) => one.name)
  const indexes = async (): Promise<unknown[]> =>
    (await names()).includes(collectionName)
      ? (await internal.db(databaseName).collection(collectionName).indexes()).map((one) => one.name)
      : []
  switch (name) {
    case 'failPoint':
    case 'targetedFailPoint':
      return entities.proxy.configure(given['failPoint'])
    case 'createEntities':
      return entities.create(given['entities'])
    case 'assertSessionTransactionState': {
      const { transaction } = entities.session(given['session']) as unknown as { transaction: { state: string } }
      return hold(states[transaction.state] === given['state'])
    }
    case 'assertSessionPinned':
      return hold(entities.session(given['session']).isPinned)
    case 'assertSessionUnpinned':
      return hold(!entities.session(given['session']).isPinned)
    case 'assertCollectionExists':
      return hold((await names()).includes(collectionName))
    case 'assertCollectionNotExists':
      return hold(!(await names()).includes(collectionName))
    case 'assertIndexExists':
      return hold((await indexes()).includes(given['indexName']))
    case 'assertIndexNotExists':
      return hold(!(await indexes()).includes(given['indexName']))
    default:
      throw new Mismatch(`the runner does not know the operation ${name}`)
  }
}
