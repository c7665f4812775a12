"""What follows from an answer, an end or news: the engine does its own part, the rest goes out with the turn."""

from dataclasses import replace

from dialogs.core.effects import Effect, Forget, Open, Remember, Settings, Tell
from dialogs.core.state import Profile, State
from dialogs.core.turn.moving import open_dialog
from dialogs.core.turn.talk import Talk


def follow(talk: Talk, effects: tuple[Effect, ...]) -> None:
    for effect in effects:
        _follow(talk, effect)


def _follow(talk: Talk, effect: Effect) -> None:
    match effect:
        case Settings():
            about = None if effect.region else talk.state.about  # a region just chosen is what questions are about
            talk.state = replace(talk.state, profile=_settled(talk.state.profile, effect), about=about)
        case Open():
            open_dialog(talk, effect)
        case Tell(text=text):
            talk.note(text)
        case Remember(about=about):
            talk.state = replace(talk.state, about=about)
        case Forget():
            talk.effects.append(effect)
            talk.state = State(talk.state.profile, (talk.begun(talk.catalogue.home),))
        case _:
            talk.effects.append(effect)


def _settled(profile: Profile, chosen: Settings) -> Profile:
    return Profile(
        chosen.lang or profile.lang,
        chosen.region or profile.region,
        profile.reminders if chosen.reminders is None else chosen.reminders,
    )
