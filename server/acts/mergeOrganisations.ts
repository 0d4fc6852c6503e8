import { forumsFor } from '../../models/forum.ts'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { invitationsFor } from '../../models/invitation.ts'
import { type Organisation, organisationsFor } from '../../models/organisation.ts'
import { type Merger, type PlacesMerged, becomesOf, joined } from '../../models/merger.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { endSessionsThrough } from '../../models/session.ts'
import { type Day, dayOf } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { versionHash } from '../policy/versionHash.ts'
import type { Viewer } from '../policy/terms.ts'
import { act, installation } from './act.ts'
import { membership } from './seating.ts'

/**
 * What a merger would do with people and their sign-in. Four queries.
 * @throws NotFound when there is no such organisation, or one of them became part of another already
 */
export async function mergerOf(viewer: Viewer, ends: string, goesOn: string, today: Day): Promise<Merger> {
  const [from, into] = await both(viewer, ends, goesOn)
  const providers = await identityProvidersFor(viewer).some([ends, goesOn])
  const provider = providers.find(({ _id }) => _id === goesOn)
  const all = await peopleFor(viewer).through([ends, goesOn])
  const moving = all.filter(({ signsInThrough }) => signsInThrough === ends)
  const there = new Map(
    all.flatMap((person) =>
      person.signsInThrough === goesOn
        ? person.identities.map(({ issuer, nameId }) => [JSON.stringify([issuer, nameId]), person] as const)
        : [],
    ),
  )
  const domains = new Set([...from.domains, ...into.domains])
  const people = moving.map((person) => ({ ...person, becomes: becomesOf(person, provider, domains) }))
  const collisions = people.flatMap((person) => {
    const [identity] = person.becomes === 'stays' ? person.identities : []
    const other = identity && there.get(JSON.stringify([identity.issuer, identity.nameId]))
    return other === undefined ? [] : [[person, other] as const]
  })
  const required = await seatsFor(viewer).requiring(ends, today)
  const shown = versionHash({
    required: required.map(({ forum, side }) => [forum, side]),
    revisions: [from, into].map(({ _id, revision }) => [_id, revision]),
    providers: Object.fromEntries(providers.map(({ _id, entityId }) => [_id, entityId])),
    people: Object.fromEntries(people.map(({ _id, revision }) => [_id, revision])),
    collisions: collisions.map((pair) => pair.map(({ _id }) => _id)),
  })
  return { from, into, people, collisions, required, provider, shown }
}

/** The places and forums that a merger reaches, as far as the viewer may see them. Three queries. */
export async function placesMerged(viewer: Viewer, ends: string, goesOn: string, today: Day): Promise<PlacesMerged> {
  const [from, into] = await both(viewer, ends, goesOn)
  const seats = await seatsFor(viewer).representing(ends, today)
  return { from, into, seats, records: await forumsFor(viewer).recordsOf(ends) }
}

type Asked = {
  readonly from: string
  readonly into: string
  /** The hash that was shown. Left out on the command line, where the command itself is the confirmation. */
  readonly shown?: string
}

/** What a merger did, in numbers. */
export type Merged = { readonly kept: number; readonly anew: number; readonly seats: number; readonly sessions: number }

/**
 * An organisation becomes part of another, in one transaction: its people sign in through the other, its places
 * represent the other and are else the same, its names, domains and areas are the other's too. Its own sign-in ends at
 * once, with all its sessions; its short name is never used again.
 * @throws Refused when two people would be one identity, when a side requires the sign-in that ends, which is the side's
 * own to change, or when it is not what was shown any more
 */
export const mergeOrganisations = act(
  async ({ viewer, now, record, done, afterwards }, asked: Asked): Promise<Merged> => {
    const today = dayOf(now)
    const merger = await mergerOf(viewer, asked.from, asked.into, today)
    const { from, into, provider, people, collisions, required, shown } = merger
    const [pair] = collisions
    if (pair !== undefined)
      throw new Refused(
        `${pair[0].name} (${pair[0].email}) and ${pair[1].name} (${pair[1].email}) are the same account. End the sign-in of one of them first`,
      )
    const [side] = required
    if (side !== undefined)
      throw new Refused(
        `In ${side.forumName} a side lets its places be used through ${from.name} only, or a few with it. Its chair must change that first`,
      )
    if (asked.shown !== undefined && asked.shown !== shown)
      throw new Refused('This is not as it was when you looked. Look at it again, and confirm it')
    const ended = { mergedInto: { organisation: into._id, on: today }, domains: [] }
    if (!(await organisationsFor(viewer).edit(from._id, from.revision, ended))) throw new Stale()
    if (!(await organisationsFor(viewer).edit(into._id, into.revision, joined(from, into, today)))) throw new Stale()
    await identityProvidersFor(viewer).remove(from._id)
    await done(installation, from._id, { kind: 'renewCertificate' })
    // Nobody's identity is that of no provider.
    const moved = await peopleFor(viewer).moveThrough(from._id, into._id, provider?.entityId ?? '')
    const seats = await seatsFor(membership).represent(from._id, into, today)
    await invitationsFor(membership).follow(from._id, into)
    await forumsFor(viewer).changeRecordsOf(from._id, into._id)
    const sessions = await endSessionsThrough(from._id)
    afterwards(async () => endSessionsThrough(from._id))
    const details = { into: into._id, people: people.length, ...moved, seats }
    await record({ forum: installation, event: 'organisation merged', record: from._id, details })
    return { ...moved, seats, sessions }
  },
)

async function both(viewer: Viewer, ends: string, goesOn: string): Promise<[Organisation, Organisation]> {
  const found = await organisationsFor(viewer).some([ends, goesOn])
  const [from, into] = [ends, goesOn].map((one) => found.find(({ _id, mergedInto }) => _id === one && !mergedInto))
  if (from === undefined || into === undefined || from === into) throw new NotFound('organisation')
  return [from, into]
}
