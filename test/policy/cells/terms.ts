/**
 * Terms of reference are the officers' until they are put to the forum; then every current seat reads them, those who
 * speak comment, and whoever holds a key gives it. Members read them whole, however old. A side's comments are its own.
 */
export const terms: readonly string[] = [
  `
  terms               : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum draft         : .       .      rcep  rcep rcep  rcep .      .     .      .      .     .     rcep   .     .     .     .      .     .     .
  forum consultation  : .       .      repks reps repks reps rs     rks   r      .      .     .     repks  rs    .     .     .      .     .     .
  forum agreed        : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  forum adopted       : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  forum superseded    : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  forum discarded     : .       .      r     r    r     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  forum abandoned     : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  forum adopted early : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  `,
  `
  termsComment  : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum -       : .       .      rc    rc   rc    rc   rc     rc    r      .      .     .     rc     rc    .     .     .      .     .     .
  side -        : .       .      rc    rc   rc    rc   rc     rc    r      .      .     .     .      .     .     .     .      .     .     .
  side - theirs : .       .      .     .    .     .    .      .     .      .      .     .     rc     rc    .     .     .      .     .     .
  `,
]
