"""Automation: the desk's own rules, replies that fit, thanks that reopen nothing. Source: methodology, phases 3 and 10."""

from supportops.core.automation.acts import carried_out, sentence, words_of
from supportops.core.automation.chapter import Automation, AutomationPolicy, Chatbot, Suggestion, Thanks
from supportops.core.automation.checks import mistakes
from supportops.core.automation.heard import heard
from supportops.core.automation.reactions import reactions
from supportops.core.automation.rule import BY, Act, Escalating, Rule, Solving
from supportops.core.automation.suggest import suggested
from supportops.core.automation.thanks import LONGEST as LONGEST_THANKS
from supportops.core.automation.thanks import only_thanks
from supportops.core.automation.timed import timed
from supportops.core.automation.watch import BY as WATCH
from supportops.core.automation.watch import passed_over, paused_alert, runs_wild, would_have_run

__all__ = [
    "BY",
    "LONGEST_THANKS",
    "WATCH",
    "Act",
    "Automation",
    "AutomationPolicy",
    "Chatbot",
    "Escalating",
    "Rule",
    "Solving",
    "Suggestion",
    "Thanks",
    "carried_out",
    "heard",
    "mistakes",
    "only_thanks",
    "passed_over",
    "paused_alert",
    "reactions",
    "runs_wild",
    "sentence",
    "suggested",
    "timed",
    "words_of",
    "would_have_run",
]
