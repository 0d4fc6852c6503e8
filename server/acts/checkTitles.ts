import { Refused } from '../errors.ts'
import type { RuleStatus } from '../policy/terms.ts'
import { checkAttribution } from '../rule/attribution/check.ts'
import { attributionContextOf } from '../rule/attributionContext.ts'
import { allThatMayIdentify, mayIdentify } from '../rule/inWords.ts'
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

const otherwise = { title: 'Write the title without naming anybody', lead: 'Write only who leads it' } as const

/**
 * Refuses a title under the Rule while a place in it may identify someone, and a lead that says more than who leads:
 * about the form's field `title` or `lead`.
 */
export async function refuseNamingTitle(of: Of, titled: Titled): Promise<void> {
  if (titled.ruleStatus === 'open') return
  const [found] = (await checkTitles(of, [titled], [])).filter(({ blocks }) => blocks)
  if (found !== undefined) throw new Refused(mayIdentify(found, otherwise[found.field]), found.field)
}

/**
 * Refuses a reason while it may identify someone, about the form's field `field`: everybody in the forum reads it,
 * whoever was or would have been in the room.
 * @param of `meeting` for what happens to one; left out for what concerns the forum
 * @param ruleStatus of the meeting, or the forum's usual one: where it is open, people may be named
 */
export async function refuseNamingReason(
  of: { readonly forum: string; readonly meeting?: string },
  ruleStatus: RuleStatus,
  reason: string,
  field = 'reason',
): Promise<void> {
  if (ruleStatus === 'open' || reason === '') return
  const found = checkAttribution(reason, await attributionContextOf(releases, of)).filter(
    ({ severity }) => severity === 'finding',
  )
  if (found.length > 0) throw new Refused(allThatMayIdentify(found, 'Write the reason without saying who'), field)
}
