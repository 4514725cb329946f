"""The pages of the flat tables: every column is told, and the examples run on real tables."""

import re
from pathlib import Path

import pytest

from claimgraph.csvw import tables
from claimgraph.graphml import as_graphml
from claimgraph.tables_doc import render
from tests.datasets import ARTICLE, ROOT
from tests.flat import of_article

PAGE = (ROOT / "docs" / "tables.md").read_text("utf-8")
EXAMPLES = re.findall(r"(?<=^```python\n).*?(?=^```$)", PAGE, re.MULTILINE | re.DOTALL)


def test_every_table_and_column_is_told() -> None:
    """The generated page has a row for each column; the other one names each table."""
    page = render(ARTICLE)
    every = tables(ARTICLE.table_metadata)
    assert page.count("\n| ") == sum(1 + len(table.columns) for table in every)
    for table in every:
        assert f"\n`{table.name}.csv`: {table.description}\n" in page
        assert f"`{table.name}`" in PAGE
        for column in table.columns:
            assert column.description in page
    assert "| **`claim`** | The claim. | IRI |" in page
    assert (
        "| `passages` | The passages that it is grounded in. | IRI, several, leads to `pa" in page
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split()[1])
def test_examples_run(
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What the page says to type finds something, among it what is known to be there."""
    exports = tmp_path / "dist" / "exports"
    for name in ("tables", "graphml"):
        (exports / name).mkdir(parents=True)
    for one in of_article().values():
        (exports / "tables" / f"{one.table.name}.csv").write_bytes(one.csv)
    (exports / "graphml" / "khojaly.graphml").write_bytes(as_graphml(of_article().values()))
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "docs/tables.md", "exec"), {})  # noqa: S102 (our own documentation)
    out = capsys.readouterr().out
    assert out.count("\n") > 5
    assert "Azerbaijani" in out


def test_there_are_examples() -> None:
    """One for tables, one for networks."""
    assert [text.split()[1] for text in EXAMPLES] == ["pandas", "networkx"]
