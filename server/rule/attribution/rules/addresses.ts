import { isCommonWord, PLACES } from '../language/commonWords.ts'
import { list } from '../language/list.ts'
import type { Text } from '../grammar/text.ts'
import type { Suspicion } from './suspicion.ts'

const GENERIC_BOXES = list(`
  info enquiries enquiry contact admin office mail hello help support secretariat secretary comms communications communication press media membership members feedback team hr recruitment jobs foi
  dpo privacy webmaster noreply no reply donotreply events bookings training reception complaints pals consultation consultations spf forum partnership workforce engagement union branch staffside northwest england
  customer services service reports accounts finance library library policy research news newsletter
`)

/** E-mail addresses and link targets that carry a name, initials or an organisation of the context. */
export function addresses(text: Text): Suspicion[] {
  if (text.kind === 'target') {
    const all = { from: 0, to: text.tokens.length }
    const whole = text.tokens
      .map(({ raw, glued }) => (glued ? raw : ` ${raw}`))
      .join('')
      .trim()
    const severity = weighAddress(text, whole)
    return severity === undefined ? [] : [{ ...all, kind: 'address', severity }]
  }
  const found: Suspicion[] = []
  text.tokens.forEach((token, at) => {
    if (token.kind !== 'address') return
    const severity = weighAddress(text, token.raw)
    if (severity !== undefined) found.push({ from: at, to: at + 1, kind: 'address', severity })
  })
  return found
}

function weighAddress(text: Text, address: string): Suspicion['severity'] | undefined {
  const mail = /^(?:mailto:)?([^@/?\s]+)@([^@/?\s]+)/i.exec(address)
  if (mail?.[1] === undefined || mail[2] === undefined)
    return named(text, address.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '')) ?? named(text, hostless(address))
  const local = words(mail[1])
  const whole = named(text, mail[1])
  if (whole !== undefined || local.some((word) => isWholeName(text, word))) return 'finding'
  if (local.every((word) => GENERIC_BOXES.has(word))) return 'warning'
  if (/^[a-z]{2,4}$/i.test(mail[1]) && text.lexicon.initials.has(mail[1].toUpperCase())) return 'finding'
  if (
    local.some((word) =>
      text.lexicon.words
        .get(word)
        .some(({ kind }) => kind === 'surname' || kind === 'givenName' || kind === 'partOfSurname'),
    )
  )
    return 'finding'
  if (local.length === 1 && isSurnameWithInitials(text, local[0] ?? '')) return 'finding'
  const domain = words(mail[2])
  const known = domain.some((word) => text.lexicon.words.get(word).some(({ kind }) => kind === 'organisation'))
  if (!known || local.some((word) => GENERIC_BOXES.has(word))) return 'warning'
  return 'finding'
}

/** A path or query with a name in it. */
function named(text: Text, path: string): Suspicion['severity'] | undefined {
  const parts = words(path)
  let found: Suspicion['severity'] | undefined
  for (let at = 0; at < Math.min(parts.length, 60); at += 1) {
    const one = parts[at] ?? ''
    const two = [one, parts[at + 1] ?? '']
    if (
      isWholeName(text, one) ||
      text.lexicon.words.has(two, 'fullName') ||
      text.lexicon.words.has([...two, parts[at + 2] ?? ''], 'fullName')
    )
      return 'finding'
    if (text.lexicon.words.has(two, 'reversedName') && (two[1]?.length ?? 0) > 1) return 'finding'
    const kinds = text.lexicon.words.get(one).map(({ kind }) => kind)
    const plain = one.length > 3 && !isCommonWord(one) && !PLACES.has(one)
    const thing = /^(?:report|review|inquiry|street|road|ward|hospital|centre|house|trust)$/.test(parts[at + 1] ?? '')
    if (plain && !thing && kinds.includes('surname') && !kinds.includes('organisation')) return 'finding'
    if (plain && !thing && kinds.includes('givenName')) found = 'warning'
  }
  return found
}

const hostless = (address: string): string => (/^(?:www\.|[a-z][a-z\d+.-]*:\/\/)/i.test(address) ? '' : address)

function isWholeName(text: Text, word: string): boolean {
  return word.length > 4 && text.lexicon.joined.has(word) && !isCommonWord(word)
}

function isSurnameWithInitials(text: Text, word: string): boolean {
  return [word.slice(1), word.slice(2), word.slice(0, -1), word.slice(0, -2)].some(
    (rest) => rest.length > 2 && text.lexicon.words.get(rest).some(({ kind }) => kind === 'surname'),
  )
}

function words(address: string): string[] {
  return address
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll("'", '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}
