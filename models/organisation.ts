import type { Viewer } from '../server/policy/terms.ts'
import { type Paged, containing, paged } from './paged.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

export const sectors = [
  'nhs',
  'localGovernment',
  'tradeUnion',
  'education',
  'regulator',
  'charity',
  'private',
  'other',
] as const
export type Sector = (typeof sectors)[number]

/** A public body, trade union, council, charity or firm. Its id is its short name, as in `/sso/deeholme/sign-in`. */
export type Organisation = {
  readonly _id: string
  readonly name: string
  readonly sector: Sector
  /** What kind of body within its sector: "acute trust", "integrated care board", "trade union". */
  readonly type: string
  /** Other names and abbreviations in use. Two organisations may share one. */
  readonly aliases: readonly string[]
  readonly formerNames: readonly { readonly name: string; readonly until: string }[]
  /** Where it works; areas overlap and change, so each is dated (YYYY-MM-DD; until is null while it lasts). */
  readonly areas: readonly { readonly area: string; readonly from: string; readonly until: string | null }[]
  /** Verified e-mail domains by which people find this organisation's sign-in. */
  readonly domains: readonly string[]
  /** Its data-protection officer, who decides requests for emergency access that chairs leave open; '' for none. */
  readonly protectionName: string
  readonly protectionEmail: string
  /**
   * The organisation that this one became part of, and its last day (YYYY-MM-DD); null while it goes on. The record
   * stays, so that its short name is never another's.
   */
  readonly mergedInto: { readonly organisation: string; readonly on: string } | null
  /** Counts changes, so that a stale form is noticed. */
  readonly revision: number
}

const Organisations = scopedModel<Organisation>('Organisation', 'organisation', {
  name: { type: String, required: true },
  sector: { type: String, enum: sectors, required: true },
  type: { type: String, default: '' },
  aliases: [String],
  formerNames: [{ _id: false, name: String, until: String }],
  areas: [{ _id: false, area: String, from: String, until: { type: String, default: null } }],
  domains: [{ type: String, lowercase: true }],
  protectionName: { type: String, default: '' },
  protectionEmail: { type: String, lowercase: true, default: '' },
  mergedInto: { type: { _id: false, organisation: String, on: String }, default: null },
  revision: { type: Number, default: 0 },
})

/** An organisation to be added. */
export type NewOrganisation = Omit<Organisation, Optional> & Partial<Pick<Organisation, Optional>>
type Optional = 'protectionName' | 'protectionEmail' | 'mergedInto' | 'revision'

/** The organisations one viewer may touch. */
export const organisationsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Organisation> =>
    found(await Organisations.findOne({ _id }, null, under(viewer, 'read')).lean<Organisation>(), 'organisation'),
  /** All organisations that go on, by name; of one area and day (YYYY-MM-DD) if asked. */
  list: async (of?: { area: string; on: string }): Promise<Organisation[]> => {
    const at = of && {
      areas: {
        $elemMatch: { area: of.area, from: { $lte: of.on }, $or: [{ until: null }, { until: { $gte: of.on } }] },
      },
    }
    return Organisations.find({ mergedInto: null, ...at }, null, under(viewer, 'read'))
      .sort({ name: 1 })
      .lean<Organisation[]>()
  },
  /** A page of the organisations of which any name, present or former, holds this text, by name. */
  page: async (text: string, number: number): Promise<Paged<Organisation>> => {
    const holds = containing(text)
    const named = [{ name: holds }, { aliases: holds }, { 'formerNames.name': holds }, { _id: holds }]
    const filter = text === '' ? {} : { $or: named }
    return paged(Organisations, viewer, { filter, sort: { name: 1 }, size: 25, number })
  },
  /** The organisations with these short names, in no order. */
  some: async (ids: readonly string[]): Promise<Organisation[]> =>
    Organisations.find({ _id: { $in: ids } }, null, under(viewer, 'read')).lean<Organisation[]>(),
  /** The organisations whose verified domain this is; usually one. */
  ofDomain: async (domain: string): Promise<Organisation[]> =>
    Organisations.find({ domains: domain.toLowerCase() }, null, under(viewer, 'read')).lean<Organisation[]>(),
  create: async (records: readonly NewOrganisation[]): Promise<void> => {
    await insert(Organisations, viewer, records)
  },
  /** Changes an organisation, if nobody else has since the revision that was shown. */
  edit: async (
    _id: string,
    revision: number,
    change: Partial<Omit<Organisation, '_id' | 'revision'>>,
  ): Promise<boolean> => {
    const update = { $set: change, $inc: { revision: 1 } }
    return (await Organisations.findOneAndUpdate({ _id, revision }, update, under(viewer, 'edit')).lean()) !== null
  },
})
