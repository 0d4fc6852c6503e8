import { organisationsFor } from '../../models/organisation.ts'
import { act, installation } from './act.ts'

/** An administrator begins a test of an organisation's sign-in. Throws NotFound when there is no such organisation. */
export const beginTestSignIn = act(async ({ viewer, record }, asked: { organisation: string }): Promise<void> => {
  const { _id } = await organisationsFor(viewer).open(asked.organisation)
  await record({ forum: installation, event: 'sign-in test begun', record: _id })
})

/** A test has ended: nobody was let in. The reason is '' when a sign-in would have been; it names no person. */
export const endTestSignIn = act(
  async ({ record }, { organisation, reason }: { organisation: string; reason: string }): Promise<void> => {
    await record({ forum: installation, event: 'sign-in tested', record: organisation, details: { reason } })
  },
)
