import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { backupPassphrase } from '../config.ts'

const SHORTEST = 12

/**
 * The passphrase of a backup: from SUBROSA_PASSPHRASE, else typed without being shown, else the first line of standard
 * input. Never from the command line, which everybody on the machine can read.
 * @param isNew for a new backup: typed twice, and not too short
 * @throws Error, one clear line
 */
export async function askPassphrase(isNew: boolean): Promise<string> {
  const given = backupPassphrase() ?? (await typed('Passphrase: '))
  if (given === '') throw new Error('The passphrase is missing: set SUBROSA_PASSPHRASE, or write it to standard input')
  if (!isNew) return given
  if (given.length < SHORTEST) throw new Error(`The passphrase must have at least ${SHORTEST} characters`)
  if (backupPassphrase() === undefined && process.stdin.isTTY && (await typed('The same again: ')) !== given)
    throw new Error('The two passphrases are not the same')
  return given
}

async function typed(question: string): Promise<string> {
  const terminal = process.stdin.isTTY
  if (terminal) process.stderr.write(question)
  // Nothing that is typed is shown.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    if (terminal) process.stderr.write('\n')
  }
}
