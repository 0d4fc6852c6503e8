/**
 * Officers prepare; one chair, or whom a side named to hold its key, calls and publishes. An agenda shows itself when it
 * is published, to its audience; by date from the seat's beginning. Who was in the room is for the room and the officers.
 * Neighbours read what is for the partnership and prepare nothing.
 */
export const meetings: readonly string[] = [
  `
  meeting            : visitor nobody chair  vice secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum planned      : .       .      rcepku rceu rceu .      rpk   .      .      .     .     rcepku .     .     .     .      .     .     .
  forum called       : .       .      rcepku rceu rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum held         : .       .      rcepku rceu rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum adjourned    : .       .      rcepku rceu rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum closed       : .       .      rcepku rceu rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum cancelled    : .       .      rcepku rceu rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum called other : .       .      rcepku rceu rceu r      rpk   r      .      .     .     rcepku r     .     .     .      .     .     .
  forum closed early : .       .      rcepku rceu rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  `,
  `
  attendance      : visitor nobody chair vice secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  meeting -       : .       .      rce   rce  rce  r      r     r      r      r     r     rce    r     .     .     .      .     .     .
  meeting - own   : .       .      rce   rce  rce  rce    rce   rce    rce    rce   rce   rce    rce   .     .     .      .     .     .
  meeting - other : .       .      rce   rce  rce  .      .     .      .      .     .     rce    .     .     .     .      .     .     .
  `,
  `
  consent   : visitor nobody chair vice secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  own -     : .       .      .     .    .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  own - own : .       .      re    re   re   re     re    re     re     re    re    re     re    .     .     .      .     .     .
  `,
  `
  item                    : visitor nobody chair  vice secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public draft            : .       .      rcexpk rcex rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  partnership draft       : .       .      rcexpk rcex rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  forum draft             : .       .      rcexpk rcex rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  meeting draft           : .       .      rcexpk rcex rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  chairs draft            : .       .      rcexpk rcex rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  public published        : r       r      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     r     r     r      r     r     r
  partnership published   : .       .      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     r     r     .      .     .     .
  forum published         : .       .      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  forum published other   : .       .      rcexpk rcex rcex r      rpk   r      .      .     .     rcexpk r     .     .     .      .     .     .
  forum published early   : .       .      .      .    .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum published out     : .       .      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  meeting published       : .       .      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  meeting published other : .       .      rcexpk rcex rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  chairs published        : .       .      rcexpk rcex rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  public withdrawn        : r       r      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     r     r     r      r     r     r
  partnership withdrawn   : .       .      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     r     r     .      .     .     .
  forum withdrawn         : .       .      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  meeting withdrawn       : .       .      rcexpk rcex rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  chairs withdrawn        : .       .      rcexpk rcex rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  `,
]
