"""Words that people use for one another when they say the same again: "firm" for "company".

A short list of what reports are full of, not a thesaurus: a word that is missing costs little, as
most of a claim's words are in its source as they are.
"""

from research.text.terms import stem
from research.text.words.irregular_verbs import BASE_FORMS

_GROUPS = """
company firm business corporation maker group manufacturer | worker employee staff workforce labour
| job post position role | boss head leader chief director run lead charge manage
| doctor physician medic clinician | scientist researcher academic expert | patient volunteer
| child kid youngster infant | pupil student schoolchildren | man male | woman female
| people person resident inhabitant citizen | police officer | soldier troop
| film movie picture photo image photograph | car vehicle automobile | ship vessel boat ferry
| plane aircraft jet airliner | rocket spacecraft probe craft lander | phone mobile smartphone
| flat apartment home house residence housing dwelling | let rent lease | shop store retailer
| town city municipality | country nation state | area region zone district | road street highway
| law bill legislation act statute | ruling decision judgment verdict rule decide
| deal agreement contract pact accord | lawsuit suit sue litigation | crime offence offense
| study research survey analysis paper | test trial experiment | result finding outcome
| illness disease sickness condition | medicine drug treatment medication therapy
| money cash fund funding | price cost | profit earnings income | loan credit debt
| say tell state announce declare report claim add | show reveal find demonstrate indicate
| ask request demand | answer reply respond response | think believe consider | want wish hope
| begin start commence launch | end finish conclude stop halt | build construct erect
| make produce manufacture create | give hand grant award donate | get receive obtain gain
| need require must necessary | choose pick select | change alter modify switch replace
| fix repair mend restore | hurt injure wound harm damage | kill die death dead fatal
| help aid assist support back | hide conceal | break violate breach | join enter
| leave quit resign depart go | come arrive reach | win beat defeat | fight battle war conflict
| talk discuss negotiation | meet meeting session | vote ballot election poll | fire blaze
| storm hurricane typhoon cyclone | rain rainfall precipitation | year annual yearly annually
| month monthly | week weekly | day daily | big large huge giant major | small little tiny minor
| fast quick rapid swift | near close nearby | whole entire full complete total | almost nearly
| first initial initially | last final | former ex previous earlier old | new recent latest
| cause trigger prompt reason | use employ utilise utilize | keep retain maintain | try attempt seek
| buy purchase acquire takeover acquisition | sell sale | cut reduce lower reduction decrease
| raise increase rise growth grow climb jump surge soar lift boost hike widen
| fall drop decline decrease slip slash cut reduce lower shrink narrow plunge slump slow ease
| prize award | game match
| separate split part diverge | relative relation kin | rival competitor | shut close closure
| allow permit let authorise authorize | ban forbid prohibit bar outlaw | agree accept consent
| reject refuse decline | speed pace | size area | height tall | weight weigh heavy | length long
| age old | cold cool chilly | hot warm heat | safe safety | sick ill unwell | rich wealthy
"""
_SETS = [
    frozenset(stem(BASE_FORMS.get(word, word)) for word in group.split())
    for group in _GROUPS.split("|")
]
NEAR: dict[str, frozenset[str]] = {
    term: frozenset[str]().union(*(those for those in _SETS if term in those))
    for term in frozenset[str]().union(*_SETS)
}
"""Each term with all that are near it in meaning, itself among them."""
