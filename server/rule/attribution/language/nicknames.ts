/** Standard short forms of given names in British use: full forms, a colon, short forms. They are read in both directions. */
const SHORT_FORMS = `
abigail:abi abby abbie gail|adrian:ade|albert:al bert bertie|alexander alexandra alex:alex al sandy alec lex lexi xander sasha
alfred:alf alfie fred|alison:ali|amanda:mandy|andrew:andy drew|angela:angie ange|anne ann anna:annie|annabel annabelle:bella
anthony antony:tony ant|arthur:art artie|barbara:barb babs|beatrice:bea trixie|benjamin:ben benny|bernadette bernard:bernie
beverley beverly:bev|bradley:brad|bridget:bridie|cameron:cam|caroline carolyn:caro carrie caz lyn|catherine katherine kathryn catharine katharine kathleen:cath cathy kate kathy katie kat kath kit kitty
charles:charlie chas chuck|charlotte:charlie lottie|christine christina kristina:chris chrissie tina chrissy|christopher:chris kit
clifford:cliff|constance:connie|cynthia:cindy|daniel danielle:dan danny dani|david:dave davey davy|deborah debra:deb debbie debs
dennis:den|derek:del|dominic:dom|donald:don donny|dorothy:dot dottie dolly|douglas:doug dougie|edward edwin edmund:ed eddie ted teddy ned eddy
eleanor elinor:ellie nell nora elle|elizabeth elisabeth:liz beth lizzie betty eliza libby betsy lisa lizzy bess|emily emma:em emmy|eugene:gene
frances:fran franny frankie|francis:frank frankie fran|franklin:frank|frederick:fred freddie freddy|gabriel gabrielle gabriella:gabe gabby gaby|gareth:gaz|gary:gaz
geoffrey:geoff|jeffrey:jeff|georgina:georgie gina|george:georgie|gerald gerard:gerry|geraldine:gerry|gillian:gill jill|gordon:gord|graham graeme:gray
gregory:greg|gwendolyn gwendoline gwyneth:gwen|harold:harry hal|harriet:hattie harri|henry:harry hal hank|howard:howie|hugh:hughie|ian iain:ian iain
imogen:immy|isabel isabella isobel isabelle:izzy bella belle issy|jacob:jake|jacqueline jaqueline:jackie jacqui jacquie jacky|james:jim jimmy jamie|janet jane:jan janey janie
janice:jan|jasmine:jas jaz|jason:jase|jennifer:jen jenny jenni jenn|jeremy:jez jem jerry|jessica:jess jessie|joanne joanna joan:jo joanie|john:jack johnny jon jonny
jonathan:jon jonny jonty nathan|joseph:joe joey|josephine:jo josie|joshua:josh|judith:judy jude judi|julia julie julian:jules|justin justine:jus|karen:kaz
kenneth:ken kenny|kevin:kev|kimberley kimberly:kim|lawrence laurence:larry laurie loz|leonard:len lenny leo|leslie lesley:les|lillian lilian:lily lil|linda:lin lindy
louis:lou louie|louise:lou lulu|lucinda lucille:lucy cindy|luke lucas:luke luca|lydia:lyd|madeleine madeline:maddy maddie|malcolm:mal malc|margaret:maggie meg peggy marge mags madge greta meggie rita daisy
maria marie:mia|marilyn:mari|martin martyn:marty mart|mary:molly polly mae|matilda:tilly tilda|matthew mathew:matt matty|maurice:mo|maureen:mo|maximilian maxwell:max
melanie melissa:mel|michael:mike mick mickey micky mikey|michelle michaela:shell mich chelle|miranda:mandy|mohammed muhammad mohamed mohammad muhammed:mo
natalie natasha:nat tasha|nathaniel nathan:nat nate|neil neal:neil|nicholas nicolas:nick nicky nico|nicola nicole:nicky nic nikki nicki niki|norman:norm|oliver:ollie olly|olivia:liv livvy ollie
oscar:oz|pamela:pam|patricia:pat trish tricia patsy patty trisha|patrick:pat paddy|pauline:paula|paula:pauline|penelope:penny pen|peter:pete|philippa:pippa pip|philip phillip:phil pip
priscilla:cilla|rachel rachael:rach rae|raymond:ray|rebecca rebekah:becky becca bex becs|reginald:reg reggie|richard:rich rick dick ricky richie rik dickie|robert:rob bob bobby robbie bert bobbie
roberta:bobbie|roderick rodney:rod roddy|roger:rog|ronald:ron ronnie|rosalind rosamund:ros roz|rosemary:rose rosie|russell:russ|samuel samantha:sam sammy|sandra:sandy
sarah sara:sally sal sadie|sebastian:seb|sharon:shaz|shirley:shirl|sidney sydney:sid syd|simon:si|sophia sophie:soph|stanley:stan|stephanie:steph steff stevie|stephen steven:steve ste stevie
stuart stewart:stu|susan susanne suzanne susannah:sue suzie susie suzy suki|sylvia:syl|sylvester:sly|terence terrance:terry tel|teresa theresa:tess terri terry tessa tracy|theodore:theo ted teddy
thomas:tom tommy|timothy:tim timmy|tobias:toby|tracey tracy:trace|valerie:val|vanessa:nessa|veronica:ronnie vera|victor:vic|victoria:vicky vicki vikki tori vic|vincent:vince vinny|vivien vivienne vivian:viv
walter:wally walt|wendy:wend|wilfred:wilf|william:will bill billy liam willie wills|winifred:win winnie freda|zachary zachariah:zac zach zack|zoe:zo
abdul abdullah:abs abdul|oluwaseun:seun|oluwaseyi:seyi|chukwuemeka:emeka|chidinma:chidi|rajesh rajiv rajan:raj|balwinder balvinder:bal|harpreet harjit harvinder:harp harj harry|manpreet manjit:man manj|gurpreet:gurp|jasvinder jaspreet:jas|sanjay:sanj|vijay:vij|krishnan:krish|ngozi:ngo|aleksandra:ola ala|katarzyna:kasia|malgorzata:gosia|agnieszka:aga
`
const forms = new Map<string, Set<string>>()
for (const group of SHORT_FORMS.trim().split(/[|\n]/)) {
  const [fulls = '', shorts = ''] = group.split(':')
  for (const full of fulls.split(' ')) {
    for (const short of shorts.split(' ')) {
      if (short !== full) link(full, short)
      if (short !== full) link(short, full)
    }
  }
}

