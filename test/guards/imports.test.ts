import { expect } from 'chai'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from '../../server/root.ts'

const sources = ['server', 'models', 'routes', 'views', 'public'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
)

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** What a file imports: paths of the project, and names of packages. */
const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) =>
    target!.startsWith('.') ? relative(root, resolve(root, dirname(file), target!)) : target!,
  )

/** Files below `from` (but not `except`) may not import what `never` matches. */
const forbidden: readonly { from: RegExp; never: RegExp; except?: RegExp; because: string }[] = [
  {
    from: /^server\/policy\//,
    never: /^(models|routes|views|server\/(?!policy\/)|mongoose$)/,
    because: 'the policy knows only its words',
  },
  {
    from: /^models\//,
    never: /^(routes|views|server\/(acts|sso|jobs|cli|page|frame|app|viewer))/,
    because: 'models are below acts',
  },
  {
    from: /^server\/acts\//,
    never: /^(routes|views|server\/(sso|jobs|cli|page|frame|app|viewer))/,
    because: 'acts are below routes',
  },
  {
    from: /^views\//,
    never: /^(routes|mongoose$|server\/(acts|sso|jobs|cli|app|page|viewer|database))/,
    because: 'view-models are pure',
  },
  { from: /^routes\//, never: /^(mongoose$|server\/(jobs|cli|app|database))/, because: 'routes are thin' },
  {
    from: /./,
    never: /^mongoose$|^mongodb$/,
    except: /^(models\/|server\/database\/|server\/acts\/act|server\/session|server\/health)/,
    because: 'the database is behind the models',
  },
  {
    from: /./,
    never: /^server\/database\/embedded\//,
    except: /^server\/(database\/(connect|embedded|backup)|cli\/)/,
    because: 'nobody knows which database it is',
  },
]

describe('imports', () => {
  for (const { from, never, except, because } of forbidden)
    it(`of ${from.source} point one way: ${because} (never ${never.source})`, () => {
      const wrong = sources
        .filter((file) => from.test(file) && !except?.test(file))
        .flatMap((file) =>
          importsOf(file)
            .filter((target) => never.test(target))
            .map((target) => `${file} → ${target}`),
        )
      expect(wrong).to.deep.equal([])
    })
})

describe('the source', () => {
  it('reads process.env in config.ts alone', () => {
    const wrong = sources.filter((file) => file !== 'server/config.ts' && /process\.env/.test(textOf(file)))
    expect(wrong).to.deep.equal([])
  })

  it('makes scoped models only: schema and model come from mongoose in a short list of files', () => {
    const service = [
      'models/signInRequest.ts',
      'models/session.ts',
      'models/jobTurn.ts',
      'models/destruction.ts',
      'models/enrolment.ts',
      'models/oneTimeCode.ts',
      'models/passkeyChallenge.ts',
    ]
    const allowed = ['models/scoped.ts', 'models/settings.ts', ...service]
    const wrong = sources.filter(
      (file) => !allowed.includes(file) && /new Schema\b|(?<![.\w])model\(|middleware:\s*false/.test(textOf(file)),
    )
    expect(wrong).to.deep.equal([])
  })

  it('reaches the native collections only where it says why', () => {
    const allowed =
      /^server\/(database\/|session\.ts|health\.ts|jobs\/|sso\/)|^models\/(ask|scoped|paperFile|rateLimit)\.ts/
    const wrong = sources.filter(
      (file) => !allowed.test(file) && /\.collection\(|connection\.db\b|getClient\(/.test(textOf(file)),
    )
    expect(wrong).to.deep.equal([])
  })

  it('keeps every file below 250 lines', () => {
    const long = sources.filter((file) => textOf(file).split('\n').length > 251)
    expect(long).to.deep.equal([])
  })

  it('prints unescaped HTML only in the partial for sanitised Markdown', () => {
    const templates = readdirSync(join(root, 'views'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.hbs'),
    )
    const wrong = templates.filter(
      (file) =>
        file !== 'partials/markdown.hbs' &&
        /\{\{\{/.test(textOf(join('views', file)).replace(/\{\{!--[\s\S]*?--\}\}/g, '')),
    )
    expect(wrong).to.deep.equal([])
  })
})
