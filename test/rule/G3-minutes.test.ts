import { expect } from 'chai'
import { attendanceFor } from '../../models/attendance.ts'
import { itemsFor } from '../../models/item.ts'
import { seatsFor } from '../../models/seat.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { begin, circulated, minutesCast } from '../minutesWorld.ts'
import { again, browserOf, visitor } from '../world.ts'

const quorum = { kind: 'service', name: 'quorum' } as const

describe('G3: attendance stays in the room', () => {
  it('the minutes say who was present to those who were, and to others only whether the meeting was quorate', async () => {
    const cast = await minutesCast()
    const { meeting, people, at } = cast
    const place = async ({ person, name, seats }: Person, state: 'present' | 'absent') => {
      const { seat, role, side } = seats[0]!
      const { forum, room, _id: of, meetingDate } = meeting
      const of1 = { _id: newId(), forum, meeting: room, of, meetingDate, owner: person, seat, name, role, side }
      await attendanceFor(quorum).create([{ ...of1, organisationName: 'Deeholme', standsInFor: null, state }])
      if (state === 'present') await seatsFor(quorum).admit([seat], room)
    }
    await place(people.delegate, 'present')
    await place(people.staffChair, 'present')
    await place(people.member, 'absent')
    await circulated(cast)
    const present = await (await browserOf(await again(people.delegate))).get(at)
    expect(present.text).to.include('Who was present').and.include('Desmond Okonjo, Deeholme')
    expect(present.text).not.to.include('Priyanka Whitlock, Deeholme')
    for (const who of ['member', 'observer', 'guest'] as const) {
      const page = await cast.browsers[who].get(at)
      expect(page.text, who).to.include('The meeting was quorate.').and.not.include('Who was present')
      expect(page.text, who).not.to.match(/Okonjo|Fairclough/)
    }
  })
}).timeout(30_000)

describe('G4: nothing outside the room says more', () => {
  it('no page about minutes has a title or address with the words of an item', async () => {
    const cast = await minutesCast()
    const parts = await circulated(cast)
    const paths = [cast.at, `${cast.at}/write`, `${cast.at}/confirm`, `${cast.at}/parts/${parts[0]!._id}/challenge`]
    const fresh = await minutesCast()
    const [part] = await begin(fresh)
    const pages = [
      ...(await Promise.all(paths.map((path) => cast.browsers.staffChair.get(path)))),
      await fresh.browsers.secretary.get(`${fresh.at}/parts/${part!._id}`),
    ]
    for (const { status, text } of pages) {
      expect(status).to.equal(200)
      expect(text).to.include('Matter 1')
      expect(/<title>(.*)<\/title>/.exec(text)![1]).not.to.include('Matter')
    }
  })

  it('somebody who is not signed in reads the parts that are for everyone, and cannot tell that there are others', async () => {
    const cast = await minutesCast()
    const { people, items, at } = cast
    await itemsFor(people.secretary).edit(items.first, { audience: 'public' })
    expect((await visitor().get(at)).status).to.equal(303)
    await circulated(cast)
    const page = await visitor().get(at)
    expect(page.status).to.equal(200)
    expect(page.text).to.include('flexible working').and.not.include('car parking').and.not.include('appointment')
    expect(page.text)
      .not.to.include('quorate')
      .and.not.match(/Okonjo|Fairclough|Castellan|Thackeray/)
    const nowhere = await visitor().get(`/minutes/${newId()}`)
    const restricted = await visitor().get((await hiddenMinutes()).at)
    expect(restricted.status).to.equal(nowhere.status)
    expect(restricted.headers['location']!.replace(/[0-9a-f]{32}/, 'ID')).to.equal(
      nowhere.headers['location']!.replace(/[0-9a-f]{32}/, 'ID'),
    )
  })
}).timeout(30_000)

async function hiddenMinutes() {
  const cast = await minutesCast()
  await circulated(cast)
  return cast
}
