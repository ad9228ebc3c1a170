"""A name or sentence in both languages."""

from __future__ import annotations

from attrs import frozen


@frozen
class Text:
    """The same words in Chinese and English; either may stand in for the other where it is empty."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The words in `language` (`zh` or `en`), or the other language's where they are missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)
