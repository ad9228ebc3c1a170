"""Words for what files say beside the model: their head, timelines, sources, measures, packages and changes."""

from __future__ import annotations

from collections.abc import Mapping

from planner.wording import labels
from planner.wording.language import N_
from planner.wording.measures import COMPUTATIONS, DONE, GROUPS

LABELS: Mapping[str, Mapping[str, str]] = {
    "Head": {
        "format": N_("Version of the format, always 1"),
        "extends": N_("File that this one builds on"),
        "measures": N_("Measures and packages applied, in order"),
        "timeline": N_("Measures and changes from a date on"),
        "sources": N_("Where values come from"),
    },
    "Source": {
        "tag": N_("Kind of source"),
        "source": N_("Document or page"),
        "note": N_("Quote or arithmetic"),
    },
    "Entry": {
        "from_": N_("From this day"),
        "until": N_("Until this day, on which it is over"),
        "measures": N_("Measures and packages in force"),
        "changes": N_("Changes in force"),
    },
    "Timed": {
        "after_days": N_("Days until it comes into force"),
        "for_days": N_("Days for which it is in force"),
        "every_days": N_("Again every so many days"),
        "during_surges": N_("Only while a surge of this family is under way"),
    },
    "SetChange": {
        "set": N_("Path of what is set"),
        "value": N_("New value"),
    },
    "ScaleChange": {
        "scale": N_("Path of the numbers"),
        "by": N_("Times the present number"),
    },
    "AddChange": {
        "add": N_("Path of numbers, of a list or of a new table"),
        "value": N_("What is added to each"),
        "up_to": N_("No number is raised above it"),
        "of": N_("The number beside it of which that is a share"),
        "total": N_("Total that is shared out"),
        "in_proportion_to": N_("Field in proportion to which it is shared out"),
    },
    "MoveChange": {
        "move": N_("People who move"),
        "from_": N_("Path from which they come"),
        "to": N_("Path to which they go"),
        "certified": N_("Of them certified"),
        "in_proportion_to": N_("Field in proportion to which it is shared out"),
        "within_each": N_("Within each township by itself"),
    },
    "MergeChange": {
        "merge": N_("Paths of the teams or townships to merge"),
        "into": N_("What they become"),
        "title": N_("Its name"),
        "groups_of": N_("So many at a time, in the order of the file"),
        "smallest": N_("Only the least populous, share of the townships"),
        "saves": N_("Leadership posts saved for each township that goes"),
    },
    "RemoveChange": {
        "remove": N_("Path of what is removed"),
    },
    "ComputeChange": {
        "compute": N_("What is computed"),
    },
    "Citation": {
        "document": N_("Document"),
        "quote": N_("Its words"),
    },
    "Cost": {
        "one_off": N_("Once"),
        "yearly": N_("A year"),
    },
    "Measure": {
        "title": N_("Title"),
        "description": N_("Description"),
        "group": N_("Group in the catalogue"),
        "done": N_("Done somewhere, or proposed"),
        "needs": N_("What it needs in order to work"),
        "cost": N_("Cost"),
        "origin": N_("Where it comes from"),
        "changes": N_("What it changes, in order"),
    },
    "Package": {
        "title": N_("Title"),
        "description": N_("Description"),
        "measures": N_("Its measures, in order"),
    },
}
"""By class of `planner.files.measure` (and of sources) and field."""

_PATH = N_("In a path * stands for every key, and @kind for the townships of that kind.")

SENTENCES: Mapping[str, str] = {
    "Head.extends": N_("A path from this file's folder, or from the folder of scenarios; what this file states wins."),
    "Head.measures": N_("By id; what this file states itself wins over them."),
    "Head.sources": N_(
        "By path: * stands for any key, and a path covers all below it. What has no source is an assumption."
    ),
    "Timed.after_days": N_("Counted from the day on which the measure, or the entry of the timeline, begins."),
    "SetChange.set": _PATH,
    "SetChange.value": N_("As it would stand in the file."),
    "ScaleChange.scale": _PATH,
    "ScaleChange.by": N_("People stay whole, and their total is right."),
    "AddChange.add": _PATH,
    "AddChange.up_to": N_("With `of`: above that share of the number beside it."),
    "MoveChange.from_": _PATH,
    "MoveChange.to": _PATH,
    "MoveChange.within_each": N_("That many, or as many as there are."),
    "MergeChange.merge": _PATH,
    "MergeChange.into": N_("Where nothing is stated, townships become the first of them."),
    "RemoveChange.remove": N_("A township, team, department, case type or shared team."),
    "ComputeChange.compute": N_("The changes follow from the scenario as it stands."),
    "Measure.needs": N_("Measures by id, or words."),
}
"""What a field means where its label does not say it, by class and field."""

CHOICES: Mapping[str, Mapping[str, str]] = {
    "Source.tag": {tag: words for tag, words in labels.TAGS.items() if tag != "default"},
    "ComputeChange.compute": COMPUTATIONS,
    "Measure.group": GROUPS,
    "Measure.done": DONE,
}
"""Words for the choices of a field, by class and field."""
