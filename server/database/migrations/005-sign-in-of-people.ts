import type { Migration } from './migration.ts'

/**
 * What an identity provider calls somebody is one person's alone, whoever is linked first; and the lists of
 * administrators have their indexes.
 */
export const signInOfPeople: Migration = {
  number: 5,
  name: 'one person an identity; lists of sign-ins that differ and of who signs in where',
  run: async (db) => {
    const people = db.collection('people')
    await people.createIndex(
      { 'identities.nameId': 1, 'identities.issuer': 1, 'identities.organisation': 1 },
      { unique: true, partialFilterExpression: { 'identities.nameId': { $exists: true } } },
    )
    await people.createIndex({ 'differs.settled': 1, name: 1 })
    await people.createIndex({ signsInThrough: 1, name: 1 })
    await db.collection('sessions').createIndex({ 'session.through': 1 })
    await db.collection('seats').createIndex({ onlyThrough: 1 })
    await db.collection('forums').createIndex({ recordsOf: 1 })
    await db.collection('auditentries').createIndex({ forum: 1, event: 1, record: 1, sequence: -1 })
    const invitations = db.collection('invitations')
    await invitations.createIndex({ organisation: 1, state: 1 })
    await invitations.createIndex({ signsInThrough: 1, state: 1 })
  },
}
