import { Router } from 'express'

/** Pages that need no sign-in. */
export const publicRoutes: Router = Router()

/** Pages that do, a router each capability. */
export const everyRoute: Router = Router()
