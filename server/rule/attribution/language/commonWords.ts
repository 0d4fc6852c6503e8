import { list } from './list.ts'

/**
 * Names and aliases that are also everyday words. Alone they are no sign of a person: something in the sentence must
 * say so ("Mark said" does, "Mark the date" does not).
 */
export const COMMON_WORDS = list(`
  abbot able abs ace acre adder ade advance aga agate agent ala alder ali alliance amber angel ant april arc arch archer art ash ashes ask aspen august
  autumn avenue aware back bacon badger baker ball band bank banks bar barber barker barn baron barrow base basil bass bath bay bea beach beacon beadle
  beam bean bear beard beech bell bench bender berry best bevan bill billing bird bishop bit black blade blank blaze bliss block bloom blossom blue bluff
  board boat bolt bond bone book boot booth born boss bow bowl bowler box boys brace branch brand bray bread bridge bridges bright brook brooks brown
  brunt buck bud bull bunch burden burn burns burrow bury bush butcher butler butt butter buzz byte cabbage cable cage cain cairn can candy cane cannon
  canon cant cape card care carer carpenter carrier cart carver case cash castle cat cater chad chamber chambers champion chance chancellor chandler
  chapel chaplain chase cherry chew child childs chilling chin chip christian christmas church city civil clay clear clement clements clerk cliff close
  clover coach coal coast cobb cobbler cock coffee coffin coil coin coke cold college collier comb come commons community compass con connect constable
  constant contact cook cooks cool coral cord cork corn corner cotton counsel court courts cove coward cox craft crane craven create crisp crook crop
  cross crow crown cruise crystal cull cure curry cutler cutting daisy dale dally dame dance dark dart dash dawn day days deacon deal dean dear deed deer
  del dell den dick diet dill dingle dock dod dodge dolphin dome don dot dough dove down downs drain drake draper draw drew driver drummer dry duck
  dudley duke dunce dust dwell dyer eager eagle earl early earnest east easter eden edge elder eldest elm else em english equity ernest eve even ever
  evolve faith fall far farm farmer farthing fay feather fell fen fennel fern few field fielder fields fight finch fish fisher fitter flag flagg flair
  flank fleet flint flood flora flower flowers fly focus folk foot ford fore forest forester forge fort fortune forward fountain fox france frank free
  freed freeman fresh friar friday friend frost fry full fuller furlong gage gain gait gal gale gall gallant gamble game garden gardener garland garner
  garnet garret gate gates gateway gay gem gene general gentle gift ginger glass glen glove glover goat gold golden golding good goode goodman goodwill
  goose gore gorge goss gown grace grain grange grant grass grave graves gray grayling green greene greet grey grill grip grove grow guest guide gull
  gunner guy hack hale hall ham hammer hand hands handy hank harbour hardman hare harm harmony harp harrow hart harvest hatch hatter haven hawk hay hazel
  hazelnut head health heath heather heaven hector hedge held helm herald herd heritage hero heron hews hill hills hind hoare hobbs hog hold holder hole
  holiday holland hollow holly holm holt home hood hook hooker hope hopper horizon horn horner horse hose house houses howl huff hull hunt hunter husband
  hush ice impact innocent inspire iris iron irons isle ivory ivy jackal jade jam jan jar jasmine jay jersey jet jewel joiner joy judge juggins june junior
  just justice keen keep keeper kettle key keys kid kidney kind king kings kit kitchen kite knight knot knott lace lad lady laird lake lamb lamp lance
  land lane large lark lash last latch laurel law lawman lawn lawyer lay lea lead leader leaf leak lean learning leather leech legg level light lilly
  lily link lion list little lively livings loader lock lodge loft long longer lord lot love lovely lover low luck lucky lunch mace mail main major
  makepeace maker mal mall malt man managers manger manifold manly mann manner manning manor mansion many maple march mare margin marine mark marker
  market marks marlin marsh marshal marvel mason mast master masters mat match mate matter matters max may mayor mead meadow meadows means medal medic
  mel mellow melody mercer merchant mercy merit merry middle mike mild miles milk mill miller mills mind miner minister minor mint mist mo model mole
  momentum monday money monk moody moon moor more morrow mortar moss mould mount mountain mouse mule mummer mustard nail name nan nash nation nautilus
  neat neck needle needs nest network new newman nice nick nightingale noble noon norm normal north nova nowell nun nurse nut oak oakes oar offer old
  olive one only opal options orange orchard order organ otter outlaw over overall ox pace pack packer pad paddy page paine painter palmer pansy paper
  parish park parker parks parrot parson parsons part partners partridge passmore past pat patch pathway pathways patience patient pause paw peace
  peacemaker peach peacock peak pearl pease peel peg pen pence penny people pepper perk perks perry petal petty phoenix piece pierce pig pike pillar pine
  pink pioneer pip piper pit pitt pitts place plain plane plant player pleasant plum plumb plummer plunkett plus pole pollard pond pool poole poor pope
  poppy port porter portion post pot potter pound power powers preacher presence presley press price pride priest prime prince print prior privilege
  proctor profit prospect proud prudence pry public pulse purchase purdy purse quail quaker queen quest quick quill rabbit race rae rain raine ram ramp
  rand ranger rank rash ratcliff raven ray reach read reader reading ready real red reed reeve render rest rethink revel reward rice rich rick ride rider
  ridge ring rise ritz rivers riverside road roads robin rock rod roe rolls roman rook room root roots rope rose rosemary roses round rove rover row
  rowan rowe rowing royal ruby rudd rude rule rush russet rust rye sadler sage sail salmon salt sand sanders sandman sands sandy satchell sauce savage
  savin savoury saw sawyer say sayer scales school scope score seal sealy seaman seat self sells senior sense serene sergeant service sexton shade shaft
  sharp shed sheen shelter shepherd shield shields ship shore short shovel shut shute si sick side silk silver simple singer sky slack slate slaughter
  sleep slow small smart smiles snell snow society somers song sorrow south southern spade spark sparks sparrow speaker spear speck spectrum speed
  speller spence spice spike spink spinner spooner sprat spray spring springer spurs squire squires stable stack stag stain stamp stamper stand standing
  star stark starling ste steadman steel steer stem step sterling stern steward still stock stocks stone stones story stout strange straw street stride
  strong studd such sue summer summers sunday sunny surplus swain swallow swan swann sweet sweeting swift sylvan synergy tailor tait tall tallow tandy
  tanner tapper tart task tate teal tel tempest temple tenant tennant thatcher thick thistle thorn thrift thrush thursday tidy till tiller tilt timber
  time tinker tipping toby todd toft together toll tong topping tower towers town trace tracer trader trail train travel travers treasure trees trick
  trip tripp trout true trust tuck tulip turk turning turnip turtle twig twin underhill union unison unite unity usher val vale valentine valiant valley
  vane veal venture verity verse vesper vicar victor victory vine vineyard viola violet virtue voice voices waddle wade wager waiter wake walker wall
  waller walls want ward warden ware warm wash waste watch water waterman waters way ways weaver wedge weeks welcome well wells west western whale wharf
  wheat wheeler white whitehouse whiting whole wick wild wilder wilding will wills wilt win winch wind window wine wing winner winter winters wise wish
  wolf wood woodcock woodman woods wool workman world worth worthy wren yard year yeoman yes yew york young younger youngman zeal
`)

