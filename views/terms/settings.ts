import type { Settings, SideSettings } from '../../models/settings.ts'
import { showDay } from '../../server/dates.ts'
import { keyCommunicationHours } from '../../server/policy/keySchedules.ts'
import { keySides } from '../../server/policy/keys.ts'
import type { Fact } from '../partials/models.ts'
import { counted, notAgreed, ruleStatusWords, sideWords } from '../words.ts'

/** A setting in plain words. */
export type SettingLine = { readonly key: string; readonly value: string }

const everyKey = 'Every key'
const workingDays = (count: number): string => counted(count, 'working day')

/** What the software enforces, a line each. */
export function settingsInWords(settings: Settings, startsOn?: string | null): readonly SettingLine[] {
  const { delegate, notAgreed: notAgreedHour } = keyCommunicationHours
  const { sides, chairsNeeded, reviewMonths, notAgreedDay, delegateDay, chairsReviewDays } = settings
  return [
    ...(sides.length === 0
      ? [{ key: 'Sides', value: `None. Joint decisions need the approval of ${counted(chairsNeeded, 'chair')}` }]
      : sides.map((side) => ({ key: sideWords[side.side], value: sideInWords(side) }))),
    {
      key: 'Calling a meeting, publishing its agenda',
      value: settings.meetingKeys === 'every' ? everyKey : 'One chair',
    },
    {
      key: 'Late item, tightening the rule',
      value: settings.lateKeys === 'every' ? everyKey : 'Two keys: of two sides, or of two chairs without sides',
    },
    {
      key: 'Minutes, key communications, terms, wording that is kept',
      value: everyKey,
    },
    { key: 'Notice of a core meeting', value: workingDays(settings.coreNoticeDays) },
    { key: 'Notice of a local meeting', value: workingDays(settings.localNoticeDays) },
    { key: 'Papers', value: `${workingDays(settings.paperNoticeDays)} before the meeting` },
    {
      key: 'Order of meetings',
      value: settings.alternation ? 'Core and local meetings alternate' : 'Core and local meetings need not alternate',
    },
    {
      key: 'Without a quorum',
      value: `After ${counted(settings.inquorateAfterMinutes, 'minute')} decisions become recommendations to ratify`,
    },
    {
      key: 'Rule of a meeting',
      value: `${ruleStatusWords[settings.ruleStatus]}, unless a meeting or an item says otherwise`,
    },
    {
      key: 'Naming a side as the speaker',
      value: settings.sideAttribution === 'forbidden' ? 'Not in published texts' : 'Allowed in published texts',
    },
    { key: 'Smallest group in published figures', value: counted(settings.suppressionFloor, 'person', 'people') },
    {
      key: 'Earlier papers and minutes',
      value: settings.wholeHistory
        ? 'A new member sees them from the beginning of the forum'
        : 'A new member sees those of meetings since joining',
    },
    {
      key: 'Members whose organisation has no sign-in',
      value: settings.codeSignIn
        ? 'May sign in by a code sent by e-mail, which shows no more than a guest sees'
        : 'Cannot sign in',
    },
    { key: 'Drafting minutes', value: `Within ${workingDays(settings.minutesDraftDays)} of the meeting` },
    {
      key: 'Approving minutes',
      value:
        `Each chair within ${workingDays(chairsReviewDays)}; a side’s delegate is asked on day ${delegateDay}; ` +
        `“${notAgreed(keySides(settings).length).text}” is shown from day ${notAgreedDay}`,
    },
    {
      key: 'Key communications',
      value:
        `Drafted within ${counted(delegate, 'hour')} of the meeting. Each chair approves within as long; then a side’s ` +
        `delegate is asked, and after ${counted(notAgreedHour, 'hour')} it is shown as not agreed`,
    },
    { key: 'Review', value: `${counted(reviewMonths, 'month')} after these terms take effect` },
    ...(startsOn === undefined
      ? []
      : [{ key: 'In force', value: startsOn === null ? 'As soon as they are agreed' : `From ${showDay(startsOn)}` }]),
  ]
}

function sideInWords({ seats, holdsKey, quorumShare, quorumMinimum }: SideSettings): string {
  const key = holdsKey ? 'joint decisions need its approval' : 'joint decisions do not need its approval'
  return `${counted(seats, 'place')}; quorum ${shareInWords(quorumShare)}, at least ${quorumMinimum}; ${key}`
}

const fractions: readonly (readonly [number, string])[] = [
  [0, 'by number alone'],
  [1 / 4, 'one quarter of its filled places'],
  [1 / 3, 'one third of its filled places'],
  [1 / 2, 'half of its filled places'],
  [2 / 3, 'two thirds of its filled places'],
  [1, 'all of its filled places'],
]
const shareInWords = (share: number): string =>
  fractions.find(([value]) => Math.abs(value - share) < 1e-6)?.[1] ?? `${percentOf(share)}% of its filled places`

/** A share as people type it: a third is 33. */
export const percentOf = (share: number): number => Math.round(share * 100)

/** The share that was meant by a percentage: 33 is a third and 67 two thirds. */
export const shareOf = (percent: number): number => (percent === 33 ? 1 / 3 : percent === 67 ? 2 / 3 : percent / 100)

/** Settings as rows of a summary list. */
export const settingFacts = (lines: readonly SettingLine[]): Fact[] =>
  lines.map(({ key, value }) => ({ key, value, href: '', action: false }))

/** The settings in which two versions differ; '' where one of them has no such line. */
export function settingChanges(
  before: readonly SettingLine[],
  after: readonly SettingLine[],
): readonly { readonly key: string; readonly before: string; readonly after: string }[] {
  const said = (lines: readonly SettingLine[], wanted: string): string =>
    lines.find(({ key }) => key === wanted)?.value ?? ''
  const keys = [...new Set([...before, ...after].map(({ key }) => key))]
  return keys
    .map((key) => ({ key, before: said(before, key), after: said(after, key) }))
    .filter((line) => line.before !== line.after)
}
