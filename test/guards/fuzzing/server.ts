import { expect } from 'chai'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Person } from '../../../server/policy/terms.ts'
import { application, sessionCookie } from '../../world.ts'

export type Answer = { readonly status: number; readonly text: string; readonly location: string }

/** Somebody who asks: their cookies, and the token of their forms. */
export type Asker = { readonly name: string; readonly cookie: string; readonly csrf: string }

/** The application on a port of its own, to be asked what no browser would ask. */
export async function serve() {
  const server = createServer(application()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`

  /** Asks, and follows no redirect. A text as body is a form unless `type` says otherwise. */
  const ask = async (
    who: Pick<Asker, 'cookie'>,
    method: string,
    path: string,
    body?: string | FormData,
    type = 'application/x-www-form-urlencoded',
  ): Promise<Answer> => {
    const headers = {
      ...(who.cookie === '' ? {} : { cookie: who.cookie }),
      ...(typeof body === 'string' ? { 'content-type': type } : {}),
    }
    const answer = await fetch(base + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    return { status: answer.status, text, location: answer.headers.get('location') ?? '' }
  }

  /** Somebody with a session, or a visitor, and what a form needs of them. */
  const signIn = async (name: string, person: Person | undefined): Promise<Asker> => {
    const session = person === undefined ? '' : await sessionCookie(person)
    const page = await fetch(`${base}${person === undefined ? '/sign-in' : '/sign-out'}`, {
      headers: { cookie: session },
    })
    const seen = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
    expect(csrf, `a form’s token for ${name}`).to.not.equal('')
    return { name, cookie: session === '' ? '' : [session, ...seen].join('; '), csrf }
  }

  return { port, base, ask, signIn, stop: () => server.close() }
}
