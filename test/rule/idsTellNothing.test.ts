import { expect } from 'chai'
import type supertest from 'supertest'
import { commentsFor } from '../../models/comment.ts'
import { invitationsFor } from '../../models/invitation.ts'
import { papersFor } from '../../models/paper.ts'
import { renderMarkdown } from '../../server/markdown.ts'
import { newId } from '../../server/ids.ts'
import { type Browser, added, called, cast, planned, published, today, tomorrow, words } from '../meetings.ts'
import { anOrganisation, browserOf } from '../world.ts'
import { begin, hidden, minutesCast } from '../minutesWorld.ts'
import { steady } from '../steady.ts'

type Fields = Record<string, string>

/** Posts fields with a form token, whether or not there is a page that shows the form. */
async function post(browser: Browser, path: string, fields: Fields): Promise<supertest.Response> {
  const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/account')).text)?.[1] ?? ''
  return browser
    .post(path)
    .type('form')
    .send({ ...fields, _csrf: token })
}

/** The page without what differs between any two requests. */
const body = ({ text }: supertest.Response, path: string): string =>
  steady(text)
    .replace(/name="_csrf" value="[^"]+"/g, '')
    .replaceAll(encodeURIComponent(path), 'ADDRESS')
    .replaceAll(path, 'ADDRESS')

/** Two forums, each with a called meeting, a published agenda and a paper of its staff side. */
async function twoForums() {
  const [here, there] = [await cast(), await cast()]
  const [mine, theirs] = [await published(here), await published(there)]
  const paperOf = async (world: typeof here, item: string | null): Promise<string> => {
    const _id = newId()
    const side =
      item === null ? ({ audience: 'side', side: 'staff' } as const) : ({ audience: 'forum', side: null } as const)
    await papersFor(item === null ? world.people.staffMember : world.people.secretary).create({
      _id,
      forum: world.forum._id,
      meeting: null,
      meetingDate: today,
      item,
      ...side,
      ruleStatus: 'chathamHouse',
      steppedOut: [],
      state: 'sent',
      title: 'A paper',
      versions: [{ version: 1, file: newId(), kind: 'md', size: 1, addedAt: new Date(), html: '' }],
      late: false,
      sentAt: new Date(),
    })
    return _id
  }
  return { here, there, mine, theirs, paperOf }
}

