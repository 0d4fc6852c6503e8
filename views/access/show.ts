import { rules } from '../../server/policy/rules.ts'
import {
  type Audience,
  audiences,
  type Resource,
  type Role,
  resources,
  roles,
  type Rule,
  type Service,
  services,
} from '../../server/policy/terms.ts'
import type { Cell } from '../partials/models.ts'
import {
  actionWords,
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
  resourceWords,
  roleWords,
  serviceWords,
  type StateWords,
  termsStates,
} from '../words.ts'

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
}

/** Who may do what, printed from the rows by which the service decides: people first, then the service's own parts. */
export function accessPage(rows: readonly Rule[] = rules) {
  const groups = resources.flatMap((resource) => {
    const people = rows.filter(({ on, who }) => on === resource && !isService(who))
    return people.length === 0 ? [] : [{ id: resource, title: resourceWords[resource], rows: people.map(rowOf) }]
  })
  const parts = services.flatMap((service) => rows.filter(({ who }) => who === service).map(partRow))
  return {
    page: { title: 'Who may see and do what', breadcrumbs: [] },
    groups,
    audiences: audiences.map((audience) => ({
      key: capital(`for ${short[audience]}`),
      value: audienceWords[audience],
    })),
    columns: ['Who', 'May', 'Which'].map((text) => ({ text })),
    partColumns: ['Part', 'Handles', 'May'].map((text) => ({ text })),
    parts,
  }
}

const isService = (who: Rule['who']): who is Service => typeof who === 'string' && services.some((one) => one === who)

const cell = (column: string, text: string): Cell => ({ column, text, href: '', tag: '' })

const rowOf = (rule: Rule): { cells: Cell[] } => ({
  cells: [cell('Who', whoInWords(rule)), cell('May', mayInWords(rule)), cell('Which', whichInWords(rule))],
})

const partRow = (rule: Rule): { cells: Cell[] } => ({
  cells: [
    cell('Part', isService(rule.who) ? serviceWords[rule.who] : ''),
    cell('Handles', resourceWords[rule.on]),
    cell('May', mayInWords(rule)),
  ],
})

const mayInWords = ({ may }: Rule): string => capital(listed(may.map((action) => actionWords[action])))

function whoInWords({ who, withKey }: Rule): string {
  if (typeof who !== 'string') return `${rolesInWords(who)}${withKey ? ', if the side named them to hold its key' : ''}`
  if (who === 'visitor') return 'Anybody, without signing in'
  if (who === 'signedIn') return 'Anybody who has signed in'
  if (who === 'administrator' || who === 'recordsOfficer') return officeWords[who]
  return 'An anonymous pass'
}

function rolesInWords(who: readonly Role[]): string {
  if (roles.every((role) => who.includes(role))) return 'Everybody with a place in the forum, for a meeting or for good'
  const words = who.map((role) => roleWords[role])
  return listed(words.map((word, index) => (index === 0 ? word : word.toLowerCase())))
}

/** Audiences in a word each; the page explains them. */
const short: Readonly<Record<Audience, string>> = {
  public: 'everybody',
  partnership: 'the partnership',
  forum: 'the forum',
  meeting: 'the meeting',
  side: 'their side',
  chairs: 'the chairs',
}
const allButSide = audiences.filter((audience) => audience !== 'side')

function whichInWords({ on, where, state, ownSide }: Rule): string {
  const places = where.map((place) =>
    place === 'own' ? 'their own' : place === 'everywhere' ? 'all' : `for ${short[place]}`,
  )
  const whole = allButSide.every((audience) => where.includes(audience)) && where.length === allButSide.length
  return [
    capital(whole ? 'for whomever, but not for one side' : orList(places)),
    ...(state === undefined ? [] : [`while ${orList(state.map((one) => stateInWords(on, one)))}`]),
    ...(ownSide ? ['of their own side'] : []),
  ].join(', ')
}

const stateInWords = (on: Resource, state: string): string => (statesOf[on]?.[state]?.text ?? state).toLowerCase()

const orList = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
