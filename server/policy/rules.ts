import { serviceRules } from './serviceRules.ts'
import { keyHolders, keyRoles, officers, type Role, type Rule } from './terms.ts'

const everySeat: readonly Role[] = ['chair', 'viceChair', 'secretary', 'member', 'observer']
const everyone: readonly Role[] = [...everySeat, 'deputy', 'guest', 'adviser']
const seatsThatSpeak: readonly Role[] = ['chair', 'viceChair', 'secretary', 'member']
const chair: readonly Role[] = ['chair']
/** Where an item, a paper or a part of the minutes may stand: never with one side. */
const rooms = ['public', 'partnership', 'forum', 'meeting', 'chairs'] as const
const shown = ['circulated', 'confirmed'] as const
/** A withdrawn item stays on the agenda, with its number. */
const onTheAgenda = ['published', 'withdrawn'] as const
const beingWritten = ['draft', 'review'] as const
const called = ['called', 'held', 'adjourned', 'closed', 'cancelled'] as const

/** Every right in the service, a row each. The page /access prints these rows. */
export const rules: readonly Rule[] = [
  // The installation: organisations, their sign-in, people and forums.
  { on: 'organisation', may: ['read'], who: 'signedIn', where: ['everywhere'] },
  { on: 'organisation', may: ['read', 'create', 'edit'], who: 'administrator', where: ['everywhere'] },
  { on: 'area', may: ['read'], who: 'signedIn', where: ['everywhere'] },
  { on: 'area', may: ['create', 'edit'], who: 'administrator', where: ['everywhere'] },
  { on: 'identityProvider', may: ['read', 'create', 'edit', 'remove'], who: 'administrator', where: ['everywhere'] },
  { on: 'person', may: ['read', 'create', 'edit'], who: 'administrator', where: ['everywhere'] },
  // An impostor who could change the address or the sign-in of whom they pretend to be would come back as them.
  { on: 'person', may: ['read'], who: 'signedIn', where: ['own'] },
  // Passkeys are their owner's alone. A code to enrol one comes from whoever holds the side's key, with a passkey.
  { on: 'passkey', may: ['read', 'create', 'edit'], who: 'signedIn', where: ['own'] },
  { on: 'passkey', may: ['remove'], who: 'signedIn', where: ['own'], withPasskey: true },
  {
    on: 'passkeyCode',
    may: ['create', 'remove'],
    who: keyHolders,
    where: ['forum'],
    ownSide: true,
    withKey: true,
    withPasskey: true,
  },
  { on: 'passkeyCode', may: ['read', 'edit', 'remove'], who: 'signedIn', where: ['own'] },
  { on: 'forum', may: ['read', 'create', 'administer'], who: 'administrator', where: ['everywhere'] },
  // The places that last, to run forums and people; not who was named as deputy or guest of a meeting.
  { on: 'seat', may: ['read'], who: 'administrator', where: ['forum'] },
  { on: 'forum', may: ['read'], who: 'recordsOfficer', where: ['everywhere'] },

  // The forum and its membership.
  { on: 'forum', may: ['read'], who: everyone, where: ['forum'] },
  { on: 'forum', may: ['edit'], who: officers, where: ['forum'] },
  { on: 'seat', may: ['read'], who: everySeat, where: ['forum'] },
  // Whom a meeting's deputies and guests are is for those invited to it.
  { on: 'seat', may: ['read'], who: everyone, where: ['meeting'] },
  { on: 'seat', may: ['appoint', 'create'], who: chair, where: ['forum'], ownSide: true },
  { on: 'seat', may: ['edit'], who: everySeat, where: ['own'] },
  // What a side requires of a sign-in: its own chair decides, with a passkey, and nobody else; its forum sees it.
  { on: 'sideSignIn', may: ['read'], who: everySeat, where: ['forum'] },
  { on: 'sideSignIn', may: ['create', 'edit'], who: chair, where: ['forum'], ownSide: true, withPasskey: true },
  { on: 'invitation', may: ['read', 'create', 'edit'], who: officers, where: ['forum'], ownSide: true },
  { on: 'interest', may: ['read'], who: everySeat, where: ['forum'] },
  { on: 'interest', may: ['read', 'create', 'edit'], who: everyone, where: ['own'] },

  // Terms of reference.
  { on: 'terms', may: ['read'], who: officers, where: ['forum'] },
  {
    on: 'terms',
    may: ['read'],
    who: everySeat,
    where: ['forum'],
    state: ['consultation', 'agreed', 'adopted', 'superseded', 'abandoned'],
  },
  { on: 'terms', may: ['create'], who: officers, where: ['forum'], state: ['draft'] },
  { on: 'terms', may: ['edit'], who: officers, where: ['forum'], state: ['draft', 'consultation'] },
  { on: 'terms', may: ['publish'], who: officers, where: ['forum'], state: ['draft', 'consultation'] },
  { on: 'terms', may: ['giveKey'], who: keyHolders, where: ['forum'], state: ['consultation'], withKey: true },
  { on: 'terms', may: ['comment'], who: seatsThatSpeak, where: ['forum'], state: ['consultation'] },
  { on: 'termsComment', may: ['read'], who: everySeat, where: ['forum', 'side'] },
  { on: 'termsComment', may: ['create'], who: seatsThatSpeak, where: ['forum', 'side'] },

  // Meetings, agendas and papers.
  { on: 'meeting', may: ['read', 'create', 'edit', 'run'], who: officers, where: ['forum'] },
  // One chair, or whom a side named to give its key, calls a meeting and publishes its agenda.
  { on: 'meeting', may: ['read', 'publish', 'giveKey'], who: keyHolders, where: ['forum'], withKey: true },
  { on: 'meeting', may: ['read'], who: everyone, where: ['forum'], state: called },
  { on: 'item', may: ['read', 'create', 'edit', 'remove'], who: officers, where: rooms },
  {
    on: 'item',
    may: ['read'],
    who: everyone,
    where: ['partnership', 'forum', 'meeting'],
    neighbours: true,
    state: onTheAgenda,
  },
  { on: 'item', may: ['read'], who: 'visitor', where: ['public'], state: onTheAgenda },
  { on: 'item', may: ['read'], who: keyRoles, where: rooms, state: ['draft'], withKey: true },
  { on: 'item', may: ['publish', 'giveKey'], who: keyHolders, where: rooms, withKey: true },
  { on: 'paper', may: ['read', 'create', 'edit', 'remove'], who: officers, where: rooms },
  // A late paper: one chair. The others go out with the agenda.
  { on: 'paper', may: ['publish'], who: chair, where: rooms },
  {
    on: 'paper',
    may: ['read'],
    who: everyone,
    where: ['partnership', 'forum', 'meeting'],
    neighbours: true,
    state: ['sent'],
  },
  { on: 'paper', may: ['read'], who: 'visitor', where: ['public'], state: ['sent'] },
  { on: 'paper', may: ['read', 'create', 'edit', 'remove'], who: everySeat, where: ['side'] },
  { on: 'comment', may: ['read', 'create'], who: everySeat, where: ['side'] },
  { on: 'note', may: ['read', 'create', 'edit', 'remove'], who: everyone, where: ['own'] },
  // Attendance belongs to the room of a meeting, to which everyone who arrives is admitted. Places are made by the
  // service `quorum`, for whoever is invited; one's own answer may be changed until the meeting begins.
  { on: 'attendance', may: ['read', 'edit'], who: officers, where: ['meeting'] },
  { on: 'attendance', may: ['read'], who: everyone, where: ['meeting', 'own'] },
  { on: 'attendance', may: ['edit'], who: everyone, where: ['own'], state: ['expected'] },
  // Whether somebody agrees that a record under the Rule is made open is theirs alone to see.
  { on: 'consent', may: ['read', 'edit'], who: everyone, where: ['own'] },

  // Minutes, decisions and actions. Every key approves the minutes in review; a side's statement is for its chair alone.
  { on: 'minutes', may: ['read'], who: officers, where: ['forum', 'meeting'] },
  { on: 'minutes', may: ['create'], who: officers, where: ['forum', 'meeting'], state: ['draft'] },
  { on: 'minutes', may: ['edit'], who: officers, where: ['forum', 'meeting'], state: beingWritten },
  { on: 'minutes', may: ['read'], who: everyone, where: ['forum', 'meeting'], state: shown },
  {
    on: 'minutes',
    may: ['publish'],
    who: officers,
    where: ['forum', 'meeting'],
    state: ['draft', 'review', 'circulated'],
  },
  {
    on: 'minutes',
    may: ['read', 'giveKey'],
    who: keyHolders,
    where: ['forum', 'meeting'],
    state: ['review'],
    withKey: true,
  },
  { on: 'part', may: ['read'], who: officers, where: rooms },
  { on: 'part', may: ['create'], who: officers, where: rooms, state: ['draft'] },
  { on: 'part', may: ['edit'], who: officers, where: rooms, state: beingWritten },
  { on: 'part', may: ['publish'], who: officers, where: rooms, state: ['circulated'] },
  { on: 'part', may: ['giveKey'], who: chair, where: rooms, state: beingWritten },
  {
    on: 'part',
    may: ['read'],
    who: everyone,
    where: ['partnership', 'forum', 'meeting'],
    neighbours: true,
    state: shown,
  },
  { on: 'part', may: ['read'], who: keyRoles, where: rooms, state: ['review'], withKey: true },
  { on: 'part', may: ['read'], who: 'visitor', where: ['public'], state: shown },
  {
    on: 'part',
    may: ['comment'],
    who: [...seatsThatSpeak, 'deputy'],
    where: ['public', 'partnership', 'forum', 'meeting'],
    state: ['circulated'],
  },
  { on: 'draft', may: ['read', 'create', 'edit', 'remove'], who: officers, where: rooms },
  { on: 'decision', may: ['read'], who: officers, where: rooms },
  { on: 'decision', may: ['edit'], who: officers, where: rooms, state: ['recommended'] },
  {
    on: 'decision',
    may: ['read'],
    who: everyone,
    where: ['public', 'partnership', 'forum', 'meeting'],
    neighbours: true,
    state: ['decided', 'recommended', 'ratified'],
  },
  // Open actions are visible whole; closed ones go by their meeting's date, like decisions.
  { on: 'action', may: ['read', 'edit'], who: officers, where: rooms, state: ['open'], whole: true },
  { on: 'action', may: ['read', 'edit'], who: officers, where: rooms },
  {
    on: 'action',
    may: ['read'],
    who: everyone,
    where: ['public', 'partnership', 'forum', 'meeting'],
    neighbours: true,
    state: ['open'],
    whole: true,
  },
  {
    on: 'action',
    may: ['read'],
    who: everyone,
    where: ['public', 'partnership', 'forum', 'meeting'],
    neighbours: true,
  },
  { on: 'action', may: ['read', 'edit'], who: everySeat, where: ['own'], whole: true },

  // Key communications.
  { on: 'keyCommunication', may: ['read'], who: 'visitor', where: ['public'], state: ['issued'] },
  {
    on: 'keyCommunication',
    may: ['read'],
    who: everyone,
    where: ['partnership', 'forum', 'meeting'],
    neighbours: true,
    state: ['issued'],
  },
  { on: 'keyCommunication', may: ['create'], who: officers, where: rooms, state: ['draft'] },
  { on: 'keyCommunication', may: ['read'], who: officers, where: rooms },
  { on: 'keyCommunication', may: ['edit'], who: officers, where: rooms, state: ['draft', 'approval'] },
  {
    on: 'keyCommunication',
    may: ['read', 'giveKey'],
    who: keyHolders,
    where: rooms,
    state: ['approval'],
    withKey: true,
  },

  // Tasks that wait for someone, and the trail.
  { on: 'task', may: ['read', 'remove'], who: everyone, where: ['own'] },
  // Of an administrator: to renew an organisation's sign-in. Nothing of a forum is asked of the office.
  { on: 'task', may: ['read'], who: 'administrator', where: ['own'] },
  { on: 'task', may: ['read'], who: everySeat, where: ['forum', 'side', 'chairs'] },
  { on: 'auditEntry', may: ['read'], who: officers, where: ['forum'] },
  { on: 'auditEntry', may: ['read'], who: 'recordsOfficer', where: ['everywhere'] },

  // Emergency access: a records officer asks, key holders approve or object, and a data-protection officer decides what
  // they leave open. It opens the one record, for its time, and never what is one side's.
  { on: 'emergencyAccess', may: ['create'], who: 'recordsOfficer', where: ['own'], state: ['asked'] },
  { on: 'emergencyAccess', may: ['read'], who: 'recordsOfficer', where: ['own'] },
  { on: 'emergencyAccess', may: ['read'], who: keyHolders, where: ['forum'], withKey: true },
  {
    on: 'emergencyAccess',
    may: ['giveKey', 'comment'],
    who: keyHolders,
    where: ['forum'],
    state: ['asked', 'referred'],
    withKey: true,
  },
  { on: 'emergencyAccess', may: ['read'], who: 'signedIn', where: ['referred'] },
  { on: 'emergencyAccess', may: ['publish'], who: 'signedIn', where: ['referred'], state: ['referred'] },
  { on: 'item', may: ['read'], who: 'recordsOfficer', where: ['granted'] },
  { on: 'paper', may: ['read'], who: 'recordsOfficer', where: ['granted'] },
  { on: 'part', may: ['read'], who: 'recordsOfficer', where: ['granted'] },

  // Services: the parts of the software that act by themselves, each with no more than it needs.
  ...serviceRules,
]
