import Handlebars from 'handlebars'

/** What a partial takes, read from the comment at its top: name → how it is given. */
export type Parameters = ReadonlyMap<string, Parameter>
/** `like` names the parameter whose value an optional one has when it is left out; '' for the empty string. */
type Parameter = { readonly optional: boolean; readonly like: string }

/** The only template that may print HTML as it stands: it was sanitised when it was saved. */
const trusted = new Set(['partials/markdown'])

/**
 * Reads the list below "Takes:" in a template's first comment, a parameter a line: its name, "?" if it may be left out
 * ("?=other" if it is then as the parameter `other`), two spaces, what it is.
 * @returns the parameters; undefined when the template declares none, and then its calls are not checked
 */
export function parametersOf(ast: hbs.AST.Program): Parameters | undefined {
  const comment = ast.body.find(
    (statement): statement is hbs.AST.CommentStatement => statement.type === 'CommentStatement',
  )
  const list = comment?.value.split(/^\s*Takes:\s*$/m)[1]
  if (list === undefined) return undefined
  const lines = list.matchAll(/^\s+([a-z]\w*)(\??)(?:=(\w+))?\s{2,}\S/gim)
  return new Map([...lines].map(([, name = '', mark, like = '']) => [name, { optional: mark === '?', like }]))
}

/**
 * Holds a template to the project's rules, and completes its calls of partials: parameters that may be left out are
 * given as the empty string, and a block gets its caller's model as `caller`.
 * @param name the template's path, for the rules that name a template
 * @param ast the parsed template; changed in place
 * @param partials every template and what it takes
 * @throws Error that says the rule and the line
 */
export function checkTemplate(
  name: string,
  ast: hbs.AST.Program,
  partials: ReadonlyMap<string, Parameters | undefined>,
): void {
  new Check(name, partials).accept(ast)
}

/** Whether what a template prints depends on the one thing that it takes, and neither on the frame nor on other templates. */
export function isOfItsListAlone(ast: hbs.AST.Program, takes: Parameters | undefined): boolean {
  let alone = takes?.size === 1
  const notAlone = (): void => {
    alone = false
  }
  class Reading extends Handlebars.Visitor {
    override PathExpression(path: hbs.AST.PathExpression): void {
      if (path.data && !['index', 'first', 'last'].includes(path.parts.join('.'))) notAlone()
    }
    override PartialStatement = notAlone
    override PartialBlockStatement = notAlone
  }
  new Reading().accept(ast)
  return alone
}

class Check extends Handlebars.Visitor {
  private readonly template: string
  private readonly partials: ReadonlyMap<string, Parameters | undefined>
  constructor(template: string, partials: ReadonlyMap<string, Parameters | undefined>) {
    super()
    this.template = template
    this.partials = partials
  }

  /** Strict for the arguments of #if, #each, #with and partials too: Handlebars alone looks only at what is printed. */
  override PathExpression(path: hbs.AST.PathExpression): void {
    Object.assign(path, { strict: true })
  }

  override Program(program: hbs.AST.Program): void {
    if ((program.blockParams as string[] | undefined)?.length)
      fail(program, 'block parameters ("as |x|") are not strict: use ../ instead')
    super.Program(program)
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped && !trusted.has(this.template)) fail(mustache, 'only partials/markdown may print unescaped')
    super.MustacheStatement(mustache)
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    fail(decorator, 'decorators are not used: make a file of the partial')
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    fail(decorator, 'inline partials are not used: make a file of the partial')
  }

  override PartialStatement(call: hbs.AST.PartialStatement): void {
    super.PartialStatement(call)
    this.complete(call)
  }

  override PartialBlockStatement(call: hbs.AST.PartialBlockStatement): void {
    super.PartialBlockStatement(call)
    this.complete(call)
    const here: hbs.AST.PathExpression = {
      type: 'PathExpression',
      data: false,
      depth: 0,
      parts: [],
      original: 'this',
      loc: call.loc,
    }
    give(call, 'caller', here)
  }

  /** Indentation and line ends between elements carry nothing: one newline does. */
  override ContentStatement(content: hbs.AST.ContentStatement): void {
    content.value = content.value.replace(/\s*\n\s*/g, '\n')
  }

  private complete(call: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    if (call.name.type !== 'PathExpression') fail(call, 'a partial is called by its name')
    const partial = call.name.original
    if (partial === '@partial-block') return
    if (!this.partials.has(partial)) fail(call, `there is no partial called ${partial}`)
    const takes = this.partials.get(partial)
    if (takes === undefined) return
    const given = new Set(call.hash?.pairs.map((pair) => pair.key))
    for (const key of given) if (!takes.has(key)) fail(call, `${partial} takes no "${key}"`)
    if (call.params.length > 0) return
    for (const [key, { optional, like }] of takes) {
      if (given.has(key)) continue
      if (!optional) fail(call, `${partial} needs "${key}"`)
      const empty: hbs.AST.StringLiteral = { type: 'StringLiteral', value: '', original: '', loc: call.loc }
      give(call, key, call.hash?.pairs.find((pair) => pair.key === like)?.value ?? empty)
    }
  }
}

function give(
  call: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement,
  key: string,
  value: hbs.AST.Expression,
): void {
  call.hash ??= { type: 'Hash', pairs: [], loc: call.loc }
  call.hash.pairs.push({ type: 'HashPair', key, value, loc: call.loc })
}

function fail(node: hbs.AST.Node, rule: string): never {
  throw new Error(`line ${node.loc.start.line}: ${rule}`)
}
