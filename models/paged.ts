import type { Model, QueryFilter } from 'mongoose'
import type { Viewer } from '../server/policy/terms.ts'
import { under } from './scoped.ts'

/** One page of a long list, and how many records there are for this viewer in all. Pages count from 1. */
export type Paged<T> = {
  readonly records: readonly T[]
  readonly number: number
  readonly pages: number
  readonly total: number
}

type Asked = {
  readonly filter: object
  readonly sort: Readonly<Record<string, 1 | -1>>
  /** How many records stand on a page. */
  readonly size: number
  /** Which page; one past the end is the last. */
  readonly number: number
  readonly fields?: Readonly<Record<string, 0 | 1>>
}

/** A page of what the viewer may read: two queries, both narrowed, so that the count tells of nothing else. */
export async function paged<T>(of: Model<T>, viewer: Viewer, asked: Asked): Promise<Paged<T>> {
  const filter = asked.filter as QueryFilter<T>
  const total = await of.countDocuments(filter, under(viewer, 'read'))
  const pages = Math.max(1, Math.ceil(total / asked.size))
  const number = Math.min(asked.number, pages)
  const records = await of
    .find(filter, asked.fields ?? null, under(viewer, 'read'))
    .sort({ ...asked.sort, _id: 1 })
    .skip((number - 1) * asked.size)
    .limit(asked.size)
    .lean<T[]>()
  return { records, number, pages, total }
}

/** One page of a list that is known whole. */
export function pageOfList<T>(all: readonly T[], size: number, asked: number): Paged<T> {
  const pages = Math.max(1, Math.ceil(all.length / size))
  const number = Math.min(asked, pages)
  return { records: all.slice((number - 1) * size, number * size), number, pages, total: all.length }
}

/** The condition that a field holds this text somewhere, in small or capital letters; no letter of it has a meaning. */
export const containing = (text: string): object => ({
  $regex: text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  $options: 'i',
})
