import { expect } from 'chai'
import { minutesFor } from '../../models/minutes.ts'
import { partsFor } from '../../models/part.ts'
import { tasksFor } from '../../models/task.ts'
import { outboxFor } from '../../models/message.ts'
import { forumsFor } from '../../models/forum.ts'
import { itemsFor } from '../../models/item.ts'
import { followItem } from '../../server/acts/startMinutes.ts'
import {
  type Cast,
  approve,
  begin,
  circulate,
  circulated,
  hidden,
  minutesCast,
  plain,
  save,
  send,
  writeAll,
} from '../minutesWorld.ts'
import { submit, visitor } from '../world.ts'

const outbox = outboxFor({ kind: 'service', name: 'outbox' })

/** Mail of a kind that waits to be sent for this forum. */
const mailTo = async ({ forum }: Cast, kind: string): Promise<string[]> =>
  (await outbox.ofForum(forum._id)).filter((each) => each.kind === kind).map(({ to }) => to)

const waiting = async (person: Cast['people']['secretary']): Promise<string[]> =>
  (await tasksFor(person).waiting(person, 20)).map(({ title }) => title)

describe('Minutes, written part by part', () => {
  it('begin with a part for every published item, once, by an officer and by nobody else', async () => {
    const cast = await minutesCast()
    for (const who of ['member', 'delegate', 'observer', 'guest', 'outsider', 'administrator'] as const) {
      const page = await cast.browsers[who].get(`${cast.at}/write`)
      expect(page.status, who).to.equal(404)
    }
    const page = await cast.browsers.secretary.get(`${cast.at}/write`)
    expect(page.text).to.include('Begin the minutes')
    const parts = await begin(cast)
    expect(parts.map(({ number, audience, ruleStatus, state }) => [number, audience, ruleStatus, state])).to.deep.equal(
      [
        ['1', 'forum', 'chathamHouse', 'draft'],
        ['2', 'forum', 'chathamHouse', 'draft'],
        ['C1', 'chairs', 'chathamHouse', 'draft'],
      ],
    )
    expect(parts[1]!.steppedOut).to.deep.equal([cast.people.steppedOut.person])
    const token = hidden(await cast.browsers.secretary.get(`${cast.at}/write`), '_csrf')
    const twice = await cast.browsers.secretary.post(`${cast.at}/begin`).type('form').send({ _csrf: token })
    expect(twice.status).to.equal(303)
    expect(await partsFor(cast.people.secretary).ofMeeting(cast.meeting._id)).to.have.length(3)
  })

  it('are not begun before the agenda is published', async () => {
    const cast = await minutesCast({}, { state: 'planned' })
    const page = await cast.browsers.secretary.get(`${cast.at}/write`)
    expect(page.text).to.include('published agenda').and.not.include('Begin the minutes')
    const token = hidden(page, '_csrf')
    const answer = await cast.browsers.secretary.post(`${cast.at}/begin`).type('form').send({ _csrf: token })
    expect(answer.status).to.equal(422)
  })

  it('cannot be read by members before they are circulated, whoever asks', async () => {
    const cast = await minutesCast()
    await writeAll(cast)
    for (const who of ['member', 'observer', 'guest', 'outsider', 'administrator', 'delegate'] as const)
      expect((await cast.browsers[who].get(cast.at)).status, who).to.equal(404)
    const officer = await cast.browsers.staffChair.get(cast.at)
    expect(officer.text).to.include('Draft').and.include('flexible working')
    const signedOut = await visitor().get(cast.at)
    expect(signedOut.headers['location']).to.include('/sign-in')
  })
}).timeout(30_000)

