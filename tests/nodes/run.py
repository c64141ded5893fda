#!/usr/bin/env python3
"""Several nodes on one PostgreSQL, behind HAProxy and with a replica.

    tests/postgres/cluster.py tests/nodes/run.py [Class[.test]]
"""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
for folder in ("attacks", "backup", "postgres", "signin", "webhooks"):
    sys.path.insert(0, str(HERE.parent / folder))
from behind import Behind  # noqa: E402,F401
from replicas import Replicas  # noqa: E402,F401
from together import Once, Start, Together  # noqa: E402,F401

if __name__ == "__main__":
    unittest.main(verbosity=1)
