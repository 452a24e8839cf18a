"""Python functions that the library calls: a log, and threads of ours that do its work."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

from . import _abi


def log(function):
    """An ec_log that calls function(level, line)."""
    if function is None:
        return _abi.Log()

    @_abi.WRITE
    def write(opaque, level, line):
        function(level, line.decode())  # an exception here is printed by ctypes and goes no further

    return _abi.Log(None, write)


class ThreadRunner:
    """An ec_runner over a pool of threads; the caller's thread works too."""

    def __init__(self, threads):
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads - 1, thread_name_prefix="edgecodec")
        self.runner = _abi.Runner(None, _abi.RUN(self._run))

    def close(self):
        """Ends the threads."""
        self._pool.shutdown()

    def _run(self, opaque, task, tasks, count):
        call = _abi.TASK(task)
        indices = iter(range(count))
        lock = threading.Lock()

        def take():
            with lock:
                return next(indices, None)

        def work(thread):
            for index in iter(take, None):
                call(tasks, index, thread)

        others = []
        try:
            for thread in range(1, min(self._threads, count)):
                others.append(self._pool.submit(work, thread))
        except RuntimeError:
            pass  # the interpreter is ending: no more threads, the work is done without
        # Nobody may be at work when this returns, whatever interrupts it.
        interrupted = False
        try:
            work(0)
        except BaseException:
            interrupted = True
        while others:
            try:
                wait(others)
                others = []
            except BaseException:
                interrupted = True
        return int(interrupted)
