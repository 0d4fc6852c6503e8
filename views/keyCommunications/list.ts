import type { Forum } from '../../models/forum.ts'
import type { KeyCommunication } from '../../models/keyCommunication.ts'
import { machineInstant, showDay, showInstant } from '../../server/dates.ts'
import { audienceWords, keyCommunicationStates } from '../words.ts'

/** What was issued to everybody, newest first; of one forum, or of all. */
export const publicListPage = (issued: readonly KeyCommunication[], forum: string | undefined) => ({
  page: { title: 'Key communications' },
  caption: forum === undefined ? '' : (issued[0]?.forumName ?? ''),
  feed: forum === undefined ? '/key-communications.atom' : `/key-communications.atom?forum=${forum}`,
  issued: issued.map((communication) => ({
    title: communication.title,
    href: `/key-communications/${communication._id}`,
    forum: communication.forumName,
    when: communication.issuedAt === null ? '' : showInstant(communication.issuedAt),
    datetime: communication.issuedAt === null ? '' : machineInstant(communication.issuedAt),
    corrected: communication.correctedBy !== null,
  })),
})

/** A forum's key communications for its members: issued ones, and drafts for who prepares and approves them. */
export const forumListPage = (forum: Forum, list: readonly KeyCommunication[], mayWrite: boolean) => ({
  page: {
    title: 'Key communications',
    forum: { id: forum._id, name: forum.name },
    section: 'keyCommunications' as const,
  },
  caption: forum.name,
  begin: mayWrite ? `/forums/${forum._id}/key-communications/new` : '',
  feed: `/key-communications?forum=${forum._id}`,
  columns: [{ text: 'Title' }, { text: 'Meeting' }, { text: 'Who can see this' }, { text: 'State' }],
  rows: list.map(({ _id, title, meetingDate, audience, state }) => ({
    cells: [
      { column: 'Title', text: title, href: `/key-communications/${_id}`, tag: '' },
      { column: 'Meeting', text: meetingDate === null ? 'None' : showDay(meetingDate), href: '', tag: '' },
      { column: 'Who can see this', text: audienceWords[audience], href: '', tag: '' },
      {
        column: 'State',
        text: keyCommunicationStates[state].text,
        href: '',
        tag: keyCommunicationStates[state].colour,
      },
    ],
  })),
})
