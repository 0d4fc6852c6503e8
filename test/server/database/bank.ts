import { expect } from 'chai'
import { rm } from 'node:fs/promises'
import type mongoose from 'mongoose'
import { type Serving, inTransaction, serve } from './crashes.ts'
import type { quickServers } from './quickServer.ts'
import { temporaryFolder } from './served.ts'

type Account = { _id: number; balance: number }
type Transfer = { _id: string; from: number; to: number; amount: number }
type Client = mongoose.mongo.MongoClient

const ACCOUNTS = 20
const EACH = 100
const CLIENTS = 8

const accountsOf = (client: Client): mongoose.mongo.Collection<Account> => client.db('subrosa').collection('accounts')
const transfersOf = (client: Client): mongoose.mongo.Collection<Transfer> =>
  client.db('subrosa').collection('transfers')

/** What there is in all, as one command reads it, or one transaction in two commands. */
async function sums(serving: Serving): Promise<number[]> {
  const { client } = serving
  const plain = await accountsOf(client).find().toArray()
  const inside = await inTransaction(serving, async (session) => [
    ...(await accountsOf(client)
      .find({ _id: { $lt: ACCOUNTS / 2 } }, { session })
      .toArray()),
    ...(await accountsOf(client)
      .find({ _id: { $gte: ACCOUNTS / 2 } }, { session })
      .toArray()),
  ])
  return [plain, inside].map((accounts) => accounts.reduce((total, { balance }) => total + balance, 0))
}

/** One transfer with its line in the ledger, tried again after conflicts. Every tenth thinks better of it half way. */
async function transfer(serving: Serving, line: Transfer, changesMind: boolean): Promise<boolean> {
  const { client } = serving
  const mind = new Error('changed my mind')
  try {
    await inTransaction(serving, async (session) => {
      const giver = await accountsOf(client).findOne({ _id: line.from }, { session })
      const taker = await accountsOf(client).findOne({ _id: line.to }, { session })
      if (giver === null || taker === null) throw new Error('an account is gone')
      await accountsOf(client).updateOne(
        { _id: line.from },
        { $set: { balance: giver.balance - line.amount } },
        { session },
      )
      await transfersOf(client).insertOne(line, { session })
      if (changesMind) throw mind
      await accountsOf(client).updateOne(
        { _id: line.to },
        { $set: { balance: taker.balance + line.amount } },
        { session },
      )
    })
    return true
  } catch (error) {
    if (error === mind) return false
    throw error
  }
}

/** The ledger explains every balance, and has what was acknowledged. */
async function audit(client: Client, acknowledged: ReadonlySet<string>): Promise<void> {
  const balances = Array.from({ length: ACCOUNTS }, () => EACH)
  const ledger = await transfersOf(client).find().toArray()
  for (const { from, to, amount } of ledger) {
    balances[from] = (balances[from] ?? 0) - amount
    balances[to] = (balances[to] ?? 0) + amount
  }
  const accounts = await accountsOf(client).find().sort({ _id: 1 }).toArray()
  expect(accounts.map(({ balance }) => balance)).to.deep.equal(balances)
  const kept = new Set(ledger.map(({ _id }) => _id))
  expect([...acknowledged].filter((id) => !kept.has(id))).to.deep.equal([])
}

/**
 * Many clients move money between few accounts at once, with retries and aborts, until so many transfers are
 * acknowledged; meanwhile the server is killed so many times. The sum must hold at every read.
 */
export async function bankRounds(
  servers: Awaited<ReturnType<typeof quickServers>>,
  { transfers, kills }: { transfers: number; kills: number },
): Promise<{ acknowledged: number; aborted: number; reads: number }> {
  const folder = await temporaryFolder()
  const acknowledged = new Set<string>()
  let [aborted, reads] = [0, 0]
  const wrong: number[] = []
  const first = await serve(servers, folder)
  const everyone = Array.from({ length: ACCOUNTS }, (_, _id) => ({ _id, balance: EACH }))
  await accountsOf(first.client).insertMany(everyone)
  await first.client.db('subrosa').createCollection('transfers')
  await first.kill()

  for (let round = 0; round <= kills; round++) {
    const serving: Serving = await serve(servers, folder)
    await audit(serving.client, acknowledged)
    const goal = Math.ceil((transfers * (round + 1)) / (kills + 1))
    const enough = (): boolean => serving.killed || acknowledged.size >= goal
    const mover = (client: number) => async (): Promise<void> => {
      for (let n = 0; !enough(); n++) {
        const from = (client + n * 3) % ACCOUNTS
        const line = { _id: `${round}-${client}-${n}`, from, to: (from + 1 + (n % 5)) % ACCOUNTS, amount: 1 + (n % 9) }
        if (await transfer(serving, line, n % 10 === 9)) acknowledged.add(line._id)
        else aborted++
      }
      // The others are in the middle of theirs.
      if (round < kills) await serving.kill()
    }
    const reader = async (): Promise<void> => {
      while (!enough()) {
        for (const sum of await sums(serving)) if (sum !== ACCOUNTS * EACH) wrong.push(sum)
        reads++
      }
    }
    const movers = Array.from({ length: CLIENTS }, (_, client) => mover(client))
    await Promise.all([...movers, reader].map((act) => serving.untilKilled(act)))
    if (round === kills) {
      await audit(serving.client, acknowledged)
      expect((await serving.client.db('admin').command({ subrosaCheck: 1 }))['problems']).to.deep.equal([])
      await serving.kill()
    }
  }
  expect(wrong, 'sums that did not hold').to.deep.equal([])
  await rm(folder, { recursive: true, force: true })
  return { acknowledged: acknowledged.size, aborted, reads }
}
