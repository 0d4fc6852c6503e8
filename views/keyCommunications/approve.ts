import type { Forum } from '../../models/forum.ts'
import type { KeyCommunication } from '../../models/keyCommunication.ts'
import { changes } from '../../server/changes.ts'
import { showInstant } from '../../server/dates.ts'
import { type FormState } from '../../server/forms.ts'
import { keyToGive, missing, standing } from '../../server/policy/keys.ts'
import { keyCommunicationHours } from '../../server/policy/keySchedules.ts'
import { keySeat } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { stateOf } from './show.ts'
import { audienceWords, capital, counted, listed, sidePhrases, sideWords } from '../words.ts'

/** The page on which a key holder approves text and kept wordings in one tap, or sends it back. */
export function approvalPage(communication: KeyCommunication, forum: Forum, viewer: Person, state: FormState) {
  const { _id, keys, hash, title, text } = communication
  const left = missing(forum.settings, keys, hash)
  const seat = keySeat(viewer, forum._id)
  const mine = keyToGive(viewer, forum._id, forum.settings, keys, hash)
  const seen = communication.seen.findLast(({ side }) => side === seat?.side)?.text
  const wanted =
    left.sides.length > 0 ? listed(left.sides.map((side) => sidePhrases[side])) : counted(left.chairs, 'chair')
  return {
    page: {
      title: 'Approve the key communication',
      forum: { id: forum._id, name: forum.name },
      section: 'keyCommunications' as const,
      breadcrumbs: [{ text: 'Key communications', href: `/forums/${forum._id}/key-communications` }],
    },
    caption: forum.name,
    state: stateOf(communication, forum.settings),
    askedAt: communication.askedAt === null ? '' : showInstant(communication.askedAt),
    within: counted(keyCommunicationHours.delegate, 'hour'),
    title,
    html: communication.html,
    audience: audienceWords[communication.audience],
    kept: communication.kept.map((wording) => ({ text: wording.text, reason: wording.reason })),
    changed: seen === undefined ? [] : changes(seen, `${title}\n\n${text}`),
    given: standing(keys, hash).map((key) => `${sideWords[key.side]}: approved by ${key.name}, ${showInstant(key.at)}`),
    waitingFor: capital(wanted),
    frozen: forum.withdrawn.length > 0,
    mayGive: mine !== undefined && forum.withdrawn.length === 0,
    last: mine !== undefined && left.sides.length + left.chairs === 1,
    approve: `/key-communications/${_id}/approve`,
    sendBack: `/key-communications/${_id}/send-back`,
    edit: `/key-communications/${_id}/edit`,
    hash,
    reason: typeof state.typed === 'object' && 'reason' in state.typed ? String(state.typed.reason) : '',
    wrong: state.wrong[0]?.text ?? false,
  }
}
