"""Collections and tables on object storage: a real S3 server on loopback (moto)."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.corpus.forms import form_of, partitions
from monitor.corpus.results import file_of, read_result
from monitor.corpus.storage import names, opened, read_whole, write_whole
from monitor.corpus.task import DERIVED, HELD, Order, derive_partition
from monitor.errors import StoreError
from tests.corpus.collections import folder, history, open_terms, princeton
from tests.corpus.forms.test_own_store import configured
from tests.sampling import sampled

# Where everything is installed, as on the build server, a missing server is a failure and no reason to skip.
missing = importlib.util.find_spec("moto") is None and "CI" not in os.environ
pytestmark = [
    pytest.mark.usefixtures("quick"),
    pytest.mark.skipif(missing, reason="moto's server is not installed: pip install 'moto[server]'"),
]
BUCKET = "s3://policies"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty S3 server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail("moto's server did not start within 30 seconds")
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of a bucket's folder that is this test's own."""
    for name, value in {
        "AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    fs, _ = opened(BUCKET)
    fs.mkdirs("policies", exist_ok=True)
    return f"{BUCKET}/{tmp_path.name}"


def uploaded(source: Path, bucket: str) -> str:
    fs, path = opened(f"{bucket}/in")
    fs.put(str(source), path, recursive=True)
    fs.invalidate_cache()
    return f"{bucket}/in"


def derived(source: str, target: str) -> list[str]:
    return [derive_partition(partition, Order(target)).state for partition in partitions(source)]


@pytest.mark.parametrize("kind", sampled(["folder", "store", "git"], 3))
def test_a_collection_and_its_tables_on_object_storage(tmp_path: Path, bucket: str, kind: str) -> None:
    make = {
        "folder": lambda: folder(tmp_path / "c", {"larkspur": history("Larkspur")}),
        "store": lambda: configured(tmp_path / "c"),
        "git": lambda: open_terms(tmp_path / "c"),
    }
    source = uploaded(make[kind](), bucket)
    assert form_of(source) == kind
    target = f"{bucket}/out"
    assert set(derived(source, target)) == {DERIVED}
    assert set(derived(source, target)) == {HELD}
    # The same bytes as on a disk: only the place differs.
    here = tmp_path / "here"
    for partition in partitions(str(tmp_path / "c")):
        derive_partition(partition, Order(str(here)))
        local, remote = (file_of(place, "changes", partition.policy.id) for place in (str(here), target))
        assert read_whole(local) == read_whole(remote)


def test_single_files_are_fetched(tmp_path: Path, bucket: str) -> None:
    princeton(tmp_path / "release.sqlite", {"larkspur.example": history("Larkspur")})
    fs, path = opened(bucket)
    fs.put(str(tmp_path / "release.sqlite"), f"{path}/release.sqlite")
    (partition,) = partitions(f"{bucket}/release.sqlite")
    assert derive_partition(partition, Order(str(tmp_path / "out"))).state == DERIVED
    found = read_result(str(tmp_path / "out"), partition.policy.id)
    assert found is not None
    assert found.versions == 3


def test_a_file_appears_whole_and_under_its_name_alone(bucket: str) -> None:
    write_whole(f"{bucket}/a/b.parquet", b"x" * 100)
    assert names(f"{bucket}/a") == [("b.parquet", False)]
    assert read_whole(f"{bucket}/a/b.parquet") == b"x" * 100


def test_a_bucket_that_is_not_there_is_named(bucket: str) -> None:
    with pytest.raises(StoreError, match="s3://nowhere"):
        write_whole("s3://nowhere/a", b"x")
