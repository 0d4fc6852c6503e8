/** How one test ended, and why, where it did not pass. */
export type Outcome = {
  readonly title: string
  readonly end: 'passed' | 'failed' | 'skipped'
  readonly reason?: string
}

/** What the embedded database says about all that it leaves out, by name. */
const refusal = /is not implemented by the embedded database|^no such command/

export const isRefusal = ({ end, reason = '' }: Outcome): boolean => end === 'failed' && refusal.test(reason)

/** The figures of a suite and every test that did not pass, by reason, as lines for a person to read. */
export function summary(suite: string, outcomes: readonly Outcome[]): string {
  const of = (end: Outcome['end']): Outcome[] => outcomes.filter((one) => one.end === end)
  const refused = outcomes.filter(isRefusal)
  const others = of('failed').filter((one) => !isRefusal(one))
  const skipped = new Map<string, number>()
  for (const { reason = 'by the suite itself' } of of('skipped')) skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
  return [
    `${suite}: ${of('passed').length} passed, ${of('failed').length} failed, ${of('skipped').length} skipped, of ${outcomes.length}`,
    ...section(`failed because it is refused by name: ${refused.length}`, refused),
    ...section(`failed otherwise: ${others.length}`, others),
    ...[...skipped].map(([reason, number]) => `  skipped, ${reason}: ${number}`),
    '',
  ].join('\n')
}

const section = (title: string, tests: readonly Outcome[]): string[] =>
  tests.length === 0
    ? []
    : [`  ${title}`, ...tests.map(({ title, reason = '' }) => `    ${title}\n      ${reason.split('\n')[0] ?? ''}`)]
