import { list } from './list.ts'

/** Verbs of speech and opinion. Each is given as base, third person, past and -ing form. */
export interface SpeechForms {
  readonly past: ReadonlySet<string>
  readonly present: ReadonlySet<string>
  readonly base: ReadonlySet<string>
  readonly ongoing: ReadonlySet<string>
}

const REGULAR = `
  accept acknowledge add address advise advocate affirm agree allege anticipate announce answer appeal apologise applaud appreciate argue articulate ask assert assure attest aver
  believe blame brief call caution celebrate challenge claim clarify comment commend compliment complain concede conclude concur condemn confess confide confirm congratulate consider
  contend contest contribute convey correct counter credit criticise debate declare decline defend demand deny deplore describe detail disagree disclose discuss dispute dissent doubt
  echo elaborate emphasise emphasize endorse enquire enquire expect explain express favour fear flag highlight hint hope imply indicate inform inquire insist interject interrupt intervene intimate introduce
  invite joke justify lament lobby maintain mention moan mutter note object observe offer opine oppose outline plead pledge point ponder posit praise press pressed predict prefer present proclaim profess promise pronounce
  propose protest push query question raise reaffirm react reason reassure recall reckon recognise recommend recount reflect refuse refute regret reiterate reject relate relay remark
  remind repeat reply report request resist respond restate retort reveal sense share signal speculate stipulate stress submit suggest summarise support suppose surmise suspect testify thank
  underline underscore update urge vent venture voice volunteer vow want warn welcome wish wonder worry clarify recap reassert recommend caveat champion counsel detail enthuse exclaim grumble sympathise empathise
  acquiesce abstain demur dissuade persuade second probe air log table state estimate dismiss discourage encourage entreat implore envisage fret guess mock quibble remonstrate approve disapprove bemoan bristle condone despair characterise portray
  frame critique postulate muse apprise touch expand interpose scoff dwell notify defer signpost hesitate grieve rail applaud single accuse threaten berate castigate chastise lambast rebuke bridle balk baulk stonewall scoff sneer relent deflect shout brag boast gloat flounder fume grimace wince
  rubbish dodge tease mull weigh ridicule denounce decry disown disavow retract revisit overrule interrogate quarrel bicker squabble clash backtrack row vacillate waver dither unpick
`
const DOUBLED = `admit commit flag concur demur rebut recap regret`
const IRREGULAR: Record<string, [third: string, past: string, ongoing: string]> = {
  say: ['says', 'said', 'saying'],
  think: ['thinks', 'thought', 'thinking'],
  feel: ['feels', 'felt', 'feeling'],
  tell: ['tells', 'told', 'telling'],
  speak: ['speaks', 'spoke', 'speaking'],
  seek: ['seeks', 'sought', 'seeking'],
  undertake: ['undertakes', 'undertook', 'undertaking'],
  understand: ['understands', 'understood', 'understanding'],
  foresee: ['foresees', 'foresaw', 'foreseeing'],
  admit: ['admits', 'admitted', 'admitting'],
  commit: ['commits', 'committed', 'committing'],
  flag: ['flags', 'flagged', 'flagging'],
  concur: ['concurs', 'concurred', 'concurring'],
  rebut: ['rebuts', 'rebutted', 'rebutting'],
  regret: ['regrets', 'regretted', 'regretting'],
  recap: ['recaps', 'recapped', 'recapping'],
  demur: ['demurs', 'demurred', 'demurring'],
  quip: ['quips', 'quipped', 'quipping'],
}

function forms(): SpeechForms {
  const past = new Set<string>(['undertaken', 'spoken', 'pressed'])
  const present = new Set<string>()
  const base = new Set<string>()
  const ongoing = new Set<string>()
  for (const verb of list(REGULAR)) {
    if (IRREGULAR[verb] !== undefined || DOUBLED.split(' ').includes(verb)) continue
    const stem = verb.endsWith('e') ? verb.slice(0, -1) : verb
    const consonantY = /[^aeiou]y$/.test(verb)
    base.add(verb)
    past.add(consonantY ? `${verb.slice(0, -1)}ied` : `${stem}ed`)
    present.add(consonantY ? `${verb.slice(0, -1)}ies` : /(?:s|sh|ch|x|z|o)$/.test(verb) ? `${verb}es` : `${verb}s`)
    ongoing.add(verb.endsWith('ee') ? `${verb}ing` : `${stem}ing`)
  }
  past.add('agreed').add('disagreed')
  for (const [verb, [third, was, ing]] of Object.entries(IRREGULAR)) {
    base.add(verb)
    present.add(third)
    past.add(was)
    ongoing.add(ing)
  }
  return { past, present, base, ongoing }
}

export const SPEECH = forms()

