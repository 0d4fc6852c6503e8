/** HTML that is already safe to print. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in HTML and XML, in an element or between quotation marks. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one)

/** A template of HTML: every value is escaped, except what was made by such a template. */
export const html = (texts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html =>
  new Html(texts.reduce((done, text, at) => done + show(values[at - 1]) + text))

function show(value: string | Html | readonly Html[] | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escape(value)
  return value instanceof Html ? value.text : value.map(({ text }) => text).join('\n')
}
