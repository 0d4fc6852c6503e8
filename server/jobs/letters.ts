import type { Forum } from '../../models/forum.ts'
import type { Message, NoticeKind } from '../../models/message.ts'
import { showWeekday } from '../dates.ts'
import { inGroups } from '../sso/code.ts'

/** An e-mail's words. */
export type Letter = { readonly subject: string; readonly text: string }

/** What each kind of notice says: what has happened, and what to do. Neither names a person, an item or a paper. */
const words: Readonly<
  Record<NoticeKind, { readonly subject: string; readonly happened: string; readonly act: string }>
> = {
  invitation: {
    subject: 'invitation',
    happened: 'You are invited to take part.',
    act: 'Sign in with the account that you use at work, or by this e-mail address if your organisation has no sign-in here',
  },
  meetingCalled: { subject: 'meeting called', happened: 'A meeting is called.', act: 'See when and where' },
  meetingMoved: {
    subject: 'meeting changed',
    happened: 'The day, time or place of a meeting has changed.',
    act: 'See when and where',
  },
  meetingCancelled: {
    subject: 'meeting cancelled',
    happened: 'This meeting will not take place.',
    act: 'See the meeting',
  },
  agendaPublished: { subject: 'agenda', happened: 'The agenda is published.', act: 'Read the agenda and papers' },
  itemWithdrawn: {
    subject: 'agenda changed',
    happened: 'What was on the published agenda has changed: something will not be taken. The other numbers stay.',
    act: 'See the agenda',
  },
  latePaper: { subject: 'late paper', happened: 'A paper was added after the others.', act: 'Read it' },
  approvalWaiting: {
    subject: 'your approval is needed',
    happened: 'A text waits for the approval of your side.',
    act: 'Read and approve it, or send it back',
  },
  approvalReminder: {
    subject: 'reminder: your approval is needed',
    happened: 'A text still waits for the approval of your side.',
    act: 'Read and approve it, or send it back',
  },
  consentAsked: {
    subject: 'a question to you',
    happened: 'A question waits for your answer. Nobody sees whether you answer, or how.',
    act: 'Read it and answer',
  },
  ruleLoosened: {
    subject: 'the rule of a meeting has changed',
    happened: 'What was under the Chatham House Rule is open now. Everybody who was asked has agreed.',
    act: 'See the meeting',
  },
  ruleStays: {
    subject: 'the rule of a meeting stays',
    happened: 'The question whether the rule may be loosened has ended without agreement. The rule stays as it is.',
    act: 'See the meeting',
  },
  sentBack: {
    subject: 'a text was sent back',
    happened: 'A text that waited for approval was sent back.',
    act: 'Read the reason',
  },
  minutesCirculated: { subject: 'minutes', happened: 'The minutes are circulated.', act: 'Read the minutes' },
  keyCommunicationIssued: {
    subject: 'key communication',
    happened: 'A key communication is issued.',
    act: 'Read it',
  },
  termsConsultation: {
    subject: 'your view on the terms of reference',
    happened: 'New terms of reference are open for comment.',
    act: 'Read them and comment',
  },
  termsConsultationEnded: {
    subject: 'consultation on the terms of reference ended',
    happened: 'A consultation on terms of reference has ended without agreement. The terms in force stay as they are.',
    act: 'Read why',
  },
  termsAdopted: {
    subject: 'terms of reference adopted',
    happened: 'New terms of reference are adopted.',
    act: 'Read them',
  },
  seatChanged: { subject: 'your place', happened: 'Your place has changed.', act: 'See your account' },
  deputyNamed: { subject: 'deputy named', happened: 'A member named a deputy.', act: 'See who takes part' },
  actionAssigned: { subject: 'action', happened: 'An action was given to you.', act: 'See your actions' },
  chairAppointed: {
    subject: 'chair appointed',
    happened: 'A vacant chair was filled.',
    act: 'See the members',
  },
  forumMoved: {
    subject: 'the forum above or below has changed',
    happened:
      'An administrator has changed which forum stands above or below this one. Who sees what is for the partnership has changed with it.',
    act: 'See it in the audit trail',
  },
  emergencyAsked: {
    subject: 'emergency access asked for',
    happened: 'A records officer asks for emergency access to one record.',
    act: 'Read why, and approve it or object',
  },
  emergencyReferred: {
    subject: 'emergency access to be decided',
    happened:
      'A request for emergency access to one record was not settled within ten working days. The data-protection officer of the organisation that owns the records decides.',
    act: 'Read the request',
  },
  emergencyDecided: {
    subject: 'emergency access decided',
    happened: 'A request for emergency access to one record was decided.',
    act: 'Read what was decided',
  },
  sideWithdrew: {
    subject: 'a side has withdrawn',
    happened: 'A side has withdrawn from the forum. What needs every side’s approval waits until it returns.',
    act: 'See the members',
  },
  certificateExpires: {
    subject: 'a sign-in certificate expires',
    happened: 'A certificate by which an organisation’s sign-in is known expires soon. Nobody signs in by it then.',
    act: 'See which, and import the organisation’s new metadata',
  },
  operatorsLinkUsed: {
    subject: 'the operator’s link was used',
    happened:
      'An administrator has signed in by a link that the operator made, and not through an organisation. If nobody told you that this would happen, ask the operator why.',
    act: 'See the administration',
  },
  passkeyCodeGiven: {
    subject: 'a code to add a passkey',
    happened:
      'A code was made to add a passkey for a place of your side. Whoever gave it says the code itself, by voice; it is in no e-mail.',
    act: 'If you know nothing of it, ask the chair of your side. See the place',
  },
  passkeyAdded: {
    subject: 'a passkey was added',
    happened: 'A passkey was added for your place.',
    act: 'If it was not you, tell the chair of your side at once. See your passkeys',
  },
  passkeyRemoved: {
    subject: 'a passkey was removed',
    happened: 'One of your passkeys was removed.',
    act: 'If it was not you, tell the chair of your side at once. See your passkeys',
  },
  sideSignInDecided: {
    subject: 'how your side signs in',
    happened: 'The chair of your side has decided what its members’ sign-in must prove.',
    act: 'See what it is',
  },
  signInEnded: {
    subject: 'a member can no longer sign in',
    happened: 'An administrator has ended the sign-in of a member of your side. Their place goes on until you end it.',
    act: 'See whose place it is, and end it or keep it',
  },
  sideReturned: {
    subject: 'a side has returned',
    happened: 'A side that had withdrawn has returned to the forum.',
    act: 'See the members',
  },
}

