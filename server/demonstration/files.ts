import { Document, HeadingLevel, Packer, Paragraph } from 'docx'
import PDFDocument from 'pdfkit'
import { storeFile } from '../../models/paperFile.ts'
import { renderMarkdown } from '../markdown.ts'
import type { StoredFile } from '../acts/addPaper.ts'
import type { Topic } from './data/meetings.ts'

/** A real file for a paper of the demonstration, stored: PDF, Word or Markdown. */
export async function fileFor({ title, kind }: NonNullable<Topic['paper']>, about: string): Promise<StoredFile> {
  const paragraphs = [
    `This paper is about: ${about}.`,
    'It sets out where things stand, what is being considered, and what it would mean for staff.',
    'The forum is asked to discuss it early, while the strategy is still being made.',
  ]
  const content =
    kind === 'pdf'
      ? await pdf(title, paragraphs)
      : kind === 'docx'
        ? await word(title, paragraphs)
        : text(title, paragraphs)
  const html = kind === 'md' ? renderMarkdown(content.toString('utf8')) : ''
  return { file: await storeFile(content), kind, size: content.length, html }
}

async function pdf(title: string, paragraphs: readonly string[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 72, info: { Title: title } })
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const done = new Promise<void>((resolve) => document.once('end', () => resolve()))
  document.fontSize(20).text(title).moveDown()
  for (const paragraph of paragraphs) document.fontSize(11).text(paragraph).moveDown()
  document.end()
  await done
  return Buffer.concat(pieces)
}

async function word(title: string, paragraphs: readonly string[]): Promise<Buffer> {
  const children = [
    new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 }),
    ...paragraphs.map((paragraph) => new Paragraph(paragraph)),
  ]
  return Packer.toBuffer(new Document({ sections: [{ children }] }))
}

const text = (title: string, paragraphs: readonly string[]): Buffer =>
  Buffer.from(
    `# ${title}\n\n${paragraphs.join('\n\n')}\n\n| Area | Places |\n|---|---|\n| Coast | 40 |\n| Valleys | 35 |\n`,
  )
