"""Questions of why, how, what next, what is said and what is needed, on miniweb's pages.

Their form is that of `written_questions`. They are harder: what answers them is told by no number
and no name, and each of `UNANSWERABLE` has a twin in `ANSWERABLE` that the same page answers. Those
of ``../shared/answers`` ask otherwise, so in fitting these count less (`fit_answers.TELLING`).
"""

ANSWERABLE: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
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
