"""One other process of a crew, and what it does."""

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any

from ..problem import Problem, Refused
from .maker import Maker


class Lane:
    """One other process; a thread of this one talks to it, question by question."""

    def __init__(self, recipe: Callable[[], Maker]) -> None:
        context = _context()
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_work, args=(there, recipe), daemon=True)
        self._process.start()
        there.close()  # or the end of the process would not be noticed here
        self._thread = ThreadPoolExecutor(1)

    def ask(self, work: Callable[..., Any], *facts: object) -> "Future[Any]":
        return self._thread.submit(self._talk, work, facts)

    def _talk(self, work: Callable[..., Any], facts: tuple[object, ...]) -> Any:
        try:
            self._pipe.send((work, facts))
            is_answer, told = self._pipe.recv()
        except (EOFError, OSError) as error:
            message = "a process that made pages ended before its work was done"
            hint = "perhaps the memory was full: run it again with JOBS=1"
            raise Refused(Problem(message, "worker", "build/site", hint=hint)) from error
        if not is_answer:
            raise told
        return told

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._pipe.close()  # the process ends where it waits for a question
        self._process.join(5)


def _context() -> SpawnContext | ForkServerContext:
    """How other processes start: from one that has loaded the rooms already, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.ctrl_c", __name__])
    return context


def _work(pipe: Connection, recipe: Callable[[], Maker]) -> None:
    """What another process does: it answers until nobody asks any more, and ends without a word, as a run does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # where it was not started by such a server
    maker = recipe()
    while True:
        try:
            work, facts = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, work(maker, *facts)
        except Exception as error:
            answer = False, error
        try:
            pipe.send(answer)
        except OSError:  # the run that asked was ended
            return
