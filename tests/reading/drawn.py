"""Receipts that we draw: no labelled French, Portuguese, Spanish or African receipts exist in public.

They are made of whole sentences of print, with the fonts of this project, and may be photographed: turned, seen from
the side, badly lit. The same receipt and seed give the same pixels. Names and numbers are invented.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, MARGIN, SIZE = 620, 34, 24
"""Pixels of the paper, and of its letters: about a telephone's picture of a till receipt."""


@dataclass(frozen=True)
class Line:
    """A line of print: what stands left, and right; larger and bolder, or in the middle."""

    left: str
    right: str = ""
    size: float = 1.0
    bold: bool = False
    middle: bool = False


@dataclass(frozen=True)
class Drawn:
    """A receipt to be drawn, and what is true of it."""

    lines: tuple[Line, ...]
    day: date
    total: Decimal
    currency: str
    supplier: str
    category: str
    number: str | None = None


def receipt(text: str, **truth: object) -> Drawn:
    """From a layout as text: `# name` is a large name, `= words` stands in the middle, `left | right` are two columns,
    `! left | right` is bold and larger."""
    return Drawn(tuple(_line(line) for line in text.strip("\n").split("\n")), **truth)  # type: ignore[arg-type]


def _line(line: str) -> Line:
    mark, words = (line[0], line[2:]) if line[:2] in ("# ", "= ", "! ") else ("", line)
    left, _, right = (part.strip() for part in words.partition("|"))
    return Line(left, right, {"#": 1.5, "!": 1.3}.get(mark, 1.0), mark in ("#", "!"), mark in ("#", "="))


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    with (files("bot.documents") / "fonts" / name).open("rb") as font:
        return ImageFont.truetype(font, size)


def draw(drawn: Drawn, width: int = WIDTH, size: int = SIZE) -> Image.Image:
    """The receipt as a flat scan: black on white."""
    heights = [int(size * line.size * 1.5) for line in drawn.lines]
    paper = Image.new("RGB", (width, sum(heights) + 3 * MARGIN), "white")
    pen, y = ImageDraw.Draw(paper), MARGIN
    for line, height in zip(drawn.lines, heights, strict=True):
        _print(pen, line, y, width, int(size * line.size))
        y += height
    return paper


def _print(pen: ImageDraw.ImageDraw, line: Line, y: int, width: int, size: int) -> None:
    font = _font(size, line.bold)
    if line.middle:
        pen.text((width / 2, y), line.left, "black", font, anchor="ma")
        return
    pen.text((MARGIN, y), line.left, "black", font)
    pen.text((width - MARGIN, y), line.right, "black", font, anchor="ra")


