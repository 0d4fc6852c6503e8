import { noteDestruction } from '../../models/destruction.ts'
import { type ServiceKey, serviceKeysFor } from '../../models/serviceKey.ts'
import { Refused } from '../errors.ts'
import { act, installation } from './act.ts'

/**
 * One step of changing the key by which this service signs: `add` announces the next one beside the current one in
 * the metadata; `switch` begins to use it, and what was encrypted for the old one is still opened; `remove` forgets the
 * old one. Throws Refused where the step before is missing.
 */
export const changeServiceKey = act(
  async ({ viewer, record }, asked: { step: 'add'; key: ServiceKey } | { step: 'switch' | 'remove' }) => {
    const keys = serviceKeysFor(viewer)
    const has = (await keys.list()).map(({ state }) => state)
    if (asked.step === 'add') {
      if (has.includes('next')) throw new Refused('There is a next key already. Switch to it, or go on waiting.')
      await keys.add(asked.key)
    } else if (asked.step === 'switch') {
      if (!has.includes('next'))
        throw new Refused('There is no next key. Add one, and give the new metadata out first.')
      await keys.remove('old')
      await keys.move('current', 'old')
      await keys.move('next', 'current')
    } else if ((await keys.remove('old')) === 0) throw new Refused('There is no old key.')
    if (asked.step !== 'add') await noteDestruction()
    await record({ forum: installation, event: `service key: ${asked.step}`, record: installation })
  },
)
