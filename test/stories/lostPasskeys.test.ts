import { expect } from 'chai'
import { passkeysFor } from '../../models/passkey.ts'
import { seatsFor } from '../../models/seat.ts'
import { handOverChair } from '../../server/acts/handOverChair.ts'
import { addDays, dayOf } from '../../server/dates.ts'
import { whileHeld } from '../held.ts'
import { castOf } from '../membership.ts'
import { add, anAuthenticator, codeFrom, optionsOf, passkeysOf, use, withPasskey } from '../passkeys.ts'
import { aForum, browserOf, submit } from '../world.ts'

const signIn = { kind: 'service', name: 'signIn' } as const

/** A forum with its people, whose staff chair has a passkey and has used it; and a member with one. */
async function aSide() {
  const forum = await aForum()
  const people = await castOf(forum)
  const chair = await withPasskey(forum, people.staffChair)
  const lost = anAuthenticator()
  await add(await browserOf(people.member), lost, await codeFrom(chair.browser, people.member))
  return { forum, people, chair, lost }
}

describe('A passkey that was lost', function () {
  this.timeout(60_000)

  it('counts on no place of that side once the chair gave a code instead, also on one that begins by a handover', async () => {
    const { forum, people, chair } = await aSide()
    const next = anAuthenticator()
    const [own] = people.staffChair.seats
    const inAWeek = addDays(dayOf(new Date()), 7)
    await handOverChair(people.staffChair, new Date(), {
      forum: forum._id,
      revision: (await seatsFor(signIn).open(own!.seat)).revision,
      successor: people.member.seats[0]!.seat,
      from: inAWeek,
      until: addDays(inAWeek, -1),
      stays: false,
    })
    const coming = async () =>
      (await seatsFor(signIn).lasting(people.member.person, inAWeek)).find(({ role }) => role === 'chair')!.passkeys
    expect(await coming(), 'what the new chair has counts on').to.have.length(1)
    const code = await codeFrom(chair.browser, people.member, { instead: 'yes' })
    expect(await coming(), 'whoever found the lost one is not the chair in a week').to.deep.equal([])
    await add(await browserOf(people.member), next, code)
    expect(await coming(), 'and the member is')
      .to.deep.equal(await passkeysOf(people.member))
      .and.to.have.length(1)
  })

  it('removes itself, and none that its owner has instead', async () => {
    const { people, chair, lost } = await aSide()
    const next = anAuthenticator()
    const code = await codeFrom(chair.browser, people.member, { instead: 'yes' })
    await add(await browserOf(people.member), next, code, 'New telephone')
    const [old, fresh] = await passkeysFor(people.member).of(people.member.person)
    const finder = await browserOf(people.member)
    await use(finder, lost)
    const refused = await submit(finder, '/account', {}, `/account/passkeys/${fresh!._id}/remove`)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('It can remove only itself')
    expect(await passkeysOf(people.member)).to.deep.equal([fresh!._id])
    expect((await submit(finder, '/account', {}, `/account/passkeys/${old!._id}/remove`)).status).to.equal(303)
    const left = await passkeysFor(people.member).of(people.member.person)
    expect(left.map(({ name }) => name)).to.deep.equal(['New telephone'])
  })

  it('brings in no other while it is ended: what its finder adds at that moment does not count', async () => {
    const { people, chair, lost } = await aSide()
    const finder = await browserOf(people.member)
    await use(finder, lost)
    const answer = anAuthenticator().add(await optionsOf(finder, '/account/passkeys/add', { code: '' }))
    const added = await whileHeld(
      ['passkeychallenges', 'findOneAndDelete', 'before'],
      async () => submit(finder, '/account/passkeys/add', { code: '', name: 'Mine now', answer }),
      async () => codeFrom(chair.browser, people.member, { instead: 'yes' }),
    )
    expect(added.status).to.equal(422)
    expect(await passkeysOf(people.member)).to.deep.equal([])
    expect(await passkeysFor(people.member).of(people.member.person)).to.have.length(1)
  })
})
