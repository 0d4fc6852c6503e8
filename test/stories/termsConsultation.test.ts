import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { termsFor } from '../../models/terms.ts'
import { addDays } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import type { Side } from '../../server/policy/terms.ts'
import { cast, consult, draft, list, press, settingsOf, shownIn, tasksOf, today, until, write } from '../termsWorld.ts'
import { aPerson, browserOf, submit } from '../world.ts'

const service = { kind: 'service', name: 'releases' } as const
const withdraw = (forum: string, withdrawn: readonly Side[]) => forumsFor(service).edit(forum, { withdrawn })

/** A version open for comments. */
async function inConsultation() {
  const world = await cast()
  const id = await draft(world)
  await write(world.browsers.secretary, id, 'purpose', 'To meet early.')
  expect((await consult(world.browsers.secretary, id)).status).to.equal(303)
  return { ...world, id }
}

const comment = (id: string, more: Record<string, string>) => ({
  id: newId(),
  section: 'purpose',
  audience: 'forum',
  text: 'Say who is meant by partners.',
  path: `/terms/${id}/comment`,
  ...more,
})
const say = (browser: Awaited<ReturnType<typeof browserOf>>, { path, ...fields }: ReturnType<typeof comment>) =>
  submit(browser, path, fields)

describe('The consultation on terms of reference', () => {
  it('takes comments for the forum or for one side, which only that side can read', async () => {
    const { id, browsers } = await inConsultation()
    expect((await say(browsers.member, comment(id, {}))).status).to.equal(303)
    const ours = comment(id, { audience: 'side', text: 'Our side wants a vice-chair.', section: 'chairs' })
    expect((await say(browsers.member, ours)).status).to.equal(303)
    for (const [name, sees] of [
      ['member', true],
      ['staffChair', true],
      ['employerChair', false],
      ['secretary', false],
      ['observer', false],
    ] as const) {
      const { text } = await browsers[name].get(`/terms/${id}`)
      expect(text, name).to.include('Say who is meant by partners.')
      expect([name, text.includes('Our side wants')]).to.deep.equal([name, sees])
      if (name !== 'member') expect(text, name).not.to.include('Priyanka')
    }
  })

  it('is read by observers, who cannot comment; outsiders and administrators see nothing of it', async () => {
    const { id, browsers } = await inConsultation()
    expect((await browsers.observer.get(`/terms/${id}`)).text).not.to.include(`/terms/${id}/comment`)
    expect((await browsers.observer.get(`/terms/${id}/comment`)).status).to.equal(404)
    const { path, ...fields } = comment(id, {})
    expect((await submit(browsers.observer, '/account', fields, path)).status).to.equal(404)
    for (const name of ['outsider', 'administrator'] as const) {
      expect((await browsers[name].get(`/terms/${id}`)).status).to.equal(404)
      expect((await submit(browsers[name], '/account', fields, path)).status).to.equal(404)
    }
  })

  it('keeps a comment once however often it is sent, and brings a bad one back with what was typed', async () => {
    const { id, browsers } = await inConsultation()
    const once = comment(id, { text: 'Only once, please.' })
    expect((await say(browsers.member, once)).status).to.equal(303)
    expect((await say(browsers.member, once)).status).to.equal(303)
    expect((await browsers.member.get(`/terms/${id}`)).text.match(/Only once, please\./g)).to.have.length(1)
    const bad = await say(browsers.member, comment(id, { audience: 'public', section: 'nowhere' }))
    expect(bad.status).to.equal(400)
    expect(bad.text).to.include('Select who can see your comment').and.include('Say who is meant by partners.')
  })

  it('leaves a member’s reminder alone when that member comments; each takes it off the own list', async () => {
    const { id, people, browsers } = await inConsultation()
    await say(browsers.member, comment(id, {}))
    expect((await tasksOf(people.member)).map(({ kind }) => kind)).to.deep.equal(['commentOnTerms'])
    expect((await press(browsers.member, id, 'set-aside')).status).to.equal(303)
    expect(await tasksOf(people.member)).to.deep.equal([])
    expect((await tasksOf(people.staffChair)).map(({ kind }) => kind)).to.deep.equal(['commentOnTerms'])
  })

  it('lasts until the day that members were told: approval cannot be asked for before, and the day is not moved forward', async () => {
    const world = await cast()
    const { secretary, employerChair, member } = world.browsers
    const id = await draft(world)
    expect((await consult(secretary, id, addDays(today, -1))).text).to.include('Enter today or a later day')
    expect((await consult(secretary, id, addDays(today, 20))).status).to.equal(303)
    expect((await secretary.get(`/terms/${id}`)).text).not.to.include('/ask"')
    const { hash } = await termsFor(world.people.member).open(id)
    expect((await submit(secretary, '/account', { hash }, `/terms/${id}/ask`)).status).to.equal(422)
    expect((await submit(employerChair, '/account', { hash }, `/terms/${id}/approve`)).status).to.equal(422)
    const shorter = await consult(secretary, id, addDays(today, 10))
    expect([shorter.status, shorter.text.includes('Members were told')]).to.deep.equal([422, true])
    expect((await consult(secretary, id, addDays(today, 30))).status).to.equal(303)
    expect((await submit(member, '/account', until(today), `/terms/${id}/consultation`)).status).to.equal(404)
  })
})

