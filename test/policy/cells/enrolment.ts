/**
 * What the operator's link opens to an administrator who also is records officer and chairs the staff side `here`: the
 * installation's affairs, the own entry among people, and what is public; nothing by the place, nothing by the other
 * office, and no tasks, which may be a forum's.
 */
export const enrolment: readonly string[] = [
  `
  organisation : linkAd
  - -          : rce
  `,
  `
  area : linkAd
  - -  : rce
  `,
  `
  identityProvider : linkAd
  - -              : rcex
  `,
  `
  person  : linkAd
  - -     : rce
  - - own : rce
  `,
  `
  forum   : linkAd
  forum - : rcm
  `,
  `
  seat           : linkAd
  forum -        : r
  forum - own    : r
  forum - theirs : r
  `,
  `
  item             : linkAd
  public published : r
  public withdrawn : r
  `,
  `
  paper       : linkAd
  public sent : r
  `,
  `
  part              : linkAd
  public circulated : r
  public confirmed  : r
  `,
  `
  keyCommunication : linkAd
  public issued    : r
  `,
]
