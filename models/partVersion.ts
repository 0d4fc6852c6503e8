import type { Viewer } from '../server/policy/terms.ts'
import { itemAudiences } from './item.ts'
import { minutesStates } from './minutes.ts'
import type { Part } from './part.ts'
import { type PartText, written } from './partText.ts'
import { insert, scopedModel, under } from './scoped.ts'

/**
 * What a part said at an earlier version: without a time, and without who saved it. Under the Chatham House Rule they
 * are destroyed when the minutes are circulated.
 */
export type PartVersion = PartText &
  Pick<Part, 'forum' | 'meeting' | 'meetingDate' | 'audience' | 'steppedOut' | 'state' | 'version'> & {
    readonly _id: string
    readonly part: string
  }

const Versions = scopedModel<PartVersion>('PartVersion', 'part', {
  forum: { type: String, required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  audience: { type: String, enum: itemAudiences, required: true },
  steppedOut: [String],
  state: { type: String, enum: minutesStates, required: true },
  part: { type: String, required: true, immutable: true },
  version: { type: Number, required: true, immutable: true },
  ...written,
})

/** The earlier versions of parts that one viewer may touch. */
export const partVersionsFor = (viewer: Viewer) => ({
  /**
   * Keeps what a part said. For the service `releases`, within an act that saves the part.
   * @param state `review` when key holders were shown this version, so that they can be shown what changed since
   */
  keep: async (_id: string, part: Part, state: 'draft' | 'review'): Promise<void> => {
    const { source, html, dissent, dissentHtml, statements, decisions, actions } = part
    const { forum, meeting, meetingDate, audience, steppedOut, version } = part
    const text = { source, html, dissent, dissentHtml, statements, decisions, actions }
    const of = { forum, meeting, meetingDate, audience, steppedOut, version, part: part._id }
    await insert(Versions, viewer, [{ _id, ...of, ...text, state }])
  },
  /** These versions of a meeting's parts. */
  some: async (meeting: string, of: readonly { part: string; version: number }[]): Promise<PartVersion[]> =>
    of.length === 0
      ? []
      : Versions.find(
          { meeting, $or: of.map(({ part, version }) => ({ part, version })) },
          null,
          under(viewer, 'read'),
        ).lean<PartVersion[]>(),
  /** Destroys every earlier version of these parts. For the service `releases`. */
  destroy: async (parts: readonly string[]): Promise<void> => {
    await Versions.deleteMany({ part: { $in: parts } }, under(viewer, 'remove'))
  },
  /** Lets earlier versions follow their item, as the part does. For the service `releases`. */
  follow: async (
    part: string,
    change: Partial<Pick<Part, 'audience' | 'steppedOut' | 'meetingDate'>>,
  ): Promise<void> => {
    await Versions.updateMany({ part }, { $set: change }, under(viewer, 'edit'))
  },
})
