"""A block from a spreadsheet: what is read, where it goes, and that it goes there whole or not at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.editing import EditRefused, people_table
from planner.editing.pasting import pasting


@pytest.fixture
def paste(own):
    """Paste at a row and column of the table of townships; gives the numbers by the end of their paths."""

    def paste(text, row=0, column=0):
        table = people_table(own.state)
        values = pasting(table, row, column, text).values
        return {path.removeprefix("townships.").replace("teams.", ""): number for path, number in values.items()}

    return paste


@pytest.fixture
def refused(own):
    def refused(text, row=0, column=0):
        with pytest.raises(EditRefused) as refusal:
            pasting(people_table(own.state), row, column, text)
        return [
            (problem.kind, problem.facts.get("row"), problem.facts.get("column")) for problem in refusal.value.problems
        ]

    return refused


WINDOW = ["window.staff.civil", "window.staff.institution", "window.staff.contract", "window.certified"]


class TestWhatIsRead:
    def test_a_plain_block(self, paste):
        assert paste("1\t2\n3\t4\n") == {
            "a.window.staff.civil": 1,
            "a.window.staff.institution": 2,
            "b.window.staff.civil": 3,
            "b.window.staff.institution": 4,
        }

    @pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r", "\n\n", "\t\n \t\n"])
    def test_ends_of_lines(self, paste, end):
        assert list(paste(f"1\t2\r\n3\t4{end}").values()) == [1, 2, 3, 4]

    def test_full_width_separators_and_dashes(self, paste):
        assert list(paste("１２\t１，２３４\t—\n 3 \t3.0\t5人\n").values()) == [12, 1234, 0, 3, 3, 5]

    def test_blanks_leave_what_is_there(self, paste):
        assert paste("1\t\t3\n\t/\t４") == {
            "a.window.staff.civil": 1,
            "a.window.staff.contract": 3,
            "b.window.staff.contract": 4,
        }

    def test_cells_in_quotation_marks(self, paste):
        assert list(paste('"1,234"\t2\n"3"\t4').values()) == [1234, 2, 3, 4]

    def test_at_a_position(self, paste):
        assert paste("7", row=1, column=5) == {"b.squad.staff.institution": 7}


class TestHeadings:
    def test_heading_rows_are_passed_over(self, paste):
        assert list(paste("便民大厅\t\n行政\t事业\n1\t2\n").values()) == [1, 2]

    def test_rows_go_where_the_names_say(self, paste):
        text = "单位\t行政\t事业\n乙镇\t3\t4\n甲镇\t1\t2\n"
        assert paste(text, row=2) == {
            "b.window.staff.civil": 3,
            "b.window.staff.institution": 4,
            "a.window.staff.civil": 1,
            "a.window.staff.institution": 2,
        }

    @pytest.mark.parametrize("name", ["丙街道", "丙", " 丙 街道 ", "c", "C"])
    def test_names_in_several_forms(self, paste, name):
        assert paste(f"{name}\t5", column=9) == {"c.hub.staff.institution": 5}

    def test_a_whole_sheet(self, paste):
        text = (
            "乡镇人员情况表\t\t\t\t\n"
            "序号\t单位\t行政\t事业\t合计\n"
            "1\t甲镇\t1\t2\t3\n"
            "2\t乙镇\t３\t\t3\n"
            "\t合计\t4\t2\t6\n"
        )
        assert paste(text) == {"a.window.staff.civil": 1, "a.window.staff.institution": 2, "b.window.staff.civil": 3}

    def test_numbering_without_a_heading(self, paste):
        assert paste("1\t乙镇\t3\n2\t甲镇\t1\n") == {"b.window.staff.civil": 3, "a.window.staff.civil": 1}

    def test_a_row_without_numbers_changes_nothing(self, paste):
        assert paste("甲镇\t\n乙镇\t3\n") == {"b.window.staff.civil": 3}


class TestDepartments:
    @pytest.mark.parametrize(
        "head", ["单位\t事业\t行政", "部门\t承办机构事业\t承办机构（行政）", "Department\tinst.\tcivil"]
    )
    def test_their_team_needs_no_name(self, own, head):
        table = people_table(own.state, "departments")
        values = pasting(table, 0, 1, f"{head}\n综合执法\t6\t4\n生态环境局\t2\t3\n").values
        assert values == {
            "departments.urban.team.staff.institution": 6,
            "departments.urban.team.staff.civil": 4,
            "departments.ecology.team.staff.institution": 2,
            "departments.ecology.team.staff.civil": 3,
        }

    def test_other_people_are_named(self, own):
        table = people_table(own.state, "departments")
        values = pasting(table, 0, 1, "其他人员\t\t\n行政\t事业\t编外\n7\t8\t9\n").values
        assert list(values.values()) == [7, 8, 9] and all("other_staff" in path for path in values)


class TestRefused:
    def test_every_problem_is_listed(self, refused):
        assert refused("1\tx\n2.5\t-3\n") == [("wrong-type", 1, 2), ("wrong-type", 2, 1), ("out-of-range", 2, 2)]

    def test_outside_the_table(self, refused):
        assert refused("1\n2\n3\n", row=1, column=12) == [("outside-table", 3, 1)]
        assert refused("1\t2\n", column=14) == [("outside-table", 1, 2)]
        assert refused("1\n", row=5) == [("outside-table", 1, 1)]

    def test_a_unit_without_such_a_team(self, refused, paste):
        assert refused("4\n", row=2) == [("no-such-team", 1, 1)]
        assert paste("0\n", row=2) == {}

    def test_names(self, own, refused):
        assert refused("丁镇\t3\n甲镇\t1\n甲镇\t2\n") == [("unknown-name", 1, 1), ("pasted-twice", 3, 1)]
        with pytest.raises(EditRefused) as refusal:
            pasting(people_table(own.state), 0, 0, "丙街到\t3\n甲镇\t1\n")
        assert refusal.value.problems[0].nearest == "丙街道"

    @given(text=st.text(alphabet='0123456789\t\n\r",.-/x甲乙镇合计 １，', max_size=40), row=st.integers(0, 4))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_is_numbers_or_problems(self, own, text, row):
        table = people_table(own.state)
        try:
            values = pasting(table, row, 0, text).values
        except EditRefused as refusal:
            assert refusal.problems
        else:
            places = {cell.path for line in table.rows for cell in line.cells}
            assert all(path in places and type(number) is int and number >= 0 for path, number in values.items())

    @pytest.mark.parametrize("text", ["", "\n\n", "\t\n", "行政\t事业\n"])
    def test_nothing(self, refused, text):
        assert [kind for kind, *_ in refused(text)] == ["nothing-pasted"]

    @pytest.mark.parametrize("text", ["1\t" * 30_000, "1\n" * 30_000, "1" * 200_000])
    def test_what_is_far_too_large_is_refused_at_once(self, refused, text):
        assert refused(text) == [("block-too-large", 1, 1)]

    def test_an_open_quotation_mark(self, refused):
        assert refused('甲镇\t1\n"乙镇\t2\n丙街道\t3\n') == [("open-quotes", 2, 1)]

    def test_nothing_is_half_applied(self, own):
        with pytest.raises(EditRefused):
            own.paste(pasting(people_table(own.state), 0, 0, "1\t2\n3\tx\n"))
        assert own.done == () and not own.unsaved


class TestCommand:
    def test_it_is_one_command(self, own):
        before = own.tables
        command = own.paste(pasting(people_table(own.state), 0, 5, "6\t\t3\n3\t\t1\n"))
        assert (command.kind, command.facts["count"]) == ("paste", 4)
        scenario = own.state.scenario
        assert scenario.townships["a"].teams["squad"].staff.institution == 6
        assert scenario.townships["b"].teams["squad"].certified == 1
        own.undo()
        assert own.tables == before

    def test_what_does_not_fit_is_a_problem_of_the_state(self, own):
        own.paste(pasting(people_table(own.state), 0, 7, "60"))
        assert [problem.kind for problem in own.state.problems] == ["exceeds"]
