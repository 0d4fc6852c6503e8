import { z } from 'zod'
import { auditFor } from '../../models/auditEntry.ts'
import { NotFound } from '../errors.ts'
import { permits } from '../policy/scope.ts'
import type { Person } from '../policy/terms.ts'

/** A sign-in or sign-out request that was refused, as the audit trail of the installation has it. */
export type Refusal = { readonly at: Date; readonly reason: string; readonly reference: string }

const Details = z.object({ reason: z.string(), reference: z.string() })

/**
 * The last twenty refusals at an organisation, latest first, so that an administrator who is told a reference can say
 * what to do. They name nobody. One query, as the service that keeps the trail, after the right was checked: whoever
 * runs an organisation's sign-in sees these entries and no others.
 * @throws NotFound for anybody else
 */
export async function refusalsAt(viewer: Person, organisation: string): Promise<Refusal[]> {
  if (!permits(viewer, 'edit', 'identityProvider', {})) throw new NotFound('administration')
  const asked = { forum: 'installation', event: 'sign-in refused', record: organisation }
  const entries = await auditFor({ kind: 'service', name: 'audit' }).lately(asked, 20)
  return entries.flatMap(({ at, opening }) => {
    const read = Details.safeParse(JSON.parse(opening?.details ?? '{}'))
    return read.success ? [{ at, ...read.data }] : []
  })
}
