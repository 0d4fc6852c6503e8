import { expect } from 'chai'
import { type Item, itemHash, itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { tasksFor } from '../../models/task.ts'
import { editItem } from '../../server/acts/arrangeAgenda.ts'
import { approveLateItem, proposeLateItem } from '../../server/acts/proposeLateItem.ts'
import { startMeeting } from '../../server/acts/runMeeting.ts'
import { addDays, instantOf, showInstant } from '../../server/dates.ts'
import { Refused } from '../../server/errors.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { approvePage } from '../../views/agendas/publish.ts'
import { type Cast, agendaOf, cast, done, mailsAbout, published, tasksOf, today, words } from '../meetings.ts'
import { aForum, aPerson, browserOf, submit } from '../world.ts'

const on = addDays(today, 10)
const at = (time: string, day = on): Date => instantOf(day, time)
const begins = at('14:00')
const wanted = (day = on): RegExp => new RegExp(`^Approve a late item for .*${Number(day.slice(8))} `)

/** A meeting in ten days from 2pm to 4pm with a published agenda, and how to propose a late item for it. */
async function meetingToCome() {
  const world = await cast()
  const { meeting } = await published(world, ['Winter plan'], { meetingDate: on, from: '14:00', until: '16:00' })
  return { ...world, meeting }
}
type World = Awaited<ReturnType<typeof meetingToCome>>

async function propose({ meeting }: Pick<World, 'meeting'>, by: Person, now: Date): Promise<string> {
  const id = newId()
  const content = { title: 'Car parks', lead: '', purpose: 'discussion', minutes: 10, paperMode: 'verbal' } as const
  const where = { audience: 'forum', ruleStatus: 'chathamHouse', standing: false } as const
  await proposeLateItem(by, now, { id, meeting, after: '', ...content, ...where })
  return id
}

const itemOf = ({ people }: Pick<Cast, 'people'>, id: string): Promise<Item> => itemsFor(people.secretary).open(id)
const give = async (world: World, by: Person, id: string, now: Date): Promise<void> =>
  approveLateItem(by, now, { item: id, hash: itemHash(await itemOf(world, id)) })

/** By when this person is asked for the key, or undefined when they are not. */
const dueFor = async (person: Person): Promise<Date | null | undefined> =>
  (await tasksFor(person).waiting(person, 20)).find(({ title }) => title.startsWith('Approve a late item'))?.dueAt

const refused = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
  return ''
}

