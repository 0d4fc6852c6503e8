import { expect } from 'chai'
import { actionsFor } from '../../models/action.ts'
import { commentsFor } from '../../models/comment.ts'
import { decisionsFor } from '../../models/decision.ts'
import type { Forum } from '../../models/forum.ts'
import { interestsFor } from '../../models/interest.ts'
import { invitationsFor } from '../../models/invitation.ts'
import { clockFrom, keyCommunicationsFor } from '../../models/keyCommunication.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { papersFor } from '../../models/paper.ts'
import { peopleFor } from '../../models/person.ts'
import { tasksFor } from '../../models/task.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { type Browser, inDays } from '../membership.ts'
import { costOf } from '../queries.ts'
import { aForum, aPerson, anOrganisation, again, browserOf, submit, unique, visitor } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const past = { kind: 'service', name: 'demonstration' } as const

/** What a reader sees when following "Next" to the end; every page is short and cheap. */
async function leafThrough(browser: Browser, path: string): Promise<{ texts: string[]; all: string }> {
  const texts: string[] = []
  for (let next: string | undefined = path; next !== undefined;) {
    const { queries, size, text } = await costOf(browser, next)
    expect(size, next).to.be.below(30 * 1024)
    expect(queries, `${next}: ${queries.join()}`).to.have.length.at.most(5)
    texts.push(text)
    expect(texts.length, `${path} ends`).to.be.below(60)
    next = /nhsuk-pagination__next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
  }
  return { texts, all: texts.join('') }
}

/** How often each of these stands in a text. */
const times = (text: string, words: readonly string[]): number[] => [
  ...new Set(words.map((word) => text.split(word).length - 1)),
]

const numbered = (count: number, word: string): string[] =>
  Array.from({ length: count }, (_, at) => `${word} ${String(at + 1).padStart(3, '0')} of the programme`)

const ofForum = ({ _id, name }: Forum) => ({ forum: _id, forumName: name })

/** The days of a meeting a fortnight, over the years before now. */
const dayBefore = (at: number): string => inDays(-14 * (at + 1))

/** A member and an officer whose history begins before everything that there is. */
async function veterans(forum: Forum) {
  const since = { from: '2010-01-01', historyFrom: '2010-01-01' }
  const member = await aPerson(forum, 'member', 'staff', { name: 'Mona Member', ...since })
  const chair = await aPerson(forum, 'chair', 'staff', { name: 'Stella Staff', ...since })
  return { member, chair, outsider: await aPerson(null) }
}

