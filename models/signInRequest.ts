import { type InferSchemaType, Schema, model } from 'mongoose'

/**
 * Sign-ins and sign-outs under way, and the assertions that were used. These are the only records without a viewer:
 * they exist before anybody is somebody, belong to no forum and to nobody, are found by a random id alone, and are gone
 * after ten minutes. They live in the database so that any process may answer what another one asked.
 */

const minutes = 60_000

/** How long a sign-in may take, from leaving for the identity provider to being back: ten minutes. */
export const signInTakes = 10 * minutes

/** Who came back from the identity provider, until the browser that left fetches it. */
const arrival = new Schema(
  {
    person: { type: String, required: true },
    issuer: { type: String, required: true },
    nameId: { type: String, required: true },
    nameIdFormat: { type: String, default: '' },
    sessionIndex: { type: String, default: '' },
    /** The e-mail address that was asserted; '' for none. */
    email: { type: String, default: '' },
  },
  { _id: false, strict: 'throw' },
)
export type Arrival = InferSchemaType<typeof arrival>

/** What a test of a sign-in brought, and what a sign-in would have made of it; kept for ten minutes. */
const tested = new Schema(
  {
    /** Why it would be refused; '' when it would not. */
    reason: { type: String, default: '' },
    /** The person who would be signed in; '' for nobody. */
    person: { type: String, default: '' },
    /** Whether this identity is linked to that person already. */
    linked: { type: Boolean, required: true },
    /** Whether what follows was signed by the provider, for us and now. */
    verified: { type: Boolean, required: true },
    issuer: { type: String, default: '' },
    nameId: { type: String, default: '' },
    nameIdFormat: { type: String, default: '' },
    email: { type: String, default: '' },
    attributes: { type: [{ _id: false, name: String, values: [String] }], required: true },
  },
  { _id: false, strict: 'throw' },
)
export type Tested = {
  readonly reason: string
  readonly person: string
  readonly linked: boolean
  readonly verified: boolean
  readonly issuer: string
  readonly nameId: string
  readonly nameIdFormat: string
  readonly email: string
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[]
}

export type SignInRequest = {
  /** The id of the SAML request, to which the answer must be InResponseTo. */
  readonly _id: string
  readonly kind: 'signIn' | 'signOut' | 'test'
  /** The organisation that was asked; another one cannot answer. */
  readonly organisation: string
  /** A hash of the asking browser's own cookie; another browser cannot use the answer. */
  readonly browser: string
  /** The path to go to afterwards. Kept here and never sent out. */
  readonly returnTo: string
  /** For a sign-in: who arrived. For a sign-out: who leaves. */
  readonly who: Arrival | null
  /** A hash of what only the browser that brought the answer knows; '' for a sign-out, to which none is brought. */
  readonly ticket: string
  /** For a test that was answered: what arrived. */
  readonly tested?: Tested | null
  readonly expiresAt: Date
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: ['signIn', 'signOut', 'test'], required: true },
    organisation: { type: String, required: true },
    browser: { type: String, required: true },
    returnTo: { type: String, required: true },
    who: { type: arrival, default: null },
    ticket: { type: String, default: '' },
    tested: { type: tested, default: null },
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'signinrequests' },
)
const Requests = model('SignInRequest', schema)

const used = new Schema(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { strict: 'throw', versionKey: false, collection: 'usedassertions' },
)
const Used = model('UsedAssertion', used)

/** A request as whoever answers it names it; the browser is left out where it cannot be known, on plain http. */
export type Asked = Pick<SignInRequest, '_id' | 'kind' | 'organisation'> & { readonly browser: string | undefined }
type Finished = Pick<SignInRequest, '_id' | 'kind' | 'organisation' | 'browser' | 'ticket'>

const knownOf = ({ browser, ...asked }: Asked): Omit<Asked, 'browser'> & { browser?: string } =>
  browser === undefined ? asked : { ...asked, browser }
const inTime = (now: Date) => ({ expiresAt: { $gt: now } })

export const signInRequests = {
  /** A browser leaves for its organisation's identity provider. */
  begin: async (
    request: Omit<SignInRequest, 'expiresAt' | 'who' | 'tested' | 'ticket'> & { who?: Arrival },
    now: Date,
  ): Promise<void> => {
    await Requests.create([{ who: null, ...request, expiresAt: new Date(now.getTime() + signInTakes) }])
  },
  /** Whether this organisation was asked for this, by the browser that answers, and has not answered. Changes nothing. */
  open: async (asked: Asked, now: Date): Promise<boolean> =>
    (await Requests.findOne({ ...knownOf(asked), who: null, tested: null, ...inTime(now) }).lean()) !== null,
  /** The answer to a test. Atomic: of several answers to one test, one gets true. */
  test: async (asked: Asked, outcome: Tested, ticket: string, now: Date): Promise<boolean> =>
    (
      await Requests.updateOne(
        { ...knownOf(asked), kind: 'test', tested: null, ...inTime(now) },
        { $set: { tested: outcome, ticket } },
        { runValidators: true },
      )
    ).modifiedCount === 1,
  /** What a test that this browser began has brought; null when nothing has, and to every other browser. */
  tested: async (asked: Omit<Finished, 'kind'>, now: Date): Promise<Tested | null> =>
    (
      await Requests.findOne({ ...asked, kind: 'test', tested: { $ne: null }, ...inTime(now) }).lean<{
        readonly tested: Tested
      }>()
    )?.tested ?? null,
  /** The identity provider's answer. Atomic: of several answers to one request, one gets true. */
  arrive: async (asked: Asked, who: Arrival, ticket: string, now: Date): Promise<boolean> =>
    (
      await Requests.updateOne(
        { ...knownOf(asked), kind: 'signIn', who: null, ...inTime(now) },
        { $set: { who, ticket } },
        { runValidators: true },
      )
    ).modifiedCount === 1,
  /** The browser that left, and brought the answer, is back: gives who arrived, once, and forgets it. Atomic. */
  finish: async (asked: Finished, now: Date): Promise<(SignInRequest & { readonly who: Arrival }) | null> =>
    Requests.findOneAndDelete({ ...asked, who: { $ne: null }, ...inTime(now) }).lean<
      SignInRequest & { readonly who: Arrival }
    >(),
}

export const usedAssertions = {
  /**
   * Notes that an assertion was used. False when it had been used before.
   * @param id made of organisation, issuer and the assertion's own id
   * @param until when the assertion is of no use to anybody any more
   */
  use: async (id: string, until: Date): Promise<boolean> => {
    try {
      await Used.create([{ _id: id, expiresAt: until }])
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 11000) return false
      throw error
    }
  },
}
