"""Compute beside the requests that are being served."""

import sys
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from django.utils import translation

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 2


def aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a long computation returns, without stopping the other visitors of this process meanwhile.

    The application server gives each visitor a greenlet, and a greenlet that computes lets no other one go on: a
    photo's second would be everybody's. Where greenlets serve, the work runs in a real thread; elsewhere right here.

    Args:
        work: computes only; it must not ask the database, whose connections belong to greenlets.
    """
    if not _serves_by_greenlets():
        return work(*args, **kwargs)
    result: T = _threads().apply(partial(_in_language, translation.get_language(), work, *args, **kwargs))
    return result


def _in_language(language: str | None, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    with translation.override(language):
        return work(*args, **kwargs)


def _serves_by_greenlets() -> bool:
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("threading"))


@cache
def _threads() -> Any:
    # Only where it serves: commands and the worker of background jobs do without gevent.
    return import_module("gevent.threadpool").ThreadPool(THREADS)
