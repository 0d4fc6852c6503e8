import { expect } from 'chai'
import { actionsFor } from '../../models/action.ts'
import { itemsFor } from '../../models/item.ts'
import { tasksFor } from '../../models/task.ts'
import { newId } from '../../server/ids.ts'
import { type Cast, aMeeting, goOut, hidden, linkTo, minutesCast, writeAll } from '../minutesWorld.ts'
import { submit } from '../world.ts'

/** Circulated minutes with a decision and an action in item 1 for the member, and a decision in the chairs' item. */
async function registered(cast: Cast) {
  const { browsers, at, people, meeting, forum } = cast
  const [first, , closed] = await writeAll(cast)
  const decide = async (part: string, text: string) =>
    submit(browsers.secretary, `${at}/parts/${part}/decisions/new`, { id: newId(), text })
  await decide(first!._id, 'To publish the plan.')
  if (closed !== undefined) await decide(closed._id, 'To advertise the post.')
  const fields = { id: newId(), text: 'Draft the plan.', seat: people.member.seats[0]!.seat }
  const due = { 'dueOn[day]': '1', 'dueOn[month]': '4', 'dueOn[year]': '2026' }
  const added = await submit(browsers.secretary, `${at}/parts/${first!._id}/actions/new`, { ...fields, ...due })
  expect(added.status, added.text).to.equal(303)
  await goOut(cast)
  const [action] = await actionsFor(people.member).toDo(forum._id, 10)
  return { action: action!, list: `/forums/${forum._id}/actions`, meeting }
}

describe('The register of decisions and actions', () => {
  it('has nothing in it before the minutes are circulated, and then what each may see', async () => {
    const cast = await minutesCast()
    const { browsers, forum } = cast
    await writeAll(cast)
    const before = await browsers.member.get(`/forums/${forum._id}/actions`)
    expect(before.text).to.include('There are no open actions').and.include('No decisions are recorded')
    const whole = await minutesCast()
    const { list } = await registered(whole)
    for (const who of ['member', 'steppedOut', 'observer', 'guest'] as const) {
      const page = await whole.browsers[who].get(list)
      expect(page.text, who).to.include('To publish the plan.').and.include('Draft the plan.')
      expect(page.text, who).not.to.include('To advertise the post.')
    }
    const chair = await whole.browsers.staffChair.get(list)
    expect(chair.text).to.include('To advertise the post.').and.include('Priyanka Whitlock').and.include('Overdue')
    const lists = [list, `${list}/open`, `${list}/done`, list.replace(/actions$/, 'decisions')]
    for (const who of ['outsider', 'administrator'] as const)
      for (const each of lists) expect((await whole.browsers[who].get(each)).status, `${who} ${each}`).to.equal(404)
  })

  it('lets the owner say what has been done, and nobody else but the officers', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { browsers, people } = cast
    const { action, list } = await registered(cast)
    const path = `/actions/${action._id}`
    const waiting = async () => (await tasksFor(people.member).waiting(people.member, 9)).map(({ title }) => title)
    expect(await waiting()).to.include('Your action from the meeting of 4 March 2026')
    const page = await browsers.member.get(path)
    const fields = { revision: hidden(page, 'revision'), progress: 'A first draft is out.', state: 'done' }
    expect((await submit(browsers.member, path, fields)).status).to.equal(303)
    expect(await waiting()).not.to.include('Your action from the meeting of 4 March 2026')
    expect((await browsers.observer.get(path)).text)
      .to.include('A first draft is out.')
      .and.not.include('Say what has been')
    const token = hidden(await browsers.observer.get('/account'), '_csrf')
    const stranger = await browsers.observer
      .post(path)
      .type('form')
      .send({ ...fields, _csrf: token })
    expect(stranger.status).to.equal(404)
    const stale = await submit(browsers.staffChair, path, { ...fields, progress: 'Another line.' })
    expect(stale.status).to.equal(409)
    expect(stale.text).to.include('Another line.')
    expect((await browsers.member.get(list)).text).not.to.include('Draft the plan.')
    expect((await browsers.member.get(`${list}/done`)).text)
      .to.include('Draft the plan.')
      .and.include('Done')
  })

  it('refuses progress that says who said something, and keeps what was typed', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { action } = await registered(cast)
    const path = `/actions/${action._id}`
    const revision = hidden(await cast.browsers.member.get(path), 'revision')
    const fields = { revision, state: 'open', progress: 'Desmond Okonjo said it can wait.' }
    const refused = await submit(cast.browsers.member, path, fields)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('may identify someone').and.include('said it can wait.')
  })

  it('lets an officer hand an action over', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { action } = await registered(cast)
    const path = `/actions/${action._id}/change`
    expect((await cast.browsers.member.get(path)).status).to.equal(404)
    const revision = hidden(await cast.browsers.secretary.get(path), 'revision')
    const seat = cast.people.steppedOut.seats[0]!.seat
    const answer = await submit(cast.browsers.secretary, path, { revision, seat })
    expect(answer.status, answer.text).to.equal(303)
    const after = await actionsFor(cast.people.steppedOut).open(action._id)
    expect([after.ownerName, after.dueOn]).to.deep.equal(['Gethin Ravensdale', null])
    const nobody = await submit(cast.browsers.secretary, path, { revision: '1', seat: 'elsewhere' })
    expect(nobody.text).to.include('Choose a member of the forum')
  })

  it('shows what an inquorate meeting decided as a recommendation, which a later quorate meeting ratifies', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { browsers, people, forum, items, at } = cast
    await itemsFor(people.secretary).edit(items.first, { quorate: false })
    const { list } = await registered(cast)
    expect((await browsers.member.get(list)).text)
      .to.include('Recommended, to be ratified')
      .and.not.include('/ratify')
    expect((await browsers.member.get(at)).text).to.include('Recommendation to ratify:')
    const page = await browsers.secretary.get(list)
    const path = linkTo(page, '/ratify')
    expect((await browsers.member.get(path)).status).to.equal(404)
    expect((await browsers.secretary.get(path)).text).to.include('no later quorate meeting')
    const inquorate = await aMeeting(forum, people.secretary, { meetingDate: '2026-05-06', quorate: false })
    const quorate = await aMeeting(forum, people.secretary, { meetingDate: '2026-07-01' })
    const refused = await submit(browsers.secretary, path, { at: inquorate._id })
    expect(refused.status).to.equal(422)
    expect((await submit(browsers.secretary, path, { at: quorate._id })).status).to.equal(303)
    expect((await browsers.member.get(list)).text).to.include('Ratified on 1 July 2026')
  })

  it('takes an address, a form and a state that are wrong without falling over', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { action } = await registered(cast)
    const path = `/actions/${action._id}`
    expect((await cast.browsers.member.get('/actions/nothing')).status).to.equal(404)
    expect((await cast.browsers.member.get(`/actions/${newId()}`)).status).to.equal(404)
    const revision = hidden(await cast.browsers.member.get(path), 'revision')
    expect((await submit(cast.browsers.member, path, { revision, state: 'sideways' })).status).to.equal(400)
    expect((await submit(cast.browsers.member, path, { revision: 'x', state: 'open' })).status).to.equal(400)
  })
}).timeout(30_000)
