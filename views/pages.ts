import type { Paged } from '../models/paged.ts'

/** The pages of a list for `partials/pagination`; false when one page holds all of it. */
export function pagesOf({ number, pages }: Omit<Paged<unknown>, 'records'>, path: string, query = '') {
  if (pages < 2) return false
  const href = (page: number): string => {
    const asked = [query, page === 1 ? '' : `page=${page}`].filter((text) => text !== '').join('&')
    return asked === '' ? path : `${path}?${asked}`
  }
  // The first, the last and the neighbours; where some are left out, a gap.
  const shown = Array.from({ length: pages }, (_, index) => index + 1).filter(
    (page) => page === 1 || page === pages || Math.abs(page - number) <= 1,
  )
  return {
    previous: number > 1 ? href(number - 1) : '',
    next: number < pages ? href(number + 1) : '',
    pages: shown.map((page, index) => ({
      number: String(page),
      href: href(page),
      current: page === number,
      gap: index > 0 && page - shown[index - 1]! > 1,
    })),
  }
}

/** Which page of how many, for a caption: '' when there is one. */
export const pageInWords = ({ number, pages }: Omit<Paged<unknown>, 'records'>): string =>
  pages < 2 ? '' : `, page ${number} of ${pages}`

/** What a list that can be searched shows beside its rows: how many there are, and its pages. */
export const foundIn = (found: Paged<unknown>, list: string, sought: string, [one, many]: [string, string]) => ({
  list,
  sought,
  clear: sought === '' ? '' : list,
  caption: `${found.total} ${found.total === 1 ? one : many}${sought === '' ? '' : ` found for “${sought}”`}${pageInWords(found)}`,
  pages: pagesOf(found, list, sought === '' ? '' : `find=${encodeURIComponent(sought)}`),
})
