"""Sends one mail to one recipient through one SMTP server; errors never contain secrets and say whether they are permanent."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from monitor.errors import ConfigError, DeliveryError
from monitor.net.time_limit import Watch, time_limit
from monitor.notify.redact import redact

# RFC 6409 for 587, RFC 8314 for 465.
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
# How many times the timeout of one answer a whole conversation may take.
_TOTAL = 4.0


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail goes: smtp:// (STARTTLS when the server offers it), smtp+starttls:// (required) or smtps:// (TLS from the start)."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    """Certificates to trust instead of the system's."""
    timeout: float = 30.0
    """Seconds for each answer; a whole conversation may take four times as long."""

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"{self.host}:{self.port}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never appear in a message."""
        return () if not self.password else (self.password, f"\0{self.user}\0{self.password}")


def read_smtp_url(url: str, *, ca_file: Path | None = None, timeout: float = 30.0) -> SmtpServer:
    """The server given as `smtp[s|+starttls]://[user:password@]host[:port][?ca=FILE&timeout=SECONDS]`.

    User and password are percent-encoded.

    Raises:
        ConfigError: it is invalid. The message does not repeat the address, which may contain a password.
    """
    wanted = "expected smtp://host:25, smtp+starttls://user:password@host:587 or smtps://user:password@host:465"
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        port = parts.port or _PORTS[parts.scheme]
        seconds = float(query.get("timeout", [str(timeout)])[0])
    except (KeyError, ValueError):
        raise ConfigError(f"alerts.email.url is invalid; {wanted} (user and password percent-encoded)") from None
    # A path or a timeout of hours is a typing mistake, as in smtp://host/587.
    if not parts.hostname or parts.path not in {"", "/"} or not 0 < seconds <= 600:
        raise ConfigError(f"alerts.email.url does not name a mail server; {wanted}")
    authority = query.get("ca", [str(ca_file) if ca_file else None])[0]
    return SmtpServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        ca_file=authority,
        timeout=seconds,
    )


def send(server: SmtpServer, mail: EmailMessage, *, sender: str, to: str, channel: str) -> str:
    """Sends one mail; returns the server's answer as soon as it has accepted it: "250 2.0.0 OK".

    Raises:
        DeliveryError: permanent if the server refuses this sender, recipient or content with a 5xx code. Errors of the connection,
            of TLS and of the login are retried whatever their code: somebody will fix them, and the alert must not be lost meanwhile.
    """
    with _as_delivery_errors(server, channel, to), _limited(server) as watch:
        session = _connect(server, watch)
        try:
            _secure_and_login(session, server)
            answers = _recorded(session)
            session.send_message(mail, sender, [to])
        except BaseException:
            _quit(session)
            raise
        _quit_at_once(session)
    return answers[-1]


def _recorded(session: smtplib.SMTP) -> list[str]:
    """A list that gets the server's answers to mails: smtplib drops the answer to one that was accepted."""
    answers: list[str] = []
    send_data = session.data

    def data(mail: str | bytes) -> tuple[int, bytes]:
        code, answer = send_data(mail)
        answers.append(f"{code} {_text(answer)}".strip())
        return code, answer

    session.data = data  # type: ignore[method-assign, assignment]
    return answers


def check_server(server: SmtpServer) -> None:
    """Connects, secures the connection and logs in, without sending anything.

    Raises:
        DeliveryError: the server cannot be used; says why.
    """
    with _as_delivery_errors(server, "email", "nobody"), _limited(server) as watch:
        session = _connect(server, watch)
        try:
            _secure_and_login(session, server)
        finally:
            _quit(session)


def _limited(server: SmtpServer) -> AbstractContextManager[Watch]:
    """Some servers hold off whom they suspect of spam by a line every few seconds (tarpits), which a timeout for each does not end."""
    return time_limit(server.timeout * _TOTAL)


