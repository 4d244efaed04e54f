"""A file's name as it will be offered again: no folders, no hidden characters, of sane length."""

import unicodedata
from pathlib import PurePosixPath

from forum_app.kernel.khmer.text import canonical

LONGEST = 120
"""Characters before the ending. Khmer takes three bytes each, and many disks end a name at 255 bytes."""
MOST_STEM_BYTES = 230
FORBIDDEN = frozenset('<>:"/\\|?*')
"""Windows takes none of these in a name."""


def tidy_name(name: str) -> str:
    """The bare name.

    Folders of both kinds of slash go, and so do line breaks, writing-direction overrides (which make `exe.pdf`
    out of `fdp.exe`) and everything else that is not seen. Khmer is put into its canonical order.
    """
    bare = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(one for one in canonical(bare) if one.isprintable() and one not in FORBIDDEN)
    clean = unicodedata.normalize("NFC", " ".join(seen.split())).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        stem, ending = clean, ""
    stem = stem[:LONGEST].encode()[:MOST_STEM_BYTES].decode(errors="ignore").strip(" .")
    return f"{stem or 'file'}{dot}{ending[:8]}"
