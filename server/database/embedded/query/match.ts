import { badValue, notImplemented } from '../errors.ts'
import { type Matched, anyAt, partsOf } from '../values/paths.ts'
import { type Texts, equal } from '../values/order.ts'
import { type Document, type Found, type Value, doc, isArray, isDocument, isRegex } from '../values/types.ts'
import { operators, refuseOperator, truthy } from './predicates.ts'
import { regexTest } from './regex.ts'

/** Whether a document passes a filter. `matched` learns the array position that `$` stands for in an update. */
export type Matcher = (document: Document, matched?: Matched) => boolean
/**
 * Makes the test of `$expr`; given from outside, because expressions also use filters. With `texts`, how strings compare
 * in the whole filter.
 */
export type Expressions = ((expression: Value) => (document: Document) => Found) & { readonly texts?: Texts }

const everything: Matcher = () => true

/** A filter, made ready to run. Throws DatabaseError for what MongoDB or this database does not know. */
export function compileFilter(filter: Document, expressions: Expressions): Matcher {
  const tests: Matcher[] = []
  for (const [name, value] of filter) {
    if (name.startsWith('$') && !/^\$(ref|id|db)(\.|$)/.test(name)) {
      const test = clause(name, value, expressions)
      if (test !== undefined) tests.push(test)
    } else tests.push(field(name, value, expressions))
  }
  return all(tests)
}

/**
 * The top-level fields that a filter looks at, so that the rest of a document need not be read; undefined where it
 * holds an expression, which may look at any.
 */
export function fieldsAsked(filter: Document): Set<string> | undefined {
  const names = new Set<string>()
  for (const [name, value] of filter) {
    if (name === '$and' || name === '$or' || name === '$nor') {
      if (!isArray(value)) return undefined
      for (const inner of value) {
        const within = isDocument(inner) ? fieldsAsked(inner) : undefined
        if (within === undefined) return undefined
        for (const one of within) names.add(one)
      }
    } else if (name.startsWith('$')) {
      if (name !== '$comment') return undefined
    } else names.add(partsOf(name)[0] ?? name)
  }
  return names
}

function all(tests: readonly Matcher[]): Matcher {
  const [first] = tests
  if (first === undefined) return everything
  if (tests.length === 1) return first
  return (document, matched) => tests.every((test) => test(document, matched))
}

function clause(name: string, value: Value, expressions: Expressions): Matcher | undefined {
  switch (name) {
    case '$and':
      return all(filters(name, value, expressions))
    case '$or': {
      const tests = filters(name, value, expressions)
      return (document, matched) => tests.some((test) => test(document, matched))
    }
    case '$nor': {
      const tests = filters(name, value, expressions)
      return (document) => !tests.some((test) => test(document))
    }
    case '$expr': {
      if (expressions.texts !== undefined) throw notImplemented('$expr with a collation')
      const evaluate = expressions(value)
      return (document) => truthy(evaluate(document))
    }
    case '$comment':
      return undefined
    case '$alwaysTrue':
      return everything
    case '$alwaysFalse':
      return () => false
    default:
      if (operators.has(name)) throw badValue(`unknown top level operator: ${name}`)
      return refuseOperator(name)
  }
}

function filters(name: string, value: Value, expressions: Expressions): Matcher[] {
  if (!isArray(value)) throw badValue(`${name} must be an array`)
  if (value.length === 0) throw badValue(`${name} must be a nonempty array`)
  return value.map((inner) => {
    if (!isDocument(inner)) throw badValue(`${name} entries need to be full objects`)
    return compileFilter(inner, expressions)
  })
}

const isOperators = (value: Value): value is Document => {
  if (!isDocument(value)) return false
  const [first] = value.keys()
  return first !== undefined && first.startsWith('$') && !/^\$(ref|id|db)$/.test(first)
}

function field(path: string, value: Value, expressions: Expressions): Matcher {
  if (isOperators(value)) return operated(path, value, expressions)
  const parts = partsOf(path)
  const test = isRegex(value) ? regexTest(value) : (found: Found) => equal(found, value, expressions.texts)
  return (document, matched) => anyAt(document, parts, test, false, matched)
}

function operated(path: string, spec: Document, expressions: Expressions): Matcher {
  const parts = partsOf(path)
  const tests: Matcher[] = []
  for (const [name, operand] of spec) {
    if (name === '$options') {
      if (!spec.has('$regex')) throw badValue('$options needs a $regex')
    } else if (name === '$comment') continue
    else if (name === '$not') tests.push(negation(path, operand, expressions))
    else if (name === '$elemMatch') tests.push(element(parts, operand, expressions))
    else if (name === '$all') tests.push(allOf(path, operand, expressions))
    else {
      const {
        test,
        whole = false,
        negated = false,
      } = operators.get(name)?.(operand, spec, expressions.texts) ?? unknown(name)
      tests.push(
        negated
          ? (document) => !anyAt(document, parts, test, whole)
          : (document, matched) => anyAt(document, parts, test, whole, matched),
      )
    }
  }
  return all(tests)
}

function unknown(name: string): never {
  if (!name.startsWith('$')) throw badValue(`unknown operator: ${name}`)
  return refuseOperator(name)
}

function negation(path: string, operand: Value, expressions: Expressions): Matcher {
  if (!isRegex(operand) && !isOperators(operand)) throw badValue('$not needs a regex or a document')
  const test = field(path, operand, expressions)
  return (document) => !test(document)
}

/** The test that `$elemMatch` puts to one element: a filter on its fields, or operators on the element itself. */
export function elementTest(operand: Value, expressions: Expressions): (value: Value) => boolean {
  if (!isDocument(operand)) throw badValue('$elemMatch needs an Object')
  const [first] = operand.keys()
  if (first?.startsWith('$') === true && !['$and', '$or', '$nor', '$expr', '$ref', '$id', '$db'].includes(first)) {
    const test = operated('', operand, expressions)
    return (value) => test(doc(['', isArray(value) ? [value] : value]))
  }
  const test = compileFilter(operand, expressions)
  return (value) => {
    if (isDocument(value)) return test(value)
    return isArray(value) && test(new Map(value.map((inner, index) => [String(index), inner])))
  }
}

function element(parts: readonly string[], operand: Value, expressions: Expressions): Matcher {
  const passes = elementTest(operand, expressions)
  return (document, matched) => {
    let inner = -1
    const outer: Matched = {}
    const test = (value: Found): boolean => {
      inner = isArray(value) ? value.findIndex(passes) : -1
      return inner >= 0
    }
    const found = anyAt(document, parts, test, true, outer)
    if (found && matched !== undefined) matched.index = outer.index ?? inner
    return found
  }
}

function allOf(path: string, operand: Value, expressions: Expressions): Matcher {
  if (!isArray(operand)) throw badValue('$all needs an array')
  if (operand.length === 0) return () => false
  return all(
    operand.map((value) => {
      if (isDocument(value) && value.has('$elemMatch')) {
        return element(partsOf(path), value.get('$elemMatch') ?? null, expressions)
      }
      if (isOperators(value)) throw badValue('no $ expressions in $all')
      return field(path, isDocument(value) ? doc(['$eq', value]) : value, expressions)
    }),
  )
}
