import { Refused } from '../errors.ts'
import { attributionContextOf } from '../rule/attributionContext.ts'
import { mayIdentify } from '../rule/inWords.ts'
import { type TitleFinding, type Titled, findingsInTitles } from '../rule/titleCheck.ts'
import { releases } from './minuting.ts'

type Of = { readonly forum: string; readonly meeting: string }

/** What the check finds in titles of a meeting under the Rule, against everybody who takes part in it. */
export async function checkTitles(
  { forum, meeting }: Of,
  items: readonly Titled[],
  papers: readonly Titled[],
): Promise<TitleFinding[]> {
  return findingsInTitles(await attributionContextOf(releases, { forum, meeting }), items, papers)
}

/** Refuses a title under the Rule, about the form's field `title`, while a place in it may identify someone. */
export async function refuseNamingTitle(of: Of, titled: Titled): Promise<void> {
  if (titled.ruleStatus === 'open') return
  const [found] = (await checkTitles(of, [titled], [])).filter(({ blocks }) => blocks)
  if (found !== undefined) throw new Refused(mayIdentify(found, 'Write the title without naming anybody'), 'title')
}
