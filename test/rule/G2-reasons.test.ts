import { expect } from 'chai'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { termsFor } from '../../models/terms.ts'
import { attributionCheck } from '../../server/rule/attribution/check.ts'
import { saidInLead } from '../../server/rule/leadCheck.ts'
import { newId } from '../../server/ids.ts'
import { stored } from '../commands.ts'
import { type Cast, added, called, cast, done, planned, published, tomorrow, words } from '../meetings.ts'
import { cast as termsCast, consult, draft, write } from '../termsWorld.ts'
import { submit } from '../world.ts'

const naming = 'Sally Member refused to come'
const neutral = 'The room is not free'
const asDate = (name: string, day: string): Record<string, string> => {
  const [year, month, date] = day.split('-') as [string, string, string]
  return { [`${name}[day]`]: date, [`${name}[month]`]: month, [`${name}[year]`]: year }
}
const times = { from: '14:00', until: '16:00', place: 'Lancaster' }

const changesOf = async ({ people }: Cast, meeting: string) =>
  (await meetingsFor(people.secretary).open(meeting)).changes

/** A form that is refused for what may identify someone, with all that was typed, and then taken without it. */
async function refusedThenTaken(
  browser: Cast['browsers']['secretary'],
  path: string,
  fields: Record<string, string>,
  typed: readonly string[] = [],
): Promise<void> {
  const refused = await submit(browser, path, { ...fields, reason: naming })
  expect(refused.status, path).to.equal(422)
  const page = words(refused.text)
  expect(page, path).to.include('“Sally Member” may identify someone. You could write “')
  expect(refused.text, path).to.include(`value="${naming}"`).and.include('href="#reason"')
  for (const each of typed) expect(refused.text, path).to.include(`value="${each}"`)
  await done(submit(browser, path, { ...fields, reason: neutral }))
}

describe('G2: a reason is text that leaves the room', () => {
  it('a meeting is neither called at short notice nor moved for a reason that says who', async () => {
    const world = await cast({ coreNoticeDays: 20 })
    const { browsers, people } = world
    const meeting = await planned(world)
    await refusedThenTaken(browsers.employerChair, `/meetings/${meeting}/call`, { confirmed: 'yes' })
    expect((await changesOf(world, meeting)).map(({ reason }) => reason)).to.deep.equal([neutral])

    const { revision } = await meetingsFor(people.secretary).open(meeting)
    const to = { ...asDate('meetingDate', tomorrow), ...times, confirmed: 'yes', revision: String(revision) }
    await refusedThenTaken(browsers.staffChair, `/meetings/${meeting}/move`, to, ['Lancaster'])
    const changes = await changesOf(world, meeting)
    expect(changes.map(({ what, reason }) => `${what}: ${reason}`)).to.deep.equal([
      `shortNotice: ${neutral}`,
      `moved: ${neutral}`,
      `shortNotice: ${neutral}`,
    ])
    expect(words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)).not.to.include(naming)
  })

  it('nor is one cancelled or adjourned; neither e-mails nor the trail have the reason', async () => {
    const world = await cast()
    const { browsers, forum } = world
    const cancelled = await called(world)
    await refusedThenTaken(browsers.staffChair, `/meetings/${cancelled}/cancel`, {})
    const { meeting } = await published(world)
    const day = `/meetings/${meeting}/day`
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    const resumed = { id: newId(), ...asDate('meetingDate', tomorrow), ...times }
    await refusedThenTaken(browsers.secretary, `${day}/adjourn`, resumed, ['Lancaster'])
    for (const collection of ['messages', 'auditentries']) {
      const rows = await stored<object>(collection).find({ forum: forum._id }).toArray()
      expect(rows, collection).not.to.have.length(0)
      expect(JSON.stringify(rows), collection).not.to.include(naming).and.not.include(neutral)
    }
  })

  it('all places are named at once, sides and job titles too', async () => {
    const world = await cast()
    const meeting = await called(world)
    const reason = 'Sally Member objected, and the staff side asked for more time'
    const refused = await submit(world.browsers.staffChair, `/meetings/${meeting}/cancel`, { reason })
    expect(words(refused.text))
      .to.include('“Sally Member” may identify')
      .and.match(/“[^”]*staff side” may identify/)
    expect((await meetingsFor(world.people.secretary).open(meeting)).state).to.equal('called')
  })

  it('what is open may say who, and so may a plan of which nobody is told', async () => {
    const open = await cast({ ruleStatus: 'open' })
    const meeting = await called(open)
    await done(submit(open.browsers.staffChair, `/meetings/${meeting}/cancel`, { reason: naming }))
    const world = await cast()
    const plan = await planned(world)
    const { revision } = await meetingsFor(world.people.secretary).open(plan)
    const to = { ...asDate('meetingDate', tomorrow), ...times, reason: naming, revision: String(revision) }
    await done(submit(world.browsers.secretary, `/meetings/${plan}/move`, to))
    expect(await changesOf(world, plan)).to.deep.equal([])
  })

  it('a consultation on terms does not end with who wished it', async () => {
    const world = await termsCast()
    const { browsers, people } = world
    const id = await draft(world)
    await write(browsers.secretary, id, 'purpose', 'To meet early.')
    await consult(browsers.secretary, id)
    const because = `${people.member.name} refused to go on.`
    const refused = await submit(browsers.staffChair, `/terms/${id}/end`, { because })
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.include('may identify someone')
    expect(refused.text).to.include(`value="${because}"`).and.include('href="#because"')
    expect((await termsFor(people.secretary).open(id)).state).to.equal('consultation')
    expect((await submit(browsers.staffChair, `/terms/${id}/end`, { because: neutral })).status).to.equal(303)
  })
}).timeout(60_000)

