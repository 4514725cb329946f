"""Writing a folder of files: whole or not at all, and never over a folder that is still good."""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from claimgraph.errors import OutputError

__all__ = ["replacing", "write", "written"]


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Put a folder with just these files in the place of `folder`.

    They are written beside it, brought to the disk and swapped in by renaming. Whatever goes wrong
    before that leaves `folder` as it was, and raises `OutputError`. A process that is killed leaves
    its unfinished folder behind, which the next one clears away.
    """
    with written(files, folder):
        pass


@contextmanager
def written(files: Mapping[str, bytes], folder: Path) -> Iterator[None]:
    """Do what `write` does; but swap the folder in when the block ends, if nothing goes wrong."""
    with replacing(folder) as fresh:
        below = sorted({(fresh / name).parent for name in files} | {fresh})
        for part in below:
            part.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _write_file(fresh / name, content)
        for part in below:
            _sync(part)
        yield


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield a new folder, which takes the place of `folder` if nothing goes wrong until the end.

    Raises `OutputError` where it cannot be written.
    """
    fresh = folder.with_name(f".{folder.name}-{os.getpid()}")
    previous = folder.with_name(f".{folder.name}-previous")
    try:
        _recover(folder, previous)
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "a file stands in its place")
        fresh.mkdir(parents=True)
        try:
            yield fresh
            _swap(fresh, folder, previous)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        _sync(folder.parent)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            remedy="nothing was changed",
            path=folder,
        ) from error


def _recover(folder: Path, previous: Path) -> None:
    """Undo what a process left that was killed: between the two renames, or before them."""
    if previous.exists() and not folder.exists():
        previous.rename(folder)
    for left in folder.parent.glob(f".{folder.name}-*"):
        process = left.name.rpartition("-")[2]
        if not process.isdecimal() or not _alive(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, folder: Path, previous: Path) -> None:
    replaced = folder.exists()
    if replaced:
        folder.rename(previous)
    try:
        fresh.rename(folder)
    except OSError:
        if replaced:
            previous.rename(folder)
        raise
    shutil.rmtree(previous, ignore_errors=True)
