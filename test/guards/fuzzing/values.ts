/** Numbers from 0 up to 1, the same for the same seed: a linear congruential generator (Numerical Recipes). */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!
  const hex = (length: number): string => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('')
  return { next, one, hex }
}
export type Chance = ReturnType<typeof seeded>

/** What a form can hold once it is parsed: text, lists and objects. */
export type Value = string | readonly Value[] | { readonly [name: string]: Value }

/** Texts that have broken something somewhere: encodings, lengths, other languages' syntax, numbers, dates. */
const texts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\u202e\u200b\ufeff',
  'é'.normalize('NFD').repeat(300),
  'a'.repeat(250_000),
  '# '.repeat(2000),
  '[x](javascript:alert(1)) <script>alert(1)</script> <img src=x onerror=alert(1)>',
  '{{constructor}} {{#with this}}{{/with}} ${7*7} %00 %ff ../../../etc/passwd',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '$gt',
  '$where',
  '{"$gt":""}',
  '-1',
  '0',
  '1e309',
  '99999999999999999999999999',
  'NaN',
  'Infinity',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '25:61',
  'null',
  'undefined',
  'true',
  '//evil.example/',
  'a@b@c',
  '=HYPERLINK("x")',
] as const

/** Things that are no text where a text is expected. */
const shapes: readonly Value[] = [
  [],
  ['', ''],
  ['a', ['b', ['c']]],
  { $gt: '' },
  { $ne: 'x' },
  { $where: 'sleep(1000)' },
  { $regex: '.*' },
  { __proto__x: 'y' },
  { constructor: { prototype: { polluted: 'yes' } } },
  { toString: 'x', valueOf: 'y' },
  { length: '4294967295' },
  { day: 'x', month: ['1'], year: { $gt: '' } },
  Array.from({ length: 120 }, (_, at) => String(at)),
]

/** A value that no form of ours sends. */
export const hostile = (chance: Chance): Value => (chance.next() < 0.6 ? chance.one(texts) : chance.one(shapes))

/** A text for an address: whatever can stand in one. */
export const hostileText = (chance: Chance): string => chance.one(texts.filter((text) => text.length < 2000))

/** Names that no form of ours has. */
export const hostileNames = [
  '__proto__',
  'constructor',
  'prototype',
  '$where',
  '$gt',
  'a[b',
  'a.b',
  '_id',
  'forum',
  'viewer',
] as const

/** A text as it stands in an address or a form; halves of surrogate pairs as their (invalid) three bytes. */
export function encoded(text: string): string {
  return Array.from(text)
    .map((sign) =>
      /^\p{Surrogate}$/u.test(sign) ? `%ED%${sign < '\udc00' ? 'A0' : 'B0'}%80` : encodeURIComponent(sign),
    )
    .join('')
}

/** A form as a browser, or somebody with worse intentions, would send it. */
export function asForm(value: Value, name = ''): string[] {
  if (typeof value === 'string') return [`${encoded(name)}=${encoded(value)}`]
  const pairs = Array.isArray(value)
    ? (value as readonly Value[]).map((each) => ['', each] as const)
    : Object.entries(value as Readonly<Record<string, Value>>)
  return pairs.flatMap(([key, each]) => asForm(each, name === '' ? key : `${name}[${key}]`))
}

/** Bodies that are no form of ours, with what they say they are. */
export const noForms = [
  ['application/json', '{"__proto__":{"polluted":true},"_csrf":{"$ne":""}}'],
  [
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nbroken',
  ],
  ['multipart/form-data', 'no boundary'],
  ['application/x-www-form-urlencoded; charset=utf-7', 'a=b'],
  ['application/x-www-form-urlencoded', `x=${'%'.repeat(1000)}`],
  ['application/x-www-form-urlencoded', 'a=b&'.repeat(600)],
  ['application/x-www-form-urlencoded', 'x'.repeat(1_100_000)],
  ['application/x-www-form-urlencoded', `a${'[b]'.repeat(500)}=c`],
  ['nonsense', '\u0000'],
] as const
