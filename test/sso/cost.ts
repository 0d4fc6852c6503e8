import { expect } from 'chai'
import type supertest from 'supertest'

/**
 * The most that a refusal may cost, in milliseconds of this process's processors: application, database and the test's
 * own side of the connection together. Not by the clock, which on a busy machine measures the others.
 */
const most = 300

/** By the clock there is a stall only where nothing is answered for seconds. */
const stall = 5000

/** What is dear is dear each time; collecting what other tests left behind is not. */
const attempts = 3

/** What a refusal must be: a 4xx page with a reference and without the reason, soon. Gives the first answer. */
export async function refusalOf(
  what: string,
  ask: () => Promise<supertest.Response> | supertest.Test,
): Promise<supertest.Response> {
  const first = await refused(what, ask)
  let least = first.cpu
  for (let attempt = 1; attempt < attempts && least >= most; attempt++)
    least = Math.min(least, (await refused(what, ask)).cpu)
  expect(least, `${what}: milliseconds of the processor`).to.be.below(most)
  return first.answer
}

async function refused(
  what: string,
  ask: () => Promise<supertest.Response> | supertest.Test,
): Promise<{ answer: supertest.Response; cpu: number }> {
  const [begun, used] = [performance.now(), process.cpuUsage()]
  const answer = await ask()
  const { user, system } = process.cpuUsage(used)
  expect(performance.now() - begun, `${what}: milliseconds`).to.be.below(stall)
  expect(answer.status, what).to.be.within(400, 499)
  if (answer.status !== 404) expect(answer.text, what).to.match(/Reference: <strong>[0-9a-f]{12}<\/strong>/)
  // Not the frame, in which the address that was asked for leads back here.
  const told = /<main[\s\S]*<\/main>/.exec(answer.text)?.[0] ?? ''
  expect(told, 'the reason is not told').to.not.match(/Signature|Issuer|XML|certificate|digest|Destination/)
  return { answer, cpu: (user + system) / 1000 }
}
