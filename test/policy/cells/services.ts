import type { Resource, Service } from '../../../server/policy/terms.ts'

/**
 * What each part of the software that acts by itself may touch, in the letters of the tables; everything else is
 * denied. Sign-in finds who is asking; membership makes people and seats within an act; quorum runs the day; releases
 * carries out what every key agreed; reminders ask; outbox posts, and can read nothing that it could give away; the
 * sweeper knows which files are named; the trail grows and is never changed; the operator is the command line, and
 * reads nothing that was said. Voices and checkpoints have no rights yet.
 */
export const serviceCells: Readonly<Record<Service, Partial<Record<Resource, string>>>> = {
  signIn: { organisation: 'r', identityProvider: 'r', serviceKey: 'rc', person: 're', seat: 'r' },
  membership: { person: 'rc', organisation: 'r', forum: 'r', seat: 'rcea', sideSignIn: 'r', invitation: 'rce' },
  quorum: { seat: 're', attendance: 'rce', consent: 'rcx', meeting: 're', item: 'rce', paper: 'ep', forum: 'r' },
  releases: {
    keyCommunication: 'p',
    terms: 're',
    forum: 're',
    seat: 're',
    minutes: 're',
    part: 'rcex',
    draft: 'ex',
    decision: 'ce',
    action: 'ce',
    item: 'r',
    paper: 'r',
    meeting: 'r',
    organisation: 'r',
    emergencyAccess: 're',
  },
  reminders: { minutes: 're', keyCommunication: 're', forum: 'r', task: 'rcex', identityProvider: 're' },
  outbox: { message: 'rcex', person: 'r', forum: 'r' },
  sweeper: { paper: 'r' },
  audit: { auditEntry: 'rc' },
  operator: {
    organisation: 'rce',
    area: 'c',
    identityProvider: 'rcex',
    serviceKey: 'rcex',
    person: 'rce',
    forum: 'rcm',
    seat: 'rc',
    invitation: 'rc',
    passkeyCode: 'cx',
  },
  demonstration: {
    meeting: 'c',
    item: 'c',
    paper: 'c',
    attendance: 'c',
    minutes: 'c',
    part: 'c',
    decision: 'c',
    action: 'c',
    keyCommunication: 'c',
    forum: 'e',
  },
  checkpoints: {},
}
