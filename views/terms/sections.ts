import { type SectionName, sectionNames, type TermsSection } from '../../models/terms.ts'

/** Each section's heading, and what belongs in it. */
export const sectionWords: Readonly<Record<SectionName, { readonly title: string; readonly hint: string }>> = {
  title: {
    title: 'Title and status',
    hint: 'The forum’s full name, what it is part of, and on whose authority it meets',
  },
  purpose: { title: 'Purpose', hint: 'What the forum is for, and what it is to bring about' },
  scope: {
    title: 'Scope and exclusions',
    hint: 'What it deals with; what it leaves to others, such as local bargaining',
  },
  principles: { title: 'Principles', hint: 'How partners work with each other' },
  membership: {
    title: 'Membership by side',
    hint: 'Which organisations have how many places, who appoints, for how long',
  },
  deputies: { title: 'Deputies and observers', hint: 'Who may send whom, until when they are named, what they may do' },
  chairs: { title: 'Joint chairs and rotation', hint: 'How each side chooses its chair, and who takes which meeting' },
  secretariat: { title: 'Secretariat', hint: 'Who prepares meetings and writes minutes, and how they are reached' },
  frequency: {
    title: 'Frequency',
    hint: 'How often the core group and the local meetings take place, and in which order',
  },
  agenda: { title: 'Agenda and papers', hint: 'How items are proposed, and when agenda and papers go out' },
  quorum: { title: 'Quorum', hint: 'How many of each side make a meeting, and what happens without them' },
  decisions: { title: 'Decisions', hint: 'How the forum agrees, and whom its agreements bind' },
  confidentiality: {
    title: 'Confidentiality and the Rule',
    hint: 'When the Chatham House Rule holds, and who may loosen it',
  },
  interests: { title: 'Interests', hint: 'What members declare, and when they step out of an item' },
  subgroups: { title: 'Sub-groups', hint: 'How groups are set up, what they may do, and how they end' },
  communications: { title: 'Communications', hint: 'How key communications are agreed, and where they go' },
  disagreement: { title: 'Disagreement', hint: 'What happens when the sides do not agree, or one of them withdraws' },
  evaluation: { title: 'Evaluation', hint: 'How the forum finds out whether it works' },
  review: { title: 'Review', hint: 'When these terms are looked at again, and who may ask for it earlier' },
}

/** The sections in order, numbered, as pages show them. */
export const sectionList = (sections: Readonly<Record<SectionName, TermsSection>>) =>
  sectionNames.map((name, index) => ({
    id: name,
    heading: `${index + 1}. ${sectionWords[name].title}`,
    html: sections[name].html === '' ? false : sections[name].html,
  }))