/** Forms that are as often nouns ("UNISON questions", "Deeholme reports"): they need what a verb is followed by. */
export const NOUN_LIKE = list(`
  accounts address answer answers appeal appeals brief briefs call calls challenge challenges claim claims comment comments concern concerns counter credit debate debates demand demands
  details detail doubt doubts echo fear fears flag flags favour hint hints hope hopes lobby note notes object objects offer offers outline outlines plead pledge pledges point points praise present presents press
  promise promises protest protests query queries question questions reason reasons regret report reports request requests second sense share shares signal signals stress support supports
  suspect suspects table tables thanks update updates voice voices vent want wants warrant welcome welcomes wish wishes wonder worries worry air log logs caveat caveats champion champions counsel push raise raises feeling meeting
  briefing understanding undertaking offering questioning reporting calling sharing supporting lobbying relay
`)

/** After a noun-like form these show that it is the verb. */
export const COMPLEMENTS = list(
  `that whether why if how the this these any what its their it a an to about no more for against`,
)

/**
 * What an organisation also does in the ordinary way of business ("Deeholme offered 40 placements"): such a verb makes
 * it a speaker only with what is talked about at a meeting.
 */
export const BUSINESS_VERBS = list(`
  accept accepts accepted announce announces announced contribute contributes contributed commit commits committed consider considers considered decline
  declines declined expect expects expected introduce introduces introduced invite invites invited offer offers offered outline outlines outlined present
  presents presented pledge pledged pledges address addresses addressed promise promises promised share shares shared submit submits submitted support
  supports supported seek seeks sought update updates updated recognise recognises recognised detail details detailed describes described describe second
  seconded table tabled log logged air aired discuss discussed discusses press pressed push pushed celebrate celebrated reveal revealed brief briefed
  report reports confirm confirms confirmed agree agrees agreed raise raises anticipate anticipates anticipated maintain maintains maintained call calls
  called answer answers answered recommend recommends recommended advise advises advised reject refuse counsel estimate estimates estimated encourage encourages encouraged approve approves approved expand expands expanded frame framed notify notified defer deferred dismissed touched signposted portray single singled touch weigh weighed revisit revisited row rowed unpick unpicked
`)

/** What is talked about at a meeting: after a business verb they make a speaker of the subject. */
export const MEETING_OBJECTS = list(`
  paper item update proposal proposals slide slides slides concern concerns view views motion approach idea ideas suggestion suggestions recommendation recommendations frustration frustrations feedback example examples
  option options plan plans draft timetable wording change changes principle principles assurance assurances clarity clarification reassurance compromise amendment amendments thanks point points issue issues question questions
  doubt doubts reservation reservations objection objections worry worries caution matter risk risks discussion presentation report apology apologies opinion opinions experience experiences perspective position reasoning rationale case argument arguments
  need importance possibility impact implications implication challenge challenges difficulty difficulties problem problems lack shortage pressure pressures unfairness query queries fear fears comment comments criticism
  meeting group forum committee board members colleagues participants that whether why it this them there
`)

export const ADVERBS = list(`
  also then again further therefore thus rightly still just even now later already always never not often once twice first next finally instead too however indeed both all each rather only soon
  subsequently furthermore moreover additionally nevertheless nonetheless duly
`)

export const BEING = list(
  `was were is are am been be being remained remains remain seemed seems appeared appears sounded became looked got`,
)
export const HAVING = list(`has had have having`)
export const MODALS = list(`would could can cannot cant might did does do didnt doesnt dont wouldnt couldnt shouldnt`)
export const FUTURE = list(`will shall ll wont may`)

/** After "would not" and the like: a refusal is a position. */
export const REFUSALS = list(`
  sign move budge compromise settle cooperate countenance contemplate entertain yield relent tolerate stomach live endorse agree accept support back approve participate engage see understand
`)

/** After "was" or "were": how someone stands to what is discussed. */
export const STANCES = list(`
  adamant afraid against agnostic alarmed ambivalent angry annoyed anxious apologetic appalled appreciative ashamed astonished baffled bemused bothered cautious certain clear comfortable complimentary concerned confident confused
  convinced critical curious cynical dismayed disappointed disinclined displeased dissatisfied disturbed doubtful dubious eager emphatic encouraged enthusiastic exasperated excited firm frustrated furious glad grateful
  happy hesitant hopeful hostile impatient impressed incredulous inclined indifferent insistent intrigued keen lukewarm mindful minded negative nervous neutral opposed optimistic outraged outspoken passionate perplexed persuaded
  perturbed pessimistic pleased positive puzzled ready reassured relaxed relieved reluctant resistant resigned sad satisfied sceptical skeptical scathing shocked sorry supportive sure surprised suspicious sympathetic thankful
  torn troubled unclear uncomfortable unconvinced undecided uneasy unhappy unimpressed unpersuaded unsure unwilling upset vocal wary willing worried unsympathetic uncertain content relaxed unanimous split divided alone prepared minded frank candid blunt honest forthright robust measured gracious conciliatory defensive dismissive bullish evasive combative constructive silent quiet forceful
  unenthusiastic respectful courteous irritated livid incensed resentful tearful emotional apprehensive wistful rueful insulted offended hurt outnumbered unsettled unmoved heartened demoralised excluded overlooked
`)

