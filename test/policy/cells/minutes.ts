/**
 * Minutes are the officers' while they are written, key holders' in review, and everybody's in their audience when they
 * are circulated; members and deputies may challenge them then. Whoever stepped out of an item does not see its part.
 */
export const minutes: readonly string[] = [
  `
  minutes                  : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum draft              : .       .      rcep  rcep rcep  rcep .      .     .      .      .     .     rcep   .     .     .     .      .     .     .
  forum review             : .       .      repk  rep  repk  rep  .      rk    .      .      .     .     repk   .     .     .     .      .     .     .
  forum circulated         : .       .      rp    rp   rp    rp   r      r     r      r      r     r     rp     r     .     .     .      .     .     .
  forum circulated other   : .       .      rp    rp   rp    rp   r      r     r      .      .     .     rp     r     .     .     .      .     .     .
  forum circulated early   : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum confirmed          : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  meeting draft            : .       .      rcep  rcep rcep  rcep .      .     .      .      .     .     rcep   .     .     .     .      .     .     .
  meeting review           : .       .      repk  rep  repk  rep  .      rk    .      .      .     .     repk   .     .     .     .      .     .     .
  meeting circulated       : .       .      rp    rp   rp    rp   r      r     r      r      r     r     rp     r     .     .     .      .     .     .
  meeting circulated other : .       .      rp    .    .     rp   .      .     .      .      .     .     rp     .     .     .     .      .     .     .
  meeting confirmed        : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  `,
  `
  part                     : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public draft             : .       .      rcek  rce  rce   rce  .      .     .      .      .     .     rcek   .     .     .     .      .     .     .
  partnership draft        : .       .      rcek  rce  rce   rce  .      .     .      .      .     .     rcek   .     .     .     .      .     .     .
  forum draft              : .       .      rcek  rce  rce   rce  .      .     .      .      .     .     rcek   .     .     .     .      .     .     .
  meeting draft            : .       .      rcek  rce  rce   rce  .      .     .      .      .     .     rcek   .     .     .     .      .     .     .
  chairs draft             : .       .      rcek  rce  rce   rce  .      .     .      .      .     .     rcek   .     .     .     .      .     .     .
  public review            : .       .      rek   re   re    re   .      r     .      .      .     .     rek    .     .     .     .      .     .     .
  partnership review       : .       .      rek   re   re    re   .      r     .      .      .     .     rek    .     .     .     .      .     .     .
  forum review             : .       .      rek   re   re    re   .      r     .      .      .     .     rek    .     .     .     .      .     .     .
  forum review early       : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum review out         : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  meeting review           : .       .      rek   re   re    re   .      r     .      .      .     .     rek    .     .     .     .      .     .     .
  chairs review            : .       .      rek   re   re    re   .      .     .      .      .     .     rek    .     .     .     .      .     .     .
  public circulated        : r       r      rps   rps  rps   rps  rs     rs    r      r      r     r     rps    rs    r     r     r      r     r     r
  partnership circulated   : .       .      rps   rps  rps   rps  rs     rs    r      rs     r     r     rps    rs    r     r     .      .     .     .
  forum circulated         : .       .      rps   rps  rps   rps  rs     rs    r      rs     r     r     rps    rs    .     .     .      .     .     .
  forum circulated other   : .       .      rps   rps  rps   rps  rs     rs    r      .      .     .     rps    rs    .     .     .      .     .     .
  forum circulated early   : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum circulated out     : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  meeting circulated       : .       .      rps   rps  rps   rps  rs     rs    r      rs     r     r     rps    rs    .     .     .      .     .     .
  meeting circulated other : .       .      rps   .    .     rps  .      .     .      .      .     .     rps    .     .     .     .      .     .     .
  chairs circulated        : .       .      rp    rp   rp    rp   .      .     .      .      .     .     rp     .     .     .     .      .     .     .
  public confirmed         : r       r      r     r    r     r    r      r     r      r      r     r     r      r     r     r     r      r     r     r
  partnership confirmed    : .       .      r     r    r     r    r      r     r      r      r     r     r      r     r     r     .      .     .     .
  forum confirmed          : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  meeting confirmed        : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  chairs confirmed         : .       .      r     r    r     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  `,
  `
  draft         : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public -      : .       .      rcex  rcex rcex  rcex .      .     .      .      .     .     rcex   .     .     .     .      .     .     .
  partnership - : .       .      rcex  rcex rcex  rcex .      .     .      .      .     .     rcex   .     .     .     .      .     .     .
  forum -       : .       .      rcex  rcex rcex  rcex .      .     .      .      .     .     rcex   .     .     .     .      .     .     .
  forum - out   : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  meeting -     : .       .      rcex  rcex rcex  rcex .      .     .      .      .     .     rcex   .     .     .     .      .     .     .
  chairs -      : .       .      rcex  rcex rcex  rcex .      .     .      .      .     .     rcex   .     .     .     .      .     .     .
  `,
]
