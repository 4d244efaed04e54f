"""What the sample refuses."""

from forum_app.kernel.refusal import N_, Refusal


class NotADemo(Refusal):
    text = N_("This installation has no sample to look around in.")
    status = 404


class StageIsOver(Refusal):
    text = N_("The sample stands at %(now)s already; it cannot go back to %(wanted)s. Use an empty data folder.")


class SampleInUse(Refusal):
    text = N_("Your own forum still uses people of the sample. Take them out of it first.")
