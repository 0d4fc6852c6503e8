import { expect } from 'chai'
import { areasFor } from '../../models/area.ts'
import { forumsFor } from '../../models/forum.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { addDays } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { personToday } from '../../server/viewer.ts'
import { signedIn } from '../signedIn.ts'
import { browserOf, submit, unique } from '../world.ts'
import { called, cast, done, mailsAbout, planned, tomorrow, words } from '../meetings.ts'

const operator = { kind: 'service', name: 'operator' } as const

/** A forum with two areas, and organisations that work there, have left, or never did. */
async function areas() {
  const world = await cast({ alternation: true })
  const { administrator, secretary } = world.people
  const [weaver, fells] = [unique('weaver'), unique('fells')]
  await areasFor(administrator).create([
    { _id: weaver, name: 'Weaver Valley', description: '', revision: 0 },
    { _id: fells, name: 'The Fells', description: '', revision: 0 },
  ] as never)
  await forumsFor(secretary).edit(world.forum._id, { areas: [weaver, fells] })
  const make = async (name: string, area: string, from: string, until: string | null) => {
    const _id = unique('organisation')
    const about = {
      sector: 'nhs',
      type: 'acute trust',
      aliases: [],
      formerNames: [],
      domains: [`${_id}.example`],
    } as const
    await organisationsFor(operator).create([{ _id, name, ...about, areas: [{ area, from, until }] }] as never)
    return _id
  }
  const deeholme = await make('Deeholme Hospital', weaver, '2020-01-01', null)
  const ford = await make('Ford Community Trust', weaver, '2020-01-01', null)
  await make('Gone Trust', weaver, '2019-01-01', '2020-12-31')
  await make('Fell Trust', fells, '2020-01-01', null)
  return { ...world, weaver, fells, deeholme, ford }
}

/** The rows of the invitations page, in order: hidden id and organisation. */
const rowsOf = (html: string) =>
  [...html.matchAll(/name="guests\[(\d+)\]\[id\]" value="(\w+)"><input[^>]*value="([^"]+)"/g)].map(
    ([, at, id, organisation]) => ({ at: at!, id: id!, organisation: organisation! }),
  )

describe('A local meeting', () => {
  it('is offered in turn, in the area whose turn it is', async () => {
    const world = await areas()
    const page = async () => words((await world.browsers.secretary.get(`/forums/${world.forum._id}/meetings/new`)).text)
    await planned(world)
    expect(await page()).to.contain('turn of a local meeting in Weaver Valley')
    await planned(world, { kind: 'local', area: world.weaver, meetingDate: tomorrow })
    expect(await page()).to.contain('turn of a core meeting')
    await planned(world, { meetingDate: addDays(tomorrow, 1) })
    expect(await page()).to.contain('turn of a local meeting in The Fells')
  })

  it('proposes the organisations of the area on its day, and invites whom the secretary ticks', async () => {
    const world = await areas()
    const { browsers, deeholme, ford } = world
    const meeting = await called(world, { kind: 'local', area: world.weaver })
    expect(words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)).to.contain(
      'Local meeting, Weaver Valley',
    )
    const invitations = `/meetings/${meeting}/invitations`
    const page = await browsers.secretary.get(invitations)
    expect(words(page.text)).to.contain('Deeholme Hospital').and.contain('Ford Community Trust')
    expect(words(page.text)).not.to.contain('Gone Trust').and.not.contain('Fell Trust')
    const rows = rowsOf(page.text)
    expect(rows.map(({ organisation }) => organisation)).to.deep.equal([deeholme, ford])
    const email = `${newId()}@organisation.example`
    const row = (at: number, fields: Record<string, string>) =>
      Object.fromEntries(
        Object.entries({ id: rows[at]!.id, organisation: rows[at]!.organisation, ...fields }).map(([field, value]) => [
          `guests[${at}][${field}]`,
          value,
        ]),
      )
    const wrong = { ...row(0, { invite: 'yes', name: '', email: 'gina' }), ...row(1, { name: '', email: '' }) }
    const refused = await submit(browsers.secretary, invitations, wrong)
    expect(refused.status).to.equal(400)
    expect(refused.text).to.contain('href="#guests-0-name"').and.contain('href="#guests-0-email"')
    expect(refused.text).to.contain('value="gina"').and.contain('checked')
    expect((await submit(browsers.secretary, invitations, row(1, { name: '', email: '' }))).status).to.equal(422)
    const right = { ...row(0, { invite: 'yes', name: 'Gina Guest', email }), ...row(1, { name: '', email: '' }) }
    await done(submit(browsers.secretary, invitations, right))
    await done(submit(browsers.secretary, invitations, right))
    expect(words((await browsers.secretary.get(invitations)).text)).to.contain('Invited: Gina Guest')
    const gina = (await peopleFor(operator).byEmail(email))!
    const guest = await browserOf(await personToday(gina._id, new Date(), signedIn))
    expect((await guest.get(`/meetings/${meeting}`)).status).to.equal(200)
    expect((await guest.get(`/meetings/${await called(world)}`)).status).to.equal(404)
    const mails = await mailsAbout(`/meetings/${meeting}`)
    expect(mails.filter(({ to }) => to === gina._id)).to.deep.equal([{ kind: 'invitation', to: gina._id }])
    const coming = words((await browsers.secretary.get(`/meetings/${meeting}/attendance`)).text)
    expect(coming).to.contain('Gina Guest')
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(invitations)).status, who).to.equal(404)
  })

  it('is a meeting of an area: a core meeting has no such proposals', async () => {
    const world = await cast()
    const meeting = await called(world)
    expect((await world.browsers.secretary.get(`/meetings/${meeting}/invitations`)).status).to.equal(404)
  })
})
