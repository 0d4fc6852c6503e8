import { expect } from 'chai'
import { partsFor } from '../../models/part.ts'
import { newId } from '../../server/ids.ts'
import { type Cast, aMeeting, circulated, hidden, linkTo, minutesCast, plain } from '../minutesWorld.ts'
import { submit } from '../world.ts'

/** Circulated minutes, and a later meeting that has been held. */
async function afterTheNext() {
  const cast = await minutesCast()
  const parts = await circulated(cast)
  const next = await aMeeting(cast.forum, cast.people.secretary, { meetingDate: '2026-05-06' })
  return { cast, part: parts[0]!, closed: parts[2]!, next }
}

const was = 'The meeting welcomed the update on flexible working.'
const reads = 'The meeting noted the update on flexible working.'

const challenge = async (browser: Cast['browsers']['member'], at: string, part: string, texts = { was, reads }) =>
  submit(browser, `${at}/parts/${part}/challenge`, { id: newId(), ...texts })

describe('Circulated minutes', () => {
  it('are challenged by a member with both texts, which the next meeting answers, and both stay', async () => {
    const { cast, part, next } = await afterTheNext()
    const { browsers, at, people } = cast
    const answer = await challenge(browsers.member, at, part._id)
    expect(answer.status, answer.text).to.equal(303)
    expect((await browsers.observer.get(at)).text).not.to.include('noted the update')
    expect((await browsers.secretary.get(at)).text).to.include('1 challenge to put to the next meeting')
    const page = await browsers.secretary.get(`${at}/confirm`)
    expect(page.text).to.include(was).and.include(reads)
    const early = await submit(browsers.secretary, `${at}/confirm`, { at: next._id })
    expect(early.status).to.equal(422)
    expect(early.text).to.include('Record what the meeting said to each challenge first')
    const path = linkTo(page, '/challenges/')
    const none = await submit(browsers.secretary, `${at}/confirm`, { agreed: 'yes', at: '' }, path)
    expect(none.status).to.equal(422)
    expect(none.text).to.include('Select the meeting that answered it')
    for (const status of [303, 303]) {
      const fields = { agreed: 'yes', at: next._id, _csrf: hidden(page, '_csrf') }
      expect((await browsers.secretary.post(path).type('form').send(fields)).status).to.equal(status)
    }
    expect((await submit(browsers.secretary, `${at}/confirm`, { at: next._id })).status).to.equal(303)
    const read = await browsers.member.get(at)
    expect(read.text)
      .to.include('confirmed at the meeting of 6 May 2026')
      .and.include('Correction agreed on 6 May 2026')
    expect(read.text).to.include(plain[0].replaceAll(/\*\*(.*)\*\*/g, '<strong>$1</strong>'))
    const after = await partsFor(people.secretary).open(part._id)
    expect([after.source, after.corrections.length]).to.deep.equal([plain[0], 1])
  })

  it('carry both texts of a challenge that was not agreed', async () => {
    const { cast, part, next } = await afterTheNext()
    const { browsers, at } = cast
    await challenge(browsers.member, at, part._id)
    const path = linkTo(await browsers.secretary.get(`${at}/confirm`), '/challenges/')
    await submit(browsers.secretary, `${at}/confirm`, { agreed: 'no', at: next._id }, path)
    const read = await browsers.observer.get(at)
    expect(read.text).to.include('Challenge, not agreed on 6 May 2026').and.include(reads)
  })

  it('take no challenge that names somebody, that is of other words, or from those who may not', async () => {
    const { cast, part, closed } = await afterTheNext()
    const { browsers, at } = cast
    const naming = await challenge(browsers.member, at, part._id, { was, reads: 'Desmond Okonjo welcomed it.' })
    expect(naming.status).to.equal(422)
    expect(naming.text).to.include('may identify someone').and.include('Okonjo welcomed it.')
    const other = await challenge(browsers.member, at, part._id, { was: 'Never written.', reads })
    expect(other.text).to.include('Copy the words just as they stand')
    const path = (id: string) => `${at}/parts/${id}/challenge`
    for (const who of ['observer', 'guest', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(path(part._id))).status, who).to.equal(404)
    expect((await browsers.member.get(path(closed._id))).status).to.equal(404)
  })

  it('are corrected beside the text, by officers, with the words as circulated', async () => {
    const { cast, part, next } = await afterTheNext()
    const { browsers, at } = cast
    const path = `${at}/parts/${part._id}/correct`
    expect((await browsers.member.get(path)).status).to.equal(404)
    const fields = { id: newId(), was, reads, at: next._id }
    const wrong = await submit(browsers.secretary, path, { ...fields, at: cast.meeting._id })
    expect(wrong.status).to.equal(422)
    expect((await submit(browsers.secretary, path, fields)).status).to.equal(303)
    expect((await submit(browsers.secretary, path, fields)).status).to.equal(303)
    const after = await partsFor(cast.people.secretary).open(part._id)
    expect(after.corrections).to.have.length(1)
    expect(after.source).to.equal(plain[0])
  })

  it('are confirmed at a later meeting alone, once, by officers', async () => {
    const cast = await minutesCast()
    await circulated(cast)
    const { browsers, at, meeting } = cast
    expect((await browsers.secretary.get(`${at}/confirm`)).text).to.include('no later meeting yet')
    expect((await browsers.member.get(`${at}/confirm`)).status).to.equal(404)
    const next = await aMeeting(cast.forum, cast.people.secretary, { meetingDate: '2026-05-06' })
    const page = await browsers.secretary.get(`${at}/confirm`)
    const post = async (when: string) =>
      browsers.secretary
        .post(`${at}/confirm`)
        .type('form')
        .send({ at: when, _csrf: hidden(page, '_csrf') })
    expect((await post(meeting._id)).status).to.equal(422)
    expect((await post(newId())).status).to.equal(404)
    expect((await post(next._id)).status).to.equal(303)
    expect((await post(next._id)).status).to.equal(303)
    expect((await browsers.member.get(at)).text)
      .to.include('Confirmed')
      .and.not.include('should read otherwise')
  })
}).timeout(30_000)
