"""Whatever is drawn, and however wide: every line has exactly the cells that were asked for."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.tui.charts.bars import Bar, Kind, Stack, bar_chart, kinds_legend, stacked_bars
from planner.tui.charts.intervals import Difference, interval_chart
from planner.tui.charts.journey import Stage, Stretch, journey_chart
from planner.tui.charts.lines import Line, legend, line_chart
from planner.tui.frame.themes import PLAIN
from planner.wording.cells import width as cells_of

WIDTHS = st.integers(20, 200)
HEIGHTS = st.integers(3, 40)
WORDS = st.text("城厢街道 执法abc XYZ，。…é\u200d\u0301（）½😀", max_size=30)
NUMBERS = st.one_of(
    st.sampled_from([0.0, float("nan"), float("inf"), -float("inf"), 1e-300, -1e-9, 1e18, 5e-324]),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-1e3, 1e3),
)
POSITIVE = NUMBERS.map(abs)


def exact(strips, width):
    for strip in strips:
        assert strip.cell_length == width
        assert cells_of(strip.text) == width
        assert sum(cells_of(segment.text) for segment in strip) == width
    return True


@given(
    st.lists(
        st.builds(
            Difference,
            label=WORDS,
            words=WORDS,
            mark=st.sampled_from("▲▼=?"),
            mean=st.none() | NUMBERS,
            half_width=st.none() | POSITIVE,
            matters=st.floats(0.0, 1e6),
        ),
        max_size=12,
    ),
    WIDTHS,
    st.none() | HEIGHTS,
    st.booleans(),
    WORDS,
)
def test_intervals(rows, width, height, own_scale, side):
    strips = interval_chart(
        rows, width=width, height=height, palette=PLAIN, own_scale=own_scale, below=side, beyond=side
    )
    assert exact(strips, width)
    assert height is None or len(strips) <= height


@given(
    st.lists(st.tuples(WORDS, st.lists(POSITIVE, max_size=500), st.booleans()), max_size=5),
    st.dates(date(1990, 1, 1), date(2080, 1, 1)),
    WIDTHS,
    HEIGHTS,
)
def test_lines(drawn, start, width, height):
    lines = [
        Line(
            letter="ABCDE"[place],
            name=name,
            values=values,
            low=[value * 0.9 for value in values] if banded else (),
            high=[value * 1.1 for value in values] if banded else (),
            place=place,
        )
        for place, (name, values, banded) in enumerate(drawn)
    ]
    strips = line_chart(lines, start, width=width, height=height, palette=PLAIN, change=date(2025, 3, 3))
    assert exact(strips, width)
    assert len(strips) == height
    assert exact(legend(lines, width=width, palette=PLAIN, band="95% 区间"), width)


@given(
    st.lists(
        st.builds(Bar, label=WORDS, words=WORDS, value=st.none() | NUMBERS, base=st.none() | NUMBERS), max_size=30
    ),
    WIDTHS,
    st.none() | HEIGHTS,
)
def test_bars(bars, width, height):
    strips = bar_chart(bars, width=width, height=height, palette=PLAIN)
    assert exact(strips, width)
    assert height is None or len(strips) <= height


@given(st.lists(st.tuples(WORDS, WORDS, st.lists(NUMBERS, min_size=4, max_size=4)), max_size=4), WIDTHS)
def test_stacks(stacks, width):
    kinds = [Kind(letter=letter, name=name, place=0) for letter, name in zip("ABCD", "等办转撤", strict=True)]
    told = [Stack(label=label, words=words, parts=parts) for label, words, parts in stacks]
    assert exact(stacked_bars(told, kinds, width=width, palette=PLAIN), width)
    assert exact(kinds_legend(kinds, width=width, palette=PLAIN), width)


@given(
    st.lists(
        st.builds(
            Stage,
            label=WORDS,
            words=WORDS,
            stretches=st.lists(
                st.builds(
                    Stretch,
                    begin=NUMBERS,
                    end=st.none() | NUMBERS,
                    manner=st.sampled_from(["waits", "on-the-way", "worked"]),
                ),
                max_size=3,
            ),
        ),
        max_size=12,
    ),
    st.floats(0.0, 400.0),
    st.none() | st.floats(-10.0, 500.0),
    WIDTHS,
    st.none() | HEIGHTS,
)
def test_journeys(stages, days, due, width, height):
    strips = journey_chart(
        stages, date(2025, 3, 3), days, width=width, height=height, palette=PLAIN, due=due, due_words="期限"
    )
    assert exact(strips, width)
    assert height is None or len(strips) <= height
