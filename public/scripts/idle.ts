import { element } from './element.ts'
import { lastSeen, seen, takeUpSession } from './session.ts'
import { hasUnsaved } from './unsaved.ts'

/** How long before the end the warning comes. */
const warning = 120_000

/** Two minutes before an idle session ends, says so and offers to stay. Without typed text, a page that ended is left. */
export function idleWarning(body: HTMLElement): void {
  const idle = Number(body.dataset['idleSeconds']) * 1000
  if (!(idle > 0)) return
  seen()
  const text = element('p', 'nhsuk-u-margin-bottom-0', '')
  text.setAttribute('role', 'alert')
  const stay = element('button', 'nhsuk-button nhsuk-button--small', 'Stay signed in')
  stay.type = 'button'
  stay.addEventListener('click', () => void takeUpSession())
  const box = element('section', 'app-idle', '')
  box.setAttribute('aria-label', 'Signing out')
  box.append(text, stay)
  box.hidden = true
  body.append(box)

  setInterval(() => {
    const left = lastSeen() + idle - Date.now()
    box.hidden = left > warning
    stay.hidden = left <= 0
    if (left <= 0 && !hasUnsaved()) location.reload()
    const say = left > 0 ? `You will be signed out in ${minutes(left)}.` : signedOut
    if (!box.hidden && text.textContent !== say) text.textContent = say
  }, 1_000)
  document.addEventListener('visibilitychange', () => {
    const over = lastSeen() + idle <= Date.now()
    if (over && document.visibilityState === 'visible') void takeUpSession()
  })
}

const signedOut =
  'You have been signed out. What you typed is still on this page: sign in again in another tab, then come back here.'

const minutes = (left: number): string => (left > 60_000 ? '2 minutes' : 'less than a minute')
