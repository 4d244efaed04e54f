"""Setting up a forum in five steps, and what an organiser should do next."""

from dataclasses import dataclass

from forum_app.kernel.refusal import N_, Refusal


class NotADemo(Refusal):
    text = N_("This installation has no sample to look around in.")
    status = 404


class NobodyYet(Refusal):
    text = N_("This installation already has an organiser. Sign in first.")
    status = 403


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """What already stands in a forum that is being set up."""

    people: int
    sessions: int
    helpers: int
    cards_printed: int
    sheets_printed: int
    sample_present: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up: number, name, whether it is done and what is there."""

    number: int
    name: str
    about: str
    done: bool
    count: int | None = None


def steps(facts: SetupFacts) -> list[Step]:
    """The five steps. The first one is done by the existence of the forum."""
    return [
        Step(1, N_("Name and dates"), N_("What the forum is called, when and where it is."), done=True),
        Step(
            2,
            N_("List of participants"),
            N_("Paste it from Excel or upload the workbook."),
            done=facts.people > 0,
            count=facts.people,
        ),
        Step(
            3,
            N_("Programme"),
            N_("From a template or from a workbook; you can change everything later."),
            done=facts.sessions > 0,
            count=facts.sessions,
        ),
        Step(
            4,
            N_("Who helps"),
            N_("Desk, trainers and further organisers, each with a sign-in card."),
            done=facts.helpers > 0,
            count=facts.helpers,
        ),
        Step(
            5,
            N_("Print cards and sheets"),
            N_("Activation cards for the officers and the sign-in sheet of day 1."),
            done=facts.cards_printed > 0 and facts.sheets_printed > 0,
        ),
    ]


def next_step(found: list[Step]) -> Step | None:
    """The first step that is not done."""
    return next((step for step in found if not step.done), None)
