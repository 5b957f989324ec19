"""The story of a report with a model: rounds of writing, a stand-in where it failed, an end."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from research.domain.claim import Claim, Disagreement, Draft
from research.domain.errors import ModelError
from research.domain.scope import out_of_scope
from research.pipeline.answer import Answer
from research.pipeline.assemble import ResearchOutcome
from research.pipeline.compose import compose, distinct, in_turn
from research.pipeline.rounds import Gathered, gather, select_for
from research.pipeline.run_context import Run
from research.ports import LanguageModel
from research.stages.compare.compare import compare
from research.stages.search.recall import recalled
from research.stages.select.source_relevance import relevant_sources
from research.stages.verify.check_citations import check_citations
from research.stages.write.conclusion import Conclusion, conclude, retitled
from research.stages.write.shortening import fit_words
from research.stages.write.write import write

STAND_IN_SHARE = 0.5
"""Of the words that the model would have had: sources' sentences are chosen for a question less
well than they are written for it, so only the best of them are taken."""
MIN_STAND_IN_WORDS = 100
"""What stands in for a section says at least so much."""


async def research_in_rounds(run: Run, model: LanguageModel) -> ResearchOutcome:
    """All rounds, what they left unwritten written without the model, and the conclusion.

    Raises as `gather` and `fit_words` do, and `QuoteNotFoundError`.
    """
    gathered = await gather(run, model)
    sections = distinct(gathered.answers)
    stand_in = await _stand_in(run, gathered)
    conclusion, troubles = await _conclude(run, model, list(in_turn(sections)))
    sources = gathered.read.sources
    draft = compose(conclusion.title, conclusion.findings, sections, stand_in).model_copy(
        update={"disagreements": await _differing(run, gathered)}
    )
    verified = check_citations(draft, sources, progress=run.progress)
    fitted = fit_words(verified, run.request.max_words)
    return ResearchOutcome(
        retitled(fitted.draft, verified, _plain_title(run)),
        sources,
        failures=(*gathered.found.failures, *gathered.read.failures),
        sources_found=len(gathered.found.hits),
        warnings=(
            *recalled(gathered.found.rankings, sources),
            *out_of_scope(run.scope, sources),
            *gathered.warnings,
            *_unwritten(gathered.answers),
            *troubles,
        ),
        dropped=(*(c for one in gathered.answers for c in one.dropped), *fitted.left_out),
        open_questions=conclusion.open_questions,
    )


async def _differing(run: Run, gathered: Gathered) -> tuple[Disagreement, ...]:
    """Where the sources about the query seem to differ."""
    relevance = await relevant_sources(run.query, gathered.read.sources, run.ports.embedder)
    relevant = [source for source in gathered.read.sources if source.id in relevance]
    return await asyncio.to_thread(compare, relevant)


async def _conclude(
    run: Run, model: LanguageModel, claims: Sequence[Claim]
) -> tuple[Conclusion, tuple[str, ...]]:
    """The conclusion of `claims`; without the model, the query is the title."""
    plain = Conclusion(_plain_title(run), (), ())
    if not claims:
        return plain, ()
    try:
        made = await run.keep(
            "conclude",
            Conclusion,
            lambda: conclude(run.query, claims, model, run.request.language),
        )
    except ModelError as error:
        return plain, (f"The model did not conclude ({error}): the findings are our choice.",)
    return (made if made.title else replace(made, title=plain.title)), ()


def _plain_title(run: Run) -> str:
    return run.query[:1].upper() + run.query[1:]


async def _stand_in(run: Run, gathered: Gathered) -> Draft | None:
    """What answers the questions that the model left without any claim, in sources' own words."""
    open_questions = [one.question for one in gathered.answers if _stands_empty(one)]
    if not open_questions:
        return None
    selection = await select_for(run, gathered.read, gathered.passages, open_questions)
    share = STAND_IN_SHARE * len(open_questions) / len(gathered.answers)
    return await write(
        run.query,
        selection,
        gathered.read.sources,
        max_words=max(MIN_STAND_IN_WORDS, round(share * run.request.max_words)),
        embedder=run.ports.embedder,
        progress=run.progress,
    )


def _stands_empty(one: Answer) -> bool:
    return not one.claims and bool(one.passage_ids)


def _unwritten(answers: Sequence[Answer]) -> list[str]:
    warnings = []
    for one in answers:
        error = one.error.rstrip(".")  # a server's words may end as ours do
        if not one.passage_ids:
            warnings.append(f"“{one.question.heading}” is not answered: {error}.")
        elif not one.claims:
            why = error or "nothing that it wrote held"
            warnings.append(
                f"“{one.question.heading}” is answered in the sources' own words alone: {why}."
            )
        elif error:
            warnings.append(f"“{one.question.heading}” is answered in part: {error}.")
    return warnings
