"""Whatever is printed: in any encoding, to any output, from files and stores of any content."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from planner.cli.outlets import known
from planner.model.text import UNSEEN

ACTS = "\x1b]0;x\x07\x1b[2J\x1b]52;c;eA==\x07\x9b2J\x08\r\u202e"
MARKUP = "[b]x[/b][@click=app.quit][/]"
QUICK = ("--replications", 2, "--jobs", 1)
FULL = Path("/dev/full")


def harmless(told: str) -> str:
    """What was printed into a pipe, once it is sure that no character of it acts."""
    assert UNSEEN.findall(told.replace("\n", "")) == []
    return told


def escaped(words: str) -> str:
    """As TOML writes it."""
    return "".join(f"\\u{ord(one):04X}" if UNSEEN.match(one) else one for one in words)


@pytest.fixture
def spoilt_county(county, monkeypatch):
    """Every word of it is as nobody should write it, and is read as by a version that refused nothing."""
    monkeypatch.setattr("planner.files.structuring.unseen", lambda words, *, lines=False: ())
    text = county.read_text(encoding="utf-8")
    text = re.sub(r'((?:zh|en) = "[^"]*)"', lambda found: f'{found[1]}{escaped(ACTS)}{MARKUP}"', text)
    county.write_text(text, encoding="utf-8")
    return county


WORDS = {
    "title.en": ('"Trial county"', '"{}"'),
    "townships.east.name.zh": ('"东镇"', '"{}"'),
    "case_types.noise.name.en": ('"noise"', '"{}"'),
    "sources.townships.*.residents.note.en": ('"2020"', '"{}"'),
    "sources.townships.*.residents.source": ('"census"', '"{}"'),
    "townships.east.kind": ('kind = "town"\nresidents = 30_000', 'kind = "{}"\nresidents = 30_000'),
}


@pytest.mark.parametrize("place", WORDS)
@pytest.mark.parametrize("character", ["\x1b", "\x07", "\r", "\x7f", "\x9b", "\u202e", "\u200b", "\ufeff", "\u2028"])
def test_words_of_a_file_that_act_are_refused_and_told_visibly(planner, changed, place, character):
    old, new = WORDS[place]
    file = changed((old, new.format(escaped(f"a{character}b"))))
    for verb in ("check", "run", "show"):
        code, out, err = planner(verb, file, "--lang", "en")
        assert code == 2
        assert "must hold no characters that act" in harmless(out + err)
        assert escaped(character).lower() in err
    problems = json.loads(planner("check", file, "--json")[1])["problems"]
    assert place in [problem["path"].replace('"', "") for problem in problems]


def test_a_title_is_one_line_and_a_note_may_have_several(planner, changed):
    assert planner("show", changed(('"2020"', '"""one\n\ttwo"""')))[0] == 0
    code, _out, err = planner("show", changed(('"Trial county"', '"Trial\\ncounty"')), "--lang", "en")
    assert (code, "title: must hold no characters that act" in err) == (2, True)


@pytest.mark.parametrize("table", ["[time]", "[townships.east]", "[townships.east.powers]"])
def test_keys_that_act_are_told_visibly(planner, changed, table):
    heads = {"[townships.east.powers]": "[townships.west]"}
    head = heads.get(table, table)
    text = f'{table}\n"a{escaped(ACTS)}" = 1\n' + (f"{head}\n" if head != table else "")
    code, out, err = planner("check", changed((f"{head}\n", text)))
    assert code == 2
    assert "a\\u001b]0;x\\u0007" in harmless(out + err)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_of_a_store_and_of_paths_are_made_visible(planner, spoilt_county, tmp_path, language):
    folder = tmp_path / f"store{ACTS}"
    folder.mkdir()
    store = ("--store", folder / "results.sqlite")
    done = [
        ("run", spoilt_county, *QUICK, "--by", "township", "--by", "department", *store),
        ("results", "list", *store),
        ("results", "show", 1, "--by", "township", *store),
        ("results", "show", 1, "--json", *store),
        ("results", "resume", 1, "--replications", 3, "--progress", "json", *store),
        ("results", "export", 1, "--out", folder / "x.csv", *store),
        ("results", "export", 1, "--out", folder / "x.xlsx", *store),
        ("results", "export", 1, "--out", folder / "x.json", *store),
        ("results", "cases", 1, "--cases", folder / "c.csv", *store),
        ("results", "delete", 1, "--yes", *store),
    ]
    refused = [
        ("results", "show", 9, *store),
        ("results", "list", "--store", folder),
        ("run", folder / "none.toml"),
        ("run", spoilt_county, "--by", f"x{ACTS}"),
        ("run", spoilt_county, "--trace", folder / "none.csv"),
        ("run", spoilt_county, "--out", folder / "none" / "x.txt"),
        ("sweep", spoilt_county, "--vary", f"x{ACTS}=1"),
        ("compare", spoilt_county, "--with", f"x{ACTS}"),
        ("staff", spoilt_county, "--for", f"x{ACTS}"),
        ("measures", f"x{ACTS}"),
        (f"x{ACTS}",),
    ]
    everything = ""
    for expected, verbs in ((0, done), (2, refused)):
        for verb in verbs:
            code, out, err = planner(*verb, "--lang", language)
            everything += harmless(out + err)
            assert code == expected, verb
    assert f"\\u202e{MARKUP}" in everything
    assert "store\\u001b]0;x\\u0007" in everything
    for file in ("x.csv", "x.json", "c.csv"):
        harmless((folder / file).read_text(encoding="utf-8-sig"))


@pytest.mark.parametrize("verb", ["compare", "sweep", "staff", "show", "check", "steady"])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_words_of_a_scenario_are_made_visible_by_every_verb(planner, spoilt_county, verb, more):
    """What is shown does not rely on what is refused."""
    asked = {
        "compare": ("compare", spoilt_county, "--with", "whistle", *QUICK),
        "sweep": ("sweep", spoilt_county, "--vary", "townships.east.residents=100,200", *QUICK),
        "staff": ("staff", spoilt_county, "--for", "enforcement.on_time_rate>=0.1", *QUICK),
        "show": ("show", spoilt_county),
        "check": ("check", spoilt_county),
        "steady": ("run", spoilt_county, "--steady", *QUICK),
    }
    code, out, err = planner(*asked[verb], *more)
    assert (code, err[:1000]) == (0, err[:1000])
    assert "\\u001b" in harmless(out + err) or (verb, more) == ("check", ("--json",))
    if more:
        json.loads(out.splitlines()[0])


def shell(command: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell, in which `$0` is Python, and `$@` what it is to run."""
    words = [sys.executable, "-m", "planner", *map(str, arguments)]
    return subprocess.run(["sh", "-c", command, *words], capture_output=True, env=os.environ | environment)


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii", "cp437"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_output_of_another_encoding_shows_what_it_can(county, encoding, language):
    run = ("compare", county, "--with", "whistle", *QUICK, "--lang", language)
    done = shell('"$0" "$@"', *run, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    told = done.stdout.decode(encoding)
    assert "planner results show 1" in told
    assert ("±" if encoding != "ascii" else "+/-") in told
    done = shell('"$0" "$@"', "results", "show", "1", "--json", PYTHONIOENCODING=encoding)
    found = json.loads(done.stdout.decode(encoding))
    assert found["base"]["title"] == {"zh": "试验县", "en": "Trial county"}


def test_what_looks_alike_comes_before_a_question_mark():
    assert known("东镇 › a ± 1 ▲ ─── …", "gbk") == "东镇 > a ± 1 ▲ ─── …"
    assert known("a › b ± 1 ▲▼ ─┼ … é ² （x）", "ascii") == "a > b +/- 1 ^v -+ ... e 2 (x)"
    assert known("县", "latin-1") == "?"


@pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_full_output_loses_no_result(county, as_json):
    done = shell('"$0" "$@" > /dev/full', "compare", county, "--with", "whistle", *QUICK, *as_json, "--lang", "en")
    told = done.stderr.decode()
    assert done.returncode == 2
    assert "The output cannot be written" in told
    assert told.rstrip().endswith("Kept as study 1: planner results show 1")
    assert ("resolution_time_mean" if as_json else "Compared with: Trial county") in told
    assert shell('"$0" "$@"', "results", "show", "1").returncode == 0


@pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")
def test_a_full_output_of_what_is_not_kept_is_printed_the_other_way(county):
    done = shell('"$0" "$@" > /dev/full', "run", county, "--steady", *QUICK, "--lang", "en")
    assert done.returncode == 2
    assert "Trial county" in done.stderr.decode()


@pytest.mark.parametrize("nowhere", ["2>&-", "2>/dev/full", "2>&- <&-"])
@pytest.mark.parametrize("progress", ["auto", "json"])
def test_talk_that_nobody_hears_changes_nothing(county, nowhere, progress):
    if "full" in nowhere and not FULL.exists():
        pytest.skip("the system has no device that is always full")
    done = shell(f'"$0" "$@" {nowhere}', "run", county, *QUICK, "--progress", progress, "--lang", "en")
    assert done.returncode == 0
    assert "Kept as study 1" in done.stdout.decode()
    assert shell(f'"$0" "$@" {nowhere}', "run", "none.toml").returncode == 2


def test_a_store_is_not_opened_in_the_place_of_a_closed_output(county, own_store):
    """What is printed below Python would stand in it."""
    assert shell('"$0" "$@" >&- 2>&- <&-', "run", county, *QUICK).returncode == 0
    assert b"Kept as study 1" in shell('"$0" "$@"', "results", "resume", "1").stdout


def test_a_reader_that_leaves_is_no_error(county):
    lines = 'trap "" PIPE; { "$0" "$@"; echo $? >&2; } | true'
    done = shell(lines, "show", county, "--lang", "en")
    # It may also be done before the reader has left.
    assert done.stderr.decode().strip() in ("141", "0")
    done = shell(
        '"$0" -c "import sys,subprocess as s; p=s.Popen(sys.argv[1:],stdout=s.PIPE,stderr=s.PIPE); '
        'p.stdout.close(); print(p.communicate()[1], p.wait())" "$0" "$@"',
        "show",
        county,
    )
    assert done.stdout.decode().strip() == "b'' 141"


@pytest.mark.parametrize("name", ["a\0b.sqlite", "a" * 300 + "/b.sqlite", "loop/b.sqlite", "~nobody/b.sqlite"])
def test_a_store_at_no_place_is_told_in_a_sentence(planner, county, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    code, _out, err = planner("run", county, "--replications", 1, "--jobs", 1, "--store", name, "--lang", "en")
    assert (code, "Traceback" in err) == (2, False)
    assert err.strip() and "\0" not in err
