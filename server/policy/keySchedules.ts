/** How long each step of waiting for keys takes, counted from when they were asked for. */
export type KeySchedule = {
  /** When those whose key is missing are reminded. */
  readonly reminders: readonly number[]
  /** When whom their sides named is asked too, and when the text is shown as not agreed. */
  readonly delegate: number
  readonly notAgreed: number
}

/** In working days, for minutes: the terms say when the delegate is asked and when "not agreed" is shown. */
export const minutesDays = (terms: { readonly delegateDay: number; readonly notAgreedDay: number }): KeySchedule => ({
  reminders: [2, 4],
  delegate: terms.delegateDay,
  notAgreed: terms.notAgreedDay,
})

/**
 * In hours, for key communications. What was agreed is told within two hours of its meeting, as forums are used to. So
 * it is drafted by then; from when they are asked, key holders have as long, are reminded half way, and after twice as
 * long it is shown as not agreed, as minutes are.
 */
export const keyCommunicationHours: KeySchedule = { reminders: [1], delegate: 2, notAgreed: 4 }
