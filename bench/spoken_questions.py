"""Questions on miniweb's pages as people put them: at length, in words that the pages don't use.

Their form is that of `written_questions`. The encoder and the weights of answers learn from them;
what tells whether a part is answered does not, for with them it tells others less well (AUC .89,
without .93, cross-validated). Many of `UNANSWERABLE` are twins of answerable ones.
"""

ANSWERABLE: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        (
            "We're shopping for a small family saloon; does the new Sentra come with decent "
            "crash-prevention kit, and when can we get one?"
        ),
        (
            (
                "six safety systems",
                "bevy of active and passive safety",
                "10 airbags",
                "driver assist systems such as",
            ),
            (
                "goes on sale in late January",
                "go on sale in the US in late January",
            ),
        ),
    ),
    (
        (
            "How far could I get in Toyota's plug-in RAV4 before it starts burning petrol, and "
            "is it quicker than the old one?"
        ),
        (
            (r"39 miles \(63 kilometers\)",),
            (
                "two seconds faster",
                "more efficient and faster than the current",
            ),
        ),
    ),
    (
        (
            "Could all five of us squeeze into VW's futuristic electric estate, and would we be"
            " sitting on real animal hide?"
        ),
        (
            ("accommodate a fifth person",),
            ("Rather than leather",),
        ),
    ),
    (
        (
            "What does Pittsburgh's Cam Heyward blame for losing to the Browns, and how much "
            "did the brawl cost each club?"
        ),
        (
            (
                "we didn't play well",
                "on the field too much",
                "They drove the ball",
            ),
            (r"received \$250,000 fines",),
        ),
    ),
    (
        (
            "I can't follow the new Davis Cup; how many matches settle a meeting between two "
            "countries now, and does Nadal like it?"
        ),
        (
            ("only two singles and a doubles",),
            ("format makes things very difficult",),
        ),
    ),
    (
        (
            "We're taking our little one up a mountain; how do I stop our drinks getting warm, "
            "and should we bring something to carry him in?"
        ),
        (
            ("ice packs and a portable cooler",),
            (
                "baby carrier is another must-have",
                "still loves to ride in his carrier",
                "allows us to do more hiking",
            ),
        ),
    ),
    (
        (
            "My son never drinks enough when we're out in the heat in Colorado, so what could "
            "happen to a teenager like him?"
        ),
        (("passed out while waiting",),),
    ),
    (
        (
            "My router is ancient; is there any sense in me buying something faster than the "
            "Netgear Nighthawk, and does that one ever play up?"
        ),
        (
            (
                "anything faster than this router is mostly wasted",
                "run lots of NAS",
            ),
            ("never had problems",),
        ),
    ),
    (
        (
            "I fancy a huge smart TV, seventy inches or so, for Black Friday; which is "
            "cheapest, and can I take it back after Christmas?"
        ),
        (
            (
                "least expensive 70",
                "^70.? Element 4K",
            ),
            ("return this TV to any local Walmart",),
        ),
    ),
    (
        (
            "How did they finally track down the man who snatched that little girl in Fort "
            "Worth, and did jurors take long over it?"
        ),
        (
            (
                "efforts of a family friend who spotted",
                "family friend found the suspect's car",
            ),
            (
                "deliberated for less than 10 minutes",
                "jury took just 15 minutes",
            ),
        ),
    ),
    (
        (
            "I'm after a present for a motorbike nut; what's wrong with that Bike & Style book,"
            " and can he hear the songs without a turntable?"
        ),
        (
            (
                "low-resolution images",
                "isn't a book for fact-fiends",
            ),
            ("download code to get all the tracks",),
        ),
    ),
    (
        (
            "We'll be in Amsterdam early in January 2019; will the light art still be up, and "
            "can we see it without going by water?"
        ),
        (
            (
                "enjoyed until 20 January 2019",
                r"29 November 2018 \| 20 January 2019",
            ),
            ("by boat, by bike or on foot",),
        ),
    ),
    (
        (
            "My sister is terrified of creepy-crawlies, so which piece at the Amsterdam light "
            "show should she keep away from?"
        ),
        (
            (
                "eighty spiders",
                "crawling all over each other",
                "Arachnophobic",
                "Spider on the bridge by",
            ),
        ),
    ),
    (
        (
            "How much money did Chelsea put down for their new young goalie, and where is the "
            "man he replaces off to?"
        ),
        (
            (r"paid the £71\.6million",),
            ("Thibaut Courtois to Real Madrid",),
        ),
    ),
    (
        (
            "Dad grew up on the Doobie Brothers; how long since that old line-up last went on "
            "the road together, and when can I book?"
        ),
        (
            (
                "in nearly a quarter century",
                "first time in 25 years",
                "first time in nearly 25 years",
            ),
            (
                r"go on sale Friday, Dec\. 6",
                r"on sale at 10 a\.m\. Friday",
                "on sale to the general public",
            ),
        ),
    ),
    (
        (
            "How long would an everyday computer need to work out that huge model of the "
            "cosmos, and will outsiders get to see the results?"
        ),
        (
            ("15,000 years to compute",),
            ("release all of the simulation's data",),
        ),
    ),
    (
        (
            "Will Americans get those little cameras in place of wing mirrors on the sloping "
            "Audi e-tron, and how long does it need at a plug?"
        ),
        (
            (
                "US versions of the EV will have the regular",
                "US car will come with standard side",
            ),
            ("80-percent in under thirty minutes",),
        ),
    ),
    (
        (
            "I've just been put in charge at work; what did Experience's new chief learn that "
            "helps him most, and where was he brought up?"
        ),
        (
            (
                "importance of empathetic listening",
                "making decisions with imperfect information",
                "never going to always have 100 percent",
                "comfortable with that reality",
            ),
            (r"St\. Croix in the U\.S",),
        ),
    ),
    (
        (
            "Why did Home Depot take less money than people thought it would, and have its "
            "shares still done better than most this year?"
        ),
        (
            (
                "driven by the timing of certain benefits",
                "will take longer to realize",
                "tied to timing of returns",
                "hurricane headwind",
                "Excluding these items",
            ),
            (
                "up 39 percent year-to-date",
                "easily outpacing",
            ),
        ),
    ),
    (
        (
            "I'm a nurse in intensive care, worn out by alarms; how many might one of us hear "
            "in a working day, and do most of them matter?"
        ),
        (
            ("up to 1,000 alarms per shift",),
            ("99% of those do not even",),
        ),
    ),
    (
        (
            "I've never flown one before, so is the tiny DJI drone a sensible first buy, and "
            "how long will it stay up in the air?"
        ),
        (
            (
                "perfect for those new to drones",
                "ideal combination of a capable drone",
            ),
            ("battery life of 30 minutes",),
        ),
    ),
    (
        (
            "Why do so many of the Hong Kong marchers cover their faces, and what was it that "
            "set it all off in the first place?"
        ),
        (
            ("wear masks to shield",),
            (
                "sparked by proposed legislation",
                "began as a rejection of the extradition",
                "extradition law, which sparked",
            ),
        ),
    ),
    (
        (
            "What does Ilhan Omar want to happen to the man who phoned in a death threat, and "
            "how long could he be locked up for?"
        ),
        (
            (
                "Omar asked for compassion",
                "Omar asks court to apply",
                "must teach the defendant love",
                "answer to hate",
                "apply a system of compassion",
                "respond to threats of political retribution",
            ),
            (
                "up to 10 years in prison",
                "maximum of 10 years in prison",
            ),
        ),
    ),
    (
        (
            "Does Taylor Swift really need her old record company's blessing to sing her hits "
            "on telly, and what's the trouble with the film?"
        ),
        (
            (
                "didn't need their permission",
                "do not have the right to keep her",
                "do not need label approval",
                "approval is only needed for contracted",
            ),
            (
                "upcoming Netflix",
                "Netflix documentary",
                "block her Netflix",
            ),
        ),
    ),
    (
        (
            "Our town's paper has just been bought by GateHouse; what usually becomes of the "
            "staff, and how many dailies will that firm own now?"
        ),
        (
            (
                "consolidate copy editing",
                "half the size within",
            ),
            ("263 daily news organizations",),
        ),
    ),
    (
        (
            "I'm worried after that Chinese rabbit story; what would I feel first if I caught "
            "the plague, and can doctors cure it these days?"
        ),
        (
            (
                "sudden onset of fever",
                "painful swollen lymph nodes",
                "symptoms such as fever",
            ),
            (
                "easily treated with antibiotics",
                "recovery rates are high",
                "plague is treatable with antibiotics",
                "earlier people seek treatment",
            ),
        ),
    ),
    (
        (
            "I'm off to Milan's design fair in 2018; how late can I get into the Flos showroom,"
            " and could I put those lamps together myself?"
        ),
        (
            (r"9\.30 A\.M\. / 7\.00 P\.M",),
            ("assembled by everyone",),
        ),
    ),
    (
        (
            "Were the two teachers who were grabbed in Kabul looked after properly, and did "
            "anybody go in to try and get them out?"
        ),
        (
            (
                "claimed at the time that they were being treated well",
                "appeared pale and gaunt",
                "suffered from their ordeal",
            ),
            ("launched a rescue mission",),
        ),
    ),
    (
        (
            "I'm thinking of a second-hand MacBook off Amazon; how long am I covered if it "
            "breaks, and what's it cost with more room for files?"
        ),
        (
            ("90-day warranty",),
            (r"512GB of storage for \$900",),
        ),
    ),
    (
        (
            "Which big names are charging shoppers more because of Trump's trade war, and how "
            "badly have farm sales to China fallen?"
        ),
        (
            ("Pepsi, Coca-Cola, Costco",),
            (
                r"exports to China dropped to \$9\.1",
                r"sinking to \$1\.3 billion",
            ),
        ),
    ),
    (
        (
            "If a crew slept their way to Mars, how long would they need to get back on their "
            "feet, and would their muscles waste?"
        ),
        (
            ("21 day recuperation period",),
            ("would not experience bone or muscle",),
        ),
    ),
    (
        (
            "Our ward may get the Ascom phone alerts with Dräger; do they take the place of the"
            " bedside beeping, and can Canadians buy it too?"
        ),
        (
            ("do not replace the primary alarm",),
            ("also available in Canada",),
        ),
    ),
    (
        (
            "I'm always on the road; can anything you plug into the car really keep a MacBook "
            "Pro topped up, and what would it cost me?"
        ),
        (
            (
                "push a MacBook Pro to the limit",
                "charging a MacBook Pro - even during use",
                "100% battery in my MacBook Pro",
            ),
            (r"awesome \$29 72W",),
        ),
    ),
    (
        (
            "I'm watching my waist; what can I munch in place of crisps at a football party, "
            "and is half a bun worth leaving off?"
        ),
        (
            (
                "swapping regular chips with a veggie",
                "for carrot sticks",
                "a cup of cucumber slices and",
                "Veggie-fy.{1,2}your chips",
            ),
            ("saving nearly 100 calories",),
        ),
    ),
    (
        (
            "What did that Capitals player do to get himself sent off, and is he likely to miss"
            " the next game in New York?"
        ),
        (
            (
                "ejected for spitting",
                "match penalty for spitting",
            ),
            ("automatic suspension pending a review",),
        ),
    ),
    (
        (
            "I'm about to sell what I know online; does it matter if my first product earns "
            "nothing, and how long might that stage drag on?"
        ),
        (
            (
                "If you earn a profit, great",
                "begin gathering feedback and data",
            ),
            (
                "IMPLEMENT stage may last for a while",
                "longest of all the stages",
            ),
        ),
    ),
    (
        (
            "I barely know Star Wars, so could I still follow Fallen Order, and can you jump "
            "straight back to places you've been?"
        ),
        (
            (
                "cursory look at that era",
                "doesn't rely on iconic characters",
            ),
            (
                "fast travel system would",
                "spend minutes trekking it across",
            ),
        ),
    ),
    (
        (
            "I'm on the fence about that new Jedi game, so what do reviewers find irritating "
            "when you fight?"
        ),
        (
            (
                "most frustrating to fight",
                "more tedious than they are difficult",
                "get stun-locked",
                "track you a little too well",
                "viable, but it's boring",
                "problem is how the game handles parrying",
                "different, clunkier approach",
                "unnecessarily long, and you can't cancel",
                "caused my parries to fail",
                "don't really care about your parries",
                "continue their combo unabated",
                "animation simply isn't fast enough",
                "aforementioned combat could all",
            ),
        ),
    ),
    (
        (
            "My last laptop cooked my hands, so does the big new MacBook run cooler, and how "
            "long will it go between charges?"
        ),
        (
            (
                "maximum of 89 degrees",
                "improved the situation greatly",
                "keep those cores cooler",
            ),
            (
                "surf the web for 11 hours",
                "With a 11-hour battery",
            ),
        ),
    ),
    (
        (
            "What would I be going without on the 16-inch MacBook that Apple really ought to "
            "have put in?"
        ),
        (
            (
                "capped at a meager 720p",
                r"hold back with 801\.11ac",
                "lack of the latest Wi-Fi",
                "HDMI port has not returned",
                "be left behind with the new MacBook Pro",
                "but they will when they have this machine",
                "not happy that MagSafe is gone",
            ),
        ),
    ),
    (
        (
            "We want to get our son the big MacBook: which shops knock something off, and "
            "what's the least we'd pay?"
        ),
        (
            (
                "Expercom is knocking",
                "at B&H, shoppers can save",
                "Amazon is also offering instant",
                "Apple resellers are accepting orders",
            ),
            (
                r"just \$2,199 with code",
                r"prices as low as \$2,299",
            ),
        ),
    ),
    (
        (
            "Why do some writers grumble that Apple has run out of fresh ideas, going by its "
            "latest laptop?"
        ),
        (
            (
                "rewind design",
                "took retired features",
                "going back in time and making",
                "process in reverse",
                "seldom has new ideas",
                "switched back to the old one",
                "replaced a flawed design from 2015",
                "certainly not groundbreaking",
                "amounted to the old iPhone plus",
                "if I'll ever see another new Apple product",
                "the new design isn't all that new",
                "less on hardware innovation and more",
            ),
        ),
    ),
    (
        (
            "The keys on my old MacBook keep jamming, so will Apple put it right for nothing, "
            "and when do the small ones get better keys?"
        ),
        (
            (
                "free repairs to affected",
                "free keyboard repairs for all",
            ),
            (
                "Scissor Keyboard Expected in First Half of 2020",
                "smaller MacBooks in early 2020",
                "entire notebook lineup to scissor",
            ),
        ),
    ),
    (
        "Do the games I pay for on Stadia stay mine for good, and is the gamepad nice to hold?",
        (
            (
                "games you paid for will be gone",
                "You will never own your Stadia games",
                "only as long as they stay in the Stadia",
            ),
            (
                "controller is really comfortable to hold",
                "But It's Very Comfortable",
                "it's an excellent controller",
                "Playing with it feels effortless",
                "just as comfortable and really similar",
            ),
        ),
    ),
    (
        (
            "Did Greedy Williams have a bad night covering people for the Browns, and is he any"
            " use at stopping runners?"
        ),
        (
            (
                "rough game for Greedy Williams",
                "would have allowed the big catches",
                "head snapped around more",
            ),
            (
                "his run defense has been great",
                "solid in run support",
                "top-20 in both run defense",
            ),
        ),
    ),
    (
        (
            "Has Trump got other countries to back down by slapping taxes on their stuff, and "
            "what do crop growers say?"
        ),
        (
            (
                "prompted officials from Mexico",
                "in some cases, he is right",
                "It has also brought China",
            ),
            (
                "near-unprecedented economic uncertainty",
                "time is running out for many in agriculture",
            ),
        ),
    ),
    (
        (
            "My husband got himself the posh plane seat and stuck me in the back: am I wrong to"
            " be cross and how should I react?"
        ),
        (
            (
                "right to be upset at your penny-pinching",
                "^Content, not so much",
            ),
            (
                "^Upgrade your seat",
                "put your foot down and make clear",
            ),
        ),
    ),
    (
        "A waitress trapped me in the bathroom and hurt my arm: was I silly not to call the cops?",
        (
            (
                "you should have notified the police",
                "assaulted and falsely imprisoned",
                "Had you contacted the police",
            ),
        ),
    ),
    (
        (
            "If it starts pouring while I'm out in the open-top Lexus, how fast can I get "
            "covered, and must I pull over?"
        ),
        (
            ("close in just 16 seconds",),
            ("at speeds at up to 50",),
        ),
    ),
    (
        (
            "Will the new Nissan Sentra feel any stronger than the last one, and does it burn "
            "less gas?"
        ),
        (
            (
                "151 PS along with",
                "149 horsepower, 2-liter",
            ),
            (
                "deliver better fuel efficiency",
                "offer better gas mileage",
            ),
        ),
    ),
    (
        (
            "Something went wrong in a Vortex Cannon game I was playing, so where do I let the "
            "maker know?"
        ),
        (("write about it in the bug-tracker",),),
    ),
    (
        (
            "Which countries could still sneak into the Euros next summer, and when will the "
            "last places be settled?"
        ),
        (
            (
                "Path [ABCD]: ",
                r"^\*?\s*A draw will decide whether",
            ),
            ("next March's Euro 2020 playoffs",),
        ),
    ),
    (
        (
            "How did the Welsh lads get themselves into the Euros, and how far did they go the "
            "last time?"
        ),
        (
            (
                "Wales beat Hungary 2-0",
                "Aaron Ramsey scored twice",
            ),
            ("made the semifinals in 2016",),
        ),
    ),
    (
        (
            "What did the women who bumped into Deval Patrick make of him, and what's hard "
            "about joining the race this late?"
        ),
        (
            (
                "He has me thinking now",
                "as a pleasant surprise",
                "impressed with his status",
                "left her intrigued",
                "strong black women raised him",
                "someone voters could see defeating",
                "how he translates that into policy",
            ),
            ("late entry, though, makes it",),
        ),
    ),
    (
        (
            "GiveWell handed five million to some group to dream up charities: what could go "
            "wrong, and why pick them for it?"
        ),
        (
            (
                "Few programs may be more cost-effective",
                "will have failed to make an impact",
                "fair amount of senior staff capacity",
                "capacity may have been misused",
                "30% chance that the grant does not",
            ),
            (
                "well-positioned to run this incubator",
                "leads two of our top charities",
            ),
        ),
    ),
    (
        (
            "I'd like to ask the GiveWell people something but not in front of everyone, so how"
            " do I do that?"
        ),
        ((r"info@givewell\.org",),),
    ),
    (
        (
            "How are factories that make solar panels in Korea getting on, and where will all "
            "the extra sun power come from?"
        ),
        (
            (
                r"some of that 8\.69 GW",
                "suffering from oversupply",
                "Despite the manufacturing setbacks",
            ),
            ("expected to be achieved with giant solar parks",),
        ),
    ),
    (
        (
            "Why do some folks want NASA's own huge rocket used for the Moon, and what if the "
            "private ones aren't ready in time?"
        ),
        (
            (
                "could handle it with fewer launches",
                "most optimal architectures for exploring",
                "fewer launches and critical operations",
                "only a 50 percent chance",
                "probability of success goes down",
                "switching horses midstream",
                "leverage the investments already made",
                "don't have a big booster",
                "big shroud, which leads",
                "better chance of making an earlier date",
                "with two SLS missions",
                "minimizes mission complexity",
                "way too many launches",
                "more launches raised the risk",
            ),
            (
                "landing in 2024 very, very difficult",
                "If we don't have the additional rockets",
            ),
        ),
    ),
    (
        (
            "Why did the Swedes let Assange off the hook, and how long could he be locked up if"
            " America gets him?"
        ),
        (
            (
                "evidence has weakened considerably",
                "evidential situation has been weakened",
                "evidence is not strong enough",
                "oral testimony given in support",
            ),
            (
                "could face decades in jail",
                "prison term of up to five years",
                "maximum sentence of 175 years",
            ),
        ),
    ),
    (
        (
            "Can someone like me who sells nothing get the fancy numbers shops get on "
            "Instagram, and what would I find out?"
        ),
        (
            (
                "Any user can convert",
                "Many normal people, with no intention",
            ),
            ("how many people unfollowed me each week",),
        ),
    ),
    (
        (
            "What makes people reckon China's boss will put soldiers on Hong Kong's streets, "
            "and what has held him back?"
        ),
        (
            (
                "unable to stem the mass disorder",
                "existential threat to Xi",
                "degrade the Chinese Communist Party's claim",
                "neither can Xi allow this chaos",
                "appears weaker and thus more vulnerable",
                "current strategy for ending the protests is an obvious",
                "Forced to choose between a military",
                "protests exploding to new levels",
                "military could yet be called in",
                "not sit on our hands",
                "police alone are not able",
                "not allow the city to spiral",
            ),
            (
                "do not want to send the army",
                "would spark immediate international furor",
                "bloody suppression should be avoided",
            ),
        ),
    ),
    (
        (
            "I always forget to charge my headphones, so how long do the Beats Solo3 keep "
            "going, and does a quick top-up help?"
        ),
        (
            ("up to 40 hours of battery life",),
            ("5 minutes of charging gives you 3 hours",),
        ),
    ),
    (
        (
            "Does Taylor Swift's old label admit it won't let her sing her stuff, and who says "
            "money is owed to whom?"
        ),
        (
            (
                "At no point did we say Taylor could not",
                "do not have the right to keep her",
                "shocked to see her tumblr",
                "flat-out denied the allegations",
                "has denied Swift's claims",
                "do not need label approval for live",
                "continued to honor all of her requests",
                "didn't need their permission",
                "twice denied doing anything wrong",
                "be allowed to play her old tracks",
                "agreed to grant all licenses",
                "come to terms on a licensing agreement",
                "appeared to make it possible",
            ),
            (
                "contractually owing millions",
                "Big Machine owes Taylor",
            ),
        ),
    ),
    (
        (
            "Why are big money firms so keen to own old pop songs, and what can Taylor Swift do"
            " to get round them?"
        ),
        (
            ("incredibly lucrative business",),
            ("re-recording her biggest hits",),
        ),
    ),
    (
        (
            "Does the guy who coaches the Lakers think LeBron can go on like this, and was "
            "LeBron himself thrilled with the record?"
        ),
        (
            ("no reason to believe he can't sustain",),
            (
                "don't know what to think about it",
                "pretty cool stat to know",
                "more surprised than thrilled",
                "I thought he was joking about",
                "Triple-doubles also don't mean much",
            ),
        ),
    ),
    (
        (
            "Why do people smell a rat about Trump's sudden trip to the doctors, and how do his"
            " own people explain it?"
        ),
        (
            (
                "^It was unscheduled",
                "not on his public schedule and was not",
                "medical staff did not get a heads up",
                "physical done in phases",
                "standard of dishonesty and obfuscation",
                "more than 13,000 false or misleading",
                "little hesitation to doctor",
                "when that word has, on so many occasions",
                "dictated that whole letter",
                "paper-thin medical",
            ),
            (
                "quick exam and labs",
                "simply Trump getting a jump",
                "it was a routine checkup",
            ),
        ),
    ),
    (
        (
            "I've got a few Home Depot shares and they've just dropped: should I be nervous, "
            "and what set it off?"
        ),
        (
            (
                "isn't a problem for the overall market",
                "creates a buying opportunity",
                "market is misinterpreting the results",
                "isn't all that worried",
                "reasons investors shouldn't fret",
                "good news for investors",
                "interpret lighter",
            ),
            (
                "after the company cut full-year sales",
                "sales were below our expectations",
                r"sales growth in 2019 will be 3\.5",
                "revenue fell short, sending",
                "^Home Depot sales miss",
                r"missing the 4\.8 percent gain",
                r"comparable sales growth of 3\.5 percent",
            ),
        ),
    ),
    (
        (
            "Somebody in China got plague off a rabbit: has anyone round him fallen sick, and "
            "can doctors cure it?"
        ),
        (
            (
                "28 people have showed no signs",
                "No one has shown symptoms",
                "displayed no symptoms of plague",
            ),
            (
                "plague is treatable with antibiotics",
                "make a full recovery",
                "easily treated with antibiotics",
                "recovery rates are high if",
            ),
        ),
    ),
    (
        (
            "What's in it for me with those phone-only banks if I'm always short of cash, and "
            "are they proper banks at all?"
        ),
        (
            (
                "two days before your actual payday",
                "Checking accounts at these startups are often free",
                "automated savings accounts that invisibly",
            ),
            (
                "aren't necessarily even banks",
                "Others have applied for bank charters",
            ),
        ),
    ),
    (
        (
            "What on earth made Mary Steenburgen take up writing songs, and how did her first "
            "try in Nashville go?"
        ),
        (
            (
                "woke up after a minor arm surgery",
                "my brain was only music",
                "All of my thoughts became musical",
                "When the music didn't go away",
            ),
            ("first session I did was a total disaster",),
        ),
    ),
    (
        (
            "I'm thinking of homemade pear jam as presents, so how could I make the pots look "
            "nice, and how soon does it firm up?"
        ),
        (
            (
                "Make cute labels",
                "jelly jars with fabric is super simple",
                "Cut a piece of fabric in a circle",
                "Set them aside in a pretty basket",
            ),
            (
                "24-48 hours",
                "thicken as it cools",
            ),
        ),
    ),
    (
        (
            "What did folks really vote on this fall if not impeachment, and why might "
            "Democrats do better to drag it out?"
        ),
        (
            (
                "more quotidian issues",
                "health care made the difference",
                "promised to protect Medicaid",
                "Edwards ran for re-election on",
                "Medicaid was a key issue",
            ),
            (
                "keeps impeachment out of Mitch",
                "sustained a large amount of political damage",
                "keep him off-balance",
                "leaving political advantage on the table",
                "allow the six Democratic presidential",
                "commitment to getting to the full truth",
            ),
        ),
    ),
)
UNANSWERABLE: tuple[str, ...] = (
    "We've got two big dogs; how roomy is the boot in the new Sentra, and will it tow a trailer?",
    (
        "How many hours does Toyota's plug-in RAV4 need on a plug at home, and how long is the "
        "battery guaranteed for?"
    ),
    (
        "What will VW's futuristic electric estate set me back once it's in the shops, and can "
        "I put my name down yet?"
    ),
    (
        "What seats are still going for the Davis Cup in Madrid, and how much would two of us "
        "have to pay for a day?"
    ),
    (
        "We want to see the Boulder Flatirons with the kids; where do we leave the car, and how"
        " long is the walk to the top?"
    ),
    (
        "How far will the Nighthawk's signal carry in an old stone house, and can I put a "
        "second one upstairs?"
    ),
    (
        "How is the little girl who was snatched in Fort Worth getting on nowadays, and what "
        "did she tell the court?"
    ),
    (
        "Who took the pictures in the Bike & Style book, and is there anywhere I can leaf "
        "through a copy before I buy?"
    ),
    (
        "What does it cost to go round the Amsterdam light show on a boat, and do small "
        "children get on for nothing?"
    ),
    "How many years has Chelsea's new goalie signed up for, and what will he take home each week?",
    (
        "How dear are the cheapest seats for the Doobie Brothers' big birthday tour, and who's "
        "playing before them?"
    ),
    (
        "Who put up the money for that huge computer model of the cosmos, and how much "
        "electricity did it get through?"
    ),
    (
        "Will the sloping Audi e-tron pull our caravan, and how many years is its battery "
        "guaranteed for?"
    ),
    (
        "How much a month is the all-you-can-go ticket pass from Experience, and does it work "
        "for shows in my town?"
    ),
    (
        "What would our hospital have to pay to put in Digistat Patient Watch, and how long "
        "does it take to teach the staff?"
    ),
    (
        "Do I need some sort of licence to fly the tiny DJI drone, and does it cope all right "
        "on a windy day?"
    ),
    (
        "What do the neighbours say about the man who threatened Ilhan Omar, and how did he "
        "come by all those guns?"
    ),
    (
        "Will my Gannett paper get dearer for readers like me after the takeover, and who is "
        "going to edit it?"
    ),
    (
        "We're planning a trip to Mongolia; is there a jab against the plague, and how long "
        "beforehand should we have it?"
    ),
    (
        "How much would one of those Flos lamps by Anastassiades set me back, and can I turn "
        "the brightness down?"
    ),
    (
        "What subject did the two teachers freed by the Taliban give lessons in, and do they "
        "have wives or children at home?"
    ),
    (
        "Does the car charger that keeps a MacBook Pro going get hot, and will it work in my "
        "lorry as well?"
    ),
    (
        "What do I have to pay to join 2B Mindset, and how many pounds do most people lose in "
        "the first month?"
    ),
    (
        "How much does Pamela Wilson ask for an hour of coaching, and can I get my money back "
        "if it's no use to me?"
    ),
    (
        "How many evenings would it take me to get to the end of Jedi: Fallen Order, and can "
        "two people play?"
    ),
    (
        "I edit wedding films outdoors, so can you see the screen of the big new MacBook in "
        "bright sun?"
    ),
    "Can I trade in my old MacBook with the dodgy keys, and how much would Apple give me for it?",
    (
        "Can I stop my kids running up a bill on Stadia, and is there a way to limit how long "
        "they play?"
    ),
    (
        "Which airline looks after people with bad knees best, and what does a roomy seat to "
        "India set you back?"
    ),
    "Roughly what will I have to pay for the open-top Lexus, and do my golf clubs fit in the back?",
    (
        "Does the new Nissan Sentra come as a hybrid, and could I get three child seats across "
        "the back?"
    ),
    "Do I get my money back from Vortex Cannon if their game keeps crashing on my phone?",
    (
        "Where do I get hold of seats for the last game of the Euros, and how much are they "
        "likely to be?"
    ),
    "Where does Deval Patrick stand on gun laws, and would he make people like me pay more tax?",
    "If I give GiveWell fifty bucks a month, how much of that goes on wages and office rent?",
    "Would it pay off to put Korean solar panels on my own house, and how many years do they last?",
    "Can ordinary people go and watch NASA try out its giant rocket, and how close could we stand?",
    "Who's footing the bill for Assange's lawyers, and would Australia ever take him back in?",
    (
        "How do I turn my Instagram back into a normal one, and would I lose any of my "
        "followers by doing it?"
    ),
    (
        "We've booked a holiday in Hong Kong: are the tourist spots still open, and can I "
        "cancel for free?"
    ),
    (
        "Do those done-up iPhones come with any guarantee, and can I send one back if the "
        "battery's no good?"
    ),
    (
        "How much would it cost Taylor Swift to buy her old recordings back, and would Scooter "
        "Braun ever sell?"
    ),
    (
        "How much do half-decent seats for a Lakers game go for, and am I allowed to bring my "
        "own food?"
    ),
    (
        "Which pills is Trump taking for his heart, and did the hospital find anything new "
        "wrong with him?"
    ),
    "Does Home Depot pay anything out to its shareholders each year, and is Lowe's the safer bet?",
    (
        "We're off camping in Mongolia: is there a jab against the plague I could get first, "
        "and what does it cost?"
    ),
    (
        "Is my money safe if one of those phone-only banks goes bust, and how do I move my "
        "wages over to it?"
    ),
    (
        "How long does homemade pear jam keep once you've opened it, and could I use tinned "
        "fruit instead?"
    ),
)
