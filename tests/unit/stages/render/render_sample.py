"""A report of our own writing, as the pipeline would hand it to the renderer."""

import base64
import hashlib
from datetime import UTC, date, datetime
from io import BytesIO

from PIL import Image

from research.domain.analysis.analysis import (
    Analysis,
    SourceCredibility,
    TimelineEvent,
    Topic,
    TopicWord,
)
from research.domain.analysis.entities import Entity, EntityKind, Relationship, RelationshipBasis
from research.domain.analysis.figures import Figure, FigureChart
from research.domain.analysis.tone import SourceTone, Tone, ToneClass
from research.domain.claim import (
    AnswerStatus,
    Citation,
    Claim,
    Disagreement,
    PartAnswer,
    Section,
    Verdict,
)
from research.domain.follow_up.changes import Change, ChangeKind, ReportChanges
from research.domain.model_call import Cost, Usage
from research.domain.report import Report, ReportStats
from research.domain.source import (
    CitedMedia,
    Failure,
    FoundMedia,
    ImagePreview,
    MediaKind,
    Source,
    SourceKind,
    SourceRecord,
)

_ROOFS = (
    "What a summer of measurements says about green roofs\n"
    "The city of Lindhaven has put soil on 214 roofs since 2019. "
    "On the hottest afternoon of last summer, planted roofs stayed 17 degrees cooler at the "
    "surface than the bitumen roofs beside them. "
    "At head height on the street below, the difference was 0.4 degrees, less than the "
    "instruments of a cheap weather station can tell apart.\n"
    "“A roof is a long way up,” says Ines Okafor, who led the study. “If you want people in the "
    "street to feel it, plant the street.” "
    "The team advises trees first, and roofs where there is no ground to plant."
)
_WATER = (
    "Stormwater and planted roofs: three years at Lindhaven\n"
    "A roof with ten centimetres of substrate held back 61% of the rain that fell on it over "
    "three years, and 34% in the five heaviest storms. "
    "The first 12 millimetres of a storm hardly ever reached the gutter. "
    "In January, when the substrate was already wet, the same roofs held back 9%."
)
_COST = (
    "Who pays for the meadow upstairs?\n"
    "An extensive green roof costs between 70 and 110 euros a square metre in Lindhaven, two to "
    "three times the price of gravel. "
    "It also lasts longer: the membrane under it is spared frost and sun, and the oldest in the "
    "city, laid in 1987, has not been replaced yet. "
    "The association of owners reckons that a roof pays for itself after 26 years; the city, "
    "which counts the lower water fee, says 15."
)
_ARABIC = (
    "الأسطح الخضراء في المدن الحارة\n"
    "انخفضت حرارة الطابق الأخير بمقدار ثلاث درجات بعد زراعة السطح. "
    "ويحتاج السطح إلى ري منتظم في أشهر الصيف."
)
_BLOG = "Notes from a roof\nThe bees came in the second year. Nobody had invited them."


def small_copy() -> ImagePreview:
    """A picture of meadow under sky."""
    picture, stream = Image.new("RGB", (480, 320), (120, 170, 220)), BytesIO()
    picture.paste((90, 140, 60), (0, 190, 480, 320))
    picture.save(stream, "JPEG")
    data = base64.b64encode(stream.getvalue()).decode()
    return ImagePreview(data=data, width=480, height=320)


PREVIEW = small_copy()


def source(
    number: int,
    text: str,
    *,
    url: str,
    title: str = "",
    author: str = "",
    site: str = "",
    published: date | None = None,
    language: str = "en",
    kind: SourceKind = SourceKind.HTML,
) -> Source:
    """A source whose hashes are those of its text and bytes."""
    raw = f"<html><body>{text}</body></html>".encode()
    return Source(
        id=number, url=url, title=title or text.partition("\n")[0], author=author, site=site,
        published=published, language=language, kind=kind, text=text, raw=raw,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        raw_sha256=hashlib.sha256(raw).hexdigest(),
    )  # fmt: skip


def cite(source: Source, quote: str) -> Citation:
    """The first place of `quote` in `source`."""
    start = source.text.index(quote)
    return Citation(source=source.id, quote=quote, start=start, end=start + len(quote))


