import type { SectionName } from '../../../models/terms.ts'

/** The nineteen sections of the sub-group's terms of reference, in Markdown, without anybody's name. */
export const termsSections: Readonly<Record<SectionName, string>> = {
  title:
    'Terms of reference of the **North Western Social Partnership Forum Sub-Group**, a sub-group of the Northern Social Partnership Forum.',
  purpose:
    'The sub-group brings trade unions, employers, commissioners and their partners together early, while a strategy is still being made, so that its effect on the workforce is discussed candidly and changes are made together.',
  scope:
    'It considers:\n\n- changes to services that affect staff in more than one organisation\n- workforce supply, education and wellbeing\n- how partnership working itself can be better\n\nIt does not bargain, and does not replace consultation in any organisation.',
  principles:
    '1. We speak openly and listen.\n2. We share information early, and keep confidences.\n3. We look for agreement, and say plainly where there is none.\n4. We act as ambassadors for partnership working.',
  membership:
    'The employer side has ten seats and the staff side twelve, their officers included. System partners have four. A seat belongs to an organisation or trade union, which names its member. A side’s chair appoints and ends the seats of that side.',
  deputies:
    'A member may name a deputy for one meeting, up to the morning of the day. A deputy counts for the member’s own side only. Observers and advisers attend by invitation and have no key.',
  chairs:
    'The employer side and the staff side each name a joint chair. The joint chairs lead meetings in turn. A side may name a vice-chair who acts for it when its chair cannot.',
  secretariat:
    'Joint secretaries, one from each side, prepare agendas, papers and minutes. The secretariat’s telephone number stands on every message, so that a message can be checked.',
  frequency:
    'A meeting every two months: the core group and a local health economy meeting in turn. Local meetings rotate round the areas and invite every employer and stakeholder there. Core meetings have 20 working days’ notice, local meetings 30.',
  agenda:
    'The agenda is agreed by a joint chair and published with its papers five working days before the meeting. A late item needs both sides. A late paper needs one joint chair and is shown with its time.',
  quorum:
    'One third of the filled seats of each key-holding side, and at least three. After 30 minutes without a quorum the meeting may go on, and its decisions become recommendations that the next meeting ratifies.',
  decisions:
    'Decisions are made by agreement of both sides. No side outvotes the other. A recorded dissent names nobody.',
  confidentiality:
    'Meetings are held under the **Chatham House Rule** unless the agenda says otherwise: participants are free to use the information received, but neither the identity nor the affiliation of the speakers, nor that of any other participant, may be revealed. Minutes record what was said and agreed, and not who said it.',
  interests:
    'Members declare interests that bear on an item, and step out of it. Declarations stand in a register that members can see.',
  subgroups:
    'The sub-group may set up working groups for a task and a time. They report to it and work under these terms.',
  communications:
    'After a meeting a key communication may be issued. Both joint chairs approve its exact words. A correction is a new issue.',
  disagreement:
    'A side may ask for a matter to be recorded as not agreed. A side may withdraw, with a reason, and return. Meanwhile nothing is agreed in its absence.',
  evaluation:
    'Once a year members answer a short survey on how they work together. Results of fewer than six answers are not shown.',
  review: 'These terms are reviewed every twelve months. Every change is agreed by both sides on the same version.',
}

/** What a draft of the next version changes, for members to compare. */
export const draftChanges: Readonly<Partial<Record<SectionName, string>>> = {
  frequency:
    'A meeting every two months: the core group and a local health economy meeting in turn. Local meetings rotate round the areas and invite every employer and stakeholder there. Core meetings have 15 working days’ notice, local meetings 30.',
  deputies:
    'A member may name a deputy for one meeting or for one item, up to the morning of the day. A deputy counts for the member’s own side only. Observers and advisers attend by invitation and have no key.',
}
