import type { Viewer } from '../server/policy/terms.ts'
import { type Paged, containing, paged } from './paged.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** What an identity provider asserts of a person, linked at the first sign-in to an open invitation. */
export type SignInIdentity = { readonly organisation: string; readonly issuer: string; readonly nameId: string }

/**
 * What the sign-in of a person's organisation says otherwise than the record, for an administrator to settle: another
 * e-mail address, with the identity that is linked; or another identity, which was refused, with the same address.
 */
export type Differing = {
  readonly what: 'address' | 'identity'
  /** The address that was asserted. */
  readonly email: string
  /** The day (YYYY-MM-DD) on which this was first noticed. It is noticed once, so that it is no record of activity. */
  readonly since: string
  /** An administrator left the record as it is; the same is not asked again. */
  readonly settled: boolean
}

/** A human being who may sign in. What this person represents stands on seats, never here. */
export type Person = {
  readonly _id: string
  /** The person's own id again: the owner of this record. */
  readonly owner: string
  readonly name: string
  readonly email: string
  /** The organisation whose sign-in this person uses; not necessarily the one represented. */
  readonly signsInThrough: string
  readonly identities: readonly SignInIdentity[]
  readonly createdAt: Date
  /** When the person first signed in; null for "not signed in yet". Later sign-ins are not kept. */
  readonly firstSignedInAt: Date | null
  /**
   * The day (YYYY-MM-DD) on which an administrator ended this person's sign-in; nothing is linked until they are let in
   * again. Null while the invitation, or what was linked, holds.
   */
  readonly unlinkedOn: string | null
  readonly differs: Differing | null
  /** Counts changes, so that a stale form is noticed. */
  readonly revision: number
}

const People = scopedModel<Person>('Person', 'person', {
  owner: { type: String, required: true, immutable: true },
  name: { type: String, required: true },
  email: { type: String, required: true, lowercase: true, trim: true },
  signsInThrough: { type: String, required: true },
  identities: [{ _id: false, organisation: String, issuer: String, nameId: String }],
  createdAt: { type: Date, required: true, immutable: true },
  firstSignedInAt: { type: Date, default: null },
  unlinkedOn: { type: String, default: null },
  differs: {
    type: {
      _id: false,
      what: { type: String, enum: ['address', 'identity'] },
      email: String,
      since: String,
      settled: Boolean,
    },
    default: null,
  },
  revision: { type: Number, default: 0 },
})

/** What a new person has by itself. */
type ByItself = 'identities' | 'firstSignedInAt' | 'unlinkedOn' | 'differs' | 'revision'

/**
 * Whether an administrator ended this person's sign-in: then no way in is open, whatever it is, until they are let in
 * again. Records from before there was such a day have none.
 */
export const isSignInEnded = ({ unlinkedOn }: Pick<Person, 'unlinkedOn'>): boolean => (unlinkedOn ?? null) !== null

/** What decides how somebody signs in, for lists of many. */
const throughFields = { name: 1, email: 1, signsInThrough: 1, identities: 1, unlinkedOn: 1, revision: 1 }
export type PersonThrough = Pick<Person, '_id' | keyof typeof throughFields>

