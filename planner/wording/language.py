"""The language in use, and the translation of source texts."""

from __future__ import annotations

import gettext as _gettext
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.text import Text

LANGUAGES = ("zh", "en")
CATALOGUES = Path(__file__).parent

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class _Language:
    """The one language of this process: what a person reads on it."""

    code = "en"
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def of_locale(environment: dict[str, str] | None = None) -> str:
    """The language that the locale asks for: `zh` for any Chinese one, else `en`.

    The first of LANGUAGE (a list with colons), LC_ALL, LC_MESSAGES and LANG that is set decides.
    """
    variables = os.environ if environment is None else environment
    for name in _VARIABLES:
        value = variables.get(name, "")
        if value:
            wanted = value.replace("-", "_").split(":") if name == "LANGUAGE" else [value]
            for code in wanted:
                if code[:2].lower() in LANGUAGES:
                    return code[:2].lower()
            return "en"
    return "en"


def set_language(code: str | None = None) -> None:
    """Speak `zh` or `en` from now on; None takes the locale's language.

    Raises ValueError for any other code.
    """
    chosen = code or of_locale()
    if chosen not in LANGUAGES:
        raise ValueError(chosen)
    _Language.code = chosen
    _Language.catalogue = (
        _gettext.translation("planner", CATALOGUES, languages=[chosen])
        if chosen != "en"
        else _gettext.NullTranslations()
    )


def language() -> str:
    """The language in use: `zh` or `en`."""
    return _Language.code


def _(message: str) -> str:
    """The message in the language in use."""
    return _Language.catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for `n` things in the language in use."""
    return _Language.catalogue.ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


def text(value: Text) -> str:
    """The words of a scenario in the language in use."""
    return value.in_language(_Language.code)
