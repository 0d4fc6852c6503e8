import { Router } from 'express'
import mongoose from 'mongoose'

/** For load balancers: alive while the process answers, ready while the database does. Neither says anything more. */
export const health: Router = Router()

health.get('/health/live', function live(_req, res) {
  res.type('text').send('alive')
})

health.get('/health/ready', async function ready(_req, res) {
  try {
    await mongoose.connection.db!.command({ ping: 1 }, { timeoutMS: 2000 })
    res.type('text').send('ready')
  } catch {
    res.status(503).type('text').send('not ready')
  }
})
