"""A conversation as it was kept, in a language that is spoken here."""

from dataclasses import replace

from bot.words import LANGUAGES
from dialogs.core.state import Profile, State, thaw


def resumed(kept: object, lang: str) -> State:
    """The conversation as it was kept; `lang` where none was, or one that is no longer spoken here."""
    state = thaw(kept, Profile(lang))
    return state if state.profile.lang in LANGUAGES else replace(state, profile=replace(state.profile, lang=lang))
