"""What is found about the sources of a report beside its answer: names, tone, days, trust, topics.

All of it is worked out from the sources that are about the query, and cites them.
"""
