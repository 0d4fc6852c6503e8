/** Folding: what a reader's eye makes of one character. Case is kept, everything else that hides a letter is undone. */

const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}/u

/** Letters of other scripts, and letters without a decomposition, that look like Latin ones: pairs of "looks" and "is". */
const LOOKALIKES = `
  аa еe оo рp сc хx уy іi їi јj ѕs ԁd ԛq ԝw һh ӏl кk мm тt пn гr вb нh ӧo ӓa ёe
  АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ЅS ІI ЇI ЈJ ԌG ԜW ԚQ ҮY ӀI ЁE ҒF
  αa βb γy δd εe ηn ιi κk μu νv οo ρp σo τt υu χx ωw ϲc ϳj
  ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ͿJ
  ɑa ɡg ɩi ıi ȷj łl ŁL øo ØO đd ĐD ħh ĦH ŧt ŦT ɓb ɗd ƒf ɠg ƙk ɲn ƥp ʋv ƴy ɪI ʟL ᴀA ʙB ᴄC ᴅD ᴇE ꜰF ɢG ʜH ᴊJ ᴋK ᴍM ɴN ᴏO ᴘP
  ʀR ꜱS ᴛT ᴜU ᴠV ᴡW ʏY ᴢZ օo ոn սu հh ցg զq ԼL ՍU ՏS ᎪA ᏴB ᏟC ᎬE ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᏒR ᏚS ᎢT ᏙV ᎳW ᏃZ ꓐB ꓑP ꓒd ꓓD ꓔT ꓖG ꓗK ꓙJ ꓚC
  ꓜZ ꓝF ꓟM ꓠN ꓡL ꓢS ꓣR ꓤR ꓦV ꓧH ꓪW ꓫX ꓬY ꓮA ꓰE ꓲI ꓳO ꓴU ⲟo ⲣp ⲥc ⲤC ⲞO ⲢP ðd ÐD
`
const LOOKS = new Map<string, string>([
  ...LOOKALIKES.trim()
    .split(/\s+/)
    .map((pair): [string, string] => {
      const [looks = '', ...is] = pair
      return [looks, is.join('')]
    }),
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['þ', 'th'],
  ['Þ', 'Th'],
])
for (const quote of '‘’‚‛ʹʻʼʽˈˊˋ′‵´՚᾽᾿＇') LOOKS.set(quote, "'")
for (const quote of '“”„‟«»″‶〝〞＂') LOOKS.set(quote, '"')
for (const hyphen of '‐‑⁃−﹣－˗') LOOKS.set(hyphen, '-')
for (const dash of '‒–—―⸺⸻') LOOKS.set(dash, '—')
for (const stop of '․．。') LOOKS.set(stop, '.')
for (const mark of '⁎∗＊') LOOKS.set(mark, '*')

const remembered = new Map<string, string>()

/**
 * One code point as it looks: letters without marks and in Latin, quotes and dashes of one kind, any space as a space,
 * nothing for what cannot be seen. Several characters may come back (ß as ss).
 */
export function fold(char: string): string {
  const code = char.charCodeAt(0)
  if (code < 0x80) return char
  const known = remembered.get(char)
  if (known !== undefined) return known
  const folded = look(char)
  if (remembered.size < 20_000) remembered.set(char, folded)
  return folded
}

function look(char: string): string {
  if (INVISIBLE.test(char)) return ''
  if (/[\s\u2800\u3164]/u.test(char)) return ' '
  const direct = LOOKS.get(char) ?? enclosed(char.codePointAt(0) ?? 0)
  if (direct !== undefined) return direct
  let seen = ''
  for (const part of char.normalize('NFKD')) {
    if (/\p{M}/u.test(part) || INVISIBLE.test(part)) continue
    seen += LOOKS.get(part) ?? part
  }
  return seen
}

/** Letters in black squares and circles, and the letters that flags are made of. */
function enclosed(code: number): string | undefined {
  for (const first of [0x1f150, 0x1f170, 0x1f1e6]) {
    if (code >= first && code < first + 26) return String.fromCharCode(65 + code - first)
  }
  return undefined
}

/** A whole text folded, without positions: for names and words that come from the context. */
export function foldText(text: string): string {
  let folded = ''
  for (const char of text) folded += fold(char)
  return folded
}
