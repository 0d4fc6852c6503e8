import { Command, CommanderError } from 'commander'

/** A command's module: it makes the command, with its arguments, options and action. Errors are thrown as UsageError. */
interface CommandModule {
  readonly command: () => Command
}

/** The commands. One file each, loaded only when it is asked for; a file may hold a group ("audit verify"). */
const commands: readonly { name: string; summary: string; load: () => Promise<CommandModule> }[] = [
  {
    name: 'check-attribution',
    summary: 'say what in a text may identify who said something',
    load: () => import('./checkAttribution.ts'),
  },
  {
    name: 'audit',
    summary: 'check that no entry of the audit trail was changed, removed or reordered',
    load: () => import('./audit.ts'),
  },
  {
    name: 'database',
    summary: 'check, compact or serve the database',
    load: () => import('./database.ts'),
  },
  {
    name: 'backup',
    summary: 'write everything into a file, encrypted if asked',
    load: () => import('./backup.ts'),
  },
  {
    name: 'restore',
    summary: 'put a backup into an empty database',
    load: () => import('./restore.ts'),
  },
  {
    name: 'migrate-database',
    summary: 'copy the database into another deployment',
    load: () => import('./migrateDatabase.ts'),
  },
  {
    name: 'organisation',
    summary: 'add organisations and their sign-in, merge them',
    load: () => import('./organisation.ts'),
  },
  {
    name: 'service-key',
    summary: 'change the key by which this service signs',
    load: () => import('./serviceKey.ts'),
  },
  {
    name: 'person',
    summary: 'give a person a place in a forum, end a sign-in',
    load: () => import('./person.ts'),
  },
  {
    name: 'passkey',
    summary: 'give the chair of a side a code to add a passkey',
    load: () => import('./passkey.ts'),
  },
  {
    name: 'administrator',
    summary: 'make a person administrator',
    load: () => import('./administrator.ts'),
  },
  {
    name: 'records-officer',
    summary: 'make a person records officer',
    load: () => import('./recordsOfficer.ts'),
  },
]

/** Runs one command line and gives its exit code: 2 for an error of use, with one line on standard error. */
export async function run(args: readonly string[]): Promise<number> {
  const program = new Command('subrosa').description('The administrator’s commands of Subrosa.')
  let complaint = ''
  const quiet = { writeErr: (text: string) => (complaint += text) }
  program.exitOverride().configureOutput(quiet)
  for (const { name, summary, load } of commands) {
    if (args[0] !== name) program.command(name).summary(summary).description(summary)
    else program.addCommand(prepare((await load()).command().name(name).summary(summary), quiet))
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    if (error instanceof CommanderError && error.code === 'commander.help')
      complaint = 'error: name a command; --help lists them'
    const message = complaint === '' && error instanceof Error ? `error: ${error.message}` : complaint
    process.stderr.write(`${message.trim().replace(/\s*\n\s*/g, ' ')}\n`)
    return 2
  }
}

function prepare(command: Command, output: { writeErr: (text: string) => string }): Command {
  command.exitOverride().configureOutput(output)
  for (const inner of command.commands) prepare(inner, output)
  return command
}

if (import.meta.filename === process.argv[1]) process.exitCode = await run(process.argv.slice(2))
