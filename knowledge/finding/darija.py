"""Arabic typed in Latin letters, as phones taught people to (3 is ع, 7 is ح, 9 is ق): read as the words it stands for.

Vowels are written anyhow, so that only consonants are compared: khabir and خبير are both kh-b-r. Letters that Latin
ones cannot tell apart (س ص, ت ط, د ض) are one. What is learnt are the words that the entries use.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from knowledge.finding.letters import arabic, arabic_stem, words

_TEXT = """
    كم ch7al chhal ch7el chhel sh7al bch7al bchhal
    هل wach wash wesh wach
    كيف kifach kifech kifash kif
    اين fin fine fein feen win wayn
    متي imta imtta emta fo9ach foqach fou9ach wa9tach waqtach
    ما chno chnou chnowa chnouwa chnahowa achno ashno ach ash chnia shno shnu
    من chkoun chkon shkoun mn men mnin
    لماذا 3lach 3lash alach lach
    او wla wlla wela walla oula
    في f fi
    و w ou
    عن d dyal dial dyalna dyali dialna dyalkom dyalek dyalo 3la
    اذا ila ida
    لكن walakin
    لكي bach bash
    هذا had hada hadi hadchi dak dik
    نحن 7na hna 7naya
    انتم ntouma ntoma nta nti entouma
    انا ana
    اريد bghit bghina baghi bghaw bghiti
    يجب khasni khassni khasna khassna khass khas lazem lazm
    ضروري darouri daruri
    ممكن mumkin momkin moumkin n9der nqder n9edro t9dro ne9der i9der y9der
    يوجد kayn kayen kayna
    افعل ndir ndiro ndirou ydir tdir nddir
    كثير bzaf bezzaf bzzaf
    الان daba dorka tawa
    ما_زال mazal mazel
    سوف ghadi gha
    يوم nhar nharat lyoum
    اسبوع simana semana usbou3
    شهر chhar ch7ar ch8er chher
    سنه l3am 3am
    اول lewwel lawel lowel
    اخر akhir lakher
    اجل ajal
    وقت we9t weqt wa9t
    مهمه mohima mouhima lmohima lmouhima mouhimma
    جمعيه jam3iya jam3ia jem3iya ljam3iya jam3iyya moujtama3
    تدوم katdoum kaydoum tdoum ydoum
    مال flous floss lflous felous lfelous fluss
    ندفع nkhalsou nkhless nkhalles khalles khlass nkhlssou katkhalsou katkhelsou ykhelles ykhelless tkhelsou nkhelsou
    اجر lkhlass khlas lkhalss
    مدفوع khalsa mkhelles mkhalsa
    مجانا fabor blach baboor batel
    سفر safar nsafer nsafro nsafrou nmchi nmchiw temchi
    طايره tayara tiyara tayyara
    تذكره lbilet bilet wer9a
    طلب talab ntlob ntelbo
    اوراق wra9 wraq lwra9 lwraq warqa
    نحتفظ nkhelli nkhalli nkhelliw
    كل ga3 kolchi kol koulchi
    ارسل nsift nsifet nsiftou sifet tsift
    مساعده 3awnouni 3awen t3awnouni t3awnou 3awn
    متطوع moutatawi3 motatawi3 mutatawi3
    خبير khabir lkhabir
    تامين taamin ta2min assurance
    تاشيره lvisa fiza viza
    نتكلم nhdr nhder nhdro hder nehder
    العربيه l3arbiya l3rbiya 3arbiya
    فرنسا fransa franca
    ادرس n9ra ne9ra n9raw 9raya
    اتي nji nejji yji
    عمل khedma khdma lkhedma khdam khdamin nkhdem
    طعام makla lmakla nakol
    نوم n3ess n3as nnaas mbat
    مستشفي sbitar
    دواء dwa
    طبيب tbib
    مريض mrid mridt mrdt
    سرق tsr9 tsr9t sr9ou
    زوجتي mrati
    زوجي rajli
    اطفال drari wlad
    جواب jwab jawbouni
    رجوع nrja3 rja3 yraj3ou traj3ou
    هاتف tilifoun telefoun
    رقم nmra nemra
    مكان blassa blasa
    تقاعد ta9a3od mtqa3ed mta9a3ed
    بلد blad lblad
    هناك tmma tma temma
    هنا hna_hna
    اعطي t3tiw 3tini t3tini t3tiwna 3tiwna
    شكرا chokran choukran 3afak 3afakom afak
    مرحبا salam slm
