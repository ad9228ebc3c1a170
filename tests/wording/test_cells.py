from hypothesis import given
from hypothesis import strategies as st

from planner.wording.cells import fit, pieces, width, wrap
from planner.wording.names import few


def test_chinese_takes_two_cells():
    assert width("办件 ab") == 7
    assert fit("办件", 6) == "办件  "
    assert fit("办件", 3) == "办 "


def test_lines_break_between_chinese_characters_and_at_spaces():
    assert wrap("平均 12 天办结", 8) == ["平均 12", "天办结"]
    assert wrap("one two three", 8) == ["one two", "three"]


def test_punctuation_does_not_begin_a_line():
    assert wrap("甲乙丙，丁", 6) == ["甲乙", "丙，丁"]


@given(st.text(alphabet="中文字，。ab c-12…", max_size=60), st.integers(12, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text, cells):
    lines = wrap(text, cells)
    words = [word for word in text.split() if width(word) > cells]
    assert all(width(line) <= cells for line in lines) or words
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_line_without_a_place_to_break_it_is_cut_where_it_is_full():
    assert pieces("城厢街道ab", 5) == ["城厢", "街道a", "b"]
    assert pieces("城厢", 1) == ["城", "厢"]
    assert pieces("", 5) == [""]


def test_the_first_names_stand_for_more():
    assert few(["a", "b"], 2) == "a, b"
    assert few(["a", "b", "c"], 2) == "a, b and 1 more"
    assert few(["a", "b"], 2, of=1_302) == "a, b and 1,300 more"
