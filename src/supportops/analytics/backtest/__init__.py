"""Backtest: the decisions of a period taken again under another handbook, from what was recorded."""

from supportops.analytics.backtest.beside import beside
from supportops.analytics.backtest.rows import Period
from supportops.analytics.backtest.run import Trial, backtest
from supportops.analytics.backtest.tally import Tally

__all__ = ["Period", "Tally", "Trial", "backtest", "beside"]
