import { forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { type Terms, termsFor } from '../../models/terms.ts'
import { dayOf } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { permits } from '../policy/scope.ts'
import { isCurrentSeat, type Viewer } from '../policy/terms.ts'
import { act } from './act.ts'
import { refuseNamingReason } from './checkTitles.ts'

type Ending = { readonly terms: string; readonly because: string }
const over = (state: Terms['state']): boolean => state === 'discarded' || state === 'abandoned'

/**
 * Discards a draft, or ends a consultation without agreement. The version keeps its number, text and comments; keys
 * given to it no longer count, and whoever was asked for a comment or a key is not asked any more. Members are told of
 * the end of a consultation; of a draft they knew nothing. Does nothing for a version that has ended already.
 * @param asked `because` is shown to everybody who may see the version
 * @throws Refused for a reason that may identify someone, for a version that is agreed, in force or replaced; NotFound for everybody but the officers
 */
export async function discardTerms(viewer: Viewer, now: Date, asked: Ending): Promise<void> {
  const terms = await termsFor(viewer).open(asked.terms)
  if (!permits(viewer, 'publish', 'terms', { ...terms, state: 'draft' })) throw new NotFound('terms')
  if (!over(terms.state)) await discard(viewer, now, asked)
}

const discard = act(async ({ viewer, now, record, tell, done }, { terms: of, because }: Ending): Promise<void> => {
  const terms = await termsFor(viewer).open(of)
  const { _id, forum } = terms
  if (terms.state !== 'draft' && terms.state !== 'consultation')
    throw new Refused('Every side has agreed to this version. To change the terms of reference, draft a new version.')
  const draft = terms.state === 'draft'
  // Of a draft the officers alone read why.
  if (!draft)
    await refuseNamingReason({ forum }, (await forumsFor(viewer).open(forum)).settings.ruleStatus, because, 'because')
  const event = draft ? 'draft of terms discarded' : 'consultation on terms ended without agreement'
  await record({ forum, event, record: _id, details: { hash: terms.hash } })
  await termsFor(viewer).change('publish', terms, {
    state: draft ? 'discarded' : 'abandoned',
    endedOn: dayOf(now),
    endedBecause: because,
    approvalAskedAt: null,
    keys: [],
  })
  await done(forum, _id)
  if (draft) return
  const members = (await seatsFor(viewer).inForum(forum, dayOf(now))).filter(({ role }) => isCurrentSeat(role))
  const to = members.map(({ person }) => person)
  await tell({ forum, kind: 'termsConsultationEnded', to, path: `/terms/${_id}` })
})
