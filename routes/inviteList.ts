import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { recordsNamed } from '../models/named.ts'
import { type Organisation, organisationsFor } from '../models/organisation.ts'
import { seatedAmong } from '../server/acts/inviteMembers.ts'
import type { Invitee } from '../server/acts/seating.ts'
import { emailAddress, line, optionalLine } from '../server/fields.ts'
import type { Person, Role } from '../server/policy/terms.ts'
import { type ReadyLine, type WrongLine, invitedRoles } from '../views/members/invite.ts'
import { listed, roleWords } from '../views/words.ts'

/** A pasted list of people, read: what can be done, and what is wrong by line. Done only when nothing is wrong. */
export type Listed = { readonly ready: readonly (Invitee & ReadyLine)[]; readonly wrong: readonly WrongLine[] }

/** The most people that one list may hold. */
const most = 100

const Columns = z.object({
  name: line('Enter a name', 120),
  email: emailAddress('Enter an e-mail address after the name'),
  organisation: line('Enter the organisation represented after the e-mail address'),
  role: optionalLine(40),
  jobTitle: optionalLine(120),
})

/** The id of the seat that a line makes: always the same for the same form, so that a second press makes no second. */
export const idOfLine = (form: string, number: number): string =>
  createHash('sha256').update(`${form} ${number}`).digest('hex').slice(0, 32)

/**
 * Reads a list: "Name, e-mail, organisation, role, job title" in each line, with commas, semicolons or tabs; or
 * addresses as mail programs copy them, "Name <e-mail>; Name <e-mail>". Where no organisation is given it is the one
 * whose domain the address has, if that can be of the viewer's side: an employer's address tells nobody's union.
 * @param asked the form's id, the list and the first day of all
 */
export async function readList(
  viewer: Person,
  forum: string,
  asked: { readonly id: string; readonly list: string; readonly from: string },
  now: Date,
): Promise<Listed> {
  const organisations = await organisationsFor(viewer).list()
  const lines = asked.list
    .split('\n')
    .flatMap(addressesOf)
    .map((text, index) => ({ number: index + 1, line: text.trim() }))
  const filled = lines.filter(({ line: text }) => text !== '')
  if (filled.length > most)
    return { ready: [], wrong: [{ number: most + 1, line: '', text: `Send at most ${most} people in one list` }] }
  const side = viewer.seats.find((seat) => seat.forum === forum)?.side
  const fits = ({ sector }: Organisation): boolean => (sector === 'tradeUnion') === (side === 'staff')
  const own = organisations.filter(fits)
  const wrong: WrongLine[] = []
  const ready: (Invitee & ReadyLine)[] = []
  for (const one of filled) {
    const read = readLine(one.line, organisations, own)
    if ('text' in read) wrong.push({ ...one, text: read.text })
    else ready.push({ ...read, ...one, id: idOfLine(asked.id, one.number), from: asked.from, signsInThrough: '' })
  }
  const seated = await seatedAmong(
    viewer,
    forum,
    ready.map(({ email }) => email),
    now,
  )
  const firstWith = new Map<string, number>()
  for (const { email, number } of ready) {
    const earlier = firstWith.get(email)
    const same = earlier === undefined ? undefined : `This is the same e-mail address as in line ${earlier}`
    const text = seated.has(email) ? 'This person has a place in this forum already' : same
    if (text !== undefined) wrong.push({ number, text, line: lines[number - 1]?.line ?? '' })
    else firstWith.set(email, number)
  }
  return { ready, wrong: wrong.toSorted((a, b) => a.number - b.number) }
}

/** One line as a person to be invited, or what is wrong with it. */
function readLine(
  text: string,
  organisations: readonly Organisation[],
  own: readonly Organisation[],
):
  | { text: string }
  | Pick<Invitee & ReadyLine, 'name' | 'email' | 'organisation' | 'organisationName' | 'role' | 'jobTitle'> {
  const cells = cellsOf(text)
  if (cells === undefined) return { text: 'The quotation marks do not match' }
  if (cells.length > 5)
    return { text: 'There are more than five entries. Put entries that hold a comma in quotation marks' }
  const [name, email, given = '', role = '', jobTitle = ''] = cells
  const organisation = given === '' ? organisationOf(email ?? '', own) : given
  const read = Columns.safeParse({ name, email, organisation, role, jobTitle })
  if (!read.success) return { text: read.error.issues[0]!.message }
  const as = roleNamed(read.data.role)
  if (as === undefined)
    return {
      text: `“${read.data.role}” is no role here. Use ${listed(invitedRoles.map((one) => roleWords[one].toLowerCase()))}`,
    }
  const named = recordsNamed(read.data.organisation, organisations)
  const [first] = named
  if (first === undefined)
    return {
      text: `There is no organisation called “${read.data.organisation}”. Correct the name, or ask an administrator to add it`,
    }
  if (named.length > 1)
    return {
      text: `“${read.data.organisation}” may be ${named.map((one) => one.name).join(' or ')}. Write the whole name`,
    }
  return { ...read.data, role: as, organisation: first._id, organisationName: first.name }
}

/** The name of the one organisation whose domain an address has; undefined without one. */
function organisationOf(email: string, own: readonly Organisation[]): string | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  const found = own.filter(({ domains }) => domains.includes(domain))
  return found.length === 1 ? found[0]!.name : undefined
}

/** A line as several, where it holds several addresses as mail programs copy them. */
const addressesOf = (text: string): string[] =>
  text.split(/[;,](?=\s*"[^"]*"\s*<[^<>]*@)|;(?=[^;<>"]*<[^<>]*@)/).map((one) => one.trim().replace(/>\s*;$/, '>'))

/** "Name <e-mail>" and what follows it; a name given as "Surname, Name" is turned round. */
const address = /^"?(?<name>[^"<]*)(?:"\s*)?<(?<email>[^<>\s]+)>\s*[;,\t]?\s*(?<rest>.*)$/

/** The entries of a line; undefined when its quotation marks do not match. */
function cellsOf(text: string): string[] | undefined {
  const { name, email, rest = '' } = address.exec(text)?.groups ?? {}
  if (name === undefined || email === undefined) return split(text)
  const [surname = '', given, ...more] = name.split(',').map((part) => part.trim())
  const after = rest.trim() === '' ? [] : split(rest)
  const plain = given === undefined || more.length > 0 ? name.trim() : `${given} ${surname}`
  return after === undefined ? undefined : [plain, email, ...after]
}

function split(text: string): string[] | undefined {
  const delimiter = text.includes('\t') ? '\t' : text.includes(';') ? ';' : ','
  try {
    const [cells = []] = parse(text, { delimiter, trim: true, relax_column_count: true })
    return cells
  } catch {
    return undefined
  }
}

/** The role that a word means; a member when there is none. */
function roleNamed(word: string): Role | undefined {
  const plain = word.toLowerCase().replace(/[^a-z]/g, '')
  return plain === ''
    ? 'member'
    : invitedRoles.find((role) => roleWords[role].toLowerCase().replace(/[^a-z]/g, '') === plain)
}
