import { expect } from 'chai'
import { decodeHTML } from 'entities'
import { PDFDocument } from 'pdf-lib'
import { clockFrom, keyCommunicationsFor } from '../../models/keyCommunication.ts'
import { noticeKinds, outboxFor } from '../../models/message.ts'
import { letter } from '../../server/jobs/letters.ts'
import { newId } from '../../server/ids.ts'
import { type Cast, added, called, cast, done, planned, words } from '../meetings.ts'
import { stored } from '../commands.ts'
import { browserOf, config, aPerson, submit, visitor } from '../world.ts'

/** Words of the room: an agenda item's, a paper's, a comment's, a leader's. */
const confidential = ['Seacoal', 'Marlstone', 'Flintlock', 'Ravensdale']
const names = /Chair|Secretary|Member|Observer|Outsider|Administrator|Erica|Steven|Sarah|Edward|Sally|Olive/

const silent = (text: string, what: string): void => {
  for (const word of confidential) expect(text.toLowerCase(), what).not.to.include(word.toLowerCase())
  expect(text, what).not.to.match(names)
}

/** A meeting under the Rule whose agenda is published, with an item, a leader, a paper, a side's comment and paper. */
async function afterPublication() {
  const world: Cast = await cast({ ruleStatus: 'chathamHouse' })
  const { browsers, forum } = world
  const meeting = await called(world)
  const item = await added(world, meeting, { title: 'Seacoal', lead: 'Gethin Ravensdale', paperMode: 'enclosed' })
  const upload = async (browser: typeof browsers.secretary, path: string, title: string): Promise<string> => {
    const id = newId()
    const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get(path)).text)![1]!
    const post = browser.post(path).field('_csrf', token).field('id', id).field('title', title)
    await done(post.attach('file', Buffer.from('# Marlstone'), 'Sally Member on Seacoal.md'))
    return id
  }
  const paper = await upload(browsers.secretary, `/items/${item}/papers/new`, 'Marlstone')
  await done(submit(browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
  const own = await upload(browsers.staffMember, `/forums/${forum._id}/side-papers`, 'Flintlock')
  await done(submit(browsers.staffMember, `/papers/${paper}`, { id: newId(), comment: 'Flintlock' }))
  return { ...world, meeting, item, paper, own }
}

describe('G4: nothing outside the room says more', () => {
  let made: Awaited<ReturnType<typeof afterPublication>>
  before(async function () {
    this.timeout(60_000)
    made = await afterPublication()
  })

  it('no kind of e-mail has a word of its own in it: forum, date, what to do, whom to ring', () => {
    const forum = { name: 'North West', telephone: '01632 960 000' }
    for (const kind of noticeKinds)
      for (const meetingDate of [null, '2026-03-04']) {
        const { subject, text } = letter({ kind, path: '/', meetingDate }, forum, 'https://forum.example')
        expect(`${subject}${text}`, kind).to.include('North West').and.include('01632 960 000')
        silent(`${subject}\n${text}`, kind)
        if (meetingDate !== null) expect(subject, kind).to.include('4 March 2026')
        expect(text, kind).not.to.match(/staff side|employer|union|item \d/i)
      }
  })

  it('what was queued for this forum leads to bare ids, and side matters queue nothing', async () => {
    const { forum, people } = made
    const queued = await outboxFor({ kind: 'service', name: 'outbox' }).ofForum(forum._id)
    expect(queued).to.not.have.length(0)
    for (const message of queued) {
      if (message.kind === 'code') throw new Error('a code is of no forum')
      const { subject, text } = letter(
        { ...message, kind: message.kind },
        { ...forum, name: 'North West' },
        config.baseUrl,
      )
      silent(subject + text, message.kind)
      expect(message.path).to.match(
        /^\/[a-z-]+(\/[0-9a-f]{32})?(\/[a-z-]+)*$|^\/forums\/forum-[0-9a-f]{8}(\/[a-z-]+)*$/,
      )
      expect(message.path).not.to.include(people.staffMember.person)
    }
    expect(queued.filter(({ path }) => path.includes(made.own))).to.deep.equal([])
  })

  it('the trail that every side’s officers read does not say that a side works, nor when', async () => {
    const { forum, browsers, own, paper } = made
    const before = await stored('auditentries').countDocuments({ forum: forum._id })
    await done(submit(browsers.staffMember, `/papers/${paper}`, { id: newId(), comment: 'Flintlock again' }))
    await done(submit(browsers.staffMember, `/papers/${own}`, { id: newId(), comment: 'Flintlock again' }))
    expect(await stored('auditentries').countDocuments({ forum: forum._id })).to.equal(before)
    for (const browser of [browsers.employerChair, browsers.secretary]) {
      const page = await browser.get(`/forums/${forum._id}/audit`)
      expect(page.status).to.equal(200)
      expect(words(page.text)).not.to.match(/one side|side paper|side comment/i)
      expect(page.text).not.to.include(own)
    }
    const trail = JSON.stringify(await stored('auditentries').find({ forum: forum._id }).toArray())
    expect(trail).not.to.match(/Seacoal|Marlstone|Flintlock|Ravensdale/)
  })

  it('who leads an item under the Rule is for those invited and the officers', async () => {
    const { forum, browsers, meeting, item } = made
    const later = await browserOf(await aPerson(forum, 'member', 'staff', { historyFrom: '2024-01-01' }))
    for (const path of [`/meetings/${meeting}`, `/items/${item}`]) {
      for (const browser of [browsers.staffMember, browsers.secretary])
        expect((await browser.get(path)).text, path).to.include('Ravensdale')
      const uninvited = await later.get(path)
      expect(uninvited.text, path).to.include('Seacoal').and.not.include('Ravensdale')
    }
  })

  it('a file’s name and a pack’s metadata say date and number, whatever it was called when it came', async () => {
    const { browsers, meeting, paper } = made
    for (const path of [`/papers/${paper}/versions/1`, `/meetings/${meeting}/pack`]) {
      const answer = await browsers.staffMember.get(path).buffer(true)
      expect(answer.status, path).to.equal(200)
      silent(JSON.stringify(answer.headers), path)
      expect(answer.headers['content-disposition'], path).to.match(/^attachment; filename="(paper|pack)-[\w.-]+";/)
    }
    const pack = await browsers.staffMember.get(`/meetings/${meeting}/pack`).responseType('blob')
    const pdf = await PDFDocument.load(pack.body as Buffer, { updateMetadata: false })
    const kept = [pdf.getTitle(), pdf.getAuthor(), pdf.getSubject(), pdf.getKeywords(), pdf.getCreator()]
    expect(
      [...kept, pdf.getProducer(), pdf.getCreationDate(), pdf.getModificationDate()].filter(Boolean),
    ).to.deep.equal([])
  })

  it('error pages, redirects, notices and feeds say nothing of it, to strangers and to visitors', async () => {
    const { forum, browsers, meeting, item, paper, own } = made
    const draft = await planned(made)
    const paths = [`/meetings/${meeting}`, `/items/${item}`, `/papers/${paper}`, `/papers/${own}`, `/meetings/${draft}`]
    const refused = await submit(browsers.staffMember, `/papers/${paper}/note`, { revision: 'x', note: 'y' })
    expect(refused.status).to.equal(400)
    for (const path of [...paths, `/forums/${forum._id}/audit`, `/forums/${forum._id}/side-papers`]) {
      for (const browser of [browsers.outsider, browsers.administrator, visitor()]) {
        const { status, text, headers } = await browser.get(path)
        expect([303, 404], path).to.include(status)
        for (const word of confidential) expect(text + JSON.stringify(headers), path).not.to.include(word)
        expect(text, path).not.to.match(/Erica Chair|Steven Chair|Sarah Secretary|Edward Member|Sally Member/)
      }
    }
    const commented = await submit(browsers.staffMember, `/papers/${paper}`, { id: newId(), comment: 'Flintlock' })
    const cookies = ([] as string[]).concat(commented.headers['set-cookie'] ?? [])
    for (const cookie of cookies) silent(Buffer.from(cookie.split(/[=;]/)[1]!, 'base64url').toString(), 'a notice')
    for (const path of ['/key-communications', '/key-communications.atom'])
      silent((await visitor().get(`${path}?forum=${forum._id}`)).text, path)
  })

  it('a browser’s history of titles and addresses names no participant', async () => {
    const { forum, browsers, meeting, item, paper } = made
    const ends = ['', '/day', '/arrivals', '/attendance', '/agenda', '/answer', '/edit', '/move', '/cancel']
    const pages = ends.map((end) => `/meetings/${meeting}${end}`)
    const inForum = ['', '/members', '/interests', '/audit', '/side-papers', '/actions', '/terms'].map(
      (end) => `/forums/${forum._id}${end}`,
    )
    const ofItem = ['', '/edit', '/papers/new', '/step-out'].map((end) => `/items/${item}${end}`)
    const ofPaper = ['', '/note', '/replace', '/title'].map((end) => `/papers/${paper}${end}`)
    const lists = ['meetings', 'decisions', 'actions/open', 'actions/done', 'key-communications', 'members/history']
    const more = [...ofItem, ...ofPaper, ...lists.map((list) => `/forums/${forum._id}/${list}`)]
    for (const path of [...pages, ...inForum, ...more, '/tasks', '/account']) {
      const { status, text } = await browsers.secretary.get(path)
      const title = decodeHTML(/<title>([^<]*)<\/title>/.exec(text)?.[1] ?? '')
      expect(title, `${path} ${status}`).to.not.equal('')
      expect(title, path).not.to.match(/Erica|Steven|Sarah|Edward|Sally|Olive|Ravensdale|Seacoal|Marlstone/)
    }
  })

  it('a key communication has its own title in that history when it is for everybody, and no other has', async () => {
    const { forum, browsers } = made
    for (const audience of ['public', 'partnership', 'forum'] as const) {
      const _id = newId()
      await keyCommunicationsFor({ kind: 'service', name: 'demonstration' }).create({
        _id,
        forum: forum._id,
        forumName: forum.name,
        audience,
        title: 'Seacoal',
        text: 'x',
        html: '<p>x</p>',
        meeting: null,
        meetingDate: null,
        state: 'issued',
        kept: [],
        hash: 'x',
        keys: [],
        seen: [],
        sentBack: null,
        issuedAt: new Date(),
        corrects: null,
        correctedBy: null,
        ...clockFrom(null),
        revision: 1,
      })
      const { text } = await browsers.staffMember.get(`/key-communications/${_id}`)
      expect(words(text)).to.include('Seacoal')
      expect(/<title>([^<]*)/.exec(text)![1]!.includes('Seacoal')).to.equal(audience === 'public')
    }
  })
})
