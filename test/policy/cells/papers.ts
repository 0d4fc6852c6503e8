/**
 * Papers show themselves when they were sent; one chair sends a late one. A side's own papers and comments are that
 * side's current seats' and nobody else's. Whoever stepped out of an item sees none of its papers. Notes are their owner's.
 */
export const papers: readonly string[] = [
  `
  paper                  : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public draft           : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  partnership draft      : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  forum draft            : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  meeting draft          : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  chairs draft           : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  public sent            : r       r      rcexp rcex rcex  rcex r      r     r      r      r     r     rcexp  r     r     r     r      r     r     r
  partnership sent       : .       .      rcexp rcex rcex  rcex r      r     r      r      r     r     rcexp  r     r     r     .      .     .     .
  partnership sent early : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum sent             : .       .      rcexp rcex rcex  rcex r      r     r      r      r     r     rcexp  r     .     .     .      .     .     .
  forum sent other       : .       .      rcexp rcex rcex  rcex r      r     r      .      .     .     rcexp  r     .     .     .      .     .     .
  forum sent early       : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum sent out         : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  meeting sent           : .       .      rcexp rcex rcex  rcex r      r     r      r      r     r     rcexp  r     .     .     .      .     .     .
  meeting sent other     : .       .      rcexp .    .     rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  meeting sent out       : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  chairs sent            : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  chairs sent early      : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  public withdrawn       : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  partnership withdrawn  : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  forum withdrawn        : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  meeting withdrawn      : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  chairs withdrawn       : .       .      rcexp rcex rcex  rcex .      .     .      .      .     .     rcexp  .     .     .     .      .     .     .
  side withdrawn         : .       .      rcex  rcex rcex  rcex rcex   rcex  rcex   .      .     .     .      .     .     .     .      .     .     .
  side draft             : .       .      rcex  rcex rcex  rcex rcex   rcex  rcex   .      .     .     .      .     .     .     .      .     .     .
  side sent              : .       .      rcex  rcex rcex  rcex rcex   rcex  rcex   .      .     .     .      .     .     .     .      .     .     .
  side sent theirs       : .       .      .     .    .     .    .      .     .      .      .     .     rcex   rcex  .     .     .      .     .     .
  side sent early        : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  `,
  `
  comment       : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  side -        : .       .      rc    rc   rc    rc   rc     rc    rc     .      .     .     .      .     .     .     .      .     .     .
  side - theirs : .       .      .     .    .     .    .      .     .      .      .     .     rc     rc    .     .     .      .     .     .
  side - early  : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  `,
  `
  note          : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -           : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  - - own       : .       .      rcex  rcex rcex  rcex rcex   rcex  rcex   rcex   rcex  rcex  rcex   rcex  .     .     .      .     .     .
  - - own other : .       .      rcex  rcex rcex  rcex rcex   rcex  rcex   rcex   rcex  rcex  rcex   rcex  .     .     .      .     .     .
  `,
]
