import { expect } from 'chai'
import { papersFor } from '../../models/paper.ts'
import { readFile, storeFile } from '../../models/paperFile.ts'
import { newId } from '../../server/ids.ts'
import { sweepFiles } from '../../server/jobs/sweep.ts'
import { cast, today } from '../meetings.ts'

const hour = 3_600_000
const gone = async (file: string): Promise<boolean> =>
  readFile(file).then(
    () => false,
    () => true,
  )

describe('The sweep of files', () => {
  it('removes what no paper names after a day, keeps what one names, and may run again', async () => {
    const { people, forum } = await cast()
    const orphan = await storeFile(Buffer.from('an upload whose act failed'))
    const file = await storeFile(Buffer.from('a paper'))
    await papersFor(people.staffMember).create({
      _id: newId(),
      forum: forum._id,
      meeting: null,
      meetingDate: today,
      item: null,
      audience: 'side',
      side: 'staff',
      ruleStatus: 'chathamHouse',
      steppedOut: [],
      state: 'sent',
      title: 'Plan',
      versions: [{ version: 1, file, kind: 'md', size: 7, addedAt: new Date(), html: '' }],
      late: false,
      sentAt: new Date(),
    })
    await sweepFiles(new Date(Date.now() + 23 * hour))
    expect(await gone(orphan), 'an upload may wait for its act for a day').to.equal(false)
    const later = new Date(Date.now() + 25 * hour)
    expect(await sweepFiles(later)).to.be.greaterThan(0)
    expect(await sweepFiles(later)).to.equal(0)
    expect(await gone(orphan)).to.equal(true)
    expect((await readFile(file)).toString()).to.equal('a paper')
  })
})
