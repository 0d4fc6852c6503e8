import { type LookupAddress, lookup } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { type LookupFunction, isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { UnusableMetadata, largestMetadata } from './metadata.ts'

/** How metadata is fetched; tests bring ways of their own. */
export type Ways = {
  /** Gives all addresses of a host name. */
  readonly resolve: (host: string, done: (error: Error | null, found: LookupAddress[]) => void) => void
  /** Whether this service may connect there. */
  readonly mayReach: (address: string, port: number) => boolean
  /** A certificate authority in PEM beside the usual ones. */
  readonly ca?: string
  /** The longest that all of it may take, in milliseconds. */
  readonly patience: number
}

/** Whether this is an address of the public internet: not private, loopback, link-local or special in any way. */
export function isPublic(address: string): boolean {
  // An IPv4 address that is written as an IPv6 one is the former.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

const usual: Ways = {
  resolve: (host, done) => lookup(host, { all: true }, done),
  mayReach: (address, port) => port === 443 && isPublic(address),
  patience: 10_000,
}

/**
 * Fetches metadata from an https address, as a stranger on the public internet could: every address of its host is
 * checked, and the connection goes to one that was checked, so that this service is no way into the network it stands
 * in. Redirects are not followed.
 * @returns the text, of 1 MB at most
 * @throws UnusableMetadata, which says why in words for the administrator
 */
export async function fetchMetadata(address: string, ways: Ways = usual): Promise<string> {
  const url = URL.canParse(address) ? new URL(address) : fail('it is no address')
  if (url.protocol !== 'https:') fail('it does not begin with https://')
  if (url.username !== '' || url.password !== '') fail('it holds a user name or password')
  const port = url.port === '' ? 443 : Number(url.port)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !ways.mayReach(host, port)) fail(notPublic)
  const signal = AbortSignal.timeout(ways.patience)
  try {
    return await textOf(await answered(url, checkedLookup(ways, port), signal, ways.ca))
  } catch (error) {
    if (error instanceof UnusableMetadata) throw error
    throw new UnusableMetadata(signal.aborted ? 'it did not answer in time' : 'it cannot be reached', { cause: error })
  }
}

const notPublic = 'it is not an address on the public internet that answers at port 443'

/** Looks a host up and refuses it when any of its addresses is out of bounds; the connection takes what this gives. */
function checkedLookup({ resolve, mayReach }: Ways, port: number): LookupFunction {
  return (host, { all }, done) =>
    resolve(host, (error, found) => {
      if (error !== null) return done(error, '')
      const [first] = found
      if (first === undefined || !found.every((one) => mayReach(one.address, port)))
        return done(new UnusableMetadata(notPublic), '')
      return all === true ? done(null, found) : done(null, first.address, first.family)
    })
}

async function answered(
  url: URL,
  lookUp: LookupFunction,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<IncomingMessage> {
  const headers = { Accept: 'application/samlmetadata+xml, application/xml, text/xml', 'Accept-Encoding': 'identity' }
  return new Promise((resolve, reject) => {
    const asking = request(url, { lookup: lookUp, agent: false, signal, headers, ...(ca === undefined ? {} : { ca }) })
    asking.on('response', resolve).on('error', reject).end()
  })
}

async function textOf(answer: IncomingMessage): Promise<string> {
  try {
    const { statusCode = 0, headers } = answer
    if (statusCode >= 300 && statusCode < 400) fail('it leads to another address. Enter that one instead')
    if (statusCode !== 200) fail(`it answered with status ${statusCode}`)
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') fail('its answer is compressed')
    const parts: Buffer[] = []
    let size = 0
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length
      if (size > largestMetadata) fail('it is larger than 1 MB')
      parts.push(part)
    }
    return metadataText(Buffer.concat(parts))
  } finally {
    answer.destroy()
  }
}

/** The bytes of a file as text. Throws UnusableMetadata for what is not UTF-8. */
export function metadataText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new UnusableMetadata('it is not UTF-8', { cause: error })
  }
}

function fail(reason: string): never {
  throw new UnusableMetadata(reason)
}
