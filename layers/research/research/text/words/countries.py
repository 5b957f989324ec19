"""Words that name the same country: a claim may say "British" where its source says "UK"."""

_GROUPS = """
us usa america american americans united
uk britain british briton britons kingdom
eu european europe europeans union
un nations
england english englishman
scotland scottish scots scot scotsman
wales welsh
ireland irish irishman
france french frenchman
germany german germans
netherlands dutch holland
belgium belgian belgians
spain spanish spaniard spaniards
portugal portuguese
italy italian italians
switzerland swiss
austria austrian austrians
denmark danish dane danes
sweden swedish swede swedes
norway norwegian norwegians
finland finnish finn finns
iceland icelandic
poland polish pole poles
greece greek greeks
turkey turkish turk turks
russia russian russians
ukraine ukrainian ukrainians
hungary hungarian hungarians
czech czechia
romania romanian romanians
serbia serbian serb serbs
china chinese
taiwan taiwanese
japan japanese
korea korean koreans
vietnam vietnamese
thailand thai
philippines philippine filipino filipinos
indonesia indonesian indonesians
malaysia malaysian malaysians
india indian indians
pakistan pakistani pakistanis
bangladesh bangladeshi bangladeshis
afghanistan afghan afghans
iran iranian iranians
iraq iraqi iraqis
israel israeli israelis
palestine palestinian palestinians
saudi saudis
syria syrian syrians
lebanon lebanese
egypt egyptian egyptians
africa african africans
nigeria nigerian nigerians
kenya kenyan kenyans
ethiopia ethiopian ethiopians
australia australian australians
zealand zealander zealanders
canada canadian canadians
mexico mexican mexicans
brazil brazilian brazilians
argentina argentine argentinian argentinians
chile chilean chileans
colombia colombian colombians
peru peruvian peruvians
venezuela venezuelan venezuelans
cuba cuban cubans
asia asian asians
"""
SAME_COUNTRY = {
    word: frozenset(group.split())
    for group in _GROUPS.strip().split("\n")
    for word in group.split()
}
"""Each word, folded, with all that name the same country; itself among them."""
