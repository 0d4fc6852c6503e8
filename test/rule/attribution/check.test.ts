import { expect } from 'chai'
import { attributionCheck, checkAttribution } from '../../../server/rule/attribution/check.ts'
import { statementRanges } from '../../../server/rule/attribution/statements.ts'
import type { AttributionContext, Finding } from '../../../server/rule/attribution/terms.ts'
import { blocking, contextNamed, neutralised } from './cases/readCases.ts'

const north = contextNamed('north')
const open = contextNamed('open')

function first(text: string, context: AttributionContext = north): Finding {
  const [finding] = checkAttribution(text, context)
  if (finding === undefined) throw new Error(`nothing found in: ${text}`)
  return finding
}

const severities = (text: string, context = north): string[] =>
  checkAttribution(text, context).map(({ severity }) => severity)

describe('the attribution check', () => {
  it('gives place, text, rule, severity and neutral wording', () => {
    expect(checkAttribution('It fell to Paul Foley to explain.', north)).to.deep.equal([
      { start: 11, end: 21, text: 'Paul Foley', kind: 'name', severity: 'finding', suggestion: 'a member' },
    ])
  })

  it('finds nothing in a text without attribution, and in no text', () => {
    expect(checkAttribution('A member said that it was too fast.', north)).to.deep.equal([])
    expect(checkAttribution('', north)).to.deep.equal([])
  })

  it('finds nothing where nobody takes part', () => {
    const nobody: AttributionContext = { people: [], organisations: [], policy: { sideAttribution: 'allowed' } }
    expect(checkAttribution('UNISON said that Paul agreed. PF objected.', nobody)).to.deep.equal([])
  })

  it('counts offsets in UTF-16 units of the source', () => {
    const text = '🙂 **Priya** objected.'
    expect(first(text)).to.include({ start: 5, end: 10, text: 'Priya' })
  })

  it('names the rule that fired', () => {
    const fired: Record<string, string> = {
      'Paul Foley spoke.': 'name',
      'Foley spoke.': 'surname',
      'Priya spoke.': 'givenName',
      'PF spoke.': 'initials',
      'Write to p.foley@unison.example.': 'address',
      'The Chief Operating Officer spoke of cost.': 'jobTitle',
      'UNISON objected.': 'organisation',
      'Staff side objected.': 'side',
      'The only nurse representative objected.': 'combination',
      'She objected.': 'pronoun',
      'Ms Lowther objected.': 'unlistedPerson',
    }
    for (const [text, kind] of Object.entries(fired)) expect(first(text).kind, text).to.equal(kind)
  })

  it('warns of a pronoun that tells the speaker’s sex, and does not block', () => {
    expect(first('She said that it was too fast.')).to.include({
      text: 'She',
      severity: 'warning',
      suggestion: 'The member',
    })
    expect(severities('They said that it was too fast.')).to.deep.equal([])
  })

  it('warns of a person the context does not list when that may be a public figure', () => {
    expect(first('Professor Lowther argued for a cap.')).to.include({ kind: 'unlistedPerson', severity: 'warning' })
    expect(first('Mr Lowther argued for a cap.')).to.include({ kind: 'unlistedPerson', severity: 'finding' })
  })

  it('warns of somebody else who shares a name', () => {
    expect(severities('Paul Merriman wrote the guide.')).to.deep.equal(['warning'])
    expect(severities('Helen Foley wrote the guide.')).to.deep.equal(['warning'])
  })

  it('warns of a shared mailbox and blocks a person’s', () => {
    expect(first('Write to info@deeholme.example.')).to.include({ severity: 'warning' })
    expect(first('Write to jo.bloggs@deeholme.example.')).to.include({
      severity: 'finding',
      suggestion: 'address withheld',
    })
  })

  it('warns where an organisation may only be doing its business', () => {
    expect(severities('UNISON announced a ballot.')).to.deep.equal(['warning'])
    expect(severities('The RCN said in its annual report that membership had grown.')).to.deep.equal(['warning'])
    expect(severities('The Deeholme pathway will move in April.')).to.deep.equal([])
  })

  it('takes a job title held by two as no finding, and with the organisation as one', () => {
    expect(severities('An HR Director asked for time.')).to.deep.equal([])
    expect(first('An HR Director from Wirral Community Trust asked for time.')).to.include({ severity: 'finding' })
    expect(first('The HR Director of the ambulance service asked for time.')).to.include({ severity: 'finding' })
  })

  it('lets side words stand where the terms allow side attribution, but no person and no organisation', () => {
    expect(severities('Staff side objected and management agreed.', open)).to.deep.equal([])
    expect(first('Staff side objected through Foley.', open)).to.include({ text: 'Foley', severity: 'finding' })
    expect(first('UNISON objected.', open)).to.include({ severity: 'finding' })
  })

  it('reads a name beside its office or organisation as one finding', () => {
    expect(first('Paul Foley (UNISON) asked why.')).to.include({ text: 'Paul Foley (UNISON)', suggestion: 'A member' })
    expect(first('The Director of Workforce, Mary Whittle, asked why.').text).to.equal(
      'The Director of Workforce, Mary Whittle,',
    )
  })

  it('suggests wording that reads as English', () => {
    const better: Record<string, string> = {
      'RCN’s view was clear.': "A member's view was clear.",
      'It was raised by the RCN representative.': 'It was raised by a member.',
      'UNISON were angry.': 'Some members were angry.',
      'The unions objected.': 'Some members objected.',
      'Thanks to Priya and Zoe.': 'Thanks to a member and a member.',
      'There was unease on the employer side.': 'There was unease on the part of some members.',
      '**PF:** no.': '**A member:** no.',
    }
    for (const [text, expected] of Object.entries(better)) {
      expect(neutralised(text, checkAttribution(text, north))).to.equal(expected)
    }
  })

  it('leaves no emphasis open when a name is replaced', () => {
    const text = 'Then P**aul** spoke.'
    expect(neutralised(text, checkAttribution(text, north))).to.equal('Then a member spoke.')
  })

  it('checks many texts with one lexicon', () => {
    const check = attributionCheck(north)
    expect(['Foley spoke.', 'A member spoke.', 'Foley spoke.'].map((text) => check(text).length)).to.deep.equal([
      1, 0, 1,
    ])
  })

  it('knows stated initials beside the derived ones', () => {
    const context: AttributionContext = {
      people: [{ name: 'Mary Whittle', jobTitle: '', organisation: '', side: '', initials: 'MWX, Maz' }],
      organisations: [],
      policy: { sideAttribution: 'forbidden' },
    }
    for (const initials of ['MW', 'MWh', 'MWX', 'Maz'])
      expect(first(`${initials} objected.`, context).kind).to.equal('initials')
  })

  it('keeps its peace about initials that mean something else', () => {
    const context: AttributionContext = {
      people: [
        { name: 'Hannah Reid', jobTitle: '', organisation: '', side: '' },
        { name: 'Paul Moss', jobTitle: '', organisation: '', side: '' },
      ],
      organisations: [],
      policy: { sideAttribution: 'forbidden' },
    }
    for (const text of [
      'The HR policy applies.',
      'HR policies apply.',
      'Until 4 PM.',
      'The HR team and a PM will meet.',
    ]) {
      expect(severities(text, context), text).to.deep.equal([])
    }
    for (const text of ['HR felt that it was unfair.', 'PM: this is unfair.', 'Action: PM']) {
      expect(severities(text, context), text).to.deep.equal(['finding'])
    }
  })
})

