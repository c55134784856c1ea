"""What `make run` shows, and what nobody may find in the machine's files afterwards."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import objects
from settings import CHECKOUT
from tests.journeys.conftest import House

pytestmark = pytest.mark.long

WORDS = ("支气管肺炎", "J18.900", "静脉抗感染", "李明医生", "021-5550-0100")
"""What the demonstrated request says of the child's illness."""


def test_the_demonstration_ends_with_a_letter_that_can_be_opened(house: House) -> None:
    stages = [stage["stage"] for stage in house.told["stages"]]

    assert stages[0] == "RECEIVED"
    assert stages[-2:] == ["APPROVED", "GUARANTEED"]
    letter = Path(house.told["letter"])
    assert letter.read_bytes().startswith(b"%PDF")
    assert letter.stat().st_mode & 0o077 == 0
    assert house.told["amount"] == "15426.45"


def test_it_ends_with_plain_lines_for_people_and_scripts(house: House) -> None:
    shown = house.machine.lipei("demo")

    assert shown.returncode == 0, shown.stderr
    last = dict(line.split(": ", 1) for line in shown.stdout.splitlines()[-5:])
    assert list(last) == ["case", "letter", "web", "mail", "temporal"]
    assert Path(last["letter"]).exists()


def test_four_families_are_lived_to_their_end_and_nobody_owes_anything(house: House) -> None:
    stay, claim, advance, visit = house.told["families"]

    assert [family["open"] for family in (stay, claim, advance, visit)] == ["0.00"] * 4
    assert (stay["promised"], stay["paid"]) == ("15426.45", "15426.45")
    assert claim["paid"] == "1968.50"
    assert (advance["paid"], advance["consumed"], advance["refunded"]) == ("40000.00", "38300.00", "1700.00")
    assert (visit["paid"], visit["refunded"]) == ("860.00", "200.00")
    assert "LT-RFD" in {code for _, code in advance["letters"]}
    assert not any(family["clocks_missed"] for family in house.told["families"])


def test_a_second_demonstration_shows_the_first(house: House) -> None:
    again = house.machine.lipei("demo", "--json")

    assert json.loads(again.stdout) == house.told


def test_the_hospital_has_exactly_one_mail_with_the_letter(house: House) -> None:
    mails = [file.read_bytes() for file in (house.machine.home / "mail").glob("*.eml")]
    letter = house.told["guarantee"].encode()

    to_desk = [mail for mail in mails if b"To: desk@meihua-fuer.example" in mail and letter in mail]
    assert len(to_desk) == 1


def test_nothing_personal_stands_in_plain_text_where_it_does_not_belong(house: House) -> None:
    secrets = [*WORDS, *personal_data()]
    places = [*files(house.machine.home / "temporal"), *files(house.machine.home / "logs")]
    assert len(places) > 3

    found = {
        f"{secret} in {place.name}"
        for place in places
        for secret in secrets
        if any(form in content(place) for form in forms(secret))
    }

    assert not found


def test_object_keys_and_addresses_name_nobody(house: House) -> None:
    settings = house.machine.settings()
    listed = objects.client(settings).list_objects_v2(Bucket=settings.s3_bucket)
    keys = [entry["Key"] for entry in listed["Contents"]]
    log = (house.machine.home / "logs" / "web.log").read_text("utf-8")
    routes = [line for line in log.splitlines() if '"event": "request"' in line]

    assert len(keys) > 9
    assert routes
    for secret in (*WORDS, *personal_data()):
        assert not any(secret in key for key in keys)
        assert not any(secret in route for route in routes)


def test_the_server_page_shows_the_case_only_to_who_may_decode_it(house: House) -> None:
    database = b"".join(content(file) for file in files(house.machine.home / "temporal"))

    assert house.told["case"].encode() in database
    assert b"binary/encrypted" in database
    assert b"GUARANTEED" in database


def personal_data() -> Iterator[str]:
    """Names, identity numbers, phones and mail addresses of the sample's families."""
    with (CHECKOUT / "stores" / "sample" / "members.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for column in ("name", "identity_number", "guardian_name", "guardian_phone", "guardian_email"):
                yield row[column]
            yield row["guardian_identity_number"]


def files(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def content(path: Path) -> bytes:
    """Bytes of a file, unpacked where it is packed."""
    read = path.read_bytes()
    return gzip.decompress(read) if path.suffix == ".gz" else read


def forms(secret: str) -> tuple[bytes, ...]:
    """A text as UTF-8, as UTF-16 and as JSON escapes it."""
    return secret.encode(), secret.encode("utf-16-le"), secret.encode("unicode_escape")
