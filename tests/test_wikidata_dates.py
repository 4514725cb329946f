"""Each EDTF date becomes what Wikibase can hold, and nothing more precise than it was written."""

import pytest

from claimgraph.edtf import bounds
from claimgraph.errors import InputError
from claimgraph.wikibase import Time
from claimgraph.wikidata_dates import dated

# Written → the time that it is or lies within, and the slots beside it.
CASES = {
    "1911": ("1911", {}),
    "1911-05": ("1911-05", {}),
    "1911-05-03": ("1911-05-03", {}),
    "1911-05-03/1911-05-04": ("1911-05", {"start": "1911-05-03", "end": "1911-05-04"}),
    "1911-05-31/1911-06-01": ("1911", {"start": "1911-05-31", "end": "1911-06-01"}),
    "1911-12/1912-01": (None, {"start": "1911-12", "end": "1912-01"}),
    "1911/1911-06-01": ("1911", {"start": "1911", "end": "1911-06-01"}),
    "1911-05-03/..": (None, {"start": "1911-05-03"}),
    "1911-05-03/": (None, {"start": "1911-05-03"}),
    "../1911": (None, {"end": "1911"}),
    "[..1911-05-03]": (None, {"latest": "1911-05-03"}),
    "[1911-05-03..]": (None, {"earliest": "1911-05-03"}),
    "[1911-05-03,1911-05-04]": ("1911-05", {"earliest": "1911-05-03", "latest": "1911-05-04"}),
    "[1911-05,1912]": (None, {"earliest": "1911", "latest": "1912"}),
    "{1911-05-03,1911-05-06}": ("1911-05", {}),
    "1911-26": ("1911", {"earliest": "1911-06", "latest": "1911-09"}),
    "1911-28": (None, {"earliest": "1911-12", "latest": "1912-03"}),
    "1911-27/..": (None, {"earliest": "1911-09"}),
    "191X": (None, {"earliest": "1910", "latest": "1919"}),
    "190X/191X": (None, {"earliest": "1900", "latest": "1919"}),
    "1911-XX": ("1911", {}),
    "1911-05-XX": ("1911-05", {}),
    "1911-XX-XX": ("1911", {}),
    "1911?": ("1911", {}),
    "1911-05~": ("1911-05", {}),
}


def written(time: Time | None) -> str | None:
    """Return a time as EDTF has it, so that cases can be read."""
    if time is None:
        return None
    parts = [f"{time.year:04}", f"{time.month:02}", f"{time.day:02}"]
    assert (time.month > 0, time.day > 0) == (time.precision >= 10, time.precision == 11)
    return "-".join(parts[: time.precision - 8])


@pytest.mark.parametrize("date", CASES)
def test_a_date(date: str) -> None:
    """A date has its time and the slots that narrow it down."""
    found = dated(date)
    parts = {slot.value.rpartition("/")[2]: written(time) for slot, time in found.parts}
    assert (written(found.time), parts) == CASES[date]


@pytest.mark.parametrize("date", CASES)
def test_nothing_is_narrowed(date: str) -> None:
    """Every day that a date allows lies within its time and between its bounds."""
    found, (first, last) = dated(date), bounds(date)
    slots = {slot.value.rpartition("/")[2]: time for slot, time in found.parts}
    for name in ("start", "earliest"):
        if name in slots:
            earliest = bounds(written(slots[name]) or "").earliest
            assert first is not None
            assert earliest is not None
            assert earliest <= first
    for name in ("end", "latest"):
        if name in slots:
            latest = bounds(written(slots[name]) or "").latest
            assert last is not None
            assert latest is not None
            assert latest >= last
    if found.time:
        lies_in = bounds(written(found.time) or "")
        assert first is not None
        assert last is not None
        assert lies_in.earliest is not None
        assert lies_in.latest is not None
        assert lies_in.earliest <= first <= last <= lies_in.latest


def test_approximate_is_told() -> None:
    """Approximate, and uncertain and approximate, are told; uncertain alone is not approximate."""
    assert dated("1911-05~").approximate
    assert dated("1911%").approximate
    assert not dated("1911?").approximate
    assert not dated("1911").approximate


@pytest.mark.parametrize("date", ["", "3 May 1911", "1911-05-03T14:00:00", "1911-13", "/"])
def test_what_is_no_date(date: str) -> None:
    """What EDTF does not have is refused, a time of day among it."""
    with pytest.raises(InputError):
        dated(date)
