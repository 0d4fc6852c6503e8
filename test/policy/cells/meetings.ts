/**
 * Officers prepare; one chair, or whom a side named to hold its key, calls and publishes. An agenda shows itself when it
 * is published, to its audience; by date from the seat's beginning. Who was in the room is for the room and the officers.
 * Neighbours read what is for the partnership and prepare nothing.
 */
export const meetings: readonly string[] = [
  `
  meeting            : visitor nobody chair  vice viceK  secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  forum planned      : .       .      rcepku rceu rcepku rceu .      rpk   .      .      .     .     rcepku .     .     .     .      .     .     .
  forum called       : .       .      rcepku rceu rcepku rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum held         : .       .      rcepku rceu rcepku rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum adjourned    : .       .      rcepku rceu rcepku rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum closed       : .       .      rcepku rceu rcepku rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum cancelled    : .       .      rcepku rceu rcepku rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  forum called other : .       .      rcepku rceu rcepku rceu r      rpk   r      .      .     .     rcepku r     .     .     .      .     .     .
  forum closed early : .       .      rcepku rceu rcepku rceu r      rpk   r      r      r     r     rcepku r     .     .     .      .     .     .
  `,
  `
  attendance             : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  meeting expected       : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  meeting expected own   : .       .      re    re   re    re   re     re    re     re     re    re    re     re    .     .     .      .     .     .
  meeting expected other : .       .      re    .    .     re   .      .     .      .      .     .     re     .     .     .     .      .     .     .
  meeting present        : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  meeting present own    : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  meeting present other  : .       .      re    .    .     re   .      .     .      .      .     .     re     .     .     .     .      .     .     .
  `,
  `
  consent   : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  own -     : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  own - own : .       .      re    re   re    re   re     re    re     re     re    re    re     re    .     .     .      .     .     .
  `,
  `
  item                    : visitor nobody chair  vice viceK  secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public draft            : .       .      rcexpk rcex rcexpk rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  partnership draft       : .       .      rcexpk rcex rcexpk rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  forum draft             : .       .      rcexpk rcex rcexpk rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  meeting draft           : .       .      rcexpk rcex rcexpk rcex .      rpk   .      .      .     .     rcexpk .     .     .     .      .     .     .
  chairs draft            : .       .      rcexpk rcex rcexpk rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  public published        : r       r      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     r     r     r      r     r     r
  partnership published   : .       .      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     r     r     .      .     .     .
  forum published         : .       .      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  forum published other   : .       .      rcexpk rcex rcexpk rcex r      rpk   r      .      .     .     rcexpk r     .     .     .      .     .     .
  forum published early   : .       .      .      .    .      .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum published out     : .       .      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  meeting published       : .       .      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  meeting published other : .       .      rcexpk .    .      rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  chairs published        : .       .      rcexpk rcex rcexpk rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  public withdrawn        : r       r      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     r     r     r      r     r     r
  partnership withdrawn   : .       .      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     r     r     .      .     .     .
  forum withdrawn         : .       .      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  meeting withdrawn       : .       .      rcexpk rcex rcexpk rcex r      rpk   r      r      r     r     rcexpk r     .     .     .      .     .     .
  chairs withdrawn        : .       .      rcexpk rcex rcexpk rcex .      .     .      .      .     .     rcexpk .     .     .     .      .     .     .
  `,
]
