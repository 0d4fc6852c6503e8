import { type Terms, hashOfTerms, sectionNames, termsFor } from '../../models/terms.ts'
import { acknowledgeTerms } from '../acts/acknowledgeTerms.ts'
import { askForTermsKeys, consultOnTerms } from '../acts/consultOnTerms.ts'
import { commentOnTerms } from '../acts/commentOnTerms.ts'
import { draftTerms } from '../acts/draftTerms.ts'
import { giveKeyToTerms } from '../acts/giveKeyToTerms.ts'
import { addDays, dayOf, instantOf } from '../dates.ts'
import { newId } from '../ids.ts'
import { renderMarkdown } from '../markdown.ts'
import { meetings } from './data/meetings.ts'
import { coreGroup } from './data/people.ts'
import { draftChanges, termsSections } from './data/terms.ts'
import { meetingSteps } from './course.ts'
import { dayIn, recentOnes } from './past.ts'
import { type Place, forum, settings } from './place.ts'

/** Something that somebody did at a time. */
export type Step = { readonly at: Date; run(now: Date): Promise<unknown> }

/** What has happened lately, by the acts that people would have done, each at its time. */
export async function loadRecent(place: Place, ids: readonly string[], now: Date): Promise<void> {
  const steps = [
    ...termsSteps(place, now),
    ...meetings.slice(-recentOnes).flatMap((planned, at) => meetingSteps(place, planned, ids, at, now)),
  ]
  for (const step of steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (step.at <= now) await step.run(step.at)
  }
}

/** The terms of reference in force since the beginning, and a draft of the next version, open for comments. */
function termsSteps(place: Place, now: Date): Step[] {
  const [first, second] = [newId(), newId()]
  const until = addDays(dayOf(now), 14)
  const on = (day: string, time: string, run: Step['run']): Step => ({ at: instantOf(day, time), run })
  const hash = async (who: string, at: Date, id: string) => (await termsFor(await place.as(who, at)).open(id)).hash
  const { begun } = place
  const secretary = (at: Date) => place.as('castellan', at)
  const key =
    (who: string, id: string): Step['run'] =>
    async (at) =>
      giveKeyToTerms(await place.as(who, at), at, { terms: id, hash: await hash(who, at, id) })
  return [
    on(begun, '10:00', async (at) => write(await secretary(at), at, first, termsSections)),
    on(begun, '10:10', async (at) => consultOnTerms(await secretary(at), at, { terms: first, until: begun })),
    on(begun, '11:00', async (at) =>
      askForTermsKeys(await secretary(at), at, { terms: first, hash: await hash('castellan', at, first) }),
    ),
    on(begun, '11:30', key('thackeray', first)),
    on(begun, '12:00', key('okonjo', first)),
    ...coreGroup
      .filter(({ key: who, role }) => who !== 'whitlock' && who !== 'hallam' && role !== 'adviser')
      .map(({ key: who }) =>
        on(addDays(begun, 3), '09:00', async (at) =>
          acknowledgeTerms(await place.as(who, at), at, { forum, terms: first }),
        ),
      ),
    on(dayIn(-3, now), '10:00', async (at) => draftTerms(await secretary(at), at, { forum, id: second })),
    on(dayIn(-3, now), '10:05', async (at) => change(await secretary(at), second)),
    on(dayIn(-3, now), '10:10', async (at) => consultOnTerms(await secretary(at), at, { terms: second, until })),
    on(dayIn(-2, now), '16:20', async (at) =>
      commentOnTerms(await place.as('macallister', at), at, {
        id: newId(),
        terms: second,
        section: 'frequency',
        audience: 'forum',
        text: 'Fifteen working days are short for those who ask for release from a rota.',
      } as never),
    ),
  ]
}

const said = (texts: Readonly<Partial<Record<string, string>>>): Terms['sections'] =>
  Object.fromEntries(
    sectionNames.map((name) => [name, { text: texts[name] ?? '', html: renderMarkdown(texts[name] ?? '') }]),
  ) as Terms['sections']

/** The first version, as its draft was when everything had been written. */
async function write(secretary: Awaited<ReturnType<Place['as']>>, at: Date, id: string, texts: typeof termsSections) {
  await draftTerms(secretary, at, { forum, id })
  const draft = await termsFor(secretary).open(id)
  await save(secretary, { ...draft, sections: said(texts), settings })
}

async function change(secretary: Awaited<ReturnType<Place['as']>>, id: string): Promise<void> {
  const draft = await termsFor(secretary).open(id)
  const changed = said(draftChanges)
  const sections = Object.fromEntries(
    sectionNames.map((name) => [name, changed[name].text === '' ? draft.sections[name] : changed[name]]),
  ) as Terms['sections']
  await save(secretary, { ...draft, sections, settings: { ...draft.settings, coreNoticeDays: 15 } })
}

/** Saves all sections and settings at once, as edits one by one would have left them. */
async function save(secretary: Awaited<ReturnType<Place['as']>>, changed: Terms): Promise<void> {
  const opened = await termsFor(secretary).open(changed._id)
  const { sections, settings: set } = changed
  await termsFor(secretary).change('edit', opened, { sections, settings: set, hash: hashOfTerms(changed) })
}
