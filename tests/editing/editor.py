"""A process that edits until it is killed: `editor.py FILE DRAFTS`. Prints each number when its command is done."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from planner.editing import Document

document = Document.open(sys.argv[1], drafts=Path(sys.argv[2]))
for number in count(1):
    document.set_value("townships.a.residents", number)
    print(number, flush=True)
