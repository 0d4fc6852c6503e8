import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { itemsFor } from '../../models/item.ts'
import { newId } from '../../server/ids.ts'
import { aForum, aPerson, browserOf, submit } from '../world.ts'
import { aMeeting, eventsOf, toldOf, today, wordsOf } from '../membership.ts'

const operator = { kind: 'service', name: 'operator' } as const
const demonstration = { kind: 'service', name: 'demonstration' } as const

/** Three forums, the middle one below the first, with people in each, and an item of each for the partnership. */
async function tree() {
  const region = await aForum()
  const group = await aForum({}, region._id)
  const county = await aForum()
  const made = async (forum: typeof region, neighbours: string[]) => {
    const chair = await aPerson(forum, 'chair', 'employer', { neighbours })
    const member = await aPerson(forum, 'member', 'staff', { neighbours })
    const meeting = await aMeeting(forum, chair, 0)
    const [item, own] = [newId(), newId()]
    const base = {
      forum: forum._id,
      meeting: meeting._id,
      meetingDate: today,
      state: 'published',
      ruleStatus: 'open',
      position: 1,
      title: 'Winter plan',
      purpose: 'discussion',
      minutes: 10,
      paperMode: 'none',
    } as const
    await itemsFor(demonstration).create([
      { ...base, _id: item, audience: 'partnership' },
      { ...base, _id: own, audience: 'forum', position: 2 },
    ])
    return { forum, chair, member, item, own, browser: await browserOf(member) }
  }
  return {
    region: await made(region, [group._id]),
    group: await made(group, [region._id]),
    county: await made(county, []),
  }
}

describe('A forum that is put below another', () => {
  const place = (forum: { _id: string }): string => `/administration/forums/${forum._id}/parent`
  const administrator = async () => browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))

  it('shares with its new neighbours, and no longer with its old ones, at their next click', async () => {
    const { region, group, county } = await tree()
    const sees = async (who: typeof region, what: typeof region): Promise<boolean> =>
      (await who.browser.get(`/items/${what.item}`)).status === 200
    const reach = async () => ({
      groupInRegion: await sees(group, region),
      regionInGroup: await sees(region, group),
      groupInCounty: await sees(group, county),
      countyInGroup: await sees(county, group),
      countyInRegion: await sees(county, region),
    })
    const none = { groupInCounty: false, countyInGroup: false, countyInRegion: false }
    expect(await reach()).to.deep.equal({ groupInRegion: true, regionInGroup: true, ...none })
    const browser = await administrator()
    const answer = await submit(browser, place(group.forum), { revision: '0', parent: county.forum._id })
    expect(answer.status, wordsOf(answer.text)).to.equal(303)
    const moved = { groupInRegion: false, regionInGroup: false, groupInCounty: true, countyInGroup: true }
    expect(await reach()).to.deep.equal({ ...moved, countyInRegion: false })
    expect((await county.browser.get(`/items/${group.own}`)).status, 'what is the forum’s own').to.equal(404)
    expect((await submit(browser, place(group.forum), { revision: '1', parent: '' })).status).to.equal(303)
    expect(await reach()).to.deep.equal({ groupInRegion: false, regionInGroup: false, ...none })
  })

  it('has every chair of the forums concerned told, and stands in their audit trails once', async () => {
    const { region, group, county } = await tree()
    const browser = await administrator()
    for (const press of [1, 2])
      expect(
        (await submit(browser, place(group.forum), { revision: '0', parent: county.forum._id })).status,
        `press ${press}`,
      ).to.equal(303)
    for (const each of [region, group, county]) {
      expect(await toldOf(each.forum, 'forumMoved')).to.deep.equal([each.chair.person])
      const chair = await browserOf(each.chair)
      expect(wordsOf((await chair.get(`/forums/${each.forum._id}/audit`)).text)).to.match(/below (this one|forum-)/)
    }
    expect(await eventsOf(county.forum._id, group.forum._id)).to.deep.equal([
      `forum ${group.forum._id} put below this one`,
    ])
  })

  it('never stands below itself, nor below one that stands below it, nor below none that there is', async () => {
    const { region, group } = await tree()
    const browser = await administrator()
    for (const parent of [region.forum._id, group.forum._id, 'no-such-forum']) {
      const answer = await submit(browser, place(region.forum), { revision: '0', parent })
      expect(answer.status, parent).to.equal(422)
      expect(wordsOf(answer.text)).to.match(
        /Name a forum that does not stand below|There is no forum called “no-such-forum”/,
      )
    }
    expect((await forumsFor(operator).open(region.forum._id)).parent).to.equal(null)
  })

  it('is not moved over another administrator’s change, nor by anybody else', async () => {
    const { group, county } = await tree()
    const browser = await administrator()
    const stale = await submit(browser, place(group.forum), { revision: '7', parent: county.forum._id })
    expect(stale.status).to.equal(409)
    for (const person of [group.chair, group.member]) {
      const other = await browserOf(person)
      expect((await other.get(place(group.forum))).status).to.equal(404)
      const posted = await submit(other, '/account', { revision: '0', parent: '' }, place(group.forum))
      expect(posted.status).to.equal(404)
    }
    expect((await forumsFor(operator).open(group.forum._id)).parent).not.to.equal(null)
  })
})
