import type { Forum } from '../../models/forum.ts'
import type { KeyCommunication } from '../../models/keyCommunication.ts'
import type { Paged } from '../../models/paged.ts'
import { machineInstant, showDay, showInstant } from '../../server/dates.ts'
import { pageInWords, pagesOf } from '../pages.ts'
import { type StateWords, audienceWords } from '../words.ts'
import { stateOf } from './show.ts'

/** A page of what was issued to everybody, newest first; of one forum, or of all. */
export const publicListPage = (issued: Paged<KeyCommunication>, forum: string | undefined) => ({
  page: { title: 'Key communications' },
  caption: forum === undefined ? '' : (issued.records[0]?.forumName ?? ''),
  feed: forum === undefined ? '/key-communications.atom' : `/key-communications.atom?forum=${forum}`,
  pages: pagesOf(issued, '/key-communications', forum === undefined ? '' : `forum=${forum}`),
  issued: issued.records.map((communication) => ({
    title: communication.title,
    href: `/key-communications/${communication._id}`,
    forum: communication.forumName,
    when: communication.issuedAt === null ? '' : showInstant(communication.issuedAt),
    datetime: communication.issuedAt === null ? '' : machineInstant(communication.issuedAt),
    corrected: communication.correctedBy !== null,
  })),
})

/** A page of a forum's key communications: drafts for who prepares and approves them, and those that are issued. */
export const forumListPage = (forum: Forum, list: Paged<KeyCommunication>, mayWrite: boolean) => ({
  page: {
    title: 'Key communications',
    forum: { id: forum._id, name: forum.name },
    section: 'keyCommunications' as const,
  },
  caption: forum.name,
  begin: mayWrite ? `/forums/${forum._id}/key-communications/new` : '',
  feed: `/key-communications?forum=${forum._id}`,
  columns: [{ text: 'Title' }, { text: 'Meeting' }, { text: 'Who can see this' }, { text: 'State' }],
  title: `Newest first${pageInWords(list)}`,
  pages: pagesOf(list, `/forums/${forum._id}/key-communications`),
  rows: list.records.map(({ _id, title, meetingDate, audience, ...communication }) => ({
    cells: [
      { column: 'Title', text: title, href: `/key-communications/${_id}`, tag: '' },
      { column: 'Meeting', text: meetingDate === null ? 'None' : showDay(meetingDate), href: '', tag: '' },
      { column: 'Who can see this', text: audienceWords[audience], href: '', tag: '' },
      stateCell(stateOf(communication, forum.settings)),
    ],
  })),
})

const stateCell = ({ text, colour }: StateWords) => ({ column: 'State', text, href: '', tag: colour })
