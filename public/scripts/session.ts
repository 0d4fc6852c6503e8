const channel = new BroadcastChannel('session')
let last = Date.now()

/** When the server last answered this session, here or in another tab: milliseconds since 1970. */
export const lastSeen = (): number => last

/** The server has just answered this session, so that its idle time begins anew, in every tab. */
export function seen(): void {
  last = Date.now()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  channel.postMessage('seen')
}
channel.addEventListener('message', () => {
  last = Date.now()
})

/**
 * Asks whether the same person is signed in, which also keeps the session alive. After signing in again in another tab
 * the forms of this page get the new session's token, so that what was typed here can still be saved.
 */
export async function takeUpSession(): Promise<'same' | 'signedOut' | 'unreachable'> {
  const page = await accountPage()
  if (!(page instanceof Document)) return page
  const token = page.querySelector<HTMLInputElement>(tokenField)?.value
  if (token === undefined || personIn(page) !== personIn(document)) return 'signedOut'
  for (const field of document.querySelectorAll<HTMLInputElement>(tokenField)) field.value = token
  seen()
  return 'same'
}

const tokenField = 'input[name="_csrf"]'

async function accountPage(): Promise<Document | 'signedOut' | 'unreachable'> {
  try {
    const answer = await fetch('/account', { redirect: 'manual', cache: 'no-store' })
    if (answer.type === 'opaqueredirect') return 'signedOut'
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : 'unreachable'
  } catch {
    return 'unreachable'
  }
}

const personIn = (page: Document): string | undefined =>
  page.querySelector('.nhsuk-header__account-link')?.textContent?.trim()
