"""`python3 -m bench`: measure a build."""

from bench.run import main

main()
