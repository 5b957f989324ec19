"""A whole run, as it is wired, with a model over HTTP that writes a table."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from miniweb import serve
from research.domain.report import Report
from scoring import missing_quotes
from tests.fakes.shown_sentences import count_questions, numbered
from tests.integration.model_runs import QUERY, run_with_model
from tests.loopback_model import Body, LoopbackModel, says

FIGURE = re.compile(r"\b\d[\d,.]*\d\b")
JUDGED = re.compile(r"^(\d+)\. \([\d, ]+\) ", re.MULTILINE)
HOSTILE = "<b>North</b> | `x`"
ROWS, COLUMNS = (HOSTILE, "South"), ("Then", "Now")


def written(material: str) -> dict[str, Any]:
    """A sentence of a page for each question, and for the first a table of figures of pages."""
    said = numbered(material)
    figures = [(found[0], number) for number, text in said if (found := FIGURE.search(text))]
    whole = next((n, text) for n, text in said if 60 < len(text) < 300 and text.endswith("."))
    cells = [{"text": figure, "cites": [number]} for figure, number in figures[:4]]
    rows = [{"name": name, "cells": cells[2 * n : 2 * n + 2]} for n, name in enumerate(ROWS)]
    paragraphs = [{"sentences": [{"text": whole[1], "cites": [whole[0]]}]}]
    sections: list[dict[str, Any]] = [
        {"question": number, "paragraphs": paragraphs}
        for number in range(1, count_questions(material) + 1)
    ]
    table = {"question": 1, "columns": COLUMNS, "rows": rows}
    return {"sections": sections, "tables": [table]}


def answer_to(text: str) -> dict[str, Any]:
    """What the model says to the messages `text`: it writes, and finds all supported."""
    if "task: answer the numbered questions" in text:
        return written(text)
    if "task: for each numbered sentence" in text:
        return {"judgements": [], "supported": [int(n) for n in JUDGED.findall(text)]}
    return {"questions": [{"question": f"{QUERY} Part {n}?", "queries": [QUERY]} for n in (1, 2)]}


async def scripted(body: Body, writer: asyncio.StreamWriter) -> None:
    text = "\n".join(str(message["content"]) for message in body["messages"])
    await says(json.dumps(answer_to(text)))(body, writer)


async def run(folder: Path) -> Report:
    with serve("--scale", "0.1") as web:
        async with LoopbackModel([scripted]) as model:
            return await run_with_model(web, model.base_url, folder, style="table", max_words=800)


async def test_a_table_is_verified_and_stands_in_every_file_of_the_report(tmp_path: Path) -> None:
    report = await run(tmp_path)
    cells = [one for one in report.claims if one.cell]
    assert len(cells) == 4
    assert all(one.verdict == "supported" for one in cells)
    assert missing_quotes(report, tmp_path) == []
    page = lxml_html.document_fromstring((tmp_path / f"{report.job_id}.html").read_text())
    (table,) = page.xpath("//section[@class='answer']//table")
    assert [one.text_content() for one in table.xpath(".//th")] == [*COLUMNS, *ROWS]
    shown = [one.text_content() for one in table.xpath(".//td//span[@dir]")]
    assert shown == [one.cell and one.cell.text for one in cells]
    markdown = (tmp_path / f"{report.job_id}.md").read_text()
    assert "\n|  | Then | Now |\n| --- | --- | --- |\n" in markdown
    assert "| **\\<b\\>North\\</b\\> \\| \\`x\\`** | " in markdown
    stored = Report.model_validate_json((tmp_path / f"{report.job_id}.json").read_text())
    assert [one for one in stored.claims if one.cell] == cells
