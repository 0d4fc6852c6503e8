import { act, installation } from './act.ts'

/**
 * A sign-in or sign-out request that was not taken: the reason stands in the trail, and the person at the browser gets
 * nothing but a reference to it. Reasons name no person and no address.
 */
export const refuseSignIn = act(
  async ({ record }, asked: { organisation: string; kind: string; reason: string; reference: string }) => {
    const { organisation, ...details } = asked
    await record({ forum: installation, event: 'sign-in refused', record: organisation, details })
  },
)
