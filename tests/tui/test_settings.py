"""What is remembered from one start to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.tui.settings import RECENT, Settings


def test_what_was_chosen_is_there_again(tmp_path):
    settings = Settings(tmp_path / "folder" / "interface.json")
    assert (settings.language, settings.theme, settings.recent) == (None, "", ())
    settings.language, settings.theme = "zh", "planner-light"
    settings.opened(tmp_path / "a.toml")
    again = Settings(settings.path)
    assert (again.language, again.theme) == ("zh", "planner-light")
    assert again.recent == ((tmp_path / "a.toml").resolve(),)
    assert [file.name for file in settings.path.parent.iterdir()] == ["interface.json"]


def test_the_files_opened_last_come_first_and_few(tmp_path):
    settings = Settings(tmp_path / "interface.json")
    for number in [*range(RECENT + 3), 5]:
        settings.opened(tmp_path / f"{number}.toml")
    assert len(settings.recent) == RECENT
    assert settings.recent[0].name == "5.toml"
    assert len(set(settings.recent)) == RECENT


@pytest.mark.parametrize("content", ["", "[]", "{", '{"language": "fr", "theme": 3, "recent": [1]}', "\x00"])
def test_a_file_that_says_nonsense_says_nothing(tmp_path, content):
    path = tmp_path / "interface.json"
    path.write_text(content, encoding="utf-8")
    settings = Settings(path)
    assert (settings.language, settings.theme, settings.recent) == (None, "", ())


def test_a_folder_that_takes_nothing_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(Path(tmp_path / "file" / "interface.json"))
    settings.language = "zh"
    settings.keep()
