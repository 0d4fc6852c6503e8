import type { Command } from 'commander'
import { officeCommand } from './office.ts'

/** `records-officer add --email E --name N --signs-in-through SLUG`. */
export const command = (): Command =>
  officeCommand('recordsOfficer', 'Makes a person records officer, who reads the audit trail of every forum.')
