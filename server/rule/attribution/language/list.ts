/** A set of words from a text of words between spaces or line ends. */
export function list(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
