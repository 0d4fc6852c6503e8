import { expect } from 'chai'
import mongoose from 'mongoose'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { peopleFor } from '../../models/person.ts'
import { unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import { newId } from '../../server/ids.ts'
import { root } from '../../server/root.ts'
import { UnusableMetadata, readProviderMetadata } from '../../server/sso/metadata.ts'
import { checkedPath } from '../../server/sso/returnTo.ts'
import { aForum, aPerson, visitor } from '../world.ts'
import { arrive, inviteThrough, isIn } from './arriving.ts'
import { type TestProvider, aProvider, post } from './provider.ts'
import { signWith } from './subtleties.ts'

const people = peopleFor({ kind: 'service', name: 'operator' })

describe('Somebody who looks like the one that was invited', () => {
  let provider: TestProvider
  beforeEach(async () => {
    await mongoose.connection.collection('ratelimits').deleteMany({})
    provider = await aProvider()
  })

  /** Somebody invited by an address of this local part. */
  async function invited(local: string): Promise<{ person: string; email: string }> {
    const { person } = await aPerson(await aForum())
    await inviteThrough(provider, person)
    const email = `${local}-${person}@${provider.domain}`
    const { revision } = await people.open(person)
    await people.edit(person, revision, { email })
    return { person, email }
  }

  it('by an address that only looks the same is not linked', async () => {
    const { person, email } = await invited('kate')
    const [local, domain] = email.split('@') as [string, string]
    const lookalikes = [
      `\u212A${email.slice(1)}`, // the sign for kelvin, whose small letter is k
      email.replace('a', '\u0430'), // Cyrillic
      email.replace('example', 'ex\u0430mple'),
      `${local}@sub.${domain}`,
      `${local}@${domain}.`,
      `${local}@${domain}.evil.example`,
      `${local}@evil.example@${domain}`,
      `"${local}@evil.example"@${domain}`,
      `${email}@evil.example`,
      `"${email}"@evil.example`,
      `${local}\uff20${domain}`,
      `${local}@${domain}\u200b`,
      `${local} @${domain}`,
      `<${email}>`,
      `Kate <${email}>`,
      `${email},${local}@evil.example`,
      `mailto:${email}`,
      `${local}+x@${domain}`,
      `@${domain}`,
      `${local}@`,
      domain,
    ]
    for (const other of lookalikes) {
      const browser = visitor()
      const { status } = await arrive(browser, provider, { email: other, nameId: newId() })
      expect(status, other).to.equal(403)
      expect(await isIn(browser), other).to.equal(false)
      await mongoose.connection.collection('ratelimits').deleteMany({})
    }
    expect((await people.open(person)).identities).to.deep.equal([])
    const honest = visitor()
    await arrive(honest, provider, { email: email.toUpperCase(), nameId: newId() })
    expect(await isIn(honest), 'capital letters are the same address').to.equal(true)
  })

  it('by a name of other letters is somebody else: case, form of Unicode and invisible letters count', async () => {
    const { email } = await invited('zoe')
    await arrive(visitor(), provider, { email, nameId: 'Zo\u00e9' })
    for (const nameId of [
      'zo\u00e9',
      'ZO\u00c9',
      'Zoe\u0301',
      'Zo\u00e9\u200b',
      'Zo\u0435\u0301',
      'Zo\u00e9\u0000x'.slice(0, 3) + 's',
    ]) {
      const browser = visitor()
      const { status } = await arrive(browser, provider, { email: '', nameId })
      expect(status, JSON.stringify(nameId)).to.equal(403)
    }
    const same = visitor()
    await arrive(same, provider, { email: '', nameId: 'Zo\u00e9' })
    expect(await isIn(same)).to.equal(true)
  })

  it('by an address among several is nobody', async () => {
    const { email } = await invited('sam')
    const browser = visitor()
    const request = await provider.begin(browser)
    const answer = unsignedResponse(provider.answer(request, { email, nameId: newId() }))
    const several = answer.replace(
      /<saml:AttributeValue>/,
      `<saml:AttributeValue>other@${provider.domain}</saml:AttributeValue>$&`,
    )
    expect((await post(browser, provider.organisation, signWith(several, provider.keys))).status).to.equal(403)
  })
})

describe('The times of an answer', () => {
  let provider: TestProvider
  let email: string
  const nameId = newId()
  before(async () => {
    provider = await aProvider()
    const { person } = await aPerson(await aForum())
    email = await inviteThrough(provider, person)
    await arrive(visitor(), provider, { email, nameId })
  })
  beforeEach(async () => mongoose.connection.collection('ratelimits').deleteMany({}))

  const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()
  /** The status of an answer with these times, in seconds from now. */
  async function withTimes(times: {
    issued?: number
    from?: number
    until?: number
    confirmed?: number
  }): Promise<number> {
    const browser = visitor()
    const request = await provider.begin(browser)
    const { issued = 0, from = 0, until = 300, confirmed = 300 } = times
    const xml = unsignedResponse(provider.answer(request, { email, nameId }))
      .replace(/(<saml:Assertion[^>]* IssueInstant=")[^"]*/, `$1${inSeconds(issued)}`)
      .replace(
        /NotBefore="[^"]*" NotOnOrAfter="[^"]*"/,
        `NotBefore="${inSeconds(from)}" NotOnOrAfter="${inSeconds(until)}"`,
      )
      .replace(/(SubjectConfirmationData [^>]*NotOnOrAfter=")[^"]*/, `$1${inSeconds(confirmed)}`)
    return (await post(browser, provider.organisation, signWith(xml, provider.keys))).status
  }

  it('may be wrong by two minutes, and not by more', async () => {
    for (const taken of [{ from: 105 }, { until: -105 }, { confirmed: -105 }, { issued: 105 }])
      expect(await withTimes(taken), JSON.stringify(taken)).to.equal(303)
    for (const refused of [{ from: 130 }, { until: -125 }, { confirmed: -125 }, { issued: 130 }])
      expect(await withTimes(refused), JSON.stringify(refused)).to.equal(400)
  })

  it('lie at most ten minutes back, whatever the assertion allows, but for the difference of clocks', async () => {
    const long = { from: -3600, until: 3600, confirmed: 3600 }
    expect(await withTimes({ ...long, issued: -590 })).to.equal(303)
    expect(await withTimes({ ...long, issued: -725 })).to.equal(400)
  })
})

describe('The page to come back to', () => {
  it('is a path of this service: whatever a browser could read as another address is the front page', () => {
    const base = 'https://subrosa.example'
    const elsewhere = [
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\/evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      '/\r\n//evil.example',
      '/path\r\nSet-Cookie: x=y',
      '\u2215/evil.example',
      '/.//evil.example',
      '/..//evil.example',
      '/x/..//evil.example',
      '/%2e//evil.example',
      '/x/%2e%2e//evil.example',
      'https://evil.example/',
      'https:evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      '@evil.example',
      '.evil.example',
      ':8080/',
      ' /account',
      '/account\u0000',
      '/sso/x/logout',
      '/SSO/x/sign-in',
      '/sign-in',
      '/Sign-Out',
      '/x/../sso/x/test',
      `/${'x'.repeat(3000)}`,
      ['/account'],
      { toString: () => '/account' },
      undefined,
    ]
    for (const asked of elsewhere) expect(checkedPath(asked, base), String(asked)).to.equal('/')
    for (const asked of [
      '/account',
      '/a@evil.example',
      '/a?b=//evil.example',
      '/%09/evil.example',
      '/%5c%5cevil.example',
      '/a#b',
    ]) {
      const kept = checkedPath(asked, base)
      expect(kept).to.equal(asked)
      expect(new URL(kept, base).origin).to.equal(base)
    }
  })
})

describe('The library that verifies', () => {
  it('and those it stands on are of versions without known holes, by the lock file', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string }>
    }
    const versionsOf = (name: string): string[] =>
      Object.entries(packages).flatMap(([path, { version }]) =>
        path.endsWith(`node_modules/${name}`) ? [version ?? ''] : [],
      )
    const number = (version: string): number => version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0)
    const lowest = { '@node-saml/node-saml': '5.1.0', 'xml-crypto': '6.0.1', '@xmldom/xmldom': '0.8.14' }
    for (const [name, least] of Object.entries(lowest)) {
      expect(versionsOf(name), name).to.not.deep.equal([])
      for (const version of versionsOf(name)) {
        expect(version, `${name}: a release`).to.match(/^\d+\.\d+\.\d+$/)
        expect(number(version), `${name} ${version}`).to.be.at.least(number(least))
      }
    }
    for (const withdrawn of ['6.1.0', '6.1.1', '6.1.2']) expect(versionsOf('xml-crypto')).to.not.include(withdrawn)
  })
})

describe('Metadata that takes long', () => {
  it('is refused at once: comments that do not end, thousands of attributes, many tags', () => {
    const open = '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"'
    const long = [
      `${open}>${'<!--'.repeat(250_000)}`,
      `${open}>${'<!---->'.repeat(140_000)}</md:EntityDescriptor>`,
      `${open} ${Array.from({ length: 80_000 }, (_, at) => `a${at}=""`).join(' ')}/>`,
      `${open}>${'<a/>'.repeat(200_000)}</md:EntityDescriptor>`,
      `${open}>${'<a>'.repeat(3999)}`,
    ]
    for (const xml of long) {
      const begun = performance.now()
      expect(() => readProviderMetadata(xml, new Date())).to.throw(UnusableMetadata)
      expect(performance.now() - begun, `${xml.slice(90, 120)}…`).to.be.below(700)
    }
  })
})
