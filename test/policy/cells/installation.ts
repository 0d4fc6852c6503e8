/**
 * Organisations, areas and people belong to the installation: whoever signs in may know which organisations there are,
 * and sees and edits the own entry among people; administrators keep them. Outgoing mail and the
 * service's own keys are nobody's to read. Passkeys and the codes for them are their owner's; to give codes, and to decide
 * what a side requires of a sign-in, takes a session with a passkey, which proofs.test.ts is about.
 */
export const installation: readonly string[] = [
  `
  organisation : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -          : .       r      r     r    r     r    r      r     r      r      r     r     r      r     r     r     r      r     rce   r
  `,
  `
  area : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -  : .       r      r     r    r     r    r      r     r      r      r     r     r      r     r     r     r      r     rce   r
  `,
  `
  identityProvider : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -              : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     rcex  .
  `,
  `
  person  : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -     : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     rce   .
  - - own : .       r      r     r    r     r    r      r     r      r      r     r     r      r     r     r     r      r     rce   r
  `,
  `
  serviceKey : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -        : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  `,
  `
  message : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -     : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  `,
  `
  passkey : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  - -     : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  - - own : .       rce    rce   rce  rce   rce  rce    rce   rce    rce    rce   rce   rce    rce   rce   rce   rce    rce   rce   rce
  `,
  `
  passkeyCode    : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum -        : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum - own    : .       rex    rex   rex  rex   rex  rex    rex   rex    rex    rex   rex   rex    rex   rex   rex   rex    rex   rex   rex
  forum - theirs : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  `,
  `
  sideSignIn     : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum -        : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  forum - theirs : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  `,
]
