import { fieldsKept } from '../query/project.ts'
import { keepFields } from '../values/decode.ts'
import { elementsOf, withElements } from '../values/encode.ts'
import { type Document, type Found, type Value, doc, isDocument } from '../values/types.ts'

/** Makes one stored document's bytes those of another, without reading it. */
export type Shape = (bytes: Buffer) => Buffer

/**
 * Recognises a `$project` that only keeps whole fields, and adds constants by `$literal`: what it gives can be made of
 * the bytes that are stored. Undefined for any other stage.
 */
export function shapeOf(stage: Document | undefined): Shape | undefined {
  const spec = stage?.get('$project')
  if (!isDocument(spec)) return undefined
  const [kept, added]: [Document, Document] = [doc(), doc()]
  for (const [name, value] of spec) {
    const constant = literal(name, value)
    if (constant === undefined) kept.set(name, value)
    else added.set(name, constant)
  }
  const names = fieldsKept(kept)
  if (names === undefined) return undefined
  if (added.size === 0) return (bytes) => keepFields(bytes, names)
  const elements = elementsOf(added)
  return (bytes) => withElements(keepFields(bytes, names), elements)
}

function literal(name: string, value: Value): Found {
  return isDocument(value) && value.size === 1 && !/[.$]|^_id$/.test(name) ? value.get('$literal') : undefined
}
