import { Command } from 'commander'
import { type Head, readHead, showHead, type Verification, verifyChain, verifyHead } from '../../models/auditChain.ts'
import { auditFor } from '../../models/auditEntry.ts'
import { databaseConfig } from '../config.ts'
import { openDatabase } from '../database/connect.ts'

const audit = auditFor({ kind: 'service', name: 'audit' })

/**
 * `audit verify` checks the audit trail of every forum, or of one, prints a line for each and its head, and exits 1 when
 * an entry was changed, removed or reordered, each named on a line of its own. With a head that was kept, it also finds
 * entries removed from the end and a trail that was written anew. Errors of use exit 2.
 */
export function command(): Command {
  const verify = new Command('verify')
    .description('Checks that no entry of the audit trail was changed, removed or reordered, and prints each head.')
    .option('--head <head>', 'a head that was kept, as it was printed, or its hash alone')
    .option('--forum <name>', 'only the trail of this forum, by its short name')
    .action(async (options: { head?: string; forum?: string }) => {
      const { dataDir, mongodbUri } = databaseConfig()
      const kept = options.head === undefined ? undefined : readHead(options.head)
      if (options.head !== undefined && kept === undefined)
        throw new Error('--head takes a head as it was printed, or its hash of 64 hexadecimal digits')
      const database = await openDatabase({ mongodbUri, folder: dataDir })
      try {
        const { lines, sound } = await verifyTrail({ forum: options.forum ?? kept?.forum, head: kept })
        process.stdout.write(`${lines.join('\n')}\n`)
        if (!sound) process.exitCode = 1
      } finally {
        await database.close()
      }
    })
  return new Command().description('The audit trail.').addCommand(verify)
}

/**
 * Verifies the stored trail.
 * @param asked `forum` for one trail only; `head` as somebody kept it
 * @returns what to print, and whether everything is as it was written
 */
export async function verifyTrail(asked: {
  readonly forum?: string | undefined
  readonly head?: { readonly forum?: string; readonly sequence?: number; readonly hash: string } | undefined
}): Promise<{ readonly lines: string[]; readonly sound: boolean }> {
  const { forum: only, head } = asked
  const forums = only === undefined ? (await audit.forums()).toSorted() : [only]
  const checked = await forEachOf(forums, async (forum) => {
    const entries = await audit.chain(forum)
    const found = verifyChain(forum, entries)
    return { ...found, count: entries.length, lost: head && verifyHead(forum, entries, head) }
  })
  const lines = checked.flatMap(linesOf)
  const lost = head !== undefined && checked.every((chain) => chain.lost !== undefined)
  if (lost) lines.push(checked[0]?.lost ?? 'there is no audit trail that could hold this head')
  const empty = only !== undefined && head === undefined && checked[0]?.count === 0
  const sound = !lost && !empty && checked.every(({ problems }) => problems.length === 0)
  if (checked.length === 0) lines.push('There is no audit trail yet.')
  return { lines, sound }
}

function linesOf({ forum, problems, head, count }: Verification & { readonly count: number }): string[] {
  if (count === 0) return [`${forum}: there is no entry in this audit trail`]
  const result = problems.length === 0 ? 'whole' : 'not as it was written'
  return [
    `${forum}: ${count} ${count === 1 ? 'entry' : 'entries'}, ${result}`,
    ...problems.map((problem) => `${forum}: ${problem}`),
    ...(head === null ? [] : [`head ${showHead(head satisfies Head)}`]),
  ]
}

/** One after the other, so that only one chain is in memory at a time. */
async function forEachOf<In, Out>(all: readonly In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = []
  for (const one of all) results.push(await work(one))
  return results
}
