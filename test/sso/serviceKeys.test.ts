import { expect } from 'chai'
import { X509Certificate, createVerify } from 'node:crypto'
import { serviceKeysFor } from '../../models/serviceKey.ts'
import { changeServiceKey } from '../../server/acts/changeServiceKey.ts'
import { newServiceKey, serviceKeys } from '../../server/sso/serviceKeys.ts'
import { stored } from '../commands.ts'
import { config, visitor } from '../world.ts'
import { aProvider } from './provider.ts'

const operator = { kind: 'service', name: 'operator' } as const
const now = new Date()

/** Whether the query of this address was signed by the certificate's key. */
function isSignedBy(address: string, certificate: string): boolean {
  const query = new URL(address).search.slice(1)
  const [signed, signature] = query.split('&Signature=')
  const verify = createVerify('RSA-SHA256').update(signed!)
  return verify.verify(certificate, Buffer.from(decodeURIComponent(signature!), 'base64'))
}

describe('the keys of the service', () => {
  beforeEach(async () => stored('servicekeys').deleteMany({}))
  after(async () => stored('servicekeys').deleteMany({}))

  it('sign every request to sign in, and stand in the metadata with both ways to sign out', async () => {
    const { organisation } = await aProvider()
    const left = await visitor().get(`/sso/${organisation}/sign-in`)
    const [key, ...others] = await serviceKeys(config)
    expect(others).to.deep.equal([])
    expect(isSignedBy(left.headers['location'] as string, key.certificate)).to.equal(true)
    const { text } = await visitor().get(`/sso/${organisation}/metadata`).buffer(true)
    expect(certificatesIn(text, 'signing')).to.deep.equal([fingerprint(key.certificate)])
    expect(certificatesIn(text, 'encryption')).to.deep.equal([fingerprint(key.certificate)])
    expect(text)
      .to.match(/SingleLogoutService[^>]*HTTP-Redirect/)
      .and.match(/SingleLogoutService[^>]*HTTP-POST/)
    expect(text).to.contain('AuthnRequestsSigned="true"').and.to.contain('WantAssertionsSigned="true"')
  })

  it('are made once, however many processes begin at the same moment', async () => {
    const made = await Promise.all([serviceKeys(config), serviceKeys(config), serviceKeys(config)])
    expect(new Set(made.map(([{ certificate }]) => certificate)).size).to.equal(1)
    expect(await serviceKeysFor(operator).list()).to.have.length(1)
  })

  it('change in three steps: both are in the metadata before the new one is used', async () => {
    const { organisation } = await aProvider()
    const [first] = await serviceKeys(config)
    const next = await newServiceKey(config, 'next')
    const signedNow = async (certificate: string): Promise<boolean> =>
      isSignedBy((await visitor().get(`/sso/${organisation}/sign-in`)).headers['location'] as string, certificate)
    const announced = async (): Promise<string[]> =>
      certificatesIn((await visitor().get(`/sso/${organisation}/metadata`).buffer(true)).text, 'signing')

    await refused({ step: 'switch' })
    await changeServiceKey(operator, now, { step: 'add', key: next })
    await refused({ step: 'add', key: next })
    expect(await announced()).to.have.members([fingerprint(first.certificate), fingerprint(next.certificate)])
    expect(await signedNow(first.certificate)).to.equal(true)
    await changeServiceKey(operator, now, { step: 'switch' })
    expect(await signedNow(next.certificate)).to.equal(true)
    expect(await announced()).to.deep.equal([fingerprint(next.certificate)])
    expect(
      (await serviceKeys(config)).map(({ state }) => state),
      'still opens',
    ).to.deep.equal(['current', 'old'])
    await changeServiceKey(operator, now, { step: 'remove' })
    await refused({ step: 'remove' })
    expect(await serviceKeys(config)).to.have.length(1)
  })

  it('are sealed in the database, and of no use under another secret', async () => {
    await serviceKeys(config)
    const [kept] = await serviceKeysFor(operator).list()
    expect(JSON.stringify(kept)).to.not.contain('PRIVATE KEY')
    const other = { ...config, sessionSecret: 'another secret, as long as it must be, of another place' }
    const [made] = await serviceKeys(other)
    expect(made.certificate).to.not.equal(kept!.certificate)
  })
})

async function refused(step: Parameters<typeof changeServiceKey>[2]): Promise<void> {
  const outcome = await changeServiceKey(operator, now, step).then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.name : ''),
  )
  expect(outcome).to.equal('Refused')
}

const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256

/** The fingerprints of the certificates for one use. */
const certificatesIn = (metadata: string, use: string): string[] =>
  [...metadata.matchAll(new RegExp(`<KeyDescriptor use="${use}">[\\s\\S]*?X509Certificate>([^<]*)<`, 'g'))].map(
    ([, body]) => fingerprint(`-----BEGIN CERTIFICATE-----\n${body!.trim()}\n-----END CERTIFICATE-----`),
  )
