import { Command } from 'commander'
import { z } from 'zod'
import { enrolAdministrator } from '../acts/enrolAdministrator.ts'
import { serviceAddress } from '../config.ts'
import { newId } from '../ids.ts'
import { linkAddress, linkHash } from '../sso/enrolling.ts'
import { checked, emailAddress, fullName, onInstallation, operator, shortName } from './installation.ts'
import { officeCommand } from './office.ts'

const enrolling = z
  .object({ email: emailAddress, name: fullName.optional(), signsInThrough: shortName.optional() })
  .refine(({ name, signsInThrough }) => (name === undefined) === (signsInThrough === undefined), {
    path: ['name'],
    message: 'and --signs-in-through make a new administrator together: give both, or neither',
  })

/**
 * `administrator add --email E --name N --signs-in-through SLUG`, and `administrator enrol --email E`, which prints a link
 * by which that administrator signs in once, without an identity provider.
 */
export function command(): Command {
  const enrol = new Command('enrol')
    .description(
      'Prints a link by which an administrator signs in once, within ten minutes, when the organisation’s sign-in is broken.',
    )
    .requiredOption('--email <email>', 'the administrator’s address')
    .option('--name <name>', 'to make a new administrator: the person’s name')
    .option('--signs-in-through <slug>', 'to make a new administrator: the organisation whose account the person uses')
    .action(async (options: object) => {
      const { email, name, signsInThrough } = checked(enrolling, options)
      const address = serviceAddress()
      const make = name === undefined || signsInThrough === undefined ? null : { name, signsInThrough }
      const secret = newId()
      await onInstallation(async (now) => enrolAdministrator(operator, now, { email, make, link: linkHash(secret) }))
      process.stdout.write(`${linkAddress(address, secret)}\n`)
      process.stderr.write(
        `Whoever opens this link first is signed in as ${email}, once, within ten minutes, for administration only.\n`,
      )
    })
  return officeCommand(
    'administrator',
    'Makes a person administrator: of organisations, people and forums, not of what they say.',
  ).addCommand(enrol)
}
