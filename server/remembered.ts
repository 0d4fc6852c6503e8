type Plain = string | number | boolean | object

/** How many results are remembered of one object. */
const KEPT = 8

/**
 * A pure function that remembers what it made of an object, for as long as the object is there: many people look at the
 * same agenda. It is made anew for every other object or argument, so nobody is given what was made for others.
 * @param make depends on its arguments alone; none of them ever changes, and neither does the result
 */
export function remembered<First extends object, Rest extends readonly Plain[], Result>(
  make: (first: First, ...rest: Rest) => Result,
): (first: First, ...rest: Rest) => Result {
  const known = new WeakMap<First, { readonly rest: Rest; readonly result: Result }[]>()
  return (first, ...rest) => {
    const results = known.get(first) ?? []
    const same = results.find((one) => one.rest.every((argument, at) => Object.is(argument, rest[at])))
    if (same !== undefined) return same.result
    const result = make(first, ...rest)
    known.set(first, [{ rest, result }, ...results.slice(0, KEPT - 1)])
    return result
  }
}

/** Lets nobody change a value or what is in it. Dates stay as they are: nothing here changes one. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || value instanceof Date) return value
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) frozen(inner)
  return value
}
