import { X509Certificate } from 'node:crypto'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { act, installation } from './act.ts'

/**
 * Sets the identity provider of an organisation; from then on its answers are taken, and those of the one before are
 * not. What it may sign stays as it was, unless it is another provider now. Says whether there was one before. Throws NotFound when there is no such organisation.
 */
export const importIdentityProvider = act(
  async (
    { viewer, now, record },
    asked: Omit<IdentityProvider, 'changedAt' | 'signs'>,
  ): Promise<'added' | 'changed'> => {
    await organisationsFor(viewer).open(asked._id)
    const providers = identityProvidersFor(viewer)
    const before = (await providers.list()).find(({ _id }) => _id === asked._id)
    const signs = before?.entityId === asked.entityId ? before.signs : 'assertion'
    const done = await providers.put({ ...asked, signs, changedAt: now })
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
