import { seen } from './session.ts'

/** What came of sending a form's fields; when they were saved, the record's new version if the server told it. */
export type Answer = 'stale' | 'signedOut' | 'failed' | { readonly version: string | undefined }

/** The fields as the form would send them, without files. */
export function fieldsOf(form: HTMLFormElement): string {
  const texts = [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === 'string')
  return new URLSearchParams(texts).toString()
}

/** Posts fields to the form's `data-autosave-url`. Never throws. `leaving`: the page may be gone before the answer. */
export async function sendFields(form: HTMLFormElement, fields: string, leaving: boolean): Promise<Answer> {
  try {
    const reply = await fetch(form.dataset['autosaveUrl'] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: fields,
      redirect: 'manual',
      // The standard lets only small posts outlive their page (64 KiB); a larger text is saved if the page comes back.
      keepalive: leaving && fields.length < 60_000,
    })
    if (reply.type === 'opaqueredirect') return 'signedOut'
    if (reply.status === 409) return 'stale'
    if (!reply.ok) return 'failed'
    seen()
    return { version: await versionIn(reply) }
  } catch {
    return 'failed'
  }
}

async function versionIn(reply: Response): Promise<string | undefined> {
  if (!(reply.headers.get('content-type') ?? '').includes('json')) return undefined
  const told: unknown = await reply.json()
  const version: unknown = told instanceof Object && 'version' in told ? told.version : undefined
  return typeof version === 'string' || typeof version === 'number' ? String(version) : undefined
}
