import { expect } from 'chai'
import { dayOf } from '../server/dates.ts'
import { ahead, aheadFor, clockSetting } from './clock.ts'
import { run } from './server/child.ts'

const minute = 60_000
const utc = (instant: Date): string => instant.toISOString().slice(0, 10)

describe('The clock of a run of these tests', () => {
  for (const night of ['2026-01-14', '2026-07-14', '2026-03-28', '2026-10-24', '2026-12-31'])
    it(`sees one day in London and in UTC, whenever in the day and night of ${night} it begins`, () => {
      for (let past = 0; past < 36 * 60; past += 10) {
        const begins = Date.parse(`${night}T12:00:00Z`) + past * minute
        const [first, last] = [0, 89].map((length) => new Date(begins + aheadFor(begins) + length * minute)) as [
          Date,
          Date,
        ]
        expect([dayOf(last), utc(last)], first.toISOString()).to.deep.equal([dayOf(first), utc(first)])
        expect(aheadFor(begins)).to.be.at.most(3 * 60 * minute)
      }
    })

  it('is the true one by day', () => {
    for (const noon of ['2026-01-14T12:00:00Z', '2026-07-14T12:00:00Z']) expect(aheadFor(Date.parse(noon))).to.equal(0)
  })

  it('is the clock of the processes that a test starts, too', async () => {
    const settings = { [clockSetting]: String(3 * 60 * minute) }
    const { out, err } = await run('test/printDate.ts', [], settings)
    const expected = Date.now() - ahead + 3 * 60 * minute
    expect(
      out.split(' ').map((said) => expected - Number(said)),
      err,
    ).to.satisfy((late: readonly number[]) => late.every((each) => each >= 0 && each < minute))
  })
})
