import { expect } from 'chai'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Child, freePort, ownFolder, run, start } from './child.ts'

const production = (port: number, folder: string) => ({
  PORT: String(port),
  BASE_URL: 'https://subrosa.example',
  DATA_DIR: folder,
  SESSION_SECRET: 'a secret of the production that is long enough',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'subrosa@subrosa.example',
  CONTROLLER_NAME: 'NHS Deeholme Integrated Care Board',
  CONTROLLER_CONTACT: 'data-protection@deeholme.example',
})

/** One clear line on standard error, nothing that only a programmer understands, exit code 1. */
function expectOneLine(
  { code, err }: { code: number | null; err: string },
  ...says: readonly (string | RegExp)[]
): void {
  expect(err.trim().split('\n'), err).to.have.length(1)
  expect(err).to.not.match(/\n\s+at |node:/)
  for (const words of says) expect(err).to.match(typeof words === 'string' ? new RegExp(words) : words)
  expect(code).to.equal(1)
}

describe('a service that cannot start', function () {
  this.timeout(120_000)
  let folder: Awaited<ReturnType<typeof ownFolder>>
  beforeEach(async () => {
    folder = await ownFolder()
  })
  afterEach(() => folder.remove())

  const main = (settings: Readonly<Record<string, string>>, ...args: string[]) => run('server/main.ts', args, settings)

  it('names every setting that is missing, in one line', async () => {
    const needed = ['BASE_URL', 'SESSION_SECRET', 'SMTP_URL', 'MAIL_FROM', 'CONTROLLER_NAME', 'CONTROLLER_CONTACT']
    expectOneLine(await main({}), ...needed.map((name) => `${name}: is missing`))
  })

  it('names every setting that is malformed, in one line', async () => {
    const wrong = { ...production(0, folder.path), PORT: 'high', SMTP_URL: 'mail.example', SESSION_SECRET: 'short' }
    expectOneLine(await main(wrong), 'PORT: ', 'SMTP_URL: must begin with smtp', 'SESSION_SECRET: must have')
  })

  it('refuses the demonstration’s secret, and an address without https', async () => {
    const SESSION_SECRET = 'demonstration-only-secret-not-for-production'
    const wrong = { ...production(0, folder.path), SESSION_SECRET, BASE_URL: 'http://subrosa.example' }
    expectOneLine(await main(wrong), 'SESSION_SECRET: is the demonstration', 'BASE_URL: must begin with https')
  })

  it('says that its port is in use, before it touches the database', async () => {
    const other = createServer().listen(0)
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    expectOneLine(await main(production(port, folder.path)), `Port ${port} is in use`)
    other.close()
  })

  it('says that its folder cannot be written', async () => {
    await writeFile(join(folder.path, 'file'), '')
    expectOneLine(await main(production(await freePort(), join(folder.path, 'file', 'data'))), 'file/data')
    expectOneLine(await main(production(await freePort(), '/proc/subrosa/data')), '/proc/subrosa/data')
  })

  it('says that the database cannot be reached', async () => {
    const MONGODB_URI = 'mongodb://somebody:secret@127.0.0.1:9/subrosa'
    const failed = await main({ ...production(await freePort(), folder.path), MONGODB_URI })
    expectOneLine(failed, 'The database at mongodb://127.0.0.1:9/subrosa cannot be reached')
    expect(failed.err).to.not.contain('secret')
  })

  it('refuses an option that it does not know', async () => {
    expectOneLine(await main(production(0, folder.path), '--demo'), '--demo')
  })

  it('loads no demonstration into a database that holds something else', async () => {
    const settings = { DATA_DIR: folder.path }
    const add = ['organisation', 'add', 'deeholme', '--name', 'Deeholme', '--domain', 'deeholme.example']
    expect((await run('server/cli/subrosa.ts', add, settings)).code).to.equal(0)
    const failed = await main({ ...settings, PORT: String(await freePort()) }, '--demonstration')
    expectOneLine(failed, 'This database holds something else than the demonstration')
  })
})

