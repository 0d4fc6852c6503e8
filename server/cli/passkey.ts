import { Command } from 'commander'
import { z } from 'zod'
import { givePasskeyCodeByCommand } from '../acts/passkeyCodes.ts'
import { checked, emailAddress, onInstallation, operator, shortName } from './installation.ts'

const asked = z.object({ email: emailAddress, forum: shortName })

/**
 * `passkey code --email E --forum SLUG` prints a code with which the chair of a side adds a passkey: the first of a side,
 * or after a loss when nobody of the side can give one. It is in the audit trail, and the whole side is told.
 */
export function command(): Command {
  const code = new Command('code')
    .description('Prints a code for the chair of a side, who has no passkey and nobody who can give a code.')
    .requiredOption('--email <email>', 'the address of the chair')
    .requiredOption('--forum <slug>', 'the forum')
    .action(async (options: object) => {
      const read = checked(asked, options)
      const given = await onInstallation(async (now) => givePasskeyCodeByCommand(operator, now, read))
      process.stdout.write(`${given}\nGood once, for a week. Every member of the side is told by e-mail.\n`)
    })
  return new Command().description('Codes to add a passkey.').addCommand(code)
}
