import { fileTypeFromBuffer } from 'file-type'

/** The kinds of file that a paper may be: how they are called on screen, and what they are sent as. */
export const kinds = {
  pdf: { name: 'PDF', type: 'application/pdf' },
  docx: { name: 'Word', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  pptx: { name: 'PowerPoint', type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation' },
  xlsx: { name: 'Excel', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  odt: { name: 'OpenDocument text', type: 'application/vnd.oasis.opendocument.text' },
  odp: { name: 'OpenDocument presentation', type: 'application/vnd.oasis.opendocument.presentation' },
  ods: { name: 'OpenDocument spreadsheet', type: 'application/vnd.oasis.opendocument.spreadsheet' },
  png: { name: 'PNG image', type: 'image/png' },
  jpg: { name: 'JPEG image', type: 'image/jpeg' },
  md: { name: 'Markdown', type: 'text/markdown' },
} as const
export type Kind = keyof typeof kinds

/** For the `accept` attribute of a file field. */
export const accepted = '.pdf,.docx,.pptx,.xlsx,.odt,.odp,.ods,.png,.jpg,.jpeg,.md,.txt'

const modern: Readonly<Record<string, string>> = {
  cfb: 'This file is in an old Office format or has a password. Save it as .docx, .pptx or .xlsx without a password, or as a PDF',
  docm: 'This file contains macros. Save it as .docx without macros',
  xlsm: 'This file contains macros. Save it as .xlsx without macros',
  pptm: 'This file contains macros. Save it as .pptx without macros',
  zip: 'This is a zip archive. Add the files in it one by one',
  heic: 'Save the picture as JPEG or PNG',
}

/**
 * The kind of a file from its content; its name only tells Markdown from other text. Gives a sentence that says what
 * to do instead when it is not one of ours.
 */
export async function kindOf(name: string, content: Buffer): Promise<{ kind: Kind } | { refusal: string }> {
  if (content.length === 0) return { refusal: 'The file is empty. Choose another' }
  const text = /\.(md|markdown|txt)$/i.test(name)
  if (text && /^(?:fffe|feff)/.test(content.toString('hex', 0, 2))) return { refusal: encoding }
  const found = await fileTypeFromBuffer(content).catch(() => undefined)
  if (found !== undefined) {
    if (Object.hasOwn(kinds, found.ext)) return { kind: found.ext as Kind }
    return { refusal: modern[found.ext] ?? unknown }
  }
  if (!text) return { refusal: unknown }
  if (content.length > 1024 * 1024) return { refusal: 'A text must be smaller than 1 MB. Split it into two' }
  return isText(content) ? { kind: 'md' } : { refusal: encoding }
}

const encoding = 'The text must be saved as UTF-8. Save it again with that encoding'
const unknown =
  'The file must be a PDF, Word, PowerPoint, Excel or OpenDocument file, a Markdown text, or a PNG or JPEG picture'

function isText(content: Buffer): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(content).includes('\u0000')
  } catch {
    return false
  }
}
