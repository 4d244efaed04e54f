"""What the register of certificates will not do, and why."""

from forum_app.kernel.refusal import N_, Refusal


class NotEligible(Refusal):
    """Completion is earned; whoever issues it all the same says why."""

    text = N_(
        "%(name)s does not meet the requirements of this certificate yet. "
        "Write a reason if it is to be prepared all the same."
    )


class KindSwitchedOff(Refusal):
    """The forum does not give this certificate."""

    text = N_("This forum does not give this certificate. It can be switched on in the settings.")


class NotPossibleInThisState(Refusal):
    """The state does not lead there."""

    text = N_("Certificate %(number)s has another state meanwhile, so this cannot be done. Look at it again.")


class AlreadyVoid(Refusal):
    """Void is the end of a certificate."""

    text = N_("Certificate %(number)s is void. A void certificate stays void.")


class ReasonMissing(Refusal):
    """What takes something away says why."""

    text = N_("Write the reason. It stays in the register.")
    status = 422


class NobodyToPrepare(Refusal):
    """The choice is empty."""

    text = N_("There is nobody for whom a certificate could be prepared now.")


class NothingToPrint(Refusal):
    """Held and void ones are never printed."""

    text = N_("There is no certificate to print. Prepare some first; held and void ones are not printed.")


class TooManyLookups(Refusal):
    """A coarse ceiling per address, against machines that guess serials."""

    text = N_("Too many certificates were looked up from here. Wait a minute, then try again.")
    status = 429


class LogoNotReadable(Refusal):
    """Only what the printer of documents can draw."""

    text = N_("The logo is not a PNG or JPEG picture. Save it as PNG and choose it again.")
    status = 422


class LogoTooLarge(Refusal):
    """A logo is printed 20 mm high."""

    text = N_("The logo is too large. At most %(kilobytes)s KB and %(pixels)s points on each side.")
    status = 422


class TooManyLogos(Refusal):
    """There is room for four."""

    text = N_("There is room for four logos. Remove one first.")
    status = 422
