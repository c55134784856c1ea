"""Every setting of Lipei, in one place: nothing else reads the environment.

A value comes from, in this order: the environment (`LIPEI_` before the name), the file `lipei.env` in
the home folder (secrets that the first `lipei up` made), the default below.
"""

import difflib
import os
from datetime import timedelta
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "LIPEI_"
CHECKOUT = Path(__file__).resolve().parent
SECRETS_FILE = "lipei.env"
LOOPBACK = "127.0.0.1"


class SettingsError(Exception):
    """A setting is missing, misspelled or wrong; the message says which and what to do."""


class Port(IntEnum):
    """Offsets from `port_base`: the nine that people use, then those that the parts keep among themselves."""

    WEB = 0
    TEMPORAL = 1
    TEMPORAL_UI = 2
    POSTGRES = 3
    S3 = 4
    SMTP = 5
    MAIL = 6
    BANK = 7
    METRICS = 8
    TEMPORAL_HTTP = 9
    TEMPORAL_METRICS = 10
    S3_MASTER = 11
    S3_MASTER_GRPC = 12
    S3_VOLUME = 13
    S3_VOLUME_GRPC = 14
    S3_FILER = 15
    S3_FILER_GRPC = 16
    S3_GRPC = 17
    MAIL_IN = 18


def _http(port: Port) -> Any:
    return Field(default_factory=lambda data: f"http://{LOOPBACK}:{data['port_base'] + port}")


def _embedded_port(port: Port) -> Any:
    return Field(default_factory=lambda data: data["port_base"] + port)


def _database(role: str, password: str) -> Any:
    def url(data: dict[str, Any]) -> str:
        port = data["port_base"] + Port.POSTGRES
        return f"postgresql+psycopg://lipei_{role}:{data[password]}@{LOOPBACK}:{port}/lipei"

    return Field(default_factory=url, repr=False)


_SECRET: Any = Field(default="", repr=False)


