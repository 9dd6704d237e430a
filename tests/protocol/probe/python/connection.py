"""Refuses one host."""

from typing import Any

from .runtime import BaseConnection, PluginError
from .schema.connection import Settings


class Connection(BaseConnection[Settings]):
    """Refuses one host."""

    def test(self) -> dict[str, Any]:
        """Tell host and port."""
        if self.settings.host == "closed.example.com":
            raise PluginError("The server is closed.", "Come back tomorrow.")
        return {"host": self.settings.host, "port": self.settings.port}