/**
 * Writes a notice. It says the forum, the meeting's date, what to do and whom to ring, so that it does not look like
 * phishing, and nothing that belongs in the room: no person's name, no title, no text.
 * @param forum the forum, or undefined for what concerns the installation
 * @param baseUrl this service's address, without a slash at its end
 */
export function letter(
  { kind, path, meetingDate }: Pick<Message, 'path' | 'meetingDate'> & { readonly kind: NoticeKind },
  forum: Pick<Forum, 'name' | 'telephone'> | undefined,
  baseUrl: string,
): Letter {
  const { subject, happened, act } = words[kind]
  const about = forum?.name ?? 'Subrosa'
  const day = meetingDate === null ? '' : showWeekday(meetingDate)
  const ring =
    forum === undefined
      ? 'ask the secretary of your forum'
      : `ring the secretariat of the forum on ${forum.telephone}, a number that you know from its papers`
  return {
    subject: [about, subject, ...(day === '' ? [] : [day])].join(': ').slice(0, 200),
    text: [
      day === '' ? about : `${about}\nMeeting of ${day}`,
      happened,
      `${act}:\n${baseUrl}${path}`,
      `The link leads to ${new URL(baseUrl).host}. You sign in there through your own organisation, or by a code that we send when you ask for it; we never ask for a password. This message says nothing confidential. If you doubt that it is genuine, ${ring}.`,
    ].join('\n\n'),
  }
}

/**
 * Writes the e-mail with a one-time code. Its subject does not hold the code, because a locked telephone shows that.
 * @param code its digits
 * @param baseUrl this service's address, without a slash at its end
 */
export const codeLetter = (code: string, path: string, baseUrl: string): Letter => ({
  subject: 'Subrosa: your code to sign in',
  text: [
    'Subrosa',
    `Your code is ${inGroups(code)}`,
    `Type it on the page where you asked for it, in the same browser:\n${baseUrl}${path}`,
    'It works once, for ten minutes. Tell it to nobody: nobody of Subrosa or of your forum will ask you for it.',
    'If you did not ask for a code, you need do nothing. Somebody may have mistyped their own address. If it happens again, tell the secretary of your forum.',
  ].join('\n\n'),
})
