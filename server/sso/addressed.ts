import type { Request } from 'express'
import { z } from 'zod'
import { NotFound } from '../errors.ts'
import { slug } from '../ids.ts'

/** The request that the address names; '' for none. */
export const requestOf = (req: Request): string => z.string().max(100).catch('').parse(req.query['request'])

/** The ticket that the address names; '' for none. */
export const ticketOf = (req: Request): string => z.string().max(100).catch('').parse(req.query['ticket'])

/** The organisation in the address. Throws NotFound for what is no short name. */
export function organisationOf(req: Request): string {
  const read = slug.safeParse(req.params['organisation'])
  if (!read.success) throw new NotFound('organisation')
  return read.data
}
