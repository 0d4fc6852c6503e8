import type { Server } from 'node:http'
import { parseArgs } from 'node:util'
import { makeApp } from './app.ts'
import { type Config, config as readSettings } from './config.ts'
import { openDatabase } from './database/connect.ts'
import { migrate } from './database/migrations/migrate.ts'
import { startDemonstration } from './demonstration/start.ts'
import { startJobs } from './jobs/start.ts'
import { makeLog } from './log.ts'
import { refuseBrokenTemplates } from './render.ts'

/** Starts the service: settings, database, migrations, jobs, listening; one clear line and exit code 1 if it cannot. */
async function start(): Promise<void> {
  const { values } = parseArgs({ options: { demonstration: { type: 'boolean', default: false } } })
  const settings = readSettings(values.demonstration)
  refuseBrokenTemplates()
  const log = makeLog(settings.logLevel)
  const database = await openDatabase({ mongodbUri: settings.mongodbUri, folder: settings.dataDir })
  const stops: (() => Promise<void> | void)[] = [() => database.close()]
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each()
  }
  try {
    await migrate()
    const demonstration = settings.demonstration ? await startDemonstration(settings) : undefined
    if (demonstration !== undefined) stops.push(() => demonstration.stop())
    const config: Config = demonstration?.config ?? settings
    const running = makeApp(config, log)
    const jobs = startJobs(config, log)
    stops.push(() => jobs.stop())
    const server = await listen(running.app, config.port)
    stops.push(running.stop, () => close(server))
    if (demonstration === undefined) process.stdout.write(`Subrosa answers at ${config.baseUrl}\n`)
    else process.stdout.write(demonstration.welcome)
  } catch (error) {
    await stop()
    throw error
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0), fail))
}

/** Listens, or says in one line why it cannot. */
async function listen(app: ReturnType<typeof makeApp>['app'], port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, (error?: Error) => {
      if (error === undefined) resolve(server)
      else if ('code' in error && error.code === 'EADDRINUSE')
        reject(new Error(`Port ${port} is in use. Stop what uses it, or set PORT to another.`))
      else reject(new Error(`Cannot listen on port ${port}: ${error.message}`))
    })
  })
}

/** Lets the requests under way finish; idle connections are closed at once. */
async function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 10_000).unref()
  })
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

start().catch(fail)
