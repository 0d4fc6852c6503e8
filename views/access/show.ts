import { limits } from '../../server/policy/proof.ts'
import { rules } from '../../server/policy/rules.ts'
import {
  type Audience,
  audiences,
  offices,
  type Resource,
  type Role,
  resources,
  roles,
  type Rule,
  type Service,
  services,
} from '../../server/policy/terms.ts'
import { emergencyStates } from '../emergencyAccess/ask.ts'
import type { Cell } from '../partials/models.ts'
import {
  actionStates,
  agendaStates,
  audienceWords,
  capital,
  decisionStates,
  keyCommunicationStates,
  listed,
  meetingStates,
  minutesStates,
  officeWords,
  paperStates,
  presenceWords,
  roleWords,
  type StateWords,
  termsStates,
} from '../words.ts'
import { actionWords, resourceWords, serviceWords } from './words.ts'

/** The words of a record's states, where a row names states. */
export const statesOf: Partial<Record<Resource, Readonly<Record<string, StateWords>>>> = {
  terms: termsStates,
  meeting: meetingStates,
  item: agendaStates,
  paper: paperStates,
  minutes: minutesStates,
  part: minutesStates,
  decision: decisionStates,
  keyCommunication: keyCommunicationStates,
  emergencyAccess: emergencyStates,
  action: actionStates,
  attendance: { expected: { text: presenceWords.expected, colour: '' } },
}

/** Kinds of record in the order and under the headings in which people look for them. */
const families: readonly { readonly text: string; readonly kinds: readonly Resource[] }[] = [
  { text: 'Meetings and papers', kinds: ['meeting', 'item', 'paper', 'comment', 'note', 'attendance', 'consent'] },
  { text: 'Minutes and what was decided', kinds: ['minutes', 'part', 'draft', 'decision', 'action'] },
  { text: 'What a forum tells others', kinds: ['keyCommunication'] },
  {
    text: 'The forum and its members',
    kinds: ['forum', 'seat', 'sideSignIn', 'invitation', 'interest', 'terms', 'termsComment'],
  },
  { text: 'Tasks, e-mail and the audit trail', kinds: ['task', 'message', 'auditEntry', 'emergencyAccess'] },
  {
    text: 'The installation',
    kinds: ['organisation', 'area', 'identityProvider', 'serviceKey', 'person', 'passkey', 'passkeyCode'],
  },
]

/** A kind of record within an address: "key-communication". */
export const addressOfKind = (kind: Resource): string => kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The kind of record of such an address; undefined where there is none. */
export const kindAt = (address: string): Resource | undefined =>
  resources.find((kind) => addressOfKind(kind) === address)

/** Who may do what: what holds for everything, and a link to each kind of record with who may see it. */
export const accessPage = (rows: readonly Rule[] = rules) => ({
  page: { title: 'Who may see and do what', breadcrumbs: [] },
  audiences: audienceList,
  proofs: proofWords.map((text) => ({ text })),
  families: families.map(({ text, kinds }) => ({
    text,
    kinds: kinds.map((kind) => ({
      text: resourceWords[kind],
      href: `/access/${addressOfKind(kind)}`,
      hint: `Seen by ${seenBy(rows.filter(({ on, who, may }) => on === kind && !isService(who) && may.includes('read')))}`,
    })),
  })),
})

/** Audiences in a word each; the page explains them. */
const short: Readonly<Record<Audience, string>> = {
  public: 'everybody',
  partnership: 'the partnership',
  forum: 'the forum',
  meeting: 'the meeting',
  side: 'their side',
  chairs: 'the chairs',
}

/** What a sign-in must prove beside who it is, from the lists by which the service decides. */
const namesOf = (kinds: readonly Resource[]): string =>
  listed(kinds.map((kind) => resourceWords[kind].replace(/^./, (letter) => letter.toLowerCase())))
const proofWords: readonly string[] = [
  `Where a side requires a passkey, a session without it sees nothing that is for that side alone, and cannot ${limits.side.actions.map((action) => actionWords[action]).join(', ')}, nor do what the lines give to one’s own side or to a key but to see it. Of one’s own it leaves out ${namesOf(limits.side.own)}.`,
  `A sign-in by a one-time code, and one that the side does not take, opens what a guest may see: ${listed(limits.code.audiences.map((audience) => `for ${short[audience]}`))}. Of one’s own it opens ${namesOf(limits.code.own)}. It opens nothing for one side or for the chairs, no key and no office.`,
  'The link by which the operator lets an administrator in, when an organisation’s sign-in is broken, opens that office and nothing else: no place in a forum, no other office and no passkey.',
  'A passkey counts for the places for which the side gave a code, and for no others. With it a one-time code is as good as any sign-in there.',
]

