import { decodeHTML, escapeUTF8 } from 'entities'
import { Marked, type RendererThis, type Tokens } from 'marked'
import sanitizeHtml from 'sanitize-html'

/** Only the web and mail: no address of ours (it would look like part of the product), no script, no data. */
const allowedLink = /^(https?:\/\/|mailto:)[^\s]+$/i

/** Up to the next character that may begin something, a bare address, or a line's end with two spaces. */
const textRun = /^(`+|[^`])(?:(?= {2,}\n)|[\s\S]*?(?:(?=[\\<![`*~_]|\bhttps?:\/\/|$)|[^ ](?= {2,}\n)))/
const bareLink = /^https?:\/\/[^\s<]*[^\s<?!.,:;*_'"~)\]]/

/** Plain text between markup. The library's own looks for e-mail addresses, and takes seconds over "a.a.a.a.…". */
function inlineText(source: string): Tokens.Text | undefined {
  const raw = textRun.exec(source)?.[0]
  return raw === undefined ? undefined : { type: 'text', raw, text: raw, escaped: false }
}

/** A bare web address, without the punctuation that ends its sentence. */
function url(source: string): Tokens.Link | undefined {
  const raw = bareLink.exec(source)?.[0]
  const text: Tokens.Text[] = raw === undefined ? [] : [{ type: 'text', raw, text: raw, escaped: false }]
  return raw === undefined ? undefined : { type: 'link', raw, text: raw, href: raw, title: null, tokens: text }
}

/**
 * Markdown as GitHub understands it, without raw HTML: a tag is text like any other. Headings are numbered afresh, so
 * that the first is an h3 (below a page's h1 and h2) and no level is skipped.
 */
function reader(): Marked {
  const above: number[] = []
  return new Marked({ gfm: true }).use({
    tokenizer: { html: () => undefined, tag: () => undefined, def: () => undefined, inlineText, url },
    renderer: {
      heading(this: RendererThis, { depth, tokens }: Tokens.Heading) {
        while ((above.at(-1) ?? 0) >= depth) above.pop()
        above.push(depth)
        const level = Math.min(2 + above.length, 6)
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
      },
      link(this: RendererThis, { href, tokens }: Tokens.Link) {
        const text = this.parser.parseInline(tokens)
        return allowedLink.test(href) ? `<a href="${escapeUTF8(href)}">${text}</a>` : text
      },
      image: ({ text }: Tokens.Image) => escapeUTF8(text),
      checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
      table(this: RendererThis, { header, rows }: Tokens.Table) {
        const cell = (name: string, { tokens }: Tokens.TableCell) => {
          const content = this.parser.parseInline(tokens)
          return name === 'th' && content !== '' ? `<th scope="col">${content}</th>` : `<td>${content}</td>`
        }
        const row = (name: string, cells: Tokens.TableCell[]) =>
          `<tr>${cells.map((each) => cell(name, each)).join('')}</tr>\n`
        const body = rows.map((cells) => row('td', cells)).join('')
        return `<div><table><thead>${row('th', header)}</thead><tbody>${body}</tbody></table></div>\n`
      },
    },
  })
}

/** What may be in the result. Everything is made by the reader above; this stands behind it. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: 'h3 h4 h5 h6 p ul ol li blockquote hr br pre strong em code del a div table thead tbody tr th td'.split(
    ' ',
  ),
  allowedAttributes: {
    a: ['href', 'rel'],
    ol: ['start'],
    th: ['scope'],
    div: ['class', 'tabindex', 'role', 'aria-label'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  transformTags: {
    a: sanitizeHtml.simpleTransform('a', { rel: 'noreferrer noopener' }),
    // A wide table scrolls by itself, by keyboard too.
    div: (tagName) => ({
      tagName,
      attribs: { class: 'app-scroll', tabindex: '0', role: 'group', 'aria-label': 'Table' },
    }),
  },
}

/** A line that begins with forty lists or quotations inside one another: nobody means it, and it takes long to read. */
const tooDeep = /^[ \t]*(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+){40}/m

const asTyped = (text: string): string => `<p>${escapeUTF8(text)}</p>`

/**
 * Formatted text.
 * @param source Markdown; anything may be in it
 * @returns safe HTML without ids, images, raw tags or inline styles. It is made once, when a text is saved, and shown by
 *   the template partials/markdown
 */
export function renderMarkdown(source: string): string {
  const text = wellFormed(source)
  if (tooDeep.test(text)) return asTyped(text)
  try {
    return sanitizeHtml(reader().parse(text, { async: false }), allowed).trim()
  } catch (error) {
    // Nesting that the line above did not see overflows the parser.
    if (error instanceof RangeError) return asTyped(text)
    throw error
  }
}

/**
 * What somebody reads who sees the formatted text, without the formatting: for feeds, plain mail and comparisons.
 * @param source Markdown
 * @returns text, a blank line between blocks, links without their address
 */
export function plainText(source: string): string {
  const html = renderMarkdown(source).replace(/<(br|hr)\s*\/?>|<\/(p|h\d|pre)>/g, '$&\n')
  const cells = html.replace(/<\/t[dh]>(?=<t)/g, ' | ')
  const text = decodeHTML(sanitizeHtml(cells, { allowedTags: [], allowedAttributes: {} }))
  return text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Without NUL, and with the replacement character for halves of surrogate pairs, so that it survives as UTF-8. */
const wellFormed = (text: string): string => text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\uFFFD')
