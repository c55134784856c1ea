"""Board and reports as people see them: pages, API, files, and who may."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import Case, Member, Staff
from rules.clock_state import LiveState
from rules.deadlines import ENDS_WITH_A_DAY, ClockKind, MilestoneKind, Unit
from rules.delays import DelayReason
from rules.notices import NoticeKind
from rules.permissions import Relation
from rules.vocabulary import ClockState, Language, Process
from stores.clocks.clock_reports import Dimension
from stores.database import transaction
from tests.stores.clock_world import a_clock, ended, paused_since
from tests.web.site import Site
from tests.web.templates import words
from tests.web.test_pages import audited
from web.clocks.charts import bar_chart
from web.csv_download import as_csv
from web.templating import module
from workflows.processes import PROCESSES

PAGES = (
    "/board",
    "/board?state=BREACHED&process=&person=none",
    "/reports",
    "/reports?by=person",
    "/sampling?variance=50",
)
FILES = ("/reports/duties.csv", "/reports/ageing.csv", "/reports/pauses.csv", "/reports/forecast.csv")
API = (
    "/api/v1/board",
    "/api/v1/reports/duties",
    "/api/v1/reports/ageing",
    "/api/v1/reports/pauses",
    "/api/v1/reports/forecast",
)
PLACE = "PARKWAY-JINPU"
"""A hospital of no other test: what is counted here is of these cases alone."""
NUMBERS = ("PA-260929-900001-X", "PA-260929-900002-X", "PA-260929-900003-X")


@pytest.fixture(scope="module")
def now(site: Site) -> datetime:
    """Case time of the site, to the minute."""
    moved = datetime.now(UTC) + timedelta(seconds=site.settings.clock_offset_seconds)
    return moved.replace(second=0, microsecond=0)


@pytest.fixture(scope="module", autouse=True)
def shown(site: Site, reader: Engine, now: datetime) -> Iterator[None]:
    """Ma's case is overdue, Tang's is paused, nobody has the third; a duty was met yesterday."""
    with transaction(reader) as session:
        member = session.exec(select(Member)).first()
        assert member
        usual: dict[str, Any] = {
            "process": Process.PREAUTHORIZATION,
            "stage": "IN_REVIEW",
            "state_version": 1,
            "member_id": member.id,
            "opened_by": "system:test",
            "opened_at": now - timedelta(days=4),
            "updated_at": now,
            "clock_offset_seconds": site.settings.clock_offset_seconds,
            "hospital_code": PLACE,
        }
        ma, tang = (f"staff:{_staff(session, account).id}" for account in ("ma.adjuster", "tang.advance"))
        first, second, third = (
            Case(case_number=number, assignee=person, **usual)
            for number, person in zip(NUMBERS, (ma, tang, None), strict=True)
        )
        session.add_all([first, second, third])
        session.flush()
        a_clock(session, first, now - timedelta(hours=2))
        met = ended(ClockState.MET, now - timedelta(days=1))
        a_clock(session, first, now, kind=ClockKind.PREAUTH_TRIAGE, **met)
        a_clock(session, second, now + timedelta(days=2), **paused_since(now - timedelta(hours=30)))
        a_clock(session, third, now + timedelta(days=3))
    yield
    with transaction(reader) as session:
        for row in session.exec(select(Case).where(col(Case.case_number).in_(NUMBERS))):
            row.closed_at = row.updated_at


def _staff(session: Session, account: str) -> Staff:
    return session.exec(select(Staff).where(Staff.account == account)).one()


def said_to(site: Site, name: str, path: str, language: str = "en") -> Any:
    headers = {**site.person(name).token, "Accept-Language": language}
    return site.http.get(path, headers=headers)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_is_sound_in_both_languages(site: Site, path: str, language: str) -> None:
    page = said_to(site, "liang.supervisor", path, language)

    audit = audited(page.text)
    assert page.status_code == 200
    assert "select" in audit.tags or path.startswith("/sampling")
    assert set(re.findall(r'<select id="([^"]+)"', page.text)) <= audit.labelled
    assert "style=" not in page.text
    assert re.findall(r"[\u4e00-\u9fff]", page.text)


@pytest.mark.parametrize("path", [*PAGES, *FILES, *API])
def test_leaders_and_auditors_alone_see_them(site: Site, path: str) -> None:
    for name in ("gao.lead", "liang.supervisor", "song.head", "cao.auditor"):
        assert said_to(site, name, path).status_code == 200, name
    for name in ("ma.adjuster", "peng.admin", "feng.finance", "MEIHUA-FUER", "guardian of M2025000001"):
        assert said_to(site, name, path).status_code == 403, name
    assert site.http.get(path).status_code == 401


def test_a_lead_sees_the_own_team_and_what_nobody_has_yet(site: Site) -> None:
    lead, auditor = site.person("gao.lead"), site.person("cao.auditor")
    team = lead.get("/api/v1/board", team="理算一组", hospital=PLACE).json()
    nobodys = lead.get("/api/v1/board", person="none", hospital=PLACE).json()
    whole = auditor.get("/api/v1/board", hospital=PLACE).json()

    assert {row["team"] for row in team["cases"]} == {"理算一组"}
    assert {row["person"] for row in nobodys["cases"]} == {None}
    assert NUMBERS[0] in {row["case_number"] for row in team["cases"]}
    assert {NUMBERS[1], NUMBERS[2]} <= {row["case_number"] for row in whole["cases"]}
    assert "唐垫付" not in said_to(site, "gao.lead", "/board").text
    assert said_to(site, "gao.lead", "/api/v1/board?team=%E5%9E%AB%E4%BB%98%E7%BB%84").json()["total"] == 0


def test_the_board_shows_state_time_left_and_whom_we_wait_for(site: Site) -> None:
    chinese = said_to(site, "song.head", f"/board?person=none&hospital={PLACE}", "zh-CN").text
    paused = said_to(site, "song.head", f"/board?state=PAUSED&hospital={PLACE}").text
    overdue = said_to(site, "song.head", f"/board?state=BREACHED&hospital={PLACE}").text

    assert NUMBERS[2] in chinese and NUMBERS[0] not in chinese
    assert "预授权审核决定" in chinese
    assert NUMBERS[1] in paused and "waits for Hospital" in paused
    assert NUMBERS[0] in overdue and "over by 2 h" in overdue
    assert 'aria-current="true"' in overdue


def test_the_filter_stays_in_the_address(site: Site) -> None:
    page = said_to(site, "song.head", "/board?process=PA&person=none").text

    assert "/board?process=PA&amp;person=none&amp;state=PAUSED" in page
    assert '<option value="PA" selected>' in page


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/v1/board?state=SLEEPING", "state"),
        ("/board?page=0", "page"),
        ("/reports?from=2026-11-31", "from"),
        ("/reports?from=2026-12-01&to=2026-11-01", "to"),
        ("/reports?from=0001-01-01", "from"),
        ("/reports?by=moon", "by"),
    ],
)
def test_what_cannot_be_asked_is_named(site: Site, path: str, field: str) -> None:
    answer = said_to(site, "song.head", path)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_report_counts_and_its_file_holds_the_same(site: Site) -> None:
    told = said_to(site, "song.head", f"/api/v1/reports/duties?by=person&hospital={PLACE}").json()
    file = said_to(site, "song.head", f"/reports/duties.csv?by=person&hospital={PLACE}")

    (ma,) = [row for row in told["rows"] if row["name"] == "马理算"]
    assert (ma["met"], ma["breached"], ma["still_open"]) == (1, 1, 1)
    assert file.content.startswith(b"\xef\xbb\xbfkey,name,met,")
    assert "attachment" in file.headers["Content-Disposition"]
    lines = {row["key"]: row for row in csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))}
    assert lines[ma["key"]]["met_percent"] == "50.0"
    assert {key: row["met"] for key, row in lines.items()} == {
        row["key"]: str(row["met"]) for row in told["rows"]
    }


@pytest.mark.parametrize("by", list(Dimension))
def test_breaches_are_told_by_person_kind_and_week_and_leave_as_a_file(site: Site, by: Dimension) -> None:
    told = said_to(site, "song.head", f"/api/v1/reports/duties?by={by}").json()["rows"]
    file = said_to(site, "song.head", f"/reports/duties.csv?by={by}").content.decode("utf-8-sig")

    assert any(row["breached"] for row in told)
    breached = [row for row in csv.DictReader(io.StringIO(file)) if row["breached"] != "0"]
    assert [row["key"] for row in breached] == [row["key"] for row in told if row["breached"]]


def test_paused_time_ageing_and_forecast_are_told(site: Site) -> None:
    pauses = said_to(site, "song.head", f"/api/v1/reports/pauses?hospital={PLACE}").json()["rows"]
    ageing = said_to(site, "song.head", f"/api/v1/reports/ageing?hospital={PLACE}").json()["rows"]
    forecast = said_to(site, "song.head", "/api/v1/reports/forecast").json()["rows"]

    (hospital,) = [row for row in pauses if row["waiting_for"] == "HOSPITAL"]
    assert 30 * 3600 <= hospital["longest_seconds"] < 31 * 3600 + 60
    assert sum(sum(row["cases"]) for row in ageing) == 3
    assert len([row for row in forecast if row["is_working"]]) in (5, 6)


def test_each_chart_has_a_name_and_a_table(site: Site) -> None:
    page = said_to(site, "song.head", "/reports").text

    charts = re.findall(
        r'<svg width="100%" height="\d+" role="img" aria-labelledby="([\w-]+) ([\w-]+)">', page
    )
    assert len(charts) == 5
    assert page.count("<caption") == 5
    for title, said in charts:
        assert f'<title id="{title}">' in page
        assert f'<desc id="{said}">' in page


def every_stage() -> set[str]:
    """Every stage that a case of whatever process can be in."""
    rows = [row for process in PROCESSES.values() for row in process.table.rows]
    kinds = {type(stage) for row in rows for stage in row.stages}
    return {stage for kind in kinds if issubclass(kind, StrEnum) for stage in kind}


@pytest.mark.parametrize(
    ("relation", "chinese", "english"),
    [
        (Relation.STAFF, "我方", "Us"),
        (Relation.OWN_FAMILY, "服务管理商", "the administrator"),
        (Relation.OWN_HOSPITAL, "服务管理商", "the administrator"),
    ],
)
def test_who_is_outside_waits_for_the_administrator(relation: Relation, chinese: str, english: str) -> None:
    reader = SimpleNamespace(relation=relation)

    for language, word in ((Language.CHINESE, chinese), (Language.ENGLISH, english)):
        assert module("clock_words.html", language, me=reader).sides["US"] == word


@pytest.mark.parametrize(
    ("relation", "side", "other"),
    [(Relation.OWN_FAMILY, "GUARDIAN", "Hospital"), (Relation.OWN_HOSPITAL, "HOSPITAL", "Family")],
)
def test_who_is_waited_for_reads_it_of_themselves(relation: Relation, side: str, other: str) -> None:
    sides = module("clock_words.html", Language.ENGLISH, me=SimpleNamespace(relation=relation)).sides

    assert sides[side] == "you"
    assert other in sides.values()


def test_every_clock_state_and_process_has_its_words(site: Site) -> None:
    for language in ("zh", "en"):
        said = words("clock_words.html", language)
        assert {kind for kind in ClockKind if kind not in said.clocks} == set()
        assert set(LiveState) <= set(said.states) and set(LiveState) <= set(said.marks)
        assert set(Process) <= set(said.processes)
        assert set(DelayReason) | {"met", "none"} <= set(said.reasons)
        assert set(Unit) - ENDS_WITH_A_DAY == set(said.units)
        assert {stage for stage in every_stage() if stage not in said.stages} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_notification_says_what_happened(language: str) -> None:
    said = words("milestone_words.html", language)

    assert set(MilestoneKind) | {"LETTER_DELAYED", "LETTER_FAILED", "LETTER_BOUNCED"} <= set(said.milestones)
    assert set(NoticeKind) - {NoticeKind.ESCALATION} == set(said.others)
    assert "EVE" not in said.milestone("EVE 2026-09-29")


def test_no_cell_of_a_file_is_a_formula() -> None:
    cells = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =x", "＝x", "a=1", 'say "x"', "两\n行", -1, 2.5, None)

    (line,) = list(csv.reader(io.StringIO(as_csv(["h"], [cells]), newline="")))[1:]

    assert line == [
        "'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "' =x", "'＝x",
        "a=1", 'say "x"', "两\n行", "-1", "2.5", "",
    ]  # fmt: skip
    assert as_csv(["a", "b"], [["x", 'q"']]) == 'a,b\r\nx,"q"""\r\n'


def test_bars_share_a_scale_and_a_small_number_is_still_seen() -> None:
    chart = bar_chart(("met", "breached"), [("a", "", (9_999, 1)), ("b", "", (0, 5_000)), ("c", "", (0, 0))])

    whole, half, none = chart.bars
    assert sum(part.width for part in whole.parts) == pytest.approx(100, abs=0.1)
    assert whole.parts[1].width >= 0.6
    assert half.parts[0].width == pytest.approx(50, abs=1)
    assert none.parts == ()
    assert [bar.bar_y for bar in chart.bars] == sorted({bar.bar_y for bar in chart.bars})
    assert bar_chart(("met",), []).height == 0
