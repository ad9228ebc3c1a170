from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from planner.editing import Document
from planner.files.schema import Names, Record, Single, scenario_schema
from planner.wording import fields, labels, set_language
from planner.wording.field_words import CHOICES, LABELS, SENTENCES

LAIYANG = Path(__file__).parents[2] / "scenarios/laiyang/current.toml"


def records(shape, found):
    if isinstance(shape, Record):
        found.setdefault(shape.cls.__name__, {}).update(shape.fields)
        for inner in shape.fields.values():
            records(inner, found)
    elif isinstance(shape, Names):
        records(shape.values, found)
    return found


MODEL = records(scenario_schema(), {})


def test_every_field_of_the_model_has_a_label_and_nothing_else_has():
    assert {name: set(of) for name, of in LABELS.items()} == {name: set(of) for name, of in MODEL.items()}


def test_sentences_and_choices_are_of_fields_that_there_are():
    ids = {f"{name}.{field}" for name, of in MODEL.items() for field in of}
    assert set(SENTENCES) <= ids
    assert set(CHOICES) <= ids


def choices_in(shape):
    shape = shape.values if isinstance(shape, Names) else shape
    return get_args(shape.type) if isinstance(shape, Single) and get_origin(shape.type) is Literal else ()


def test_every_choice_of_the_model_has_words():
    without = [
        f"{name}.{field}={one}"
        for name, of in MODEL.items()
        for field, shape in of.items()
        for one in choices_in(shape)
        if one not in CHOICES.get(f"{name}.{field}", {}) and one not in labels.FAMILIES
    ]
    assert without == []


@pytest.fixture
def tree(tmp_path):
    return Document.what_if(LAIYANG, drafts=tmp_path).state.tree


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("townships.chengxiang.teams.enforcement.staff.civil", "行政在岗", "Civil service posts, people"),
        ("townships.chengxiang", "城厢街道", "Chengxiang Street"),
        ("townships.chengxiang.powers.street-order", "市容占道", "Street order"),
        ("case_types.street-order.partners.ecology", "生态环境分局", "Ecology and environment"),
        ("kinds.town", "镇", "Town"),
        ("linkage.rule", "联动方式", "How departments are called"),
        ("demand.profiles.hall", "hall", "hall"),
    ],
)
def test_what_stands_at_a_path_has_a_name(tree, path, zh, en):
    set_language("zh")
    assert fields.label(tree, path) == zh
    set_language("en")
    assert fields.label(tree, path) == en or path.endswith("ecology")


def test_a_place_is_told_from_the_outside_in(tree):
    set_language("zh")
    assert fields.place(tree, "townships.chengxiang.teams.enforcement.staff.civil") == (
        "城厢街道 › 综合行政执法队 › 在岗人员 › 行政在岗"
    )
    assert fields.place(tree, "linkage.whistle.answered") == "执法联动 › 吹哨 › 答复比例"
    assert fields.place(tree, "townships") == "乡镇（街道）"


@pytest.mark.parametrize(
    ("path", "value", "zh"),
    [
        ("townships.chengxiang.powers.noise", "entrusted", "委托"),
        ("case_types.noise.responsible", "ecology", "生态环境分局"),
        ("case_types.noise.responsible", "township", "乡镇（街道）"),
        ("case_types.noise.responsible", "", "无"),
        ("townships.chengxiang.kind", "street", "街道"),
        ("townships.chengxiang.teams.hall.handles", "service", "服务类"),
        ("townships.chengxiang.teams.hall.handles", "*", "全部"),
        ("townships.chengxiang.teams.hall.handles", "noise", "噪声扰民"),
    ],
)
def test_choices_are_told_in_words(tree, path, value, zh):
    set_language("zh")
    assert fields.choice(tree, path, value) == zh
