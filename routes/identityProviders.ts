import { Router } from 'express'
import { z } from 'zod'
import {
  type ReadProvider,
  changeHash,
  identityProvidersFor,
  sameCertificates,
  sameProvider,
} from '../models/identityProvider.ts'
import { organisationsFor } from '../models/organisation.ts'
import { importIdentityProvider } from '../server/acts/importIdentityProvider.ts'
import { Refused } from '../server/errors.ts'
import { optionalLine, tick } from '../server/fields.ts'
import { slug } from '../server/ids.ts'
import { once } from '../server/once.ts'
import { type Reply, form, redirect, view } from '../server/page.ts'
import type { Upload } from '../server/upload.ts'
import { fetchMetadata, metadataText } from '../server/sso/fetchMetadata.ts'
import { UnusableMetadata, proposalOf, readProposal, readProviderMetadata } from '../server/sso/metadata.ts'
import { addressesOf } from '../server/sso/provider.ts'
import { refusalsAt } from '../server/sso/refusals.ts'
import { importPage, reviewPage } from '../views/organisations/signIn.ts'
import { administrator } from './administration.ts'

/** The sign-in of each organisation, which administrators keep. */
export const identityProviders: Router = Router()

const Of = z.object({ organisation: slug })
const here = (organisation: string): string => `/administration/organisations/${organisation}/sign-in`

/** Metadata, brought in one of three ways. */
const Metadata = z.object({
  address: optionalLine(2000),
  text: z.string({ error: 'Paste the metadata' }).max(2_000_000, 'Metadata is at most 1 MB').default(''),
})

type Brought = z.output<typeof Metadata> & { readonly file: Upload | undefined }

/** Reads what was brought. Throws Refused at the field by which it came. */
async function read({ address, text, file }: Brought, now: Date): Promise<ReadProvider> {
  const given = [file !== undefined, text.trim() !== '', address !== ''].filter(Boolean).length
  if (given === 0) throw new Refused('Choose a file, paste the metadata, or enter its address', 'file')
  if (given > 1) throw new Refused('Bring the metadata in one way only: a file, a text or an address', 'file')
  const field = file !== undefined ? 'file' : address !== '' ? 'address' : 'text'
  try {
    if (file !== undefined) return readProviderMetadata(metadataText(file.content), now)
    return readProviderMetadata(address === '' ? text : await fetchMetadata(address), now)
  } catch (error) {
    if (error instanceof UnusableMetadata) throw new Refused(`This cannot be used: ${error.message}`, field)
    throw error
  }
}

const bring = form({
  place: Of,
  fields: Metadata,
  takesFile: true,
  show: async (viewer, { organisation: of }, state, { now, baseUrl }) => {
    const organisation = await organisationsFor(administrator(viewer)).open(of)
    const provider = await identityProvidersFor(viewer).ofOrganisation(of)
    const known = { provider, ours: addressesOf({ baseUrl }, of), refusals: await refusalsAt(viewer, of) }
    return view('organisations/sign-in', importPage(Metadata, organisation, known, now, state))
  },
  // Changes nothing: the next page shows what was read, and only its form does.
  submit: async (viewer, { organisation: of }, fields, { now, upload }): Promise<Reply> => {
    const organisation = await organisationsFor(administrator(viewer)).open(of)
    const proposed = await read({ ...fields, file: upload() }, now)
    const provider = await identityProvidersFor(viewer).ofOrganisation(of)
    return view('organisations/review', reviewPage(organisation, provider, reviewed(provider, proposed), now))
  },
})
identityProviders.get('/administration/organisations/:organisation/sign-in', bring.show)
identityProviders.post('/administration/organisations/:organisation/sign-in', bring.submit)

/** What is confirmed: the change, and the hash of it that goes with the form. */
const reviewed = (provider: Parameters<typeof changeHash>[0], proposed: ReadProvider) => ({
  proposed,
  proposal: proposalOf(proposed),
  shown: changeHash(provider, proposed),
})

const Confirmed = z.object({
  proposal: z.string().max(200_000).catch(''),
  shown: z.string().max(100).catch(''),
  certificates: tick,
})

const confirm = form({
  place: Of,
  fields: Confirmed,
  show: async (viewer, { organisation: of }, state, { now }) => {
    const organisation = await organisationsFor(administrator(viewer)).open(of)
    const proposed = proposalIn(Confirmed.safeParse(state.typed ?? {}).data?.proposal ?? '', now)
    if (proposed === undefined) return redirect(here(of))
    const provider = await identityProvidersFor(viewer).ofOrganisation(of)
    return view('organisations/review', reviewPage(organisation, provider, reviewed(provider, proposed), now, state))
  },
  submit: async (viewer, { organisation: of }, { proposal, shown, certificates }, { now }) => {
    await organisationsFor(administrator(viewer)).open(of)
    const proposed = proposalIn(proposal, now)
    if (proposed === undefined) return redirect(here(of))
    const providers = identityProvidersFor(viewer)
    const before = await providers.ofOrganisation(of)
    if (before !== null && sameProvider(before, proposed)) return redirect(here(of), 'This sign-in is in force')
    const certificatesStay = before !== null && sameCertificates(before, proposed)
    if (shown === changeHash(before, proposed) && !certificatesStay && !certificates)
      throw new Refused('Compare the fingerprints, and tick that they are the organisation’s', 'certificates')
    await once(
      async () => importIdentityProvider(viewer, now, { _id: of, ...proposed, shown }),
      async () => {
        const after = await providers.ofOrganisation(of)
        return after !== null && sameProvider(after, proposed)
      },
    )
    return redirect(here(of), 'This sign-in is in force')
  },
})
identityProviders.get('/administration/organisations/:organisation/sign-in/review', confirm.show)
identityProviders.post('/administration/organisations/:organisation/sign-in/review', confirm.submit)

/** The change that a form carries; undefined when it is none. */
function proposalIn(text: string, now: Date): ReadProvider | undefined {
  try {
    return readProposal(text, now)
  } catch (error) {
    if (error instanceof UnusableMetadata) return undefined
    throw error
  }
}