"""
"""An Arabic word, and how people type it or its dialect in Latin letters; `_` stands between words."""

_SOUNDS: Mapping[str, str] = {
    **dict.fromkeys("بپ", "b"),
    **dict.fromkeys("تطث", "t"),
    **dict.fromkeys("دضذظ", "d"),
    **dict.fromkeys("سص", "s"),
    **dict.fromkeys("هح", "h"),
    **dict.fromkeys("كق", "k"),
    **dict.fromkeys("جژ", "j"),
    **dict.fromkeys("فڤ", "f"),
    **{"خ": "x", "ش": "c", "غ": "g", "ع": "3", "ر": "r", "ز": "z", "ل": "l", "م": "m", "ن": "n"},
}
"""The sound of each Arabic consonant; the others are vowels."""
_PAIRS: Mapping[str, str] = {"kh": "x", "ch": "c", "sh": "c", "gh": "g", "th": "t", "dh": "d", "ph": "f"}
_LATIN: Mapping[str, str] = {
    **{letter: letter for letter in "btdsfgjkrzlmn3"},
    **{"7": "h", "h": "h", "9": "k", "q": "k", "5": "x", "x": "x", "c": "k", "p": "b", "v": "f"},
}
_SPELLED = re.compile("|".join((*_PAIRS, "[a-z0-9]")))
_BEFORE = ("", "l", "n", "t", "m", "b", "f", "d", "k", "kt", "kn")
"""What may be stuck before a word: the article, a particle, the person and the tense of a verb; the vowels are gone."""
_AFTER = ("", "t", "n", "h", "k", "km", "hm")
_LEAST = 3
"""Consonants of a word that is recognised: two fit too many."""
_DIGIT = re.compile(r"[a-z][3579]|[3579][a-z]")


class Darija:
    """Reads Arabic in Latin letters as words that are known in Arabic ones."""

    def __init__(self, known: Iterable[str]) -> None:
        self._typed = _typed(_TEXT)
        self._sounding: dict[str, str] = {}
        for word in sorted({*known, *self._typed.values()}, key=_plainest):
            for sound in (_sound(arabic_stem(word)), _sound(word)):
                self._sounding.setdefault(sound, word)

    def read(self, text: str, foreign: Callable[[str], bool]) -> str:
        """A folded text in Arabic letters where it sounds Arabic; `foreign` tells a word of another language."""
        spoken = words(text)
        if not any(_DIGIT.search(word) or (word in self._typed and not foreign(word)) for word in spoken):
            return text
        return " ".join(self._typed.get(word) or (word if foreign(word) else self._word(word)) for word in spoken)

    def _word(self, word: str) -> str:
        if arabic(word) or word.isdigit():
            return word
        sound = "".join(_PAIRS.get(sign) or _LATIN.get(sign, "") for sign in _SPELLED.findall(word))
        return next((known for one in _bared(sound) if (known := self._sounding.get(one))), word)


def _bared(sound: str) -> Iterator[str]:
    """The sounds of a word, whole and without what may be stuck to it, the longest first."""
    for before in _BEFORE:
        for after in _AFTER:
            if sound.startswith(before) and sound.endswith(after):
                left = sound[len(before) : len(sound) - len(after)]
                if len(left) >= _LEAST:
                    yield left


def _sound(word: str) -> str:
    return "".join(_SOUNDS.get(letter, "") for letter in word)


def _plainest(word: str) -> tuple[int, str]:
    return len(word), word


def _typed(text: str) -> dict[str, str]:
    lines = (line.split() for line in text.splitlines())
    return {typed: word.replace("_", " ") for word, *ways in filter(None, lines) for typed in ways}
