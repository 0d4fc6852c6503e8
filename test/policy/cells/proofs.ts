/**
 * What remains to people whose sign-in proves less; a record that is not listed is nothing to any of them.
 *
 * A one-time code, and a sign-in that the side does not take, open what a guest may see, and what the partnership may.
 * Without the passkey that a side requires, its seats have everything but what is the side's own: nothing for one side,
 * no key, nobody appointed or invited, no meeting called; and no private notes and no consent, which are their person's
 * alone to open and to give.
 */
export const proofs: readonly string[] = [
  `
  organisation : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  - -          : r      r      r      r      r    r      r     r
  `,
  `
  area : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  - -  : r      r      r      r      r    r      r     r
  `,
  `
  person  : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  - - own : r      r      r      r      r    r      r     r
  `,
  `
  passkey : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  - - own : rce    rce    rce    rce    rce  rce    rce   rce
  `,
  `
  passkeyCode : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum - own : rex    rex    rex    rex    rex  rex    rex   rex
  `,
  `
  sideSignIn     : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum -        : .      .      .      .      .    r      r     r
  forum - theirs : .      .      .      .      .    r      r     r
  `,
  `
  forum   : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum - : r      r      r      .      r    re     r     re
  `,
  `
  seat            : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum -         : .      .      .      .      .    r      r     r
  forum - own     : .      .      .      .      .    re     re    re
  forum - theirs  : .      .      .      .      .    r      r     r
  meeting -       : r      r      r      .      r    r      r     r
  meeting - own   : r      r      r      .      r    re     re    re
  meeting - other : r      .      .      .      r    r      .     r
  `,
  `
  invitation     : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum prepared : .      .      .      .      .    r      .     r
  `,
  `
  interest    : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum -     : .      .      .      .      .    r      r     r
  forum - own : rce    rce    rce    .      rce  rce    rce   rce
  `,
  `
  task      : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  own - own : rx     rx     rx     .      rx   rx     rx    rx
  forum -   : .      .      .      .      .    r      r     r
  chairs -  : .      .      .      .      .    r      .     r
  `,
  `
  auditEntry : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum -    : .      .      .      .      .    r      .     r
  `,
  `
  emergencyAccess        : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum asked            : .      .      .      .      .    r      r     .
  forum asked own        : .      .      .      .      .    r      r     .
  forum asked decides    : .      .      .      .      r    r      r     r
  forum referred         : .      .      .      .      .    r      r     .
  forum referred own     : .      .      .      .      .    r      r     .
  forum referred decides : .      .      .      .      rp   rp     rp    rp
  forum granted          : .      .      .      .      .    r      r     .
  forum granted own      : .      .      .      .      .    r      r     .
  forum granted decides  : .      .      .      .      r    r      r     r
  forum refused          : .      .      .      .      .    r      r     .
  forum refused own      : .      .      .      .      .    r      r     .
  forum refused decides  : .      .      .      .      r    r      r     r
  `,
  `
  terms               : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum draft         : .      .      .      .      .    rcep   .     rcep
  forum consultation  : .      .      .      .      .    reps   rs    reps
  forum agreed        : .      .      .      .      .    r      r     r
  forum adopted       : .      .      .      .      .    r      r     r
  forum superseded    : .      .      .      .      .    r      r     r
  forum discarded     : .      .      .      .      .    r      .     r
  forum abandoned     : .      .      .      .      .    r      r     r
  forum adopted early : .      .      .      .      .    r      r     r
  `,
  `
  termsComment : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum -      : .      .      .      .      .    rc     rc    rc
  `,
  `
  meeting            : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum planned      : .      .      .      .      .    rceu   r     rceu
  forum called       : r      r      r      .      r    rceu   r     rceu
  forum held         : r      r      r      .      r    rceu   r     rceu
  forum adjourned    : r      r      r      .      r    rceu   r     rceu
  forum closed       : r      r      r      .      r    rceu   r     rceu
  forum cancelled    : r      r      r      .      r    rceu   r     rceu
  forum called other : .      .      .      .      .    rceu   r     rceu
  forum closed early : r      r      r      .      r    rceu   r     rceu
  `,
  `
  attendance             : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  meeting expected       : r      r      r      .      r    re     r     re
  meeting expected own   : re     re     re     .      re   re     re    re
  meeting expected other : r      .      .      .      r    re     .     re
  meeting present        : r      r      r      .      r    re     r     re
  meeting present own    : r      r      r      .      r    re     r     re
  meeting present other  : r      .      .      .      r    re     .     re
  `,
  `
  consent   : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  own - own : re     re     re     .      .    .      .     .
  `,
  `
  item                    : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  public draft            : .      .      .      .      .    rcex   r     rcex
  partnership draft       : .      .      .      .      .    rcex   r     rcex
  forum draft             : .      .      .      .      .    rcex   r     rcex
  meeting draft           : .      .      .      .      .    rcex   r     rcex
  chairs draft            : .      .      .      .      .    rcex   .     rcex
  public published        : r      r      r      r      r    rcex   r     rcex
  partnership published   : r      r      r      .      r    rcex   r     rcex
  forum published         : r      r      r      .      r    rcex   r     rcex
  forum published other   : .      .      .      .      .    rcex   r     rcex
  forum published out     : r      r      r      .      r    rcex   r     rcex
  meeting published       : r      r      r      .      r    rcex   r     rcex
  meeting published other : r      .      .      .      r    rcex   .     rcex
  chairs published        : .      .      .      .      .    rcex   .     rcex
  public withdrawn        : r      r      r      r      r    rcex   r     rcex
  partnership withdrawn   : r      r      r      .      r    rcex   r     rcex
  forum withdrawn         : r      r      r      .      r    rcex   r     rcex
  meeting withdrawn       : r      r      r      .      r    rcex   r     rcex
  chairs withdrawn        : .      .      .      .      .    rcex   .     rcex
  `,
  `
  paper                 : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  public draft          : .      .      .      .      .    rcexp  .     rcex
  partnership draft     : .      .      .      .      .    rcexp  .     rcex
  forum draft           : .      .      .      .      .    rcexp  .     rcex
  meeting draft         : .      .      .      .      .    rcexp  .     rcex
  chairs draft          : .      .      .      .      .    rcexp  .     rcex
  public sent           : r      r      r      r      r    rcexp  r     rcex
  partnership sent      : r      r      r      .      r    rcexp  r     rcex
  forum sent            : r      r      r      .      r    rcexp  r     rcex
  forum sent other      : .      .      .      .      .    rcexp  r     rcex
  meeting sent          : r      r      r      .      r    rcexp  r     rcex
  meeting sent other    : r      .      .      .      r    rcexp  .     rcex
  chairs sent           : .      .      .      .      .    rcexp  .     rcex
  public withdrawn      : .      .      .      .      .    rcexp  .     rcex
  partnership withdrawn : .      .      .      .      .    rcexp  .     rcex
  forum withdrawn       : .      .      .      .      .    rcexp  .     rcex
  meeting withdrawn     : .      .      .      .      .    rcexp  .     rcex
  chairs withdrawn      : .      .      .      .      .    rcexp  .     rcex
  `,
  `
  minutes                  : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  forum draft              : .      .      .      .      .    rcep   .     rcep
  forum review             : .      .      .      .      .    rep    r     rep
  forum circulated         : r      r      r      .      r    rp     r     rp
  forum circulated other   : .      .      .      .      .    rp     r     rp
  forum confirmed          : r      r      r      .      r    r      r     r
  meeting draft            : .      .      .      .      .    rcep   .     rcep
  meeting review           : .      .      .      .      .    rep    r     rep
  meeting circulated       : r      r      r      .      r    rp     r     rp
  meeting circulated other : r      .      .      .      r    rp     .     rp
  meeting confirmed        : r      r      r      .      r    r      r     r
  `,
  `
  part                     : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  public draft             : .      .      .      .      .    rce    .     rce
  partnership draft        : .      .      .      .      .    rce    .     rce
  forum draft              : .      .      .      .      .    rce    .     rce
  meeting draft            : .      .      .      .      .    rce    .     rce
  chairs draft             : .      .      .      .      .    rce    .     rce
  public review            : .      .      .      .      .    re     r     re
  partnership review       : .      .      .      .      .    re     r     re
  forum review             : .      .      .      .      .    re     r     re
  meeting review           : .      .      .      .      .    re     r     re
  chairs review            : .      .      .      .      .    re     .     re
  public circulated        : r      r      r      r      r    rps    rs    rps
  partnership circulated   : r      r      r      .      r    rps    rs    rps
  forum circulated         : r      r      r      .      r    rps    rs    rps
  forum circulated other   : .      .      .      .      .    rps    rs    rps
  meeting circulated       : r      r      r      .      r    rps    rs    rps
  meeting circulated other : r      .      .      .      r    rps    .     rps
  chairs circulated        : .      .      .      .      .    rp     .     rp
  public confirmed         : r      r      r      r      r    r      r     r
  partnership confirmed    : r      r      r      .      r    r      r     r
  forum confirmed          : r      r      r      .      r    r      r     r
  meeting confirmed        : r      r      r      .      r    r      r     r
  chairs confirmed         : .      .      .      .      .    r      .     r
  `,
  `
  draft         : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  public -      : .      .      .      .      .    rcex   .     rcex
  partnership - : .      .      .      .      .    rcex   .     rcex
  forum -       : .      .      .      .      .    rcex   .     rcex
  meeting -     : .      .      .      .      .    rcex   .     rcex
  chairs -      : .      .      .      .      .    rcex   .     rcex
  `,
  `
  decision                : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  public decided          : r      r      .      .      r    r      r     r
  partnership decided     : r      r      r      .      r    r      r     r
  forum decided           : r      r      r      .      r    r      r     r
  forum decided other     : .      .      .      .      .    r      r     r
  meeting decided         : r      r      r      .      r    r      r     r
  meeting decided other   : r      .      .      .      r    r      .     r
  chairs decided          : .      .      .      .      .    r      .     r
  public recommended      : r      r      .      .      r    re     r     re
  partnership recommended : r      r      r      .      r    re     r     re
  forum recommended       : r      r      r      .      r    re     r     re
  meeting recommended     : r      r      r      .      r    re     r     re
  chairs recommended      : .      .      .      .      .    re     .     re
  public ratified         : r      r      .      .      r    r      r     r
  partnership ratified    : r      r      r      .      r    r      r     r
  forum ratified          : r      r      r      .      r    r      r     r
  meeting ratified        : r      r      r      .      r    r      r     r
  chairs ratified         : .      .      .      .      .    r      .     r
  `,
  `
  action                  : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  public open             : r      r      .      .      r    re     r     re
  partnership open        : r      r      r      .      r    re     r     re
  forum open              : r      r      r      .      r    re     r     re
  forum open other        : .      .      .      .      .    re     r     re
  forum open early        : r      r      r      .      r    re     r     re
  meeting open            : r      r      r      .      r    re     r     re
  meeting open other      : r      .      .      .      r    re     .     re
  chairs open             : .      .      .      .      .    re     .     re
  forum open own          : r      r      r      .      r    re     re    re
  chairs open own         : .      .      .      .      .    re     re    re
  public done             : r      r      .      .      r    re     r     re
  partnership done        : r      r      r      .      r    re     r     re
  forum done              : r      r      r      .      r    re     r     re
  forum done other        : .      .      .      .      .    re     r     re
  forum done early own    : .      .      .      .      .    re     re    re
  meeting done            : r      r      r      .      r    re     r     re
  chairs done             : .      .      .      .      .    re     .     re
  public dropped          : r      r      .      .      r    re     r     re
  partnership dropped     : r      r      r      .      r    re     r     re
  forum dropped           : r      r      r      .      r    re     r     re
  forum dropped other     : .      .      .      .      .    re     r     re
  forum dropped early own : .      .      .      .      .    re     re    re
  meeting dropped         : r      r      r      .      r    re     r     re
  chairs dropped          : .      .      .      .      .    re     .     re
  `,
  `
  keyCommunication     : codeCh codeMe codeGu codeAd away bareCh bareK bareSe
  public draft         : .      .      .      .      .    rce    .     rce
  partnership draft    : .      .      .      .      .    rce    .     rce
  forum draft          : .      .      .      .      .    rce    .     rce
  meeting draft        : .      .      .      .      .    rce    .     rce
  chairs draft         : .      .      .      .      .    rce    .     rce
  public approval      : .      .      .      .      .    re     r     re
  partnership approval : .      .      .      .      .    re     r     re
  forum approval       : .      .      .      .      .    re     r     re
  meeting approval     : .      .      .      .      .    re     r     re
  chairs approval      : .      .      .      .      .    re     .     re
  public issued        : r      r      r      r      r    r      r     r
  partnership issued   : r      r      r      .      r    r      r     r
  forum issued         : r      r      r      .      r    r      r     r
  forum issued other   : .      .      .      .      .    r      r     r
  meeting issued       : r      r      r      .      r    r      r     r
  meeting issued other : r      .      .      .      r    r      .     r
  chairs issued        : .      .      .      .      .    r      .     r
  `,
]
