"""The questions and answers as documents: what a proof-reader reads, and what tells where they are thin."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.faq_files import VOICES
from bot.questions import Questions
from dialogs.answer_told import told
from knowledge.answering import Answers
from knowledge.entries import LANGS, MASTER, Asked, Faq
from knowledge.finding.index import TUNING
from knowledge.lint import shared_keywords


def counted(faq: Faq) -> str:
    """A line a language: entries, proof-read ones, stale ones, questions, keywords, and keywords of several entries."""
    head = f"{'':4}{'entries':>9}{'proofread':>11}{'stale':>7}{'questions':>11}{'keywords':>10}{'shared':>8}"
    return "\n".join((head, *(_counts(faq, lang) for lang in LANGS)))


def _counts(faq: Faq, lang: str) -> str:
    asked = faq.asked(lang)
    read = len(asked) if lang == MASTER else sum(bool(one.proofread) for one in faq.translations[lang].values())
    stale = 0 if lang == MASTER else sum(faq.stale(lang, id_) for id_ in asked)
    questions, keywords = (
        sum(len(getattr(one, field)) for one in asked.values()) for field in ("questions", "keywords")
    )
    shared = len(shared_keywords(faq, lang))
    return f"{lang:4}{len(asked):>9}{read:>11}{stale:>7}{questions:>11}{keywords:>10}{shared:>8}"


def colliding(answers: Answers) -> Iterator[str]:
    """The questions that find another entry first by their words alone: others who ask so would get that one."""
    faq = answers.faq
    search = Questions(faq, answers.facts, replace(TUNING, said=0.0)).search
    for lang in LANGS:
        for id_, asked in faq.asked(lang).items():
            for question in asked.questions:
                found = search.find(question)
                if found.ids[:1] != (id_,):
                    yield f"{lang}  {id_}: {question!r} finds {', '.join(found.ids[:3])}"


def readable(answers: Answers, lang: str, at: datetime) -> str:
    """A Markdown document: every entry with its French, how it is asked, and how it reads in a region."""
    lines = [f"# EXPLOR, {lang}", ""]
    for id_, topic in answers.faq.topics.items():
        lines += [f"## {topic} / {id_}", "", *_entry(answers, id_, lang), ""]
        lines += ["### As it is read", "", *_read(answers, id_, lang, at), ""]
    return "\n".join(lines) + "\n"


def _entry(answers: Answers, id_: str, lang: str) -> Iterator[str]:
    french = answers.faq.entries[id_]
    asked = answers.faq.asked(lang).get(id_)
    if lang != MASTER:
        yield from (f"> {field}: {template}" for field, template in french.templates())
    if asked is None:
        yield "*not translated*"
        return
    yield from _status(answers.faq, id_, lang)
    yield from (f"- {field}: {template}" for field, template in asked.templates())
    yield from _asked(asked)


def _status(faq: Faq, id_: str, lang: str) -> Iterator[str]:
    if lang != MASTER:
        by = faq.translations[lang][id_].proofread
        yield f"- proof-read: {by or 'no'}{' (the French has changed since)' if faq.stale(lang, id_) else ''}"


def _asked(asked: Asked) -> Iterator[str]:
    yield f"- questions: {' / '.join(asked.questions)}"
    yield f"- keywords: {', '.join(asked.keywords)}"


def _read(answers: Answers, id_: str, lang: str, at: datetime) -> Iterator[str]:
    for slug, region in answers.facts.regions.items():
        words = told(answers.tell(id_, lang, slug, at), answers.facts, VOICES, lang)
        yield f"- **{region.name}**: {words.text}"
