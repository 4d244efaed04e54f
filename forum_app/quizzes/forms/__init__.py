"""Forms of quizzes."""

from forum_app.quizzes.forms.answering import AnswerForm, StepForm
from forum_app.quizzes.forms.entering import AdmissionForm
from forum_app.quizzes.forms.paper import PrintForm, SheetForm
from forum_app.quizzes.forms.setup import QuizForm

__all__ = ["AdmissionForm", "AnswerForm", "PrintForm", "QuizForm", "SheetForm", "StepForm"]
