import { Router } from 'express'
import { z } from 'zod'
import { attendanceFor } from '../models/attendance.ts'
import { interestsFor } from '../models/interest.ts'
import { itemsFor } from '../models/item.ts'
import { meetingsFor } from '../models/meeting.ts'
import { declareInterest, endInterest } from '../server/acts/declareInterest.ts'
import { returnToItem, stepOut } from '../server/acts/stepOut.ts'
import { NotFound, Refused } from '../server/errors.ts'
import { lines, pageNumber } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { placeIn } from '../server/policy/places.ts'
import { interestsPage } from '../views/interests/list.ts'
import { stepOutPage } from '../views/interests/step-out.ts'

/** The register of interests, and stepping out of an item. */
export const interests: Router = Router()

const InForum = z.object({ forum: slug })
const OneItem = z.object({ item: id })
const Stepping = OneItem.extend({ person: id.optional() })
const Declared = z.object({ id, text: lines('Enter the interest', 1000) })

/** Three queries: session, seats, interests. */
const register = form({
  place: InForum.extend({ page: pageNumber }),
  fields: Declared,
  show: async (viewer, { forum, page: number }, state) => {
    const seat = placeIn(viewer, forum)
    if (seat === undefined) throw new NotFound('forum')
    const all = await interestsFor(viewer).inForum(forum)
    return view('interests/list', interestsPage(Declared, viewer, seat, all, state, number))
  },
  submit: async (viewer, { forum }, asked, { now }) => {
    await declareInterest(viewer, now, { ...asked, forum })
    return redirect(`/forums/${forum}/interests`, 'Your interest is in the register')
  },
})
interests.get('/forums/:forum/interests', register.show)
interests.post('/forums/:forum/interests', register.submit)

interests.post(
  '/forums/:forum/interests/:interest/end',
  page(InForum.extend({ interest: id }), async (viewer, asked, { now }) => {
    await endInterest(viewer, now, asked)
    return redirect(
      `/forums/${asked.forum}/interests`,
      'Your interest has ended. It stays in the register with its dates',
    )
  }),
)

/** Five queries: session, seats, item, meeting, attendance. */
interests.get(
  '/items/:item/step-out',
  page(OneItem, async (viewer, { item: of }) => {
    const item = await itemsFor(viewer).open(of)
    const meeting = await meetingsFor(viewer).open(item.meeting)
    const places = await attendanceFor(viewer).atMeeting(meeting._id)
    return view('interests/step-out', stepOutPage(viewer, meeting, item, places))
  }),
)

interests.post(
  '/items/:item/step-out',
  page(Stepping, async (viewer, { item, person }, { now }) => {
    if (person === undefined) throw new Refused('Go back, and select who steps out.')
    await stepOut(viewer, now, { item, person })
    return redirect(`/items/${item}`, 'The stepping out is recorded')
  }),
)

interests.post(
  '/items/:item/return',
  page(Stepping, async (viewer, { item, person }, { now }) => {
    if (person === undefined) throw new Refused('Go back, and select who returns.')
    await returnToItem(viewer, now, { item, person })
    return redirect(`/items/${item}`, 'The return is recorded')
  }),
)
