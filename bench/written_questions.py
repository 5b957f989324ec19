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
    (
        (
            "Why is the Indian stock market at a record high when the"
            " economy is slowing, and can it last?"
        ),
        (
            (
                r"price future growth",
                r"three positive indicators",
                r"factoring in a (?:reasonable )?recovery",
                r"key reason for the market rally",
                r"hope of a faster recovery in earnings",
                r"high valuations are being supported",
            ),
            (
                r"upside will be capped",
                r"sceptical of a quick recovery",
                r"could disappoint the market",
                r"not expecting a broad-based rally",
                r"losing hope of an imminent revival",
            ),
        ),
    ),
    (
        "Why can't Trump get his China trade deal finished, and what does it mean for businesses?",
        (
            (
                r"made China wary",
                r"cliffhanger tactics",
                r"discouraging China",
                r"undercutting his own negotiating team",
                r"hyping up expectations",
                r"Beijing is balking",
                r"reluctance to roll back tariffs",
                r"requires deeper concessions from China",
                r"continues to give mixed signals",
            ),
            (
                r"postpone some hiring",
                r"paralyzing firms",
                r"uncertainty is weighing on",
            ),
        ),
    ),
    (
        "How did Apple end up in the business world, and what does Tim Cook say about privacy?",
        (
            (
                r"people began using them for business",
                r"pulled into the enterprise",
                r"we want you to do this and that",
            ),
            (r"fundamental human right", r"bolt-on things"),
        ),
    ),
    (
        (
            "What is next for the ticketing company Experience, and how"
            " does its new boss plan his day?"
        ),
        (
            (
                r"INWEGO",
                r"dedicated area of their venue",
                r"using data in a new way",
                r"target fans with more relevant",
            ),
            (
                r"Put first things first",
                r"Wunderlist",
                r"block time for meetings",
                r"Habits of Highly Effective People as a guide",
            ),
        ),
    ),
    (
        (
            "How did Mary Steenburgen go about writing Glasgow, and what"
            " does Jessie Buckley say about it?"
        ),
        (
            (
                r"fought to get the full script",
                r"as if the song were a character",
                r"Talk to me in your accent",
                r"something with a 6/8 feel",
                r"something with classic country DNA",
                r"from a dream to a demo",
            ),
            (
                r"song of belonging",
                r"such a gift to me",
                r"complex understanding of character",
                r"this is the song",
                r"story of it really moved me",
            ),
        ),
    ),
    (
        "Why did the author John M. Ford fall into obscurity, and what happens to his books now?",
        (
            (
                r"family did not approve of his work",
                r"had reverted to his legal heirs",
                r"agent had dropped out of the industry",
                r"essentially vanishing",
                r"didn.t exactly do Umberto Eco",
                r"if he had been more disciplined about his writing",
                r"too hard for people because",
                r"would.ve been George R\. ?R\. Martin",
            ),
            (
                r"bring all of his books back into print",
                r"First up, in fall 2020",
                r"in 2021, Tor will publish",
                r"long-delayed republication",
            ),
        ),
    ),
    (
        (
            "Why do local newspapers keep cutting staff, and how does"
            " Fortress gain from the Gannett deal?"
        ),
        (
            (
                r"print advertising disappears",
                r"there hasn.t been a single year",
                r"continuous cost-cutting",
                r"Advertisers have many online platforms",
                r"traditional revenues continue to decline",
            ),
            (
                r"leave with a payout",
                r"hundreds of millions of dollars",
                r"Gannett deal will enrich Fortress",
            ),
        ),
    ),
    (
        "Should I call the police when a waitress won't let me out of the restroom?",
        (
            (
                r"should have notified the police",
                r"assaulted and falsely imprisoned",
                r"would have had proof",
            ),
        ),
    ),
    (
        (
            "Why do Spokane ad agencies doubt the meth campaign, and can"
            " such an edgy message still work?"
        ),
        (
            (
                r"create noise that doesn.t actually drive",
                r"mistake of burying the message",
                r"not the best thing for the South Dakota brand",
                r"talking about it in the way that you want",
                r"maybe, not all of it helpful attention",
            ),
            (
                r"could still be successful for its audience",
                r"little edgier message",
                r"trying to reach a very specific audience",
                r"meant for a specific population",
            ),
        ),
    ),
    (
        "How does Instagram choose whom to offer a business account, and what do I get from one?",
        (
            (
                r"machine learning model which predicts",
                r"notifies people who it thinks could benefit",
            ),
            (
                r"souped-up analytics",
                r"how many people unfollowed me",
                r"gateway to buying ads",
            ),
        ),
    ),
    (
        "Why does water matter so much on a Colorado hike, and what do I need to take with kids?",
        (
            (r"it.s quite arid", r"passed out while waiting"),
            (
                r"baby carrier is another must-have",
                r"make sure he has water at all times",
                r"easy to carry bottled Arrowhead water and healthy snack bars",
            ),
        ),
    ),
    (
        "Why does Boeing need the Emirates order so badly, and what does Emirates plan to do next?",
        (
            (r"sales have been badly hit", r"crucial for the American manufacturing giant"),
            (
                r"recommence its expansion",
                r"expand the Emirates fleet by 30%",
                r"restart plans to expand",
            ),
        ),
    ),
    (
        (
            "How did David Holmes hear Trump's call with Sondland, and"
            " what did they say about Ukraine?"
        ),
        (
            (r"dialed up the president on his cellphone", r"Holmes could hear"),
            (r"he.s going to do the investigation", r"do anything you ask him to"),
        ),
    ),
    (
        (
            "Why do so many people in Hong Kong back the protests, and"
            " what would a US law do about it?"
        ),
        (
            (
                r"persuading a large section of the population",
                r"defending Hong Kong.s way of life",
                r"population still blames those in power",
                r"worry China is taking back the freedoms",
                r"example of Hong Kong.s eroding autonomy",
                r"fear that to pause or seek compromise",
            ),
            (r"impose economic sanctions and a travel ban",),
        ),
    ),
    (
        "Is Star Wars Jedi: Fallen Order worth playing, and what is wrong with the way it fights?",
        (
            (
                r"worth experiencing by Star Wars fans",
                r"stops just short of greatness",
                r"confident, focused game",
                r"worst moments are serviceable",
            ),
            (
                r"track you a little too well",
                r"clunkier approach",
                r"animation simply isn.t fast enough",
                r"lack of polish",
                r"can.t cancel into a parry",
                r"more tedious than they are difficult",
                r"problem is how the game handles parrying",
                r"wondering why your parries aren.t working",
                r"don.t really care about your parries",
            ),
        ),
    ),
    (
        "How do tuft cells notice a parasite, and why can it be bad to have too many of them?",
        (
            (
                r"small molecule called succinate",
                r"Once succinate binds",
                r"to sniff out the presence of these intruders",
            ),
            (
                r"ability to \[defensively\] overreact",
                r"goes wrong in conditions like allergies",
                r"cause its own pathologies",
                r"too many of these cells",
            ),
        ),
    ),
    (
        "How does a tariff end up in the price that I pay, and does it really hurt China too?",
        (
            (
                r"inevitably pass on some or all",
                r"likely to be passed on to consumers",
                r"Tariffs on consumer products hit customers directly",
                r"producers pay more, as materials",
            ),
            (r"China stands to suffer", r"hurting China.s gross domestic product"),
        ),
    ),
    (
        (
            "Why is health care a risk for Elizabeth Warren in the"
            " debate, and what does she need to do?"
        ),
        (
            (
                r"hurt herself last month by stumbling",
                r"make up the backbone of her candidacy",
                r"no one has more riding on that",
            ),
            (r"can.t afford another underwhelming performance", r"have a new strategy this time"),
        ),
    ),
    (
        "Why does Deval Patrick say he is running, and what does he need to win South Carolina?",
        (
            (
                r"running for president because those values",
                r"That.s why former Massachusetts Gov",
            ),
            (r"need a base of support from the black voters",),
        ),
    ),
    (
        "Why does Iran want the US out of al-Tanf, and why do people in Rukban refuse to leave?",
        (
            (
                r"open up a route for Iranian military aid",
                r"vital to preventing weapons trafficking",
            ),
            (
                r"afraid of retribution",
                r"fear of Syrian retribution",
                r"motivation for residents to stay",
                r"modicum of protection",
            ),
        ),
    ),
    (
        "Why did Prince Andrew visit Epstein again in 2010, and what could happen to him next?",
        (
            (
                r"in order to terminate his friendship",
                r"honor-bound to visit",
                r"chicken.s way of doing it",
            ),
            (
                r"vulnerable to extradition",
                r"open to prosecution",
                r"summon him for questioning",
                r"treasure trove of material",
            ),
        ),
    ),
    (
        (
            "What do the November elections mean for impeachment, and"
            " why might a long inquiry pay off?"
        ),
        (
            (
                r"confirms recent polling on impeachment",
                r"unambiguous defeat",
                r"more than just a blow to the president",
                r"results as vindication",
            ),
            (
                r"keeps impeachment out of Mitch McConnell",
                r"sustained a large amount of political damage",
                r"keep him off-balance",
                r"campaign through the primary season",
                r"commitment to getting to the full truth",
            ),
        ),
    ),
    (
        "How did Adam Neumann make money out of WeWork, and what does he have to give back?",
        (
            (r"leased back to WeWork", r"buyout of existing shareholders, including \$1 billion"),
            (r"return the cash he received",),
        ),
    ),
    (
        "Why do some say that Mason Rudolph should be punished too, and what does Heyward say?",
        (
            (
                r"instigated the fight",
                r"he.s asking for it",
                r"can.t antagonize a fight",
                r"tried to remove Garrett.s helmet",
            ),
            (
                r"most important thing is we lost",
                r"as a defense, we didn.t play well",
                r"we get another shot to play them",
                r"more focused on helping the Steelers",
                r"We.ve got to right the ship",
            ),
        ),
    ),
    (
        "How will the Browns fill the gaps in their line, and how did they do at safety?",
        (
            (
                r"have a long-term option to replace",
                r"going to get most of Garrett.s snaps",
                r"Chad Thomas has filled in",
                r"hefty downgrade",
            ),
            (
                r"safety depth was tested",
                r"Redwine both stepped up",
                r"Safety depth has been shaky",
            ),
        ),
    ),
    (
        "What can a neo-bank do for me when I am broke, and why are people angry with big banks?",
        (
            (
                r"paycheck cashed, up to two days",
                r"\$100 into the red",
                r"automated savings accounts",
                r"basic budgeting tools",
            ),
            (r"destroyed the global economy",),
        ),
    ),
    (
        (
            "Why do private equity firms buy music, and what do Swift's"
            " new recordings mean for Carlyle?"
        ),
        (
            (r"incredibly lucrative business",),
            (r"how big of a blow",),
        ),
    ),
    (
        "What do I need at home to make pear jam, and do I really need a pressure canner for it?",
        (
            (
                r"mason jars \(I prefer",
                r"About 8 ripe pears",
                r"all you need is an inexpensive water bath",
                r"You could get creative or just use a jar lifter",
                r"8-9 ripe pears",
            ),
            (
                r"foods with low acidity need to be canned",
                r"all you need is an inexpensive water bath",
            ),
        ),
    ),
    (
        "How can writing down my food stop me from binge eating, and why does sleep matter?",
        (
            (
                r"identify potential emotional and food triggers",
                r"food diary (?:was|is) associated with fewer",
                r"journals can help identify triggers",
                r"journal that tracks what you eat",
                r"tracking your intake may be linked",
            ),
            (
                r"affects your hunger levels",
                r"shorter sleep duration was associated",
                r"more symptoms of insomnia",
                r"linked to increased symptoms of insomnia",
                r"alter the levels of hormones",
                r"sleeping less than 8 hours",
                r"keep your appetite in check",
            ),
        ),
    ),
    (
        "Is it better to give to charity now or to wait, and why does GiveWell fund an incubator?",
        (
            (
                r"benefits of giving now are likely to outweigh",
                r"become less cost-effective to help people in the future",
                r"Accomplishing good today may",
                r"find more cost-effective programs in the future",
                r"looks good now could look worse",
                r"also point in favor of giving now",
            ),
            (
                r"no obvious organizational partner",
                r"lack existing organizations to scale",
                r"fill a major gap in the nonprofit world",
                r"support potential future GiveWell top charities",
                r"create a program dedicated to developing potential",
                r"may eventually become GiveWell top charities",
                r"main path to impact we see with this grant",
            ),
        ),
    ),
    (
        (
            "What do I need to do about health insurance if I retire early,"
            " and is a paid-off house worth it?"
        ),
        (
            (
                r"joining a working spouse",
                r"coverage through a former employer under COBRA",
            ),
            (
                r"peace of mind of being liability-free",
                r"Being mortgage free",
                r"Not paying off his mortgage",
                r"paying off a mortgage early with good terms",
            ),
        ),
    ),
    (
        "Is Coty's stock worth the risk, and what does the Jenner deal mean for other companies?",
        (
            (
                r"risky bet with a worthy reward",
                r"more risk but more reward",
                r"long-term trend has broken to the upside",
            ),
            (
                r"new paradigm for the consumer staples",
                r"beginning of a new trend for consumer-facing",
                r"more acquisitions like this",
            ),
        ),
    ),
    (
        "Why do in-feed ads work so well for brands, and how can a publisher earn the most?",
        (
            (r"exclusive presence they receive",),
            (
                r"combination of all three ad units results",
                r"running all three native ad units",
                r"running the range of native ad units",
                r"recommendation widgets are the most profitable",
                r"generate the greatest revenue, optimal",
            ),
        ),
    ),
    (
        (
            "Why does Ubisoft like Google Stadia, and can game streaming"
            " really work outside big cities?"
        ),
        (
            (
                r"extension of the market of people",
                r"help extend our reach",
                r"opportunity to reach a wider audience",
            ),
            (
                r"place with adequate bandwidth",
                r"bandwidth is less of an issue",
                r"Streaming is somewhat binary",
            ),
        ),
    ),
    (
        "How will South Korea reach its solar target for 2030, and why do its factories struggle?",
        (
            (r"expected to be achieved with giant solar parks",),
            (
                r"reduction in demand seen after Beijing",
                r"suffering from oversupply",
            ),
        ),
    ),
    (
        "Why do so many alarms in a hospital wear nurses out, and how can software help them?",
        (
            (
                r"up to 1,000 alarms per shift",
                r"up to 99% of those do not even require",
                r"non-actionable alerts which can cause workflow bottlenecks",
            ),
            (
                r"customizable alarm filter",
                r"filtering out nuisance alarms",
                r"distinguish between artifacts, false alarms",
                r"focus more effectively on patient care rather",
                r"right to the caregiver.s mobile device",
                r"extends the reach of patient alarms",
                r"highlighting alarms and warnings",
                r"reduce the number of alarms",
                r"increase situational awareness",
            ),
        ),
    ),
    (
        (
            "Why does Tom Young want NASA to drop the Gateway, and can"
            " Boeing build one more SLS by 2024?"
        ),
        (
            (
                r"required role for the Gateway",
                r"compelling argument to me for the Gateway",
                r"plate is really full",
            ),
            (
                r"not confident that could happen",
                r"guaranteed the second core",
                r"depends on what Boeing is willing",
                r"there wasn.t funding to support that",
            ),
        ),
    ),
    (
        (
            "What will Twitter do if a party poses as a fact checker"
            " again, and why can't regulators act?"
        ),
        (
            (r"take .decisive corrective action",),
            (
                r"a role in regulating election campaign content",
                r"have made no significant changes to laws",
                r"With the absence of law",
            ),
        ),
    ),
    (
        (
            "Why should I doubt what I am told about Trump's health, and"
            " what does Grisham say about it?"
        ),
        (
            (
                r"standard of dishonesty and obfuscation",
                r"dictated that whole letter",
                r"not on his public schedule",
                r"little hesitation to doctor",
                r"13,000 false or misleading claims",
                r"he did not have that physical done in phases",
                r"has, on so many occasions, been false",
                r"being president was made up",
            ),
            (
                r"in good health and it was a routine checkup",
                r"getting a jump on his annual physical",
                r"conspiracy theories really needs to stop",
            ),
        ),
    ),
    (
        (
            "Why is time running out for Adam Schiff, and what do the"
            " Democratic front-runners need to do?"
        ),
        (
            (
                r"Each day closer to the November 2020 election",
                r"rendezvous with the reports of",
                r"Schiff should hurry up",
                r"Horowitz is likely to have more",
                r"risking Trump exhaustion",
                r"longer Trump survives",
                r"Each day that is wasted",
                r"as soon as possible before the debates resume",
            ),
            (r"must become even shriller",),
        ),
    ),
    (
        (
            "How did Pamela Wilson get started online, and what do I"
            " need on my first business website?"
        ),
        (
            (
                r"purchased an online course called Teaching Sells",
                r"had an article accepted by the company",
                r"offering products and then coaching",
            ),
            (r"need a Homepage, an About page",),
        ),
    ),
    (
        "Is the Bike & Style book worth its price, and how do I get the music that goes with it?",
        (
            (
                r"makes you feel great about being a biker",
                r"very enjoyable title to leaf through",
                r"isn.t a book for fact-fiends",
                r"few low-resolution images",
                r"makes brilliant sense",
            ),
            (r"a download code to get all the tracks", r"comes with a 10-inch vinyl"),
        ),
    ),
    (
        (
            "How do the parts of the Arrangements lamps fit together,"
            " and how can visitors try them out?"
        ),
        (
            (r"easily attached to one another",),
            (r"simulate all lighting elements possible combinations",),
        ),
    ),
    (
        "What does McLuhan's 'The Medium is the Message' mean, and why make a fake starry night?",
        (
            (r"at least as important as the message itself",),
            (
                r"starry nights are less and less visible",
                r"reminds us of what we are missing",
                r"found inspiration for their work Starry Night",
            ),
        ),
    ),
    (
        "Why do I eat too much when I watch football, and how can I stop without going hungry?",
        (
            (
                r"biggest cause of overeating is not paying attention",
                r"without realizing it, we.ve consumed",
            ),
            (
                r"set them on a plate",
                r"Putting your food on a plate",
                r"drink water first then alternate",
                r"keeps your belly full",
                r"Look for lean proteins",
                r"Seek out the healthy game day snacks",
                r"choose the one or two indulgences",
                r"swap(?:ping)? (?:out a handful of )?regular",
                r"Opt for salsa",
                r"taking off just the top half",
            ),
        ),
    ),
    (
        "Why do new cars in Houston cost more and more, and is it worth waiting until December?",
        (
            (r"parking features, have pushed prices up",),
            (
                r"taking advantage of lower financing rates",
                r"keep auto interest rates low for the remainder",
                r"sweeten deals to draw buyers",
                r"popular time for expensive vehicle",
            ),
        ),
    ),
    (
        (
            "How would a sleeping crew be kept safe on the way to Mars,"
            " and can doctors really do that?"
        ),
        (
            (
                r"gives enhanced radiation protection",
                r"designed for largely autonomous operations",
                r"could be concentrated around them",
            ),
            (
                r"broadly comparable method has been tested",
                r"protocols for inducing hypothermia",
            ),
        ),
    ),
    (
        "How could Titan feed life under its ice, and why do its clouds rain methane as a liquid?",
        (
            (r"penetrate down to the liquid water ocean", r"can survive just on a hydrocarbon"),
            (r"due to the moon.s frigid climate",),
        ),
    ),
    (
        "How do black holes shape the galaxies of TNG50, and what happens with its data next?",
        (
            (
                r"created high-speed outflows of gas",
                r"morphed into fountains of gas",
                r"feedback loop of gas",
                r"shown to change their galaxy.s structure",
                r"accelerated the transformation of galaxies",
            ),
            (
                r"release all of the simulation.s data",
                r"team of researchers are working to better understand",
            ),
        ),
    ),
    (
        (
            "Does the rise in cannabis disorder mean a ban is right, and"
            " why is the study hard to trust?"
        ),
        (
            (
                r"results also don.t mean cannabis shouldn.t be legalized",
                r"legalization efforts should coincide with",
            ),
            (
                r"difficult to draw firm conclusions",
                r"about the strength or potency",
            ),
        ),
    ),
    (
        "How do I open the doors of VW's Space Vizzion, and what does its light tell the driver?",
        (
            (r"touch one, and it pulses", r"Door handles are done away with"),
            (r"such as suggesting a lane change", r"welcome and goodbye patterns"),
        ),
    ),
    (
        (
            "Why can't American buyers get the e-tron Sportback's camera"
            " mirrors, and how do I boost it?"
        ),
        (
            (r"regular mirrors due to federal regulations",),
            (r"activated when the driver shifts",),
        ),
    ),
    (
        (
            "Why might the pay-TV bundle collapse, and what does Kevin"
            " Mayer say about the streaming wars?"
        ),
        (
            (r"cause the pay-TV bundle to collapse", r"Accelerated cord-cutting"),
            (
                r"Not everyone will succeed",
                r"industry shake out a bit",
                r"between four to six services",
            ),
        ),
    ),
    (
        "Why did Governor Holcomb miss the teachers' rally, and what does Brian Bosma say to them?",
        (
            (r"long-standing plans for traveling to Florida",),
            (
                r"We get that you.re frustrated",
                r"We get that you are concerned",
                r"prevent the use of student test scores",
                r"before lawmakers defending the state budget",
            ),
        ),
    ),
    (
        (
            "Why did doctors write about flu shots for migrants, and what"
            " does Dr. Arroyo say of epidemics?"
        ),
        (
            (
                r"alarmed that the Trump administration is denying",
                r"pleaded with the administration to reconsider",
                r"this alarming mortality rate constitutes",
                r"so we write with urgency",
            ),
            (
                r"This is how epidemics begin",
                r"potentially spreading that virus",
                r"Arroyo said the government has done wide scale",
            ),
        ),
    ),
    (
        (
            "Why did my sister snap at me over the HPV vaccine, and what"
            " does Dear Abby say about asking?"
        ),
        (
            (r"implication that her granddaughter",),
            (r"don.t think your question was offensive",),
        ),
    ),
    (
        "Why did an HIV campaign draw a backlash, and what does Hege say about changing behavior?",
        (
            (
                r"encouraged those recently released from jail",
                r"message that.s very unique to the population",
                r"really miss the mark with the audience",
            ),
            (
                r"difficult to change people.s behaviors",
                r"altering behavior is much more difficult",
            ),
        ),
    ),
    (
        "Why did McClatchy's bid for Tribune fail, and what does Ken Doctor say about the owners?",
        (
            (r"offer fell short of the \$20",),
            (
                r"making significant money on the way down",
                r"see the way down as close to inevitable",
                r"trying to buy time through shrinkage",
            ),
        ),
    ),
    (
        "Why did Mexico and Canada give in to Trump on trade, and what does John Williams say?",
        (
            (r"threat of tariffs has prompted officials",),
            (
                r"threatening to put the brakes on growth",
                r"lasting effect on the economic conditions",
            ),
        ),
    ),
    (
        (
            "Why did Jessie Buckley worry about her song, and what does"
            " McDowell say of his mother's music?"
        ),
        (
            (r"worried about doing justice to a song",),
            (
                r"accordion playing drives me nuts",
                r"totally fair to think that she.s gone crazy",
                r"remembers it as a trying time",
                r"picking up random instruments",
                r"put in the time to learn the craft",
                r"just put her name on something",
            ),
        ),
    ),
    (
        (
            "Why did Marc Benioff feel close to Apple long before, and"
            " what does he say about his phone?"
        ),
        (
            (r"did an internship at the company",),
            (r"run my business on my phone", r"don.t even own a computer"),
        ),
    ),
    (
        (
            "Why did Trump break off talks with the Taliban, and what does"
            " Ghani say about those he freed?"
        ),
        (
            (r"scuttled the talks in September, citing",),
            (r"would not return to the front line", r"hoped the swap would .pave the way"),
        ),
    ),
    (
        (
            "Why doesn't Omar want a long sentence for Carlineo, and"
            " what does his lawyer say about him?"
        ),
        (
            (
                r"answer to hate is not more hate",
                r"respond to threats of political retribution",
                r"severe sentence would be helpful",
                r"apply a system of compassion",
            ),
            (
                r"did not intend to cause harm",
                r"never intended to harm Omar",
                r"passionate about his political beliefs",
                r"taken responsibility for using",
            ),
        ),
    ),
    (
        (
            "Why did the blackouts make Californians so angry, and what"
            " does PG&E's chief say about them?"
        ),
        (
            (
                r"accused the utility of overkill",
                r"overly broad and carried out thoughtlessly",
                r"failed to harden its equipment",
            ),
            (r"we won.t roll the dice on public safety",),
        ),
    ),
    (
        (
            "Why did a judge keep Assange in jail, and what does Persson"
            " say about the woman's account?"
        ),
        (
            (r"history of absconding",),
            (r"credible and reliable version", r"statements have been coherent"),
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
    "Why are Indian midcap shares doing worse than the Sensex, and what does the regulator say?",
    "How can Germany still escape a recession, and what does the trade war mean for its exporters?",
    "Why does Alicia Keys sing at Dreamforce, and can I get into the next one without a ticket?",
    "Why did the last chief executive of Experience leave, and what will he do next?",
    "How does Ted Danson help Mary Steenburgen write songs, and why doesn't he sing himself?",
    "How did Elise Matthesen meet John M. Ford, and what will she do with his letters now?",
    "Why does Soon-Shiong keep his Tribune stake, and what does Gannett's merger mean for him?",
    "How do I get my money back from a restaurant where a waitress attacked me?",
    "Why did Washington's health authority pick DH for its opioid ads, and did they really work?",
    "What does Instagram do about business accounts that lie, and can I lose mine over a joke?",
    "Why did the Anti-June Cleaver family move to Colorado, and what do I need for a hike in snow?",
    "Why does Biman Bangladesh want the Dreamliner, and what does its chief say about it?",
    "Why did Trump pick Sondland as his ambassador, and can a hotelier really do such a job?",
    (
        "How did pupils get into the besieged Hong Kong campus, and"
        " what do their schools say about it?"
    ),
    "Why is there no fast travel in Fallen Order, and is it worth waiting for a patch with it?",
    "Why do tuft cells have a tuft, and what do I need to eat to keep them healthy?",
    "Why did Trump's tariffs begin with washing machines, and is it worth buying one right now?",
    "Why do so few Democrats want Tulsi Gabbard, and what does a bad debate mean for her seat?",
    "What does Joe Biden say about Deval Patrick, and how will Kamala Harris win voters back?",
    "How do people in the Rukban camp get water, and why doesn't Jordan send them any doctors?",
    "How did Prince Andrew first get to know Epstein, and why does Maxwell keep silent about it?",
    "Why did Jim Hood lose in Mississippi, and what does he say about his defeat?",
    "Why does WeWork need noncompete agreements, and how would it have held people to them?",
    "Why is the rematch of Steelers and Browns now at 1 p.m., and what do fans say?",
    "How did Olivier Vernon hurt his knee, and what do his doctors say about the injury?",
    "Why is a neo-bank called booyah!, and can I really put all of my savings into it?",
    "How did Scott Borchetta discover Taylor Swift, and why doesn't Universal step in for her?",
    "Why does my pear jam turn brown in the jar, and can I really make it without any pectin?",
    "Why does binge eating run in families, and can hypnosis really help me to stop it?",
    "How does GiveWell find its staff, and is it worth giving to my local school instead?",
    "How did Leif Dahleen save so much as a doctor, and what does his wife say about it?",
    "Why did Coty's stock fall for four years on end, and why does Kylie Jenner need its money?",
    (
        "Why do advertisers pay more for ads on desktops, and can an"
        " ad blocker really stop native ads?"
    ),
    "Why is Tequila Works' Gylt only on Stadia, and is it worth playing if I scare easily?",
    "How will South Korea cut the fine dust from coal plants, and what do miners say?",
    "How does a nurse learn to use Ascom's software, and what do hospitals in Norway say about it?",
    "Why are RS-25 engines so hard to make, and what happens if one fails in the Green Run?",
    (
        "What does Keir Starmer say about the video that the"
        " Conservative Party edited, and will he sue?"
    ),
    "Why did Trump's physician Bornstein agree to the health letter, and can he still practice?",
    "How did the whistleblower find a lawyer, and why does he trust Adam Schiff's staff?",
    "Why does Copyblogger's course Teaching Sells cost so much, and can I still take it online?",
    (
        "Why are Lewis Leathers missing from the Bike & Style book,"
        " and what will Ear Books print next?"
    ),
    "Why did Michael Anastassiades leave Cyprus, and how does he find ideas for chandeliers?",
    "How does the jury of the Amsterdam Light Festival judge, and what do I need to send in work?",
    (
        "Why doesn't the co-creator of 2B Mindset follow football, and"
        " how did she lose weight herself?"
    ),
    "Why do Houston companies buy fewer fleet cars than in March, and what will they need next?",
    "How can hibernating astronauts get out of a fire, and what does the trip mean for families?",
    "Why did Cassini's mission to Saturn end, and how will the drone on Titan get its power?",
    "Why is the Hazel Hen computer right for TNG50, and how is it kept cool for a whole year?",
    "How do cannabis users in Colorado get treated, and why do so few of them ask for help?",
    "Why are there longboards in the trunk of VW's Space Vizzion, and how do I charge them?",
    "Why is Plasma Blue only for the e-tron Sportback, and what does its designer say?",
    "Why did Bob Iger put Kevin Mayer in charge of Disney+, and what happens to him if it fails?",
    "What do I need to become a teacher in Indiana, and can I start there without a degree?",
    "Can a flu shot make my small child ill, and what do doctors need to know before giving one?",
    "Is it worth flying to see Wales play at Euro 2020, and what do I need to get a seat?",
    "What do I need to keep food cold when PG&E cuts my power, and can I get my money back?",
    "Can my horse get Eastern Equine Encephalitis twice, and what do vets say about it?",
    "Why did Sasha the cat leave Portland, and how did he stay alive for five years?",
    "Is it worth washing my feather duvet each week, and how hot does the water need to be?",
    "How did the gunmen in Kabul get their uniforms, and why did they pick two professors?",
    "How did Assange spend his days in the embassy, and what do I need to visit him in jail?",
)
