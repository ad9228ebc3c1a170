"""A comparison in plain words, for a person: what differs, why, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.figure_tables import STYLES, finding_cells, finding_table
from planner.cli.layout import assumptions, bar, heading, plain_table, say, say_day_notes, say_place
from planner.wording import _, figures, labels, names, ngettext
from planner.wording import changed as inputs
from planner.wording import comparison as words
from planner.wording import why as reasons
from planner.wording import why as ways
from planner.wording.cells import width, wrap
from planner.wording.figures import group_name
from planner.wording.figures import sentences as gap_sentences
from planner.wording.numbers import number, percent

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput, PostBalance
    from planner.experiments.comparison import Alternative, Comparison, Finding, Rests
    from planner.experiments.stress import Flip, StressTest
    from planner.experiments.transition import Transition
    from planner.experiments.why import Split, Why
    from planner.model.scenario import Scenario


CHANGES_SHOWN = 30
WIDE = 118
"""Cells from which on a table of long paths is easy to read."""

_STYLES = {"assumption": "yellow"}


def show_changes(console: Console, base: Scenario, other: Scenario, changed: Sequence[ChangedInput]) -> None:
    """Print every input that differs, assumptions marked."""
    if not changed:
        say(console, _("What changed: nothing."), style="bold")
        return
    say(console, _("What changed"), style="bold")
    added = [measure for measure in other.measures if measure not in base.measures]
    if added:
        say(console, _("Measures: {names}.").format(names=names.listed(added)))
    shown = changed[:CHANGES_SHOWN]
    if console.width < WIDE:
        _list_changes(console, base, other, shown)
    else:
        console.print(_table_of_changes(base, other, shown))
    left = len(changed) - CHANGES_SHOWN
    if left > 0:
        rest = ngettext("… and {n} more value (--json lists all)", "… and {n} more values (--json lists all)", left)
        say(console, rest.format(n=left))


def _table_of_changes(base: Scenario, other: Scenario, changed: Sequence[ChangedInput]) -> Table:
    table = plain_table(_("value"), _("base"), _("here"), _("source"))
    for change in changed:
        named = Text.assemble(inputs.in_words(change, base, other), "\n", (inputs.name(change, base), "dim"))
        table.add_row(named, *inputs.before_and_after(change, base, other), _tag(change))
    return table


def _list_changes(console: Console, base: Scenario, other: Scenario, changed: Sequence[ChangedInput]) -> None:
    """Names and paths are long: each on a line of its own, and what changes below them."""
    for change in changed:
        told, path = inputs.in_words(change, base, other), inputs.name(change, base)
        say(console, told, indent=2)
        if path != told:
            say(console, path, indent=4, style="dim")
        before, after = inputs.before_and_after(change, base, other)
        lines = wrap(f"{before} → {after}", console.width - 6 - width(_tag(change).plain))
        for number_, line in enumerate(lines, 1):
            parts: list[tuple[str, str] | Text] = [(f"    {line}", "")]
            if number_ == len(lines):
                parts += [("  ", ""), _tag(change)]
            console.print(Text.assemble(*parts), soft_wrap=True)


def _tag(change: ChangedInput) -> Text:
    return Text(inputs.tag(change), style=_STYLES.get(change.tag, "green"))


def show_posts(console: Console, base: Scenario, other: Scenario, balance: PostBalance) -> None:
    """Print who gives and who takes posts, and what that adds up to."""
    say(console, _("Posts given and taken"), style="bold")
    headings, rows = inputs.posts_table(base, other, balance)
    table = plain_table(*headings)
    for unit in rows[:-1]:
        table.add_row(*unit)
    table.add_row(Text(rows[-1][0], style="bold"), *rows[-1][1:])
    console.print(table)


PARTS_SHOWN = 6
PARTS_SHOWN_WIDE = 10
BAR_CELLS = 10
SIDE_BY_SIDE = 140
"""Cells from which on two tables stand beside each other."""


def show_why(console: Console, base: Scenario, other: Scenario, why: Why) -> None:
    """Print where the difference of the mean time comes from."""
    told = words.difference(why.whole, why.figure)
    say(console, _("Why: {figure} {difference}").format(figure=words.figure(why.figure), difference=told), style="bold")
    most = PARTS_SHOWN if console.width < SIDE_BY_SIDE else PARTS_SHOWN_WIDE
    tables = [
        _table(base, other, why, split, reasons.digits(why), most)
        for split in why.splits
        # A family of one case type, or of one department, says nothing new.
        if split.by == "cause" or len(split.parts) > 1
    ]
    if console.width < SIDE_BY_SIDE:
        for table in tables:
            console.print(table)
        return
    grid = Table.grid(padding=(0, 4))
    for place in range(0, len(tables), 2):
        grid.add_row(*tables[place : place + 2])
    console.print(grid)


def _table(base: Scenario, other: Scenario, why: Why, split: Split, digits: int, most: int) -> Table:
    """One way of splitting; parts too small to be seen, and the rest of a long list, in one line."""
    rows = reasons.rows(base, other, why, split, digits, most)
    longest = max((abs(row.mean) for row in rows), default=0.0) or 1.0
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False, padding=(0, 1))
    table.add_column(labels.label(words.SPLITS, split.by), overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    for row in rows:
        half = "" if row.half_width is None else f" ±{number(row.half_width, digits)}"
        table.add_row(
            f"  {row.name}",
            Text(bar(abs(row.mean) / longest, BAR_CELLS), style="red" if row.mean > 0 else "green"),
            f"{words.signed(row.figure, digits)}{half}",
        )
    return table


def show_comparison(console: Console, comparison: Comparison, stress: StressTest | None) -> None:
    """Print every alternative in turn, then what the verdicts rest on."""
    if comparison.interrupted:
        say(console, _("Stopped early: these are the replications finished so far."), style="yellow")
        console.print()
    base = comparison.base.scenario
    title = names.scenario_title(base)
    console.print(heading(_("Compared with: {base}").format(base=title), base.name))
    say_place(console, base)
    if len(comparison.alternatives) > 1:
        console.print()
        _show_overview(console, comparison)
    for number_, alternative in enumerate(comparison.alternatives, 1):
        console.print()
        _show_alternative(console, comparison, alternative, number_)
    if stress is not None:
        console.print()
        _show_stress(console, comparison, stress)
    console.print()
    for line in _basis(comparison):
        say(console, line, style="dim")
    say(console, assumptions(base), style="dim")
    say_day_notes(console, (base, *(one.run.scenario for one in comparison.alternatives)))


def _show_overview(console: Console, comparison: Comparison) -> None:
    """All alternatives beside each other, by number."""
    table = plain_table("", _("base"), *(str(number_) for number_ in range(1, len(comparison.alternatives) + 1)))
    for rows in zip(*(alternative.findings for alternative in comparison.alternatives), strict=True):
        base = next((found.paired.base_mean for found in rows if found.paired), None)
        if base is None:
            continue
        cells = []
        for found in rows:
            if found.paired is None:
                cells.append(Text("–"))
                continue
            digits = words.digits(found.figure, base, found.paired.difference.half_width)
            told = words.value(found.paired.other_mean, found.figure, digits)
            cells.append(Text(f"{words.mark(found)} {told}", style=STYLES.get(found.verdict or "", "")))
        first = rows[0].figure
        table.add_row(words.figure(first), words.value(base, first, words.digits(first, base, None)), *cells)
    console.print(table)


def _show_alternative(console: Console, comparison: Comparison, alternative: Alternative, number_: int) -> None:
    scenario = alternative.run.scenario
    title = names.scenario_title(scenario)
    if len(comparison.alternatives) > 1:
        title = f"{number_}  {title}"
    console.print(heading(title, scenario.name))
    if not any(found.paired for found in alternative.findings):
        say(console, _("No replication was finished in both."))
        return
    leading = [found for found in alternative.findings if found.figure.family in comparison.question.leading]
    for found in leading:
        _show_finding(console, found, alternative.rests)
    others = [found for found in alternative.findings if found not in leading]
    if others:
        console.print()
        console.print(finding_table(_("Elsewhere"), others))
    _show_window(console, comparison, alternative)
    for grouping, findings in alternative.groups.items():
        _show_groups(console, comparison, alternative, grouping, findings)
    some = {
        found.figure: found.paired.difference.n
        for found in alternative.findings
        if found.paired and found.paired.difference.n < comparison.replications
    }
    for sentence in gap_sentences(some, {}, comparison.replications):
        console.print()
        say(console, sentence, style="dim")
    for why in alternative.why:
        if why.whole.mean or why.whole.half_width:
            console.print()
            show_why(console, comparison.base.scenario, scenario, why)
    console.print()
    show_changes(console, comparison.base.scenario, scenario, alternative.changed)
    if alternative.through:
        told = _("It acts through assumptions that it does not change: {paths}.")
        base = comparison.base.scenario
        paths = [inputs.place(path, base, scenario) or path for path in alternative.through]
        say(console, told.format(paths=_("; ").join(paths)), style="yellow")
    if alternative.posts.units:
        console.print()
        show_posts(console, comparison.base.scenario, scenario, alternative.posts)
    for transition in alternative.transitions:
        # Of a change that holds from the first day, only what gets worse before it gets better is news.
        if transition.dated or transition.course == "even":
            console.print()
            _show_transition(console, transition)


def _show_window(console: Console, comparison: Comparison, alternative: Alternative) -> None:
    """The same figures from the day on which the last change takes hold, or from the one that was stated."""
    question = comparison.question
    if question.since is None or not alternative.since:
        return
    console.print()
    say(console, figures.window_title(question.since, question.scenarios[0]), style="bold")
    console.print(finding_table("", alternative.since))
    say(console, figures.window_rule(len(alternative.since) * len(comparison.alternatives)), style="dim")


def _show_groups(
    console: Console, comparison: Comparison, alternative: Alternative, grouping: str, findings: Sequence[Finding]
) -> None:
    """The figures of the leading families group by group, those groups left out that have none."""
    base, other = comparison.base.scenario, alternative.run.scenario
    known = [found for found in findings if found.paired is not None]
    if not known:
        return
    console.print()
    table = plain_table(words.grouping_heading(grouping), _("base"), _("here"), _("difference"), _("verdict"))
    for figure in dict.fromkeys(found.figure._replace(by="county", key="") for found in known):
        table.add_row(Text(words.figure(figure), style="bold"))
        for found in known:
            if found.figure._replace(by="county", key="") == figure:
                name = group_name(
                    other if _is_in(other, grouping, found.figure.key) else base, grouping, found.figure.key
                )
                table.add_row(f"  {name}", *finding_cells(found))
    console.print(table)
    if words.grouping_rule(grouping):
        say(console, words.grouping_rule(grouping), style="dim")
    n = len(findings) * len(comparison.alternatives)
    say(console, _("All {n} intervals of this table hold at once with 95%.").format(n=number(n, 0)), style="dim")


def _is_in(scenario: Scenario, grouping: str, key: str) -> bool:
    return key in {"township": scenario.townships, "department": scenario.departments}.get(
        grouping, scenario.case_types
    )


def _show_finding(console: Console, found: Finding, rests: Rests) -> None:
    """One sentence after its mark, set in."""
    told = words.sentence(found, rests)
    lines = wrap(told, console.width - 2) if console.is_terminal else [told]
    for number_, line in enumerate(lines):
        mark = words.mark(found) if number_ == 0 else " "
        console.print(
            Text.assemble((f"{mark} ", STYLES.get(found.verdict or "", "")), (line, "bold" if number_ == 0 else "")),
            soft_wrap=True,
        )


def _show_transition(console: Console, found: Transition) -> None:
    """The way to the new state."""
    say(console, ways.transition_title(found), style="bold")
    for sentence in ways.transition_sentences(found):
        say(console, sentence)


def _show_stress(console: Console, comparison: Comparison, stress: StressTest) -> None:
    """Which verdicts turn when groups of assumptions move."""
    share = percent(stress.share, 0)
    say(console, _("What it rests on: assumptions moved by {share}").format(share=share), style="bold")
    flips = stress.flips(comparison)
    told: dict[tuple[str, float], list[Flip]] = {}
    for flip in flips:
        told.setdefault((flip.variant.group, flip.variant.factor), []).append(flip)
    for (group, factor), members in told.items():
        name = labels.label(words.ASSUMPTION_GROUPS, group)
        moved = _("{name} up by {share}") if factor > 1 else _("{name} down by {share}")
        say(console, _("{what}:").format(what=moved.format(name=name, share=share)))
        for flip in members:
            say(console, _flip_told(comparison, flip), indent=2)
    holding = [labels.label(words.ASSUMPTION_GROUPS, group) for group in stress.holding(comparison)]
    if holding:
        say(console, _("These turn no verdict: {groups}.").format(groups=_("; ").join(holding)))
    if stress.unfinished:
        waiting = dict.fromkeys(variant.group for variant in stress.unfinished)
        left = [labels.label(words.ASSUMPTION_GROUPS, group) for group in waiting]
        say(console, _("Not tried before it was stopped: {groups}.").format(groups=_("; ").join(left)), style="yellow")
    n = stress.left_out
    if n:
        rest = ngettext("{n} other assumption did not move.", "{n} other assumptions did not move.", n)
        say(console, rest.format(n=number(n, 0)), style="dim")


def _flip_told(comparison: Comparison, flip: Flip) -> str:
    told = _("{figure}: {before} becomes {after}").format(
        figure=words.figure(flip.before.figure),
        before=words.verdict(flip.before),
        after=words.verdict_with_sign(flip.after),
    )
    if flip.after.paired is not None:
        difference = words.difference(flip.after.paired.difference, flip.after.figure)
        told = _("{told} ({difference})").format(told=told, difference=difference)
    if len(comparison.alternatives) > 1:
        title = names.scenario_title(comparison.alternatives[flip.alternative].run.scenario)
        told = _("{title}: {told}").format(title=title, told=told)
    return told


def _basis(comparison: Comparison) -> list[str]:
    """What the verdicts rest on: replications, seed, confidence, sizes that matter."""
    n = comparison.replications
    done = ngettext("{n} replication", "{n} replications", n).format(n=n)
    if n < comparison.planned:
        done = _("{done} of {planned} planned").format(done=done, planned=comparison.planned)
    lines = [_("{done} of each, with the same draws, seed {seed}.").format(done=done, seed=comparison.base.seed)]
    lines[0] += words.precision_ended(comparison.ended)
    question = comparison.question
    told = (
        _("± are intervals of the differences; all {m} hold at once with {share}. d: working days, h: hours.")
        if question.comparisons > 1
        else _("± is the {share} interval of the difference. d: working days, h: hours.")
    )
    lines.append(told.format(m=question.comparisons, share=percent(question.confidence, 0)))
    sizes: dict[str, None] = {}
    for found in comparison.alternatives[0].findings:
        if found.figure.family in question.leading or found.matters_stated:
            least = words.size(found.matters, found.figure)
            told = _("{name} {least}") if found.matters_stated else _("{name} {least} (default)")
            sizes[told.format(name=words.indicator(found.figure), least=least)] = None
    lines.append(
        _("The smallest differences that matter: {sizes}; --matters sets them.").format(sizes=_("; ").join(sizes))
    )
    return lines
