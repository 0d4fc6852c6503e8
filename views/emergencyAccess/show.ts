import type { z } from 'zod'
import type { EmergencyAccess } from '../../models/emergencyAccess.ts'
import type { Forum } from '../../models/forum.ts'
import type { Item } from '../../models/item.ts'
import type { Paper } from '../../models/paper.ts'
import type { Part } from '../../models/part.ts'
import { showDay, showInstant } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { keyToGive } from '../../server/policy/keys.ts'
import { permits } from '../../server/policy/scope.ts'
import type { Person } from '../../server/policy/terms.ts'
import { kinds, type Kind } from '../../server/rule/cleaning/kind.ts'
import { factsOf } from '../agendas/lines.ts'
import { counted, sideWords } from '../words.ts'
import { kindWords, stateOf } from './ask.ts'

/** The record that a request is about, as its viewer may see it. */
export type Opened =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'paper'; readonly paper: Paper }
  | { readonly kind: 'part'; readonly part: Part }

const nameOf = (opened: Opened): string =>
  opened.kind === 'item'
    ? `Item ${opened.item.number}, ${opened.item.title}, of ${showDay(opened.item.meetingDate)}`
    : opened.kind === 'paper'
      ? `Paper “${opened.paper.title}” of ${showDay(opened.paper.meetingDate)}`
      : `Minutes of item ${opened.part.number}, ${opened.part.title}, of ${showDay(opened.part.meetingDate)}`

const breadcrumbs = [{ text: 'Emergency access', href: '/emergency-access' }]

/** A request: who asks for what and why, who has approved or objected, and what this viewer can do about it. */
export function requestPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  request: EmergencyAccess,
  known: { readonly opened: Opened | undefined; readonly forum: Forum | undefined },
  now: Date,
  state: FormState,
) {
  const here = `/emergency-access/${request._id}`
  const own = request.owner === viewer.person
  const { forum, opened } = known
  const key = forum && keyToGive(viewer, forum._id, forum.settings, request.keys, request.hash)
  const objected = request.objections.some(({ by }) => by === viewer.person)
  const lasts = request.state === 'granted' && request.until !== null && request.until > now
  const form = formOf(fields, {}, state)
  const fact = (name: string, value: string) => ({ key: name, value, href: '', action: false as const })
  const unseen = own ? 'Shown once access is given' : 'A record that you cannot see, or that there is not'
  return {
    page: { title: 'Request for emergency access', breadcrumbs },
    caption: request.forumName,
    state: stateOf(request, now),
    facts: [
      fact('Who asks', `${request.ownerName}, records officer, on ${showInstant(request.askedAt)}`),
      fact('For what', kindWords[request.kind]),
      fact('Which', opened === undefined ? unseen : nameOf(opened)),
      fact('Reference', request.record),
      fact('Why', request.reason),
      fact('For how long', counted(request.days, 'day')),
      ...(request.deciderName === '' ? [] : [fact('Data-protection officer', request.deciderName)]),
      ...(request.decidedAt === null ? [] : [fact('Decided', showInstant(request.decidedAt))]),
      ...(request.until === null ? [] : [fact('Ends', showInstant(request.until))]),
    ],
    given: request.keys.map((one) => ({ text: `${sideWords[one.side]}: ${one.name}, ${showInstant(one.at)}` })),
    objections: request.objections.map(({ side, name, reason, at }) => ({
      who: `${sideWords[side]}: ${name}, ${showInstant(at)}`,
      reason,
    })),
    waits:
      request.state === 'asked'
        ? `It needs the approval of every side that holds a key. What is not settled by ${showDay(request.referOn)} goes to the data-protection officer of the organisation that owns the records.`
        : '',
    approve: !own && forum !== undefined && forum.withdrawn.length === 0 && key !== undefined ? `${here}/approve` : '',
    object: !own && !objected && forum !== undefined ? here : '',
    form,
    decide: !own && permits(viewer, 'publish', 'emergencyAccess', request) ? `${here}/decide` : '',
    record: own && lasts ? `${here}/record` : '',
  }
}

/** The one record, to read. */
export function recordPage(request: EmergencyAccess, opened: Opened, now: Date) {
  const until = request.until === null ? '' : showInstant(request.until)
  const { html, facts } = contentOf(opened, now)
  return {
    page: {
      title: 'Record',
      breadcrumbs: [...breadcrumbs, { text: 'Request', href: `/emergency-access/${request._id}` }],
    },
    caption: request.forumName,
    name: nameOf(opened),
    until,
    facts,
    html,
    files:
      opened.kind === 'paper'
        ? opened.paper.versions.map(({ version, kind }) => ({
            text: `Version ${version}: ${kinds[kind as Kind].name}`,
            href: `/papers/${opened.paper._id}/versions/${version}`,
          }))
        : [],
  }
}

const contentOf = (opened: Opened, now: Date): { html: string; facts: string } =>
  opened.kind === 'item'
    ? { html: '', facts: factsOf({ ruleStatus: 'open' }, opened.item, now).join(' · ') }
    : opened.kind === 'paper'
      ? { html: opened.paper.versions.at(-1)?.html ?? '', facts: '' }
      : { html: opened.part.html, facts: '' }
