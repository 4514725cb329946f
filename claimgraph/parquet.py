"""The flat tables as Parquet: the columns of the CSV with their types, several values as lists.

Numbers are 64-bit integers and doubles; one that these do not hold exactly is refused.
"""

from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING

from claimgraph.csvw import Column
from claimgraph.errors import InputError, UsageError
from claimgraph.tables import Filled

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["as_parquet", "installed"]

_TYPES = {
    "anyURI": "string",
    "boolean": "bool",
    "date": "date32",
    "decimal": "double",
    "integer": "int64",
    "string": "string",
}


def installed() -> bool:
    """Return whether the library is there, which comes with the optional extra `parquet`."""
    return find_spec("pyarrow") is not None  # looked for only: importing it takes 0.2 s


def as_parquet(filled: Filled) -> bytes:
    """Return a table as a Parquet file.

    Raises `UsageError` where pyarrow is missing, and `InputError` for a value that its type cannot
    hold.
    """
    if not installed():
        raise UsageError(
            "Parquet needs pyarrow, which is not installed",
            remedy="pip install 'claimgraph[parquet]', or export tables, which needs nothing",
        )
    import pyarrow as pa
    from pyarrow import csv, parquet

    for column in filled.table.columns:
        if column.datatype == "decimal":
            _check_exact(filled, column)
    types = {column.name: _type(column) for column in filled.table.columns}
    try:
        # Arrow reads the CSV itself: filling columns from Python would import pandas, if there.
        table = csv.read_csv(
            pa.BufferReader(filled.csv),
            # In one piece, for a row may be of any length; starting threads would take longer.
            read_options=csv.ReadOptions(use_threads=False, block_size=len(filled.csv) + 1),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid as error:
        raise _unfit(filled, str(error)) from error
    sink = pa.BufferOutputStream()
    parquet.write_table(_with_lists(table, filled), sink, compression="zstd")
    return bytes(sink.getvalue())


def _type(column: Column) -> "pa.DataType":
    import pyarrow as pa

    return pa.type_for_alias(_TYPES[column.datatype])


def _with_lists(table: "pa.Table", filled: Filled) -> "pa.Table":
    """Return a table with several values as lists, and each column with what it means."""
    import pyarrow as pa
    from pyarrow import compute

    arrays, fields = [], []
    for column in filled.table.columns:
        array = table[column.name]
        if column.separator:
            array = compute.split_pattern(array, column.separator)
        arrays.append(array)
        about = {"description": column.description}
        fields.append(pa.field(column.name, array.type, metadata=about))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _check_exact(filled: Filled, column: Column) -> None:
    for row in filled.rows:
        text = row.get(column.name, "0")
        if Decimal(repr(float(text))) != Decimal(text):
            raise _unfit(filled, f"{text} in {column.name} would become {float(text)!r}")


def _unfit(filled: Filled, what: str) -> InputError:
    return InputError(
        f"the table {filled.table.name} has what Parquet cannot hold: {what}",
        expected="numbers and dates within the range of its types",
        remedy="export tables instead",
    )
