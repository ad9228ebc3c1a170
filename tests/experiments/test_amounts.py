import pytest

from planner.errors import RequestError
from planner.experiments.headlines import Amount, Size, amount, matters_by_default
from planner.metrics.indicators import INDICATORS, FigureKey

TIME = FigureKey("resolution_time_mean", "enforcement")
EMERGENCY = FigureKey("response_time_mean", "emergency")
RATE = FigureKey("on_time_rate", "enforcement")
COUNT = FigureKey("overdue_end", "enforcement")


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("1d", TIME, Size(1.0)),
        (" 0.5 d ", TIME, Size(0.5)),
        ("3.5h", TIME, Size(0.5)),
        ("2", TIME, Size(2.0)),
        ("5%", TIME, Size(0.05, relative=True)),
        ("5％", TIME, Size(0.05, relative=True)),
        ("０.５ｄ", TIME, Size(0.5)),
        ("1d", EMERGENCY, Size(24.0)),
        ("2h", EMERGENCY, Size(2.0)),
        ("0.02", RATE, Size(0.02)),
        ("2%", RATE, Size(0.02)),
        (".5", COUNT, Size(0.5)),
        ("10%", COUNT, Size(0.1, relative=True)),
    ],
)
def test_a_size_in_the_unit_of_its_figure(text, figure, expected):
    assert amount(text, figure.indicator).of(figure, hours_per_day=7.0) == expected


@pytest.mark.parametrize("text", ["", "d", "-1d", "0", "0%", "1e999", "1w", "nan", "1,5d", "1d2", "1①d", "3²", "½d"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(RequestError) as caught:
        amount(text, "resolution_time_mean", "--matters")
    (problem,) = caught.value.problems
    assert (problem.kind, problem.path, problem.facts["got"]) == ("not-an-amount", "--matters", text)


def test_days_and_hours_are_for_times_and_a_bare_number_for_one_indicator():
    for text, indicator in (("1d", "on_time_rate"), ("1h", "overdue_end"), ("1", None), ("1d", None)):
        with pytest.raises(RequestError):
            amount(text, indicator)
    assert amount("5%") == Amount(5.0, "%")


def test_a_relative_size_follows_the_mean_down_to_the_least():
    size = Size(0.05, relative=True, least=1.0)
    assert (size.at(-200.0), size.at(3.0), Size(2.0).at(1e9)) == (10.0, 1.0, 2.0)


def test_every_indicator_has_a_size_by_default():
    for indicator in INDICATORS.values():
        for family in ("enforcement", "emergency"):
            assert matters_by_default(FigureKey(indicator.id, family)).value > 0
