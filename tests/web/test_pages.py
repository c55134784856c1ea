"""Pages for people: both languages, sound HTML, nothing from elsewhere."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from settings import CHECKOUT
from tests.web.site import Site
from web.languages import preferred

TEMPLATES = CHECKOUT / "web" / "templates"
BEFORE_SIGN_IN = ("/sign-in", "/codec/session", "/preferences", "/answer/")
"""Where forms go that somebody sends who has not signed in, or that change nothing but a cookie."""
PATHS = ["/", "/docs", "/docs/cases", "/verify/AAAA-BBBB", "/answer/0123", "/codec/session"]
VOID = {"meta", "link", "input", "br", "img"}


class Audit(HTMLParser):
    """Collects what any page must get right."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[str] = []
        self.unscoped = 0
        self.tables: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if tag == "label":
            self.labelled.add(str(said.get("for")))
        if tag == "input" and said.get("type") != "hidden":
            self.inputs.append(str(said.get("id")))
        self.unscoped += tag == "th" and "scope" not in said

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def audited(page: str, *, scripts: Sequence[str] = ()) -> Audit:
    """Assert what any page must get right; only a page that names its scripts may load them."""
    audit = Audit(page)
    assert not audit.open
    assert audit.tags.count("h1") == 1
    assert audit.tags.count("table") == audit.tags.count("caption")
    assert audit.unscoped == 0
    assert len(audit.ids) == len(set(audit.ids))
    assert set(audit.inputs) <= audit.labelled
    assert re.findall(r"<script[^>]*>", page) == [
        f'<script src="/static/{script}" defer>' for script in scripts
    ]
    return audit


def test_every_form_of_somebody_who_signed_in_carries_the_token_of_the_sign_in() -> None:
    for template in sorted(TEMPLATES.glob("*.html")):
        for form in re.findall(r'<form[^>]* method="post".*?</form>', template.read_text("utf-8"), re.S):
            action = re.findall(r'action="([^"]*)"', form)[0]
            sends = 'name="csrf"' in form or "forms.body(" in form
            assert sends or action.startswith(BEFORE_SIGN_IN), (template.name, action)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("accept", "lang"), [("zh-CN", "zh-CN"), ("en-GB,en;q=0.8", "en"), ("fr", "zh-CN")])
def test_every_page_is_sound_in_both_languages(site: Site, path: str, accept: str, lang: str) -> None:
    page = site.http.get(path, headers={"Accept-Language": accept})

    audited(page.text)
    assert f'<html lang="{lang}">' in page.text
    assert "Accept-Language" in page.headers["Vary"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_load_nothing_from_elsewhere(site: Site, path: str) -> None:
    page = site.http.get(path).text
    loaded = re.findall(r'(?:src|rel="[a-z]+" href)="([^"#]+)', page)

    assert loaded

    assert all(address.startswith("/") for address in loaded)
    for address in loaded:
        assert site.http.get(address).status_code == 200


def test_the_reference_leads_to_every_operation_with_an_example(site: Site) -> None:
    page = site.http.get("/docs", headers={"Accept-Language": "en"}).text
    links = re.findall(r'href="(/docs/[a-z-]+)#([A-Za-z]+)"', page)
    parts = {path: site.http.get(path).text for path in {path for path, _ in links}}

    assert {"requestPreauthorization", "actOnCase", "uploadDocument", "listCases"} <= {
        each for _, each in links
    }
    assert [name for path, name in links if f'id="{name}"' not in parts[path]] == []
    assert "SUBMIT_DOCUMENTS" in "".join(parts.values())
    assert 'id="stale"' in page


def test_a_part_that_the_reference_has_not_is_not_found(site: Site) -> None:
    assert site.http.get("/docs/nothing").status_code == 404


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("en;q=0.5, zh;q=0.4", "en"),
        ("de, en;q=0.1", "en"),
        ("en;q=x, zh;q=0.1", "zh"),
        (",,;", "zh"),
    ],
)
def test_the_language_is_the_one_that_the_browser_prefers(header: str | None, language: str) -> None:
    assert preferred(header) == language
