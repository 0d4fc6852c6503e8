import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RequestHandler, Router } from 'express'
import expressStaticGzip from 'express-static-gzip'
import { z } from 'zod'
import { root } from './root.ts'

const folder = join(root, 'dist', 'public')

/** What public/build.ts wrote: the name in the sources → the name with its content's hash. Read once, when first asked. */
let manifest: Readonly<Record<string, string>> | undefined

function readManifest(): Readonly<Record<string, string>> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))
  } catch (error) {
    throw new Error('The files for the browser are not built. Run: npx tsx public/build.ts', { cause: error })
  }
}

/**
 * The address of a file for the browser.
 * @param name as in the sources: 'main.css', 'main.js', 'favicon.svg'
 * @returns an absolute path whose content never changes
 * @throws Error when there is no such file, or when nothing was built
 */
export function assetPath(name: string): string {
  manifest ??= readManifest()
  const hashed = manifest[name]
  if (hashed === undefined) throw new Error(`There is no file for the browser called ${name}`)
  return `/assets/${hashed}`
}

const files = Router().use(
  '/assets',
  expressStaticGzip(join(folder, 'assets'), {
    enableBrotli: true,
    orderPreference: ['br', 'gzip'],
    index: false,
    serveStatic: { immutable: true, maxAge: '1y', index: false, redirect: false },
  }),
)

/**
 * Middleware for addresses below /assets/: sends a built file, compressed beforehand, to be kept for a year (its name
 * changes with its content). Everything else, and what does not exist, goes on to the next handler.
 */
export const assets: RequestHandler = function assets(req, res, next) {
  // The library would announce a compressed answer to a post, and then leave it to the next handler.
  if (req.method === 'GET' || req.method === 'HEAD') files(req, res, next)
  else next()
}
