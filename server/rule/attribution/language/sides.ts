/** Words for a side, in small letters without hyphens between `|`. Each may be followed by a noun for people. */
export const SIDE_PHRASES: readonly string[] = `
staff side|staff sides|staffside|staff representatives|staff representative|staff reps|staff rep|trade union|trade unions|trades union|trades unions|union|unions|trade unionist|trade unionists|union side|trade union side|unionside
tu|tus|tu side|tu colleagues|tu reps|workforce side|employee side|employees side|employee representatives|employee representative|employee reps|workers side|workers representatives|workers reps|officers side|lay representatives|lay representative|lay reps|lay rep|shop steward|shop stewards|convenors|stewards
union representative|union representatives|union rep|union reps|workplace representatives|workplace reps|full time officers|full time officer|branch secretaries|accredited representatives|recognised unions|joint unions|staff organisations|staff organisation|professional bodies|professional organisations
management|management side|managements side|managementside|management colleagues|employer|employers|employer side|employers side|employing side|employing organisations|employer representatives|employer representative|employer reps|managers|managers side|senior managers|trust managers|bosses
hr directors|hr director colleagues|hr leads|hr colleagues|directors of hr|directors of workforce|workforce directors|hrds|human resources directors|directors of human resources|people directors|chief people officers|chief executives|chief execs|ceos|trust chief executives|executives|executive colleagues|employer colleagues
trust|provider|providers|provider side|provider trusts|provider trust|provider organisations|provider colleagues|trusts|trust colleagues|trust representatives|trust reps|trust side|nhs trusts|acute trusts|acute providers|employer partners
commissioner|commissioners|commissioning side|commissioning colleagues|commissioner colleagues|commissioner side|system partners|system partner|system side|system colleagues|icb colleagues|ccg colleagues|regulators|regulator|local authorities|local authority colleagues|council colleagues|councils|local government colleagues|education colleagues|education partners|universities|higher education colleagues
union side colleagues|independent side|independent members|independents|trade union partners|the other side of the table
`
  .trim()
  .split(/[|\n]/)

/** Before a side word they make it something else: change management, the European Union, NHS Employers. */
export const NOT_A_SIDE_AFTER: ReadonlySet<string> = new Set(
  `european soviet credit student students rugby customs civil world western banking nhs north west east south england health case change risk waste project contract absence attendance performance line pain medicines bed data
  disease time stress estate estates facilities quality records information programme portfolio talent conflict incident asset cash demand flow patient property care crisis event diary budget financial people self weight wound
  former potential prospective largest major single housing education training care service large small mental foundation`
    .trim()
    .split(/\s+/),
)

/** After a side word they make it something else: management of change, union recognition. */
export const NOT_A_SIDE_BEFORE: ReadonlySet<string> = new Set(
  `of act jack bank street pension pensions contributions contribution`.split(' '),
)

/** Side words that stand for one or two people: they take "A member" rather than "Some members". */
export const ONE_OF_A_SIDE =
  /(?:rep|representative|officer|steward|director|commissioner|employer|provider|trust|union|regulator|partner|unionist|lead|organisation|colleague|official|organiser)$/
