"""What each language says without meaning it (stop words), and how people shorten it (SMS), as data to review.

Written folded: no accents, no capitals. A question word that tells a question from another (combien, when, quem) is not
a stop word. Arabic typed in Latin letters has a room of its own (`darija.py`).
"""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOPS: Mapping[str, frozenset[str]] = {
    "fr": _words("""
        a ai alors as au aussi aux avec avez avons bien bonjour bonsoir c ca ce cela ces cest cet cette
        comme d dans de des dire dois doit donc du elle elles en encore es est et ete etes etre eu euh fait
        faut hein il ils j jai je l la le les leur leurs lui m ma mais me meme merci mes moi mon n ne nos
        notre nous on ont ou oui par pas peut peux plait plus pour pouvez puis qu que quel quelle quelles
        quels qui quoi s sa salut savoir se ses si sil son sont stp sur svp t ta te tes toi ton tous tout
        toute toutes tres tu un une va veux vos votre voudrais voulez vous y ya
    """),
    "en": _words("""
        a am an and any are as at be been but by can could did do does dont for from get go had has have he
        hello her hi his i id if im in into is it its ive just know like ll m me my need of on or our out
        please s she should so some t tell thanks that the their them then there these they this those to
        too up us ve want was we were what which will with would you your
    """),
    "pt": _words("""
        a ao aos as bom com como da das de dela dele depois dia dizer do dos e ela elas ele eles em entre
        era essa esse esta estao estas este eu favor foi ha isso isto ja la lhe mais mas me mesmo meu meus
        minha minhas na nao nas no nos nossa nosso num numa o obrigada obrigado ola os ou para pela pelo
        pode podem podemos por porque posso pra quais qual que queria quero saber se ser seu seus so sou sua
        suas tambem te tem temos tenho ter um uma voce voces vos
    """),
    "es": _words("""
        a ahi al algo asi buenas con de decir del desde e el ella ellas ellos en entre era es esa ese eso
        esta estan estar este esto estoy favor fue gracias ha hay he hola la las le les lo los mas me mi mis
        muy nos nosotros nuestra nuestro o os para pero podemos por porque pueda puede pueden puedo que
        quiero quisiera saber se ser si sin sobre son soy su sus tambien te tenemos tener tengo ti tiene
        tienen tu tus un una unas uno unos usted ustedes y ya yo
    """),
    "ar": _words("""
        اذا اريد التي الذي السلام اللي الى الي ان انا انت انتم او اي ايضا بعد بين تم ثم حتى حتي ديال ذلك راه
        سمحت شكرا شي على علي عليكم عن عند فضلك في فيه قد كان كل كما لا لكن لم لن لنا له لها لو لي ما مرحبا
        مع ممكن من منه نحن نريد نعم هذا هذه هل هنا هناك هو هي و واش يا يكون يمكن يمكننا يمكنني
    """),
}

SHORT: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "asso": "association",
        "assos": "associations",
        "lasso": "l association",
        "assoc": "association",
        "koi": "quoi",
        "ki": "qui",
        "ke": "que",
        "kel": "quel",
        "kelle": "quelle",
        "kan": "quand",
        "kand": "quand",
        "qd": "quand",
        "kom": "comme",
        "cmt": "comment",
        "komen": "comment",
        "koman": "comment",
        "cb": "combien",
        "cbien": "combien",
        "kombien": "combien",
        "pr": "pour",
        "pq": "pourquoi",
        "pk": "pourquoi",
        "ds": "dans",
        "dc": "donc",
        "bcp": "beaucoup",
        "rdv": "rendez vous",
        "doc": "document",
        "docs": "documents",
        "jpeux": "je peux",
        "cki": "c est qui",
        "ckoi": "c est quoi",
        "cest": "c est",
        "jenvoi": "j envoie",
        "jenvoie": "j envoie",
        "fo": "faut",
        "tt": "tout",
        "max": "maximum",
        "info": "information",
        "infos": "informations",
        "tel": "telephone",
        "rembourse": "rembourser",
        "vac": "vaccin",
        "gratos": "gratuit",
        "sous": "argent",
        "boulot": "travail",
        "taf": "travail",
        "boite": "entreprise",
    },
    "en": {
        "u": "you",
        "ur": "your",
        "r": "are",
        "wat": "what",
        "wats": "what is",
        "whats": "what is",
        "wot": "what",
        "wen": "when",
        "hw": "how",
        "pls": "please",
        "plz": "please",
        "thx": "thanks",
        "b4": "before",
        "2": "to",
        "4": "for",
        "ppl": "people",
        "max": "maximum",
        "docs": "documents",
        "doc": "document",
        "info": "information",
        "org": "organisation",
        "ngo": "association",
        "nonprofit": "association",
        "charity": "association",
        "reimburse": "refund",
    },
    "pt": {
        "vc": "voce",
        "vcs": "voces",
        "q": "que",
        "pq": "porque",
        "qto": "quanto",
        "qt": "quanto",
        "qdo": "quando",
        "qd": "quando",
        "tb": "tambem",
        "tbm": "tambem",
        "obg": "obrigado",
        "hj": "hoje",
        "cmo": "como",
        "assoc": "associacao",
        "ong": "associacao",
        "max": "maximo",
        "info": "informacao",
        "docs": "documentos",
    },
    "es": {
        "q": "que",
        "k": "que",
        "xq": "porque",
        "pq": "porque",
        "cdo": "cuando",
        "cnto": "cuanto",
        "kuanto": "cuanto",
        "kien": "quien",
        "kienes": "quienes",
        "tb": "tambien",
        "pa": "para",
        "asoc": "asociacion",
        "ong": "asociacion",
        "max": "maximo",
        "info": "informacion",
        "docs": "documentos",
    },
    "ar": {
        "فابور": "مجانا",
        "نخلصو": "ندفع",
        "نخلص": "ادفع",
        "خاصنا": "يجب",
        "خاصني": "يجب",
        "شحال": "كم",
        "بشحال": "كم",
        "فلوس": "مال",
        "الفلوس": "المال",
        "فين": "اين",
        "وين": "اين",
        "فوقاش": "متي",
        "امتي": "متي",
        "امتا": "متي",
        "وقتاش": "متي",
        "علاش": "لماذا",
        "كيفاش": "كيف",
        "شنو": "ما",
        "اشنو": "ما",
        "ايش": "ما",
        "شو": "ما",
        "شكون": "من",
        "نصيفط": "ارسل",
        "صيفط": "ارسل",
        "غادي": "سوف",
        "بغيت": "اريد",
        "ابغي": "اريد",
        "عاوز": "اريد",
        "كاين": "يوجد",
        "دابا": "الان",
        "كاغط": "ورقه",
        "وراق": "اوراق",
        "طياره": "طايره",
    },
}
"""Ways to write short, and the words they stand for; for Arabic the words of dialects."""
