import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import Handlebars from 'handlebars'
import { remembered } from './remembered.ts'
import { checkTemplate, isOfItsListAlone, type Parameters, parametersOf } from './templateCheck.ts'

/** A compiled template: model in, HTML out; `data` is what templates read as `@name`. */
export type Template = (model: object, options: { data: object }) => string

/** All that a template may call. Templates never compute: there is no other helper, and a call to one fails here. */
const helpers = { if: true, unless: true, each: true, with: true }

const options = {
  strict: true,
  knownHelpers: helpers,
  knownHelpersOnly: true,
  explicitPartialContext: true,
  preventIndent: true,
}

/**
 * Reads, checks and compiles every *.hbs file below a folder, once.
 * @param folder absolute path of the views
 * @returns the templates by their path without ".hbs", such as "meetings/show"; each may be used as a partial by the same
 *   name. And every mistake, with file and line: a syntax error, an unknown helper or partial, a partial called with too
 *   few or unknown parameters, triple braces outside the Markdown partial. A template with a mistake throws it when used.
 */
export function compileTemplates(folder: string): {
  readonly templates: ReadonlyMap<string, Template>
  readonly mistakes: readonly Error[]
} {
  const mistakes: Error[] = []
  /** What `run` gives; or, noted as a mistake, a function that throws what `run` threw. */
  const orMistake = <Result>(name: string, run: () => Result): Result | (() => never) => {
    try {
      return inFile(name, run)
    } catch (error) {
      mistakes.push(error instanceof Error ? error : new Error(String(error)))
      return () => {
        throw error
      }
    }
  }
  const engine = Handlebars.create()
  const parsed = templatesBelow(folder).map((name) => {
    const source = readFileSync(join(folder, `${name}.hbs`), 'utf8')
    return { name, ast: orMistake(name, () => Handlebars.parse(source)) }
  })
  const partials: ReadonlyMap<string, Parameters | undefined> = new Map(
    parsed.map(({ name, ast }) => [name, 'body' in ast ? parametersOf(ast) : undefined]),
  )
  for (const { name, ast } of parsed) {
    const compiled = orMistake(name, () => {
      if (!('body' in ast)) return ast
      checkTemplate(name, ast, partials)
      const made = compile(engine, name, ast)
      return isOfItsListAlone(ast, partials.get(name)) ? rememberingLists(made) : made
    })
    const located: Handlebars.TemplateDelegate = (model, runtime) => inFile(name, () => compiled(model, runtime))
    engine.registerPartial(name, located)
  }
  return { templates: new Map(Object.entries(engine.partials)), mistakes }
}

/**
 * A partial that takes one list, of plain records that nobody can change, prints the same for it every time. Such a list
 * is shown to many people, and is most of its page.
 */
function rememberingLists(made: Handlebars.TemplateDelegate): Handlebars.TemplateDelegate {
  const print = remembered((list: object, name: string) => made({ [name]: list }, { data: { frame: {} } }))
  return (model, runtime) => {
    const [[name, list] = ['', undefined], ...others] = Object.entries(model as Readonly<Record<string, unknown>>)
    const lasts = others.length === 0 && Array.isArray(list) && Object.isFrozen(list)
    return lasts ? print(list, name) : made(model, runtime)
  }
}

const templatesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => file.slice(0, -'.hbs'.length).replaceAll('\\', '/'))

/** Compiles at once (Handlebars by itself would wait for the first call, and then find the mistakes). */
function compile(engine: typeof Handlebars, name: string, ast: hbs.AST.Program): Handlebars.TemplateDelegate {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its type says a specification; it is the code of one
  const code = `(${Handlebars.precompile(ast, options) as string})`
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a script gives has no type
  const made = new Script(code, { filename: `views/${name}.hbs.js` }).runInThisContext() as TemplateSpecification
  return engine.template(made)
}

/** Runs something and names the template in whatever it throws, innermost template only. */
function inFile<Result>(name: string, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (error instanceof TemplateError || !(error instanceof Error)) throw error
    throw new TemplateError(`views/${name}.hbs: ${error.message}`, { cause: error })
  }
}

/** A mistake in a template, or a field that its model lacks. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}
