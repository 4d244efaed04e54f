"""Personal names in two scripts. Family name first in both; nothing is split, re-cased or romanised."""

from forum_app.kernel.khmer.text import canonical


def full_name(family: str, given: str, lang: str) -> str:
    """Family and given name with one space; either may be missing.

    In Khmer the stored order of marks is enforced once more, because the name goes on paper. In Latin the
    name stays as the person typed it: SOK Dara, de la Cruz, O'Brien.
    """
    joined = " ".join(part.strip() for part in (family, given) if part.strip())
    return canonical(joined) if lang == "km" else joined