describe('the demonstration', function () {
  this.timeout(300_000)
  let folder: Awaited<ReturnType<typeof ownFolder>>
  let port: number
  const running: Child[] = []
  before(async () => {
    folder = await ownFolder()
    port = await freePort()
  })
  after(async () => {
    for (const child of running) await child.stop('SIGKILL')
    await folder.remove()
  })

  const address = (): string => `http://localhost:${port}`
  const begin = async (): Promise<Child> => {
    const child = start('server/main.ts', ['--demonstration'], { PORT: String(port), DATA_DIR: folder.path })
    running.push(child)
    await child.until('Stop with Ctrl+C')
    return child
  }
  const organisations = async (): Promise<string[]> => {
    const page = await (await fetch(`${address()}/sign-in`)).text()
    return [...page.matchAll(/href="\/sso\/([^/]+)\/sign-in/g)].map(([, slug]) => slug!)
  }

  it('prints its address and who can sign in, and answers', async () => {
    const { output } = await begin()
    expect(output.err).to.equal('')
    expect(output.out).to.contain(address()).and.to.contain('signs in through')
    expect((await fetch(`${address()}/health/ready`)).status).to.equal(200)
    expect((await organisations()).length).to.be.above(0)
    expect(await (await fetch(`${address()}/demonstration/mail`)).text()).to.contain('E-mails of the demonstration')
  })

  it('is not disturbed by a second start on its port', async () => {
    const second = await run('server/main.ts', ['--demonstration'], { PORT: String(port), DATA_DIR: folder.path })
    expectOneLine(second, `Port ${port} is in use`)
    expect((await fetch(`${address()}/health/ready`)).status).to.equal(200)
  })

  it('is not disturbed by a second start on its data', async () => {
    const settings = { PORT: String(await freePort()), DATA_DIR: folder.path }
    expectOneLine(await run('server/main.ts', ['--demonstration'], settings), 'The demonstration runs already')
    expect((await fetch(`${address()}/health/ready`)).status).to.equal(200)
  })

  it('lets the operator’s commands join while it runs', async () => {
    const add = ['organisation', 'add', 'joins-in', '--name', 'Joins in', '--domain', 'joins.example']
    const { code, err } = await run('server/cli/subrosa.ts', add, { DATA_DIR: folder.path })
    expect([code, err]).to.deep.equal([0, ''])
    expect((await fetch(`${address()}/sso/joins-in/metadata`)).status).to.equal(200)
  })

  it('comes back after kill -9 with everything it had acknowledged', async () => {
    const before = await organisations()
    await running.at(-1)!.stop('SIGKILL')
    await begin()
    expect(await organisations()).to.include.members(before)
    expect((await fetch(`${address()}/sso/joins-in/metadata`)).status).to.equal(200)
  })

  it('finishes the requests under way when it is told to stop, and takes no more', async () => {
    const body = 'email=somebody%40joins.example&returnTo=%2F'
    const request = connect(port, 'localhost')
    const answer: Buffer[] = []
    request.on('data', (part: Buffer) => answer.push(part))
    await once(request, 'connect')
    request.write(
      `POST /sign-in HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    )
    await fetch(`${address()}/health/live`) // by now the half request has been taken
    const child = running.at(-1)!
    child.process.kill('SIGTERM')
    const refused = async (): Promise<boolean> =>
      fetch(`${address()}/health/live`).then(
        () => false,
        () => true,
      )
    while (!(await refused())) await new Promise((resolve) => void setTimeout(resolve, 20))
    request.write(body.slice(5))
    await once(request, 'close')
    expect(Buffer.concat(answer).toString()).to.match(/^HTTP\/1\.1 (200|422) /)
    expect(await child.ended).to.equal(0)
  })

  it('is refused by production: its database, by which anybody is anybody', async () => {
    const failed = await run('server/main.ts', [], production(await freePort(), folder.path))
    expectOneLine(failed, 'This database holds the demonstration’s sign-in')
  })
})
