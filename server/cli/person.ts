import { Command } from 'commander'
import { z } from 'zod'
import { forumsFor } from '../../models/forum.ts'
import { rolesByCommand, seatPerson } from '../acts/seatPerson.ts'
import { sides } from '../policy/terms.ts'
import { checked, emailAddress, fullName, onInstallation, operator, shortName, wordOf } from './installation.ts'

const inviting = z.object({
  email: emailAddress,
  name: fullName,
  signsInThrough: shortName,
  represents: shortName,
  forum: shortName,
  role: wordOf(rolesByCommand).default('member'),
  side: wordOf(sides).default('independent'),
})

/**
 * `person invite` gives a person a place in a forum and lets them sign in through an organisation, which need not be the
 * one they represent. For a forum that has no chairs yet; later its own chairs invite.
 */
export function command(): Command {
  const invite = new Command('invite')
    .description('Gives a person a place in a forum, and sends the invitation.')
    .requiredOption('--email <email>', 'the address that the organisation’s sign-in asserts')
    .requiredOption('--name <name>', 'the person’s name')
    .requiredOption('--signs-in-through <slug>', 'the organisation whose account the person uses')
    .requiredOption('--represents <slug>', 'the organisation that the person speaks for')
    .requiredOption('--forum <slug>', 'the forum')
    .option('--role <role>', `one of ${rolesByCommand.join(', ')}; member when left out`)
    .option('--side <side>', `one of ${sides.join(', ')}; only in a forum without sides to be left out`)
    .action(async (options: object) => {
      const asked = checked(inviting, options)
      await onInstallation(async (now) => {
        const forums = await forumsFor(operator).list()
        if (!forums.some(({ _id }) => _id === asked.forum))
          throw new Error(`--forum: there is no forum called ${asked.forum}`)
        await seatPerson(operator, now, asked)
      })
      process.stdout.write(`Invited ${asked.email} to ${asked.forum}\n`)
    })
  return new Command().description('People and their places.').addCommand(invite)
}
