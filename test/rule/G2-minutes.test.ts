import { expect } from 'chai'
import { partsFor } from '../../models/part.ts'
import {
  type Cast,
  approve,
  begin,
  circulate,
  goOut,
  hidden,
  linkTo,
  minutesCast,
  save,
  send,
} from '../minutesWorld.ts'
import { aPerson, submit } from '../world.ts'

const twoItems = (settings = {}) => minutesCast(settings, {}, { closed: false })

/** Both items written, the first with this text. */
async function written(cast: Cast, source: string, more: Record<string, string> = {}) {
  const [first, second] = await begin(cast)
  await save(cast.browsers.secretary, second!, { source: 'It was noted.' })
  const saved = await save(cast.browsers.secretary, first!, { source, ...more })
  expect(saved.status, saved.text).to.equal(303)
  return { part: first!, path: `${cast.at}/parts/${first!._id}` }
}

describe('G2: text is checked before it leaves', () => {
  it('minutes are not sent while a place may identify someone, and the officers are led to it', async () => {
    const cast = await twoItems()
    const { path } = await written(cast, 'The update was noted.\n\nPriyanka Whitlock raised concerns about parking.')
    const refused = await send(cast)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('may identify someone in item 1')
    expect((await cast.browsers.secretary.get(`${cast.at}/write`)).text).to.include('1 place may identify someone')
    const page = await cast.browsers.secretary.get(path)
    expect(page.text).to.match(/href="#place-1">Priyanka Whitlock/)
    expect(page.text).to.match(/<mark class="app-mark" id="place-1" tabindex="-1">Priyanka Whitlock/)
  })

  it('the neutral wording is put in by its button, together with what else was typed', async () => {
    const cast = await twoItems()
    const { part, path } = await written(
      cast,
      'The update was noted.\n\nPriyanka Whitlock raised concerns about parking.',
    )
    const page = await cast.browsers.secretary.get(path)
    const put = /name="put" value="([^"]+)"/.exec(page.text)![1]!
    const source = 'The update was noted with thanks.\n\nPriyanka Whitlock raised concerns about parking.'
    expect((await save(cast.browsers.secretary, part, { source, put })).status).to.equal(303)
    const after = await partsFor(cast.people.secretary).open(part._id)
    expect(after.source).to.include('with thanks').and.include('raised concerns about parking')
    expect(after.source).not.to.include('Priyanka').and.not.include('Whitlock')
    expect((await send(cast)).status).to.equal(303)
  })

  it('a wording is kept with a reason, when every key has approved the minutes with it', async () => {
    const cast = await twoItems()
    const { browsers, at } = cast
    const { path, part } = await written(
      cast,
      'The update was noted.\n\nPriyanka Whitlock raised concerns about parking.',
    )
    const page = await browsers.secretary.get(path)
    const keep = linkTo(page, '/keep?')
    const form = await browsers.secretary.get(keep)
    expect(form.text)
      .to.include('Priyanka Whitlock raised concerns about parking.')
      .and.not.include('The update was noted')
    const none = await submit(browsers.secretary, keep, { version: hidden(form, 'version'), reason: '' })
    expect(none.status).to.equal(400)
    const fields = {
      version: hidden(form, 'version'),
      reason: 'Said in public, at her own wish.',
      _csrf: hidden(form, '_csrf'),
    }
    for (const status of [303, 303])
      expect((await browsers.secretary.post(keep).type('form').send(fields)).status).to.equal(status)
    expect((await send(cast)).status).to.equal(303)
    const asked = await browsers.employerChair.get(`${at}/approve`)
    expect(asked.text).to.include('Kept wordings that you approve with it').and.include('at her own wish')
    await approve(browsers.employerChair, at)
    expect((await circulate(browsers.secretary, at)).status).not.to.equal(303)
    await approve(browsers.staffChair, at)
    expect((await circulate(browsers.staffChair, at)).status).to.equal(303)
    expect((await browsers.member.get(at)).text).not.to.include('at her own wish')
    expect((await partsFor(cast.people.secretary).open(part._id)).waivers).to.have.length(1)
  })

  it('a kept wording ends with its passage', async () => {
    const cast = await twoItems()
    const { path, part } = await written(cast, 'Priyanka Whitlock raised concerns.')
    const page = await cast.browsers.secretary.get(path)
    const keep = linkTo(page, '/keep?')
    const form = await cast.browsers.secretary.get(keep)
    await submit(cast.browsers.secretary, keep, { version: hidden(form, 'version'), reason: 'At her own wish.' })
    await save(cast.browsers.secretary, part, { source: 'Priyanka Whitlock raised concerns about everything.' })
    expect((await send(cast)).text).to.include('may identify someone in item 1')
  })

  it('an approval is refused when somebody has joined whom the text names', async () => {
    const cast = await twoItems()
    const { browsers, at, forum } = cast
    await written(cast, 'It was agreed to thank Quillfeather for the tea.')
    expect((await send(cast)).status).to.equal(303)
    expect((await approve(browsers.employerChair, at)).status).to.equal(303)
    await aPerson(forum, 'member', 'staff', { name: 'Evadne Quillfeather' })
    const refused = await approve(browsers.staffChair, at)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('may identify someone in item 1')
    expect((await browsers.secretary.get(`${at}/write`)).text).to.include('1 place may identify someone')
  })

  it('circulation is refused when somebody has joined whom the approved text names', async () => {
    const cast = await twoItems()
    const { browsers, at, forum } = cast
    await written(cast, 'It was agreed to thank Quillfeather for the tea.')
    await send(cast)
    await approve(browsers.employerChair, at)
    await approve(browsers.staffChair, at)
    await aPerson(forum, 'member', 'staff', { name: 'Evadne Quillfeather' })
    const refused = await circulate(browsers.staffChair, at)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('may identify someone in item 1')
    expect((await browsers.member.get(at)).status).to.equal(404)
  })

  it('side words are a finding in the text and none in a statement that the side’s own chair approves', async () => {
    const cast = await twoItems()
    const { browsers, at } = cast
    const { path, part } = await written(cast, 'The matter was discussed.', {
      staffStatement: 'Staff side said that it cannot support the proposal as it stands.',
    })
    const waits = await send(cast)
    expect(waits.status).to.equal(422)
    expect(waits.text).to.include('A side’s statement in item 1 waits')
    const statement = `${path}/statements/staff`
    const other = await browsers.employerChair.get(statement)
    expect(other.text).not.to.include('Approve for your side')
    const version = hidden(await browsers.staffChair.get(statement), 'version')
    const foreign = await submit(browsers.employerChair, path, { version }, statement)
    expect(foreign.status).to.equal(422)
    expect((await submit(browsers.staffChair, statement, { version })).status).to.equal(303)
    await goOut(cast)
    const read = await browsers.member.get(at)
    expect(read.text).to.include('Statement by staff side').and.include('cannot support the proposal')
    expect(part.number).to.equal('1')
  })

  it('persons stay a finding in a statement, and an edit voids its approval', async () => {
    const cast = await twoItems()
    const { browsers } = cast
    const { path, part } = await written(cast, 'The matter was discussed.', { staffStatement: 'Staff side disagrees.' })
    const statement = `${path}/statements/staff`
    const version = hidden(await browsers.staffChair.get(statement), 'version')
    await submit(browsers.staffChair, statement, { version })
    const typed = {
      source: 'The matter was discussed.',
      staffStatement: 'Desmond Okonjo said that staff side disagrees.',
    }
    await save(browsers.secretary, part, typed)
    const after = await partsFor(cast.people.secretary).open(part._id)
    expect(after.statements.map(({ approval }) => approval)).to.deep.equal([null])
    expect(
      after.findings.some(({ field, severity }) => field === 'statement-staff' && severity === 'finding'),
    ).to.equal(true)
    expect((await send(cast)).status).to.equal(422)
  })

  it('a statement written into the running text, where no chair is asked for it, is a finding', async () => {
    const cast = await twoItems()
    await written(cast, 'Noted.\n\n> **Statement by staff side** We cannot support this.')
    const refused = await send(cast)
    expect(refused.text).to.include('may identify someone in item 1')
  })

  it('recorded dissent is worded without naming anybody or a side', async () => {
    const cast = await twoItems()
    const { part } = await written(cast, 'The proposal was supported.', {
      dissent: 'Staff side objected to the proposal.',
    })
    expect((await send(cast)).text).to.include('may identify someone in item 1')
    const dissent = 'It was recorded that the timetable was thought too short.'
    await save(cast.browsers.secretary, part, { source: 'The proposal was supported.', dissent })
    await goOut(cast)
    expect((await cast.browsers.member.get(cast.at)).text)
      .to.include('Recorded dissent')
      .and.include('too short')
  })

  it('decisions and actions are checked too', async () => {
    const cast = await twoItems()
    const { path } = await written(cast, 'The matter was discussed.')
    const page = await cast.browsers.secretary.get(`${path}/decisions/new`)
    const text = 'To do what Priyanka Whitlock proposed.'
    await submit(cast.browsers.secretary, `${path}/decisions/new`, { id: hidden(page, 'id'), text })
    expect((await send(cast)).text).to.include('may identify someone in item 1')
  })
}).timeout(30_000)
