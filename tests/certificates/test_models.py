"""What the tables hold together."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum_app.certificates.models import Certificate, CertificateEvent
from forum_app.certificates.queries import default_settings
from forum_app.certificates.rules import DEFAULT_TEXTS, Requirements
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction, violated
from tests.factories.certificates import make_certificate
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration


def test_one_certificate_of_a_kind_for_a_registration(context):
    certificate = make_certificate(make_registration(make_forum()))
    again = Certificate(
        forum_id=certificate.forum_id,
        registration_id=certificate.registration_id,
        kind="participation",
        number=99,
        serial="0099-AAAAAAAA",
        snapshot={},
        issued_on=certificate.issued_on,
        prepared_at=clock.now(),
    )
    with pytest.raises(IntegrityError) as caught, transaction() as session:
        session.add(again)
    assert violated(caught.value) == "uq_certificates_registration_id_kind"


def test_a_number_is_never_given_twice_in_a_forum(context):
    forum = make_forum()
    first = make_certificate(make_registration(forum, badge_number=1))
    second = make_certificate(make_registration(forum, badge_number=2))
    with pytest.raises(IntegrityError) as caught, transaction() as session:
        session.execute(update(Certificate).where(Certificate.id == second.id).values(number=first.number))
    assert violated(caught.value) == "uq_certificates_forum_id_number"


def test_history_cannot_be_changed(context):
    make_certificate(make_registration(make_forum()))
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(update(CertificateEvent).values(reason="other"))
    assert db.session.scalars(select(CertificateEvent.reason)).all() == [""]


def test_settings_turn_into_requirements(context):
    settings = default_settings(make_forum())
    assert settings.kinds == ["participation", "completion"]
    assert settings.requirements("participation", total_halves=5) == Requirements(halves=3)
    assert settings.requirements("completion", total_halves=5) == Requirements(
        minutes_percent=80, final_percent=60, practicals=True
    )
    settings.min_halves, settings.min_final_percent = 0, 0
    assert settings.requirements("participation", total_halves=5) == Requirements(halves=0)
    assert settings.requirements("completion", total_halves=5).final_percent is None


def test_each_language_of_a_text_falls_back_by_itself(context):
    settings = default_settings(make_forum())
    settings.completion_text = Bilingual(km="អត្ថបទ", en="")
    assert settings.text_of("completion") == Bilingual("អត្ថបទ", DEFAULT_TEXTS["completion"].en)
