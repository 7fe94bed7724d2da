#!/usr/bin/env python3
"""Makes tables of events, transactions and documents, with the things that their rows describe.

python3 records.py OUT FIRST LAST    # OUT/KIND-SEED/records.csv and truth.csv, for each kind and seeds FIRST..LAST-1
"""

import math
import re
import unicodedata
from datetime import date

from shared import pool_of, skewed, without_umlauts, write_tables

# ---------------------------------------------------------------- small helpers
W = str.split


def fold(s):
    s = s.replace("ß", "ss").replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))


def moji(s):
    try:
        return s.encode("utf-8").decode("cp1252")
    except UnicodeError:
        return s.encode("utf-8").decode("latin-1").replace("\x81", "").replace("\x8d", "")


NEAR = dict(
    zip("abcdefghijklmnopqrstuvwxyz", pool_of("qs vn xv sf wr dg fh gj uo hk jl kö mn bm ip ol wa et ad ry yi cb qe zc tu xs"))
)


def typo(r, s):
    no = {i: 1 for m in re.finditer(r"\b[IVXivx]+\b", s) for i in range(*m.span())}  # part I, II, VIII stay as they are
    ok = [i for i in range(1, len(s)) if s[i].isalpha() and s[i - 1].isalpha() and i not in no]
    if len(ok) < 3:
        return s
    i, w = r.choice(ok), r.random()
    if w < 0.3:
        return s[:i] + s[i + 1 :]
    if w < 0.55 and i - 1 in ok:
        return s[: i - 1] + s[i] + s[i - 1] + s[i + 1 :]
    if w < 0.75:
        return s[:i] + s[i] + s[i:]
    c = r.choice(NEAR.get(s[i].lower(), "e"))
    return s[:i] + (c.upper() if s[i].isupper() else c) + s[i + 1 :]


