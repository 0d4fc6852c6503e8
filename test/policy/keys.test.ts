import { expect } from 'chai'
import { caucusOf, chairs, invitedPlace, keySeat, placeIn } from '../../server/policy/places.ts'
import { rules } from '../../server/policy/rules.ts'
import { permits } from '../../server/policy/scope.ts'
import { type Person, type Resource, type Role, type Seat, keyHolders, roles } from '../../server/policy/terms.ts'
import { signedIn } from '../signedIn.ts'

const seat = (role: Role, given: Partial<Seat> = {}): Seat => ({
  seat: role,
  forum: 'here',
  forumName: 'Here',
  role,
  side: 'staff',
  organisation: 'union',
  neighbours: [],
  meetings: ['this'],
  historyFrom: '2026-01-01',
  holdsKey: false,
  needsPasskey: false,
  onlyThrough: [],
  vouched: false,
  ...given,
})
const holder = (...seats: Seat[]): Person => ({
  kind: 'person',
  person: 'anna',
  name: 'Anna',
  offices: [],
  seats,
  proof: signedIn,
})

/** A record of each resource whose keys are given, in the state in which they are. */
const waiting: Partial<Record<Resource, string>> = {
  terms: 'consultation',
  meeting: 'called',
  item: 'draft',
  minutes: 'review',
  keyCommunication: 'approval',
  emergencyAccess: 'asked',
}
const record = (state: string | undefined) => ({
  forum: 'here',
  audience: 'forum',
  state,
  meeting: 'this',
  meetingDate: '2026-03-04',
  side: 'staff',
  owner: 'anna',
  steppedOut: [],
})

describe('A side’s key', () => {
  const keyed = [...new Set(rules.filter(({ may }) => may.includes('giveKey')).map(({ on }) => on))]

  it('is given at the records that this test knows, and at a statement by a side', () => {
    expect(keyed.toSorted()).to.deep.equal([...Object.keys(waiting), 'part'].toSorted())
  })

  for (const role of roles)
    for (const holdsKey of [false, true])
      it(`is ${role}’s ${holdsKey ? 'when named' : 'unnamed'} by the rows of the policy exactly if it is by the logic of keys`, () => {
        const person = holder(seat(role, { holdsKey }))
        const logic = keySeat(person, 'here') !== undefined
        const rows = Object.entries(waiting).map(([on, state]) =>
          permits(person, 'giveKey', on as Resource, record(state)),
        )
        expect(rows, 'every row').to.deep.equal(rows.map(() => logic))
        expect(logic).to.equal(role === 'chair' || (holdsKey && keyHolders.includes(role)))
      })

  it('is no secretary’s, deputy’s, observer’s, adviser’s or guest’s, whatever stands on their seat', () => {
    const others = roles.filter((role) => keySeat(holder(seat(role, { holdsKey: true })), 'here') === undefined)
    expect(others).to.deep.equal(['secretary', 'deputy', 'observer', 'adviser', 'guest'])
  })

  it('approves no statement by the side: that is its chair’s alone', () => {
    const may = (one: Seat): boolean => permits(holder(one), 'giveKey', 'part', record('review'))
    expect(roles.filter((role) => may(seat(role, { holdsKey: true })))).to.deep.equal(['chair'])
    expect(roles.filter((role) => chairs(holder(seat(role, { holdsKey: true })), 'here', 'staff'))).to.deep.equal([
      'chair',
    ])
    expect(chairs(holder(seat('chair')), 'here', 'employer')).to.equal(false)
  })
})

describe('Somebody with two places in a forum', () => {
  const both = (one: Seat, other: Seat): [Person, Person] => [holder(one, other), holder(other, one)]

  it('has the caucus of the place that lasts, in whatever order the database gives them', () => {
    for (const person of both(seat('deputy', { side: 'employer' }), seat('member')))
      expect(caucusOf(person, 'here')).to.equal('staff')
    expect(caucusOf(holder(seat('deputy', { side: 'employer' })), 'here')).to.equal(undefined)
  })

  it('gives the key of the side that they chair, and not of the one that they stand in for', () => {
    for (const person of both(seat('deputy', { side: 'employer', holdsKey: true }), seat('chair')))
      expect(keySeat(person, 'here')?.side).to.equal('staff')
    for (const person of both(seat('chair', { forum: 'elsewhere', side: 'employer' }), seat('viceChair')))
      expect(keySeat(person, 'here')).to.equal(undefined)
  })

  it('is the chair on the days of a handover on which both places last', () => {
    for (const person of both(seat('member'), seat('chair'))) expect(placeIn(person, 'here')?.role).to.equal('chair')
  })

  it('comes to a meeting as the deputy who counts there, and not as the observer who watches', () => {
    for (const person of both(seat('observer', { side: 'independent' }), seat('deputy')))
      expect(invitedPlace(person, 'here', 'this')?.role).to.equal('deputy')
    expect(invitedPlace(holder(seat('member')), 'here', 'another')).to.equal(undefined)
  })
})
