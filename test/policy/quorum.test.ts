import { expect } from 'chai'
import { type Course, type Present, courseOf, neededFor, quorumOf, wasQuorate } from '../../server/policy/quorum.ts'
import type { Role, Side } from '../../server/policy/terms.ts'

const terms = [
  { side: 'employer', quorumShare: 1 / 3, quorumMinimum: 3 },
  { side: 'staff', quorumShare: 1 / 3, quorumMinimum: 3 },
] as const
const seats = (side: Side, count: number, role: Role = 'member') =>
  Array.from({ length: count }, (_, at) => ({
    side,
    role,
    person: `${side}${role}${at}`,
    seat: `${side}-${role}-${at}`,
  }))
const there = (side: Side, count: number, role: Role = 'member'): Present[] =>
  seats(side, count, role).map((each) => ({ ...each, standsInFor: null }))
const deputyFor = (seat: string, side: Side = 'staff'): Present => ({
  person: `deputy of ${seat}`,
  seat: `deputy seat ${seat}`,
  role: 'deputy',
  side,
  standsInFor: seat,
})

describe('a quorum', () => {
  it('needs a third of the filled seats of a side, rounded up', () => {
    const needs = neededFor(terms, [...seats('employer', 10), ...seats('staff', 12)])
    expect(needs).to.deep.equal([
      { side: 'employer', seats: 10, needed: 4 },
      { side: 'staff', seats: 12, needed: 4 },
    ])
  })

  it('needs the minimum where the share is smaller, also of a side with fewer seats than that', () => {
    expect(neededFor(terms, [...seats('employer', 6), ...seats('staff', 2)]).map(({ needed }) => needed)).to.deep.equal(
      [3, 3],
    )
  })

  it('does not round up what only arithmetic puts above a whole number', () => {
    const tenth = [{ side: 'staff', quorumShare: 0.1, quorumMinimum: 1 }] as const
    expect(neededFor(tenth, seats('staff', 30))[0]!.needed).to.equal(3)
  })

  it('counts chairs, vice-chairs and secretaries among the filled seats, but no observer, adviser, deputy or guest', () => {
    const roles: Role[] = ['chair', 'viceChair', 'member', 'secretary', 'observer', 'adviser', 'deputy', 'guest']
    const one = [{ side: 'staff', quorumShare: 1, quorumMinimum: 0 }] as const
    expect(
      neededFor(
        one,
        roles.map((role) => ({ role, side: 'staff' }) as const),
      )[0]!.seats,
    ).to.equal(4)
    expect(
      quorumOf(
        neededFor(one, seats('staff', 3)),
        roles.flatMap((role) => there('staff', 1, role)),
      ).sides[0]!.present,
    )
      // chair, vice-chair, secretary, member, and the deputy for a seat whose holder is away
      .to.equal(5)
  })

  const needs = neededFor(terms, [...seats('employer', 8), ...seats('staff', 8)])

  it('is reached when every side has enough', () => {
    expect(quorumOf(needs, [...there('employer', 3), ...there('staff', 3)]).quorate).to.equal(true)
  })

  it('is not reached by one side alone, however many come', () => {
    const { quorate, sides } = quorumOf(needs, [...there('employer', 8), ...there('staff', 2)])
    expect(quorate).to.equal(false)
    expect(sides.map(({ present, enough }) => ({ present, enough }))).to.deep.equal([
      { present: 8, enough: true },
      { present: 2, enough: false },
    ])
  })

  it('counts a deputy for the deputy’s own side only', () => {
    const two = [...there('employer', 3), ...there('staff', 2)]
    expect(quorumOf(needs, [...two, deputyFor('staff-member-7')]).quorate).to.equal(true)
    expect(quorumOf(needs, [...two, deputyFor('staff-member-7', 'employer')]).quorate).to.equal(false)
  })

  it('counts a seat once, whether its holder, a deputy or two deputies are there', () => {
    const two = there('staff', 2)
    const staff = (present: Present[]) => quorumOf(needs, present).sides[1]!.present
    expect(staff([...two, deputyFor('staff-member-0')])).to.equal(2)
    expect(staff([deputyFor('staff-member-0'), ...two])).to.equal(2)
    const second = { ...deputyFor('staff-member-5'), person: 'second', seat: 'second' }
    expect(staff([...two, deputyFor('staff-member-5'), second])).to.equal(3)
  })

  it('counts nobody twice who holds two seats', () => {
    const [one] = there('staff', 1)
    const again = { ...deputyFor('staff-member-7'), person: one!.person }
    expect(quorumOf(needs, [one!, again]).sides[1]!.present).to.equal(1)
  })

  it('leaves out whoever stepped out of the item', () => {
    const all = [...there('employer', 3), ...there('staff', 3)]
    expect(quorumOf(needs, all, ['staffmember1']).quorate).to.equal(false)
    expect(quorumOf(needs, all, ['somebody else']).quorate).to.equal(true)
  })

  it('of a forum without sides is a third of all seats, at least three', () => {
    const whole = neededFor([], [...seats('independent', 12), ...seats('staff', 3)])
    expect(whole).to.deep.equal([{ side: null, seats: 15, needed: 5 }])
    expect(quorumOf(whole, [...there('independent', 4), ...there('staff', 1)]).quorate).to.equal(true)
    expect(neededFor([], seats('independent', 4))[0]!.needed).to.equal(3)
  })
})

describe('the course of a quorum', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 14, minute))
  const none: Course = { quorateAt: null, lackingSince: null, inquorateAt: null }
  const run = (...counts: [minute: number, quorate: boolean][]): Course =>
    counts.reduce((course, [minute, quorate]) => courseOf(course, quorate, at(minute), 30), none)

  it('is quorate when a quorum comes within the time the terms allow', () => {
    const course = run([0, false], [10, false], [29, true])
    expect(course).to.deep.equal({ quorateAt: at(29), lackingSince: null, inquorateAt: null })
    expect(wasQuorate(course, at(55), 30)).to.equal(true)
  })

  it('is inquorate when it has been lacking for that long', () => {
    expect(run([0, false], [40, false]).inquorateAt).to.deep.equal(at(30))
  })

  it('remembers that it was inquorate, also when that is noticed only as a quorum returns', () => {
    const course = run([0, true], [5, false], [50, true])
    expect(course.inquorateAt).to.deep.equal(at(35))
    expect(wasQuorate(course, at(55), 30)).to.equal(false)
  })

  it('begins to wait anew each time a quorum is lost', () => {
    const course = run([0, false], [20, true], [25, false], [50, true])
    expect(wasQuorate(course, at(58), 30)).to.equal(true)
  })

  it('was not quorate when there never was a quorum, however short the meeting', () => {
    expect(wasQuorate(run([0, false]), at(10), 30)).to.equal(false)
  })

  it('is inquorate at the end when it has been lacking too long by then', () => {
    expect(wasQuorate(run([0, true], [10, false]), at(39), 30)).to.equal(true)
    expect(wasQuorate(run([0, true], [10, false]), at(40), 30)).to.equal(false)
  })
})
