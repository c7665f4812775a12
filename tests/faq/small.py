"""A small set of questions and answers, for tests that must not change with the words of the real one."""

from textwrap import dedent

FRENCH = {
    "fr/funding.yaml": """\
        entries:
          - id: cap
            audience: [associations]
            questions: [Quel est le plafond de l'aide ?, Combien donnez-vous au maximum ?]
            keywords: [plafond, maximum, limite, montant]
            answer: Le réseau {{ network }} verse {{ funding.cap | money }} au plus.
            unpublished: "{% if funding.share %}Il paie {{ funding.share | percent }} des frais.{% endif %}"
            related: [length]
    """,
    "fr/mission.yaml": """\
        entries:
          - id: length
            audience: [everyone]
            questions: [Combien de temps dure une mission ?, Peut-on partir un mois ?]
            keywords: [durée, jours, semaines, longueur]
            answer: Une mission dure de {{ duration.least }} à {{ duration.most | days }}.
          - id: vaccine
            audience: [volunteers]
            questions: [Faut-il un vaccin ?, Qui paie les vaccins contre la fièvre jaune ?]
            keywords: [vaccin, vaccination, santé, médicaments]
            answer: Demandez à un médecin.
            sources: [{document: hdf-ami-2025, section: s}]
            regions:
              occitanie:
                answer: Demandez au réseau {{ network }}.
                sources: [{document: occitanie-plaquette, section: o}]
    """,
    "fr/elsewhere.yaml": """\
        entries:
          - id: student_visa
            audience: [everyone]
            questions: [Comment obtenir un visa étudiant ?, Je veux étudier en France]
            keywords: [étudiant, études, université, campus]
            answer: EXPLOR ne s'occupe pas des études.
    """,
}
ENGLISH = {
    "en/funding.yaml": """\
        entries:
          - id: cap
            of: "{cap}"
            proofread: Ann
            questions: [What is the most you give?, Is the grant capped?]
            keywords: [cap, ceiling, maximum, limit]
            answer: The network {{ network }} gives {{ funding.cap | money }} at most.
            unpublished: "{% if funding.share %}It pays {{ funding.share | percent }} of the costs.{% endif %}"
    """,
    "en/mission.yaml": """\
        entries:
          - id: length
            of: "{length}"
            questions: [How long does a mission last?, Can we go for a month?]
            keywords: [duration, days, weeks, length]
            answer: A mission lasts from {{ duration.least }} to {{ duration.most | days }}.
    """,
}


def french(**changed: str) -> dict[str, str]:
    """The French files; `changed` gives others their text, by topic."""
    texts = {path: dedent(text) for path, text in FRENCH.items()}
    return {**texts, **{f"fr/{topic}.yaml": dedent(text) for topic, text in changed.items()}}


def english(fingerprints: dict[str, str]) -> dict[str, str]:
    """The English ones, made from the French with these fingerprints."""
    texts = {path: dedent(text) for path, text in ENGLISH.items()}
    for id_, fingerprint in fingerprints.items():
        texts = {path: text.replace("{" + id_ + "}", fingerprint) for path, text in texts.items()}
    return texts
