import { type Reach, type Side, type Viewer, offices, resources, roles, sides } from '../server/policy/terms.ts'
import { type Question, found, insert, question, scopedModel, under } from './scoped.ts'
import type { Earlier, SeatRecord } from './seatRecord.ts'

export type { Earlier, SeatRecord } from './seatRecord.ts'

const Seats = scopedModel<SeatRecord>('Seat', 'seat', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  audience: { type: String, enum: ['forum', 'meeting', 'installation'], required: true, immutable: true },
  meeting: { type: String, default: null, immutable: true },
  person: { type: String, required: true, immutable: true },
  owner: { type: String, required: true, immutable: true },
  name: { type: String, required: true },
  jobTitle: { type: String, default: '' },
  role: { type: String, enum: roles, required: true },
  office: { type: String, enum: [...offices, null], default: null },
  side: { type: String, enum: sides, required: true },
  organisation: { type: String, required: true },
  organisationName: { type: String, required: true },
  neighbours: [String],
  meetings: [String],
  from: { type: String, required: true },
  until: { type: String, default: null },
  historyFrom: { type: String, required: true },
  holdsKey: { type: Boolean, default: false },
  needsPasskey: { type: Boolean, default: false },
  onlyThrough: [String],
  passkeys: [String],
  byCode: { type: Boolean, default: false },
  standsInFor: { type: String, default: null },
  acknowledged: { type: String, default: null },
  reaches: [{ _id: false, on: { type: String, enum: resources }, forum: String, record: String, until: Date }],
  earlier: [{ _id: false, role: String, organisation: String, organisationName: String, until: String }],
  revision: { type: Number, default: 0 },
})

/** What decides who somebody is today. */
const standing = {
  name: 1,
  forum: 1,
  forumName: 1,
  role: 1,
  office: 1,
  side: 1,
  organisation: 1,
  neighbours: 1,
  meetings: 1,
  historyFrom: 1,
  holdsKey: 1,
  needsPasskey: 1,
  onlyThrough: 1,
  passkeys: 1,
  byCode: 1,
  reaches: 1,
}
/** A seat as it decides who may see and do what. */
export type Standing = Pick<SeatRecord, '_id' | keyof typeof standing>

const onDay = (day: string) => ({ from: { $lte: day }, $or: [{ until: null }, { until: { $gte: day } }] })
const notEnded = (day: string) => ({ $or: [{ until: null }, { until: { $gte: day } }] })

/** A side of a forum that lets its seats be used through certain organisations only. */
export type Requiring = Pick<SeatRecord, 'forum' | 'forumName' | 'side'>

/** What an act may change on seats. */
export type SeatChange = Partial<
  Pick<SeatRecord, 'role' | 'organisation' | 'organisationName' | 'jobTitle' | 'holdsKey' | 'until'>
>

/** A seat to be made: what it says by default may be left out. */
export type NewSeat = Omit<SeatRecord, 'owner' | Optional> & Partial<Pick<SeatRecord, Optional>>
type Optional = 'audience' | 'meeting' | 'byCode' | 'earlier' | 'reaches' | 'revision' | 'passkeys'

