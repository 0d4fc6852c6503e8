import { peopleFor, type SignInIdentity } from '../../models/person.ts'
import { act, installation } from './act.ts'

/**
 * The first sign-in of a person who was invited: links what the identity provider calls them to their record.
 * Answers false, and changes nothing, when the person has a sign-in already or signs in through another organisation.
 */
export const linkIdentity = act(
  async ({ viewer, now, record }, asked: { person: string; identity: SignInIdentity }): Promise<boolean> => {
    const linked = await peopleFor(viewer).link(asked.person, asked.identity, now)
    await record({
      forum: installation,
      event: linked ? 'sign-in linked' : 'sign-in not linked',
      record: asked.person,
      details: { organisation: asked.identity.organisation },
    })
    return linked
  },
)
