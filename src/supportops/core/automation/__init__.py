"""Automation: the desk's own rules, replies that fit, thanks that reopen nothing. Source: methodology, phases 3 and 10."""

from supportops.core.automation.acts import carried_out, words_of
from supportops.core.automation.chapter import Automation, AutomationPolicy, Chatbot, Suggestion, Thanks
from supportops.core.automation.reactions import reactions
from supportops.core.automation.rule import BY, Act, Escalating, Rule, Solving
from supportops.core.automation.suggest import suggested
from supportops.core.automation.thanks import only_thanks
from supportops.core.automation.timed import timed

__all__ = [
    "BY",
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
    "only_thanks",
    "reactions",
    "suggested",
    "timed",
    "words_of",
]
