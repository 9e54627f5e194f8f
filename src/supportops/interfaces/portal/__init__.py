"""The customers' side: ask, follow, answer, judge."""
