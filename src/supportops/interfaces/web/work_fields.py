"""Fields of the form about a colleague: languages, further skills, and the hours of a day, typed as words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from supportops.core.hours import apart, slot

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_SKILL = re.compile(r"([\w-]{1,40})(?:\s+([1-3]))?")


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in typed.casefold().split(",") if part.strip()]


class Languages(forms.CharField):
    """Codes with commas between them: en, de."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        codes = _parts(super().clean(value))
        if wrong := [code for code in codes if not _LANGUAGE.fullmatch(code)]:
            raise forms.ValidationError(_("expected codes of languages such as en, de, found %(code)r") % {"code": wrong[0]})
        return list(dict.fromkeys(codes))


class Skills(forms.CharField):
    """Skills with their levels: excel 2, phone."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(f"{skill} {level}" for skill, level in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, int]:
        found = {part: _SKILL.fullmatch(part) for part in _parts(super().clean(value))}
        if wrong := [part for part, match in found.items() if match is None]:
            raise forms.ValidationError(
                _("expected a skill with a level from 1 to 3 such as excel 2, found %(skill)r") % {"skill": wrong[0]}
            )
        return {match[1]: int(match[2] or 1) for match in found.values() if match}


class Slots(forms.CharField):
    """The hours of a day, as calendars.yaml writes them: 09:00-12:00, 13:00-17:00."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        typed = [part.replace("–", "-") for part in _parts(super().clean(value))]
        try:
            apart([slot(text) for text in typed])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return typed
