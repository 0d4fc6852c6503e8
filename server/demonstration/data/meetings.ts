import type { ItemAudience, Purpose } from '../../../models/item.ts'

/** A substantive item of a demonstration meeting, with what its minutes say. Neutral by construction. */
export type Topic = {
  readonly title: string
  readonly purpose: Purpose
  readonly minutes: number
  readonly paper?: { readonly title: string; readonly kind: 'pdf' | 'docx' | 'md' }
  readonly audience?: ItemAudience
  /** Markdown. */
  readonly said: string
  readonly decision?: string
  readonly action?: { readonly text: string; readonly owner: string }
}

export type Planned = {
  /** Weeks before (negative) or after today. */
  readonly week: number
  readonly kind: 'core' | 'local'
  readonly area: string | null
  readonly place: string
  readonly topics: readonly Topic[]
}

const rotas: Topic = {
  title: 'Notice of rotas in urgent care',
  purpose: 'discussion',
  minutes: 25,
  paper: { title: 'Six weeks’ notice: what it would take', kind: 'pdf' },
  said: 'The forum heard how far ahead rotas are published in different places. It was said that four weeks is usual and that six weeks would help carers most. Concerns about agency cover in the first months were discussed. It was agreed to try six weeks in two places of different size.',
  decision: 'Six weeks’ notice of rotas is tried in two organisations for six months.',
  action: { text: 'Write the measures for the trial of six weeks’ notice', owner: 'hallam' },
}
const transfers: Topic = {
  title: 'Transfers of staff in the community services review',
  purpose: 'discussion',
  minutes: 30,
  paper: { title: 'Principles for transfers', kind: 'docx' },
  said: 'The principles were read one by one. It was noted that people want to hear about a transfer before it is in the papers. The forum supported early consultation, one named contact for every team, and no change of base within the first year without agreement.',
  decision: 'The principles for transfers are recommended to every employer in the region.',
}
const wellbeing: Topic = {
  title: 'Rest breaks and wellbeing in winter',
  purpose: 'decision',
  minutes: 20,
  paper: { title: 'Rest breaks: a short survey of practice', kind: 'pdf' },
  said: 'A survey of practice was presented. Views differed on whether missed breaks should be recorded by the person or by the ward. It was agreed to record them by ward, so that nobody is singled out.',
  decision: 'Missed breaks are recorded by ward from the first of next month.',
  action: { text: 'Send the form for recording missed breaks to every employer', owner: 'castellan' },
}
const apprentices: Topic = {
  title: 'Apprenticeships across health and social care',
  purpose: 'information',
  minutes: 15,
  paper: { title: 'Places and completions', kind: 'md' },
  said: 'The figures were received. Members asked for a breakdown by area next time, with numbers below six hidden.',
  action: { text: 'Bring figures for apprenticeships by area', owner: 'osei' },
}
const vacancies: Topic = {
  title: 'Vacancies and international recruitment',
  purpose: 'discussion',
  minutes: 25,
  said: 'Experience with recruitment was shared in confidence. The forum noted that pastoral support decides whether people stay, and that help with housing is the most valued part of it.',
}
const flexible: Topic = {
  title: 'Flexible working from the first day',
  purpose: 'approval',
  minutes: 20,
  paper: { title: 'A model policy', kind: 'docx' },
  said: 'The model policy was considered. Amendments to the paragraph on appeals were suggested and accepted. The forum agreed to share what works with every employer in the region.',
  decision: 'The model policy on flexible working is approved with the amended paragraph on appeals.',
}
const finances: Topic = {
  title: 'Early view of the savings programme',
  purpose: 'discussion',
  minutes: 20,
  audience: 'chairs',
  said: 'An early view was given in confidence. It was agreed to bring it to the whole forum as soon as figures are final.',
}
const digital: Topic = {
  title: 'A shared rota system',
  purpose: 'discussion',
  minutes: 25,
  paper: { title: 'Options for a shared rota system', kind: 'pdf' },
  said: 'The options were compared. Questions were asked about who sees whose shifts. It was agreed that access must be no wider than today.',
}
const pathway: Topic = {
  title: 'Moving the Deeholme stroke pathway',
  purpose: 'discussion',
  minutes: 40,
  paper: { title: 'The pathway, and what it means for staff', kind: 'pdf' },
  said: 'The plan for the pathway was presented by its lead. The forum discussed travel, training and cover at night. A request was made for consultation arrangements like those of the neighbouring area. A commitment to partnership working was repeated.',
  action: { text: 'Draft consultation arrangements for the pathway', owner: 'vance' },
}
const community: Topic = {
  title: 'Community nursing teams and their bases',
  purpose: 'discussion',
  minutes: 35,
  paper: { title: 'Bases and travel', kind: 'docx' },
  said: 'The map of bases was shown. It was said that travel time is not counted in caseloads, and that it should be. Good practice from several places was shared.',
}
const valleys: Topic = {
  title: 'Recruiting in the valleys',
  purpose: 'discussion',
  minutes: 35,
  said: 'What keeps people in the valleys was discussed: housing, buses that fit shifts, and a college course nearby. A joint bid for a bus trial was supported.',
  action: { text: 'Bring a draft of the bid for the bus trial', owner: 'szczepanska' },
}
const bay: Topic = {
  title: 'Emergency cover around the bay',
  purpose: 'information',
  minutes: 30,
  paper: { title: 'Cover around the bay', kind: 'pdf' },
  said: 'The pattern of cover was explained. Members asked for response times by day of the week at the next meeting.',
}

