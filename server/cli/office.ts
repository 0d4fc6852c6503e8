import { Command } from 'commander'
import { z } from 'zod'
import { giveOffice } from '../acts/seatPerson.ts'
import type { Office } from '../policy/terms.ts'
import { checked, emailAddress, fullName, onInstallation, operator, shortName } from './installation.ts'

const adding = z.object({ email: emailAddress, name: fullName, signsInThrough: shortName })

/** `administrator add` and `records-officer add`: give a person an office of the installation. */
export function officeCommand(office: Office, description: string): Command {
  const add = new Command('add')
    .description(description)
    .requiredOption('--email <email>', 'the address that the organisation’s sign-in asserts')
    .requiredOption('--name <name>', 'the person’s name')
    .requiredOption('--signs-in-through <slug>', 'the organisation whose account the person uses')
    .action(async (options: object) => {
      const asked = checked(adding, options)
      await onInstallation(async (now) => giveOffice(operator, now, { ...asked, office }))
      process.stdout.write(`${asked.email} has the office now\n`)
    })
  return new Command().description(description).addCommand(add)
}
