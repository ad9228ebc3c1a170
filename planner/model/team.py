"""Teams: pools of officers who draw on one list of waiting work."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from planner.model import fields
from planner.model.text import Text

POST_TYPES = ("civil", "institution", "contract")
CERTIFIABLE = ("civil", "institution")
"""Posts whose holders may have an enforcement certificate."""
QUOTA_POSTS = ("civil", "institution")
"""Posts of which a quota (编制) limits the number."""

Roster = Literal["office", "duty"]


@frozen(kw_only=True)
class Staff:
    """People at work by post type. In a file, a bare number means institution posts."""

    civil: int = fields.people(0)
    institution: int = fields.people(0)
    contract: int = fields.people(0)

    @property
    def total(self) -> int:
        """People of all post types together."""
        return self.civil + self.institution + self.contract

    @property
    def certifiable(self) -> int:
        """Those who may hold an enforcement certificate (`CERTIFIABLE`)."""
        return self.civil + self.institution


@frozen(kw_only=True)
class Team:
    """A pool of officers in a township, in a department, or serving several townships.

    `handles` lists case types, families or `*` whose fact-finding (and decision, where the township holds the power)
    this team does; a case type's id beats its family, which beats `*`. A department's team handles what the
    department is responsible for, and what it attends as a partner.
    """

    name: Text = Text()
    staff: Staff = Staff()
    vacancies: Staff = Staff()
    """Posts that are being filled: people come `hiring_days` later, uncertified, within the quota."""
    certified: int | None = fields.people(None)
    """Officers with a certificate; where absent, none in a township and all who may be in a department."""
    handles: tuple[str, ...] = ()
    intake: bool = False
    """Registers and triages what comes by hotline or app, or up from a grid."""
    takes_upper: bool = True
    """An office team that gets its share of the work from above."""
    posted: tuple[str, ...] = ()
    """Departments with officers in this team: as partners they are covered by it."""
    roster: Roster = "office"
    on_duty: int = fields.people(0)
    """Officers kept outside office hours, for emergencies only; a department or a `duty` team."""
    meetings_share: float = fields.share(0.0, open_high=True)
    """Share of working time on meetings, inspections and visits from above."""
    local_share: float = fields.number(1.0, unit="share", highest=1.0, open_low=True)
    """Share of a posted team's time that is the township's; the rest goes to the department that posted it."""
    pace: float = fields.pace(1.0)
    leaving_rate: float = fields.share(0.0)
    """Share of officers who leave in a year."""
    hiring_days: float = fields.days(120.0)
    training_days: float = fields.days(0.0)
    training_pace: float = fields.pace(1.0)

    def certified_officers(self, *, of_department: bool) -> int:
        """Officers with a certificate: those stated; else none in a township, and in a department all who may be."""
        if self.certified is not None:
            return self.certified
        return self.staff.certifiable if of_department else 0


@frozen(kw_only=True)
class SharedTeam:
    """A team that serves several townships: an area squad, a joint pool, a contractor."""

    serves: tuple[str, ...]
    team: Team
    decides: tuple[str, ...] = ()
    """Case types, families or `*` whose decisions it takes before the department is called, coming from the county
    seat: a joint pool. It decides what the county decides, and what a township cannot."""
    price_per_case: float = fields.money(0.0)
    """What each case it handles costs, where the work is bought."""


@frozen(kw_only=True)
class Grids:
    """The grids of a township, their workers and the patrol round."""

    count: int = fields.number(0, unit="grids", highest=1_000_000)
    workers: int = fields.people(0)
    full_time_share: float = fields.share(1.0)
    part_time_share: float = fields.share(0.25)
    """Part of a full-time worker's hours that a part-time worker gives."""
    round_hours: float = fields.hours(40.0)
    """Wall-clock hours that one full-time worker needs for a round of one grid."""
    list_share: float = fields.share(0.0, open_high=True)
    """Share of patrol time that the list of matters a grid settles itself takes away."""
    reference_round_hours: float = fields.hours(40.0)
    """The round under which the catalogue's rates of reports were set."""
    meetings_share: float = fields.share(0.0, open_high=True)
    leaving_rate: float = fields.share(0.0)
    hiring_days: float = fields.days(30.0)
    training_days: float = fields.days(0.0)
    training_pace: float = fields.pace(1.0)

    @property
    def full_time_equivalent(self) -> float:
        """Workers counted by the hours they give."""
        return self.workers * (self.full_time_share + (1.0 - self.full_time_share) * self.part_time_share)

    @property
    def patrol_round_hours(self) -> float | None:
        """Mean wall-clock hours between two visits, or None where nobody patrols."""
        worked = self.full_time_equivalent * (1.0 - self.list_share)
        if worked <= 0.0 or self.count <= 0 or self.round_hours <= 0.0:
            return None
        return self.round_hours * self.count / worked


@frozen(kw_only=True)
class Agents:
    """Village agent points, where people have hall matters handled without going to the hall."""

    points: int = fields.number(0, unit="points", highest=1_000_000)
    post_share: float = fields.share(0.2)
    """Part of a full post that one agent gives to it."""
    meetings_share: float = fields.share(0.0, open_high=True)

    @property
    def full_time_equivalent(self) -> float:
        """Agents counted by the hours they give."""
        return self.points * self.post_share


def working_pace(meetings_share: float, local_share: float, pace: float) -> float:
    """Work done per hour of an officer's working time: what meetings and the sender leave, at the team's pace."""
    return (1.0 - meetings_share) * local_share * pace
