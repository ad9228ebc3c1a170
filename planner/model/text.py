"""Words in both languages, words from outside as they may be seen, and the right name for one that is misspelt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from attrs import frozen

_UNSEEN = (
    r"\x00-\x1f\x7f-\x9f"  # what acts on a terminal
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of a text
    r"\u00ad\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a"  # what is not seen
    r"\u2028\u2029\ud800-\udfff\U000e0000-\U000e007f"  # ends of lines, halves of characters, tags
)
UNSEEN = re.compile(f"[{_UNSEEN}]")
"""Characters that act instead of being seen. Tabs and ends of lines are among them."""

_UNSEEN_IN_LINES = re.compile(rf"(?![\t\n])[{_UNSEEN}]")


def unseen(words: str, *, lines: bool = False) -> tuple[str, ...]:
    """The characters of a text that act instead of being seen, each once, as `visible` writes them.

    `lines`: the text may have several, and tabs.
    """
    found = (_UNSEEN_IN_LINES if lines else UNSEEN).findall(words)
    return tuple(dict.fromkeys(map(_written, found)))


def visible(words: str, *, lines: bool = False) -> str:
    r"""Words from outside (a file, a store, a path) as they may be shown: whatever acts is written out, as `\u001b`.

    It is what TOML and JSON write for such a character. `lines`: tabs and ends of lines stay.
    """
    if words.isprintable():
        return words
    return (_UNSEEN_IN_LINES if lines else UNSEEN).sub(lambda found: _written(found[0]), words)


def _written(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    # JSON knows no more than four digits, and writes the rest in two halves.
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


@frozen
class Text:
    """The same words in Chinese and English; either may stand in for the other where it is empty."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The words in `language` (`zh` or `en`), or the other language's where they are missing, to be shown.

        They are in one line, and what would act instead of being seen is made visible.
        """
        words = (self.zh or self.en) if language == "zh" else (self.en or self.zh)
        return words if words.isprintable() else visible(" ".join(re.split(r"[\t\n]+", words)))


def joined(names: Sequence[Text]) -> Text:
    """Several names as one: what a base is called, and what is added to it."""
    return Text(
        zh="＋".join(name.in_language("zh") for name in names), en=" + ".join(name.in_language("en") for name in names)
    )


def json_line(value: Any) -> str:
    """A value as one line of JSON that can be looked at: every character that acts instead of being seen is escaped."""
    told = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return told if told.isprintable() else UNSEEN.sub(lambda found: visible(found[0]), told)


def nearest(name: str, names: Iterable[str], *, likeness: float = 0.6) -> str:
    """The name most like `name`, or nothing where none is like it. Case and `-`, `_` and blanks make no difference.

    `likeness` is what counts as like it, from 0 (nothing in common) to 1 (the same), as `difflib` measures it.
    """
    plain = {_plain(candidate): candidate for candidate in names}
    close = get_close_matches(_plain(name), plain, n=1, cutoff=likeness)
    return plain[close[0]] if close else ""


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")
