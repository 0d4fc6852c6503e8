/**
 * Decisions and actions go by the audience of their item. Open actions are visible whole, however old; decisions say
 * what minutes say and go by the same dates. An action's owner reports on it.
 */
export const registers: readonly string[] = [
  `
  decision                : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public decided          : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  partnership decided     : .       .      r     r    r     r    r      r     r      r      r     r     r      r     r     r     .      .     .     .
  forum decided           : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  forum decided other     : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  forum decided early     : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum decided out       : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  meeting decided         : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  meeting decided other   : .       .      r     .    .     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  chairs decided          : .       .      r     r    r     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  public recommended      : .       .      re    re   re    re   r      r     r      .      .     .     re     r     .     .     .      .     .     .
  partnership recommended : .       .      re    re   re    re   r      r     r      r      r     r     re     r     r     r     .      .     .     .
  forum recommended       : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  meeting recommended     : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  chairs recommended      : .       .      re    re   re    re   .      .     .      .      .     .     re     .     .     .     .      .     .     .
  public ratified         : .       .      r     r    r     r    r      r     r      .      .     .     r      r     .     .     .      .     .     .
  partnership ratified    : .       .      r     r    r     r    r      r     r      r      r     r     r      r     r     r     .      .     .     .
  forum ratified          : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  meeting ratified        : .       .      r     r    r     r    r      r     r      r      r     r     r      r     .     .     .      .     .     .
  chairs ratified         : .       .      r     r    r     r    .      .     .      .      .     .     r      .     .     .     .      .     .     .
  `,
  `
  action                  : visitor nobody chair vice viceK secr member keyed observ deputy guest advis chairE membE below above aboveG apart admin recs
  public open             : .       .      re    re   re    re   r      r     r      .      .     .     re     r     .     .     .      .     .     .
  partnership open        : .       .      re    re   re    re   r      r     r      r      r     r     re     r     r     r     .      .     .     .
  forum open              : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  forum open other        : .       .      re    re   re    re   r      r     r      .      .     .     re     r     .     .     .      .     .     .
  forum open early        : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  forum open out          : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  meeting open            : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  meeting open other      : .       .      re    .    .     re   .      .     .      .      .     .     re     .     .     .     .      .     .     .
  chairs open             : .       .      re    re   re    re   .      .     .      .      .     .     re     .     .     .     .      .     .     .
  forum open own          : .       .      re    re   re    re   re     re    re     r      r     r     re     re    .     .     .      .     .     .
  forum open own out      : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  chairs open own         : .       .      re    re   re    re   re     re    re     .      .     .     re     re    .     .     .      .     .     .
  public done             : .       .      re    re   re    re   r      r     r      .      .     .     re     r     .     .     .      .     .     .
  partnership done        : .       .      re    re   re    re   r      r     r      r      r     r     re     r     r     r     .      .     .     .
  forum done              : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  forum done other        : .       .      re    re   re    re   r      r     r      .      .     .     re     r     .     .     .      .     .     .
  forum done early        : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum done early own    : .       .      re    re   re    re   re     re    re     .      .     .     re     re    .     .     .      .     .     .
  meeting done            : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  chairs done             : .       .      re    re   re    re   .      .     .      .      .     .     re     .     .     .     .      .     .     .
  public dropped          : .       .      re    re   re    re   r      r     r      .      .     .     re     r     .     .     .      .     .     .
  partnership dropped     : .       .      re    re   re    re   r      r     r      r      r     r     re     r     r     r     .      .     .     .
  forum dropped           : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  forum dropped other     : .       .      re    re   re    re   r      r     r      .      .     .     re     r     .     .     .      .     .     .
  forum dropped early     : .       .      .     .    .     .    .      .     .      .      .     .     .      .     .     .     .      .     .     .
  forum dropped early own : .       .      re    re   re    re   re     re    re     .      .     .     re     re    .     .     .      .     .     .
  meeting dropped         : .       .      re    re   re    re   r      r     r      r      r     r     re     r     .     .     .      .     .     .
  chairs dropped          : .       .      re    re   re    re   .      .     .      .      .     .     re     .     .     .     .      .     .     .
  `,
]
