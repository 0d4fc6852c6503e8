import type { Command } from 'commander'
import { officeCommand } from './office.ts'

/** `administrator add --email E --name N --signs-in-through SLUG`. */
export const command = (): Command =>
  officeCommand(
    'administrator',
    'Makes a person administrator: of organisations, people and forums, not of what they say.',
  )
