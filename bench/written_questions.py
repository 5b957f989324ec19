"""Questions on miniweb's pages written for fitting the answer model, beside ``../shared/answers``.

Each has, for each of its parts, patterns of which a sentence that answers the part has one; those
of `UNANSWERABLE` no page answers, though related pages exist. Scores are never taken on them.
"""

ANSWERABLE: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "What engine does the 2020 Nissan Sentra get and when does it go on sale?",
        ((r"149[- ]horsepower",), (r"goes on sale in late January", r"sale.{0,40}January")),
    ),
    (
        "How long is the VW ID. Space Vizzion and how much torque does its motor have?",
        ((r"195[- ]inches",), (r"406 lb-ft",)),
    ),
    (
        "Why was Myles Garrett suspended and how much were the teams fined?",
        (
            (r"hit Rudolph in the head", r"Garrett.{0,80}helmet"),
            (r"\$250,000",),
        ),
    ),
    (
        "Who won the decisive doubles match for Spain against Russia in the Davis Cup?",
        ((r"Granollers and (?:Feliciano )?Lopez",),),
    ),
    (
        "How long did the Davis Cup tie between Spain and Russia take?",
        ((r"nearly eight hours",),),
    ),
    (
        "What sentence did Michael Webb get for kidnapping a girl in Fort Worth?",
        ((r"life in (?:federal )?prison",),),
    ),
    (
        "Where was the kidnapped Fort Worth girl found and who spotted the suspect's car?",
        (
            (r"laundry basket", r"clothes basket"),
            (r"family friend",),
        ),
    ),
    (
        "When do the Doobie Brothers play Blossom Music Center and when do tickets go on sale?",
        ((r"July 22",), (r"10 a\.m\. Friday, Dec",)),
    ),
    (
        "Who will join the Doobie Brothers on their 50th anniversary tour?",
        ((r"Michael McDonald",),),
    ),
    (
        "How many dates does the Doobie Brothers anniversary tour have and where does it start?",
        ((r"30-date", r"30 cities"), (r"West Palm Beach",)),
    ),
    (
        "What does China want from the US in the phase one trade deal?",
        ((r"roll(?:ing)? back existing tariffs", r"removing tariffs", r"removal of"),),
    ),
    (
        "What is TNG50 and how many particles did the simulation track?",
        (
            (
                r"most detailed large-scale model of the universe",
                r"simulation they call TNG50",
                r"TNG50 is the latest simulation",
            ),
            (r"20 billion particles",),
        ),
    ),
    (
        "How far can the Audi e-tron Sportback drive on one charge in Europe?",
        ((r"277 miles",),),
    ),
    (
        "Did Home Depot meet its sales expectations and how much did it earn in the third quarter?",
        (
            (r"sales were below our expectations", r"revenue fell short", r"missing the 4\.8"),
            (r"\$2\.8 billion", r"\$2\.53"),
        ),
    ),
    (
        "Why did Home Depot shares fall?",
        (
            (
                r"cut full-year sales growth",
                r"revenue fell short",
                r"sales were below our expectations",
                r"lower(?:ed)? (?:its )?(?:forecast|guidance)",
            ),
        ),
    ),
    (
        "What sparked the protests in Hong Kong?",
        ((r"extradit",),),
    ),
    (
        "Who is the main character of Star Wars Jedi: Fallen Order?",
        ((r"Cal Kestis",),),
    ),
    (
        "Is the 16-inch MacBook Pro larger than the 15-inch model?",
        (
            (
                r"half an inch larger",
                r"can['’]t even tell that the machine is larger",
                r"smaller and thinner than the 2012",
            ),
        ),
    ),
    (
        (
            "How many touchdowns did Mike Glass throw against Northern Illinois"
            " and what was the score?"
        ),
        ((r"threw for three touchdowns",), (r"45-17",)),
    ),
    (
        "How long could Patrick Carlineo go to prison for threatening Ilhan Omar?",
        ((r"(?:up to|maximum of) 10 years",),),
    ),
    (
        "Why was Patrick Carlineo arrested and when will he be sentenced?",
        (
            (
                r"threaten(?:ed|ing) to (?:kill|assault).{0,60}(?:Omar|official)",
                r"March 21 (?:phone )?call",
            ),
            (r"Feb(?:ruary|\.) 14",),
        ),
    ),
    (
        "Can Taylor Swift perform her old songs at the American Music Awards?",
        (
            (
                r"allowed to play (?:her|all)",
                r"will be allowed",
                r"(?:possible|cleared) for Swift to perform",
            ),
        ),
    ),
    (
        "Who owns the rights to Taylor Swift's first six albums?",
        (
            (
                r"owns most of her music",
                r"bought out by a company owned by",
                r"released through Big",
            ),
        ),
    ),
    (
        "Did Kurt Volker know of efforts to have Ukraine investigate the Bidens?",
        ((r"no knowledge of any efforts",),),
    ),
    (
        "Is it true that Marie Yovanovitch has a net worth of $17 million?",
        (
            (
                r"no evidence to corroborate",
                r"conjured out of thin air",
                r"unsubstantiated rumou?r",
                r"no credible evidence",
            ),
        ),
    ),
    (
        "How many newspapers will the merged Gannett and GateHouse own?",
        ((r"263 daily",),),
    ),
    (
        "How did the hunter in Inner Mongolia catch the plague, and how many people were isolated?",
        (
            (
                r"(?:eat|ate|eating|ate a|killed and ate).{0,40}(?:wild )?rabbit",
                r"rabbit meat",
            ),
            (r"28 (?:other )?people", r"total of 28"),
        ),
    ),
    (
        "How deadly is plague when it is not treated?",
        ((r"90 per ?cent", r"inevitably fatal", r"most deadly form", r"almost always fatal"),),
    ),
    (
        "Which team took the 20th spot at Euro 2020 and who scored?",
        ((r"Wales beat Hungary", r"Wales"), (r"Ramsey scored twice", r"Aaron Ramsey")),
    ),
    (
        "Who was freed in the prisoner swap with the Taliban?",
        (
            (
                r"Kevin King",
                r"Timothy Weeks",
                r"Anas Haqqani",
                r"an American and an Australian",
            ),
        ),
    ),
    (
        "How long were the two professors held hostage by the Taliban?",
        ((r"since 2016", r"three years", r"in 2016", r"August 2016"),),
    ),
    (
        "When did Deval Patrick enter the race and what share of South Carolina voters is black?",
        (
            (r"less than three months before", r"last week", r"Launching his bid"),
            (r"two-thirds",),
        ),
    ),
    (
        "How fast does the roof of the Lexus LC 500 Convertible close?",
        ((r"16 seconds",),),
    ),
    (
        "How much did GiveWell grant to Evidence Action Beta, and what for?",
        (
            (r"\$5\.1 million",),
            (r"prototyp",),
        ),
    ),
    (
        "Why did ESA study hibernation for astronauts?",
        (
            (
                r"assess the advantages of human hibernation",
                r"impact space mission design",
                r"mass could be reduced",
            ),
        ),
    ),
    (
        "What record did LeBron James set against Oklahoma City and how many points did he score?",
        (
            (r"triple-double against (?:every|his 30th)",),
            (r"25 points",),
        ),
    ),
    (
        "When is a 13-inch MacBook Pro with a scissor keyboard expected?",
        ((r"first half of (?:2020|next year)", r"in 2020"),),
    ),
    (
        "Who became chief strategy officer of my6sense?",
        ((r"Ivan Braiker",),),
    ),
    (
        "How did Mary Steenburgen come to write music?",
        ((r"surgery",),),
    ),
    (
        "Why did Sweden drop the Assange investigation?",
        ((r"evidence.{0,60}weak", r"weak(?:ened)?", r"long time|time.{0,20}(?:passed|elapsed)"),),
    ),
    (
        "How much did the South Dakota meth campaign cost?",
        ((r"\$449,000", r"449,000", r"\$449K", r"\$1\.4 million"),),
    ),
    (
        "Who is the governor of South Dakota?",
        ((r"Gov(?:\.|ernor) (?:Kristi )?Noem",),),
    ),
    (
        "Did the first patients with plague in Beijing come from Inner Mongolia?",
        ((r"(?:from|in|of) (?:the )?(?:northwestern )?Inner Mongolia",),),
    ),
    (
        "What is the top speed and power of the VW ID. Space Vizzion 4Motion?",
        ((r"335 horsepower",),),
    ),
    (
        "How many finishes will the Audi e-tron Sportback be offered in?",
        ((r"thirteen different finishes", r"13 different finishes"),),
    ),
    (
        "Which companies make keyboards for the smaller MacBook Pro and how big is its display?",
        ((r"Wistron",), (r"13\.3 inches", r"14-inch display")),
    ),
    (
        "Will the 13-inch MacBook Pro get a physical Escape key?",
        ((r"unclear if the 13-inch",),),
    ),
    (
        "Who took over from Fiona Hill and who reported to him?",
        ((r"Morrison who took over",), (r"Vindman reported to him",)),
    ),
    (
        "What did Tim Morrison fear about the Zelensky call?",
        ((r"political consequences", r"feared at the time", r"disclosure would play"),),
    ),
    (
        "When was the last major outbreak of plague in China and where?",
        ((r"in 2009",), (r"Ziketan", r"Qinghai")),
    ),
    (
        "How long did the jury in the Michael Webb case deliberate, and what was he sentenced to?",
        ((r"15 minutes",), (r"life in (?:federal )?prison",)),
    ),
    (
        "What happened to the police sergeant who searched the hotel room?",
        ((r"later fired", r"was fired"),),
    ),
    (
        "Did Patrick Carlineo own guns, and may he have them?",
        ((r"handgun", r"firearms"), (r"legally barred", r"felon in possession")),
    ),
    (
        "How many assists and rebounds did LeBron James have, and who scored most for the Lakers?",
        ((r"11 rebounds",), (r"Davis scored 34",)),
    ),
    (
        "How many games in a row have the Lakers won?",
        ((r"fifth straight victory", r"five straight"),),
    ),
    (
        "How many yards did Shaq Vann rush for and how long was the losing streak?",
        ((r"101 yards",), (r"11-game losing streak",)),
    ),
    (
        "Who beat Bautista-Agut and what did Nadal say about the format?",
        ((r"Rublev had rallied",), (r"format makes things very difficult",)),
    ),
    (
        "Who runs the new Gannett and what does he promise?",
        ((r"Michael Reed",), (r"stronger", r"deep local roots")),
    ),
    (
        "How much has newspaper revenue grown since 2008?",
        ((r"hasn['\u2019]t been a single year of revenue gain",),),
    ),
    (
        "How big is the virtual universe of TNG50 and what period does it cover?",
        ((r"230 million light-years",), (r"13\.8-billion-year",)),
    ),
    (
        "Where were the findings of TNG50 published?",
        ((r"Monthly Notices",),),
    ),
    (
        "How tall and how long is the Audi e-tron Sportback?",
        ((r"5\.3 feet high",), (r"16 feet long",)),
    ),
    (
        "How much did Home Depot's revenue rise and what did analysts expect?",
        ((r"revenue rose 3\.5",), (r"27\.53 billion", r"\$2\.52")),
    ),
    (
        "Why did comparable sales at Home Depot disappoint, according to Craig Menear?",
        ((r"timing of certain benefits",),),
    ),
    (
        "When will the scheduled US tariffs on Chinese consumer goods start and on how many goods?",
        ((r"Dec\. 15",), (r"\$156 billion",)),
    ),
    (
        "Where were the Taliban prisoners sent, and what do both sides hope for?",
        ((r"Qatar",), (r"breakthrough", r"peace (?:negotiations|settlement)")),
    ),
    (
        "Who is Anas Haqqani?",
        ((r"younger brother of the Taliban",),),
    ),
    (
        "Why did Taylor Swift accuse Big Machine?",
        ((r"trying to stop her perform", r"re-recording", r"preventing her from performing"),),
    ),
    (
        "Why is Scooter Braun frustrated with Scott Borchetta?",
        ((r"dragged in the mud", r"way his business partner"),),
    ),
    (
        "Where did Deval Patrick speak on Tuesday night and how did the women react?",
        ((r"Columbia", r"shared workspace"), (r"turned around",)),
    ),
    (
        "Which antibiotics treat plague and how high are recovery rates?",
        ((r"antibiotics",), (r"recovery rates are high",)),
    ),
    (
        "What powers the Nissan Sentra and how many safety systems does it have?",
        ((r"149[- ]horsepower",), (r"six safety systems",)),
    ),
    (
        "Is the VW ID. Space Vizzion going into production?",
        ((r"only be a concept today", r"weighing a potential production"),),
    ),
    (
        "How did Twitter users react to South Dakota's meth slogan?",
        (
            (
                r"mix of criticism and ridicule",
                r"prompted some Twitter users",
                r"one user quipped",
                r"Another wondered",
            ),
        ),
    ),
    (
        "Why did Ilhan Omar's attacker plead guilty and what did he say during the call?",
        (
            (r"ple(?:aded|d|ading) guilty.{0,80}(?:threat|charges)",),
            (r"put a bullet in her",),
        ),
    ),
    (
        "How much should solar modules cost in South Korea by 2030, and how efficient are they?",
        (
            (r"\$0\.10 by 2030",),
            (r"to 24%",),
        ),
    ),
    (
        "How many energy priorities does South Korea's roadmap name?",
        ((r"Sixteen energy technology priorities",),),
    ),
    (
        "When did the SunShot goal of $0.06 per kilowatt-hour get reached?",
        ((r"September 2017",),),
    ),
    (
        "How old was the man with feather duvet lung and how long was he off work?",
        (
            (r"43-year-old",),
            (r"14 days off",),
        ),
    ),
    (
        "What did the CT scan of the man with feather bedding show?",
        ((r"severe inflammation",),),
    ),
    (
        "Who wrote The Dragon Waiting, and what is it about?",
        (
            (r"John M\. Ford",),
            (r"Wars of the Roses",),
        ),
    ),
    (
        "How much did used copies of The Dragon Waiting cost?",
        ((r"\$200 on Amazon",),),
    ),
    (
        "Where were the engines of the Space Launch System installed and how many are there?",
        (
            (r"Michoud",),
            (r"four RS-25",),
        ),
    ),
    (
        "When will the Space Launch System first launch?",
        ((r"late 2020",),),
    ),
    (
        "Why did NASA have to develop the Space Launch System?",
        ((r"2010 NASA authorization act",),),
    ),
    (
        "What did Mike Pompeo announce about settlements and how did Netanyahu react?",
        (
            (
                r"not, per se, inconsistent",
                r"no longer consider Israeli settlements illegal",
            ),
            (
                r"very moved",
                r"historic",
            ),
        ),
    ),
    (
        "Are Israeli settlements legal according to Israeli courts?",
        ((r"Israeli courts.{0,80}legal",),),
    ),
    (
        "How much did Trump weigh at his last physical and how old is he?",
        (
            (r"243 pounds",),
            (r"73 years old",),
        ),
    ),
    (
        "What was Trump diagnosed with in 2018?",
        ((r"common form of heart disease",),),
    ),
    (
        "Why did Trump go to Walter Reed hospital?",
        (
            (
                r"quick exam and labs",
                r"first stage of his annual physical",
            ),
        ),
    ),
    (
        "How many people did Columbus police arrest, and how much meth was in Blair's car?",
        (
            (r"arrested six",),
            (r"30 grams",),
        ),
    ),
    (
        "What was found in Christopher Tays' vehicle?",
        ((r"Suboxone",),),
    ),
    (
        "Who was the overtime hero of the Islanders and how long is their streak?",
        (
            (r"Brock Nelson",),
            (r"15 games",),
        ),
    ),
    (
        "How many saves did Alex Stalock make and who scored for the Sabres?",
        (
            (r"30 saves",),
            (r"Brandon Montour scored",),
        ),
    ),
    (
        "How many goals did Pastrnak score and who had three assists?",
        (
            (r"Pastrnak and Matt Grzelcyk scored two",),
            (r"Marchand added three assists",),
        ),
    ),
    (
        "Where do the Wild rank in the Central Division?",
        ((r"bottom of the Central",),),
    ),
    (
        "How many people's surveys did the cannabis study use, and which states did it look at?",
        (
            (r"505,796",),
            (r"Colorado.{0,3}Washington",),
        ),
    ),
    (
        "How much did cannabis use rise in adults aged 26 or older?",
        (
            (
                r"rose by 23 percent",
                r"rose by 37 percent",
            ),
        ),
    ),
    (
        "What does the 16-inch MacBook Pro cost and what is new about it?",
        (
            (
                r"\$2,400",
                r"\$3,299",
                r"\$2,399",
            ),
            (
                r"bigger display",
                r"escape (?:button|key)",
            ),
        ),
    ),
    (
        "When did Apple launch its repair program for keyboards?",
        ((r"June 2018",),),
    ),
    (
        "How far did Brent crude fall and where did the S&P 500 close?",
        (
            (r"2\.74%",),
            (r"3,120",),
        ),
    ),
    (
        "Why were stocks drifting on Tuesday?",
        ((r"lingering uncertainty",),),
    ),
    (
        "How fast does the Satechi car charger charge and what does it cost?",
        (
            (
                r"72W",
                r"60W",
            ),
            (r"\$29",),
        ),
    ),
    (
        "Who is Gordon Sondland and why does his testimony worry the White House?",
        (
            (
                r"ambassador to the European Union",
                r"wealthy hotelier",
            ),
            (
                r"closeness to Trump",
                r"directly entangled",
            ),
        ),
    ),
    (
        "Did Sondland change his testimony?",
        ((r"amended his testimony",),),
    ),
    (
        "How many people were injured at the fuel plant in Bolivia, and what did they die of?",
        (
            (r"30 people",),
            (r"gunshot wounds",),
        ),
    ),
    (
        "What does Bolivia's public ombudsman want from the interim government?",
        ((r"withdraw military",),),
    ),
    (
        "How much water did the plume on Europa hold, and on which night was it seen?",
        (
            (
                r"2,300 tons",
                r"2,095",
            ),
            (r"April 26, 2016",),
        ),
    ),
    (
        "How many nights did researchers observe Europa, and with which telescope?",
        (
            (r"17 nights",),
            (r"Keck",),
        ),
    ),
    (
        "How large is Europa?",
        ((r"1,900-mile",),),
    ),
    (
        "How many children died in CBP custody in the 2018 flu season?",
        ((r"at least three children",),),
    ),
    (
        "Who offered flu shots to detained migrants and where?",
        (
            (
                r"Doctors for Camp Closure",
                r"group of physicians",
            ),
            (r"San Ysidro",),
        ),
    ),
    (
        "How long does CBP say people should be held?",
        ((r"72 hours",),),
    ),
    (
        "Is Marie Yovanovitch worth $17 million?",
        (
            (
                r"Unproven",
                r"no evidence to corroborate",
                r"no credible evidence",
            ),
        ),
    ),
    (
        "How do neo-banks make money?",
        (
            (
                r"cut of credit or debit",
                r"collecting interest",
            ),
        ),
    ),
    (
        "How long does the Amsterdam Light Festival last and how many artworks does it show?",
        (
            (
                r"53-day",
                r"until 20 January",
            ),
            (r"thirty artworks",),
        ),
    ),
    (
        "How can visitors experience the Amsterdam Light Festival?",
        ((r"by boat, by bike",),),
    ),
    (
        "How much did Chelsea pay for Kepa Arrizabalaga and how old is he?",
        (
            (r"71\.6",),
            (r"23-year-old",),
        ),
    ),
    (
        "How many trophies has Jose Mourinho won?",
        ((r"25 senior trophies",),),
    ),
    (
        "When was Jose Mourinho sacked by Manchester United?",
        ((r"December 2018",),),
    ),
    (
        "How long was Mauricio Pochettino in charge?",
        ((r"five-and-a-half years",),),
    ),
    (
        "Do tariffs help or hurt American consumers?",
        (
            (
                r"consumers are the primary victims",
                r"hit customers directly",
            ),
        ),
    ),
    (
        "Why do backers like tariffs?",
        (
            (
                r"more competitive",
                r"leverage",
            ),
        ),
    ),
    (
        "In which countries was hiding likes on Instagram tested before?",
        ((r"Italy, Canada",),),
    ),
    (
        "Who runs Instagram and when did it introduce business accounts?",
        (
            (r"Mosseri",),
            (r"in 2016",),
        ),
    ),
    (
        "What sparked the protests in Hong Kong and why do protesters wear masks?",
        (
            (
                r"sparked by proposed legislation",
                r"extradited",
            ),
            (r"shield their identities",),
        ),
    ),
    (
        "What did China's ambassador say about the army in Hong Kong?",
        (
            (
                r"People.s Liberation Army could be deployed",
                r"already there",
                r"sit on our hands",
            ),
        ),
    ),
    (
        "Where do tuft cells occur besides the intestines?",
        (
            (
                r"lungs",
                r"thymus",
                r"pancreas",
            ),
        ),
    ),
    (
        "Why is Dear Abby's reader hurt about the trip to India?",
        ((r"business class",),),
    ),
    (
        "How long is the flight to India?",
        ((r"24-hour",),),
    ),
    (
        "What does Dear Abby tell the wife in economy to do?",
        (
            (
                r"Upgrade your seat",
                r"put your foot down",
            ),
        ),
    ),
    (
        "How much comes in drugs by McKinley, and how does the agency measure seizures?",
        (
            (r"\$53 million",),
            (r"by pounds",),
        ),
    ),
    (
        "Do tariffs reduce the GDP of the United States?",
        ((r"reduce the national gross domestic product", r"reduce GDP by 0\.25"),),
    ),
    (
        "How did US agricultural exports to China change in the trade war?",
        ((r"dropped to \$9\.1 billion", r"sinking to \$1\.3 billion"),),
    ),
    (
        "Does drinking water before a meal reduce how much people eat?",
        ((r"calories consumed by 13%",),),
    ),
    (
        "Can eating more protein cut calorie intake?",
        ((r"average of 441 calories", r"calorie intake.{0,40}441"),),
    ),
    (
        "Does weekly exercise reduce binge eating?",
        ((r"stopped binge eating in 81%",),),
    ),
    (
        "Can fiber reduce hunger?",
        ((r"fiber.{0,80}decreased hunger",),),
    ),
    (
        "How did Home Depot's revenue change in the third quarter?",
        ((r"revenue rose 3\.5 percent",),),
    ),
    (
        "Will South Korea's roadmap lower the cost of solar modules?",
        ((r"solar module costs from around", r"to \$0\.10 by 2030"),),
    ),
    (
        "Can South Korea increase the efficiency of solar modules?",
        ((r"module efficiency from around 20%", r"multi-junction devices from 23%"),),
    ),
    (
        "Can Heliogen's system cut the use of fossil fuel?",
        ((r"fossil fuel consumption by up to 60%",),),
    ),
    (
        "How did new car sales in Houston change in October?",
        ((r"plunged? 10 percent", r"down 10 percent"),),
    ),
    (
        "Do native ads on mobile devices raise click-through rates?",
        ((r"twice the CTR",),),
    ),
    (
        "Does taking off half of the bun save calories?",
        ((r"saving nearly 100 calories",),),
    ),
    (
        "Why did NASA let more companies into its moon lander program, and what happens next?",
        (
            (
                r"specifically designed to attract",
                r"saw a need to bring on",
                r"drives innovation and reduces costs",
                r"Buying rides to the Moon.{0,160}enables",
            ),
            (
                r"eligible to bid on future task orders",
                r"new task order.{0,60}should be released",
                r"can now (?:vie|bid|compete)",
            ),
        ),
    ),
    (
        "How do scientists know there is water on Europa, and what happens next?",
        (
            (
                r"scanning the infrared light",
                r"signature of water",
                r"water vapor above the surface",
            ),
            (r"Europa Clipper",),
        ),
    ),
    (
        "Can a feather duvet really make you ill, and how would a doctor find out?",
        (
            (r"can lead to permanent", r"shouldn['’]t panic", r"diagnosed with .feather.duvet"),
            (
                r"scan revealed",
                r"Breathing tests",
                r"CT of his chest",
                r"Blood tests revealed",
                r"always ask about exposures",
            ),
        ),
    ),
    (
        "Is Google Stadia worth buying, and what do I need to play on it?",
        (
            (
                r"no reason anyone should buy",
                r"not much incentive to buy",
                r"true believers who don['’]t mind",
            ),
            (
                r"on a TV, on a computer or on a smartphone",
                r"Founder['’]s Edition.{0,120}controller",
                r"Controller Is Only Necessary",
            ),
        ),
    ),
    (
        "Why is WeWork in so much trouble and what happens to the people who work there?",
        (
            (
                r"investors grew wary of its losses",
                r"abandoned plans for an IPO",
                r"red flags for investors",
            ),
            (
                r"employment will be terminated",
                r"cut (?:as many as |about |around |up to )?(?:4,000|6,000|2,400)",
                r"to accept close to 1,000 maintenance",
            ),
        ),
    ),
    (
        "Why is everyone making fun of South Dakota's meth ads, and what does the governor say?",
        (
            (
                r"look as if those featured in the campaign were on the drug",
                r"drew a mix of criticism and ridicule",
                r"people say, .I['’]m on meth",
            ),
            (
                r"Noem cited the backlash",
                r"whole point of this ad campaign is to raise awareness",
                r"Noem.{0,60}doubled down",
                r"Twitter can make a joke",
            ),
        ),
    ),
)