describe('one context after another', () => {
  it('finds each its own people, however many and in whatever order', () => {
    const surnames = [
      'Thackeray',
      'Okonjo',
      'Whitlock',
      'Pilling',
      'Bamford',
      'Quigley',
      'Heaps',
      'Castellan',
      'Rigby',
      'Dunn',
    ]
    const contextOf = (surname: string): AttributionContext => ({
      people: [{ name: `Ann ${surname}`, jobTitle: '', organisation: '', side: 'staff' }],
      organisations: [],
      policy: { sideAttribution: 'forbidden' },
    })
    const text = `${surnames.join(', ')} raised it.`
    for (const surname of [...surnames, ...surnames.toReversed(), ...surnames]) {
      const found = blocking(checkAttribution(text, contextOf(surname))).map((finding) => finding.text)
      expect(found, surname).to.deep.equal([surname])
    }
    const allowed: AttributionContext = { ...contextOf('Dunn'), policy: { sideAttribution: 'allowed' } }
    expect(severities('Staff side raised it.', contextOf('Dunn'))).to.deep.equal(['finding'])
    expect(severities('Staff side raised it.', allowed)).not.to.include('finding')
  })
})

describe('a statement by a side', () => {
  const quoted = 'Before.\n\n> **Statement by staff side**\n>\n> Staff side cannot agree.\n\nStaff side objected.\n'

  it('is a block quotation that begins with its label, or a container with the label on its first line', () => {
    expect(statementRanges(quoted)).to.deep.equal([{ start: 9, end: 67, side: 'staff side' }])
    const fenced = ':::statement\n**Statement by the employer side.**\n\nNo.\n:::\nAfter'
    expect(statementRanges(fenced)).to.deep.equal([{ start: 0, end: 57, side: 'employer side' }])
  })

  it('is none without its label or its end', () => {
    expect(statementRanges('> Staff side cannot agree.')).to.deep.equal([])
    expect(statementRanges(':::statement\n**Statement by staff side**\nNo.')).to.deep.equal([])
    expect(statementRanges(':::statement\nNo label here.\n**Statement by staff side**\n:::')).to.deep.equal([])
  })

  it('may use side words, outside it they are found', () => {
    const findings = blocking(checkAttribution(quoted, north))
    expect(findings.map(({ text, start }) => ({ text, start }))).to.deep.equal([{ text: 'Staff side', start: 69 }])
  })

  it('may not give away a person or an organisation', () => {
    const text = '> **Statement by staff side**\n>\n> Staff side agree with Foley, and UNISON asked for this.'
    expect(blocking(checkAttribution(text, north)).map((finding) => finding.text)).to.deep.equal(['Foley', 'UNISON'])
  })
})
