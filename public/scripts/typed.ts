import { element } from './element.ts'
import { takeUpSession } from './session.ts'

/**
 * A form with typed text leaves its page only when the service can be reached and the same person is signed in, because
 * a browser's error page or the sign-in page would take its place and the text with it. Otherwise the text stays where
 * it is, with what to do.
 */
export function keepTyped(page: Document): void {
  const sure = new WeakSet<HTMLFormElement>()
  const asking = new WeakSet<HTMLFormElement>()
  const ask = async (form: HTMLFormElement, button: HTMLElement | null): Promise<void> => {
    asking.add(form)
    const session = await takeUpSession()
    asking.delete(form)
    if (session !== 'same') return tell(form, why[session])
    sure.add(form)
    form.requestSubmit(button)
  }
  // Before everything else that listens: whoever is told of a form that is sent can rely on it.
  page.addEventListener(
    'submit',
    (event) => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || form.method !== 'post' || !holdsText(form)) return
      if (sure.delete(form)) return
      event.preventDefault()
      event.stopPropagation()
      if (!asking.has(form)) void ask(form, event.submitter)
    },
    true,
  )
}

const why = {
  unreachable: 'Not sent: the service cannot be reached. Your text is still here. Press again when you are connected.',
  signedOut:
    'Not sent: you were signed out. Your text is still here. Sign in again in another tab, then come back and press again.',
}

const holdsText = (form: HTMLFormElement): boolean =>
  [...form.querySelectorAll('textarea')].some(({ value }) => value.trim() !== '')

function tell(form: HTMLFormElement, text: string): void {
  form.querySelector('[data-not-sent]')?.remove()
  const told = element('p', 'app-autosave app-autosave--failed', text)
  told.dataset['notSent'] = ''
  told.setAttribute('role', 'alert')
  form.append(told)
  told.scrollIntoView({ block: 'nearest' })
}
