import { deflateRawSync, gzipSync } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import type supertest from 'supertest'
import { newId } from '../../server/ids.ts'
import { stored } from '../commands.ts'
import { visitor } from '../world.ts'
import { refusalOf } from './cost.ts'
import { type TestProvider, aProvider } from './provider.ts'

type Post = (path: string) => supertest.Test

const form = 'application/x-www-form-urlencoded'
const base64 = (text: string | Buffer): string => encodeURIComponent(Buffer.from(text).toString('base64'))
const raw =
  (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Post =>
  (path) =>
    visitor()
      .post(path)
      .set({ 'Content-Type': form, ...headers })
      .send(body as string)

/** An entity that is a thousand times another, ten deep. */
const entities = Array.from({ length: 10 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('')

/** What somebody might post who means no good; the name of the field is put in its place. */
const posted: Readonly<Record<string, (field: string) => Post>> = {
  'nothing at all': () => raw(''),
  'no field that is known': () => raw('a=b'),
  'an empty field': (field) => raw(`${field}=`),
  'the field twice': (field) => raw(`${field}=a&${field}=b`),
  'a field that is a list': (field) => raw(`${field}[]=a&${field}[]=b`),
  'a field that is a tree': (field) => raw(`${field}${'[a]'.repeat(40)}=b`),
  'a field that is its own prototype': (field) => raw(`__proto__[${field}]=a&constructor[prototype][${field}]=b`),
  'a field with an object’s methods': (field) => raw(`${field}[toString]=a&${field}[length]=9999999`),
  'a thousand fields': (field) => raw(Array.from({ length: 1000 }, (_, n) => `${field}${n}=a`).join('&')),
  noise: (field) => raw(Buffer.concat([Buffer.from(`${field}=`), randomBytes(20_000)])),
  'broken escapes': (field) => raw(`${field}=%ff%fe%zz%`),
  'NUL and half a character': (field) => raw(`${field}=%00%ed%a0%80`),
  'base64 with an end that is wrong': (field) => raw(`${field}=${'A'.repeat(290_000)}!`),
  'base64 of spaces': (field) => raw(`${field}=${'%20'.repeat(90_000)}`),
  'base64 in lines without end': (field) => raw(`${field}=${'QQ%0A'.repeat(50_000)}`),
  'text that is not base64': (field) => raw(`${field}=<samlp:Response/>`),
  'entities that grow': (field) => raw(`${field}=${base64(`<!DOCTYPE a [<!ENTITY e0 "x">${entities}]><a>&e10;</a>`)}`),
  'a tag without end': (field) => raw(`${field}=${base64(`<a ${'b="c" '.repeat(30_000)}`)}`),
  'attributes without end': (field) =>
    raw(`${field}=${base64(`<a ${Array.from({ length: 15_000 }, (_, n) => `b${n}=""`).join(' ')}/>`)}`),
  'tags without end': (field) => raw(`${field}=${base64('<a>'.repeat(60_000))}`),
  'namespaces without end': (field) =>
    raw(`${field}=${base64(Array.from({ length: 3000 }, (_, n) => `<a xmlns:n${n}="urn:${n}">`).join(''))}`),
  'a comment without end': (field) => raw(`${field}=${base64(`<a><!--${'-'.repeat(150_000)}`)}`),
  'brackets that may end something': (field) => raw(`${field}=${base64(`<a>${']]'.repeat(70_000)}</a>`)}`),
  'more than is read': (field) => raw(`${field}=${'A'.repeat(1_100_000)}`),
  'a compressed body that grows': (field) =>
    raw(gzipSync(`${field}=${'A'.repeat(20_000_000)}`), { 'Content-Encoding': 'gzip' }),
  'a body that is said to be compressed': (field) => raw(`${field}=a`, { 'Content-Encoding': 'gzip' }),
  'a compression that nobody knows': (field) => raw(`${field}=a`, { 'Content-Encoding': 'zstd-ish' }),
  'a character set that nobody knows': (field) => raw(`${field}=a`, { 'Content-Type': `${form}; charset=utf-99` }),
  JSON: (field) => raw(JSON.stringify({ [field]: 'a' }), { 'Content-Type': 'application/json' }),
  'a file': (field) => (path) => visitor().post(path).attach(field, Buffer.from('a'), 'a.xml'),
  'broken parts': (field) => raw(`--x\r\n${field}`, { 'Content-Type': 'multipart/form-data; boundary=y' }),
}

describe('whatever is posted where people sign in', function () {
  this.timeout(60_000)
  let provider: TestProvider
  before(async () => {
    provider = await aProvider()
  })
  beforeEach(async () => stored('ratelimits').deleteMany({}))
  afterEach(async () => {
    expect((await visitor().get('/health/live')).text, 'it lives on').to.equal('alive')
  })

  const places = (): Readonly<Record<string, readonly [path: string, field: string]>> => ({
    'the answer of an identity provider': [`/sso/${provider.organisation}/acs`, 'SAMLResponse'],
    'its request to sign out': [`/sso/${provider.organisation}/logout`, 'SAMLRequest'],
    'the code': ['/sign-in/code', 'code'],
    'the address': ['/sign-in', 'email'],
    'the operator’s link': [`/sign-in/link/${newId()}`, '_csrf'],
  })

  for (const place of [
    'the answer of an identity provider',
    'its request to sign out',
    'the code',
    'the address',
    'the operator’s link',
  ])
    for (const [what, made] of Object.entries(posted))
      it(`as ${place}: ${what} is refused with a reference, at little cost`, async () => {
        const [path, field] = places()[place]!
        const post = made(field)
        // Without a request to sign out this address is the way back from the provider's own, which reads nothing.
        const harmless = (await post(path)).status === 303 && place === 'its request to sign out'
        if (!harmless) await refusalOf(what, () => post(path))
      })

  it('as a query: nothing is read at the address for answers, and little at the one for signing out', async () => {
    const here = `/sso/${provider.organisation}`
    const grows = deflateRawSync(Buffer.alloc(6_000_000, '<a>')).toString('base64')
    expect(grows.length).to.be.within(5000, 12_000)
    const queries = {
      'what grows when it is inflated': `SAMLRequest=${encodeURIComponent(grows)}`,
      'the same, signed by nobody': `SAMLRequest=${encodeURIComponent(grows)}&SigAlg=x&Signature=${'A'.repeat(300)}`,
      noise: `SAMLRequest=${base64(randomBytes(5000))}`,
      'a tree': `SAMLRequest${'[a]'.repeat(50)}=b&SAMLRequest=a`,
      twice: 'SAMLRequest=a&SAMLRequest=b',
      'broken escapes': 'SAMLRequest=%ff%zz',
      entities: `SAMLRequest=${encodeURIComponent(deflateRawSync(`<!DOCTYPE a [${entities}]><a>&e10;</a>`).toString('base64'))}`,
    }
    for (const [what, query] of Object.entries(queries)) {
      await refusalOf(what, () => visitor().get(`${here}/logout?${query}`))
      const asAnswer = query.replaceAll('SAMLRequest', 'SAMLResponse')
      await refusalOf(`${what}, posted beside`, () =>
        visitor().post(`${here}/acs?${asAnswer}`).set('Content-Type', form).send('a=b'),
      )
    }
  })

  it('at an address that is none: the same page for every one', async () => {
    const odd = ['/sso/%ff/acs', '/sso/..%2f..%2fetc/acs', '/sso/A_B/acs', `/sso/${'a'.repeat(2000)}/acs`, '/sso//acs']
    for (const path of odd)
      await refusalOf(path, () => visitor().post(path).set('Content-Type', form).send('SAMLResponse=a')).catch(
        (error: Error) => {
          // An address of no route is sign-in's for whoever is not signed in.
          if (!error.message.includes('303')) throw error
        },
      )
  })
})
