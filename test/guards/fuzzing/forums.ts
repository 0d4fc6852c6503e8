import { actionsFor } from '../../../models/action.ts'
import { commentsFor } from '../../../models/comment.ts'
import { decisionsFor } from '../../../models/decision.ts'
import { interestsFor } from '../../../models/interest.ts'
import { invitationsFor } from '../../../models/invitation.ts'
import { itemsFor } from '../../../models/item.ts'
import { clockFrom, keyCommunicationsFor } from '../../../models/keyCommunication.ts'
import { type MeetingState, meetingsFor } from '../../../models/meeting.ts'
import { type MinutesState, minutesFor, newMinutes } from '../../../models/minutes.ts'
import { papersFor } from '../../../models/paper.ts'
import { storeFile } from '../../../models/paperFile.ts'
import { partsFor } from '../../../models/part.ts'
import { passkeysFor } from '../../../models/passkey.ts'
import { seatsFor } from '../../../models/seat.ts'
import { defaultSettings } from '../../../models/settings.ts'
import { emptySections, type TermsState, termsFor } from '../../../models/terms.ts'
import { termsCommentsFor } from '../../../models/termsComment.ts'
import { addDays, dayOf } from '../../../server/dates.ts'
import { newId } from '../../../server/ids.ts'
import { aForum, again, anOrganisation, aPerson } from '../../world.ts'

const past = { kind: 'service', name: 'demonstration' } as const
const quorum = { kind: 'service', name: 'quorum' } as const
const today = dayOf(new Date())

/** Ids that an address or a field may name, by the name of its parameter. */
export type Ids = Record<string, string[]>

/**
 * A forum with a record of every kind in every state that matters, each of whose texts holds `word` (but not the
 * forum's name, which others may know): the people, and the ids.
 */
