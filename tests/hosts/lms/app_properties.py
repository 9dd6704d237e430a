"""The server's properties, as far as a plugin sees them. Written from the server's documented interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Validator = Callable[[str], "str | None"]


class AppPropertyDefinition:
    """A property that an administrator sets."""

    def __init__(
        self, property_id: str, default_value: str, comment: str, validators: Sequence[Validator] | None = None
    ) -> None:
        self.id = property_id
        self.default_value = default_value
        self.comment = comment
        self.validators = list(validators or [])

    def is_valid(self, value: str) -> str | None:
        """Give the first complaint about a value."""
        for validator in self.validators:
            complaint = validator(value)
            if complaint:
                return complaint
        return None