/** The seats one viewer may touch. */
export const seatsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<SeatRecord> =>
    found(await Seats.findOne({ _id }, null, under(viewer, 'read')).lean<SeatRecord>(), 'seat'),
  /** A seat that the viewer may change or end: of the own side. */
  openToAppoint: async (_id: string): Promise<SeatRecord> =>
    found(await Seats.findOne({ _id }, null, under(viewer, 'appoint')).lean<SeatRecord>(), 'seat'),
  /** Whether the viewer can read a seat of this id, past or present, on one of these sides of the forum. */
  exists: async (_id: string, forum: string, of: readonly Side[] = sides): Promise<boolean> =>
    (await Seats.findOne({ _id, forum, side: { $in: of } }, { _id: 1 }, under(viewer, 'read')).lean()) !== null,
  /** Every seat and office that is held on the day (YYYY-MM-DD), as it decides who somebody is. */
  heldOn: (day: string): Question<readonly Standing[]> =>
    question(Seats, viewer, { filter: onDay(day), shown: standing, read: (held) => held }),
  /** The same of one person. */
  heldBy: async (person: string, day: string): Promise<Standing[]> =>
    Seats.find({ person, ...onDay(day) }, standing, under(viewer, 'read')).lean<Standing[]>(),
  /** Every seat that this person holds on the day or will hold, offices left out. */
  lasting: async (person: string, day: string): Promise<SeatRecord[]> =>
    Seats.find({ person, office: null, ...notEnded(day) }, null, under(viewer, 'read')).lean<SeatRecord[]>(),
  /** Whether this person holds a seat or an office on the day, or will. */
  anyLasting: async (person: string, day: string): Promise<boolean> =>
    (await Seats.findOne({ person, ...notEnded(day) }, { _id: 1 }, under(viewer, 'read')).lean()) !== null,
  /** The seats of a forum on the day, by side, role and name. */
  inForum: async (forum: string, day: string): Promise<SeatRecord[]> =>
    Seats.find({ forum, ...onDay(day) }, null, under(viewer, 'read'))
      .sort({ side: 1, name: 1 })
      .lean<SeatRecord[]>(),
  /** The seats of a forum on the day, and those that begin after it. */
  nowAndLater: async (forum: string, day: string): Promise<SeatRecord[]> =>
    Seats.find({ forum, ...notEnded(day) }, null, under(viewer, 'read'))
      .sort({ side: 1, name: 1 })
      .lean<SeatRecord[]>(),
  /** The seats these people hold in a forum on the day or later. */
  ofPeople: async (forum: string, people: readonly string[], day: string): Promise<SeatRecord[]> =>
    Seats.find({ forum, person: { $in: people }, ...notEnded(day) }, null, under(viewer, 'read')).lean<SeatRecord[]>(),
  /** The deputies named to stand in for any of these seats, latest first. */
  deputiesOf: async (forum: string, seats: readonly string[]): Promise<SeatRecord[]> =>
    Seats.find({ forum, standsInFor: { $in: seats } }, null, under(viewer, 'read'))
      .sort({ from: -1, name: 1 })
      .lean<SeatRecord[]>(),
  /** Every seat a forum has had, latest first. */
  history: async (forum: string): Promise<SeatRecord[]> =>
    Seats.find({ forum }, null, under(viewer, 'read')).sort({ from: -1, name: 1 }).lean<SeatRecord[]>(),
  create: async (records: readonly NewSeat[]): Promise<void> => {
    const whole = records.map((seat) => ({ audience: 'forum', ...seat, owner: seat.person }))
    await insert(Seats, viewer, whole)
  },
  /**
   * Changes or ends a seat of the viewer's own side, if it is still at the revision that was shown. What it was until
   * now is kept when `was` is given. False when somebody else has changed it; NotFound when it is not the viewer's to
   * change.
   */
  appoint: async (_id: string, revision: number, change: SeatChange, was?: Earlier): Promise<boolean> => {
    const kept = was === undefined ? {} : { $push: { earlier: was } }
    const update = { $set: change, $inc: { revision: 1 }, ...kept }
    const done = await Seats.findOneAndUpdate({ _id, revision }, update, under(viewer, 'appoint')).lean()
    if (done === null) await seatsFor(viewer).openToAppoint(_id)
    return done !== null
  },
  /**
   * Ends a seat with this last day; false when it ends then or earlier already. For the service `membership`, within an
   * act that has checked the right.
   */
  end: async (_id: string, until: string): Promise<boolean> =>
    (
      await Seats.updateOne(
        { _id, $or: [{ until: null }, { until: { $gt: until } }] },
        { until, $inc: { revision: 1 } },
        under(viewer, 'edit'),
      )
    ).modifiedCount === 1,
  /** What a member changes on the own seat: the acknowledgement of terms. */
  acknowledge: async (_id: string, terms: string): Promise<void> => {
    found(await Seats.findOneAndUpdate({ _id }, { acknowledged: terms }, under(viewer, 'edit')).lean(), 'seat')
  },
  /** Admits these seats to a meeting, or ends the admission. Only the service `quorum` may. */
  admit: async (seats: readonly string[], meeting: string): Promise<void> => {
    await Seats.updateMany({ _id: { $in: seats } }, { $addToSet: { meetings: meeting } }, under(viewer, 'edit'))
  },
  dismiss: async (seats: readonly string[], meeting: string): Promise<void> => {
    await Seats.updateMany({ _id: { $in: seats } }, { $pull: { meetings: meeting } }, under(viewer, 'edit'))
  },
  /** The seats admitted to a meeting that are held on the day (YYYY-MM-DD) or later, whatever their role. */
  admittedTo: async (forum: string, meeting: string, day: string): Promise<SeatRecord[]> =>
    Seats.find({ forum, meetings: meeting, ...notEnded(day) }, null, under(viewer, 'read'))
      .sort({ side: 1, name: 1 })
      .lean<SeatRecord[]>(),
  /** Lets seats that would end before this day (YYYY-MM-DD) last until it: a meeting's deputies, when it is resumed. */
  extend: async (seats: readonly string[], until: string): Promise<void> => {
    await Seats.updateMany({ _id: { $in: seats }, until: { $ne: null, $lt: until } }, { until }, under(viewer, 'edit'))
  },
  /** From which day (YYYY-MM-DD) this seat sees agendas, papers and minutes. */
  seeFrom: async (_id: string, historyFrom: string): Promise<void> => {
    await Seats.updateOne({ _id }, { $set: { historyFrom } }, under(viewer, 'edit'))
  },
  /** Whether members whose organisation has no sign-in may use a code, when new terms say otherwise. */
  letUseCodes: async (forum: string, byCode: boolean): Promise<void> => {
    await Seats.updateMany({ forum }, { $set: { byCode } }, under(viewer, 'edit'))
  },
  /** Tells every seat of a forum that it has a new neighbour in the tree, or that another is none any more. */
  addNeighbour: async (forum: string, neighbour: string): Promise<void> => {
    await Seats.updateMany({ forum }, { $addToSet: { neighbours: neighbour } }, under(viewer, 'edit'))
  },
  removeNeighbour: async (forum: string, neighbour: string): Promise<void> => {
    await Seats.updateMany({ forum }, { $pull: { neighbours: neighbour } }, under(viewer, 'edit'))
  },
  /** What the side of these seats requires of a sign-in from now on. For the service `membership`, as all that follows. */
  require: async (
    forum: string,
    side: Side,
    asked: Pick<SeatRecord, 'needsPasskey' | 'onlyThrough'>,
  ): Promise<void> => {
    await Seats.updateMany({ forum, side, audience: 'forum' }, { $set: asked }, under(viewer, 'edit'))
  },
  /**
   * The passkey counts for this seat and the one that follows by a handover, as long as both are; with null, none does.
   * With `by`, only where that passkey still counts. Gives whether there is such a seat.
   */
  vouch: async (
    { forum, side, person }: Pick<SeatRecord, 'forum' | 'side' | 'person'>,
    passkey: string | null,
    day: string,
    by?: string,
  ): Promise<boolean> => {
    const change = passkey === null ? { $set: { passkeys: [] } } : { $addToSet: { passkeys: passkey } }
    const lasting = { forum, side, person, audience: 'forum' as const, ...notEnded(day) }
    const counting = by === undefined ? lasting : { ...lasting, passkeys: by }
    return (await Seats.updateMany(counting, change, under(viewer, 'edit'))).matchedCount > 0
  },
  /** The passkey counts nowhere any more. Gives the forums in which it did. */
  endPasskey: async (person: string, passkey: string): Promise<string[]> => {
    const where = { person, passkeys: passkey }
    const forums = await Seats.distinct('forum', where, under(viewer, 'read'))
    await Seats.updateMany(where, { $pull: { passkeys: passkey } }, under(viewer, 'edit'))
    return forums
  },
  /** Gives a records officer emergency access. For the service `releases`. */
  reach: async (person: string, reach: Reach): Promise<void> => {
    await Seats.updateMany({ person, office: 'recordsOfficer' }, { $push: { reaches: reach } }, under(viewer, 'edit'))
  },
  /** The seats that represent an organisation on the day or later, by forum and name. */
  representing: async (organisation: string, day: string): Promise<SeatRecord[]> =>
    Seats.find({ organisation, ...notEnded(day) }, null, under(viewer, 'read'))
      .sort({ forumName: 1, name: 1, _id: 1 })
      .batchSize(10_000)
      .lean<SeatRecord[]>(),
  /** The sides whose seats may be used through this organisation's sign-in and a few others only, by forum. */
  requiring: async (organisation: string, day: string): Promise<Requiring[]> => {
    const seats = await Seats.find(
      { onlyThrough: organisation, ...notEnded(day) },
      { _id: 0, forum: 1, forumName: 1, side: 1 },
      under(viewer, 'read'),
    )
      .sort({ forumName: 1, side: 1 })
      .batchSize(10_000)
      .lean<Requiring[]>()
    return [...new Map(seats.map((seat) => [`${seat.forum} ${seat.side}`, seat])).values()]
  },
  /**
   * Lets the seats that represent an organisation on the day or later represent another, which it became part of. As
   * with a new name, they are the same seats, and there is no entry of what they were. Gives how many.
   */
  represent: async (from: string, into: { _id: string; name: string }, day: string): Promise<number> =>
    (
      await Seats.updateMany(
        { organisation: from, ...notEnded(day) },
        { $set: { organisation: into._id, organisationName: into.name }, $inc: { revision: 1 } },
        under(viewer, 'edit'),
      )
    ).modifiedCount,
  /** Carries a new name of a person, an organisation or a forum to the seats that show it. */
  rename: async (what: 'person' | 'organisation' | 'forum', _id: string, name: string): Promise<void> => {
    const field = { person: 'name', organisation: 'organisationName', forum: 'forumName' }[what]
    await Seats.updateMany({ [what]: _id }, { $set: { [field]: name } }, under(viewer, 'edit'))
  },
})
