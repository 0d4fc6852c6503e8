import type { Migration } from './migration.ts'

/** Operator's links and one-time codes are found by their secrets' hashes, and go by themselves. */
export const waysIn: Migration = {
  number: 4,
  name: 'indexes of the operator’s links and of one-time codes',
  run: async (db) => {
    for (const collection of ['enrolments', 'onetimecodes'])
      await db.collection(collection).createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 })
    await db.collection('enrolments').createIndex({ link: 1 }, { unique: true })
    await db.collection('onetimecodes').createIndex({ browser: 1 })
  },
}
