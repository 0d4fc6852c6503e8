import { Router } from 'express'
import { z } from 'zod'
import { type Passkey, passkeysFor } from '../models/passkey.ts'
import { removePasskey, vouchForPasskey } from '../server/acts/keepPasskeys.ts'
import { codeTyped } from '../server/acts/passkeyCodes.ts'
import { Refused } from '../server/errors.ts'
import { line, optionalLine } from '../server/fields.ts'
import { id } from '../server/ids.ts'
import { type Reply, form, json, page, redirect, view } from '../server/page.ts'
import { beginToAdd, beginToUse, finishToAdd, finishToUse } from '../server/sso/passkeys.ts'
import { checkedPath } from '../server/sso/returnTo.ts'
import { addPage, placePage, removePage, renamePage, usePage } from '../views/passkeys/pages.ts'

/** A person's own passkeys: to add, use, rename and remove. They are listed on the account’s page. */
export const passkeys: Router = Router()

/** What the script puts into the form: what the browser got from its authenticator, as JSON. */
const answer = z.string().max(40_000).catch('').default('')
const name = line('Enter a name by which you know the passkey again, such as “My telephone”', 60)

/** An answer to the script: what the browser needs, or why it gets nothing. */
async function options(begin: () => Promise<object>): Promise<Reply> {
  try {
    return json({ options: await begin() })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return json({ refused: error.message }, error.status)
  }
}

const Add = z.object({ name, code: optionalLine(60), answer })

const add = form({
  place: z.object({}),
  fields: Add,
  show: async (viewer, _place, state) => view('passkeys/add', addPage(Add, viewer, state)),
  submit: async (viewer, _place, typed, at) => {
    const added = await finishToAdd(viewer, at, { sent: typed.answer, name: typed.name })
    await at.strengthen(added)
    return redirect('/account', 'The passkey is added, and used in this session')
  },
})
passkeys.get('/account/passkeys/add', add.show)
passkeys.post('/account/passkeys/add', add.submit)
passkeys.post(
  '/account/passkeys/add/begin',
  page(z.object({ code: optionalLine(60) }), async (viewer, { code }, at) =>
    options(async () => beginToAdd(viewer, at, code)),
  ),
)

const returnTo = z.string().max(2000).catch('/').default('/')
const Use = z.object({ answer })

const use = form({
  place: z.object({ returnTo }),
  fields: Use,
  show: async (viewer, place, state, { baseUrl }) => {
    const own = await passkeysFor(viewer).of(viewer.person)
    return view('passkeys/use', usePage(Use, own, checkedPath(place.returnTo, baseUrl), state))
  },
  submit: async (viewer, place, typed, at) => {
    const used = await finishToUse(viewer, at, typed.answer)
    await at.strengthen(used)
    return redirect(checkedPath(place.returnTo, at.baseUrl), 'You have used your passkey')
  },
})
passkeys.get('/account/passkey', use.show)
passkeys.post('/account/passkey', use.submit)
passkeys.post(
  '/account/passkey/begin',
  page(z.object({}), async (viewer, _asked, at) => options(async () => beginToUse(viewer, at))),
)

const Place = z.object({ code: line('Enter the code that the chair of the side gave you', 60) })

const place = form({
  place: z.object({}),
  fields: Place,
  show: async (viewer, _place, state) =>
    viewer.proof.passkey ? view('passkeys/place', placePage(Place, state)) : useFirst('/account/passkeys/place'),
  submit: async (viewer, _place, typed, at) => {
    const code = await codeTyped(viewer, typed.code, at.now)
    if (code === null)
      throw new Refused(
        'This is not a code for you, or it has run out. Ask the chair of the side for a new one',
        'code',
      )
    await vouchForPasskey(viewer, at.now, { code: code._id, passkey: at.passkey })
    return redirect('/account', 'Your passkey counts for this place too')
  },
})
passkeys.get('/account/passkeys/place', place.show)
passkeys.post('/account/passkeys/place', place.submit)

const One = z.object({ passkey: id })
const Rename = z.object({ name })

const rename = form({
  place: One,
  fields: Rename,
  show: async (viewer, { passkey }, state) =>
    view('passkeys/rename', renamePage(Rename, await passkeysFor(viewer).open(passkey), state)),
  submit: async (viewer, { passkey }, typed) => {
    await passkeysFor(viewer).rename(passkey, typed.name)
    return redirect('/account', 'The passkey has its new name')
  },
})
passkeys.get('/account/passkeys/:passkey', rename.show)
passkeys.post('/account/passkeys/:passkey', rename.submit)

/** To remove a passkey takes a session with one; whoever has not used one in this session is asked to first. */
const useFirst = (path: string): Reply => redirect(`/account/passkey?returnTo=${encodeURIComponent(path)}`)

passkeys.get(
  '/account/passkeys/:passkey/remove',
  page(One, async (viewer, { passkey: of }, at) => {
    const passkey: Passkey = await passkeysFor(viewer).open(of)
    if (!viewer.proof.passkey) return useFirst(`/account/passkeys/${of}/remove`)
    return view('passkeys/remove', removePage(passkey, at.passkey === of))
  }),
)
passkeys.post(
  '/account/passkeys/:passkey/remove',
  page(One, async (viewer, asked, { now, passkey: used }) => {
    await removePasskey(viewer, now, { ...asked, used })
    return redirect('/account', 'The passkey is removed')
  }),
)
