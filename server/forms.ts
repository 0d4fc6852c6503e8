import { z } from 'zod'
import { Refused, Stale } from './errors.ts'

/** What is wrong with one field. `field` is its path with hyphens ('place', 'items-0-title'), which is also its id. */
export type FieldError = { readonly field: string; readonly text: string }

export type DateParts = { readonly day: string; readonly month: string; readonly year: string }

/** What became of a form: not sent yet, or sent and not taken. Made by `formState`, given to `formOf` by the page. */
export type FormState = {
  /** What was typed, just as it came; undefined before the form was sent. */
  readonly typed: object | undefined
  readonly wrong: readonly FieldError[]
  /** By field, what somebody else saved in the meantime. */
  readonly current: Readonly<Record<string, string>>
  /** The error summary for the frame. */
  readonly summary: readonly { readonly text: string; readonly href: string }[]
}

/** A form that has not been sent yet. */
export const noForm: FormState = { typed: undefined, wrong: [], current: {}, summary: [] }

/**
 * What to tell the person whose form was not taken.
 * @param error what stopped it: the schema, an act that refused, or somebody else's save in between
 * @param typed the form's fields, just as they came
 */
export function formState(error: z.ZodError | Refused | Stale, typed: object): FormState {
  const wrong = wrongIn(error)
  return {
    typed,
    wrong,
    current: error instanceof Stale ? error.current : {},
    summary: wrong.map(({ field, text }) => ({ text, href: `#${field === '' ? 'maincontent' : field}` })),
  }
}

function wrongIn(error: z.ZodError | Refused | Stale): readonly FieldError[] {
  if (error instanceof z.ZodError) return fieldErrors(error)
  if (error instanceof Refused) return [{ field: error.field ?? '', text: error.message }]
  const fields = Object.keys(error.current)
  return (fields.length > 0 ? fields : ['']).map((field) => ({ field, text: savedFirst }))
}

const savedFirst =
  'Somebody else saved this first. Nothing you typed is lost: bring their text and yours together, and save again'

/**
 * A form as its template needs it: each field of the schema as text, as a list (checkboxes) and as a date's parts, what
 * is wrong with it or false, and what somebody else saved there or false. Deeper fields ('items-0-title') have errors only.
 */
export type Form<Name extends string = string> = {
  readonly values: Readonly<Record<Name, string>>
  readonly chosen: Readonly<Record<Name, readonly string[]>>
  readonly dates: Readonly<Record<Name, DateParts>>
  readonly errors: Readonly<Record<Name, string | false>> & Readonly<Record<string, string | false>>
  readonly current: Readonly<Record<Name, string | false>>
}

/**
 * A form to show: for the first time, or again with everything that was typed.
 * @param schema gives the fields; its messages are sentences that say what to do ("Enter the place of the meeting")
 * @param record what the fields hold at first, by the schema's names: a record, or {} for an empty form
 * @param state what became of it; when it was sent, what was typed is shown and the record is not
 */
export function formOf<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  record: object,
  state: FormState = noForm,
): Form<keyof Shape & string> {
  const each = <Value>(make: (name: string) => Value) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which keys there are
    Object.fromEntries(Object.keys(schema.shape).map((name) => [name, make(name)])) as Record<
      keyof Shape & string,
      Value
    >
  const held = state.typed ?? record
  const wrong = Object.fromEntries(state.wrong.map(({ field, text }) => [field, text]))
  return {
    values: each((name) => asText(own(held, name))),
    chosen: each((name) => asList(own(held, name))),
    dates: each((name) => dateParts(own(held, name))),
    // A file is no field of the schema; what is wrong with it is told under this name.
    errors: { file: false, ...each<string | false>(() => false), ...wrong },
    current: each((name) => (Object.hasOwn(state.current, name) ? (state.current[name] ?? false) : false)),
  }
}

/** The first thing wrong with each field, in its schema's words; the field '' is the form as a whole. */
export function fieldErrors(error: z.ZodError): readonly FieldError[] {
  const first = new Map<string, string>()
  for (const { path, message } of error.issues) {
    // One wrong box among checkboxes is an error of the question, not of a field of its own.
    const field = (typeof path.at(-1) === 'number' ? path.slice(0, -1) : path).map(String).join('-')
    if (!first.has(field)) first.set(field, message)
  }
  return [...first].map(([field, text]) => ({ field, text }))
}

/**
 * Options for select, radios and checkboxes.
 * @param all value → its words, in order; or value → words and a hint
 * @param chosen the values that are chosen: form.chosen.NAME
 */
export function optionsOf(
  all: Readonly<Record<string, string | { readonly text: string; readonly hint: string }>>,
  chosen: readonly string[],
): readonly { readonly value: string; readonly text: string; readonly hint: string; readonly chosen: boolean }[] {
  return Object.entries(all).map(([value, words]) => ({
    value,
    ...(typeof words === 'string' ? { text: words, hint: '' } : words),
    chosen: chosen.includes(value),
  }))
}

function own(raw: unknown, name: string): unknown {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, name) ? Reflect.get(raw, name) : undefined
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return asText(value[0])
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function asList(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(asText).filter((text) => text !== '')
}

/** A date's three fields, from '2026-11-04' or from what was typed in them; each '' for nothing. */
export function dateParts(value: unknown): DateParts {
  if (typeof value === 'string') {
    const [year = '', month = '', day = ''] = /^\d{4}-\d{2}-\d{2}$/.test(value) ? value.split('-') : []
    return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year }
  }
  return { day: asText(own(value, 'day')), month: asText(own(value, 'month')), year: asText(own(value, 'year')) }
}
