"""EDTF: the bounds of what people write, and nothing for what is no date."""

import pytest

from claimgraph.edtf import bounds
from claimgraph.errors import InputError

TABLE = """
    1992-02-25/1992-02-26   1992-02-25 1992-02-26
    1994                    1994-01-01 1994-12-31
    1992-02                 1992-02-01 1992-02-29
    1991-02                 1991-02-01 1991-02-28
    1992-02-15?             1992-02-15 1992-02-15
    2009-04~                2009-04-01 2009-04-30
    1992-02-15%             1992-02-15 1992-02-15
    ?1992-02                1992-02-01 1992-02-29
    1992-~02-15             1992-02-15 1992-02-15
    199X                    1990-01-01 1999-12-31
    19XX                    1900-01-01 1999-12-31
    XXXX                    -          -
    1992-XX                 1992-01-01 1992-12-31
    1992-1X                 1992-10-01 1992-12-31
    1992-XX-30              1992-01-30 1992-12-30
    1992-02-XX              1992-02-01 1992-02-29
    1991-02-2X              1991-02-20 1991-02-28
    198X-02-29              1980-02-29 1988-02-29
    1987/1991               1987-01-01 1991-12-31
    198X/199X               1980-01-01 1999-12-31
    1991-12/1992-02         1991-12-01 1992-02-29
    1992~/1993?             1992-01-01 1993-12-31
    ../1992-03-28           -          1992-03-28
    /1992-03-28             -          1992-03-28
    1992-03-28/..           1992-03-28 -
    1992-03-28/             1992-03-28 -
    1992-21                 1992-01-01 1992-12-31
    1991-24                 1991-06-01 1992-03-21
    1992-25                 1992-03-01 1992-06-21
    1991-27                 1991-09-01 1991-12-22
    1991-28                 1991-12-01 1992-03-21
    1991-27/1992-25         1991-09-01 1992-06-21
    1992-29                 1992-09-01 1992-12-22
    1992-34                 1992-04-01 1992-06-30
    [1992,1994]             1992-01-01 1994-12-31
    {1992-02,1992-04}       1992-02-01 1992-04-30
    [1992..1994]            1992-01-01 1994-12-31
    [..1992]                -          1992-12-31
    [1990,1992..]           1990-01-01 -
"""
NOT_EDTF = """
    1992-13 1992-02-30 1990-02-29 1992-2-5 92 0000 156u 1992-02-26T10:00:00Z 1994-06/1993-05 1992-42
    1992/1993/1994 [1992 [] {} 1992-XX-32 198X-02-30 Y-17000 -0044 soon 1992-02-15?? / // ../.. [..]
"""


@pytest.mark.parametrize("row", TABLE.strip().splitlines(), ids=lambda row: row.split()[0])
def test_bounds(row: str) -> None:
    """The bounds are the first and the last day that the date allows, and none where it is open."""
    written, earliest, latest = row.split()
    found = bounds(written)
    assert [str(day) if day else "-" for day in found] == [earliest, latest]


@pytest.mark.parametrize("written", [*NOT_EDTF.split(), "", " 1992", "1992\n", "25 February 1992"])
def test_what_is_no_date(written: str) -> None:
    """What is no date is an error that quotes it and shows how dates are written."""
    with pytest.raises(InputError, match="is not an EDTF date; expected for instance 1992-02"):
        bounds(written)
