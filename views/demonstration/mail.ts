import type { CaughtMail } from '../../server/demonstration/mail.ts'
import { machineInstant, showInstant } from '../../server/dates.ts'

/** The e-mails that the demonstration would have sent, latest first. */
export const mailPage = (mails: readonly CaughtMail[]) => ({
  page: { title: 'E-mails of the demonstration' },
  mails: mails.map(({ to, subject, text, at }) => ({
    to,
    subject,
    when: showInstant(at),
    datetime: machineInstant(at),
    paragraphs: text.split(/\r?\n\r?\n/).map((paragraph) => ({ lines: linesOf(paragraph) })),
  })),
})

/** Lines of a paragraph; a web address stands alone on its line and becomes a link. */
const linesOf = (paragraph: string) =>
  paragraph.split(/\r?\n/).map((text) => ({ text, href: /^https?:\/\/\S+$/.test(text) ? text : '' }))
