import { expect } from 'chai'
import { blocking, checkIn, neutralised, readCases, type Case } from './cases/readCases.ts'

const written = ['attributing', 'innocent', 'heldOut1', 'heldOut2', 'heldOut3', 'heldOut4', 'heldOut5', 'heldOut6']

describe('the attribution check over a corpus of minutes', function () {
  this.timeout(60_000)

  for (const name of written) {
    const cases = readCases(name)
    const wrong = cases.filter((one) => found(one) !== one.blocks.length > 0)
    const { precision, recall } = measure(cases)
    it(`${name}: ${cases.length} cases, precision ${precision}, recall ${recall}`, () => {
      expect(wrong.length / cases.length, wrong.map(({ id, text }) => `${id}: ${text}`).join('\n')).to.be.at.most(0.05)
    })
  }

  it('holds at least 250 hand-written cases, attributing and innocent in about equal parts', () => {
    const all = written.flatMap(readCases)
    const attributing = all.filter(({ blocks }) => blocks.length > 0).length
    expect(all.length).to.be.at.least(250)
    expect(attributing / all.length).to.be.within(0.4, 0.6)
  })

  it('finds the words that attribute, not merely something in the sentence', () => {
    const missed = written.flatMap(readCases).filter(({ text, context, blocks }) => {
      const findings = blocking(checkIn(context)(text))
      if (findings.length === 0) return false
      return blocks.some((expected) => {
        const at = text.indexOf(expected)
        return !findings.some(({ start, end }) => start < at + expected.length && end > at)
      })
    })
    expect(missed.map(({ id, text }) => `${id}: ${text}`)).to.deep.equal([])
  })

  it('gives findings in order, without overlap, each with its own text', () => {
    for (const { text, context } of written.flatMap(readCases)) {
      let last = 0
      for (const { start, end, text: found } of checkIn(context)(text)) {
        expect(start).to.be.at.least(last)
        expect(end).to.be.above(start)
        expect(found).to.equal(text.slice(start, end))
        last = end
      }
    }
  })

  it('suggests wording that is itself no finding once it stands in the text', () => {
    const again = written.flatMap(readCases).filter(({ text, context }) => {
      const check = checkIn(context)
      return blocking(check(neutralised(text, check(text)))).length > 0
    })
    expect(again.map(({ id, text }) => `${id}: ${text}`)).to.deep.equal([])
  })
})

function found({ text, context }: Case): boolean {
  return blocking(checkIn(context)(text)).length > 0
}

/** Precision and recall of blocking, to two places; a dash where there is nothing to divide by. */
function measure(cases: readonly Case[]): { precision: string; recall: string } {
  const hits = cases.filter((one) => found(one))
  const right = hits.filter(({ blocks }) => blocks.length > 0).length
  const attributing = cases.filter(({ blocks }) => blocks.length > 0).length
  const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(2))
  return { precision: share(right, attributing === 0 ? 0 : hits.length), recall: share(right, attributing) }
}
