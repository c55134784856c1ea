"""Passkeys: made on the page of one's sign-in, asked for at the door, and worth nothing anywhere else."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select
from typer.testing import CliRunner

from commands.accounts import app
from models import Account, Passkey, SignInFailure
from stores.database import transaction
from tests.web.authenticator import Authenticator
from tests.web.browsing import Browser
from tests.web.site import Site

NAME = "shen.finance"


@pytest.fixture(autouse=True)
def nothing_left(reader: Engine) -> Iterator[None]:
    """Nobody has a passkey before or after a test."""
    yield
    with transaction(reader) as session:
        session.exec(delete(Passkey))
        session.exec(delete(SignInFailure))


@pytest.fixture
def device(site: Site) -> Authenticator:
    """A device that thinks it is at our address."""
    return Authenticator(f"http://{site.http.base_url.host}:{site.http.base_url.port}")


@pytest.fixture
def person(site: Site, device: Authenticator) -> Iterator[Browser]:
    """Somebody of finance who has just added a passkey."""
    with Browser.of(site) as browser:
        browser.sign_in(NAME)
        assert add(browser, device).headers["Location"] == "/security?done=passkey"
        yield browser


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    """A browser of nobody."""
    with Browser.of(site) as browser:
        yield browser


def add(browser: Browser, device: Authenticator, **more: str) -> httpx2.Response:
    options = browser.send("/security/passkeys/options").json()
    return browser.send("/security/passkeys", name="办公电脑", credential=device.make(options), **more)


def at_the_door(browser: Browser) -> tuple[str, Any]:
    """The password was right: the token of the form, and what the device is asked to sign."""
    assert browser.sign_in(NAME).headers["Location"] == "/sign-in/code"
    csrf = re.findall(r'name="csrf" value="([0-9a-f]+)"', browser.get("/sign-in/code").text)[0]
    return csrf, browser.send("/sign-in/passkey/options", csrf=csrf).json()


def test_a_passkey_opens_what_the_password_alone_does_not(
    person: Browser, browser: Browser, device: Authenticator
) -> None:
    assert "办公电脑" in person.get("/security").text
    csrf, options = at_the_door(browser)
    assert [each["type"] for each in options["allowCredentials"]] == ["public-key"]
    assert browser.get("/finance").status_code == 303

    assert browser.send("/sign-in/passkey", csrf=csrf, credential=device.sign(options)).status_code == 303

    assert browser.get("/finance").status_code == 200


def test_what_was_signed_opens_once(person: Browser, browser: Browser, device: Authenticator) -> None:
    csrf, options = at_the_door(browser)
    signed = device.sign(options)
    assert browser.send("/sign-in/passkey", csrf=csrf, credential=signed).status_code == 303

    assert browser.send("/sign-in/passkey", csrf=csrf, credential=signed).status_code == 401


@pytest.mark.parametrize("wrong", ["origin", "name", "count", "key", "id", "challenge"])
def test_a_device_that_is_not_the_one_opens_nothing(
    person: Browser, browser: Browser, device: Authenticator, reader: Engine, wrong: str
) -> None:
    csrf, options = at_the_door(browser)
    other = Authenticator(device.origin, id=device.id)
    match wrong:
        case "origin":
            device.origin = "https://evil.example"
        case "name":
            device.name = "evil.example"
        case "count":
            with transaction(reader) as session:
                session.exec(select(Passkey)).one().sign_count = 9
        case "key":
            device.key = other.key
        case "id":
            device.id = b"another device's"
        case "challenge":
            options = {**options, "challenge": "A" * 43}

    answer = browser.send("/sign-in/passkey", csrf=csrf, credential=device.sign(options))

    assert answer.status_code == 401
    assert "通行密钥未通过验证" in answer.text
    assert browser.get("/finance").status_code == 303


@pytest.mark.parametrize("said", ["", "{}", "[]", "null", "x", '{"id": 5}', '{"id": "AA", "rawId": "AA"}'])
def test_an_answer_that_no_device_gives_is_refused(person: Browser, browser: Browser, said: str) -> None:
    csrf, _ = at_the_door(browser)

    assert browser.send("/sign-in/passkey", csrf=csrf, credential=said).status_code == 401
    person.send("/security/passkeys/options")
    assert person.send("/security/passkeys", name="x", credential=said).status_code == 422


def test_a_passkey_is_made_for_what_was_asked_and_only_once(person: Browser, device: Authenticator) -> None:
    again = add(person, device)
    options = person.send("/security/passkeys/options").json()
    other = Authenticator(device.origin).make({**options, "challenge": "A" * 43})

    assert again.status_code == 422
    assert person.send("/security/passkeys", name="x", credential=other).status_code == 422


def test_a_first_passkey_signs_the_other_browsers_out(
    site: Site, browser: Browser, device: Authenticator
) -> None:
    browser.sign_in(NAME)
    with Browser.of(site) as other:
        other.sign_in(NAME)
        add(browser, device)

        assert browser.get("/security").status_code == 200
        assert other.get("/security").status_code == 303


def test_a_passkey_is_taken_away_with_the_password(
    person: Browser, browser: Browser, reader: Engine, site: Site
) -> None:
    with Session(reader) as session:
        found = select(Passkey.id).join(Account, col(Account.id) == col(Passkey.account_id))
        key = session.exec(found.where(Account.name == NAME)).one()
    path = f"/security/passkeys/{key}/remove"
    with Browser.of(site) as other:
        other.sign_in("gao.lead")
        assert other.send(path, old=other.password("gao.lead")).status_code == 404

    assert person.send(path, old="wrong").status_code == 422
    assert person.send(path, old=person.password(NAME)).status_code == 303
    assert browser.sign_in(NAME).headers["Location"] == "/home"


def test_where_the_house_asks_for_a_second_factor_a_passkey_is_one(
    site: Site, person: Browser, device: Authenticator
) -> None:
    strict = site.settings.model_copy(update={"second_factor_required": True})
    with Browser.serving(strict) as browser:
        csrf, options = at_the_door(browser)
        device.origin = f"http://{browser.http.base_url.host}:{browser.http.base_url.port}"
        browser.send("/sign-in/passkey", csrf=csrf, credential=device.sign(options))

        assert browser.get("/finance").status_code == 200


def test_for_a_lost_phone_the_machine_room_forgets_every_passkey(
    site: Site, person: Browser, browser: Browser, reader: Engine
) -> None:
    done = CliRunner().invoke(app, ["reset", NAME, "--home", str(site.settings.home)])

    assert done.exit_code == 0, done.output
    assert person.get("/security").status_code == 303
    assert browser.sign_in(NAME).headers["Location"] == "/home"


def test_the_device_is_told_the_name_that_the_key_belongs_to(person: Browser) -> None:
    options = person.send("/security/passkeys/options").json()

    assert options["rp"] == {"id": "localhost", "name": "Lipei"}
    assert json.dumps(options).count(NAME) == 2
