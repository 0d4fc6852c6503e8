import type { mongo } from 'mongoose'
import type { Migration } from './migration.ts'

type Index = readonly [keys: Record<string, 1 | -1>, options?: mongo.CreateIndexesOptions]
const unique = { unique: true } as const

/** An index for every filter and sort; none on anything confidential. Those of forum records begin with the forum. */
const indexes: Readonly<Record<string, readonly Index[]>> = {
  organisations: [[{ name: 1 }], [{ domains: 1 }], [{ 'areas.area': 1 }]],
  areas: [[{ name: 1 }]],
  people: [[{ email: 1 }, unique], [{ 'identities.nameId': 1, 'identities.organisation': 1 }], [{ name: 1 }]],
  forums: [[{ name: 1 }], [{ parent: 1 }]],
  seats: [
    [{ person: 1 }],
    [{ forum: 1, side: 1, name: 1 }],
    [{ forum: 1, from: -1 }],
    [{ forum: 1, standsInFor: 1 }],
    [{ forum: 1, meetings: 1 }],
    [{ organisation: 1 }],
  ],
  invitations: [[{ forum: 1, state: 1, preparedAt: 1 }]],
  terms: [[{ forum: 1, version: -1 }, unique], [{ forum: 1, state: 1 }], [{ state: 1, startsOn: 1, version: 1 }]],
  termscomments: [[{ forum: 1, terms: 1, writtenOn: 1, _id: 1 }]],
  auditentries: [[{ forum: 1, sequence: 1 }, unique]],
  messages: [[{ sentAt: 1, dueAt: 1 }]],
  tasks: [[{ owner: 1, since: 1 }], [{ forum: 1, audience: 1, side: 1, since: 1 }], [{ forum: 1, record: 1 }]],
  meetings: [[{ forum: 1, meetingDate: -1 }], [{ 'loosening.state': 1 }]],
  consents: [[{ forum: 1, question: 1, owner: 1 }, unique]],
  items: [[{ meeting: 1, position: 1 }]],
  attendances: [[{ forum: 1, of: 1, owner: 1 }, unique], [{ of: 1, owner: 1 }]],
  interests: [[{ forum: 1, declaredOn: -1 }]],
  // mongoose knows no plural of paper.
  paper: [[{ meeting: 1, _id: 1 }], [{ item: 1, _id: 1 }], [{ forum: 1, audience: 1, side: 1, meetingDate: -1 }]],
  minutes: [[{ forum: 1, meeting: 1 }, unique], [{ meeting: 1 }], [{ state: 1, _id: 1 }]],
  parts: [[{ forum: 1, item: 1 }, unique], [{ meeting: 1, closed: 1, position: 1 }], [{ item: 1 }]],
  partversions: [[{ forum: 1, part: 1, version: 1 }, unique], [{ meeting: 1 }], [{ part: 1 }]],
  drafts: [[{ part: 1, _id: 1 }], [{ meeting: 1 }]],
  decisions: [[{ forum: 1, meetingDate: -1, _id: 1 }], [{ item: 1 }]],
  actions: [
    [{ forum: 1, state: 1, dueOn: 1, _id: 1 }],
    [{ forum: 1, owner: 1, state: 1, dueOn: 1, _id: 1 }],
    [{ forum: 1, state: 1, meetingDate: -1, _id: 1 }],
    [{ item: 1 }],
  ],
  keycommunications: [[{ forum: 1, state: 1, issuedAt: -1 }], [{ state: 1, audience: 1, issuedAt: -1 }]],
  emergencyaccesses: [
    [{ forum: 1, askedAt: -1 }],
    [{ owner: 1, askedAt: -1 }],
    [{ decider: 1, askedAt: -1 }],
    [{ state: 1, referOn: 1 }],
  ],
  comments: [[{ forum: 1, paper: 1, writtenOn: -1 }]],
  notes: [[{ forum: 1, owner: 1, paper: 1 }, unique]],
  sessions: [
    [{ expires: 1 }, { expireAfterSeconds: 0 }],
    [{ 'session.nameId': 1, 'session.through': 1 }],
    [{ 'session.person': 1 }],
  ],
  ratelimits: [
    [{ key: 1 }, unique],
    [{ expire: 1 }, { expireAfterSeconds: 0 }],
  ],
  signinrequests: [[{ expiresAt: 1 }, { expireAfterSeconds: 0 }]],
  usedassertions: [[{ expiresAt: 1 }, { expireAfterSeconds: 0 }]],
}

export const firstIndexes: Migration = {
  number: 1,
  name: 'indexes of people, forums, seats, tasks, mail and the audit trail',
  run: async (db) => {
    for (const [collection, list] of Object.entries(indexes))
      for (const [keys, options] of list) await db.collection(collection).createIndex(keys, options)
  },
}