def claim(text: str, *citations: Citation, verdict: Verdict | None = Verdict.SUPPORTED) -> Claim:
    """A verified claim."""
    return Claim(text=text, citations=citations, verdict=verdict)


def record(source: Source) -> SourceRecord:
    """What the report says of `source`."""
    return SourceRecord.model_validate(
        source.model_dump(exclude={"text", "raw", "media", "left_out"})
    )


def sample_sources() -> tuple[Source, ...]:
    """Four sources that are cited, one that is not; of several kinds and languages."""
    return (
        source(1, _ROOFS, url="https://lindhaven-observer.example/science/green-roofs-2026",
               author="Marta Lindqvist", site="The Lindhaven Observer",
               published=date(2026, 3, 12)),
        source(2, _WATER, url="https://hydrology.lindhaven.example/reports/stormwater-planted-"
               "roofs-three-years-of-measurements-on-twelve-buildings-final-version.pdf?session="
               + "a1b2c3" * 12, author="Institute of Urban Hydrology",
               site="hydrology.lindhaven.example", published=date(2025, 11, 4),
               kind=SourceKind.PDF),
        source(3, _BLOG, url="http://meadow-upstairs.example/notes", site="Meadow Upstairs"),
        source(5, _COST, url="https://stadtbau.example/2026/01/who-pays#costs",
               author="Jonas Wehrle, Amélie Caron", site="Stadtbau", published=date(2026, 1, 20)),
        source(8, _ARABIC, url="https://mudun.example/green-roofs", site="مدن",
               author="ليلى حداد", language="ar", published=date(2024, 7, 2)),
    )  # fmt: skip


