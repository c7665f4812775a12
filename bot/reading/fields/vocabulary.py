"""The words of receipts, as data: French, English, Portuguese, Spanish, Arabic, and those of some neighbours.

Words are compared folded (no case, no accent). A space in a phrase may be missing on the paper: printers and engines
glue words. A word of four letters or fewer stands alone; longer ones may be part of a longer word.
"""

import re
from collections.abc import Mapping
from functools import cache

from dialogs.core.reading.letters import fold, folded

Phrases = Mapping[str, str]

LABELS: Phrases = {
    "total": """total | total sales | totaal | summe | betrag | gesamt | gesamtbetrag | jumlah | importe | montant | valor | amount
        | somme | المجموع | الاجمالي | المبلغ | total general | tot | toplam | amt""",
    "sub": """subtotal | sub total | sous total | soustotal | s total | zwischensumme | sub ttl | subttl | suma parcial
        | total parcial | المجموع الفرعي""",
    "due": """net a payer | a payer | reste a payer | grand total | total due | amount due | balance due | balance
        | to pay | net total | total net a payer | net payable | amount payable | payable | nett total | a pagar
        | total a pagar | importe total | valor total | total a payer | zu zahlen | zahlbetrag | grand ttl | nett
        | total general | montant du | montant total | total amount | bill total | total a cobrar
        | due | pay this amount | total final | total facture | total factura | total fatura | solde | المبلغ المستحق | amount charged""",
    "rounded": """rounded total | total rounded | total after rounding | after rounding | rounded amount | rounded
        | total after rounding adj | total arrondi | net arrondi | total redondeado | total arredondado | after adj""",
    "rounding": """rounding | rounding adj | rounding adjustment | rnd adj | round adj | arrondi | redondeo
        | arredondamento | pembundaran | bundaran | rounding adj | round d | rundung | round off | roundoff""",
    "with_tax": """ttc | toutes taxes comprises | incl | inclusive | including | included
        | iva incl | iva incluido | iva incluida | c iva | con iva | com iva | inkl | brutto | gross | inc gst | w tax
        | inclu | with gst | after tax | inc tax | شامل""",
    "without_tax": """ht | hors taxe | hors taxes | hors tva | excl | excluding | exclusive | before tax | sin iva
        | s iva | sem iva | netto | base imponible | base | incidencia | taxable | before gst | exc gst | w o tax
        | before rounding | before disc | before discount | wo gst | without gst""",
    "tax": """tva | taxe | taxes | vat | gst | sst | iva | tax | mwst | ust | igv | itbis | impuesto | imposto | timbre
        | gst payable | tax payable | total gst | total tax | total tva | included in total | total includes | dont tva | dont | tva incluse | taxe incluse | iva incluido en | service tax | sales tax | service charge | svc | svc chg | serv charge | الضريبة | ضريبة""",
    "tip": "tip | pourboire | propina | gorjeta | gratuity | suggested | trinkgeld | tips",
    "off": """discount | disc | remise | rabais | reduction | descuento | desconto | rabatt | voucher | coupon | saving
        | savings | saved | economie | you save | bon d achat | diskaun | promo | less | deposit | acompte | avoir""",
    "cash": """cash | especes | especes recues | espece | efectivo | dinheiro | numerario | tunai | bar | gegeben | tendered
        | tender | recu | rendu sur | montant recu | paid | payment | paye | regle | verse | entregado | recibido
        | entregue | recebido | amount paid | accepted total | total tendered | total paid | accepted | cash received | نقدا | cash tend""",
    "card": """carte | carte bancaire | cb | visa | mastercard | master card | card | credit card | debit | tarjeta
        | cartao | multibanco | mb | karte | girocard | ec karte | amex | maestro | cb emv | sans contact | contactless
        | mobile money | orange money | wave | mpesa | m pesa | paypal | bank card | credit sales | visa card | eftpos
        | debit card | e wallet | touch n go | cheque | virement | بطاقة""",
    "change": """change | change due | monnaie | rendu | a rendre | rendu monnaie | monnaie rendue | cambio | troco
        | vuelto | ruckgeld | zuruck | baki | cash change | الباقي | wechselgeld""",
    "count": """qty | quantity | total qty | total item | total items | item count | items | item s | articles
        | nb articles | nombre d articles | nbre | points | point | pts | pieces | no of items | total point
        | member point | bonus point | unidades | artigos | articulos | pcs | km | litres | liter | litre | weight
        | poids | nuitees | guest | pax | covers | couverts""",
    "summary": """summary | gst summary | tax summary | tva detail | detail tva | ventilation tva | resumo do iva
        | desglose iva | gst analysis | tax code | taux | taxa | gst code | code tva | tax analysis""",
}
"""What a line of a receipt may be about; a line may bear several. `labels.py` says what they mean together."""

