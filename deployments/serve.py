#!/usr/bin/env python3
"""What `seedbank serve` does, for a supervisor that starts a script: .venv/bin/python deployments/serve.py."""

import sys

from flows.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    main()
