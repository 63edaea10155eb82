"""Signatures of web archives, verified here as browsers verify them, and by OpenSSL."""

from __future__ import annotations

import io
import json
import subprocess
from base64 import b64decode
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from monitor.errors import ConfigError
from monitor.export.signing_key import SigningKey, signer_of
from monitor.export.wacz import DIGEST, PACKAGE

from .test_wacz import made, validated

OWN = PrivateFormat.PKCS8


def write(path: Path, key: object = None, encryption: object = None) -> Path:
    key = key or ec.generate_private_key(ec.SECP384R1())
    path.write_bytes(key.private_bytes(Encoding.PEM, OWN, encryption or NoEncryption()))  # type: ignore[attr-defined]
    return path


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return SigningKey(write(tmp_path / "key.pem"))


def repacked(archive: bytes, **files: bytes | None) -> bytes:
    """The archive with files replaced, added or (None) removed; "/" and "." in names are written "__" and "_"."""
    out, names = io.BytesIO(), {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(out, "w") as new:
        held = {name: old.read(name) for name in old.namelist()} | names
        for name, content in held.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def test_a_signed_archive_says_who_signed_it(key: SigningKey, tmp_path: Path) -> None:
    archive = made(signer=key)
    assert signer_of(archive) == key.fingerprint
    assert signer_of(made()) is None
    pytest.importorskip("wacz", reason="py-wacz is not installed")
    code, said = validated(tmp_path / "a.wacz", archive)
    assert code == 0
    assert "Has signature" in said


def test_it_has_the_keys_of_the_specification_and_no_others(key: SigningKey) -> None:
    digest = json.loads(ZipFile(io.BytesIO(made(signer=key))).read(DIGEST))
    assert sorted(digest["signedData"]) == ["created", "hash", "publicKey", "signature", "software", "version"]
    assert digest["signedData"]["hash"] == digest["hash"]
    # As the Web Crypto API writes it: r and s of 48 bytes each.
    assert len(b64decode(digest["signedData"]["signature"])) == 96


def test_openssl_verifies_it(key: SigningKey, tmp_path: Path) -> None:
    signed = json.loads(ZipFile(io.BytesIO(made(signer=key))).read(DIGEST))["signedData"]
    raw = b64decode(signed["signature"])
    (tmp_path / "public.der").write_bytes(b64decode(signed["publicKey"]))
    der = utils.encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    (tmp_path / "signature.der").write_bytes(der)
    (tmp_path / "hash.txt").write_text(signed["hash"])
    command = ["openssl", "dgst", "-sha256", "-verify", "public.der", "-keyform", "DER", "-signature", "signature.der", "hash.txt"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True, timeout=60)
    assert "Verified OK" in done.stdout, done.stderr


def test_alterations_are_found(key: SigningKey) -> None:
    archive = made(signer=key)
    package = ZipFile(io.BytesIO(archive)).read(PACKAGE)
    for altered in (
        repacked(archive, pages__pages_jsonl=b"{}"),
        repacked(archive, archive__more_warc=b""),
        repacked(archive, indexes__index_cdx=None),
    ):
        with pytest.raises(ValueError, match="altered, added or removed"):
            signer_of(altered)
    with pytest.raises(ValueError, match=r"datapackage\.json was altered"):
        signer_of(repacked(archive, datapackage_json=package.replace(b"Acme", b"Amce")))


def test_a_signature_of_another_key_or_text_is_none(key: SigningKey, tmp_path: Path) -> None:
    archive = made(signer=key)
    digest = json.loads(ZipFile(io.BytesIO(archive)).read(DIGEST))
    other = SigningKey(write(tmp_path / "other.pem"))
    for change in (
        {"publicKey": other.public_key},
        {"signature": key.sign("sha256:0")},
        {"signature": "?"},
        {"signature": 3},
        {"publicKey": ""},
    ):
        forged = {**digest, "signedData": digest["signedData"] | change}
        with pytest.raises(ValueError, match="not that of its public key"):
            signer_of(_with(archive, forged))
    with pytest.raises(ValueError, match="about something else"):
        signer_of(_with(archive, {**digest, "signedData": digest["signedData"] | {"hash": "sha256:0"}}))
    for odd in ([], {**digest, "signedData": []}, {**digest, "signedData": None}):
        with pytest.raises(ValueError, match=r"altered|not that of"):
            signer_of(_with(archive, odd))


def _with(archive: bytes, digest: object) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, json.dumps(digest) if name == DIGEST else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>"])
def test_what_is_no_archive_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a WACZ"):
        signer_of(content)


def test_keys_that_can_not_be_used_are_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    bad = {
        "missing": tmp_path / "missing.pem",
        "folder": tmp_path,
        "rsa": write(tmp_path / "rsa.pem", rsa.generate_private_key(65537, 2048)),
        "p256": write(tmp_path / "p256.pem", ec.generate_private_key(ec.SECP256R1())),
        "password": write(tmp_path / "password.pem", encryption=BestAvailableEncryption(b"secret")),
    }
    (tmp_path / "text.pem").write_text("hello")
    for path in (*bad.values(), tmp_path / "text.pem"):
        with pytest.raises(ConfigError, match=r"signing_key.*make one: openssl") as raised:
            _ = SigningKey(path).public_key
        assert str(path) in str(raised.value)


def test_a_key_made_by_the_command_in_the_message_works(tmp_path: Path) -> None:
    subprocess.run(f"openssl ecparam -genkey -name secp384r1 -noout -out {tmp_path}/k.pem", shell=True, check=True, timeout=60)
    assert len(SigningKey(tmp_path / "k.pem").fingerprint) == 64
