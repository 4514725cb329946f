"""Console blocks: which commands stand in them, and how their output is renewed."""

from claimgraph.console import commands, refreshed

PAGE = """# A page

```console
$ echo one
one
$ echo two && true
two
three
```

```sh
$ echo four
```

    $ echo five
"""


def test_only_console_blocks_are_read() -> None:
    """Every command has its own output, and other blocks are left alone."""
    assert list(commands(PAGE)) == [("echo one", "one\n"), ("echo two && true", "two\nthree\n")]


def test_outputs_are_renewed_in_place() -> None:
    """Nothing but the outputs changes, and a page that is true stays as it is."""
    said = {"echo one": "1\n", "echo two && true": ""}
    renewed = refreshed(PAGE, said.__getitem__)
    assert list(commands(renewed)) == [("echo one", "1\n"), ("echo two && true", "")]
    assert renewed.endswith(PAGE[PAGE.index("```sh") :])
    assert refreshed(renewed, said.__getitem__) == renewed


def test_an_output_may_hold_what_a_template_would_expand() -> None:
    r"""A backslash or a group number in an output is text."""
    assert "\\1 \\g<0>\n" in refreshed(PAGE, lambda _: "\\1 \\g<0>\n")
