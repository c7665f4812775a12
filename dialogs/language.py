"""The language one reads. Each is named in itself, so that it is found by whoever needs it."""

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Settings
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice
from dialogs.core.reply import Part
from dialogs.core.text import LanguageName, Text, _, literal

LANGUAGES = {
    "fr": ("Français", ("francais", "french", "frances", "الفرنسية")),
    "en": ("English", ("anglais", "ingles", "الإنجليزية")),
    "pt": ("Português", ("portugais", "portuguese", "البرتغالية")),
    "es": ("Español", ("espagnol", "spanish", "castellano", "espanhol", "الإسبانية")),
    "ar": ("العربية", ("arabe", "arabic", "3arbi", "عربي", "عربية")),
}

which = Question(
    id="which",
    title=_("Langue"),
    ask=_("Dans quelle langue voulez-vous continuer ?"),
    kind=Choice(tuple(Option(code, literal(name), words) for code, (name, words) in LANGUAGES.items())),
)


def switch(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Settings(lang=answers[which]),)


def said(answers: Answers, world: World) -> tuple[Part, ...]:
    done: Text = _("D'accord, nous continuons en {language}.", language=LanguageName(answers[which]))
    return (Part(done),)


LANGUAGE = Dialog(
    id="language",
    version=1,
    title=_("Langue"),
    steps=(which, Stop(id="switched", say=said, then=switch)),
)
