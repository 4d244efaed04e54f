"""A drawing saved as a photograph with its metadata: when, with what, where, and when it was saved again."""

from datetime import UTC, datetime, timedelta

from forum_app.exercises.rules import pictures
from forum_app.exercises.rules.chance import Chance
from forum_app.exercises.rules.exhibit import Exhibit, Words, filled, questions_of, table_block
from forum_app.kernel.bilingual import Bilingual

MAKE = "Sample Optics"
MODELS = ("SC-100", "SC-220", "SC-305", "SC-410")
EXIF_TIME = "%Y:%m:%d %H:%M:%S"
LATITUDES, LONGITUDES = (1270, 1295), (10390, 10420)
"""Hundredths of a degree, all of them on open water of the Tonle Sap lake: no home and no office lies there."""
FIRST_DAY = datetime(2024, 3, 4, tzinfo=UTC)  # a stand-in: the clock of a camera knows no zone
MAKER, MODEL, SAVED, PROGRAM = 0x010F, 0x0110, 0x0132, 0x0131
TAKEN, TAKEN_OFFSET = 0x9003, 0x9011
NORTH, LATITUDE, EAST, LONGITUDE = 1, 2, 3, 4


def make(words: Words, chance: Chance) -> Exhibit:
    """The file, what a viewer shows of it, and the questions."""
    model, number = chance.choice(MODELS), chance.between(101, 899)
    taken = FIRST_DAY + timedelta(days=chance.below(120), minutes=chance.between(7 * 60, 17 * 60))
    minutes = chance.between(15, 59)
    saved = taken + timedelta(minutes=minutes)
    north, east = chance.between(*LATITUDES), chance.between(*LONGITUDES)
    exif = pictures.exif_of(
        [(MAKER, MAKE), (MODEL, model), (PROGRAM, "SampleEdit 2"), (SAVED, saved.strftime(EXIF_TIME))],
        [(TAKEN, taken.strftime(EXIF_TIME)), (TAKEN_OFFSET, "+07:00")],
        [(NORTH, "N"), (LATITUDE, _degrees(north)), (EAST, "E"), (LONGITUDE, _degrees(east))],
    )
    name = f"IMG_{number:04d}.JPG"
    shown = [
        name,
        f"{MAKE} {model}",
        f"{taken.strftime(EXIF_TIME)} +07:00",
        saved.strftime(EXIF_TIME),
        "SampleEdit 2",
        f"{north / 100:.2f}, {east / 100:.2f}",
    ]
    right = {"model": model, "taken": taken.strftime("%H:%M"), "minutes": minutes, "north": f"{north / 100:.2f}"}
    return Exhibit(
        name="photo",
        title=Bilingual.of(words["title"]),
        task=Bilingual.of(words["task"]),
        files={name: pictures.jpeg(pictures.drawing(chance), exif)},
        questions=questions_of("photo", words, right, chance),
        blocks=[table_block(words["columns"], list(zip(words["rows"], shown, strict=True)))],
        planted=[filled(words["planted"]["saved"], minutes=minutes), filled(words["planted"]["water"])],
    )


def _degrees(hundredths: int) -> list[tuple[int, int]]:
    """Degrees, minutes and seconds as EXIF keeps them."""
    minutes, seconds = divmod(hundredths % 100 * 36, 60)
    return [(hundredths // 100, 1), (minutes, 1), (seconds, 1)]
