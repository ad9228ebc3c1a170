"""Writes what is made from the model and its words: the schemas beside the scenarios. `make reference`."""

from collections.abc import Iterator
from pathlib import Path

from planner.wording import LANGUAGES, set_language
from planner.wording.json_schema import WHAT, schema_text

ROOT = Path(__file__).parents[2]


def made() -> Iterator[tuple[Path, str]]:
    """Every file with its text."""
    for language in LANGUAGES:
        set_language(language)
        between = "" if language == "zh" else f".{language}"
        for what in WHAT:
            yield ROOT / f"scenarios/schema/{what}{between}.schema.json", schema_text(what)


if __name__ == "__main__":
    for file, text in made():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(file.relative_to(ROOT))
