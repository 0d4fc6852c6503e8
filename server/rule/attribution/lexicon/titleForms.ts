import { foldText } from '../reading/folding.ts'
import { acronyms, properWords } from './properWords.ts'

const SHORTER: readonly (readonly [long: string, short: string])[] = [
  ['human resources', 'hr'],
  ['chief executive officer', 'chief executive'],
  ['chief executive', 'chief exec'],
  ['chief executive', 'ceo'],
  ['information technology', 'it'],
  ['organisational development', 'od'],
  ['organisational development', 'organisation development'],
  ['organiser', 'organizer'],
  ['convenor', 'convener'],
  ['director', 'dir'],
  ['deputy', 'dep'],
  ['councillor', 'cllr'],
  ['trade union', 'tu'],
]

const MOST_FORMS = 24

/** The ways one job title is written, in words: as it stands, its first part, turned round ("Director of X", "X Director"), shortened. */
export function titleForms(title: string): { words: (readonly string[])[]; letters: string[] } {
  const forms = new Map<string, readonly string[]>()
  const letters = new Set<string>()
  const add = (words: readonly string[]): void => {
    if (words.length > 0) forms.set(words.join(' '), words)
  }
  const whole = foldText(title)
  for (const written of new Set([whole, whole.split(/\s*(?:[,;(/|]|\s[-—]\s)/)[0] ?? ''])) {
    const words = properWords(written)
    add(words)
    const turned =
      /^((?:deputy |assistant |associate |interim |acting |executive |joint |regional )*)(director|head|manager|lead|secretary|officer) (?:of|for) (.+)$/.exec(
        words.join(' '),
      )
    if (turned !== null) add(`${turned[1] ?? ''}${turned[3] ?? ''} ${turned[2] ?? ''}`.split(' '))
    const ofTurned = /^(.+) (director|head)$/.exec(words.join(' '))
    if (ofTurned?.[1] !== undefined && !/chief|medical|managing|executive|clinical/.test(ofTurned[1]))
      add(`${ofTurned[2] ?? ''} of ${ofTurned[1]}`.split(' '))
  }
  for (const form of forms.keys()) {
    if (forms.size > MOST_FORMS) break
    for (const [long, short] of SHORTER) {
      if (form.includes(long)) add(form.replace(long, short).split(' '))
      else if (new RegExp(`\\b${short}\\b`).test(form)) add(form.replace(short, long).split(' '))
    }
  }
  for (const words of forms.values()) {
    for (const short of acronyms(words)) if (short.length >= 3 || /^(?:ce|md|ro|cn)$/.test(short)) letters.add(short)
  }
  if ([...forms.keys()].some((form) => /^(?:director of (?:hr|human resources)|hr director)$/.test(form)))
    letters.add('hrd')
  if (forms.has('chief executive')) letters.add('ceo').add('ce')
  if (forms.has('chief nurse')) letters.add('cno')
  return { words: [...forms.values()], letters: [...letters] }
}
