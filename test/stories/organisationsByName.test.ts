import { expect } from 'chai'
import { organisationsFor } from '../../models/organisation.ts'
import { newId } from '../../server/ids.ts'
import { stored } from '../commands.ts'
import { tomorrow, words } from '../meetings.ts'
import { aMeeting, castOf, seatOf } from '../membership.ts'
import { costOf } from '../queries.ts'
import { aForum, aPerson, browserOf, submit, unique } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const

describe('An organisation in a form, in an installation with five hundred of them', () => {
  const word = unique('Longacre').toLowerCase()
  const trust = `${word}-trust`
  before(async () => {
    const shared = { sector: 'nhs', type: 'acute trust', areas: [], domains: [] } as const
    await organisationsFor(operator).create([
      ...Array.from({ length: 500 }, (_, at) => ({
        ...shared,
        _id: `${word}-${at}`,
        name: `Body ${at} of the partnership with a rather long name ${word}`,
        aliases: [],
        formerNames: [],
      })),
      {
        ...shared,
        _id: trust,
        name: `Quillfeather Hospitals ${word}`,
        aliases: [`QFH ${word}`, `Shared ${word}`],
        formerNames: [{ name: `Quillfeather General ${word}`, until: '2020-03-31' }],
      },
      { ...shared, _id: `${word}-union`, name: `Quillon Union ${word}`, aliases: [`Shared ${word}`], formerNames: [] },
    ])
  })

  // Other tests look for theirs on the first page of a list.
  after(async () => {
    await stored<{ _id: string }>('organisations').deleteMany({ _id: { $regex: `^${word}-` } })
  })

  it('takes little room on every page that asks for one', async () => {
    const forum = await aForum()
    const { staffChair, member, secretary } = await castOf(forum)
    const seat = (await seatOf(member, forum))!._id
    await aMeeting(forum, secretary)
    const administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    const pages = [
      [staffChair, `/forums/${forum._id}/members/invite`],
      [staffChair, `/forums/${forum._id}/members/${seat}`],
      [staffChair, `/forums/${forum._id}/members/${seat}/side`],
      [member, `/forums/${forum._id}/members/deputy`],
      [secretary, `/forums/${forum._id}/members/guests`],
      [administrator, `/administration/people/${member.person}`],
      [administrator, `/administration/forums/${forum._id}/edit`],
      [administrator, `/administration/forums/${forum._id}/chair/staff`],
    ] as const
    for (const [who, path] of pages) {
      const { size, text } = await costOf(await browserOf(who), path)
      expect(size, path).to.be.below(30 * 1024)
      expect(text, path).to.match(/ name="(organisation|signsInThrough|recordsOf)" type="text"/)
    }
  })

  /** An invitation as the chair of the staff side fills it in. */
  async function invite(organisation: string) {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const fields = { id: newId(), name: 'Nia Newcomer', email: `${newId()}@example.org`, jobTitle: '', role: 'member' }
    const [year, month, day] = tomorrow.split('-') as [string, string, string]
    const from = { 'from[day]': day, 'from[month]': month, 'from[year]': year, signsInThrough: trust }
    const path = `/forums/${forum._id}/members/invite`
    return submit(await browserOf(staffChair), path, { ...fields, ...from, organisation })
  }

  it('is found by its name, an alias, a former name or its short name, in whatever case', async () => {
    const named = ['quillfeather hospitals', 'qfh', 'Quillfeather GENERAL'].map((name) => `${name} ${word}`)
    for (const typed of [...named, trust]) expect((await invite(typed)).status, typed).to.equal(303)
  })

  it('that is none brings the form back with the names that come near, and with what was typed', async () => {
    const refused = await invite('Quilfeather hospitals')
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.include('There is no organisation called “Quilfeather hospitals”')
    expect(words(refused.text)).to.include(`Write one of: Quillfeather Hospitals ${word}`)
    expect(refused.text).to.include('value="Quilfeather hospitals"').and.include('href="#organisation"')
    expect(refused.text).to.include(`<option value="Quillfeather Hospitals ${word}">`)
    expect(refused.text).to.include('value="Nia Newcomer"')
    expect(refused.text.length).to.be.below(30 * 1024)
    const misspelt = await invite('Quilfether Hospitls')
    expect(words(misspelt.text)).to.include(`Quillfeather Hospitals ${word}`)
    const strange = await invite('Zzyzx')
    expect(words(strange.text)).to.include('ask an administrator to add it')
    expect((await invite('')).status).to.equal(400)
  })

  it('that may be two is asked for again', async () => {
    const refused = await invite(`Shared ${word}`)
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.include(`(${trust}) or Quillon Union`).and.include('Write the whole name')
  })
}).timeout(60_000)
