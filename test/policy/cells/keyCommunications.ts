/**
 * A key communication is the officers' and key holders' until it is issued, once, to its audience; then nobody edits it.
 */
export const keyCommunications: readonly string[] = [
  `
  keyCommunication     : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public draft         : .       .      rce   rce  rce   rce  .      .     .      .      .     .     rce    .     .     .     .      .     .     .
  partnership draft    : .       .      rce   rce  rce   rce  .      .     .      .      .     .     rce    .     .     .     .      .     .     .
  forum draft          : .       .      rce   rce  rce   rce  .      .     .      .      .     .     rce    .     .     .     .      .     .     .
  meeting draft        : .       .      rce   rce  rce   rce  .      .     .      .      .     .     rce    .     .     .     .      .     .     .
  chairs draft         : .       .      rce   rce  rce   rce  .      .     .      .      .     .     rce    .     .     .     .      .     .     .
  public approval      : .       .      rek   re   rek   re   .      rk    .      .      .     .     rek    .     .     .     .      .     .     .
  partnership approval : .       .      rek   re   rek   re   .      rk    .      .      .     .     rek    .     .     .     .      .     .     .
  forum approval       : .       .      rek   re   rek   re   .      rk    .      .      .     .     rek    .     .     .     .      .     .     .
  meeting approval     : .       .      rek   re   rek   re   .      rk    .      .      .     .     rek    .     .     .     .      .     .     .
  chairs approval      : .       .      rek   re   rek   re   .      .     .      .      .     .     rek    .     .     .     .      .     .     .
  public issued        : r       r      r     r    r     r    r      r     r      r      r     r     r      r     r     r     r      r     r     r
  partnership issued   : .       .      r     r    r     r    r      r     r      r      r     r     r      r     r     r     .      .     .     .
  forum issued         : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  forum issued other   : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  meeting issued       : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  meeting issued other : .       .      r     .    .     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  chairs issued        : .       .      r     r    r     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  `,
]
