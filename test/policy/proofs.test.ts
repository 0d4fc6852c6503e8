import { expect } from 'chai'
import { caucusOf, chairs, keySeat, placeIn } from '../../server/policy/places.ts'
import type { Person, Proof, Seat } from '../../server/policy/terms.ts'
import { signedIn } from '../signedIn.ts'
import { enrolment } from './cells/enrolment.ts'
import { proofs } from './cells/proofs.ts'
import { tables } from './everyTable.ts'
import { people } from './people.ts'
import { cell, readFor } from './tables.ts'

const rows = tables.flat()
const code: Proof = { by: 'code', passkey: false, through: '' }
const withPasskey: Proof = { ...signedIn, passkey: true }

/** One of the matrix's people, in another session and with something else on their seat. */
const as = (who: keyof typeof people, proof: Proof, given: Partial<Seat> = {}): Person => {
  const person = people[who] as Person
  return { ...person, seats: person.seats.map((seat) => ({ ...seat, ...given })), proof }
}
const required = { needsPasskey: true }
const ownOnly = { onlyThrough: ['union'] }

/**
 * `codeCh`, `codeMe` and `codeGu` are the chair, a member and a guest by a one-time code, and `codeAd` is an administrator
 * by one; `away` chairs a side that takes its own organisations’ sign-in only, and came through another; `bareCh`,
 * `bareK` and `bareSe` are chair, key-holding member and secretary of a side that requires passkeys, without one.
 */
const limited = {
  codeCh: as('chair', code),
  codeMe: as('member', code),
  codeGu: as('guest', code),
  codeAd: as('admin', code),
  away: as('chair', signedIn, ownOnly),
  bareCh: as('chair', signedIn, required),
  bareK: as('keyed', signedIn, required),
  bareSe: as('secr', signedIn, required),
} as const
type Limited = keyof typeof limited
const names = Object.keys(limited) as Limited[]
const nameOf: Record<Limited, string> = Object.fromEntries(names.map((name) => [name, limited[name].person])) as never

const listed = proofs.flatMap((table) => readFor(names, table))

/** An administrator who is records officer as well and chairs the staff side, let in by the operator. */
const byLink: Person = {
  ...as('chair', { by: 'enrolment', passkey: true, through: '' }, { vouched: true }),
  offices: ['administrator', 'recordsOfficer'],
  reaches: [{ on: 'item', forum: 'here', record: 'any', until: new Date('2099-01-01') }],
}

describe('The operator’s link', () => {
  it('lets an administrator administrate, and do nothing by any place or other office', () => {
    const expected = new Map(
      enrolment
        .flatMap((table) => readFor(['linkAd'], table))
        .map((row) => [`${row.resource} ${row.words}`, row.cells]),
    )
    const wrong = rows.flatMap((row) => {
      const [allowed, listing] = [cell(row, 'chair', byLink), `${row.resource} ${row.words}`]
      const table = expected.get(listing)?.['linkAd'] ?? '.'
      expected.delete(listing)
      return allowed === table ? [] : [`${listing}: ${allowed} instead of ${table}`]
    })
    expect(wrong).to.deep.equal([])
    expect([...expected.keys()], 'no such records').to.deep.equal([])
  })

  it('gives no key and chairs nothing, with whatever passkey', () => {
    expect(keySeat(byLink, 'here')).to.equal(undefined)
    expect(caucusOf(byLink, 'here')).to.equal(undefined)
    expect(chairs(byLink, 'here', 'staff')).to.equal(false)
  })
})