describe('A forum with ten years behind it', () => {
  it('lists its meetings a page at a time', async () => {
    const forum = await aForum()
    const { member, chair, outsider } = await veterans(forum)
    const places = numbered(240, 'Meeting room')
    for (const [at, place] of places.entries())
      await meetingsFor(past).create({
        ...ofForum(forum),
        _id: newId(),
        kind: 'core',
        state: 'closed',
        meetingDate: dayBefore(at),
        from: '10:00',
        until: '12:00',
        place,
        ruleStatus: 'chathamHouse',
      })
    const list = `/forums/${forum._id}/meetings`
    const browser = await browserOf(member)
    const { texts, all } = await leafThrough(browser, list)
    expect(times(all, places)).to.deep.equal([1])
    expect(texts[0]).to.include('Past, page 1 of 12').and.include('Meeting room 001').and.include('To come')
    expect(texts.at(-1)).to.include('Meeting room 240').and.not.include('To come')
    // One past the end is the last; what is no number is the first.
    expect((await browser.get(`${list}?page=9999`)).text).to.include('page 12 of 12')
    for (const odd of ['x', '-1', '0', '1e9', '2&page=3']) {
      const page = await browser.get(`${list}?page=${odd}`)
      expect([odd, page.status, page.text.includes('page 1 of 12')]).to.deep.equal([odd, 200, true])
    }
    expect((await (await browserOf(outsider)).get(`${list}?page=2`)).status).to.equal(404)
    // Forms that offer meetings to choose from stay short too.
    for (const path of [`${list}/new`]) expect((await costOf(await browserOf(chair), path)).size).to.be.below(30 * 1024)
  })

  it('lists decisions and actions a page at a time, and shows on the first what is to be done', async () => {
    const forum = await aForum()
    const { member, outsider } = await veterans(forum)
    const texts = (word: string) => numbered(130, word)
    const record = (at: number) => ({
      ...ofForum(forum),
      _id: newId(),
      meeting: newId(),
      meetingDate: dayBefore(at),
      item: newId(),
      number: '3',
      audience: 'forum' as const,
      ruleStatus: 'chathamHouse' as const,
      steppedOut: [],
    })
    const seat = { seat: member.seats[0]!.seat, progress: [], revision: 0 }
    const owned = { ...seat, owner: member.person, ownerName: member.name }
    for (const [at, text] of texts('To agree part').entries())
      await decisionsFor(past).create([{ ...record(at), state: 'decided', text, ratifiedAt: null }])
    for (const [state, word] of [
      ['open', 'Draft part'],
      ['done', 'Publish part'],
    ] as const)
      for (const [at, text] of texts(word).entries())
        await actionsFor(past).create([
          { ...record(at), ...owned, ...(at > 3 ? { owner: newId() } : {}), state, text, dueOn: inDays(at + 1) },
        ])
    const list = `/forums/${forum._id}/actions`
    const browser = await browserOf(member)
    const first = await costOf(browser, list)
    expect(first.size).to.be.below(30 * 1024)
    expect(first.queries).to.have.length.at.most(5)
    expect(first.text).to.include('Your actions').and.include('To agree part 001').and.include('Draft part 004')
    for (const [path, word] of [
      [`${list}/open`, 'Draft part'],
      [`${list}/done`, 'Publish part'],
      [`/forums/${forum._id}/decisions`, 'To agree part'],
    ] as const) {
      expect(first.text).to.include(`href="${path}"`)
      expect(times((await leafThrough(browser, path)).all, texts(word)), path).to.deep.equal([1])
      expect((await (await browserOf(outsider)).get(path)).status, path).to.equal(404)
    }
  })

  it('lists key communications a page at a time, to members and to everybody; the feed has the latest', async () => {
    const forum = await aForum()
    const { member } = await veterans(forum)
    const titles = numbered(110, 'Message')
    for (const [at, title] of titles.entries())
      await keyCommunicationsFor(past).create({
        ...ofForum(forum),
        _id: newId(),
        meeting: null,
        meetingDate: null,
        audience: 'public',
        state: 'issued',
        title,
        text: 'x'.repeat(9_000),
        html: `<p>${'x'.repeat(9_000)}</p>`,
        kept: [],
        hash: '0'.repeat(64),
        keys: [],
        seen: [],
        sentBack: null,
        issuedAt: new Date(`${dayBefore(at)}T12:00:00Z`),
        corrects: null,
        correctedBy: null,
        ...clockFrom(null),
        revision: 1,
      })
    for (const [browser, path] of [
      [await browserOf(member), `/forums/${forum._id}/key-communications`],
      [visitor(), `/key-communications?forum=${forum._id}`],
    ] as const)
      expect(times((await leafThrough(browser, path)).all, titles), path).to.deep.equal([1])
    const feed = await visitor().get(`/key-communications.atom?forum=${forum._id}`).buffer(true)
    expect(feed.text.split('<entry>')).to.have.length(21)
    expect(feed.text).to.include('Message 001').and.not.include('Message 021')
  })

  it('lists a side’s papers, and the comments on one, a page at a time; to that side alone', async () => {
    const forum = await aForum()
    const { member } = await veterans(forum)
    const other = await browserOf(await aPerson(forum, 'member', 'employer'))
    const titles = numbered(70, 'Our line on part')
    const ids = titles.map(() => newId())
    for (const [at, title] of titles.entries())
      await papersFor(member).create({
        forum: forum._id,
        _id: ids[at]!,
        meeting: null,
        meetingDate: dayBefore(at),
        item: null,
        audience: 'side',
        side: 'staff',
        ruleStatus: 'chathamHouse',
        steppedOut: [],
        state: 'sent',
        title,
        versions: [{ version: 1, file: newId(), kind: 'pdf', size: 9, addedAt: new Date(), html: '' }],
        late: false,
        sentAt: new Date(),
      })
    const remarks = numbered(90, 'Remark')
    for (const [at, text] of remarks.entries())
      await commentsFor(member).create({
        _id: newId(),
        forum: forum._id,
        meetingDate: dayBefore(0),
        paper: ids[0]!,
        version: 1,
        audience: 'side',
        side: 'staff',
        text,
        html: `<p>${text}</p>`,
        writtenOn: dayBefore(at),
      })
    const browser = await browserOf(member)
    const list = `/forums/${forum._id}/side-papers`
    expect(times((await leafThrough(browser, list)).all, titles)).to.deep.equal([1])
    const paper = await leafThrough(browser, `/papers/${ids[0]}`)
    expect(times(paper.all, remarks)).to.deep.equal([1])
    // The newest stand first, where somebody who has just written looks.
    expect(paper.texts[0]).to.include('Remark 001')
    expect((await other.get(`${list}?page=2`)).text).not.to.include('Our line')
    expect((await other.get(`/papers/${ids[0]}?page=2`)).status).to.equal(404)
  })

  it('lists members, who was one when, interests and prepared invitations a page at a time', async () => {
    const forum = await aForum()
    const { member, chair } = await veterans(forum)
    const names = numbered(90, 'Person')
    const former = numbered(90, 'Former')
    for (const name of names) await aPerson(forum, 'member', 'staff', { name })
    for (const name of former) await aPerson(forum, 'member', 'staff', { name, until: '2025-01-31' })
    const one = await again(member)
    const interests = numbered(60, 'A post at body')
    for (const text of interests)
      await interestsFor(one).declare({
        _id: newId(),
        forum: forum._id,
        owner: one.person,
        name: 'Mona Member',
        organisationName: 'Deeholme',
        text,
        declaredOn: inDays(-9),
      })
    const prepared = numbered(80, 'Invitee')
    await invitationsFor(operator).create(
      prepared.map((name) => ({
        _id: newId(),
        forum: forum._id,
        side: 'staff' as const,
        name,
        email: `${newId()}@example.org`,
        person: null,
        jobTitle: '',
        role: 'member' as const,
        organisation: 'deeholme',
        organisationName: 'Deeholme NHS Foundation Trust',
        signsInThrough: '',
        from: inDays(3),
        preparedBy: newId(),
        preparedAt: new Date(),
      })),
    )
    const browser = await browserOf(await again(chair))
    const members = `/forums/${forum._id}/members`
    expect(times((await leafThrough(browser, members)).all, names)).to.deep.equal([1])
    const history = (await leafThrough(browser, `${members}/history`)).all
    expect(times(history, [...names, ...former])).to.deep.equal([1])
    expect(times((await leafThrough(browser, `/forums/${forum._id}/interests`)).all, interests)).to.deep.equal([1])
    const waiting = await leafThrough(browser, `${members}/invitations`)
    for (const name of prepared) expect(waiting.all).to.include(`<strong>${name}</strong>`)
    expect(waiting.texts[0]).to.include('80 invitations wait').and.include('Confirm these 15')
    const notYet = await leafThrough(browser, `${members}/not-signed-in`)
    for (const name of names) expect(notYet.all).to.include(`<strong>${name}</strong>`)
    const secretary = await browserOf(await aPerson(forum, 'secretary', 'employer'))
    expect((await secretary.get(`${members}/invitations?page=2`)).text).not.to.include('Invitee')
  })

  it('shows somebody with very many tasks those that have waited longest', async () => {
    const forum = await aForum()
    const { member } = await veterans(forum)
    for (const [at, title] of numbered(90, 'Answer').entries())
      await tasksFor({ kind: 'service', name: 'reminders' }).add(
        [{ forum: forum._id, title, path: '/', record: newId(), kind: 'doAction', for: { person: member.person } }],
        new Date(`${dayBefore(90 - at)}T12:00:00Z`),
      )
    const { size, queries, text } = await costOf(await browserOf(member), '/tasks')
    expect(size).to.be.below(30 * 1024)
    expect(queries).to.have.length.at.most(5)
    expect(text).to.include('Answer 001').and.include('waited longest').and.not.include('Answer 041')
  })
}).timeout(180_000)

