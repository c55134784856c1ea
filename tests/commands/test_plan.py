"""`lipei plan`: list, show, validate, diff."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from commands.plan import app
from tests.rules.catalogue.drafts import Draft


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_the_list_names_every_version_and_who_prices_it() -> None:
    lines = run("list").stdout.splitlines()

    assert lines[0].split() == ["CODE", "VERSION", "SOLD", "FROM", "TO", "PRICED", "BY", "NAME"]
    assert any(line.startswith("GYX-2021-CZ ") and "rules" in line for line in lines)
    assert any(line.startswith("GYX-BJ-CZ ") and "a person" in line for line in lines)


def test_a_plan_is_shown_line_by_line_with_its_sources() -> None:
    shown = run("show", "GYX-2021-YX").stdout

    assert "limit" in shown
    assert "R-109, A-01" in shown
    assert "visit 1-10: nothing; visit 11 on: 200.00" in shown


def test_a_plan_is_shown_in_chinese() -> None:
    assert "第1-10次：无自付；第11次起：200.00 元" in run("show", "GYX-2021-YX", "--language", "zh").stdout


def test_an_unknown_plan_is_answered_with_the_nearest_one() -> None:
    ended = run("show", "GYX-2021-YY")

    assert ended.exit_code == 2
    assert "did you mean 'GYX-2021-YX'?" in ended.stderr


def test_a_version_that_a_plan_does_not_have_is_answered_with_those_it_has() -> None:
    ended = run("show", "GYX-2021-YX@2030.1")

    assert ended.exit_code == 2
    assert "it has 2021.1" in ended.stderr


def test_the_shipped_plans_are_valid() -> None:
    ended = run("validate")

    assert (ended.exit_code, ended.stdout) == (0, "10 plan versions are valid\n")


def test_a_fault_is_printed_with_its_file_and_line(tmp_path: Path) -> None:
    draft = Draft(tmp_path).change("GYX-2021-CZ", "kind: MEDICAL", "knid: MEDICAL")
    ended = run("validate", str(draft.folder))

    line = draft.line_of("GYX-2021-CZ", "knid:")
    assert ended.exit_code == 1
    assert (
        f"{draft.file('GYX-2021-CZ')}:{line}: knid: unknown key 'knid': did you mean 'kind'?" in ended.stderr
    )


def test_the_difference_is_told_in_words_and_numbers_with_what_it_means_to_members() -> None:
    lines = run("diff", "GYX-2021-CZ", "GYX-2021-YX").stdout.splitlines()

    cheaper = next(line for line in lines if "visit 6-10 at ordinary network hospitals" in line)
    assert cheaper.startswith("+")
    assert cheaper.split()[-4:] == ["%", "nothing", "R-109,", "A-01"]


def test_a_draft_is_compared_with_the_plan_in_force(tmp_path: Path) -> None:
    draft = Draft(tmp_path).change(
        "GYX-2021-CZ", 'value: "100000.00", schedule', 'value: "90000.00", schedule'
    )
    ended = run("diff", "GYX-2021-CZ", "--against", str(draft.folder), "--json")

    (change,) = json.loads(ended.stdout)
    assert (change["before"]["en"], change["after"]["en"], change["effect"]) == (
        "100,000.00",
        "90,000.00",
        "WORSE",
    )


def test_plans_that_do_not_differ_say_so() -> None:
    assert run("diff", "GYX-2021-CZ").stdout == "Nothing changes for members.\n"


def test_a_language_that_lipei_does_not_speak_is_refused() -> None:
    assert run("list", "--language", "fr").exit_code == 2
