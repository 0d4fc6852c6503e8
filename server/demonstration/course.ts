import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { minutesFor } from '../../models/minutes.ts'
import { partsFor } from '../../models/part.ts'
import { attendanceFor } from '../../models/attendance.ts'
import { addPaper } from '../acts/addPaper.ts'
import { addItem, useStandardOrder } from '../acts/arrangeAgenda.ts'
import { callMeeting } from '../acts/callMeeting.ts'
import { circulateMinutes } from '../acts/circulateMinutes.ts'
import { inviteGuests } from '../acts/inviteGuest.ts'
import { minuteAction, minuteDecision } from '../acts/minuteDecision.ts'
import { nameDeputy } from '../acts/nameDeputy.ts'
import { planMeeting } from '../acts/planMeeting.ts'
import { publishAgenda } from '../acts/publishAgenda.ts'
import { confirmAttendance, recordArrival } from '../acts/recordAttendance.ts'
import { approveMinutes, sendMinutesToReview } from '../acts/reviewMinutes.ts'
import { closeMeeting, startMeeting, takeItem } from '../acts/runMeeting.ts'
import { savePart } from '../acts/savePart.ts'
import { startMinutes } from '../acts/startMinutes.ts'
import { addDays, dayOf, instantOf } from '../dates.ts'
import { newId } from '../ids.ts'
import type { Planned, Topic } from './data/meetings.ts'
import { coreGroup, deputy, emailOf, everybody, guests } from './data/people.ts'
import { fileFor } from './files.ts'
import { recentOnes, whenAndWhere } from './past.ts'
import { type Place, forum } from './place.ts'
import type { Step } from './recent.ts'

/** How far the minutes of the meetings that are over have come: circulated, with the chairs, being written. */
const minutesOf = ['circulated', 'review', 'draft'] as const

/** Who comes to every recent meeting: enough of each side, and not everybody. */
const present = coreGroup.filter(({ key }) => !['birtwistle', 'heaps', 'quigley', 'pilling', 'bamford'].includes(key))

/** What people do for one recent meeting, from planning it to its minutes. `at` is its place among the recent ones. */
export function meetingSteps(place: Place, planned: Planned, ids: readonly string[], at: number, today: Date): Step[] {
  const meeting = ids[at]!
  const { meetingDate, ...where } = whenAndWhere(planned, today)
  const over = at < minutesOf.length
  const isNext = at === recentOnes - 2
  const on = (days: number, time: string, work: (now: Date) => Promise<unknown>): Step => ({
    at: instantOf(addDays(meetingDate, days), time),
    run: work,
  })
  const secretary = (now: Date) => place.as('castellan', now)
  const steps = [
    on(-63, '10:00', async (now) =>
      planMeeting(await secretary(now), now, { ...where, id: meeting, forum, meetingDate, area: planned.area ?? '' }),
    ),
    on(-60, '09:30', async (now) => prepareAgenda(place, meeting, planned.topics, now)),
    on(-56, '11:00', async (now) =>
      callMeeting(await place.as('thackeray', now), now, {
        meeting,
        confirmed: true,
        reason: 'The date was agreed at the last meeting',
      }),
    ),
    on(-10, '14:00', async (now) => addPapers(place, meeting, planned.topics, now)),
    on(-9, '12:00', async (now) =>
      publishAgenda(await place.as(at % 2 ? 'okonjo' : 'thackeray', now), now, { meeting }),
    ),
    ...(planned.area === 'deeholme' && isNext ? [on(-20, '10:00', (now) => invite(place, meeting, now))] : []),
    ...(isNext ? [on(-2, '17:00', (now) => sendDeputy(place, meeting, now))] : []),
  ]
  // The last meeting is far ahead: it is planned, with a draft agenda. Today's waits to be started by whoever looks.
  if (at === recentOnes - 1) return [planNow(place, planned, meeting, today)]
  return over ? [...steps, ...heldSteps(place, meeting, planned.topics, minutesOf[at]!, on)] : steps
}

/** The meeting after today's: planned some days ago, whatever its date. */
const planNow = (place: Place, planned: Planned, meeting: string, today: Date): Step => ({
  at: instantOf(addDays(dayOf(today), -5), '10:00'),
  run: async (now) => {
    const asked = { ...whenAndWhere(planned, today), id: meeting, forum, area: planned.area ?? '' }
    await planMeeting(await place.as('castellan', now), now, asked)
    await prepareAgenda(place, meeting, planned.topics, now)
  },
})

type On = (days: number, time: string, work: (now: Date) => Promise<unknown>) => Step

