import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import Handlebars from 'handlebars'
import { checkTemplate, type Parameters, parametersOf } from './templateCheck.ts'

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
 * @returns the templates by their path without ".hbs", such as "meetings/show"; each may be used as a partial by the same name
 * @throws Error that names the file and the line, for a syntax error, an unknown helper, an unknown partial, a partial
 *   called with too few or unknown parameters, or triple braces outside the Markdown partial
 */
export function compileTemplates(folder: string): ReadonlyMap<string, Template> {
  const sources = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => [file.slice(0, -'.hbs'.length).replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]),
  )
  const parsed = new Map([...sources].map(([name, source]) => [name, inFile(name, () => Handlebars.parse(source))]))
  const partials = new Map<string, Parameters | undefined>([...parsed].map(([name, ast]) => [name, parametersOf(ast)]))
  const engine = Handlebars.create()
  for (const [name, ast] of parsed) {
    const compiled = inFile(name, () => {
      checkTemplate(name, ast, partials)
      return compile(engine, name, ast)
    })
    const located: Handlebars.TemplateDelegate = (model, runtime) => inFile(name, () => compiled(model, runtime))
    engine.registerPartial(name, located)
  }
  return new Map(Object.entries(engine.partials))
}

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
