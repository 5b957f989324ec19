"""Words that say the opposite of others. Words on one side of a pair are near in meaning too."""

from research.text.clauses import Word
from research.text.terms import stem
from research.text.words.irregular_verbs import BASE_FORMS

_PAIRS = """
~ rise rises rose risen increase increased grow grew grown growth climb jump surge soar gain rally
expand | fall fell fallen decrease decreased drop dropped decline declined shrink shrank plunge
ease eased narrow narrowed slump tumble sink sank dip slip slipped slid slide ;
~ up upward | down downward ;
~ more greater exceed exceeds | less fewer ;
~ above over | below under beneath ;
~ higher highest high | lower lowest low ;
before ahead prior until | after following since ;
win wins won winner victory beat beaten | lose loses lost loser ;
approve approved approves accept accepted allow allowed permit permitted authorise authorize
legalise legalize | reject rejected refuse refused ban banned block blocked forbid forbidden
prohibit prohibited veto vetoed outlaw ;
support supported supports favour favor endorse endorsed | oppose opposed
opposes criticise criticize criticised criticized condemn condemned denounce ;
buy buys bought purchase acquire acquired | sell sells sold ;
start started starts begin began begun launch launched reopen reopened open opened opens opening
resume | end ended ends stop stopped stops close closed closes closing shut halt halted finish
cease cancel cancelled canceled suspend suspended ;
add added adds | remove removed removes delete deleted ;
hire hired recruit recruited | fire fired sack sacked dismiss dismissed ;
arrive arrived join joined joins enter entered | leave left leaves depart departed quit exit
resign resigned ;
succeed succeeded success successful | fail failed fails failure unsuccessful ;
agree agreed agrees | disagree disagreed disagrees ;
confirm confirmed confirms | deny denied denies ;
import imports imported | export exports exported ;
borrow borrowed | lend lent ;
profit profits surplus | loss losses deficit ;
best | worst ;
~ lengthen lengthened | shorten shortened ;
~ better improve improved improves | worse worsen worsened deteriorate ;
early earlier | late later ;
first | last final ;
~ large larger largest big bigger biggest huge | small smaller smallest tiny ;
~ long longer longest | short shorter shortest ;
old older oldest | young younger youngest ;
~ fast faster fastest quick quicker quickest | slow slower slowest ;
~ hot hotter warm warmer hottest warmest | cold colder cool cooler coldest coolest ;
~ strong stronger strengthen strengthened | weak weaker weaken weakened ;
~ cheap cheaper cheapest | expensive costlier dearer dear ;
~ easy easier simple | difficult hard harder ;
~ safe safer | dangerous unsafe hazardous ;
~ rich richer wealthy | poor poorer ;
north northern | south southern ;
east eastern | west western ;
inside indoor indoors | outside outdoor outdoors ;
maximum most | minimum least fewest ;
majority | minority ;
guilty convicted convict | innocent acquitted acquit cleared ;
alive survive survived survivor | dead die died dies killed kill deaths ;
legal lawful | illegal unlawful ;
positive | negative ;
public | private ;
true | false ;
same identical | different ;
~ raise raised raises increase increased increases add adds added create creates created | cut cuts
reduce reduced reduces
lower lowered lowers slash slashed ;
praise praised | criticise criticize criticised criticized slam slammed ;
always | never rarely seldom ;
common commonly widespread frequent frequently | rare rarely uncommon ;
include included includes including | exclude excluded excludes excluding except ;
husband father son brother man boy uncle | wife mother daughter sister woman girl aunt ;
morning | evening night afternoon ;
summer | winter ;
spring | autumn ;
upper | lower ;
possible | impossible ;
likely | unlikely ;
able | unable ;
known | unknown ;
advance advanced | retreat retreated ;
faster accelerate accelerated | decelerate decelerated slower ;
tighten tightened | ease eased loosen loosened relax relaxed ;
domestic | foreign ;
temporary temporarily | permanent permanently ;
voluntary | mandatory compulsory ;
direct directly | indirect indirectly ;
active | inactive passive ;
healthy | sick ill unhealthy ;
full | empty ;
attack attacked | defend defended ;
love loved loves | hate hated hates ;
create created creates | destroy destroyed destroys ;
extend extended extends lengthen | shorten shortened ;
ally allies | enemy enemies ;
teacher teachers | pupil pupils student students ;
buyer buyers | seller sellers ;
parent parents | child children ;
winner winners | loser losers ;
urban city | rural countryside ;
~ light lighter lightest | heavy heavier heaviest ;
~ wide wider | narrow narrower ;
"""


def _side(words: str) -> frozenset[str]:
    return frozenset(
        stem(BASE_FORMS.get(form, form)) for word in words.split() for form in (word, f"{word}ly")
    )


_LINES = [pair.strip() for pair in _PAIRS.split(";") if pair.strip()]
SIDES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (_side(one), _side(other))
    for one, _, other in (pair.strip("~ \n").partition("|") for pair in _LINES)
)
"""Each pair of sides, as terms. A side says the opposite of the other."""
GRADED = frozenset[str]().union(
    *(_side(pair.replace("|", " ").strip("~ ")) for pair in _LINES if pair[0] == "~")
)
"""Terms of those pairs between which there is something: what did not rise need not have fallen."""
CONVERSE = _side("win wins won beat lose lost buy sell purchase acquire borrow lend import export")
"""Two can do these to each other at once: what one sells the other buys."""
PLACED: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (_side("with for"), _side("against")),
    (_side("with"), _side("without")),
    (_side("to into"), _side("from")),
)
"""Small words that are opposites after the same word: sided with, sided against."""
PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
"""What turns a word into its opposite."""
_TURNED = ("able", "ible", "al", "ent", "ant", "ive", "ect", "ete", "ous", "ate", "ular", "cient")
"""Endings of words that "in-" and "dis-" turn round; "formed" and "informed" are no opposites."""
_MIN_TURNED = 4


Pair = tuple[frozenset[str], frozenset[str]]


def are_opposite(word: Word, other: Word) -> bool:
    """Whether one says the opposite of the other, wherever they stand."""
    return (
        _on_both_sides(word.term, other.term, SIDES)
        or _is_turned(word.plain, other.plain)
        or _is_turned(other.plain, word.plain)
    )


def are_placed_opposite(term: str, other: str) -> bool:
    """Whether they are opposites after the same word."""
    return _on_both_sides(term, other, PLACED)


def on_one_side(term: str, other: str) -> bool:
    """Whether the two are the same, or say the opposite of the same."""
    return term == other or any(term in side and other in side for pair in SIDES for side in pair)


def has_opposite(term: str, terms: set[str]) -> bool:
    """Whether one of `terms` is the opposite of `term`."""
    if any(f"{prefix}{term}" in terms for prefix in PREFIXES):
        return True
    return any((term in one and terms & two) or (term in two and terms & one) for one, two in SIDES)


def _on_both_sides(term: str, other: str, pairs: tuple[Pair, ...]) -> bool:
    return any(
        (term in one and other in two) or (term in two and other in one) for one, two in pairs
    )


def _is_turned(plain: str, turned: str) -> bool:
    if len(plain) < _MIN_TURNED or not turned.endswith(plain):
        return False
    prefix = turned[: -len(plain)]
    if prefix in ("un", "non"):
        return True
    return prefix in PREFIXES and plain.endswith(_TURNED)
