"""Keys of a data folder, encrypted columns and their blind indexes."""

import json
import os
import stat

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from forum_app.kernel import secrets
from forum_app.kernel.database import db
from forum_app.kernel.secrets import KeysRefused, load_or_make
from tests.factories.accounts import make_person


@pytest.fixture
def own_keys():
    """Whatever a test makes the keys of the process, the suite's come back."""
    kept = secrets._keys, secrets._cipher
    yield
    secrets._keys, secrets._cipher = kept


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path):
    made = load_or_make(tmp_path / "new", may_make=True)
    path = tmp_path / "new" / "keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_make(tmp_path / "new", may_make=False) == made


def test_missing_keys_are_not_made_anew_where_data_exists(tmp_path):
    with pytest.raises(KeysRefused, match="missing"):
        load_or_make(tmp_path, may_make=False)
    assert list(tmp_path.iterdir()) == []


def test_keys_that_others_may_read_are_refused_with_the_remedy(tmp_path):
    load_or_make(tmp_path, may_make=True)
    (tmp_path / "keys.json").chmod(0o644)
    with pytest.raises(KeysRefused, match="chmod 600"):
        load_or_make(tmp_path, may_make=False)


@pytest.mark.parametrize("change", [{"session": "short"}, {"audit": "00"}, {"index": "00"}, {"field": []}])
def test_short_keys_are_refused(tmp_path, change):
    load_or_make(tmp_path, may_make=True)
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(KeysRefused, match="damaged"):
        load_or_make(tmp_path, may_make=False)


def test_two_folders_have_different_keys(tmp_path):
    one, two = (load_or_make(tmp_path / name, may_make=True) for name in ("one", "two"))
    assert one.origin_id != two.origin_id
    assert not {one.session, *one.field} & {two.session, *two.field}


def test_a_phone_is_ciphertext_in_the_database_and_plain_in_python(context):
    person = make_person(phone="+85512345678")
    stored = db.session.scalar(text("SELECT phone FROM people"))
    assert "12345678" not in stored
    db.session.expire_all()
    assert person.phone == "+85512345678"


def test_the_same_value_is_encrypted_differently_and_indexed_equally(app):
    assert secrets.encrypt("x") != secrets.encrypt("x")
    assert secrets.blind_index("x", purpose="phone") == secrets.blind_index("x", purpose="phone")
    assert secrets.blind_index("x", purpose="phone") != secrets.blind_index("x", purpose="phone_end")


def test_an_older_key_still_decrypts_and_the_newest_encrypts(own_keys, tmp_path):
    keys = load_or_make(tmp_path, may_make=True)
    secrets.use(keys)
    old = secrets.encrypt("phone")
    newer = secrets.Keys(keys.session, keys.audit, keys.index, (Fernet.generate_key().decode(), *keys.field), "x")
    secrets.use(newer)
    assert secrets.decrypt(old) == "phone"
    assert Fernet(newer.field[0]).decrypt(secrets.encrypt("phone").encode()) == b"phone"


def test_foreign_ciphertext_is_refused_in_words(own_keys, tmp_path):
    secrets.use(load_or_make(tmp_path / "one", may_make=True))
    foreign = secrets.encrypt("phone")
    secrets.use(load_or_make(tmp_path / "two", may_make=True))
    with pytest.raises(KeysRefused, match="does not fit the keys"):
        secrets.decrypt(foreign)


def test_nothing_works_before_keys_are_loaded(own_keys):
    secrets._keys = None
    with pytest.raises(RuntimeError, match="no keys"):
        secrets.current()


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_new_data_folder_is_for_its_owner_only(tmp_path):
    folder = tmp_path / "live"
    folder.mkdir(mode=0o755)
    load_or_make(folder, may_make=True)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