/** The people one viewer may touch. */
export const peopleFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Person> =>
    found(await People.findOne({ _id }, null, under(viewer, 'read')).lean<Person>(), 'person'),
  /** A page of the people whose name or e-mail address holds this text, by name. */
  page: async (text: string, number: number): Promise<Paged<Person>> => {
    const filter = text === '' ? {} : { $or: [{ name: containing(text) }, { email: containing(text) }] }
    return paged(People, viewer, { filter, sort: { name: 1 }, size: 25, number })
  },
  /** The people with these ids, in no order. */
  some: async (ids: readonly string[]): Promise<Person[]> =>
    People.find({ _id: { $in: ids } }, null, under(viewer, 'read')).lean<Person[]>(),
  /** Which of these people have not signed in yet: their ids and nothing else. */
  notSignedInAmong: async (ids: readonly string[]): Promise<ReadonlySet<string>> =>
    new Set(
      (
        await People.find({ _id: { $in: ids }, firstSignedInAt: null }, { _id: 1 }, under(viewer, 'read')).lean<
          Pick<Person, '_id'>[]
        >()
      ).map(({ _id }) => _id),
    ),
  byEmail: async (email: string): Promise<Person | null> =>
    People.findOne({ email: email.trim().toLowerCase() }, null, under(viewer, 'read')).lean<Person>(),
  /** The people with these e-mail addresses, in no order. */
  ofEmails: async (emails: readonly string[]): Promise<Person[]> =>
    People.find(
      { email: { $in: emails.map((email) => email.trim().toLowerCase()) } },
      null,
      under(viewer, 'read'),
    ).lean<Person[]>(),
  byIdentity: async (identity: SignInIdentity): Promise<Person | null> =>
    People.findOne({ identities: { $elemMatch: identity } }, null, under(viewer, 'read')).lean<Person>(),
  /** Everybody who signs in through one of these organisations, by name, without what is nobody's business here. */
  through: async (organisations: readonly string[]): Promise<PersonThrough[]> =>
    People.find({ signsInThrough: { $in: organisations } }, throughFields, under(viewer, 'read'))
      .sort({ name: 1, _id: 1 })
      .batchSize(10_000)
      .lean<PersonThrough[]>(),
  /**
   * Lets everybody who signs in through one organisation do so through another. What this issuer calls them stays
   * linked; whoever was linked by another issuer is linked anew at the next sign-in. Gives how many of each.
   */
  moveThrough: async (from: string, into: string, issuer: string): Promise<{ kept: number; anew: number }> => {
    const scope = under(viewer, 'edit')
    const $inc = { revision: 1 }
    // Nobody has two identities: one is linked only where there is none.
    const kept = await People.updateMany(
      { signsInThrough: from, identities: { $size: 1, $elemMatch: { organisation: from, issuer } } },
      { $set: { signsInThrough: into, 'identities.0.organisation': into }, $inc },
      scope,
    )
    const others = { $set: { signsInThrough: into, identities: [], differs: null }, $inc }
    const anew = await People.updateMany({ signsInThrough: from }, others, scope)
    return { kept: kept.modifiedCount, anew: anew.modifiedCount }
  },
  create: async (records: readonly Omit<Person, 'owner' | ByItself>[]): Promise<void> => {
    await insert(
      People,
      viewer,
      records.map((record) => ({ ...record, owner: record._id })),
    )
  },
  /**
   * Links an identity at the first sign-in. False when the person already has one, does not sign in there, or had their
   * sign-in ended.
   */
  link: async (_id: string, identity: SignInIdentity, now: Date): Promise<boolean> => {
    const open = { _id, signsInThrough: identity.organisation, identities: { $size: 0 }, unlinkedOn: null }
    const linked = { $push: { identities: identity } }
    const first = { ...linked, $set: { firstSignedInAt: now } }
    const scope = under(viewer, 'edit')
    if ((await People.updateOne({ ...open, firstSignedInAt: null }, first, scope)).modifiedCount === 1) return true
    return (await People.updateOne(open, linked, scope)).modifiedCount === 1
  },
  /** Notes what a sign-in says otherwise than the record. False when that very thing was noted before. */
  notice: async (_id: string, differs: Omit<Differing, 'settled'>): Promise<boolean> => {
    const { what, email } = differs
    const another = { $or: [{ 'differs.what': { $ne: what } }, { 'differs.email': { $ne: email } }] }
    const update = { $set: { differs: { ...differs, settled: false } } }
    return (await People.updateOne({ _id, ...another }, update, under(viewer, 'edit'))).modifiedCount === 1
  },
  /** Forgets that another address was asserted, now that the one on record is again. */
  forgetNotice: async (_id: string): Promise<void> => {
    const waiting = { _id, differs: { $ne: null }, 'differs.settled': false } as const
    await People.updateOne(waiting, { $set: { differs: null } }, under(viewer, 'edit'))
  },
  /** A page of the people of whom a sign-in says what an administrator has not settled, by name. */
  differing: async (number: number): Promise<Paged<Person>> =>
    paged(People, viewer, { filter: { 'differs.settled': false }, sort: { name: 1 }, size: 25, number }),
  anyDiffering: async (): Promise<boolean> =>
    (await People.findOne({ 'differs.settled': false }, { _id: 1 }, under(viewer, 'read')).lean()) !== null,
  /** The day on which this person's sign-in was ended; null while it was not. */
  unlinkedOn: async (_id: string): Promise<string | null> =>
    (await People.findOne({ _id }, { unlinkedOn: 1 }, under(viewer, 'read')).lean<Pick<Person, 'unlinkedOn'>>())
      ?.unlinkedOn ?? null,
  /** Notes the first sign-in of somebody who has no identity to be linked; later ones change nothing. */
  signedIn: async (_id: string, now: Date): Promise<void> => {
    await People.updateOne({ _id, firstSignedInAt: null }, { firstSignedInAt: now }, under(viewer, 'edit'))
  },
  /**
   * Changes a person, if nobody else has since the revision that was shown. One who signs in elsewhere from now on is
   * linked anew at the next sign-in there.
   */
  edit: async (
    _id: string,
    revision: number,
    change: Partial<Pick<Person, 'name' | 'email' | 'signsInThrough' | 'identities' | 'unlinkedOn' | 'differs'>>,
  ): Promise<boolean> => {
    const update = { $set: change, $inc: { revision: 1 } }
    return (await People.findOneAndUpdate({ _id, revision }, update, under(viewer, 'edit')).lean()) !== null
  },
})
