"""Writes what is made from the model and its words: schemas for editors, pages of fields and of indicators.

`make reference` runs it; a test holds that everything is as it would be made now.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from planner.files.measure import KINDS, Citation, Entry, Measure, Package, Timed
from planner.files.schema import Names, Record, Schema, is_text, scenario_schema
from planner.files.structuring import KEYS
from planner.metrics.indicators import INDICATORS
from planner.model.scenario import Cost, Source
from planner.wording import LANGUAGES, _, labels, language, set_language
from planner.wording.definitions import definition
from planner.wording.file_words import LABELS, SENTENCES
from planner.wording.json_schema import WHAT, record_of, schema_text
from planner.wording.reference import fields_of

ROOT = Path(__file__).parents[2]

WORDS = {
    "en": {
        "made": "Made from the model by `make reference`; do not change it by hand.",
        "fields": "Fields of scenario files",
        "other": "[中文](fields.zh.md)",
        "fields-intro": (
            "Every key that a scenario file may state. In a path, `*` stands for an id of one's own. A township "
            "takes what it does not state from its kind, then `linkage` and `platform` from the county, then the "
            "default given here. An empty default means that nothing is taken, or that the field must be stated "
            "somewhere. Editors read the same from "
            "[scenarios/schema](../scenarios/schema/scenario.en.schema.json)."
        ),
        "columns": ("key", "name", "value", "unit", "range", "default", "meaning"),
        "whole": "The whole scenario",
        "stands": "Stands at",
        "head": "The head of a file, timelines and sources",
        "head-intro": "What a file says about itself and the files it builds on, beside the tables above.",
        "measures": "Measures, packages and changes",
        "measures-intro": (
            "Files in `measures/` and `packages/`. A change is a table with exactly one of the keys `set`, "
            "`scale`, `add`, `move`, `merge`, `remove` and `compute`."
        ),
        "Entry": "An entry of the timeline",
        "Source": "A source",
        "Measure": "A measure",
        "Citation": "Where a measure comes from: `origin`",
        "Cost": "What a measure costs: `cost`, in yuan",
        "Package": "A package",
        "change": "The change `{kind}`",
        "Timed": "When a change is in force, whichever it is",
        "indicators": "Indicators",
        "other-indicators": "[中文](indicators.zh.md)",
        "indicators-intro": (
            "Every figure that a run gives, by family of case types. Times, where cases are settled, bounces and "
            "repeat contacts are about the cases reported at least 90 days, or a quarter of the run, before its "
            "end; one that is still open so many days after its report counts with the time until then, so that "
            "an overloaded county does not look well. Times are in working days, of emergencies in hours. A "
            "figure that cannot be computed is absent. What time is spent on adds up to the mean resolution time."
        ),
        "indicator-columns": ("id", "name", "unit", "better", "definition"),
        "lower": "lower",
        "higher": "higher",
        "time": "working days or hours",
        "share": "share",
        "by-cause": "Where the time goes",
    },
    "zh": {
        "made": "由 `make reference` 从模型生成，请勿手改。",
        "fields": "方案文件的字段",
        "other": "[English](fields.md)",
        "fields-intro": (
            "方案文件里可以写的每一项。路径中的 `*` 是自定的代号。乡镇没有写的，依次取所属类别的值、县里的 `linka"
            "ge` 和 `platform`、这里的默认值。默认值空着的，是不取任何值，或必须在某处写明。编辑器从 [scenarios/s"
            "chema](../scenarios/schema/scenario.schema.json) 读到的是同样的内容。"
        ),
        "columns": ("键", "名称", "取值", "单位", "范围", "默认", "含义"),
        "whole": "整个方案",
        "stands": "写在",
        "head": "文件开头、时间线和来源",
        "head-intro": "除上面各表外，文件还说明自己以什么为基础。",
        "measures": "举措、组合和改动",
        "measures-intro": (
            "`measures/` 和 `packages/` 中的文件。一处改动是一个表，`set`、`scale`、`add`、`move`、`merge`、`remo"
            "ve`、`compute` 中恰好写一个。"
        ),
        "Entry": "时间线的一条",
        "Source": "一条来源",
        "Measure": "一条举措",
        "Citation": "举措的出处 `origin`",
        "Cost": "举措的费用 `cost`（元）",
        "Package": "一个组合",
        "change": "改动 `{kind}`",
        "Timed": "改动何时生效（各种改动相同）",
        "indicators": "指标",
        "other-indicators": "[English](indicators.md)",
        "indicators-intro": (
            "一次模拟给出的每个数，按事项类别分列。时长、在哪里办结、退单和重复反映，只看期末前90天（或全期四分之"
            "一）以前收到的事项；收到后满这些天还没办完的，按截至那时的时长计入，超负荷的县不会因此显得好看。时长"
            "以工作日计，急件以小时计。算不出来的数不给。各项原因的时间相加，等于平均办理时长。"
        ),
        "indicator-columns": ("代号", "名称", "单位", "怎样为好", "定义"),
        "lower": "越低越好",
        "higher": "越高越好",
        "time": "工作日或小时",
        "share": "比例",
        "by-cause": "时间花在哪里",
    },
}


def words(key: str) -> str:
    found = WORDS[language()][key]
    assert isinstance(found, str)
    return found


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


def sections(shape: Schema, path: str, found: dict[type, tuple[Record, list[str]]]) -> None:
    """The tables of a shape in the order of the file, each with the paths at which it stands."""
    if isinstance(shape, Names):
        sections(shape.values, f"{path}.*", found)
    elif isinstance(shape, Record):
        if path and is_text(shape):
            return
        kept, paths = found.setdefault(shape.cls, (shape, []))
        if len(shape.fields) > len(kept.fields):
            found[shape.cls] = (shape, paths)
        paths.append(path)
        for name, inner in shape.fields.items():
            sections(inner, f"{path}.{name}".lstrip("."), found)


def of_record(record: Record, without: Container[str] = ()) -> Iterator[str]:
    rows = []
    for name, _shape, field in fields_of(record):
        if name in without:
            continue
        unit = words("share") if field.is_share else field.unit
        default = f"`{field.default}`" if field.default else ""
        key = f"`{KEYS.get(name, name)}`"
        rows.append((key, field.label, field.value, unit, field.bounds, default, field.meaning))
    columns = WORDS[language()]["columns"]
    assert isinstance(columns, tuple)
    yield from table(columns, rows)


def titled(path: str) -> str:
    """What a table is called: the label of the field that leads to it."""
    keys = [key for key in path.split(".") if key != "*"]
    shape: Schema = scenario_schema()
    label = ""
    for key in keys:
        while isinstance(shape, Names):
            shape = shape.values
        assert isinstance(shape, Record)
        label = next(field.label for name, _shape, field in fields_of(shape) if name == key)
        shape = shape.fields[key]
    return label


def fields_page() -> Iterator[str]:
    yield from (f"# {words('fields')}", "", words("other"), "", words("fields-intro"), "", words("made"), "")
    found: dict[type, tuple[Record, list[str]]] = {}
    sections(scenario_schema(), "", found)
    for record, paths in found.values():
        at = sorted((path for path in paths if path), key=lambda path: path.startswith("kinds."))
        yield from (f"## {titled(at[0]) if at else words('whole')}", "")
        if at:
            yield from (f"{words('stands')} {', '.join(f'`{path}`' for path in at)}", "")
        yield from of_record(record)
    yield from (f"## {words('head')}", "", words("head-intro"), "")
    head = LABELS["Head"]
    rows = [
        (f"`{key}`", _(label), _(SENTENCES[f"Head.{key}"]) if f"Head.{key}" in SENTENCES else "")
        for key, label in head.items()
    ]
    columns = WORDS[language()]["columns"]
    yield from table((columns[0], columns[1], columns[-1]), rows)
    for cls in (Entry, Source):
        yield from (f"### {words(cls.__name__)}", "", *of_record(record_of(cls)))
    yield from (f"## {words('measures')}", "", words("measures-intro"), "")
    for cls in (Measure, Citation, Cost, Package):
        yield from (f"### {words(cls.__name__)}", "", *of_record(record_of(cls)))
    timed = record_of(Timed)
    for kind, cls in KINDS.items():
        yield from (f"### {words('change').format(kind=kind)}", "", *of_record(record_of(cls), without=timed.fields))
    yield from (f"### {words('Timed')}", "", *of_record(timed))


def indicators_page() -> Iterator[str]:
    yield from (f"# {words('indicators')}", "", words("other-indicators"), "", words("indicators-intro"), "")
    yield from (words("made"), "")
    rows: dict[bool, list[tuple[str, ...]]] = {False: [], True: []}
    for id, indicator in INDICATORS.items():
        unit = words(indicator.unit) if indicator.unit in ("time", "share") else labels.unit(indicator.unit)
        better = words(indicator.better) if indicator.better else ""
        row = (f"`{id}`", labels.indicator(id), unit, better, definition(id))
        rows[id.startswith("time_by_cause.")].append(row)
    columns = WORDS[language()]["indicator-columns"]
    assert isinstance(columns, tuple)
    yield from table(columns, rows[False])
    yield from (f"## {words('by-cause')}", "", *table(columns, rows[True]))


def made() -> Iterator[tuple[Path, str]]:
    """Every file with its text."""
    for code in LANGUAGES:
        set_language(code)
        between = "" if code == "zh" else f".{code}"
        for what in WHAT:
            yield ROOT / f"scenarios/schema/{what}{between}.schema.json", schema_text(what)
        between = "" if code == "en" else f".{code}"
        yield ROOT / f"docs/fields{between}.md", "\n".join(fields_page())
        yield ROOT / f"docs/indicators{between}.md", "\n".join(indicators_page())


if __name__ == "__main__":
    for file, text in made():
        file.write_text(text, encoding="utf-8")
        print(file.relative_to(ROOT))
