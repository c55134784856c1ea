"""Parts of the app are found by the first word of a path; what they answer is as if all had been asked."""

from collections.abc import Iterator

import httpx2
import psycopg
import pytest
from fastapi import APIRouter, FastAPI
from psycopg.errors import QueryCanceled

from tests.patience import PATIENCE_SECONDS
from tests.web.site import served
from web import refusals
from web.first_word import ByFirstWord

rooms = APIRouter(prefix="/rooms")
words = APIRouter()


@rooms.get("")
def every_room() -> str:
    """Beside the rooms one by one."""
    return "rooms"


@rooms.get("/lost")
def lost() -> str:
    """The database went away in the middle."""
    raise psycopg.OperationalError("the connection is lost")


@rooms.get("/cancelled")
def cancelled() -> str:
    """The database is there, and refuses."""
    raise QueryCanceled("canceling statement")


@words.get("/rooms/{name}/door")
def door(name: str) -> str:
    """In another part under the same word."""
    return name


@words.get("/{word}")
def any_word(word: str) -> str:
    """Whatever comes."""
    return f"any {word}"


@pytest.fixture(scope="module")
def http() -> Iterator[httpx2.Client]:
    app = FastAPI()
    refusals.install(app)
    for part in (rooms, words):
        app.include_router(ByFirstWord(part))
    with served(app) as url, httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
        yield client


def test_a_path_is_found_in_whichever_part_has_it(http: httpx2.Client) -> None:
    said = {path: http.get(path).json() for path in ("/rooms", "/rooms/blue/door", "/halls")}

    assert said == {"/rooms": "rooms", "/rooms/blue/door": "blue", "/halls": "any halls"}


def test_a_wrong_method_and_an_unknown_address_are_told_apart(http: httpx2.Client) -> None:
    assert http.post("/rooms").status_code == 405
    assert http.get("/halls/none").status_code == 404
    assert http.get("/rooms/", follow_redirects=False).status_code == 307


def test_a_connection_lost_within_a_request_is_told_as_what_it_is(http: httpx2.Client) -> None:
    answer = http.get("/rooms/lost")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert http.get("/rooms/cancelled").status_code == 500