describe('A sign-in that proves less', () => {
  it('lets people do what its tables say, and nothing else', () => {
    const expected = new Map(listed.map((row) => [`${row.resource} ${row.words}`, row.cells]))
    const wrong = rows.flatMap((row) =>
      names.flatMap((name) => {
        const allowed = cell(row, nameOf[name], limited[name])
        const table = expected.get(`${row.resource} ${row.words}`)?.[name] ?? '.'
        return allowed === table ? [] : [`${row.resource} ${row.words}, ${name}: ${allowed} instead of ${table}`]
      }),
    )
    expect(wrong).to.deep.equal([])
    const unknown = listed.filter(
      (one) => !rows.some((row) => row.resource === one.resource && row.words === one.words),
    )
    expect(unknown).to.deep.equal([])
  })

  it('is made good by the passkey that the side vouched for, and by no other', () => {
    // What is referred to a person goes by the person and no seat, for which no side vouches.
    const differing = (one: Person, other: Person): string[] =>
      rows
        .filter(({ words }) => !words.endsWith('decides'))
        .filter((row) => cell(row, one.person, one) !== cell(row, one.person, other))
        .map(({ resource, words }) => `${resource} ${words}`)
    const vouched = { ...required, vouched: true }
    // What only a session with a passkey may is in the next sentence.
    const more = ['passkey - - own', 'passkeyCode forum -', 'passkeyCode forum - own', 'sideSignIn forum -']
    expect(differing(as('chair', withPasskey, vouched), people.chair)).to.deep.equal(more)
    expect(differing(as('keyed', { ...code, passkey: true }, vouched), people.keyed)).to.deep.equal(more.slice(0, 3))
    expect(differing(as('chair', { ...signedIn, through: 'union' }, ownOnly), people.chair)).to.deep.equal([])
    // A passkey for which another side gave the code; a place that was vouched for, in a session without its passkey.
    expect(differing(as('chair', withPasskey, required), limited.bareCh)).to.deep.equal(['passkey - - own'])
    expect(differing(as('chair', signedIn, vouched), limited.bareCh)).to.deep.equal([])
    expect(differing(as('member', { ...code, passkey: true }), limited.codeMe)).to.deep.equal(['passkey - - own'])
    // The side's own organisations are a matter of their sign-in, and a code is none.
    const byCode = { ...withPasskey, by: 'code', through: 'union' } as const
    expect(differing(as('chair', byCode, { ...ownOnly, vouched: true }), limited.away)).to.deep.equal([
      'passkey - - own',
    ])
  })

  it('decides for a side, gives codes and removes passkeys only with a passkey that counts there', () => {
    const cells = (of: Person): Record<string, string> =>
      Object.fromEntries(
        rows
          .filter(({ resource }) => ['passkey', 'passkeyCode', 'sideSignIn'].includes(resource))
          .map((row) => [`${row.resource} ${row.words}`, cell(row, of.person, of)]),
      )
    const nothing = { 'passkey - -': '.', 'passkeyCode forum - theirs': '.', 'sideSignIn forum - theirs': 'r' }
    const vouched = { vouched: true }
    const table: readonly (readonly [Person, string, string, string, string])[] = [
      [as('chair', withPasskey, vouched), 'rcex', 'cx', 'rcex', 'rce'],
      [as('chair', withPasskey), 'rcex', '.', 'rex', 'r'],
      [as('chair', signedIn, vouched), 'rce', '.', 'rex', 'r'],
      [as('keyed', withPasskey, vouched), 'rcex', 'cx', 'rcex', 'r'],
      [as('viceK', withPasskey, vouched), 'rcex', 'cx', 'rcex', 'r'],
      [as('member', withPasskey, vouched), 'rcex', '.', 'rex', 'r'],
      [as('secr', withPasskey, vouched), 'rcex', '.', 'rex', 'r'],
    ]
    for (const [of, passkey, code, ownCode, decision] of table)
      expect(cells(of), `${of.person} ${JSON.stringify(of.proof)}`).to.deep.equal({
        ...nothing,
        'passkey - - own': passkey,
        'passkeyCode forum -': code,
        'passkeyCode forum - own': ownCode,
        'sideSignIn forum -': decision,
      })
    // Another side’s chair, and administrators, decide nothing of it, with whatever passkey.
    expect(cells(as('chairE', withPasskey, vouched))).to.include({
      'sideSignIn forum -': 'r',
      'passkeyCode forum -': '.',
    })
    expect(cells(as('admin', withPasskey))).to.include({
      'sideSignIn forum -': '.',
      'passkeyCode forum -': '.',
      'passkey - -': '.',
    })
  })

  it('speaks for no side in the logic of places and keys either', () => {
    for (const name of ['codeCh', 'away', 'bareCh', 'bareK'] as const) {
      expect(keySeat(limited[name], 'here'), name).to.equal(undefined)
      expect(caucusOf(limited[name], 'here'), name).to.equal(undefined)
      expect(chairs(limited[name], 'here', 'staff'), name).to.equal(false)
    }
    expect(placeIn(limited.codeCh, 'here')?.role).to.equal('guest')
    expect(placeIn(limited.bareCh, 'here')?.role).to.equal('chair')
    const proven = as('chair', withPasskey, { ...required, vouched: true })
    expect(keySeat(proven, 'here')?.side).to.equal('staff')
    expect(caucusOf(proven, 'here')).to.equal('staff')
    expect(chairs(proven, 'here', 'staff')).to.equal(true)
  })
})
