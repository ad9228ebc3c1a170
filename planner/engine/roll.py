"""The roll of a team: who is on it, who leaves, who is hired and trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from attrs import define, field

from planner.engine.clock import Clock
from planner.model.rates import HOURS_PER_YEAR
from planner.model.team import CERTIFIABLE, POST_TYPES, Staff, Team

if TYPE_CHECKING:
    from numpy.random import Generator

Quota = Callable[[str], bool]
"""Whether one more person on a post of this type is within the quota."""

GIVEN_UP = -1
"""The tenure of a post that nobody will hold again."""


@define(kw_only=True)
class TeamRules:
    """The settings of a team that its roll follows; grid workers and agents are teams too."""

    staff: Staff
    certified: int
    vacancies: Staff = Staff()
    meetings_share: float = 0.0
    pace: float = 1.0
    leaving_rate: float = 0.0
    hiring_days: float = 0.0
    training_days: float = 0.0
    training_pace: float = 1.0

    @classmethod
    def of(cls, team: Team, *, of_county: bool) -> TeamRules:
        """The rules of a team in a file; department officers are certified unless stated."""
        return cls(
            staff=team.staff,
            certified=team.certified_officers(of_department=of_county),
            vacancies=team.vacancies,
            meetings_share=team.meetings_share,
            pace=team.pace * team.local_share,
            leaving_rate=team.leaving_rate,
            hiring_days=team.hiring_days,
            training_days=team.training_days,
            training_pace=team.training_pace,
        )


@define(kw_only=True)
class _Post:
    kind: str
    name: str
    filled: bool = True
    training: bool = False
    stream: Generator | None = None
    tenure: int = 0
    """Counts the people who held the post, so that what was planned for one does not meet the next."""
    plans: int = 0
    """Counts the departures planned, so that only the last one comes true."""


@define
class Roll:
    """Officers on the roll of one team, post by post.

    `total` and `certified` count those on the roll now; `changed` is called after each change with the change of
    uncertified and of certified officers. Draws belong to (team, post).
    """

    rules: TeamRules
    clock: Clock
    streams: Callable[[str], Generator]
    quota: Quota
    changed: Callable[[int, int], None]
    total: int = 0
    certified: int = 0
    slowness: float = 1.0
    """1 ÷ pace of the team now."""
    _frozen: int = 0
    """Posts to be given up when they fall vacant."""
    _granted: int = 0
    """Posts granted beyond the quota and not filled yet."""
    _posts: dict[str, list[_Post]] = field(factory=lambda: {kind: [] for kind in POST_TYPES})

    def count(self, kind: str) -> int:
        """People on the roll on posts of one type."""
        return len([post for post in self._posts[kind] if post.filled])

    def open(self) -> None:
        """Fill the roll at the start of the run."""
        for kind in POST_TYPES:
            for _ in range(getattr(self.rules.staff, kind)):
                self._take_on(kind)
            self._recruit(kind, getattr(self.rules.vacancies, kind))
        self.certified = self.rules.certified
        self._measure_pace()

    def follow(self, rules: TeamRules) -> None:
        """On a date of the timeline: move people and take over the settings, keeping what turnover has done since."""
        before, self.rules = self.rules, rules
        plain = certified = 0
        for kind in POST_TYPES:
            change = getattr(rules.staff, kind) - getattr(before.staff, kind)
            for _ in range(change):
                self._take_on(kind)
                plain += 1
            for _ in range(-change):
                plain -= self._give_up(kind)
            self._recruit(kind, getattr(rules.vacancies, kind) - getattr(before.vacancies, kind))
        wanted = self.certified + rules.certified - before.certified
        self.certified, certified = max(0, min(wanted, self._certifiable())), -self.certified
        certified += self.certified
        if rules.leaving_rate != before.leaving_rate:
            for posts in self._posts.values():
                for post in posts:
                    if post.filled:
                        self._plan_departure(post)
        self._measure_pace()
        self.changed(plain - certified, certified)

    def freeze_one(self) -> None:
        """The next post that falls vacant is not filled again."""
        self._frozen += 1

    def grant_one(self) -> None:
        """One institution post more than the quota, filled after `hiring_days`."""
        self._granted += 1
        self._recruit("institution", 1)

    def _certifiable(self) -> int:
        return sum(self.count(kind) for kind in CERTIFIABLE)

    def _take_on(self, kind: str) -> None:
        posts = self._posts[kind]
        post = _Post(kind=kind, name=f"{kind}.{len(posts)}")
        posts.append(post)
        self.total += 1
        self._plan_departure(post)

    def _recruit(self, kind: str, count: int) -> None:
        """Advertise new posts, which are filled after `hiring_days`."""
        for _ in range(count):
            post = _Post(kind=kind, name=f"{kind}.{len(self._posts[kind])}", filled=False)
            self._posts[kind].append(post)
            self._advertise(post)

    def _advertise(self, post: _Post) -> None:
        tenure = post.tenure
        hired = self.clock.now + self.rules.hiring_days * 24.0
        self.clock.at(hired, lambda: self._replace(post, tenure))

    def _give_up(self, kind: str) -> int:
        """Give up the last filled post of a type, or else a vacant one; the number of people that go (0 or 1)."""
        held = [post for post in self._posts[kind] if post.tenure != GIVEN_UP]
        filled = [post for post in held if post.filled]
        for post in filled[-1:]:
            self._vacate(post)
        for post in filled[-1:] or held[-1:]:
            post.tenure = GIVEN_UP
        return len(filled[-1:])

    def _vacate(self, post: _Post) -> None:
        post.filled = post.training = False
        post.tenure += 1
        self.total -= 1

    def _plan_departure(self, post: _Post) -> None:
        post.plans += 1
        if self.rules.leaving_rate <= 0.0:
            return
        if post.stream is None:
            post.stream = self.streams(post.name)
        years = float(post.stream.standard_exponential()) / self.rules.leaving_rate
        plan = post.plans
        self.clock.at(self.clock.now + years * HOURS_PER_YEAR, lambda: self._leave(post, plan))

    def _leave(self, post: _Post, plan: int) -> None:
        if post.plans != plan or not post.filled:
            return
        assert post.stream is not None
        # Contract staff hold no certificate; they draw all the same, so that a post's later draws stay the same.
        drawn = float(post.stream.random())
        was_certified = post.kind in CERTIFIABLE and drawn * self._certifiable() < self.certified
        self._vacate(post)
        if was_certified:
            self.certified -= 1
        self._measure_pace()
        self.changed(0 if was_certified else -1, -1 if was_certified else 0)
        if self._frozen:
            self._frozen -= 1
        else:
            self._advertise(post)

    def _replace(self, post: _Post, tenure: int) -> None:
        if post.tenure != tenure:
            return
        if self._granted and post.kind == "institution":
            self._granted -= 1
        elif not self.quota(post.kind):
            return
        post.filled = True
        post.training = self.rules.training_days > 0.0
        self.total += 1
        self._measure_pace()
        self.changed(1, 0)
        self._plan_departure(post)
        if post.training:
            trained = self.clock.now + self.rules.training_days * 24.0
            self.clock.at(trained, lambda: self._trained(post, tenure))

    def _trained(self, post: _Post, tenure: int) -> None:
        if post.tenure == tenure and post.filled:
            post.training = False
            self._measure_pace()

    def _measure_pace(self) -> None:
        rules = self.rules
        experience = 1.0
        if self.total:
            training = len([post for posts in self._posts.values() for post in posts if post.filled and post.training])
            experience = 1.0 - training * (1.0 - rules.training_pace) / self.total
        self.slowness = 1.0 / ((1.0 - rules.meetings_share) * rules.pace * experience)


def whole(equivalents: float) -> int:
    """Whole workers nearest to full-time equivalents, at least one where there is any."""
    return max(1, int(np.floor(equivalents + 0.5))) if equivalents > 0.0 else 0


def quota_of(limits: Mapping[str, int | None], other: Staff, rolls: list[Roll]) -> Quota:
    """Whether a unit may fill one more post: teams and other staff stay within the quota, where one is stated."""

    def allowed(kind: str) -> bool:
        limit = limits.get(kind)
        if limit is None:
            return True
        held = getattr(other, kind) + sum(roll.count(kind) for roll in rolls)
        return bool(held < limit)

    return allowed
