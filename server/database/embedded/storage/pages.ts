import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/**
 * The pages of an lmdb file, read without lmdb: it maps the file into memory, where a page that is not there ends the
 * process. Page numbers are 64 bit, page offsets 16 bit, all little endian, as lmdb's mdb.c defines them.
 */
const MAGIC = 0xbeefc0de
const HEADER = 24
/** Within a meta page. The first of the two trees lists free pages, the second holds the data. */
const meta = {
  magic: HEADER,
  pageSize: HEADER + 24,
  trees: [HEADER + 24, HEADER + 72],
  lastPage: HEADER + 120,
} as const
const COMMIT = HEADER + 128
const META_END = HEADER + 136
const ROOT = 40
/** Within a page. */
const page = { flags: 18, lower: 20, overflowPages: 20 } as const
const kind = { branch: 0x01, leaf: 0x02, overflow: 0x04, fixed: 0x20 } as const
/** A node: two 16-bit halves of a size or page number, flags, length of the key, the key, the value. */
const NODE = 8
/** The value is a page number: it lies on pages of its own. */
const BIG = 0x01
const NO_PAGE = 0xffff_ffff_ffff_ffffn

/** What a file is: `foreign`, not lmdb's; `cut`, pages in use are missing or are others; `whole`. */
export type FileState = 'foreign' | 'cut' | 'whole'

type File = { readonly descriptor: number; readonly size: number; readonly pageSize: number }

/**
 * Says whether every page in use is in a file. The file may rightly end before its last page number: pages at the end
 * that were taken and freed in one commit are never written. Only then, or where `thorough`, is every page visited.
 * A file whose commits go on meanwhile has somebody who uses it, and is called whole: its pages move under the visit.
 */
export function fileState(file: string, thorough = false): FileState {
  const descriptor = openSync(file, 'r')
  try {
    const before = metaPages(descriptor)
    // After the commit that is looked at: lmdb writes a commit's pages before it writes the commit.
    const { size } = fstatSync(descriptor)
    const state = stateOf(descriptor, size, before, thorough)
    const after = state === 'cut' ? metaPages(descriptor) : before
    return before.pages.every((page, at) => after.pages[at]?.equals(page)) ? state : 'whole'
  } finally {
    closeSync(descriptor)
  }
}

function stateOf(descriptor: number, size: number, { pageSize, pages }: Metas, thorough: boolean): FileState {
  const [first, second] = pages
  if (size < META_END) return size === 0 ? 'cut' : 'foreign'
  if (first.readUInt32LE(meta.magic) !== MAGIC || pageSize < 256 || pageSize > 65_536) return 'foreign'
  if (size < 2 * pageSize) return 'cut'
  if (second.readUInt32LE(meta.magic) !== MAGIC) return 'foreign'
  const latest = first.readBigUInt64LE(COMMIT) >= second.readBigUInt64LE(COMMIT) ? first : second
  const needed = (latest.readBigUInt64LE(meta.lastPage) + 1n) * BigInt(pageSize)
  if (BigInt(size) >= needed && !thorough) return 'whole'
  const roots = meta.trees.map((tree) => latest.readBigUInt64LE(tree + ROOT))
  return isWhole({ descriptor, size, pageSize }, roots) ? 'whole' : 'cut'
}

type Metas = { readonly pageSize: number; readonly pages: readonly [Buffer, Buffer] }

/** The two pages of which each commit writes one. */
function metaPages(descriptor: number): Metas {
  const first = metaPage(descriptor, 0)
  const pageSize = first.readUInt32LE(meta.pageSize)
  return { pageSize, pages: [first, metaPage(descriptor, pageSize)] }
}

function metaPage(descriptor: number, position: number): Buffer {
  const bytes = Buffer.alloc(META_END)
  readSync(descriptor, bytes, 0, bytes.length, position)
  return bytes
}

/** Whether every page that can be reached from these roots is there. */
function isWhole(file: File, roots: readonly bigint[]): boolean {
  const waiting = roots.filter((root) => root !== NO_PAGE)
  const bytes = Buffer.alloc(file.pageSize)
  // A damaged file may go round in circles; no page is in use twice.
  const seen = new Set<bigint>()
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (seen.has(number) || !readPage(file, number, bytes)) return false
    seen.add(number)
    const flags = bytes.readUInt16LE(page.flags)
    if ((flags & kind.fixed) !== 0) continue
    if ((flags & (kind.branch | kind.leaf)) === 0) return false
    for (const node of nodes(bytes)) {
      if (node + NODE > file.pageSize) return false
      if ((flags & kind.branch) !== 0) waiting.push(childOf(bytes, node))
      else if ((bytes.readUInt16LE(node + 4) & BIG) !== 0 && !overflowIsThere(file, bytes, node)) return false
    }
  }
  return true
}

/** Reads a page. False where the file has no such page, or another one in its place. */
function readPage({ descriptor, size, pageSize }: File, number: bigint, into: Buffer): boolean {
  if ((number + 1n) * BigInt(pageSize) > BigInt(size)) return false
  readSync(descriptor, into, 0, pageSize, Number(number) * pageSize)
  return into.readBigUInt64LE(0) === number
}

/** Where a page's nodes begin. */
function nodes(bytes: Buffer): number[] {
  const count = Math.min(bytes.readUInt16LE(page.lower) >> 1, (bytes.length - HEADER) >> 1)
  return Array.from({ length: count }, (_, at) => HEADER + bytes.readUInt16LE(HEADER + at * 2))
}

const childOf = (bytes: Buffer, node: number): bigint =>
  BigInt(bytes.readUInt32LE(node)) | (BigInt(bytes.readUInt16LE(node + 4)) << 32n)

/** Whether the pages of a long value are there. */
function overflowIsThere(file: File, bytes: Buffer, node: number): boolean {
  const value = node + NODE + bytes.readUInt16LE(node + 6)
  if (value + 24 > file.pageSize) return false
  const number = bytes.readBigUInt64LE(value)
  const head = Buffer.alloc(file.pageSize)
  if (!readPage(file, number, head) || (head.readUInt16LE(page.flags) & kind.overflow) === 0) return false
  return (number + BigInt(head.readUInt32LE(page.overflowPages))) * BigInt(file.pageSize) <= BigInt(file.size)
}
