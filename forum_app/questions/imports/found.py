"""What a file of questions held: one item each, with what keeps it out and what could not be carried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules.draft import QuestionData

MOST_QUESTIONS = 10_000
MOST_BYTES = 20 * 1024 * 1024


class FormatUnknown(Refusal):
    text = N_("This file is none that questions come in: an Excel workbook, a Word table, CSV, GIFT or Moodle XML.")
    status = 422


class FileTooLarge(Refusal):
    text = N_("The file is larger than %(megabytes)s MB. Leave pictures and attachments out of it.")
    status = 422


class FileDamaged(Refusal):
    text = N_("The file ends in the middle or is damaged (%(where)s). Save it again and try once more.")
    status = 422


class FileHostile(Refusal):
    text = N_("The file holds parts that no list of questions needs (%(what)s). It was not read.")
    status = 422


class TooManyQuestions(Refusal):
    text = N_("The file holds more than %(most)s questions. Split it into smaller files.")
    status = 422


class NoQuestions(Refusal):
    text = N_("There is no question in this file.")
    status = 422


class KindNotCarried(Refusal):
    text = N_("Questions of the kind “%(kind)s” cannot be taken over.")
    status = 422


class KeyUnreadable(Refusal):
    text = N_("The key “%(typed)s” does not say which answer is right.")
    status = 422


class ItemUnreadable(Refusal):
    text = N_("This question could not be read: a bracket or a sign is missing.")
    status = 422


class KindUnknown(Refusal):
    text = N_("The kind “%(typed)s” is none that we have.")
    status = 422


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was left out or changed on the way; `text` and `values` as a Refusal has them."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


PICTURE = N_("A picture was left out.")
SCRIPT = N_("A script was left out.")
MEDIA = N_("A film, a sound or an embedded page was left out.")
LINK = N_("A link was kept as its words only.")
FORMAT = N_("Bold, tables and other formatting were left out.")
ANSWER_FEEDBACK = N_("Explanations of single answers were joined into one.")
LOST_FEEDBACK = N_("Explanations of single numbers were left out.")
PARTIAL = N_("An answer that was worth a part of the points counts as wrong.")
OTHER_LANGUAGE = N_("The text in the language “%(language)s” was left out.")
SEVERAL_NUMBERS = N_("Only the first of several right numbers was kept.")
CASE_SENSITIVE = N_("Small and capital letters no longer make a difference.")
WILDCARD = N_("“*” in an accepted answer stands for itself here.")


@dataclass(slots=True)
class Item:
    """One question of a file. It is taken over only if it has data and no faults."""

    number: int
    """Row of a sheet, or place in the file, counted from 1."""
    name: str = ""
    data: QuestionData | None = None
    faults: list[Refusal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, text: str, **values: Any) -> None:
        """Add a note, once."""
        made = Note(text, values)
        if made not in self.notes:
            self.notes.append(made)

    @property
    def is_sound(self) -> bool:
        return self.data is not None and not self.faults
