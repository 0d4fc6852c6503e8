import { type Migration, migrationMark } from './migration.ts'

/** Key communications, late items and tasks from before they had hours: nothing that stood then is due by one. */
export const clocksOfKeys: Migration = {
  number: 2,
  name: 'hours of key communications, late items and tasks',
  run: async (db) => {
    const communications = db.collection('keycommunications')
    const clock = { askedAt: null, pausedAt: null, reminded: [], notAgreedSince: null }
    // A field that is not there is null to a filter.
    await communications.updateMany({ reminded: null }, { $set: clock }, migrationMark)
    await communications.createIndex({ forum: 1, meeting: 1 })
    await communications.createIndex({ state: 1, _id: 1 })
    await db.collection('items').updateMany({ dueAt: null }, { $set: { dueAt: null } }, migrationMark)
    await db.collection('tasks').updateMany({ dueAt: null }, { $set: { dueAt: null } }, migrationMark)
  },
}
