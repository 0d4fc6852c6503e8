import { Schema } from 'mongoose'
import { type Side, ruleStatuses, sides } from '../server/policy/terms.ts'

/** What one side must have: seats to fill, and how many make its quorum (the larger of the share and the minimum). */
export type SideSettings = {
  readonly side: Side
  readonly holdsKey: boolean
  readonly seats: number
  readonly quorumShare: number
  readonly quorumMinimum: number
}

/** The structured settings of adopted terms of reference: what the software enforces. */
export type Settings = {
  readonly sides: readonly SideSettings[]
  /** Keys needed where a forum has no sides: this many chairs, never fewer than two. */
  readonly chairsNeeded: number
  /** Keys to call a meeting and to publish its agenda. Terms may ask for more than usual, never for fewer. */
  readonly meetingKeys: 'one' | 'every'
  /** Keys to a late item, and to tighten the rule of a published agenda. */
  readonly lateKeys: 'two' | 'every'
  /** Working days of notice before a core or local meeting, and for papers. */
  readonly coreNoticeDays: number
  readonly localNoticeDays: number
  readonly paperNoticeDays: number
  /** Minutes without a quorum after which the meeting is inquorate. */
  readonly inquorateAfterMinutes: number
  readonly ruleStatus: (typeof ruleStatuses)[number]
  readonly sideAttribution: 'forbidden' | 'allowed'
  /** Fewest people in a published group. */
  readonly suppressionFloor: number
  /** Core and local meetings alternate. */
  readonly alternation: boolean
  readonly reviewMonths: number
  /** Working days to draft minutes, to answer as a chair, until the delegate, until "not agreed" is shown. */
  readonly minutesDraftDays: number
  readonly chairsReviewDays: number
  readonly delegateDay: number
  readonly notAgreedDay: number
  /** Members see history from the beginning of the forum instead of their own seat's. */
  readonly wholeHistory: boolean
  /**
   * Members whose organisation has no sign-in of its own may sign in by a code sent by e-mail. Settings that were made
   * before there was such a thing do not say it, which is "no", and their hash stays what keys were given to.
   */
  readonly codeSignIn?: boolean
}

export const defaultSettings: Settings = {
  sides: [
    { side: 'employer', holdsKey: true, seats: 8, quorumShare: 1 / 3, quorumMinimum: 3 },
    { side: 'staff', holdsKey: true, seats: 8, quorumShare: 1 / 3, quorumMinimum: 3 },
  ],
  chairsNeeded: 2,
  meetingKeys: 'one',
  lateKeys: 'two',
  coreNoticeDays: 20,
  localNoticeDays: 30,
  paperNoticeDays: 5,
  inquorateAfterMinutes: 30,
  ruleStatus: 'chathamHouse',
  sideAttribution: 'forbidden',
  suppressionFloor: 6,
  alternation: true,
  reviewMonths: 12,
  minutesDraftDays: 5,
  chairsReviewDays: 5,
  delegateDay: 5,
  notAgreedDay: 10,
  wholeHistory: false,
  codeSignIn: false,
}

const count = { type: Number, required: true, min: 0 }

export const settingsSchema = new Schema<Settings>(
  {
    sides: [
      {
        _id: false,
        side: { type: String, enum: sides, required: true },
        holdsKey: { type: Boolean, required: true },
        seats: count,
        quorumShare: { type: Number, required: true, min: 0, max: 1 },
        quorumMinimum: count,
      },
    ],
    chairsNeeded: { type: Number, required: true, min: 2 },
    meetingKeys: { type: String, enum: ['one', 'every'], required: true },
    lateKeys: { type: String, enum: ['two', 'every'], required: true },
    coreNoticeDays: count,
    localNoticeDays: count,
    paperNoticeDays: count,
    inquorateAfterMinutes: count,
    ruleStatus: { type: String, enum: ruleStatuses, required: true },
    sideAttribution: { type: String, enum: ['forbidden', 'allowed'], required: true },
    suppressionFloor: count,
    alternation: { type: Boolean, required: true },
    reviewMonths: count,
    minutesDraftDays: count,
    chairsReviewDays: count,
    delegateDay: count,
    notAgreedDay: count,
    wholeHistory: { type: Boolean, required: true },
    codeSignIn: Boolean,
  },
  { _id: false, strict: 'throw' },
)