/** The day itself, and the minutes as far as they have come. */
function heldSteps(
  place: Place,
  meeting: string,
  topics: readonly Topic[],
  state: (typeof minutesOf)[number],
  on: On,
): Step[] {
  const secretary = (now: Date) => place.as('castellan', now)
  const held = [
    on(0, '10:02', async (now) => {
      const officer = await secretary(now)
      await startMeeting(officer, now, { meeting })
      for (const { key } of present) await recordArrival(officer, now, { meeting, seat: place.seats.get(key)! })
    }),
    on(0, '10:05', async (now) => takeAll(place, meeting, now)),
    on(0, '12:20', async (now) => closeMeeting(await secretary(now), now, { meeting })),
    on(1, '09:00', async (now) => {
      const officer = await secretary(now)
      const came = (await attendanceFor(officer).atMeeting(meeting)).filter(
        ({ state: how }) => how === 'left' || how === 'present',
      )
      await confirmAttendance(officer, now, { meeting, present: came.map(({ seat }) => seat), holding: [] })
    }),
    on(2, '10:00', async (now) => startMinutes(await secretary(now), now, { meeting })),
    on(3, '10:00', async (now) => writeMinutes(place, meeting, topics, state === 'draft', now)),
  ]
  if (state === 'draft') return held
  const asked = on(4, '10:00', async (now) => sendMinutesToReview(await secretary(now), now, { meeting }))
  const hash = async (who: string, now: Date) => (await minutesFor(await place.as(who, now)).ofMeeting(meeting)).hash
  const key = (who: string) => async (now: Date) =>
    approveMinutes(await place.as(who, now), now, { meeting, hash: await hash(who, now) })
  const first = on(5, '17:00', key('okonjo'))
  if (state === 'review') return [...held, asked, first]
  return [
    ...held,
    asked,
    first,
    on(7, '08:30', key('thackeray')),
    on(7, '09:00', async (now) =>
      circulateMinutes(await secretary(now), now, { meeting, hash: await hash('castellan', now) }),
    ),
  ]
}

async function prepareAgenda(place: Place, meeting: string, topics: readonly Topic[], now: Date): Promise<void> {
  const secretary = await place.as('castellan', now)
  await useStandardOrder(secretary, now, { meeting })
  for (const { title, purpose, minutes, paper, audience } of topics)
    await addItem(secretary, now, {
      id: newId(),
      meeting,
      title,
      purpose,
      minutes,
      lead: '',
      paperMode: paper === undefined ? 'verbal' : 'enclosed',
      audience: audience ?? 'forum',
      ruleStatus: 'chathamHouse',
      standing: false,
    })
}

async function addPapers(place: Place, meeting: string, topics: readonly Topic[], now: Date): Promise<void> {
  const secretary = await place.as('castellan', now)
  for (const item of await itemsFor(secretary).ofMeeting(meeting)) {
    const paper = topics.find(({ title }) => title === item.title)?.paper
    if (paper === undefined) continue
    await addPaper(secretary, now, {
      id: newId(),
      title: paper.title,
      stored: await fileFor(paper, item.title),
      item: item._id,
    })
  }
}

async function takeAll(place: Place, meeting: string, now: Date): Promise<void> {
  const chair = await place.as('thackeray', now)
  for (const { _id } of await itemsFor(chair).ofMeeting(meeting)) {
    const { currentItem } = await meetingsFor(chair).open(meeting)
    await takeItem(chair, now, { meeting, current: currentItem ?? '', next: _id })
  }
}

async function writeMinutes(
  place: Place,
  meeting: string,
  topics: readonly Topic[],
  unfinished: boolean,
  now: Date,
): Promise<void> {
  const secretary = await place.as('castellan', now)
  const parts = await partsFor(secretary).ofMeeting(meeting)
  for (const { _id: part, title } of unfinished ? parts.slice(0, 4) : parts) {
    const topic = topics.find((each) => each.title === title)
    const { version } = await partsFor(secretary).open(part)
    const typed = { source: topic?.said ?? 'Noted.', dissent: '', statements: [] }
    await savePart(secretary, now, { ...typed, part, version, token: newId(), put: undefined })
    if (topic?.decision !== undefined) await minuteDecision(secretary, now, { part, id: newId(), text: topic.decision })
    if (topic?.action === undefined) continue
    const { text, owner } = topic.action
    await minuteAction(secretary, now, {
      part,
      id: newId(),
      text,
      seat: place.seats.get(owner)!,
      dueOn: addDays(dayOf(now), 42),
    })
  }
}

/** The people of the area, invited to the local meeting of today. */
async function invite(place: Place, meeting: string, now: Date): Promise<void> {
  const invited = guests.filter(({ represents }) =>
    ['marches-community', 'deeholme-council', 'northgate-care', 'mersham-university'].includes(represents),
  )
  await inviteGuests(await place.as('castellan', now), now, {
    forum,
    meeting,
    guests: invited.map((guest) => ({
      id: newId(),
      name: guest.name,
      email: emailOf(guest),
      organisation: guest.represents,
      jobTitle: guest.jobTitle,
      side: guest.side,
    })),
  })
}

async function sendDeputy(place: Place, meeting: string, now: Date): Promise<void> {
  const { name } = everybody(deputy.key)
  await nameDeputy(await place.as('szczepanska', now), now, {
    id: newId(),
    forum,
    meeting,
    person: '',
    name,
    email: emailOf(deputy),
    organisation: deputy.represents,
    jobTitle: deputy.jobTitle,
  })
}
