import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { z } from 'zod'
import { organisationsFor, sectors } from '../../models/organisation.ts'
import { importIdentityProvider } from '../acts/importIdentityProvider.ts'
import { addOrganisation } from '../acts/keepOrganisations.ts'
import { type Merged, mergeOrganisations, mergerOf, placesMerged } from '../acts/mergeOrganisations.ts'
import { setWhatProviderSigns } from '../acts/setWhatProviderSigns.ts'
import { dayOf } from '../dates.ts'
import { NotFound } from '../errors.ts'
import { readProviderMetadata } from '../sso/metadata.ts'
import { checked, fullName, onInstallation, operator, shortName, wordOf } from './installation.ts'

const domain = z
  .string()
  .toLowerCase()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, 'must be the part of an address after the @')

const adding = z.object({
  slug: shortName,
  name: fullName,
  domain: z.array(domain).min(1, 'is missing'),
  sector: wordOf(sectors).default('other'),
  type: z.string().trim().max(100, 'must have at most 100 characters').default(''),
})

const signing = z.object({
  slug: shortName,
  signs: wordOf(['assertion', 'response']),
  reason: z.string({ error: 'is missing' }).trim().min(10, 'must say why, in ten characters or more').max(500),
})

/**
 * `organisation add SLUG --name NAME --domain DOMAIN…`, `organisation identity-provider import SLUG FILE` and
 * `organisation identity-provider signs SLUG assertion|response --reason TEXT`, `organisation merge SLUG --into SLUG
 * [--preview]`. Each but the preview prints one line; what is wrong is said in one line on standard error, with exit code 2.
 */
export function command(): Command {
  const add = new Command('add')
    .description('Adds an organisation, with the e-mail domains that are its own.')
    .argument('<slug>', 'its short name, as in /sso/SLUG/sign-in')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--domain <domain...>', 'the ends of its e-mail addresses, after the @')
    .option('--sector <sector>', `one of ${sectors.join(', ')}`)
    .option('--type <type>', 'what kind of body: "acute trust", "trade union"')
    .action(async (slug: string, options: object) => {
      const { slug: _id, domain: domains, ...given } = checked(adding, { ...options, slug })
      const organisation = { _id, ...given, domains: [...new Set(domains)], aliases: [], formerNames: [], areas: [] }
      await onInstallation(async (now) => addOrganisation(operator, now, organisation))
      process.stdout.write(`Added ${_id}. Its identity provider needs the metadata at /sso/${_id}/metadata\n`)
    })
  const importing = new Command('import')
    .description('Takes the metadata of an organisation’s identity provider; its answers are accepted from then on.')
    .argument('<slug>', 'the organisation’s short name')
    .argument('<file>', 'the metadata, an XML file')
    .action(async (slug: string, file: string) => {
      const { slug: _id } = checked(z.object({ slug: shortName }), { slug })
      const read = await readMetadata(file)
      const done = await onInstallation(async (now) => {
        if ((await organisationsFor(operator).some([_id])).length === 0) throw new NotFound('organisation')
        return importIdentityProvider(operator, now, { _id, ...read })
      }).catch((error: unknown) => {
        if (error instanceof NotFound) throw new Error(`There is no organisation called ${_id}`, { cause: error })
        throw error
      })
      const certificates =
        read.certificates.length === 1 ? 'one certificate' : `${read.certificates.length} certificates`
      process.stdout.write(`${_id}: identity provider ${done}: ${read.entityId}, ${certificates}\n`)
    })
  const signs = new Command('signs')
    .description(
      'Says what an organisation’s identity provider must sign: the assertion, or by exception the response.',
    )
    .argument('<slug>', 'the organisation’s short name')
    .argument('<what>', 'assertion or response')
    .requiredOption('--reason <reason>', 'why, for the audit trail')
    .action(async (slug: string, what: string, options: object) => {
      const asked = checked(signing, { ...options, slug, signs: what })
      const { slug: _id, ...rest } = asked
      await onInstallation(async (now) => setWhatProviderSigns(operator, now, { _id, ...rest })).catch(
        (error: unknown) => {
          if (error instanceof NotFound)
            throw new Error(`There is no organisation called ${_id} with a sign-in`, { cause: error })
          throw error
        },
      )
      process.stdout.write(`${_id}: its identity provider must sign the ${asked.signs}\n`)
    })
  const merge = new Command('merge')
    .description('Lets an organisation become part of another: its people, places, names and domains go there.')
    .argument('<slug>', 'the short name of the organisation that ends')
    .requiredOption('--into <slug>', 'the organisation that goes on')
    .option('--preview', 'only say what would happen')
    .action(async (slug: string, options: { preview?: true }) => {
      const { slug: from, into } = checked(z.object({ slug: shortName, into: shortName }), { ...options, slug })
      const lines = await onInstallation(async (now) =>
        options.preview
          ? previewOf(from, into)
          : [mergedWords(await mergeOrganisations(operator, now, { from, into }))],
      ).catch((error: unknown) => {
        if (error instanceof NotFound)
          throw new Error(`There are no two organisations ${from} and ${into} that both go on`, { cause: error })
        throw error
      })
      process.stdout.write(`${lines.join('\n')}\n`)
    })
  return new Command()
    .description('Organisations and their sign-in.')
    .addCommand(add)
    .addCommand(merge)
    .addCommand(
      new Command('identity-provider')
        .description('The sign-in of an organisation.')
        .addCommand(importing)
        .addCommand(signs),
    )
}

/** What a merger would do, a line for each person and place. */
async function previewOf(from: string, into: string): Promise<string[]> {
  const today = dayOf(new Date())
  const { people, collisions, required, provider } = await mergerOf(operator, from, into, today)
  const { seats, records } = await placesMerged(operator, from, into, today)
  const becomes = { stays: 'stays linked', anew: 'linked anew', stranded: 'address of no domain', ended: 'ended' }
  return [
    provider === undefined ? `${into} has no identity provider` : `Identity provider of ${into}: ${provider.entityId}`,
    ...collisions.map(([one, other]) => `Blocks: ${one.email} and ${other.email} are one account`),
    ...required.map(({ forum, side }) => `Blocks: in ${forum} the ${side} side requires the sign-in of ${from}`),
    ...people.map((person) => `Person ${person.email}: ${becomes[person.becomes]}`),
    ...seats.map(({ forum, name, role, side }) => `Place of ${name} in ${forum}: ${side}, ${role}`),
    ...records.map(({ _id }) => `Records of ${_id}`),
    `${people.length} people, ${seats.length} places, ${records.length} forums. Nothing was changed`,
  ]
}

const mergedWords = ({ kept, anew, seats, sessions }: Merged): string =>
  `Merged: ${kept} people stay linked, ${anew} are not linked now, ${seats} places, ${sessions} sessions ended`

/** The metadata in a file. Throws Error, one clear line with the file's name. */
async function readMetadata(file: string) {
  try {
    return readProviderMetadata(await readFile(file, 'utf8'), new Date())
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const why = code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error)
    throw new Error(`${file}: ${why}`, { cause: error })
  }
}
