"""The flat tables as Parquet: the values of the CSV, typed, and nothing rounded in silence."""

import io
import sys
from typing import Any

import pytest

from claimgraph.csvw import Column, Table
from claimgraph.errors import InputError, UsageError
from claimgraph.parquet import as_parquet, installed
from claimgraph.tables import Filled
from tests.flat import of_article, of_awkward

pytestmark = pytest.mark.skipif(
    not installed(), reason="needs the optional extra: pip install 'claimgraph[parquet]'"
)


def opened(data: bytes) -> Any:  # noqa: ANN401 (pyarrow ships no types)
    """Return the table of a Parquet file."""
    from pyarrow import parquet

    return parquet.read_table(io.BytesIO(data))


def one_column(datatype: str, *texts: str) -> Filled:
    """Return a table of a key and a column of some datatype, with a row for each text."""
    key = Column("key", "The key.", "string", "", "", "")
    column = Column("cell", "The cell.", datatype, "", "", "")
    table = Table("some", "Some", "Something.", (key, column), ("key",))
    return Filled(table, [{"key": str(n), "cell": text} for n, text in enumerate(texts)])


@pytest.mark.parametrize("name", ["claims", "measurements", "places", "passages", "nodes"])
def test_values_are_those_of_the_csv(name: str) -> None:
    """Each cell holds the value of the text that stands in the CSV, and nothing where none does."""
    for one in (of_article()[name], of_awkward()[name]):
        rows = opened(as_parquet(one)).to_pylist()
        assert len(rows) == len(one.rows) > 0
        for row, ours in zip(rows, one.rows, strict=True):
            assert list(row) == [column.name for column in one.table.columns]
            for column in one.table.columns:
                text = ours.get(column.name)
                found = row[column.name]
                if text is None:
                    assert found in (None, [])
                elif column.separator:
                    assert found == column.values(text)
                elif column.datatype == "date":
                    assert found.isoformat() == text
                elif column.datatype == "boolean":
                    assert found is (text == "true")
                else:
                    assert found == type(found)(text)


def test_columns_have_types_and_say_what_they_are() -> None:
    """Numbers are numbers, days are days, several values are a list; all say what they mean."""
    schema = opened(as_parquet(of_awkward()["measurements"])).schema
    types = {name: str(schema.field(name).type) for name in schema.names}
    assert types["measurement"] == "string"
    assert types["point"] == "double"
    assert types["strict"] == "bool"
    assert types["affirmed_by"].startswith("list<")
    assert schema.field("point").metadata == {b"description": b"The number given."}
    claims = opened(as_parquet(of_awkward()["claims"])).schema
    assert (str(claims.field("depth").type), str(claims.field("stated_earliest").type)) == (
        "int64",
        "date32[day]",
    )


def test_same_table_same_bytes() -> None:
    """A file depends on its table alone."""
    one = of_awkward()["claims"]
    assert as_parquet(one) == as_parquet(one)


@pytest.mark.parametrize(
    ("datatype", "text"),
    [
        ("decimal", "0.1000000000000000000001"),
        ("decimal", "9007199254740993"),
        ("integer", "9223372036854775808"),
        ("date", "-0044-03-15"),
        ("date", "19920226"),
    ],
)
def test_what_a_type_cannot_hold_is_refused(datatype: str, text: str) -> None:
    """A number or a day out of range is neither rounded nor left out."""
    with pytest.raises(InputError, match="the table some has what Parquet cannot hold"):
        as_parquet(one_column(datatype, text))


@pytest.mark.parametrize(
    ("datatype", "text", "value"),
    [
        ("decimal", "0.1", 0.1),
        ("decimal", "613.0", 613.0),
        ("integer", "-7", -7),
        ("boolean", "false", False),
        ("string", "NULL", "NULL"),
        ("string", " a ", " a "),
        ("string", 'a\r\n"b",', 'a\r\n"b",'),
        pytest.param("string", "a line\n" * 2**18, "a line\n" * 2**18, id="string-of-many-lines"),
    ],
)
def test_what_a_type_can_hold_is_held(datatype: str, text: str, value: object) -> None:
    """What looks like nothing or like the end of a row is a text like any other."""
    rows = opened(as_parquet(one_column(datatype, text, text))).to_pylist()
    assert [row["cell"] for row in rows] == [value, value]


def test_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lacks the optional extra is told its name."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert not installed()
    with pytest.raises(UsageError, match=r"pip install 'claimgraph\[parquet\]'"):
        as_parquet(of_awkward()["claims"])
