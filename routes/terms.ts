import { Router } from 'express'
import { z } from 'zod'
import { forumsFor } from '../models/forum.ts'
import { seatsFor } from '../models/seat.ts'
import { sectionNames, termsFor } from '../models/terms.ts'
import { termsCommentsFor } from '../models/termsComment.ts'
import { acknowledgeTerms, setAsideConsultation } from '../server/acts/acknowledgeTerms.ts'
import { commentOnTerms } from '../server/acts/commentOnTerms.ts'
import { askForTermsKeys, consultOnTerms } from '../server/acts/consultOnTerms.ts'
import { discardTerms } from '../server/acts/discardTerms.ts'
import { draftTerms } from '../server/acts/draftTerms.ts'
import { editTermsSection, editTermsSettings, shownAs } from '../server/acts/editTerms.ts'
import { giveKeyToTerms } from '../server/acts/giveKeyToTerms.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { permits } from '../server/policy/scope.ts'
import type { Action, Viewer } from '../server/policy/terms.ts'
import { comparePage } from '../views/terms/compare.ts'
import {
  CommentFields,
  commentForm,
  ConsultationFields,
  consultationForm,
  EndFields,
  endForm,
  SectionFields,
  sectionForm,
} from '../views/terms/forms.ts'
import { termsPage } from '../views/terms/list.ts'
import { SettingsFields, settingsFormPage, settingsFrom } from '../views/terms/settingsForm.ts'
import { versionModel } from '../views/terms/show.ts'
import { lastingPlaceIn } from '../server/policy/places.ts'

export const terms: Router = Router()

const InForum = z.object({ forum: slug })
const One = z.object({ terms: id })
const hash = z.string().regex(/^[0-9a-f]{64}$/)

terms.get(
  '/forums/:forum/terms',
  page(InForum, async (viewer, { forum }, { now }) => {
    const inForce = await termsFor(viewer).inForce(forum)
    const versions = await termsFor(viewer).versions(forum)
    const seat = lastingPlaceIn(viewer, forum)
    const acknowledged =
      inForce === null || seat === undefined ? null : (await seatsFor(viewer).open(seat.seat)).acknowledged
    const settings = inForce?.settings ?? (await forumsFor(viewer).open(forum)).settings
    const found = { inForce, versions, settings, acknowledged }
    return view('terms/list', termsPage(viewer, forum, found, dayOf(now)))
  }),
)

terms.get(
  '/forums/:forum/terms/compare',
  page(z.object({ forum: slug, from: id, to: id }), async (viewer, asked) => {
    const before = await termsFor(viewer).open(asked.from)
    const after = await termsFor(viewer).open(asked.to)
    if (before.forum !== asked.forum || after.forum !== asked.forum) throw new NotFound('terms')
    const inOrder = before.version <= after.version ? ([before, after] as const) : ([after, before] as const)
    return view('terms/compare', comparePage(viewer, ...inOrder))
  }),
)

terms.post(
  '/forums/:forum/terms/drafts',
  page(InForum.extend({ id }), async (viewer, asked, { now }) => {
    await draftTerms(viewer, now, asked)
    return redirect(`/terms/${asked.id}`, 'The draft is there. Change its sections and settings')
  }),
)

terms.post(
  '/forums/:forum/terms/acknowledge',
  page(InForum.extend({ terms: id }), async (viewer, asked, { now }) => {
    await acknowledgeTerms(viewer, now, asked)
    return redirect(`/forums/${asked.forum}/terms`, 'You have acknowledged the terms of reference')
  }),
)

terms.get(
  '/terms/:terms',
  page(One, async (viewer, asked, { now }) => {
    const version = await termsFor(viewer).open(asked.terms)
    const forum = await forumsFor(viewer).open(version.forum)
    const comments = await termsCommentsFor(viewer).on(version.forum, version._id)
    return view('terms/show', versionModel(viewer, version, forum, comments, dayOf(now)))
  }),
)

/** The version, if the viewer may do this with it now; NotFound otherwise. */
async function openTo(viewer: Viewer, action: Action, of: string) {
  const version = await termsFor(viewer).open(of)
  if (!permits(viewer, action, 'terms', version)) throw new NotFound('terms')
  return version
}

