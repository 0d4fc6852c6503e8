import { peopleFor } from '../../models/person.ts'
import { act, installation } from './act.ts'

/** The first sign-in of a person who has no organisation's, by a code. Later ones are not kept. */
export const signInFirstByCode = act(async ({ viewer, now, record }, asked: { person: string }): Promise<void> => {
  await peopleFor(viewer).signedIn(asked.person, now)
  await record({ forum: installation, event: 'first signed in by a code', record: asked.person })
})
