"""A pré-fiche in French and in Arabic, as an association might send one, and papers with anything in every place."""

from datetime import UTC, datetime

from bot.documents import Field, Paper, Section, Signature, Table

AT = datetime(2025, 5, 12, 10, 30, tzinfo=UTC)
PHONE = "+33 6 12 34 56 78"
EMAIL = "contact@eau-partagee.example"

LONG = (
    "Depuis 2018, notre association accompagne la commune de Kpomassé, au Bénin, dans l'accès à l'eau potable. "
    "À Noël, le maire nous a demandé « quelqu'un du métier » : où, quand, combien ? Œuvrons dès à présent. "
) * 10
LONG_ARABIC = (
    "منذ عام 2018 ترافق جمعيتنا بلدية كبوماسي (Kpomassé) في بنين من أجل الوصول إلى مياه الشرب. "
    f"للاتصال بنا: {PHONE} أو {EMAIL}، هل يمكنكم مساعدتنا؟ "
) * 10

FRENCH = Paper(
    lang="fr",
    at=AT,
    title="Pré-fiche de mission EXPLOR",
    subtitle="Une expertise courte pour l'eau à Kpomassé",
    reference="HDF-2026-0007",
    status="Déposée le 12 mai 2025",
    facts=(Field("Association", "Eau partagée"), Field("Réseau", "Lianes coopération")),
    sections=(
        Section(
            "1. Votre association",
            (
                Field("Nom", "Eau partagée"),
                Field("SIRET", "123 456 789 00012"),
                Field("Site", None),
                Field("Expérience de terrain", LONG),
            ),
        ),
        Section(
            "2. La mission",
            (
                Field("Objectifs", ("Former le comité d'usagers", "Fixer un prix de l'eau")),
                Field("Personnes à rencontrer", ("M. Kossi Adjovi", "منى الهاشمي", "ፍቅርተ ሀይሉ", "Оксана Шевченко")),
                Field("Téléphone", PHONE),
                Field("Fonction du suppléant", None, note="À remplir avant la signature.", by_hand=True),
            ),
        ),
        Section(
            "3. Budget prévu",
            (
                Table(
                    "Dépenses",
                    ("Poste", "Montant"),
                    (("Billet d'avion", "1 350,00 €"), ("Visa", "75,00 €")),
                    ("start", "end"),
                    ("Total", "1 425,00 €"),
                ),
            ),
        ),
    ),
    notes=("Le dépôt compte quand le réseau le confirme.",),
    signatures=(Signature("Pour l'association", (Field("Fait à", None, by_hand=True),), "Signature"),),
    footer="Pré-fiche de mission",
)

ARABIC = Paper(
    lang="ar",
    at=AT,
    title="استمارة مهمة EXPLOR الأولية",
    reference="HDF-2026-0007",
    status="أُودعت في 12 مايو 2025",
    facts=(Field("الجمعية", "Eau partagée — Lille (Nord)"),),
    sections=(
        Section(
            "1. شخص الاتصال",
            (
                Field("الاسم والوظيفة", "Jean-Pierre D'Hœuvre (رئيس الجمعية)"),
                Field("الهاتف", PHONE),
                Field("البريد الإلكتروني", EMAIL),
                Field("الخبرة الميدانية", LONG_ARABIC),
                Field("الأشخاص", ("Kossi Adjovi", "منى الهاشمي")),
                Field("هاتف آخر", None),
            ),
        ),
        Section("2. الميزانية", (Table("المصاريف", ("البند", "المبلغ"), (("النقل", "240,00 €"),), ("start", "end")),)),
    ),
    notes=("لا يُعتد بالإيداع إلا عندما تؤكده الشبكة.",),
    signatures=(Signature("عن الجمعية", (Field("حُرر في", None, by_hand=True),), "التوقيع"),),
    footer="استمارة المهمة",
)


def everywhere(text: str, lang: str = "fr") -> Paper:
    """The same text in every place of a paper."""
    field = Field(text, text, text)
    table = Table(text, (text, text), ((text, text),), ("start", "end"), (text, text))
    return Paper(
        lang=lang,
        at=AT,
        title=text,
        subtitle=text,
        reference=text,
        status=text,
        facts=(field,),
        sections=(Section(text, (field, Field("", text), Field(text, (text, text)), table)),),
        notes=(text,),
        signatures=(Signature(text, (field,), text),),
        footer=text,
    )


def answering(value: str, lang: str = "fr") -> Paper:
    """A paper with one answer."""
    return Paper(lang=lang, at=AT, title="Titre", sections=(Section("", (Field("Réponse", value),)),))