describe('Minutes with the chairs', () => {
  it('are circulated when every key is given for one exact version, to whoever may read them', async () => {
    const cast = await minutesCast()
    const { browsers, at, people } = cast
    await writeAll(cast)
    expect((await send(cast)).status).to.equal(303)
    expect(await waiting(people.staffChair)).to.include('Approve the minutes of 4 March 2026')
    expect(await mailTo(cast, 'approvalWaiting')).to.have.members([
      people.employerChair.person,
      people.staffChair.person,
    ])
    const first = await approve(browsers.employerChair, at)
    expect(first.status, first.text).to.equal(303)
    expect((await circulate(browsers.secretary, at)).status).to.be.oneOf([404, 422])
    const page = await browsers.secretary.get(`${at}/write`)
    expect(page.text).to.include('approved by Imogen Thackeray').and.include('Waiting for: the staff side')
    expect((await browsers.member.get(at)).status).to.equal(404)
    expect((await approve(browsers.staffChair, at)).status).to.equal(303)
    expect(await waiting(people.secretary)).to.include('Circulate the minutes of 4 March 2026')
    const out = await circulate(browsers.staffChair, at)
    expect(out.status, out.text).to.equal(303)
    expect(await waiting(people.staffChair)).not.to.include('Approve the minutes of 4 March 2026')
    const { secretary, employerChair, staffChair, delegate, member, steppedOut, observer, guest } = people
    const readers = [secretary, employerChair, staffChair, delegate, member, steppedOut, observer, guest]
    expect(await mailTo(cast, 'minutesCirculated')).to.have.members(readers.map(({ person }) => person))
  })

  it('are read by each as far as they may: restricted parts and items stepped out of are not there', async () => {
    const cast = await minutesCast()
    await circulated(cast)
    const seen = async (who: keyof Cast['browsers']) => {
      const { status, text } = await cast.browsers[who].get(cast.at)
      return status === 404 ? 'nothing' : plain.map((words) => text.includes(words.slice(0, 20))).join(' ')
    }
    expect(await seen('member')).to.equal('true true false')
    expect(await seen('observer')).to.equal('true true false')
    expect(await seen('guest')).to.equal('true true false')
    expect(await seen('steppedOut')).to.equal('true false false')
    expect(await seen('secretary')).to.equal('true true true')
    expect(await seen('outsider')).to.equal('nothing')
    expect(await seen('administrator')).to.equal('nothing')
    const member = await cast.browsers.member.get(cast.at)
    expect(member.text).to.include('<strong>flexible working</strong>').and.include('The meeting was quorate')
    expect(member.text).not.to.match(/Thackeray|Okonjo|Castellan|Fairclough/)
  })

  it('are approved for the staff side by whom it named, and by nobody without a key', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { browsers, at } = cast
    await writeAll(cast)
    await send(cast)
    expect((await browsers.delegate.get(at)).text).to.include('flexible working')
    expect((await approve(browsers.delegate, at)).status).to.equal(303)
    expect((await browsers.staffChair.get(`${at}/approve`)).text).to.not.include('Approve this exact version')
    expect((await browsers.member.get(`${at}/approve`)).status).to.equal(404)
    expect((await browsers.secretary.get(`${at}/approve`)).status).to.equal(404)
  })

  it('are not approved by somebody who may not see a part of them', async () => {
    const cast = await minutesCast()
    const { browsers, at } = cast
    await writeAll(cast)
    await send(cast)
    const blind = await approve(browsers.delegate, at)
    expect(blind.status).to.equal(422)
    expect(blind.text).to.include('a part that you may not see')
  })

  it('take one key from a person, however often the button is pressed, and none for another version', async () => {
    const cast = await minutesCast()
    const { browsers, at, people, meeting } = cast
    const parts = await writeAll(cast)
    await send(cast)
    const page = await browsers.staffChair.get(`${at}/approve`)
    const fields = { hash: hidden(page, 'hash'), _csrf: hidden(page, '_csrf') }
    for (const status of [303, 303])
      expect((await browsers.staffChair.post(`${at}/approve`).type('form').send(fields)).status).to.equal(status)
    expect((await minutesFor(people.secretary).ofMeeting(meeting._id)).keys).to.have.length(1)
    await save(browsers.secretary, parts[0]!, { source: 'The meeting welcomed the update.' })
    const changed = await minutesFor(people.secretary).ofMeeting(meeting._id)
    expect(changed.keys).to.deep.equal([])
    const stale = await browsers.staffChair.post(`${at}/approve`).type('form').send(fields)
    expect(stale.status).to.equal(409)
    expect(await waiting(people.staffChair)).to.include('Approve the minutes of 4 March 2026')
  })

  it('show an approver what changed since they last saw them, and nothing else as changed', async () => {
    const cast = await minutesCast()
    const { browsers, at } = cast
    const parts = await writeAll(cast)
    await send(cast)
    await approve(browsers.staffChair, at)
    await save(browsers.secretary, parts[0]!, { source: 'The meeting welcomed the report on **flexible working**.' })
    const again = await browsers.staffChair.get(`${at}/approve`)
    expect(again.text).to.include('What changed since you last saw it')
    expect(again.text)
      .to.match(/<del>.*update.*<\/del>/)
      .and.match(/<ins>.*report.*<\/ins>/)
    expect(again.text).not.to.include('aria-label="Changes in item 2"')
    const other = await browsers.employerChair.get(`${at}/approve`)
    expect(other.text).not.to.include('What changed since you last saw it')
  })

  it('are sent back with a reason, and come again', async () => {
    const cast = await minutesCast()
    const { browsers, at, people } = cast
    const parts = await writeAll(cast)
    await send(cast)
    await approve(browsers.employerChair, at)
    const page = await browsers.staffChair.get(`${at}/approve`)
    const hash = hidden(page, 'hash')
    const empty = await submit(browsers.staffChair, `${at}/approve`, { hash, reason: '' }, `${at}/send-back`)
    expect(empty.status).to.equal(400)
    expect(empty.text).to.include('Enter what should change')
    const fields = { hash, reason: 'Say that parking was left open.' }
    expect((await submit(browsers.staffChair, `${at}/approve`, fields, `${at}/send-back`)).status).to.equal(303)
    const write = await browsers.secretary.get(`${at}/write`)
    expect(write.text).to.include('Sent back by Desmond Okonjo').and.include('Say that parking was left open.')
    expect((await approve(browsers.employerChair, at)).status).to.be.oneOf([400, 422])
    await save(browsers.secretary, parts[1]!, { source: 'Car parking was left open.' })
    expect((await send(cast)).status).to.equal(303)
    const again = await browsers.staffChair.get(`${at}/approve`)
    expect(again.text).to.include('Changes in item 2').and.not.include('Changes in item 1')
    expect((await minutesFor(people.secretary).ofMeeting(cast.meeting._id)).sentBack).to.equal(null)
  })

  it('freeze while a side has withdrawn', async () => {
    const cast = await minutesCast()
    const { browsers, at, forum, people } = cast
    await writeAll(cast)
    await send(cast)
    await forumsFor(people.staffChair).withdraw(forum._id, 'staff')
    const refused = await approve(browsers.employerChair, at)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('A side has withdrawn')
    await forumsFor(people.staffChair).comeBack(forum._id, 'staff')
    expect((await approve(browsers.employerChair, at)).status).to.equal(303)
  })

  it('are not sent while an item has no text or the meeting is not closed', async () => {
    const cast = await minutesCast()
    await begin(cast)
    const refused = await send(cast)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('Nothing is written yet for items 1, 2 and C1')
    const running = await minutesCast({}, { state: 'held' })
    await writeAll(running)
    expect((await send(running)).text).to.include('Close the meeting first')
  })

  it('once circulated, are not written any more, and what was typed meanwhile stays on the page', async () => {
    const cast = await minutesCast()
    const { browsers, at } = cast
    const parts = await writeAll(cast)
    const path = `${at}/parts/${parts[0]!._id}`
    const open = await browsers.secretary.get(path)
    const fields = { version: hidden(open, 'version'), token: hidden(open, 'token'), _csrf: hidden(open, '_csrf') }
    await send(cast)
    await approve(browsers.employerChair, at)
    await approve(browsers.staffChair, at)
    const page = await browsers.staffChair.get(`${at}/approve`)
    const circulating = { hash: hidden(page, 'hash'), _csrf: hidden(page, '_csrf') }
    for (const status of [303, 303])
      expect((await browsers.staffChair.post(`${at}/circulate`).type('form').send(circulating)).status).to.equal(status)
    expect(await mailTo(cast, 'minutesCirculated')).to.have.length(8)
    const late = await browsers.secretary
      .post(path)
      .type('form')
      .send({ ...fields, source: 'A late thought.' })
    expect(late.status).to.equal(422)
    expect(late.text).to.include('A late thought.').and.include('Record a correction instead')
    expect((await browsers.secretary.get(path)).status).to.equal(404)
  })
}).timeout(30_000)

