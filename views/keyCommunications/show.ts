import type { KeyCommunication } from '../../models/keyCommunication.ts'
import { machineInstant, showDay, showInstant } from '../../server/dates.ts'
import type { Settings } from '../../models/settings.ts'
import { keySides } from '../../server/policy/keys.ts'
import { type StateWords, audienceWords, keyCommunicationStates, notAgreed } from '../words.ts'

/** `Key communication of the meeting of 4 March 2026`, or without a meeting. */
export const aboutMeeting = ({ meetingDate }: Pick<KeyCommunication, 'meetingDate'>): string =>
  meetingDate === null ? 'Key communication' : `Key communication of the meeting of ${showDay(meetingDate)}`

/**
 * Its state in words, or that it was not agreed.
 * @param terms of its forum; null where nobody failed to agree, so that it need not be known
 */
export const stateOf = (
  { state, notAgreedSince }: Pick<KeyCommunication, 'state' | 'notAgreedSince'>,
  terms: Pick<Settings, 'sides' | 'chairsNeeded'> | null,
): StateWords =>
  state === 'approval' && notAgreedSince !== null && terms !== null
    ? notAgreed(keySides(terms).length)
    : keyCommunicationStates[state]

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
