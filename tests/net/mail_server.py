"""A mail server of aiosmtpd on a port that the system chooses."""

from __future__ import annotations

from aiosmtpd.controller import Controller


class FreePortController(Controller):
    """Starts on port 0, and knows the port it was given before it checks that it is up: aiosmtpd itself would connect to port 0."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]
