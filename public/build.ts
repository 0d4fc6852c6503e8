/**
 * Builds what the browser gets into dist/public: main.css from Sass, main.js from scripts/, and the images, each under
 * a name with its content's hash and with .br and .gz beside it, and manifest.json from plain names to hashed ones.
 * Exits 1 when something does not compile, or when CSS and JavaScript together are over the limit.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { compile } from 'sass'

const limit = 45 * 1024
const here = import.meta.dirname
const project = join(here, '..')
const target = join(project, 'dist', 'public')

function styles(): Buffer {
  const { css } = compile(join(here, 'styles', 'main.scss'), {
    loadPaths: [join(project, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
    charset: false,
  })
  return Buffer.from(css)
}

async function script(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'scripts', 'main.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    write: false,
    tsconfig: join(here, 'tsconfig.json'),
  })
  return Buffer.concat(outputFiles.map((file) => file.contents))
}

/** Writes a file, its compressed forms; returns its hashed name and how many bytes travel with gzip. */
function put(folder: string, name: string, content: Buffer): { readonly hashed: string; readonly bytes: number } {
  const extension = extname(name)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const hashed = `${name.slice(0, -extension.length)}.${hash}${extension}`
  const gzip = gzipSync(content, { level: 9 })
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })
  writeFileSync(join(folder, hashed), content)
  writeFileSync(join(folder, `${hashed}.gz`), gzip)
  writeFileSync(join(folder, `${hashed}.br`), brotli)
  return { hashed, bytes: gzip.length }
}

const images = join(here, 'images')
const files = new Map<string, Buffer>([
  ['main.css', styles()],
  ['main.js', await script()],
  ...readdirSync(images).map((name): [string, Buffer] => [name, readFileSync(join(images, name))]),
])

// Built beside the target and then moved, so that a running server never sees half of it.
const fresh = `${target}.${process.pid}`
mkdirSync(join(fresh, 'assets'), { recursive: true })
const built = [...files].map(([name, content]) => ({ name, ...put(join(fresh, 'assets'), name, content) }))
const manifest = Object.fromEntries(built.map(({ name, hashed }) => [name, hashed]))
writeFileSync(join(fresh, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
const bytes = built.filter(({ name }) => /\.(css|js)$/.test(name)).reduce((sum, file) => sum + file.bytes, 0)
if (bytes > limit) {
  rmSync(fresh, { recursive: true })
  console.error(`CSS and JavaScript are ${bytes} bytes compressed; the limit is ${limit}.`)
  process.exit(1)
}
rmSync(target, { recursive: true, force: true })
renameSync(fresh, target)
console.log(`dist/public: CSS and JavaScript ${(bytes / 1024).toFixed(1)} KB compressed (limit ${limit / 1024})`)
