"""Case types: what can come up in a township, how it is found, and the work it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from planner.model import fields
from planner.model.text import Text

FAMILIES = ("service", "approval", "enforcement", "dispute", "emergency", "upper")
PARTS_OF_SERVICE = ("counter", "grid")
"""Names under which figures report cases of the family `service`: those at the window, and those that grids settle."""
Family = Literal["service", "approval", "enforcement", "dispute", "emergency", "upper"]
Urgency = Literal["routine", "urgent", "emergency"]
Law = Literal["lognormal", "exponential", "fixed"]

TOWNSHIP = "township"
"""As `CaseType.responsible`: the township itself decides, by statute."""


@frozen(kw_only=True)
class Work:
    """The work of one step: hours that the whole crew is at it, and the crew.

    `hours` is the median under `lognormal`, the mean under `exponential`, the value itself under `fixed`.
    A step of 0 hours takes no time and no staff.
    """

    hours: float = fields.hours(0.0)
    cv: float = fields.number(0.8, unit="factor", highest=10.0)
    law: Law = "lognormal"
    crew: int = fields.number(1, unit="people", lowest=1, highest=100)
    certified: int = fields.people(0)
    on_site: bool = False


@frozen(kw_only=True)
class VillageWork:
    """What a grid worker does who may settle the matter on the spot; `settles` is the share that ends there."""

    hours: float = fields.hours(0.0)
    cv: float = fields.number(0.8, unit="factor", highest=10.0)
    law: Law = "lognormal"
    settles: float = fields.share(0.0)


@frozen(kw_only=True)
class PartnerWork:
    """A department that must attend the decision: a crew of one, by default half the decision's hours."""

    hours: float | None = fields.hours(None)


@frozen(kw_only=True)
class Channels:
    """How citizens report: shares that add up to 1, or are all 0 where only patrols find the matter.

    Window matters are received by the team that handles them; the others pass intake.
    """

    window: float = fields.share(0.0)
    online: float = fields.share(0.0)
    hotline: float = fields.share(0.0)


@frozen(kw_only=True)
class CaseType:
    """One row of the catalogue of case types."""

    name: Text
    family: Family
    items: int = fields.number(1, unit="items", highest=100_000)
    """How many items of an official list this type stands for, so that a list can be shown as "96 of 359"."""
    profile: str = "even"
    per_1000_residents_year: float = fields.yearly_rate(0.0)
    """Reports per 1,000 residents and year, under the reference patrol round of the township."""
    per_township_week: float = fields.number(0.0, unit="per_week", highest=100_000.0)
    channels: Channels = field(factory=Channels)
    patrol: bool = False
    """Patrols can find it: then patrol, citizen and the matter's own end race each other."""
    citizen_delay_days: float = fields.days(0.0)
    """Mean calendar days until a citizen reports a matter that patrols can find too."""
    life_days: float = fields.days(365.0)
    """Mean calendar days after which a matter that nobody reported is over; only where patrols can find it."""
    urgency: Urgency = "routine"
    deadline_days: int = fields.number(unit="working_days", lowest=1, highest=2_000)
    unclear: float = fields.share(0.0)
    formal: float = fields.share(0.0)
    responsible: str = ""
    """The department whose power it is, `township` where the statute names the township, or nobody."""
    legal_review: bool = False
    agent_share: float = fields.share(0.0)
    """Share of its window matters that people bring to a village agent where the township has agent points."""
    returned_share: float = fields.share(0.0)
    """Share of work from above that goes to the responsible department instead of the township."""
    intake: Work = Work(hours=0.1)
    village: VillageWork = VillageWork()
    fact: Work = Work()
    decision: Work = Work()
    partners: Mapping[str, PartnerWork] = field(factory=dict)

    @property
    def emergency(self) -> bool:
        """Worked round the clock, interrupts other work, never bounces."""
        return self.urgency == "emergency"

    @property
    def passes_intake(self) -> bool:
        """Whether some of its cases are registered and triaged: those by hotline or app, and those from a patrol."""
        return self.channels.online > 0.0 or self.channels.hotline > 0.0 or self.patrol
