import { actionsFor } from '../../models/action.ts'
import { auditFor } from '../../models/auditEntry.ts'
import { decisionsFor } from '../../models/decision.ts'
import { type NewItem, itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { type SettledAt, minutesFor, newMinutes } from '../../models/minutes.ts'
import { papersFor } from '../../models/paper.ts'
import { type Part, partsFor } from '../../models/part.ts'
import { noText } from '../../models/partText.ts'
import { standardOrder } from '../acts/arrangeAgenda.ts'
import { addDays, addWorkingDays, dayOf, instantOf, isWorkingDay } from '../dates.ts'
import { newId } from '../ids.ts'
import { renderMarkdown } from '../markdown.ts'
import { areas } from './data/areas.ts'
import { type Planned, type Topic, meetings } from './data/meetings.ts'
import { coreGroup } from './data/people.ts'
import { fileFor } from './files.ts'
import { whoCame } from './pastAttendance.ts'
import { type Place, forum, forumName } from './place.ts'

const viewer = { kind: 'service', name: 'demonstration' } as const
const audit = auditFor({ kind: 'service', name: 'audit' })

/** Meetings whose whole course is loaded by real acts; the others are put there as they ended. */
export const recentOnes = 5

/** The day of a meeting so many weeks from now: a working day, near it. Week 0 is today, whatever day it is. */
export function dayIn(week: number, now: Date): string {
  const day = addDays(dayOf(now), week * 7)
  return week === 0 || isWorkingDay(day) ? day : addWorkingDays(day, 1)
}

/** What a meeting's record says of when and where. */
export const whenAndWhere = ({ kind, area, place, week }: Planned, now: Date) => ({
  kind,
  area,
  areaName: areas.find(({ _id }) => _id === area)?.name ?? '',
  meetingDate: dayIn(week, now),
  from: '10:00',
  until: '12:30',
  place,
  joiningLink: 'https://meet.demonstration.example/partnership',
  ruleStatus: 'chathamHouse' as const,
})

/** The standard items, with the topics in their middle. */
function agendaOf(topics: readonly Topic[]): {
  topic: Topic | undefined
  item: Pick<NewItem, 'title' | 'purpose' | 'minutes' | 'paperMode'> & Partial<NewItem>
}[] {
  const standard = standardOrder.map((item) => ({ topic: undefined, item }))
  const after = standard.findIndex(({ item }) => item.kind === 'otherBusiness')
  const open = topics.filter(({ audience }) => audience === undefined).map(ofTopic)
  const closed = topics.filter(({ audience }) => audience !== undefined).map(ofTopic)
  return [...standard.slice(0, after), ...open, ...standard.slice(after), ...closed]
}

const ofTopic = (topic: Topic) => ({
  topic,
  item: {
    kind: 'substantive' as const,
    title: topic.title,
    purpose: topic.purpose,
    minutes: topic.minutes,
    paperMode: topic.paper === undefined ? ('verbal' as const) : ('enclosed' as const),
    audience: topic.audience ?? ('forum' as const),
    closed: topic.audience !== undefined,
  },
})

/** Puts the meetings of two years into the database as they ended. `ids` are those of all meetings, in order. */
export async function loadPast(place: Place, ids: readonly string[], now: Date): Promise<void> {
  for (const [at, planned] of meetings.slice(0, -recentOnes).entries())
    await onePast(
      place,
      planned,
      ids[at]!,
      { meeting: ids[at + 1]!, meetingDate: dayIn(meetings[at + 1]!.week, now) },
      now,
    )
}

async function onePast(place: Place, planned: Planned, _id: string, next: SettledAt, now: Date): Promise<void> {
  const room = newId()
  const about = { forum, meeting: _id, ruleStatus: 'chathamHouse' as const }
  const record = whenAndWhere(planned, now)
  const { meetingDate } = record
  const [began, ended] = [instantOf(meetingDate, '10:00'), instantOf(meetingDate, '12:20')]
  await meetingsFor(viewer).create({
    ...record,
    _id,
    forum,
    forumName,
    room,
    state: 'closed',
    agendaPublishedAt: instantOf(addDays(meetingDate, -8), '15:00'),
    quorate: true,
    quorateAt: began,
    startedAt: began,
    closedAt: ended,
    attendanceConfirmedAt: ended,
  })
  let [open, closed] = [0, 0]
  const agenda = agendaOf(planned.topics).map(({ topic, item }, at) => ({
    topic,
    item: {
      audience: 'forum' as const,
      ...item,
      ...about,
      _id: newId(),
      meetingDate,
      state: 'published' as const,
      position: at + 1,
      number: item.closed ? `C${++closed}` : String(++open),
      takenAt: began,
      finishedAt: ended,
      quorate: true,
    },
  }))
  await itemsFor(viewer).create(agenda.map(({ item }) => item))
  const parts: Part[] = []
  for (const { topic, item } of agenda) {
    const { audience, number, title, position } = item
    const copied = { ...about, forumName, meetingDate, audience, item: item._id, number, steppedOut: [] }
    const source = topic?.said ?? 'Noted.'
    parts.push({
      ...noText,
      ...copied,
      _id: newId(),
      title,
      position,
      closed: item.closed ?? false,
      state: 'confirmed',
      version: 1,
      source,
      html: renderMarkdown(source),
      findings: [],
      waivers: [],
      corrections: [],
      challenges: [],
      quorate: true,
    })
    if (topic?.paper !== undefined) await onePaper(copied, topic, instantOf(addDays(meetingDate, -8), '15:00'))
    if (topic?.decision !== undefined)
      await decisionsFor(viewer).create([
        { ...copied, _id: newId(), state: 'decided', text: topic.decision, ratifiedAt: null },
      ])
    if (topic?.action !== undefined) {
      const { text, owner } = topic.action
      const who = {
        seat: place.seats.get(owner)!,
        owner: place.ids.get(owner)!,
        ownerName: coreGroup.find(({ key }) => key === owner)!.name,
      }
      const progress = [{ day: addDays(meetingDate, 30), text: 'Done.' }]
      await actionsFor(viewer).create([
        {
          ...copied,
          ...who,
          _id: newId(),
          state: 'done',
          text,
          dueOn: addDays(meetingDate, 42),
          progress,
          revision: 1,
        },
      ])
    }
  }
  await partsFor(viewer).create(parts)
  const minutes = newMinutes({ _id: newId(), forum, forumName, meeting: _id, meetingDate, audience: 'forum' })
  await minutesFor(viewer).create({
    ...minutes,
    state: 'confirmed',
    quorate: true,
    circulatedAt: instantOf(addDays(meetingDate, 14), '12:00'),
    confirmedAt: next,
  })
  await whoCame(place, _id, room, meetingDate, began)
  await audit.append({ forum, event: 'past meeting loaded', record: _id, details: { by: 'demonstration' }, at: ended })
}

async function onePaper(copied: object, topic: Topic, sentAt: Date): Promise<void> {
  const version = { ...(await fileFor(topic.paper!, topic.title)), version: 1, addedAt: sentAt }
  const { forumName: _, number: __, ...follows } = copied as { forumName: string; number: string }
  const paper = {
    ...follows,
    _id: newId(),
    side: null,
    state: 'sent',
    title: topic.paper!.title,
    versions: [version],
    late: false,
    sentAt,
  }
  await papersFor(viewer).create(paper as never)
}
