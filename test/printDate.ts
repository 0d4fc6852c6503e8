import { statSync } from 'node:fs'
import { ahead } from './clock.ts'

// Prints what the clock of a process says that a test starts, asked in three ways.
const begun = new Date(Date())
// Dates that Node itself makes are dates, whatever was put in the place of `Date`.
if (!(statSync('.').mtime instanceof Date) || ahead === 0) throw new Error('the clock is not set')
process.stdout.write([Date.now(), new Date().getTime(), begun.getTime()].join(' '))
