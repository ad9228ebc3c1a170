"""What charts draw, row by row."""

import math
from datetime import date

from planner.tui.charts.bars import Bar, Kind, Stack, bar_chart, kinds_legend, stacked_bars
from planner.tui.charts.grid import above, day_ticks, round_ticks, tick_words, written
from planner.tui.charts.intervals import Difference, interval_chart
from planner.tui.charts.journey import Stage, Stretch, journey_chart
from planner.tui.charts.lines import Line, legend, line_chart
from planner.tui.frame.themes import PLAIN, THEMES, palette_of
from planner.wording import set_language
from planner.wording.cells import cut


def rows(strips):
    return written(strips).split("\n")


def test_an_interval_stands_where_its_numbers_are():
    drawn = [
        Difference(
            label="执法类", words="-2.0 ±0.5 天", mark="▼", tone="better", mean=-2.0, half_width=0.5, matters=0.5
        ),
        Difference(label="one only", words="+1.0 d", mean=1.0, matters=0.5),
        Difference(label="absent", words="–", matters=0.5),
    ]
    assert rows(interval_chart(drawn, width=60, palette=PLAIN)) == [
        "▼ 执法类   ┣━━●━━┫      ···│···               -2.0 ±0.5 天",
        "? one only              ···│···  ●            +1.0 d",
        "? absent                ···│···               –",
        "           ───┴──────┴─────┴─────┴──────┴───",
        "              -2     -1    0     1      2",
    ]


def test_where_there_is_no_room_the_words_stand_above():
    drawn = [Difference(label="按时办结率", words="好转", mark="▲", tone="better", mean=1.0, half_width=0.5)]
    assert rows(interval_chart(drawn, width=24, palette=PLAIN)) == [
        "▲ 按时办结率        好转",
        "           │   ┣━━●━━━┫",
        "────┴──────┴──────┴────",
        "    -1     0      1",
    ]


def test_an_interval_that_is_much_wider_than_all_else_ends_in_arrows():
    drawn = [Difference(label="a", words="wide", mean=0.1, half_width=1e6), Difference(label="b", words="", mean=0.2)]
    line = rows(interval_chart(drawn, width=60, palette=PLAIN))[0]
    assert "◀" in line and "▶" in line and "●" in line


def test_rows_that_do_not_fit_are_counted(lang):
    drawn = [Difference(label=str(number), mean=1.0) for number in range(9)]
    told = rows(interval_chart(drawn, width=60, height=8, palette=PLAIN))
    assert len(told) == 8
    assert ("另有 4 项" if lang == "zh" else "4 more") in told[5]


def test_lines_with_their_letters_ticks_and_dates():
    set_language("en")
    base = Line(letter="A", name="base", values=[100.0] * 60, place=0)
    other = Line(letter="B", name="other", values=[100.0 - day for day in range(60)], place=1)
    drawn = line_chart([base, other], date(2025, 1, 1), width=40, height=8, palette=PLAIN)
    assert rows(drawn)[0].startswith("100┤⠉⠙⠛⠒⠭⠭⢍⣀⣉⠉⠉ ⠉⠉⠉ ⠉⠉⠉")
    assert rows(drawn)[0].endswith(" A")
    assert any(line.endswith(" B") for line in rows(drawn)[2:4])
    assert rows(drawn)[-2:] == ["  0└──┬───────┬───────┬───────┬───────", "      6 Jan   20 Jan  3 Feb   17 Feb"]


def test_a_flat_line_is_at_its_height_and_a_gap_is_a_gap():
    values = [10.0] * 4 + [math.nan] * 4 + [10.0] * 4
    drawn = rows(
        line_chart(
            [Line(letter="B", name="", values=values, place=1)], date(2025, 1, 1), width=21, height=4, palette=PLAIN
        )
    )
    assert "    " in drawn[0]
    assert not drawn[1].strip(" │0└─")


def test_all_zero_is_on_the_axis():
    drawn = rows(
        line_chart([Line(letter="A", name="", values=[0.0] * 30)], date(2025, 1, 1), width=30, height=5, palette=PLAIN)
    )
    assert "⣀" in drawn[2] and not set(drawn[0]) & set("⠉⠒⠤⣀")


def test_letters_of_lines_that_end_together_stand_below_each_other():
    both = [Line(letter=letter, name="", values=[5.0, 5.0], place=place) for place, letter in enumerate("AB")]
    drawn = rows(line_chart(both, date(2025, 1, 1), width=30, height=6, palette=PLAIN))
    assert drawn[0].endswith("A") and drawn[1].endswith("B")


