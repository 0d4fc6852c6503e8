/** How long a run of the whole suite may take, with room to spare. */
const run = 90 * 60_000
const hour = 3_600_000
const days = ['UTC', 'Europe/London'].map(
  (timeZone) => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
)

/**
 * How far ahead a run that begins at this instant sets its clock, in milliseconds: not at all, or by as many hours as
 * bring it past midnight in London and in UTC. Tests build a meeting "today" and look at it later, in another test or
 * another process; so a run sees one day from its beginning to its end.
 */
export function aheadFor(begins: number): number {
  let ahead = 0
  while (days.some((day) => day.format(begins + ahead) !== day.format(begins + ahead + run))) ahead += hour
  return ahead
}

/** The setting by which the processes that a test starts have its clock. */
export const clockSetting = 'TEST_CLOCK_AHEAD'

/** How far this process's clock is set ahead. Ahead and never back, so that nothing expires that is just being used. */
export const ahead = Number(process.env[clockSetting] ?? aheadFor(Date.now()))

if (ahead > 0) {
  const Real = Date
  const now = (): number => Real.now() + ahead
  // One prototype for both, so that dates made before this, or by Node itself, are dates still.
  globalThis.Date = new Proxy(Real, {
    construct: (_target, given, as) => Reflect.construct(Real, given.length === 0 ? [now()] : given, as) as Date,
    apply: () => new Real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  })
}
