import { Command } from 'commander'
import { z } from 'zod'
import { forumsFor } from '../../models/forum.ts'
import { type Person, peopleFor } from '../../models/person.ts'
import { rolesByCommand, seatPerson } from '../acts/seatPerson.ts'
import { letInAgain, unlinkPerson } from '../acts/unlinkPerson.ts'
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

const unlinking = z.object({
  email: emailAddress,
  reason: z.string().trim().min(1, 'must not be empty').max(300, 'must have at most 300 characters'),
})

/** The person with this address. Throws Error, one clear line. */
async function personOf(email: string): Promise<Person> {
  const person = await peopleFor(operator).byEmail(email)
  if (person === null) throw new Error(`--email: nobody has the address ${email}`)
  return person
}

/**
 * `person invite` gives a person a place in a forum and lets them sign in through an organisation, which need not be the
 * one they represent. For a forum that has no chairs yet; later its own chairs invite.
 * `person unlink --email E --reason R` ends a sign-in, and `person let-in --email E` takes that back.
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
  const unlink = new Command('unlink')
    .description('Ends a person’s sign-in and sessions; their places go on until the chair of the side ends them.')
    .requiredOption('--email <email>', 'the address on record')
    .requiredOption('--reason <reason>', 'why, for the audit trail')
    .option('--again', 'the same person goes on under another account: the next sign-in is linked')
    .action(async (options: { again?: true }) => {
      const { email, reason } = checked(unlinking, options)
      await onInstallation(async (now) => {
        const { _id: person, revision } = await personOf(email)
        await unlinkPerson(operator, now, { person, revision, reason, again: options.again === true })
      })
      process.stdout.write(`The sign-in of ${email} is ended\n`)
    })
  const letIn = new Command('let-in')
    .description('Lets a person sign in again whose sign-in was ended, and sends the invitation.')
    .requiredOption('--email <email>', 'the address on record')
    .action(async (options: object) => {
      const { email } = checked(z.object({ email: emailAddress }), options)
      await onInstallation(async (now) => {
        const { _id: person, revision } = await personOf(email)
        await letInAgain(operator, now, { person, revision })
      })
      process.stdout.write(`The next sign-in of ${email} is linked\n`)
    })
  return new Command()
    .description('People, their places and their sign-in.')
    .addCommand(invite)
    .addCommand(unlink)
    .addCommand(letIn)
}
