"""Questions on miniweb's pages that nothing is fitted to: what the answers are worth on new ones.

Mostly of why, how, whether and what next; each of `UNANSWERABLE` has a twin in `ANSWERABLE`. Their
form is that of `written_questions`. They were written after the weights of the model were fitted,
by a reader who did not know it; `bench/answers.py --unseen` scores it on them.
"""

ANSWERABLE: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        (
            "Why are three senators suing Nigeria's police chief, and what took"
            " them onto the streets of Abuja?"
        ),
        (
            (
                r"over their invitation by the Nigeria Police",
                r"arising from the humiliation, intimidation",
            ),
            (r"protest against the outcome of the Osun",),
        ),
    ),
    (
        (
            "Why does Washington no longer call Israel's settlements illegal,"
            " and what will the Palestinians do?"
        ),
        (
            (
                r"not, per se, inconsistent with international law",
                r"change the legal context for a series",
            ),
            (
                r"series of measures to oppose it",
                r"open an official judicial investigation",
                r"called for an emergency meeting of the body",
            ),
        ),
    ),
    (
        (
            "Should I trust websites that say Marie Yovanovitch is rich, and"
            " why was that spread at all?"
        ),
        (
            (
                r"offered no evidence",
                r"did not originate with a credible",
                r"simply tacked on their estimate",
                r"no credible evidence for the estimates",
                r"conjured out of thin air",
                r"provide any insight into any business",
                r"no evidence to corroborate",
                r"wholly unsubstantiated",
                r"made up out of whole cloth",
            ),
            (
                r"attempt to discredit",
                r"apparently to discredit her",
            ),
        ),
    ),
    (
        (
            "Why are John M. Ford's novels so hard to follow, and how did he"
            " get by with so little money?"
        ),
        (
            (
                r"wouldn.t spell things out",
                r"horror of being obvious",
                r"events will be recounted elliptically",
                r"real people do not go around expounding",
            ),
            (
                r"due to the largesse of his friends",
                r"mostly to help keep him solvent",
            ),
        ),
    ),
    (
        (
            "Why did John M. Ford's agent leave the book trade, and what do his"
            " siblings say about Elise Matthesen?"
        ),
        (
            (
                r"family caregiving obligations",
                r"heartbreak over Mike Ford.s death",
                r"can.t bring myself to go out there",
            ),
            (
                r"disputed that anyone had a problem with Mike",
                r"personal life was his own business",
                r"appreciative to \[Elise\]",
                r"Elise listed her relationship to Mike",
            ),
        ),
    ),
    (
        (
            "Why doesn't Prince Andrew's work against child cruelty help his"
            " case, and what does Giuffre hope for?"
        ),
        (
            (
                r"devastating irony",
                r"seem like a point in his favor",
            ),
            (r"I hope he comes clean",),
        ),
    ),
    (
        (
            "How does plague pass from animals to people, and why don't the"
            " Chinese trust what officials say about it?"
        ),
        (
            (r"by the bite of infected fleas",),
            (
                r"minimizing or even restricting information",
                r"nine days before an announcement",
                r"post was still taken down by censors",
                r".block and control. discussions",
                r"fuelled by China.s handling of past",
                r"accused of concealing the true extent",
            ),
        ),
    ),
    (
        (
            "What drew Jose Mourinho to Tottenham, and what might Pochettino's"
            " sacking mean for Harry Kane?"
        ),
        (
            (
                r"excited to be joining a club",
                r"squad and the academy excites me",
                r"is what has attracted me",
            ),
            (r"questions about the futures of some",),
        ),
    ),
    (
        (
            "Why is it so hard to put a price on the drugs at the border, and"
            " why did McKinley bring it up?"
        ),
        (
            (
                r"unclear how pure the seizures were",
                r"street value of drugs can fluctuate",
                r"no hard data",
                r"necessarily more speculative",
                r"by pounds, not by value",
                r"uncertainty stemming from value fluctuations",
                r"information on value was unavailable",
                r"marijuana price data is for Colorado",
            ),
            (
                r"argued that the United States needs stronger",
                r"additional resources are needed, McKinley said",
            ),
        ),
    ),
    (
        (
            "Why did it take doctors so long to see that a duvet made a man"
            " ill, and how did they make him well?"
        ),
        (
            (
                r"changes are often subtle",
                r"dismissed a chest X-ray",
                r"chest X-ray, which was considered to be normal",
                r"slightly .under-exposed.",
                r"difficult to diagnose because of its rarity",
                r"misdiagnosed if the person reports no birds",
                r"don.t ask that level of detail",
                r"had no clue as to the cause",
                r"(?:first diagnosed|initially thought that) the man",
                r"treated for an upper respiratory infection",
                r"doctor assumed he had a lower",
                r"detectable through a standard allergy",
                r"given how hard it is to diagnose",
            ),
            (
                r"patient was given steroids",
                r"prescribed the man in the case report steroids",
                r"had a transformative effect",
                r"course of steroids continued",
                r"replaced them with hypoallergenic",
                r"in this situation they were successful",
                r"remove the bedding from his home",
                r"treatment with steroids seemed to",
            ),
        ),
    ),
    (
        (
            "Can a hot tub really make my lungs ill, and should I see a doctor"
            " if I'm often out of breath?"
        ),
        (
            (
                r".hot tub lung,",
                r"bacteria in hot tubs can travel",
                r"could also be your hot tub",
            ),
            (
                r"take any chronic breathlessness",
                r"chest symptoms such as cough or breathlessness",
                r"mention it to your health care",
            ),
        ),
    ),
    (
        (
            "How did Lexus stiffen the LC 500 after cutting its roof off, and"
            " how can I hear the engine better?"
        ),
        (
            (
                r"improved chassis rigidity",
                r"suspension brace has been relocated",
            ),
            (r"pipe channels engine noise",),
        ),
    ),
    (
        (
            "Why does Destiny 2 look worse on Stadia than on an Xbox, and is it"
            " good enough if I'm no techie?"
        ),
        (
            (
                r"render at a native 1080p",
                r"Runs at a Native 1080p",
                r"Destiny 2 not true 4K on Stadia",
                r"marked step down from the Xbox",
                r"does not run its showcase launch title",
            ),
            (
                r"not a bad alternative",
                r"with high-end console settings isn.t terrible",
            ),
        ),
    ),
    (
        (
            "What does an analyst see as Stadia's weak spot, and when will game"
            " streaming really take off?"
        ),
        (
            (
                r"as its .Achilles heel",
                r"ramp up the game catalog",
                r"catalog will probably stay fairly thin",
                r"over 100 games by the time",
            ),
            (
                r"2021 and 2022 will begin",
                r"2020 will be about getting",
            ),
        ),
    ),
    (
        (
            "What is it like in the border agency's cells, and who would pay"
            " for the doctors' flu shots?"
        ),
        (
            (
                r"overcrowded and unsanitary conditions",
                r"didn.t have access to showers",
                r"cell meant for 35",
                r"known to be very cold",
            ),
            (
                r"contributed money and raised more",
                r"hope for government funding",
                r"will try to find other funding",
                r"at no cost to the government",
            ),
        ),
    ),
    ("How did the crowd in Nashville take to Michael McDonald's return?", ((r"was rapturous",),)),
    (
        "How could other donors make GiveWell's grant to Evidence Action Beta pay off?",
        (
            (
                r"non-GiveWell funders to allocate",
                r"doesn.t direct funding to but others do",
                r"what these funders would have otherwise",
            ),
        ),
    ),
    (
        (
            "How does Obama's warning change the Democrats' debate, and why"
            " does a trial worry senators?"
        ),
        (
            (
                r"create a challenge for Warren and Sanders",
                r"involvement offers a powerful reminder",
                r"Obama.s legacy could play a major role",
            ),
            (
                r"interfere with their ability to court",
                r"hurt their party.s more vulnerable",
                r"instead of returning to Washington for",
            ),
        ),
    ),
    (
        (
            "Does China pay for Trump's tariffs as he says, and how do they"
            " make life hard for US makers?"
        ),
        (
            (
                r"isn.t foreign exporters that make",
                r"importers do, and they.re usually",
                r"duty is paid to U\.S\. Customs",
                r"Chinese government pays nothing",
                r"full incidence of the tariff falls",
            ),
            (
                r"find it harder to compete against",
                r"harming U\.S\. producers",
                r"could mean that producers pay more",
                r"raise trade barriers against the United",
                r"raw materials can produce delays",
                r"could mean layoffs for producers",
                r"financial pain for American farmers, companies",
            ),
        ),
    ),
    (
        "Why do tariffs hurt the poor more than the well-off?",
        (
            (
                r"lower-income Americans tend to purchase",
                r"feel the pinch worse",
            ),
        ),
    ),
    (
        "What are WeWork's cleaners so upset about, and how will the company get its costs down?",
        (
            (
                r"sign the terms of the contract by Monday",
                r"confused employees with pay discrepancies",
                r"not following through on its promise",
                r"defined by the scandals",
            ),
            (
                r"close ancillary businesses and narrow",
                r"eliminate and scale back certain functions",
                r"make some necessary job eliminations",
                r"major cost-cutting measures, including layoffs",
                r"administrative jobs would be cut",
                r"Job cuts will be announced",
            ),
        ),
    ),
    (
        "Why did nobody believe that there were smell receptors outside the nose?",
        (
            (
                r"easy to write them off as mistakes",
                r"entrenched the idea that they function",
            ),
        ),
    ),
    (
        (
            "Why do tuft cells turn up in the lungs after a bad flu, and what"
            " do they do in the thymus?"
        ),
        (
            (r"body.s attempt to repair damage",),
            (r"teach the immune system.s maturing T cells",),
        ),
    ),
    (
        (
            "Why won't Serrano give NASA its extra Moon money yet, and how"
            " would Boeing get people there?"
        ),
        (
            (
                r"hard to justify any extra spending",
                r"skeptical it would be forthcoming",
            ),
            (
                r"Fewest Steps to the Moon",
                r"launch of an integrated lander on an SLS",
                r"approach makes use of the SLS",
            ),
        ),
    ),
    (
        (
            "What use are tiny companies on the Moon, and why did OrbitBeyond"
            " give up its flight there?"
        ),
        (
            (
                r"an agility and (?:a )?creativity",
                r"requires an entire ecosystem",
                r"small companies like his had a role",
            ),
            (r"citing internal business issues",),
        ),
    ),
    (
        (
            "Why can I still catch the mosquito virus in Michigan in November,"
            " and what should I do about it?"
        ),
        (
            (r"hasn.t been a sustained period of freezing",),
            (r"continue to take precautions",),
        ),
    ),
    (
        (
            "Why do so many people never get an online business going, and what"
            " should I settle first?"
        ),
        (
            (
                r"lose focus and struggle",
                r"enemy of online progress",
                r"getting sidetracked by online courses",
                r"taking courses on Facebook ads",
                r"trying to recruit affiliates before",
                r"overwhelm that (?:might be stopping|keeps) you",
                r"tempting to look around at Version",
            ),
            (
                r"Pinpoint your ideal customer",
                r"become acquainted with the people you want",
                r"Get your branding in place",
                r"Map out your first offer",
                r"decide your business name",
            ),
        ),
    ),
    (
        (
            "I'm shy; how do I get used to being seen online, and why does my"
            " business need it at all?"
        ),
        (
            (
                r"start with less-intimidating things",
                r"start small and",
                r"Increasing your visibility gradually",
                r"group of supportive colleagues",
                r"joining a group where",
                r"throw yourself in the deep end",
                r"Move along it step-by-step",
                r"Take it step-by-step",
                r"team of people around you",
                r"moved from the Non-scary",
            ),
            (
                r"rewards people who confidently stand",
                r"willing to step into the limelight",
                r"severely limit your reach",
                r"essential ingredient of online success",
                r"taking a leadership role will help",
                r"willing to be a leader",
                r"online leadership role will grow your",
                r"won.t become what it can be",
                r"online doors will open",
                r"interesting doors open up",
                r"growing into an online leadership role that",
            ),
        ),
    ),
    (
        (
            "Why won't the guard Thomas plead guilty over Epstein, and how"
            " short of staff was the jail?"
        ),
        (
            (r"plea would .ruin his life",),
            (
                r"more than 30 staff vacancies",
                r"assigned civilian staffers to work guard",
                r"severely short-staffed",
                r"staff shortages and frequent overtime",
                r"were working overtime",
                r"worked multiple overtime shifts",
            ),
        ),
    ),
    (
        "Could Epstein have been murdered, and how should a prisoner be taken off suicide watch?",
        (
            (
                r"supports anything other than suicide",
                r"medical examiner concluded that",
            ),
            (
                r"in a step-down fashion",
                r"only if a licensed mental health",
            ),
        ),
    ),
    (
        (
            "Why did Assange go into the embassy, why was his case reopened,"
            " and can Sweden's move be undone?"
        ),
        (
            (
                r"fear of being extradited from Sweden",
                r"refuge at the mission to avoid",
            ),
            (
                r"re-opened earlier this year following",
                r"reopen the investigation in May after",
                r"asked for the investigation to be resumed",
            ),
            (r"appeal against the decision could",),
        ),
    ),
    (
        (
            "What struck Jennifer Williams as odd about Trump's call, and what"
            " does Volker want instead?"
        ),
        (
            (
                r"reference to specific investigations",
                r"references to specific individuals",
                r"reference to Biden sounded political",
                r"call was unusual and inappropriate",
                r"investigate Democratic rivals was inappropriate",
                r"struck me as different than",
            ),
            (r"should be supporting Ukraine.s democracy",),
        ),
    ),
    (
        (
            "Is it worth getting a Wi-Fi 6 router yet, and what is so good"
            " about Logitech's MX Master 3?"
        ),
        (
            (
                r"feels like a future pick",
                r"markedly more expensive than",
                r"gift that will continue to deliver",
                r"early results are promising",
                r"adoption feels too far out",
            ),
            (
                r"even better feel in the hand",
                r"connect and charge over USB-C",
                r"fast switching between paired",
                r"easy as a button press",
            ),
        ),
    ),
    (
        (
            "Why is the fire danger in California so high this late, and what"
            " did phone companies do wrong?"
        ),
        (
            (
                r"virtually rainless fall",
                r"lack of rain is keeping",
                r"seen a measurable drop of rain",
                r"fraction of an inch of rain",
            ),
            (
                r"wireless providers whose equipment failed",
                r"communications companies that their level",
                r"failed to share detailed information",
                r"cell sites were out of service",
            ),
        ),
    ),
    (
        (
            "How did Iran's forces put the protests down, and why does Amnesty"
            " think the killing is policy?"
        ),
        (
            (
                r"using firearms, water cannons",
                r"excessive and lethal force",
                r"smashing windows of cars",
                r"snipers have also shot",
                r"used live ammunition",
            ),
            (r"systematic impunity for security forces",),
        ),
    ),
    (
        "What does Esper hold against China at sea, and how does Vietnam feel about it?",
        (
            (
                r"using coercion and intimidation",
                r"assert unlawful maritime claims",
                r"end to the bullying",
                r"violations of international law by China",
                r"Esper accuses China of intimidating",
            ),
            (r"most vocal critics of China",),
        ),
    ),
    (
        "When do I need a therapist for my binge eating, and how does talking about it help?",
        (
            (r"treatment plan designed by a",),
            (
                r"connection between your thoughts",
                r"support system is thought to reduce",
                r"Talking to a friend or peer",
                r"social support was (?:associated|linked)",
                r"social support was linked",
                r"support system may be linked",
            ),
        ),
    ),
    (
        (
            "Why don't Britons trust Johnson or Corbyn, and can a TV debate"
            " really change an election?"
        ),
        (
            (
                r"failing to deliver on his",
                r"accused by critics of promoting",
                r"refusal to say which side",
                r"sidestepped tricky questions",
            ),
            (
                r"power to transform campaigns",
                r"sparked a wave of",
            ),
        ),
    ),
    (
        (
            "Why does Big Machine fear for its staff, and did the TV producers"
            " agree to its statement?"
        ),
        (
            (r"enlist her fanbase in a calculated",),
            (
                r"At no time did Dick Clark",
                r"denied that it had settled",
                r"denies that anything has been definitely",
            ),
        ),
    ),
    (
        "Why does LeBron James get so many more assists this season?",
        ((r"ball in James. hands constantly",),),
    ),
    (
        (
            "Why might voters end up feeling sorry for Trump, and why does"
            " Pelosi want to be done quickly?"
        ),
        (
            (
                r"sympathize not with the stoners",
                r"therefore worthy of empathy",
                r"what point enough is enough",
            ),
            (r"wrap up impeachment as soon as",),
        ),
    ),
    (
        "Can I get at my 401(k) before I'm 60 if I retire early, and what might go wrong?",
        (
            (
                r"from your 401\(k\) without penalty",
                r"dip into your Roth IRA",
            ),
            (
                r"hate the unstructured days",
                r"economy could tank",
            ),
        ),
    ),
    (
        "Why is earning more better than cutting back if I want to retire early?",
        (
            (
                r"make an even bigger difference by",
                r"only cut costs to a certain degree",
                r"increasing your positive cash flow is",
            ),
        ),
    ),
    (
        "Why can't the 2015 letter on Trump's health be trusted?",
        (
            (
                r"dictated that whole letter",
                r"written the letter himself, it.s because",
                r"wasn.t based on Bornstein.s",
                r"paper-thin medical",
            ),
        ),
    ),
    (
        (
            "Why are the protests so dangerous for Xi Jinping, and why has"
            " nothing he tried calmed them?"
        ),
        (
            (
                r"existential threat to Xi",
                r"degrade the Chinese Communist Party.s claim",
                r"Communist Party appears weaker",
            ),
            (
                r"achieved nothing but chaos",
                r"Propaganda efforts to persuade",
                r"mask ban has also served",
                r"backtracking on the extradition law",
                r"withdrawal of the bill was far too",
                r"force and police brutality have accelerated",
                r"banning most rallies has closed off",
            ),
        ),
    ),
)

