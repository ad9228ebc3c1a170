"""What is asked of the scenarios of a study, and what makes two studies the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from planner.stats.precision import Target


@frozen(kw_only=True)
class Request:
    """What a study draws and computes, and how far it goes.

    `replications` is their number, or the most of them where `precision` ends a study earlier: targets by indicator.
    How far it goes is no part of what makes studies the same, so that more replications continue a study.
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
    precision: Mapping[str, Target] = field(factory=dict)

    def key(self, hashes: Sequence[str], results_version: str) -> str:
        """32 hexadecimal digits, the same for the same study: scenarios (by hash, in order), draws and figures."""
        drawn = [
            results_version,
            list(hashes),
            self.seed,
            float(self.cut_off_hours).hex(),
            sorted(set(self.families)),
            sorted(set(self.by)),
            self.trace,
        ]
        return blake2b(json.dumps(drawn).encode(), digest_size=16).hexdigest()


def written(request: Request) -> str:
    """A request as JSON."""
    content: dict[str, Any] = {
        "seed": request.seed,
        "cut_off_hours": request.cut_off_hours,
        "replications": request.replications,
        "families": request.families,
        "by": request.by,
        "trace": request.trace,
        "precision": {
            name: {"half_width": target.half_width, "relative": target.relative}
            for name, target in request.precision.items()
        },
    }
    return json.dumps(content, ensure_ascii=False)


def read(text: str) -> Request:
    """A request from JSON. Raises ValueError, TypeError or LookupError where it is none."""
    content: dict[str, Any] = json.loads(text)
    for name in ("families", "by"):
        content[name] = tuple(content[name])
    if content["precision"]:
        from planner.stats.precision import Target

        content["precision"] = {name: Target(**target) for name, target in content["precision"].items()}
    return Request(**content)
