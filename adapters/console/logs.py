"""Where the log goes when a person is reading the terminal: to standard error, warnings and worse only."""

import logging
import sys

import structlog

PROCESSORS = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,  # no values of variables: they hold what people wrote
    structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
)


def quiet() -> None:
    structlog.configure(
        processors=PROCESSORS,
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
