import { expect } from 'chai'
import mongoose from 'mongoose'
import { consentsFor } from '../../models/consent.ts'
import { forumsFor } from '../../models/forum.ts'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { tasksFor } from '../../models/task.ts'
import { settleLoosening, settleLoosenings } from '../../server/acts/answerConsent.ts'
import { addDays } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { steady } from '../steady.ts'
import { testMark } from '../commands.ts'
import { eventsOf } from '../membership.ts'
import {
  type Browser,
  type Cast,
  added,
  arrive,
  called,
  cast,
  done,
  mailsAbout,
  named,
  published,
  tasksOf,
  today,
  words,
} from '../meetings.ts'
import { again, aPerson, browserOf, submit } from '../world.ts'

const quorum = { kind: 'service', name: 'quorum' } as const
const later = addDays(today, 20)
const dueOn = addDays(today, 10)

/** A published agenda of a meeting to come, under the Rule. */
async function toCome() {
  const world = await cast()
  return { ...world, ...(await published(world, ['Winter plan', 'Pay'], { meetingDate: later })) }
}

/** Both chairs give their keys to ask; gives the question. */
async function asked(world: Cast, meeting: string, item: string, day = dueOn): Promise<string> {
  const path = `/meetings/${meeting}/loosen`
  const id = newId()
  await done(submit(world.browsers.employerChair, path, { id, item, dueOn: day }))
  await done(submit(world.browsers.staffChair, path, { id }, `${path}/agree`))
  return id
}

/** The address at which this person is asked; undefined for somebody who is not. */
const questionTo = async (person: Person): Promise<string | undefined> =>
  (await tasksFor(person).waiting(await again(person), 20)).find(({ kind }) => kind === 'giveConsent')?.path

async function answer(person: Person, what: 'agreed' | 'refused', browser?: Browser): Promise<void> {
  const path = await questionTo(person)
  expect(path, person.name).to.be.a('string')
  await done(submit(browser ?? (await browserOf(person)), path!, { answer: what }))
}

const stands = async ({ browsers }: Cast, meeting: string, who: 'employerChair' | 'staffChair' | 'secretary') =>
  words((await browsers[who].get(`/meetings/${meeting}/loosen`)).text)
const ruleOf = async ({ people }: Cast, item: string) => (await itemsFor(people.secretary).open(item)).ruleStatus