def sample_report() -> Report:
    """Findings, sections of one and of several paragraphs, a partial verdict, failures."""
    roofs, water, _, cost, arabic = sample_sources()
    cooler = claim(
        "On the hottest afternoon, planted roofs stayed 17 degrees cooler at the surface than "
        "bitumen roofs, but the street below was only 0.4 degrees cooler.",
        cite(roofs, "planted roofs stayed 17 degrees cooler at the surface than the bitumen "
                    "roofs beside them"),
        cite(roofs, "At head height on the street below, the difference was 0.4 degrees, less "
                    "than the instruments of a cheap weather station can tell apart."),
    )  # fmt: skip
    rain = claim(
        "Ten centimetres of substrate held back 61% of the rain over three years, and about a "
        "third of it in the heaviest storms.",
        cite(water, "A roof with ten centimetres of substrate held back 61% of the rain that "
                    "fell on it over three years, and 34% in the five heaviest storms."),
    )  # fmt: skip
    price = claim(
        "Owners expect a green roof to pay for itself in 26 years, the city in 15.",
        cite(cost, "The association of owners reckons that a roof pays for itself after 26 "
                   "years; the city, which counts the lower water fee, says 15."),
    )  # fmt: skip
    sections = (
        Section(question="Do green roofs cool the air in the street?", claims=(
            cooler,
            claim("The study's authors advise planting trees first, and roofs only where there "
                  "is no ground to plant.",
                  cite(roofs, "The team advises trees first, and roofs where there is no ground "
                              "to plant.")),
            claim("The storey under the roof profits most: in a hot city, it became three "
                  "degrees cooler once the roof was planted.",
                  cite(arabic, "انخفضت حرارة الطابق الأخير بمقدار ثلاث درجات بعد زراعة السطح."),
                  verdict=Verdict.PARTIAL),
            claim("“If you want people in the street to feel it, plant the street,” says Ines "
                  "Okafor, who led the measurements.",
                  cite(roofs, "“A roof is a long way up,” says Ines Okafor, who led the study. "
                              "“If you want people in the street to feel it, plant the "
                              "street.”")),
            claim("Roofs in dry climates need regular watering in summer, which takes back part "
                  "of the gain.",
                  cite(arabic, "ويحتاج السطح إلى ري منتظم في أشهر الصيف.")),
        )),
        Section(question="How much rain do they hold back?", claims=(
            rain,
            claim("The first 12 millimetres of a storm hardly ever reached the gutter, but in "
                  "January, with the substrate wet, only 9% was held back.",
                  cite(water, "The first 12 millimetres of a storm hardly ever reached the "
                              "gutter."),
                  cite(water, "In January, when the substrate was already wet, the same roofs "
                              "held back 9%.")),
        )),
        Section(question="What do they cost, and who gets the money back?", claims=(
            claim("An extensive green roof costs 70 to 110 euros a square metre, two to three "
                  "times as much as gravel.",
                  cite(cost, "An extensive green roof costs between 70 and 110 euros a square "
                             "metre in Lindhaven, two to three times the price of gravel.")),
            price,
        )),
        Section(question="A question that found no answer", claims=()),
    )  # fmt: skip
    claims = 3 + sum(len(section.claims) for section in sections)
    return Report(
        job_id="green-roofs-7f3a",
        query="Do green roofs really cool a city, and are they worth their price?",
        title="Green roofs cool the roof, hold the rain, and leave the street as warm as before",
        created_at=datetime(2026, 11, 24, 17, 6, 31, tzinfo=UTC),
        key_findings=(cooler, rain, price),
        sections=sections,
        sources=tuple(record(s) for s in sample_sources()),
        stats=ReportStats(words=241, claims=claims, sources_found=31, sources_read=5,
                          sources_cited=4, sources_failed=2, seconds=8.43,
                          claims_repaired=1, claims_dropped=1),
        open_questions=("How long do planted roofs last in a dry climate?",),
        dropped_claims=(
            claim("Green roofs cool the street by four degrees.",
                  cite(roofs, "the difference was 0.4 degrees"), verdict=Verdict.UNSUPPORTED)
            .model_copy(update={"reason": "the number 4 is not in the quote"}),
        ),
        cost=Cost(
            total=Usage(calls=3, cached_calls=1, prompt_tokens=7300, answer_tokens=1820,
                        usd=0.0183),
            by_purpose={"write": Usage(calls=3, cached_calls=1, prompt_tokens=7300,
                                       answer_tokens=1820, usd=0.0183)},
        ),
        failures=(
            Failure(subject="https://slow.example/roofs", code="fetch_timeout",
                    message="no answer within 10 seconds"),
            Failure(subject="https://shy.example/private/" + "roof/" * 30,
                    code="robots_disallowed", message="robots.txt asks not to read this page"),
        ),
        warnings=("One search provider did not answer: brave (timeout). The others carried on.",),
    )  # fmt: skip


def arabic_report() -> Report:
    """A report in Arabic, on the one source that is."""
    (arabic,) = (source for source in sample_sources() if source.language == "ar")
    cooler, water = (
        claim(words, cite(arabic, words))
        for words in ("انخفضت حرارة الطابق الأخير بمقدار ثلاث درجات بعد زراعة السطح.",
                      "ويحتاج السطح إلى ري منتظم في أشهر الصيف.")
    )  # fmt: skip
    return sample_report().model_copy(update={
        "job_id": "arabic-51c2",
        "query": "هل تبرد الأسطح الخضراء المدينة حقا؟",
        "title": "ما الذي نعرفه عن الأسطح الخضراء",
        "key_findings": (cooler,),
        "sections": (
            Section(question="هل تبرد الأسطح الخضراء المدينة؟", claims=(cooler, water)),
            Section(question="كم تحتاج من الماء؟", claims=(water,)),
            Section(question="ماذا يشعر به السكان؟", claims=(cooler,)),
        ),
        "sources": (record(arabic),),
    })  # fmt: skip


def media_report() -> Report:
    """The sample, with links to what three of its sources show."""
    image, video = MediaKind.IMAGE, MediaKind.VIDEO
    shown = (
        CitedMedia(kind=image, url="https://lindhaven-observer.example/media/roof.jpg", source=1,
                   caption="The roof of the old customs house in its second summer. Photo: M. "
                           "Lindqvist"),
        CitedMedia(kind=image, url="https://mudun.example/roof.png", source=8,
                   caption="سطح مزروع فوق سوق المدينة القديمة"),
        CitedMedia(kind=video, url="https://www.youtube.com/watch?v=roof-7-2026", source=1,
                   caption="How a meadow gets onto a roof"),
        CitedMedia(kind=video, url="https://cdn.stadtbau.example/" + "a1b2" * 40, source=5),
    )  # fmt: skip
    return sample_report().model_copy(update={"job_id": "media-2b90", "media": shown})


