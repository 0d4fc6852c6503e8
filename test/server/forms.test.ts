import { expect } from 'chai'
import { z } from 'zod'
import { Refused, Stale } from '../../server/errors.ts'
import { calendarDate, choice, choices, line, lines } from '../../server/fields.ts'
import { fieldErrors, formOf, formState, optionsOf } from '../../server/forms.ts'

const CallMeeting = z.object({
  place: line('Enter the place of the meeting'),
  held: calendarDate('Enter the date of the meeting'),
  audience: choice(['forum', 'meeting'], 'Select who can see this'),
  sides: choices(['staff', 'employer'], 'Select sides of this forum'),
})

const errorOf = (typed: object): z.ZodError => {
  const { error } = CallMeeting.safeParse(typed)
  if (error === undefined) throw new Error('nothing was wrong')
  return error
}

describe('a form', () => {
  it('is empty at first, and has every field', () => {
    const form = formOf(CallMeeting, {})
    expect(form.values).to.deep.equal({ place: '', held: '', audience: '', sides: '' })
    expect(form.chosen.sides).to.deep.equal([])
    expect(form.dates.held).to.deep.equal({ day: '', month: '', year: '' })
    expect(form.errors).to.deep.equal({ file: false, place: false, held: false, audience: false, sides: false })
    expect(form.current).to.deep.equal({ place: false, held: false, audience: false, sides: false })
  })

  it('shows what a record holds', () => {
    const form = formOf(CallMeeting, { place: 'Town Hall', held: '2026-11-04', sides: ['staff', 'employer'], other: 1 })
    expect(form.values.place).to.equal('Town Hall')
    expect(form.dates.held).to.deep.equal({ day: '4', month: '11', year: '2026' })
    expect(form.chosen.sides).to.deep.equal(['staff', 'employer'])
  })

  it('comes again with everything that was typed, right or wrong, and says what to do', () => {
    const typed = { place: ' ', held: { day: '31', month: '2', year: '26' }, audience: 'everyone', sides: 'staff' }
    const state = formState(errorOf(typed), typed)
    const form = formOf(CallMeeting, { place: 'Town Hall' }, state)
    expect(form.values.place).to.equal(' ')
    expect(form.dates.held).to.deep.equal({ day: '31', month: '2', year: '26' })
    expect(form.chosen.sides).to.deep.equal(['staff'])
    expect(form.errors.place).to.equal('Enter the place of the meeting')
    expect(form.errors.sides).to.equal(false)
    expect(state.summary).to.deep.equal([
      { text: 'Enter the place of the meeting', href: '#place' },
      { text: 'Enter a real date, such as 4 11 2026', href: '#held' },
      { text: 'Select who can see this', href: '#audience' },
    ])
  })

  it('says one thing about a field, and counts a wrong box as its question', () => {
    const typed = { place: 'x', held: '2026-11-04', audience: 'forum', sides: ['staff', 'nobody', 'nowhere'] }
    expect(fieldErrors(errorOf(typed))).to.deep.equal([{ field: 'sides', text: 'Select sides of this forum' }])
  })

  it('leads to a field within rows of fields', () => {
    const schema = z.object({ items: z.array(z.object({ title: line('Enter the title of the item') })) })
    const typed = { items: [{ title: 'Welcome' }, { title: '' }] }
    const state = formState(schema.safeParse(typed).error as z.ZodError, typed)
    expect(state.summary).to.deep.equal([{ text: 'Enter the title of the item', href: '#items-1-title' }])
    expect(formOf(schema, {}, state).errors['items-1-title']).to.equal('Enter the title of the item')
  })

  it('says what an act refused, at its field or for the whole page', () => {
    const atField = formState(new Refused('Choose a later date', 'held'), {})
    expect(atField.summary).to.deep.equal([{ text: 'Choose a later date', href: '#held' }])
    expect(formState(new Refused('A key is vacant'), {}).summary).to.deep.equal([
      { text: 'A key is vacant', href: '#maincontent' },
    ])
  })

  it('shows both texts when somebody else saved first', () => {
    const notes = z.object({ notes: lines('Enter the notes') })
    const state = formState(new Stale({ notes: 'theirs' }), { notes: 'mine' })
    const form = formOf(notes, { notes: 'before' }, state)
    expect(form.values.notes).to.equal('mine')
    expect(form.current.notes).to.equal('theirs')
    expect(state.summary).to.have.length(1)
    expect(state.summary[0]?.href).to.equal('#notes')
    expect(formState(new Stale(), {}).summary[0]?.href).to.equal('#maincontent')
  })

  for (const typed of [
    { place: { evil: 1 }, held: [], audience: {}, sides: { 0: 'x' } },
    { place: ['a', 'b'], held: 'yesterday', audience: ['forum'], sides: [[['x']]] },
    { place: null, held: { day: {}, month: [], year: null }, audience: true, sides: 7 },
    JSON.parse('{"__proto__":{"place":"x"},"constructor":"y"}') as object,
  ])
    it(`bears input of any shape: ${JSON.stringify(typed)}`, () => {
      const form = formOf(CallMeeting, {}, formState(errorOf(typed), typed))
      for (const value of Object.values(form.values)) expect(value).to.be.a('string')
      for (const list of Object.values(form.chosen)) for (const each of list) expect(each).to.be.a('string')
      for (const date of Object.values(form.dates))
        expect(Object.values(date).every((each) => typeof each === 'string')).to.equal(true)
      expect(form.values.place).not.to.equal('x')
    })

  it('offers options in order, with hints, and marks those that are chosen', () => {
    expect(optionsOf({ a: 'First', b: { text: 'Second', hint: 'Rarely' } }, ['b', 'z'])).to.deep.equal([
      { value: 'a', text: 'First', hint: '', chosen: false },
      { value: 'b', text: 'Second', hint: 'Rarely', chosen: true },
    ])
  })
})
