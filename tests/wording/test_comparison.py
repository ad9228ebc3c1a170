"""Findings as sentences, in both languages."""

import pytest

from planner.experiments.comparison import Finding, Rests
from planner.experiments.stress import GROUPS
from planner.metrics.indicators import FigureKey
from planner.stats.paired import compare
from planner.wording import comparison as words
from planner.wording import labels, set_language
from planner.wording.language import language

TIME = FigureKey("resolution_time_mean", "enforcement")
RATE = FigureKey("on_time_rate", "enforcement")
COUNT = FigureKey("overdue_end", "enforcement")
COST = FigureKey("cost", "all")


@pytest.fixture(autouse=True)
def same_language_afterwards():
    before = language()
    yield
    set_language(before)


def finding(figure, base, other, verdict, matters=0.5, needed=None):
    paired = compare(dict(enumerate(base)), dict(enumerate(other)), comparisons=1)
    return Finding(figure=figure, paired=paired, matters=matters, matters_stated=True, verdict=verdict, needed=needed)


SHORTER = finding(TIME, [12.0, 12.4, 12.8], [9.5, 9.8, 10.1], "better")
LESS_ON_TIME = finding(RATE, [0.90, 0.91, 0.92], [0.80, 0.81, 0.82], "worse", 0.02)
DEARER = finding(COST, [30e6, 30e6], [31e6, 31e6], "worse", 1e5)
ALIKE = finding(COUNT, [100.0, 110.0], [101.0, 111.0], "no-difference", 5.0)
SAME = finding(COUNT, [100.0, 110.0], [100.0, 110.0], "no-difference", 5.0)
UNKNOWN = finding(COUNT, [100.0, 110.0, 90.0], [80.0, 120.0, 95.0], "not-yet-known", 5.0, needed=40)
A_LITTLE = finding(TIME, [5.0, 5.1, 5.2], [4.5, 4.7, 4.7], "not-yet-known", 0.5, needed=12)
ALONE = finding(TIME, [5.0], [4.0], "not-yet-known")
ABSENT = Finding(figure=TIME, paired=None, matters=0.5, matters_stated=False, verdict=None, needed=None)


@pytest.mark.parametrize(
    ("found", "assumptions", "chinese", "english"),
    [
        (
            SHORTER,
            3,
            "执法类办理时长：平均由 12.4 天缩短到 9.8 天，好转（-2.60 ±0.25 天）；3 次模拟 3 次缩短；"
            "改动的 9 项数值中有 3 项是假设。",
            "Enforcement, resolution time: shortens from 12.4 d to 9.8 d on average, better (-2.60 ±0.25 d); "
            "shorter in 3 of 3 replications; 3 of the inputs that differ (9) are assumptions.",
        ),
        (
            LESS_ON_TIME,
            1,
            "执法类按时办结率：平均由 91.0% 下降到 81.0%，变差（-10.0 ±0.0 个百分点）；3 次模拟 3 次下降；"
            "改动的 9 项数值中有 1 项是假设。",
            "Enforcement, on-time rate: drops from 91.0% to 81.0% on average, worse (-10.0 ±0.0 points); "
            "lower in 3 of 3 replications; 1 of the inputs that differ (9) is an assumption.",
        ),
        (
            DEARER,
            0,
            "成本：平均由 3,000 万元 增加到 3,100 万元，变差（+100 ±0 万元）；2 次模拟 2 次增加；改动本身不依赖假设。",
            "Cost: grows from 30.0 million yuan to 31.0 million yuan on average, worse (+1.00 ±0.00 million yuan); "
            "more in 2 of 2 replications; the change itself rests on no assumption.",
        ),
        (
            ALIKE,
            2,
            "执法类期末超期未办结：105、106，没有值得在意的差别（+1.00 ±0.00；不到 5）。",
            "Enforcement, overdue at the end: 105 and 106, no difference that matters (+1.00 ±0.00; less than 5).",
        ),
        (
            SAME,
            2,
            "执法类期末超期未办结：均为 105，没有差别。",
            "Enforcement, overdue at the end: 105, the same in both.",
        ),
        (ABSENT, 2, "执法类办理时长：无法计算。", "Enforcement, resolution time: cannot be computed."),
    ],
)
def test_sentences(found, assumptions, chinese, english):
    for lang, expected in (("zh", chinese), ("en", english)):
        set_language(lang)
        assert words.sentence(found, Rests(assumptions, 0, 9)) == expected


def test_what_is_not_known_says_what_would_tell():
    set_language("en")
    assert words.sentence(UNKNOWN, Rests(1, 0, 9)).startswith(
        "Enforcement, overdue at the end: 100, 98, not yet known which is better"
    )
    assert words.sentence(UNKNOWN, Rests(1, 0, 9)).endswith("; about 40 replications would tell.")
    told = words.sentence(A_LITTLE, Rests(1, 0, 9))
    assert "shortens from" in told
    assert told.endswith("whether by 0.5 d or more is not yet known; about 12 replications would tell.")
    assert words.sentence(ALONE, Rests(1, 0, 9)).endswith("one replication alone tells nothing.")
    set_language("zh")
    assert words.sentence(UNKNOWN, Rests(1, 0, 9)).endswith("；约需模拟 40 次。")
    assert "是否达到 0.5 天，尚难判断" in words.sentence(A_LITTLE, Rests(1, 0, 9))


