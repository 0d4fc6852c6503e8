import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Security headers of every answer. `form-action 'self'` is why sign-in leaves by a link. */
export function securityHeaders(secure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })
}

/** Nothing that a signed-in person sees stays in a cache. Public pages and assets say otherwise themselves. */
export const neverCached: RequestHandler = function neverCached(_req, res, next) {
  res.set('Cache-Control', 'no-store')
  next()
}
