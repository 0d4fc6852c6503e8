import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig } from '../../server/config.ts'
import { root } from '../../server/root.ts'

const text = (file: string): string => readFileSync(join(root, file), 'utf8')

const service = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  logging: z.looseObject({ driver: z.string() }),
})
const compose = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })),
  configs: z.record(z.string(), z.object({ content: z.string() })),
  volumes: z.record(z.string(), z.unknown()),
})

/** What an operator sets before starting it, as the file asks for it. */
const given: Readonly<Record<string, string>> = {
  SITE: 'subrosa.example.org',
  SESSION_SECRET: 'a secret of the production that is long enough',
  DATABASE_PASSWORD: 'secret',
  SMTP_URL: 'smtp://user:password@mail.example.org:587',
  MAIL_FROM: 'subrosa@example.org',
  CONTROLLER_NAME: 'NHS Deeholme Integrated Care Board',
  CONTROLLER_CONTACT: 'data-protection@example.org',
}
const filled = (value: string): string =>
  value.replace(/\$\{(\w+):\?[^}]+\}/g, (_, name: string) => {
    expect(given, `${name} is asked for`).to.have.property(name)
    return given[name]!
  })

/** The names of all settings without which production does not start. */
function needed(): string[] {
  try {
    readConfig({}, false)
  } catch (error) {
    return [...String(error).matchAll(/(\w+): is missing/g)].map(([, name]) => name!)
  }
  return []
}

describe('compose.yaml', () => {
  const read = compose.parse(parse(text('compose.yaml'), { merge: true }))
  const named = (prefix: string) => Object.entries(read.services).filter(([name]) => name.startsWith(prefix))
  const content = (name: string): string => filled(read.configs[name]!.content)

  it('describes two application processes, a replica set of three and a proxy', () => {
    expect(Object.keys(read.services).toSorted((a, b) => (a < b ? -1 : 1))).to.deep.equal([
      'application1',
      'application2',
      'database1',
      'database2',
      'database3',
      'proxy',
    ])
    for (const [name, { image }] of Object.entries(read.services))
      expect(image, name).to.match(/^[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/)
  })

  it('gives every application process all the settings that production needs, and the same ones', () => {
    expect(needed()).to.have.length.above(4)
    const [first, second] = named('application').map(([, { environment = {} }]) => environment)
    expect(first).to.include.all.keys(...needed(), 'MONGODB_URI', 'TRUSTED_PROXIES', 'PORT')
    expect(first).to.deep.equal(second)
    const settings = Object.fromEntries(Object.entries(first!).map(([name, value]) => [name, filled(value)]))
    const config = readConfig(settings, false)
    expect(config).to.include({ baseUrl: 'https://subrosa.example.org', port: 3000, trustedProxies: 1, secure: true })
  })

  it('names every member of the replica set in the address of the database', () => {
    const [[, { environment = {} }]] = named('application') as [ReturnType<typeof named>[number]]
    const { options } = new mongoose.mongo.MongoClient(filled(environment['MONGODB_URI']!))
    expect(options.hosts.map(({ host }) => host)).to.have.members(named('database').map(([name]) => name))
    const mongod = z.looseObject({ replication: z.object({ replSetName: z.string() }) }).parse(parse(content('mongod')))
    expect(options.replicaSet).to.equal(mongod.replication.replSetName)
    expect(options.dbName).to.equal('subrosa')
  })

  it('opens nothing to the world but the proxy, and the database to the application alone', () => {
    const open = Object.entries(read.services).filter(([, { ports }]) => ports !== undefined)
    expect(open.map(([name]) => name)).to.deep.equal(['proxy'])
    expect(read.networks['database']!.internal).to.equal(true)
    for (const [, { networks }] of named('database')) expect(networks).to.deep.equal(['database'])
    expect(read.services['proxy']!.networks).to.deep.equal(['front'])
  })

  it('keeps requests and queries out of the logs of the proxy and of the database', () => {
    const [options = '', site = ''] = content('caddyfile').split(/^\}$/m)
    expect(options).to.match(/log default \{[^}]*exclude http\b[^}]*\}/)
    expect(site)
      .to.contain('subrosa.example.org {')
      .and.not.match(/^\s*log\b/m)
    expect(parse(content('mongod'))).to.deep.include({
      systemLog: { quiet: true, verbosity: 0 },
      operationProfiling: { mode: 'off', slowOpSampleRate: 0, slowOpThresholdMs: 2 ** 31 - 1 },
    })
  })

  it('builds from images by tag, with what npm start runs', () => {
    const dockerfile = text('Dockerfile')
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).to.match(/^node:20-[a-z-]+$/)
    const { scripts } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(text('package.json')))
    const command: unknown = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)![1]!)
    expect(command).to.deep.equal(scripts.start.split(' '))
  })
})
