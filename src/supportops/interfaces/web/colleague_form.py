"""The form about a colleague: what a lead decides about their work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supportops.actions.policy import current
from supportops.core.policy import Policy
from supportops.core.routing.shift import WEEK
from supportops.interfaces.web.people_forms import Facts, keep_admins_to_admins
from supportops.interfaces.web.words import spoken
from supportops.interfaces.web.work_fields import Languages, Skills, Slots
from supportops.models import Person, Team
from supportops.models.people import ROLES

LEVELS = [(1, "L1"), (2, "L2"), (3, "L3")]
DEGREES = [(0, "–"), (1, "1"), (2, "2"), (3, "3")]
DAYS = [gettext_lazy(day.capitalize()) for day in WEEK]
PLAIN = ("name", "phone", "zone", "role", "team", "level", "capacity", "languages", "senior")


class ColleagueFacts(Facts):
    """Who they are, where they work, what they know, and when they are there. Presence is said by one click beside it, not here."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES[1:])
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=gettext_lazy("Team"), required=False, empty_label=gettext_lazy("None")
    )
    level = forms.TypedChoiceField(label=gettext_lazy("Support level"), choices=LEVELS, coerce=int)
    senior = forms.BooleanField(label=gettext_lazy("Senior"), required=False)
    capacity = forms.IntegerField(label=gettext_lazy("Capacity"), min_value=0, max_value=1000)
    languages = Languages(label=gettext_lazy("Languages"), max_length=200, required=False, help_text=gettext_lazy("As in en, de."))
    further = Skills(label=gettext_lazy("Further skills"), max_length=500, required=False, help_text=gettext_lazy("As in excel 2, sales."))

    def __init__(self, *args: Any, by_admin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = skills_asked(current())
        self.fields |= {f"skill-{skill}": _degree(skill) for skill in self._asked}
        self.fields |= {day: Slots(label=words, max_length=200, required=False) for day, words in zip(WEEK, DAYS, strict=True)}
        self.fields["capacity"].help_text = weights(current())
        keep_admins_to_admins(self, by_admin=by_admin)

    @property
    def plain(self) -> list[BoundField]:
        return [self[name] for name in PLAIN]

    @property
    def skills(self) -> list[BoundField]:
        return [self[f"skill-{skill}"] for skill in self._asked]

    @property
    def week(self) -> list[BoundField]:
        return [self[day] for day in WEEK]

    def clean(self) -> dict[str, Any]:
        """As the columns of a person: skills together, and the days with hours as a shift."""
        said = super().clean() or self.cleaned_data
        known = {skill: said.get(f"skill-{skill}") for skill in self._asked} | said.get("further", {})
        shift = {day: said[day] for day in WEEK if said.get(day)}
        return {name: said[name] for name in PLAIN if name in said} | {
            "skills": {skill: n for skill, n in known.items() if n},
            "shift": shift,
        }


def _degree(skill: str) -> forms.Field:
    return forms.TypedChoiceField(label=spoken(skill), choices=DEGREES, coerce=int, empty_value=0, required=False)


def known(person: Person) -> dict[str, Any]:
    """How the form begins."""
    asked = skills_asked(current())
    skills = {f"skill-{skill}": person.skills.get(skill, 0) for skill in asked}
    further = {skill: level for skill, level in person.skills.items() if skill not in asked}
    return {name: getattr(person, name) for name in PLAIN} | skills | {"further": further} | person.shift


def skills_asked(policy: Policy) -> tuple[str, ...]:
    """Every skill that the handbook's routing asks for."""
    return tuple(sorted({skill for skills in _asking(policy) for skill in skills}))


def _asking(policy: Policy) -> Iterable[Iterable[str]]:
    return [*policy.routing.skills.values(), *(branch.skills for branch in policy.routing.tree.values())]


def weights(policy: Policy) -> str:
    """What a ticket takes of it, by channel."""
    heavy = [f"{channel.name} {channel.weight}" for channel in policy.channels.matrix.values() if channel.weight > 1]
    return _("In weights of open tickets: %(heavy)s, any other 1.") % {"heavy": ", ".join(heavy)} if heavy else _("In open tickets.")
