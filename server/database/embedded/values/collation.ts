import { DatabaseError, badValue, notImplemented } from '../errors.ts'
import { wholeNumber } from './numbers.ts'
import type { Texts } from './order.ts'
import { show } from './show.ts'
import { type Document, type Found, isDocument } from './types.ts'

/** What is compared at each strength; Intl has no name for the two above. */
const strengths: ReadonlyMap<number, 'base' | 'accent' | 'variant'> = new Map([
  [1, 'base'],
  [2, 'accent'],
  [3, 'variant'],
])
const fields = ['locale', 'strength', 'caseLevel', 'caseFirst', 'numericOrdering', 'alternate', 'maxVariable']
const known: ReadonlySet<string> = new Set([...fields, 'normalization', 'backwards', 'version'])

/**
 * How a collation compares strings, after the rules for languages that Node has from the same source as MongoDB (ICU);
 * undefined for the simple one, which compares bytes. Throws 238 for what ICU can and Intl cannot.
 */
export function collationOf(spec: Document): Texts | undefined {
  for (const name of spec.keys())
    if (!known.has(name)) throw new DatabaseError(40415, `BSON field 'collation.${name}' is an unknown field.`)
  if (spec.size === 0) return undefined
  const locale = spec.get('locale')
  if (typeof locale !== 'string') throw badValue(`Field 'locale' is invalid in: ${show(spec)}`)
  if (locale === 'simple') {
    if (spec.size > 1) throw badValue(`If 'locale' is 'simple', no other fields may be given: ${show(spec)}`)
    return undefined
  }
  for (const [name, only] of [
    ['alternate', 'non-ignorable'],
    ['maxVariable', 'punct'],
    ['backwards', false],
  ] as const)
    if (spec.has(name) && spec.get(name) !== only) throw notImplemented(`a collation's ${name}`)
  const strength = wholeNumber(spec.get('strength') ?? undefined) ?? 3
  const sensitivity = strengths.get(strength)
  if (sensitivity === undefined) throw notImplemented(`a collation's strength ${strength}`)
  const caseLevel = spec.get('caseLevel') === true
  if (caseLevel && strength !== 1) throw notImplemented(`a collation's caseLevel at strength ${strength}`)
  const collator = collatorOf(locale, {
    sensitivity: caseLevel ? 'case' : sensitivity,
    numeric: spec.get('numericOrdering') === true,
    caseFirst: caseFirst(spec.get('caseFirst')),
    ignorePunctuation: false,
  })
  return (left, right) => collator.compare(left, right)
}

function caseFirst(value: Found): 'upper' | 'lower' | 'false' {
  if (value === undefined || value === 'off') return 'false'
  if (value === 'upper' || value === 'lower') return value
  throw badValue(`Field 'caseFirst' is invalid: ${show(value)}`)
}

function collatorOf(locale: string, options: Intl.CollatorOptions): Intl.Collator {
  if (locale.includes('@')) throw notImplemented(`the collation locale ${locale}`)
  const tag = locale.replaceAll('_', '-')
  try {
    if (Intl.Collator.supportedLocalesOf(tag).length > 0) return new Intl.Collator(tag, options)
  } catch {
    // No language's name at all.
  }
  throw badValue(`Field 'locale' is invalid in: { locale: "${locale}" }`)
}

/** What an update does that would compare strings by itself, which it does not do after a collation. */
const comparing = ['$pull', '$pullAll', '$addToSet', '$min', '$max']

/** Refuses an update of which more than its filter would follow a collation. */
export function refuseCollated(update: Found, arrayFilters: Found): void {
  if (arrayFilters !== undefined && arrayFilters !== null) throw notImplemented('arrayFilters with a collation')
  if (!isDocument(update)) throw notImplemented('a pipeline with a collation')
  for (const name of comparing) if (update.has(name)) throw notImplemented(`${name} with a collation`)
}

/** Refuses a projection that would compare strings. */
export function refuseCollatedProjection(projection: Document): void {
  for (const value of projection.values())
    if (isDocument(value)) throw notImplemented('an expression in a projection with a collation')
}
