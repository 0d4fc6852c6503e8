import { Router } from 'express'
import { z } from 'zod'
import { meetingsFor } from '../models/meeting.ts'
import { minutesFor } from '../models/minutes.ts'
import { type Part, partsFor } from '../models/part.ts'
import { challengeMinutes } from '../server/acts/challengeMinutes.ts'
import { answerChallenge, canSettleAt, confirmMinutes, correctMinutes } from '../server/acts/confirmMinutes.ts'
import { NotFound, Refused } from '../server/errors.ts'
import { choice, line, lines } from '../server/fields.ts'
import type { FormState } from '../server/forms.ts'
import { id } from '../server/ids.ts'
import { form, redirect, view } from '../server/page.ts'
import { permits } from '../server/policy/scope.ts'
import type { Person, Viewer } from '../server/policy/terms.ts'
import { isOfficerIn, seatIn } from '../views/minutes/parts.ts'
import { confirmPage, twoTextsPage } from '../views/minutes/settle.ts'

export const minutesConfirming: Router = Router()

const Whole = z.object({ meeting: id })
const One = Whole.extend({ part: id })
const TwoTexts = z.object({
  id,
  was: lines('Copy the words as they stand in the minutes', 5_000),
  reads: lines('Enter how the minutes should read', 5_000),
})
const at = line('Select the meeting')
const Correction = TwoTexts.extend({ at })
const Confirmation = z.object({ at })
const Answer = z.object({
  agreed: choice(['yes', 'no'], 'Say whether the meeting agreed'),
  at: z.string().max(100).default(''),
})

async function partOf(viewer: Viewer, asked: z.output<typeof One>, action: 'comment' | 'publish'): Promise<Part> {
  const part = await partsFor(viewer).open(asked.part)
  if (part.meeting !== asked.meeting || !permits(viewer, action, 'part', part)) throw new NotFound('part')
  return part
}

/** Later meetings of the forum that have been under way, at which these minutes can have been settled. */
async function laterMeetings(viewer: Person, of: Pick<Part, 'forum' | 'meeting' | 'meetingDate'>) {
  return (await meetingsFor(viewer).inForum(of.forum)).filter((meeting) => canSettleAt(of, meeting))
}

const challenge = form({
  place: One,
  fields: TwoTexts,
  show: async (viewer, asked, state) => {
    const part = await partOf(viewer, asked, 'comment')
    if (seatIn(viewer, part.forum) === undefined) throw new NotFound('part')
    return view('minutes/two-texts', twoTextsPage(TwoTexts, viewer, part, undefined, state))
  },
  submit: async (viewer, asked, typed) => {
    await partOf(viewer, asked, 'comment')
    await challengeMinutes(viewer, { ...typed, part: asked.part })
    return redirect(`/minutes/${asked.meeting}`, 'Your challenge goes to the officers and to the next meeting')
  },
})
minutesConfirming.get('/minutes/:meeting/parts/:part/challenge', challenge.show)
minutesConfirming.post('/minutes/:meeting/parts/:part/challenge', challenge.submit)

const correct = form({
  place: One,
  fields: Correction,
  show: async (viewer, asked, state) => {
    const part = await partOf(viewer, asked, 'publish')
    const meetings = await laterMeetings(viewer, part)
    return view('minutes/two-texts', twoTextsPage(Correction, viewer, part, meetings, state))
  },
  submit: async (viewer, asked, typed, { now }) => {
    await partOf(viewer, asked, 'publish')
    await correctMinutes(viewer, now, { ...typed, part: asked.part })
    return redirect(`/minutes/${asked.meeting}/confirm`, 'The correction is recorded')
  },
})
minutesConfirming.get('/minutes/:meeting/parts/:part/correct', correct.show)
minutesConfirming.post('/minutes/:meeting/parts/:part/correct', correct.submit)

/** What a later meeting said: five queries with session and seats. */
async function showConfirmation(viewer: Person, { meeting }: z.output<typeof Whole>, state: FormState) {
  const minutes = await minutesFor(viewer).ofMeeting(meeting)
  if (!isOfficerIn(viewer, minutes.forum) || minutes.state === 'draft' || minutes.state === 'review')
    throw new NotFound('minutes')
  const parts = await partsFor(viewer).ofMeeting(meeting)
  const meetings = await laterMeetings(viewer, minutes)
  return view('minutes/confirm', confirmPage(Confirmation, viewer, minutes, parts, meetings, state))
}

const answer = form({
  place: One.extend({ challenge: id }),
  fields: Answer,
  show: showConfirmation,
  submit: async (viewer, asked, typed, { now }) => {
    if (!id.safeParse(typed.at).success)
      throw new Refused('Select the meeting that answered it', `at-${asked.challenge}`)
    await partOf(viewer, asked, 'publish')
    const { part, challenge: which } = asked
    await answerChallenge(viewer, now, { part, challenge: which, agreed: typed.agreed === 'yes', at: typed.at })
    return redirect(`/minutes/${asked.meeting}/confirm`, 'The answer is recorded')
  },
})
minutesConfirming.post('/minutes/:meeting/parts/:part/challenges/:challenge', answer.submit)

const confirmation = form({
  place: Whole,
  fields: Confirmation,
  show: showConfirmation,
  submit: async (viewer, { meeting }, typed, { now }) => {
    if (!isOfficerIn(viewer, (await minutesFor(viewer).ofMeeting(meeting)).forum)) throw new NotFound('minutes')
    await confirmMinutes(viewer, now, { meeting, at: typed.at })
    return redirect(`/minutes/${meeting}`, 'The minutes are confirmed')
  },
})
minutesConfirming.get('/minutes/:meeting/confirm', confirmation.show)
minutesConfirming.post('/minutes/:meeting/confirm', confirmation.submit)
