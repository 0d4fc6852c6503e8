import { randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A new record's id: 128 random bits as 32 hexadecimal digits, so that an id tells neither time nor order. */
export const newId = (): string => randomBytes(16).toString('hex')

/** A record's id as it appears in a URL or a hidden field. */
export const id = z.string().regex(/^[0-9a-f]{32}$/)

/** The short name of a forum, organisation or area, which is also its id: `north-west`. */
export const slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)

/** A short name made from a name: "North West Sub Group" becomes `north-west-sub-group`. May come out empty. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-|-$/g, '')
