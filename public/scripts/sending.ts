/** How long a form that was sent stays locked when no answer comes. */
const lockedFor = 20_000

/** Forms that change something are sent once, however often the button is pressed, until an answer has come. */
export function sendOnce(page: Document): void {
  const sent = new WeakMap<HTMLFormElement, number>()
  page.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return
    if (form.method !== 'post' || 'resend' in form.dataset) return
    const before = sent.get(form)
    if (before !== undefined && Date.now() - before < lockedFor) event.preventDefault()
    else sent.set(form, Date.now())
  })
  // Back to a page that the browser had kept: its forms may be sent again.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of page.forms) sent.delete(form)
  })
}