describe('The rule of an item that has not begun', () => {
  it('is loosened when every key is given and everybody invited agrees, and not before', async () => {
    const world = await toCome()
    const { browsers, people, meeting, items, forum } = world
    const path = `/meetings/${meeting}/loosen`
    const id = newId()
    const question = { id, item: items[0]!, dueOn }
    await done(submit(browsers.employerChair, path, question))
    await done(submit(browsers.employerChair, path, question))
    expect(await questionTo(people.staffMember), 'before every key').to.equal(undefined)
    const second = await submit(browsers.employerChair, '/account', { id }, `${path}/agree`)
    expect(second.status, 'one’s own key again').to.equal(303)
    expect(await questionTo(people.staffMember)).to.equal(undefined)
    expect((await tasksOf(people.staffChair)).join()).to.contain('Agree to ask about the rule')
    await done(submit(browsers.staffChair, path, { id }, `${path}/agree`))
    const { employerChair, staffChair, secretary, employerMember, staffMember, observer } = people
    for (const person of [employerChair, staffChair, secretary, employerMember, staffMember])
      await answer(person, 'agreed')
    expect(await ruleOf(world, items[0]!)).to.equal('chathamHouse')
    expect(await stands(world, meeting, 'staffChair')).to.contain('Waiting.')
    await answer(observer, 'agreed')
    expect(await ruleOf(world, items[0]!)).to.equal('open')
    expect(await ruleOf(world, items[1]!)).to.equal('chathamHouse')
    expect(await stands(world, meeting, 'secretary')).to.contain('Everybody has agreed. It is open.')
    expect(await questionTo(staffMember)).to.equal(undefined)
    expect((await mailsAbout(`/meetings/${meeting}`)).filter(({ kind }) => kind === 'ruleLoosened')).to.have.length(6)
    expect((await consentsFor(quorum).toQuestion(forum._id, id)).map((one) => one.answer)).to.deep.equal(
      Array.from({ length: 6 }, () => 'agreed'),
    )
    const events = await eventsOf(forum._id, items[0])
    expect(events)
      .to.include('rule loosened')
      .and.satisfy((all: string[]) => !all.some((one) => /consent/.test(one)))
  })

  it('stays after a refusal as after no answer: the same words, on the same day', async () => {
    const refused = await toCome()
    const silent = await toCome()
    for (const world of [refused, silent]) {
      await asked(world, world.meeting, world.items[0]!)
      for (const person of [world.people.employerChair, world.people.staffChair, world.people.secretary])
        await answer(person, 'agreed')
    }
    await answer(refused.people.staffMember, 'refused')
    const shown = async (world: typeof refused) => {
      const page = (await stands(world, world.meeting, 'employerChair')).replaceAll(world.forum.name, '')
      const { loosening } = await meetingsFor(world.people.secretary).open(world.meeting)
      const events = await eventsOf(world.forum._id, world.items[0])
      return { page: steady(page).replace(/at \d+(:\d+)?[ap]m/g, ''), state: loosening?.state, events }
    }
    expect(await shown(refused)).to.deep.equal(await shown(silent))
    expect((await shown(refused)).page)
      .to.contain('Waiting.')
      .and.not.match(/refus(ed|es)|said no|Sally/i)
    const dayAfter = new Date(`${addDays(dueOn, 1)}T09:00:00Z`)
    await settleLoosenings(dayAfter)
    await settleLoosenings(dayAfter)
    expect(await shown(refused)).to.deep.equal(await shown(silent))
    expect((await shown(refused)).page).to.contain('Not agreed. The rule stays as it is.')
    expect(await ruleOf(refused, refused.items[0]!)).to.equal('chathamHouse')
    for (const { forum, people } of [refused, silent]) {
      const raw = mongoose.connection.db!.collection('consents')
      expect(await raw.countDocuments({ forum: forum._id }, { comment: testMark }), 'answers are destroyed').to.equal(0)
      expect(await questionTo(people.observer)).to.equal(undefined)
    }
    const told = (await mailsAbout(`/meetings/${refused.meeting}/loosen`)).filter(({ kind }) => kind === 'ruleStays')
    expect(told.map(({ to }) => to)).to.have.members([
      refused.people.employerChair.person,
      refused.people.staffChair.person,
    ])
  })

  it('shows each participant the own question and answer, and nobody another’s', async () => {
    const world = await toCome()
    const { browsers, people, meeting, items, forum } = world
    await asked(world, meeting, items[0]!)
    const mine = (await questionTo(people.staffMember))!
    const page = words((await browsers.staffMember.get(mine)).text)
    expect(page).to.contain('You are asked whether item 1, Winter plan may be made open')
    const before = await eventsOf(forum._id)
    await done(submit(browsers.staffMember, mine, { answer: 'refused' }))
    expect((await browsers.staffMember.get(mine)).text).to.match(/value="refused"[^>]*checked/)
    expect(await eventsOf(forum._id), 'an answer leaves no entry').to.deep.equal(before)
    for (const who of ['employerChair', 'staffChair', 'secretary', 'observer', 'outsider', 'administrator'] as const) {
      expect((await browsers[who].get(mine)).status, who).to.equal(404)
      expect((await submit(browsers[who], '/account', { answer: 'agreed' }, mine)).status, who).to.equal(404)
    }
    const bad = await submit(browsers.staffMember, mine, { answer: 'perhaps' })
    expect(bad.status).to.equal(400)
    expect(words(bad.text)).to.contain('Select yes or no')
    await done(submit(browsers.staffMember, mine, { answer: 'agreed' }))
    expect((await browsers.staffMember.get(mine)).text).to.match(/value="agreed"[^>]*checked/)
  })

  it('also needs whoever was invited since, and nobody who was named away again', async () => {
    const world = await toCome()
    const { people, meeting, items } = world
    await asked(world, meeting, items[0]!)
    const guest = await named(world, meeting, 'guest', 'employer')
    for (const [name, person] of Object.entries(people))
      if (!['outsider', 'administrator'].includes(name)) await answer(person, 'agreed')
    expect(await ruleOf(world, items[0]!)).to.equal('chathamHouse')
    await answer(guest, 'agreed')
    expect(await ruleOf(world, items[0]!)).to.equal('open')
  })

  it('is asked about by chairs alone, by a day before it, once at a time', async () => {
    const world = await toCome()
    const { browsers, meeting, items } = world
    const path = `/meetings/${meeting}/loosen`
    const question = { id: newId(), item: items[0]!, dueOn }
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const) {
      expect((await browsers[who].get(path)).status, who).to.equal(404)
      expect((await submit(browsers[who], '/account', question, path)).status, who).to.equal(404)
    }
    expect((await submit(browsers.secretary, path, question)).status).to.equal(422)
    for (const [fields, says] of [
      [{ dueOn: addDays(later, 1) }, 'settled before the meeting'],
      [{ dueOn: addDays(today, -1) }, 'Enter a day from'],
      [{ dueOn: 'soon' }, 'Enter a real date'],
      [{ item: 'x' }, 'Select what may be made open'],
    ] as const)
      expect(words((await submit(browsers.employerChair, path, { ...question, ...fields })).text)).to.contain(says)
    await done(submit(browsers.employerChair, path, question))
    const other = await submit(browsers.staffChair, '/account', { ...question, id: newId() }, path)
    expect(words(other.text)).to.contain('Another question about the rule waits')
    await done(submit(browsers.secretary, path, {}, `${path}/drop`))
    await done(submit(browsers.secretary, '/account', {}, `${path}/drop`))
    const late = await submit(browsers.staffChair, '/account', { id: question.id }, `${path}/agree`)
    expect(late.status, 'taken back').to.equal(422)
  })

  it('is no longer loosened once it has begun, and waits while a side has withdrawn', async () => {
    const world = await cast()
    const { browsers, people, forum } = world
    const { meeting, items } = await published(world, ['Winter plan', 'Pay'])
    await asked(world, meeting, items[0]!, today)
    const { employerChair, staffChair, secretary, employerMember, staffMember, observer } = people
    for (const person of [employerChair, staffChair, secretary, employerMember, staffMember])
      await answer(person, 'agreed')
    const last = (await questionTo(observer))!
    await forumsFor(secretary).edit(forum._id, { withdrawn: ['staff'] })
    await done(submit(browsers.observer, last, { answer: 'agreed' }))
    expect(await ruleOf(world, items[0]!)).to.equal('chathamHouse')
    const day = `/meetings/${meeting}/day`
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    await done(submit(browsers.secretary, day, { current: '', next: items[0]! }, `${day}/take`))
    await forumsFor(secretary).edit(forum._id, { withdrawn: [] })
    await settleLoosening(new Date(), meeting)
    expect(await ruleOf(world, items[0]!)).to.equal('chathamHouse')
    expect(await stands(world, meeting, 'staffChair')).to.contain('Not agreed')
    expect((await submit(browsers.observer, '/account', { answer: 'agreed' }, last)).status).to.equal(404)
    const path = `/meetings/${meeting}/loosen`
    const begun = await submit(browsers.staffChair, path, { id: newId(), item: items[0]!, dueOn: today })
    expect(words(begun.text)).to.contain('confirm who came first')
  })
})

