import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { newId } from '../../server/ids.ts'
import { defaultSettings } from '../../models/settings.ts'
import { stored } from '../commands.ts'
import { words } from '../meetings.ts'
import { castOf } from '../membership.ts'
import { costOf } from '../queries.ts'
import { aForum, aPerson, browserOf, submit, unique } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const

describe('A forum in a list and in a form, in an installation with five hundred of them', () => {
  const word = unique('Tarnside').toLowerCase()
  const region = `${word}-region`
  const make = async (_id: string, name: string, parent: string | null = null): Promise<void> =>
    forumsFor(operator).create({
      _id,
      name,
      purpose: '',
      parent,
      areas: [],
      telephone: '01632 960 000',
      email: 'secretariat@forum.example',
      settings: defaultSettings,
      createdAt: new Date('2024-01-01T09:00:00Z'),
    })
  const administrator = async () => browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
  const officer = async () => browserOf(await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' }))

  before(async function () {
    this.timeout(60_000)
    await make(region, `Quillmoor Regional Partnership ${word}`)
    await make(`${word}-twin-1`, `Twin Forum ${word}`)
    await make(`${word}-twin-2`, `Twin Forum ${word}`)
    for (let at = 0; at < 500; at++)
      await make(`${word}-${at}`, `Local group ${at} of the partnership with a rather long name ${word}`, region)
  })

  // Other tests look for theirs on the first page of a list.
  after(async () => {
    await stored<{ _id: string }>('forums').deleteMany({ _id: { $regex: `^${word}-` } })
  })

  it('takes little room on every page that lists or asks for one, at five queries at most', async () => {
    const [admin, records] = [await administrator(), await officer()]
    const pages = [
      [admin, '/administration/forums'],
      [admin, `/administration/forums?find=${word}&page=3`],
      [admin, '/administration/forums/new'],
      [admin, `/administration/forums/${region}`],
      [admin, `/administration/forums/${region}/below`],
      [admin, `/administration/forums/${word}-7/parent`],
      [records, '/emergency-access/new'],
      [records, '/audit'],
    ] as const
    for (const [browser, path] of pages) {
      const { size, queries, text } = await costOf(browser, path)
      expect(size, path).to.be.below(30 * 1024)
      expect(queries, `${path}: ${queries.join()}`).to.have.length.at.most(5)
      expect(text, path).not.to.include('<option value="' + word)
    }
  })

  it('is listed a page at a time, by name, and found by a part of its name or short name', async () => {
    const browser = await administrator()
    const seen = new Set<string>()
    for (let page = 1; page <= 21; page++) {
      const { text } = await browser.get(`/administration/forums?find=${word.toUpperCase()}&page=${page}`)
      if (page === 2) expect(words(text)).to.include(`503 forums found for “${word.toUpperCase()}”, page 2 of 21`)
      for (const [, id] of text.matchAll(/href="\/administration\/forums\/([^"/?]+)"/g))
        if (id!.startsWith(word)) seen.add(id!)
    }
    expect(seen.size).to.equal(503)
    const one = words((await browser.get(`/administration/forums?find=${word}-499`)).text)
    expect(one).to.include('1 forum found').and.include('Local group 499')
    expect(one, 'and stands below').to.include(`Quillmoor Regional Partnership ${word}`)
    expect(words((await browser.get('/administration/forums?find=.*')).text)).to.include('No forum was found')
    const below = words((await browser.get(`/administration/forums/${region}/below?page=2`)).text)
    expect(below).to.include('500 forums, page 2 of 20')
    const leaf = words((await browser.get(`/administration/forums/${word}-7/below`)).text)
    expect(leaf).to.include('No forum stands below this one')
  })

  it('is nobody’s to list but an administrator’s', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    for (const browser of [await browserOf(staffChair), await officer()])
      for (const path of ['', `/${forum._id}/below`, '/new', `/${forum._id}/parent`])
        expect((await browser.get(`/administration/forums${path}`)).status, path).to.equal(404)
    const mine = words((await (await browserOf(staffChair)).get('/audit')).text)
    expect(mine).to.include(forum.name).and.not.include(word)
    const posted = await submit(
      await browserOf(staffChair),
      '/account',
      { revision: '0', parent: 'Quilmoor' },
      `/administration/forums/${forum._id}/parent`,
    )
    expect([posted.status, posted.text.includes(word)], 'no name comes near for them').to.deep.equal([404, false])
  })

  it('is put below one that is named by its name or its short name, in whatever case, and below none', async () => {
    const browser = await administrator()
    const { _id } = await aForum()
    const path = `/administration/forums/${_id}/parent`
    const typed = [`quillmoor REGIONAL partnership ${word}`, '', region, '']
    for (const [revision, parent] of typed.entries()) {
      const moved = await submit(browser, path, { revision: String(revision), parent })
      expect(moved.status, parent).to.equal(303)
      expect((await forumsFor(operator).open(_id)).parent, parent).to.equal(parent === '' ? null : region)
    }
    expect((await browser.get(`/administration/forums/${word}-7/parent`)).text).to.include(
      `value="Quillmoor Regional Partnership ${word}"`,
    )
  })

  it('that is none brings the form back with those that come near, and with what was typed', async () => {
    const [admin, records] = [await administrator(), await officer()]
    const asked = { id: newId(), kind: 'paper', record: newId(), reason: 'A court order', days: '5' }
    const forms = [
      [admin, `/administration/forums/${word}-7/parent`, 'parent', { revision: '0' }],
      [records, '/emergency-access/new', 'forum', asked],
    ] as const
    for (const [browser, path, field, rest] of forms) {
      const refused = await submit(browser, path, { ...rest, [field]: `Quilmoor regional ${word}` })
      expect(refused.status, path).to.equal(422)
      expect(words(refused.text)).to.include(`There is no forum called “Quilmoor regional ${word}”`)
      expect(refused.text)
        .to.include(`value="Quilmoor regional ${word}"`)
        .and.include(`href="#${field}"`)
        .and.include(`<option value="Quillmoor Regional Partnership ${word}">`)
      expect(refused.text.length).to.be.below(30 * 1024)
      const strange = await submit(browser, path, { ...rest, [field]: 'Zzyzx' })
      expect(words(strange.text)).to.include('look it up in the list of forums')
    }
  })

  it('that may be two is asked for again, and is written by its short name where a form holds it', async () => {
    const browser = await administrator()
    const { _id } = await aForum()
    const path = `/administration/forums/${_id}/parent`
    const refused = await submit(browser, path, { revision: '0', parent: `Twin Forum ${word}` })
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.include(`(${word}-twin-1) or Twin Forum ${word} (${word}-twin-2)`)
    expect((await submit(browser, path, { revision: '0', parent: `${word}-twin-2` })).status).to.equal(303)
    expect((await browser.get(path)).text).to.include(`value="${word}-twin-2"`)
  })

  it('is asked about by a records officer under its name', async () => {
    const browser = await officer()
    const id = newId()
    const asked = { id, kind: 'paper', record: newId(), reason: 'A court order', days: '5' }
    // One that stays: a request goes on after this test.
    const { name } = await aForum()
    const forum = name.toUpperCase()
    expect((await submit(browser, '/emergency-access/new', { ...asked, forum })).status).to.equal(303)
    expect(words((await browser.get('/emergency-access')).text)).to.include(name)
    const found = words((await browser.get('/audit?find=quillmoor')).text)
    expect(found).to.include(`Quillmoor Regional Partnership ${word}`).and.not.include('Local group')
  })
}).timeout(60_000)
