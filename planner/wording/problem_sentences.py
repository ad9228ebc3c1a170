"""The sentences of problems by kind, with blanks for their facts."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from planner.wording.language import N_

SENTENCES: Mapping[str, str] = {
    # Files
    "too-large": N_("The file is larger than {limit} bytes."),
    "empty": N_("There is nothing in the file."),
    "nested-too-deep": N_("More than {limit} tables lie inside each other."),
    "circle": N_("The files extend each other in a circle: {files}."),
    "chain-too-long": N_("More than {limit} files extend each other."),
    "outside": N_("{got} leads out of the scenario folder."),
    "changed-on-disk": N_("The file was changed by somebody else since it was read."),
    "unwritable": N_("The file cannot be written ({detail}); what stood there is untouched."),
    "not-kept": N_("What was asked for cannot be kept here: another part of the file overrides it."),
    "more-problems": N_("There are {n} more problems like these."),
    # Values
    "unknown-key": N_("There is no such key here; known are {allowed}."),
    "not-one-of": N_("must be one of {allowed} (got {got})."),
    "missing": N_("This is missing."),
    "unseen-characters": N_(
        "must hold no characters that act on the screen or are not seen: {characters} (got {got})."
    ),
    "bad-id": N_("An id takes letters, digits, - and _ (got {got})."),
    "list-length": N_("must have {expected} values (has {got})."),
    "all-zero": N_("At least one of the values must be above 0."),
    "date-order": N_("The end ({end}) lies before the beginning ({start})."),
    "date-out-of-range": N_("must lie between {earliest} and {latest} (got {got})."),
    # Fit
    "over-quota": N_("More people ({staff}) than the quota of {quota} ({post})."),
    "channels-sum": N_("The shares must add up to 1, or all be 0 (they add up to {total})."),
    "no-channel": N_("Citizens report these cases, but no channel is stated, and patrols do not find them."),
    "nobody-decides": N_("Some of these cases need a formal decision, but nobody is named as responsible."),
    "no-teams": N_("A township needs at least one team."),
    "no-intake": N_("No team receives reports (intake = true), but these pass intake: {case_types}."),
    "nobody-handles": N_("No team handles {case_type} in {townships}."),
    "too-many-cases": N_(
        "About {cases} cases: {needed_bytes} of memory are needed, and this machine has {machine_bytes}. Look at days, "
        "residents, rates, surges that overlap, backlogs and staff for a number too large."
    ),
    "calendar-year": N_(
        "The holidays of {year} are not decreed yet (known until {last}): let the run start earlier, or list its days "
        "off as holidays and workdays under [calendar] ({stated} of {needed} are stated), or write "
        'beyond = "repeat" there, which takes the days off that the law gives every year and is then an assumption.'
    ),
    "calendar-year-before": N_(
        "The holidays of {year} are not known (only from {first} to {last}): let the run and its opening backlog begin "
        'later, or write kind = "five-day" under [calendar].'
    ),
    "day-twice": N_("{day} is stated twice."),
    "day-in-both": N_("{day} is stated as a day off and as a workday."),
    "no-demand-days": N_(
        "No case would ever come up: nothing is left of this profile on the days that the calendar works, and off "
        "them, in {year}. Look at weekday, day_off and month together."
    ),
    # Changes
    "one-of": N_("Exactly one of these is needed: {keys}."),
    "needs-key": N_("This makes sense only together with {key}."),
    "no-match": N_("{part} in {pattern} matches nothing."),
    "no-match-at-all": N_("{part} matches nothing."),
    "not-stated": N_("Nothing is stated there, so there is nothing to scale or to add to."),
    "copy-exists": N_("These files stand there already: {names}. Name another folder; nothing was copied."),
    "exists": N_("Something of this name stands there already."),
    "different-posts": N_("Both sides of a move must be of one post type (here {posts})."),
    "same-place": N_("From and to are the same place."),
    "needs-two": N_("Merging takes at least two."),
    "not-beside": N_("The merged team must stand beside the teams that it is made of."),
    "merged-away": N_("This is stated of something that {merged_by} merges or removes."),
    "nothing-to-compute-from": N_("This is computed from the whole scenario, which is not complete and sound here."),
    "too-many-states": N_(
        "Changes come and go on more than {limit} days, this one {times} times: let them return less often, or the run "
        "be shorter."
    ),
    "outside-horizon": N_("{got} lies outside the horizon ({start} to {end})."),
    # Notes
    "encoding": N_(
        "The file is in {encoding} and was read as such. Scenario files are UTF-8: save it so in the editor; saving "
        "from here does it as well."
    ),
    "own-measure": N_("Measure {measure} is not the one that comes with the planner, but that of {by}."),
    "few-demand-days": N_(
        "Cases of the profile {profile} come up on only {days} of the {of} days of the run (first: {first})."
    ),
    "no-demand-in-run": N_("No case of the profile {profile} comes up within the run: its demand falls on other days."),
    "worked-anyway": N_("These workdays are worked without being listed ({count}): {first}."),
    "days-without-effect": N_("This has no effect: offices of this calendar are always open."),
    "overwritten": N_("{values} of {of} values that measure {measure} sets here are overwritten by {by}."),
    "already-applied": N_("Measure {measure} is applied already, and not again."),
    "never-in-force": N_("This change is never in force within the run."),
    "needs-measure": N_("Measure {measure} needs {needs} in order to work, which is not applied."),
    "not-from-a-file": N_(
        "{name} was not read from a file, or was changed since by other means: load its file and state all values by "
        "with_values."
    ),
    # Editing
    "nothing-pasted": N_("There is nothing to paste."),
    "block-too-large": N_("This is too much for a table of people (at most {limit} cells)."),
    "open-quotes": N_("A quotation mark is not closed here, so that rows would run into each other."),
    "ragged-row": N_("This row has {cells} cells, and the others have {others}."),
    "unknown-head": N_("No column is headed {got}."),
    "head-missing": N_("There are numbers in this column, but no heading over them."),
    "head-twice": N_("{got} heads the same column of the table as the heading over column {other}."),
    "head-ambiguous": N_("The heading {got} may mean more than one column."),
    "heads-contradict": N_("The headings over this column contradict each other: {got}."),
    "no-such-column": N_("The table shows no column for {got}."),
    "row-without-name": N_("There are numbers in this row, but no name of a unit."),
    "number-among-names": N_("A number ({got}) stands among the names of units."),
    "two-units": N_("The row names another unit already, and then {got}."),
    "total-differs": N_(
        "The total says {total}, and its parts make {sum}: put one of them right, or leave the total out."
    ),
    "pasted-twice": N_("{got} stands twice in the pasted block."),
    "outside-table": N_("The pasted block is larger than the table from here on."),
    "no-such-team": N_("There is no such team in this township."),
    "stated-below": N_("This comes from a file that the scenario extends, and cannot be taken out here."),
    "merged-inside": N_("Something in it was merged or removed, so it cannot be duplicated."),
    "draft-in-use": N_("Another window is working on this draft."),
    "no-draft": N_("This is no draft, or a newer version of the planner wrote it."),
    "draft-unreadable": N_("The draft cannot be read ({detail})."),
    "draft-unwritable": N_("The draft cannot be kept ({detail}): save the scenario soon."),
    # Studies
    "nothing-to-compare": N_("There is nothing to compare {base} with."),
    "other-horizon": N_(
        "Compared scenarios need the same horizon: that of {base} begins on {start} and lasts {days} days."
    ),
    "not-a-day": N_("{got} is not a day; write for example 2025-07-01."),
    "no-window": N_(
        "Figures from a day on need a day from {first} to {last}, after the first and {days} days before the end of "
        "every horizon (got {got})."
    ),
    "not-an-amount": N_("{got} is not an amount here; write for example {example}."),
    "vary-form": N_(
        "An axis is PATH=VALUE,VALUE…, or measure:ID, or PATH=LOW..HIGH together with --sample (got {got})."
    ),
    "varied-twice": N_("{got} is varied twice."),
    "nothing-varied": N_("Say what is varied: by --vary, or as a table by {other}."),
    "points-none": N_("The table has no points: it needs a row of heads, and below it one row for each point."),
    "points-heading": N_("Column {column} has no head: a path of the scenario, or measure:ID."),
    "points-heading-twice": N_("Two columns have this head."),
    "points-row-length": N_("Row {row} has {has} cells, and the head {expected}."),
    "points-row-twice": N_("Row {row} is the same as row {first}."),
    "range-order": N_("A range goes from the lower to the higher number (got {low}..{high})."),
    "sample-form": N_("must be lhs:N or sobol:N, like lhs:64 (got {got})."),
    "not-a-power-of-2": N_("Sobol' points come in powers of 2: take {below} or {above} (got {got})."),
    "range-without-sample": N_(
        "{got} has a range and not values: say how many points to take from it, for example {example}."
    ),
    "sample-without-range": N_("A sample needs a range to take it from."),
    "too-many-points": N_("{points} points; at most {limit} can be run together."),
    "too-many-replications": N_(
        "{points} points × {replications} replications are {total}; at most {limit} can be run."
    ),
    "faulty-points": N_("{n} of {of} points are no possible scenarios; at {point}:"),
    "target-form": N_(
        "A target is FAMILY.INDICATOR>=VALUE or <=VALUE, like enforcement.on_time_rate>=0.9 (got {got})."
    ),
    "target-sign": N_("More staff moves {got} the other way: ask for {sign}."),
    "no-staffing-target": N_("Staff does not move {got}; targets are for example {known}."),
    "needs-family": N_("{got} is computed by family only: ask for example for {example}."),
    "no-work": N_("None of these teams works on cases of {family}."),
    "steady-timeline": N_("{name} changes on dates (timeline), so that it has no steady state."),
    # A cluster
    "cluster-missing": N_('The parts for a cluster are not installed: pip install "township-planner[cluster]".'),
    "cluster-unreachable": N_("No cluster answers at {address}: {detail}"),
    "cluster-silent": N_(
        "At {address} nobody answers within {seconds} s: is the scheduler running, and can it be reached?"
    ),
    "cluster-idle": N_("The cluster at {address} has had no worker for {seconds} seconds."),
    "cluster-worker-died": N_(
        "{times} workers of the cluster at {address} died at the same work, perhaps for lack of memory."
    ),
    "cluster-lost": N_("The connection to the cluster at {address} is lost."),
    "cluster-without-planner": N_("The planner is not installed on the workers of the cluster: {detail}"),
    "cluster-other-program": N_(
        "Another version of the planner or its parts runs on {host}, and its figures could differ."
    ),
    # The store
    "store-missing": N_("There are no results: nothing was stored here yet."),
    "not-a-store": N_("This is some other file, and no store of results. {detail}"),
    "store-newer": N_(
        "The results were stored by a newer version of the planner ({found}; this one reads up to {known})."
    ),
    "store-damaged": N_("The store is damaged ({detail}); move the file away to begin a new one."),
    "store-locked": N_("Another process has been writing for too long ({detail})."),
    "store-full": N_("The disk is full ({detail}); what was announced is kept."),
    "store-gone": N_(
        "The store was deleted or replaced while the study ran: what was finished since is shown, but not kept."
    ),
    "study-damaged": N_(
        "Study {id} is damaged in the store: what it asked, or its scenarios, are no longer what was written. "
        "The other studies are sound. `planner results delete {id}` takes it away."
    ),
    "study-frozen": N_("Study {id} is frozen: `planner results freeze {id} --thaw` releases it."),
    "study-name": N_("'{got}' is no name: at most {longest} characters, none of which acts on the terminal or hides."),
    "study-unfinished": N_("Study {id} is not finished: only what is complete can be frozen."),
    "store-unreachable": N_("The store cannot be opened or read: {detail}."),
    "no-such-study": N_("There is no study {id}; `planner results list` names those that are there."),
    "store-other-model": N_(
        "The study was made by version {planner_version} and cannot be run by this one ({detail}); "
        "its figures can be shown."
    ),
    "study-other-program": N_(
        "Study {id} was made by another version of the planner or its parts ({planner_version}), and figures of "
        "different versions must not be mixed. It can be shown and exported; to go further, run its scenarios anew."
    ),
    "study-of-search": N_(
        "Study {id} is a staffing that a search tried; it goes on by the command that searched: {command}"
    ),
    "nothing-to-delete": N_("Name studies by their numbers, or --staffings."),
    "study-needs-trace": N_("The study plays a recorded case table: name its file."),
    "study-other-trace": N_("This is not the recorded case table that the study plays."),
    "too-many-rows": N_("More than {limit} rows do not fit into a sheet of Excel: write .csv or .parquet."),
    "needs-yes": N_("is needed where nobody can be asked."),
    # Requests and results
    "grouping": N_("'{got}' is not one of {known}."),
    "not-together": N_("cannot be combined with {other}."),
    "request-too-small": N_("must be {lowest} or more (got {got})."),
    "out-ending-or-table": N_("{got}: a table ({tables}), text ({text}) or .json is written here."),
    "out-ending": N_("{got}: text ({text}) or .json is written here."),
    "table-suffix": N_("{got} must end in {known}."),
    "no-such-folder": N_("There is no folder {folder}."),
    "is-a-folder": N_("This is a folder."),
    "folder-closed": N_("Nothing may be written in {folder}."),
    "named-twice": N_("Two results cannot go to the same file."),
    "cannot-write": N_("The file cannot be written ({reason}); what stood there is untouched."),
    "cannot-print": N_("The output cannot be written: {reason}."),
    "worker-died": N_(
        "A worker process died, perhaps for lack of memory: try fewer at a time (--jobs 1). In a program of your own, "
        "call `run` under `if __name__ == '__main__':`."
    ),
    # Recorded cases
    "trace-not-a-table": N_("This is not a table of separated text; save it as CSV, with its titles in the first row."),
    "trace-too-many-columns": N_("The table has {columns} columns; {most} can be read."),
    "trace-text": N_("The cells of this column hold {bytes} bytes of text, which no table of cases does."),
    "trace-damaged": N_("This is a Parquet file that cannot be read: it is damaged, or only a part of it."),
    "trace-no-rows": N_("The table has no rows."),
    "trace-nothing-played": N_("None of its {rows} rows would be played: all of them are duplicates of others."),
    "trace-too-long": N_("The table has {rows} rows; {most} can be played."),
    "trace-too-wide": N_("Row {row} has {cells} cells, but there are {titles} titles ({n} rows are too wide)."),
    "trace-ragged": N_("The columns have different lengths."),
    "trace-column": N_("The column is missing; there are {columns}."),
    "trace-column-twice": N_("There are two columns of this title."),
    "trace-column-unknown": N_("No such column is read."),
    "trace-unknown": N_("Row {row}: '{value}' is not known."),
    "trace-channel": N_("Row {row}: '{value}' is none of the channels window, online, hotline, patrol and above."),
    "trace-id": N_("Row {row}: '{value}' is not a name."),
    "trace-parent": N_(
        "Row {row}: '{value}' does not name the case that this one repeats; leave it blank if there is none."
    ),
    "trace-time": N_("Row {row}: '{value}' is not a time, such as 2025-03-05 09:00 or 2025年3月5日 9:00."),
    "trace-horizon": N_("Row {row}: {value} lies outside the horizon, from {first} and before {end}."),
    "trace-opening": N_(
        "Row {row}: {value}: what is open when the run begins was reported before {end}, and not before {first}."
    ),
    "trace-order": N_("Row {row}: {value} lies after the report, or a hundred years before it."),
    "trace-hours": N_("Row {row}: '{value}' is not a number of hours from 0 to 10,000."),
    "trace-yes-or-no": N_("Row {row}: '{value}' is neither yes nor no."),
    "trace-draw": N_(
        "Row {row}: '{value}' is not the number of a matter, from 0 to 4,999,999; all rows have one, or none."
    ),
    "trace-too-many-matters": N_(
        "The numbers count up to {matters} matters in all units and types together; {most} can be drawn."
    ),
    "trace-same-matter": N_("Row {row}: number {value} of this unit and type stands in row {other} already."),
    "trace-more": N_("{n} more rows of this kind."),
    "trace-not-for": N_("Scenario {scenario} cannot play the table:"),
    "trace-scenarios": N_("The table holds cases of several scenarios ({names}); keep those of one."),
}

BY_FACT: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "unreadable": (
        "reason",
        {
            "missing": N_("There is no such file."),
            "directory": N_("This is a folder."),
            "not-a-file": N_("This is not a file."),
            "permission": N_("The file may not be read."),
            "circle": N_("The symbolic links lead in a circle."),
            "name": N_("No file can have this name."),
            "encoding": N_(
                "The file is not text in UTF-8, GB18030 or UTF-16 (line {line}). Save it as UTF-8 in the editor."
            ),
            "other": N_("The file cannot be read: {detail}."),
        },
    ),
    "not-toml": (
        "fault",
        {
            "twice": N_("Line {line}, column {column}: {got} is written twice."),
            "twice-in-line": N_("Line {line}, column {column}: {got} is written twice."),
            "overwrites": N_("Line {line}, column {column}: this is stated already, farther up."),
            "no-equals": N_('Line {line}, column {column}: "=" and a value are expected after a key.'),
            "no-bracket": N_("Line {line}, column {column}: the heading of a table is not closed by a bracket."),
            "no-line-end": N_("Line {line}, column {column}: a new line is expected after a value."),
            "open-string": N_(
                "Line {line}, column {column}: words begin here, or before, that no quotation mark ends."
            ),
            "open-list": N_("Line {line}, column {column}: a list is not closed by a bracket."),
            "open-table": N_("Line {line}, column {column}: a table is not closed by a brace."),
            "backslash": N_(
                "Line {line}, column {column}: a backslash is written twice in words, or the words in ' instead of \"."
            ),
            "character": N_("Line {line}, column {column}: the character {got} cannot stand here."),
            "date": N_("Line {line}, column {column}: there is no such date or time."),
            "value": N_("Line {line}, column {column}: a value is expected; words stand in quotation marks."),
            "statement": N_("Line {line}, column {column}: a key is expected, or the heading of a table."),
            "digits": N_("A number has more digits than can be read."),
            "other": N_("This is not TOML: line {line}, column {column}: {detail}."),
        },
    ),
    "points-cell": (
        "expected",
        {
            "whole-number": N_("Row {row}: '{value}' is not a whole number."),
            "on-or-off": N_("Row {row}: '{value}' is neither on nor off."),
            "value": N_("Row {row} has no value here."),
        },
    ),
    "unknown-name": (
        "what",
        {
            "township": N_("There is no township {got}."),
            "department": N_("There is no department {got}."),
            "kind": N_("There is no kind of township {got}."),
            "team": N_("There is no team {got}."),
            "case-type": N_("There is no case type {got}."),
            "case-type-or-family": N_("There is no case type or family {got}."),
            "family": N_("There is no family {got}."),
            "profile": N_("There is no profile {got}."),
            "measure": N_("There is no measure or package {got}."),
            "computation": N_("There is nothing to compute by the name {got}."),
            "file": N_("There is no file {got}."),
            "scenario": N_("There is no file {got}, and no scenario of this name comes with the planner."),
            "place": N_("No place {got} comes with the planner."),
            "indicator": N_("There is no indicator {got}."),
            "assumption-group": N_("There is no group of assumptions {got}."),
        },
    ),
    "store-read-only": (
        "reason",
        {
            "file": N_("The store may be read, but not written."),
            "folder": N_("The store may be read, but nothing may be written in its folder."),
            "medium": N_("The store lies on a medium that cannot be written."),
        },
    ),
    "exceeds": (
        "limit_of",
        {
            "crew": N_("More certified officers ({got}) than the crew of {limit} has."),
            "certifiable-staff": N_(
                "More certified officers ({got}) than there are in civil and institution posts ({limit})."
            ),
        },
    ),
    "head-incomplete": (
        "lacks",
        {
            "team": N_("The heading {got} does not say which team it is of."),
            "post": N_("The heading {got} does not say which post type it is of."),
        },
    ),
    "not-enough": (
        "what",
        {
            "people": N_("More people are to move ({needed}) than are there ({there})."),
            "certified": N_("More certified officers are to move ({needed}) than are there ({there})."),
            "uncertified": N_("More uncertified people are to move ({needed}) than are there ({there})."),
        },
    ),
    "office-hours": (
        "fault",
        {
            "empty": N_("There are no office hours."),
            "clock": N_('{value} is not a time of day like "08:30".'),
            "length": N_("Office hours that end before they begin: {value}."),
            "order": N_("Office hours must follow each other: {value}."),
        },
    ),
    "phase-changes": (
        "what",
        {
            "time": N_("The horizon cannot change in the middle of a run."),
            "calendar": N_("The calendar cannot change in the middle of a run."),
            "case_types": N_("Case types cannot be added or removed in the middle of a run."),
            "townships": N_("A township cannot go in the middle of a run, but it can be merged with another one."),
        },
    ),
}
"""Kinds with a sentence for each value of one fact."""

SYSTEM: Mapping[int, str] = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is used up"),
    errno.EACCES: N_("it is not permitted"),
    errno.EPERM: N_("it is not permitted"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("something on the way is no folder"),
    errno.EISDIR: N_("this is a folder"),
    errno.EROFS: N_("the medium cannot be written"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EINVAL: N_("no file can have this name"),
    errno.ELOOP: N_("the symbolic links lead in a circle"),
    errno.EIO: N_("the disk has a fault"),
    errno.EPIPE: N_("nobody reads it any more"),
}
"""What the system says by a number, in words of ours; it speaks the language of the machine, or English."""

EXPECTED: Mapping[str, str] = {
    "whole-number": N_("a whole number"),
    "number": N_("a number"),
    "words": N_("words in quotation marks"),
    "text": N_('words in quotation marks, or { zh = "…", en = "…" }'),
    "yes-or-no": N_("true or false"),
    "date": N_("a date like 2025-01-01"),
    "numbers": N_("numbers with blanks between them"),
    "pairs": N_("office hours like 08:30-12:00 14:00-17:30"),
    "table": N_("a table"),
    "list": N_("a list"),
    "list-of": N_("a list of {length}"),
    "staff": N_("a whole number of people, or a table of post types"),
    "scenario": N_("a scenario, as planner.load gives it"),
    "list-of-scenarios": N_("a list of scenarios, as planner.load gives them"),
    "list-of-names": N_("a list of names"),
    "table-of-points": N_("a frame, the path of a CSV file, or a list of rows that each give a value by path"),
    "list-of-numbers": N_("a list of whole numbers"),
    "source": N_("a tag, or a table with tag, source and note"),
    "path-of-number": N_("a path that leads to numbers"),
    "dates": N_("a list of dates, such as 2027-02-05, 2027-02-08"),
    "path-of-staff": N_("a path that leads to staff of a post type"),
    "path-of-element": N_("the path of a township, team, department, case type or the like"),
    "paths-of-townships": N_("paths inside townships"),
    "paths-of-teams-or-townships": N_("paths of teams, or of townships"),
}
