import { expect } from 'chai'
import { seatsFor } from '../../models/seat.ts'
import { tasksFor } from '../../models/task.ts'
import { addDays } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { castOf, dateFields, seatOf, seatsOfAddress, today, wordsOf } from '../membership.ts'
import { aForum, anOrganisation, aPerson, again, browserOf, submit, visitor } from '../world.ts'

const membership = seatsFor({ kind: 'service', name: 'membership' })
const tasksOf = async (person: Person): Promise<string[]> =>
  (await tasksFor(person).waiting(await again(person), 20)).map(({ title }) => title)
const asked = 'Confirm invitations that were prepared for your side'

/** A forum whose staff side has lost its chair, with a member whom that chair had named to hold the key. */
async function bereft() {
  const forum = await aForum()
  const cast = await castOf(forum)
  const named = await aPerson(forum, 'member', 'staff', { name: 'Nadia Named', holdsKey: true })
  const seat = (await seatOf(cast.staffChair, forum))!
  await membership.end(seat._id, addDays(today, -1))
  const organisation = await anOrganisation()
  const invitation = (fields: Record<string, string> = {}) => ({
    id: newId(),
    name: 'Ines Invited',
    email: `${newId()}@example.org`,
    organisation,
    jobTitle: '',
    role: 'member',
    signsInThrough: '',
    ...dateFields('from', today),
    ...fields,
  })
  return { forum, ...cast, named, invitation, invite: `/forums/${forum._id}/members/invite` }
}

describe('A side without a chair', () => {
  it('invites its members by whom it named for its key, at once and to that side alone; a second press adds nobody', async () => {
    const { forum, named, invite, invitation } = await bereft()
    const browser = await browserOf(named)
    const members = wordsOf((await browser.get(`/forums/${forum._id}/members`).expect(200)).text)
    expect(members)
      .to.include('Invite somebody')
      .and.to.include('Whom the side named holds the key and invites members')
    const fields = invitation()
    for (const press of [1, 2]) {
      const answer = await submit(browser, invite, fields)
      expect(answer.status, `press ${press}`).to.equal(303)
    }
    const [seat, ...more] = await seatsOfAddress(fields.email, forum)
    expect(more).to.deep.equal([])
    expect(seat).to.include({ side: 'staff', role: 'member', until: null })
  })

  it('confirms what its secretary prepared: the key holder is asked, and nobody of the other side', async () => {
    const { forum, named, secretary, employerChair, colleague, invite, invitation } = await bereft()
    const fields = invitation()
    await submit(await browserOf(secretary), invite, fields)
    expect(await seatsOfAddress(fields.email, forum)).to.deep.equal([])
    expect(await tasksOf(named)).to.include(asked)
    for (const person of [secretary, employerChair, colleague]) expect(await tasksOf(person)).not.to.include(asked)
    const list = `/forums/${forum._id}/members/invitations`
    const other = await browserOf(employerChair)
    expect(
      (await submit(other, list, { ids: fields.id }, `${list}/confirm`).catch(() => undefined))?.status ?? 404,
    ).to.equal(404)
    const browser = await browserOf(named)
    expect((await browser.get(list)).text).to.include('Ines Invited')
    expect((await submit(browser, list, { ids: fields.id }, `${list}/confirm`)).status).to.equal(303)
    expect(await seatsOfAddress(fields.email, forum)).to.have.length(1)
    expect(await tasksOf(named)).not.to.include(asked)
  })

  it('waits, where it named nobody, until an administrator has filled the chair, who then finds what waits', async () => {
    const { forum, named, member, secretary, invite, invitation } = await bereft()
    await membership.end((await seatOf(named, forum))!._id, addDays(today, -1))
    const fields = invitation()
    await submit(await browserOf(secretary), invite, fields)
    for (const person of [secretary, member]) {
      const browser = await browserOf(person)
      const list = `/forums/${forum._id}/members/invitations`
      const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/account')).text)?.[1]
      const answer = await browser.post(`${list}/confirm`).type('form').send({ ids: fields.id, _csrf: token })
      expect(answer.status).to.equal(404)
    }
    const administrator = await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    const chair = { id: newId(), name: 'Clara Chair', email: `${newId()}@example.org`, jobTitle: '' }
    const fill = `/administration/forums/${forum._id}/chair/staff`
    const filled = await submit(administrator, fill, { ...chair, organisation: fields.organisation })
    expect(filled.status, filled.text).to.equal(303)
    const [seat] = await seatsOfAddress(chair.email, forum)
    const clara = await again({ ...member, person: seat!.person, name: seat!.name })
    expect(await tasksOf(clara)).to.include(asked)
    expect(await tasksOf(named)).to.deep.equal([])
  })

  it('is acted for only while the chair is vacant, and only in its own matters', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const named = await aPerson(forum, 'member', 'staff', { holdsKey: true })
    const elsewhere = await aForum()
    await aPerson(elsewhere, 'chair', 'employer')
    const browser = await browserOf(named)
    for (const path of ['invite', 'invite-several', 'invitations']) {
      expect((await browser.get(`/forums/${forum._id}/members/${path}`)).status, path).to.equal(404)
      expect((await browser.get(`/forums/${elsewhere._id}/members/${path}`)).status, path).to.equal(404)
      expect((await visitor().get(`/forums/${forum._id}/members/${path}`)).status, path).to.equal(303)
    }
    await membership.end((await seatOf(staffChair, forum))!._id, addDays(today, -1))
    expect((await browser.get(`/forums/${forum._id}/members/invite`)).status).to.equal(200)
    for (const path of ['chair', 'withdraw']) {
      expect((await browser.get(`/forums/${forum._id}/members/${path}`)).status, path).to.equal(404)
    }
  })
})

