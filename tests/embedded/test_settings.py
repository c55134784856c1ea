"""Where a setting comes from, and what is said when it is wrong."""

from pathlib import Path

import pytest

import settings

KEY = "k" * 40


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with nothing set but the secret."""
    for variable in ("LIPEI_HOME", "LIPEI_PORT_BASE", "LIPEI_DURABLE"):
        monkeypatch.delenv(variable)
    write(tmp_path, f"LIPEI_SECRET_KEY={KEY}")
    return tmp_path


def write(home: Path, *lines: str) -> None:
    (home / "lipei.env").write_text("\n".join(lines) + "\n")


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.reload(home).undo_window_seconds == 30

    write(home, f"LIPEI_SECRET_KEY={KEY}", "LIPEI_UNDO_WINDOW_SECONDS=20")
    assert settings.reload(home).undo_window_seconds == 20

    monkeypatch.setenv("LIPEI_UNDO_WINDOW_SECONDS", "0")
    assert settings.reload(home).undo_window_seconds == 0


def test_addresses_follow_the_port_base(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIPEI_PORT_BASE", "12000")

    made = settings.reload(home)

    assert (made.public_url, made.temporal_address) == ("http://127.0.0.1:12000", "127.0.0.1:12001")
    assert (made.s3_endpoint, made.smtp_port) == ("http://127.0.0.1:12004", 12005)
    assert made.database_web_url.endswith("@127.0.0.1:12003/lipei")


def test_an_address_set_elsewhere_is_not_embedded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIPEI_TEMPORAL_ADDRESS", "temporal.example:7233")

    made = settings.reload(home)

    assert not made.is_embedded("temporal_address")
    assert made.is_embedded("s3_endpoint")


def test_without_its_secret_lipei_says_how_to_get_one(home: Path) -> None:
    write(home, "")

    with pytest.raises(settings.SettingsError, match="LIPEI_SECRET_KEY is missing: run `lipei up`"):
        settings.reload(home)


def test_a_short_secret_is_refused_without_showing_it(home: Path) -> None:
    write(home, "LIPEI_SECRET_KEY=short-secret")

    with pytest.raises(settings.SettingsError, match="LIPEI_SECRET_KEY is wrong") as refused:
        settings.reload(home)
    assert "short-secret" not in str(refused.value)


def test_a_misspelled_variable_is_named_with_the_nearest(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIPEI_PORTBASE", "9000")

    with pytest.raises(settings.SettingsError, match="did you mean LIPEI_PORT_BASE"):
        settings.reload(home)


@pytest.mark.parametrize(
    ("value", "fits"), [("1023", False), ("1024", True), ("65500", True), ("65501", False)]
)
def test_the_port_base_leaves_room_for_all_ports(
    home: Path, monkeypatch: pytest.MonkeyPatch, value: str, fits: bool
) -> None:
    monkeypatch.setenv("LIPEI_PORT_BASE", value)

    if fits:
        assert settings.reload(home).port_base == int(value)
    else:
        with pytest.raises(settings.SettingsError, match=f"LIPEI_PORT_BASE is wrong.*'{value}'"):
            settings.reload(home)


def test_an_outside_postgres_needs_its_three_roles(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIPEI_DATABASE_OWNER_URL", "postgresql+psycopg://o:p@db/lipei")

    with pytest.raises(settings.SettingsError, match="LIPEI_DATABASE_ACTIVITIES_URL and LIPEI_DATABASE_WEB"):
        settings.reload(home)


def test_every_setting_is_explained() -> None:
    unexplained = [name for name, about in settings.Settings.model_fields.items() if not about.description]

    assert unexplained == []


def test_secrets_do_not_show_when_settings_are_printed(home: Path) -> None:
    assert KEY not in repr(settings.reload(home))
