"""A model of natural language inference of the user's own, exported to ONNX, in a folder.

It reads evidence and claim together, as `nli-deberta-v3` or MiniCheck do. Which of its classes is
"entailment" is told by its `config.json`; a model of one class gives the logit of it.
"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from research.adapters.onnx.onnx_classifier import OnnxClassifier, unusable
from research.domain.claim_evidence import ClaimEvidence
from research.domain.errors import EmbedderError

MAX_TOKENS = 512
"""Of evidence and claim together; of a longer pair the longer is cut, which is the evidence."""
_SETTING = "ENTAILMENT_DIRECTORY"
_CONFIG = "config.json"


class OnnxEntailment:
    """`ports.Entailment` over the probability that a sequence classifier gives "entailment".

    A claim is held against its quotes' sentences and against their paragraphs, each headed by its
    source's title and day; the higher counts.
    """

    def __init__(self, folder: Path, *, sure_from: float = 1.0) -> None:
        """`folder` holds `model.onnx` or `onnx/model.onnx`, `tokenizer.json` and `config.json`.

        Raises `InvalidSettingError` where it does not, or they are no such model's.
        """
        self._classifier = OnnxClassifier(folder, setting=_SETTING, max_tokens=MAX_TOKENS)
        self._sure_from = sure_from
        self._entailed = _entailed_class(folder, self._classifier.classes)

    @property
    def sure_from(self) -> float:
        """As the user set it: it depends on the model."""
        return self._sure_from

    async def probabilities(self, claims: Sequence[tuple[str, ClaimEvidence]]) -> list[float]:
        """The model's probability for each claim; 0 where its logits are no numbers."""
        try:
            return await asyncio.to_thread(self._probabilities, claims)
        except Exception as error:  # ONNX Runtime's errors have no root below it
            raise EmbedderError(f"the ONNX entailment model failed: {error}") from error

    def _probabilities(self, claims: Sequence[tuple[str, ClaimEvidence]]) -> list[float]:
        pairs = [
            (f"{evidence.heading}\n{text}".strip(), claim)
            for claim, evidence in claims
            for text in (evidence.said, evidence.around)
        ]
        logits = self._classifier.logits(pairs)
        if self._classifier.classes == 1:
            logits = np.hstack([np.zeros_like(logits), logits])
        with np.errstate(invalid="ignore"):
            shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
            found = (shifted / shifted.sum(axis=1, keepdims=True))[:, self._entailed]
        finite = np.where(np.isfinite(found), found, 0.0).reshape(len(claims), 2)
        return [float(one) for one in finite.max(axis=1)]


def _entailed_class(folder: Path, classes: int) -> int:
    """Which class is "entailment", or "supported". Raises `InvalidSettingError`."""
    if classes == 1:
        return 1  # beside a zero that stands for the opposite
    try:
        config: Any = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        labels = {int(number): str(label).lower() for number, label in config["id2label"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise unusable(_SETTING, folder, f"{_CONFIG} has no id2label: {error}") from error
    named = [
        number
        for number, label in labels.items()
        if number in range(classes) and label.startswith(("entail", "support"))
    ]
    if len(named) != 1:
        told = ", ".join(labels.values())
        raise unusable(_SETTING, folder, f"of its classes none is entailment alone: {told}")
    return named[0]