UNANSWERABLE: tuple[str, ...] = (
    ("What does the police chief say to the senators' suit, and why did their party lose in Osun?"),
    (
        "Why does Jordan keep its peace with Israel, and what do"
        " Palestinians beside settlements say?"
    ),
    ("Why did Pocket take on John M. Ford's first novel, and what did the critics say about it?"),
    "Why did Mourinho turn down the clubs in China, and what does Harry Kane say about him?",
    "Why did Lexus choose cloth for the roof, and is the convertible worth it over the coupe?",
    "Why do wild rabbits in Inner Mongolia carry plague, and what does the sick hunter say?",
    ("How do duvet makers answer the doctors' report, and can my cat fall ill from feathers too?"),
    "Why did Jack Buser go to Google, and what does Sony say about Stadia?",
    (
        "How do children get out of the border cells, and what do guards"
        " who caught the flu there say?"
    ),
    (
        "Why did Michael McDonald leave the Doobie Brothers in 1982, and"
        " how much do they pay him now?"
    ),
    ("Why won't Obama back one of the Democrats, and how do moderators choose whom to ask first?"),
    (
        "How do farmers spend their tariff payments, and why hasn't"
        " Congress put a stop to the tariffs?"
    ),
    "Why did WeWork pick JLL to take its cleaners, and what does Claure say to their letter?",
    "What would happen to a mouse that had no tuft cells at all, and why are they so rare?",
    "Why won't NASA tell Congress what Artemis costs, and who at Boeing designed its lander?",
    "Why did NASA turn three companies down for its lunar program, and what do they do now?",
    ("How do doctors treat Eastern Equine Encephalitis, and why did it break out this very year?"),
    "Who took Epstein off suicide watch, and why did he have no cellmate that night?",
    ("How did Pamela Wilson's first webinar go, and how much does it cost to join her BIG League?"),
    (
        "Why did Ecuador throw Assange out, and what does the woman in"
        " Sweden say about the decision?"
    ),
    "Why doesn't PG&E bury its power lines, and how do hospitals get by during a blackout?",
    ("Why did Iran put up the price of fuel, and how do families get back the bodies of the dead?"),
    ("Who won the debate between Johnson and Corbyn, and why won't Corbyn take a side on Brexit?"),
    (
        "Why did Pelosi choose Schiff to run the inquiry, and what does he"
        " say to being called a liar?"
    ),
    ("How do I tell my boss that I'm retiring early, and is it worth moving abroad to save money?"),
)
