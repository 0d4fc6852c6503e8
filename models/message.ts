import { newId } from '../server/ids.ts'
import type { Viewer } from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/** What an e-mail tells somebody has happened. Its words are made when it is sent, from nothing confidential. */
export const noticeKinds = [
  'invitation',
  'meetingCalled',
  'meetingMoved',
  'meetingCancelled',
  'agendaPublished',
  'itemWithdrawn',
  'latePaper',
  'approvalWaiting',
  'approvalReminder',
  'consentAsked',
  'ruleLoosened',
  'ruleStays',
  'sentBack',
  'minutesCirculated',
  'keyCommunicationIssued',
  'termsConsultation',
  'termsConsultationEnded',
  'termsAdopted',
  'seatChanged',
  'deputyNamed',
  'actionAssigned',
  'chairAppointed',
  'forumMoved',
  'emergencyAsked',
  'emergencyReferred',
  'emergencyDecided',
  'sideWithdrew',
  'sideReturned',
  'certificateExpires',
  'passkeyCodeGiven',
  'passkeyAdded',
  'passkeyRemoved',
  'sideSignInDecided',
  'operatorsLinkUsed',
  'signInEnded',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What an e-mail is about: something that has happened, or a one-time code that was asked for. */
export const mailKinds = [...noticeKinds, 'code'] as const
export type MailKind = (typeof mailKinds)[number]

/** One e-mail to one person, in the outbox until it is sent. */
export type Message = {
  readonly _id: string
  readonly forum: string
  readonly kind: MailKind
  /** The person it goes to; the address is looked up when it is sent. */
  readonly to: string
  /** Where the link in the message leads: a path of this service. */
  readonly path: string
  /** The meeting's date, YYYY-MM-DD, where there is one. */
  readonly meetingDate: string | null
  /** For a one-time code: the request of which it is made when the message is sent. The code itself is stored nowhere. */
  readonly request: string | null
  readonly queuedAt: Date
  /** Not before; moves on with each failure. */
  readonly dueAt: Date
  /** A process holds the message until then; null when nobody does. */
  readonly leasedUntil: Date | null
  readonly lease: string | null
  readonly attempts: number
  readonly sentAt: Date | null
  readonly failure: string | null
}

const Messages = scopedModel<Message>('Message', 'message', {
  forum: { type: String, required: true, immutable: true },
  kind: { type: String, enum: mailKinds, required: true, immutable: true },
  to: { type: String, required: true, immutable: true },
  path: { type: String, required: true, immutable: true },
  meetingDate: { type: String, default: null, immutable: true },
  request: { type: String, default: null, immutable: true },
  queuedAt: { type: Date, required: true, immutable: true },
  dueAt: { type: Date, required: true },
  leasedUntil: { type: Date, default: null },
  lease: { type: String, default: null },
  attempts: { type: Number, default: 0 },
  sentAt: { type: Date, default: null },
  failure: { type: String, default: null },
})

/** A message to be queued: the same words to each of these people, in a message each. */
export type Telling = {
  readonly forum: string
  readonly kind: MailKind
  readonly to: readonly string[]
  readonly path: string
  readonly meetingDate?: string
  readonly request?: string
}

/** The outbox as one viewer may touch it: only the service `outbox` may. */
export const outboxFor = (viewer: Viewer) => ({
  queue: async ({ forum, kind, to, path, meetingDate, request }: Telling, now: Date): Promise<void> => {
    const records = [...new Set(to)].map((person) => ({
      _id: newId(),
      forum,
      kind,
      to: person,
      path,
      meetingDate: meetingDate ?? null,
      request: request ?? null,
      queuedAt: now,
      // Somebody is waiting for a code: it goes before everything else.
      dueAt: kind === 'code' ? new Date(0) : now,
    }))
    if (records.length > 0) await insert(Messages, viewer, records)
  },
  /** Takes the lease of one due message, or null. Atomic, so that two processes never hold the same one. */
  lease: async (lease: string, now: Date, until: Date): Promise<Message | null> =>
    Messages.findOneAndUpdate(
      { sentAt: null, dueAt: { $lte: now }, $or: [{ leasedUntil: null }, { leasedUntil: { $lte: now } }] },
      { $set: { lease, leasedUntil: until }, $inc: { attempts: 1 } },
      { ...under(viewer, 'edit'), sort: { dueAt: 1 }, returnDocument: 'after' },
    ).lean<Message>(),
  /** Marks a message as sent, if this lease still holds it. */
  sent: async (_id: string, lease: string, now: Date): Promise<void> => {
    await Messages.updateOne({ _id, lease }, { sentAt: now, lease: null, leasedUntil: null }, under(viewer, 'edit'))
  },
  /** Takes a message out, if this lease still holds it: one that must leave no trace, as a code's would be of activity. */
  remove: async (_id: string, lease: string): Promise<void> => {
    await Messages.deleteOne({ _id, lease }, under(viewer, 'remove'))
  },
  /** Gives a message back after a failure, to be tried again at `dueAt`. */
  failed: async (_id: string, lease: string, failure: string, dueAt: Date): Promise<void> => {
    await Messages.updateOne({ _id, lease }, { failure, dueAt, lease: null, leasedUntil: null }, under(viewer, 'edit'))
  },
  /** What was queued for a forum, oldest first. */
  ofForum: async (forum: string): Promise<Message[]> =>
    Messages.find({ forum }, null, under(viewer, 'read')).sort({ queuedAt: 1 }).lean<Message[]>(),
  waiting: async (): Promise<Message[]> =>
    Messages.find({ sentAt: null }, null, under(viewer, 'read')).sort({ dueAt: 1 }).limit(200).lean<Message[]>(),
})
