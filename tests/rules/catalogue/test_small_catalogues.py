"""Each fault of a catalogue's files is told once, whole, and where it stands. Catalogues of a few plans."""

from pathlib import Path

import pytest

from rules.catalogue.faults import CatalogueInvalidError
from rules.catalogue.loader import PLAN_FOLDER, load_catalogue

WRITTEN = (PLAN_FOLDER / "VISION-OPT-2025" / "plan.yaml").read_text("utf-8")
"""A plan without terms, so that nothing beside the files' own faults is found. It takes ``medical``."""
HEAD = ["# first line", "code: A", 'version: "1"']
"""How a plan of these catalogues begins: the code stands on line 2, what is added follows on line 4."""


def plan(*added: str, code: str = "A", **changed: str) -> str:
    """A plan file: the lines added stand from line 4 on; ``changed`` puts another line for a key."""
    rest = [line for line in WRITTEN.splitlines() if not line.startswith(("#", "code:", "version:"))]
    for key, line in changed.items():
        rest = [line if old.startswith(f"{key}:") else old for old in rest]
    return "\n".join([HEAD[0], f"code: {code}", HEAD[2], *added, *rest])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue with the checklist that its plans take, and no plan yet."""
    write(tmp_path, "checklists/medical.yaml", "# papers\nRC: []")
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    """Puts a file into the catalogue."""
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")


def faults(folder: Path) -> list[tuple[str, int, str, str]]:
    """File (as the catalogue names it), line, place and words of every fault."""
    with pytest.raises(CatalogueInvalidError) as refused:
        load_catalogue(folder)
    return [
        (fault.file.relative_to(folder).as_posix(), fault.line, fault.where, fault.message)
        for fault in refused.value.faults
    ]


def test_a_catalogue_without_exclusions_needs_no_file_of_them(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan())

    (version,) = load_catalogue(folder).versions

    assert (version.code, version.exclusions, version.options) == ("A", {}, ())


def test_an_option_is_held_inside_the_plan_just_as_it_stands_alone(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("options: [B]"))
    write(folder, "B/plan.yaml", plan("resolve_to: [A]", code="B"))

    offering, option = load_catalogue(folder).versions

    assert offering.options == (option,)
    assert (option.options, option.resolve_to) == ((), ("A",))


@pytest.mark.parametrize("text", ["", "- a list", "a word"])
def test_a_file_without_keys_is_told_to_have_some(folder: Path, text: str) -> None:
    write(folder, "A/plan.yaml", text)

    assert faults(folder) == [
        ("A/plan.yaml", 1, "file", "is empty or not a mapping: write keys and values"),
    ]


def test_a_file_that_is_no_yaml_is_named_once_though_two_plans_need_it(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("kind: MEDICAL", "kind: DENTAL"))
    write(folder, "B/plan.yaml", "inherits: A\ncode: B")

    assert faults(folder) == [("A/plan.yaml", 5, "yaml", "the key 'kind' is written twice here: keep one")]


def test_plans_that_inherit_each_other_are_named_where_they_say_so(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("inherits: B"))
    write(folder, "B/plan.yaml", plan("inherits: A", code="B"))

    assert faults(folder) == [
        ("A/plan.yaml", 4, "inherits", "inherits 'B', which inherits it"),
        ("B/plan.yaml", 4, "inherits", "inherits 'A', which inherits it"),
    ]


@pytest.mark.parametrize(
    ("line", "name", "hint"),
    [
        ("documents: medicla", "'medicla'", "did you mean 'medical'?"),
        ("documents: 1", "1", "did you mean '1'?"),
        ("documents: null", "None", "known here: 1, medical"),
    ],
)
def test_a_checklist_must_be_named_and_be_there(folder: Path, line: str, name: str, hint: str) -> None:
    write(folder, "checklists/1.yaml", "RC: []")
    write(folder, "A/plan.yaml", plan(line).replace("\ndocuments: medical", ""))

    assert faults(folder) == [("A/plan.yaml", 4, "documents", f"no checklist {name}: {hint}")]


def test_faults_of_a_checklist_and_of_exclusions_stand_in_their_own_files(folder: Path) -> None:
    write(folder, "checklists/medical.yaml", "# papers\n\nRC: 1")
    write(folder, "exclusions.yaml", "# what is not covered\n\n\nvaccine: 1")
    write(folder, "A/plan.yaml", plan())

    assert faults(folder) == [
        ("exclusions.yaml", 4, "exclusions.vaccine", "1 stands where a block of keys and values belongs"),
        ("checklists/medical.yaml", 3, "documents.RC", "1 stands where a list, in [brackets], belongs"),
    ]


@pytest.mark.parametrize("name", ["checklists/medical.yaml", "exclusions.yaml"])
def test_a_plan_is_not_judged_without_its_checklist_or_exclusions(folder: Path, name: str) -> None:
    write(folder, name, "")
    write(folder, "A/plan.yaml", plan(kind="kind: MEDICINE"))

    assert faults(folder) == [(name, 1, "file", "is empty or not a mapping: write keys and values")]


def test_an_option_must_be_in_the_catalogue(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("options: [VISION, DENTIST]", kind="kind: MEDICINE"))
    for code in ("VISION", "DENTAL"):
        write(folder, f"{code}/plan.yaml", plan(code=code))

    told = "option 'DENTIST' which is not in the catalogue: did you mean 'DENTAL'?"
    assert faults(folder) == [("A/plan.yaml", 4, "options.1", told)]


def test_an_option_that_is_named_twice_is_told_where_it_stands_again(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("options:", "  - B", "  - C", "  - B", "  - C"))
    for code in ("B", "C"):
        write(folder, f"{code}/plan.yaml", plan(code=code))

    told = "option 'B' is offered twice here: keep one, or write the code of the option that was meant"
    assert faults(folder) == [("A/plan.yaml", 7, "options.2", told)]


def test_a_fault_of_an_option_is_told_once_and_not_again_of_the_plan_that_offers_it(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("options: [B]"))
    write(folder, "B/plan.yaml", plan(code="B", kind="kind: OPTIONS"))

    assert faults(folder) == [
        ("B/plan.yaml", 4, "kind", "'OPTIONS' is not known here: did you mean 'OPTION'?"),
    ]


def test_a_plan_that_offers_itself_is_a_fault_and_does_not_vanish(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("options: [A]"))

    told = "option 'A' leads back to itself: it cannot offer what offers it"
    assert faults(folder) == [("A/plan.yaml", 4, "options.0", told)]


def test_options_that_offer_each_other_are_told_where_the_circle_closes(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan("options: [B, C]"))
    write(folder, "B/plan.yaml", plan(code="B"))
    write(folder, "C/plan.yaml", plan("options: [A]", code="C"))

    told = "option 'A' leads back to itself: it cannot offer what offers it"
    assert faults(folder) == [("C/plan.yaml", 4, "options.0", told)]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("options:", "None"),
        ("options: 5", "5"),
        ("options: B", "'B'"),
        ("options: {B: 1}", "a block of keys"),
    ],
)
def test_options_are_a_list(folder: Path, line: str, shown: str) -> None:
    write(folder, "A/plan.yaml", plan(line))

    told = f"{shown} stands where a list, in [brackets], belongs"
    assert faults(folder) == [("A/plan.yaml", 4, "options", told)]


def test_versions_that_are_sold_on_one_day_are_named_with_their_product(folder: Path) -> None:
    write(folder, "A/plan.yaml", plan())
    write(folder, "A/plan-2.yaml", plan(in_force="in_force: {from: 2026-03-01}").replace('"1"', '"2"'))

    told = "versions 1 and 2 are both in force on 2026-03-01: end the earlier one the day before"
    assert faults(folder) == [("A", 1, "in_force", told)]
