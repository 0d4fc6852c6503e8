import { expect } from 'chai'
import { frozen, remembered } from '../../server/remembered.ts'

describe('what is remembered of an object', () => {
  it('is made once for the same object and arguments, and anew for any other', () => {
    let made = 0
    const joined = remembered((list: readonly string[], by: string, upper: boolean) => {
      made++
      const text = list.join(by)
      return upper ? text.toUpperCase() : text
    })
    const [list, same] = [
      ['a', 'b'],
      ['a', 'b'],
    ]
    expect(joined(list, '-', true)).to.equal('A-B')
    expect(joined(list, '-', true)).to.equal('A-B')
    expect(made).to.equal(1)
    expect([joined(list, '-', false), joined(list, '+', true), joined(same, '-', true)]).to.deep.equal([
      'a-b',
      'A+B',
      'A-B',
    ])
    expect(made, 'another argument, and an object that only looks the same').to.equal(4)
  })

  it('is bounded: a few results an object', () => {
    let made = 0
    const times = remembered((one: { readonly n: number }, by: number) => {
      made++
      return one.n * by
    })
    const one = { n: 2 }
    for (let by = 0; by < 100; by++) expect(times(one, by)).to.equal(2 * by)
    expect(times(one, 99)).to.equal(198)
    expect(made).to.equal(100)
    expect(times(one, 0)).to.equal(0)
    expect(made, 'the first was forgotten').to.equal(101)
  })
})

describe('what is frozen', () => {
  it('cannot be changed, however deep', () => {
    const record = frozen({ list: [{ name: 'a', at: new Date(0), none: null }] })
    expect(() => Object.assign(record, { list: [] })).to.throw(TypeError)
    expect(() => Object.assign(record.list[0]!, { name: 'b' })).to.throw(TypeError)
    expect(() => record.list.push(record.list[0]!)).to.throw(TypeError)
    expect(record).to.deep.equal({ list: [{ name: 'a', at: new Date(0), none: null }] })
  })
})