class Settings(BaseSettings):
    """All settings; frozen. URLs left alone point at the embedded stack, each may point elsewhere."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True, use_attribute_docstrings=True
    )

    home: Path = CHECKOUT / ".lipei"
    """Folder that holds all state of the embedded stack: data, logs, mail, secrets."""
    port_base: int = Field(default=8700, ge=1024, le=65500)
    """First of the ports: +0 web, +1 Temporal, +2 Temporal's pages, +3 Postgres, +4 S3, +5 SMTP, +6 mail
    catcher, +7 demo bank, +8 metrics; the parts use +9 to +17 among themselves, +18 takes papers by
    mail."""
    durable: bool = True
    """Embedded stack only. False: faster, keeps all data when a program dies, but may lose the last
    moments when the power fails (the test stack runs so)."""
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """Least level that worker and web write to their logs."""
    public_url: str = _http(Port.WEB)
    """Address of the web app as people outside reach it; letters and mails link to it."""
    secret_key: str = Field(min_length=32, repr=False)
    """Secret that signs sessions and makes message ids. Made at first start; 32 characters or more."""
    key_file: Path = Field(default_factory=lambda data: data["home"] / "keys.json")
    """Keys that encrypt what Temporal stores: {"active": id, "keys": {id: base64 of 32 bytes}}. Made at
    first start. Without it, open cases cannot be read."""
    seal_file: Path = Field(default_factory=lambda data: data["home"] / "seal.pem")
    """Private key, certificate and chain that letters are signed with (PEM). Made at first start by an
    authority of the stack's own; for a certificate that readers know, name its file here."""
    seal_roots: Path = Field(default_factory=lambda data: data["home"] / "seal-roots.pem")
    """Certificates (PEM) that a letter's signature must lead to, for `lipei letter verify`."""

    postgres_admin_password: str = _SECRET
    """Embedded Postgres: password of its superuser `lipei_admin`. Made at first start."""
    postgres_owner_password: str = _SECRET
    """Embedded Postgres: password of `lipei_owner`. Made at first start."""
    postgres_activities_password: str = _SECRET
    """Embedded Postgres: password of `lipei_activities`. Made at first start."""
    postgres_web_password: str = _SECRET
    """Embedded Postgres: password of `lipei_web`. Made at first start."""
    database_owner_url: str = _database("owner", "postgres_owner_password")
    """Postgres as the role that owns the tables and runs migrations (`postgresql+psycopg://…`)."""
    database_activities_url: str = _database("activities", "postgres_activities_password")
    """Postgres as the role of the worker: writes cases, ledger, letters and payments."""
    database_web_url: str = _database("web", "postgres_web_password")
    """Postgres as the role of the web app: writes its own tables only."""

    temporal_address: str = Field(default_factory=lambda data: f"{LOOPBACK}:{data['port_base'] + 1}")
    """Host and port of the Temporal server."""
    temporal_namespace: str = "lipei"
    """Temporal namespace that holds the cases."""
    temporal_ui_url: str = _http(Port.TEMPORAL_UI)
    """Address of Temporal's own pages."""
    temporal_tls: bool = False
    """Speak TLS to Temporal; a client certificate or an API key turns it on too."""
    temporal_tls_ca: Path | None = None
    """PEM file of the authority that signed Temporal's certificate, where it is not a public one."""
    temporal_tls_cert: Path | None = None
    """PEM file of the client certificate for Temporal; goes with `temporal_tls_key`."""
    temporal_tls_key: Path | None = None
    """PEM file of the private key for Temporal."""
    temporal_api_key: str = _SECRET
    """API key for Temporal Cloud."""

    s3_endpoint: str = _http(Port.S3)
    """Address of the object store."""
    s3_region: str = "us-east-1"
    """Region of the object store."""
    s3_bucket: str = "lipei"
    """Bucket that holds documents and letters."""
    s3_access_key: str = _SECRET
    """Access key of the object store. The embedded one is made at first start."""
    s3_secret_key: str = _SECRET
    """Secret key of the object store. The embedded one is made at first start."""

    clamd_address: str = ""
    """Malware scanner: path of clamd's socket, or host:port. Empty: files are shown as not scanned."""
    scanning: Literal["advisory", "required"] = "advisory"
    """required: no payment of a case leaves while one of its documents is not scanned clean.
    advisory: what is not scanned is shown and blocks nothing."""

    unclaimed_days: int = Field(default=30, ge=1)
    """Days after which a file that was sent in and that neither a case nor a draft names is erased."""

    retention_round: bool = True
    """Whether the worker erases every night what the law no longer keeps. It needs the rights of the tables'
    owner: where the worker has no password of that role, false; a timer then makes `lipei retention run`."""
    backup_folder: Path | None = None
    """Folder of backups: those older than 35 days are deleted with what was erased since they were made."""

    readers: int = Field(default=1, ge=0, le=64)
    """Documents that a worker reads at the same time; each takes a processor and 400 MB while it is read.
    0: no document is read by machine."""

    smtp_host: str = LOOPBACK
    """Mail server that takes outgoing letters."""
    smtp_port: int = _embedded_port(Port.SMTP)
    """Its port."""
    smtp_user: str = ""
    """User name for the mail server; empty: no sign-in."""
    smtp_password: str = _SECRET
    """Password for the mail server."""
    smtp_starttls: bool = False
    """Turn the connection to the mail server to TLS before anything is sent."""
    mail_from: str = "Lipei <letters@lipei.example>"
    """Sender of every mail."""
    mail_url: str = _http(Port.MAIL)
    """Page of the embedded mail catcher."""
    mail_in_domain: str = "papers.lipei.example"
    """Domain of the addresses to which papers are sent: `case+<token>@…`. Its mail exchanger passes them on
    to `mail_in_port`."""
    mail_in_host: str = LOOPBACK
    """Address on which the web app takes that mail; another one than loopback only behind a mail server."""
    mail_in_port: int = Field(default_factory=lambda data: data["port_base"] + Port.MAIL_IN, ge=0, le=65535)
    """Its port; 0: no papers are taken by mail."""
    webhooks_inside: bool = False
    """Whether webhooks may also go to http addresses and to private ones, for a demonstration on one
    machine. Elsewhere it would let whoever registers one call into your network."""

    sms_url: str = ""
    """Gateway that takes text messages: POST {"phone", "text"} as JSON. Empty: messages go into `sms_outbox`,
    where `lipei sms` shows them."""
    sms_token: str = _SECRET
    """Secret that is sent to the gateway as a bearer token."""
    sms_outbox: Path = Field(default_factory=lambda data: data["home"] / "sms")
    """Folder of the messages that no gateway took."""
    second_factor_required: bool = False
    """Whether staff have to set up a second factor before they get to any page but that one."""

    bank_url: str = _http(Port.BANK)
    """Bank that carries out payments; the embedded stack runs a demonstration bank."""
    online_payment_url: str = _http(Port.BANK)
    """Where families pay online: what has `/money-in` as the demonstration bank does. Empty: they learn the
    account alone."""
    metrics_host: str = LOOPBACK
    """Address on which the worker serves its metrics; 0.0.0.0 lets a Prometheus elsewhere read them."""
    metrics_port: int = _embedded_port(Port.METRICS)
    """Port where the worker serves Prometheus metrics."""
    metrics_token: str = _SECRET
    """Secret that Prometheus sends to the web app's /metrics; empty: only people's tokens open it."""
    undo_window_seconds: int = Field(default=30, ge=0, le=3600)
    """Seconds between a decision and the sending of its letter, in which the decision can be undone."""
    clock_offset_seconds: int = 0
    """Case time of new cases less wall clock, for demonstrations: 259200 opens them three days ahead."""

    @field_validator("home", "key_file", "seal_file", "seal_roots", "sms_outbox", "backup_folder")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else None

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        roles = ("database_owner_url", "database_activities_url", "database_web_url")
        missing = [variable(role) for role in roles if role not in self.model_fields_set]
        if 0 < len(missing) < len(roles):
            raise ValueError(f"an outside Postgres needs all three roles; also set {' and '.join(missing)}")
        if (self.temporal_tls_cert is None) != (self.temporal_tls_key is None):
            raise ValueError("LIPEI_TEMPORAL_TLS_CERT and LIPEI_TEMPORAL_TLS_KEY go together; set both")
        return self

    @property
    def object_store(self) -> dict[str, str]:
        """Where the object store is and by what keys, as `stores.papers.blobs.Blobs` takes it."""
        return {
            "endpoint": self.s3_endpoint,
            "region": self.s3_region,
            "bucket": self.s3_bucket,
            "access_key": self.s3_access_key,
            "secret_key": self.s3_secret_key,
        }

    @property
    def mail_server(self) -> dict[str, Any]:
        """Who takes our mails and as whom we send them, as `letters.postbox.Postbox` takes it."""
        return {
            "host": self.smtp_host,
            "port": self.smtp_port,
            "user": self.smtp_user,
            "password": self.smtp_password,
            "starttls": self.smtp_starttls,
            "sender": self.mail_from,
        }

    @property
    def retention(self) -> dict[str, Any]:
        """What erasing needs beside the objects, as `activities.retention.Means` takes it."""
        return {
            "owner_url": self.database_owner_url,
            "unclaimed": timedelta(days=self.unclaimed_days),
            "ahead": timedelta(seconds=self.clock_offset_seconds),
            "backups": self.backup_folder,
        }

    def port(self, port: Port) -> int:
        """Return the number of a port of the embedded stack."""
        return self.port_base + port

    def source_of(self, field: str) -> str:
        """Say where a value comes from: the environment, the secrets file, or the default."""
        if variable(field) in os.environ:
            return "environment"
        return SECRETS_FILE if field in self.model_fields_set - {"home"} else "default"

    def is_embedded(self, setting: str) -> bool:
        """Say whether an address was left alone, so that the embedded stack provides it."""
        return setting not in self.model_fields_set


