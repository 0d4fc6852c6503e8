/**
 * Builds what the browser gets into dist/public: main.css from Sass, main.js from scripts/, and the images, each under
 * a name with its content's hash and with .br and .gz beside it, and manifest.json from plain names to hashed ones.
 * Exits 1 when something does not compile, or when CSS and JavaScript together are over the limit.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { compile } from 'sass'

const limit = 45 * 1024
const here = import.meta.dirname
const project = join(here, '..')
const target = join(project, 'dist', 'public')

/** The style sheet, and the design system's icons that it refers to, which it then finds beside it by their hashed names. */
function styles(): [name: string, content: Buffer][] {
  const { css } = compile(join(here, 'styles', 'main.scss'), {
    loadPaths: [join(project, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
    charset: false,
  })
  const icons = new Map<string, Buffer>()
  const placed = css.replace(/url\("\/assets\/images\/([\w-]+\.svg)"\)/g, (_, name: string) => {
    const icon = readFileSync(join(project, 'node_modules/nhsuk-frontend/dist/nhsuk/assets/images', name))
    icons.set(name, icon)
    return `url("${hashedName(name, icon)}")`
  })
  return [['main.css', Buffer.from(placed)], ...icons]
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

function hashedName(name: string, content: Buffer): string {
  const extension = extname(name)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return `${name.slice(0, -extension.length)}.${hash}${extension}`
}

/** Writes a file and its compressed forms; returns how many bytes travel with gzip. */
function put(hashed: string, content: Buffer): number {
  const gzip = gzipSync(content, { level: 9 })
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })
  writeFileSync(join(target, 'assets', hashed), content)
  writeFileSync(join(target, 'assets', `${hashed}.gz`), gzip)
  writeFileSync(join(target, 'assets', `${hashed}.br`), brotli)
  return gzip.length
}

/** A server that still runs with an older manifest finds its files for a week. */
function removeOld(current: ReadonlySet<string>): void {
  const weekAgo = Date.now() - 7 * 24 * 3_600_000
  for (const file of readdirSync(join(target, 'assets'))) {
    const path = join(target, 'assets', file)
    if (!current.has(file.replace(/\.(gz|br)$/, '')) && statSync(path).mtimeMs < weekAgo) rmSync(path, { force: true })
  }
}

const images = join(here, 'images')
const files = [
  ...styles(),
  ['main.js', await script()] as const,
  ...readdirSync(images).map((name) => [name, readFileSync(join(images, name))] as const),
]

mkdirSync(join(target, 'assets'), { recursive: true })
const built = files.map(([name, content]) => {
  const hashed = hashedName(name, content)
  return { name, hashed, bytes: put(hashed, content) }
})
const bytes = built.filter(({ name }) => /\.(css|js)$/.test(name)).reduce((sum, file) => sum + file.bytes, 0)
if (bytes > limit) {
  console.error(`CSS and JavaScript are ${bytes} bytes compressed; the limit is ${limit}.`)
  process.exit(1)
}
// The manifest comes last and at once: whoever reads it finds every file that it names.
const manifest = join(target, 'manifest.json')
const names = Object.fromEntries(built.map(({ name, hashed }) => [name, hashed]))
writeFileSync(`${manifest}.${process.pid}`, `${JSON.stringify(names, null, 2)}\n`)
renameSync(`${manifest}.${process.pid}`, manifest)
removeOld(new Set(Object.values(names)))
console.log(`dist/public: CSS and JavaScript ${(bytes / 1024).toFixed(1)} KB compressed (limit ${limit / 1024})`)
