"""One row of a list as data: what is understood, and a sentence for what is not."""

import re
from dataclasses import dataclass, field
from typing import Any

from forum_app.accounts.rules import PhoneNotUnderstood
from forum_app.accounts.services import phone_number
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.khmer.text import canonical, is_khmer
from forum_app.kernel.refusal import N_
from forum_app.registration import rules
from forum_app.registration.imports.columns import key
from forum_app.registration.imports.lookups import Lookups, group_key, province_key
from forum_app.registration.rules import Note, RegistrationData

SEXES = {
    **dict.fromkeys(map(key, ("f", "female", "woman", "ស្រី", "ស", "នារី", "w")), "female"),
    **dict.fromkeys(map(key, ("m", "male", "man", "ប្រុស", "ប", "បុរស")), "male"),
}
LANGUAGES = {
    **dict.fromkeys(map(key, ("km", "kh", "khmer", "ខ្មែរ", "ភាសាខ្មែរ")), "km"),
    **dict.fromkeys(map(key, ("en", "eng", "english", "អង់គ្លេស", "ភាសាអង់គ្លេស")), "en"),
}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(slots=True)
class Reading:
    """What came out of one row so far."""

    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    new_unit: str = ""
    """An office that is not in the table yet, as it was written."""

    def warn(self, sentence: str, /, **values: Any) -> None:
        self.notes.append(Note(sentence, values))

    def block(self, sentence: str, /, **values: Any) -> None:
        self.notes.append(Note(sentence, values, blocks=True))


def read_row(cells: dict[str, str], lookups: Lookups, *, this_year: int) -> Reading:
    """Understand one row; nothing is decided about whom it means."""
    reading = Reading()
    _names(cells, reading)
    _choices(cells, lookups, reading)
    _rank_and_post(cells, lookups, reading)
    _unit(cells, lookups, reading)
    _numbers(cells, reading, this_year=this_year)
    _contact(cells, reading)
    reading.values["officer_id"] = latin_digits(cells.get("officer_id", "")) or None
    reading.values["note"] = canonical(cells.get("note", ""))
    return reading


def data_of(reading: Reading) -> RegistrationData:
    """The row as a service takes it."""
    return RegistrationData(**{name: value for name, value in reading.values.items() if value not in (None, "")})


def _names(cells: dict[str, str], reading: Reading) -> None:
    for column in ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin"):
        reading.values[column] = canonical(cells.get(column, ""))
    for column in ("name", "name_latin"):
        text = canonical(cells.get(column, ""))
        script = "km" if is_khmer(text) else "latin"
        if text and not reading.values[f"given_name_{script}"]:
            _split(text, script, reading)
    if not (reading.values["given_name_km"] or reading.values["given_name_latin"]):
        reading.block(N_("The given name is missing."))


def _split(text: str, script: str, reading: Reading) -> None:
    """A whole name in one cell. Which word is the family's cannot be known, so every split is said."""
    words = text.split()
    family, given = " ".join(words[:1]), " ".join(words[1:])
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if script == "latin" and 0 < len(capitals) < len(words):
        family, given = " ".join(capitals), " ".join(word for word in words if word not in capitals)
    if not given:
        family, given = "", text
        reading.warn(N_("“%(name)s” is one word, so it is taken as the given name."), name=text)
    else:
        reading.warn(
            N_("“%(name)s” is divided: family name “%(family)s”, given name “%(given)s”."),
            name=text,
            family=family,
            given=given,
        )
    reading.values[f"family_name_{script}"] = family
    reading.values[f"given_name_{script}"] = given


def _choices(cells: dict[str, str], lookups: Lookups, reading: Reading) -> None:
    sex, language = cells.get("sex", ""), cells.get("language", "")
    reading.values["sex"] = SEXES.get(key(sex))
    if sex and not reading.values["sex"]:
        reading.warn(N_("The sex “%(text)s” is not understood and stays empty."), text=sex)
    reading.values["language"] = LANGUAGES.get(key(language))
    if language and not reading.values["language"]:
        reading.warn(N_("The language “%(text)s” is not understood; Khmer is taken."), text=language)
    honorific = lookups.honorifics.get(key(cells.get("honorific", "")))
    reading.values["honorific_id"] = honorific.id if honorific else None
    province, text = None, cells.get("province", "")
    if text:
        province = lookups.provinces.get(key(text)) or lookups.provinces.get(province_key(text))
    reading.values["province_id"] = province.id if province else None
    if text and not province:
        reading.warn(N_("The province “%(text)s” is not in the table and stays empty."), text=text)
    group, text = None, cells.get("group", "")
    if text:
        group = lookups.groups.get(group_key(text))
    reading.values["group_id"] = group.id if group else None
    if text and not group:
        reading.warn(N_("The group “%(text)s” does not exist in this forum and stays empty."), text=text)


def _rank_and_post(cells: dict[str, str], lookups: Lookups, reading: Reading) -> None:
    """Rank and post are two tables, but lists mix them; what neither knows is kept as printed."""
    printed = []
    rank_text, post_text = canonical(cells.get("rank", "")), canonical(cells.get("post", ""))
    rank = lookups.ranks.get(key(rank_text)) if rank_text else None
    post = lookups.posts.get(key(post_text)) if post_text else None
    if post_text and not post:
        printed.append(post_text)
        rank = rank or lookups.ranks.get(key(post_text))
    if rank_text and not rank:
        post = post or lookups.posts.get(key(rank_text))
        if not post:
            printed.append(rank_text)
            reading.warn(
                N_("The rank “%(text)s” is not in the table of ranks. It is kept as the post."), text=rank_text
            )
    position = ", ".join(printed)
    reading.values["rank_id"] = rank.id if rank else None
    reading.values["post_id"] = post.id if post else None
    reading.values["position_km" if is_khmer(position) else "position_en"] = position


def _unit(cells: dict[str, str], lookups: Lookups, reading: Reading) -> None:
    text = canonical(cells.get("unit", ""))
    if not text:
        return
    unit = lookups.units.get(key(text))
    reading.values["unit_id"] = unit.id if unit else None
    if not unit:
        reading.new_unit = text
        reading.warn(N_("The unit “%(text)s” is new."), text=text)


def _numbers(cells: dict[str, str], reading: Reading, *, this_year: int) -> None:
    text = latin_digits(cells.get("badge_number", ""))
    if text and not (text.isascii() and text.isdecimal() and 1 <= int(text) <= rules.LAST_BADGE_NUMBER):
        reading.block(N_("The badge number “%(text)s” is not a number from 1 to 9999."), text=text)
    elif text:
        reading.values["badge_number"] = int(text)
    text = latin_digits(cells.get("birth_year", ""))
    if not text:
        return
    year = _YEAR.search(text)
    try:
        reading.values["birth_year"] = int(year[1]) if year else 0
        rules.require_birth_year(reading.values["birth_year"], this_year=this_year)
    except rules.BirthYearNotPossible:
        reading.values["birth_year"] = None
        reading.block(N_("The birth year “%(text)s” is not possible."), text=text)


def _contact(cells: dict[str, str], reading: Reading) -> None:
    text = cells.get("phone", "")
    try:
        reading.values["phone"] = phone_number(text)
    except PhoneNotUnderstood:
        reading.block(N_("The phone number “%(text)s” is not complete. Example: 012 345 678"), text=text)
    email = cells.get("email", "").strip()
    if email and not _EMAIL.fullmatch(email):
        reading.block(N_("The e-mail address “%(text)s” is not complete."), text=email)
    else:
        reading.values["email"] = email or None
