import { createHash } from 'node:crypto'

/**
 * The hash of one exact version, to which keys are given: SHA-256, in hexadecimal, of the content as JSON with the
 * names of every object in order, so that it depends on nothing but what is said.
 * @param content plain data: objects, lists, text, numbers, true and false, null
 */
export const versionHash = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(content)), 'utf8')
    .digest('hex')

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, inOrder(held)]),
  )
}
