import { z } from 'zod'
import { type SectionName, sectionNames, type Terms } from '../../models/terms.ts'
import { addWorkingDays, type Day, showDay } from '../../server/dates.ts'
import { calendarDate, choice, line, lines, optionalLines } from '../../server/fields.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { id, newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { audienceOf, audienceWords } from '../words.ts'
import { sectionWords } from './sections.ts'
import { versionPage } from './version.ts'
import { caucusOf } from '../../server/policy/places.ts'

export const SectionFields = z.object({ shown: z.string().max(64), text: optionalLines(50_000) })

/** The form for one section. `shown` belongs to the text that it shows as the current one. */
export function sectionForm(viewer: Person, terms: Terms, section: SectionName, shown: string, state: FormState) {
  const { text } = terms.sections[section]
  const stale = 'text' in state.current
  const form = formOf(SectionFields, { text, shown }, state)
  const { title, hint } = sectionWords[section]
  return {
    ...versionPage(viewer, terms, title),
    action: `/terms/${terms._id}/sections/${section}`,
    hint: `${hint}. You can use Markdown: ## for a heading, - for a list, **bold**.`,
    form,
    shown: stale ? shown : form.values.shown,
    current: stale ? text : '',
    voids: terms.state === 'consultation' && terms.approvalAskedAt !== null,
  }
}

export const ConsultationFields = z.object({ until: calendarDate('Enter the last day for comments') })

/** The form that opens a version for comments, or prolongs that. */
export function consultationForm(viewer: Person, terms: Terms, today: Day, state: FormState) {
  const { consultationUntil: promised } = terms
  const suggested = addWorkingDays(today, 10)
  const form = formOf(
    ConsultationFields,
    { until: promised !== null && promised > today ? promised : suggested },
    state,
  )
  return {
    ...versionPage(
      viewer,
      terms,
      terms.state === 'draft' ? 'Open this version for comments' : 'Prolong the consultation',
    ),
    action: `/terms/${terms._id}/consultation`,
    form,
    promised: promised === null ? '' : `Members were told that they can comment until ${showDay(promised)}.`,
    voids: terms.keys.length > 0 || terms.approvalAskedAt !== null,
  }
}

export const EndFields = z.object({ because: line('Enter why', 300) })

/** The form that discards a draft, or ends a consultation without agreement. */
export function endForm(viewer: Person, terms: Terms, state: FormState) {
  const draft = terms.state === 'draft'
  return {
    ...versionPage(viewer, terms, draft ? 'Discard this draft' : 'End the consultation without agreement'),
    action: `/terms/${terms._id}/end`,
    form: formOf(EndFields, {}, state),
    draft,
    approved: terms.approvalAskedAt !== null,
    button: draft ? 'Discard this draft' : 'End the consultation',
  }
}

export const CommentFields = z.object({
  id,
  section: choice(sectionNames, 'Select the section that you comment on'),
  audience: choice(['forum', 'side'], 'Select who can see your comment'),
  text: lines('Enter your comment', 5_000),
})

/** The form for a comment on a section. */
export function commentForm(
  viewer: Person,
  terms: Terms,
  section: SectionName | undefined,
  sides: boolean,
  state: FormState,
) {
  const form = formOf(
    CommentFields,
    { id: newId(), section: section ?? '', audience: sides ? '' : 'forum', text: '' },
    state,
  )
  const side = caucusOf(viewer, terms.forum)
  const titles = Object.fromEntries(sectionNames.map((name) => [name, sectionWords[name].title]))
  return {
    ...versionPage(viewer, terms, 'Comment on the terms of reference'),
    action: `/terms/${terms._id}/comment`,
    form,
    sections: optionsOf({ '': 'Select a section', ...titles }, [form.values.section]),
    audiences: optionsOf(
      { forum: audienceWords.forum, ...(sides ? { side: audienceOf('side', side) } : {}) },
      form.chosen.audience,
    ),
  }
}