/** Everybody for whom there is a row that lets them see, each once and without the row's conditions. */
function seenBy(rows: readonly Rule[]): string {
  const named = new Set(rows.flatMap(({ who, where }) => (typeof who === 'string' || ownOnly(where) ? [] : who)))
  const everywhere = rows.filter(({ where }) => !ownOnly(where)).map(({ who }) => who)
  const words = [
    ...(everywhere.includes('signedIn') ? ['anybody who has signed in'] : []),
    ...(roles.every((role) => named.has(role))
      ? ['people with a place in the forum']
      : roles.filter((role) => named.has(role)).map((role) => plural(roleWords[role]))),
    ...offices.filter((office) => everywhere.includes(office)).map((office) => plural(officeWords[office])),
    ...(rows.some(({ where }) => ownOnly(where)) && named.size < roles.length ? ['its owner'] : []),
  ]
  const apart =
    rows.length > 0 && rows.every(({ where, ownSide }) => ownSide || where.every((place) => place === 'side'))
  return [
    words.length === 0 ? 'nobody' : listed(words),
    ...(apart ? ['each side its own'] : []),
    ...(everywhere.includes('visitor') ? ['by everybody where it is public'] : []),
  ].join(', ')
}

const ownOnly = (where: Rule['where']): boolean => where.every((place) => place === 'own')
const plural = (word: string): string => `${word.toLowerCase()}s`.replace(/ys$/, 'ies')

/** Who may do what with one kind of record, a line for each row by which the service decides. */
export function accessToPage(kind: Resource, rows: readonly Rule[] = rules) {
  const about = rows.filter(({ on }) => on === kind)
  const people = about.filter(({ who }) => !isService(who))
  const parts = services.flatMap((service) => about.filter(({ who }) => who === service).map(partRow))
  const title = resourceWords[kind]
  return {
    page: { title, breadcrumbs: [{ text: 'Who may see and do what', href: '/access' }] },
    audiences: audienceList.filter((_, at) => people.some(({ where }) => where.includes(audiences[at]!))),
    columns: ['Who', 'May', 'Which'].map((text) => ({ text })),
    rows: people.map(rowOf),
    partColumns: ['Part', 'May'].map((text) => ({ text })),
    parts,
  }
}

const isService = (who: Rule['who']): who is Service => typeof who === 'string' && services.some((one) => one === who)

const cell = (column: string, text: string): Cell => ({ column, text, href: '', tag: '' })

const rowOf = (rule: Rule): { cells: Cell[] } => ({
  cells: [cell('Who', whoInWords(rule)), cell('May', mayInWords(rule)), cell('Which', whichInWords(rule))],
})

const partRow = (rule: Rule): { cells: Cell[] } => ({
  cells: [cell('Part', isService(rule.who) ? serviceWords[rule.who] : ''), cell('May', mayInWords(rule))],
})

const mayInWords = ({ may }: Rule): string => capital(listed(may.map((action) => actionWords[action])))

function whoInWords({ who, withKey }: Pick<Rule, 'who' | 'withKey'>): string {
  if (typeof who !== 'string') return withKey ? keyHoldersInWords(who) : rolesInWords(who)
  if (who === 'visitor') return 'Anybody, without signing in'
  if (who === 'signedIn') return 'Anybody who has signed in'
  if (who === 'administrator' || who === 'recordsOfficer') return officeWords[who]
  return 'An anonymous pass'
}

/** The chair holds the key of a side without being named. */
function keyHoldersInWords(who: readonly Role[]): string {
  const named = who.filter((role) => role !== 'chair')
  const words = `${rolesInWords(named)}, if the side named them to hold its key`
  return named.length === who.length ? words : `${roleWords.chair}; ${words.charAt(0).toLowerCase()}${words.slice(1)}`
}

function rolesInWords(who: readonly Role[]): string {
  if (roles.every((role) => who.includes(role))) return 'Everybody with a place in the forum, for a meeting or for good'
  const words = who.map((role) => roleWords[role])
  return listed(words.map((word, index) => (index === 0 ? word : word.toLowerCase())))
}

const audienceList = audiences.map((audience) => ({
  key: capital(`for ${short[audience]}`),
  value: audienceWords[audience],
}))
const others = {
  own: 'their own',
  everywhere: 'all',
  granted: 'the one that emergency access was given to',
  referred: 'what was referred to them',
} as const
const allButSide = audiences.filter((audience) => audience !== 'side')

function whichInWords({ on, where, state, ownSide, withPasskey, whole: old }: Rule): string {
  const places = where.map((place) =>
    place in others ? others[place as keyof typeof others] : `for ${short[place as Audience]}`,
  )
  const whole = allButSide.every((audience) => where.includes(audience)) && where.length === allButSide.length
  return [
    capital(whole ? 'for whomever, but not for one side' : orList(places)),
    ...(state === undefined ? [] : [`while ${orList(state.map((one) => stateInWords(on, one)))}`]),
    ...(ownSide ? ['of their own side'] : []),
    ...(withPasskey ? ['in a session with a passkey that counts there'] : []),
    ...(old ? ['however old'] : []),
  ].join(', ')
}

const stateInWords = (on: Resource, state: string): string => (statesOf[on]?.[state]?.text ?? state).toLowerCase()

const orList = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
