import { type Answer, fieldsOf, sendFields } from './fields.ts'
import { element } from './element.ts'
import { takeUpSession } from './session.ts'
import { noteUnsaved } from './unsaved.ts'

/** How long after the last key a form is saved, or since the first for whoever types on; the longest wait between attempts that fail. */
const pause = 2_000
const typesOn = 10_000
const longestWait = 60_000

/**
 * Begins to save a form's fields to its `data-autosave-url` two seconds after the last change, and when the page is left. The
 * post has all fields of the form, the token among them. Replies: 2xx, saved, where JSON with a `version` replaces the
 * form's field of that name; 409, somebody else saved meanwhile, and the person must save by the button to see both
 * texts; a redirect, signed out; everything else is tried again. The state is told in `[data-autosave-status]`.
 */
export function autosave(form: HTMLFormElement): void {
  const saver = new Autosave(form)
  saver.begin()
}

class Autosave {
  readonly #form: HTMLFormElement
  readonly #status: HTMLElement
  #saved: string
  #timer: ReturnType<typeof setTimeout> | undefined
  #wait = pause
  /** When the first key was pressed that is not saved: milliseconds since 1970. */
  #since: number | undefined
  #state: 'ready' | 'saving' | 'signedOut' | 'stale' | 'sent' = 'ready'
  /** The button that was pressed while a save was under way: the form is sent when that has ended. */
  #pressed: { readonly button: HTMLElement | null } | undefined

  constructor(form: HTMLFormElement) {
    this.#form = form
    this.#saved = fieldsOf(form)
    this.#status = statusOf(form)
  }

  begin(): void {
    this.#form.addEventListener('input', () => {
      noteUnsaved(this.#form, true)
      this.#later()
    })
    this.#form.addEventListener('submit', (event) => this.#submitted(event))
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.#save(true)
      else if (this.#state === 'signedOut') void this.#signedInAgain()
    })
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#since ??= Date.now()
    const wait = this.#wait > pause ? this.#wait : Math.min(pause, this.#since + typesOn - Date.now())
    this.#timer = setTimeout(() => void this.#save(false), Math.max(wait, 0))
  }

  async #save(leaving: boolean): Promise<void> {
    const fields = fieldsOf(this.#form)
    if (this.#state !== 'ready' || fields === this.#saved) return
    this.#state = 'saving'
    this.#since = undefined
    const answer = await sendFields(this.#form, fields, leaving)
    this.#state = 'ready'
    this.#answered(answer, fields)
    if (this.#pressed !== undefined) this.#form.requestSubmit(this.#pressed.button)
  }

  #answered(answer: Answer, fields: string): void {
    if (answer === 'stale' || answer === 'signedOut') {
      this.#state = answer
      this.#tell(why[answer], true)
    } else if (answer === 'failed') {
      this.#wait = Math.min(this.#wait * 2, longestWait)
      this.#tell('Not saved yet. Your text is still here, and saving will be tried again.', true)
      this.#later()
    } else {
      this.#wait = pause
      const unchanged = fieldsOf(this.#form) === fields
      if (answer.version !== undefined) setVersion(this.#form, answer.version)
      // The new version is not a change by the person; what was typed meanwhile is.
      this.#saved = unchanged ? fieldsOf(this.#form) : fields
      noteUnsaved(this.#form, !unchanged)
      if (!unchanged) this.#later()
      this.#tell(`Saved at ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`, false)
    }
  }

  #submitted(event: SubmitEvent): void {
    if (this.#state === 'saving') {
      event.preventDefault()
      this.#pressed = { button: event.submitter }
      return
    }
    clearTimeout(this.#timer)
    this.#state = 'sent'
    noteUnsaved(this.#form, false)
  }

  async #signedInAgain(): Promise<void> {
    if ((await takeUpSession()) !== 'same') return
    this.#state = 'ready'
    await this.#save(false)
  }

  #tell(text: string, failed: boolean): void {
    this.#status.textContent = text
    this.#status.classList.toggle('app-autosave--failed', failed)
  }
}

const why = {
  stale: 'Somebody else changed this. Press the save button to see both texts.',
  signedOut: 'Not saved: you were signed out. Sign in again in another tab, then come back here.',
}

function setVersion(form: HTMLFormElement, version: string): void {
  const field = form.elements.namedItem('version')
  if (field instanceof HTMLInputElement) field.value = version
}

/** Where the form says how it stands: its own element, or one at its end. */
function statusOf(form: HTMLFormElement): HTMLElement {
  const own = form.querySelector<HTMLElement>('[data-autosave-status]') ?? element('p', '', '')
  if (!own.isConnected) form.append(own)
  own.classList.add('app-autosave')
  own.setAttribute('role', 'status')
  return own
}
