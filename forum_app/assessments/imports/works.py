"""Work that an officer hands in as a file: looked into and freed of what it says about its maker, or refused."""

from forum_app.assessments import rules
from forum_app.kernel import files
from forum_app.kernel.safe_files import fence, limits
from forum_app.kernel.safe_files.names import tidy_name


def read_work(name: str, content: bytes) -> rules.Work:
    """The clean file. Raises WorkTooLarge and the refusals of the inspection."""
    rules.require_work_size(len(content))
    name = tidy_name(name)
    kind = limits.CONTENT_TYPES[limits.require_kind(name)]
    with files.workshop() as folder:
        raw, clean = folder / "raw", folder / "clean"
        raw.write_bytes(content)
        fence.clean(raw, clean, name=name)
        return rules.Work(name, kind, clean.read_bytes())