def test_the_legend_says_what_letters_stand_for():
    lines = [
        Line(letter="A", name="莱阳 现状", values=[1.0]),
        Line(letter="B", name="with whistle", values=[1.0], place=1),
    ]
    assert rows(legend(lines, width=60, palette=PLAIN, band="95% 区间")) == [
        "╌╌ A 莱阳 现状   ── B with whistle   ⢌⢌ 95% 区间"
    ]
    assert len(legend(lines, width=24, palette=PLAIN, band="95% 区间")) == 3


def test_bars_are_as_long_as_their_values():
    drawn = [
        Bar(label="城厢街道", value=8.0, words="8.0", base=4.0),
        Bar(label="East", value=4.0, words="4.0"),
        Bar(label="none", value=0.0, words="0"),
        Bar(label="absent", value=None, words="–"),
    ]
    assert rows(bar_chart(drawn, width=29, palette=PLAIN)) == [
        "城厢街道 ████████◆███████ 8.0",
        "East     ████████         4.0",
        "none                        0",
        "absent                      –",
    ]


def test_bars_to_both_sides_of_zero():
    drawn = [Bar(label="a", value=-3.0, words="-3"), Bar(label="b", value=1.0, words="+1")]
    assert rows(bar_chart(drawn, width=21, palette=PLAIN)) == [
        "a ████████████│    -3",
        "b             ████ +1",
    ]


def test_parts_add_up_to_the_whole_and_have_letters():
    kinds = [
        Kind(letter=letter, name=name, place=place)
        for place, (letter, name) in enumerate(zip("ABC", ("等", "办", "转"), strict=True))
    ]
    drawn = [
        Stack(label="base", parts=[2.0, 1.0, 1.0], words="4"),
        Stack(label="new", parts=[1.0, math.nan, 1.0], words="2"),
    ]
    assert rows(stacked_bars(drawn, kinds, width=23, palette=PLAIN)) == [
        "base ███A████▓B▓▓▒C▒▒ 4",
        "new  █A██▒C▒▒         2",
    ]
    assert rows(kinds_legend(kinds, width=23, palette=PLAIN)) == ["A 等   B 办   C 转"]


def test_a_journey_shows_when_it_waited_and_when_it_was_due():
    stages = [
        Stage(
            label="受理",
            stretches=[Stretch(begin=0.0, end=2.0, manner="waits"), Stretch(begin=2.0, end=4.0, manner="worked")],
        ),
        Stage(label="决定", stretches=[Stretch(begin=4.0, end=None, manner="on-the-way")]),
    ]
    drawn = rows(journey_chart(stages, date(2025, 3, 3), 10.0, width=25, palette=PLAIN, due=8.0, due_words="期限"))
    assert drawn[0] == "受理 ░░░░████        ┊"
    assert drawn[1] == "决定         ▒▒▒▒▒▒▒▒▒▒▒▶"
    assert "┼" in drawn[2] and "期限" in drawn[3]


def test_round_ticks():
    assert round_ticks(0.0, 400.0, 5) == [0.0, 100.0, 200.0, 300.0, 400.0]
    assert round_ticks(-2.4, 2.4, 5) == [-2.0, -1.0, 0.0, 1.0, 2.0]
    assert round_ticks(0.0, 0.0, 4) == [0.0]
    assert above(313.0) == 350.0
    assert above(0.0) == 1.0
    assert tick_words([0.0, 0.5, 1.0]) == ["0", "0.5", "1.0"]


def test_large_numbers_are_told_as_the_language_does(lang):
    told = tick_words([0.0, 50_000.0, 100_000.0])
    assert told == (["0", "5万", "10万"] if lang == "zh" else ["0", "50k", "100k"])


def test_days_are_named_as_the_language_does(lang):
    told = [words for _day, words in day_ticks(date(2025, 11, 1), 120, 60)]
    assert told == (
        ["2025年11月", "12月", "2026年1月", "2月"] if lang == "zh" else ["Nov 2025", "Dec", "Jan 2026", "Feb"]
    )
    years = [words for _day, words in day_ticks(date(2025, 1, 1), 3653, 60)]
    assert years[0] == ("2026年" if lang == "zh" else "2026")


def test_shortening_never_cuts_a_character_in_half():
    assert cut("城厢街道", 8) == "城厢街道"
    assert cut("城厢街道", 7) == "城厢街…"
    assert cut("城厢街道", 6) == "城厢…"
    assert cut("城厢街道", 0) == ""


def test_every_theme_has_styles_for_all_causes_and_scenarios():
    for theme in THEMES:
        palette = palette_of(theme)
        assert len({style.color for style in palette.causes}) == 11
        assert len({style.color for style in palette.series}) == len(palette.bands) == 5
