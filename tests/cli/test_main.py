import subprocess
import sys

import pytest

from planner.cli.main import language_asked_for

HEAVY = ("textual", "simpy", "scipy", "numpy", "polars", "rich.console")


@pytest.mark.parametrize("command", ["planner.cli.main", "planner.__main__"])
def test_help_loads_nothing_heavy(command):
    code = (
        "import sys\n"
        f"from {command} import main\n"
        "try:\n    main(['--help'])\n"
        f"finally:\n    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "check" in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], []])
def test_help_in_both_languages(planner, arguments):
    code, english, _err = planner(*arguments, "--lang", "en")
    assert code == 0
    assert "Usage: planner [OPTIONS] COMMAND …" in english
    _code, chinese, _err = planner(*arguments, "--lang", "zh")
    assert "用法：planner [选项] 命令 …" in chinese
    assert "Usage" not in chinese


@pytest.mark.parametrize("verb", ["check", "run", "show"])
def test_help_of_every_verb_fits_the_screen_and_speaks_chinese(planner, verb, monkeypatch):
    from planner.wording.cells import width

    monkeypatch.setenv("COLUMNS", "80")
    code, out, _err = planner(verb, "--help", "--lang", "zh")
    assert code == 0
    assert max(width(line) for line in out.splitlines()) <= 80
    assert "--lang" in out
    assert "文件" in out


def test_the_locale_decides_where_no_language_is_asked_for(planner, monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "用法" in planner("--help")[1]
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "Usage" in planner("--help")[1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["run", "x", "--lang", "zh"], "zh"),
        (["--lang=zh", "run"], "zh"),
        (["--lang", "zh", "run", "--lang", "en"], "en"),
        (["run", "--lang"], None),
        (["run", "--lang", "fr"], None),
        (["run", "--", "--lang", "zh"], None),
    ],
)
def test_the_language_can_stand_anywhere(arguments, expected):
    assert language_asked_for(arguments) == expected


def test_version(planner):
    import planner as package

    assert planner("--version") == (0, f"planner {package.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (["chek"], "There is no command 'chek'. Did you mean 'check'?", "没有“chek”这个命令。是否想写 'check'？"),
        (["run"], "FILE… is missing.", "缺少 文件…。"),
        (["run", "x", "--sed", "3"], "There is no option '--sed'. Did you mean --seed?", "没有“--sed”这个选项。"),
        (["run", "x", "--reps", "3"], "There is no option '--reps'. Did you mean --replications?", "没有“--reps”"),
        (
            ["run", "x", "--out", "x.docx"],
            "text (.txt, .text, .md, .log, .out) or .json is written",
            "x.docx：此处可写",
        ),
        (["run", "x", "--seed"], "Option '--seed' needs a value.", "选项“--seed”需要一个值。"),
        (["show", "a", "b"], "Not expected here: b.", "此处不应出现：b。"),
        (
            ["run", "x", "--replications", "0"],
            "--replications: must be a whole number, 1 or more",
            "须为不小于 1 的整数",
        ),
        (["run", "x", "--jobs", "2.5"], "--jobs: must be a whole number, 1 or more (got 2.5).", "（现为 2.5）"),
        (["run", "x", "--by", "townshp"], "Did you mean 'township'?", "是否想写 'township'？"),
        (["run", "x", "--family", "enforcment"], "Did you mean 'enforcement'?", "是否想写 'enforcement'？"),
        (["run", "x", "--progress", "loud"], "'loud' is not one of auto, json, none.", "“loud”不在可选范围内"),
        (["run", "x", "--cases", "x.xlsx"], "--cases: x.xlsx must end in .csv, .parquet.", "扩展名须为"),
    ],
)
def test_a_wrong_command_line_is_explained(planner, arguments, english, chinese):
    for language, expected in (("en", english), ("zh", chinese)):
        code, out, err = planner("--lang", language, *arguments)
        assert (code, out) == (2, "")
        assert expected in err
        assert "Traceback" not in err


