import { decodeHTML } from 'entities'

/** Name and value of one field, as a browser would send it. */
export type Pair = readonly [name: string, value: string]

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  return found === undefined ? undefined : decodeHTML(found)
}

/**
 * What a form on a page of ours holds as it is shown: what a browser would send if its button were pressed at once.
 * @param action the path that the form is sent to, without a query
 * @returns undefined when the page has no such form
 */
export function shownForm(html: string, action: string): Pair[] | undefined {
  const forms = [...html.matchAll(/(<form [^>]*>)([\s\S]*?)<\/form>/g)]
  const body = forms.find(([, tag]) => attribute(tag!, 'action')?.split('?')[0] === action)?.[2]
  if (body === undefined) return undefined
  const pairs: Pair[] = []
  for (const [, tag] of body.matchAll(/(<input [^>]*>)/g)) {
    const [name, type] = [attribute(tag!, 'name'), attribute(tag!, 'type') ?? 'text']
    if (name === undefined || name === '_csrf' || type === 'file') continue
    if (type === 'radio' || type === 'checkbox') {
      if (/ checked/.test(tag!)) pairs.push([name, attribute(tag!, 'value') ?? 'on'])
    } else pairs.push([name, attribute(tag!, 'value') ?? ''])
  }
  for (const [, tag, text] of body.matchAll(/(<textarea [^>]*>)\n?([\s\S]*?)<\/textarea>/g))
    pairs.push([attribute(tag!, 'name') ?? '', decodeHTML(text!)])
  for (const [, tag, options] of body.matchAll(/(<select [^>]*>)([\s\S]*?)<\/select>/g)) {
    const all = [...options!.matchAll(/<option [^>]*>/g)].map(([option]) => option)
    const chosen = all.find((option) => / selected/.test(option)) ?? all[0]
    if (chosen !== undefined) pairs.push([attribute(tag!, 'name') ?? '', attribute(chosen, 'value') ?? ''])
  }
  return pairs
}
