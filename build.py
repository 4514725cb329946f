#!/usr/bin/env python3
"""Run claimgraph from the checkout, in the environment that `make` has set up."""

import os
import sys

VENV = os.path.join(os.path.dirname(os.path.abspath(__file__)), ".venv")
PYTHON = os.path.join(VENV, "bin", "python")

if __name__ == "__main__":
    # Before any other import: what is imported here is imported once more over there.
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV) and os.access(PYTHON, os.X_OK):
        os.execv(PYTHON, [PYTHON, *sys.orig_argv[1:]])
    try:
        from claimgraph.cli import main

        sys.exit(main())
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("claimgraph"):
            raise
        sys.stderr.write(f"build.py: {error.name} is not installed; run make first\n")
        sys.exit(2)