describe('An id that a form brings', () => {
  it('answers like an absent parent when a record of another forum, another side or another person has it, and leaves that as it was', async function () {
    this.timeout(120_000)
    const { here, there, mine, theirs, paperOf } = await twoForums()
    const { secretary, staffMember, employerMember } = here.browsers
    const [foreignPaper, staffPaper, ownPaper] = [
      await paperOf(there, theirs.items[0]!),
      await paperOf(here, null),
      await paperOf(here, mine.items[0]!),
    ]
    const draft = await planned(here, { meetingDate: tomorrow })
    const foreignDraft = await planned(there, { meetingDate: tomorrow })
    const foreignItem = await added(there, foreignDraft)
    const comment = {
      _id: newId(),
      forum: here.forum._id,
      meetingDate: today,
      paper: ownPaper,
      version: 1,
      audience: 'side',
      side: 'staff',
      text: 'Of the staff side',
      html: renderMarkdown('Of the staff side'),
      writtenOn: today,
    } as const
    await commentsFor(here.people.staffMember).create(comment)
    const organisation = await anOrganisation()
    const invitation = newId()
    const invited = {
      name: 'Ivo',
      email: `${newId()}@example.org`,
      jobTitle: '',
      role: 'member',
      organisation,
    } as const
    await invitationsFor(here.people.staffChair).create([
      {
        ...invited,
        _id: invitation,
        forum: here.forum._id,
        side: 'staff',
        person: null,
        organisationName: 'Deeholme',
        signsInThrough: '',
        from: today,
        preparedBy: here.people.staffChair.person,
        preparedAt: new Date(),
      },
    ])
    const at = { from: '10:00', until: '12:00', place: 'Preston', joiningLink: '', ruleStatus: 'chathamHouse' }
    const item = {
      title: 'Winter',
      lead: '',
      purpose: 'discussion',
      minutes: '5',
      paperMode: 'none',
      audience: 'forum',
    }
    const rule = { ruleStatus: 'chathamHouse' }
    const forum = `/forums/${here.forum._id}`
    const away = `/forums/${there.forum._id}`
    const [year, month, day] = tomorrow.split('-')
    const from = { 'from[day]': day!, 'from[month]': month!, 'from[year]': year! }
    const hiddenIds = [foreignPaper, foreignItem, foreignDraft, theirs.meeting]
    const tries: [Browser, string, Fields, string[], string][] = [
      [
        secretary,
        `${forum}/meetings/new`,
        { kind: 'core', meetingDate: tomorrow, ...at },
        [foreignDraft, theirs.meeting],
        `${away}/meetings/new`,
      ],
      [
        secretary,
        `/meetings/${draft}/agenda/items/new`,
        { ...item, ...rule },
        [foreignItem],
        `/meetings/${foreignDraft}/agenda/items/new`,
      ],
      [
        secretary,
        `/meetings/${mine.meeting}/agenda/late`,
        { ...item, ...rule, after: '' },
        [foreignItem],
        `/meetings/${theirs.meeting}/agenda/late`,
      ],
      [employerMember, `/papers/${ownPaper}`, { comment: 'Ours' }, [comment._id], `/papers/${foreignPaper}`],
      [
        secretary,
        `${forum}/key-communications/new`,
        { title: 'News', text: 'Text', audience: 'forum' },
        [],
        `${away}/key-communications/new`,
      ],
      [
        secretary,
        `${forum}/members/invite`,
        { ...invited, email: `${newId()}@example.org`, signsInThrough: '', ...from },
        [invitation],
        `${away}/members/invite`,
      ],
      [staffMember, `${forum}/interests`, { text: 'A share' }, [], `${away}/interests`],
    ]
    for (const [browser, path, fields, ids, absent] of tries) {
      const none = await post(browser, absent, { ...fields, id: newId() })
      expect(none.status, absent).to.equal(404)
      for (const id of ids) {
        const answer = await post(browser, path, { ...fields, id })
        expect(answer.status, `${path} with the id of somebody else’s`).to.equal(404)
        expect(body(answer, path)).to.equal(body(none, absent))
      }
      const free = { ...fields, id: newId() }
      for (const press of [1, 2])
        expect((await post(browser, path, free)).status, `${path}, press ${press}`).to.equal(303)
    }
    expect(hiddenIds).to.have.length(4)
    const kept = await commentsFor(here.people.staffMember).onPaper(here.forum._id, ownPaper)
    expect(kept.find(({ _id }) => _id === comment._id)).to.include({ text: comment.text, side: 'staff' })
    expect((await papersFor(here.people.staffMember).open(staffPaper)).title).to.equal('A paper')
  })

  it('of one’s own record elsewhere is not taken for the second press of this form', async () => {
    const here = await cast()
    const [one, two] = [await planned(here), await planned(here, { meetingDate: tomorrow })]
    const item = await added(here, one)
    const content = { title: 'Pay', lead: '', purpose: 'discussion', minutes: '5', paperMode: 'none' }
    const fields = { id: item, ...content, audience: 'forum', ruleStatus: 'chathamHouse' }
    const answer = await post(here.browsers.secretary, `/meetings/${two}/agenda/items/new`, fields)
    expect(answer.status).to.equal(404)
    expect((await post(here.browsers.secretary, `/meetings/${one}/agenda/items/new`, fields)).status).to.equal(303)
  })

  it('of a side’s own paper tells the other side nothing, whether it is sent as a paper or as a comment', async () => {
    const { here, mine, paperOf } = await twoForums()
    const theirs = await paperOf(here, null)
    const { secretary, employerMember } = here.browsers
    const upload = async (browser: Browser, path: string, id: string) => {
      const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/account')).text)?.[1] ?? ''
      return browser
        .post(path)
        .field('_csrf', token)
        .field('id', id)
        .field('title', 'Another')
        .attach('file', Buffer.from('# Words\n'), 'words.md')
    }
    const paths = [`/items/${mine.items[0]}/papers/new`, `/forums/${here.forum._id}/side-papers`]
    for (const [at, path] of paths.entries()) {
      const browser = at === 0 ? secretary : employerMember
      const none = await upload(browser, path.replace(/[^/]+(?=\/(papers\/new|side-papers))/, newId()), newId())
      const taken = await upload(browser, path, theirs)
      expect([none.status, taken.status], path).to.deep.equal([404, 404])
      const id = newId()
      for (const press of [1, 2]) expect((await upload(browser, path, id)).status, `press ${press}`).to.equal(303)
    }
  })

  it('of text being typed in another forum’s minutes is not kept, nor is that text touched', async () => {
    const [here, there] = [await minutesCast(), await minutesCast()]
    const [[part], [foreign]] = [await begin(here), await begin(there)]
    const type = async (world: typeof here, of: { meeting: string; _id: string }, token: string, source: string) => {
      const path = `/minutes/${of.meeting}/parts/${of._id}`
      const page = await world.browsers.secretary.get(path)
      const fields = { version: hidden(page, 'version'), token, source }
      return post(world.browsers.secretary, `${path}/draft`, fields)
    }
    const token = newId()
    expect((await type(there, foreign!, token, 'Theirs')).status).to.equal(200)
    expect((await type(here, part!, token, 'Ours')).status).to.equal(404)
    const kept = await there.browsers.secretary.get(`/minutes/${foreign!.meeting}/parts/${foreign!._id}`)
    expect(kept.text).to.include(token)
    expect((await type(here, part!, newId(), 'Ours')).status).to.equal(200)
  })

  it('that a guest or deputy of another forum has makes no place, and no error', async () => {
    const [here, there] = [await cast(), await cast()]
    const [mine, theirs] = [
      await called(here, { meetingDate: tomorrow }),
      await called(there, { meetingDate: tomorrow }),
    ]
    const organisation = await anOrganisation()
    const guest = (world: typeof here, meeting: string, id: string) =>
      post(world.browsers.secretary, `/forums/${world.forum._id}/members/guests`, {
        id,
        meeting,
        name: 'Gus Guest',
        email: `${id}@example.org`,
        organisation,
        jobTitle: '',
        side: 'independent',
      })
    const deputy = async (world: typeof here, meeting: string, id: string) =>
      post(world.browsers.staffMember, `/forums/${world.forum._id}/members/deputy`, {
        id,
        meeting,
        person: '',
        name: 'Dora Deputy',
        email: `${id}@example.org`,
        organisation,
        jobTitle: '',
      })
    for (const name of [guest, deputy]) {
      const id = newId()
      expect((await name(there, theirs, id)).status).to.equal(303)
      expect((await name(here, mine, id)).status).to.equal(404)
      const own = newId()
      for (const press of [1, 2]) {
        const answer = await name(here, mine, own)
        expect(answer.status, `${name.name}, press ${press}: ${words(answer.text).slice(-400)}`).to.equal(303)
      }
    }
    const outsider = await browserOf(here.people.outsider)
    expect((await outsider.get(`/meetings/${mine}`)).status).to.equal(404)
  })
})
