import { Feed } from 'feed'
import Handlebars from 'handlebars'
import type { KeyCommunication } from '../../models/keyCommunication.ts'

/** Without the characters that XML 1.0 cannot hold, which an entity in Markdown may have become. */
const inXml = (text: string): string =>
  text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')

/** The Atom feed (RFC 4287) of issued public key communications. Its author is the forum, never a person. */
export function atomFeed(issued: readonly KeyCommunication[], baseUrl: string, forum: string | undefined): string {
  const name = forum === undefined ? undefined : issued[0]?.forumName
  const page = `${baseUrl}/key-communications${forum === undefined ? '' : `?forum=${forum}`}`
  const atom = new Feed({
    id: page,
    title: name === undefined ? 'Key communications' : `Key communications of the ${name}`,
    link: page,
    language: 'en-GB',
    copyright: '',
    generator: 'Subrosa',
    updated: issued[0]?.issuedAt ?? new Date('2024-01-01T00:00:00Z'),
    feedLinks: { atom: page.replace('/key-communications', '/key-communications.atom') },
  })
  for (const { _id, title, html, forumName, issuedAt, corrects } of issued)
    if (issuedAt !== null)
      atom.addItem({
        id: `${baseUrl}/key-communications/${_id}`,
        link: `${baseUrl}/key-communications/${_id}`,
        // The library writes titles as HTML.
        title: inXml(Handlebars.escapeExpression(corrects === null ? title : `Correction: ${title}`)),
        content: inXml(html),
        date: issuedAt,
        published: issuedAt,
        author: [{ name: forumName }],
      })
  return atom.atom1()
}
