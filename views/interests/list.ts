import type { z } from 'zod'
import type { Interest } from '../../models/interest.ts'
import { pageOfList } from '../../models/paged.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { type Person, type Seat, isCurrentSeat } from '../../server/policy/terms.ts'
import { listPage } from '../meetings/about.ts'
import { pageInWords, pagesOf } from '../pages.ts'

/**
 * The register of interests: the viewer's own, with a form to declare one; for current seats, everybody's.
 * @param interests what the viewer may see, newest first
 * @param number which page of everybody's
 */
export function interestsPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  seat: Seat,
  interests: readonly Interest[],
  state: FormState,
  number: number,
) {
  const here = `/forums/${seat.forum}/interests`
  const cell = (column: string, text: string) => ({ column, text, href: '', tag: '' })
  const own = interests.filter(({ owner }) => owner === viewer.person)
  const standing = pageOfList(
    interests.filter(({ until }) => until === null),
    15,
    number,
  )
  return {
    page: listPage(seat, 'Register of interests'),
    caption: seat.forumName,
    action: here,
    form: formOf(fields, { id: newId() }, state),
    own: own.map(({ _id, text, declaredOn, until }) => ({
      text,
      when: until === null ? `Declared on ${showDay(declaredOn)}` : `${showDay(declaredOn)} to ${showDay(until)}`,
      end: until === null ? `${here}/${_id}/end` : '',
    })),
    register: isCurrentSeat(seat.role)
      ? {
          columns: [{ text: 'Name' }, { text: 'Organisation' }, { text: 'Interest' }, { text: 'Declared' }],
          title: `Interests of everybody, as they stand${pageInWords(standing)}`,
          rows: standing.records.map((each) => ({
            cells: [
              cell('Name', each.name),
              cell('Organisation', each.organisationName),
              cell('Interest', each.text),
              cell('Declared', showDay(each.declaredOn)),
            ],
          })),
        }
      : (false as const),
    pages: isCurrentSeat(seat.role) ? pagesOf(standing, here) : (false as const),
  }
}
