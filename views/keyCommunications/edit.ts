import type { z } from 'zod'
import type { Forum } from '../../models/forum.ts'
import { type KeyCommunication, keyCommunicationAudiences } from '../../models/keyCommunication.ts'
import type { Meeting } from '../../models/meeting.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import type { Finding } from '../../server/rule/attribution/terms.ts'
import { meetingName } from '../meetings/about.ts'
import { audienceWords } from '../words.ts'
import { stateOf } from './show.ts'

const audiences = (chosen: readonly string[]) =>
  optionsOf(
    Object.fromEntries(keyCommunicationAudiences.map((audience) => [audience, audienceWords[audience]])),
    chosen,
  )

const about = (forum: Pick<Forum, '_id' | 'name'>, title: string) => ({
  title,
  forum: { id: forum._id, name: forum.name },
  section: 'keyCommunications' as const,
  breadcrumbs: [{ text: 'Key communications', href: `/forums/${forum._id}/key-communications` }],
})

const nothingYet = {
  isNew: true,
  state: '',
  stateColour: '',
  findings: [],
  kept: [],
  sentBack: '',
  ask: '',
  revision: '',
  clear: false,
}

/** The form that begins a key communication, or the correction of one. */
export function newPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forum: Forum,
  place: { meeting?: string | undefined; corrects?: string | undefined },
  { old, meeting }: { old: KeyCommunication | undefined; meeting: Meeting | undefined },
  state: FormState,
) {
  const form = formOf(
    fields,
    { id: newId(), title: old?.title ?? '', text: old?.text ?? '', audience: old?.audience ?? 'public' },
    state,
  )
  const query = new URLSearchParams(
    Object.entries(place).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'forum',
    ),
  )
  return {
    ...nothingYet,
    page: about(forum, old === undefined ? 'Write a key communication' : 'Correct a key communication'),
    caption: meeting === undefined ? forum.name : `${forum.name}, ${meetingName(meeting)}`,
    action: `/forums/${forum._id}/key-communications/new?${query.toString()}`,
    form,
    audiences: audiences(form.chosen['audience'] ?? []),
  }
}

/** The form that changes a draft, with what the check found in it. */
export function editPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forum: Pick<Forum, 'settings'> | null,
  communication: KeyCommunication,
  checked: { title: readonly Finding[]; text: readonly Finding[]; standing: readonly Finding[] },
  state: FormState,
) {
  const form = formOf(fields, { ...communication, revision: communication.revision }, state)
  const { text, colour } = stateOf(communication, forum?.settings ?? null)
  const found = [
    ...checked.title.map((finding) => ({ finding, in: 'title' })),
    ...checked.text.map((finding) => ({ finding, in: 'text' })),
  ]
  const { sentBack } = communication
  return {
    page: about({ _id: communication.forum, name: communication.forumName }, 'Change the key communication'),
    caption: communication.forumName,
    isNew: false,
    state: text,
    stateColour: colour,
    action: `/key-communications/${communication._id}/edit`,
    form,
    audiences: audiences(form.chosen['audience'] ?? []),
    revision: String(communication.revision),
    findings: found.map(({ finding, in: field }) => ({
      text: finding.text,
      field,
      blocks: checked.standing.includes(finding),
      advises: finding.severity === 'warning',
      suggestion: finding.suggestion,
      keep: `/key-communications/${communication._id}/keep`,
      revision: String(communication.revision),
    })),
    clear: checked.standing.length === 0,
    kept: communication.kept.map((wording) => ({ text: wording.text, reason: wording.reason })),
    ask:
      communication.state === 'draft' && checked.standing.length === 0
        ? `/key-communications/${communication._id}/ask`
        : '',
    sentBack: sentBack === null ? '' : `${sentBack.name} sent it back: ${sentBack.reason}`,
  }
}
