import { expect } from 'chai'
import { strToU8, zipSync } from 'fflate'
import { PDFDocument } from 'pdf-lib'
import type { Audience } from '../../server/policy/terms.ts'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { papersFor } from '../../models/paper.ts'
import { newId } from '../../server/ids.ts'
import { makePack } from '../../server/pack.ts'
import { aForum, aPerson, again, browserOf, submit, visitor } from '../world.ts'

type Browser = Awaited<ReturnType<typeof browserOf>>

/** A real PDF with so many pages. */
async function pdf(pages: number): Promise<Buffer> {
  const document = await PDFDocument.create()
  for (let page = 0; page < pages; page++) document.addPage()
  return Buffer.from(await document.save())
}

/** A Word, PowerPoint or Excel file: its main part and the type that this is said to have. */
const officeFile = (part: string, type: string): Buffer =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="${type}.main+xml"/></Types>`,
      ),
      [part]: strToU8('<part/>'),
    }),
  )

/** An OpenDocument file: its type stands first, uncompressed. */
const openDocument = (type: string): Buffer =>
  Buffer.from(zipSync({ mimetype: [strToU8(type), { level: 0 }], 'content.xml': strToU8('<content/>') }))

/** A called meeting with one published item, and the people around it. */
async function cast(audience: Exclude<Audience, 'side'> = 'forum') {
  const forum = await aForum()
  const chair = await aPerson(forum, 'chair', 'employer')
  const secretary = await aPerson(forum, 'secretary', 'employer')
  const staffMember = await aPerson(forum, 'member', 'staff')
  const otherStaff = await aPerson(forum, 'member', 'staff')
  const employerMember = await aPerson(forum, 'member', 'employer')
  const meeting = newId()
  const item = newId()
  await meetingsFor(secretary).create({
    _id: meeting,
    forum: forum._id,
    forumName: forum.name,
    kind: 'core',
    area: null,
    state: 'called',
    meetingDate: '2026-03-04',
    from: '10:00',
    until: '12:00',
    place: 'Preston',
    joiningLink: '',
    ruleStatus: 'chathamHouse',
    agendaPublishedAt: new Date(),
    changes: [],
    resumes: null,
    quorate: null,
    currentItem: null,
    currentItemSince: null,
    startedAt: null,
    closedAt: null,
    attendanceConfirmedAt: null,
    revision: 0,
  } as never)
  await itemsFor(secretary).create([
    {
      _id: item,
      forum: forum._id,
      meeting,
      meetingDate: '2026-03-04',
      audience,
      state: 'published',
      ruleStatus: 'chathamHouse',
      position: 1,
      closed: false,
      number: '1',
      title: 'Winter plan',
      lead: '',
      purpose: 'discussion',
      minutes: 20,
      paperMode: 'enclosed',
      late: false,
      keys: [],
      steppedOut: [],
    } as never,
  ])
  const people = { chair, secretary, staffMember, otherStaff, employerMember }
  const entries = await Promise.all(
    Object.entries(people).map(async ([name, person]) => [name, await browserOf(person)] as const),
  )
  return { forum, meeting, item, people, browsers: Object.fromEntries(entries) as Record<keyof typeof people, Browser> }
}

/** Sends a multipart form with a file, with the token of the page that holds the form. */
async function upload(browser: Browser, path: string, fields: Record<string, string>, name: string, content: Buffer) {
  const shown = await browser.get(path)
  const token = /name="_csrf" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
  let post = browser.post(path).field('_csrf', token)
  for (const [field, value] of Object.entries(fields)) post = post.field(field, value)
  return post.attach('file', content, name)
}

/** A paper of the item, added by the secretary and sent by the chair. */
async function aPaper({ item, browsers }: Awaited<ReturnType<typeof cast>>, content?: Buffer): Promise<string> {
  const id = newId()
  const added = await upload(
    browsers.secretary,
    `/items/${item}/papers/new`,
    { id, title: 'Winter plan' },
    'Plan by J Smith.pdf',
    content ?? (await pdf(2)),
  )
  expect(added.status, added.text).to.equal(303)
  const sent = await submit(browsers.chair, `/papers/${id}`, {}, `/papers/${id}/send`)
  expect(sent.status, sent.text).to.equal(303)
  return id
}

describe('A paper', function () {
  this.timeout(60_000)

  it('is seen by members once it is sent, as an attachment whose name names nobody', async () => {
    const world = await cast()
    const { item, browsers } = world
    const id = newId()
    await upload(
      browsers.secretary,
      `/items/${item}/papers/new`,
      { id, title: 'Winter plan' },
      'Plan by J Smith.pdf',
      await pdf(2),
    )
    expect((await browsers.staffMember.get(`/papers/${id}`)).status).to.equal(404)
    await submit(browsers.chair, `/papers/${id}`, {}, `/papers/${id}/send`)
    const page = await browsers.staffMember.get(`/papers/${id}`)
    expect(page.status).to.equal(200)
    expect(page.text).to.include('Late paper, sent')
    const file = await browsers.staffMember.get(`/papers/${id}/versions/1`)
    expect(file.headers['content-disposition'])
      .to.match(/^attachment; filename="paper-2026-03-04-/)
      .and.not.include('Smith')
    expect(file.headers['content-security-policy']).to.equal("sandbox; default-src 'none'")
    expect((await visitor().get(`/papers/${id}/versions/1`)).status).to.equal(404)
  })

  it('is sent late by a chair only', async () => {
    const { item, browsers } = await cast()
    const id = newId()
    await upload(browsers.secretary, `/items/${item}/papers/new`, { id, title: 'Winter plan' }, 'a.pdf', await pdf(1))
    const refused = await submit(browsers.secretary, `/papers/${id}`, {}, `/papers/${id}/send`)
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('a chair')
  })

  it('is refused in plain words when its content is not a kind we take, and what was typed stays', async () => {
    const { item, browsers } = await cast()
    const wrong: [string, Buffer, string][] = [
      ['report.pdf', Buffer.from('MZ this is a program'), 'The file must be a PDF'],
      ['old.doc', Buffer.from('d0cf11e0a1b11ae1' + '00'.repeat(600), 'hex'), 'old Office format'],
      ['empty.pdf', Buffer.alloc(0), 'The file is empty'],
      ['page.html', Buffer.from('<html><script>alert(1)</script>'), 'The file must be a PDF'],
      ['latin.md', Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'saved as UTF-8'],
      ['wide.txt', Buffer.from('\ufeffcafé', 'utf16le'), 'saved as UTF-8'],
      ['plain.zip', Buffer.from(zipSync({ 'a.txt': strToU8('a') })), 'a zip archive'],
      [
        'macros.docm',
        officeFile('word/document.xml', 'application/vnd.ms-word.document.macroEnabled'),
        'contains macros',
      ],
    ]
    for (const [name, content, words] of wrong) {
      const answer = await upload(
        browsers.secretary,
        `/items/${item}/papers/new`,
        { id: newId(), title: 'Winter plan' },
        name,
        content,
      )
      expect(answer.status, name).to.equal(422)
      expect(answer.text, name).to.include(words)
      expect(answer.text, name).to.include('value="Winter plan"')
      expect(answer.text, name).to.include('href="#file"')
    }
  })

  it('may be of each kind, known by its content whatever its name says, and is sent as that kind', async () => {
    const { item, browsers } = await cast()
    const open = 'application/vnd.oasis.opendocument.'
    const office = 'application/vnd.openxmlformats-officedocument.'
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
      'base64',
    )
    const kinds: [string, Buffer, string][] = [
      ['a.pdf', await pdf(1), 'application/pdf'],
      [
        'a.docx',
        officeFile('word/document.xml', `${office}wordprocessingml.document`),
        `${office}wordprocessingml.document`,
      ],
      [
        'a.pptx',
        officeFile('ppt/presentation.xml', `${office}presentationml.presentation`),
        `${office}presentationml.presentation`,
      ],
      ['a.xlsx', officeFile('xl/workbook.xml', `${office}spreadsheetml.sheet`), `${office}spreadsheetml.sheet`],
      ['a.odt', openDocument(`${open}text`), `${open}text`],
      ['a.odp', openDocument(`${open}presentation`), `${open}presentation`],
      ['a.ods', openDocument(`${open}spreadsheet`), `${open}spreadsheet`],
      ['a.jpg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'), 'image/jpeg'],
      ['a.png', png, 'image/png'],
      ['picture.pdf', png, 'image/png'],
      ['a.md', Buffer.from('# Café 😀'), 'text/markdown; charset=utf-8'],
    ]
    for (const [name, content, type] of kinds) {
      const id = newId()
      const added = await upload(browsers.secretary, `/items/${item}/papers/new`, { id, title: 'Plan' }, name, content)
      expect(added.status, `${name}: ${added.text}`).to.equal(303)
      const file = await browsers.secretary.get(`/papers/${id}/versions/1`)
      expect(file.headers['content-type'], name).to.equal(type)
      expect(file.headers['content-disposition'], name).to.match(/^attachment; /)
      expect(file.headers['content-security-policy'], name).to.equal("sandbox; default-src 'none'")
      expect(file.headers['x-content-type-options'], name).to.equal('nosniff')
    }
  })

  it('stands in the order in which it was added, on the agenda and on its item’s page', async () => {
    const { item, meeting, browsers } = await cast()
    const ids = ['f', '0', '8'].map((first) => first + newId().slice(1))
    for (const [at, id] of ids.entries())
      await upload(browsers.secretary, `/items/${item}/papers/new`, { id, title: `Plan ${at}` }, 'a.pdf', await pdf(1))
    for (const page of [`/items/${item}`, `/meetings/${meeting}`]) {
      const { text } = await browsers.secretary.get(page)
      const shown = [...text.matchAll(/href="\/papers\/([0-9a-f]{32})"/g)].map(([, id]) => id)
      expect(shown, page).to.deep.equal(ids)
    }
  })

  it('is refused when it is larger than 25 MB, with the form and its title still there', async () => {
    const { item, browsers } = await cast()
    const answer = await upload(
      browsers.secretary,
      `/items/${item}/papers/new`,
      { id: newId(), title: 'Winter plan' },
      'big.pdf',
      Buffer.alloc(26 * 1024 * 1024, 37),
    )
    expect(answer.status).to.equal(422)
    expect(answer.text).to.include('smaller than 25 MB').and.include('value="Winter plan"')
  })

  it('keeps comments where they were when its file is replaced', async () => {
    const world = await cast()
    const { browsers } = world
    const id = await aPaper(world)
    await submit(browsers.staffMember, `/papers/${id}`, { id: newId(), comment: 'Ask about night shifts.' })
    const replaced = await upload(browsers.secretary, `/papers/${id}/replace`, { shown: '1' }, 'b.pdf', await pdf(3))
    expect(replaced.status, replaced.text).to.equal(303)
    const twice = await upload(browsers.secretary, `/papers/${id}/replace`, { shown: '1' }, 'c.pdf', await pdf(3))
    expect(twice.status).to.equal(422)
    const page = await browsers.staffMember.get(`/papers/${id}`)
    expect(page.text).to.include('Version 2').and.include('About version 1')
    expect((await browsers.staffMember.get(`/papers/${id}/versions/1`)).status).to.equal(200)
  })

  it('shows a side’s comments to that side alone, without an author', async () => {
    const world = await cast()
    const { browsers, people } = world
    const id = await aPaper(world)
    const comment = newId()
    for (let press = 0; press < 2; press++)
      await submit(browsers.staffMember, `/papers/${id}`, { id: comment, comment: 'Ask about night shifts.' })
    const theirs = await browsers.otherStaff.get(`/papers/${id}`)
    expect(theirs.text.split('Ask about night shifts.')).to.have.length(2)
    expect(theirs.text).not.to.include(people.staffMember.name)
    for (const who of ['chair', 'secretary', 'employerMember'] as const)
      expect((await browsers[who].get(`/papers/${id}`)).text, who).not.to.include('Ask about night shifts.')
  })

  it('has a private note that nobody else sees, and two pages of it lose no text', async () => {
    const world = await cast()
    const { browsers } = world
    const id = await aPaper(world)
    await submit(browsers.staffMember, `/papers/${id}/note`, { revision: '0', note: 'My first thought' })
    await submit(browsers.staffMember, `/papers/${id}/note`, { revision: '1', note: 'My second thought' })
    const stale = await submit(browsers.staffMember, `/papers/${id}/note`, {
      revision: '1',
      note: 'From the other page',
    })
    expect(stale.status).to.equal(409)
    expect(stale.text).to.include('From the other page').and.include('My second thought')
    expect((await browsers.otherStaff.get(`/papers/${id}`)).text).not.to.include('My second thought')
  })

  it('is not there for a person who stepped out of its item, nor for who joined after the meeting', async () => {
    const world = await cast()
    const { forum, people, browsers, item } = world
    const id = await aPaper(world)
    await papersFor(people.secretary).follow({ item }, { steppedOut: [people.otherStaff.person] })
    expect((await browsers.otherStaff.get(`/papers/${id}`)).status).to.equal(404)
    const newcomer = await aPerson(forum, 'member', 'staff', { from: '2026-04-01', historyFrom: '2026-04-01' })
    expect((await (await browserOf(newcomer)).get(`/papers/${id}`)).status).to.equal(404)
    expect((await again(people.staffMember)).seats).to.have.length(1)
    expect((await browsers.staffMember.get(`/papers/${id}`)).status).to.equal(200)
  })

  it('of a side is seen by current seats of that side and by nobody else', async () => {
    const { forum, browsers } = await cast()
    const id = newId()
    const path = `/forums/${forum._id}/side-papers`
    const added = await upload(
      browsers.staffMember,
      path,
      { id, title: 'Our line on winter' },
      'line.md',
      Buffer.from('# Our line\n\n**Rest breaks** first.'),
    )
    expect(added.status, added.text).to.equal(303)
    expect((await browsers.otherStaff.get(`/papers/${id}`)).text).to.include('<strong>Rest breaks</strong>')
    for (const who of ['chair', 'secretary', 'employerMember'] as const) {
      expect((await browsers[who].get(`/papers/${id}`)).status, who).to.equal(404)
      expect((await browsers[who].get(path)).text, who).not.to.include('Our line on winter')
    }
  })
})

describe('The printable pack', () => {
  it('holds exactly what its reader may read', async () => {
    const world = await cast('chairs')
    const { meeting, browsers } = world
    await aPaper(world, await pdf(3))
    const chairs = await browsers.chair
      .get(`/meetings/${meeting}/pack`)
      .buffer(true)
      .parse(bytes as never)
    const members = await browsers.staffMember
      .get(`/meetings/${meeting}/pack`)
      .buffer(true)
      .parse(bytes as never)
    expect((await PDFDocument.load(chairs.body as Buffer)).getPageCount()).to.equal(4)
    const theirs = await PDFDocument.load(members.body as Buffer, { updateMetadata: false })
    expect(theirs.getPageCount()).to.equal(1)
    expect([theirs.getAuthor(), theirs.getCreator(), theirs.getTitle()]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('A pack with papers that cannot be part of it', () => {
  const packOf = async (papers: readonly { heading: string; kind: string; content: Buffer; text: string }[]) =>
    PDFDocument.load(await makePack({ title: 'Pack', about: [], agenda: [], papers }), { updateMetadata: false })
  const paper = (kind: string, content: string | Buffer, text = '') => ({
    heading: 'Item 1',
    kind,
    content: Buffer.from(content),
    text,
  })

  it('names them on its last page, whatever is wrong with them, and holds the rest', async () => {
    const wrong = [
      paper('pdf', '%PDF-1.4\nnothing of a PDF\n%%EOF'),
      paper('pdf', '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
      paper(
        'pdf',
        '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[9 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
      ),
      paper('png', 'no picture'),
      paper('docx', 'a Word file'),
    ]
    for (const one of wrong) expect((await packOf([one, paper('pdf', await pdf(2))])).getPageCount()).to.equal(4)
  })

  it('breaks a word that is longer than a line, so that none of it is off the page', async () => {
    expect((await packOf([paper('md', '', 'x'.repeat(10_000))])).getPageCount()).to.be.above(2)
  })
})

/** Reads an answer's body as bytes. */
function bytes(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const stream = response as NodeJS.ReadableStream
  const pieces: Buffer[] = []
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  stream.on('end', () => done(null, Buffer.concat(pieces)))
}
