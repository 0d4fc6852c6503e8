import { expect } from 'chai'
import type { z } from 'zod'
import * as fields from '../../server/fields.ts'

const missing = 'Enter it'

/** What a field makes of an input: its value, or the sentences that say what is wrong. */
const read = (field: z.ZodType, input: unknown): unknown => {
  const { success, data, error } = field.safeParse(input)
  return success ? data : error.issues.map(({ message }) => message)
}

const expectEach = (field: z.ZodType, cases: [input: unknown, outcome: unknown][]): void => {
  for (const [input, outcome] of cases) expect(read(field, input), JSON.stringify(input)).to.deep.equal(outcome)
}

const parts = (day: unknown, month: unknown, year: unknown): object => ({ day, month, year })

describe('a field', () => {
  it('of one line is trimmed, on one line, in one normal form and not too long', () => {
    expectEach(fields.line(missing, 5), [
      ['  a \n\t b ', 'a b'],
      ['e\u0301', 'é'],
      ['😀😀', '😀😀'],
      ['', [missing]],
      [' \n ', [missing]],
      [undefined, [missing]],
      [['a'], [missing]],
      [{ a: 1 }, [missing]],
      ['123456', ['Use 5 characters or fewer']],
      ['x'.repeat(100_000), ['Use 5 characters or fewer']],
      ['a\u0000b', ['Remove the characters that cannot be shown, or type the text again']],
      ['a\uD800', ['Remove the characters that cannot be shown, or type the text again']],
    ])
  })

  it('of one line may be one to leave empty', () => {
    expectEach(fields.optionalLine(5), [
      [undefined, ''],
      ['', ''],
      ['  ', ''],
      [' a ', 'a'],
      [['a'], ['Type one line of text']],
      ['123456', ['Use 5 characters or fewer']],
    ])
  })

  it('of several lines keeps them, whatever ends them', () => {
    expectEach(fields.lines(missing, 20), [
      ['  a\r\nb\rc\n\n', '  a\nb\nc'],
      ['\r\n', [missing]],
      [undefined, [missing]],
      ['x'.repeat(21), ['Use 20 characters or fewer']],
    ])
    expectEach(fields.optionalLines(), [
      [undefined, ''],
      ['a\r\n', 'a'],
      [7, ['Type the text']],
    ])
  })

  it('to choose from takes what it offers and nothing else', () => {
    expectEach(fields.choice(['a', 'b'], missing), [
      ['a', 'a'],
      ['c', [missing]],
      ['', [missing]],
      [undefined, [missing]],
      [['a'], [missing]],
      ['__proto__', [missing]],
    ])
    expectEach(fields.choices(['a', 'b'], missing), [
      [undefined, []],
      ['', []],
      ['a', ['a']],
      [
        ['b', 'a', 'b'],
        ['b', 'a'],
      ],
      [['a', 'c'], [missing]],
      [{ 0: 'a' }, [missing]],
    ])
    expectEach(fields.tick, [
      ['yes', true],
      ['', false],
      [undefined, false],
      [['yes'], false],
    ])
  })

  it('of a number takes digits within its limits', () => {
    const range = 'Enter a number from 1 to 600'
    expectEach(fields.whole(missing, 1, 600), [
      [' 15 ', 15],
      [15, 15],
      ['0', [range]],
      ['601', [range]],
      ['1.5', [missing]],
      ['1e2', [missing]],
      ['0x10', [missing]],
      ['', [missing]],
      ['9'.repeat(400), [missing]],
      [undefined, [missing]],
      [{}, [missing]],
    ])
  })

  it('of a date takes its three parts, and only days that exist', () => {
    const unreal = ['Enter a real date, such as 4 11 2026']
    expectEach(fields.calendarDate(missing), [
      [parts('4', '11', '2026'), '2026-11-04'],
      [parts(' 04 ', '11', '2026'), '2026-11-04'],
      [parts('29', '2', '2028'), '2028-02-29'],
      ['2026-11-04', '2026-11-04'],
      [parts('29', '2', '2026'), unreal],
      [parts('31', '11', '2026'), unreal],
      [parts('4', '13', '2026'), unreal],
      [parts('4', '11', '26'), unreal],
      [parts('4', '', '2026'), unreal],
      [parts('x', 'y', 'z'), unreal],
      ['4/11/2026', unreal],
      [parts('', '', ''), [missing]],
      ['', [missing]],
      [undefined, [missing]],
      [parts(['4'], '11', '2026'), [missing]],
      [{ day: '4' }, [missing]],
    ])
  })

  it('of a time takes what people type', () => {
    const unclear = ['Enter a time such as 14:30']
    expectEach(fields.wallTime(missing), [
      ['14:30', '14:30'],
      ['9.05', '09:05'],
      ['0930', '09:30'],
      ['2.30pm', '14:30'],
      ['2 PM', '14:00'],
      ['12am', '00:00'],
      ['12:15pm', '12:15'],
      ['24:00', unclear],
      ['9', unclear],
      ['13pm', unclear],
      ['10:60', unclear],
      ['noon', unclear],
      [' ', [missing]],
      [undefined, [missing]],
    ])
  })
})