function link(from: string, to: string): void {
  const known = forms.get(from)
  if (known === undefined) forms.set(from, new Set([to]))
  else known.add(to)
}

/** The other forms a given name goes by, in small letters: `robert` gives `rob`, `bob`, …; `bob` gives `robert`. */
export function otherForms(given: string): readonly string[] {
  return [...(forms.get(given) ?? [])]
}

const OTHER_GIVEN = `aaron adam ahmed aisha alan alice amir amina amy antonia ayesha barry bethany brenda brian carl carol carla chloe claire clare colin craig darren dawn dean debbie diane diana donna doreen duncan eileen elaine ellen eric erin esther eve fatima fiona gemma glenn grace hannah hassan heather helen hilary holly imran irene ivan jade janine jean joy joyce karl keith kelly kerry kirsty laura lauren leanne lee leila lewis lorraine lynn lynne marcus marion mark marjorie megan miriam moira monica naomi nadia nigel noel nora norma oscar owen paul philippa priya phoebe ralph rhys rita robin rosa ross ruth ryan sally scott sean shaun sheila sian siobhan stella tania tara tariq trevor una ursula vera wayne yasmin yusuf yvonne
  ada agnes ailsa alasdair alastair alistair angus anita anwar arjun asif astrid audrey bilal blessing bronwen brendan bryan callum camilla carmel cathal cecilia celia charmaine cheryl clive conor daphne declan deepak denise desmond dilys dominique doris
  edith edna elaine eloise enid ernest esme evelyn farah farida felicity fergus finlay florence freya gaynor georgia gerda gethin gillian gladys glenys gloria graeme gregor guy gwen gwyn hamish harvey hasan hayley heidi hector hugo humphrey ibrahim ifan ingrid
  irfan isaac isla ismail jared javed jasmin jemma jermaine joel jocelyn jolene jorge juliet kamal kayleigh keira khalid kieran kirsten krishna kyle lara lena leroy liam lila lloyd lorna lucia lynda magnus mahmood malik marcia mariam marissa maxine maya meera mehmet
  merle mervyn mila mina morag morgan mustafa myra nadine naveed neha nerys niamh nina olga orla osman padraig parveen petra phyllis pritesh quentin rafael rahul ranjit ravi rhian rhiannon rhoda roisin rory rosalie rowena rubina rufus sabina sadia saeed saima salim salma saskia
  selina shabana shane shanice sheena shona sidra silvia sinead sonia stefan steffan sunil suresh tahir tamara tamsin tanya teri thelma tomos usman valentina vernon vikram winston yasir yolanda zahra zainab zara zeeshan zehra`
for (const given of OTHER_GIVEN.split(/\s+/)) if (!forms.has(given)) forms.set(given, new Set())

/** Whether a word, in small letters, is a usual given name or a short form of one. */
export function isGivenName(low: string): boolean {
  return forms.has(low)
}