export async function aWholeForum(word: string) {
  const forum = await aForum({ coreNoticeDays: 0 })
  const organisation = await anOrganisation()
  const people = {
    chair: await aPerson(forum, 'chair', 'staff', { name: `Chair ${word}` }),
    secretary: await aPerson(forum, 'secretary', 'employer', { name: `Secretary ${word}` }),
    member: await aPerson(forum, 'member', 'staff', { name: `Member ${word}` }),
    guest: await aPerson(forum, 'guest', 'independent', { name: `Guest ${word}` }),
  }
  const ids: Ids = { forum: [forum._id], organisation: [organisation], person: [people.member.person] }
  const keep = (name: string, id = newId()): string => {
    ;(ids[name] ??= []).push(id)
    return id
  }
  const { chair, secretary, member, guest } = people
  for (const { seats } of Object.values(people)) keep('seat', seats[0]!.seat)
  await passkeysFor(member).create({
    _id: keep('passkey'),
    owner: member.person,
    name: `Passkey ${word}`,
    credential: newId(),
    publicKey: 'AA',
    counter: 0,
    transports: [],
    copied: false,
    addedOn: today,
  })

  const meeting = async (state: MeetingState, days: number, minutes: MinutesState | null): Promise<string> => {
    const _id = keep('meeting')
    const of = { forum: forum._id, forumName: forum.name, meeting: _id, meetingDate: addDays(today, days) }
    const { meetingDate } = of
    const { forumName, ...inForum } = of
    const published = state === 'planned' ? null : new Date()
    const times = { from: '10:00', until: '12:00', place: `Room ${word}`, agendaPublishedAt: published }
    await meetingsFor(past).create({ ...of, _id, kind: 'core', state, ruleStatus: 'chathamHouse', ...times })
    if (minutes !== null)
      await minutesFor(past).create({ ...newMinutes({ ...of, _id: newId(), audience: 'forum' }), state: minutes })
    for (const [at, audience] of (['forum', 'meeting', 'chairs'] as const).entries()) {
      const item = keep('item')
      const kept = { ...inForum, audience, ruleStatus: 'chathamHouse', steppedOut: [] } as const
      const shared = { ...kept, title: `Item ${word}` }
      const itemState = published === null ? 'draft' : 'published'
      const content = { purpose: 'discussion', minutes: 10, paperMode: 'enclosed', number: String(at + 1) } as const
      await itemsFor(past).create([{ ...shared, ...content, _id: item, state: itemState, position: at + 1 }])
      const paper = keep('paper')
      const version = {
        version: 1,
        file: await storeFile(Buffer.from(word)),
        kind: 'md',
        size: 9,
        addedAt: new Date(),
        html: word,
      }
      const sent = { state: published === null ? 'draft' : 'sent', sentAt: published, late: false } as const
      await papersFor(past).create({ ...shared, ...sent, _id: paper, item, side: null, versions: [version] })
      const said = { _id: newId(), paper, version: 1, audience: 'side', side: 'staff', text: word, html: word } as const
      await commentsFor(member).create({ ...said, forum: forum._id, meetingDate, writtenOn: today })
      if (minutes === null) continue
      const text = {
        source: word,
        html: word,
        dissent: '',
        dissentHtml: '',
        statements: [],
        decisions: [],
        actions: [],
      }
      const none = { findings: [], waivers: [], corrections: [], challenges: [], quorate: null }
      const place = { number: String(at + 1), position: at + 1, closed: false, version: 1 }
      await partsFor(past).create([
        { ...shared, forumName, ...text, ...none, ...place, _id: keep('part'), item, state: minutes },
      ])
      const entry = { ...kept, forumName, item, number: String(at + 1), text: word }
      await decisionsFor(past).create([
        { ...entry, _id: keep('decision'), state: at === 0 ? 'recommended' : 'decided', ratifiedAt: null },
      ])
      const owner = { seat: member.seats[0]!.seat, owner: member.person, ownerName: member.name }
      const open = { state: 'open', dueOn: null, progress: [], revision: 0 } as const
      await actionsFor(past).create([{ ...entry, ...owner, ...open, _id: keep('action') }])
    }
    return _id
  }
  const next = await meeting('called', 7, null)
  for (const [state, days, minutes] of [
    ['planned', 30, null],
    ['held', 0, 'draft'],
    ['closed', -30, 'review'],
    ['closed', -60, 'circulated'],
  ] as const)
    await meeting(state, days, minutes)

  for (const state of ['draft', 'approval', 'issued'] as const) {
    const texts = {
      title: `Message ${word}`,
      text: word,
      html: word,
      kept: [],
      hash: 'a'.repeat(64),
      keys: [],
      seen: [],
    }
    const none = { meeting: null, meetingDate: null, sentBack: null, corrects: null, correctedBy: null, revision: 1 }
    const of = { forum: forum._id, forumName: forum.name, audience: 'forum', state } as const
    await keyCommunicationsFor(past).create({
      ...texts,
      ...none,
      ...of,
      _id: keep('keyCommunication'),
      ...clockFrom(state === 'approval' ? new Date() : null),
      issuedAt: state === 'issued' ? new Date() : null,
    })
  }
  const releases = { kind: 'service', name: 'releases' } as const
  for (const [at, state] of (['draft', 'consultation', 'adopted'] as const).entries()) {
    const terms = keep('terms')
    const sections = { ...emptySections(), purpose: { text: word, html: word } }
    const none = {
      basedOn: null,
      startsOn: null,
      consultationUntil: null,
      approvalAskedAt: null,
      keys: [],
      agreedAt: null,
    }
    const dates = { createdAt: new Date(), inForceFrom: null, inForceUntil: null }
    const version = { forum: forum._id, state: 'draft', version: at + 1, sections, settings: defaultSettings } as const
    await termsFor(secretary).create({ ...none, ...dates, ...version, _id: terms })
    const opened = await termsFor(secretary).open(terms)
    const change: { state: TermsState } = { state: state === 'draft' ? 'draft' : 'consultation' }
    if (state !== 'draft') await termsFor(secretary).change('publish', opened, change)
    if (state === 'adopted') await termsFor(releases).change('edit', await termsFor(releases).open(terms), { state })
    const about = { forum: forum._id, terms, section: 'purpose', audience: 'forum', side: null } as const
    if (state === 'consultation')
      await termsCommentsFor(member).create({ ...about, _id: newId(), text: word, html: word, writtenOn: today })
  }
  const interest = { _id: keep('interest'), forum: forum._id, owner: member.person, name: member.name, text: word }
  await interestsFor(member).declare({ ...interest, organisationName: 'Deeholme', declaredOn: today })
  const invited = { name: word, email: `${newId()}@example.org`, person: null, jobTitle: word, role: 'member' } as const
  const by = { organisation, organisationName: 'Deeholme', signsInThrough: '', from: today, preparedBy: chair.person }
  const invitation = { _id: keep('invitation'), forum: forum._id, side: 'staff', preparedAt: new Date() } as const
  await invitationsFor(chair).create([{ ...invited, ...by, ...invitation }])
  const admitted = Object.values(people).map(({ seats }) => seats[0]!.seat)
  await seatsFor(quorum).admit(admitted, next)
  people.guest = await again(guest)
  people.member = await again(member)
  return { forum, people, ids, word }
}
