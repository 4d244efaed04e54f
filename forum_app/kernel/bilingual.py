"""One value for every piece of content: the same thing in Khmer and in English."""

from dataclasses import dataclass
from typing import Any

LANGUAGES = ("km", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A km/en pair. Either side may be empty; the other then stands in, visibly."""

    km: str = ""
    en: str = ""

    def in_language(self, lang: str) -> str:
        """The text in `lang`, or the other side when this one is empty."""
        own, other = (self.km, self.en) if lang == "km" else (self.en, self.km)
        return own or other

    def language_shown(self, lang: str) -> str:
        """The language `in_language` really answers in."""
        own = self.km if lang == "km" else self.en
        if own or not (self.km or self.en):
            return lang
        return "en" if lang == "km" else "km"

    @property
    def missing(self) -> str | None:
        """The language that still has to be written, or None when the pair is complete (or empty)."""
        if bool(self.km) == bool(self.en):
            return None
        return "en" if self.km else "km"

    def __bool__(self) -> bool:
        return bool(self.km or self.en)

    @classmethod
    def of(cls, data: Any) -> "Bilingual":
        """From a YAML or JSON mapping `{km: ..., en: ...}`; missing sides become empty."""
        data = data or {}
        return cls(km=str(data.get("km") or ""), en=str(data.get("en") or ""))

    def as_dict(self) -> dict[str, str]:
        """For JSON snapshots."""
        return {"km": self.km, "en": self.en}
