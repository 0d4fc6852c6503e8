import type { Viewer } from '../server/policy/terms.ts'
import { type Paged, containing, paged } from './paged.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** What an identity provider asserts of a person, linked at the first sign-in to an open invitation. */
export type SignInIdentity = { readonly organisation: string; readonly issuer: string; readonly nameId: string }

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
  revision: { type: Number, default: 0 },
})

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
  create: async (
    records: readonly Omit<Person, 'owner' | 'identities' | 'firstSignedInAt' | 'revision'>[],
  ): Promise<void> => {
    await insert(
      People,
      viewer,
      records.map((record) => ({ ...record, owner: record._id })),
    )
  },
  /** Links an identity at the first sign-in. False when the person already has one, or does not sign in there. */
  link: async (_id: string, identity: SignInIdentity, now: Date): Promise<boolean> =>
    (
      await People.updateOne(
        { _id, signsInThrough: identity.organisation, identities: { $size: 0 } },
        { $push: { identities: identity }, $set: { firstSignedInAt: now } },
        under(viewer, 'edit'),
      )
    ).modifiedCount === 1,
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
    change: Partial<Pick<Person, 'name' | 'email' | 'signsInThrough' | 'identities'>>,
  ): Promise<boolean> => {
    const update = { $set: change, $inc: { revision: 1 } }
    return (await People.findOneAndUpdate({ _id, revision }, update, under(viewer, 'edit')).lean()) !== null
  },
})