def variable(field: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + field.upper()


def defaults() -> Settings:
    """Return the settings that hold where nothing is set, for the reference."""
    return Settings(secret_key="*" * 32, _env_prefix="LIPEI_TEST_NOTHING_")


def home_folder(home: Path | None = None) -> Path:
    """Return the home folder: the one given, else LIPEI_HOME, else `.lipei` in the checkout."""
    chosen = home or Path(os.environ.get(f"{PREFIX}HOME") or CHECKOUT / ".lipei")
    return chosen.expanduser().absolute()


def load(home: Path | None = None) -> Settings:
    """Return the settings of a home folder, read once.

    Raises SettingsError, whose message names the variable and what to do.
    """
    return _load(home_folder(home))


def reload(home: Path | None = None) -> Settings:
    """Read the settings anew, after the secrets file or the environment changed."""
    _load.cache_clear()
    return load(home)


@lru_cache
def _load(home: Path) -> Settings:
    _refuse_misspelled()
    try:
        return Settings(home=home, _env_file=home / SECRETS_FILE, _env_file_encoding="utf-8")
    except ValidationError as refused:
        raise SettingsError(_sentence(refused, home)) from None
    except OSError as refused:
        raise SettingsError(f"{refused.filename} cannot be read: {refused.strerror}.") from None


def _refuse_misspelled() -> None:
    known = {variable(field) for field in Settings.model_fields}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known and not name.startswith(f"{PREFIX}TEST_"):
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "`lipei settings` lists them."
            raise SettingsError(f"{name} is not a setting of Lipei; {hint}")


def _sentence(refused: ValidationError, home: Path) -> str:
    first = refused.errors(include_url=False)[0]
    if not first["loc"]:
        return str(first["msg"]).removeprefix("Value error, ") + "."
    name = variable(str(first["loc"][0]))
    if first["type"] == "missing":
        return f"{name} is missing: run `lipei up`, which makes it in {home / SECRETS_FILE}, or set it."
    field = Settings.model_fields.get(str(first["loc"][0]))
    shown = f" (it is {first['input']!r})" if field is None or field.repr else ""
    return f"{name} is wrong: {first['msg']}{shown}."


def environment_for(settings: Settings) -> dict[str, str]:
    """Return the environment for Lipei's own programs: this one's, with the home folder named."""
    return {**os.environ, f"{PREFIX}HOME": str(settings.home), "PYTHONUNBUFFERED": "1"}
