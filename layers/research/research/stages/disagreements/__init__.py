"""What makes two sentences of two sources contradict each other; `stages.disagree` asks.

`reading` makes a sentence into a `Statement`; `numbers`, `dates` and `opposed` compare two of them;
`alike`, `limits` and `values` say whether both speak of the same, in the same bounds, and can't
both be right.
"""
