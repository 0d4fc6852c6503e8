import type { Organisation, Sector } from '../../../models/organisation.ts'

type Row = readonly [slug: string, name: string, type: string, aliases: string, areas: string]

/** Fictitious bodies of a fictitious North West, by sector. Aliases and areas are lists with commas. */
const rows: Readonly<Partial<Record<Sector, readonly Row[]>>> = {
  nhs: [
    ['deeholme-hospitals', 'Deeholme Hospitals NHS Foundation Trust', 'acute trust', 'Deeholme, DHFT', 'deeholme'],
    [
      'marches-community',
      'Marches Community Health NHS Trust',
      'community trust',
      'Marches Community, MCH',
      'deeholme',
    ],
    [
      'mersham-royal',
      'Mersham Royal Infirmary NHS Foundation Trust',
      'acute trust',
      'the Royal, MRI',
      'mersham, west-coast',
    ],
    [
      'mersham-childrens',
      'Mersham Children’s Hospital NHS Trust',
      'specialist trust',
      'Mersham Children’s, MCHT',
      'mersham',
    ],
    ['mersham-heart', 'Mersham Heart and Lung Hospital NHS Trust', 'specialist trust', 'Heart and Lung', 'mersham'],
    [
      'mersham-mental-health',
      'Mersham Mental Health NHS Foundation Trust',
      'mental health trust',
      'MMH',
      'mersham, irkdale',
    ],
    ['sandhythe-hospitals', 'Sandhythe Hospitals NHS Trust', 'acute trust', 'Sandhythe', 'west-coast'],
    [
      'wyrebank',
      'Wyrebank Teaching Hospitals NHS Foundation Trust',
      'acute trust',
      'Wyrebank, WTH',
      'west-coast, lunefirth',
    ],
    [
      'lunefirth-hospitals',
      'Lunefirth Bay Hospitals NHS Foundation Trust',
      'acute trust',
      'Lunefirth Bay, LBH',
      'lunefirth',
    ],
    [
      'lunefirth-partnership',
      'Lunefirth Partnership NHS Trust',
      'mental health and community trust',
      'LPT',
      'lunefirth, west-coast',
    ],
    ['irkdale-general', 'Irkdale General Hospitals NHS Trust', 'acute trust', 'Irkdale General, IGH', 'irkdale'],
    ['irkdale-care', 'Irkdale Care NHS Foundation Trust', 'integrated care trust', 'Irkdale Care', 'irkdale, mersham'],
    ['calderfoot', 'Calderfoot and Moors NHS Trust', 'acute trust', 'Calderfoot', 'irkdale'],
    [
      'north-west-ambulance',
      'North Western Regional Ambulance NHS Trust',
      'ambulance trust',
      'the ambulance service, NWRA',
      'deeholme, mersham, west-coast, lunefirth, irkdale',
    ],
    [
      'regional-blood',
      'Regional Blood and Tissue Service (West)',
      'special health authority',
      'Blood and Tissue',
      'mersham',
    ],
    [
      'deeholme-icb',
      'NHS Deeholme and Mersham Integrated Care Board',
      'integrated care board',
      'the ICB, DMICB',
      'deeholme, mersham',
    ],
    [
      'lunefirth-icb',
      'NHS Lunefirth and Irkdale Integrated Care Board',
      'integrated care board',
      'the ICB, LIICB',
      'lunefirth, irkdale, west-coast',
    ],
    [
      'regional-commissioning',
      'NHS Regional Commissioning Office (North West)',
      'regional office',
      'the regional office',
      'deeholme, mersham, west-coast, lunefirth, irkdale',
    ],
    ['nhs-workforce-forum', 'Regional Employers’ Engagement Service', 'employers’ body', 'REES', 'mersham'],
    ['shared-payroll', 'West Pennine Shared Services', 'shared service', 'WPSS', 'irkdale, mersham'],
    ['leadership-academy', 'North Western Health Leadership Academy', 'leadership body', 'the Academy', 'mersham'],
    ['health-innovation-west', 'Coastal Health Innovation Network', 'innovation network', 'CHIN', 'west-coast'],
  ],
  localGovernment: [
    ['mersham-council', 'Mersham City Council', 'metropolitan council', 'Mersham Council', 'mersham'],
    ['deeholme-council', 'Deeholme and Marches Council', 'unitary council', 'DMC', 'deeholme'],
    ['sandhythe-council', 'Sandhythe Borough Council', 'borough council', '', 'west-coast'],
    ['lunefirth-county', 'Lunefirth County Council', 'county council', 'the county council', 'lunefirth'],
    ['irkdale-council', 'Irkdale Metropolitan Borough Council', 'metropolitan council', 'Irkdale Council', 'irkdale'],
    ['calder-council', 'Calderfoot Borough Council', 'borough council', '', 'irkdale'],
    ['regional-employers', 'North Western Local Government Employers', 'employers’ body', 'NWLGE', 'mersham, irkdale'],
    ['social-care-directors', 'North Western Directors of Social Care', 'association', 'NWDSC', 'mersham'],
  ],
  tradeUnion: [
    ['care-workers-union', 'Care and Health Workers’ Union', 'trade union', 'CHWU', ''],
    [
      'nurses-association',
      'National Association of Ward and Community Nurses',
      'trade union',
      'NAWCN, the Nurses’ Association',
      '',
    ],
    ['midwives-society', 'Midwives’ and Health Visitors’ Society', 'trade union', 'MHVS', ''],
    ['doctors-alliance', 'British Doctors’ Alliance', 'trade union', 'BDA', ''],
    ['dietitians-board', 'Board of Dietitians’ Associations', 'trade union', 'BDA', ''],
    ['therapists-federation', 'Federation of Therapy Professions', 'trade union', 'FTP', ''],
    ['public-staff-union', 'Public Staffs’ General Union', 'trade union', 'PSGU, the General', ''],
    ['ambulance-union', 'Ambulance and Emergency Staff Union', 'trade union', 'AESU', ''],
    ['scientists-union', 'Union of Laboratory and Clinical Scientists', 'trade union', 'ULCS', ''],
    ['managers-union', 'Association of Health Service Managers', 'trade union', 'AHSM', ''],
  ],
  education: [
    ['workforce-education', 'Workforce Education North West', 'education body', 'WENW', 'mersham, lunefirth, deeholme'],
    ['mersham-university', 'University of Mersham', 'university', 'the University', 'mersham'],
    ['bay-university', 'Bay University', 'university', '', 'lunefirth'],
    ['irkdale-college', 'Irkdale College of Further Education', 'college', 'Irkdale College', 'irkdale'],
  ],
  regulator: [['quality-inspectorate', 'Care Quality Inspectorate (North)', 'regulator', 'the Inspectorate', '']],
  charity: [
    ['voluntary-sector-north', 'Voluntary Sector Health Network', 'network', 'VSHN', 'mersham, irkdale'],
    ['hospice-alliance', 'West Coast Hospice Alliance', 'charity', '', 'west-coast'],
    ['carers-together', 'Carers Together Lunefirth', 'charity', '', 'lunefirth'],
  ],
  private: [
    ['northgate-care', 'Northgate Home Care Limited', 'care provider', 'Northgate', 'deeholme'],
    ['pennine-facilities', 'Pennine Facilities Management plc', 'contractor', 'Pennine FM', 'irkdale'],
  ],
  other: [
    ['arbitration-service', 'Regional Conciliation Service', 'conciliation', 'the conciliation service', ''],
    [
      'local-enterprise',
      'Mersham and Coast Enterprise Partnership',
      'enterprise partnership',
      'the LEP',
      'mersham, west-coast',
    ],
  ],
}

const formerNames: Readonly<Record<string, Organisation['formerNames']>> = {
  'irkdale-care': [{ name: 'Irkdale Primary Care Trust', until: '2013-03-31' }],
  'public-staff-union': [{ name: 'National Union of Public Staffs', until: '2019-12-31' }],
}

const list = (text: string): string[] => (text === '' ? [] : text.split(', '))

/** All of them, with their aliases, areas since 2013 and sign-in domains; two have had other names. */
export const organisations: readonly Organisation[] = Object.entries(rows).flatMap(([sector, those]) =>
  those.map(([_id, name, type, aliases, areas]) => ({
    _id,
    name,
    sector: sector as Sector,
    type,
    aliases: list(aliases),
    formerNames: formerNames[_id] ?? [],
    areas: list(areas).map((area) => ({ area, from: '2013-04-01', until: null })),
    domains: [`${_id}.example`],
    protectionName: 'Data-protection officer',
    protectionEmail: `data-protection@${_id}.example`,
    mergedInto: null,
    revision: 0,
  })),
)
