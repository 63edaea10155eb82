"""RFC 3161: has an outside authority sign that a root existed at a time, and checks such signatures."""

from __future__ import annotations

from datetime import UTC
from http.client import HTTPException
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

from monitor.errors import ConfigError, Unreachable
from monitor.net.post import posted
from monitor.sources.interface import Timestamp
from monitor.store.atomic_write import read_whole

EXTRA = "timestamp"
# Bytes; a token with a chain of certificates has some 6 kB.
_MOST = 200_000


class TimestampAuthority:
    """A timestamp authority, with a single attempt for each root: the next cycle tries again.

    Args:
        url: where it takes requests over HTTP (RFC 3161, section 3.4).
        certificates: a PEM file with the certificate, or the chain, of the authority that signed the authority's own.
        timeout: seconds.
    """

    def __init__(self, url: str, certificates: Path, *, timeout: float = 30) -> None:
        self.url, self._certificates, self._timeout = url, certificates, timeout

    def stamp(self, root: str) -> bytes:
        """A signed response for a root, verified.

        Raises:
            ConfigError: the certificates can't be read, or the extra that reads timestamps is not installed.
            Unreachable: the authority gave no response that verifies.
        """
        client = _client()
        verifying = self._verifier(client)
        # The root's 64 digits are what is stamped, so that other programs can check it: openssl ts -verify -data FILE-WITH-THE-ROOT …
        request = client.TimestampRequestBuilder().data(root.encode()).hash_algorithm(client.HashAlgorithm.SHA256)
        query = request.nonce(nonce=True).cert_request(cert_request=True).build()
        answer = self._post(query.as_bytes())
        try:
            response = client.decode_timestamp_response(answer)
            verifying.nonce(query.nonce).build().verify_message(response, root.encode())
        except (client.VerificationError, ValueError) as error:
            says = f"{self.url} gave no timestamp that the configured certificate verifies ({error}); the next run asks again"
            raise Unreachable(says) from None
        return answer

    def check(self, token: bytes, root: str) -> Timestamp:
        """What a kept response says, if its signature is valid for this root.

        Raises:
            ConfigError: as for `stamp`.
            ValueError: it is damaged, signed by somebody else, or signed for another root.
        """
        client = _client()
        try:
            response = client.decode_timestamp_response(token)
            self._verifier(client).build().verify_message(response, root.encode())
            return Timestamp(response.tst_info.gen_time.astimezone(UTC), _signer(response))
        except client.VerificationError as error:
            raise ValueError(str(error)) from None

    def _verifier(self, client: Any) -> Any:
        from cryptography.x509 import load_pem_x509_certificates

        try:
            certificates = load_pem_x509_certificates(read_whole(self._certificates))
        except (OSError, ValueError) as error:
            says = f"archive.timestamp.certificate: {self._certificates} contains no certificate in PEM form ({error})"
            raise ConfigError(says) from None
        roots = [one for one in certificates if one.issuer == one.subject]
        if not roots:
            says = f"archive.timestamp.certificate: {self._certificates} contains no certificate that signs itself; add the root's"
            raise ConfigError(says)
        return client.VerifierBuilder(roots=roots, intermediates=[one for one in certificates if one not in roots])

    def _post(self, query: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "User-Agent": "policy-monitor"}
        request = Request(self.url, data=query, headers=headers, method="POST")  # noqa: S310 - the scheme was checked
        try:
            with posted(request, timeout=self._timeout) as answer:
                content: bytes = answer.read(_MOST + 1)
        except HTTPError as error:
            error.close()
            raise Unreachable(f"{self.url} answers a timestamp request with HTTP status {error.code}") from None
        except (OSError, HTTPException) as error:
            why = getattr(error, "reason", None) or error or type(error).__name__
            raise Unreachable(f"{self.url} can't be reached for a timestamp ({why})") from None
        if len(content) > _MOST:
            raise Unreachable(f"{self.url} answers a timestamp request with more than {_MOST} bytes")
        return content


def _client() -> Any:
    try:
        return import_module("rfc3161_client")
    except ImportError:
        raise ConfigError(f"archive.timestamp needs an extra: pip install 'policy-monitor[{EXTRA}]'") from None


def _signer(response: Any) -> str:
    """The name in the signer's certificate."""
    from cryptography.x509 import load_der_x509_certificate

    (info,) = response.signed_data.signer_infos
    for content in response.signed_data.certificates:
        certificate = load_der_x509_certificate(bytes(content))
        if certificate.serial_number == info.serial_number and certificate.issuer == info.issuer:
            return certificate.subject.rfc4514_string()
    return str(info.issuer.rfc4514_string())
