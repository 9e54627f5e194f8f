"""Logs: one JSON object a line for machines, plain readable lines for a person at a terminal."""

from __future__ import annotations

import logging
import sys

import structlog

_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(*, for_people: bool, debug: bool = False) -> None:
    """Everything that is logged, ours or a library's, leaves by stderr in one form."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.PositionalArgumentsFormatter(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=_rendering(for_people)))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name, level in _levels(debug).items():
        logging.getLogger(name).setLevel(level)


def _rendering(for_people: bool) -> list[structlog.typing.Processor]:
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if for_people:
        plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
        return [tidy, plain]
    # Without local variables: they hold customers' words and our secrets.
    traces = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
    return [tidy, traces, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _levels(debug: bool) -> dict[str, int]:
    """Libraries speak up only when something is wrong."""
    quiet = logging.INFO if debug else logging.WARNING
    return {"uvicorn": quiet, "asyncio": quiet, "mail.log": quiet, "imap_tools": quiet, "psycopg.pool": quiet}
