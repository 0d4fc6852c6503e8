import { expect } from 'chai'
import express, { type RequestHandler, type Router } from 'express'
import { everyRoute, publicRoutes } from '../../routes/index.ts'
import { guarded } from '../../server/page.ts'
import { application } from '../world.ts'

/** Middleware that may stand in front of pages. Short, and read by everyone who reviews. */
const namedMiddleware = new Set([
  'countRequest',
  'helmetMiddleware',
  'assets',
  'neverCached',
  'cookieParser',
  'urlencodedParser',
  'session',
  'idleTimeout',
  'initialize',
  'termsOfToday',
  'whoIsAsking',
  'nothingHere',
  'failure',
])

/** Handlers that page() did not make: health, and sign-on, which happens before anybody is somebody. */
const namedRoutes = new Set([
  '/health/live',
  '/health/ready',
  '/sign-in',
  '/sign-out',
  '/sign-in/code',
  '/sign-in/link/:link',
  '/sso/:organisation/sign-in',
  '/sso/:organisation/acs',
  '/sso/:organisation/finish',
  '/sso/:organisation/test',
  '/sso/:organisation/tested',
  '/sso/:organisation/logout',
  '/sso/:organisation/metadata',
])

type Layer = {
  name: string
  route?: { path: string; stack: { handle: RequestHandler }[] }
  handle: RequestHandler & Partial<Router>
}

/** Every handler below this router that page() did not make and the lists do not name. */
function unguarded(router: Partial<Router>, routes: ReadonlySet<string>): string[] {
  return ((router.stack ?? []) as unknown as Layer[]).flatMap((layer) => {
    if (layer.route !== undefined) {
      const { path, stack } = layer.route
      return routes.has(path) || stack.every(({ handle }) => guarded.has(handle)) ? [] : [path]
    }
    if (layer.handle.stack) return unguarded(layer.handle, routes)
    return namedMiddleware.has(layer.name) ? [] : [`use(${layer.name})`]
  })
}

describe('every route', () => {
  it('of the application is made by page(), or stands on a named list', () => {
    expect(unguarded((application() as unknown as { router: Router }).router, namedRoutes)).to.deep.equal([])
  })

  it('of a capability is made by page(), without exception', () => {
    expect([...unguarded(publicRoutes, new Set()), ...unguarded(everyRoute, new Set())]).to.deep.equal([])
  })

  it('would be caught otherwise', () => {
    const leaky = express.Router()
    leaky.use(function sneak(_req, _res, next) {
      next()
    })
    leaky.use(
      express.Router().get('/oops', (_req, res) => {
        res.send('hello')
      }),
    )
    expect(unguarded(leaky, namedRoutes)).to.deep.equal(['use(sneak)', '/oops'])
  })
})
