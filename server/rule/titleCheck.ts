import type { RuleStatus } from '../policy/terms.ts'
import { attributionCheck } from './attribution/check.ts'
import type { AttributionContext } from './attribution/terms.ts'
import { saidInLead } from './leadCheck.ts'

/**
 * Titles of agenda items and papers leave the room: agendas, packs and lists show them to whoever may read those. Under
 * the Rule they are checked like minutes before they go out. Who leads an item is a name by its nature, which only those
 * in the room are ever given; it is checked for saying more than that.
 */
export type TitleFinding = {
  readonly of: 'item' | 'paper'
  readonly record: string
  readonly title: string
  readonly field: 'title' | 'lead'
  /** The passage that may identify someone, what to write instead ('' for nothing better), and whether it blocks. */
  readonly text: string
  readonly suggestion: string
  readonly blocks: boolean
}

export type Titled = {
  readonly _id: string
  readonly title: string
  /** Of an item. */
  readonly lead?: string
  readonly ruleStatus: RuleStatus
}

/** What the check finds in titles and leads under the Rule, in this context; what blocks comes first. */
export function findingsInTitles(
  context: AttributionContext,
  items: readonly Titled[],
  papers: readonly Titled[],
): TitleFinding[] {
  const check = attributionCheck(context)
  const all = [
    ...items.map((item) => ({ ...item, of: 'item' as const })),
    ...papers.map((paper) => ({ ...paper, of: 'paper' as const })),
  ]
  return all
    .filter(({ ruleStatus }) => ruleStatus === 'chathamHouse')
    .flatMap(({ _id, title, lead = '', of }): TitleFinding[] => {
      const about = { of, record: _id, title }
      const names = saidInLead(lead, check)
      return [
        ...check(title).map(({ text, suggestion, severity }) => {
          return { ...about, field: 'title' as const, text, suggestion, blocks: severity === 'finding' }
        }),
        ...(names === undefined
          ? []
          : [{ ...about, field: 'lead' as const, text: lead, suggestion: names, blocks: true }]),
      ]
    })
    .toSorted((a, b) => Number(b.blocks) - Number(a.blocks))
}