def ocr(r, s):
    a, b = r.choice(
        [("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("fi", "f i"), ("li", "h"), ("ü", "ii"), ("t", "f")]
    )
    return s[0] + s[1:].replace(a, b, 1) if s else s


DN = {
    "en": pool_of("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "pl": pool_of("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
    "fr": pool_of("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    "nl": pool_of("januari februari maart april mei juni juli augustus september oktober november december"),
    "es": pool_of("ene feb mar abr may jun jul ago sep oct nov dic"),
    "de": pool_of("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "it": pool_of("gen feb mar apr mag giu lug ago set ott nov dic"),
    "sv": pool_of("jan feb mar apr maj jun jul aug sep okt nov dec"),
    "pt": pool_of("jan fev mar abr mai jun jul ago set out nov dez"),
}


def fd(o, f, lang="en"):
    """format of an ordinal day: Y m d y, M month name, j day without zero, n month without zero"""
    d = date.fromordinal(o)
    m = {
        "Y": "%04d" % d.year,
        "y": "%02d" % (d.year % 100),
        "m": "%02d" % d.month,
        "d": "%02d" % d.day,
        "j": str(d.day),
        "n": str(d.month),
        "M": DN[lang][d.month - 1],
    }
    return "".join(m.get(c, c) for c in f)


def D(y, m=1, d=1):
    return date(y, m, d).toordinal()


def money(v, k):
    s = "%.2f" % abs(v)
    a, b = s.split(".")
    g = ""
    while len(a) > 3 and k in ("1.234,56", "1,234.56", "1 234,56"):
        g = {".": ".", ",": ",", " ": " "}[k[1]] + a[-3:] + g
        a = a[:-3]
    return ("-" if v < 0 else "") + a + g + ("." if k in ("1234.56", "1,234.56") else ",") + b


class Uniq:
    """strings never within one edit of each other"""

    def __init__(s, dele=True):
        s.seen, s.dele = {}, dele

    def ok(s, x):
        k = fold(x).lower().replace(" ", "").replace("-", "").replace("/", "")
        v = [k] + [k[:i] + "_" + k[i + 1 :] for i in range(len(k))]
        if s.dele:
            v += [k[:i] + k[i + 1 :] for i in range(len(k))]
        if any(x in s.seen for x in v):
            return False
        for x in v:
            s.seen[x] = 1
        return True

    def get(s, fn, n=60):
        for _ in range(n):
            x = fn()
            if s.ok(x):
                return x
        while True:
            x = fn() + " " + fn()
            if s.ok(x):
                return x


def code(r, pat):
    """# digit, A letter, X alphanumeric"""
    return "".join(
        r.choice("0123456789")
        if c == "#"
        else r.choice("ABCDEFGHJKLMNPRSTVWXYZ")
        if c == "@"
        else r.choice("0123456789ABCDEFGHJKLMNPRSTVWXYZ")
        if c == "*"
        else c
        for c in pat
    )


class St:
    """style of one source system: remembers a choice per key; wobbles now and then"""

    def __init__(s, t, i):
        s.t, s.i, s.m, s.drop = t, i, {}, {}

    def o(s, key, opts):
        if key not in s.m:
            s.m[key] = s.t.r.randrange(840)
        i = s.m[key] if s.t.r.random() >= s.t.wob else s.t.r.randrange(840)
        return opts[i % len(opts)]

    def date(s, o, key="date"):
        return fd(o, s.o(key, s.t.dfs), s.t.lang)


class T:
    """plan of one table"""

    def __init__(s, r, lang, dfs, link=0.2, big=0.2, names=("a", "b")):
        s.r, s.lang, s.dfs, s.rates = r, lang, dfs, {}
        s.n = max(300, min(1500, int(math.exp(r.gauss(math.log(680), 0.42)))))
        s.link = r.random() < link
        s.names = names
        s.share = 0 if r.random() < 0.1 else r.uniform(0.05, 0.6) if not s.link else r.uniform(0.2, 0.8)
        s.noise = r.choice([0.08, 0.3, 0.6, 1, 1, 1.6]) * r.uniform(0.7, 1.3)
        s.traps = r.choice([0, 0.15, 0.4, 0.7, 0.95])
        s.gmode = r.choice(["two", "two", "few"]) if r.random() > big else "many"
        s.ldup = r.random() < 0.4
        s.aside = r.uniform(0.2, 0.8)
        s.wob = r.choice([0, 0.05, 0.2, 0.6])
        ns = 2 if s.link else r.choice([1, 1, 2, 2, 3])
        s.styles = [St(s, i) for i in range(ns)]
        s.sw = [r.uniform(0.2, 1) for _ in s.styles]
        s.ph = r.choice(["", "", "", "", "n/a", "-", "NULL", "?"])
        s.phc = {}
        s.ids = list(range(1, 7000))
        r.shuffle(s.ids)
        s.gap = r.choice([1, 1, 3, 17])
        s.m = 1

    def hit(s, key, base):
        if key not in s.rates:
            s.rates[key] = min(0.95, base * s.noise * s.r.choice([0, 0.3, 1, 1, 1.8]))
        return s.r.random() < s.rates[key]

    def trap(s, w=1.0):
        return s.r.random() < s.traps * w

    def slots(s):
        r = s.r
        dup = r.random() < s.share
        if s.link:
            A, B = s.styles
            if not dup:
                x = [A if r.random() < s.aside else B]
            else:
                x = [A, B]
            if s.ldup and r.random() < 0.15:
                x.append(r.choice(x))
            return x
        k = 1
        if dup:
            k = 2
            if s.gmode != "two" or r.random() < 0.1:
                while k < 6 and r.random() < 0.35:
                    k += 1
            if s.gmode == "many" and r.random() < 0.12:
                k = r.randint(5, 30)
        return r.choices(s.styles, s.sw, k=k)

    def post(s, st, d, text=(), miss=(), trunc=(), case=None, limit=(20, 30, 40)):
        r = s.r
        for k in text:
            if d.get(k):
                if s.hit("ty" + k, 0.22):
                    d[k] = typo(r, d[k])
                if s.hit("ty2" + k, 0.04):
                    d[k] = typo(r, typo(r, d[k]))
                if s.hit("ocr", 0.02):
                    d[k] = ocr(r, d[k])
                if s.hit("sp", 0.04):
                    d[k] = r.choice([d[k] + " ", d[k].replace(" ", "  ", 1), " " + d[k]])
        cp = st.o("case", ["", "", "", "", "u", "u", "l", "t"])
        fo = st.o("fold", [0, 0, 0, 1, 0])
        tr = st.o("trunc", [0, 0, 0, 0] + list(limit))
        for k in case if case is not None else text:
            v = d.get(k)
            if not v:
                continue
            if fo:
                v = fold(without_umlauts(v) if s.lang == "de" else v)
            if cp:
                v = v.upper() if cp == "u" else v.lower() if cp == "l" else v.title()
            if not fo and s.hit("moji", 0.025):
                v = moji(v)
            d[k] = v
        for k in trunc:
            if tr and d.get(k):
                d[k] = d[k][:tr].rstrip()
        for k in miss:
            if k not in st.drop:
                st.drop[k] = len(s.styles) > 1 and r.random() < 0.15
            if d.get(k) and (st.drop[k] or s.hit("mi" + k, 0.18)):
                d[k] = ""
        return d

    def cols(s, spec):
        r = s.r
        pol = r.choice(["", "", "", "snake", "snake", "UP", "low"])
        out, used = [], {"id": 1, "source": 1, "entity": 1}
        for it in spec.strip().split("\n"):
            k, h, *p = it.strip().split(":")
            if r.random() >= (float(p[0]) if p else 1):
                continue
            h = r.choice(h.split("|"))
            if pol == "snake":
                h = "_".join(
                    fold(h)
                    .lower()
                    .replace(".", " ")
                    .replace("°", "")
                    .replace("/", " ")
                    .replace("-", " ")
                    .replace("(", "")
                    .replace(")", "")
                    .split()
                )
            elif pol == "UP":
                h = h.upper()
            elif pol == "low":
                h = h.lower()
            while h.lower() in used:
                h += "2"
            used[h.lower()] = 1
            out.append((k, h))
        if r.random() < 0.25:
            i = r.randrange(len(out))
            out = out[i:] + out[:i]
        return out

    def next(s, lo=1, hi=9):
        return s.ids.pop() * s.gap + s.r.randrange(s.gap)


def lose(t, h, k, p):
    """which of two codes a row loses (0 first, 1 second, None): the rows of a thing stay tied together by a common code or one full row"""
    r = t.r
    if "lose" not in h:
        h["lose"] = r.choice([0, 1, 2, 2])
        h["full"] = r.randrange(t.m)
    if h["lose"] < 2:
        return h["lose"] if t.hit("lose", p) else None
    if t.m > 1 and k == h["full"] or not t.hit("alt", p * 1.4):
        return None
    return r.randrange(2)


def build(t, cols, make, render):
    r, rows, seen, e = t.r, [], {}, 0
    while len(rows) < t.n:
        fam = make()
        if fam is None:
            break
        for th in fam:
            e += 1
            sl = t.slots()
            t.m = len(sl)
            for k, st in enumerate(sl):
                d = render(th, k, st)
                v = []
                for key, _ in cols:
                    x = d.get(key, "")
                    if x == "" and t.ph:
                        if key not in t.phc:
                            t.phc[key] = r.random() < 0.4
                        if t.phc[key]:
                            x = t.ph
                    v.append(x)
                tv = tuple(c.strip().lower() for c in v)
                if seen.setdefault(tv, e) != e:
                    continue
                rows.append((v, "e%d" % e, t.names[st.i] if t.link else None))
    r.shuffle(rows)
    rows = rows[:1500]
    if t.link:
        return ["source"] + [h for _, h in cols], [[s] + v for v, _, s in rows], [g for _, g, _ in rows], True
    return [h for _, h in cols], [v for v, _, _ in rows], [g for _, g, _ in rows], False


# ---------------------------------------------------------------- names
FN = {
    "de": pool_of(
        "Thomas Michael Andreas Peter Sabine Stefan Christian Petra Susanne Martin Monika Frank Claudia Markus Birgit Jürgen Karin Katharina Jens Anke Uwe Heike Florian Julia Lukas Lena Felix Laura Jonas Hannah Björn Nadine Sören Ayşe Mehmet Käthe Günther Ralf Silke Tobias Verena Matthias Dirk Ulrike Elif Dominik Svenja Holger"
    ),
    "fr": pool_of(
        "Jean Marie Pierre Philippe Nathalie Michel Isabelle Nicolas Sylvie Christophe Catherine Laurent Valérie Frédéric Céline Stéphane Hélène Julien Émilie Thierry Aurélie Mathieu Chloé François Léa Guillaume Camille Benoît Anaïs Karim Fatima Yann Gaëlle Loïc Maëlle Mamadou Sébastien Éric Régis Noémie"
    ),
    "en": pool_of(
        "James Mary John Linda Robert Susan Michael Karen William Lisa David Nancy Richard Betty Thomas Sandra Daniel Emily Matthew Priya Anthony Olivia Mark Wei Steven Chloe Andrew Fatima Kevin Grace Brian Hannah George Amara Edward Siobhan Ronald Megan Tim Harriet Raj Naomi Owen Yuki Callum Zoe Gareth Ingrid Patrick Leah"
    ),
    "nl": pool_of(
        "Jan Anna Peter Maria Johan Sanne Kees Marieke Bram Femke Daan Lotte Henk Ingrid Jeroen Esther Maarten Anouk Sjoerd Wendy Pieter Fatima Thijs Roos Ruben Iris Willem Mohammed Niels Jolanda"
    ),
    "pl": pool_of(
        "Jan Anna Piotr Maria Krzysztof Katarzyna Andrzej Małgorzata Tomasz Agnieszka Paweł Barbara Michał Ewa Marcin Krystyna Jakub Elżbieta Adam Magdalena Łukasz Joanna Zbigniew Aleksandra Ryszard Zofia Dariusz Monika Mariusz Halina Wojciech Irena Mateusz Beata Grzegorz Dorota Sławomir Grażyna Jerzy Bożena"
    ),
    "it": pool_of(
        "Marco Giulia Francesco Anna Alessandro Chiara Andrea Sara Matteo Laura Lorenzo Francesca Giuseppe Elena Antonio Valentina Luca Paola Giovanni Silvia Stefano Martina Roberto Federica Davide Alessia Simone Nicolò"
    ),
    "sv": pool_of(
        "Lars Anna Mikael Eva Anders Maria Johan Karin Erik Kristina Per Lena Karl Kerstin Peter Sara Jan Emma Björn Åsa Göran Malin Mats Elin Håkan Ulrika Oskar Linnéa Nils Märta"
    ),
    "pt": pool_of(
        "João Maria José Ana Antônio Francisca Carlos Adriana Paulo Juliana Pedro Márcia Lucas Fernanda Luiz Patrícia Marcos Aline Gabriel Sandra Rafael Camila Daniel Amanda Bruno Letícia Eduardo Júlia Thiago Vanessa"
    ),
    "es": pool_of(
        "Antonio María José Carmen Manuel Ana Francisco Isabel David Laura Juan Cristina Javier Marta Daniel Lucía Carlos Pilar Jesús Sara Alejandro Paula Miguel Elena Rafael Raquel Pablo Rocío Ángel Begoña"
    ),
}
LN = {
    "de": (
        pool_of(
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Yılmaz Krüger Nowak Kaya"
        ),
        pool_of(
            "Alt Berg Brand Birken Dorn Eich Eisen Falken Gott Grün Hasel Holz Kalt Kirch Kreuz Lauter Linden Mühl Neu Ober Rosen Schön Stein Sonnen Stock Tannen Unter Wald Weis Wester Winter Wolfs Zell"
        ),
        pool_of("bach berg bauer feld hauer hof hofer huber kamp land mann meier stein thal wald burger dorf reiter schmid ling"),
    ),
    "fr": (
        pool_of(
            "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia David Bertrand Roux Benali Diallo Nguyen Traoré"
        ),
        pool_of(
            "Beau Bois Bon Cham Char Cour Del Des Dum Fon Gau Gir Gran Lam Lar Mar Mau Mon Mor Pel Per Pon Ren Rous Sau Tou Val Ver Vil Bar"
        ),
        pool_of(
            "bert bault bonnet card celier chard court deau din dier fort gnier laud lier mont neau nier rand rel seau tier tin ville voisin zac"
        ),
    ),
    "en": (
        pool_of(
            "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Khan Thompson Evans Walker White Roberts Green Hall Wood O'Brien Nguyen Singh Murphy"
        ),
        pool_of(
            "Ash Black Brad Brook Burn Clay Cole Dun East Farn Glen Hard Hart Haw Hol Kings Lang Mars Mid North Oak Pem Red Rock Shel South Stan Thorn Wake West Whit Wood"
        ),
        pool_of(
            "bridge brook bury combe croft dale don field ford gate ham hurst land ley man more shaw son stead ton well wick worth wood"
        ),
    ),
    "nl": (
        pool_of(
            "de@Jong Jansen de@Vries van@den@Berg Bakker van@Dijk Visser Smit Meijer Mulder de@Boer Bos Vos Peters Hendriks Dekker Yilmaz"
        ),
        pool_of(
            "Alder Beek Blok Brouwer Dijk Groen Haver Heer Hoog Kamp Klein Kuip Lage Lind Molen Noord Olden Rijn Rosen Schel Steen Veld Wester Winter Zand Zwart"
        ),
        pool_of(
            "brink beek berg broek dam dijk enburg hof horst huis huizen kamp laar man ma mans stra sen veld voort water wijk"
        ),
    ),
    "pl": (
        pool_of(
            "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Mazur Jankowski Kwiatkowski"
        ),
        pool_of(
            "Bar Bor Brzez Chmiel Cie Dom Dobr Gaj Gór Grab Jas Jaw Kal Kras Lip Łącz Mal Mich Mor Ol Ost Paw Piotr Rad Rut Sad Sos Star Wal Wit Wrób Zał Żur"
        ),
        pool_of("owski ewski iński owicz iak czyk czak kowski ński nik ek alski orski ucki ański"),
    ),
    "it": (
        pool_of("Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De@Luca Costa"),
        pool_of(
            "Al Ba Ber Bo Bran Cal Cam Cas Cor Del Fab Fer Fio Gal Gra Lom Man Mar Mon Pal Pel Pia Ran Sal San Tar Tre Val Ven Zan"
        ),
        pool_of(
            "bani bardi caro celli chini cuso dini doni fani gatti ghi landi lini mani nari netti pieri relli rini sano telli tini vanni zoni"
        ),
    ),
    "sv": (
        pool_of("Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Ali"),
        pool_of(
            "Alm Berg Björk Dahl Ek Eng Fors Gran Hag Hed Holm Kvist Lind Lund Mal Norr Ny Rosen Sand Sjö Ström Söder Väster Wall Öst Ås"
        ),
        pool_of("berg blad blom bäck dahl gren holm kvist lund löf man mark qvist sten ström vall fors"),
    ),
    "pt": (
        pool_of("Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida"),
        pool_of("Al Bar Bran Cal Cam Car Cor Fa Fon Gal Gui Lou Mar Mei Men Mon Nas Pei Pi Que Ro Sal Sam Tei Va Vi"),
        pool_of(
            "beiro bosa cedo cha çal dade deira douro gueira leiros lho meida nho nhães reira reto rosa seca teiro toso valho xoto zende"
        ),
    ),
    "es": (
        pool_of(
            "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno"
        ),
        pool_of(
            "Al Ara Bar Ben Cal Car Cas Cor Del Es Fon Gal Her Lar Mar Men Mon Mo Na Or Pal Per Que Ri Sal San Tor Val Vi Za"
        ),
        pool_of(
            "bero cedo cano cuesta dero dillo fuente gado gosa lles mena mora nares nero rales rera rralba sillo tero tilla vedra zano zuela"
        ),
    ),
}


def last(r, l):
    a, b, c = LN[l]
    return skewed(r, a, 1.5).replace("@", " ") if r.random() < 0.35 else r.choice(b) + r.choice(c)


def first(r, l):
    return skewed(r, FN[l], 1.5)


def name(st, f, l, key="nm"):
    k = st.o(key, ["FL", "FL", "L,F", "LF", "f.L", "L f.", "FL"])
    return {"FL": f + " " + l, "L,F": l + ", " + f, "LF": l + " " + f, "f.L": f[0] + ". " + l, "L f.": l + " " + f[0] + "."}[k]


def people(r, l, n, key=lambda f, s: f[0] + s):
    out, seen, u = [], {}, Uniq()
    while len(out) < n:
        f, s = first(r, l), last(r, l)
        k = fold(key(f, s)).lower()
        if k in seen or not u.ok(f + s):
            seen[k + "#"] = 1
            if r.random() < 0.97:
                continue
            s = s + "-" + last(r, l)
            k = fold(key(f, s)).lower()
            if k in seen:
                continue
        seen[k] = 1
        out.append((f, s))
    return out


SYL = pool_of(
    "al an ar be bo ca cor da del di el en fa fi ga gen ha ix ka kor la lu ma mer mi na neo no ol or pa pro qua ra ri ro sa si sol ta ter ti tor tri u va ver vi xe za zen"
)


def brand(r):
    return "".join(r.choice(SYL) for _ in range(r.choice([2, 3, 3, 4]))).capitalize()


def mailname(f, l):
    return (
        fold(without_umlauts(f)).lower().replace(" ", "")
        + "."
        + fold(without_umlauts(l)).lower().replace(" ", "").replace("'", "")
    )


# ---------------------------------------------------------------- 1 helpdesk tickets (de): person + problem + day tell
PROB = [
    ("Drucker", "Drucker {o} druckt nicht|{o} druckt nicht mehr|Kein Druck auf {o} möglich|Papierstau / kein Ausdruck {o}", "p"),
    ("Netzwerk", "Kein Zugriff auf Laufwerk {o}|Laufwerk {o} nicht erreichbar|Netzlaufwerk {o} fehlt", "l"),
    ("Passwort", "Passwort zurücksetzen {o}|Kennwort für {o} vergessen|{o}: Konto gesperrt, bitte Passwort-Reset", "a"),
    ("Software", "{o} startet nicht|{o} stürzt beim Start ab|Programm {o} lässt sich nicht öffnen", "a"),
    ("Berechtigung", "Zugang zu {o} benötigt|Bitte Berechtigung für {o} einrichten|Fehlende Rechte {o}", "a"),
    ("Lizenz", "Lizenz {o} abgelaufen|{o} meldet: Lizenz ungültig|Lizenzverlängerung {o}", "a"),
    ("Update", "Update {o} schlägt fehl|{o} lässt sich nicht aktualisieren|Fehler beim Update von {o}", "a"),
    ("Drucker", "Toner leer {o}|{o} braucht neuen Toner|Bitte Toner für {o} tauschen", "p"),
    ("Netzwerk", "VPN bricht ab ({o})|VPN Verbindung {o} instabil|Ständige Abbrüche im VPN {o}", "v"),
    ("Hardware", "Beamer {o} ohne Bild|Kein Bild am Beamer in {o}|Projektor {o} defekt", "r"),
    ("Telefon", "Telefon in {o} tot|Kein Freizeichen {o}|Apparat {o} ohne Funktion", "r"),
]


def tickets_de(r):
    t = T(r, "de", pool_of("d.m.Y Y-m-d d.m.y d/m/Y"), link=0.15, big=0.1, names=("otrs", "jira"))
    ppl = people(r, "de", max(25, t.n // r.choice([3, 5, 9])))
    dep = pool_of("Buchhaltung Vertrieb Einkauf Personal Produktion Logistik Rechtsabteilung Marketing Controlling Labor")
    site = r.sample(pool_of("Kassel Ulm Bremen Jena Trier Passau Fürth Göttingen Lübeck Aachen"), r.randint(1, 5))
    dom = brand(r).lower() + ".de"
    info = {p: (r.choice(dep), r.choice(site), str(r.randint(200, 999))) for p in ppl}
    obj = {
        "p": [code(r, "DRK-@##") for _ in range(12)],
        "l": pool_of("G: H: P: S: T: X:"),
        "a": pool_of("SAP Outlook DATEV Citrix Teams Excel CAD-Viewer Zeiterfassung Elster Intranet CRM Acrobat"),
        "v": pool_of("Homeoffice Außendienst WLAN"),
        "r": ["Raum %d.%02d" % (a, b) for a in range(4) for b in (3, 12, 25)],
    }
    agents = people(r, "de", 8)
    y0 = D(r.randint(2015, 2023))
    reg = {}
    cols = t.cols("""nr:Ticketnummer|Ticket-Nr.|Vorgang:.7
        am:Erstellt am|Eingang|Meldedatum
        zeit:Uhrzeit|Zeit:.5
        mel:Melder|Kunde|Anforderer
        mail:E-Mail|Mailadresse:.7
        abt:Abteilung|Org.-Einheit:.7
        ort:Standort|Niederlassung:.5
        tel:Durchwahl|Telefon:.4
        kat:Kategorie|Service:.6
        bet:Betreff|Kurzbeschreibung|Titel
        txt:Beschreibung|Meldungstext:.6
        prio:Priorität|Prio:.6
        stat:Status:.8
        bea:Bearbeiter|Zugewiesen an:.6
        zu:Geschlossen am|Erledigt:.4""")
    hasmail = any(k == "mail" for k, _ in cols)

    def one(p, i, o, day):
        for x in reg.get((p, i, o), []):
            if abs(x - day) < 18:
                return None
        reg.setdefault((p, i, o), []).append(day)
        return dict(
            p=p,
            i=i,
            o=o,
            d=day,
            z=r.randint(7 * 60, 17 * 60),
            err=r.choice(
                [
                    "",
                    "Fehlercode 0x" + code(r, "8007####"),
                    "Fehler " + code(r, "@-###"),
                    "seit heute morgen",
                    "seit dem letzten Neustart",
                    "Kollegen ebenfalls betroffen",
                    "bitte dringend, Monatsabschluss",
                ]
            ),
        )

    def make():
        p = skewed(r, ppl, 1.4)
        i = r.randrange(len(PROB))
        o = r.choice(obj[PROB[i][2]])
        d = y0 + r.randrange(700)
        out = [one(p, i, o, d)]
        if t.trap():
            w = r.random()
            if w < 0.4:
                for _ in range(r.randint(1, 4)):
                    d += r.randint(20, 120)
                    out.append(one(p, i, o, d))
            elif w < 0.75:
                out += [one(q, i, o, d + r.randint(0, 1)) for q in r.sample(ppl, r.randint(1, 6)) if q != p]
            else:
                j = r.randrange(len(PROB))
                out.append(one(p, j, r.choice(obj[PROB[j][2]]), d) if j != i else None)
        return [x for x in out if x]

    def render(h, k, st):
        f, l = h["p"]
        kat, subs, _ = PROB[h["i"]]
        subs = subs.split("|")
        day = h["d"] + (r.choice([0, 0, 1, 2]) if k and t.hit("later", 0.6) else 0)
        z = h["z"] + (r.randint(1, 300) if k else 0)
        z = z if z < 1130 else 1130 - r.randint(0, 120)
        s = subs[0] if not t.hit("para", 0.7) else r.choice(subs)
        s = s.format(o=h["o"])
        if t.hit("aw", 0.2):
            s = r.choice(["AW: ", "WG: ", "Re: ", "FW: ", "[EXTERN] ", "Nachfrage: "]) + s
        a, so, tel = info[h["p"]]
        g = r.choice(agents)
        done = r.random() < 0.7
        d = dict(
            nr=st.o("nrf", ["INC%07d", "2%06d", "T-%d", "#%d"]) % t.next(),
            am=st.date(day),
            zeit="%02d:%02d" % divmod(z, 60),
            mel=name(st, f, l),
            mail=mailname(f, l) + "@" + dom,
            abt=a,
            ort=so,
            tel=st.o("tel", ["", "-", "+49 561 88"]) + tel,
            kat=kat if not t.hit("kat", 0.3) else r.choice(["Sonstiges", "Anfrage", "Störung", "Incident"]),
            bet=s,
            txt=r.choice(["Hallo, ", "Guten Tag, ", "Hi Team, ", ""])
            + r.choice(subs).format(o=h["o"])
            + r.choice([". ", " - ", ", "])
            + h["err"]
            + r.choice([" MfG " + l, " Danke!", "", " Viele Grüße"]),
            prio=r.choice(pool_of("niedrig mittel mittel hoch kritisch")),
            stat=r.choice(pool_of("offen geschlossen geschlossen gelöst wartend Duplikat")) if r.random() < 0.9 else "neu",
            bea=g[1] if r.random() < 0.5 else g[0] + " " + g[1],
            zu=st.date(day + r.randint(0, 20)) if done else "",
        )
        if hasmail and t.hit("nomel", 0.15):
            d["mel"] = ""
        else:
            t.post(st, d, (), ("mail",))
        return t.post(
            st,
            d,
            ("mel", "bet", "txt"),
            ("abt", "ort", "tel", "kat", "txt", "prio", "bea", "zeit", "stat"),
            ("txt",),
            case=("mel", "abt", "bet"),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 2 IT assets (en): serial / tag / MAC alternately missing
MODELS = [
    ("Dell", "Latitude 5420|Latitude 7430|OptiPlex 7090|Precision 3560|P2422H|WD19S", "#@@#@#*"),
    ("HP", "EliteBook 840 G8|ProBook 450 G9|EliteDesk 800 G6|E24 G4|LaserJet M428fdw", "5CG####***"),
    ("Lenovo", "ThinkPad T14 Gen 2|ThinkPad X1 Carbon|ThinkCentre M70q|ThinkVision T24i", "PF#@***@"),
    ("Apple", "MacBook Pro 14|MacBook Air M2|iPhone 13|iPad Air", "C02@#***Q05"),
    ("Cisco", "Catalyst 9200L|IP Phone 8841|Aironet 2802i", "FCW####@***"),
    ("Samsung", "Galaxy S22|S24F350", "R5C@#****"),
    ("Zebra", "ZD421|TC52", "########****"),
]


def assets_en(r):
    t = T(r, "en", pool_of("m/d/Y Y-m-d d/m/Y d-M-Y j-M-y"), big=0.05, names=("cmdb", "inventory"))
    us, ut, um = Uniq(), Uniq(), Uniq()
    tagp = r.choice(["IT-######", "A######", "%s-#####" % r.choice(pool_of("LON NYC HQ")), "0######"])
    ppl = people(r, "en", 200)
    loc = [
        "%s%s" % (r.choice(pool_of("HQ Annex Warehouse Plant Leeds Bristol Austin Dublin Store")), x)
        for x in [" Fl %d" % i for i in range(1, 5)] + [" %d%s" % (r.randint(1, 40), c) for c in "ABCD"]
    ]
    dom = brand(r).lower()
    cols = t.cols("""tag:Asset Tag|Asset No|Inventory #|Barcode
        ser:Serial Number|Serial|S/N
        mac:MAC Address|MAC:.4
        host:Hostname|Device Name:.5
        mf:Manufacturer|Make|Vendor:.8
        mod:Model|Model Name|Description
        usr:Assigned To|User|Owner:.7
        dep:Department|Cost Center:.4
        loc:Location|Room|Site:.7
        pd:Purchase Date|Acquired:.7
        cost:Cost|Purchase Price|Value:.5
        po:PO Number|Order:.4
        war:Warranty End|Warranty Expiry:.4
        st:Status|State:.7
        seen:Last Seen|Last Audit:.5
        note:Notes|Comments:.3""")
    keys = [k for k, _ in cols]

    def dev(mf, mod, pat, po, pd, cost, u):
        return dict(
            mf=mf,
            mod=mod,
            ser=us.get(lambda: code(r, pat)),
            tag=ut.get(lambda: code(r, tagp)),
            mac=um.get(lambda: "".join(r.choice("0123456789ABCDEF") for _ in range(12))),
            po=po,
            pd=pd,
            cost=cost,
            u=u,
            loc=r.choice(loc),
        )

    def make():
        mf, ms, pat = skewed(r, MODELS, 1.6)
        mod = r.choice(ms.split("|"))
        po = "PO" + code(r, "#####")
        pd = D(2016) + r.randrange(2700)
        c = r.choice([189, 249, 899, 1049, 1399, 1749]) + r.choice([0, 0.5, 0.99])
        u = r.choice(ppl)
        if not t.trap():
            return [dev(mf, mod, pat, po, pd, c, u)]
        if r.random() < 0.7:
            return [dev(mf, mod, pat, po, pd, c, u if r.random() < 0.2 else r.choice(ppl)) for _ in range(r.randint(2, 25))]
        out = []
        for _ in range(r.randint(2, 4)):
            m2, s2, p2 = r.choice(MODELS)
            out.append(dev(m2, r.choice(s2.split("|")), p2, po, pd, c, u))
        return out

    def render(h, k, st):
        mc = h["mac"]
        sep = st.o("mac", [":", "-", "", "."])
        mac = (
            mc
            if not sep
            else ".".join((mc[:4], mc[4:8], mc[8:]))
            if sep == "."
            else sep.join(mc[i : i + 2] for i in range(0, 12, 2))
        )
        if st.o("maclow", [0, 1]):
            mac = mac.lower()
        ser, tag = h["ser"], h["tag"]
        s0 = ser
        w = st.o("serf", ["", "", "", "l", "SN", "sp"])
        ser = ser.lower() if w == "l" else "S/N: " + ser if w == "SN" else ser[:4] + " " + ser[4:] if w == "sp" else ser
        w = st.o("tagf", ["", "", "0", "h", "l"])
        tag = tag.replace("-", "") if w == "h" else tag.lower() if w == "l" else tag.lstrip("0") if w == "0" else tag
        u = h["u"] if not (k and t.hit("newu", 0.5)) else r.choice(ppl)
        lo = {
            "Dell": "Dell Inc.",
            "HP": "Hewlett-Packard",
            "Lenovo": "LENOVO",
            "Apple": "Apple Inc.",
            "Cisco": "Cisco Systems",
            "Samsung": "Samsung Electronics",
            "Zebra": "Zebra Technologies",
        }
        mod = h["mod"]
        w = st.o("modf", ["", "", "mf", "short"])
        mod = h["mf"] + " " + mod if w == "mf" else mod.split(" ", 1)[-1] if w == "short" else mod
        d = dict(
            tag=tag,
            ser=ser,
            mac=mac,
            host=r.choice([dom[:3].upper() + "-" + s0[-6:]] * 3 + ["DESKTOP-" + code(r, "*******")]),
            mf=h["mf"] if not t.hit("mff", 0.4) else lo[h["mf"]],
            mod=mod,
            usr=st.o("usrf", ["n", "n", "m"]) == "m" and mailname(*u) or name(st, *u),
            dep=r.choice(pool_of("Sales Finance HR Ops IT R&D Legal")),
            loc=h["loc"] if not (k and t.hit("newloc", 0.5)) else r.choice(loc),
            pd=st.date(h["pd"]),
            cost=st.o("cur", ["", "$", "", "£"]) + money(h["cost"], st.o("mon", ["1234.56", "1,234.56"])),
            po=h["po"],
            war=st.date(h["pd"] + 1096),
            st=r.choice(pool_of("Active Active In@Stock Retired Deployed Repair")).replace("@", " "),
            seen=st.date(D(2023, 6) + r.randrange(700)),
            note=r.choice(
                ["", "", "", "screen cracked", "from leaver", "reimaged", "see ticket " + code(r, "####"), "lid sticker missing"]
            ),
        )
        for x in ("tag", "ser", "mac", "host"):
            if x not in keys:
                d[x] = ""
        if t.hit("O0", 0.06) and d["tag"] and d["ser"]:
            d["ser"] = (
                d["ser"].replace("0", "O", 1)
                if "0" in d["ser"]
                else d["ser"].replace("S", "5", 1)
                if "S/" not in d["ser"]
                else d["ser"]
            )
        else:
            w = lose(t, h, k, 0.6)
            if w == 0:
                d["ser"] = r.choice(["", "", "", "Unknown", "To be filled by O.E.M."])
            elif w == 1:
                d["tag"] = ""
        if t.hit("nomac", 0.5):
            d["mac"] = ""
        if t.hit("nohost", 0.4):
            d["host"] = ""
        return t.post(
            st,
            d,
            ("usr", "mod", "loc"),
            ("mf", "usr", "dep", "loc", "pd", "cost", "po", "war", "st", "note"),
            case=("usr", "loc", "mf"),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 3 vehicle fleet (fr): number plate or VIN
CARS = [
    ("Renault", "VF1", "Clio V|Mégane IV|Kangoo|Trafic|Master|Captur|Zoé"),
    ("Peugeot", "VF3", "208|308 SW|Partner|Expert|Boxer|3008"),
    ("Citroën", "VF7", "C3|Berlingo|Jumpy|Jumper|C5 Aircross"),
    ("Volkswagen", "WVW", "Golf|Polo|Caddy|Transporter"),
    ("Toyota", "YAR", "Yaris|Corolla|Proace"),
    ("Dacia", "UU1", "Sandero|Duster|Dokker"),
    ("Ford", "WF0", "Transit|Fiesta|Focus"),
    ("Iveco", "ZCF", "Daily 35S"),
    ("Mercedes-Benz", "WDB", "Vito|Sprinter|Citan"),
]


def flotte_fr(r):
    t = T(r, "fr", pool_of("d/m/Y d/m/y Y-m-d d-m-Y"), names=("parc", "loueur"), big=0.08)
    up, uv, un = Uniq(False), Uniq(False), Uniq(False)
    ppl = people(r, "fr", 90)
    ag = r.sample(pool_of("Lyon Nantes Rouen Dijon Brest Pau Metz Nîmes Tours Reims Lille Annecy Béziers Évreux"), 6)
    cols = t.cols("""parc:N° parc|Code véhicule|Réf. interne:.4
        imm:Immatriculation|Immat.|Plaque
        vin:VIN|N° de châssis|N° de série
        mar:Marque|Constructeur
        mod:Modèle|Désignation
        ver:Version|Finition:.5
        nrj:Énergie|Carburant:.6
        mec:Date 1re MEC|Mise en circulation|Date MEC:.8
        km:Km|Kilométrage:.7
        kmd:Date relevé:.3
        cond:Conducteur|Affecté à:.7
        ag:Agence|Site:.6
        lou:Loueur|Propriétaire:.4
        fin:Fin de contrat|Échéance:.4
        loy:Loyer HT|Loyer mensuel:.4
        co2:CO2 (g/km):.3
        stat:Statut|État:.5""")
    cols[0][0] == "parc" or any(k == "parc" for k, _ in cols)

    def car(c, m, v, nrj, mec, a, lou, loy, vds):
        p = (
            up.get(lambda: code(r, "@@-###-@@"))
            if r.random() < 0.93
            else up.get(lambda: code(r, "###@@@") + r.choice(pool_of("69 75 13 44 33 59 38")))
        )
        return dict(
            mar=c[0],
            mod=m,
            ver=v,
            nrj=nrj,
            mec=mec,
            ag=a,
            lou=lou,
            loy=loy,
            p=p,
            vin=c[1] + vds + uv.get(lambda: code(r, "@#######")),
            parc=un.get(lambda: code(r, "V#####")),
            cond=r.choice(ppl),
            km=r.randint(5, 190000),
            co2=str(r.randint(85, 190)),
        )

    def make():
        c = skewed(r, CARS, 1.4)
        m = r.choice(c[2].split("|"))
        mec = D(2014) + r.randrange(3500)
        a = (
            c,
            m,
            r.choice(
                [
                    "1.5 dCi 90",
                    "1.5 BlueHDi 100 Active",
                    "1.2 PureTech 82",
                    "L1H1 2.0 dCi 120",
                    "E-Tech 140 Business",
                    "GT Line",
                    "Pack Clim",
                    "1.0 TCe 90 Zen",
                    "",
                ]
            ),
            r.choice(pool_of("Diesel Diesel Essence Électrique Hybride")),
            mec,
            r.choice(ag),
            r.choice(["ALD", "Arval", "Leaseplan", "DIAC Location", "Propriété"]),
            r.randint(180, 690) + r.choice([0, 0.5, 0.25]),
            code(r, "*******")[:6],
        )
        return [car(*a) for _ in range(r.randint(2, 20) if t.trap(0.7) else 1)]

    def render(h, k, st):
        p = h["p"].replace("-", st.o("pf", ["-", "-", "", " "]))
        p = p.lower() if t.hit("pl", 0.06) else p
        v = h["vin"]
        w = st.o("vf", ["", "", "", "8", "sp"])
        v = v[-8:] if w == "8" else v[:3] + " " + v[3:9] + " " + v[9:] if w == "sp" else v
        d = dict(
            parc=h["parc"],
            imm=p,
            vin=v,
            mar=h["mar"]
            if not t.hit("ab", 0.3)
            else {
                "Volkswagen": "VW",
                "Mercedes-Benz": "MERCEDES",
                "Citroën": "Citroen",
                "Renault": "RENAULT",
                "Peugeot": "PEUGEOT SA",
            }.get(h["mar"], h["mar"]),
            mod=h["mod"] + (" " + h["ver"] if st.o("mv", [0, 0, 1]) else ""),
            ver=h["ver"],
            nrj=st.o(
                "nr", [h["nrj"], h["nrj"], {"Diesel": "GO", "Essence": "ES", "Électrique": "EL", "Hybride": "EH"}[h["nrj"]]]
            ),
            mec=st.date(h["mec"]),
            km=str(h["km"] + (r.randint(0, 30000) if k else 0)) + st.o("kmf", ["", "", " km"]),
            kmd=st.date(D(2024) + r.randrange(400)),
            cond=name(st, *(h["cond"] if not (k and t.hit("nc", 0.5)) else r.choice(ppl))),
            ag=h["ag"] if not (k and t.hit("na", 0.3)) else r.choice(ag),
            lou=h["lou"],
            fin=st.date(h["mec"] + r.choice([1096, 1461, 1826])),
            loy=money(h["loy"], st.o("mo", ["1234,56", "1234.56"])) + st.o("eu", ["", " €", ""]),
            co2=h["co2"],
            stat=r.choice(pool_of("Actif Actif Restitué Vendu Immobilisé Pool")),
        )
        w = lose(t, h, k, 0.6)
        if w == 0:
            d["imm"] = ""
        elif w == 1:
            d["vin"] = ""
        elif h["lose"] == 0 and t.hit("newplate", 0.15):
            d["imm"] = up.get(lambda: code(r, "@@-###-@@"))  # registered anew: VIN holds
        if t.hit("noparc", 0.3):
            d["parc"] = ""
        return t.post(
            st,
            d,
            ("mod", "cond", "ver", "ag"),
            ("mar", "ver", "nrj", "mec", "km", "cond", "ag", "lou", "fin", "co2", "stat"),
            ("mod", "ver"),
            case=("mar", "mod", "ver", "cond", "ag"),
            limit=(14, 20, 25),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 4 court cases (pl): signature + court tell
def sprawy_pl(r):
    t = T(r, "pl", ["d.m.Y", "Y-m-d", "d-m-Y", "j M Y r."], names=("repertorium", "kancelaria"), big=0.1)
    LOCK = dict(
        zip(
            pool_of(
                "Warszawie Krakowie Łodzi Wrocławiu Poznaniu Gdańsku Szczecinie Bydgoszczy Lublinie Katowicach Białymstoku Rzeszowie Toruniu Kielcach Olsztynie Opolu Radomiu Tarnowie Płocku Zamościu"
            ),
            pool_of(
                "Warszawa Kraków Łódź Wrocław Poznań Gdańsk Szczecin Bydgoszcz Lublin Katowice Białystok Rzeszów Toruń Kielce Olsztyn Opole Radom Tarnów Płock Zamość"
            ),
        )
    )
    courts = [(a, c) for c in r.sample(list(LOCK), r.randint(2, 8)) for a in ("Rejonowy", "Okręgowy")]
    ppl = people(r, "pl", min(1500, t.n + 100))
    judges = people(r, "pl", 30)
    coms = [
        x + " " + y
        for x, y in [
            (
                r.choice(
                    [
                        "Bank",
                        "Spółdzielnia Mieszkaniowa",
                        "Towarzystwo Ubezpieczeń",
                        "Wspólnota Mieszkaniowa",
                        "Przedsiębiorstwo Budowlane",
                        "Hurtownia",
                        "Zakład Usługowy",
                    ]
                ),
                brand(r),
            )
            for _ in range(60)
        ]
    ]
    subj = [
        "o zapłatę",
        "o rozwód",
        "o odszkodowanie",
        "o ustalenie",
        "o eksmisję",
        "o alimenty",
        "o zniesienie współwłasności",
        "o stwierdzenie nabycia spadku",
        "o ochronę dóbr osobistych",
        "o zadośćuczynienie",
    ]
    cols = t.cols("""lp:Lp.|Nr wpisu:.4
        syg:Sygnatura akt|Sygnatura|Sygn.
        sad:Sąd|Nazwa sądu
        wyd:Wydział:.4
        pow:Powód|Strona powodowa|Wnioskodawca
        poz:Pozwany|Strona pozwana|Uczestnik
        prz:Przedmiot sprawy|W sprawie:.8
        wps:WPS|Wartość przedmiotu sporu:.7
        wpl:Data wpływu|Wpłynęło:.8
        ter:Termin rozprawy|Następny termin:.4
        sed:Sędzia referent|Referent:.5
        pel:Pełnomocnik:.4
        st:Stan sprawy|Status:.6
        uw:Uwagi:.3""")
    reg, cnt = {}, [0]

    def party():
        return (
            (0, r.choice(coms), r.choice([" S.A.", " sp. z o.o.", ""]))
            if r.random() < 0.35
            else (1,) + ppl[(cnt.__setitem__(0, cnt[0] + 1) or cnt[0]) % len(ppl)]
        )

    def case(a, b, co, yr, s, amt=None, solo=0, num=None, rep=None, ref=""):
        rep = rep or (r.choice(["I", "II", "III", "V", "VIII"]), r.choice(pool_of("C C Nc Ns GC RC Ca")))
        for _ in range(50):
            n = num or r.randint(1, 2900)
            k = (co, rep, n, yr)
            if k not in reg:
                break
            num = None
        if k in reg:
            return None
        reg[k] = 1
        return dict(
            a=a,
            b=b,
            co=co,
            yr=yr,
            rep=rep,
            n=n,
            s=s,
            amt=amt or round(math.exp(r.gauss(9, 1.3)), 2),
            d=D(yr) + min(363, int(n / 2900 * 360)),
            solo=solo,
            j=r.choice(judges),
            pel=r.choice(ppl),
            ref=ref,
        )

    def make():
        a, b, co, yr, s = party(), party(), r.choice(courts), r.randint(2012, 2024), skewed(r, subj, 1.6)
        while b[0] == 0 and b == a:
            b = party()
        if not t.trap():
            return [x for x in [case(a, b, co, yr, s, solo=a[0] + b[0])] if x]
        w = r.random()
        if w < 0.3:
            out = [case(a, b, co, yr + i // 2, r.choice(subj)) for i in range(r.randint(2, 4))]
        elif w < 0.6:
            am = round(r.uniform(300, 9000), 2)
            co_ = (0, r.choice(coms), " S.A.")
            rp = ("I", "Nc")
            out = [
                case(co_, (1,) + ppl[r.randrange(len(ppl))], co, yr, "o zapłatę", round(am + r.choice([0, 0, 10, 50]), 2), rep=rp)
                for i in range(r.randint(3, 12))
            ]
        elif w < 0.8:
            x = case(a, b, co, yr, s)
            out = [x]
            if x:
                out += [case(party(), party(), c2, yr, s, num=x["n"], rep=x["rep"]) for c2 in r.sample(courts, 2) if c2 != co]
        else:
            x = case(a, b, co, yr, s)
            out = [x]
            if x:
                out.append(
                    case(
                        a,
                        b,
                        ("Okręgowy", co[1]),
                        yr + 1,
                        s,
                        x["amt"],
                        rep=("II", "Ca"),
                        ref="apelacja od wyroku SR, sygn. %s %s %d/%02d" % (x["rep"] + (x["n"], yr % 100)),
                    )
                )
        return [x for x in out if x]

    def pty(p, st):
        if p[0] == 0:
            return (
                p[1]
                + st.o(
                    "lf",
                    [
                        p[2],
                        p[2],
                        "",
                        {" S.A.": " Spółka Akcyjna", " sp. z o.o.": " Spółka z ograniczoną odpowiedzialnością", "": ""}[p[2]],
                    ],
                )
                + (" w " + "Warszawie" if t.hit("wW", 0.1) else "")
            )
        return name(st, p[1], p[2])

    def render(h, k, st):
        w = st.o("sf", [0, 0, 1, 2, 3, 4])
        a, c = h["rep"]
        y = h["yr"]
        syg = [
            "%s %s %d/%02d" % (a, c, h["n"], y % 100),
            "%s %s %d/%d" % (a, c, h["n"], y),
            "%s%s %d/%02d" % (a, c, h["n"], y % 100),
            "sygn. akt %s %s %d/%02d" % (a, c, h["n"], y % 100),
            "%s %s %04d/%02d" % (a, c, h["n"], y % 100),
        ][w]
        lv, ct = h["co"]
        sad = st.o(
            "sadf", ["Sąd %s w %s" % (lv, ct), "Sąd %s w %s" % (lv, ct), "S%s %s" % (lv[0], LOCK[ct]), "S%s w %s" % (lv[0], ct)]
        )
        d = dict(
            lp=str(t.next()),
            syg=syg,
            sad=sad,
            wyd=a + st.o("wy", [" Wydział Cywilny", " Wydz.", " Cywilny", ""]),
            pow=pty(h["a"], st),
            poz=pty(h["b"], st),
            prz=h["s"] if not t.hit("sh", 0.3) else h["s"][2:],
            wps=money(h["amt"], st.o("mo", ["1 234,56", "1234,56", "1234.56"])) + st.o("zl", ["", " zł", " PLN", ""]),
            wpl=st.date(h["d"]),
            ter=st.date(h["d"] + r.randint(60, 900)) if r.random() < 0.5 else "",
            sed="SSR " * st.o("ss", [0, 1]) + name(st, *h["j"], key="jn"),
            pel=st.o("pe", ["adw. ", "r.pr. ", ""]) + h["pel"][1],
            st=r.choice(["w toku", "zakończona", "zawieszona", "w apelacji", "prawomocna"]),
            uw=h["ref"] or r.choice(["", "", "", "opłata wniesiona", "zwolnienie z kosztów", "akta w tomie II"]),
        )
        if "mode" not in h:
            h["mode"] = h["solo"] == 2 and r.random() < 0.6
        if h["mode"] and t.hit("nosyg", 0.35):
            d["syg"] = ""
        elif not h["mode"] and t.hit("anon", 0.12):
            for x, q in (("pow", h["a"]), ("poz", h["b"])):
                if q[0]:
                    d[x] = q[1][0] + ". " + q[2][0] + "."
        if h["mode"]:
            return t.post(
                st,
                d,
                ("pow", "poz", "prz", "sed"),
                ("wyd", "ter", "prz", "sed", "pel", "st", "uw") + (("wps", "wpl") if d["syg"] else ()),
                case=("pow", "poz", "sed"),
            )
        return t.post(
            st,
            d,
            ("pow", "poz", "prz", "sed"),
            ("wyd", "prz", "wps", "wpl", "ter", "sed", "pel", "st", "uw", "poz"),
            ("pow", "poz", "prz"),
            case=("pow", "poz", "sed"),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 5 clinical trials (en): two registries, ids cross over
def trials_en(r):
    t = T(r, "en", ["Y-m-d", "M d, Y", "d/m/Y", "Y-m", "M Y"], link=0.4, names=("ctgov", "euctr"), big=0)
    ud, uc, un = Uniq(), Uniq(), Uniq()
    spons = [
        brand(r) + " " + r.choice(["Pharmaceuticals", "Therapeutics", "Biotech", "Pharma", "Biosciences", "Oncology"])
        for _ in range(40)
    ] + ["University Hospital of " + last(r, "en") + r.choice(pool_of("ton ville burg")) for _ in range(30)]
    cond = [
        "Type 2 Diabetes",
        "Non-Small Cell Lung Cancer",
        "Rheumatoid Arthritis",
        "Plaque Psoriasis",
        "Asthma",
        "COPD",
        "Major Depressive Disorder",
        "Heart Failure",
        "Multiple Myeloma",
        "Ulcerative Colitis",
        "Crohn's Disease",
        "Migraine",
        "Atopic Dermatitis",
        "Hepatitis C",
        "Osteoporosis",
        "Epilepsy",
        "Breast Cancer",
        "Multiple Sclerosis",
        "Hypertension",
        "Cystic Fibrosis",
    ]
    suf = pool_of("mab tinib ciclib gliptin sartan parib zumab prazole lukast gepant vir stat")
    cols = t.cols("""id1:trial_id|Registry ID|NCT / EudraCT
        oth:other_ids|Secondary IDs|Protocol Number
        title:official_title|Title|Scientific title
        acr:acronym|Short name:.4
        sp:sponsor|Lead Sponsor
        co:condition|Conditions:.8
        drug:intervention|Investigational product:.8
        ph:phase:.8
        enr:enrollment|Target size:.7
        sd:start_date|Start Date:.8
        ed:completion_date|Primary completion:.4
        st:status|Recruitment status:.6
        ctry:countries|Country:.5
        des:design|Masking:.4
        upd:last_update|Date of registration:.5""")

    def tr(sp, drug, co, ph, kind, seq, pref, near):
        enr = r.choice([24, 40, 60, 88, 120, 240, 300, 450, 612, 800, 1200]) + r.randint(0, 19)
        return dict(
            sp=sp,
            drug=drug,
            co=co,
            ph=ph,
            kind=kind,
            prot="%s-%s" % (pref, seq),
            nct=un.get(lambda: "NCT0" + code(r, "#######")),
            eud=un.get(lambda: "20%02d-00" % r.randint(5, 22) + code(r, "####-##")),
            sd=D(2006) + r.randrange(6000),
            dur=r.randint(200, 1500),
            enr=enr,
            near=near,
            acr=brand(r).upper(),
            ctry=r.sample(pool_of("Germany France Spain Poland Italy USA UK Canada Japan Hungary Belgium"), r.randint(1, 5)),
        )

    KIND = [
        "A Randomized, Double-Blind, Placebo-Controlled Study of {d} in {p} With {c}",
        "An Open-Label Extension Study to Evaluate the Long-Term Safety of {d} in {p} With {c}",
        "A Dose-Ranging Study of {d} in {p} With {c}",
        "Pharmacokinetics of a Single Dose of {d} in {p} With {c} and Renal Impairment",
        "Efficacy and Safety of {d} Versus Standard of Care in {p} With {c}",
        "{d} in Combination With Chemotherapy or Standard Therapy in {p} With {c}",
    ]

    def make():
        sp = skewed(r, spons, 1.3)
        pref = uc.get(lambda: code(r, r.choice(["@@@###", "@@###", "@@@@##"])))
        drug = ud.get(lambda: r.choice(SYL).capitalize() + r.choice(SYL) + r.choice(SYL) + r.choice(suf))
        co = r.choice(cond)
        seqs = r.sample(pool_of("101 115 204 212 223 301 317 334 356 361 408 442"), 7)
        if not t.trap():
            return [tr(sp, drug, co, r.choice(pool_of("1 2 2 3 3 4")), (r.randrange(6), 0), seqs[0], pref, 0)]
        out = []
        if r.random() < 0.4:  # replicate studies: the protocol number tells
            q = r.randrange(6)
            ph = "3"
            out = [tr(sp, drug, co, ph, (q, 0), s, pref, 1) for s in seqs[: r.choice([2, 2, 3])]]
        for i in range(r.randint(1, 4)):
            kd = (i, r.choice([0, 1, 2]))
            if out and kd[0] == out[0]["kind"][0]:
                continue
            out.append(tr(sp, drug, co, r.choice("123"), kd, seqs[3 + i], pref, 0))
        return out

    def render(h, k, st):
        reg = st.i % 2 if t.link or len(t.styles) > 1 else r.choice([0, 0, 1])
        pp = ["Adult Patients", "Pediatric Subjects", "Elderly Patients"][h["kind"][1]]
        ti = KIND[h["kind"][0]].format(d=h["drug"], p=pp, c=h["co"])
        if st.o("phx", [0, 1]):
            ti = ti.replace("A Randomized", "A Phase %s Randomized" % h["ph"], 1)
        if t.hit("reword", 0.5):
            for a, b in r.sample(
                [
                    ("Randomized", "Randomised"),
                    ("Double-Blind", "double blinded"),
                    ("Study of", "Trial of"),
                    ("With", "suffering from"),
                    ("Patients", "Participants"),
                    ("Evaluate", "Assess"),
                    ("Efficacy and Safety", "Safety and efficacy"),
                    ("An Open-Label", "Open label"),
                    ("Placebo-Controlled", "placebo controlled, parallel group, multicentre"),
                ],
                5,
            ):
                ti = ti.replace(a, b)
        ids = [h["prot"]]
        if t.hit("xid", 0.5):
            ids.append(h["eud"] if reg == 0 else h["nct"])
        if t.hit("noise id", 0.3):
            ids.append(r.choice(["U1111-" + code(r, "####-####"), "IND " + code(r, "#####")]))
        if t.hit("noprot", 0.5) and not h["near"]:
            ids = ids[1:]
        r.shuffle(ids)
        if t.hit("ndash", 0.2):
            ids = [x if x != h["prot"] else x.replace("-", st.o("pf", ["", "/", " "])) for x in ids]
        drug = (
            h["drug"]
            if not t.hit("drf", 0.4)
            else r.choice(
                ["Drug: " + h["drug"], h["drug"] + " %d mg" % r.choice([5, 10, 50, 100]), h["drug"].lower() + "; placebo"]
            )
        )
        d = dict(
            id1=h["nct"] if reg == 0 else st.o("eu", ["", "EUCTR"]) + h["eud"],
            oth=st.o("sep", ["; ", "|", ", "]).join(ids),
            title=ti,
            acr=h["acr"],
            sp=h["sp"] if not t.hit("spf", 0.3) else h["sp"] + r.choice([", Inc.", " Ltd", " GmbH", " R&D"]),
            co=h["co"]
            if not t.hit("cof", 0.3)
            else {
                "COPD": "Chronic Obstructive Pulmonary Disease",
                "Type 2 Diabetes": "T2DM",
                "Non-Small Cell Lung Cancer": "NSCLC",
                "Major Depressive Disorder": "Depression",
            }.get(h["co"], h["co"].lower()),
            drug=drug,
            ph=st.o(
                "phf", ["Phase " + h["ph"], "PHASE" + h["ph"], {"1": "I", "2": "II", "3": "III", "4": "IV"}[h["ph"]], h["ph"]]
            ),
            enr=str(h["enr"] if not (k and t.hit("enr", 0.4)) else h["enr"] + r.randint(-15, 30)),
            sd=st.date(h["sd"] + (r.randint(0, 60) if k and t.hit("sdn", 0.5) else 0)),
            ed=st.date(h["sd"] + h["dur"]),
            st=r.choice(["Completed", "Recruiting", "Terminated", "Unknown", "Ongoing", "Active, not recruiting"]),
            ctry=", ".join(h["ctry"][: 3 if t.hit("ct", 0.5) else 9]),
            des=r.choice(["Randomized", "Double", "Open Label", ""]),
            upd=st.date(h["sd"] + r.randint(300, 3000), "upd"),
        )
        return t.post(
            st, d, ("title", "sp"), ("acr", "co", "ph", "enr", "sd", "ed", "st", "ctry", "des"), case=("title", "sp", "co")
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 6 job advertisements (nl): title + company + town tell, dates and pay nothing
def vacatures_nl(r):
    t = T(r, "nl", ["d-m-Y", "Y-m-d", "j M Y", "d/m/y"], link=0.15, big=0.4, names=("eigen_site", "jobboard"))
    towns = pool_of(
        "Amsterdam Rotterdam Utrecht Eindhoven Groningen Tilburg Almere Breda Nijmegen Apeldoorn Haarlem Arnhem Enschede Amersfoort Zwolle Leiden Maastricht Dordrecht Ede Venlo Deventer Delft Alkmaar Helmond Oss Assen Emmen Hoorn"
    )
    towns += ["'s-Hertogenbosch", "Den Haag"]
    alt = {"'s-Hertogenbosch": "Den Bosch", "Den Haag": "'s-Gravenhage"}
    prov = pool_of("Noord-Holland Utrecht Gelderland Noord-Brabant Overijssel Limburg")
    base = pool_of(
        "Verpleegkundige Magazijnmedewerker Accountmanager Timmerman Elektromonteur Boekhouder Softwareontwikkelaar Vrachtwagenchauffeur Kok Receptionist Projectleider Loodgieter Docent Beveiliger Schoonmaker Lasser Heftruckchauffeur Apothekersassistent Servicemonteur Kapper HR-adviseur Inkoper Calculator Tandartsassistent"
    )
    var = {
        "Softwareontwikkelaar": "Software developer",
        "Magazijnmedewerker": "Logistiek medewerker",
        "Vrachtwagenchauffeur": "Chauffeur CE",
        "Boekhouder": "Administrateur",
        "Schoonmaker": "Medewerker schoonmaak",
        "Receptionist": "Receptioniste / gastvrouw",
        "Docent": "Leraar",
        "Heftruckchauffeur": "Reachtruckchauffeur",
    }
    lev = ["", "", "Junior ", "Senior ", "Assistent ", "Hoofd ", "Leerling "]
    u = Uniq()
    coms = [
        u.get(
            lambda: r.choice(
                [
                    brand(r)
                    + " "
                    + r.choice(
                        pool_of(
                            "Zorg Bouw Logistiek Techniek Groep Horeca Installaties Retail Transport Onderwijs Software Metaal Vastgoed Facilitair"
                        )
                    ),
                    last(r, "nl") + " " + r.choice(["& Zonen", "Groep", "Bouw", "Transport", "Advies"]),
                ]
            )
        )
        for _ in range(max(30, t.n // r.choice([2, 4, 8])))
    ]
    lf = {c: r.choice([" B.V.", " BV", "", " N.V.", " Nederland"]) for c in coms}
    bur = ["Tempo-Team", "Randstad", "Olympia", "YoungCapital"]
    cols = t.cols("""vn:Vacaturenummer|Advertentie-ID:.6
        ref:Referentie|Ref. werkgever:.35
        ft:Functie|Functietitel|Vacature
        wg:Werkgever|Bedrijf|Opdrachtgever
        pl:Plaats|Standplaats|Locatie
        prov:Provincie|Regio:.4
        uren:Uren per week|Uren:.7
        sal:Salaris|Salarisindicatie:.6
        dv:Dienstverband|Contract:.5
        opl:Opleidingsniveau|Niveau:.5
        gd:Plaatsingsdatum|Geplaatst op:.8
        sl:Sluitingsdatum|Reageren tot:.4
        bron:Bron|Website:.5
        url:URL|Link:.3
        txt:Omschrijving|Tekst:.5""")
    reg = {}
    uref = Uniq()

    def job(b, l, c, p):
        if (b, c, p) in reg and (l in reg[(b, c, p)] or ("" in reg[(b, c, p)]) or l == ""):
            return None
        reg.setdefault((b, c, p), []).append(l)
        s = r.randint(19, 52) * 100
        u_ = r.choice([8, 16, 24, 32, 36, 38, 40])
        return dict(
            b=b,
            l=l,
            c=c,
            p=p,
            sal=s,
            u=u_,
            d=D(2021) + r.randrange(1200),
            ref=uref.get(lambda: code(r, "@@#####")),
            dv=r.choice(["Vast", "Tijdelijk", "Fulltime", "Parttime"]),
            opl=r.choice(pool_of("MBO HBO WO VMBO")),
            pr=r.choice(prov),
        )

    def make():
        c, b, l, p = skewed(r, coms, 1.3), r.choice(base), r.choice(lev), skewed(r, towns, 1.3)
        out = [job(b, l, c, p)]
        if t.trap():
            w = r.random()
            if w < 0.4:
                out += [job(b, l, c, q) for q in r.sample(towns, r.randint(1, 8))]
            elif w < 0.7:
                out += [job(b2, r.choice(lev), c, p) for b2 in r.sample(base, r.randint(1, 4))]
            elif w < 0.85:
                out += [job(b, l, c2, p) for c2 in r.sample(coms, r.randint(1, 5))]
            elif l:
                out += [job(b, l2, c, p) for l2 in ("Junior ", "Senior ")]
        return [x for x in out if x]

    def render(h, k, st):
        ft = h["l"] + (h["b"] if h["l"] == "" else h["b"].lower())
        if t.hit("var", 0.3):
            ft = h["l"] + var.get(h["b"], h["b"])
        w = st.o("ftf", ["", "", "mv", "pl", "u", "ge"])
        w = w if t.hit("dec", 0.7) else ""
        ft = {
            "": ft,
            "mv": ft + " (m/v)",
            "pl": ft + " " + h["p"],
            "u": ft + " %d uur" % h["u"],
            "ge": r.choice(["Gezocht: ", "Wij zoeken een ", "TOPBAAN! "]) + ft,
        }[w]
        d = dict(
            vn=str(900000 + t.next(1, 40)),
            ref=h["ref"],
            ft=ft,
            wg=h["c"] + (lf[h["c"]] if not t.hit("lf", 0.5) else ""),
            pl=alt.get(h["p"], h["p"]) if t.hit("alt", 0.4) else h["p"],
            prov=h["pr"],
            uren=st.o("uf", ["%d", "%d uur", "%d u/w"]) % h["u"]
            if not t.hit("ur", 0.4)
            else "%d-%d" % (max(8, h["u"] - 8), h["u"]),
            sal=r.choice(
                [
                    "€ %d - € %d" % (h["sal"], h["sal"] + 700),
                    "Marktconform",
                    "cao",
                    "€ %s p/m" % money(h["sal"], "1.234,56"),
                    "€ %d" % (h["sal"] + (r.randrange(-3, 4) * 50 if k else 0)),
                ]
            ),
            dv=h["dv"] if not t.hit("dv", 0.4) else r.choice(["Vast", "Fulltime", "Uitzicht op vast", "Uitzenden"]),
            opl=h["opl"],
            gd=st.date(h["d"] + (r.randint(0, 160) if k else 0)),
            sl=st.date(h["d"] + r.randint(20, 200)),
            bron=r.choice(["Indeed", "werk.nl", "Nationale Vacaturebank", "LinkedIn", "Monsterboard"] + bur),
            url="https://www.%s.nl/v/%s" % (r.choice(["indeed", "vacatures", "jobbird"]), code(r, "********").lower()),
            txt=r.choice(
                [
                    "Voor onze vestiging in %s zoeken wij een enthousiaste %s. " % (h["p"], h["b"].lower()),
                    "Ben jij die collega? ",
                    "Als %s bij %s ben je van alle markten thuis. " % (h["b"].lower(), h["c"]),
                ]
            )
            + r.choice(
                [
                    "Wij bieden een marktconform salaris en 25 vakantiedagen.",
                    "Reageer snel!",
                    "Geen 9-tot-5 mentaliteit.",
                    "Reiskostenvergoeding en pensioen.",
                ]
            ),
        )
        if any(kk == "ref" for kk, _ in cols) and t.hit("hid", 0.15):
            d["wg"] = r.choice(bur)
        elif t.hit("noref", 0.5):
            d["ref"] = ""
        if t.hit("plm", 0.1):
            d["pl"] = d["pl"] + ", " + h["pr"]
        return t.post(
            st,
            d,
            ("ft", "wg", "txt"),
            ("prov", "uren", "sal", "dv", "opl", "gd", "sl", "url", "txt"),
            ("txt",),
            case=("ft", "wg", "pl"),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 7 citations (en): many styles
def citations_en(r):
    t = T(r, "en", ["Y"], link=0.2, big=0.5, names=("dblp", "scholar"))
    ven = [
        ("Journal of Machine Learning Research", "JMLR"),
        ("Proceedings of the International Conference on Very Large Data Bases", "VLDB"),
        ("IEEE Transactions on Knowledge and Data Engineering", "IEEE TKDE"),
        ("Artificial Intelligence", "Artif. Intell."),
        ("Communications of the ACM", "Commun. ACM"),
        ("Machine Learning", "Mach. Learn."),
        ("Journal of the American Statistical Association", "JASA"),
        ("Physical Review Letters", "Phys. Rev. Lett."),
        ("Nature", "Nature"),
        ("Proceedings of the ACM SIGMOD Conference", "SIGMOD"),
        ("Theoretical Computer Science", "Theor. Comput. Sci."),
        ("Information Systems", "Inf. Syst."),
        ("The Lancet", "Lancet"),
        ("Journal of Applied Econometrics", "J. Appl. Econom."),
    ]
    A = pool_of(
        "efficient robust adaptive bayesian distributed incremental approximate optimal sparse hierarchical probabilistic parallel scalable nonlinear stochastic temporal interactive fuzzy"
    )
    B = pool_of(
        "learning inference indexing clustering estimation retrieval scheduling matching segmentation compression verification regression sampling planning caching optimization detection classification"
    )
    C = [
        "relational databases",
        "neural networks",
        "time series",
        "sensor networks",
        "knowledge bases",
        "large graphs",
        "noisy data",
        "text documents",
        "image sequences",
        "panel data",
        "data streams",
        "mobile robots",
        "gene expression",
        "finite automata",
        "multiprocessors",
        "spatial data",
        "query plans",
        "quantum spin chains",
        "genetic programs",
        "Markov processes",
        "medical records",
    ]
    TP = [
        "{A} {B} for {C}",
        "on the {B} of {C}",
        "{A} {B} in {C}: a survey",
        "a {A} approach to {B} with {C}",
        "{B} and {B2} of {C}",
        "towards {A} {B} from {C}",
        "{C}: {A} {B} revisited",
        "an analysis of {A} {B} algorithms for {C}",
    ]
    auth = people(r, "en", 220) + people(r, "de", 60)
    auth = [(f, l.replace(" ", "-")) for f, l in auth]
    mid = {a: r.choice(["", "", r.choice("ABCDEJKLMRT")]) for a in auth}
    string = r.random() < 0.45 and not t.link
    cols = t.cols(
        """key:bibkey|citekey:.3
        ref:reference|citation|raw_reference
        year:year:.3"""
        if string
        else """key:bibkey|citekey:.3
        au:authors|author
        ti:title
        ve:venue|journal|booktitle
        year:year|pub_year
        vol:volume|vol:.6
        pp:pages:.6
        pub:publisher:.3
        doi:doi:.25
        type:type|doctype:.3
        cit:cited_by|n_citations:.3"""
    )
    reg = {}

    def title():
        for _ in range(99):
            a, b, b2, c, p = r.choice(A), r.choice(B), r.choice(B), r.choice(C), r.randrange(len(TP))
            if (b, c, a) in reg or b == b2 or (b, c, p) in reg:
                continue
            reg[(b, c, a)] = reg[(b, c, p)] = 1
            s = TP[p].format(A=a, B=b, B2=b2, C=c)
            return s[0].upper() + s[1:]
        return brand(r) + ": a system for %s of %s" % (r.choice(B), r.choice(C))

    def pub(au, ti, v, y):
        p = r.randint(1, 900)
        return dict(
            au=au,
            ti=ti,
            v=v,
            y=y,
            vol=r.randint(1, 60),
            no=r.randint(1, 12),
            p1=p,
            p2=p + r.randint(4, 30),
            doi="10.%d/%s.%d" % (r.randint(1000, 1199), code(r, "@@@").lower(), r.randint(10**5, 10**6)),
        )

    def make():
        au = r.sample(auth, r.choice([1, 2, 2, 3, 3, 4, 6]))
        ti, v, y = title(), r.choice(ven), r.randint(1978, 2022)
        out = [pub(au, ti, v, y)]
        if t.trap():
            w = r.random()
            if w < 0.45:
                out += [
                    pub(
                        au[: r.randint(1, len(au))] + r.sample(auth, r.randint(0, 1)),
                        title(),
                        v if r.random() < 0.5 else r.choice(ven),
                        y + r.randint(0, 2),
                    )
                    for _ in range(r.randint(1, 4))
                ]
            elif w < 0.7:
                out[0]["ti"] = ti + r.choice([": Part I", ". I. Theory"])
                out.append(pub(au, ti + (": Part II" if "Part" in out[0]["ti"] else ". II. Experiments"), v, y))
            elif w < 0.85:
                out.append(pub(au, r.choice(["Erratum: ", 'Comment on "']) + ti, v, y + 1))
                out[-1]["ti"] += '"' if out[-1]["ti"][0] == "C" else ""
            else:
                out.append(pub(r.sample(auth, 2), "Reply to: " + ti, v, y + 1))
        return out

    def aus(h, st):
        au = list(h["au"])
        k = st.o("au", ["F L", "F. L", "L, F.", "L F", "L, F", "f L"])

        def n(a):
            f, l = a
            m = mid[a] if st.o("mid", [0, 1]) else ""
            return {
                "F L": f + (" " + m + "." if m else "") + " " + l,
                "F. L": f[0] + ". " + (m + ". " if m else "") + l,
                "L, F.": l + ", " + f[0] + "." + (" " + m + "." if m else ""),
                "L F": l + " " + f[0] + m,
                "L, F": l + ", " + f,
                "f L": f[0] + " " + l,
            }[k]

        xs = [n(a) for a in au]
        if len(xs) > 2 and t.hit("etal", 0.3):
            return xs[0] + r.choice([" et al.", ", et al", " and others"])
        if len(xs) > 2 and t.hit("lesa", 0.08):
            xs = xs[:-1]
        sep = st.o("as", [", ", ", ", "; ", " and "])
        lastsep = st.o("al", [sep, " and ", ", & " if sep == ", " else sep])
        return xs[0] if len(xs) == 1 else sep.join(xs[:-1]) + lastsep + xs[-1]

    def render(h, k, st):
        a, ti, v = aus(h, st), h["ti"], h["v"][0] if st.o("vf", [0, 0, 1]) == 0 else h["v"][1]
        if t.hit("titl", 0.15):
            ti = ti.title()
        if t.hit("tt", 0.25):
            ti = typo(r, ti)
        if t.hit("tw", 0.06):
            w = ti.split(" ")
            i = r.randrange(len(w))
            ti = " ".join(w[:i] + w[i + 1 :]) if w[i] in ("the", "a", "an", "of", "for", "and", "in", "on") else ti
        y = str(h["y"] + (r.choice([-1, 1]) if t.hit("yo", 0.06) else 0))
        pp = "%d%s%d" % (
            h["p1"],
            st.o("ps", ["-", "--", "–"]),
            h["p2"] if not st.o("psh", [0, 0, 0, 1]) or h["p2"] // 100 != h["p1"] // 100 else h["p2"] % 100,
        )
        novp = t.hit("novp", 0.3)
        vol, no = str(h["vol"]), h["no"]
        key = (
            fold(h["au"][0][1]).lower().replace("-", "").replace("'", "")
            + st.o("kf", [y, y[2:]])
            + r.choice(["", "", "a", "b", ti.split(" ")[0].lower()])
        )
        w = st.o("sty", [0, 1, 2, 3, 4, 5])
        ref = [
            "%s (%s). %s. %s, %s(%d), %s." % (a, y, ti, v, vol, no, pp),
            '%s. "%s." %s %s.%d (%s): %s.' % (a, ti, v, vol, no, y, pp),
            "%s. %s. %s. %s;%s(%d):%s." % (a, ti, v, y, vol, no, pp),
            '[%d] %s, "%s," %s, vol. %s, no. %d, pp. %s, %s.' % (r.randint(1, 80), a, ti, v, vol, no, pp, y),
            "%s, %s, %s, in: %s %s, %s" % (a, y, ti, v, vol, pp),
            "%s: %s. In %s, %s." % (a, ti, v, y),
        ][w]
        if novp:
            ref = "%s. %s. %s, %s." % (a, ti, v, y)
        if string and t.hit("rt", 0.2):
            ref = typo(r, ref)
        d = dict(
            key=key,
            ref=ref,
            au=a,
            ti=ti,
            ve=v if not t.hit("vy", 0.1) else r.choice([v + " '" + y[2:], "In " + v, v + ", " + y]),
            year=y,
            vol=vol if not st.o("vn", [0, 0, 1]) else "%s(%d)" % (vol, no),
            pp=pp,
            pub=r.choice(["ACM", "IEEE", "Springer", "Elsevier", "Morgan Kaufmann"]),
            doi=st.o("df", ["", "https://doi.org/", "doi:"]) + h["doi"],
            type=r.choice(["article", "inproceedings", "misc"]),
            cit=str(int(math.exp(r.gauss(2, 1.5)))),
        )
        if novp:
            d["vol"] = d["pp"] = ""
        if string:
            return t.post(st, d, (), ("year",), case=("ref",))
        return t.post(st, d, ("au",), ("ve", "year", "vol", "pp", "pub", "doi", "type"), case=("ti", "au", "ve"))

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 8 patents (de/en/fr): the document number tells, all else is shared by the family
def patents_eu(r):
    t = T(r, "de", ["d.m.Y", "Y-m-d", "Ymd", "d/m/Y"], names=("espacenet", "depatis"), big=0.05)
    X = [
        ("Device", "Vorrichtung", "Dispositif"),
        ("Method", "Verfahren", "Procédé"),
        ("Apparatus", "Anordnung", "Appareil"),
        ("System", "System", "Système"),
        ("Arrangement and method", "Anordnung und Verfahren", "Agencement et procédé"),
    ]
    Y = [
        ("controlling", "Steuern", "commander"),
        ("measuring", "Messen", "mesurer"),
        ("cooling", "Kühlen", "refroidir"),
        ("coating", "Beschichten", "revêtir"),
        ("monitoring", "Überwachen", "surveiller"),
        ("sealing", "Abdichten", "étancher"),
        ("producing", "Herstellen", "fabriquer"),
        ("cleaning", "Reinigen", "nettoyer"),
        ("joining", "Verbinden", "assembler"),
    ]
    Z = [
        ("a gearbox", "eines Getriebes", "une boîte de vitesses"),
        ("a turbine blade", "einer Turbinenschaufel", "une aube de turbine"),
        ("battery cells", "von Batteriezellen", "des cellules de batterie"),
        ("a wind turbine", "einer Windkraftanlage", "une éolienne"),
        ("semiconductor wafers", "von Halbleiterscheiben", "des plaquettes semi-conductrices"),
        ("a hydraulic valve", "eines Hydraulikventils", "une vanne hydraulique"),
        ("plastic containers", "von Kunststoffbehältern", "des récipients en plastique"),
        ("a vehicle seat", "eines Fahrzeugsitzes", "un siège de véhicule"),
        ("a paper web", "einer Papierbahn", "une bande de papier"),
        ("optical fibres", "von Lichtleitern", "des fibres optiques"),
    ]
    app = [(brand(r), r.choice(["AG", "GmbH", "SE", "GmbH & Co. KG", "Corp.", "S.A.", "Ltd."])) for _ in range(60)]
    inv = people(r, "de", 150)
    u = Uniq()
    cols = t.cols("""pn:Publication number|Veröffentlichungsnr.|Dokument
        an:Application number|Aktenzeichen:.4
        ti:Title|Titel
        pa:Applicant|Anmelder
        inv:Inventors|Erfinder:.7
        ipc:IPC|CPC:.6
        pr:Priority number|Priorität:.5
        prd:Priority date|Prioritätsdatum:.6
        pd:Publication date|Veröffentlichungsdatum|VÖ-Tag
        fam:Family ID|INPADOC family:.4
        ls:Legal status|Rechtsstand:.4
        cit:Cited by|Zitierungen:.3
        lk:Link|URL:.25""")
    ans = {}

    def doc(f, cc, num, kind, pd):
        return dict(f=f, cc=cc, num=num, kind=kind, pd=pd, an=ans.setdefault(cc + num, cc + code(r, "########.#")))

    def make():
        p0 = D(1998) + r.randrange(7800)
        z = r.randrange(5), r.randrange(9), r.randrange(10)
        y = date.fromordinal(p0).year
        f = dict(
            z=z,
            app=skewed(r, app, 1.4),
            inv=r.sample(inv, r.randint(1, 4)),
            ipc=[
                r.choice("ABCFGH") + code(r, "##@") + " %d/%02d" % (r.randint(1, 60), r.randint(0, 40))
                for _ in range(r.randint(1, 3))
            ],
            prd=p0,
            pr="DE10%d%06d" % (y, r.randrange(10**6)),
            fam=str(r.randint(10**7, 6 * 10**7)),
        )
        out = []
        ccs = r.sample(pool_of("DE EP US WO CN JP"), r.randint(2, 6)) if t.trap() else [r.choice(pool_of("DE EP US WO"))]
        for c in ccs:
            n = u.get(
                lambda: {
                    "DE": "10" + str(y) + code(r, "######"),
                    "EP": r.choice("123") + code(r, "######"),
                    "US": str(y + 1) + "0" + code(r, "######"),
                    "WO": str(y + 1) + code(r, "######"),
                    "CN": "10" + code(r, "#######"),
                    "JP": str(y + 1) + code(r, "######"),
                }[c]
            )
            pd = p0 + 545 + r.randint(0, 60)
            out.append(doc(f, c, n, {"CN": "A", "JP": "A"}.get(c, "A1"), pd))
            if t.trap(0.5) and c in ("DE", "EP", "CN"):
                out.append(doc(f, c, n, {"DE": "B4", "EP": "B1", "CN": "B"}[c], pd + r.randint(500, 1800)))
            elif t.trap(0.4) and c == "US":
                out.append(doc(f, "US", u.get(lambda: r.choice("6789") + code(r, "######")), "B2", pd + r.randint(500, 1500)))
            elif t.trap(0.15) and c in ("WO", "EP"):
                out.append(doc(f, c, n, "A3", pd + r.randint(120, 400)))
        return out

    def render(h, k, st):
        c, n, kd, f = h["cc"], h["num"], h["kind"], h["f"]
        w = st.o("pf", [0, 0, 1, 2, 3])
        if w == 0:
            pn = c + n + kd
        elif w == 1:
            pn = "%s-%s-%s" % (c, n, kd)
        elif w == 2 and c == "EP":
            pn = "EP %s %s %s %s" % (n[0], n[1:4], n[4:], kd)
        elif w == 2 and c == "DE":
            pn = "DE %s %s %s %s %s" % (n[:2], n[2:6], n[6:9], n[9:], kd)
        elif c in ("WO", "JP") or c == "US" and len(n) == 11:
            pn = "%s %s/%s %s" % (c, n[:4], n[4:], kd)
        elif c == "US":
            pn = "US %s,%s,%s %s" % (n[0], n[1:4], n[4:], kd)
        else:
            pn = "%s %s %s" % (c, n, kd)
        lg = st.o("lg", [0, 1, 2]) if t.hit("lang", 0.6) else {"DE": 1, "EP": st.o("epl", [0, 1, 2])}.get(c, 0)
        x, y, z = X[f["z"][0]][lg], Y[f["z"][1]][lg], Z[f["z"][2]][lg]
        ti = x + " " + ["for ", "zum ", "pour "][lg] + y + " " + z
        b, l = f["app"]
        pa = (
            b
            + " "
            + (
                l
                if not t.hit("lf", 0.3)
                else {
                    "AG": "Aktiengesellschaft",
                    "GmbH": "Gesellschaft mit beschränkter Haftung",
                    "Corp.": "CORPORATION",
                    "Ltd.": "Limited",
                }.get(l, "")
            ).strip()
            + st.o("cc", ["", "", " [DE]"])
        )
        iv = [name(st, *p, key="iv") for p in f["inv"]]
        d = dict(
            pn=pn,
            an=h["an"],
            ti=ti,
            pa=pa.strip(),
            inv=st.o("is", ["; ", " | ", ", "]).join(iv if not t.hit("ivn", 0.2) else iv[:1]),
            ipc=st.o("ip", [" ", "; "]).join(f["ipc"][: 1 if t.hit("ipn", 0.3) else 3]),
            pr=f["pr"],
            prd=st.date(f["prd"]),
            pd=st.date(h["pd"]),
            fam=f["fam"],
            ls=r.choice(["in force", "lapsed", "erteilt", "anhängig", "withdrawn", ""]),
            cit=str(r.randint(0, 60)),
            lk="https://patents.google.com/patent/%s%s%s" % (c, n, kd) if r.random() < 0.5 else "",
        )
        if t.hit("inc", 0.06):
            d["pn"] = "".join(c for c in d["pn"]).lower()
        return t.post(
            st, d, ("ti", "pa", "inv"), ("an", "pa", "inv", "ipc", "pr", "prd", "pd", "fam", "ls", "cit", "ti"), ("ti", "inv")
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 9 invoices (it): supplier + number + date; monthly ones with one amount
def fatture_it(r):
    t = T(r, "it", pool_of("d/m/Y Y-m-d d-m-y d.m.Y Ymd"), names=("sdi", "contabilita"), big=0.03, link=0.3)
    up, un = Uniq(), Uniq()
    cit = pool_of(
        "Milano Torino Bologna Verona Padova Napoli Bari Firenze Genova Modena Parma Brescia Catania Pescara Udine Trento"
    )
    cols = t.cols("""prot:Protocollo|N. registrazione:.5
        forn:Fornitore|Ragione sociale|Cedente
        piva:P.IVA|Partita IVA:.7
        num:Numero fattura|N. documento|Num. doc.
        data:Data fattura|Data documento|Data doc.
        tipo:Tipo doc.|Tipo:.4
        caus:Causale|Descrizione:.6
        imp:Imponibile:.7
        iva:IVA|Imposta:.4
        tot:Totale|Importo totale|Totale documento
        reg:Data registrazione|Reg. il:.6
        scad:Scadenza:.5
        pag:Pagamento|Mod. pagamento:.4
        iban:IBAN:.3
        conto:Conto|Centro di costo:.4
        stato:Stato:.4
        nota:Note:.2""")
    haspiva = any(k == "piva" for k, _ in cols)

    def supplier():
        n = un.get(
            lambda: r.choice(
                [
                    brand(r)
                    + " "
                    + r.choice(
                        pool_of(
                            "Servizi Impianti Energia Trasporti Forniture Telecomunicazioni Grafica Pulizie Immobiliare Consulting Software Noleggi"
                        )
                    ),
                    last(r, "it") + " " + first(r, "it"),
                    "Studio " + last(r, "it") + " e Associati",
                    "F.lli " + last(r, "it"),
                    "Autofficina " + last(r, "it"),
                ]
            )
        )
        return dict(
            n=n,
            lf=r.choice([" S.r.l.", " S.r.l.", " S.p.A.", " S.n.c.", " & C. S.a.s.", ""]),
            piva=up.get(lambda: "0" + code(r, "##########")),
            c=r.choice(cit),
            pat=r.choice(["{n}/{y}", "FT{y}-{n:05d}", "{n}", "A/{n}", "{y}{n:06d}", "{n}/FE", "V1-{n:07d}", "{n:04d}/{b}/{y}"]),
            b=r.choice(pool_of("A B E 01 PA")),
            iban="IT%02dX0%s" % (r.randint(10, 99), code(r, "#####################")),
            caus=r.choice(
                [
                    "Canone mensile",
                    "Fornitura materiali",
                    "Servizi di pulizia",
                    "Consulenza",
                    "Noleggio attrezzature",
                    "Energia elettrica",
                    "Affitto locali",
                    "Manutenzione",
                    "Trasporto merci",
                ]
            ),
            pag=r.choice(pool_of("BB30 RIBA60 RID Contanti Bonifico")),
            g=r.randint(1, 28),
            al=r.choice([0.22, 0.22, 0.22, 0.1, 0]),
        )

    def make():
        s = supplier()
        y, m = r.randint(2015, 2023), r.randint(1, 12)
        n = r.randint(1, 900)
        out = []
        step = r.randint(1, 60)
        amt = round(math.exp(r.gauss(6, 1.2)), 2)
        rec = t.trap()
        same = r.random() < 0.7
        for i in range(r.choice([3, 6, 12, 12, 24]) if rec else r.choice([1, 1, 1, 2, 3])):
            d = date(y, m, s["g"]).toordinal() + (0 if rec else r.randint(0, 9))
            out.append(
                dict(
                    s=s,
                    n=n,
                    d=d,
                    y=y,
                    a=amt if rec and same else round(amt * r.uniform(0.8, 1.3), 2) if rec else round(amt * r.uniform(0.3, 3), 2),
                    m=m,
                    t="TD01",
                )
            )
            n += r.randint(1, step)
            m += 1 if rec else r.randint(1, 5)
            if m > 12:
                m -= 12
                y += 1
                n = r.randint(1, step + 5) if rec else r.randint(1, 900)
        if rec and r.random() < 0.2:
            x = r.choice(out)
            out.append(dict(x, n=x["n"] + 1000 + r.randint(1, 9), d=x["d"] + r.randint(5, 20), t="TD04", a=-x["a"]))
        if rec and r.random() < 0.15:
            x = r.choice(out)
            out.append(dict(x, n=x["n"] + 3000 + r.randint(1, 9)))  # second one of the same day: only the number tells
        nn = {}
        for x in out:
            nn[x["d"]] = nn.get(x["d"], 0) + 1
        for x in out:
            x["alone"] = nn[x["d"]] == 1
        return out

    def render(h, k, st):
        s = h["s"]
        num = s["pat"].format(n=h["n"], y=h["y"], b=s["b"])
        w = st.o("nf", [0, 0, 0, 1, 2, 3])
        if w == 1:
            num = str(h["n"])
        elif w == 2:
            num = "%d/%02d" % (h["n"], h["y"] % 100)
        elif w == 3:
            num = "n. " + num
        mo = st.o("mo", ["1.234,56", "1234.56", "1234,56", "1234,56"])
        eu = st.o("eu", ["", "", "€ "])
        tot = round(h["a"] * (1 + s["al"]), 2)
        f = s["n"] + s["lf"]
        w = st.o("lf", [0, 0, 1, 2])
        f = s["n"] if w == 1 else s["n"] + s["lf"].replace(".", "").upper() if w == 2 else f
        if t.hit("citta", 0.1):
            f += " - " + s["c"]
        off = k and t.hit("off", 0.2)
        d = dict(
            prot=str(t.next(1, 3)),
            forn=f,
            piva=st.o("pi", ["", "", "IT"]) + s["piva"],
            num=num,
            data=st.date(h["d"] + (r.randint(1, 9) if off else 0)),
            tipo=st.o(
                "ti", [h["t"], {"TD01": "Fattura", "TD04": "Nota di credito"}[h["t"]], {"TD01": "FT", "TD04": "NC"}[h["t"]]]
            ),
            caus=s["caus"] + (" " + DN["it"][h["m"] - 1] + " %d" % h["y"] if t.hit("cm", 0.4) else ""),
            imp=eu + money(h["a"], mo),
            iva=money(tot - h["a"], mo),
            tot=eu + money(tot if not (k and t.hit("bollo", 0.08)) else tot + 2, mo),
            reg=st.date(h["d"] + r.randint(0, 40)),
            scad=st.date(h["d"] + 30),
            pag=s["pag"],
            iban=s["iban"],
            conto=r.choice(pool_of("600100 600120 610010 620300 CC-AMM CC-PROD")),
            stato=r.choice(pool_of("Pagata Aperta Pagata Contabilizzata Scaduta")),
            nota=r.choice(["", "", "DUPLICATO?", "vedi DDT", "inviata via PEC"]),
        )
        if h["alone"] and not off and t.hit("nonum", 0.15):
            d["num"] = ""
        if haspiva and t.hit("nopiva", 0.3):
            d["piva"] = ""
        elif haspiva and t.hit("noforn", 0.08):
            d["forn"] = ""
        return t.post(
            st,
            d,
            ("forn", "caus"),
            ("tipo", "caus", "imp", "iva", "reg", "scad", "pag", "iban", "conto", "stato"),
            ("caus",),
            case=("forn", "caus"),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 10 bank lines (sv): amount + day (a few days off) + counterparty
def kontoutdrag_sv(r):
    t = T(r, "sv", pool_of("Y-m-d Ymd d/m/Y y-m-d"), names=("bank", "bokföring"), link=0.45, big=0)
    ort = pool_of("Solna Täby Umeå Lund Kista Borås Gävle Nacka Växjö Örebro Malmö Visby")
    u = Uniq()
    P = [
        (
            u.get(
                lambda: r.choice(
                    [
                        r.choice(
                            [
                                "ICA Nära",
                                "Coop",
                                "Willys",
                                "Hemköp",
                                "OKQ8",
                                "Circle K",
                                "Preem",
                                "Apotek Hjärtat",
                                "Clas Ohlson",
                                "Systembolaget",
                                "Biltema",
                                "Pressbyrån",
                                "SJ",
                                "Elgiganten",
                            ]
                        )
                        + " "
                        + r.choice(ort),
                        brand(r) + " AB",
                        last(r, "sv")
                        + "s "
                        + r.choice(pool_of("Bygg El Rör Åkeri Bageri Städ Måleri"))
                        + r.choice([" AB", "", " HB"]),
                    ]
                )
            ),
            r.choice("kkkbas"),
        )
        for _ in range(max(20, t.n // r.choice([4, 8])))
    ]
    P += [
        (x, "a")
        for x in [
            "Telia Sverige AB",
            "Vattenfall Kundservice",
            "Fortnox AB",
            "If Skadeförsäkring",
            "Skatteverket",
            "Bredband2 AB",
            "Postnord Sverige",
        ]
    ]
    cols = t.cols("""rad:Radnr|Verifikationsnr|Löpnr:.5
        bd:Bokföringsdag|Bokföringsdatum|Datum
        vd:Valutadag|Transaktionsdag:.4
        txt:Text|Meddelande|Beskrivning
        bel:Belopp|Summa
        sal:Saldo:.5
        ref:Referens|OCR:.35
        kto:Konto|Kontonr:.4
        kat:Kategori|Motkonto:.4
        val:Valuta:.3
        avst:Avstämd|Status:.3""")
    reg = {}
    acc = [code(r, "####-## ### ##") for _ in range(r.randint(1, 3))]
    y0 = D(r.randint(2014, 2023))

    def tx(p, a, d):
        for x in reg.get((p[0], a), []):
            if abs(x - d) < 12:
                return None
        reg.setdefault((p[0], a), []).append(d)
        return dict(p=p, a=a, d=d, ocr=code(r, "##########"), kto=r.choice(acc), vn=0)

    def amt():
        return -round(math.exp(r.gauss(5.8, 1.3)), 0 if r.random() < 0.25 else 2)

    def make():
        p, d = skewed(r, P, 1.5), y0 + r.randrange(500)
        a = amt()
        if p[1] == "s":
            a = -a
        if not t.trap():
            return [x for x in [tx(p, a, d)] if x]
        w = r.random()
        if w < 0.55:
            out = [tx(p, a, d + 30 * i + r.randint(-2, 2)) for i in range(r.randint(3, 14))]
        elif w < 0.8:
            out = [tx(p, amt(), d + r.randint(0, 6)) for _ in range(r.randint(2, 6))]
        else:
            qs = {q[0][:4]: q for q in r.sample(P[:-7], r.randint(2, 4))}
            out = [tx(q, a, d + r.randint(0, 2)) for q in qs.values()]
        return [x for x in out if x]

    def render(h, k, st):
        n, ty = h["p"]
        bank = st.o("bk", [1, 1, 0]) if not t.link else st.i == 0
        late = r.choice([0, 0, 1, 1, 2, 3]) if k and t.hit("late", 0.8) else 0
        ds = fd(h["d"], "ymd")
        if bank:
            txt = {
                "k": st.o("kk", ["KORTKÖP %s " % ds, "Kortköp ", "", "K*"]) + n,
                "b": st.o("bb", ["BG 5%03d-%04d " % (len(n) * 37 % 1000, len(n) * 991 % 10000), "Bankgiro ", ""]) + n,
                "a": st.o("aa", ["Autogiro ", "", "AG "]) + n,
                "s": st.o("ss", ["Insättning ", "BGINB ", ""]) + n,
            }[ty]
        else:
            txt = r.choice([n, n, "Inköp " + n, "Lev.faktura " + n, n + ", kvitto"]) if t.hit("wd", 0.6) else n
        if not bank and t.hit("noab", 0.4):
            txt = txt.replace(" AB", "")
        f = st.o("bf", ["1 234,56", "1234,56", "1234.56", "1.234,56"])
        b = money(h["a"], f)
        w = st.o("sg", ["", "", "", "kr", "post", "abs"])
        if w == "kr":
            b += " kr"
        elif w == "post" and h["a"] < 0:
            b = b[1:] + "-"
        elif w == "abs":
            b = b.lstrip("-")
        d = dict(
            rad=st.o("rf", ["%d", "A%d", "V-%05d"]) % t.next(1, 3),
            bd=st.date(h["d"] + late),
            vd=st.date(h["d"] - r.choice([0, 0, 1]) if bank else h["d"] + late),
            txt=txt,
            bel=b,
            sal=money(r.uniform(2000, 300000), f),
            ref=h["ocr"] if ty in "ba" and r.random() < 0.7 else "",
            kto=h["kto"] if bank else r.choice(pool_of("1930 1930 1940")),
            kat=r.choice(pool_of("4010 5010 5410 5611 6212 6540 7690 2440"))
            if not bank
            else r.choice(pool_of("Livsmedel Övrigt Resor Boende")),
            val="SEK",
            avst=r.choice(pool_of("Ja Nej Ja")),
        )
        return t.post(st, d, ("txt",), ("vd", "sal", "ref", "kto", "kat", "avst"), ("txt",), limit=(24, 28, 35))

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 11 lab samples (pt-BR): sample or place + day, and parameter (fraction!) tell
PAR = [
    ("Cobre total", "Cu total", "mg/L"),
    ("Cobre dissolvido", "Cu dissolvido", "mg/L"),
    ("Ferro total", "Fe total", "mg/L"),
    ("Ferro dissolvido", "Fe dissolvido", "mg/L"),
    ("Chumbo total", "Pb total", "mg/L"),
    ("Nitrato", "N-NO3", "mg/L"),
    ("Nitrito", "N-NO2", "mg/L"),
    ("Nitrogênio amoniacal", "N-NH3", "mg/L"),
    ("Fósforo total", "P total", "mg/L"),
    ("pH", "Potencial hidrogeniônico", ""),
    ("Turbidez", "Turb.", "NTU"),
    ("Oxigênio dissolvido", "OD", "mg/L"),
    ("DBO", "Demanda bioquímica de oxigênio", "mg/L"),
    ("DQO", "Demanda química de oxigênio", "mg/L"),
    ("Escherichia coli", "E. coli", "NMP/100mL"),
    ("Coliformes totais", "Colif. totais", "NMP/100mL"),
    ("Temperatura da água", "Temp. água", "°C"),
    ("Temperatura do ar", "Temp. ar", "°C"),
    ("Condutividade", "Cond. elétrica", "µS/cm"),
    ("Zinco total", "Zn total", "mg/L"),
    ("Cloreto", "Cl-", "mg/L"),
    ("Mercúrio total", "Hg total", "mg/L"),
]


def amostras_pt(r):
    t = T(r, "pt", pool_of("d/m/Y Y-m-d d/m/y d-m-Y"), names=("laboratorio", "orgao"), big=0.03)
    u, us = Uniq(), Uniq()
    rio = [
        u.get(
            lambda: (
                r.choice(["Rio ", "Ribeirão ", "Córrego ", "Represa ", "Lagoa "])
                + r.choice(pool_of("Pi Ja Ca Ta Ita Gua Para Ipi Mogi Tie Pira Jagua Ibi Uru"))
                + r.choice(pool_of("ranga tinga guari caba nema pora raí tuba quara cicaba purá jaí nhém"))
            )
        )
        for _ in range(r.randint(6, 20))
    ]
    lug = ["Ponte", "Foz", "Captação", "Montante ETE", "Jusante ETE", "Barragem", "Marina"]
    pts, upt = [], Uniq()
    for _ in range(r.randint(10, 40)):
        q = (r.choice(rio), r.choice(lug))
        if q not in [p[1] for p in pts]:
            pts.append(
                (
                    upt.get(lambda: code(r, "@@@@#####")[: r.choice([4, 4])] + code(r, "0####")),
                    q,
                    r.choice(pool_of("Jundiaí Sorocaba Bauru Itu Campinas Limeira Americana")),
                )
            )
    pars = r.sample(PAR, r.randint(6, 20))
    tec = people(r, "pt", 12)
    y0 = D(r.randint(2008, 2022))
    reg = {}
    cols = t.cols("""lau:Laudo|Nº laudo|Boletim:.5
        cod:Código da amostra|Amostra
        pc:Código do ponto|Ponto:.7
        pn:Local de coleta|Descrição do ponto
        mun:Município:.5
        dc:Data da coleta|Data coleta
        hc:Hora da coleta|Hora:.6
        par:Parâmetro|Ensaio
        val:Resultado|Valor
        un:Unidade|Unid.
        lq:LQ|Limite de quantificação:.4
        met:Método:.4
        da:Data da análise|Data ensaio:.5
        tec:Analista|Responsável:.5
        obs:Observações:.3""")
    haspc = any(k == "pc" for k, _ in cols)

    def make():
        for _ in range(200):
            p = r.choice(pts)
            d = y0 + r.randrange(1500)
            if all((p[0], d + i) not in reg for i in range(-2, 3)):
                break
        reg[(p[0], d)] = 1
        am = us.get(lambda: code(r, "#####"))
        y = date.fromordinal(d).year
        h = r.randint(420, 1020)
        ps = r.sample(pars, r.randint(2, len(pars)) if t.trap() else 1)
        dup = t.trap(0.15)
        if t.trap(0.3):
            tot = [q for q in pars if q[0][:5] in ("Cobre", "Ferro", "Tempe")]
            ps += [q for q in tot if q not in ps]
        out = []
        for q in ps:
            v = (
                math.exp(r.gauss(-1, 1.5))
                if q[2] == "mg/L"
                else {"": r.uniform(4, 9), "NTU": r.uniform(1, 200), "°C": r.uniform(14, 34), "µS/cm": r.uniform(40, 700)}.get(
                    q[2], math.exp(r.gauss(6, 2))
                )
            )
            x = dict(p=p, d=d, h=h, q=q, v=v, am="%d/%s" % (y, am), dup=dup, tec=r.choice(tec), da=d + r.randint(0, 9))
            out.append(x)
            if dup:
                out.append(dict(x, am=x["am"] + "-D", v=v * r.uniform(0.93, 1.07)))
        return out

    def render(h, k, st):
        q = h["q"]
        par = st.o("pf", [q[0], q[0], q[1]])
        un, v = q[2], h["v"]
        if un == "mg/L" and st.o("ug", [0, 0, 1]) and not q[0].startswith(("D", "Ox")):
            un, v = st.o("ugl", ["µg/L", "ug/L"]), v * 1000
        un = {"mg/L": st.o("mgl", ["mg/L", "mg/l", "mg.L-1"])}.get(un, un)
        v = ("%." + ("0f" if v >= 1000 else "1f" if v >= 20 else "2f" if v >= 1 else st.o("dec", ["3f", "4f", "3f"]))) % v
        if k and q[2] == "mg/L" and t.hit("rev", 0.08):
            v = "<" + r.choice(["0.01", "0.05"])
        v = v.replace(".", st.o("dp", [",", ".", ","]))
        a = h["am"]
        w = st.o("af", ["", "", "AM", "rev"])
        y, n = a.split("/", 1)
        a = {"": a, "AM": "AM-" + y + "-" + n, "rev": n.replace("-D", "") + "/" + y[2:] + ("-D" if "-D" in n else "")}[w]
        pc, (rio, lg), mun = h["p"]
        pn = st.o("pn", [rio + " - " + lg, lg + " - " + rio, rio + ", " + lg])
        if t.hit("abr", 0.3):
            pn = (
                pn.replace("Ribeirão", "Rib.")
                .replace("Córrego", "Cór.")
                .replace("Represa", "Rep.")
                .replace("Montante", "Mont.")
                .replace("Jusante", "Jus.")
            )
        d = dict(
            lau=st.o("lf", ["%d/%d" % (t.next(), date.fromordinal(h["d"]).year), "BA%06d" % t.next()]),
            cod=a,
            pc=pc,
            pn=pn,
            mun=mun,
            dc=st.date(h["d"]),
            hc=("%02d:%02d" % divmod(h["h"], 60)) if not st.o("hf", [0, 0, 1]) else "%dh%02d" % divmod(h["h"], 60),
            par=par,
            val=v,
            un=un,
            lq=r.choice(["0,01", "0,005", "1", ""]),
            met=r.choice(["SMEWW 3120 B", "SMEWW 4500", "EPA 6010D", "ABNT NBR 9251"]),
            da=st.date(h["da"]),
            tec=name(st, *h["tec"]),
            obs=r.choice(["", "", "", "chuva nas 24h anteriores", "amostra turva", "retificado"]),
        )
        if not h["dup"] and t.hit("nocod", 0.3):
            d["cod"] = ""
        elif t.hit("nopn", 0.2):
            d["pn"] = ""
        elif haspc and t.hit("nopc", 0.3):
            d["pc"] = ""
        return t.post(
            st,
            d,
            ("tec", "pn"),
            ("mun", "hc", "lq", "met", "da", "tec", "obs", "un") if un != "µg/L" else ("mun", "hc", "lq", "met", "da", "tec"),
            case=("pn", "tec", "mun"),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 12 matches (es): home + away + season tell
def partidos_es(r):
    t = T(r, "es", ["d/m/Y", "Y-m-d", "d-m-y", "j M Y"], names=("federacion", "apuestas"), link=0.35, big=0.05)
    u = Uniq()
    places = [
        u.get(
            lambda: (
                last(r, "es")
                if r.random() < 0.4
                else r.choice(["Villa", "Monte", "Puerto", "Castel", "Fuente", "Torre", "Alma", "Guada"])
                + r.choice(pool_of("blanca verde mayor real zara nova llana rubia seca mora gil hermosa flor"))
            )
        )
        for _ in range(40)
    ]
    KIN = [
        ("Real {}", "Real {} Club de Fútbol", "R. {}"),
        ("Atlético {}", "Club Atlético {}", "At. {}"),
        ("Deportivo {}", "Real Club Deportivo {}", "Dep. {}"),
        ("Sporting {}", "Sporting Club de {}", "Sp. {}"),
        ("UD {}", "Unión Deportiva {}", "U.D. {}"),
        ("Racing {}", "Racing Club de {}", "Rac. {}"),
        ("{} CF", "{} Club de Fútbol", "{}"),
    ]
    teams = []
    for p in places:
        ks = r.sample(KIN[:6], 2) if r.random() < 0.2 else [r.choice(KIN)]
        teams += [(p, k) for k in ks]
    r.shuffle(teams)
    nl = r.choice([2, 3, 3])
    per = r.choice([12, 14, 16])
    comps = ["Primera División", "Segunda División", "Tercera Grupo IV", "Liga Juvenil", "Primera Femenina"]
    r.shuffle(comps)
    seas = [r.randint(1990, 2019)]
    seas += [seas[0] + i for i in range(1, r.choice([2, 3, 4]))]
    todo = []
    hrs = pool_of("12:00 16:00 16:15 17:00 17:00 18:30 20:00 21:00 21:30 11:30")
    for c in range(nl):
        tm = teams[c * per : (c + 1) * per]
        m = len(tm)
        if m < 4:
            continue
        for y in seas:
            order = tm[:]
            r.shuffle(order)
            for rd in range(m - 1):  # circle method
                for i in range(m // 2):
                    a, b = order[i], order[m - 1 - i]
                    if rd % 2:
                        a, b = b, a
                    g = lambda: r.choice([0, 0, 1, 1, 1, 2, 2, 3, 4])
                    d = D(y, 9, 1) + 7 * rd + r.choice([0, 0, 1])
                    todo.append(
                        [
                            dict(h=a, a=b, c=comps[c], y=y, j=rd + 1, d=d, s=(g(), g()), z=r.choice(hrs), e=r.randint(80, 19000)),
                            dict(
                                h=b,
                                a=a,
                                c=comps[c],
                                y=y,
                                j=rd + m,
                                d=d + 7 * (m - 1) + 14,
                                s=(g(), g()),
                                z=r.choice(hrs),
                                e=r.randint(80, 19000),
                            ),
                        ]
                    )
                order = [order[0], order[-1]] + order[1:-1]
    r.shuffle(todo)
    refs = people(r, "es", 30)
    [x for fam in todo for x in fam]
    it = iter(todo)
    cols = t.cols("""cod:Código acta|Nº acta:.4
        fec:Fecha
        hora:Hora:.4
        comp:Competición|Liga:.8
        temp:Temporada
        jor:Jornada|Jor.:.7
        loc:Local|Equipo local|Casa
        vis:Visitante|Equipo visitante|Fuera
        res:Resultado|Marcador:.85
        est:Estadio|Campo:.4
        arb:Árbitro:.5
        esp:Espectadores|Asistencia:.4
        cu:Cuota 1|Cuota local:.3""")
    stad = {
        q: r.choice(["Estadio ", "Campo ", "Municipal ", "Polideportivo "])
        + r.choice(["San ", "Nuevo ", "El ", "La "])
        + last(r, "es")
        for q in teams
    }

    def make():
        f = next(it, None)
        if f is None:
            return None
        return f if t.traps > 0.3 or r.random() < 0.5 else f[:1]

    def tn(q, st):
        p, k = q
        s = k[st.o("tf", [0, 0, 1, 2])].format(p)
        return s

    def render(h, k, st):
        a, b = h["s"]
        y = h["y"]
        rf = refs[(h["d"] * 7 + a + len(h["h"][0])) % 30]
        sh = r.choice([-1, 1]) if k and t.hit("shift", 0.2) else 0
        d = dict(
            cod=str(t.next(1, 50)),
            fec=st.date(h["d"] + sh),
            hora=h["z"] if not (k and t.hit("zz", 0.3)) else r.choice(hrs),
            comp=h["c"]
            if not t.hit("cf", 0.3)
            else {"Primera División": "1ª Div.", "Segunda División": "2ª Div.", "Tercera Grupo IV": "3ª Gr. IV"}.get(
                h["c"], h["c"]
            ),
            temp=st.o(
                "te",
                [
                    "%d/%02d" % (y, (y + 1) % 100),
                    "%d-%d" % (y, y + 1),
                    "%02d/%02d" % (y % 100, (y + 1) % 100),
                    "Temp. %d/%02d" % (y, (y + 1) % 100),
                ],
            ),
            jor=st.o("jo", ["%d", "Jornada %d", "J%d", "%dª"]) % h["j"],
            loc=tn(h["h"], st),
            vis=tn(h["a"], st),
            res=("%d" + st.o("rs", ["-", " - ", ":", "–"]) + "%d") % (a, b) if r.random() < 0.97 else "Aplazado",
            est=stad[h["h"]],
            arb=name(st, *rf),
            esp=str(h["e"] if not t.hit("ee", 0.5) else round(h["e"], -3) or 500),
            cu="%.2f" % r.uniform(1.2, 6),
        )
        if t.hit("nof", 0.12):
            d["fec"] = ""
        elif t.hit("not", 0.12):
            d["temp"] = ""
        return t.post(
            st,
            d,
            ("loc", "vis", "arb", "est"),
            ("hora", "comp", "jor", "res", "est", "arb", "esp", "cu"),
            ("est",),
            case=("loc", "vis", "arb", "est"),
        )

    return build(t, cols, make, render)


# ---------------------------------------------------------------- 13 auction lots (en/fr/de titles): the thing is the object; dates, lots, prices say nothing
def lots_art(r):
    t = T(r, "en", ["Y-m-d", "d M Y", "M d, Y", "d.m.Y"], link=0.12, names=("archive", "web"), big=0.1)
    N = [
        ("Landscape", "Paysage", "Landschaft"),
        ("Still life", "Nature morte", "Stillleben"),
        ("Seated woman", "Femme assise", "Sitzende Frau"),
        ("Harbour", "Le port", "Hafen"),
        ("Untitled", "Sans titre", "Ohne Titel"),
        ("Composition", "Composition", "Komposition"),
        ("Self-portrait", "Autoportrait", "Selbstbildnis"),
        ("The garden", "Le jardin", "Der Garten"),
        ("Horses", "Chevaux", "Pferde"),
        ("Winter", "Hiver", "Winter"),
        ("Dancer", "Danseuse", "Tänzerin"),
        ("Bathers", "Baigneuses", "Badende"),
        ("Village street", "Rue de village", "Dorfstraße"),
        ("Reclining nude", "Nu couché", "Liegender Akt"),
    ]
    Q = [
        ("", "", ""),
        ("", "", ""),
        (" in blue", " en bleu", " in Blau"),
        (" at dusk", " au crépuscule", " in der Dämmerung"),
        (" with lemons", " aux citrons", " mit Zitronen"),
        (" near the sea", " près de la mer", " am Meer"),
        (" in red and black", " en rouge et noir", " in Rot und Schwarz"),
        (" with a bird", " à l'oiseau", " mit Vogel"),
    ]
    M = [
        ("oil on canvas", "huile sur toile", "Öl auf Leinwand"),
        ("watercolour on paper", "aquarelle sur papier", "Aquarell auf Papier"),
        ("gouache", "gouache", "Gouache"),
        ("bronze", "bronze", "Bronze"),
        ("charcoal", "fusain", "Kohle"),
    ]
    E = [
        ("lithograph in colours", "lithographie en couleurs", "Farblithografie"),
        ("etching", "eau-forte", "Radierung"),
        ("screenprint", "sérigraphie", "Siebdruck"),
        ("woodcut", "gravure sur bois", "Holzschnitt"),
    ]
    art = people(r, "fr", 60) + people(r, "de", 50) + people(r, "en", 40)
    r.shuffle(art)
    born = {a: r.randint(1840, 1960) for a in art}
    houses = [
        last(r, "en") + "'s",
        "Hôtel des Ventes " + last(r, "fr"),
        "Auktionshaus " + last(r, "de"),
        last(r, "en") + " & " + last(r, "en"),
        "Galerie " + last(r, "de"),
    ]
    cols = t.cols("""lid:lot_ref|record_no:.4
        hs:auction_house|House:.8
        sale:sale_title|Sale:.4
        sd:sale_date|Date:.8
        lot:lot|Lot No.:.7
        ar:artist|Artist Name
        ad:artist_dates|Life dates:.4
        ti:title|Description
        yr:year|Executed:.5
        me:medium|Technique
        dim:dimensions|Size
        ed:edition|Numbering
        sg:signed|Inscriptions:.4
        el:estimate_low|Low Est.:.6
        eh:estimate_high|High Est.:.6
        cur:currency:.5
        hp:hammer_price|Price Realised:.6
        prov:provenance:.3""")
    reg = {}

    def work(a, n, q, md, ed=None, dims=None, yr=None):
        for _ in range(60):
            h, w = dims or (r.randint(150, 1400), r.randint(150, 1400))
            if (
                dims
                or all(abs(h - x) > 45 or abs(w - y) > 45 for x, y in reg.get(a, []))
                and all(abs(w - x) > 45 or abs(h - y) > 45 for x, y in reg.get(a, []))
            ):
                break
        else:
            return None
        reg.setdefault(a, []).append((h, w))
        return dict(
            a=a,
            n=n,
            q=q,
            m=md,
            ed=ed,
            dim=(h, w),
            yr=yr or min(2015, born[a] + r.randint(20, 60)),
            val=math.exp(r.gauss(8, 1.4)),
            prov=r.choice(
                [
                    "Private collection, " + r.choice(pool_of("Paris Zurich London Boston Köln")),
                    "Galerie " + last(r, "fr"),
                    "Estate of the artist",
                    "",
                ]
            ),
        )

    def make():
        a, n, q = skewed(r, art, 1.4), r.choice(N), r.choice(Q)
        if not t.trap():
            return [x for x in [work(a, n, q, r.choice(M))] if x]
        w = r.random()
        if w < 0.55:
            x = work(a, n, q, r.choice(E), ed=1)
            if not x:
                return []
            tot = r.choice([25, 50, 75, 100, 150, 250])
            ks = r.sample(range(1, tot + 1), r.randint(2, min(12, tot // 3)))
            return [dict(x, ed=(k, tot), val=x["val"] * r.uniform(0.7, 1.4)) for k in ks]
        if w < 0.85:
            m = r.choice(M)
            return [x for x in [work(a, n, q, m) for _ in range(r.randint(2, 6))] if x]
        return [x for x in [work(a, r.choice(N), r.choice(Q), r.choice(M)) for _ in range(r.randint(2, 4))] if x]

    def render(h, k, st):
        lg = st.o("lg", [0, 0, 1, 2])
        ti = h["n"][lg] + h["q"][lg]
        hh, ww = h["dim"]
        w = st.o("df", ["cm", "cm", "cmt", "in", "mm", "both"])
        if k and t.hit("meas", 0.3):
            hh += r.choice([-5, -3, 0, 3, 5])
            ww += r.choice([-5, 0, 5])
        c = "%g x %g cm" % (hh / 10, ww / 10)
        i = "%.1f x %.1f in." % (hh / 25.4, ww / 25.4)
        dim = {
            "cm": c,
            "cmt": (c.replace(".", ",") if lg else c).replace(" x ", " × "),
            "in": i,
            "mm": "%d x %d mm" % (hh, ww),
            "both": i + " (" + c + ")",
        }[w]
        f = 2 ** round(math.log2(h["val"] * r.uniform(0.5, 2)) * 2) ** 1 if 0 else h["val"] * r.uniform(0.5, 2)
        lo = int(f / 10 ** max(1, int(math.log10(f)) - 1)) * 10 ** max(1, int(math.log10(f)) - 1)
        g = st.o("mf", ["%d", "%d", "%d.00"])
        b = born[h["a"]]
        ed = (
            ""
            if not h["ed"]
            else st.o("ed", ["%d/%d", "%d/%d", "numbered %d/%d", "No. %d from an edition of %d", "Nr. %d/%d"]) % h["ed"]
        )
        day = D(1995) + r.randrange(10500)
        d = dict(
            lid=code(r, "########"),
            hs=r.choice(houses),
            sale=r.choice(["Impressionist & Modern", "Prints & Multiples", "Art moderne", "Moderne Kunst", "Day Sale", "Online"]),
            sd=st.date(day),
            lot=str(r.randint(1, 480)),
            ar=name(st, *h["a"], key="an") + (" (%s %d)" % (st.o("b", ["b.", "né", "*"]), b) if st.o("bd", [0, 0, 0, 1]) else ""),
            ad="%d-%s" % (b, b + 50 + b % 37 if b < 1930 else ""),
            ti=ti if not t.hit("yt", 0.15) else ti + ", %d" % h["yr"],
            yr=str(h["yr"]) if not t.hit("ca", 0.2) else "c. %d" % h["yr"],
            me=h["m"][lg],
            dim=dim,
            ed=ed,
            sg=r.choice(["signed lower right", "signed and dated", "signé en bas à droite", "unsigned", "monogrammiert", ""]),
            el=g % lo,
            eh=g % (lo * 1.5),
            cur=r.choice(pool_of("EUR GBP USD CHF")),
            hp=g % int(lo * r.uniform(0.7, 3)) if r.random() < 0.65 else r.choice(["", "0", "bought in", "unsold"]),
            prov=h["prov"],
        )
        d = t.post(
            st,
            d,
            ("ar", "ti"),
            ("hs", "sale", "sd", "ad", "yr", "me", "sg", "el", "hp", "prov"),
            ("prov",),
            case=("ar", "ti", "me"),
        )
        return d

    return build(t, cols, make, render)


KINDS = {
    f.__name__: f
    for f in (
        tickets_de,
        assets_en,
        flotte_fr,
        sprawy_pl,
        trials_en,
        vacatures_nl,
        citations_en,
        patents_eu,
        fatture_it,
        kontoutdrag_sv,
        amostras_pt,
        partidos_es,
        lots_art,
    )
}


if __name__ == "__main__":
    write_tables(KINDS)
