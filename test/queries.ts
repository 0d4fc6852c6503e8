import { expect } from 'chai'
import mongoose, { type mongo } from 'mongoose'
import { bringTermsIntoForce } from '../server/jobs/dueTerms.ts'
import type { Browser } from './membership.ts'

/** What a page costs: the commands it sends to the database, and the bytes of its HTML. The page has to be there. */
export async function costOf(
  browser: Browser,
  path: string,
): Promise<{ queries: readonly string[]; size: number; text: string }> {
  // What a process does once a day, at its first request, is no cost of a page.
  await bringTermsIntoForce(new Date())
  const queries: string[] = []
  const note = ({ commandName, command }: mongo.CommandStartedEvent) => {
    queries.push(`${commandName} ${String(command[commandName])}`)
  }
  const client = mongoose.connection.getClient()
  client.on('commandStarted', note)
  const page = await browser.get(path)
  client.off('commandStarted', note)
  expect(page.status, path).to.equal(200)
  return { queries, size: Buffer.byteLength(page.text), text: page.text }
}
