import { X509Certificate } from 'node:crypto'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { act, installation } from './act.ts'

/**
 * Sets the identity provider of an organisation; from then on its answers are taken, and those of the one before are
 * not. Says whether there was one before. Throws NotFound when there is no such organisation.
 */
export const importIdentityProvider = act(
  async ({ viewer, now, record }, asked: Omit<IdentityProvider, 'changedAt'>): Promise<'added' | 'changed'> => {
    await organisationsFor(viewer).open(asked._id)
    const done = await identityProvidersFor(viewer).put({ ...asked, changedAt: now })
    await record({
      forum: installation,
      event: `identity provider ${done}`,
      record: asked._id,
      details: {
        entityId: asked.entityId,
        certificates: asked.certificates.map((pem) => new X509Certificate(pem).fingerprint256),
      },
    })
    return done
  },
)
