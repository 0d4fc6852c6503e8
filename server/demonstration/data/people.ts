import type { Role, Side } from '../../policy/terms.ts'

/** A fictitious person. `through` is the organisation whose sign-in is used; `represents` the one spoken for. */
export type Character = {
  readonly key: string
  readonly name: string
  readonly jobTitle: string
  readonly through: string
  readonly represents: string
  readonly role: Role
  readonly side: Side
}

type Row = readonly [key: string, name: string, jobTitle: string, represents: string, through?: string]

const seats = (role: Role, side: Side, rows: readonly Row[]): Character[] =>
  rows.map(([key, name, jobTitle, represents, through]) => ({
    key,
    name,
    jobTitle,
    represents,
    through: through ?? represents,
    role,
    side,
  }))

/** The core group of the sub-group: both sides' chairs and seats, system partners, secretaries. */
export const coreGroup: readonly Character[] = [
  ...seats('chair', 'employer', [['thackeray', 'Imogen Thackeray', 'Chief People Officer', 'wyrebank']]),
  ...seats('chair', 'staff', [['okonjo', 'Desmond Okonjo', 'Regional Head of Health', 'care-workers-union']]),
  ...seats('viceChair', 'staff', [['prentice', 'Marguerite Prentice', 'Regional Officer', 'nurses-association']]),
  ...seats('secretary', 'employer', [
    ['castellan', 'Bronwen Castellan', 'Partnership Secretary', 'nhs-workforce-forum'],
  ]),
  ...seats('secretary', 'staff', [['adeyinka', 'Folasade Adeyinka', 'Staff Side Secretary', 'public-staff-union']]),
  ...seats('member', 'employer', [
    ['hallam', 'Jerome Hallam', 'Director of Workforce', 'deeholme-hospitals'],
    ['szczepanska', 'Agnieszka Szczepańska', 'Director of Human Resources', 'irkdale-care'],
    ['birtwistle', 'Colin Birtwistle', 'Deputy Director of People', 'lunefirth-hospitals'],
    ['rahimi', 'Parisa Rahimi', 'Director of Workforce', 'mersham-royal'],
    ['entwhistle', 'Gordon Entwhistle', 'Head of Employee Relations', 'north-west-ambulance'],
    ['mukherjee', 'Anjali Mukherjee', 'Director of People and Culture', 'mersham-mental-health'],
    ['pilling', 'Harriet Pilling', 'Chief People Officer', 'mersham-childrens'],
  ]),
  ...seats('member', 'staff', [
    ['whitlock', 'Priyanka Whitlock', 'Branch Secretary', 'care-workers-union', 'deeholme-hospitals'],
    ['macallister', 'Euan MacAllister', 'Regional Organiser', 'public-staff-union'],
    ['tattersall', 'June Tattersall', 'Regional Officer', 'midwives-society'],
    ['nwosu', 'Chidi Nwosu', 'Industrial Relations Officer', 'doctors-alliance'],
    ['garstang', 'Roy Garstang', 'Convenor', 'ambulance-union', 'north-west-ambulance'],
    ['delacroix', 'Simone Delacroix', 'Regional Officer', 'therapists-federation'],
    ['heaps', 'Victor Heaps', 'Regional Officer', 'scientists-union'],
    ['quigley', 'Orla Quigley', 'National Officer', 'managers-union'],
  ]),
  ...seats('member', 'systemPartner', [
    ['vance', 'Theodora Vance', 'Chief Officer', 'deeholme-icb'],
    ['ingleby', 'Marcus Ingleby', 'Director of Strategy', 'lunefirth-icb'],
    ['osei', 'Abena Osei', 'Postgraduate Dean', 'workforce-education'],
    ['catterall', 'Simon Catterall', 'Assistant Chief Executive', 'regional-employers'],
  ]),
  ...seats('observer', 'independent', [['lister', 'Frances Lister', 'Relationship Manager', 'quality-inspectorate']]),
  ...seats('adviser', 'independent', [['bamford', 'Neil Bamford', 'Senior Conciliator', 'arbitration-service']]),
]

/** The parent forum, of which the sub-group is one. */
export const parentForum: readonly Character[] = [
  ...seats('chair', 'employer', [
    ['strand', 'Rosalind Strand', 'Regional Director of Workforce', 'regional-commissioning'],
  ]),
  ...seats('chair', 'staff', [['mbatha', 'Thandiwe Mbatha', 'Regional Secretary', 'nurses-association']]),
  ...seats('secretary', 'employer', [['lorne', 'Peter Lorne', 'Head of Engagement', 'nhs-workforce-forum']]),
  ...seats('member', 'employer', [['eccles', 'Diane Eccles', 'Director of Operations', 'calderfoot']]),
  ...seats('member', 'employer', [['unsworth', 'Hugh Unsworth', 'Director of People', 'lunefirth-county']]),
  ...seats('member', 'staff', [
    ['ferreira', 'Joaquim Ferreira', 'Regional Officer', 'public-staff-union'],
    ['abara', 'Ngozi Abara', 'Regional Officer', 'care-workers-union'],
  ]),
  ...seats('member', 'systemPartner', [
    ['thistleton', 'Laurence Thistleton', 'Programme Director', 'leadership-academy'],
  ]),
]