def _connect(server: SmtpServer, watch: Watch) -> smtplib.SMTP:
    # smtplib reads the greeting while it is constructed, so the socket is to be had no later than here.
    class WatchedSmtp(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            watch(lambda: self.sock)
            return super()._get_socket(host, port, timeout)  # type: ignore[misc, no-any-return]

    class WatchedSmtps(smtplib.SMTP_SSL):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            watch(lambda: self.sock)
            return super()._get_socket(host, port, timeout)  # type: ignore[misc, no-any-return]

    if server.scheme == "smtps":
        return WatchedSmtps(server.host, server.port, timeout=server.timeout, context=_tls(server))
    return WatchedSmtp(server.host, server.port, timeout=server.timeout)


def _tls(server: SmtpServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.ca_file)


def _secure_and_login(session: smtplib.SMTP, server: SmtpServer) -> None:
    session.ehlo_or_helo_if_needed()
    # A mail server on this machine often has a self-signed certificate, and loopback traffic cannot be intercepted.
    local = server.scheme == "smtp" and _loopback(server.host)
    if server.scheme == "smtp+starttls" or (server.scheme == "smtp" and not local and session.has_extn("starttls")):
        session.starttls(context=_tls(server))
        session.ehlo()
    if server.user is None:
        return
    # Without TLS, everybody on the way could read the password; on loopback, there is nobody on the way.
    if not local and not isinstance(session.sock, ssl.SSLSocket):
        raise smtplib.SMTPNotSupportedError("it offers no STARTTLS, and a password is not sent in the clear")
    session.login(server.user, server.password or "")


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _quit_at_once(session: smtplib.SMTP) -> None:
    """Quits without waiting for the reply: the mail is accepted, and if we crash before that is recorded, it is sent twice."""
    with suppress(OSError, smtplib.SMTPException):
        session.putcmd("quit")
    session.close()


def _quit(session: smtplib.SMTP) -> None:
    """Ends a session that delivered nothing; errors here do not matter any more."""
    with suppress(OSError, smtplib.SMTPException):
        session.quit()
    session.close()


@contextmanager
def _as_delivery_errors(server: SmtpServer, channel: str, to: str) -> Iterator[None]:
    try:
        yield
    except (smtplib.SMTPException, OSError, ValueError) as error:
        says, permanent = _explain(error, to)
        place = f"mail server {server.place}"
        raise DeliveryError(redact(f"{place} {says}", server.secrets + _sasl(server)), channel=channel, permanent=permanent) from None


def _explain(error: Exception, to: str) -> tuple[str, bool]:
    """What happened, as the rest of a sentence, and whether it is permanent."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return f"refuses the recipient {to}: {code} {_text(answer)}", code >= 500
    if isinstance(error, smtplib.SMTPResponseException):
        what, final, hint = _refused(error)
        return f"refuses {what}: {error.smtp_code} {_text(error.smtp_error)}{hint}", final and error.smtp_code >= 500
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"presents a certificate that can't be verified: {error.verify_message}; give its authority with ?ca=FILE", False
    if isinstance(error, smtplib.SMTPException):
        return f"did not accept the message: {error}", False
    hint = "; check host, port and scheme in alerts.email.url, and that the server runs"
    return f"can't be used: {getattr(error, 'strerror', None) or error or type(error).__name__}{hint}", False


def _refused(error: smtplib.SMTPResponseException) -> tuple[str, bool, str]:
    """What the server refuses, whether a 5xx about it concerns this very mail, and a hint."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return "the login", False, "; check user and password in alerts.email.url"
        case smtplib.SMTPSenderRefused():
            return f"the sender {error.sender}", True, ""
        case smtplib.SMTPDataError():
            return "the message", True, ""
        case _:
            return "the connection", False, ""


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _sasl(server: SmtpServer) -> tuple[str, ...]:
    """The secrets as AUTH sends them: a server may quote the failed command in its reply."""
    return tuple(base64.b64encode(secret.encode()).decode() for secret in server.secrets)