/** Whether a word (in small letters) is more often a word than a name. */
export function isCommonWord(low: string): boolean {
  return COMMON_WORDS.has(low)
}

/** Towns and districts that are also surnames or short names of organisations. */
export const PLACES = list(`
  accrington allerdale altrincham ashton barrow bath bedford berwick blackburn blackpool bolton boston bradford brighton bristol burnley bury
  buxton cambridge carlisle cheshire chester chorley clifton congleton coventry crewe crosby cumberland cumbria darlington derby doncaster dover
  durham essex eccles ellesmere everton exeter fleetwood formby fylde garston glossop gloucester halifax halton hampshire hastings hereford hull huyton
  hyde ipswich kendal kent keswick kirkby knowsley lancashire lancaster leeds leicester leigh lincoln liverpool luton lytham macclesfield manchester maryport
  merseyside middleton middlewich morecambe moreton nantwich nelson neston newark newton northwich norton norwich nottingham oldham ormskirk oxford
  peel pendle penrith preston prescot radcliffe rochdale runcorn rossendale salford sale sandbach sefton sheffield shrewsbury skelmersdale southport
  stafford stalybridge stanley stockport stockton stoke sunderland sutton swindon swinton tameside tarporley trafford ulverston wakefield wallasey walton warrington
  warwick washington wells westmorland weston whalley whitehaven whitby whitefield whitworth widnes wigan wilmslow winchester winsford wirral wolverhampton
  worcester workington worthing york birkenhead hoylake heswall bebington burton hale huntington aintree bootle maghull horwich atherton tyldesley
  denton droylsden failsworth heywood littleborough marple bramhall cheadle romiley sandiford thornton cleveleys poulton garstang ribble clitheroe
`)
