"""One process measured from outside: time, when it printed each line, peak memory."""

import os
import subprocess
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

__all__ = ["Line", "Run", "run", "steps"]

_INTERVAL = 0.02


@dataclass(frozen=True)
class Line:
    """A line that a process printed, and the second at which it did."""

    seconds: float
    text: str


@dataclass(frozen=True)
class Run:
    """What one run took; `code` is None where the process was stopped at the time limit.

    `processor` counts the seconds that it computed, on however many cores, and not the waiting.
    `mebibytes` is the peak of all its processes together, what they share counted once.
    """

    seconds: float
    processor: float
    mebibytes: float
    code: int | None
    lines: Sequence[Line]


def run(command: Sequence[str], folder: Path, *, limit: float) -> Run:
    """Run a command in a folder, and stop it after `limit` seconds."""
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (the commands are this benchmark's own)
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"},
    )
    assert process.stdout is not None  # noqa: S101 (for mypy: a pipe was asked for)
    lines: list[Line] = []
    memory = _Memory(process.pid)
    memory.start()
    reader = threading.Thread(target=_read, args=(process.stdout, lines, started))
    reader.start()
    reader.join(limit)
    in_time = not reader.is_alive()
    if not in_time:
        process.kill()
    # wait4 tells what this child used, and its own children; resource.RUSAGE_CHILDREN adds up all.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    memory.ended.set()
    memory.join()
    process.stdout.close()
    return Run(
        seconds=seconds,
        processor=usage.ru_utime + usage.ru_stime,
        mebibytes=memory.peak / 1024,
        code=process.returncode if in_time else None,
        lines=lines,
    )


def steps(run: Run, names: Collection[str]) -> dict[str, float]:
    """Return the seconds before each line that begins with a step's name, since the one before.

    What comes before the first, the start of the interpreter included, belongs to that; a step
    that comes twice is told apart by its second word.
    """
    found = [(line, line.text.split()) for line in run.lines if line.text.split()[:1]]
    found = [(line, words) for line, words in found if words[0] in names]
    counts = [words[0] for _, words in found]
    taken: dict[str, float] = {}
    before = 0.0
    for line, words in found:
        name = words[0] if counts.count(words[0]) == 1 else " ".join(words[:2])
        taken[name] = line.seconds - before
        before = line.seconds
    return taken


class _Memory(threading.Thread):
    """Looks again and again at how much memory a process and its children take, in KiB."""

    def __init__(self, process: int) -> None:
        super().__init__()
        self.process = process
        self.peak = 0
        self.ended = threading.Event()

    def run(self) -> None:
        """Look until told that the process has ended."""
        while not self.ended.wait(_INTERVAL):
            self.peak = max(self.peak, _together(self.process), _highest(self.process))


def _together(process: int) -> int:
    """Return the proportional set size of a process and its children; 0 where there is none."""
    folder = Path("/proc") / str(process)
    try:
        maps = (folder / "smaps_rollup").read_text(encoding="ascii")
        children = (folder / "task" / str(process) / "children").read_text(encoding="ascii")
    except OSError:  # it has ended, or this system does not tell
        return 0
    sizes = [line.split()[1] for line in maps.splitlines() if line.startswith("Pss:")]
    return sum(map(int, sizes)) + sum(_together(int(child)) for child in children.split())


def _highest(process: int) -> int:
    """Return the most resident memory that a process has had, in KiB; 0 where there is none.

    Not as wait4 tells it, which counts the memory of the process that it was forked from.
    """
    try:
        status = (Path("/proc") / str(process) / "status").read_text(encoding="ascii")
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def _read(stream: IO[str], lines: list[Line], started: float) -> None:
    lines.extend(Line(time.perf_counter() - started, text.rstrip("\n")) for text in stream)