/** People of the areas, who come to a local meeting as guests. */
export const guests: readonly Character[] = [
  ...seats('guest', 'employer', [
    ['woodruff', 'Alison Woodruff', 'Chief Executive', 'marches-community'],
    ['bellis', 'Gareth Bellis', 'Head of Workforce', 'marches-community'],
    ['sumner', 'Lorraine Sumner', 'Director of Adult Services', 'deeholme-council'],
    ['kowalczyk', 'Piotr Kowalczyk', 'Managing Director', 'northgate-care'],
    ['threlfall', 'Janet Threlfall', 'Director of People', 'lunefirth-partnership'],
    ['kirkbride', 'Owen Kirkbride', 'Head of Resourcing', 'lunefirth-county'],
    ['haworth', 'Samina Haworth', 'Director of Workforce', 'irkdale-general'],
    ['dearden', 'Philip Dearden', 'Head of Human Resources', 'irkdale-council'],
    ['ormerod', 'Celia Ormerod', 'Operations Director', 'pennine-facilities'],
    ['lathom', 'Bernard Lathom', 'Director of Nursing', 'sandhythe-hospitals'],
    ['gilmour', 'Kirsty Gilmour', 'Director of People', 'mersham-heart'],
    ['farouk', 'Layla Farouk', 'Assistant Director', 'mersham-council'],
  ]),
  ...seats('guest', 'staff', [
    ['yates', 'Trevor Yates', 'Branch Secretary', 'care-workers-union', 'marches-community'],
    ['oyelaran', 'Bisi Oyelaran', 'Branch Chair', 'public-staff-union', 'deeholme-council'],
    ['crompton', 'Stella Crompton', 'Staff Side Chair', 'nurses-association', 'irkdale-general'],
    ['rigby', 'Alan Rigby', 'Steward', 'dietitians-board', 'lunefirth-partnership'],
  ]),
  ...seats('guest', 'systemPartner', [
    ['mansoor', 'Tariq Mansoor', 'Dean of Health', 'mersham-university'],
    ['holroyd', 'Beatrice Holroyd', 'Chief Executive', 'voluntary-sector-north'],
    ['swarbrick', 'Len Swarbrick', 'Chair of Trustees', 'hospice-alliance'],
    ['patterdale', 'Ruth Patterdale', 'Principal', 'irkdale-college'],
  ]),
]

/** Who has left: their places ended, and history shows them. */
export const former: readonly Character[] = [
  ...seats('member', 'employer', [['longworth', 'Elspeth Longworth', 'Director of Workforce', 'calderfoot']]),
  ...seats('member', 'staff', [
    ['bancroft', 'Kenneth Bancroft', 'Regional Officer', 'public-staff-union'],
    ['ainscough', 'Maureen Ainscough', 'Regional Officer', 'midwives-society'],
  ]),
]

/** A deputy for a core member at the next meeting, and the installation's officers. */
export const deputy: Character = seats('deputy', 'employer', [
  ['fairclough', 'Naomi Fairclough', 'Assistant Director of Human Resources', 'irkdale-care'],
])[0]!
export const administrator = { key: 'pemberton', name: 'Gwen Pemberton', through: 'shared-payroll' } as const
export const recordsOfficer = { key: 'ashcroft', name: 'Miles Ashcroft', through: 'nhs-workforce-forum' } as const

/** The twelve who can be picked at sign-in, and what each may do. */
export const picked: readonly { readonly key: string; readonly may: string }[] = [
  { key: 'thackeray', may: 'Joint chair for the employer side: publishes agendas, gives the employer side’s key' },
  { key: 'okonjo', may: 'Joint chair for the staff side: publishes agendas, gives the staff side’s key' },
  { key: 'castellan', may: 'Secretary: prepares agendas, papers, minutes and key communications' },
  {
    key: 'whitlock',
    may: 'Staff-side member for the Care and Health Workers’ Union, who signs in through her employer',
  },
  { key: 'macallister', may: 'Staff-side member for the Public Staffs’ General Union' },
  { key: 'hallam', may: 'HR director: employer-side member' },
  { key: 'szczepanska', may: 'HR director: employer-side member, who has named a deputy for the next meeting' },
  { key: 'fairclough', may: 'Deputy at the next meeting only' },
  { key: 'lister', may: 'Observer: reads what the forum reads' },
  { key: 'woodruff', may: 'Guest of one local meeting' },
  {
    key: 'pemberton',
    may: 'Administrator: runs organisations, sign-in, people and forums, and reads no papers or minutes',
  },
  { key: 'ashcroft', may: 'Records officer: sees the forums and their audit trails' },
]

/** Beside them, a guest whose organisation has no sign-in, and who signs in by a code sent by e-mail. */
export const byCode = {
  key: 'kowalczyk',
  may: 'Guest of one local meeting; the organisation has no sign-in here',
} as const

/** The organisations that have no sign-in. */
export const withoutSignIn: readonly string[] = ['northgate-care']

/** Made-up e-mail addresses at the organisation signed in through. */
export const emailOf = ({ key, through }: { readonly key: string; readonly through: string }): string =>
  `${key}@${through}.example`

/** Somebody of the demonstration by short name. */
export function everybody(key: string): { readonly key: string; readonly name: string; readonly through: string } {
  const all = [...coreGroup, ...parentForum, ...guests, ...former, deputy, administrator, recordsOfficer]
  const one = all.find((each) => each.key === key)
  if (one === undefined) throw new Error(`nobody of the demonstration is called ${key}`)
  return one
}
