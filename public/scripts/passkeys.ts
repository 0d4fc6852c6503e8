import { fieldsOf } from './fields.ts'

/**
 * Forms that need a passkey: `data-passkey` is `add` or `use`, `data-passkey-url` where the server says what the browser
 * needs. The answer of the authenticator goes into the form's field `answer`, and the form is sent. What goes wrong is
 * told in `[data-passkey-status]`.
 */
export function passkeys(form: HTMLFormElement): void {
  const answer = form.elements.namedItem('answer')
  const status = form.querySelector<HTMLElement>('[data-passkey-status]')
  if (!(answer instanceof HTMLInputElement) || status === null) return
  let asking = false
  form.addEventListener('submit', (event) => {
    if (answer.value !== '') return
    event.preventDefault()
    if (asking) return
    void answered()
  })
  const answered = async (): Promise<void> => {
    asking = true
    status.textContent = ''
    try {
      answer.value = await ask(form)
      form.requestSubmit()
    } catch (error) {
      status.textContent = error instanceof Told ? error.message : why(error)
    }
    asking = false
  }
  // Back to a page that the browser had kept: its answer has been used.
  window.addEventListener('pageshow', () => {
    answer.value = ''
  })
}

/** What the server refused, in its own words. */
class Told extends Error {}

/** Asks the server what is needed, then the authenticator. */
async function ask(form: HTMLFormElement): Promise<string> {
  if (!('credentials' in navigator) || typeof PublicKeyCredential === 'undefined')
    throw new Told('This browser knows no passkeys. Use another browser, or a newer version.')
  const options = await optionsFrom(form)
  const made =
    form.dataset['passkey'] === 'add'
      ? await navigator.credentials.create({ publicKey: toAdd(options) })
      : await navigator.credentials.get({ publicKey: toUse(options) })
  if (!(made instanceof PublicKeyCredential)) throw new Told('Your browser gave no answer. Try again.')
  return JSON.stringify(asJson(made))
}

async function optionsFrom(form: HTMLFormElement): Promise<Options> {
  const reply = await fetch(form.dataset['passkeyUrl'] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: fieldsOf(form),
    redirect: 'manual',
  })
  const isJson = (reply.headers.get('content-type') ?? '').includes('json')
  const told = (isJson ? await reply.json() : {}) as { options?: Options; refused?: string }
  if (told.options === undefined) throw new Told(told.refused ?? 'Reload the page and try again.')
  return told.options
}

const why = (error: unknown): string =>
  error instanceof DOMException && error.name === 'InvalidStateError'
    ? 'This device has a passkey of yours already. Use that one, or another device.'
    : 'The passkey was not used. Try again, and follow what your browser asks.'

/** Web Authentication's options as JSON (level 3, 5.1.8 and 5.1.9), of which every browser knows the parts below. */
type Descriptor = { readonly id: string; readonly type: 'public-key'; readonly transports?: AuthenticatorTransport[] }
type Options = {
  readonly challenge: string
  readonly timeout: number
  readonly rp: PublicKeyCredentialRpEntity
  readonly rpId: string
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly pubKeyCredParams: PublicKeyCredentialParameters[]
  readonly excludeCredentials?: readonly Descriptor[]
  readonly allowCredentials?: readonly Descriptor[]
  readonly authenticatorSelection: AuthenticatorSelectionCriteria
}

const toAdd = (given: Options): PublicKeyCredentialCreationOptions => ({
  rp: given.rp,
  pubKeyCredParams: given.pubKeyCredParams,
  timeout: given.timeout,
  attestation: 'none',
  authenticatorSelection: given.authenticatorSelection,
  challenge: bytes(given.challenge),
  user: { ...given.user, id: bytes(given.user.id) },
  excludeCredentials: (given.excludeCredentials ?? []).map(described),
})

const toUse = (given: Options): PublicKeyCredentialRequestOptions => ({
  challenge: bytes(given.challenge),
  timeout: given.timeout,
  rpId: given.rpId,
  userVerification: 'required',
  allowCredentials: (given.allowCredentials ?? []).map(described),
})

const described = (one: Descriptor): PublicKeyCredentialDescriptor => ({ ...one, id: bytes(one.id) })

function asJson({ id, type, response }: PublicKeyCredential): object {
  const given = { clientDataJSON: text(response.clientDataJSON) }
  if (response instanceof AuthenticatorAttestationResponse)
    return {
      id,
      rawId: id,
      type,
      response: {
        ...given,
        attestationObject: text(response.attestationObject),
        transports: response.getTransports?.() ?? [],
      },
    }
  const { authenticatorData, signature } = response as AuthenticatorAssertionResponse
  return {
    id,
    rawId: id,
    type,
    response: { ...given, authenticatorData: text(authenticatorData), signature: text(signature) },
  }
}

/** From base64url, and to it. */
const bytes = (given: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(given.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
const text = (given: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(given)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
