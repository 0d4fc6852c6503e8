import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib'

/** A paper as it goes into a pack: what heads it, its kind, its bytes, and for Markdown its plain text. */
export type PackPaper = {
  readonly heading: string
  readonly kind: string
  readonly content: Buffer
  readonly text: string
}

/** The pack of one viewer: exactly what that viewer may read. */
export type Pack = {
  readonly title: string
  /** Lines below the title: date, place, rule status. */
  readonly about: readonly string[]
  /** The agenda, a line each. */
  readonly agenda: readonly string[]
  readonly papers: readonly PackPaper[]
}

const A4 = [595.28, 841.89] as const
const margin = 56
const size = 11

/**
 * Makes one PDF for printing: the agenda, then each paper. PDF pages and pictures are put in whole, Markdown as text;
 * the last page names the papers that must be printed from their own programs. Its metadata names nobody.
 */
export async function makePack({ title, about, agenda, papers }: Pack): Promise<Buffer> {
  const pack = await PDFDocument.create({ updateMetadata: false })
  const writer = await writerIn(pack)
  writer.write([title], { large: true })
  writer.write([...about, '', ...agenda])
  const separately: string[] = []
  for (const paper of papers) if (!(await add(pack, writer, paper))) separately.push(paper.heading)
  if (separately.length > 0) {
    writer.page()
    writer.write(['Print these from their own programs'], { large: true })
    writer.write(separately)
  }
  return Buffer.from(await pack.save())
}

/** Adds one paper; false when it cannot be part of a PDF. */
async function add(pack: PDFDocument, writer: Writer, { heading, kind, content, text }: PackPaper): Promise<boolean> {
  if (kind === 'pdf') {
    // A password or damage: it is named on the last page instead.
    const pages = await pagesOf(pack, content).catch(() => [])
    for (const page of pages) pack.addPage(page)
    return pages.length > 0
  }
  if (kind === 'png' || kind === 'jpg') {
    const image = await (kind === 'png' ? pack.embedPng(content) : pack.embedJpg(content)).catch(() => undefined)
    if (image === undefined) return false
    const page = pack.addPage([...A4])
    const { width, height } = image.scaleToFit(A4[0] - 2 * margin, A4[1] - 2 * margin)
    page.drawImage(image, { x: margin, y: A4[1] - margin - height, width, height })
    return true
  }
  if (kind !== 'md') return false
  writer.page()
  writer.write([heading], { large: true })
  writer.write(text.split('\n'))
  return true
}

async function pagesOf(pack: PDFDocument, content: Buffer): Promise<PDFPage[]> {
  const source = await PDFDocument.load(content, { updateMetadata: false })
  return pack.copyPages(source, source.getPageIndices())
}

type Writer = { page(): void; write(lines: readonly string[], how?: { large: boolean }): void }

/** Writes lines down the page, breaking lines and pages. */
async function writerIn(pack: PDFDocument): Promise<Writer> {
  const font = await pack.embedFont(StandardFonts.Helvetica)
  const bold = await pack.embedFont(StandardFonts.HelveticaBold)
  const known = new Set(font.getCharacterSet())
  let page: PDFPage | undefined
  let y = 0
  const next = (): PDFPage => {
    y = A4[1] - margin
    return (page = pack.addPage([...A4]))
  }
  return {
    page: () => void (page = undefined),
    write: (lines, { large } = { large: false }) => {
      const [face, points] = large ? [bold, 16] : [font, size]
      for (const line of lines.flatMap((each) => broken(printable(each, known), face, points))) {
        if (page === undefined || y < margin + points) page = next()
        y -= points * 1.45
        page.drawText(line, { x: margin, y, size: points, font: face })
      }
      y -= points
    },
  }
}

/** The text in letters that the font has: accents it lacks are taken off, anything else becomes a question mark. */
const printable = (text: string, known: ReadonlySet<number>): string =>
  Array.from(text.replace(/\t/g, '    '))
    .map((letter) => {
      const plain = known.has(letter.codePointAt(0)!) ? letter : letter.normalize('NFD').charAt(0)
      return known.has(plain.codePointAt(0)!) ? plain : '?'
    })
    .join('')

/** A line broken at spaces, and a word that is too long (an address) within itself, so that each piece fits the page. */
function broken(text: string, font: PDFFont, points: number): string[] {
  const fits = (line: string): boolean => font.widthOfTextAtSize(line, points) <= A4[0] - 2 * margin
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((each) => (fits(each) ? [each] : cut(each, fits)))) {
    if (line !== '' && !fits(`${line} ${word}`)) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A word in pieces that fit. */
function cut(word: string, fits: (piece: string) => boolean): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const letter of word) {
    if (piece !== '' && !fits(piece + letter)) {
      pieces.push(piece)
      piece = ''
    }
    piece += letter
  }
  return [...pieces, piece]
}
