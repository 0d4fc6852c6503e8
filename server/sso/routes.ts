import { Router } from 'express'
import type { Config } from '../config.ts'

/** Sign-in through each organisation's own identity provider, and sign-out. */
export function signOn(_config: Config): Router {
  return Router()
}
