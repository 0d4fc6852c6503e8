import type { Request, Response } from 'express'
import type { Config } from './config.ts'
import { csrfToken } from './csrf.ts'
import { showTime, timeOf } from './dates.ts'
import { isElsewhere, speaksForSide } from './policy/proof.ts'
import { type Person, type Viewer, isCurrentSeat } from './policy/terms.ts'
import { type Frame, type Link, frameWith, renderView } from './render.ts'
import type { About, Section, ViewModel } from './reply.ts'
import { cookieName } from './session.ts'

const entries: readonly { section: Section; text: string; path: string; membersOnly?: true }[] = [
  { section: 'home', text: 'Home', path: '' },
  { section: 'meetings', text: 'Meetings', path: '/meetings' },
  { section: 'actions', text: 'Decisions and actions', path: '/actions' },
  { section: 'keyCommunications', text: 'Key communications', path: '/key-communications' },
  { section: 'terms', text: 'Terms of reference', path: '/terms', membersOnly: true },
  { section: 'members', text: 'Members', path: '/members', membersOnly: true },
]

/** What frames need of the running application. Set once by the application as `app.locals.config`. */
const configOf = (req: Request): Config => req.app.locals['config'] as Config

/** Sends a page: its view-model in the frame of this request and viewer. */
export function sendView(
  req: Request,
  res: Response,
  reply: { name: string; model: ViewModel; status: number },
  errors: readonly Link[] = [],
): void {
  res
    .status(reply.status)
    .type('html')
    .send(renderView(reply.name, reply.model, frameOf(req, res, reply.model.page, errors)))
}

function frameOf(req: Request, res: Response, page: About, errors: readonly Link[]): Frame {
  const config = configOf(req)
  const viewer: Viewer = req.viewer ?? { kind: 'visitor' }
  return frameWith({
    title: page.title,
    person: viewer.kind === 'person' ? viewer.name || 'You' : undefined,
    navigation: page.forum === undefined ? [] : navigation(viewer, page.forum.id, page.section),
    breadcrumbs: page.breadcrumbs ?? [],
    csrf: csrfToken(config.sessionSecret, req),
    notice: takeNotice(req, res, config),
    errors,
    request: req.reference,
    path: req.originalUrl,
    ...endOf(req, viewer),
    limited: viewer.kind === 'person' ? limitedBy(viewer, req.originalUrl) : false,
    demonstration: config.demonstration,
  })
}

/**
 * What a side of this person requires and this session does not prove. The same on every page, whatever was asked for, so
 * that it tells nothing of what there is.
 */
function limitedBy({ seats, proof }: Person, path: string): Frame['limited'] {
  const lasting = seats.filter(({ role }) => isCurrentSeat(role))
  if (lasting.some((seat) => isElsewhere(seat, proof)))
    return {
      text: 'Your side takes the sign-in of its own organisations only, and you came in another way. Here you see what a guest of a meeting sees.',
      link: false,
    }
  if (path.startsWith('/account/passkey') || !lasting.some((seat) => seat.needsPasskey && !speaksForSide(seat, proof)))
    return false
  const text = 'Your side requires a passkey for what is its own, and to approve for it.'
  if (proof.passkey)
    return {
      text: `${text} The one that you have used does not count there yet.`,
      link: { text: 'Enter the code of its chair', href: '/account/passkeys/place' },
    }
  return {
    text: `${text} You have not used yours in this session.`,
    link: { text: 'Use your passkey', href: `/account/passkey?returnTo=${encodeURIComponent(path)}` },
  }
}

/** When this session ends: for the warning of a script, and in words for everybody. */
function endOf(req: Request, { kind }: Viewer): Pick<Frame, 'idleSeconds' | 'ends'> {
  if (kind !== 'person' || req.idleEnds === undefined) return { idleSeconds: false, ends: false }
  const latest = req.session.cookie.expires?.getTime() ?? req.idleEnds
  const [idle, at] = [Math.min(req.idleEnds, latest), (ms: number) => showTime(timeOf(new Date(ms)))]
  return { idleSeconds: Math.round((idle - Date.now()) / 1000), ends: { idle: at(idle), latest: at(latest) } }
}

/** A forum's navigation; deputies, guests and advisers get no entry that would lead them nowhere. */
function navigation(viewer: Viewer, forum: string, current: Section | undefined): Frame['navigation'] {
  const member =
    viewer.kind === 'person' && viewer.seats.some((seat) => seat.forum === forum && isCurrentSeat(seat.role))
  return entries
    .filter(({ membersOnly }) => member || membersOnly !== true)
    .map(({ section, text, path }) => ({ text, href: `/forums/${forum}${path}`, current: section === current }))
}

/** Keeps a notice for the next page in a cookie, so that showing it writes nothing to the database. */
export function leaveNotice(req: Request, res: Response, notice: string): void {
  const config = configOf(req)
  res.cookie(
    cookieName(config, 'notice'),
    Buffer.from(notice.slice(0, 300)).toString('base64url'),
    noticeOptions(config),
  )
}

function takeNotice(req: Request, res: Response, config: Config): string | false {
  const name = cookieName(config, 'notice')
  const kept: unknown = req.cookies?.[name]
  if (typeof kept !== 'string' || kept === '') return false
  res.clearCookie(name, noticeOptions(config))
  return Buffer.from(kept, 'base64url').toString('utf8')
}

const noticeOptions = ({ secure }: Config) => ({ httpOnly: true, sameSite: 'lax', secure, path: '/' }) as const
