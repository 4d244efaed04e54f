"""A process that writes people without end and says each one only when it is safely stored: `writer FOLDER`."""

import sys
from pathlib import Path

from forum_app.application import create_app
from forum_app.kernel.database import db
from forum_app.kernel.settings import Settings
from tests.factories.accounts import make_person

app = create_app(Settings(Path(sys.argv[1]), mode="test", jobs="inline", log_level="CRITICAL"))
with app.app_context():
    db.create_all()
    while True:
        sys.stdout.write(f"{make_person().id.hex}\n")
        sys.stdout.flush()
