import type { mongo } from 'mongoose'

/** One step of the database's shape: numbered, forward only, and harmless when run twice. */
export type Migration = { readonly number: number; readonly name: string; run(db: mongo.Db): Promise<void> }

/**
 * The option of a command by which a step changes records. It belongs to no viewer, so the policy cannot narrow it;
 * nothing but the steps may carry it.
 */
export const migrationMark = { comment: 'migration' } as const
