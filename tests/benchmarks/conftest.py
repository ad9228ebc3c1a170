"""The modules of this folder import each other by their bare names, as the script bench.py sees them."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