describe('The approval of terms of reference', () => {
  it('is asked for again after an edit, which voids what was approved', async () => {
    const { id, people, browsers } = await inConsultation()
    await press(browsers.secretary, id, 'ask')
    const before = await browsers.staffChair.get(`/terms/${id}`)
    const hash = /name="hash" value="([0-9a-f]{64})"/.exec(before.text)![1]!
    expect((await press(browsers.employerChair, id, 'approve')).status).to.equal(303)
    expect((await write(browsers.secretary, id, 'purpose', 'To meet early and often.')).status).to.equal(303)
    expect(await tasksOf(people.staffChair)).to.deep.equal([])
    expect((await browsers.member.get(`/terms/${id}`)).text).not.to.include('approved by')
    expect((await submit(browsers.staffChair, '/account', { hash }, `/terms/${id}/approve`)).status).to.equal(422)
    expect((await press(browsers.secretary, id, 'ask')).status).to.equal(303)
    expect((await submit(browsers.staffChair, '/account', { hash }, `/terms/${id}/approve`)).text).to.include('changed')
    expect((await press(browsers.staffChair, id, 'approve')).status).to.equal(303)
    expect((await termsFor(people.member).open(id)).state).to.equal('consultation')
    expect((await press(browsers.employerChair, id, 'approve')).status).to.equal(303)
    expect((await termsFor(people.member).open(id)).state).to.equal('adopted')
  })

  it('needs each side: no chair gives two keys, and neither a secretary nor a member gives one', async () => {
    const { id, forum, people, browsers } = await inConsultation()
    await press(browsers.secretary, id, 'ask')
    const hash = (await termsFor(people.member).open(id)).hash
    const approve = (browser: typeof browsers.member) =>
      submit(browser, '/account', { hash }, `/terms/${id}/approve`).then(({ status }) => status)
    for (const name of ['secretary', 'member', 'observer', 'outsider', 'administrator'] as const)
      expect([name, await approve(browsers[name])]).to.deep.equal([name, 404])
    expect(await approve(browsers.employerChair)).to.equal(303)
    expect(await approve(browsers.employerChair)).to.equal(303)
    const second = await browserOf(await aPerson(forum, 'chair', 'employer'))
    expect(await approve(second)).to.equal(422)
    const open = await termsFor(people.member).open(id)
    expect([open.state, open.keys.length]).to.deep.equal(['consultation', 1])
    const delegate = await browserOf(await aPerson(forum, 'member', 'staff', { holdsKey: true }))
    expect(await approve(delegate)).to.equal(303)
    expect((await termsFor(people.member).open(id)).state).to.equal('adopted')
  })

  it('waits while a side has withdrawn', async () => {
    const { id, forum, people, browsers } = await inConsultation()
    await press(browsers.secretary, id, 'ask')
    await withdraw(forum._id, ['staff'])
    expect((await browsers.employerChair.get(`/terms/${id}`)).text).to.include('Staff side has withdrawn')
    const { hash } = await termsFor(people.member).open(id)
    const answer = await submit(browsers.employerChair, '/account', { hash }, `/terms/${id}/approve`)
    expect([answer.status, answer.text.includes('wait until it returns')]).to.deep.equal([422, true])
    await withdraw(forum._id, [])
    expect((await press(browsers.employerChair, id, 'approve')).status).to.equal(303)
  })

  it('survives both chairs pressing at the same moment', async () => {
    const { id, forum, people, browsers } = await inConsultation()
    await press(browsers.secretary, id, 'ask')
    const both = await Promise.all([
      press(browsers.employerChair, id, 'approve'),
      press(browsers.staffChair, id, 'approve'),
    ])
    expect(both.map(({ status }) => status)).to.deep.equal([303, 303])
    expect((await forumsFor(people.member).open(forum._id)).terms).to.equal(id)
  })
})

