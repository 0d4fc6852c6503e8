import type { Forum } from '../../models/forum.ts'
import type { Terms } from '../../models/terms.ts'
import type { TermsComment } from '../../models/termsComment.ts'
import { type Day, showDay, showInstant } from '../../server/dates.ts'
import { keySides, keyToGive, missing, standing } from '../../server/policy/keys.ts'
import { permits } from '../../server/policy/scope.ts'
import type { Person } from '../../server/policy/terms.ts'
import { audienceOf, counted, sidePhrases, sideWords } from '../words.ts'
import { sectionList } from './sections.ts'
import { settingFacts, settingsInWords } from './settings.ts'
import { standingInWords, stateTag, versionPage } from './version.ts'
import { placeIn } from '../../server/policy/places.ts'

/** One version of the terms: its text, its settings, comments on it, and what may be done with it now. */
export function versionModel(
  viewer: Person,
  terms: Terms,
  forum: Pick<Forum, '_id' | 'settings' | 'withdrawn'>,
  comments: readonly TermsComment[],
  today: Day,
) {
  const path = `/terms/${terms._id}`
  const may = (action: 'edit' | 'publish' | 'comment'): boolean => permits(viewer, action, 'terms', terms)
  const [edit, comment] = [may('edit'), may('comment')]
  const { text, colour } = stateTag(terms)
  return {
    ...versionPage(viewer, terms, `Version ${terms.version} of the terms of reference`),
    caption: placeIn(viewer, forum._id)?.forumName ?? '',
    state: text,
    colour,
    standing: standingInWords(terms),
    hash: terms.hash,
    compare: terms.basedOn === null ? '' : `/forums/${forum._id}/terms/compare?from=${terms.basedOn}&to=${terms._id}`,
    sections: sectionList(terms.sections).map((section) => ({
      ...section,
      edit: edit ? `${path}/sections/${section.id}` : '',
      comment: comment ? `${path}/comment?section=${section.id}` : '',
      comments: comments.filter((one) => one.section === section.id).map(commentModel),
    })),
    settings: settingFacts(settingsInWords(terms.settings, terms.startsOn)),
    editSettings: edit ? `${path}/settings` : '',
    approval: terms.state === 'consultation' ? approvalModel(viewer, terms, forum, today) : false,
    given: standing(terms.keys, terms.hash).map(
      (key) => `${sideWords[key.side]}: approved by ${key.name}, ${showInstant(key.at)}`,
    ),
    consult: may('publish') ? `${path}/consultation` : '',
    end: may('publish') ? `${path}/end` : '',
    endText: terms.state === 'draft' ? 'Discard this draft' : 'End the consultation without agreement',
    consultText: terms.state === 'draft' ? 'Open this version for comments' : 'Prolong the consultation',
    setAside: comment && terms.approvalAskedAt === null ? `${path}/set-aside` : '',
  }
}

const commentModel = ({ html, audience, side, writtenOn }: TermsComment) => ({
  html,
  audience: audienceOf(audience, side),
  datetime: writtenOn,
  when: showDay(writtenOn),
})

/** Who has to approve, and what this viewer can do about it. */
function approvalModel(
  viewer: Person,
  terms: Terms,
  { _id, settings, withdrawn }: Pick<Forum, '_id' | 'settings' | 'withdrawn'>,
  today: Day,
) {
  const path = `/terms/${terms._id}`
  const left = missing(settings, terms.keys, terms.hash)
  const asked = terms.approvalAskedAt !== null
  const frozen = withdrawn.length > 0
  const key = permits(viewer, 'giveKey', 'terms', terms)
    ? keyToGive(viewer, _id, settings, terms.keys, terms.hash)
    : undefined
  const ask = permits(viewer, 'publish', 'terms', terms) && !asked && !frozen
  const mayAsk = ask && terms.consultationUntil !== null && today >= terms.consultationUntil
  return {
    frozen: frozen
      ? `${withdrawn.map((side) => sideWords[side]).join(' and ')} has withdrawn from the forum. Approval waits until it returns.`
      : '',
    waiting: asked ? left.sides.map((side) => `Waiting for ${sidePhrases[side]}`) : [],
    chairs: asked && left.chairs > 0 ? `Waiting for ${counted(left.chairs, 'more chair')}` : '',
    rule:
      keySides(settings).length > 0
        ? 'It needs the approval of every side that holds a key, for exactly this text and these settings. A change voids the approvals given so far.'
        : 'It needs the approval of the chairs, for exactly this text and these settings. A change voids the approvals given so far.',
    ask: mayAsk ? `${path}/ask` : '',
    askFrom:
      ask && !mayAsk && terms.consultationUntil !== null
        ? `You can ask for approval from ${showDay(terms.consultationUntil)}, the last day for comments.`
        : '',
    give: asked && !frozen && key !== undefined ? `${path}/approve` : '',
    giveAs: `You approve as ${viewer.name}${key === undefined || keySides(settings).length === 0 ? '' : `, for ${sidePhrases[key.side]}`}. Members can see your name beside the approval.`,
  }
}
