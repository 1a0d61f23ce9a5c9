"""Closed word classes of English: what a reader without a parser may know for certain.

Every list is a function-word class of English grammar (determiners, prepositions, auxiliaries and so on) or the common
irregular verbs. Open-class words are told apart by shape only.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DETERMINERS = _set(
    "a an the this these those his her their its my our your whose some any every each no many several few both all "
    "most another other such much more half"
)
PREPOSITIONS = _set(
    "in on at for with by from about over under against between among through during into onto upon within without "
    "across behind beyond near toward towards amid amidst alongside despite like unlike via per outside inside above "
    "below beside besides concerning regarding throughout"
)
SUBJECT_PRONOUNS = _set(
    "he she they it we i you he's she's they're it's we're i'm you're i've we've they've he'd she'd they'd"
)
OBJECT_PRONOUNS = _set("him them me us")
RELATIVES = _set("who which whom")
AUXILIARIES = _set(
    "is was are were be been being am has have had having do does did done isn't wasn't aren't weren't hasn't haven't "
    "hadn't don't doesn't didn't isn’t wasn’t aren’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t 's ’s 'd ’d 've ’ve "
    "'re ’re 'll ’ll"
)
MODALS = _set(
    "will would can could may might shall should must cannot can't won't wouldn't couldn't shouldn't can’t won’t "
    "wouldn’t couldn’t shouldn’t mustn't mustn’t ought"
)
NEGATIONS = _set(
    "not never n't neither nor isn't wasn't aren't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't "
    "can't couldn't isn’t wasn’t aren’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t cannot"
)
COORDINATORS = _set("and or & nor")
CONTRASTIVES = _set("but yet")
SUBORDINATORS = _set(
    "while although though because since unless until whereas if when whenever as after before once whether where why "
    "how what than lest so then"
)
ADVERBS = _set(
    "also again later earlier then now still even just once often always never ever already soon recently previously "
    "repeatedly further furthermore moreover meanwhile however instead thus therefore only yet not too almost nearly "
    "perhaps maybe indeed first finally separately again since long once twice today initially eventually publicly "
    "privately reportedly allegedly flatly bluntly both all simply merely rather quite very well back together "
    "nevertheless nonetheless similarly likewise additionally afterwards afterward thereafter hence otherwise "
    "elsewhere there here so far personally subsequently jointly"
)
TIME_WORDS = _set(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight mon tue wed thu fri sat sun"
)
MONTHS = _set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec"
)
PERIODS = _set(
    "week weekend month year day days weeks months years morning afternoon evening night hours hour minutes moments"
)
FINITE_VERBS = _set(
    "took takes went goes came comes made makes gave gives got gets began begins became becomes kept keeps left leaves "
    "held holds brought brings stood stands lost loses met meets ran runs sat sits led leads grew grows won wins sent "
    "sends built builds fell falls spent spends paid pays rose rises drew draws broke breaks chose chooses wore wears "
    "drove drives flew flies threw throws knew knows saw sees heard hears felt feels lies lay remains remained seems "
    "seemed appears appeared happened happens turned turns needs lives lived continues continued includes included "
    "faces faced looks looked works worked uses used tries tried starts started helps helped shows showed shown plays "
    "played moves moved believes believed passes passed won't served serves died dies expects allows allowed adds set "
    "sets offers remembers considers appeared buys bought waits reached reaches kills killed stays raises raised "
    "requires required decides pulled pulls returned returns hopes developed carries carried received receives joined "
    "joins marks marked hit hits put puts cut let became struck spread hurt beat fought fights sold sells taught caught "
    "did does aims aimed comprises stems stemmed contains contained lacks lacked means meant found finds"
)
SPEECH_PLACES = _set(
    "statement interview conference briefing speech address email e-mail tweet tweets post rally debate remarks letter "
    "report message release call hearing column op-ed blog video appearance event meeting note memo show program "
    "programme broadcast ceremony forum summit press podium session memoir book essay article editorial ad newsletter "
    "presser testimony podcast panel talk talks fundraiser caller discussion phone telephone facebook twitter x "
    "telegram instagram youtube televised affidavit ruling filing court documents document survey poll discussion "
    "statements emails tv television radio gathering forum lecture media communique communiqué thread text sermon comments"
)
PEOPLE_NOUNS = _set(
    "official officials source sources spokesman spokeswoman spokesperson spokespersons minister ministers president "
    "premier analyst analysts expert experts observer observers diplomat diplomats aide aides adviser advisers advisor "
    "advisors leader leaders critics critic supporters supporter lawmaker lawmakers senator senators governor ministry "
    "government statement report document documents envoy ambassador secretary chief commander general police military "
    "army group groups organization organisation agency department office court judge party campaign company state "
    "media newspaper people person man woman members member participants participant insiders scholars clerics mediators "
    "residents voters democrats republicans lawyer lawyers attorney prosecutors prosecutor professor director chairman "
    "chairwoman chair head mayor candidate candidates strategist strategists operative operatives reporter reporters "
    "journalist journalists author authors activists activist pollster pollsters study poll survey memo letter email "
    "team board committee panel administration authorities authority king queen prince pope bishop economist economists "
    "executive executives owner owners manager managers specialist pastor captain deputy spokespeople representative representatives commissioner superintendent coordinator organizer counsel inspector detective sheriff premier vicar imam cleric publisher producer actor actress singer scientists researchers historian historians mother father brother sister wife husband son daughter friend friends "
    "colleague colleagues staffer staffers delegate delegates donor donors opponent opponents ally allies rival rivals "
    "veteran veterans witness witnesses teacher students student others some many most former nominee frontrunner "
    "front-runner contender moderator host anchor commentator columnist pundit pundits editor network paper website"
)
REPORTERS = _set(
    "reporters journalists lawmakers supporters voters parliament congress him her them me us newsmen media mediapersons "
    "delegates attendees viewers listeners senators officials audiences"
)
TITLE_ABBREVIATIONS = _set(
    "mr mrs ms dr prof sen sens rep reps gov govs gen lt col maj capt cmdr adm sgt cpl pvt brig rev hon st fr pres atty supt dep "
    "insp det amb sec mt ft vs no nos inc corp co ltd llc jr sr etc approx dept est al fig vol pp ed eds assn bros jan feb mar "
    "apr jun jul aug sept sep oct nov dec ave blvd rd univ assoc mfg dist messrs mmes mx esq ph.d e.g i.e d.c u.s u.k u.n "
    "p.m a.m u.s.a e.u u.a.e n.y n.j n.h s.c n.c s.d n.d r.i calif fla tex ariz ark colo conn del ga ill ind kan ky la md "
    "mass mich minn miss mo mont neb nev okla ore pa penn tenn va vt wash wis wyo ala"
)

NUMBER_WORDS = _set(
    "one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousands million half third quarter two-thirds majority majorities percent"
)
