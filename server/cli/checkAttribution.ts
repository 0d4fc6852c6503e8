import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { z, ZodError } from 'zod'
import { attributionCheck } from '../rule/attribution/check.ts'
import type { AttributionContext, Finding } from '../rule/attribution/terms.ts'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

/** A context as it comes from a file: what is missing counts as empty, and an unstated policy as the stricter one. */
export const attributionContext = z.object({
  people: z
    .array(
      z.object({
        name: z.string(),
        jobTitle: text,
        organisation: text,
        side: text,
        initials: z
          .string()
          .nullish()
          .transform((value) => value ?? undefined),
      }),
    )
    .default([]),
  organisations: z
    .array(
      z.object({
        name: z.string(),
        aliases: z.array(z.string()).default([]),
        sector: z
          .string()
          .nullish()
          .transform((value) => value ?? undefined),
      }),
    )
    .default([]),
  policy: z
    .object({ sideAttribution: z.enum(['forbidden', 'allowed']).default('forbidden') })
    .default({ sideAttribution: 'forbidden' }),
})

const batchLine = z.object({ id: z.union([z.string(), z.number()]), context: attributionContext, text: z.string() })

/**
 * `check-attribution --context context.json minutes.md` prints `{"findings":[…]}` and exits 1 when one of them blocks
 * publication, otherwise 0. `--batch cases.jsonl` prints one line for each of the file's lines, `{"id","findings"}`; a
 * line that cannot be read gives `{"id","error"}` in its place and a line on standard error, and the exit code is 0
 * whenever the batch ran to its end. Errors of use exit 2.
 */
export function command(): Command {
  return new Command()
    .description('Prints what in a Markdown text may identify who said something, with neutral wording to use instead.')
    .argument('[text]', 'the Markdown file to check; - reads standard input')
    .option('--context <file>', 'people, organisations and policy, as JSON')
    .option('--batch <file>', 'cases, one JSON object a line: {"id","context","text"}')
    .action(async (file: string | undefined, options: { context?: string; batch?: string }) => {
      if (options.batch !== undefined) {
        if (file !== undefined || options.context !== undefined)
          throw new Error('--batch takes neither a text nor --context')
        await checkBatch(options.batch)
        return
      }
      if (options.context === undefined) throw new Error('give --context FILE and a text, or --batch FILE')
      if (file === undefined) throw new Error('name the Markdown file to check, or - for standard input')
      const context = parse(attributionContext, await read(options.context), options.context)
      const findings = attributionCheck(context)(await read(file))
      process.stdout.write(`${JSON.stringify({ findings })}\n`)
      if (findings.some(({ severity }) => severity === 'finding')) process.exitCode = 1
    })
}

/** A file's text. What is not UTF-8 is refused: read with the wrong letters, its names would pass unseen. */
async function read(file: string): Promise<string> {
  const content = await bytesOf(file)
  if (!isUtf8(content)) throw new Error(`cannot read ${file}: it is not UTF-8 text. Save it again with that encoding`)
  return content.toString('utf8')
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    if (file !== '-') return await readFile(file)
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  } catch (error) {
    throw unreadable(file, error)
  }
}

function unreadable(file: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const why =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EISDIR'
        ? 'it is a folder'
        : code === 'EACCES'
          ? 'access is refused'
          : String(error)
  return new Error(`cannot read ${file}: ${why}`, { cause: error })
}

/** Parses JSON of a shape; what is wrong is said in one line, with its place. */
function parse<T>(shape: z.ZodType<T>, json: string, where: string): T {
  try {
    return shape.parse(JSON.parse(json.replace(/^\uFEFF/, '')))
  } catch (error) {
    if (error instanceof ZodError) {
      const [issue] = error.issues
      throw new Error(`${where}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'wrong shape'}`, {
        cause: error,
      })
    }
    throw new Error(`${where}: this is not JSON`, { cause: error })
  }
}

async function checkBatch(file: string): Promise<void> {
  const check = remembering()
  let number = 0
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      number += 1
      if (line.trim() === '') continue
      await write(answer(line, `${file}, line ${number}`, check))
    }
  } catch (error) {
    throw unreadable(file, error)
  }
}

function answer(line: string, where: string, check: (text: string, context: AttributionContext) => Finding[]): object {
  try {
    const { id, context, text: checked } = parse(batchLine, line, where)
    return { id, findings: check(checked, context) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`error: ${message}\n`)
    return { id: idOf(line), error: message }
  }
}

function idOf(line: string): unknown {
  try {
    return z.object({ id: z.unknown() }).parse(JSON.parse(line)).id ?? null
  } catch {
    return null
  }
}

/** Lines that follow each other often share a context: its lexicon is made once. */
function remembering(): (text: string, context: AttributionContext) => Finding[] {
  let known: string | undefined
  let check = attributionCheck({ people: [], organisations: [], policy: { sideAttribution: 'forbidden' } })
  return (checked, context) => {
    const key = JSON.stringify(context)
    if (key !== known) check = attributionCheck(context)
    known = key
    return check(checked)
  }
}

async function write(line: object): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`))
    await new Promise((drained) => process.stdout.once('drain', drained))
}
