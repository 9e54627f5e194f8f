"""Fields of the form about a colleague: languages, skills and shift, typed as words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from supportops.core.routing import shift

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_SKILL = re.compile(r"([\w-]{1,40})(?:\s+([1-3]))?")


def _parts(typed: str, apart: str = ",") -> list[str]:
    return [part.strip() for part in typed.casefold().split(apart) if part.strip()]


class Languages(forms.CharField):
    """Codes with commas between them: en, de."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        codes = _parts(super().clean(value))
        if wrong := [code for code in codes if not _LANGUAGE.fullmatch(code)]:
            raise forms.ValidationError(_("This is no code of a language, such as en or de: %(code)s.") % {"code": wrong[0]})
        return codes


class Skills(forms.CharField):
    """Skills with their levels: api 2, phone."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(f"{skill} {level}" for skill, level in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, int]:
        found = {part: _SKILL.fullmatch(part) for part in _parts(super().clean(value))}
        if wrong := [part for part, match in found.items() if match is None]:
            raise forms.ValidationError(_("A skill is a word with a level from 1 to 3, such as api 2: %(skill)s.") % {"skill": wrong[0]})
        return {match[1]: int(match[2] or 1) for match in found.values() if match}


class Shift(forms.CharField):
    """A line for each day: monday 09:00-12:00, 13:00-17:00."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{day} {', '.join(slots)}" for day, slots in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, list[str]]:
        lines = [line.partition(" ") for line in _parts(super().clean(value), "\n")]
        week = {day: _parts(slots) for day, _, slots in lines if _parts(slots)}
        try:
            if week:
                shift.hours(week, "UTC")
        except ValueError as wrong:
            raise forms.ValidationError(_("Not a shift: %(why)s.") % {"why": wrong}) from None
        return week
