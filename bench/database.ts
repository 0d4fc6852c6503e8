import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import mongoose, { type mongo } from 'mongoose'
import { root } from '../server/root.ts'

/** An agenda item, more or less: what most records of a forum are like. */
type Item = { _id: string; key: string; forum: string; at: Date; title: string; text: string }
type Figures = { readonly perSecond: number; readonly p50: number; readonly p99: number }

const seconds = 3
const writers = 16
const sizes = [1_000, 10_000, 100_000]
/** Of each forum, so that a page is a part of what its index finds. */
const itemsOfForum = 100
const page = 25
const text = 'Whatever the paper says about it, in a paragraph. '.repeat(8)

const anItem = (number: number): Item => ({
  _id: `item-${number}`,
  key: `key-${number}`,
  forum: `forum-${Math.floor(number / itemsOfForum)}`,
  at: new Date(1_700_000_000_000 + ((number * 7919) % itemsOfForum) * 86_400_000),
  title: `Item number ${number}`,
  text,
})

/** How often something can be done in a few seconds by so many at once, and how long each time takes. */
async function measure(once: () => Promise<unknown>, atOnce = 1): Promise<Figures> {
  for (const warm = performance.now() + 1000; performance.now() < warm;) await once()
  const times: number[] = []
  const begun = performance.now()
  const end = begun + seconds * 1000
  const worker = async (): Promise<void> => {
    for (let from = performance.now(); from < end;) {
      await once()
      const now = performance.now()
      times.push(now - from)
      from = now
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return figures(times, performance.now() - begun)
}

function figures(times: number[], milliseconds: number): Figures {
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? NaN
  return { perSecond: (1000 * times.length) / milliseconds, p50: at(0.5), p99: at(0.99) }
}

/** The limit of every durable write: as many bytes appended to a file, and on the disk before the next. */
function appending(folder: string, bytes: number): Figures {
  const file = openSync(join(folder, 'append'), 'w')
  const record = Buffer.alloc(bytes, 'x')
  const times: number[] = []
  const begun = performance.now()
  for (let from = begun; from < begun + seconds * 1000;) {
    writeSync(file, record)
    fdatasyncSync(file)
    const now = performance.now()
    times.push(now - from)
    from = now
  }
  closeSync(file)
  return figures(times, performance.now() - begun)
}

const row = (size: string, what: string, { perSecond, p50, p99 }: Figures, memory = ''): void => {
  process.stdout.write(
    `| ${size} | ${what} | ${perSecond.toFixed(0)} | ${p50.toFixed(2)} | ${p99.toFixed(2)} | ${memory} |\n`,
  )
}

// On the disk of the project: the system's folder for temporary files may be memory.
const folder = mkdtempSync(join(root, '.bench-'))
const child = fork(join(import.meta.dirname, 'databaseServer.js'), [folder])
const ask = async (): Promise<{ readonly uri: string; readonly bytes: number }> => (await once(child, 'message'))[0]
const memory = async (): Promise<string> => {
  child.send('memory')
  return `${((await ask()).bytes / 1_048_576).toFixed(0)} MB`
}

try {
  const client = await mongoose.mongo.MongoClient.connect((await ask()).uri)
  process.stdout.write(`${cpus().length} cores, Node ${process.version}, ${seconds} s each, milliseconds\n\n`)
  process.stdout.write('| documents | what | per second | p50 | p99 | memory |\n|---|---|---|---|---|---|\n')
  row('', 'append 600 bytes and fdatasync', appending(folder, 600))
  const lookUps: Figures[] = []
  for (const size of sizes) lookUps.push(await round(client.db('bench').collection<Item>(`items${size}`), size))
  const ratio = (lookUps.at(-1)?.p50 ?? NaN) / (lookUps[0]?.p50 ?? NaN)
  process.stdout.write(
    `\nA look-up by index costs ${ratio.toFixed(2)} times as much among ${sizes.at(-1)} documents as among ${sizes[0]}.\n`,
  )
  await client.close()
} finally {
  child.disconnect()
  await once(child, 'exit')
  rmSync(folder, { recursive: true, force: true })
}

/** Everything about one collection of a size. Gives the figures of looking up by index. */
async function round(items: mongo.Collection<Item>, size: number): Promise<Figures> {
  const name = size.toLocaleString('en-GB')
  await items.createIndexes([{ key: { key: 1 }, unique: true }, { key: { forum: 1, at: -1 } }])
  for (let from = 0; from < size; from += 1000)
    await items.insertMany(Array.from({ length: 1000 }, (_, at) => anItem(from + at)))
  const some = (): number => Math.floor(Math.random() * size)
  row(name, 'look-up by _id', await measure(() => items.findOne({ _id: `item-${some()}` })))
  const byIndex = await measure(() => items.findOne({ key: `key-${some()}` }))
  row(name, 'look-up by index', byIndex)
  const forumOf = (number: number): string => `forum-${Math.floor(number / itemsOfForum)}`
  const aPage = () =>
    items
      .find({ forum: forumOf(some()) })
      .sort({ at: -1 })
      .limit(page)
      .toArray()
  row(name, `page of ${page}, sorted by index`, await measure(aPage))
  let next = size
  const insert = () => items.insertOne(anItem(next++))
  row(name, 'durable insert, alone', await measure(insert))
  row(name, `durable insert, ${writers} writers`, await measure(insert, writers), await memory())
  return byIndex
}
