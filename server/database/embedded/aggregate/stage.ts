import type { View } from '../storage/view.ts'
import type { Document, Value } from '../values/types.ts'

/** What a pipeline runs in. */
export type Setting = {
  readonly view: View
  readonly database: string
  readonly deadline: number | undefined
  /** Constants of the command, and the moment it began as NOW. */
  readonly variables: Document
  /** Runs a pipeline over another collection, or over given documents. */
  readonly run: (
    source: string | readonly Document[],
    pipeline: readonly Document[],
    variables: Document,
  ) => Iterable<Document>
}

/** A stage: documents in, documents out, drawn as they are needed. */
export type Stage = (input: Iterable<Document>, setting: Setting) => Iterable<Document>
export type MakeStage = (spec: Value) => Stage
