import { Feed } from 'feed'
import type { KeyCommunication } from '../../models/keyCommunication.ts'

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
        title: corrects === null ? title : `Correction: ${title}`,
        content: html,
        date: issuedAt,
        published: issuedAt,
        author: [{ name: forumName }],
      })
  return atom.atom1()
}