describe('The text of terms of reference', () => {
  it('is not overwritten: who saves second sees both texts, and saves what they make of them', async () => {
    const world = await cast()
    const id = await draft(world)
    const { secretary, staffChair } = world.browsers
    const shown = shownIn(await staffChair.get(`/terms/${id}/sections/purpose`))
    expect((await write(secretary, id, 'purpose', 'What the secretary wrote.')).status).to.equal(303)
    const stale = await write(staffChair, id, 'purpose', 'What the chair wrote.', shown)
    expect(stale.status).to.equal(409)
    expect(stale.text).to.include('What the secretary wrote.').and.include('What the chair wrote.')
    const merged = await write(staffChair, id, 'purpose', 'What both wrote.', shownIn(stale))
    expect(merged.status).to.equal(303)
    expect((await secretary.get(`/terms/${id}`)).text).to.include('What both wrote.')
    expect((await write(staffChair, id, 'purpose', 'What both wrote.', shown)).status).to.equal(303)
  })

  it('comes with settings that are not overwritten either', async () => {
    const world = await cast()
    const id = await draft(world)
    const { secretary, staffChair } = world.browsers
    const [mine, theirs] = [await settingsOf(staffChair, id), await settingsOf(secretary, id)]
    const path = `/terms/${id}/settings`
    expect((await submit(secretary, path, { ...theirs, coreNoticeDays: '12' })).status).to.equal(303)
    const stale = await submit(staffChair, path, { ...mine, reviewMonths: '6' })
    expect(stale.status).to.equal(409)
    expect(stale.text)
      .to.include('12 working days')
      .and.match(/name="reviewMonths"[^>]*value="6"/)
    expect((await submit(staffChair, path, { ...mine, reviewMonths: '6', shown: shownIn(stale) })).status).to.equal(303)
  })

  it('has settings that make sense, or the form comes back with what was typed', async () => {
    const world = await cast()
    const id = await draft(world)
    const { secretary, member } = world.browsers
    const path = `/terms/${id}/settings`
    const fields = await settingsOf(secretary, id)
    const wrong = await submit(secretary, path, {
      ...fields,
      coreNoticeDays: 'soon',
      'sides[staff][minimum]': '99',
      'startsOn[day]': '31',
      'startsOn[month]': '2',
      'startsOn[year]': '2027',
    })
    expect(wrong.status).to.equal(400)
    expect(wrong.text).to.include('href="#coreNoticeDays"').and.include('value="soon"')
    expect(wrong.text).to.include('href="#sides-staff-minimum"').and.include('id="sides-staff-minimum"')
    expect(wrong.text).to.include('Enter a real date')
    const { 'sides[staff][holdsKey]': _key, ...oneKey } = fields
    const alone = await submit(secretary, path, oneKey)
    expect([alone.status, alone.text.includes('Give a key to at least two sides')]).to.deep.equal([400, true])
    const { 'sides[staff][takesPart]': _staff, 'sides[employer][takesPart]': _employer, ...noSides } = fields
    expect((await submit(secretary, path, noSides)).status).to.equal(303)
    expect((await secretary.get(`/terms/${id}`)).text).to.include('Joint decisions need the approval of 2 chairs')
    expect((await member.get(path)).status).to.equal(404)
    expect((await submit(member, '/account', fields, path)).status).to.equal(404)
    expect((await submit(secretary, '/account', { sides: 'x' }, path)).status).to.equal(400)
  })

  it('cannot be changed once it is agreed', async () => {
    const { id, forum, browsers } = await inConsultation()
    await press(browsers.secretary, id, 'ask')
    await press(browsers.employerChair, id, 'approve')
    await press(browsers.staffChair, id, 'approve')
    expect((await browsers.secretary.get(`/terms/${id}/sections/purpose`)).status).to.equal(404)
    expect(
      (await submit(browsers.secretary, '/account', { text: 'x', shown: '' }, `/terms/${id}/sections/purpose`)).status,
    ).to.equal(404)
    expect((await browsers.member.get(`/terms/${id}/comment`)).status).to.equal(404)
    expect((await browsers.secretary.get(list(forum))).text).to.include('Draft a new version')
  })
})
