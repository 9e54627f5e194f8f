"""`script/bench [intake|pages|start|triage|backtest] ...`"""

from __future__ import annotations

import importlib
import sys

SUBJECTS = ("intake", "pages", "start", "triage", "backtest")


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] not in SUBJECTS:
        print(f"Say what to measure: {', '.join(SUBJECTS)}.", file=sys.stderr)
        return 2
    for subject in arguments[:1] or SUBJECTS:
        importlib.import_module(f"benchmarks.{subject}").main(arguments[1:])
    return 0


sys.exit(main(sys.argv[1:]))