describe('G2: who leads an item is a name, and nothing that was said', () => {
  const check = attributionCheck({
    people: [
      {
        name: 'Sally Member',
        jobTitle: 'Head of Reports',
        organisation: 'Deeholme NHS Foundation Trust',
        side: 'staff',
      },
      { name: 'Edward Member', jobTitle: '', organisation: 'Wyrebank', side: 'employer' },
    ],
    organisations: [{ name: 'Deeholme NHS Foundation Trust', aliases: ['Deeholme'] }],
    policy: { sideAttribution: 'forbidden' },
  })

  it('as names, titles and organisations it stands', () => {
    for (const lead of [
      '',
      'The secretary',
      'Sally Member',
      'Sally Member and Edward Member',
      'Sally Member (Head of Reports, Deeholme NHS Foundation Trust)',
      'Sally Member with questions from the floor',
      'Reported orally',
    ])
      expect(saidInLead(lead, check), lead).to.equal(undefined)
  })

  it('with a verb of speech beside it, the names alone are offered instead', () => {
    expect(saidInLead('Sally Member, who objected to it', check)).to.equal('Sally Member')
    expect(saidInLead('Sally Member (refuses the offer) and Edward Member', check)).to.equal(
      'Sally Member, Edward Member',
    )
  })

  it('an agenda is not published, nor an item changed or added late, while its lead says more', async () => {
    const world = await cast()
    const { browsers, people } = world
    const meeting = await called(world)
    const said = 'Sally Member, who objected'
    const item = await added(world, meeting, { lead: said })
    const publish = `/meetings/${meeting}/agenda/publish`
    const refused = await submit(browsers.employerChair, publish, {})
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.include(said).and.include('Instead: Sally Member')
    const edit = async (lead: string) => {
      const { revision } = await itemsFor(people.secretary).open(item)
      const content = { title: 'Winter plan', purpose: 'discussion', minutes: '20', paperMode: 'verbal' }
      const where = { audience: 'forum', ruleStatus: 'chathamHouse', revision: String(revision) }
      return submit(browsers.secretary, `/items/${item}/edit`, { ...content, ...where, lead })
    }
    await done(edit('Sally Member'))
    await done(submit(browsers.employerChair, publish, {}))
    const again = await edit(said)
    expect(again.status).to.equal(422)
    expect(again.text).to.include(`value="${said}"`).and.include('href="#lead"')
    await done(edit('Edward Member'))
    const late = { id: newId(), title: 'Pay', purpose: 'discussion', minutes: '5', paperMode: 'verbal', after: '' }
    const where = { audience: 'forum', ruleStatus: 'chathamHouse', lead: said }
    const proposed = await submit(browsers.secretary, `/meetings/${meeting}/agenda/late`, { ...late, ...where })
    expect(proposed.status).to.equal(422)
    expect(words(proposed.text)).to.include('You could write “Sally Member”')
  })
}).timeout(60_000)
