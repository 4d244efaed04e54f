"""Messages that WTForms and Flask-WTF raise, so that the catalogues hold them.

WTForms ships no Khmer. Its built-in translations are off; these sentences are looked up in ours.
"""

from forum_app.kernel.refusal import N_

MESSAGES = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Not a valid choice"),
    N_("Not a valid integer value."),
    N_("Not a valid integer value"),
    N_("Not a valid decimal value."),
    N_("Not a valid date value."),
    N_("Not a valid time value."),
    N_("Not a valid datetime value."),
    N_("Invalid input."),
    N_("Invalid Choice: could not coerce."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    N_("Invalid email address."),
    N_("Invalid URL."),
    N_("'%(value)s' is not a valid choice for this field."),
    N_("File has not been uploaded."),
    N_("File does not have an approved extension."),
    N_("The CSRF token is missing."),
    N_("The CSRF session token is missing."),
    N_("The CSRF token is invalid."),
    N_("The CSRF tokens do not match."),
)
