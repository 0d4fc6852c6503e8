import { DOMParser, type Element } from '@xmldom/xmldom'
import { expect } from 'chai'
import type { KeyCommunication } from '../../models/keyCommunication.ts'
import { renderMarkdown } from '../../server/markdown.ts'
import { newId } from '../../server/ids.ts'
import { atomFeed } from '../../views/keyCommunications/feed.ts'
import { visitor } from '../world.ts'

const atom = 'http://www.w3.org/2005/Atom'

/** An issued key communication, as far as the feed reads it. */
const issued = (title: string, text: string, corrects: string | null = null): KeyCommunication =>
  ({
    _id: newId(),
    title,
    html: renderMarkdown(text),
    forumName: 'Forum & <Friends>',
    issuedAt: new Date('2026-03-30T15:00:00Z'),
    corrects,
  }) as KeyCommunication

/** The feed's root, read by a parser that refuses what is not well formed. */
function read(xml: string): Element {
  const refuse = (level: string, message: string): void => {
    throw new Error(`${level}: ${message}`)
  }
  return new DOMParser({ onError: refuse }).parseFromString(xml, 'text/xml').documentElement!
}

const children = (of: Element, name: string): Element[] =>
  [...of.childNodes].filter((node): node is Element => node.nodeName === name)
const textOf = (of: Element, name: string): string => {
  const [one, ...more] = children(of, name)
  expect(more, `one ${name}`).to.deep.equal([])
  return one?.textContent ?? ''
}

/** What RFC 4287 asks of a feed and its entries (sections 4.1.1, 4.1.2, 3.2, 3.3, 4.2.6, 4.2.7). */
function expectAtom(root: Element): Element[] {
  expect([root.nodeName, root.namespaceURI]).to.deep.equal(['feed', atom])
  const entries = children(root, 'entry')
  for (const each of [root, ...entries]) {
    expect(textOf(each, 'id')).to.match(/^https?:\/\//)
    expect(textOf(each, 'title')).not.to.equal('')
    expect(textOf(each, 'updated')).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
    const links = children(each, 'link').map((link) => link.getAttribute('rel') ?? 'alternate')
    expect(new Set(links).size, 'no two links of one kind').to.equal(links.length)
    for (const link of children(each, 'link')) expect(link.getAttribute('href')).to.match(/^https?:\/\//)
  }
  for (const entry of entries) expect(textOf(children(entry, 'author')[0]!, 'name')).not.to.equal('')
  expect(new Set(entries.map((entry) => textOf(entry, 'id'))).size).to.equal(entries.length)
  return entries
}

describe('The feed of key communications', () => {
  it('is Atom as its standard has it, also when nothing is issued yet', async () => {
    expect(expectAtom(read(atomFeed([], 'https://subrosa.example', undefined)))).to.deep.equal([])
    expect(expectAtom(read((await visitor().get('/key-communications.atom?forum=no-such-forum')).text))).to.have.length(
      0,
    )
    const answer = await visitor().get('/key-communications.atom')
    expect(answer.headers['content-type']).to.equal('application/atom+xml; charset=utf-8')
    expectAtom(read(answer.text))
  })

  it('says titles and texts as they are, whatever letters they are written with', () => {
    const title = 'Pay < prices & <img src=x> &amp; “rotas” 😀'
    const text = 'A ]]> b & c < d &#8; &#xFFFE; &nbsp; `<b>` <script>alert(1)</script> é'
    const xml = atomFeed([issued(title, text), issued('Second', text, newId())], 'https://subrosa.example', 'north')
    const [first, second] = expectAtom(read(xml))
    // A title is HTML: a reader that shows it as such shows what was written, and no picture.
    expect(children(first!, 'title')[0]!.getAttribute('type')).to.equal('html')
    expect(textOf(first!, 'title')).to.equal('Pay &lt; prices &amp; &lt;img src&#x3D;x&gt; &amp;amp; “rotas” 😀')
    expect(textOf(second!, 'title')).to.equal('Correction: Second')
    expect(textOf(first!, 'content')).to.include('A ]]&gt; b &amp; c &lt; d').and.not.include('<script')
    expect(textOf(children(first!, 'author')[0]!, 'name')).to.equal('Forum & <Friends>')
  })
})
