import type { Item } from '../../models/item.ts'
import { type Time, addMinutes } from '../../server/dates.ts'

/** An item with the wall times at which it begins and ends, if all goes as planned. */
export type Timed<I> = { readonly item: I; readonly from: Time; readonly until: Time }

/** How many minutes an item takes: none when it is withdrawn. */
export const lasting = ({ state, minutes }: Pick<Item, 'state' | 'minutes'>): number =>
  state === 'withdrawn' ? 0 : minutes

/**
 * Running clock times from the beginning of the meeting.
 * @param items those the viewer may see, in the order of the agenda: what follows the last of them shows nowhere
 */
export function timed<I extends Pick<Item, 'minutes' | 'state'>>(begins: Time, items: readonly I[]): Timed<I>[] {
  let from = begins
  return items.map((item) => {
    const until = addMinutes(from, lasting(item))
    const one = { item, from, until }
    from = until
    return one
  })
}

/** The numbers of the items as they will be when the agenda is published; those that are fixed stay. */
export function numbered<I extends Pick<Item, 'closed' | 'number'>>(items: readonly I[]): I[] {
  let [open, closed] = [0, 0]
  return items.map((item) => {
    const next = item.closed ? `C${++closed}` : String(++open)
    return item.number === '' ? { ...item, number: next } : item
  })
}
