"""Sentiment by VADER: signs, bounds, and words of business that feel nothing."""

from research.adapters.sentiment.vader_sentiment import VaderSentiment


def test_glad_sad_and_neither() -> None:
    glad, sad, neither, denied = VaderSentiment().score(
        ["What a wonderful day.", "A terrible loss.", "The bus has doors.", "It is not good."]
    )
    assert glad.polarity > 0.5 > -0.4 > sad.polarity
    assert neither.polarity == 0
    assert neither.subjectivity == 0
    assert denied.polarity < 0
    assert 0 < glad.subjectivity <= 1


def test_shares_and_parties_feel_nothing() -> None:
    (tone,) = VaderSentiment().score(["The party traded its shares of energy securities."])
    assert tone.polarity == 0


def test_an_empty_sentence_and_odd_characters() -> None:
    tones = VaderSentiment().score(["", "\x00 \u202e 😀", "x" * 5_000])
    assert len(tones) == 3
