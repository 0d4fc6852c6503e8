import { expect } from 'chai'
import { foldText } from '../../../server/rule/attribution/reading/folding.ts'
import { readMarkdown } from '../../../server/rule/attribution/reading/markdown.ts'
import { readTokens } from '../../../server/rule/attribution/reading/words.ts'

/** The words of the running text, a stroke where a paragraph or cell ends. */
function words(source: string): string {
  const view = readMarkdown(source)
  const [main] = view.parts
  if (main === undefined) throw new Error('a view has a running text')
  return readTokens(view, main)
    .map(({ kind, raw }) => (kind === 'break' || kind === 'cell' ? '|' : raw))
    .join(' ')
}

function hidden(source: string): string[] {
  const view = readMarkdown(source)
  return view.parts.slice(1).map(({ start, end, kind }) => `${kind}: ${view.text.slice(start, end)}`)
}

describe('reading Markdown as a reader takes it in', () => {
  it('sees through emphasis, code, strikes and links inside a word', () => {
    for (const source of [
      'P**au**l',
      'P_au_l'.replaceAll('_', '*'),
      '`Paul`',
      '~~Paul~~',
      'P[au](x)l',
      'P<b>au</b>l',
      '==Paul==',
      '__Paul__',
    ]) {
      expect(words(source), source).to.equal('Paul')
    }
  })

  it('sees through entities, escapes, invisible characters and hyphens at a line’s end', () => {
    for (const source of [
      '&#80;aul',
      '&#x50;aul',
      'P&shy;aul',
      'P\u200baul',
      'Pa-\nul',
      'Pa\u00ad\nul',
      '> Pa-\n> ul',
      'P<!-- x -->aul',
      'P<wbr>aul',
      'P\u2060aul',
    ]) {
      expect(words(source), source).to.equal('Paul')
    }
    expect(words('P\\.F\\.')).to.equal('P . F .')
  })

  it('divides paragraphs, list items, headings, cells and block tags', () => {
    expect(words('a\n\nb')).to.equal('a | b')
    expect(words('- a\n- b')).to.equal('| a | b')
    expect(words('# a\nb')).to.equal('| a | b')
    expect(words('a\nb')).to.equal('a b')
    expect(words('a<p>b</p><p>c</p>')).to.equal('a | b | c')
    expect(
      words('| a | b |\n|---|---|\n| c | d |')
        .split(' ')
        .filter((word) => word !== '|'),
    ).to.deep.equal(['a', 'b', 'c', 'd'])
  })

  it('keeps targets, titles, labels, comments and attributes as parts of their own', () => {
    expect(hidden('[a](https://x.example/b "c")')).to.deep.equal(['target: https://x.example/b', 'note: c'])
    expect(hidden('![a](b.png)')).to.deep.equal(['target: b.png'])
    expect(hidden('x <!-- a **b** -->')).to.deep.equal(['note: a b '])
    expect(hidden('<span title="a" data-b=c>')).to.deep.equal(['note: a', 'note: c'])
    expect(hidden('[a]: http://x.example "b"')).to.deep.equal(['note: a', 'target: http://x.example', 'note: b'])
    expect(hidden('[a](<b%20c>)')).to.deep.equal(['target: b c'])
  })

  it('knows where every character stands in the source', () => {
    const source = 'A &amp; **Zoë** [b](c) d\u0301 ﬁ 🙂 end'
    const view = readMarkdown(source)
    expect(view.from).to.have.length(view.text.length)
    expect(view.to).to.have.length(view.text.length)
    const at = view.text.indexOf('Zoe')
    expect(source.slice(view.from[at], view.to[at + 2])).to.equal('Zoë')
    const last = view.text.indexOf('end')
    expect(source.slice(view.from[last], view.to[last + 2])).to.equal('end')
  })

  it('folds look-alike letters, marks, widths and quotes, and keeps case', () => {
    expect(foldText('Раul Ｆｏｌｅｙ Zoë O’Neill ﬁve Łukasz 𝐏𝐅 Straße')).to.equal(
      "Paul Foley Zoe O'Neill five Lukasz PF Strasse",
    )
    expect(foldText('a‑b – c\u00a0d “e”')).to.equal('a-b — c d "e"')
  })

  it('numbers sentences, and takes no initial, title or abbreviation for an end', () => {
    const view = readMarkdown('Mr. A. B. Smith spoke, e.g. twice. Then nobody did! “Why?” Nobody.')
    const [main] = view.parts
    const opening = main === undefined ? [] : readTokens(view, main).filter(({ opensSentence }) => opensSentence)
    expect(opening.map(({ raw }) => raw)).to.deep.equal(['Mr', 'Then', 'Why', 'Nobody'])
  })
})
