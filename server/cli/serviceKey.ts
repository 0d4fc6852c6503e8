import { Command } from 'commander'
import { changeServiceKey } from '../acts/changeServiceKey.ts'
import { config } from '../config.ts'
import { newServiceKey } from '../sso/serviceKeys.ts'
import { onInstallation, operator } from './installation.ts'

const steps = {
  add: 'Makes the next key and shows it in the metadata beside the current one. Give the metadata to the organisations.',
  switch: 'Begins to sign with the next key. What is still encrypted for the old one is opened.',
  remove: 'Forgets the old key.',
} as const

/** `service-key add`, `service-key switch` and `service-key remove`, each when the organisations are ready for it. */
export function command(): Command {
  const group = new Command().description('The key by which this service signs what it sends to the organisations.')
  for (const step of ['add', 'switch', 'remove'] as const)
    group.addCommand(
      new Command(step).description(steps[step]).action(async () => {
        const key = step === 'add' ? await newServiceKey(config(false), 'next') : undefined
        await onInstallation(async (now) =>
          changeServiceKey(
            operator,
            now,
            key === undefined ? { step: step as 'switch' | 'remove' } : { step: 'add', key },
          ),
        )
        process.stdout.write(`${steps[step]}\n`)
      }),
    )
  return group
}