def photographed(paper: Image.Image, seed: int) -> Image.Image:
    """The same on a table, by hand: a little turned and slanted, lit from one side, grainy, as JPEG sends it."""
    chance = random.Random(seed)
    width, height = int(paper.width * 1.25), int(paper.height * 1.15)
    table = Image.new("RGB", (width, height), (96, 84, 72))
    table.paste(paper, ((width - paper.width) // 2, (height - paper.height) // 2))
    turned = table.rotate(chance.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=(96, 84, 72))
    lean = [chance.uniform(0, 0.03) for _ in range(8)]
    corners = (
        *(lean[0] * width, lean[1] * height),
        *(lean[2] * width, (1 - lean[3]) * height),
        *((1 - lean[4]) * width, (1 - lean[5]) * height),
        *((1 - lean[6]) * width, lean[7] * height),
    )
    slanted = turned.transform(turned.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    return _lit(slanted.filter(ImageFilter.GaussianBlur(0.6)), seed)


def _lit(picture: Image.Image, seed: int) -> Image.Image:
    chance = np.random.default_rng(seed)
    pixels = np.asarray(picture, dtype=np.float32)
    light = np.linspace(0.72, 1.0, pixels.shape[1], dtype=np.float32)[None, :, None]
    noisy = pixels * light + chance.normal(0, 5, pixels.shape).astype(np.float32)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _money(value: Decimal, grouping: str = " ", point: str = ",", places: int = 2) -> str:
    whole, _, cents = f"{value:,.{places}f}".partition(".")
    return whole.replace(",", grouping) + (point + cents if places else "")


Maker = Callable[[random.Random], Drawn]


def _day(chance: random.Random) -> date:
    return date(2026, chance.randint(1, 12), chance.randint(1, 28))


def _cents(chance: random.Random, low: int, high: int) -> Decimal:
    return Decimal(chance.randint(low, high)) / 100


def french_meal(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 1200, 9000)
    net = (total / Decimal("1.1")).quantize(Decimal("0.01"))
    number = str(chance.randint(1000, 99999))
    return receipt(
        f"""
# LE PETIT BOUCHON
= SARL Bouchon et Fils
= 12 rue des Tanneurs
= 59000 LILLE
= Tél : 03 20 55 12 34
= SIRET 812 345 678 00012
Table 7 | Couverts 2
Ticket n° {number} | Serveur : Léa
{day:%d/%m/%Y} | 13:42
1 Plat du jour | {_money(total - 5)}
1 Café gourmand | 5,00
Total HT | {_money(net)}
TVA 10,00% | {_money(total - net)}
! TOTAL TTC | {_money(total)} €
CB | {_money(total)}
= Merci de votre visite
""",
        **_truth(day, total, "EUR", "LE PETIT BOUCHON", "per_diem", number),
    )


def french_shop(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 300, 8000)
    given = (total // 10 + 1) * 10
    return receipt(
        f"""
# SUPERETTE DU CENTRE
= 4 place de la Mairie
= 34000 MONTPELLIER
= Téléphone 04 67 00 11 22
DESCRIPTION | QTE  MONTANT
EAU MINERALE 1,5L | 1   0,65 €
PAIN DE CAMPAGNE | 1   {_money(total - Decimal("0.65"))} €
3 ARTICLES
! TOTAL A PAYER | {_money(total)} €
ESPECES | {_money(given)} €
RENDU MONNAIE | {_money(given - total)} €
DETAIL TVA
TAUX  HT | TVA  TTC
5,5%  {_money(total - 1)} | 1,00  {_money(total)}
Caisse 002 | {day:%d.%m.%y} 18:05
= A BIENTOT
""",
        **_truth(day, total, "EUR", "SUPERETTE DU CENTRE", "per_diem"),
    )


def french_taxi(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 900, 9500)
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
    return receipt(
        f"""
# TAXI DURAND
= Stationnement 1287 Toulouse
= 06 12 34 56 78
REÇU DE COURSE
Le {day.day} {months[day.month - 1]} {day.year} à 08h15
Départ : Gare Matabiau
Arrivée : Aéroport Blagnac
Prise en charge | 2,60 €
Course | {_money(total - Decimal("2.60"))} €
! NET A PAYER | {_money(total)} €
Dont TVA 10% | {_money((total / 11).quantize(Decimal("0.01")))} €
Payé par carte bancaire
""",
        **_truth(day, total, "EUR", "TAXI DURAND", "local_transport"),
    )


def french_hotel(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 6000, 45000)
    number = f"F{day.year}-{chance.randint(100, 9999)}"
    net = (total / Decimal("1.1")).quantize(Decimal("0.01"))
    return receipt(
        f"""
# HOTEL DES VOYAGEURS
SAS Les Voyageurs au capital de 10 000 €
27 avenue de la Gare - 13001 Marseille
FACTURE N° {number}
Date : {day:%d/%m/%Y}
Arrivée : 02/01/2026 | Départ : 05/01/2026
Désignation | Montant
3 nuits chambre simple | {_money(total - 6)}
Taxe de séjour | 6,00
Sous-total HT | {_money(net)}
TVA 10 % | {_money(total - net)}
Montant total TTC | {_money(total)} EUR
Acompte | 0,00
! Solde à payer | {_money(total)} EUR
IBAN FR76 3000 4000 0312 3456 7890 143
""",
        **_truth(day, total, "EUR", "HOTEL DES VOYAGEURS", "lodging", number),
    )


def senegal_hotel(chance: random.Random) -> Drawn:
    day, total = _day(chance), Decimal(chance.randint(30, 400) * 500)
    return receipt(
        f"""
# AUBERGE LA TERANGA
= Quartier Sindoné - Ziguinchor - SENEGAL
= Tél : +221 33 991 22 33
= NINEA 004512345 2V2
Reçu n° {chance.randint(100, 999)} | Le {day:%d/%m/%Y}
Client : M. Diallo
2 nuitées | {_money(total - 1000, places=0)}
Petit déjeuner | 1 000
! TOTAL | {_money(total, places=0)} FCFA
Arrêté à la somme indiquée en francs CFA
= Merci et bon voyage
""",
        **_truth(day, total, "XOF", "AUBERGE LA TERANGA", "lodging"),
    )


def burkina_pharmacy(chance: random.Random) -> Drawn:
    day, total = _day(chance), Decimal(chance.randint(15, 300) * 100)
    given = (total // 5000 + 1) * 5000
    return receipt(
        f"""
# PHARMACIE DU PROGRES
= 01 BP 455 Ouagadougou 01
= Burkina Faso
= Tél. 25 30 12 12
Date : {day:%d-%m-%Y} 10:22
Facture N° {chance.randint(10000, 99999)}
PARACETAMOL 500 | 2 x 500 | 1 000
ATOVAQUONE PLUS | 1 x {total - 1000} | {total - 1000}
! NET A PAYER | {total} F
Montant reçu | {given} F
Monnaie rendue | {given - total} F
= PROMPT RETABLISSEMENT
""",
        **_truth(day, total, "XOF", "PHARMACIE DU PROGRES", "health"),
    )


def cameroon_bus(chance: random.Random) -> Drawn:
    day, total = _day(chance), Decimal(chance.randint(5, 60) * 500)
    return receipt(
        f"""
# GENERALE VOYAGES SARL
= Gare routière de Bafoussam
= Cameroun
TICKET DE BUS N° {chance.randint(1000, 9999)}
Date du voyage | {day:%d/%m/%Y}
Heure | 07h30
Trajet | Bafoussam - Yaoundé
Siège | 14
! Montant | {_money(total, grouping=".", places=0)} FCFA
= Bon voyage
""",
        **_truth(day, total, "XAF", "GENERALE VOYAGES SARL", "local_transport"),
    )


def portuguese_meal(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 700, 7000)
    number = f"FS 2026A/{chance.randint(100, 9999)}"
    return receipt(
        f"""
# RESTAURANTE O MAR
= Mar e Sol, Lda
= Rua do Ouvidor 15
= 1100-345 LISBOA
= NIPC 509 123 456
Fatura Simplificada {number}
{day:%Y-%m-%d} | 13:05:22
Qtd Descrição | Valor
1 Bacalhau | {_money(total - 2)}
1 Café | 2,00
Subtotal | {_money(total)}
! TOTAL | {_money(total)} EUR
Multibanco | {_money(total)}
Taxa  Incidência | IVA
13%  {_money(total - 1)} | 1,00
= Obrigado pela visita
""",
        **_truth(day, total, "EUR", "RESTAURANTE O MAR", "per_diem"),
    )


def cape_verde_shop(chance: random.Random) -> Drawn:
    day, total = _day(chance), Decimal(chance.randint(80, 3000))
    return receipt(
        f"""
# MINI MERCADO ESPERANCA
= Plateau - Praia - Cabo Verde
= NIF 200123456
Data: {day:%d/%m/%Y} | Hora: 17:40
Talão {chance.randint(1000, 9999)}
Agua 1.5L | 80$00
Pão e queijo | {_money(total, grouping=".", places=0)}$00
! Total a pagar | {_money(total + 80, grouping=".", places=0)}$00
Dinheiro | 5.000$00
Troco | {_money(5000 - total - 80, grouping=".", places=0)}$00
= Volte sempre
""",
        **_truth(day, total + 80, "CVE", "MINI MERCADO ESPERANCA", "per_diem"),
    )


def spanish_meal(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 900, 9900)
    base = (total / Decimal("1.1")).quantize(Decimal("0.01"))
    return receipt(
        f"""
# CAFETERIA LA PLAZA
= Calle Mayor 8, 28013 Madrid
= CIF B12345678
Factura simplificada: {chance.randint(10000, 99999)}
Fecha: {day:%d/%m/%Y} Hora: 14:10
2 Menú del día | {_money(total - 3)}
1 Agua | 3,00
Base imponible | {_money(base)}
IVA 10% | {_money(total - base)}
! TOTAL A PAGAR | {_money(total)}€
Entregado | {_money(total + 5)}€
Cambio | 5,00€
= GRACIAS POR SU VISITA
""",
        **_truth(day, total, "EUR", "CAFETERIA LA PLAZA", "per_diem"),
    )


def german_shop(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 200, 6000)
    return receipt(
        f"""
# Apotheke am Markt
= Marktstr. 3
= 60311 Frankfurt
= Tel. 069 123456
Ibuprofen 400 | {_money(total - 1)}
Pflaster | 1,00
! SUMME EUR | {_money(total)}
Geg. BAR | {_money(total + 2)}
Rückgeld | 2,00
MwSt 19% | {_money((total / 6).quantize(Decimal("0.01")))}
Datum {day:%d.%m.%Y} | 11:03 Uhr
Beleg-Nr. {chance.randint(1000, 9999)}
= Vielen Dank
""",
        **_truth(day, total, "EUR", "Apotheke am Markt", "health"),
    )


def american_meal(chance: random.Random) -> Drawn:
    day, sub = _day(chance), _cents(chance, 1500, 9000)
    tax = (sub * Decimal("0.08")).quantize(Decimal("0.01"))
    tip = (sub * Decimal("0.18")).quantize(Decimal("0.01"))
    return receipt(
        f"""
# JOE'S DINER
= 455 Main Street
= Austin, Texas 78701
= (512) 555-0147
Server: Amy | Check #{chance.randint(1000, 9999)}
{day:%m/%d/%Y} | 7:45 PM
2 Burger plate | {sub - 4}
1 Iced tea | 4.00
Subtotal | ${sub}
Sales Tax | ${tax}
Tip | ${tip}
! Total | ${sub + tax + tip}
VISA ************1234
Suggested gratuity 20% = ${(sub / 5).quantize(Decimal("0.01"))}
= Thank you, come again
""",
        **_truth(day, sub + tax + tip, "USD", "JOE'S DINER", "per_diem"),
    )


def moroccan_train(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 2000, 40000)
    return receipt(
        f"""
# OFFICE DES TRAINS DU SUD
= Gare de Casablanca Voyageurs - Maroc
Billet de train N° {chance.randint(100000, 999999)}
Date d'émission {day:%d/%m/%Y} 09:12
Casablanca - Marrakech 2e classe
Prix HT | {_money(total - 2)}
Taxe | 2,00
! Total TTC | {_money(total)} DH
= Bon voyage
""",
        **_truth(day, total, "MAD", "OFFICE DES TRAINS DU SUD", "local_transport"),
    )


def french_clinic(chance: random.Random) -> Drawn:
    day, total = _day(chance), _cents(chance, 2500, 15000)
    return receipt(
        f"""
# CENTRE DE VACCINATION
= Institut du Voyage
= 3 boulevard Pasteur 35000 Rennes
Reçu n° {chance.randint(100, 9999)}
Rennes, le {day:%d/%m/%Y}
Vaccin fièvre jaune | {_money(total - 25)} €
Consultation du voyageur | 25,00 €
! Somme due | {_money(total)} €
Réglé par chèque | {_money(total)} €
""",
        **_truth(day, total, "EUR", "CENTRE DE VACCINATION", "health"),
    )


def _truth(
    day: date, total: Decimal, currency: str, supplier: str, category: str, number: str | None = None
) -> dict[str, object]:
    names = ("day", "total", "currency", "supplier", "category", "number")
    return dict(zip(names, (day, total, currency, supplier, category, number), strict=True))


MAKERS: tuple[Maker, ...] = (
    french_meal,
    french_shop,
    french_taxi,
    french_hotel,
    senegal_hotel,
    burkina_pharmacy,
    cameroon_bus,
    portuguese_meal,
    cape_verde_shop,
    spanish_meal,
    german_shop,
    american_meal,
    moroccan_train,
    french_clinic,
)
"""One layout each, of a country's habits: how it writes days and amounts, and what it calls the total."""


def specimens(each: int, seed: int = 7) -> list[Drawn]:
    """So many receipts of every layout."""
    return [make(random.Random(f"{seed} {make.__name__} {number}")) for make in MAKERS for number in range(each)]
