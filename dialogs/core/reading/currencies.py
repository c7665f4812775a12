"""Which currency people mean by what they write: a line of data for each word or sign.

Several codes: the word alone does not tell (the CFA francs of West and Central Africa, all dollars), the likeliest
first. ISO 4217 codes are always understood and are not listed here.
"""

from collections.abc import Mapping

from dialogs.core.reading.letters import folded, loose

DOLLARS = ("USD", "CAD", "AUD", "HKD", "SGD", "NAD", "LRD")
CFA = ("XOF", "XAF")
FRANCS = ("XOF", "XAF", "CDF", "GNF", "CHF", "KMF", "DJF", "RWF", "BIF", "XPF")
PESOS = ("MXN", "COP", "ARS", "CLP", "DOP", "CUP", "PHP", "UYU")
DINARS = ("TND", "DZD", "LYD", "IQD", "JOD", "KWD", "BHD", "RSD")
POUNDS = ("GBP", "EGP", "LBP", "SDG", "SSP", "SYP")
RUPEES = ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")
SHILLINGS = ("KES", "TZS", "UGX", "SOS")

SIGNS: Mapping[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "us$": ("USD",),
    "r$": ("BRL",),
    "ca$": ("CAD",),
    "$": DOLLARS,
    "£": POUNDS,
    "¥": ("JPY", "CNY"),
    "₦": ("NGN",),
    "₵": ("GHS",),
    "₹": ("INR",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "₺": ("TRY",),
    "៛": ("KHR",),
    "฿": ("THB",),
    "﷼": ("SAR", "YER", "OMR", "QAR"),
}

NAMES: Mapping[str, tuple[str, ...]] = {
    "euro euros eur eu يورو اورو أورو €uros": ("EUR",),
    "fcfa cfa xof/xaf": CFA,
    "f franc francs franco francos فرنك فرنكات": FRANCS,
    "dollar dollars dolar dolares dólares دولار دولارات usd/cad": DOLLARS,
    "livre livres pound pounds libra libras جنيه جنيهات": POUNDS,
    "sterling quid": ("GBP",),
    "ليرة ليرات": ("LBP", "SYP", "TRY"),
    "lira liras lire": ("TRY", "LBP"),
    "peso pesos": PESOS,
    "dinar dinars dinares دينار دنانير": DINARS,
    "dt": ("TND",),
    "da": ("DZD",),
    "dirham dirhams dirhem dirhems dhs درهم دراهم": ("MAD", "AED"),
    "dh": ("MAD", "AED"),
    "escudo escudos cve": ("CVE",),
    "real reais reales": ("BRL",),
    "roupie roupies rupee rupees rupia rupias": RUPEES,
    "shilling shillings chelin chelines xelim xelins ksh": SHILLINGS,
    "naira nairas": ("NGN",),
    "cedi cedis": ("GHS",),
    "dalasi dalasis": ("GMD",),
    "leone leones": ("SLE",),
    "ouguiya ouguiyas أوقية": ("MRU",),
    "birr": ("ETB",),
    "ariary ariarys": ("MGA",),
    "rand rands": ("ZAR",),
    "metical meticais meticals": ("MZN",),
    "kwanza kwanzas": ("AOA",),
    "dobra dobras": ("STN",),
    "gourde gourdes": ("HTG",),
    "yen yens": ("JPY",),
    "yuan yuans rmb": ("CNY",),
    "dong dongs": ("VND",),
    "riel riels": ("KHR",),
    "kip kips": ("LAK",),
    "taka takas": ("BDT",),
    "quetzal quetzales": ("GTQ",),
    "lempira lempiras": ("HNL",),
    "boliviano bolivianos": ("BOB",),
    "guarani guaranis": ("PYG",),
    "ريال ريالات rial riyal": ("SAR", "YER", "OMR", "QAR", "IRR"),
    "شيكل شيقل shekel shekels": ("ILS",),
}

PHRASES: Mapping[str, tuple[str, ...]] = {
    "f cfa": CFA,
    "f.cfa": CFA,
    "f. cfa": CFA,
    "franc cfa": CFA,
    "francs cfa": CFA,
    "francos cfa": CFA,
    "فرنك سيفا": CFA,
    "francs suisses": ("CHF",),
    "francs congolais": ("CDF",),
    "francs guineens": ("GNF",),
    "francs comoriens": ("KMF",),
    "dollars us": ("USD",),
    "us dollars": ("USD",),
    "dollars americains": ("USD",),
    "dollars canadiens": ("CAD",),
    "dinars tunisiens": ("TND",),
    "dinars algeriens": ("DZD",),
    "دينار تونسي": ("TND",),
    "دينار جزائري": ("DZD",),
    "dirhams marocains": ("MAD",),
    "درهم مغربي": ("MAD",),
    "livres sterling": ("GBP",),
    "livres egyptiennes": ("EGP",),
    "pesos mexicanos": ("MXN",),
    "pesos colombianos": ("COP",),
}

WORDS: Mapping[str, tuple[str, ...]] = {folded(word): codes for line, codes in NAMES.items() for word in line.split()}
LONGEST_FIRST = tuple(sorted(((loose(phrase), codes) for phrase, codes in PHRASES.items()), key=lambda it: -len(it[0])))
