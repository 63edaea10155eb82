"""The user's key that signs web archives, and the verification of such a signature."""

from __future__ import annotations

import io
import json
from base64 import b64decode, b64encode
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from monitor.errors import ConfigError
from monitor.export.wacz import DIGEST, PACKAGE

EXTRA = "evidence"
MAKE = "openssl ecparam -genkey -name secp384r1 -noout -out"
_CURVE = "secp384r1"
# Bytes of r and of s. Browsers write the two side by side (IEEE P1363), OpenSSL as DER.
_HALF = 48


class SigningKey:
    """An ECDSA key on the curve P-384, as ArchiveWeb.page signs with and ReplayWeb.page verifies (with SHA-256).

    Args:
        path: of the private key in PEM form, without a password.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def public_key(self) -> str:
        """The public key as DER in base64.

        Raises:
            ConfigError: there is no such key, or the extra is missing.
        """
        return b64encode(_der(self._key.public_key())).decode()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key's DER form, in hexadecimal digits; raises what `public_key` does."""
        return sha256(_der(self._key.public_key())).hexdigest()

    def sign(self, text: str) -> str:
        """The signature of a text, r and s side by side, in base64; raises what `public_key` does."""
        ec, utils, hashes = _ecdsa()
        r, s = utils.decode_dss_signature(self._key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return b64encode(r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")).decode()

    @cached_property
    def _key(self) -> Any:
        ec, _, _ = _ecdsa()
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = load_pem_private_key(self._path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as error:
            why = getattr(error, "strerror", None) or "it is not a private key in PEM form without a password"
            raise ConfigError(f"archive.signing_key: {self._path} can't be used ({why}); make one: {MAKE} {self._path}") from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != _CURVE:
            raise ConfigError(f"archive.signing_key: {self._path} is not an ECDSA key on the curve P-384; make one: {MAKE} {self._path}")
        return key


def signer_of(archive: bytes) -> str | None:
    """Who signed a WACZ: SHA-256 of the public key's DER form; None if nobody did.

    Raises:
        ValueError: it is no WACZ, was altered, or its signature is not that of its public key.
        ConfigError: the extra is missing.
    """
    try:
        with ZipFile(io.BytesIO(archive)) as opened:
            package, digest = opened.read(PACKAGE), json.loads(opened.read(DIGEST))
            listed = {one["path"]: one["hash"] for one in json.loads(package)["resources"]}
            hashes = {name: f"sha256:{sha256(opened.read(name)).hexdigest()}" for name in opened.namelist()}
    except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
        raise ValueError(f"it is not a WACZ ({error})") from None
    if {name: found for name, found in hashes.items() if name not in (PACKAGE, DIGEST)} != listed:
        raise ValueError("a file in it was altered, added or removed")
    if not isinstance(digest, dict) or digest.get("hash") != hashes[PACKAGE]:
        raise ValueError(f"{PACKAGE} was altered")
    return _verified(digest["signedData"], hashes[PACKAGE]) if "signedData" in digest else None


def _verified(signed: Any, digest: str) -> str:
    ec, utils, hashes = _ecdsa()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        raw, der = b64decode(signed["signature"], validate=True), b64decode(signed["publicKey"], validate=True)
        both = utils.encode_dss_signature(int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))
        key: Any = load_der_public_key(der)
        key.verify(both, digest.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, KeyError, TypeError, ValueError, AttributeError):
        raise ValueError("its signature is not that of its public key") from None
    if signed.get("hash") != digest:
        raise ValueError("its signature is about something else")
    return sha256(der).hexdigest()


def _der(public: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bytes(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _ecdsa() -> Any:
    try:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, utils
    except ImportError:
        raise ConfigError(f"archive.signing_key needs an extra: pip install 'policy-monitor[{EXTRA}]'") from None
    return ec, utils, hashes