UNANSWERABLE: tuple[str, ...] = (
    "How much does the 2020 Nissan Sentra cost?",
    "How many 2020 Nissan Sentras were sold in the United States in 2021?",
    "When will production of the VW ID. Space Vizzion begin in China?",
    "Who is Myles Garrett's lawyer?",
    "How much is Mason Rudolph's salary?",
    "Who won the 2019 Davis Cup final?",
    "How much prize money did Spain win at the Davis Cup?",
    "How old is Michael Webb's mother?",
    "What is the name of the Fort Worth girl who was kidnapped?",
    "How many tickets did the Doobie Brothers sell on their 50th anniversary tour?",
    "When did the Doobie Brothers break up?",
    "When was the US-China phase one trade deal signed?",
    "How much did the TNG50 simulation cost?",
    "How many Audi e-tron Sportbacks were recalled in 2021?",
    "Who will replace Craig Menear as chief executive of Home Depot?",
    "How many stores did Home Depot close in 2020?",
    "How many protesters died in Hong Kong?",
    "How many copies did Star Wars Jedi: Fallen Order sell?",
    "Who composed the music of Star Wars Jedi: Fallen Order?",
    "How long was Patrick Carlineo's sentence in the end?",
    "Who is Patrick Carlineo's wife?",
    "How many American Music Awards did Taylor Swift win in 2019?",
    "How much did Scooter Braun pay for Big Machine?",
    "How did the Senate vote in Trump's impeachment trial?",
    "What is Kurt Volker's salary?",
    "How many journalists were laid off by Gannett in 2020?",
    "Which hospital in Shanghai treated the plague patients?",
    "How many people died of plague in China in 2020?",
    "Who won Euro 2020?",
    "How much ransom did the United States pay for the hostages held by the Taliban?",
    "How many votes did Deval Patrick get in the New Hampshire primary?",
    "How much does the Lexus LC 500 Convertible cost in Japan?",
    "When will ESA send the first hibernating astronauts to Mars?",
    "How much is LeBron James paid by the Lakers?",
    "Did the Lakers win the NBA championship in 2020?",
    "How many 13-inch MacBook Pros were sold in 2021?",
    "Why did Ivan Braiker leave my6sense?",
    "How much did Mary Steenburgen earn from her song?",
    "Where does Julian Assange live after his release?",
    "Which company made Titan's first map?",
    "How many employees does Broadhead have?",
    "When did Google close its Stadia game studios?",
    "What did Adam Neumann say when he was fired by WeWork?",
    "Why did Disney sell Disney+?",
    "How many flights did Emirates cancel in 2020?",
    "Why did Jose Mourinho leave Tottenham?",
    "Who bought the house where Hitler was born from Austria?",
    "How many people used the oxygen bar in Delhi last year?",
    "How much did feather duvet lung treatment cost the patient?",
    "Which university discovered tuft cells on Mars?",
    "How much money did the Indiana teachers' union spend on the rally?",
    "What did Prince Andrew pay Virginia Giuffre in the settlement?",
    "Who was convicted of the murder of Fritz von Weizsaecker?",
    "How many games does the Wild's coach expect to win next season?",
    "Who designed the Half-Life: Alyx headset?",
    "How many pounds of meth were seized in South Dakota in 2020?",
    "What is the population of Hayward?",
    "When did the Keck telescope first find oxygen on Europa?",
    "How much does Instagram's new analytics subscription cost?",
    "Who wrote the report on the Rukban camp for the United Nations?",
    "How many Wistron workers build MacBook keyboards?",
    "What is the price of the 13-inch MacBook Pro with a scissor keyboard?",
    "Why did Apple cancel the 16-inch MacBook Pro?",
    "Who replaced Tim Morrison at the National Security Council?",
    "Did Kurt Volker receive money from Ukraine and how much?",
    "When did Marie Yovanovitch sell her house?",
    "How many rabbits were killed after the plague was found?",
    "Which vaccine did China approve against plague?",
    "Who paid for Michael Webb's defence and how much did it cost?",
    "When was Michael Webb released from prison?",
    "Why did the jury acquit Patrick Carlineo?",
    "How many shots did Patrick Carlineo fire?",
    "How many fans watched the Lakers play Oklahoma City?",
    "When will LeBron James retire?",
    "Who coached Eastern Michigan to the bowl game and what did they win there?",
    "How much did Rafael Nadal earn at the Davis Cup?",
    "Which broadcaster showed the Davis Cup in Spain?",
    "How much did New Media pay for Gannett's headquarters?",
    "Who wrote the software of the TNG50 simulation?",
    "How much electricity did the TNG50 simulation use?",
    "How much does the Audi e-tron Sportback weigh, and what does it cost in Japan?",
    "When will Home Depot open stores in Europe?",
    "How many employees did Home Depot lay off after its third quarter?",
    "How much soy did China buy from the United States in 2021?",
    "Who signed the trade deal for China?",
    "Which hospital treated Kevin King after his release?",
    "How many hostages did the Taliban take in 2022?",
    "When did Anas Haqqani become a minister?",
    "Which songs did Taylor Swift sing at the Super Bowl?",
    "What did Kanye West say about Taylor Swift's masters?",
    "Who endorsed Deval Patrick in Iowa?",
    "Why did Deval Patrick drop out of the race?",
    "How much money did Deval Patrick raise in the first quarter of 2020?",
    "What did GiveWell's grant achieve by 2021?",
    "Which astronauts have hibernated in space so far?",
    "How much did the hibernation study cost ESA?",
    "How many Nissan Sentras does the Mexico plant build a day?",
    "Who designed the VW ID. Space Vizzion?",
    "What is the drag coefficient of the Lexus LC 500 Convertible?",
    "Why did Mason Rudolph sue Myles Garrett?",
    "When did Myles Garrett return to play?",
    "How many Oscars did Mary Steenburgen win for her song?",
    "Which band members left the Doobie Brothers in 1982?",
    "How much do tickets for the Doobie Brothers at Blossom cost?",
    "Why did Sweden charge Julian Assange with espionage?",
    "When was Julian Assange extradited to the United States?",
    "How many goals did Gareth Bale score in Euro 2020 qualifying?",
    "Where will the final of Euro 2020 be played and who sings there?",
    "How many students were arrested at the Polytechnic University, and who paid their bail?",
    "When did Hong Kong's leader resign?",
    "How many planets does the simulation of the universe contain?",
    "Who played Cal Kestis in the film?",
    "How many accounts of South Dakotans did Twitter delete?",
    "When does Kristi Noem's second term end?",
    "How much did South Korea spend on solar modules in 2018?",
    "Which company will build South Korea's most efficient solar module?",
    "Who is the minister of energy of South Korea?",
    "How many wind turbines will South Korea build by 2030?",
    "What is the name of the man who got feather duvet lung?",
    "How much did the patient pay for the feather duvet?",
    "Which brand of duvet made the man ill?",
    "When did John M. Ford die and of what?",
    "How many copies did The Dragon Waiting sell?",
    "Who will direct the film of The Dragon Waiting?",
    "How much does one launch of the Space Launch System cost?",
    "When did the Space Launch System first fly to the Moon?",
    "Who leads the Michoud Assembly Facility?",
    "How many settlers live in the West Bank?",
    "Why did Benjamin Netanyahu criticise Mike Pompeo's decision?",
    "Which countries followed the United States in recognising the settlements?",
    "What is Trump's blood pressure?",
    "Who is Trump's doctor in 2021?",
    "What medicine does Trump take for his heart?",
    "How much was Elizabeth Burton's bail?",
    "What sentence did Jonathan Blair receive?",
    "How many grams of cocaine did Columbus police find?",
    "How many goals did Brock Nelson score last season?",
    "Who coaches the New York Islanders?",
    "How much is Zach Parise paid by the Wild?",
    "When did Zach Parise retire?",
    "How many people died of cannabis use disorder in Colorado?",
    "Who paid for the study of cannabis use disorder?",
    "How many states had legalized cannabis in 2022?",
    "How many 16-inch MacBook Pros did Apple sell?",
    "Why did Apple stop selling the Magic Keyboard?",
    "When did Apple announce the 17-inch MacBook Pro?",
    "How much did Norway earn from oil in October?",
    "What was the price of gold on Tuesday?",
    "How much did Russia cut its oil output in December 2019?",
    "Who invented the Satechi car charger?",
    "How much did Gordon Sondland give to Trump's campaign?",
    "When did Gordon Sondland resign as ambassador?",
    "Which hotel does Gordon Sondland own in Kyiv?",
    "How many soldiers were killed at the Senkata fuel plant?",
    "Who won the election in Bolivia in 2020?",
    "Where did Evo Morales flee to and who paid for the plane?",
    "How deep is the ocean of Europa?",
    "When will Europa Clipper land on Europa?",
    "How many detained migrants received flu shots from the doctors?",
    "How much does a flu shot cost Customs and Border Protection?",
    "What is Marie Yovanovitch's annual salary?",
    "Who is Marie Yovanovitch's husband?",
    "How many customers does Chime have?",
    "Which neo-bank went bankrupt in 2020?",
    "How many visitors came to the Amsterdam Light Festival?",
    "Who won the Public Award of the Amsterdam Light Festival?",
    "How much is a boat ticket for the Amsterdam Light Festival?",
    "How much does Chelsea pay Kepa Arrizabalaga a week?",
    "How many matches did Kepa Arrizabalaga play for Chelsea?",
    "How much compensation did Tottenham pay Mauricio Pochettino?",
    "Which club did Mauricio Pochettino join after Tottenham?",
    "How many jobs did Trump's tariffs create in 2019?",
    "How much did American consumers pay for tariffs in 2021?",
    "How many users deleted Instagram because likes were hidden?",
    "How much did Facebook pay for Instagram?",
    "How many soldiers did China send to the Polytechnic University?",
    "Why was the extradition bill passed in Hong Kong?",
    "Who is the president of the Hong Kong Polytechnic University?",
    "What is the top speed of the 2020 Nissan Sentra?",
    "When did Nissan stop building the Sentra?",
    "Which drug kills tuft cells?",
    "Who discovered that tuft cells cause cancer?",
    "Which airline did Dear Abby's reader fly to India?",
    "How much did the husband pay for his business class ticket?",
    "How many border agents were hired after David McKinley's visit?",
    "Did Emirates cancel its order of 787s?",
    "Is Alibaba's chairman selling his shares?",
    "Has Mike Sievert been replaced as head of T-Mobile?",
    "Did the Senate confirm Kurt Volker?",
    "Was Prince Andrew arrested after the interview?",
    "Does Stadia run on the Nintendo Switch?",
    "Can the Audi e-tron Sportback drive itself on motorways?",
    "Will Taylor Swift sing at Scooter Braun's wedding?",
    "How did the Houston dealers pay for the clearance deals?",
    "Why did Deval Patrick move to South Carolina?",
    "Why did the Taliban kill Kevin King?",
    "How did Sasha the cat get on the plane to Europe?",
    "Who bought the Clymer workshop manual company?",
    "Where was Noah Hawley born and where does he live?",
    "Which country bought the most of PG&E's electricity?",
    "What is the longest wildfire in California's history?",
    "Who is the fastest player of Eastern Michigan?",
    "What is the most expensive game on Apple Arcade?",
)
