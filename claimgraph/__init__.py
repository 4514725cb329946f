"""Documents about contested events as a graph of who says what, where, and on whose word."""

__all__ = ["__version__"]

__version__ = "0.1.0"
