import type { z } from 'zod'
import type { Attendance } from '../../models/attendance.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { isOfficerOf, standsIn } from '../../server/policy/places.ts'
import type { Person, Seat } from '../../server/policy/terms.ts'
import { answerWords, counted, placeWords, presenceWords } from '../words.ts'
import { pageOf, whenOf } from './about.ts'

/** The form in which somebody who is invited says whether they come. */
export function answerPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  meeting: Meeting,
  own: Pick<Attendance, 'answer'> | null,
  seat: Seat,
  state: FormState,
) {
  const form = formOf(fields, { answer: own?.answer ?? '' }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const deputy = ['chair', 'viceChair', 'secretary', 'member'].includes(seat.role)
  const { coming, apologies } = answerWords
  return {
    ...pageOf(meeting, 'Say whether you come'),
    when: [whenOf(meeting), meeting.place].filter((text) => text !== '').join(', '),
    action: `/meetings/${meeting._id}/answer`,
    form,
    answers: optionsOf(
      {
        coming,
        apologies,
        ...(deputy ? { deputy: { text: 'I send a deputy', hint: 'You name the deputy on the next page' } } : {}),
      },
      chosen['answer'] ?? [],
    ),
  }
}

/** Someone's place at a meeting, kept already or still to be. */
type Line = Pick<
  Attendance,
  'seat' | 'name' | 'organisationName' | 'role' | 'side' | 'answer' | 'state' | 'holdsPapers'
>

/** Everybody with a place: those whose attendance is kept, and deputies and guests who were named. */
export function everybody(places: readonly Attendance[], seats: readonly SeatRecord[]): Line[] {
  const known = new Set(places.map(({ owner }) => owner))
  const named = seats
    .filter(({ person }) => !known.has(person))
    .map((seat) => ({ ...seat, seat: seat._id, answer: 'none', state: 'expected', holdsPapers: false }) as const)
  return [...places, ...named].toSorted((a, b) => a.side.localeCompare(b.side) || a.name.localeCompare(b.name))
}

/**
 * Who is coming, for the officers before the meeting (a vice-chair once in the room); who was there, for those who were and the officers; for everybody
 * else whether it was quorate, and nothing more.
 * @param places what the viewer may see
 */
export function attendancePage(
  viewer: Person,
  meeting: Meeting,
  places: readonly Attendance[],
  seats: readonly SeatRecord[],
) {
  const wasThere = standsIn(viewer, meeting.forum, meeting.room)
  const officer = wasThere && isOfficerOf(viewer, meeting.forum)
  const over = meeting.state === 'closed' || meeting.state === 'adjourned'
  const lines = officer ? everybody(places, seats) : places
  const here = lines.filter(({ state }) => state === 'present' || state === 'left')
  return {
    ...pageOf(meeting, over ? 'Attendance and quorum' : officer ? 'Who is coming' : 'Attendance'),
    quorate: meeting.quorate === null ? '' : meeting.quorate ? 'The meeting was quorate.' : notQuorate,
    inTheRoom: wasThere,
    coming: officer && !over ? tableOf(lines, 'Answer', ({ answer }) => answerWords[answer]) : (false as const),
    counts: officer && !over ? countsOf(lines) : '',
    came:
      over && wasThere
        ? tableOf(here, 'Attendance', ({ state }) => (state === 'left' ? presenceWords.left : 'To the end'))
        : (false as const),
    confirm: officer && over ? confirmationOf(meeting, lines) : (false as const),
  }
}

const notQuorate = 'The meeting was not quorate: what was decided without a quorum is a recommendation, to be ratified.'

function tableOf(lines: readonly Line[], column: string, last: (line: Line) => string) {
  const cell = (of: string, text: string) => ({ column: of, text, href: '', tag: '' })
  return {
    columns: [{ text: 'Name' }, { text: 'Organisation' }, { text: 'Place' }, { text: column }],
    rows: lines.map((line) => ({
      cells: [
        cell('Name', line.name),
        cell('Organisation', line.organisationName),
        cell('Place', placeWords(line.role, line.side)),
        cell(column, last(line)),
      ],
    })),
  }
}

/** "9 coming, 2 apologies, 1 sends a deputy, 3 without an answer" */
function countsOf(lines: readonly Line[]): string {
  const of = (answer: Line['answer']): number => lines.filter((line) => line.answer === answer).length
  return `${of('coming')} coming, ${counted(of('apologies'), 'apology', 'apologies')}, ${of('deputy')} sending a deputy, ${of('none')} without an answer.`
}

/** The form that confirms who came: everybody with a box, and for those who did not, whether they keep papers. */
function confirmationOf(meeting: Meeting, lines: readonly Line[]) {
  const box = (line: Line, chosen: boolean) => ({
    value: line.seat,
    text: line.name,
    hint: `${line.organisationName}, ${placeWords(line.role, line.side)}`,
    chosen,
  })
  return {
    action: `/meetings/${meeting._id}/attendance`,
    confirmed: meeting.attendanceConfirmedAt === null ? '' : showDay(dayOf(meeting.attendanceConfirmedAt)),
    present: lines.map((line) => box(line, line.state === 'present' || line.state === 'left')),
    holding: lines.filter(({ holdsPapers }) => holdsPapers).map((line) => box(line, true)),
  }
}
