"""Everything a person reads, in Chinese and English.

The source text is English; the Chinese catalogue is `zh/LC_MESSAGES/planner.po`, made with Babel and compiled beside it
(`make words`). At run time only the standard library's gettext is used.
"""

from planner.wording.language import LANGUAGES, N_, _, language, ngettext, set_language, text

__all__ = ["LANGUAGES", "N_", "_", "language", "ngettext", "set_language", "text"]
