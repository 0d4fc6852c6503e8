import mongoose from 'mongoose'
import { itemsFor, type Item } from '../models/item.ts'
import { meetingsFor } from '../models/meeting.ts'
import { papersFor } from '../models/paper.ts'
import { addDays, dayOf } from '../server/dates.ts'
import { newId } from '../server/ids.ts'
import { aForum, aPerson, again, sessionCookie } from '../test/world.ts'

/** A forum with 16 seats, a called meeting of 20 items with papers, and 30 issued key communications; a member's cookie. */
export async function aBusyForum(): Promise<{ meeting: string; cookie: string }> {
  const forum = await aForum()
  const chair = await aPerson(forum, 'chair', 'employer', { name: 'Imogen Thackeray' })
  const member = await aPerson(forum, 'member', 'staff', { name: 'Priyanka Whitlock' })
  for (let seat = 0; seat < 14; seat++) await aPerson(forum, 'member', seat % 2 ? 'staff' : 'employer')
  const meeting = newId()
  const meetingDate = addDays(dayOf(new Date()), 7)
  await meetingsFor(chair).create({
    _id: meeting,
    forum: forum._id,
    forumName: forum.name,
    kind: 'core',
    state: 'called',
    meetingDate,
    from: '10:00',
    until: '15:00',
    place: 'Preston',
    ruleStatus: 'chathamHouse',
    agendaPublishedAt: new Date(),
    revision: 0,
  } as never)
  const items = Array.from({ length: 20 }, (_, at) => ({
    _id: newId(),
    forum: forum._id,
    meeting,
    meetingDate,
    audience: 'forum',
    state: 'published',
    ruleStatus: 'chathamHouse',
    position: at + 1,
    number: String(at + 1),
    title: `Workforce implications of programme ${at + 1}`,
    purpose: 'discussion',
    minutes: 15,
    paperMode: 'enclosed',
  }))
  await itemsFor(chair).create(items as unknown as Item[])
  for (const [at, item] of items.entries())
    await papersFor(chair).create({
      _id: newId(),
      forum: forum._id,
      meeting,
      meetingDate,
      item: item._id,
      audience: 'forum',
      side: null,
      ruleStatus: 'chathamHouse',
      steppedOut: [],
      state: 'sent',
      title: `Paper ${at + 1}`,
      versions: [{ version: 1, file: newId(), kind: 'pdf', size: 120_000, addedAt: new Date(), html: '' }],
      late: false,
      sentAt: new Date(),
    })
  // Issued long ago, so they are put there as the database holds them and not by thirty rounds of approval.
  const issued = Array.from({ length: 30 }, (_, issue) => ({
    _id: newId(),
    forum: forum._id,
    forumName: forum.name,
    meetingDate,
    audience: 'public',
    state: 'issued',
    title: `What the forum agreed in month ${issue + 1}`,
    html: '<p>Agreed.</p>',
    issuedAt: new Date(),
    corrects: null,
    correctedBy: null,
  }))
  await mongoose.connection.db!.collection('keycommunications').insertMany(issued as never)
  const cookie = await sessionCookie(await again(member))
  return { meeting, cookie }
}
