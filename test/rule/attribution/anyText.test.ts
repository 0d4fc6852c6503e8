import { expect } from 'chai'
import { attributionCheck } from '../../../server/rule/attribution/check.ts'
import { statementRanges } from '../../../server/rule/attribution/statements.ts'
import { contextNamed, neutralised, readCases } from './cases/readCases.ts'

const check = attributionCheck(contextNamed('north'))

/** A small generator of the same pseudo-random numbers on every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const PIECES = [
  'Paul',
  ' Foley',
  'UNISON',
  ' said ',
  'the ',
  'by ',
  '**',
  '_',
  '`',
  '[',
  '](',
  ')',
  '<',
  '>',
  '<!--',
  '-->',
  '&',
  '#80;',
  '&#x',
  '\\',
  '\n',
  '\n\n',
  '> ',
  '- ',
  '| ',
  '|---|',
  '“',
  '’s',
  '\u200b',
  '\u0301',
  '\ud800',
  '🙂',
  'Р',
  'PF',
  'P.',
  ', who ',
  '(',
  '"',
  ' staff side ',
  '1. ',
  '# ',
  '[^1]:',
  'http://',
  '@',
  'a.b@c.de',
  ':::statement\n',
  '\u2028',
  '\u2029',
  '\u0000',
  '%zz',
  ' ',
  '\t',
  '\r\n',
]

describe('the attribution check on any text', function () {
  this.timeout(120_000)

  it('never throws, and keeps its contract, on random text', () => {
    const next = numbers(20260401)
    for (let run = 0; run < 1500; run += 1) {
      let text = ''
      for (let length = next(40); length >= 0; length -= 1) {
        text += next(4) === 0 ? String.fromCharCode(next(0x10000)) : (PIECES[next(PIECES.length)] ?? '')
      }
      let last = 0
      for (const finding of check(text)) {
        expect(finding.start).to.be.at.least(last)
        expect(finding.text).to.equal(text.slice(finding.start, finding.end))
        expect(finding.suggestion).to.not.equal('')
        last = finding.end
      }
      statementRanges(text)
    }
  })

  it('never throws on a real text cut anywhere', () => {
    const text = readCases('attributing')
      .slice(0, 60)
      .map((one) => one.text)
      .join('\n')
    for (let end = 0; end < text.length; end += 37) neutralised(text.slice(end), check(text.slice(end)))
  })

  it('takes time in proportion to length on text made to be slow', () => {
    const length = 10_000
    const seeds = [
      '[',
      '](',
      '[a](',
      '<a "',
      '<!--',
      '<b title="',
      '&',
      '*_',
      '`',
      '> ',
      '- ',
      '|',
      '(',
      'P. ',
      'P-a-',
      'UNISON, ',
      'UNISON and ',
      'by UNISON ',
      'the only ',
      'UNISON, who, ',
      'Mr ',
      'a@',
      'http://',
      '\n[x]: "',
      'was ',
      "a'",
      '"',
      'Paul ',
      'of the UNISON ',
      '\u0301',
      '%41',
      'one of the UNISON colleagues ',
    ]
    for (const seed of seeds) {
      const findings = check(seed.repeat(Math.ceil(length / seed.length)))
      expect(findings.length, seed).to.be.at.most(length)
    }
  })

  it('reads 200 KB of minutes with a hundred people and sixty organisations', () => {
    const given = ['Paul', 'Mary', 'Priya', 'Zoe', 'Robert', 'Elizabeth', 'Imran', 'Tomasz', 'Janet', 'Siobhan']
    const surnames = [
      'Foley',
      'Whittle',
      'Okafor',
      'Hargreave',
      'Marsden',
      'Qureshi',
      'Thistle',
      'Picker',
      'Metcalfe',
      'Tour',
    ]
    const big = attributionCheck({
      people: Array.from({ length: 100 }, (_, index) => ({
        name: `${given[index % 10] ?? ''} ${surnames[Math.floor(index / 10)] ?? ''}`,
        jobTitle: `Director of Service ${index}`,
        organisation: `Place ${index % 60}`,
        side: 'staff',
      })),
      organisations: Array.from({ length: 60 }, (_, index) => ({
        name: `Place ${index} NHS Foundation Trust`,
        aliases: [`PL${index}`],
      })),
      policy: { sideAttribution: 'forbidden' },
    })
    const lines = [...readCases('innocent'), ...readCases('attributing')].map(({ text }) => text).join('\n\n')
    const minutes = lines.repeat(Math.ceil(200_000 / lines.length)).slice(0, 200_000)
    expect(big(minutes).length).to.be.above(100)
  })
})
