import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { act, installation } from './act.ts'

/**
 * Says whether an organisation's provider must sign its assertions, or may sign the response around them instead: an
 * exception that stands in the audit trail with its reason. Throws NotFound when the organisation has no provider.
 */
export const setWhatProviderSigns = act(
  async ({ viewer, now, record }, asked: Pick<IdentityProvider, '_id' | 'signs'> & { reason: string }) => {
    const providers = identityProvidersFor(viewer)
    const provider = await providers.open(asked._id)
    await providers.put({ ...provider, signs: asked.signs, changedAt: now })
    await record({
      forum: installation,
      event: `identity provider signs the ${asked.signs}`,
      record: asked._id,
      details: { reason: asked.reason },
    })
  },
)
