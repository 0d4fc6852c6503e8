import type { Area } from '../../../models/area.ts'

/** Five areas that overlap, as real ones do: a bay that lies in two of them, a city region within a larger coast. */
const all: readonly Omit<Area, 'revision'>[] = [
  {
    _id: 'deeholme',
    name: 'Deeholme and the Marches',
    description: 'The south of the region, from the estuary to the border hills.',
  },
  { _id: 'mersham', name: 'Mersham city region', description: 'The city of Mersham and six boroughs around it.' },
  {
    _id: 'west-coast',
    name: 'West Coast',
    description: 'The whole coast; overlaps Mersham city region and Lunefirth.',
  },
  { _id: 'lunefirth', name: 'Lunefirth and Bay', description: 'The north of the region and the shore of the bay.' },
  { _id: 'irkdale', name: 'Irkdale', description: 'The eastern valleys and mill towns; overlaps Mersham city region.' },
]

export const areas: readonly Area[] = all.map((area) => ({ ...area, revision: 0 }))
