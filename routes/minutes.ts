import { Router } from 'express'
import { z } from 'zod'
import { attendanceFor } from '../models/attendance.ts'
import { forumsFor } from '../models/forum.ts'
import { itemsFor } from '../models/item.ts'
import { meetingsFor } from '../models/meeting.ts'
import { minutesFor } from '../models/minutes.ts'
import { partsFor } from '../models/part.ts'
import { partVersionsFor } from '../models/partVersion.ts'
import { circulateMinutes } from '../server/acts/circulateMinutes.ts'
import { approveMinutes, sendBackMinutes, sendMinutesToReview } from '../server/acts/reviewMinutes.ts'
import { startMinutes } from '../server/acts/startMinutes.ts'
import { NotFound } from '../server/errors.ts'
import { lines } from '../server/fields.ts'
import type { FormState } from '../server/forms.ts'
import { id } from '../server/ids.ts'
import { form, openPage, page, redirect, view } from '../server/page.ts'
import { keySeat } from '../server/policy/places.ts'
import type { Person } from '../server/policy/terms.ts'
import { approvePage, versionsSeen } from '../views/minutes/approve.ts'
import { isOfficerIn } from '../views/minutes/parts.ts'
import { minutesPage } from '../views/minutes/show.ts'
import { beginPage, writePage } from '../views/minutes/write.ts'

export const minutes: Router = Router()
/** Public parts of minutes need no sign-in. */
export const publicMinutes: Router = Router()

const One = z.object({ meeting: id })
const Version = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
const Back = Version.extend({ reason: lines('Enter what should change', 5_000) })

/** Minutes to read, with as many parts as the viewer may see: five queries with session and seats. */
publicMinutes.get(
  '/minutes/:meeting',
  openPage(One, async (viewer, { meeting }) => {
    const parts = await partsFor(viewer).toRead(meeting)
    if (viewer.kind !== 'person') {
      // Somebody who is not signed in cannot tell whether there are other parts, or a meeting at all.
      if (parts.length === 0) return redirect(`/sign-in?returnTo=${encodeURIComponent(`/minutes/${meeting}`)}`)
      return view('minutes/show', minutesPage(viewer, null, parts, []))
    }
    if (parts.length === 0) {
      const { forum } = await meetingsFor(viewer).open(meeting)
      if (!isOfficerIn(viewer, forum)) throw new NotFound('minutes')
      return redirect(`/minutes/${meeting}/write`)
    }
    const whole = await minutesFor(viewer).find(meeting)
    const attendance = await attendanceFor(viewer).atMeeting(meeting)
    return view('minutes/show', minutesPage(viewer, whole, parts, attendance))
  }),
)

/** The officers' page: five queries with session and seats. */
minutes.get(
  '/minutes/:meeting/write',
  page(One, async (viewer, asked) => {
    const begun = await minutesFor(viewer).find(asked.meeting)
    if (begun === null) {
      const meeting = await meetingsFor(viewer).open(asked.meeting)
      if (!isOfficerIn(viewer, meeting.forum)) throw new NotFound('minutes')
      return view('minutes/begin', beginPage(viewer, meeting))
    }
    if (!isOfficerIn(viewer, begun.forum)) throw new NotFound('minutes')
    const parts = await partsFor(viewer).ofMeeting(asked.meeting)
    const inReview = begun.state === 'review'
    const forum = inReview ? await forumsFor(viewer).open(begun.forum) : undefined
    const items = begun.state === 'draft' ? await itemsFor(viewer).ofMeeting(asked.meeting) : []
    return view('minutes/write', writePage(viewer, begun, parts, forum, items))
  }),
)

minutes.post(
  '/minutes/:meeting/begin',
  page(One, async (viewer, asked, { now }) => {
    await startMinutes(viewer, now, asked)
    return redirect(`/minutes/${asked.meeting}/write`)
  }),
)

minutes.post(
  '/minutes/:meeting/send',
  page(One, async (viewer, asked, { now }) => {
    await sendMinutesToReview(viewer, now, asked)
    return redirect(`/minutes/${asked.meeting}/write`, 'The minutes are with the chairs')
  }),
)

minutes.post(
  '/minutes/:meeting/circulate',
  page(One.extend(Version.shape), async (viewer, asked, { now }) => {
    await circulateMinutes(viewer, now, asked)
    return redirect(`/minutes/${asked.meeting}`, 'The minutes are circulated')
  }),
)

/** What a key holder approves, and what changed since they last saw it: five queries with session and seats. */
async function showApproval(viewer: Person, { meeting }: z.output<typeof One>, state: FormState) {
  const waiting = await minutesFor(viewer).ofMeeting(meeting)
  if (keySeat(viewer, waiting.forum) === undefined) throw new NotFound('minutes')
  const parts = await partsFor(viewer).ofMeeting(meeting)
  const earlier = await partVersionsFor(viewer).some(meeting, versionsSeen(waiting, parts, viewer.person))
  return view('minutes/approve', approvePage(Back, viewer, { minutes: waiting, parts, earlier, state }))
}

const approval = form({
  place: One,
  fields: Version,
  show: showApproval,
  submit: async (viewer, { meeting }, { hash }, at) => {
    await approveMinutes(viewer, at.now, { meeting, hash })
    return redirect(`/minutes/${meeting}/approve`, 'You have approved this version')
  },
})
minutes.get('/minutes/:meeting/approve', approval.show)
minutes.post('/minutes/:meeting/approve', approval.submit)

const back = form({
  place: One,
  fields: Back,
  show: showApproval,
  submit: async (viewer, { meeting }, asked, at) => {
    const forum = await sendBackMinutes(viewer, at.now, { ...asked, meeting })
    return redirect(isOfficerIn(viewer, forum) ? `/minutes/${meeting}/write` : '/', 'The minutes are sent back')
  },
})
minutes.post('/minutes/:meeting/send-back', back.submit)
