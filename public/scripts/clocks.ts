const inLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' })

/** Keeps `<time data-clock>` at the present time, and the agenda's mark "Now" at the item whose time it is. */
export function clocks(page: Document): void {
  const shown = page.querySelectorAll<HTMLTimeElement>('time[data-clock]')
  const items = page.querySelectorAll<HTMLElement>('[data-from][data-until]')
  if (shown.length === 0 && items.length === 0) return
  const tick = (): void => {
    const now = new Date()
    for (const clock of shown) set(clock, inLondon.format(now))
    for (const item of items) mark(item, isNow(item, now))
  }
  tick()
  setInterval(tick, 5_000)
}

function set(clock: HTMLTimeElement, text: string): void {
  if (clock.textContent === text) return
  clock.textContent = text
  clock.dateTime = text
}

const isNow = ({ dataset: { from = '', until = '' } }: HTMLElement, now: Date): boolean =>
  Date.parse(from) <= now.getTime() && now.getTime() < Date.parse(until)

function mark(item: HTMLElement, now: boolean): void {
  item.classList.toggle('app-agenda__item--now', now)
  if (now) item.setAttribute('aria-current', 'true')
  else item.removeAttribute('aria-current')
  const label = item.querySelector<HTMLElement>('.app-agenda__now')
  if (label !== null) label.hidden = !now
}