describe('The rule of a meeting that is over', () => {
  /** A closed meeting at which two members, both chairs and the secretary were; attendance is confirmed. */
  async function over() {
    const world = await cast()
    const { browsers, people } = world
    const meeting = await called(world)
    const items = [
      await added(world, meeting, { title: 'Winter plan' }),
      await added(world, meeting, { title: 'Succession', audience: 'chairs' }),
    ] as const
    await done(submit(browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
    const day = `/meetings/${meeting}/day`
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    const there = [people.employerChair, people.staffChair, people.secretary, people.staffMember]
    await arrive(world, meeting, there)
    await done(submit(browsers.secretary, day, { current: '', next: items[0] }, `${day}/take`))
    await done(submit(browsers.secretary, day, { current: items[0], next: items[1] }, `${day}/take`))
    await done(submit(browsers.secretary, day, {}, `${day}/close`))
    const seats = await Promise.all(there.map(async (person) => (await again(person)).seats[0]!.seat))
    const confirm = async () =>
      done(submit(browsers.secretary, `/meetings/${meeting}/attendance`, { present: seats, holding: [] }))
    return { ...world, meeting, items, there, confirm }
  }

  it('is loosened by everybody who was there, minutes with it, once it is known who was', async () => {
    const world = await over()
    const { browsers, people, meeting, items, there, confirm } = world
    const path = `/meetings/${meeting}/loosen`
    const early = await submit(browsers.employerChair, path, { id: newId(), item: '', dueOn })
    expect(words(early.text)).to.contain('confirm who came first')
    await confirm()
    await done(submit(browsers.secretary, `/minutes/${meeting}/write`, {}, `/minutes/${meeting}/begin`))
    await asked(world, meeting, '')
    expect(await questionTo(people.employerMember), 'somebody who was not there').to.equal(undefined)
    expect(await questionTo(people.observer)).to.equal(undefined)
    for (const person of there) await answer(person, 'agreed')
    expect((await meetingsFor(people.secretary).open(meeting)).ruleStatus).to.equal('open')
    for (const item of items) expect(await ruleOf(world, item)).to.equal('open')
    const parts = mongoose.connection.db!.collection<{ ruleStatus: string }>('parts')
    const kept = await parts.find({ meeting }, { comment: testMark }).toArray()
    expect(kept.map(({ ruleStatus }) => ruleStatus)).to.deep.equal(['open', 'open'])
    expect(words((await browsers.observer.get(`/meetings/${meeting}`)).text)).to.contain('Made open')
  })

  it('asks about an item for the chairs nobody who does not know that there is one', async () => {
    const world = await over()
    const { people, meeting, items, confirm } = world
    await confirm()
    await asked(world, meeting, items[1])
    expect(await questionTo(people.staffMember)).to.equal(undefined)
    for (const person of [people.employerChair, people.staffChair, people.secretary]) await answer(person, 'agreed')
    expect(await ruleOf(world, items[1])).to.equal('open')
    expect(await ruleOf(world, items[0])).to.equal('chathamHouse')
  })

  it('stays when somebody who was there can no longer be asked', async () => {
    const world = await over()
    const { people, meeting, items, confirm } = world
    await confirm()
    const stranger = await aPerson(null)
    const { _id: attendance, ...place } = (await mongoose.connection
      .db!.collection<{ _id: string; owner: string }>('attendances')
      .findOne({ of: meeting, owner: people.staffMember.person }, { comment: testMark }))!
    expect(attendance).to.be.a('string')
    await mongoose.connection
      .db!.collection('attendances')
      .insertOne({ ...place, _id: newId(), owner: stranger.person } as never, { comment: testMark })
    await asked(world, meeting, items[0])
    for (const person of world.there) await answer(person, 'agreed')
    expect(await ruleOf(world, items[0])).to.equal('chathamHouse')
    expect(await stands(world, meeting, 'secretary')).to.contain('Waiting.')
  })
})
