import { type Found, isArray, isDocument, isNumeric, isObjectId } from './types.ts'

/** A value as an error message shows it, much as MongoDB's shell would. */
export function show(value: Found): string {
  if (value === undefined) return 'nothing'
  if (value === null || typeof value === 'boolean' || isNumeric(value)) return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (isArray(value)) return `[ ${value.map(show).join(', ')} ]`
  if (isDocument(value)) return `{ ${[...value].map(([name, inner]) => `${name}: ${show(inner)}`).join(', ')} }`
  return isObjectId(value) ? `ObjectId('${value.toHexString()}')` : JSON.stringify(value)
}