describe('Minutes of a forum without sides', () => {
  it('are approved by two chairs, each once', async () => {
    const cast = await minutesCast({ sides: [], chairsNeeded: 2 })
    const { browsers, at, people } = cast
    await writeAll(cast)
    await send(cast)
    expect(await waiting(people.staffChair)).to.include('Approve the minutes of 4 March 2026')
    await approve(browsers.employerChair, at)
    expect(await waiting(people.employerChair)).not.to.include('Approve the minutes of 4 March 2026')
    await approve(browsers.employerChair, at)
    expect((await browsers.secretary.get(`${at}/write`)).text).to.include('Waiting for: 1 more chair')
    await approve(browsers.staffChair, at)
    expect((await circulate(browsers.staffChair, at)).status).to.equal(303)
    expect((await browsers.member.get(at)).text).to.include('Agreed by the chairs')
  })
}).timeout(30_000)

describe('Minutes in review, when the agenda item changes', () => {
  it('need every key again when the part is for other people than before', async () => {
    const cast = await minutesCast()
    const { browsers, at, people, items, meeting } = cast
    const parts = await writeAll(cast)
    await send(cast)
    await approve(browsers.staffChair, at)
    const item = await itemsFor(people.secretary).edit(items.first, { audience: 'chairs' })
    await followItem(parts[0]!, item)
    expect((await minutesFor(people.secretary).ofMeeting(meeting._id)).keys).to.deep.equal([])
    await approve(browsers.staffChair, at)
    await approve(browsers.employerChair, at)
    expect((await circulate(browsers.staffChair, at)).status).to.equal(303)
    expect((await browsers.member.get(at)).text).not.to.include('flexible working')
  })
}).timeout(30_000)
