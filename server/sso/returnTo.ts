/** The longest path that is kept, in characters. */
const longest = 2000

/**
 * Where to go after signing in: a path of this service and nothing else, so that sign-in is no way to another site.
 * @param asked what the address said; anything unusable, and sign-in itself, becomes the front page
 * @param baseUrl this service's own address
 */
export function checkedPath(asked: unknown, baseUrl: string): string {
  if (typeof asked !== 'string' || asked.length > longest || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) return '/'
  if (asked.includes('\\')) return '/'
  const url = URL.canParse(asked, baseUrl) ? new URL(asked, baseUrl) : undefined
  if (url === undefined || url.origin !== new URL(baseUrl).origin || url.pathname.startsWith('//')) return '/'
  if (/^\/(sign-in|sign-out|sso)(\/|$)/i.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}