def found_media_report() -> Report:
    """The sample, with links to what searches found beside its sources."""
    image, video = MediaKind.IMAGE, MediaKind.VIDEO
    found = (
        FoundMedia(kind=image, url="https://img.example/roof.jpg", caption="A roof in bloom.",
                   page="https://gardens.example/roofs?a=1&b=2", provider="brave images"),
        FoundMedia(kind=image, url="https://img.example/b.jpg", caption="<b>Sedum</b> *in* rows",
                   provider="tavily images"),
        FoundMedia(kind=video, url="https://video.example/watch?v=1", caption="Laying a roof",
                   provider="serper videos"),
    )  # fmt: skip
    return sample_report().model_copy(update={"job_id": "found-3c11", "found_media": found})


def differing_report() -> Report:
    """The sample, with two sources that seem to differ."""
    roofs, _, _, cost, _ = sample_sources()
    quotes = (
        cite(roofs, "planted roofs stayed 17 degrees cooler at the surface than the bitumen roofs "
                    "beside them"),
        cite(cost, "The association of owners reckons that a roof pays for itself after 26 years"),
    )  # fmt: skip
    both = Disagreement(subject="roofs", citations=quotes)
    return sample_report().model_copy(update={"disagreements": (both,)})


def report_of_one_source() -> Report:
    """The sample, of which only what cites the first of its sources is left."""
    report = sample_report()
    sections = (
        one.model_copy(update={"claims": tuple(filter(_cites_the_first, one.claims))})
        for one in report.sections
    )
    return report.model_copy(
        update={
            "key_findings": tuple(filter(_cites_the_first, report.key_findings)),
            "sections": tuple(one for one in sections if one.claims),
            "disagreements": (),
        }
    )


def _cites_the_first(one: Claim) -> bool:
    return {citation.source for citation in one.citations} == {1}


def answered_report() -> Report:
    """The sample with an answer to a part of its query, and one that no source answers."""
    report = sample_report()
    found, near = report.sections[0].claims[:2]
    return report.model_copy(
        update={
            "answer": (
                PartAnswer(
                    part="Do green roofs cool the street?",
                    status=AnswerStatus.ANSWERED,
                    claims=(found,),
                ),
                PartAnswer(
                    part="Who <b>invented</b> them?",
                    status=AnswerStatus.NOT_FOUND,
                    message="The 5 sources read do not say who <b>invented</b> them.",
                    nearby=(near,),
                ),
            )
        }
    )


def held_back(water: Source) -> FigureChart:
    """Three shares of one measure, with a label that no line can hold."""
    told = (
        ("over three years", 61, "held back 61% of the rain that fell on it over three years"),
        ("in the five heaviest storms of the three years that were measured", 34,
         "34% in the five heaviest storms"),
        ("in January", 9, "In January, when the substrate was already wet, the same roofs held"),
    )  # fmt: skip
    return FigureChart(
        measure="Rain held back by planted roofs",
        unit="percent",
        figures=tuple(
            Figure(label=label, value=value, written=f"{value}%", citation=cite(water, quote))
            for label, value, quote in told
        ),
    )


