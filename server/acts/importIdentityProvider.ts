import { type ReadProvider, changeHash, identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { certificateFacts, lastToExpire } from '../certificate.ts'
import { Refused } from '../errors.ts'
import { act, installation } from './act.ts'

type Import = ReadProvider & {
  /** The organisation's short name. */
  readonly _id: string
  /** The hash of the change that was shown and confirmed. Left out on the command line, where nothing was shown. */
  readonly shown?: string
}

/**
 * Sets the identity provider of an organisation; from then on its answers are taken, and those of the one before are
 * not. What it may sign stays as it was, unless it is another provider now. Says whether there was one before.
 * @throws NotFound when there is no such organisation; Refused when another change than the one that was shown would
 * take effect, because somebody has changed the provider meanwhile
 */
export const importIdentityProvider = act(
  async ({ viewer, now, record, done: end }, { shown, ...asked }: Import): Promise<'added' | 'changed'> => {
    const { mergedInto } = await organisationsFor(viewer).open(asked._id)
    if (mergedInto) throw new Refused(`This organisation became part of ${mergedInto.organisation}`)
    const providers = identityProvidersFor(viewer)
    const before = await providers.ofOrganisation(asked._id)
    if (shown !== undefined && shown !== changeHash(before, asked))
      throw new Refused('This sign-in is not as it was when you looked. Look at the change again, and confirm it')
    const signs = before?.entityId === asked.entityId ? before.signs : 'assertion'
    const done = await providers.put({ ...asked, signs, changedAt: now })
    const [had, has] = [before?.certificates ?? [], asked.certificates].map((all) => lastToExpire(all)?.fingerprint)
    if (had !== has) await end(installation, asked._id, { kind: 'renewCertificate' })
    const certificates = asked.certificates.map((pem) => certificateFacts(pem).fingerprint)
    await record({
      forum: installation,
      event: `identity provider ${done}`,
      record: asked._id,
      details: { entityId: asked.entityId, certificates },
    })
    return done
  },
)
