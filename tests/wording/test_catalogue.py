import ast
import re
import runpy
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from planner.wording import _, language, ngettext, set_language

WORDS = runpy.run_path(str(Path(__file__).with_name("words.py")))
USED = [message for message in WORDS["used"]() if message.id]
TRANSLATED = {message.id: message for message in WORDS["translated"]() if message.id}


def blanks(text: str) -> set[str]:
    return {field for _text, field, _spec, _conversion in string.Formatter().parse(text) if field is not None}


def forms(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def pair(message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    source = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    return source, tuple(forms(message))


def test_every_sentence_in_the_code_has_a_chinese_one():
    missing = [
        message.id
        for message in USED
        if message.id not in TRANSLATED
        or not all(form.strip() or not form for form in forms(TRANSLATED[message.id]))
        or not any(forms(TRANSLATED[message.id]))
    ]
    assert missing == []


def literals() -> Iterator[str]:
    """What the code gives to the functions that translate; inside f-strings too, where the extraction does not look."""
    for file in WORDS["PACKAGE"].rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS["KEYWORDS"]:
                yield from [one.value for one in node.args[:1] if isinstance(one, ast.Constant)]


def test_no_sentence_escapes_the_extraction():
    extracted = {message.id if isinstance(message.id, str) else message.id[0] for message in USED}
    assert set(literals()) - extracted == set()


def test_no_chinese_sentence_is_left_over():
    assert {message.id for message in USED} == set(TRANSLATED)


def test_both_languages_have_the_same_blanks():
    wrong = {}
    for message in TRANSLATED.values():
        source = message.id if isinstance(message.id, str) else message.id[1]
        for form in forms(message):
            if blanks(form) != blanks(source):
                wrong[source] = form
    assert wrong == {}


def test_singular_and_plural_have_the_same_blanks():
    plurals = [message.id for message in USED if not isinstance(message.id, str)]
    assert [pair for pair in plurals if blanks(pair[0]) != blanks(pair[1])] == []


def test_the_compiled_catalogue_is_fresh():
    with WORDS["MO"].open("rb") as file:
        compiled = [message for message in read_mo(file) if message.id]
    assert {pair(message) for message in compiled} == {pair(message) for message in TRANSLATED.values()}


def test_the_catalogue_is_written_as_make_words_writes_it():
    assert WORDS["PO"].read_text(encoding="utf-8") == WORDS["as_po"](WORDS["translated"]())


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh-Hans"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "fr:en:zh"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "", "LC_ALL": "", "LANGUAGE": ""}, "en"),
    ],
)
def test_the_locale_decides(environment, expected, monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    set_language(None)
    assert language() == expected


def test_a_language_without_a_catalogue_is_refused():
    with pytest.raises(ValueError):
        set_language("fr")


def test_words_follow_the_language():
    set_language("zh")
    assert _("Options") == "选项"
    assert ngettext("{n} minute", "{n} minutes", 2).format(n=2) == "2 分钟"
    set_language("en")
    assert _("Options") == "Options"
    assert ngettext("{n} minute", "{n} minutes", 1).format(n=1) == "1 minute"


@pytest.mark.parametrize(
    "word",
    ["空余", "赋权·收回", "转到字段", "配色", "库里", "起伏", "基准写明", "自处", "无头事项", "推演", "怎么办有用"],
)
def test_officials_read_their_own_words_in_sentences_and_scenarios(word):
    """What documents say word for word stands in `quote` and stays."""
    files = sorted((WORDS["PACKAGE"].parent / "scenarios").rglob("*.toml"))
    quoted = re.compile(r'quote = "[^"]*"')
    assert files
    assert [file for file in files if word in quoted.sub("", file.read_text(encoding="utf-8"))] == []
    assert [forms(message) for message in TRANSLATED.values() if word in "".join(pair(message)[1])] == []


def test_a_power_that_cannot_be_used_is_advised_to_go_back():
    """The verdict is advice; whether powers are taken back is decided elsewhere."""
    set_language("zh")
    assert "✗ 建议收回" in _("   △ delegate later: overloaded   ✗ recall: no crew")
    assert _("recall") == "建议收回"


def test_the_program_has_one_name():
    set_language("zh")
    readme = (WORDS["PACKAGE"].parent / "README.zh.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {_('Township planner')}\n")


@pytest.mark.parametrize(
    "words",
    [
        "转到字段", "配色", "怎么办有用", "库里只存数字", "诉求与办件的起伏", "基准写明", "网格自处", "无头事项",
        "赋权·收回", "推演器",
    ],
)  # fmt: skip
def test_words_that_no_office_uses_stay_out_of_the_chinese(words):
    """Each has a word of the offices in its place, as users of the first version asked."""
    assert [form for message in TRANSLATED.values() for form in forms(message) if words in form] == []


def test_in_chinese_no_blank_stands_between_a_number_and_the_word_after_it():
    blank = re.compile(r"(\d|\{n\}) 才")
    assert [form for message in TRANSLATED.values() for form in forms(message) if blank.search(form)] == []