def analysed_report() -> Report:
    """The sample with an analysis of its sources, in which every chart has enough to show."""
    roofs, water, _, cost, _ = sample_sources()
    led = cite(roofs, "“A roof is a long way up,” says Ines Okafor, who led the study.")
    city = cite(roofs, "The city of Lindhaven has put soil on 214 roofs since 2019.")
    held = cite(water, "The first 12 millimetres of a storm hardly ever reached the gutter.")
    pays = cite(cost, "It also lasts longer: the membrane under it is spared frost and sun")
    tone = Tone(
        polarity=0.12, subjectivity=0.1, tone=ToneClass.POSITIVE, confidence=0.7, drivers=(led,)
    )
    named = (
        ("Lindhaven", EntityKind.PLACE, 5, (1, 2, 5), city),
        ("Ines Okafor", EntityKind.PERSON, 2, (1,), led),
        ("Institute of Urban Hydrology", EntityKind.ORGANISATION, 2, (2,), held),
        ("Green Roof Act", EntityKind.LAW, 2, (2, 5), pays),
    )
    related = (
        ("Ines Okafor", "leads", "Institute of Urban Hydrology", RelationshipBasis.STATED),
        ("Lindhaven", "named with", "Ines Okafor", RelationshipBasis.TOGETHER),
        ("Lindhaven", "named with", "Green Roof Act", RelationshipBasis.TOGETHER),
    )
    analysis = Analysis(
        entities=tuple(
            Entity(name=name, kind=kind, mentions=count, sources=sources, passages=(quote,))
            for name, kind, count, sources, quote in named
        ),
        relationships=tuple(
            Relationship(
                subject=one, relation=how, object=other, basis=basis, sentences=2, citation=led
            )
            for one, how, other, basis in related
        ),
        timeline=tuple(
            TimelineEvent(day=day, text=text, citations=quotes)
            for day, text, quotes in (
                (date(1987, 5, 4), "The oldest green roof was laid.", (pays,)),
                (date(2025, 11, 4), "The rain on green roofs was told.", (held,)),
                (date(2026, 1, 9), "The green roofs were counted.", (city,)),
                (date(2026, 3, 12), "The study of green roofs came.", (led, city)),
            )
        ),
        topics=(
            Topic(words=("roofs", "heat"), weight=0.6, passages=(city,), tone=ToneClass.NEUTRAL),
            Topic(words=("rain", "storm"), weight=0.3, passages=(held,), tone=ToneClass.NEUTRAL),
        ),
        words=tuple(
            TopicWord(word=word, sentences=count)
            for word, count in (("roofs", 11), ("rain", 6), ("Lindhaven", 5), ("storm", 3),
                                ("substrate", 2), ("stormwater management", 1))
        ),
        figures=(held_back(water),),
        tone=tone,
        source_tones=(
            SourceTone(source=1, **tone.model_dump()),
            SourceTone(
                source=2, polarity=-0.2, subjectivity=0.1, tone=ToneClass.NEGATIVE, confidence=1,
                drivers=(held,),
            ),
        ),
        credibility=tuple(
            SourceCredibility(source=number, score=0.5, reasons=("has no date", "names no author"))
            for number in (1, 2, 5)
        ),
        related_questions=("Who is Ines Okafor?",),
    )  # fmt: skip
    return sample_report().model_copy(update={"job_id": "analysed-77d0", "analysis": analysis})


def followed_report() -> Report:
    """The sample, which follows an earlier one: a statement changed, one is new, one is gone."""
    report, hostile = sample_report(), "An [old](http://x.example) <b>roof</b> cost 12 euros."
    old = source(7, f"Before <i>roofs</i>\n{hostile}", url="https://earlier.example/roofs")
    earlier = claim(hostile, cite(old, hostile))
    first, second = report.key_findings[:2]
    return report.model_copy(
        update={
            "changes": ReportChanges(
                follow_up_of="20261124-120000-0123456789abcdef",
                earlier_created_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
                changes=(
                    Change(kind=ChangeKind.CHANGED, now=first, before=earlier),
                    Change(kind=ChangeKind.NEW, now=second),
                    Change(kind=ChangeKind.GONE, before=earlier),
                ),
                same=3,
                earlier_sources=(record(old),),
            )
        }
    )


def previewed_report() -> Report:
    """Links to images of sources and of searches, each with a small copy of it."""
    report = media_report()
    media = tuple(
        one.model_copy(update={"preview": PREVIEW}) if one.kind is MediaKind.IMAGE else one
        for one in report.media
    )
    found = tuple(
        one.model_copy(update={"preview": PREVIEW}) if one.kind is MediaKind.IMAGE else one
        for one in found_media_report().found_media
    )
    return report.model_copy(
        update={"job_id": "previews-8c1f", "media": media, "found_media": found}
    )
