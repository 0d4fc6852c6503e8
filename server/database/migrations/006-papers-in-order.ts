import { type Migration, migrationMark } from './migration.ts'

/** When a paper was added is a field of its own, so that an agenda need not look into its versions. */
export const papersInOrder: Migration = {
  number: 6,
  name: 'when papers were added',
  run: async (db) => {
    const first = { $arrayElemAt: ['$versions.addedAt', 0] }
    const before = { addedAt: null, 'versions.0': { $exists: true } }
    await db.collection('paper').updateMany(before, [{ $set: { addedAt: first } }], migrationMark)
  },
}
