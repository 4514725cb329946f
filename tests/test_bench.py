"""The benchmark measures what it says: time by line, peak memory, and an end at the time limit."""

import subprocess
import sys
from pathlib import Path

from bench.measure import Line, Run, run, steps
from bench.plain import constraints
from bench.run import tasks
from bench.table import markdown

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import sys, time
print("read 1 file", flush=True)
time.sleep(0.2)
block = bytearray(80 * 2**20)
print("check it", file=sys.stderr, flush=True)
time.sleep(float(sys.argv[1]))
"""


def test_a_process_is_measured() -> None:
    """Lines of both streams have their times."""
    done = run([sys.executable, "-c", PROGRAM, "0"], Path.cwd(), limit=30)
    assert done.code == 0
    assert [line.text for line in done.lines] == ["read 1 file", "check it"]
    taken = steps(done, ["read", "check"])
    assert list(taken) == ["read", "check"]
    assert 0.2 <= taken["check"] < done.seconds
    assert done.mebibytes > 80


def test_memory_is_the_process_s_own() -> None:
    """And not that of the process which it was forked from, though that is much larger."""
    measure = (
        "import sys; from pathlib import Path; from bench.measure import run; big = b'x' * 2**29;"
        "print(run([sys.executable, '-c', sys.argv[1], '0'], Path.cwd(), limit=30).mebibytes)"
    )
    command = [sys.executable, "-c", measure, PROGRAM]
    told = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    assert 80 < float(told.stdout) < 200


def test_a_process_is_stopped() -> None:
    """At the time limit a process ends, and what it said until then is kept."""
    done = run([sys.executable, "-c", PROGRAM, "60"], Path.cwd(), limit=2)
    assert done.code is None
    assert done.seconds < 10
    assert done.lines[0].text == "read 1 file"


def test_steps_of_one_name_are_told_apart() -> None:
    """The second word distinguishes; lines that are no steps belong to the next."""
    texts = ["read files", "check asserted", "a warning", "check derived"]
    lines = [Line(float(second), text) for second, text in enumerate(texts, 1)]
    assert steps(Run(4.0, 1.0, 1.0, 0, lines), ["read", "check"]) == {
        "read": 1.0,
        "check asserted": 1.0,
        "check derived": 2.0,
    }


def test_queries_become_constraints_where_shacl_lets_them(tmp_path: Path) -> None:
    """A plain query is a constraint with a target; one with VALUES stays a query."""
    prefix = "PREFIX cg: <https://w3id.org/claimgraph/ontology#>\n"
    plain = tmp_path / "plain.rq"
    plain.write_text(f"# VALUES\n{prefix}SELECT ?focus WHERE {{ ?focus a cg:Claim }}")
    other = tmp_path / "other.rq"
    other.write_text(f"{prefix}SELECT ?focus WHERE {{ VALUES ?focus {{ cg:Claim }} }}")
    shapes, queries = constraints([plain, other])
    assert list(queries) == ["other"]
    assert "SELECT $this WHERE { $this a cg:Claim }" in shapes.serialize(format="nt")


def test_the_page_says_what_was_missed() -> None:
    """A goal is met or missed, and what was stopped is not given a median."""
    done = {
        "runs": 1,
        "fastest": 1.0,
        "slowest": 2.0,
        "processor": 1.5,
        "mebibytes": 10.0,
        "finished": True,
    }
    results = [
        {
            **done,
            "name": task.name,
            "command": "c",
            "seconds": 2.0,
            "steps": {"read": 1.0},
            "goal_seconds": task.seconds,
            "goal_mebibytes": task.mebibytes,
        }
        for task in tasks(Path("folder"), "claim")
    ]
    results[-1] |= {"finished": False, "steps": {"start": 0.5, "parse": 0.25, "constraint a": 1}}
    record = {
        "measured": "2026-01-01",
        "command": "c",
        "limit": 5.0,
        "results": results,
        "machine": {"cores": 2},
        "versions": {"Python": "3"},
        "data": {"quality queries": 1234},
    }
    page = markdown(record)
    assert "| build, pyshacl | `c` | 1 | 2.00 s | 1.00 … 2.00 | 1.50 s | 10 MiB | 3 s met, " in page
    assert "1.5 s **missed**, 300 MiB met" in page
    assert "| plain stack, check | `c` | 1 | stopped |" in page
    assert "| read | 1.000 s | 1.000 s | 0.75 s |" in page
    assert "stopped after 1 of 1,234 quality queries" in page
    assert "quality queries 1,234" in page
