"""Proposes what a report is to answer, before anything is read, for its owner to approve.

Without a model these are the questions that the query asks, and nothing is searched for that. With
one it plans from the titles that a first search found, and may ask one question back.
"""

from research.domain.question import JobPlan
from research.domain.request_bounds import Depth
from research.pipeline.rounds import plan_round, questions_with_room, quick_questions
from research.pipeline.run_context import Run
from research.pipeline.steps import plan_questions, search_first
from research.ports import LanguageModel
from research.stages.plan.plan import Plan, clarify


async def propose_plan(run: Run) -> JobPlan | None:
    """The plan that waits for its approval; None where the run may go on without.

    It waits where that was asked for, and where the model has to ask back. What was searched and
    asked is in the journal, so the run that follows the plan has it. Raises
    `AllSearchesFailedError`, `RunStoppedError` and `StoreError`.
    """
    model = run.ports.model
    if model is None:
        if not run.request.confirm_plan:
            return None
        return _proposal(run, await plan_questions(run, ()), "")
    question = await _clarifying_question(run, model) if run.request.clarify else ""
    if not (run.request.confirm_plan or question):
        return None
    return _proposal(run, await _planned(run, model), question)


async def _clarifying_question(run: Run, model: LanguageModel) -> str:
    """What the model asks back, once for a job; empty where the query is clear."""
    found = await search_first(run)
    return await run.keep(
        "clarify", str, lambda: clarify(run.query, found.hits, model, run.request.language)
    )


async def _planned(run: Run, model: LanguageModel) -> Plan:
    """As many questions as the report has room for."""
    if run.request.depth is Depth.QUICK:
        return Plan(await quick_questions(run))
    planned = await plan_round(run, await search_first(run), model)
    return Plan(planned.questions[: questions_with_room(run)], planned.warnings)


def _proposal(run: Run, planned: Plan, question: str) -> JobPlan:
    return JobPlan(
        questions=planned.questions,
        clarifying_question=question,
        warnings=planned.warnings,
        proposed_at=run.ports.clock.now(),
    )
