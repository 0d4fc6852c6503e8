import type { Server } from 'node:http'
import { parseArgs } from 'node:util'
import { type Config, config as readSettings } from './config.ts'
import type { Demonstration } from './demonstration/start.ts'
import { makeServer } from './listener.ts'

/** What to stop, the last first. */
type Stops = (() => Promise<void> | void)[]

/** Starts the service: one clear line on standard error and exit code 1 if it cannot. */
async function start(): Promise<void> {
  const { values } = parseArgs({ options: { demonstration: { type: 'boolean', default: false } } })
  const settings = readSettings(values.demonstration)
  const stops: Stops = []
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0), fail))
  try {
    process.stdout.write(await open(settings, stops))
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Port, database, migrations, demonstration, jobs, application, in this order; each leaves in `stops` how it ends. The
 * port comes first, so that a second start does not touch what the first one uses; each part is read from the disk when
 * its turn has come, so that a mistake in the settings is told at once. Gives what to print.
 */
async function open(settings: Config, stops: Stops): Promise<string> {
  const { server, answerWith } = makeServer()
  await listen(server, settings.port)
  let closed = false
  const closeServer = async (): Promise<void> => {
    if (!closed) await close(server)
    closed = true
  }
  stops.push(closeServer)

  const { openDatabase } = await import('./database/connect.ts')
  const database = await openDatabase({ mongodbUri: settings.mongodbUri, folder: settings.dataDir })
  stops.push(() => database.close())
  // The application is read while the database and the demonstration's data keep another thread busy.
  const parts = Promise.all([import('./log.ts'), import('./app.ts'), import('./jobs/start.ts')])
  parts.catch(() => undefined) // waited for below; until then a failure is nobody's
  const { migrate } = await import('./database/migrations/migrate.ts')
  await migrate()

  const demonstration = await besides(settings)
  if (demonstration !== undefined) stops.push(() => demonstration.stop())
  const config = demonstration?.config ?? settings

  const [{ makeLog }, { makeApp }, { startJobs }] = await parts
  const log = makeLog(config.logLevel)
  const running = makeApp(config, log)
  stops.push(() => running.stop())
  const jobs = startJobs(config, log)
  // Requests under way end before the jobs, and the jobs before the database.
  stops.push(() => jobs.stop(), closeServer)
  answerWith(running.app)
  return demonstration?.welcome ?? `Subrosa answers at ${config.baseUrl}\n`
}

/** What stands beside the service: in the demonstration a whole world, in production nothing of that. */
async function besides(settings: Config): Promise<Demonstration | undefined> {
  if (settings.demonstration) return (await import('./demonstration/start.ts')).startDemonstration(settings)
  await (await import('./sso/demonstration.ts')).refuseDemonstrationProviders()
  return undefined
}

/** Listens, or says in one line why it cannot. */
async function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Error(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use. Stop what uses it, or set PORT to another.`
            : `Cannot listen on port ${port}: ${error.message}`,
        ),
      )
    })
    server.listen(port, () => resolve())
  })
}

/** Lets the requests under way finish, for ten seconds at most; connections without one are closed. */
async function close(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const late = setTimeout(() => server.closeAllConnections(), 10_000)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  clearInterval(idle)
  clearTimeout(late)
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

start().catch(fail)
