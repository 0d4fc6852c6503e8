import { expect } from 'chai'
import { BadSettings, demonstrationSecret, readConfig, readDatabaseConfig } from '../../server/config.ts'

const whole = {
  BASE_URL: 'https://subrosa.example.org/',
  SESSION_SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtps://mail.example.org',
  MAIL_FROM: 'subrosa@example.org',
  CONTROLLER_NAME: 'NHS Deeholme Integrated Care Board',
  CONTROLLER_CONTACT: 'data-protection@deeholme.example',
}

/** The message with which settings are refused. */
function refusal(env: Record<string, string>, demonstration = false): string {
  try {
    readConfig(env, demonstration)
  } catch (error) {
    expect(error).to.be.instanceOf(BadSettings)
    return (error as BadSettings).message
  }
  throw new Error('these settings were taken')
}

describe('settings', () => {
  it('of production are six; the others have sensible values', () => {
    const config = readConfig(whole, false)
    expect(config).to.include({ port: 3000, baseUrl: 'https://subrosa.example.org', logLevel: 'info', secure: true })
    expect(config).to.include({ mongodbUri: undefined, trustedProxies: 1, demonstration: false })
    expect(config.controller).to.deep.equal({ name: whole.CONTROLLER_NAME, contact: whole.CONTROLLER_CONTACT })
    expect(config.dataDir).to.match(/^\/.*data$/)
  })

  it('that are missing are all named in one message, and empty ones are missing', () => {
    for (const env of [{}, Object.fromEntries(Object.keys(whole).map((name) => [name, '']))]) {
      const message = refusal(env)
      for (const name of Object.keys(whole)) expect(message).to.include(`${name}: is missing`)
      expect(message.split('\n')).to.have.length(1)
    }
  })

  it('that are malformed are all named beside those that are missing', () => {
    const wrong = {
      PORT: '99999',
      BASE_URL: 'subrosa',
      MONGODB_URI: 'postgres://x',
      SESSION_SECRET: 'short',
      LOG_LEVEL: 'loud',
      TRUSTED_PROXIES: 'all',
      MAIL_FROM: 'nobody',
      CONTROLLER_NAME: '  ',
      CONTROLLER_CONTACT: 'the secretariat',
    }
    const message = refusal(wrong)
    for (const name of Object.keys(wrong)) expect(message).to.include(`${name}: `)
    expect(message).to.include('SMTP_URL: is missing')
    expect(message).to.not.include('short')
    expect(message, 'in words for an operator').to.not.match(/expected|Invalid|NaN|Too big|Too small/)
    expect(message).to.include('PORT: must be a whole number from 0 to 65535')
    expect(message).to.include('LOG_LEVEL: must be one of fatal, error')
  })

  it('are whole numbers and addresses without a path, whatever was meant', () => {
    for (const PORT of ['3000.5', '-1', '3000x', 'https'])
      expect(refusal({ ...whole, PORT })).to.include('PORT: must be')
    for (const rest of ['forums', '?from=a', '#top', 'a/'])
      expect(refusal({ ...whole, BASE_URL: `https://subrosa.example.org/${rest}` })).to.include('without a path')
    expect(refusal({ ...whole, BASE_URL: 'https://name:secret@subrosa.example.org' })).to.not.include('secret')
  })

  it('of production take no http and no secret of the demonstration, named together with what is missing', () => {
    const message = refusal({ BASE_URL: 'http://subrosa.example.org', SESSION_SECRET: demonstrationSecret })
    expect(message).to.include('BASE_URL: must begin with https://')
    expect(message).to.include('SESSION_SECRET: is the demonstration’s')
    expect(message).to.include('SMTP_URL: is missing')
    expect(refusal({ ...whole, TRUSTED_PROXIES: '0' })).to.include('TRUSTED_PROXIES: must be at least 1')
    expect(refusal({ ...whole, BASE_URL: 'http://subrosa.example.org' })).to.include('https://')
    expect(refusal({ ...whole, SESSION_SECRET: demonstrationSecret })).to.include('SESSION_SECRET')
  })

  it('of the demonstration need none, and take those that are given', () => {
    const config = readConfig({ PORT: '4711' }, true)
    expect(config).to.include({ port: 4711, baseUrl: 'http://localhost:4711', secure: false, demonstration: true })
    expect(refusal({ PORT: 'many' }, true)).to.include('PORT: ')
  })

  it('of a command are where the database is, and nothing else', () => {
    expect(readDatabaseConfig({ MONGODB_URI: 'mongodb://127.0.0.1' }).mongodbUri).to.equal('mongodb://127.0.0.1')
    expect(() => readDatabaseConfig({ MONGODB_URI: 'elsewhere' })).to.throw(BadSettings, 'MONGODB_URI')
  })
})