describe('An installation with very many people and organisations', () => {
  const anAdministrator = (): Promise<Person> => aPerson(null, 'member', 'independent', { office: 'administrator' })

  it('lists them a page at a time, and finds them by any part of a name', async () => {
    const browser = await browserOf(await anAdministrator())
    const word = unique('Very long surname from the registry of people')
    const people = numbered(75, word)
    const through = await anOrganisation('An organisation with quite a long name, as some in the north-west have')
    const createdAt = new Date()
    await peopleFor(operator).create(
      people.map((name, at) => ({
        _id: newId(),
        name,
        email: `${word.replaceAll(' ', '.').toLowerCase()}.${at}@some-organisation.example`,
        signsInThrough: through,
        createdAt,
      })),
    )
    await organisationsFor(operator).create(
      people.map((name, at) => ({
        _id: unique(`body-${at}`),
        name: `Body ${name}`,
        sector: 'nhs' as const,
        type: 'acute trust',
        aliases: [`Also ${word}`, 'and another long name by which it goes'],
        formerNames: [{ name: `Once known as ${word}-${at}`, until: '2020-03-31' }],
        areas: [],
        domains: [],
      })),
    )
    for (const kind of ['people', 'organisations']) {
      const list = `/administration/${kind}`
      // In whatever case it is typed.
      const found = await leafThrough(browser, `${list}?find=${encodeURIComponent(word.toUpperCase())}`)
      expect(found.texts.length).to.equal(3)
      expect(found.texts[1]).to.include('page 2 of 3').and.include(`75 ${kind} found`)
      for (const name of people) expect(found.all, name).to.include(name)
      // Whoever else is in the database: one page of all of them.
      const { queries, size } = await costOf(browser, list)
      expect([size < 30 * 1024, queries.length <= 5], list).to.deep.equal([true, true])
    }
    const former = await browser.get(`/administration/organisations?find=${encodeURIComponent(`${word}-7`)}`)
    expect(former.text).to.include('organisations found').and.include(`Body ${word} 008`)
  })

  it('takes what is looked for as text: nothing in it is a pattern, a command or markup', async () => {
    const browser = await browserOf(await anAdministrator())
    const odd = `O’Brien (née A.B+C) [x]* ${unique('z')}$`
    const createdAt = new Date()
    await peopleFor(operator).create([
      { _id: newId(), name: odd, email: `${newId()}@example.org`, signsInThrough: 'deeholme', createdAt },
    ])
    const look = async (find: string) => browser.get(`/administration/people?find=${encodeURIComponent(find)}`)
    for (const part of [odd, '(née A.B+C)', '[x]*', odd.slice(-3)]) expect((await look(part)).text).to.include('née')
    const nothing = [
      '.*',
      'O.Brien',
      '^',
      '$^',
      '(a+)+$',
      'A.B.C',
      '\\w',
      '|',
      '{1,9}',
      '[^]',
      '(?i)a',
      '\\',
      '<script>',
    ]
    for (const find of nothing) {
      const answer = await look(find)
      expect(answer.status, find).to.equal(200)
      expect(answer.text, find).to.include('Nobody was found').and.not.include('<script>')
    }
    const objects = [
      'find[$ne]=x',
      'find[$regex]=.*',
      'find=a&find=b',
      `find=${'x'.repeat(5000)}`,
      'find=%00',
      'page[]=2',
    ]
    for (const query of objects)
      expect((await browser.get(`/administration/people?${query}`)).status, query).to.equal(200)
    expect((await (await browserOf(await aPerson(null))).get('/administration/people?find=a')).status).to.equal(404)
    // The search is a link, so nothing is sent that a form token would have to guard.
    expect((await submit(browser, '/administration/people', { find: 'x' })).status).to.equal(404)
  })
}).timeout(180_000)