describe('A late item that waits for a key', () => {
  it('is wanted before the meeting begins: the other chair has a task with that time, and an e-mail without words', async () => {
    const world = await meetingToCome()
    const { people, browsers } = world
    const id = await propose(world, people.employerChair, at('09:00', today))
    expect(await dueFor(people.staffChair)).to.deep.equal(begins)
    for (const who of ['employerChair', 'secretary', 'staffMember', 'observer', 'outsider'] as const)
      expect(await dueFor(people[who]), who).to.equal(undefined)
    expect(await mailsAbout(`/items/${id}/approve`)).to.deep.equal([
      { kind: 'approvalWaiting', to: people.staffChair.person },
    ])
    expect(words((await browsers.staffChair.get(`/items/${id}/approve`)).text)).to.include(
      `They are wanted by ${showInstant(begins)}`,
    )
    expect(words((await browsers.secretary.get(`/meetings/${world.meeting}/agenda`)).text)).to.include(
      `Late item, waits for two keys until ${showInstant(begins)}`,
    )
  })

  it('is shown as not agreed when that time has passed, and silence has given no key', async () => {
    const world = await meetingToCome()
    const { people } = world
    const id = await propose(world, people.employerChair, at('09:00', today))
    const [item, meeting] = [await itemOf(world, id), await meetingsFor(people.secretary).open(world.meeting)]
    const shown = (now: Date) => approvePage(meeting, item, item.keys, { mayGive: true, forum: world.forum, now })
    expect(shown(at('13:59'))).to.include({ notAgreed: false, mayGive: true, over: false })
    expect(shown(begins).notAgreed).to.include({ text: 'Draft: not agreed by both sides' })
    expect(shown(begins), 'until the meeting is closed').to.include({ mayGive: true, over: false })
    expect(shown(at('00:00', addDays(on, 1)))).to.include({ mayGive: false, over: true })
    expect([item.state, item.keys.length]).to.deep.equal(['draft', 1])
  })

  it('may still be agreed while the meeting is under way, but not into one that is over', async () => {
    const world = await meetingToCome()
    const { people, browsers, meeting } = world
    const [first, second] = [
      await propose(world, people.employerChair, at('09:00')),
      await propose(world, people.employerChair, at('09:00')),
    ]
    await give(world, people.staffChair, first, at('14:30'))
    expect(await agendaOf(browsers.staffMember, meeting)).to.deep.equal(['1 Winter plan', '2 Car parks'])
    const nextDay = at('00:00', addDays(on, 1))
    expect(await refused(give(world, people.staffChair, second, nextDay))).to.include('until the meeting is closed')
    expect(await refused(propose(world, people.secretary, nextDay))).to.include('until the meeting is closed')
    expect((await itemOf(world, second)).state).to.equal('draft')
  })

  it('is wanted before the end of a meeting that is under way, and without a time after that', async () => {
    const world = await meetingToCome()
    const { people, meeting } = world
    await propose(world, people.employerChair, at('14:10'))
    expect(await dueFor(people.staffChair), 'it should have begun').to.deep.equal(at('16:00'))
    await startMeeting(people.secretary, at('13:50'), { meeting })
    const id = await propose(world, people.employerChair, at('13:55'))
    expect((await itemOf(world, id)).dueAt).to.deep.equal(at('16:00'))
    const last = await propose(world, people.employerChair, at('16:10'))
    expect((await itemOf(world, last)).dueAt).to.equal(null)
  })

  it('ends with its meeting: closed or cancelled, nobody is asked any more, and it was not agreed', async () => {
    for (const end of ['close', 'cancel'] as const) {
      const world = await cast()
      const { browsers, people } = world
      const { meeting } = await published(world)
      const id = await propose({ meeting }, people.employerChair, new Date())
      expect(await tasksOf(people.staffChair)).to.satisfy((all: string[]) => all.some((one) => wanted(today).test(one)))
      const day = `/meetings/${meeting}/day`
      if (end === 'cancel') await done(submit(browsers.staffChair, `/meetings/${meeting}/cancel`, { reason: 'Snow' }))
      else for (const act of ['start', 'close']) await done(submit(browsers.secretary, day, {}, `${day}/${act}`))
      expect(await tasksOf(people.staffChair), end).not.to.satisfy((all: string[]) =>
        all.some((one) => wanted(today).test(one)),
      )
      const page = await browsers.staffChair.get(`/items/${id}/approve`)
      expect(words(page.text), end).to.include('The meeting is over').and.include('not agreed by both sides')
      const hash = itemHash(await itemOf(world, id))
      const late = await submit(browsers.staffChair, `/meetings/${meeting}`, { hash }, `/items/${id}/approve`).catch(
        async () => submit(browsers.staffChair, '/account', { hash }, `/items/${id}/approve`),
      )
      expect(late.status, end).to.equal(422)
      expect(await agendaOf(browsers.secretary, meeting)).to.include('3 Car parks')
      expect(words((await browsers.secretary.get(`/meetings/${meeting}`)).text)).to.include('not agreed in time')
      expect(await agendaOf(browsers.staffMember, meeting)).not.to.include('3 Car parks')
    }
  })

  it('is wanted by the new time when the meeting is moved, or begins at another time; keys that were given stand', async () => {
    const world = await meetingToCome()
    const { people, browsers, meeting } = world
    const id = await propose(world, people.employerChair, at('09:00', today))
    const change = async (form: string, fields: Record<string, string>): Promise<void> => {
      const { revision } = await meetingsFor(people.secretary).open(meeting)
      const times = { from: '15:00', until: '16:00', place: 'Lancaster', ...fields }
      await done(submit(browsers.staffChair, `/meetings/${meeting}/${form}`, { revision: String(revision), ...times }))
    }
    await change('edit', { joiningLink: '', ruleStatus: 'chathamHouse' })
    expect(await dueFor(people.staffChair)).to.deep.equal(at('15:00'))
    const later = addDays(on, 5)
    await change('move', { meetingDate: later, reason: 'Snow' })
    expect(await dueFor(people.staffChair)).to.deep.equal(at('15:00', later))
    expect(await tasksOf(people.staffChair)).to.satisfy((all: string[]) => all.some((one) => wanted(later).test(one)))
    expect(await dueFor(people.employerChair)).to.equal(undefined)
    await give(world, people.staffChair, id, at('10:00', later))
    expect((await itemOf(world, id)).state).to.equal('published')
  })

  it('is asked for again of everybody when its words change, for no key counts for the new ones', async () => {
    const world = await meetingToCome()
    const { people } = world
    const now = at('09:00', today)
    const id = await propose(world, people.employerChair, now)
    expect(await dueFor(people.employerChair)).to.equal(undefined)
    const { revision } = await itemOf(world, id)
    const words = {
      title: 'Car parks and buses',
      lead: '',
      purpose: 'decision',
      minutes: 20,
      paperMode: 'verbal',
    } as const
    const where = { audience: 'forum', ruleStatus: 'chathamHouse', standing: false } as const
    await editItem(people.secretary, now, { item: id, revision, ...words, ...where })
    for (const who of ['employerChair', 'staffChair'] as const)
      expect(await dueFor(people[who]), who).to.deep.equal(begins)
  })

  it('waits for every chair of a forum without sides, until two have approved', async () => {
    const forum = await aForum({ sides: [], coreNoticeDays: 0, alternation: false })
    const chairs = [await aPerson(forum, 'chair', 'independent'), await aPerson(forum, 'chair', 'independent')] as const
    const secretary = await aPerson(forum, 'secretary', 'independent')
    const browsers = { secretary: await browserOf(secretary), employerChair: await browserOf(chairs[0]) }
    const world = { forum, browsers, people: { secretary } } as unknown as Cast
    const { meeting } = await published(world, ['Winter plan'], { meetingDate: on, from: '14:00', until: '16:00' })
    const id = await propose({ meeting }, chairs[0], at('09:00', today))
    expect(await dueFor(chairs[0]), 'gave a key').to.equal(undefined)
    expect(await dueFor(chairs[1])).to.deep.equal(begins)
    await approveLateItem(chairs[1], at('09:30', today), { item: id, hash: itemHash(await itemOf(world, id)) })
    expect((await itemOf(world, id)).state).to.equal('published')
    for (const chair of chairs) expect(await dueFor(chair)).to.equal(undefined)
  })
}).timeout(60_000)
