import { expect } from 'chai'
import { draftsFor } from '../../models/draft.ts'
import { partsFor } from '../../models/part.ts'
import { newId } from '../../server/ids.ts'
import { type Cast, begin, hidden, linkTo, minutesCast, save } from '../minutesWorld.ts'

const twoItems = () => minutesCast({}, {}, { closed: false })

/** What the page's script sends two seconds after the last key. */
const autosave = async (
  browser: Cast['browsers']['secretary'],
  path: string,
  page: { text: string },
  source: string,
) => {
  const field = (name: string) => hidden(page as never, name)
  const fields = { version: field('version'), token: field('token'), _csrf: field('_csrf'), source }
  return browser.post(`${path}/draft`).type('form').send(fields)
}

describe('A part of the minutes', () => {
  it('is kept while it is typed, and offered again when the page is opened anew', async () => {
    const cast = await twoItems()
    const { browsers, at } = cast
    const [part] = await begin(cast)
    const path = `${at}/parts/${part!._id}`
    const page = await browsers.secretary.get(path)
    for (const text of ['The meeting', 'The meeting noted the rep'])
      expect((await autosave(browsers.secretary, path, page, text)).body).to.deep.equal({ saved: true })
    const again = await browsers.secretary.get(path)
    expect(again.text).to.include('typed and not saved').and.include('The meeting noted the rep')
    const open = linkTo(again, '?draft=')
    const onward = await browsers.secretary.get(open)
    expect(onward.text).to.match(/<textarea[^>]*name="source"[^>]*>\s*The meeting noted the rep<\/textarea>/)
    expect(hidden(onward, 'token')).to.equal(hidden(page, 'token'))
    const saved = await browsers.secretary
      .post(path)
      .type('form')
      .send({
        version: hidden(onward, 'version'),
        token: hidden(onward, 'token'),
        _csrf: hidden(onward, '_csrf'),
        source: 'The meeting noted the report.',
      })
    expect(saved.status).to.equal(303)
    expect((await browsers.secretary.get(path)).text).not.to.include('typed and not saved')
    expect(await draftsFor(cast.people.secretary).ofPart(part!._id)).to.deep.equal([])
  })

  it('throws unsaved text away only when somebody says so', async () => {
    const cast = await twoItems()
    const { browsers, at } = cast
    const [part] = await begin(cast)
    const path = `${at}/parts/${part!._id}`
    await autosave(browsers.secretary, path, await browsers.secretary.get(path), 'Half a sentence')
    await save(browsers.staffChair, part!, { source: 'Another text.' })
    const page = await browsers.secretary.get(path)
    expect(page.text).to.include('Half a sentence')
    const discard = linkTo(page, '/discard')
    await browsers.secretary
      .post(discard)
      .type('form')
      .send({ _csrf: hidden(page, '_csrf') })
    expect((await browsers.secretary.get(path)).text).not.to.include('Half a sentence')
  })

  it('keeps both texts when two people write it at once, side by side, to be brought together', async () => {
    const cast = await twoItems()
    const { browsers, at, people } = cast
    const [part] = await begin(cast)
    const path = `${at}/parts/${part!._id}`
    const mine = await browsers.secretary.get(path)
    expect((await save(browsers.staffChair, part!, { source: 'Theirs was saved first.' })).status).to.equal(303)
    const fields = { version: hidden(mine, 'version'), token: hidden(mine, 'token'), _csrf: hidden(mine, '_csrf') }
    const clash = await browsers.secretary
      .post(path)
      .type('form')
      .send({ ...fields, source: 'Mine came second.' })
    expect(clash.status).to.equal(409)
    expect(clash.text).to.include('Theirs was saved first.').and.include('Mine came second.')
    expect(clash.text).to.include('app-two-texts')
    const merged = await browsers.secretary
      .post(path)
      .type('form')
      .send({
        ...fields,
        version: hidden(clash, 'version'),
        source: 'Theirs was saved first. Mine came second.',
      })
    expect(merged.status, merged.text).to.equal(303)
    expect((await partsFor(people.secretary).open(part!._id)).source).to.equal(
      'Theirs was saved first. Mine came second.',
    )
  })

  it('is saved once when the button is pressed twice', async () => {
    const cast = await twoItems()
    const { browsers, at, people } = cast
    const [part] = await begin(cast)
    const path = `${at}/parts/${part!._id}`
    const page = await browsers.secretary.get(path)
    const fields = { version: hidden(page, 'version'), token: hidden(page, 'token'), _csrf: hidden(page, '_csrf') }
    for (const status of [303, 303])
      expect(
        (
          await browsers.secretary
            .post(path)
            .type('form')
            .send({ ...fields, source: 'Noted.' })
        ).status,
      ).to.equal(status)
    expect((await partsFor(people.secretary).open(part!._id)).version).to.equal(1)
  })

  it('is written by officers alone, and not by one who stepped out of the item', async () => {
    const cast = await twoItems()
    const { browsers, at } = cast
    const [first, second] = await begin(cast)
    for (const who of ['member', 'delegate', 'steppedOut', 'observer', 'guest', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(`${at}/parts/${first!._id}`)).status, who).to.equal(404)
    const page = await browsers.member.get('/account')
    const token = hidden(page, '_csrf')
    const fields = { version: '0', token: newId(), source: 'Not mine to write', _csrf: token }
    for (const path of [`${at}/parts/${first!._id}`, `${at}/parts/${first!._id}/draft`])
      expect((await browsers.member.post(path).type('form').send(fields)).status, path).to.equal(404)
    const elsewhere = await minutesCast({}, {}, { closed: false })
    await begin(elsewhere)
    const crossed = await browsers.secretary.get(`${elsewhere.at}/parts/${second!._id}`)
    expect(crossed.status).to.equal(404)
  })

  it('comes back with what was typed when something in the form is wrong', async () => {
    const cast = await twoItems()
    const { browsers, at } = cast
    const [part] = await begin(cast)
    const long = await save(browsers.secretary, part!, { source: 'a'.repeat(50_001) })
    expect(long.status).to.equal(400)
    expect(long.text).to.include('Use 50,000 characters or fewer')
    const odd = await save(browsers.secretary, part!, { source: 'bell \u0007' })
    expect(odd.status).to.equal(400)
    const wrong = await browsers.secretary.get(`${at}/parts/not-an-id`)
    expect(wrong.status).to.equal(404)
  })

  it('takes decisions, and actions for members of the forum alone', async () => {
    const cast = await twoItems()
    const { browsers, at, people } = cast
    const [part] = await begin(cast)
    const path = `${at}/parts/${part!._id}`
    const page = await browsers.secretary.get(`${path}/decisions/new`)
    const decision = { id: hidden(page, 'id'), text: 'To meet monthly.', _csrf: hidden(page, '_csrf') }
    for (let press = 0; press < 2; press++)
      expect((await browsers.secretary.post(`${path}/decisions/new`).type('form').send(decision)).status).to.equal(303)
    const form = await browsers.secretary.get(`${path}/actions/new`)
    expect(form.text).to.include('Priyanka Whitlock').and.not.include('Oluwaseun Hartnell').and.not.include('Umbers')
    const action = { id: hidden(form, 'id'), text: 'Draft a plan.', _csrf: hidden(form, '_csrf') }
    const guest = people.guest.seats[0]!.seat
    const refused = await browsers.secretary
      .post(`${path}/actions/new`)
      .type('form')
      .send({ ...action, seat: guest })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('Only members have actions')
    const fields = {
      ...action,
      seat: people.member.seats[0]!.seat,
      'dueOn[day]': '1',
      'dueOn[month]': '6',
      'dueOn[year]': '2026',
    }
    expect((await browsers.secretary.post(`${path}/actions/new`).type('form').send(fields)).status).to.equal(303)
    const { decisions, actions } = await partsFor(people.secretary).open(part!._id)
    expect(decisions.map(({ text }) => text)).to.deep.equal(['To meet monthly.'])
    expect(actions.map(({ text, ownerName, dueOn }) => [text, ownerName, dueOn])).to.deep.equal([
      ['Draft a plan.', 'Priyanka Whitlock', '2026-06-01'],
    ])
    const shown = await browsers.secretary.get(path)
    const remove = linkTo(shown, '/minuted/')
    await browsers.secretary
      .post(remove)
      .type('form')
      .send({ _csrf: hidden(shown, '_csrf') })
    expect((await partsFor(people.secretary).open(part!._id)).decisions).to.deep.equal([])
  })
}).timeout(30_000)
