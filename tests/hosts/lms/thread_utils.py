"""The task that a plugin puts into the server's queue. Written from the server's documented interface."""

from __future__ import annotations

import itertools
import threading
from abc import ABC, abstractmethod
from typing import Any

TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL, ALWAYS = 0, 10, 20, 30, 40, 50, 100


class TaskWrapper(ABC):
    """A task with its log and its state."""

    numbers = itertools.count(1)
    lock = threading.Lock()

    def __init__(self, name: str, description: str, priority: int = 5, weight: int = 1) -> None:
        assert isinstance(name, str) and isinstance(description, str)
        assert isinstance(priority, int) and isinstance(weight, int)
        with self.lock:
            self.task_id = next(self.numbers)
        self.name, self.description, self.priority, self.weight = name, description, priority, weight
        self.progress = 0.0
        self.is_finished = self.is_failure = self.is_warning = self.is_worked = self.is_cancelled = False
        self.logging_level = INFO
        self.log_entries: list[dict[str, Any]] = []
        self.post_task: TaskWrapper | None = None

    def _log(self, severity: int, words: tuple[Any, ...]) -> None:
        if severity >= self.logging_level:
            self.log_entries.append({"s": severity, "text": " ".join(map(str, words))})

    def trace(self, *words: Any) -> None:
        self._log(TRACE, words)

    def debug(self, *words: Any) -> None:
        self._log(DEBUG, words)

    def info(self, *words: Any) -> None:
        self._log(INFO, words)

    def warn(self, *words: Any) -> None:
        self._log(WARNING, words)

    def error(self, *words: Any) -> None:
        self._log(ERROR, words)

    def critical(self, *words: Any) -> None:
        self._log(CRITICAL, words)

    def always(self, *words: Any) -> None:
        self._log(ALWAYS, words)

    def update_progress(self, value: float) -> None:
        assert 0 <= value <= 100, f"progress {value!r}"
        self.progress = value

    def set_finished(self, value: bool = True) -> None:
        self.is_finished = value

    def set_failure(self, value: bool = True) -> None:
        self.is_failure = value

    def set_warning(self, value: bool = True) -> None:
        self.is_warning = value

    def set_worked(self, value: bool = True) -> None:
        self.is_worked = value

    def cancel(self) -> None:
        self.is_cancelled = True

    def run_after(self, task: TaskWrapper) -> None:
        self.post_task = task

    @abstractmethod
    def run(self, db_session: Any) -> None:
        """Do the work. What gets out of here kills a worker."""