const section = form({
  place: One.extend({ section: z.enum(sectionNames) }),
  fields: SectionFields,
  show: async (viewer, place, state) => {
    const version = await openTo(viewer, 'edit', place.terms)
    const shown = shownAs(version.sections[place.section].text)
    return view('terms/section', sectionForm(viewer, version, place.section, shown, state))
  },
  submit: async (viewer, place, fields, { now }) => {
    await editTermsSection(viewer, now, { ...fields, ...place })
    return redirect(`/terms/${place.terms}#${place.section}`, 'The section is saved')
  },
})
terms.get('/terms/:terms/sections/:section', section.show)
terms.post('/terms/:terms/sections/:section', section.submit)

const settings = form({
  place: One,
  fields: SettingsFields,
  show: async (viewer, place, state) => {
    const version = await openTo(viewer, 'edit', place.terms)
    return view('terms/settings', settingsFormPage(viewer, version, shownAs(version), state))
  },
  submit: async (viewer, place, fields, { now }) => {
    await editTermsSettings(viewer, now, { ...settingsFrom(fields), terms: place.terms, shown: fields.shown })
    return redirect(`/terms/${place.terms}#settings`, 'The settings are saved')
  },
})
terms.get('/terms/:terms/settings', settings.show)
terms.post('/terms/:terms/settings', settings.submit)

const consultation = form({
  place: One,
  fields: ConsultationFields,
  show: async (viewer, place, state, { now }) => {
    const version = await openTo(viewer, 'publish', place.terms)
    return view('terms/consultation', consultationForm(viewer, version, dayOf(now), state))
  },
  submit: async (viewer, place, { until }, { now }) => {
    await consultOnTerms(viewer, now, { terms: place.terms, until })
    return redirect(`/terms/${place.terms}`, 'This version is open for comments. Members are told by e-mail')
  },
})
terms.get('/terms/:terms/consultation', consultation.show)
terms.post('/terms/:terms/consultation', consultation.submit)

const end = form({
  place: One,
  fields: EndFields,
  show: async (viewer, place, state) =>
    view('terms/end', endForm(viewer, await openTo(viewer, 'publish', place.terms), state)),
  submit: async (viewer, place, { because }, { now }) => {
    await discardTerms(viewer, now, { terms: place.terms, because })
    return redirect(`/terms/${place.terms}`, 'This version has ended. You can draft a new one')
  },
})
terms.get('/terms/:terms/end', end.show)
terms.post('/terms/:terms/end', end.submit)

const comment = form({
  place: One.extend({ section: z.enum(sectionNames).optional().catch(undefined) }),
  fields: CommentFields,
  show: async (viewer, place, state) => {
    const version = await termsFor(viewer).openToComment(place.terms)
    const forum = await forumsFor(viewer).open(version.forum)
    const sides = forum.settings.sides.length > 0
    return view('terms/comment', commentForm(viewer, version, place.section, sides, state))
  },
  submit: async (viewer, place, fields, { now }) => {
    await commentOnTerms(viewer, now, { ...fields, terms: place.terms })
    return redirect(`/terms/${place.terms}#${fields.section}`, 'The comment is added')
  },
})
terms.get('/terms/:terms/comment', comment.show)
terms.post('/terms/:terms/comment', comment.submit)

terms.post(
  '/terms/:terms/set-aside',
  page(One, async (viewer, asked, { now }) => {
    await setAsideConsultation(viewer, now, asked.terms)
    return redirect(`/terms/${asked.terms}`, 'It is off your tasks')
  }),
)

terms.post(
  '/terms/:terms/ask',
  page(One.extend({ hash }), async (viewer, asked, { now }) => {
    await askForTermsKeys(viewer, now, asked)
    return redirect(`/terms/${asked.terms}`, 'The key holders are asked to approve')
  }),
)

terms.post(
  '/terms/:terms/approve',
  page(One.extend({ hash }), async (viewer, asked, { now }) => {
    await giveKeyToTerms(viewer, now, asked)
    return redirect(`/terms/${asked.terms}`, 'You have approved this version')
  }),
)