HEADINGS = """description | designation | libelle | item | qty | qte | quantity | price | prix | p u | pu | unit price
    | u price | amount | montant | total | articulo | cantidad | precio | artigo | quantidade | preco | disc | tax | code
    | rate | desc | article | produit | importe | valor | gst | net | s n | no | rm | myr | tva | ht | ttc | base"""
"""Words over the columns of a table."""

DATE_WORDS = """date | dt | le | fecha | data | datum | day | emis le | date facture | invoice date | doc date
    | bill date | date d emission | fecha de emision | data de emissao | التاريخ | تاريخ | tarikh | trans date | printed
    | date du | edite le"""
NOT_THE_DATE = """expiry | expire | expires | expiration | exp date | valid | valable | validity | validade | caducidad
    | due date | echeance | vencimento | vencimiento | best before | since | depuis | act | payment due | dob | naissance
    | until | jusqu | before | effective | arrive | arrival | arrivee | check in | checkin | delivery | livraison
    | version | rev | warranty | garantie | member since | naiss | born"""

NUMBER_WORDS = """facture | facture n | n de facture | numero de facture | invoice no | invoice number | invoice | inv no
    | inv | bill no | bill | receipt no | receipt number | receipt | recu n | recu no | ticket n | ticket no | ticket
    | no ticket | doc no | document no | document | doc | fatura | fatura n | factura n | factura | fatura recibo
    | fatura simplificada | n fatura | n factura | rechnung | rechnungsnummer | rechnung nr | beleg nr | bon nr | belegnr
    | cash bill no | cash bill | slip no | trans no | order no | chit no | check no | cs no | no facture | piece n
    | nota n | recibo n | folio | رقم الفاتورة | فاتورة رقم | trx no | transaction no | transaction | receipt id
    | rcpt no | rcpt | cb no | tax invoice no"""

COMPANY_WORDS = """sdn bhd | sdn | bhd | s b | sb | sarl | sas | sasu | sa | eurl | sci | snc | suarl | gie | ltd
    | limited | llc | inc | plc | lda | ltda | gmbh | co kg | ag | s l | sl | slu | s a | srl | bv | pte | pty | corp
    | company | co | enterprise | trading | entreprise | ets | etablissements | societe | compagnie | group | groupe
    | holdings | industries | services"""
SHOP_WORDS = """restaurant | restoran | restaurante | cafe | hotel | hostel | auberge | pharmacie | pharmacy | farmacia
    | farmasi | supermarket | supermarche | supermercado | mini market | mart | market | marche | station | petrol
    | store | stores | shop | boutique | boulangerie | bakery | pasteleria | bistro | pub | bar | kedai | hardware
    | clinic | clinique | hopital | hospital | cabinet | taxi | transport | transports | voyages | travel | airlines
    | air | gare | bookstore | bookstores | librairie | stationery | restoran | pasaraya | electrical | house | mall
    | center | centre | food | foods | cash carry | marketing | motor | auto | garage | agence | laboratoire | residence
    | guest house | lodge | brasserie | pizzeria | traiteur | epicerie | quincaillerie | papeterie | imprimerie"""

ADDRESS_WORDS = """jalan | jln | lot | taman | tmn | street | st | road | rd | avenue | av | ave | rue | route | boulevard
    | bd | blvd | place | quartier | lorong | persiaran | bandar | kawasan | floor | level | blok | block | wisma | plaza
    | selangor | kuala lumpur | johor | penang | shah alam | petaling | city | rua | avenida | calle | plaza | praca
    | strasse | str | allee | chemin | impasse | cedex | bp | po box | boite postale | batu | section | seksyen | no
    | immeuble | angle | villa | zone | commune | cidade | apartado | lote | codigo postal | km | kg | kampung | bukit
    | desa | off | seri | sungai | ground | unit"""
