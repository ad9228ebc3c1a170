"""What is asked of the scenarios of a study, and what makes two studies the same."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

from attrs import field, frozen

SEARCH = "staff"
"""The verb that searches: what it tries is kept as one study for each staffing, and no list names them."""


@frozen(kw_only=True)
class Request:
    """What a study draws and computes, and how far it goes.

    `replications` is their number, or the most of them where `precision` may end a study earlier. How far it goes, and
    how it is shown, makes studies different, but not what they draw: they share their results (`pool_key`).
    """

    seed: int
    cut_off_hours: float
    """τ of the cohorts, the same for all scenarios."""
    replications: int
    families: tuple[str, ...] = ()
    """Families that the runs are restricted to; none means all."""
    by: tuple[str, ...] = ()
    """Groupings of figures beside the county."""
    trace: str = ""
    """Fingerprint of the recorded case table played in place of drawn demand; empty for drawn demand."""
    since: str = ""
    """The day from which on figures stand beside those of the whole horizon; empty for none."""
    precision: tuple[str, ...] = ()
    """When it is precise enough, as the planner wrote it."""
    verb: str = "run"
    """The verb of the command line that asked."""
    options: Mapping[str, Any] = field(factory=dict)
    """What that verb has to know to show the study again; plain data."""

    @property
    def since_day(self) -> date | None:
        """The day of `since`; None for none."""
        return date.fromisoformat(self.since) if self.since else None

    @property
    def is_staffing(self) -> bool:
        """Whether it is of a staffing that a search tried."""
        return self.verb == SEARCH

    def pool_key(self, hashes: Sequence[str], results_version: str) -> str:
        """32 hexadecimal digits, the same where the same is drawn for the same scenarios (by hash, in order).

        Studies of one pool share its results, however far they go and whatever they show of them. A staffing of a
        search is never in a pool with a study that a person asked for.
        """
        drawn: list[Any] = [
            results_version,
            list(hashes),
            self.seed,
            float(self.cut_off_hours).hex(),
            sorted(set(self.families)),
            sorted(set(self.by)),
            self.trace,
        ]
        if self.since:
            drawn.append({"since": self.since})
        if self.is_staffing:
            drawn.append(self.verb)
        return blake2b(json.dumps(drawn).encode(), digest_size=16).hexdigest()

    def key(self, pool_key: str, contents: Sequence[bytes]) -> str:
        """32 hexadecimal digits, the same for the same question of scenarios with the same words in them.

        A staffing is the same whichever target it was tried for.
        """
        asked = [pool_key] if self.is_staffing else [pool_key, written(self)]
        digest = blake2b(json.dumps(asked).encode(), digest_size=16)
        for content in () if self.is_staffing else contents:
            digest.update(blake2b(content, digest_size=16).digest())
        return digest.hexdigest()


def written(request: Request) -> str:
    """A request as JSON."""
    content: dict[str, Any] = {
        "seed": request.seed,
        "cut_off_hours": request.cut_off_hours,
        "replications": request.replications,
        "families": request.families,
        "by": request.by,
        "trace": request.trace,
        "since": request.since,
        "precision": request.precision,
        "verb": request.verb,
        "options": dict(request.options),
    }
    # In ASCII, as the name of a file need not be UTF-8.
    return json.dumps(content)


def read(text: str) -> Request:
    """A request from JSON, every value held to what it may be. Raises ValueError, TypeError or LookupError."""
    content: dict[str, Any] = json.loads(text)
    for name in ("families", "by", "precision"):
        found = content[name]
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise ValueError(name)
        content[name] = tuple(found)
    request = Request(**content)
    for number, least in ((request.seed, 0), (request.replications, 0)):
        if type(number) is not int or not least <= number < 2**63:
            raise ValueError(str(number)[:40])
    if type(request.cut_off_hours) not in (int, float) or not 0.0 < request.cut_off_hours < math.inf:
        raise ValueError("cut_off_hours")
    if not isinstance(request.trace, str) or not isinstance(request.verb, str) or not isinstance(request.options, dict):
        raise ValueError("options")
    if request.since != "":
        date.fromisoformat(request.since)
    return request
