"""One other process of a crew, and its work.

It reads the project, but only the process of the run writes pages and results. (A lane may write compiled layouts, each whole
or not at all.) So if it is killed, for example for want of memory, it leaves nothing incomplete. The run notices that by the
end of the pipe and stops with an error. If the run itself is killed, each lane notices it in the same way and ends.
"""

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
    """One other process. A thread of this process sends it one question at a time, and waits for the answer."""

    def __init__(self, recipe: Callable[[], Maker]) -> None:
        context = _context()
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_work, args=(there, recipe), daemon=True)
        self._process.start()
        there.close()  # while this process has that end open too, the pipe does not end with the other process
        self._thread = ThreadPoolExecutor(1)

    def ask(self, work: Callable[..., Any], *facts: object) -> "Future[Any]":
        """Ask for `work(maker, *facts)`; questions are answered in their order."""
        return self._thread.submit(self._talk, work, facts)

    def _talk(self, work: Callable[..., Any], facts: tuple[object, ...]) -> Any:
        try:
            self._pipe.send((work, facts))
            is_answer, found = self._pipe.recv()
        except (EOFError, OSError) as error:
            message = "a process that made pages ended before its work was done"
            hint = "perhaps there was not enough memory: run it again with JOBS=1"
            raise Refused(Problem(message, "worker", "build/site", hint=hint)) from error
        if not is_answer:
            raise found
        return found

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._pipe.close()  # then the process, which waits for a question, ends
        self._process.join(5)


def _context() -> SpawnContext | ForkServerContext:
    """How other processes start: as forks of a server process that has loaded the modules, if the system has such servers."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.ctrl_c", __name__])
    return context


def _work(pipe: Connection, recipe: Callable[[], Maker]) -> None:
    """The work of the other process: it answers questions until the pipe ends. Ctrl-C ends it without output."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # for processes that no such server has started (`ctrl_c`)
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
        except OSError:  # the run has ended
            return