describe('A task', () => {
  it('of a place that ended is nobody’s any more, also for somebody who comes to one meeting later', async () => {
    const forum = await aForum()
    const { member } = await castOf(forum)
    const reminders = tasksFor({ kind: 'service', name: 'reminders' })
    const task = { forum: forum._id, title: 'Your action', path: '/', record: newId(), kind: 'doAction' as const }
    await reminders.add([{ ...task, for: { person: member.person } }], new Date())
    expect(await tasksOf(member)).to.include('Your action')
    const seat = (await seatOf(member, forum))!
    await membership.end(seat._id, addDays(today, -1))
    expect(await tasksOf(member)).to.deep.equal([])
    const meeting = newId()
    const guest = { ...seat, _id: newId(), role: 'guest', audience: 'meeting', meeting, meetings: [meeting] } as const
    await membership.create([{ ...guest, until: null }])
    const invited = { ...task, title: 'Say whether you come', record: meeting, kind: 'answerInvitation' as const }
    await reminders.add([{ ...invited, for: { person: member.person } }], new Date())
    expect(await tasksOf(member)).to.deep.equal(['Say whether you come'])
  })

  it('of a chair waits for whoever holds the chair, and not for whom the side named for its key', async () => {
    const forum = await aForum()
    const { staffChair, employerChair, member } = await castOf(forum)
    const named = await aPerson(forum, 'member', 'staff', { holdsKey: true })
    const reminders = tasksFor({ kind: 'service', name: 'reminders' })
    const task = { forum: forum._id, path: '/', record: newId(), kind: 'giveKey' as const }
    await reminders.add(
      [
        { ...task, title: 'For the chair', for: { chairOf: 'staff' } },
        { ...task, title: 'For the key', for: { keyOf: 'staff' } },
      ],
      new Date(),
    )
    expect(await tasksOf(staffChair)).to.have.members(['For the chair', 'For the key'])
    expect(await tasksOf(named)).to.deep.equal(['For the key'])
    for (const person of [employerChair, member]) expect(await tasksOf(person)).to.deep.equal([])
    await membership.end((await seatOf(staffChair, forum))!._id, addDays(today, -1))
    const successor = await aPerson(forum, 'chair', 'staff')
    expect(await tasksOf(staffChair)).to.deep.equal([])
    expect(await tasksOf(successor)).to.have.members(['For the chair', 'For the key'])
  })

  it('of every chair of a forum without sides waits for those who have not done theirs, and for a successor', async () => {
    const forum = await aForum({ sides: [] })
    const [one, two] = [await aPerson(forum, 'chair', 'independent'), await aPerson(forum, 'chair', 'independent')]
    const reminders = tasksFor({ kind: 'service', name: 'reminders' })
    const record = newId()
    await reminders.add(
      [{ forum: forum._id, title: 'Approve', path: '/', record, kind: 'giveKey', for: 'keyHolders' }],
      new Date(),
    )
    await reminders.end(forum._id, record, { kind: 'giveKey', owner: one.person })
    expect(await tasksOf(one)).to.deep.equal([])
    expect(await tasksOf(two)).to.deep.equal(['Approve'])
    await membership.end((await seatOf(two, forum))!._id, addDays(today, -1))
    expect(await tasksOf(two)).to.deep.equal([])
    expect(await tasksOf(await aPerson(forum, 'chair', 'independent'))).to.deep.equal(['Approve'])
    await reminders.end(forum._id, record)
  })
})
