import type { Action, Resource, Service } from '../../server/policy/terms.ts'

/** What the policy is about, for the page that prints it. */
export const resourceWords: Readonly<Record<Resource, string>> = {
  organisation: 'Organisations',
  area: 'Areas',
  identityProvider: 'Organisations’ sign-in',
  serviceKey: 'The keys by which this service signs',
  person: 'People',
  passkey: 'Passkeys',
  passkeyCode: 'Codes to add a passkey',
  forum: 'Forums',
  seat: 'Places in a forum',
  sideSignIn: 'What a side requires of a sign-in',
  invitation: 'Prepared invitations',
  terms: 'Terms of reference',
  termsComment: 'Comments on terms of reference',
  meeting: 'Meetings',
  attendance: 'Attendance',
  consent: 'Consents to making a record open',
  item: 'Agenda items',
  paper: 'Papers',
  comment: 'Comments on papers',
  note: 'Private notes',
  interest: 'Register of interests',
  minutes: 'Minutes',
  part: 'Parts of minutes',
  draft: 'Unsaved text',
  decision: 'Decisions',
  action: 'Actions',
  keyCommunication: 'Key communications',
  task: 'Tasks',
  message: 'Outgoing e-mail',
  emergencyAccess: 'Emergency access',
  auditEntry: 'Audit trail',
}

export const actionWords: Readonly<Record<Action, string>> = {
  read: 'see',
  create: 'add',
  edit: 'change',
  remove: 'remove',
  publish: 'publish',
  giveKey: 'approve for a side',
  run: 'run on the day',
  comment: 'comment',
  appoint: 'appoint and end',
  administer: 'set up',
}

/** Parts of the software that act by themselves. */
export const serviceWords: Readonly<Record<Service, string>> = {
  signIn: 'Sign-in',
  membership: 'Membership',
  sweeper: 'Sweeping of files',
  outbox: 'Outgoing e-mail',
  reminders: 'Reminders',
  releases: 'Releases',
  checkpoints: 'Checkpoints',
  quorum: 'Quorum',
  audit: 'Audit trail',
  operator: 'Command line',
  demonstration: 'Demonstration',
}
