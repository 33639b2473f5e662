"""Turning whatever stops a program into one sentence that says where and what to do."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass

import pulumi

from policy.errors import SourceError
from policy.graph import SourcePosition
from policy.offline.isolation import RefusedCallError
from policy.offline.session import EngineError, Session, SilenceError

_LONGEST_MESSAGE = 400


def explain(error: BaseException, session: Session) -> SourceError:
    """The error as a user should read it; values of secret configuration are masked."""
    return _Explainer(session).explain(error)


@dataclass(frozen=True, slots=True)
class _Explainer:
    session: Session

    def explain(self, error: BaseException) -> SourceError:
        causes = list(_causes(error))
        for cause in causes:
            told = self._told_by_engine(cause) or self._told_by_interpreter(cause)
            if told:
                return told
        for cause in causes:
            position = self._position([cause])
            if position is not None:
                return self._error(f"{type(cause).__name__}: {cause}", position)
        # The SDK wraps an error about an input in others that tell which resource it is of.
        inner = next((item for item in causes if not _is_wrapper(item)), causes[-1])
        outer = str(causes[0]).partition("\n")[0]
        message = f"{outer}: {inner}" if _is_wrapper(causes[0]) else str(inner)
        return self._error(f"{type(inner).__name__}: {message}", None)

    def _told_by_engine(self, cause: BaseException) -> SourceError | None:
        if isinstance(cause, EngineError):
            return self._error(cause.message, cause.source or self._position([cause]), cause.advice)
        if isinstance(cause, SilenceError):
            return self._error(
                f"it registered nothing for {self.session.run.silence_seconds:g} seconds",
                None,
                "look for an endless loop or an output that never resolves",
            )
        if isinstance(cause, RefusedCallError):
            return self._error(
                f"it calls {cause}, which would end or double the process that checks it",
                self._position([cause]),
                "use subprocess instead",
            )
        return None

    def _told_by_interpreter(self, cause: BaseException) -> SourceError | None:
        if isinstance(cause, SyntaxError) and cause.filename:
            position = self.session.positions.of(cause.filename, cause.lineno or 1)
            return self._error(f"syntax error: {cause.msg}", position)
        if isinstance(cause, SystemExit):
            return self._error(f"it exited with status {cause.code}", self._position([cause]))
        if isinstance(cause, pulumi.ConfigMissingError):
            return self._missing(cause)
        if isinstance(cause, ModuleNotFoundError):
            advice = "install what the program requires beside the pack"
            return self._error(f"{cause}", self._position([cause]), advice)
        if isinstance(cause, RecursionError):
            return self._error("it recurses without end", self._position([cause]))
        return None

    def _missing(self, cause: pulumi.ConfigMissingError) -> SourceError:
        stack = self.session.project.stack
        return self._error(
            f"configuration {cause.key} is missing",
            self._position([cause]),
            f"give --config {cause.key}=VALUE or set it in Pulumi.{stack}.yaml",
        )

    def _position(self, causes: list[BaseException]) -> SourcePosition | None:
        """The innermost line of the program in the traceback of the first cause that has one."""
        for cause in causes:
            frames = traceback.extract_tb(cause.__traceback__)
            lines = ((frame.filename, frame.lineno or 1) for frame in reversed(frames))
            position = self.session.positions.first(lines)
            if position is not None:
                return position
        return None

    def _error(
        self, message: str, position: SourcePosition | None, advice: str = ""
    ) -> SourceError:
        where = f"the program failed at {position}" if position else "the program failed"
        return SourceError(f"{where}: {self._one_line(message)}", advice=advice)

    def _one_line(self, message: str) -> str:
        for key in self.session.project.secret_keys:
            value = self.session.project.configuration.get(key)
            if value:
                message = message.replace(value, "[secret]")
        text = " ".join(message.split())
        return text if len(text) <= _LONGEST_MESSAGE else f"{text[: _LONGEST_MESSAGE - 1]}…"


def _is_wrapper(cause: BaseException) -> bool:
    return str(cause).startswith("While processing ")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it came from, outermost first; such chains can be cyclic."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