const core = (week: number, place: string, ...topics: Topic[]): Planned => ({
  week,
  kind: 'core',
  area: null,
  place,
  topics,
})
const local = (week: number, area: string, place: string, ...topics: Topic[]): Planned => ({
  week,
  kind: 'local',
  area,
  place,
  topics,
})

/** Two years of meetings every two months, core and local in turn: one today, so that the day can be seen, and the next. */
export const meetings: readonly Planned[] = [
  core(-102, 'Guild Rooms, Mersham', rotas, vacancies),
  local(-94, 'deeholme', 'Estuary Centre, Deeholme', pathway),
  core(-85, 'Guild Rooms, Mersham', wellbeing, apprentices),
  local(-76, 'lunefirth', 'Bay House, Lunefirth', bay),
  core(-68, 'Guild Rooms, Mersham', transfers, finances),
  local(-59, 'irkdale', 'Mill Hall, Irkdale', valleys),
  core(-50, 'Guild Rooms, Mersham', digital, apprentices),
  local(-42, 'mersham', 'Exchange Building, Mersham', community),
  core(-33, 'Guild Rooms, Mersham', flexible, vacancies),
  local(-25, 'west-coast', 'Pavilion, Sandhythe', bay, wellbeing),
  core(-16, 'Guild Rooms, Mersham', rotas, finances),
  local(-9, 'irkdale', 'Mill Hall, Irkdale', valleys, community),
  core(-2, 'Guild Rooms, Mersham', flexible, digital, finances),
  local(0, 'deeholme', 'Estuary Centre, Deeholme', pathway, community, wellbeing),
  core(8, 'Guild Rooms, Mersham', transfers, wellbeing, vacancies, finances),
]

/** What was agreed to be told, after each of the core meetings that had something to tell. Newest first. */
export const keyCommunications: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'Six weeks’ notice of rotas will be tried',
    text: 'The forum agreed to try **six weeks’ notice of rotas** in two places for six months, and to publish what is learnt.',
  },
  {
    title: 'A model policy on flexible working',
    text: 'A model policy on flexible working from the first day is approved and can be used by every employer in the region.\n\nAppeals are heard within ten working days.',
  },
  {
    title: 'Principles for transfers of staff',
    text: 'Principles for transfers are recommended to every employer:\n\n- people hear first, and early\n- every team has one named contact\n- no change of base in the first year without agreement',
  },
  {
    title: 'Missed breaks will be recorded',
    text: 'From next month missed rest breaks are recorded by ward, so that nobody is singled out and everybody can see the pattern.',
  },
]