/** Two-word predicates: the verb, then what may follow it within three words. */
export const PHRASES: Record<string, ReadonlySet<string>> = phrases({
  'made make makes making':
    'point points case comment comments suggestion suggestions request requests plea observation observations argument arguments offer proposal remark remarks objection statement representations clear contribution contributions intervention criticism apologies counter-proposal reference plain known explicit',
  'took take takes taking':
    'view views issue exception floor opposite position umbrage stance offence contrary line tack',
  'gave give gives giving':
    'update updates account example examples overview presentation assurance assurances undertaking commitment apology apologies briefing summary warning thanks view views feedback notice explanation reasons background answer evidence reassurance report opinion',
  'put puts putting': 'forward case point it this record question view that argument marker',
  'drew draw draws drawing': 'attention parallels comparison',
  'brought bring brings bringing': 'up attention',
  'set sets setting': 'out',
  'had has have having':
    'concern concerns question questions reservation reservations objection objections query queries view views comment comments doubt doubts points point worries issue issues misgivings qualms problem problems appetite sympathy',
  'provided provide provides':
    'update overview briefing summary presentation account assurance assurances feedback explanation clarification reassurance commentary',
  'held hold holds': 'view opinion that position',
  'led leads': 'discussion item conversation debate',
  'went goes going': 'further say said on',
  'found finds find': 'it this that hard difficult unacceptable',
  'saw sees see': 'no merit it this little value',
  'came comes come': 'in back out',
  'asked asks': 'for that',
  'spoke speaks speaking': 'about of against for up in first to next at on passionately',
  'talked talks': 'about through of members',
  'nodded laughed smiled sighed': '*',
  'returned returns': 'question point issue item matter subject theme',
  'did does': 'talking',
  'fell falls': 'out silent short quiet',
  'held holds': 'firm out fast line back',
  'dug digs': 'in heels',
  'gave gives give': 'way ground short',
  'brushed waved batted': 'aside away',
  'rounded turned lashed hit': 'on out',
  'stormed walked': 'out',
  'kept keeps': 'returning coming quiet silent counsel asking saying pressing',
  'stayed stays': 'silent quiet neutral',
  'lost loses': 'patience temper',
  shook: 'head heads',
  swore: '*',
  'broke breaks': 'ranks silence off',
  'sounded sounds': 'note alarm warning',
  'struck strikes': 'note',
  'paid pays': 'tribute',
  sat: 'silent',
  bit: 'back',
  rose: 'to',
  'threw throws': 'doubt out',
  'cast casts': 'doubt',
  'lent lends': 'support',
  'sided sides': 'with',
  took: 'view',
  'struggled struggles': 'with to',
  'looked looks': 'forward for',
  'hit hits': 'back out',
  'played plays': 'down',
  'backed backs': 'the this that it proposal idea',
  moved: 'motion amendment that',
  'ruled rules': 'out',
  walked: 'out',
  'stood stands': 'by firm against',
  'worried worries': '*',
  'cared cares': '*',
  'disliked dislikes liked likes loved loves hated hates': '*',
  'needed needs': 'assurance clarity reassurance convincing',
  hoped: '*',
  meant: 'that',
  'knew knows': '*',
  foresaw: '*',
  'quoted quotes': '*',
  'read reads': 'out',
  'chipped weighed chimed waded jumped pitched piped butted': 'in up',
  'floated floats': 'idea suggestion proposal possibility notion',
  poured: 'cold',
  let: 'known',
  'stuck sticks': 'to',
  'attended attends left joined': 'meeting session call discussion',
  sent: 'apologies',
  'kicked started': 'off discussion',
  opened: 'discussion',
  picked: 'up',
  followed: 'up',
  turned: 'to',
  appealed: '*',
  'cited cites citing': '*',
})

function phrases(table: Record<string, string>): Record<string, ReadonlySet<string>> {
  const found: Record<string, ReadonlySet<string>> = {}
  for (const [verbs, follow] of Object.entries(table)) {
    for (const verb of verbs.split(' ')) found[verb] = new Set([...(found[verb] ?? []), ...list(follow)])
  }
  return found
}
