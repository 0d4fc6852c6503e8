import { list } from './list.ts'

/** Nouns for someone who takes part without saying which office they hold. */
export const GENERIC_PEOPLE = list(`
  representative representatives rep reps colleague colleagues member members delegate delegates attendee attendees participant participants
  person people spokesperson spokesman spokeswoman spokespeople speaker speakers contributor contributors individual individuals partner partners someone somebody those one voice voices
  contingent delegation delegations caucus bench benches friends friend woman man lady gentleman counterpart counterparts side team teams guest guests observer observers
`)

/** Nouns for someone with an office. */
export const OFFICES = list(`
  director directors officer officers official officials organiser organisers organizer convenor convenors convener conveners steward stewards manager managers
  lead leads leader leaders secretary secretaries chair chairs chairman chairwoman chairperson president presidents executive executives exec execs chief chiefs
  nurse nurses midwife midwives doctor doctors consultant consultants physiotherapist physiotherapists radiographer radiographers paramedic paramedics pharmacist pharmacists
  dietitian dietitians therapist therapists psychologist psychologists surgeon surgeons clinician clinicians registrar dentist dentists gp gps podiatrist
  councillor councillors commissioner commissioners registrar head heads adviser advisers advisor advisors analyst coordinator administrator treasurer
  practitioner practitioners dean professor lecturer tutor principal provost governor trustee trustees negotiator negotiators branch hrd hrds ceo ceos coo cfo cno
  boss bosses mp mps deputy deputies economist accountant auditor solicitor planner engineer porter porters scientist scientists partner
`)

/** Bodies that can stand for their people. */
export const BODIES = list(`
  trust trusts council councils union unions service services hospital hospitals college colleges university universities provider providers employer employers
  authority authorities association associations society commissioner commissioners organisation organisations regulator regulators charity charities hospice hospices practice practices
  icb ccg company companies firm network alliance federation
`)

/** Groups that speak for everybody in the room: never an attribution. */
export const WHOLE_ROOM = list(`
  group forum meeting board committee subgroup sub-group panel members participants attendees everyone all room conference workshop assembly partners partnership
`)

/** Words before a noun that narrow nobody down. */
export const NEUTRAL_ADJECTIVES = list(`
  only one single sole senior junior other another same new experienced second third first last next present attending local regional national several some many few two three four five
  both various certain different individual longstanding long-standing outgoing incoming current relevant lead fellow more most particular external internal invited respective
  joint own also whole entire area north south east west central english british elected appointed full-time part-time female male
`)

export const DETERMINERS = list(`
  the a an one another our their its his her this these those some several two three both all each every any many most no only other certain my your neither either
`)

export const PREPOSITIONS = list(`
  of from at in for with to by on about within across between against under over near into onto through during among amongst towards toward behind beyond around via per off
  regarding concerning including representing alongside outside inside throughout upon until since before after than without despite
`)

export const HONORIFICS = list(
  `mr mrs ms miss mx dr doctor prof professor cllr councillor sir dame rev reverend lord lady baroness sister`,
)

/** Honorifics of public figures: with an unknown name they are more often a published source than a participant. */
export const PUBLIC_HONORIFICS = list(`sir dame lord lady baroness prof professor`)

/** Function words: never a noun that a name or an organisation stands before. */
export const FUNCTION_WORDS = list(`
  a an the and or but nor so yet if then than that this these those who whom whose which what when where why how while whilst as because since until unless although whether whenever wherever though
  i me my we us our you your he him his she her hers it its they them their there here not no never also too again still just even only both either neither each all any some
  be am is are was were been being do does did done have has had having will would shall should may might must can could cannot ll ve re d s
  of from at in for with to by on about within across between against under over near into onto through during among towards via per up down out off
  however therefore moreover furthermore meanwhile instead otherwise later earlier now today yesterday tomorrow finally first firstly secondly lastly overall following including regarding
  please thanks thank noted action actions agreed ie eg etc respectively more most very much many few less least such own same other another once twice always often sometimes perhaps
`)

/** What a capitalised neighbour makes of a name: Foley Street, the Francis Report, Queen Elizabeth Hospital. */
export const THING_NAMES = list(`
  street road avenue lane close drive way square place court house hall tower building wing ward suite room centre center hospital hospice infirmary clinic surgery unit school academy
  college university institute foundation trust fund charity park garden gardens bridge station estate village town city county council borough valley hill wood woods green moor bay
  report review inquiry enquiry act bill rule rules law principle principles model method methods scale score index test criteria framework programme program scheme award awards lecture medal prize
  syndrome disease catheter catheters manoeuvre maneuver position procedure protocol sign line tube forceps commission doctrine effect curve chart matrix theorem standard standards
  bank insurance ltd limited plc llp partners group associates consulting legal solicitors cup festival day week month appeal memorial library theatre theatres lodge farm mill works
  medical health primary practice pharmacy care nursing home homes community hub campus site plaza mews crescent terrace grove gate walk heath
`)

/** Before a name they make it somebody else's, or a place's. */
export const THING_PREFIXES = list(
  `queen king prince princess st saint royal mount port lake loch lady lord little great upper lower new old north south east west the`,
)