NOT_A_NAME = """tel | telephone | fax | phone | gst | reg | registration | roc | rob | www | http | email | e mail
    | invoice | tax invoice | receipt | official receipt | cash bill | bill | facture | ticket | recu | fatura | factura
    | recibo | date | time | heure | cashier | caissier | counter | table | welcome | bienvenue | bienvenido | bem vindo
    | for shopping | shopping with | tq | goods sold | merci | thank | thanks | duplicate | copy | copie | duplicata | original | siret | siren | tva | nif | nipc | cif
    | rccm | ninea | nuit | ice | rc | customer | client | order | sale | sales | operator | served | member | document
    | doc | page | company no | co no | co reg | id no | gst id | gst no | simplified | cash sale | cash sales | terminal
    | salesperson | order no | pos | till | transaction | trx | no gst | hotline | fatura simplificada | take away
    | takeaway | dine in | guest | invois cukai | cukai | resit | owned by | formerly | qty | item | description
    | amount | price | total | ticket de caisse | votre ticket | rechnung | quittung | kundenbeleg | carte bancaire"""

COUNTRIES: Mapping[str, tuple[str, str]] = {
    "SN": ("XOF", "senegal | dakar | thies | saint louis | ziguinchor | ninea | sn dkr"),
    "CI": ("XOF", "cote d ivoire | abidjan | yamoussoukro | bouake | rci"),
    "ML": ("XOF", "mali | bamako | segou | sikasso | mopti"),
    "BF": ("XOF", "burkina | burkina faso | ouagadougou | bobo dioulasso"),
    "BJ": ("XOF", "benin | cotonou | porto novo | parakou | abomey"),
    "TG": ("XOF", "togo | lome | kara | kpalime"),
    "NE": ("XOF", "niger | niamey | zinder | maradi"),
    "GW": ("XOF", "guinee bissau | guine bissau | bissau"),
    "CM": ("XAF", "cameroun | cameroon | yaounde | douala | bafoussam | dschang"),
    "GA": ("XAF", "gabon | libreville | port gentil"),
    "CG": ("XAF", "brazzaville | pointe noire"),
    "TD": ("XAF", "tchad | ndjamena | n djamena | moundou"),
    "CF": ("XAF", "bangui | centrafrique"),
    "GN": ("GNF", "guinee | conakry | kankan | kindia"),
    "MG": ("MGA", "madagascar | antananarivo | toamasina | mahajanga"),
    "KM": ("KMF", "comores | moroni | mutsamudu"),
    "CV": ("CVE", "cabo verde | cap vert | praia | mindelo"),
    "CD": ("CDF", "kinshasa | lubumbashi | goma | bukavu | rdc"),
    "MA": ("MAD", "maroc | morocco | casablanca | rabat | marrakech | tanger | agadir | fes"),
    "TN": ("TND", "tunisie | tunisia | tunis | sfax | sousse"),
    "DZ": ("DZD", "algerie | algeria | alger | oran | constantine"),
    "US": ("USD", "usa | united states | new york | california | texas | florida"),
    "GB": ("GBP", "united kingdom | london | england | uk"),
    "FR": ("EUR", "france | paris | lille | lyon | marseille | toulouse | siret | naf | cedex | rcs"),
    "PT": ("EUR", "portugal | lisboa | porto | nipc | atcud"),
    "ES": ("EUR", "espana | madrid | barcelona | cif"),
    "DE": ("EUR", "deutschland | berlin | mwst | ust"),
    "MY": ("MYR", "malaysia | sdn bhd | sdn | selangor | kuala lumpur | johor | jalan"),
    "BR": ("BRL", "brasil | cnpj | sao paulo"),
    "HT": ("HTG", "haiti | port au prince"),
    "IN": ("INR", "india | gstin"),
    "VN": ("VND", "viet nam | vietnam | ha noi"),
    "KH": ("KHR", "cambodge | cambodia | phnom penh"),
}
"""The currency of a country, and words on a paper that tell where it was printed."""


@cache
def pattern(phrases: str) -> re.Pattern[str]:
    """One expression for a line of data, to be searched in folded text."""
    words = sorted({folded(phrase) for phrase in phrases.split("|")}, key=lambda word: (-len(word), word))
    return re.compile("|".join(_one(word) for word in words if word))


def _one(phrase: str) -> str:
    """A word of this table; short ones alone, and a space that may be missing."""
    short = len(phrase.replace(" ", "")) <= 4
    glued = re.escape(phrase).replace(r"\ ", " ?")
    return rf"(?<![^\W_]){glued}(?![^\W\d_])" if short else rf"(?<![^\W\d_]){glued}"


def words_of(text: str) -> str:
    """The text folded, digits that an engine saw inside words put back as letters: T0TAL."""
    return re.sub(r"(?<=[a-z])[015](?=[a-z])", lambda seen: "ols"["015".index(seen[0])], fold(text))