def test_a_wrong_language_is_refused(planner):
    code, _out, err = planner("check", "x", "--lang", "fr")
    assert code == 2
    assert "'fr' is not one of zh, en." in err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (None, None)),
        (["--lang", "zh"], ("zh", None)),
        (["--lang=en"], ("en", None)),
        (["here/mine.toml", "--lang", "zh"], ("zh", "here/mine.toml")),
        (["a=b.toml"], (None, "a=b.toml")),
        (["run"], None),
        (["run", "mine.toml"], None),
        (["--help"], None),
        (["--lang"], None),
        (["--lang", "fr"], None),
        (["one.toml", "two.toml"], None),
    ],
)
def test_without_a_verb_the_interface_opens(arguments, expected):
    from planner.__main__ import opening_of

    assert opening_of(arguments) == expected


@pytest.mark.parametrize(("language", "sentence"), [("en", "needs a terminal"), ("zh", "需要在终端")])
def test_the_interface_in_a_pipe_says_what_to_do(language, sentence):
    command = [sys.executable, "-m", "planner", "--lang", language]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_every_wrong_value_is_told_at_once(planner, county):
    code, out, err = planner(
        "run", county, "--family", "enforcment", "--jobs", "0", "--by", "townshp", "--replications", "x", "--lang", "en"
    )
    assert (code, out) == (2, "")
    told = [line.partition(":")[0] for line in err.splitlines()]
    assert sorted(told[:-1]) == ["--by", "--family", "--jobs", "--replications"]
    assert "Did you mean 'township'?" in err
    assert told[-1].startswith("Try 'planner run --help'")


def test_options_and_files_are_told_at_once(planner, county, tmp_path):
    for arguments, expected in (
        (
            ("compare", county, "--with", "whistel", "--matters", "resolution_tim_mean=1d", "--out", "x.docx"),
            ("Did you mean whistle?", "Did you mean resolution_time_mean?", "x.docx: a table (.csv, .parquet, .xlsx)"),
        ),
        (
            ("sweep", county, "--vary", "linkage.return_day=1,2", "--indicator", "on_time"),
            ("Did you mean return_days?", "Did you mean on_time_rate?"),
        ),
        (
            ("staff", county, "--for", "enforcement.ontime>=0.9", "--teams", "townships.*.teams.enforcment"),
            ("Did you mean on_time_rate?", "Did you mean enforcement?"),
        ),
        (
            ("run", tmp_path / "none.toml", "--out", tmp_path / "x.docx"),
            ("There is no such file.", "text (.txt, .text, .md, .log, .out) or .json is written here."),
        ),
    ):
        code, out, err = planner(*arguments, "--lang", "en")
        assert (code, out) == (2, "")
        for sentence in expected:
            assert sentence in " ".join(err.split())


def test_what_needs_a_store_makes_none(planner, own_store):
    for verb in (("resume", 1), ("delete", 1, "--yes"), ("show", 1)):
        code, _out, err = planner("results", *verb, "--lang", "en")
        assert (code, "There are no results" in err) == (2, True)
        assert not own_store.exists()


@pytest.mark.parametrize(
    ("arguments", "usage"),
    [
        (["results", "delete"], "planner results delete [OPTIONS] [STUDY…]"),
        (["results", "show"], "planner results show [OPTIONS] STUDY"),
        (["compare"], "planner compare [OPTIONS] BASE [OTHER…]"),
        (["measures"], "planner measures [OPTIONS] [ID]"),
        (["run"], "planner run [OPTIONS] FILE…"),
    ],
)
def test_the_usage_puts_in_brackets_what_may_be_left_out(planner, arguments, usage):
    assert planner(*arguments, "--help", "--lang", "en")[1].startswith(f"Usage: {usage}\n")


@pytest.mark.parametrize("verb", [["--help"], ["measures"], ["check", "nothing.toml"]])
def test_without_an_output_nothing_is_printed(verb):
    """As `planner … >&- 2>&-` does it."""
    command = 'exec "$0" -m planner "$@" >&- 2>&-'
    done = subprocess.run(["sh", "-c", command, sys.executable, *verb], check=False)
    assert done.returncode == (2 if "check" in verb else 0)


@pytest.mark.parametrize("option", ["--quux", "--zzz"])
def test_an_option_like_no_other_is_not_guessed(planner, option):
    assert "Did you mean" not in planner("run", "x", option, "--lang", "en")[2]


def test_a_pattern_of_one_word_is_told_once(planner, changed):
    file = changed(('"case_types.*.deadline_days" = "statute"', 'foo = "statute"'))
    told = planner("check", file, "--lang", "en")[2]
    assert "foo matches nothing." in told
    assert "foo in foo" not in told
