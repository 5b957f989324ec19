"""A model of natural language inference of the user's own: its folder, and its probabilities."""

import json
from pathlib import Path

import pytest

from research.adapters.entailment.onnx_entailment import OnnxEntailment
from research.adapters.entailment.word_entailment import WordEntailment
from research.domain.claim_evidence import ClaimEvidence
from research.domain.errors import EmbedderError, InvalidSettingError
from research.domain.request import ResearchRequest
from research.settings import Settings
from research.wiring.run import open_run
from tests.tiny_cross_encoder import make_tiny_cross_encoder

NLI = ("contradiction", "entailment", "neutral")
BREAD = ClaimEvidence(said="bread", around="bread bread")


def make_tiny_nli(
    folder: Path, labels: tuple[str, ...] = NLI, *, of: int = 1, worth: float = 1.0
) -> Path:
    """A model for which each ferry makes its class `of` likelier; `folder`."""
    make_tiny_cross_encoder(folder, classes=len(labels), of=of, worth=worth)
    config = {"id2label": {str(number): label for number, label in enumerate(labels)}}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("labels", "of"), [(NLI, 1), (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), 0),
                       (("unsupported", "supported"), 1)]
)  # fmt: skip
async def test_the_class_named_entailment_is_taken(
    tmp_path: Path, labels: tuple[str, ...], of: int
) -> None:
    model = OnnxEntailment(make_tiny_nli(tmp_path, labels, of=of))
    none, one, more = await model.probabilities(
        [("bread", BREAD), ("ferry", BREAD), ("ferry ferries", BREAD)]
    )
    assert none == pytest.approx(1 / len(labels))
    assert none < one < more < 1


async def test_a_model_of_one_class_gives_its_logit(tmp_path: Path) -> None:
    make_tiny_cross_encoder(tmp_path)
    (found,) = await OnnxEntailment(tmp_path).probabilities([("bread", BREAD)])
    assert found == pytest.approx(0.5)


async def test_the_quotes_sentence_and_its_paragraph_are_read_under_the_title(
    tmp_path: Path,
) -> None:
    model = OnnxEntailment(make_tiny_nli(tmp_path))
    of_title, of_paragraph, of_quote = await model.probabilities([
        ("bread", ClaimEvidence(said="bread", around="bread", heading="ferry")),
        ("bread", ClaimEvidence(said="bread", around="ferry")),
        ("bread", ClaimEvidence(said="ferry", around="bread")),
    ])  # fmt: skip
    assert of_title == of_paragraph == of_quote > 1 / 3
    assert await model.probabilities([]) == []


async def test_evidence_is_cut_and_the_claim_is_not(tmp_path: Path) -> None:
    model = OnnxEntailment(make_tiny_nli(tmp_path, worth=0.1))
    long = ClaimEvidence(said="bread " * 900, around="")
    plain, told = await model.probabilities([("bread", long), ("ferry " * 20, long)])
    assert told > plain


async def test_no_number_is_no_support(tmp_path: Path) -> None:
    model = OnnxEntailment(make_tiny_nli(tmp_path, worth=float("inf")))
    assert await model.probabilities([("ferry", BREAD)]) == [0.0]


@pytest.mark.parametrize(
    ("config", "why"),
    [
        (None, "config.json has no id2label"),
        ("{}", "config.json has no id2label"),
        ("[]", "config.json has no id2label"),
        ('{"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}}', "none is entailment"),
        ('{"id2label": {"0": "neutral", "7": "entailment"}}', "none is entailment"),
    ],
)
def test_a_folder_that_does_not_tell_its_classes_is_refused(
    tmp_path: Path, config: str | None, why: str
) -> None:
    make_tiny_nli(tmp_path)
    (tmp_path / "config.json").unlink()
    if config is not None:
        (tmp_path / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(InvalidSettingError, match="ENTAILMENT_DIRECTORY") as caught:
        OnnxEntailment(tmp_path)
    assert why in str(caught.value)


async def test_a_model_that_fails_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = OnnxEntailment(make_tiny_nli(tmp_path))
    monkeypatch.setattr(model, "_classifier", None)
    with pytest.raises(EmbedderError, match="the ONNX entailment model failed"):
        await model.probabilities([("ferry", BREAD)])


async def test_the_setting_chooses_it_and_needs_a_folder(tmp_path: Path) -> None:
    request, folder = ResearchRequest(query="q"), make_tiny_nli(tmp_path)
    chosen = Settings(entailment="onnx", entailment_directory=folder, entailment_sure_from=0.9)
    async with open_run(chosen, request) as run:
        assert isinstance(run.ports.entailment, OnnxEntailment)
        assert run.ports.entailment.sure_from == 0.9
    async with open_run(Settings(), request) as run:
        assert isinstance(run.ports.entailment, WordEntailment)
    with pytest.raises(InvalidSettingError, match="ENTAILMENT_DIRECTORY: ENTAILMENT=onnx"):
        async with open_run(Settings(entailment="onnx"), request):
            pass
