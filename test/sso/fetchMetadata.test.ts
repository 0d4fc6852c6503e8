import { expect } from 'chai'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Server, createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { type Ways, fetchMetadata, isPublic } from '../../server/sso/fetchMetadata.ts'

/** A server for https of this machine, under the name idp.example, that says what a test wants. */
describe('metadata from an https address', () => {
  let server: Server
  let here: string
  let ways: Ways
  let asked: string[]
  let answer: (req: IncomingMessage, res: ServerResponse) => void

  before(async () => {
    const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: 'idp.example' }] }]
    const made = await generate([{ name: 'commonName', value: 'idp.example' }], {
      keySize: 2048,
      algorithm: 'sha256',
      extensions,
    })
    server = createServer({ key: made.private, cert: made.cert }, (req, res) => {
      asked.push(req.url ?? '')
      answer(req, res)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    here = `https://idp.example:${(server.address() as AddressInfo).port}`
    const resolve: Ways['resolve'] = (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
    ways = { resolve, mayReach: () => true, ca: made.cert, patience: 60_000 }
  })
  beforeEach(() => {
    asked = []
    answer = (_req, res) => res.end('<metadata/>')
  })
  after(() => {
    server.close()
    server.closeAllConnections()
  })

  const refused = async (address: string, given: Ways = ways): Promise<string> => {
    try {
      await fetchMetadata(address, given)
    } catch (error) {
      return (error as Error).message
    }
    return 'taken'
  }

  it('is fetched from the address to which the name was resolved', async () => {
    expect(await fetchMetadata(`${here}/metadata.xml?a=b`, ways)).to.equal('<metadata/>')
    expect(asked).to.deep.equal(['/metadata.xml?a=b'])
  })

  it('is never fetched from this network, whatever the name says, and nothing is connected to', async () => {
    const guarded: Ways = { ...ways, mayReach: isPublic }
    expect(await refused(here, guarded)).to.include('public internet')
    const mixed: Ways['resolve'] = (_host, done) =>
      done(
        null,
        ['93.184.215.14', '127.0.0.1'].map((address) => ({ address, family: 4 })),
      )
    expect(await refused(here, { ...guarded, resolve: mixed })).to.include('public internet')
    expect(await refused(here, { ...guarded, resolve: (_host, done) => done(null, []) })).to.include('public internet')
    expect(asked).to.deep.equal([])
  })

  it('is never fetched from a special address that is written out, in any writing', async () => {
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.0.0.1',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '192.0.2.1',
      '198.18.0.1',
      '[::1]',
      '[::]',
      '[fe80::1]',
      '[fc00::1]',
      '[fd00:ec2::254]',
      '[::ffff:127.0.0.1]',
      '[::ffff:a9fe:a9fe]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[2001:db8::1]',
      '[ff02::1]',
    ])
      expect(await refused(`https://${host}/`, { ...ways, mayReach: isPublic }), host).to.include('public internet')
    for (const address of ['93.184.215.14', '2606:4700::6810:84e5']) expect(isPublic(address), address).to.equal(true)
  })

  it('is fetched at port 443 only', async () => {
    let failure: unknown
    try {
      await fetchMetadata('https://93.184.215.14:8443/')
    } catch (error) {
      failure = error
    }
    expect((failure as Error).message).to.include('port 443')
  })

  it('needs https, a plain address, and a certificate that holds for the name', async () => {
    expect(await refused(here.replace('https', 'http'))).to.include('https://')
    expect(await refused('file:///etc/passwd')).to.include('https://')
    expect(await refused('not an address')).to.include('no address')
    expect(await refused(here.replace('//', '//user:secret@'))).to.include('password')
    expect(await refused(here.replace('idp', 'other'))).to.include('cannot be reached')
    expect(asked).to.deep.equal([])
  })

  it('is not looked for where a redirect leads', async () => {
    answer = (_req, res) => res.writeHead(302, { Location: `${here}/elsewhere` }).end()
    expect(await refused(`${here}/first`)).to.include('another address')
    expect(asked).to.deep.equal(['/first'])
  })

  it('that is an error, compressed, no text, or never ends is refused', async () => {
    answer = (_req, res) => res.writeHead(503).end('<metadata/>')
    expect(await refused(here)).to.include('503')
    answer = (_req, res) => res.writeHead(200, { 'Content-Encoding': 'gzip' }).end('x')
    expect(await refused(here)).to.include('compressed')
    answer = (_req, res) => res.end(Buffer.from([0x3c, 0xff, 0xfe]))
    expect(await refused(here)).to.include('UTF-8')
    answer = (_req, res) => {
      const more = (): void => void (res.destroyed || res.write('x'.repeat(64 * 1024), () => setImmediate(more)))
      more()
    }
    expect(await refused(here)).to.include('1 MB')
  })

  it('that does not come in time is given up', async () => {
    answer = () => undefined
    expect(await refused(here, { ...ways, patience: 300 })).to.include('in time')
  })
})
