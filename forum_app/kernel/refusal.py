"""A refusal is a fact about the business, not a failure of the program.

Every refusal is a class named as a fact (`QuizClosed`) that carries its own sentence, marked for
translation where it is defined and translated where it is shown.
"""

from typing import Any, ClassVar


def N_(message: str) -> str:
    """Mark a sentence for the catalogues without translating it yet."""
    return message


class Refusal(Exception):
    """What the platform will not do, and why, in one sentence the reader understands.

    `values` fill the named placeholders of `text`. `status` is the HTTP status of a page that shows it.
    """

    text: ClassVar[str] = N_("This cannot be done now.")
    status: ClassVar[int] = 409

    def __init__(self, **values: Any) -> None:
        super().__init__(type(self).__name__)
        self.values = values


class NotFound(Refusal):
    """Raised by `get_` queries; shown as a plain 404."""

    text = N_("This page does not exist, or no longer exists.")
    status = 404
