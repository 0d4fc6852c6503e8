import { installation } from './cells/installation.ts'
import { keyCommunications } from './cells/keyCommunications.ts'
import { meetings } from './cells/meetings.ts'
import { membership } from './cells/membership.ts'
import { minutes } from './cells/minutes.ts'
import { papers } from './cells/papers.ts'
import { registers } from './cells/registers.ts'
import { terms } from './cells/terms.ts'
import { read } from './tables.ts'

/** The tables of what the usual people may do, a list of rows for each kind of record. */
export const tables = [
  ...installation,
  ...membership,
  ...terms,
  ...meetings,
  ...papers,
  ...minutes,
  ...registers,
  ...keyCommunications,
].map(read)