def test_marks_tell_without_colour():
    marks = [words.mark(found) for found in (SHORTER, DEARER, ALIKE, UNKNOWN, ABSENT)]
    assert marks == ["▼", "▲", "=", "?", "?"]


def test_signs():
    assert [words.signed(value, 1) for value in (1.25, -1.25, 0.04, -0.04, 1234.5)] == [
        "+1.2",
        "-1.2",
        "0.0",
        "0.0",
        "+1,234.5",
    ]


@pytest.mark.parametrize(
    ("amount", "figure", "expected"),
    [
        (0.5, TIME, "0.5 d"),
        (1.0, TIME, "1 d"),
        (0.02, RATE, "2 points"),
        (29.54, COUNT, "29.5"),
        (1500.0, COUNT, "1,500"),
    ],
)
def test_sizes_are_short(amount, figure, expected):
    set_language("en")
    assert words.size(amount, figure) == expected


def test_every_group_of_assumptions_has_a_name():
    assert set(words.ASSUMPTION_GROUPS) == set(GROUPS)
    set_language("zh")
    named = [labels.label(words.ASSUMPTION_GROUPS, group) for group in GROUPS]
    assert len(set(named)) == len(named)
    assert not any(name.isascii() for name in named)


@pytest.mark.parametrize(
    ("found", "chinese", "english"),
    [
        (
            SHORTER,
            "执法类办理时长：平均由 12.4 天缩短到 9.8 天，好转；3 次模拟 3 次缩短；改动的 9 项数值中有 3 项是假设。",
            "Enforcement, resolution time: shortens from 12.4 d to 9.8 d on average, better; "
            "shorter in 3 of 3 replications; 3 of the inputs that differ (9) are assumptions.",
        ),
        (
            ALIKE,
            "执法类期末超期未办结：基准 105，本方案 106，没有值得在意的差别。",
            "Enforcement, overdue at the end: base 105, here 106; no difference that matters.",
        ),
        (
            UNKNOWN,
            "执法类期末超期未办结：基准 100，本方案 98，孰优孰劣尚难判断；约需模拟 40 次。",
            "Enforcement, overdue at the end: base 100, here 98; which is better is not yet known; "
            "about 40 replications would tell.",
        ),
        (
            A_LITTLE,
            "执法类办理时长：平均由 5.10 天缩短到 4.63 天；差别是否够大，尚难判断；约需模拟 12 次。",
            "Enforcement, resolution time: shortens from 5.10 d to 4.63 d on average; whether by enough to matter is "
            "not yet known; about 12 replications would tell.",
        ),
    ],
)
def test_plain_sentences_leave_the_interval_to_another_place(found, chinese, english):
    for lang, expected in (("zh", chinese), ("en", english)):
        set_language(lang)
        assert words.plain_sentence(found, Rests(3, 0, 9)) == expected


@pytest.mark.parametrize("found", [SAME, ALONE, ABSENT])
def test_where_there_is_no_interval_both_sentences_are_the_same(found):
    set_language("en")
    assert words.plain_sentence(found, Rests(1, 0, 9)) == words.sentence(found, Rests(1, 0, 9))


def test_overdue_cases_are_counted_in_whole_ones():
    key = FigureKey("overdue_end", "enforcement")
    assert words.value(70.04, key, words.digits(key, 70.04, None)) == "70"


def test_a_change_without_assumptions_that_acts_through_some_says_both():
    set_language("en")
    assert words.sentence(DEARER, Rests(0, 1, 9)).endswith(
        "; the change itself rests on no assumption, what it acts through on 1 assumption."
    )
    assert words.sentence(DEARER, Rests(2, 5, 9)).endswith(
        "; 2 of the inputs that differ (9) are assumptions, what it acts through rests on 5 more."
    )
    set_language("zh")
    assert words.sentence(DEARER, Rests(0, 5, 9)).endswith("；改动本身不依赖假设，所经环节依赖 5 项假设。")


def test_a_sure_sign_and_an_unsure_size_are_kept_apart():
    """A_LITTLE is surely shorter, though perhaps by less than half a day; UNKNOWN may be either."""
    set_language("en")
    assert words.verdict_with_sign(A_LITTLE) == "better, but perhaps by less than 0.5 d"
    assert words.brief_verdict_with_sign(A_LITTLE) == "better (size?)"
    assert words.verdict_with_sign(UNKNOWN) == "not yet known"
    assert words.verdict_with_sign(SHORTER) == "better"
    set_language("zh")
    assert words.verdict_with_sign(A_LITTLE) == "好转，但幅度可能不足 0.5 天"
