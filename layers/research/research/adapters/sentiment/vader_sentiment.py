"""Sentiment by VADER, a lexicon with rules for negation, degree and emphasis (Hutto & Gilbert).

Its words are English, and rated for social media; of news it sees the sad and the glad words, not
whether the writer takes sides.
"""

from collections.abc import Sequence
from importlib.resources import files

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from research.domain.analysis.tone import SentenceTone

NO_FEELINGS = frozenset(
    "share shares united supreme security securities energy interest interests party play played "
    "natural treasury agreement agreements".split()
)
"""Words that the lexicon rates and that news use of firms, bodies and games."""


class _Analyzer(SentimentIntensityAnalyzer):  # type: ignore[misc] # it has no types
    """VADER's own looks for its lexicons beside its source, which the Lambda layer doesn't have."""

    def __init__(self) -> None:
        folder = files("vaderSentiment")
        self.lexicon_full_filepath = (folder / "vader_lexicon.txt").read_text(encoding="utf-8")
        self.lexicon = self.make_lex_dict()
        self.emoji_full_filepath = (folder / "emoji_utf8_lexicon.txt").read_text(encoding="utf-8")
        self.emojis = self.make_emoji_dict()


class VaderSentiment:
    """`ports.SentimentScorer` by VADER's compound score, which is normalised to −1 to 1."""

    def __init__(self) -> None:
        self._analyzer = _Analyzer()
        for word in NO_FEELINGS:
            self._analyzer.lexicon.pop(word, None)

    def score(self, sentences: Sequence[str]) -> list[SentenceTone]:
        """One tone per sentence."""
        return [self._tone(sentence) for sentence in sentences]

    def _tone(self, sentence: str) -> SentenceTone:
        found = self._analyzer.polarity_scores(sentence)
        return SentenceTone(polarity=found["compound"], subjectivity=1.0 - found["neu"])
