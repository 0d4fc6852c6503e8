import type { KeyCommunication } from '../../models/keyCommunication.ts'
import { machineInstant, showDay, showInstant } from '../../server/dates.ts'
import { audienceWords } from '../words.ts'

/** `Key communication of the meeting of 4 March 2026`, or without a meeting. */
export const aboutMeeting = ({ meetingDate }: Pick<KeyCommunication, 'meetingDate'>): string =>
  meetingDate === null ? 'Key communication' : `Key communication of the meeting of ${showDay(meetingDate)}`

/** An issued key communication as everybody it is for reads it. */
export const keyCommunicationPage = (communication: KeyCommunication, mayCorrect: boolean) => ({
  page: {
    // A browser keeps titles of pages in its history: only one for everybody is part of it.
    title: communication.audience === 'public' ? communication.title : aboutMeeting(communication),
    breadcrumbs: [{ text: 'Key communications', href: `/key-communications?forum=${communication.forum}` }],
  },
  caption: communication.forumName,
  heading: communication.audience === 'public' ? '' : communication.title,
  about: aboutMeeting(communication),
  issued: communication.issuedAt === null ? '' : `Issued ${showInstant(communication.issuedAt)}`,
  datetime: communication.issuedAt === null ? '' : machineInstant(communication.issuedAt),
  audience: audienceWords[communication.audience],
  html: communication.html,
  corrects: communication.corrects === null ? '' : `/key-communications/${communication.corrects}`,
  correctedBy: communication.correctedBy === null ? '' : `/key-communications/${communication.correctedBy}`,
  correct:
    mayCorrect && communication.state === 'issued' && communication.correctedBy === null
      ? `/forums/${communication.forum}/key-communications/new?corrects=${communication._id}`
      : '',
})
