/**
 * A forum's seats are known to all current seats, those of one meeting to those invited to it. Only a side's own chair
 * appoints; officers prepare invitations for their own side. Administrators run people and forums. Deputies, guests and
 * advisers see the forum's name and their own, and whom they meet.
 */
export const membership: readonly string[] = [
  `
  forum   : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum - : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     rcm   r
  `,
  `
  seat            : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum -         : .       .      rca   r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     r     .
  forum - own     : .       .      rcea  re   re    re   re     re    re     .      .     .     re     re    .     .     .      .     r     .
  forum - theirs  : .       .      r     r    r     r    r      r     r      .      .     .     rca    r     .     .     .      .     r     .
  meeting -       : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  meeting - own   : .       .      re    re   re    re   re     re    re     r      r     r     re     re    .     .     .      .     .     .
  meeting - other : .       .      r     .    .     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  `,
  `
  invitation            : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum prepared        : .       .      rce   rce  rce   rce  .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum prepared theirs : .       .      .     .    .     .    .      .     .      .      .     .     rce    .     .     .     .      .     .     .
  `,
  `
  interest    : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum -     : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  forum - own : .       .      rce   rce  rce   rce  rce    rce   rce    rce    rce   rce   rce    rce   .     .     .      .     .     .
  `,
  `
  task          : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  own - own     : .       .      rx    rx   rx    rx   rx     rx    rx     rx     rx    rx    rx     rx    .     .     .      .     r     .
  own -         : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum -       : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  side -        : .       .      r     r    r     r    r      r     r      .      .     .     .      .     .     .     .      .     .     .
  side - theirs : .       .      .     .    .     .    .      .     .      .      .     .     r      r     .     .     .      .     .     .
  chairs -      : .       .      r     r    r     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  `,
  `
  auditEntry : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum -    : .       .      r     r    r     r    .      .     .      .      .     .     r      .     .     .     .      .     .     r
  `,
  `
  emergencyAccess         : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum asked             : .       .      rks   .    rks   .    .      rks   .      .      .     .     rks    .     .     .     .      .     .     .
  forum asked own         : .       .      rks   .    rks   .    .      rks   .      .      .     .     rks    .     .     .     .      .     .     rc
  forum asked decides     : .       r      rks   r    rks   r    r      rks   r      r      r     r     rks    r     r     r     r      r     r     r
  forum referred          : .       .      rks   .    rks   .    .      rks   .      .      .     .     rks    .     .     .     .      .     .     .
  forum referred own      : .       .      rks   .    rks   .    .      rks   .      .      .     .     rks    .     .     .     .      .     .     r
  forum referred decides  : .       rp     rpks  rp   rpks  rp   rp     rpks  rp     rp     rp    rp    rpks   rp    rp    rp    rp     rp    rp    rp
  forum granted           : .       .      r     .    r     .    .      r     .      .      .     .     r      .     .     .     .      .     .     .
  forum granted own       : .       .      r     .    r     .    .      r     .      .      .     .     r      .     .     .     .      .     .     r
  forum granted decides   : .       r      r     r    r     r    r      r     r      r      r     r     r      r     r     r     r      r     r     r
  forum refused           : .       .      r     .    r     .    .      r     .      .      .     .     r      .     .     .     .      .     .     .
  forum refused own       : .       .      r     .    r     .    .      r     .      .      .     .     r      .     .     .     .      .     .     r
  forum refused decides   : .       r      r     r    r     r    r      r     r      r      r     r     r      r     r     r     r      r     r     r
  `,
]
