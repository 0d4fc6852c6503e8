import { type Migration, migrationMark } from './migration.ts'

/** Indexes of passkeys, of the codes and challenges to enrol and use them, and of what sides require of a sign-in. */
export const passkeyIndexes: Migration = {
  number: 3,
  name: 'indexes of passkeys, and of what sides require of a sign-in',
  run: async (db) => {
    await db.collection('passkeys').createIndex({ owner: 1, name: 1, _id: 1 })
    await db.collection('passkeys').createIndex({ credential: 1 }, { unique: true })
    await db.collection('passkeycodes').createIndex({ forum: 1, seat: 1 })
    await db.collection('passkeycodes').createIndex({ owner: 1 })
    await db.collection('passkeycodes').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 })
    await db.collection('sidesignins').createIndex({ forum: 1, side: 1 }, { unique: true })
    await db.collection('passkeychallenges').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 })
    // Seats from before say it too: nothing is required, and no passkey counts.
    const nothing = { needsPasskey: false, onlyThrough: [], passkeys: [] }
    await db.collection('seats').updateMany({ needsPasskey: null }, { $set: nothing }, migrationMark)
  },
}
