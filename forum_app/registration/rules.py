"""Statuses of a registration and the protocol order."""

from dataclasses import dataclass

from forum_app.kernel.refusal import N_, Refusal

STATUS_NAMES: dict[str, str] = {
    "nominated": N_("Nominated"),
    "pending": N_("To be decided"),
    "approved": N_("Approved"),
    "waitlisted": N_("On the waiting list"),
    "declined": N_("Declined"),
    "cancelled": N_("Cancelled"),
}
ALLOWED_CHANGES: dict[str, frozenset[str]] = {
    "nominated": frozenset({"approved", "declined", "waitlisted", "cancelled", "pending"}),
    "pending": frozenset({"approved", "declined", "waitlisted", "cancelled"}),
    "waitlisted": frozenset({"approved", "declined", "cancelled"}),
    "approved": frozenset({"cancelled"}),
    "declined": frozenset({"approved", "pending"}),
    "cancelled": frozenset({"approved", "pending"}),
}


class ChangeNotPossible(Refusal):
    text = N_("A registration that is %(old)s cannot become %(new)s.")


class AlreadyRegistered(Refusal):
    text = N_("%(name)s is already registered for this forum.")


class BadgeNumberTaken(Refusal):
    text = N_("Badge number %(number)s already belongs to somebody else in this forum.")
    status = 422


@dataclass(frozen=True, slots=True)
class ProtocolKey:
    """Order of a ceremony: post level, then rank level, then the organiser's number, then the name.

    Levels are higher for senior people, so they are negated to sort first.
    """

    post_level: int
    rank_level: int
    number: int
    name: str

    def as_tuple(self) -> tuple[int, int, int, str]:
        return (-self.post_level, -self.rank_level, self.number, self.name)


def require_change(old: str, new: str, *, names: dict[str, str]) -> None:
    """Raises ChangeNotPossible unless a registration may go from `old` to `new`."""
    if new not in ALLOWED_CHANGES[old]:
        raise ChangeNotPossible(old=names[old], new=names[new])
