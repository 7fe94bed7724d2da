#!/usr/bin/env python3
"""Makes tables of people and their memberships, with the things that their rows describe.

python3 people.py OUT FIRST LAST    # OUT/KIND-SEED/records.csv and truth.csv, for each kind and seeds FIRST..LAST-1
"""

import unicodedata

from shared import forms_of, pool_of, skewed, whole_number, write_tables

KINDS = {}


def kind(f):
    def table(r):
        columns, rows, _, is_link = f(r)
        r.shuffle(rows)
        cells = [[source] * is_link + values for _, source, values in rows]
        return ["source"] * is_link + columns, cells, [thing for thing, _, _ in rows]

    KINDS[f.__name__] = table
    return f


FL = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def flat(s):
    return unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFKD", s.translate(FL)) if not unicodedata.combining(c))
    )


def low(s):
    return flat(s).lower()


def moji(s):
    return s.encode("utf8").decode("latin-1").translate({i: None for i in range(128, 160)})


def alpha(s):
    c = next((c for c in s if c.isalpha()), "a")
    return (
        "аеинорстлкв" if "А" <= c <= "я" else "اليمنورهت" if "\u0600" <= c <= "\u06ff" else "aeinrstlou" if c < "\u0250" else ""
    )


def typo(r, s):
    A = alpha(s)
    P = [i for i in range(1, len(s)) if s[i].isalpha()]
    if not A or len(P) < 3:
        return s
    i = r.choice(P)
    k = r.random()
    if k < 0.3:
        return s[:i] + s[i + 1 :]
    if k < 0.5 and i + 1 < len(s) and s[i + 1].isalpha():
        return s[:i] + s[i + 1] + s[i] + s[i + 2 :]
    if k < 0.7:
        return s[:i] + s[i] + s[i:]
    c = r.choice(A)
    if s[i].isupper():
        c = c.upper()
    return s[:i] + c + s[i + (k < 0.88) :]


def case(s, m):
    return s.upper() if m == "U" else s.lower() if m == "L" else s


def date(r, a, b):
    return (r.randint(a, b), r.randint(1, 12), r.randint(1, 28))


def fd(d, f):
    return f.format(y=d[0], m=d[1], d=d[2], s=d[0] % 100)


DMY = ["{d:02}.{m:02}.{y}", "{d}.{m}.{y}", "{y}-{m:02}-{d:02}", "{d:02}.{m:02}.{s:02}", "{y}{m:02}{d:02}"]
SLA = ["{d:02}/{m:02}/{y}", "{y}-{m:02}-{d:02}", "{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d:02}/{m:02}/{y} 00:00"]


def swapsp(s):
    a = s.split()
    return " ".join(a[1:] + a[:1])


def ini(s):
    return " ".join(p[0] + "." for p in s.split())


def uuid(r):
    h = "%032x" % r.getrandbits(128)
    return "-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:]))


class Tab:
    def __init__(s, r, link=0.2, big=None, ph=("n/a", "-", "NULL")):
        s.r = r
        s.n = int(300 + 1200 * r.betavariate(1.5, 2.9))
        s.share = 0 if r.random() < 0.1 else r.uniform(0.05, 0.6)
        s.big = r.choice(big or [2, 2, 2, 3, 6])
        s.noise = r.choice([0.1, 0.4, 0.8, 1.2, 1.8])
        s.trap = r.choice([0, 0.1, 0.3, 0.6, 0.9])
        s.link = r.random() < link
        s.inner = r.choice([0, 0, 0.25])
        s.bal = r.choice([0.2, 0.5, 0.8])
        s.rt = {}
        s.cols_ = {}
        s.rows = []
        s.things = 0
        s.seen = {}
        s.ph = r.choice([""] * (2 * len(ph)) + list(ph))
        s.k = {}

    def more(s):
        return len(s.rows) < s.n

    def rate(s, c):
        if c not in s.rt:
            s.rt[c] = min(0.9, s.r.choice([0, 0.05, 0.15, 0.4, 0.8]) * s.noise)
        return s.rt[c]

    def hit(s, c):
        return s.r.random() < s.rate(c)

    def has(s, c, p=0.6):
        if c not in s.cols_:
            s.cols_[c] = s.r.random() < p
        return s.cols_[c]

    def opt(s, name, L):  # one choice a table
        if name not in s.k:
            s.k[name] = s.r.choice(L)
        return s.k[name]

    def sty(s, name, L, src=0):  # a choice per source, with slips to another style
        v = s.opt((name, src), L)
        return s.r.choice(L) if s.hit("sty" + name) and s.opt("mixsty" + name, [0, 1]) else v

    def tr(s):
        return s.r.random() < s.trap

    def far(s, space, key):
        key = low(key)
        K = [key] + [key[:i] + key[i + 1 :] for i in range(len(key))]
        D = s.seen.setdefault(space, {})
        if any(k in D for k in K):
            return False
        for k in K:
            D[k] = 1
        return True

    def new(s, space, fn, far=True):
        for _ in range(300):
            v = fn()
            if far and s.far(space, v):
                return v
            if not far and v not in s.seen.setdefault(space, {}):
                s.seen[space][v] = 1
                return v
        raise ValueError(space)

    def code(s, space, n):
        return s.new(space, lambda: whole_number(s.r, n))

    def emit(s, rec, th):
        r = s.r
        e = s.things
        s.things += 1
        n = 1
        if r.random() < s.share:
            n = 2
            while n < s.big and r.random() < (0.35 if s.big < 10 else 0.8):
                n += 1
        if s.link:
            S = [0, 1] + [1] * (n - 2 if s.inner else 0) if n > 1 else [int(r.random() < s.bal)]
            if n == 1 and s.share and r.random() < s.inner * 0.3:
                S *= 2
        else:
            S = [0] * n
        for i, x in enumerate(S):
            s.rows.append((e, x, rec(th, x, i)))

    def done(s, cols, src=("a", "b"), extra=()):
        r = s.r
        cols = [c for c in cols if s.cols_.get(c, True)]
        for name, fn in extra:
            if r.random() < 0.4:
                cols.insert(r.randint(len(cols) // 2, len(cols)), name)
                for _, _, w in s.rows:
                    w[name] = fn(w)
        if r.random() < 0.25:
            r.shuffle(cols)
        pc = [c for c in cols if r.random() < 0.6 and (s.ph[:2] != "00" or c[:3] in ("Geb", "Nas"))] if s.ph else []
        m = r.choice("...ls U")
        H = {c: c for c in cols}
        for c in cols:
            if m == "s":
                H[c] = (low(c) if c[0] < "\u0250" else c.lower()).replace(".", "").replace(" ", "_").replace("-", "_") or c
            if m == "l":
                H[c] = c.lower()
            if m == "U":
                H[c] = c.upper()
        out = []
        seen = {}
        for e, x, w in s.rows:
            v = [str(w.get(c, "") or "").strip() or (s.ph if c in pc else "") for c in cols]
            k = "\x1f".join(v).lower()
            if seen.setdefault(k, e) != e:
                continue  # never two things with equal rows
            out.append((e, src[x], v))
        if s.link and len({o[1]: 1 for o in out}) < 2:
            s.link = False
        return [H[c] for c in cols], out, s.things, s.link


def person(t, F, M, S, a, b, last=None, dobcol=True):
    r = t.r
    for k in range(400):
        sex = r.choice("fm")
        f = skewed(r, F if sex == "f" else M, 1.4)
        l = last if last and k < 200 else S(r, sex)
        if t.far("nm", f + " " + l):
            break
    else:
        raise ValueError("names")
    p = dict(sex=sex, f=f, l=l, hold=False)
    if dobcol:
        p["dob"] = t.new("dob", lambda: date(r, a, b), False)
    return p


# ------------------------------------------------------------------ Germany: patients of a practice
DEF = pool_of(
    "Anna Maria Ursula Monika Petra Sabine Karin Renate Helga Claudia Katharina Julia Laura Lena Sophie Hannah Emma Mia Johanna Elisabeth Gertrud Ilse Brigitte Christina Stefanie Nicole Franziska Melanie Ingeborg Waltraud Hildegard Gisela Birgit Martina Heike Susanne Kerstin Jasmin Aylin Fatma Nadine Miriam Theresa Charlotte Frieda Luisa Greta Svenja Wiebke Antje"
)
DEM = pool_of(
    "Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Günter Stefan Christian Uwe Werner Horst Frank Dieter Manfred Gerhard Hans Bernd Matthias Tobias Jan Lukas Leon Paul Jonas Felix Maximilian Elias Karl Heinrich Friedrich Rainer Sebastian Alexander Daniel Mehmet Mustafa Björn Sören Torsten Holger Markus Jörg Ralf Emil Anton Oskar Korbinian Moritz"
)
DEC = pool_of(
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler König Huber Kaiser Fuchs Peters Scholz Möller Weiß Jung Hahn Vogel Yılmaz Kaya Nowak Kowalski"
)
DEA = pool_of(
    "Stein Wald Berg Linden Hohen Alten Bruck Feld Eichen Buch Kirch Ober Nieder Grün Roth Schön Sand Mühl Lauter Wolfs Hasel Birken Kalten Brand Teich Acker Rosen Silber Kessel Hammer Weiden Thal Rauch Hirsch Vogel Gers Dörr Bären Winter Wester"
)
DEB = pool_of(
    "mann berg bach hof feld stein müller meier auer ner thal brecht haus horst hagen kamp bauer hardt macher reuter schläger hofer inger busch wald brink"
)


def dsur(r, sex=None):
    if r.random() < 0.35:
        return skewed(r, DEC)
    l = r.choice(DEA) + r.choice(DEB)
    return l + "-" + skewed(r, DEC) if r.random() < 0.04 else l


DEO = [
    ("Kassel", "34"),
    ("Fulda", "36"),
    ("Marburg", "35"),
    ("Göttingen", "37"),
    ("Münster", "48"),
    ("Würzburg", "97"),
    ("Bad Hersfeld", "36"),
    ("Lüneburg", "21"),
    ("Celle", "29"),
    ("Jena", "07"),
]
KAS = pool_of("AOK TK Barmer DAK IKK KKH Knappschaft HEK") + ["BKK Mobil", "AOK Hessen", "privat", "Debeka", "SBK"]


def umlaut(s):
    return s.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss").replace("Ö", "Oe").replace("Ü", "Ue")


def dstr(r):
    return r.choice(
        [
            r.choice(DEA) + r.choice(pool_of("straße weg gasse ring platz straße")),
            r.choice(["Am ", "Im ", "An der "]) + r.choice(DEA) + r.choice(pool_of("bach berg feld grund")),
        ]
    ) + " %d" % r.randint(1, 99)


@kind
def clinic_patients_de(r):
    t = Tab(r, ph=("unbekannt", "-", "00.00.0000"))
    towns = r.sample(DEO, r.choice([1, 3, 6]))
    merged = t.opt("mrg", [0, 0, 1])
    t.has("Versichertennr.", 0.5)
    t.has("Straße", 0.8)
    t.has("Telefon", 0.8)
    t.has("Ort", 0.9)
    t.has("PLZ", 0.7)
    t.has("Krankenkasse")
    t.has("Geschlecht")
    t.has("letzter Besuch")
    t.has("Bemerkung", 0.3)
    t.has("PatNr", 0.7)

    def addr():
        o = skewed(r, towns)
        return dict(
            st=dstr(r),
            ort=o[0],
            plz=o[1] + whole_number(r, 3),
            tel="0" + whole_number(r, 4) + "/" + whole_number(r, r.randint(4, 7)),
        )

    def rec(p, x, i):
        f, l, a = p["f"], p["l"], p["ad"]
        bad = 0
        if t.hit("umzug") and i:
            a = addr()
        st = a["st"]
        if t.hit("st"):
            st = r.choice(
                [st.replace("straße", "str."), st.replace("straße", "strasse"), typo(r, st), st.replace(" ", "", 1), umlaut(st)]
            )
        if t.hit("l"):
            l = r.choice([umlaut(l), typo(r, l), l.upper(), flat(l), typo(r, l), moji(l)])
            bad = 1
        elif i and p["sex"] == "f" and not p["hold"] and t.hit("heirat"):
            l = r.choice([dsur(r), l + "-" + skewed(r, DEC)])
            bad = 1
        if t.hit("f") and not p["hold"]:
            f = r.choice(
                [
                    typo(r, f),
                    umlaut(f),
                    f + r.choice(["-", " "]) + skewed(r, DEF if p["sex"] == "f" else DEM),
                    f[0] + "." if not bad else f,
                ]
            )
            bad = 1
        dob = fd(p["dob"], t.sty("d", DMY[:4] if t.opt("yy", [0, 1]) else DMY[:3], x))
        kv = p["kv"]
        if t.hit("kv0"):
            kv = ""
        elif kv and t.hit("dob0") and not p["hold"] and not bad:
            dob = ""
        if not bad and not merged and r.random() < t.rate("vert") * 0.1:
            f, l = l, f
        c = t.opt(("cs", x), pool_of("T T T U"))
        f, l = case(f, c), case(l, c)
        tel = a["tel"]
        if t.hit("tel"):
            tel = r.choice(
                [
                    "",
                    tel.replace("/", " "),
                    "+49 " + tel[1:].replace("/", " "),
                    "01" + whole_number(r, 2) + " " + whole_number(r, 7),
                    tel.replace("/", ""),
                ]
            )
        return {
            "PatNr": "%d" % r.randint(1000, 99999),
            "Name": l + ", " + f if merged else l,
            "Vorname": f,
            "Geburtsdatum": dob,
            "Geschlecht": "" if t.hit("g") else {"f": t.opt(("w", x), "wWF"), "m": "m"}[p["sex"]],
            "Straße": "" if t.hit("st0") else st,
            "PLZ": a["plz"] if not t.hit("plz0") else "",
            "Ort": a["ort"],
            "Telefon": tel,
            "Krankenkasse": skewed(r, KAS) if t.hit("kasse") else p["kasse"],
            "Versichertennr.": kv,
            "letzter Besuch": fd(date(r, 2012, 2024), DMY[0]),
            "Bemerkung": skewed(
                r, ["", "", "", "Hausbesuch", "Allergie Penicillin", "Befreit", "verzogen", "Rö-Bilder mitgeben", "DMP"]
            ),
        }

    def finish(p, ad):
        p["ad"] = ad
        p["kasse"] = skewed(r, KAS)
        p["kv"] = r.choice("ABCDEGHKLMNPRSTWXYZ") + t.code("kv", 9)
        return p

    while t.more():
        ad = addr()
        p = finish(person(t, DEF, DEM, dsur, 1925, 2018), ad)
        G = [p]
        if t.tr():
            for _ in range(r.choice([1, 1, 2, 3])):
                q = finish(person(t, DEF, DEM, dsur, 1930, 2022, p["l"]), ad)
                q["kasse"] = p["kasse"]
                if r.random() < 0.2:
                    q["dob"] = p["dob"]  # twins
                G.append(q)
            if r.random() < 0.3:  # father and son / namesake
                q = finish(dict(p), r.choice([ad, addr()]))
                q["dob"] = t.new(
                    "dob", lambda: (min(2020, p["dob"][0] + r.randint(18, 45)), r.randint(1, 12), r.randint(1, 28)), False
                )
                G.append(q)
            for q in G:
                q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["PatNr", "Name"]
        + ([] if merged else ["Vorname"])
        + [
            "Geburtsdatum",
            "Geschlecht",
            "Straße",
            "PLZ",
            "Ort",
            "Telefon",
            "Krankenkasse",
            "Versichertennr.",
            "letzter Besuch",
            "Bemerkung",
        ],
        ("praxis", "labor"),
        [
            ("Status", lambda w: skewed(r, ["aktiv", "inaktiv", "verstorben"], 3)),
            ("angelegt am", lambda w: fd(date(r, 2001, 2024), DMY[0])),
            ("Arzt", lambda w: skewed(r, ["Dr. Brandt", "Dr. Amiri", "Vertretung"])),
        ],
    )


# ------------------------------------------------------------------ UK school: pupils, siblings, guardians
ENF = pool_of(
    "Olivia Amelia Isla Ava Mia Ivy Lily Isabella Rosie Sophia Grace Freya Willow Florence Emily Ella Poppy Evie Elsie Charlotte Evelyn Sienna Daisy Phoebe Harper Zara Aisha Fatima Maryam Khadija Niamh Eilidh Megan Bethany Abigail Hannah Jessica Georgia Imogen Beatrice Nancy Matilda Rebecca Katherine Elizabeth Margaret Victoria Alexandra Samantha Priya Ananya"
)
ENM = pool_of(
    "Noah Oliver George Arthur Muhammad Leo Harry Oscar Archie Henry Theodore Freddie Jack Charlie Theo Alfie Jacob Thomas Finley Arlo William Lucas Roman Tommy Isaac Teddy Alexander Luca Edward James Joshua Samuel Joseph Benjamin Daniel Matthew Christopher Nicholas Robert Zachary Ibrahim Yusuf Rohan Arjun Callum Rhys Dylan Ewan Declan Patrick"
)
ENC = pool_of(
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Patel Khan Hughes Edwards Hussain Ali Ahmed Lewis Harris Singh Begum Murphy Kelly OSullivan Campbell Stewart MacDonald Okafor Mensah Nowak"
)
ENA = pool_of(
    "Ash Brad Hart Whit Thorn Black Long Kings Chat North Sutt Hamp Wor Penn Lang Row Ald Cran Hal Mar Brom Stan Win Ster Ful Tre Pol Car Dun Ect Had Lock Mid Nor Rad Shel Thur Wake Ux Bar"
)
ENB = pool_of("well ton ley field worth wood bury shaw ham ford by thorpe combe land ridge more ster croft stead burn man son")


def esur(r, sex=None):
    return skewed(r, ENC).replace("OS", "O'S") if r.random() < 0.4 else r.choice(ENA) + r.choice(ENB)


NICK = dict(
    x.split(":")
    for x in pool_of(
        "Elizabeth:Lizzie Katherine:Kate Margaret:Maggie Victoria:Vicky Alexandra:Lexi Samantha:Sam Jessica:Jess Abigail:Abi Rebecca:Becky Charlotte:Lottie Isabella:Bella Theodore:Ted Thomas:Tom William:Will Alexander:Alex Edward:Eddie James:Jamie Joshua:Josh Samuel:Sammy Joseph:Joe Benjamin:Ben Daniel:Danny Matthew:Matt Christopher:Chris Nicholas:Nick Robert:Rob Zachary:Zac Muhammad:Mo Matilda:Tilly Henry:Hal Oliver:Ollie Frederick:Fred Patrick:Paddy Jacob:Jake"
    )
)
EST = pool_of("Road Street Lane Avenue Close Drive Way Crescent Gardens Grove")
EAB = dict(zip(EST, pool_of("Rd St Ln Ave Cl Dr Way Cres Gdns Gr")))
MAIL = pool_of("gmail.com gmail.com hotmail.co.uk yahoo.co.uk outlook.com btinternet.com icloud.com sky.com")


@kind
def school_pupils_uk(r):
    t = Tab(r, 0.3, [2, 2, 3, 6])
    upn = t.has("UPN", 0.45)
    gdob = t.has("DOB", 0.75) or not upn
    t.cols_["DOB"] = gdob
    for c, p in (
        ("Known As", 0.4),
        ("Guardian", 0.85),
        ("Guardian Phone", 0.7),
        ("Guardian Email", 0.6),
        ("Address", 0.6),
        ("Postcode", 0.6),
        ("Form", 0.7),
        ("Year", 0.8),
        ("Gender", 0.4),
        ("Dietary", 0.3),
        ("Admission No", 0.4),
    ):
        t.has(c, p)
    PC = ["%s%d" % (r.choice(pool_of("BS NE SK LS CF EH OX M")), r.randint(1, 20)) for _ in range(3)]
    one = t.opt("one", [0, 0, 1])

    def home(l):
        g = r.choice(["Mrs", "Mr", "Ms", "Dr"])
        gf = skewed(r, ENM if g == "Mr" else ENF)
        gl = l if r.random() < 0.8 else esur(r)
        return dict(
            g=(g, gf, gl),
            ph="07" + whole_number(r, 9),
            em=t.new(
                "em",
                lambda: (
                    low(r.choice([gf + "." + gl, gf[0] + gl, gl + gf]).replace("'", ""))
                    + str(r.randint(1, 99))
                    + "@"
                    + skewed(r, MAIL)
                ),
            ),
            ad="%d %s %s" % (r.randint(1, 180), r.choice(ENA) + r.choice(ENB), r.choice(EST)),
            pc=skewed(r, PC) + " " + r.choice("123456789") + r.choice("ABDEFGHJLN") + r.choice("ABDEFGHJLN"),
        )

    def rec(p, x, i):
        h = p["h"]
        f, l = p["f"], p["l"]
        known = NICK.get(f, "") if r.random() < 0.5 else ""
        if i and t.hit("move"):
            h = dict(h, ad=home(l)["ad"], pc=home(l)["pc"])
        if i and t.hit("g2"):
            h = dict(h, g=home(l)["g"], em=home(l)["em"], ph="07" + whole_number(r, 9))
        if t.hit("l"):
            l = r.choice(
                [
                    typo(r, l),
                    l + "-" + h["g"][2] if h["g"][2] != l else typo(r, l),
                    l.upper(),
                    l.replace("'", "").replace("Mac", "Mc"),
                ]
            )
        if t.hit("f"):
            f = r.choice(
                [NICK.get(f, f), typo(r, f) if not p["hold"] else f, f + " " + skewed(r, ENF if p["sex"] == "f" else ENM)]
            )
        g = h["g"]
        gs = t.opt(("gs", x), ["{0} {1} {2}", "{1} {2}", "{0} {3} {2}", "{2}, {1}"]).format(*g, g[1][0])
        ph = h["ph"]
        yr = 2024 - p["dob"][0] - 5 + (p["dob"][1] < 9)
        if t.hit("ph"):
            ph = r.choice(["", ph[:5] + " " + ph[5:], "+44 " + ph[1:], ph[:5] + "-" + ph[5:8] + "-" + ph[8:]])
        ad = h["ad"]
        if t.hit("ad"):
            ad = r.choice(["", ad.replace(ad.split()[-1], EAB[ad.split()[-1]]), ad.upper(), typo(r, ad)])
        if t.opt(("yago", x), [0, 0, 1]) or (i and t.hit("roll")):
            yr -= 1
        u = p["upn"]
        d = fd(p["dob"], t.sty("d", SLA, x))
        if t.hit("u0") and (gdob or not p["hold"]):
            u = ""
        elif upn and t.hit("d0") and not p["hold"]:
            d = ""
        c = t.opt(("c", x), "TTTTU")
        f, l = case(f, c), case(l, c)
        return {
            "Surname": l,
            "Forename": f,
            "Pupil": l + ", " + f if t.opt("po", [0, 1]) else f + " " + l,
            "Known As": known,
            "DOB": d,
            "Gender": p["sex"].upper(),
            "Year": t.opt(("ys", x), ["{}", "Year {}", "Y{}", "Yr {}"]).format(max(yr, 0)),
            "Form": "%d%s" % (max(yr, 0), p["fm"]),
            "UPN": u,
            "Admission No": str(r.randint(3000, 9999)) if not t.hit("adm") else "",
            "Guardian": gs if not t.hit("g0") else "",
            "Guardian Phone": ph,
            "Guardian Email": h["em"] if not t.hit("e0") else "",
            "Address": ad,
            "Postcode": h["pc"].replace(" ", "") if t.hit("pc") else h["pc"],
            "Dietary": skewed(r, ["", "Halal", "Vegetarian", "Nut allergy", "None"], 3),
        }

    while t.more():
        p = person(t, ENF, ENM, esur, 2006, 2019)
        p["h"] = home(p["l"])
        G = [p]
        if t.tr():
            for _ in range(r.choice([1, 1, 1, 2])):
                q = person(t, ENF, ENM, esur, 2006, 2019, p["l"])
                q["h"] = p["h"]
                G.append(q)
                if r.random() < 0.15:
                    q["dob"] = p["dob"]
            if r.random() < 0.15:
                q = dict(p, h=home(p["l"]), dob=t.new("dob", lambda: date(r, 2006, 2019), False))
                G.append(q)
            for q in G:
                q["hold"] = True
        for q in G:
            q["upn"] = r.choice("ABCDEFGH") + t.code("upn", 12)
            q["fm"] = r.choice(["A", "B", "C", "K", "M"])
            t.emit(rec, q)
    return t.done(
        ["Admission No", "UPN"]
        + (["Pupil"] if one else ["Surname", "Forename"])
        + [
            "Known As",
            "DOB",
            "Gender",
            "Year",
            "Form",
            "Guardian",
            "Guardian Phone",
            "Guardian Email",
            "Address",
            "Postcode",
            "Dietary",
        ],
        ("mis", "afterschool"),
        [
            ("Status", lambda w: skewed(r, ["On roll", "Leaver", "Guest"], 3)),
            ("Photo consent", lambda w: r.choice("YN")),
            ("Record GUID", lambda w: uuid(r)),
            ("SEN", lambda w: skewed(r, ["", "K", "E"], 3)),
        ],
    )


# ------------------------------------------------------------------ France: alumni (mail or name + year)
FRF = pool_of(
    "Marie Camille Léa Manon Chloé Julie Sophie Isabelle Nathalie Céline Aurélie Émilie Hélène Anne-Laure Claire Mathilde Pauline Sarah Inès Laure Charlotte Caroline Delphine Stéphanie Virginie Valérie Élodie Anaïs Marion Agathe Florence Béatrice Marie-Claire Juliette Noémie Solène Gaëlle Maëlle Yasmine Amandine"
)
FRM = pool_of(
    "Pierre Jean Nicolas Thomas Julien Antoine Alexandre Guillaume François Benoît Jérôme Sébastien Rémi Mathieu Maxime Romain Vincent Hugo Louis Jean-Baptiste Frédéric Stéphane Olivier Philippe Laurent Étienne Cédric Loïc Arnaud Damien Karim Mehdi Bastien Quentin Clément Gaëtan Yann Thibault Grégoire Xavier"
)
FRC = pool_of(
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefèvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Lefebvre Faure Mercier Blanc Guérin Boyer Garnier Chevalier Legrand Gauthier Garcia Perrin Clément"
)
FRA = pool_of(
    "Beau Mont Cham Bell Vill Ger Lam Ros Cas Del Des Dur Font Gran Lac Mar Nor Per Pel Rou Saul Ten Vau Ver Bar Bour Cler Fau Hau Jou Laf Mal Pou Tail Tru Val Bou Cour Que Mich"
)
FRB = pool_of("eret eau ard igny illon ier onnet el aud ert in ot oux ières ault ois ange aine ac elle igne and ellier")


def fsur(r, sex=None):
    if r.random() < 0.35:
        return skewed(r, FRC)
    return r.choice(["", "", "", "", "", "", "", "", "de ", "Le ", "du "]) + r.choice(FRA) + r.choice(FRB)


FRCO = [
    a + b
    for a in pool_of("Alti Nova Eco Syn Tele Cap Bio Media Info Euro Geo Axi")
    for b in pool_of("tech gie com val sys pharma conseil bat")
]
FRV = pool_of("Paris Lyon Lille Nantes Bordeaux Toulouse Rennes Grenoble Strasbourg Nancy Montpellier Londres Bruxelles Genève")


@kind
def alumni_fr(r):
    t = Tab(r, 0.3)
    tell = t.opt("tell", ["mail", "promo", "both"])
    dip = pool_of("Ingénieur Master MBA Mastère Licence Doctorat")
    for c, p in (
        ("Civilité", 0.5),
        ("Nom d'usage", 0.5),
        ("Société", 0.7),
        ("Fonction", 0.6),
        ("Ville", 0.6),
        ("Diplôme", 0.6),
        ("Téléphone", 0.5),
        ("Spécialité", 0.3),
    ):
        t.has(c, p)
    t.cols_["Courriel"] = tell != "promo"
    t.cols_["Promotion"] = tell != "mail"
    one = t.opt("one", [0, 0, 1])

    def job(f, l):
        co = skewed(r, FRCO, 1.5)
        return dict(
            co=co,
            fn=r.choice(
                [
                    "Chef de projet",
                    "Directeur",
                    "Consultant",
                    "Ingénieur R&D",
                    "Responsable achats",
                    "Data scientist",
                    "Gérant",
                    "Chargé de mission",
                    "DAF",
                ]
            ),
            v=skewed(r, FRV),
        )

    def rec(p, x, i):
        f, l = p["f"], p["l"]
        j = p["j"] if not (i and t.hit("job")) else job(f, l)
        us = p["us"]
        bad = 0
        if us and t.has("Nom d'usage"):
            u = us if t.opt(("u", x), [0, 1, 1]) else ""
        else:
            u = ""
        if us and not p["hold"] and i and t.hit("marie") and tell != "promo":
            l = r.choice([us, l + "-" + us, l + " ép. " + us])
            bad = 1
        elif t.hit("l"):
            l = r.choice([typo(r, l), flat(l), l.replace("-", " "), l.replace(" ", ""), moji(l)])
            bad = 1
        if t.hit("f"):
            f = r.choice(
                [
                    flat(f),
                    f.replace("-", " "),
                    typo(r, f) if not p["hold"] else f,
                    f[0] + "." if not p["hold"] and not bad and tell != "promo" else f,
                    f.split("-")[0] if not p["hold"] else f,
                ]
            )
        l = l.upper() if t.opt(("cs", x), [0, 1, 1]) else l
        pr = t.sty("pr", ["{}", "P{}", "Promo {}"], x).format(p["y"])
        em = p["em"]
        if i and em and t.hit("em") and tell == "both":
            em = p["em2"]
        elif tell == "both" and t.hit("em0"):
            em = ""
        elif tell == "both" and t.hit("pr0") and not p["hold"]:
            pr = ""
        tel = (
            p["tel"]
            if not t.hit("tel")
            else r.choice(["", "+33 " + p["tel"][1:].replace(".", " "), p["tel"].replace(".", ""), "06" + whole_number(r, 8)])
        )
        return {
            "Civilité": {"f": r.choice(["Mme", "Mlle"]) if t.hit("civ") else "Mme", "m": "M."}[p["sex"]],
            "Nom": l + " " + f if one else l,
            "Nom d'usage": u,
            "Prénom": f,
            "Promotion": pr,
            "Diplôme": p["dip"] if not t.hit("dip") else "",
            "Courriel": em.upper() if t.hit("emc") else em,
            "Société": case(j["co"], r.choice("UTL")) if t.hit("co") else j["co"].title(),
            "Fonction": j["fn"] if not t.hit("fn") else "",
            "Ville": j["v"] if not t.hit("v") else r.choice(["", skewed(r, FRV)]),
            "Téléphone": tel,
            "Spécialité": p["sp"],
        }

    def mk(p, y=None, j=None):
        p["y"] = y or r.randint(1965, 2023)
        p["j"] = j or job(p["f"], p["l"])
        p["us"] = fsur(r) if p["sex"] == "f" and r.random() < 0.4 else ""
        b = low(p["f"] + "." + p["l"]).replace(" ", "")
        p["em"] = t.new(
            "em",
            lambda: (
                r.choice([b, b[0] + b.split(".")[1], b.replace(".", "_")])
                + r.choice(["", str(r.randint(60, 99))])
                + "@"
                + (
                    p["j"]["co"] + ".fr"
                    if r.random() < 0.3
                    else skewed(
                        r,
                        pool_of(
                            "gmail.com orange.fr free.fr laposte.net wanadoo.fr hotmail.fr yahoo.fr alumni.insa.fr sfr.fr neuf.fr"
                        ),
                    )
                ).lower()
            ),
        )
        p["em2"] = t.new(
            "em",
            lambda: (
                b.split(".")[1] + str(r.randint(100, 9999)) + "@" + skewed(r, pool_of("gmail.com outlook.fr proton.me free.fr"))
            ),
        )
        p["dip"] = skewed(r, dip)
        p["sp"] = skewed(r, pool_of("Génie-civil Informatique Chimie Mécanique Finance Matériaux Droit"))
        p["tel"] = "06" + "".join("." + whole_number(r, 2, "0123456789") for _ in range(4))
        return p

    while t.more():
        p = mk(person(t, FRF, FRM, fsur, 0, 0, dobcol=False))
        G = [p]
        if t.tr():
            k = r.random()
            if k < 0.4:
                G.append(mk(person(t, FRF, FRM, fsur, 0, 0, p["l"], False), r.choice([p["y"], None])))  # sibling
            elif k < 0.7:
                G += [
                    mk(person(t, FRF, FRM, fsur, 0, 0, None, False), p["y"], p["j"]) for _ in range(r.randint(1, 4))
                ]  # colleagues, same year
            else:
                G.append(mk(dict(p), p["y"] + r.choice([-1, 1]) * r.randint(11, 25)))  # namesakes
            if k >= 0.7 or k < 0.4:
                for q in G:
                    q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["Civilité", "Nom", "Nom d'usage"]
        + ([] if one else ["Prénom"])
        + ["Promotion", "Diplôme", "Spécialité", "Courriel", "Téléphone", "Société", "Fonction", "Ville"],
        ("annuaire", "evenement"),
        [
            ("Cotisation", lambda w: skewed(r, ["à jour", "non", "à vie"])),
            ("Date MAJ", lambda w: fd(date(r, 2008, 2024), SLA[0])),
            ("Pays", lambda w: skewed(r, ["France", "FR", ""], 3)),
            ("NPAI", lambda w: skewed(r, ["", "x"], 4)),
        ],
    )


# ------------------------------------------------------------------ Brazil: voters (mother's name, birth, titulo)
BRF = pool_of(
    "Maria Ana Francisca Antônia Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana Vanessa Mariana Gabriela Vera Vitória Larissa Cláudia Beatriz Rita Luana Sônia Renata Eliane Conceição Raimunda Terezinha Lúcia"
)
BRM = pool_of(
    "José João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Luís Gabriel Rafael Daniel Marcelo Bruno Eduardo Felipe Raimundo Rodrigo Manoel Mateus André Fernando Fábio Leonardo Gustavo Guilherme Leandro Tiago Anderson Ricardo Márcio Jorge Sebastião"
)
BRS = pool_of(
    "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira Araújo Pinto Cavalcante Moura Batista Campos Monteiro Bezerra Figueiredo Pacheco Siqueira Queiroz Peixoto Guimarães Vasconcelos"
)
BRMID = pool_of(
    "Aparecida Cristina das_Graças de_Fátima Luíza Helena Regina Henrique Augusto Roberto César Eduardo Carlos Vinícius do_Socorro de_Lourdes Cecília Wellington Otávio Damião"
)


@kind
def voters_br(r):
    t = Tab(r, 0.15, [2, 2, 2, 3], ph=("NÃO INFORMADO", "-", "00/00/0000"))
    tit = t.has("Título", 0.5)
    t.has("Nome da Mãe", 0.85)
    dobc = t.has("Nascimento", 0.85)
    if not tit:
        t.cols_["Nascimento"] = t.cols_["Nome da Mãe"] = True
    for c, p in (
        ("Zona", 0.8),
        ("Seção", 0.8),
        ("Município", 0.7),
        ("Local de Votação", 0.4),
        ("Sexo", 0.5),
        ("Nome do Pai", 0.3),
        ("Biometria", 0.3),
    ):
        t.has(c, p)
    cities = r.sample(
        [
            "São Luís",
            "Petrolina",
            "Juazeiro",
            "Caruaru",
            "Feira de Santana",
            "Itabuna",
            "Ilhéus",
            "Goiânia",
            "Anápolis",
            "Uberlândia",
            "Araçatuba",
            "Maringá",
        ],
        4,
    )
    up = t.opt("up", [1, 1, 1, 0])
    lig = lambda: r.choice(["", "", " da", " de", " dos"])

    def full(sex, s1=None, s2=None):
        return (
            skewed(r, BRF if sex == "f" else BRM, 1.3)
            + (" " + r.choice(BRMID).replace("_", " ") if r.random() < 0.45 else "")
            + lig()
            + " "
            + (s1 or skewed(r, BRS, 1.5))
            + (lig() + " " + (s2 or skewed(r, BRS, 1.5)))
        )

    def loc():
        z = r.randint(1, 180)
        return dict(
            z="%03d" % z,
            s="%04d" % r.randint(1, 600),
            m=skewed(r, cities),
            l=r.choice(["E. M. ", "Escola Estadual ", "Colégio ", "Grupo Escolar "]) + full("m").title(),
        )

    def abbr(s):
        a = s.split()
        k = [i for i in range(1, len(a) - 1) if len(a[i]) > 3]
        if k:
            i = r.choice(k)
            a[i] = a[i][0] + r.choice([".", ""])
        return " ".join(a)

    def nm(s, c, hold):
        if not t.hit(c):
            return s
        return r.choice(
            [
                abbr(s),
                typo(r, s) if not hold else s,
                s.replace(" da ", " ").replace(" de ", " ").replace(" dos ", " "),
                s.replace("Souza", "Sousa")
                .replace("Luiz", "Luís")
                .replace("Luíza", "Luiza")
                .replace("Manoel", "Manuel")
                .replace("Teixeira", "Texeira"),
                flat(s),
                s[: t.opt("tr", [22, 26, 30])] if not hold else s,
            ]
        )

    def rec(p, x, i):
        o = p["o"] if not (i and t.hit("transf")) else loc()
        n = nm(p["n"], "n", p["hold"])
        m = nm(p["m"], "m", False)
        ti = p["t"]
        d = p["dob"]
        if i and p["sex"] == "f" and not p["hold"] and t.hit("casou"):
            n = n + " " + skewed(r, BRS)
        ds = fd(d, t.sty("d", SLA[:3], x))
        lose = r.choice("tdmm-")
        if lose == "t" and t.hit("t0") and dobc:
            ti = ""
        if lose == "d" and t.hit("d0") and tit:
            ds = ""
        if lose == "m" and t.hit("m0") and (tit or dobc):
            m = r.choice(["", "Não consta"])
        if t.sty("tf", [0, 0, 1], x) and ti:
            ti = ti[:4] + " " + ti[4:8] + " " + ti[8:]
        if up:
            n, m = flat(n).upper() if t.opt("fl", [0, 1]) else n.upper(), m.upper()
        return {
            "Título": ti,
            "Nome": n,
            "Nascimento": ds,
            "Sexo": {"f": "F", "m": "M"}[p["sex"]] if t.opt("sx", [0, 1]) else {"f": "FEMININO", "m": "MASCULINO"}[p["sex"]],
            "Nome da Mãe": m,
            "Nome do Pai": case(p["pai"], "U" if up else "") if not t.hit("p0") else "",
            "Zona": o["z"] if not t.hit("z") else str(int(o["z"])),
            "Seção": o["s"] if not t.hit("s") else str(int(o["s"])),
            "Município": o["m"].upper() if up else o["m"],
            "Local de Votação": o["l"] if not t.hit("lv") else o["l"].upper()[:20],
            "Biometria": r.choice("SN"),
        }

    while t.more():
        s1, s2 = skewed(r, BRS, 1.3), skewed(r, BRS, 1.3)
        m = t.new("ma", lambda: full("f", None, s1))
        pai = full("m", None, s2)
        o = loc()
        G = []
        for _ in range(1 if not t.tr() else r.choice([2, 2, 3, 5])):
            sx = r.choice("fm")
            G.append(
                dict(
                    sex=sx,
                    n=t.new("nm", lambda: full(sx, s1, s2)),
                    m=m,
                    pai=pai,
                    o=r.choice([o, loc()]),
                    dob=t.new("dob", lambda: date(r, 1935, 2007), False),
                )
            )
        if t.tr() and r.random() < 0.5:
            g = G[0]
            G.append(
                dict(
                    g,
                    m=t.new("ma", lambda: full("f")),
                    dob=t.new("dob", lambda: date(r, 1935, 2007), False),
                    n=g["n"] + r.choice(["", " Filho", " Neto", " Júnior"]) if g["sex"] == "m" else g["n"],
                    o=r.choice([o, loc()]),
                )
            )
        if len(G) > 1 and r.random() < 0.15:
            G[1]["dob"] = G[0]["dob"] if G[0]["n"] != G[1]["n"] and G[0]["m"] == G[1]["m"] else G[1]["dob"]
        for g in G:
            g["hold"] = len(G) > 1
            g["t"] = t.code("ti", 12)
            t.emit(rec, g)
    return t.done(
        [
            "Título",
            "Nome",
            "Nascimento",
            "Sexo",
            "Nome da Mãe",
            "Nome do Pai",
            "Município",
            "Zona",
            "Seção",
            "Local de Votação",
            "Biometria",
        ],
        ("cadastro", "lista_antiga"),
        [
            ("Situação", lambda w: skewed(r, ["REGULAR", "CANCELADO", "SUSPENSO"], 3)),
            ("UF", lambda w: "BR"),
            ("Dt. Alistamento", lambda w: fd(date(r, 1986, 2023), SLA[0])),
            ("Grau de Instrução", lambda w: skewed(r, ["FUNDAMENTAL", "MÉDIO", "SUPERIOR", "LÊ E ESCREVE"])),
        ],
    )


# ------------------------------------------------------------------ Russia: blood donors, many visits
RUM = pool_of(
    "Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Артём Николай Владимир Павел Роман Виктор Игорь Олег Юрий Константин Денис Антон Фёдор Пётр Григорий Семён Тимур Руслан Кирилл Борис Геннадий"
)
RUF = pool_of(
    "Елена Ольга Наталья Анна Татьяна Ирина Екатерина Мария Светлана Юлия Анастасия Марина Дарья Людмила Галина Надежда Валентина Оксана Алёна Ксения Вера Лариса Полина Софья Алина Гульнара Нина Тамара Виктория Кристина"
)
RUP = {
    "Илья": "Ильич",
    "Сергей": "Сергеевич",
    "Андрей": "Андреевич",
    "Алексей": "Алексеевич",
    "Евгений": "Евгеньевич",
    "Николай": "Николаевич",
    "Игорь": "Игоревич",
    "Юрий": "Юрьевич",
    "Дмитрий": "Дмитриевич",
    "Григорий": "Григорьевич",
    "Геннадий": "Геннадьевич",
    "Михаил": "Михайлович",
    "Павел": "Павлович",
    "Пётр": "Петрович",
}
RUR = pool_of(
    "Иван Смирн Кузнец Поп Васильев Петр Сокол Михайл Новик Фёдор Мороз Волк Алексе Лебед Семён Егор Павл Козл Степан Никола Орл Андре Макар Захар Зайц Солов Борис Яковл Григор Роман Вороб Серге Кузьм Фрол Гус Титар Белоус Карп Панфил Щерб Жур Шубин Черн Ряб Мясник Хохл Дроб Ерш Галк Тихон Лук Быстр Самойл Нест Буд Прох Щук Кривош Мельник Тарас"
)
TRL = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        pool_of("a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"),
    )
)


def rutr(s):
    return "".join(
        (TRL[c.lower()].replace("_", "").capitalize() if c.isupper() else TRL[c.lower()].replace("_", ""))
        if c.lower() in TRL
        else c
        for c in s
    )


def rsur(r, sex):
    b = r.choice(RUR) + r.choice(pool_of("ов ов ев ин ский ко еев анов енко ук ихин ышев аров ушкин"))
    return b if b.endswith(("ко", "ук")) or sex == "m" else b[:-2] + "ая" if b.endswith("ский") else b + "а"


@kind
def blood_donors_ru(r):
    t = Tab(r, 0.15, [2, 3, 6, 6, 30], ph=("нет", "-", "н/д"))
    one = t.opt("one", [1, 1, 0])
    t.has("Код донора", 0.3)
    t.has("Телефон", 0.7)
    for c, p in (
        ("Пол", 0.4),
        ("Группа крови", 0.8),
        ("Резус", 0.7),
        ("Адрес", 0.5),
        ("Объём, мл", 0.5),
        ("Вид донации", 0.5),
        ("Дата донации", 0.8),
        ("№ карты", 0.4),
        ("Hb", 0.4),
    ):
        t.has(c, p)
    translit = t.opt("tl", [0, 0, 0, 0.05, 0.3])

    def pat(sex):
        m = skewed(r, RUM)
        p = RUP.get(m, m + "ович")
        return p if sex == "m" else p[:-2] + "на" if p != "Ильич" else "Ильинична"

    def adr():
        return (
            "ул. "
            + r.choice(RUR)
            + r.choice(["ская", "овская", "инская"])
            + ", д. %d, кв. %d" % (r.randint(1, 120), r.randint(1, 200))
        )

    def rec(p, x, i):
        l, f, o = p["l"], p["f"], p["o"]
        a = p["a"] if not (i and t.hit("a")) else adr()
        tel = p["tel"]
        if t.hit("l"):
            l = r.choice([typo(r, l), l.replace("ё", "е"), l.upper(), typo(r, l)])
        elif i and p["sex"] == "f" and not p["hold"] and t.hit("zam"):
            l = rsur(r, "f")
        if t.hit("f"):
            f = r.choice(
                [
                    f.replace("ё", "е"),
                    f.replace("Наталья", "Наталия").replace("Софья", "София"),
                    typo(r, f) if not p["hold"] else f,
                ]
            )
        if t.hit("ini") and not p["hold"] and l[:2].lower() == p["l"][:2].lower():
            f, o = f[0] + ".", o[0] + "."
        elif t.hit("o"):
            o = r.choice(["" if not p["hold"] else o, typo(r, o)])
        if r.random() < translit:
            l, f, o, a = rutr(l), rutr(f), rutr(o), rutr(a)
        c = t.opt(("cs", x), "TTU")
        l = case(l, c)
        if t.hit("tel"):
            tel = r.choice(
                [
                    "",
                    "+7" + tel[1:],
                    tel[0] + " (" + tel[1:4] + ") " + tel[4:7] + "-" + tel[7:9] + "-" + tel[9:],
                    tel[1:],
                    "89" + whole_number(r, 9) if i else tel,
                ]
            )
        g = p["g"]
        gs = t.sty("gr", ["{0}", "{1}"], x).format(pool_of("I II III IV")[g], pool_of("0(I) A(II) B(III) AB(IV)")[g])
        return {
            "Код донора": p["k"] if not t.hit("k0") else "",
            "Фамилия": l,
            "Имя": f,
            "Отчество": o,
            "ФИО": " ".join(pool_of(l + " " + f + " " + o)),
            "Дата рождения": fd(p["dob"], t.sty("d", DMY[:4], x)),
            "Пол": {"f": "Ж", "m": "М"}[p["sex"]] if not t.hit("pol") else "",
            "Группа крови": gs if not t.hit("g0") else "",
            "Резус": t.opt(("rh", x), ["Rh+ Rh-", "+ -", "пол. отр.", "положительный отрицательный"]).split()[p["rh"]]
            if not t.hit("rh0")
            else "",
            "Телефон": tel,
            "Адрес": r.choice(["", typo(r, a), a.replace("ул. ", "").replace("д. ", "").replace("кв. ", "")])
            if t.hit("af")
            else a,
            "Дата донации": fd(date(r, 2015, 2024), DMY[0]),
            "Объём, мл": r.choice(pool_of("450 450 450 600 300 150")),
            "Вид донации": skewed(r, ["цельная кровь", "плазма", "тромбоциты"]),
            "№ карты": whole_number(r, 6),
            "Hb": str(r.randint(118, 172)),
        }

    def mk(p, pt=None, a=None):
        p["o"] = pt or pat(p["sex"])
        p["a"] = a or adr()
        p["tel"] = "89" + t.code("tel", 9)
        p["g"] = int(4 * r.random() ** 1.4)
        p["rh"] = int(r.random() < 0.15)
        p["k"] = t.code("kd", 7)
        return p

    while t.more():
        p = mk(person(t, RUF, RUM, rsur, 1955, 2005))
        G = [p]
        if t.tr():
            if r.random() < 0.5:
                fem = p["sex"]
                for _ in range(r.randint(1, 2)):
                    q = person(
                        t, RUF if fem == "f" else RUM, RUF if fem == "f" else RUM, lambda r, s: rsur(r, fem), 1955, 2005, p["l"]
                    )
                    q["sex"] = fem
                    G.append(mk(q, p["o"], r.choice([p["a"], None])))
                if r.random() < 0.2:
                    G[1]["dob"] = p["dob"]
            else:
                G.append(mk(dict(p, dob=t.new("dob", lambda: date(r, 1955, 2005), False)), r.choice([p["o"], None])))
            for q in G:
                q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["№ карты", "Код донора"]
        + (["ФИО"] if one else ["Фамилия", "Имя", "Отчество"])
        + ["Дата рождения", "Пол", "Группа крови", "Резус", "Телефон", "Адрес", "Дата донации", "Вид донации", "Объём, мл", "Hb"],
        ("станция", "выезд"),
        [
            ("Статус", lambda w: skewed(r, ["допущен", "отвод", "первичный"])),
            ("Врач", lambda w: skewed(r, ["Ким В.А.", "Орлова Т.Н.", "Бек А.С."])),
            ("Почётный", lambda w: skewed(r, ["нет", "да"], 3)),
        ],
    )


# ------------------------------------------------------------------ Sweden: tenants (name + address tells)
SVF = pool_of(
    "Anna Eva Maria Karin Kristina Lena Emma Kerstin Sara Malin Ingrid Elin Linnéa Marie Birgitta Annika Åsa Jenny Ulla Sofia Johanna Susanne Hanna Ida Monica Gunilla Frida Amira Zahra Hodan"
)
SVM = pool_of(
    "Lars Mikael Anders Johan Erik Per Karl Peter Jan Thomas Daniel Fredrik Andreas Hans Magnus Stefan Mats Bengt Jonas Björn Göran Håkan Åke Sven Niklas Mohamed Ali Gustav Oskar Viktor"
)
SVC = pool_of(
    "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Carlsson Petersson Lindberg Magnusson"
)
SVA = pool_of(
    "Lind Berg Sand Ek Björk Gran Söder Norr Öst Väst Hög Sjö Ström Hall Lund Ny Ros Sten Ask Al Blom Fors Hed Holm Lilje Åker Ång Rönn Wall Zetter"
)
SVB = pool_of("berg ström gren kvist man lund qvist mark dahl bom stedt ling strand holm vall skog blad")
SVST = [
    a + b
    for a in pool_of(
        "Stor Kyrk Skol Parkvägs Björk Linné Drottning Kungs Söder Nygårds Fabriks Bruks Järnvägs Tegel Kvarn Skeppar Smedje Ring Trädgårds Backa"
    )
    for b in pool_of("gatan vägen gränd")
]


@kind
def tenants_se(r):
    t = Tab(r, 0.25, [2, 2, 3], ph=("saknas", "-", "0"))
    lay = t.opt("lay", ["one", "two", "one"])
    sa = t.opt("sa", [0, 0, 1])
    t.has("Lgh nr", 0.8)
    for c, p in (
        ("Mobil", 0.5),
        ("E-post", 0.3),
        ("Postnr", 0.7),
        ("Ort", 0.7),
        ("Hyra", 0.6),
        ("Inflyttad", 0.6),
        ("Rum", 0.5),
        ("Yta", 0.5),
        ("Kontraktsnr", 0.4),
        ("Fastighet", 0.4),
    ):
        t.has(c, p)
    ort = r.sample([("Växjö", "35"), ("Borås", "50"), ("Gävle", "80"), ("Umeå", "90"), ("Örebro", "70"), ("Skövde", "54")], 2)
    ssur = lambda r, s=None: skewed(r, SVC, 1.4) if r.random() < 0.5 else r.choice(SVA) + r.choice(SVB)

    def flat_(b):
        return t.new("lgh", lambda: (b[0], b[1], "1%d0%d" % (r.randint(0, 8), r.randint(1, 6))), False)

    def house():
        o = skewed(r, ort)
        return (
            r.choice(SVST),
            "%d%s" % (r.randint(1, 60), r.choice(["", "", "", "A", "B", "C"])),
            o[0],
            o[1] + whole_number(r, 3, "1234"),
            r.choice(SVA) + r.choice(pool_of("en et an")) + " %d" % r.randint(1, 30),
        )

    def rec(p, x, i):
        f, l = p["f"], p["l"]
        b = p["b"]
        st, no, lg = b[0], b[1], p["lg"][2]
        if t.hit("l"):
            l = r.choice(
                [
                    typo(r, l),
                    l.replace("ss", "s"),
                    l.replace("qvist", "kvist").replace("Carls", "Karls"),
                    flat(l),
                    moji(l),
                    l.upper(),
                ]
            )
        if t.hit("f") and not p["hold"]:
            f = r.choice([f + r.choice([" ", "-"]) + r.choice(SVF if p["sex"] == "f" else SVM), f[0] + ".", typo(r, f), flat(f)])
        if t.hit("st"):
            st = r.choice([st.replace("gatan", "g.").replace("vägen", "v."), typo(r, st), flat(st), st.upper()])
        if lay == "one":
            n = t.sty("n", ["{0} {1}", "{1} {0}", "{1}, {0}"], x).format(f, l)
        elif t.hit("med") and not p["hold"]:
            n = l
            l = l + " & " + r.choice(SVC)
        ad = st + " " + (no if not t.hit("no") else no.replace("A", " A").replace("B", " B"))
        ls = t.sty("lg", ["{}", "lgh {}", "Lgh {}"], x).format(lg)
        if t.has("Lgh nr") and t.hit("lg0") and not p["hold"]:
            ls = ""
        if not t.has("Lgh nr") and (t.opt("lgin", [0, 1]) or p["hold"]):
            ad += r.choice([", ", " "]) + ls
        m = p["mob"]
        m = m if not t.hit("m") else r.choice(["", "+46 " + m[1:], m.replace("-", ""), m[:3] + "-" + whole_number(r, 7)])
        return {
            "Hyresgäst": n if lay == "one" else "",
            "Efternamn": l,
            "Förnamn": f,
            "Adress": ad,
            "Lgh nr": ls,
            "Postnr": b[3][:3] + " " + b[3][3:] if t.sty("pn", [0, 1], x) else b[3],
            "Ort": case(b[2], r.choice("TU")) if t.hit("ort") else b[2],
            "Fastighet": b[4],
            "Mobil": m,
            "E-post": low(f.split()[0].strip(".") + "." + p["l"] + p["en"]) + "@" + p["dom"] if not t.hit("ep") else "",
            "Hyra": str(p["hy"] + (r.randint(1, 400) if t.hit("hy") else 0)) + t.opt(("kr", x), ["", " kr", ",00"]),
            "Inflyttad": fd(p["in"], t.sty("d", DMY[2:3] + ["{y}{m:02}{d:02}", "{y}-{m:02}"], x)) if not t.hit("in0") else "",
            "Rum": p["rum"],
            "Yta": p["yta"],
            "Kontraktsnr": whole_number(r, 5),
        }

    def mk(p, b, lg=None):
        p.update(
            b=b,
            lg=lg or flat_(b),
            mob="07" + r.choice("0236") + "-" + whole_number(r, 7),
            en=r.choice(["", str(r.randint(1, 99))]),
            dom=skewed(r, pool_of("gmail.com telia.com hotmail.se live.se bredband.net")),
            hy=r.randint(3800, 14500),
            rum=r.choice(["1 rok", "2 rok", "3 rok", "4 rok"]),
            yta=str(r.randint(24, 120)),
            **{"in": (r.randint(1988, 2024), r.randint(1, 12), 1)},
        )
        return p

    houses = [house() for _ in range(r.choice([12, 40, 150]))]
    seen = {}
    houses = [h for h in houses if seen.setdefault((h[0][:4], h[1][:-1] or h[1]), h) is h]
    while t.more():
        b = r.choice(houses) if t.trap > 0.2 else house()
        try:
            p = mk(person(t, SVF, SVM, ssur, 0, 0, dobcol=False), b)
        except ValueError:
            houses.append(house())
            continue
        G = [p]
        if t.tr():
            k = r.random()
            try:
                if k < 0.35:
                    G.append(
                        mk(person(t, SVF, SVM, ssur, 0, 0, p["l"], False), b, r.choice([p["lg"], None]))
                    )  # family in the house / flat
                elif k < 0.6:
                    q = mk(person(t, SVF, SVM, ssur, 0, 0, None, False), b, p["lg"])
                    q.update(rum=p["rum"], yta=p["yta"], hy=p["hy"] + 100)
                    G.append(q)  # next tenant of the flat
                elif sa:
                    G.append(mk(dict(p), house()))  # namesake elsewhere
            except ValueError:
                pass
            for q in G:
                q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["Kontraktsnr"]
        + (["Hyresgäst"] if lay == "one" else ["Efternamn", "Förnamn"])
        + ["Adress", "Lgh nr", "Postnr", "Ort", "Fastighet", "Rum", "Yta", "Hyra", "Inflyttad", "Mobil", "E-post"],
        ("hyreslista", "nyckelregister"),
        [
            ("Status", lambda w: skewed(r, ["Aktiv", "Uppsagd", "Avflyttad"])),
            ("Förvaltare", lambda w: skewed(r, ["KB", "LN", "MJ"])),
            ("Autogiro", lambda w: r.choice(["Ja", "Nej"])),
            ("Parkering", lambda w: skewed(r, ["", "P12", "G3", "Ja"], 3)),
        ],
    )


# ------------------------------------------------------------------ Poland: parish register of baptisms, two indexers (Latin and Polish)
PLG = dict(
    m=forms_of(
        "Wojciech:Adalbertus Jan:Joannes Józef:Josephus Stanisław:Stanislaus Andrzej:Andreas Jakub:Jacobus Tomasz:Thomas Maciej:Mathias Szymon:Simon Kazimierz:Casimirus Franciszek:Franciscus Michał:Michael Piotr:Petrus Paweł:Paulus Walenty:Valentinus Marcin:Martinus Grzegorz:Gregorius Antoni:Antonius Wawrzyniec:Laurentius Błażej:Blasius Mikołaj:Nicolaus Ludwik:Ludovicus Ignacy:Ignatius Łukasz:Lucas Sebastian:Sebastianus Feliks:Felix Roch:Rochus Karol:Carolus"
    ),
    f=forms_of(
        "Maryanna:Marianna Katarzyna:Catharina Agnieszka:Agnes Jadwiga:Hedvigis Małgorzata:Margaritha Zofia:Sophia Regina:Regina Franciszka:Francisca Elżbieta:Elisabetha Anna:Anna Barbara:Barbara Apolonia:Apollonia Józefa:Josepha Teresa:Theresia Magdalena:Magdalena Wiktorya:Victoria Tekla:Thecla Łucya:Lucia Ewa:Eva Julianna:Julianna Petronela:Petronella Salomea:Salomea Kunegunda:Cunegundis Brygida:Brigitta"
    ),
)
PLA = pool_of(
    "Kowal Wojt Wiśn Kamiń Zieliń Szymań Dąbr Kozł Jankow Mazur Krawcz Piotrow Grabow Nowak Pawłow Michal Król Wieczor Jabłoń Wrób Stępn Górs Rutkow Sikor Ostrow Bar Pietrz Marcin Zawadz Jakub Sadow Chmiel Borkow Sokołow Gajew Szew Makow Czarn Kołodz Wys Ziół Tom Kub Lis Urb Świąt Bień Głow Pęk Ług"
)
PLB = pool_of("ski ski icz ak czyk ek ik owski iński ecki ka iak acz")


def plsp(r, s):
    for a, b in r.sample(
        [
            ("sz", "ß"),
            ("cz", "tz"),
            ("ski", "sky"),
            ("w", "v"),
            ("k", "c"),
            ("rz", "ż"),
            ("ó", "u"),
            ("ą", "om"),
            ("ę", "en"),
            ("ł", "l"),
            ("i", "y"),
            ("ś", "s"),
            ("ń", "n"),
            ("ż", "z"),
            ("czyk", "czak"),
        ],
        15,
    ):
        if a in s[1:] and r.random() < 0.6:
            return s[0] + s[1:].replace(a, b, 1)
    return typo(r, s)


@kind
def parish_baptisms_pl(r):
    t = Tab(r, 0.45, [2, 2, 2, 3], ph=("[nieczyt.]", "?", "---"))
    base = r.randint(1770, 1890)
    span = r.choice([8, 25, 60])
    t.has("Nr aktu", 0.6)
    for c, p in (
        ("Miejscowość", 0.85),
        ("Zawód ojca", 0.4),
        ("Wiek ojca", 0.3),
        ("Chrzestni", 0.5),
        ("Nr domu", 0.4),
        ("Data chrztu", 0.7),
        ("Data ur.", 0.6),
        ("Uwagi", 0.4),
        ("Skan", 0.4),
    ):
        t.has(c, p)
    if not t.has("Data ur."):
        t.cols_["Data chrztu"] = True
    vil = [r.choice(PLA) + r.choice(pool_of("owice ów owo a ówka ew ice")) for _ in range(r.choice([3, 8, 15]))]
    par = r.choice(PLA) + "ów"
    one = t.opt("one", [0, 1])
    sur = lambda: r.choice(PLA) + r.choice(PLB)

    def name(g, x):
        return g[t.opt(("lat", x), [0, 1, 0])] if not t.hit("lat") else r.choice(g)

    def fem(s):
        return s[:-1] + "a" if s.endswith("ski") or s.endswith("cki") else s

    def rec(b, x, i):
        F = b["fam"]
        l, m = F["l"], F["mn"]
        hold = b["hold"]
        if t.hit("l"):
            l = r.choice([plsp(r, l), plsp(r, l), flat(l), plsp(r, plsp(r, l))])
        if t.hit("m"):
            m = r.choice([plsp(r, m), fem(m), "", flat(m), m + "ów"])
        k = name(b["k"], x)
        fa, mo = name(F["f"], x), name(F["m"], x)
        v = b["v"]
        if t.hit("k"):
            k = r.choice([k if hold else typo(r, k), k + " " + r.choice(r.choice(PLG[b["s"]])), flat(k)])
        if t.hit("fa"):
            fa = r.choice([fa[:3] + ".", typo(r, fa), ""])
        if t.hit("mo"):
            mo = r.choice([mo[:4] + ".", typo(r, mo), ""])
        if t.hit("v"):
            v = r.choice([plsp(r, v), "", "w. " + v, skewed(r, vil)])
        d = b["d"]
        bap = (d[0], d[1], min(30 if d[1] != 2 else 28, d[2] + b["lag"]))
        f = (
            r.choice(["{d}.{m}.{y}"])
            if t.hit("sd")
            else t.opt(("d", x), ["{y}-{m:02}-{d:02}", "{d:02}.{m:02}.{y}", "{d} {R} {y}"])
        )
        rom = pool_of("I II III IV V VI VII VIII IX X XI XII")
        D = lambda d: f.replace("{R}", rom[d[1] - 1]).format(y=d[0], m=d[1], d=d[2])
        du, db = D(d), D(bap)
        if t.has("Data chrztu") and t.has("Data ur."):
            z = r.random()
            if z < 0.4 and t.hit("du0"):
                du = ""
            elif z > 0.6 and t.hit("db0"):
                db = ""
        return {
            "Rok": str(d[0]),
            "Nr aktu": b["akt"] if not t.hit("akt") else "",
            "Parafia": par,
            "Data ur.": du,
            "Data chrztu": db,
            "Imię": k,
            "Nazwisko": fem(l) if b["s"] == "f" and t.opt(("fem", x), [0, 1]) else l,
            "Ojciec": (fa + " " + l) if one else fa,
            "Matka": (mo + " " + r.choice(["", "z ", "z d. "]) + m) if one and m else mo,
            "Nazw. panieńskie": m,
            "Miejscowość": v,
            "Nr domu": F["nr"],
            "Zawód ojca": (F["z"] if not t.hit("z") else r.choice(["", "agricola", "gospodarz", "laboriosus"])),
            "Wiek ojca": str(d[0] - F["by"]) if not t.hit("w") else "",
            "Chrzestni": b["ch"] if not t.hit("ch") else r.choice(["", b["ch"].split(",")[0], typo(r, b["ch"])]),
            "Uwagi": skewed(r, ["", "", "", "bliźnięta", "nieślubne", "z wody", "dopisek o ślubie"]),
            "Skan": "%04d.jpg" % r.randint(1, 400),
        }

    while t.more():
        for _ in range(200):
            F = dict(l=sur(), mn=sur(), f=skewed(r, PLG["m"]), m=skewed(r, PLG["f"]))
            if t.far("fam", F["f"][0] + F["l"] + F["m"][0] + F["mn"]):
                break
        F.update(
            nr=str(r.randint(1, 70)),
            z=r.choice(pool_of("rolnik włościanin kowal młynarz wyrobnik komornik owczarz szewc karczmarz")),
            by=0,
        )
        y = base + r.randint(0, span)
        F["by"] = y - r.randint(20, 38)
        v = skewed(r, vil)
        prev = None
        N = 1 if not t.tr() else r.choice([2, 3, 4, 6])
        for j in range(N):
            s = r.choice("fm")
            k = skewed(r, PLG[s], 1.3)
            twin = prev and r.random() < 0.06
            if prev and r.random() < 0.12 and not twin:
                s, k = prev["s"], prev["k"]  # named after a dead elder
            if twin:
                while k == prev["k"]:
                    k = r.choice(PLG[s])
            elif prev:
                y += r.randint(2, 3)
            d = prev["d"] if twin else t.new("d" + F["l"] + F["f"][0], lambda: (y, r.randint(1, 12), r.randint(1, 26)), False)
            prev = dict(
                fam=F,
                s=s,
                k=k,
                v=v,
                d=d,
                lag=prev["lag"] if twin else r.randint(0, 4),
                hold=True if N > 1 else False,
                ch=", ".join(r.choice(PLG[g])[0] + " " + sur() for g in "mf"),
            )
            prev["akt"] = "%d" % t.new("akt%d" % d[0], lambda: r.randint(1, 900), False)
            t.emit(rec, prev)
    return t.done(
        ["Rok", "Nr aktu", "Data ur.", "Data chrztu", "Imię", "Nazwisko", "Ojciec", "Wiek ojca", "Zawód ojca", "Matka"]
        + ([] if one else ["Nazw. panieńskie"])
        + ["Miejscowość", "Nr domu", "Chrzestni", "Uwagi", "Skan"],
        ("indeks_A", "indeks_B"),
        [
            ("Parafia", lambda w: par),
            ("Indeksował", lambda w: skewed(r, ["mkrol", "jb", "Genealodzy", "anon"])),
            ("Sygnatura", lambda w: "%d/%d" % (r.randint(1, 60), r.randint(100, 999))),
        ],
    )


# ------------------------------------------------------------------ Spain: competitors of popular races (one runner, many results)
ESM = pool_of(
    "Antonio José Manuel Francisco David Juan Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pedro Pablo Ángel Sergio Fernando Jorge Luis Alberto Álvaro Diego Adrián Raúl Iván Rubén Óscar Andrés Joaquín Santiago Víctor Iker Jordi Xavier"
) + ["José Luis", "Juan Carlos", "Francisco Javier", "José María", "Miguel Ángel"]
ESF = pool_of(
    "María Carmen Ana Isabel Laura Cristina Marta Lucía Elena Pilar Raquel Sara Paula Beatriz Rosa Silvia Patricia Nuria Irene Alba Rocío Andrea Montserrat Eva Inés Sonia Ainhoa Nerea Olga Verónica"
) + ["María José", "Ana Belén", "María del Mar", "Ana María"]
ESN = {
    "José": "Pepe",
    "Francisco": "Paco",
    "Manuel": "Manolo",
    "Jesús": "Chus",
    "Rafael": "Rafa",
    "Javier": "Javi",
    "Alejandro": "Álex",
    "Daniel": "Dani",
    "Fernando": "Fer",
    "José María": "Chema",
    "Francisco Javier": "Fco. Javier",
    "José Luis": "J. Luis",
    "Juan Carlos": "Juanca",
    "María José": "Mª José",
    "Ana María": "Ana Mª",
    "María del Mar": "Mª del Mar",
    "María": "Mª",
    "Miguel Ángel": "M. Ángel",
    "Montserrat": "Montse",
    "Beatriz": "Bea",
    "Patricia": "Patri",
    "Santiago": "Santi",
}
ESS = pool_of(
    "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León Márquez Herrera Peña Flores Cabrera Campos Vega Fuentes Carrasco Diez Reyes Caballero Nieto Aguilar Pascual Santana Herrero Montero Lorenzo Hidalgo Giménez Ibáñez Ferrer Durán Benítez Mora Arias Vargas Carmona Crespo Román Pastor Soto Sáez Velasco Moya Soler Parra Esteban Bravo Gallardo Rojas Etxeberria Goikoetxea Puig Ferran Casals Zubiri Olmedo Berrocal Tejedor Quesada Zamora Barrios Alcázar Cordero Escudero Ballester Llorente Manzano"
)


@kind
def race_results_es(r):
    t = Tab(r, 0.12, [2, 3, 6, 6, 30], ph=("n/d", "-", "--"))
    lay = t.opt("lay", ["dos", "uno", "uno"])
    yr = t.has("Año Nac.", 0.55)
    lic = t.has("Licencia", 0.3)
    for c, p in (
        ("Club", 0.8),
        ("Categoría", 0.8),
        ("Sexo", 0.5),
        ("Localidad", 0.5),
        ("Ritmo", 0.4),
        ("Puesto", 0.8),
        ("Dorsal", 0.8),
        ("Fecha", 0.6),
    ):
        t.has(c, p)
    races = [
        (
            r.choice(["San Silvestre ", "Media Maratón ", "10K ", "Carrera Popular ", "Cross ", "Trail ", "Legua "])
            + r.choice(pool_of("Getafe Vallecas Soria Cuenca Teruel Lugo Alcoy Úbeda Mérida Tudela Zafra Xàtiva")),
            date(r, 2014, 2024),
            r.choice([5.6, 10, 21.097, 7.5, 12]),
        )
        for _ in range(r.choice([2, 5, 12, 30]))
    ]
    clubs = [
        r.choice(["C.A. ", "A.D. ", "Club ", "Triatlón ", "Runners ", "C.D. "])
        + r.choice(ESS)
        + r.choice(["", " Running", " Team"])
        for _ in range(r.choice([8, 25, 60]))
    ]
    locs = pool_of("Madrid Getafe Soria Cuenca Valencia Murcia Burgos León Toledo Huesca")

    def cat(p, y):
        a = y - p["y"]
        return (
            p["sx"]
            + (" " if t.opt("cs", [0, 1]) else "-")
            + (
                "Sen"
                if a < 35
                else "M%d" % (a // 5 * 5)
                if t.opt("cm", [0, 1])
                else "VetA"
                if a < 45
                else "VetB"
                if a < 55
                else "VetC"
            )
        )

    def rec(p, x, i):
        f, l = p["f"], p["l"]
        ra = r.choice(races)
        two = l.split(" ")
        cl = p["cl"]
        ok = yr or lic
        if t.hit("l"):
            l = r.choice(
                [
                    flat(l),
                    typo(r, l),
                    l.replace("ez", "es") if not p["hold"] else l,
                    two[0] if len(two) > 1 and not p["hold"] and ok else l,
                    two[0] + " " + two[-1][0] + "." if not p["hold"] and len(two) > 1 else l,
                ]
            )
        if t.hit("f"):
            f = r.choice([ESN.get(f, f), typo(r, f) if not p["hold"] else f, flat(f), f.split()[0] if not p["hold"] else f])
        if t.hit("cl"):
            cl = r.choice(["", flat(cl).upper(), cl.split(" ", 1)[-1], skewed(r, clubs), typo(r, cl)])
        c = t.opt(("c", x), "TTUU") if not t.hit("c") else r.choice("TUL")
        f, l = case(f, c), case(l, c)
        km = ra[2]
        sec = int(km * (p["sp"] + r.randint(-25, 25)))
        h = "%d:%02d:%02d" % (sec // 3600, sec // 60 % 60, sec % 60)
        n = t.sty("n", ["{1}, {0}", "{0} {1}", "{1} {0}"], x).format(f, l)
        Y = str(p["y"]) if not t.opt(("yy", x), [0, 0, 1]) else "%02d" % (p["y"] % 100)
        li = p["li"]
        if lic and t.hit("li0"):
            li = ""
        elif lic and yr and t.hit("y0") and not p["hold"]:
            Y = ""
        return {
            "Carrera": ra[0] + (" %d" % ra[1][0] if not t.opt("ryr", [0, 1]) else ""),
            "Fecha": fd(ra[1], SLA[0]),
            "Puesto": str(r.randint(1, 2500)),
            "Dorsal": str(r.randint(1, 3500)),
            "Nombre": n if lay == "uno" else f,
            "Apellidos": l,
            "Sexo": p["sx"],
            "Categoría": cat(p, ra[1][0]),
            "Año Nac.": Y,
            "Club": cl,
            "Localidad": p["lo"] if not t.hit("lo") else r.choice(["", p["lo"].upper(), skewed(r, locs)]),
            "Licencia": li,
            "Tiempo": h if t.opt("th", [0, 1]) else h.replace(":", "h", 1).replace(":", "'") + '"',
            "Ritmo": "%d:%02d" % (sec / km // 60, sec / km % 60),
        }

    def mk(sx=None, l=None, cl=None):
        for _ in range(300):
            s = sx or r.choice("MMF")
            f = skewed(r, ESF if s == "F" else ESM, 1.2)
            L = l or skewed(r, ESS, 1.4) + " " + skewed(r, ESS, 1.2)
            if t.far("nm", f + L) and (ok_short(f, L)):
                break
        return dict(
            sx=s,
            f=f,
            l=L,
            y=r.randint(1945, 2006),
            cl=cl or skewed(r, clubs, 1.2),
            lo=skewed(r, locs),
            li=r.choice(["AN", "MD", "CL", "CT", "V"]) + "-" + t.code("li", 6),
            sp=r.randint(210, 420),
            hold=False,
        )

    used = {}

    def ok_short(f, L):  # the short form (first name + first surname) must not meet another
        k = f + "|" + L.split()[0]
        return used.setdefault(k, L) == L

    while t.more():
        p = mk()
        G = [p]
        if t.tr():
            k = r.random()
            if k < 0.5:
                G += [mk(None, p["l"], p["cl"]) for _ in range(r.randint(1, 2))]
            elif yr and k < 0.8:
                G.append(
                    dict(
                        p,
                        y=p["y"] + r.randint(22, 33) if p["y"] < 1975 else p["y"] - r.randint(22, 33),
                        li="AN-" + t.code("li", 6),
                        sp=r.randint(230, 420),
                    )
                )  # father and son
            else:
                q = mk(p["sx"], None, p["cl"])
                q.update(y=p["y"], lo=p["lo"])
                G.append(q)
            if k < 0.8:
                for q in G:
                    q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["Carrera", "Fecha", "Puesto", "Dorsal"]
        + (["Nombre"] if lay == "uno" else ["Apellidos", "Nombre"])
        + ["Sexo", "Año Nac.", "Categoría", "Licencia", "Club", "Localidad", "Tiempo", "Ritmo"],
        ("inscritos", "resultados"),
        [
            ("Chip", lambda w: r.choice(["Sí", "No"])),
            ("Estado", lambda w: skewed(r, ["Finalizado", "DNF", "DNS"], 4)),
            ("Pos. Cat.", lambda w: str(r.randint(1, 300))),
            ("Talla", lambda w: r.choice(pool_of("S M L XL"))),
        ],
    )


# ------------------------------------------------------------------ staff directory with a shared switchboard (US university / county)
DEP = pool_of(
    "Biology Chemistry History Registrar Bursar Facilities Housing Athletics Library Admissions Payroll Nursing Mathematics Philosophy Parking Procurement"
) + [
    "Human Resources",
    "Information Technology",
    "Student Affairs",
    "Public Safety",
    "Environmental Health & Safety",
    "Office of Research",
]
TIT = [
    "Administrative Assistant",
    "Associate Director",
    "Director",
    "Professor",
    "Assistant Professor",
    "Coordinator",
    "Systems Analyst",
    "Office Manager",
    "Program Manager",
    "Technician",
    "Senior Technician",
    "Custodian",
    "Accountant II",
    "Advisor",
    "Librarian",
]
TAB_ = {
    "Administrative": "Admin.",
    "Assistant": "Asst.",
    "Associate": "Assoc.",
    "Director": "Dir.",
    "Professor": "Prof.",
    "Coordinator": "Coord.",
    "Manager": "Mgr",
    "Technician": "Tech",
    "Senior": "Sr.",
    "Human Resources": "HR",
    "Information Technology": "IT",
    "Department": "Dept",
    "Environmental Health & Safety": "EH&S",
    "Mathematics": "Math",
    "Public Safety": "Police",
    "Office of Research": "Research Office",
}


def abbr_en(s):
    for a, b in TAB_.items():
        s = s.replace(a, b)
    return s


@kind
def staff_directory_us(r):
    t = Tab(r, 0.25, [2, 2, 3, 6])
    tell = t.opt("tell", ["mail", "ext", "id", "mail+ext", "mail"])
    lay = t.opt("lay", ["one", "two"])
    dom = r.choice(ENA).lower() + r.choice(["u.edu", "state.edu", "county.gov", "college.edu"])
    sw = "(%s) 555-%s" % (whole_number(r, 3), whole_number(r, 4))
    deps = r.sample(DEP, r.choice([5, 10, 18]))
    dph = {d: sw if r.random() < 0.7 else "(%s) 555-%s" % (sw[1:4], whole_number(r, 4)) for d in deps}
    t.cols_.update({"Email": "mail" in tell, "Ext.": "ext" in tell, "Employee ID": tell == "id"})
    for c, p in (
        ("Phone", 0.85),
        ("Title", 0.8),
        ("Building", 0.5),
        ("Room", 0.4),
        ("Department", 0.9),
        ("Supervisor", 0.3),
        ("Fax", 0.3),
        ("Mail Stop", 0.3),
        ("Middle", 0.3),
    ):
        t.has(c, p)
    BL = [r.choice(ENA) + r.choice(ENB) + " " + r.choice(["Hall", "Building", "Center", "Annex"]) for _ in range(8)]

    def mk(f=None, l=None, d=None):
        for _ in range(300):
            sx = r.choice("fm")
            F = f or skewed(r, ENF if sx == "f" else ENM)
            L = l or esur(r)
            if (f and l) or t.far("nm", F + L):
                break
        d = d or skewed(r, deps, 1.3)
        m = r.choice("ABCDEFGHJKLMNPRSTW")
        u = low(r.choice([F + "." + L, F[0] + L, F[0] + m + L[:6], L[:5] + F[0]])).replace("'", "")
        return dict(
            f=F,
            l=L,
            m=m,
            sx=sx,
            d=d,
            ti=skewed(r, TIT, 1.3),
            b=BL[deps.index(d) % 8],
            rm=str(r.randint(100, 499)),
            em=t.new("em", lambda: u + r.choice(["", str(r.randint(10, 99))])) + "@" + dom,
            ext=t.new("ext", lambda: whole_number(r, t.opt("el", [4, 5])), False),
            id=t.code("eid", 8),
            hold=bool(f and l),
            sup=r.choice(ENC),
        )

    def rec(p, x, i):
        f, l = p["f"], p["l"]
        d, ti, b, rm = p["d"], p["ti"], p["b"], p["rm"]
        bad = 0
        if i and t.hit("moved"):
            d = skewed(r, deps)
            b = BL[deps.index(d) % 8]
            rm = str(r.randint(100, 499))
        if i and t.hit("promo"):
            ti = skewed(r, TIT)
        if i and p["sx"] == "f" and not p["hold"] and t.hit("marr"):
            l = r.choice([esur(r), l + "-" + esur(r)])
            bad = 1
        elif t.hit("l"):
            l = r.choice([typo(r, l), l.upper(), l.replace("'", "")])
        if t.hit("f") and not bad:
            f = r.choice(
                [NICK.get(f, f), f[0] + "." if not p["hold"] else f, typo(r, f) if not p["hold"] else f, f + " " + p["m"] + "."]
            )
        if t.hit("ab"):
            ti = abbr_en(ti)
        if t.hit("abd"):
            d = r.choice([abbr_en(d), "Dept. of " + d, d.upper(), d + " Department"])
        n = t.sty("n", ["{1}, {0}", "{0} {1}", "{0} {1}", "{1} {0}"], x).format(f, l)
        if t.opt(("dr", x), [0, 0, 1]) and "Prof" in ti:
            n = "Dr. " + n
        em, ext, pid = p["em"], p["ext"], p["id"]
        if tell == "mail+ext" and not bad:
            if t.hit("em0"):
                em = r.choice(["", "info@" + dom, low(d.split()[0]) + "@" + dom])
            elif t.hit("ex0") and not p["hold"]:
                ext = ""
        elif tell == "mail" and t.hit("em0") and not p["hold"] and not bad and f[-1] != ".":
            em = ""
        if t.hit("emc"):
            em = r.choice([em.upper(), em.title(), "mailto:" + em, em.replace("@", " [at] ")]) if em else ""
        ph = dph.get(p["d"], sw)
        q = "".join(c for c in ph if c.isdigit())
        ph = (
            t.sty("ph", [ph, "%s-%s-%s" % (q[:3], q[3:6], q[6:]), "%s.%s.%s" % (q[:3], q[3:6], q[6:]), "+1 " + ph], x)
            if not t.hit("p0")
            else r.choice(["", ph])
        )
        if t.opt(("phx", x), [0, 0, 1]) and "ext" in tell and ext:
            ph += " x" + ext
        return {
            "Name": n,
            "Last Name": l,
            "First Name": f,
            "Middle": p["m"] if not t.hit("mi") else "",
            "Title": ti if not t.hit("t0") else "",
            "Department": d,
            "Building": b if not t.hit("b0") else abbr_en(b).replace("Building", "Bldg").replace("Center", "Ctr"),
            "Room": rm if not t.hit("r0") else "",
            "Phone": ph,
            "Ext.": ("x" if t.opt(("xx", x), [0, 0, 1]) and ext else "") + ext,
            "Fax": sw[:-1] + "9",
            "Email": em,
            "Employee ID": pid,
            "Supervisor": p["sup"] if not t.hit("s0") else "",
            "Mail Stop": "MS " + str(100 + deps.index(p["d"])),
        }

    while t.more():
        p = mk()
        G = [p]
        if t.tr():
            k = r.random()
            if k < 0.5:  # a whole office: same title, room, phone
                for _ in range(r.randint(1, 4)):
                    q = mk(None, None, p["d"])
                    q.update(ti=p["ti"], b=p["b"], rm=p["rm"], sup=p["sup"])
                    G.append(q)
            elif k < 0.75:
                G.append(mk(None, p["l"], r.choice([p["d"], None])))
            else:
                q = mk(p["f"], p["l"])
                q["sx"] = p["sx"]
                G.append(q)  # namesakes: mail / extension / id tells
            if k >= 0.5:
                for q in G:
                    q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["Employee ID"]
        + (["Name"] if lay == "one" else ["Last Name", "First Name", "Middle"])
        + ["Title", "Department", "Building", "Room", "Phone", "Ext.", "Fax", "Email", "Supervisor", "Mail Stop"],
        ("hr", "phonebook"),
        [
            ("Status", lambda w: skewed(r, ["Active", "On Leave", "Retired", "Temp"], 3)),
            ("FTE", lambda w: skewed(r, ["1.0", "0.5", "0.75"])),
            ("Last Modified", lambda w: "%02d/%02d/%d" % (r.randint(1, 12), r.randint(1, 28), r.randint(2010, 2024))),
            ("objectGUID", lambda w: uuid(r)),
        ],
    )


# ------------------------------------------------------------------ China: authors of papers (hanzi, pinyin, institute, mail, ORCID)
ZS = forms_of(
    "王:Wang 李:Li 张:Zhang 刘:Liu 陈:Chen 杨:Yang 黄:Huang 赵:Zhao 吴:Wu 周:Zhou 徐:Xu 孙:Sun 马:Ma 朱:Zhu 胡:Hu 郭:Guo 何:He 林:Lin 高:Gao 罗:Luo 郑:Zheng 梁:Liang 谢:Xie 宋:Song 唐:Tang 许:Xu 韩:Han 冯:Feng 邓:Deng 曹:Cao 彭:Peng 曾:Zeng 肖:Xiao 田:Tian 董:Dong 潘:Pan 袁:Yuan 蔡:Cai 蒋:Jiang 余:Yu 于:Yu 杜:Du 叶:Ye 程:Cheng 魏:Wei 苏:Su 吕:Lü 丁:Ding 任:Ren 沈:Shen 姚:Yao 卢:Lu 姜:Jiang 崔:Cui 欧阳:Ouyang 司马:Sima"
)
ZG = forms_of(
    "伟:wei 芳:fang 娜:na 敏:min 静:jing 丽:li 强:qiang 磊:lei 军:jun 洋:yang 勇:yong 艳:yan 杰:jie 娟:juan 涛:tao 明:ming 超:chao 秀:xiu 霞:xia 平:ping 刚:gang 桂:gui 英:ying 华:hua 文:wen 玉:yu 兰:lan 红:hong 建:jian 国:guo 志:zhi 晓:xiao 海:hai 云:yun 春:chun 雪:xue 宇:yu 浩:hao 然:ran 子:zi 欣:xin 佳:jia 怡:yi 梦:meng 琪:qi 博:bo 辰:chen 瑞:rui 俊:jun 凯:kai 鹏:peng 飞:fei 雨:yu 婷:ting 慧:hui 诗:shi 涵:han 思:si 远:yuan 天:tian 成:cheng 立:li 新:xin 永:yong 东:dong 林:lin 峰:feng 龙:long 金:jin 泽:ze 睿:rui 蕾:lei 颖:ying 倩:qian 薇:wei"
)
ZU = [
    x.split(":")
    for x in "清华大学:Tsinghua University:tsinghua|北京大学:Peking University:pku|浙江大学:Zhejiang University:zju|复旦大学:Fudan University:fudan|上海交通大学:Shanghai Jiao Tong University:sjtu|南京大学:Nanjing University:nju|武汉大学:Wuhan University:whu|四川大学:Sichuan University:scu|中山大学:Sun Yat-sen University:sysu|华中科技大学:Huazhong University of Science and Technology:hust|西安交通大学:Xi'an Jiaotong University:xjtu|哈尔滨工业大学:Harbin Institute of Technology:hit|同济大学:Tongji University:tongji|山东大学:Shandong University:sdu|兰州大学:Lanzhou University:lzu|厦门大学:Xiamen University:xmu|郑州大学:Zhengzhou University:zzu|云南大学:Yunnan University:ynu".split(
        "|"
    )
]
ZD = [
    x.split(":")
    for x in "计算机学院:School of Computer Science|化学系:Department of Chemistry|物理学院:School of Physics|材料科学与工程学院:School of Materials Science and Engineering|公共卫生学院:School of Public Health|经济学院:School of Economics|土木工程学院:College of Civil Engineering|附属第一医院:First Affiliated Hospital|生命科学学院:School of Life Sciences".split(
        "|"
    )
]


@kind
def paper_authors_zh(r):
    t = Tab(r, 0.2, [2, 3, 6, 6, 30], ph=("无", "-", "null"))
    tell = t.opt("tell", ["mail", "orcid", "both", "mail"])
    han = t.has("作者", 0.8)
    eng = t.opt("eng", [0.05, 0.3, 0.6] if han else [1])
    t.cols_.update({"邮箱": tell != "orcid", "ORCID": tell != "mail"})
    if not han:
        t.cols_["姓名拼音"] = True
    for c, p in (
        ("姓名拼音", 0.7),
        ("单位", 0.9),
        ("论文题目", 0.6),
        ("期刊", 0.5),
        ("年份", 0.6),
        ("作者序", 0.4),
        ("被引", 0.3),
        ("基金", 0.3),
    ):
        t.has(c, p)
    TW = forms_of(
        "石墨烯:graphene 深度学习:deep_learning 肿瘤:tumor 催化:catalysis 混凝土:concrete 供应链:supply_chain 图像识别:image_recognition 钙钛矿:perovskite 肠道菌群:gut_microbiota 碳排放:carbon_emission 糖尿病:diabetes 机器人:robot 土壤:soil"
    )
    JN = [
        "科学通报",
        "化学学报",
        "物理学报",
        "中国科学",
        "计算机学报",
        "材料导报",
        "中华医学杂志",
        "生态学报",
        "土木工程学报",
        "Sci. Rep.",
        "PLoS ONE",
        "Chin. Phys. B",
    ]

    def mk(nm=None, u=None, d=None):
        s, g = nm or (skewed(r, ZS), [r.choice(ZG) for _ in range(r.choice([1, 2, 2, 2]))])
        py = g[0][1] + (g[1][1] if len(g) > 1 else "")
        sp = s[1].lower().replace("ü", "v")
        u = u or skewed(r, ZU, 1.2)
        b = r.choice([sp + py, py + sp, sp + "".join(x[1][0] for x in g), py + "_" + sp, py + "." + sp])
        P = lambda: b + r.choice(["", str(r.randint(10, 99)), str(r.randint(1970, 1999))])
        em = (
            t.new("em", P)
            + "@"
            + r.choice([u[2] + ".edu.cn", "mail." + u[2] + ".edu.cn", "163.com", "126.com", u[2] + ".edu.cn"])
            if r.random() < 0.8
            else t.code("qq", 9) + "@qq.com"
        )
        return dict(
            s=s,
            g=g,
            u=u,
            d=d or r.choice(ZD),
            em=em,
            oc="0000-000%s-%s-%s" % ((lambda c: (r.choice("123"), c[:4], c[4:]))(t.code("oc", 8))),
            hold=nm is not None,
            rel=r.random() < 0.5,
        )

    def rec(p, x, i):
        s, g = p["s"], p["g"]
        py = "".join(y[1] for y in g).capitalize()
        hy = "-".join(y[1] for y in g).capitalize()
        u, d = p["u"], p["d"]
        em, oc = p["em"], p["oc"]
        if i and t.hit("umzug"):
            u = skewed(r, ZU)
            d = r.choice(ZD)
        inits = "".join(y[1][0].upper() + "." for y in g)
        n = t.sty("py", ["{0} {1}", "{1} {0}", "{0}, {1}", "{1} {4}", "{0} {3}", "{2} {0}", "{0} {5}"], x).format(
            s[1], py, hy, inits, s[1].upper(), inits.replace(".", "")
        )
        h = s[0] + "".join(y[0] for y in g)
        if t.hit("sp"):
            h = s[0] + r.choice([" ", "\u3000"]) + h[len(s[0]) :]
        if t.hit("n0") and han:
            h, n = r.choice([(h, ""), (n, n) if t.has("姓名拼音") else (h, n)])
        a = r.random() < (eng if t.opt(("e", x), [0, 1, 1]) else eng * 0.2)
        af = d[1] + ", " + u[1] if a else u[0] + d[0]
        if t.hit("af"):
            af = r.choice(
                [
                    u[1] if a else u[0],
                    af.replace("School", "Sch.")
                    .replace("University", "Univ.")
                    .replace("Department", "Dept.")
                    .replace("大学", "大学 "),
                    af + (", China" if a else "，中国"),
                    "",
                    af.upper(),
                ]
            )
        if tell == "both":
            if p["rel"] and t.hit("em0"):
                em = r.choice(["", ("".join(y[1] for y in g) + whole_number(r, 4)) + "@163.com"])
            elif not p["rel"] and t.hit("oc0"):
                oc = ""
        elif tell == "mail" and t.hit("em0") and not p["hold"] and han and h[0] == s[0][0] and u is p["u"] and af:
            em = ""
        if oc and t.opt(("oc", x), [0, 0, 1]):
            oc = "https://orcid.org/" + oc
        w = r.choice(TW)
        v = r.choice(TW)
        return {
            "作者": h,
            "姓名拼音": n,
            "单位": af,
            "邮箱": em.upper() if em and t.hit("emu") else em,
            "ORCID": oc,
            "论文题目": ("基于%s的%s研究" % (w[0], v[0]) + str(r.choice(["", "进展", "综述"])))
            if not a
            else ("Study on " + w[1] + " and " + v[1]).replace("_", " "),
            "期刊": r.choice(JN),
            "年份": str(r.randint(2005, 2024)),
            "作者序": r.choice("11234567"),
            "被引": str(int(200 * r.random() ** 4)),
            "基金": skewed(r, ["", "国家自然科学基金(No.%s)" % whole_number(r, 8), "国家重点研发计划"]),
        }

    while t.more():
        for _ in range(300):
            p = mk()
            if t.seen.setdefault("hz", {}).setdefault(p["s"][1] + "|" + "".join(y[1] for y in p["g"]), p) is p:
                break
        G = [p]
        if t.tr():
            k = r.random()
            if k < 0.5:
                G += [mk((p["s"], p["g"]), r.choice([None, None, p["u"]])) for _ in range(r.choice([1, 1, 2, 4]))]  # same name
            elif k < 0.8:  # same pinyin, other characters
                g = [r.choice([z for z in ZG if z[1] == y[1]]) for y in p["g"]]
                s = r.choice([z for z in ZS if z[1] == p["s"][1]])
                G.append(mk((s, g), r.choice([None, p["u"]])))
            else:
                G += [mk(None, p["u"], p["d"]) for _ in range(2)]
            for q in G:
                q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["论文题目", "作者", "姓名拼音", "作者序", "单位", "邮箱", "ORCID", "期刊", "年份", "被引", "基金"],
        ("知网", "scopus"),
        [
            ("数据来源", lambda w: skewed(r, ["CNKI", "WoS", "Scopus", "万方"])),
            ("通讯作者", lambda w: r.choice(["是", "否"])),
            ("DOI", lambda w: "10.%d/%s" % (r.randint(1000, 9999), whole_number(r, 7))),
        ],
    )


# ------------------------------------------------------------------ Japan: customers of a loyalty programme
JS = forms_of(
    "佐藤:サトウ 鈴木:スズキ 高橋:タカハシ 田中:タナカ 伊藤:イトウ 渡辺:ワタナベ 山本:ヤマモト 中村:ナカムラ 小林:コバヤシ 加藤:カトウ 吉田:ヨシダ 山田:ヤマダ 斎藤:サイトウ 松本:マツモト 井上:イノウエ 木村:キムラ 林:ハヤシ 清水:シミズ 山崎:ヤマザキ 森:モリ 池田:イケダ 橋本:ハシモト 阿部:アベ 石川:イシカワ 前田:マエダ 藤田:フジタ 後藤:ゴトウ 岡田:オカダ 長谷川:ハセガワ 村上:ムラカミ 近藤:コンドウ 石井:イシイ 坂本:サカモト 遠藤:エンドウ 青木:アオキ 藤井:フジイ 西村:ニシムラ 福田:フクダ 太田:オオタ 三浦:ミウラ 岡本:オカモト 松田:マツダ 中島:ナカジマ 原田:ハラダ 小川:オガワ 竹内:タケウチ 和田:ワダ 中山:ナカヤマ 石田:イシダ 上田:ウエダ 森田:モリタ 柴田:シバタ 酒井:サカイ 宮崎:ミヤザキ 横山:ヨコヤマ 高木:タカギ 安藤:アンドウ 大野:オオノ 工藤:クドウ 谷口:タニグチ 浜田:ハマダ 久保:クボ 桜井:サクライ 沢田:サワダ 辺見:ヘンミ 広瀬:ヒロセ 島田:シマダ"
)
JF = forms_of(
    "陽子:ヨウコ 恵子:ケイコ 幸子:サチコ 由美子:ユミコ 真由美:マユミ 久美子:クミコ 智子:トモコ 裕子:ユウコ 美咲:ミサキ 葵:アオイ 愛:アイ 結衣:ユイ 彩:アヤ 麻衣:マイ 直美:ナオミ 明美:アケミ 和子:カズコ 節子:セツコ 千尋:チヒロ さくら:サクラ 菜々子:ナナコ 優花:ユウカ 香織:カオリ 典子:ノリコ 純子:ジュンコ 美穂:ミホ 理恵:リエ 奈緒:ナオ 春香:ハルカ 瞳:ヒトミ"
)
JM = forms_of(
    "誠:マコト 浩:ヒロシ 健一:ケンイチ 隆:タカシ 茂:シゲル 健太:ケンタ 翔:ショウ 大輔:ダイスケ 拓也:タクヤ 直樹:ナオキ 和也:カズヤ 哲也:テツヤ 達也:タツヤ 剛:ツヨシ 学:マナブ 修:オサム 清:キヨシ 正:タダシ 勝:マサル 陽斗:ハルト 蓮:レン 大翔:ヒロト 悠真:ユウマ 一郎:イチロウ 二郎:ジロウ 秀樹:ヒデキ 俊介:シュンスケ 亮:リョウ 雄一:ユウイチ 博之:ヒロユキ"
)
OLDK = str.maketrans({"斎": "齋", "高": "髙", "崎": "﨑", "辺": "邊", "浜": "濱", "沢": "澤", "桜": "櫻", "広": "廣", "島": "嶋"})
FW = str.maketrans("0123456789-", "０１２３４５６７８９－")
HK = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンッャュョー",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｯｬｭｮｰ",
    )
)


def half(s):
    return "".join({"\u3099": "ﾞ", "\u309a": "ﾟ"}.get(c, HK.get(c, c)) for c in unicodedata.normalize("NFD", s))


def hira(s):
    return "".join(chr(ord(c) - 96) if "ァ" <= c <= "ヶ" else c for c in s)


def era(d):
    b, n, h = (1988, "平成", "H") if d[0] > 1988 else (1925, "昭和", "S")
    return b, n, h


@kind
def loyalty_members_ja(r):
    t = Tab(r, 0.2, [2, 2, 3, 6], ph=("なし", "不明", "-"))
    mode = t.opt("mode", ["dob", "card", "tel+mail", "dob", "all"])
    kana = t.has("フリガナ", 0.75)
    one = t.opt("one", [1, 1, 0])
    t.cols_.update(
        {"生年月日": mode in ("dob", "all"), "カード番号": mode in ("card", "all"), "メールアドレス": mode in ("tel+mail", "all")}
    )
    for c, p in (
        ("性別", 0.5),
        ("電話番号", 0.8),
        ("郵便番号", 0.6),
        ("住所", 0.7),
        ("ポイント", 0.6),
        ("登録店舗", 0.5),
        ("最終利用日", 0.4),
        ("会員ランク", 0.4),
    ):
        t.has(c, p)
    if mode == "tel+mail":
        t.cols_["電話番号"] = True
    CI = r.sample(
        [
            ("東京都", "世田谷区", "154"),
            ("東京都", "練馬区", "176"),
            ("大阪府", "堺市北区", "591"),
            ("神奈川県", "横浜市港北区", "222"),
            ("愛知県", "豊田市", "471"),
            ("福岡県", "久留米市", "830"),
            ("北海道", "旭川市", "070"),
            ("広島県", "福山市", "720"),
            ("長野県", "松本市", "390"),
        ],
        4,
    )
    TW = pool_of("本町 中央 桜丘 緑町 栄町 旭町 若松町 東山 西原 新田 北浜 富士見 松原 三軒茶屋 豊玉北 日吉")
    AP = pool_of("メゾン コーポ ハイツ グランド サン パーク")

    def addr():
        c = skewed(r, CI)
        return dict(
            c=c,
            t=r.choice(TW),
            n=(r.randint(1, 7), r.randint(1, 30), r.randint(1, 25)),
            ap=" " + r.choice(AP) + r.choice(TW) + "%d号室" % (r.randint(1, 9) * 100 + r.randint(1, 8))
            if r.random() < 0.4
            else "",
            z=c[2] + "-" + whole_number(r, 4, "0123456789"),
        )

    def mk(s=None, a=None, nm=None, tel=None):
        for _ in range(400):
            sx = r.choice("fm")
            S = s or skewed(r, JS, 1.4)
            g = skewed(r, JF if sx == "f" else JM, 1.2)
            if nm:
                sx, S, g = nm
            if nm or t.seen.setdefault("nm", {}).setdefault(S[1] + g[1], g) is g:
                t.seen["nm"][S[1] + g[1]] = 0
                hold = bool(nm)
                break
        else:
            hold = True  # namesakes by chance: only the tells decide
        return dict(
            sx=sx,
            s=S,
            g=g,
            hold=hold,
            a=a or addr(),
            dob=t.new("dob", lambda: date(r, 1930, 2006), False),
            tel=tel or ("0" + r.choice("789") + "0" + t.code("tel", 8)),
            em=t.new(
                "em",
                lambda: r.choice(
                    [
                        flat("").join(r.choice("abcdefghikmnorstuy") for _ in range(r.randint(5, 9))),
                        r.choice(pool_of("neko hana sora yuki momo kaze taka hiro umi miki"))
                        + r.choice(pool_of("chan maru love papa mama san"))
                        + whole_number(r, 3),
                    ]
                ),
            )
            + "@"
            + skewed(r, pool_of("docomo.ne.jp ezweb.ne.jp gmail.com softbank.ne.jp yahoo.co.jp icloud.com")),
            cd=t.code("card", 13),
        )

    def rec(p, x, i):
        s, g = p["s"], p["g"]
        k, gk = s[1], g[1]
        h, gh = s[0], g[0]
        a = p["a"]
        sep = t.sty("sep", ["　", " ", ""], x)
        if i and t.hit("mv"):
            a = addr()
        if t.hit("old"):
            h = h.translate(OLDK)
        if t.hit("kanj") and kana:
            h, gh = r.choice([(k, gk), (hira(k), hira(gk)), (h, gk)])
        kf = t.sty("kf", [0, 0, 1, 2], x)
        kk, kg = (k, gk) if kf == 0 else (half(k), half(gk)) if kf == 1 else (hira(k), hira(gk))
        if t.hit("kn0"):
            kk = kg = ""
        y = p["dob"]
        b = era(y)
        df = t.sty("d", [0, 1, 2, 3, 4], x)
        ds = [
            fd(y, "{y}/{m:02}/{d:02}"),
            fd(y, "{y}-{m:02}-{d:02}"),
            fd(y, "{y}年{m}月{d}日"),
            "%s%d年%d月%d日" % (b[1], y[0] - b[0], y[1], y[2]),
            "%s%d.%d.%d" % (b[2], y[0] - b[0], y[1], y[2]),
        ][df]
        em, tel, cd = p["em"], p["tel"], p["cd"]
        z = r.random()
        nofk = not p["hold"]
        if mode == "all" and z < 0.3 and t.hit("cd0"):
            cd = ""
        elif mode == "all" and z < 0.6 and t.hit("em0"):
            em = ""
        elif mode == "all" and z > 0.7 and t.hit("ds0") and nofk:
            ds = ""
        elif mode == "tel+mail" and z < 0.5 and t.hit("em0") and nofk:
            em = r.choice(["", "", "x" + whole_number(r, 5) + "@gmail.com"])
        telc = mode != "tel+mail" or (z > 0.5 and nofk)
        if telc and t.hit("tel0"):
            tel = r.choice(["", "0" + whole_number(r, 9)])
        elif not t.sty("telf", [0, 0, 1], x):
            tel = tel[:3] + "-" + tel[3:7] + "-" + tel[7:]
        n = a["n"]
        nf = t.sty("ad", [0, 1, 2], x)
        ad = a["t"] + ["%d-%d-%d" % n, ("%d-%d-%d" % n).translate(FW), "%d丁目%d番%d号" % n][nf]
        ap = a["ap"] if not t.hit("ap") else r.choice(["", a["ap"].strip(), half(a["ap"])])
        ad = (a["c"][0] if not t.hit("pref") else "") + a["c"][1] + ad + ap
        if t.hit("ad0"):
            ad = r.choice(["", ad[: t.opt("lim", [12, 16, 20])]])
        return {
            "会員番号": whole_number(r, 8),
            "カード番号": cd,
            "氏名": h + sep + gh,
            "姓": h,
            "名": gh,
            "フリガナ": kk + sep + kg,
            "性別": "" if t.hit("sx") else t.opt(("sx", x), ["男女", "MF", "12"])[p["sx"] == "f"],
            "生年月日": ds,
            "郵便番号": a["z"] if not t.sty("zf", [0, 1], x) else a["z"].replace("-", ""),
            "住所": ad,
            "電話番号": tel.translate(FW) if t.hit("fw") else tel,
            "メールアドレス": em,
            "ポイント": str(int(9000 * r.random() ** 3)),
            "登録店舗": r.choice(TW) + "店",
            "最終利用日": fd(date(r, 2019, 2024), "{y}/{m:02}/{d:02}"),
            "会員ランク": skewed(r, pool_of("レギュラー シルバー ゴールド")),
        }

    while t.more():
        p = mk()
        G = [p]
        if t.tr():
            k = r.random()
            if k < 0.65:
                G += [mk(p["s"], p["a"], None, None if mode == "tel+mail" else p["tel"]) for _ in range(r.choice([1, 1, 2, 3]))]
            else:
                G.append(mk(nm=(p["sx"], p["s"], p["g"])))
            for q in G:
                q["hold"] = True
        for q in G:
            t.emit(rec, q)
    return t.done(
        ["会員番号", "カード番号"]
        + (["氏名"] if one else ["姓", "名"])
        + [
            "フリガナ",
            "性別",
            "生年月日",
            "郵便番号",
            "住所",
            "電話番号",
            "メールアドレス",
            "会員ランク",
            "ポイント",
            "登録店舗",
            "最終利用日",
        ],
        ("店頭", "アプリ"),
        [
            ("DM可否", lambda w: r.choice(["可", "不可"])),
            ("登録日", lambda w: fd(date(r, 2005, 2024), "{y}/{m}/{d}")),
            ("備考", lambda w: skewed(r, ["", "", "", "紛失再発行", "統合済", "要確認"])),
            ("退会フラグ", lambda w: skewed(r, "01", 4)),
        ],
    )


# ------------------------------------------------------------------ Czechia: vet practice, pets and their owners
CZM = pool_of(
    "Jan Petr Pavel Martin Tomáš Jiří Jaroslav Miroslav Zdeněk Václav Michal František Josef Lukáš Jakub Milan Karel Ondřej Marek Vladimír David Radek Stanislav Roman Aleš Vojtěch Filip Daniel Libor Bohumil"
)
CZF = pool_of(
    "Jana Marie Eva Hana Anna Lenka Kateřina Věra Lucie Alena Petra Veronika Jaroslava Martina Tereza Jitka Michaela Helena Ludmila Zdeňka Ivana Monika Eliška Zuzana Markéta Barbora Dagmar Kristýna Šárka Růžena"
)
CZA = pool_of(
    "Nov Svob Dvoř Čern Proch Kuč Ves Hor Něm Mar Pokor Posp Haj Jel Krá Růž Ben Fial Sedl Zem Kol Nav Čerm Urb Van Kříž Blaž Koř Kop Vlč Tů Šim Hol Štěp Ma Ptá Bar Kov Dol Ham Říh Sla Mach Beč Žák Šť Tich Vrb Lou Zou"
)
CZB = pool_of("ák oboda ek ý ka a ec ina ík ouš eš al ánek níček ila ura ach er el oušek ovský atý án")


def czsur(r, s):
    l = r.choice(CZA) + r.choice(CZB)
    if s == "m":
        return l
    return (
        l[:-1] + "á"
        if l.endswith("ý")
        else (l[:-2] + "ková" if l.endswith("ek") else l[:-1] + "ová" if l[-1] in "ao" else l + "ová")
    )


PETS = {
    "pes": (
        pool_of(
            "Ben Rex Max Bára Ajda Bart Betty Charlie Dasty Fík Goldie Jack Kessy Lary Maggie Nela Oskar Punťa Rocky Sára Terka Vořech Xena Žofka Bady Argo Daisy Brit Cindy Luna"
        ),
        [
            "labradorský retrívr",
            "německý ovčák",
            "jezevčík",
            "jorkšírský teriér",
            "kříženec",
            "zlatý retrívr",
            "border kolie",
            "bígl",
            "čivava",
            "knírač",
            "pudl",
        ],
    ),
    "kočka": (
        pool_of("Micka Mourek Líza Garfield Macek Zrzka Bublina Felix Packa Mína Tygr Sněhurka Čiko Amálka Ferda Rozárka Mikeš"),
        ["evropská", "britská modrá", "mainská mývalí", "perská", "siamská", "kříženec"],
    ),
    "králík": (pool_of("Ušák Bobek Hopík Pampeliška Chlupáč Klokan"), ["zakrslý", "beránek"]),
    "fretka": (pool_of("Fredy Bandita Fifi"), [""]),
    "morče": (pool_of("Pepík Chrochta Bertík Kuličk"), ["rozeta", "hladkosrsté"]),
}
PAB = {
    "labradorský retrívr": "LR",
    "německý ovčák": "NO",
    "jorkšírský teriér": "yorkshire",
    "zlatý retrívr": "ZR",
    "border kolie": "BOC",
    "kříženec": "kř.",
    "britská modrá": "BRI",
    "evropská": "EKD",
    "čivava": "chihuahua",
    "bígl": "beagle",
}


@kind
def vet_pets_cz(r):
    t = Tab(r, 0.2, [2, 2, 3, 6, 30], ph=("neuvedeno", "-", "0"))
    own = t.opt("own", [0, 0, 1])
    chip = t.has("Čip", 0.6) and not own
    t.cols_["Čip"] = chip
    for c, p in (
        ("Telefon", 0.75),
        ("E-mail", 0.5),
        ("Ulice", 0.6),
        ("Obec", 0.7),
        ("PSČ", 0.4),
        ("Plemeno", 0.8),
        ("Pohlaví", 0.6),
        ("Narozen", 0.6),
        ("Barva", 0.5),
        ("Poslední návštěva", 0.5),
        ("Poznámka", 0.4),
        ("Hmotnost", 0.4),
    ):
        t.has(c, p)
    if own:
        t.cols_["Telefon"] = t.cols_["Obec"] = True
    ob = r.sample(
        [
            ("Tábor", "390"),
            ("Kolín", "280"),
            ("Třebíč", "674"),
            ("Náchod", "547"),
            ("Vsetín", "755"),
            ("Beroun", "266"),
            ("Písek", "397"),
        ],
        4,
    )
    ONE = t.opt("one", [1, 1, 0])

    def owner():
        o = person(t, CZF, CZM, czsur, 0, 0, dobcol=False)
        c = skewed(r, ob)
        o.update(
            tel=r.choice("67") + t.code("tel", 8),
            ul=r.choice(CZA) + r.choice(pool_of("ova ova ská ní")) + " %d" % r.randint(1, 1400),
            ob=c[0],
            psc=c[1] + " " + whole_number(r, 2),
            em=t.new(
                "em",
                lambda: (
                    low(r.choice([o["f"] + "." + o["l"], o["l"] + o["f"][0], o["l"]]))
                    + r.choice(["", str(r.randint(1, 99))])
                    + "@"
                    + skewed(r, pool_of("seznam.cz gmail.com email.cz centrum.cz volny.cz"))
                ),
            ),
        )
        return o

    def pet(o, like=None):
        sp = like["sp"] if like else skewed(r, list(PETS), 2.5)
        N, B = PETS[sp]
        for _ in range(100):
            n = r.choice(N) if r.random() < 0.8 else r.choice(N)[:3] + r.choice(pool_of("ík ina ouš inka y a"))
            if t.far("pet" + o["f"] + o["l"], n):
                break
        else:
            n = n + " II"
        p = dict(
            o=o,
            sp=sp,
            n=n,
            b=like["b"] if like else skewed(r, B),
            sx=r.choice("♂♀"),
            d=like["d"] if like else date(r, 2004, 2024),
            col=like["col"] if like else r.choice(pool_of("černá hnědá bílá zrzavá šedá tříbarevná žíhaná zlatá")),
            ch="203" + t.code("chip", 12) if r.random() < 0.7 else "",
            kg="%.1f" % (r.random() ** 2 * 40 + 0.8),
        )
        return p

    def rec(q, x, i):
        p = q if not own else pet(q) if r.random() < 0.5 or "pl" not in q else q["pl"]
        o = p["o"] if not own else q
        if own and "pl" not in q:
            q["pl"] = p
        f, l = o["f"], o["l"]
        n, b, tel, em = p["n"], p["b"], o["tel"], o["em"]
        ul = o["ul"]
        nb = t.hit("n")
        if i and t.hit("mv"):
            skewed(r, ob)
            ul = r.choice(CZA) + "ova %d" % r.randint(1, 999)
        if t.hit("l"):
            l = r.choice([flat(l), typo(r, l), l.upper(), flat(typo(r, l)), moji(l)])
        if t.hit("f") and not o["hold"]:
            f = r.choice([flat(f), typo(r, f), f[0] + "."])
        if t.hit("ti"):
            f = r.choice(["Ing. ", "Mgr. ", "p. ", "MUDr. "]) + f
        if nb:
            n = r.choice(
                [
                    flat(n),
                    n.upper(),
                    n + r.choice([" z ", " od "]) + r.choice(CZA) + "ova dvora",
                    typo(r, n) if not own and not o.get("many") else n,
                    '"' + n + '"',
                ]
            )
        if t.hit("b"):
            b = r.choice([PAB.get(b, b), flat(b), b[:10], "", typo(r, b)])
        if t.hit("tel") and f[-1] != ".":
            tel = r.choice(["", whole_number(r, 9, "67")]) if not own or not o["hold"] else tel
        if tel:
            tel = t.sty("tf", ["{0}{1}{2}", "{0} {1} {2}", "+420 {0} {1} {2}", "00420{0}{1}{2}", "+420{0}{1}{2}"], x).format(
                tel[:3], tel[3:6], tel[6:]
            )
        c = p["ch"] if not t.hit("ch") else ""
        if c and t.sty("cf", [0, 0, 1], x):
            c = c[:3] + " " + c[3:7] + " " + c[7:11] + " " + c[11:]
        d = p["d"]
        ds = fd(d, t.sty("d", DMY[:3] + ["{m}/{y}", "{y}"], x)) if not t.hit("d0") else ""
        own_n = t.sty("n", ["{1} {0}", "{0} {1}", "{1}, {0}"], x).format(f, l)
        return {
            "Majitel": own_n,
            "Příjmení": l,
            "Jméno": f,
            "Telefon": tel,
            "E-mail": em if not t.hit("em") else "",
            "Ulice": ul if not t.hit("u0") else "",
            "Obec": o["ob"] if not t.hit("ob") else o["ob"].upper(),
            "PSČ": o["psc"],
            "Zvíře": n,
            "Druh": p["sp"] if not t.hit("dr") else {"pes": "canis", "kočka": "felis"}.get(p["sp"], p["sp"]),
            "Plemeno": b,
            "Pohlaví": t.opt(("px", x), [{"♂": "samec", "♀": "samice"}, {"♂": "M", "♀": "F"}, {"♂": "♂", "♀": "♀"}])[p["sx"]]
            if not t.hit("sx")
            else r.choice(["", "kastr."]),
            "Narozen": ds,
            "Barva": p["col"] if not t.hit("ba") else r.choice(["", flat(p["col"])]),
            "Čip": c,
            "Hmotnost": p["kg"].replace(".", ",") if not i else "%.1f" % (float(p["kg"]) * r.uniform(0.8, 1.3)),
            "Poslední návštěva": fd(date(r, 2015, 2024), DMY[1]),
            "Poznámka": skewed(r, ["", "", "kouše!", "alergie", "uhyn", "dlužník", "vakcinace"]),
        }

    while t.more():
        o = owner()
        O = [o]
        if t.tr() and r.random() < 0.4:
            s2 = o["sex"]
            q = person(t, CZF if s2 == "f" else CZM, CZF if s2 == "f" else CZM, lambda r, s: czsur(r, s2), 0, 0, o["l"], False)
            O.append(dict(o, **q, em=t.new("em", lambda: low(q["f"] + q["l"]) + whole_number(r, 2) + "@seznam.cz")))
            for q in O:
                q["hold"] = True
                q["sex"] = s2
        for o in O:
            if own:
                t.emit(rec, o)
                continue
            P = [pet(o)]
            if t.tr():
                o["many"] = 1
                P += [pet(o, r.choice([P[0], None])) for _ in range(r.choice([1, 1, 2, 4]))]
            for p in P:
                t.emit(rec, p)
    return t.done(
        (["Majitel"] if ONE else ["Příjmení", "Jméno"])
        + [
            "Telefon",
            "E-mail",
            "Ulice",
            "Obec",
            "PSČ",
            "Zvíře",
            "Druh",
            "Plemeno",
            "Pohlaví",
            "Narozen",
            "Barva",
            "Čip",
            "Hmotnost",
            "Poslední návštěva",
            "Poznámka",
        ],
        ("ordinace", "registr"),
        [
            ("Stav", lambda w: skewed(r, ["aktivní", "archiv", "uhynul"], 3)),
            ("Pojištění", lambda w: r.choice(["ano", "ne"])),
            ("Veterinář", lambda w: skewed(r, ["MVDr. Zíka", "MVDr. Hrubá"])),
            ("č. karty", lambda w: whole_number(r, 5)),
        ],
    )


# ------------------------------------------------------------------ Arabic: volunteers (phone or mail tells, names are loose)
ARM = forms_of(
    "محمد:Mohammed أحمد:Ahmed عبدالله:Abdullah خالد:Khalid علي:Ali عمر:Omar يوسف:Yousef إبراهيم:Ibrahim سعد:Saad فهد:Fahad سلطان:Sultan عبدالرحمن:Abdulrahman حسن:Hassan حسين:Hussein ماجد:Majed ناصر:Nasser سالم:Salem طارق:Tariq مصطفى:Mostafa بندر:Bandar تركي:Turki وليد:Walid زياد:Ziad أنس:Anas إسماعيل:Ismail عبدالعزيز:Abdulaziz هشام:Hisham رائد:Raed نايف:Naif مشعل:Mishal"
)
ARF = forms_of(
    "فاطمة:Fatimah نورة:Noura سارة:Sarah مريم:Maryam عائشة:Aisha هند:Hind ريم:Reem أمل:Amal منى:Mona هدى:Huda ليلى:Layla خديجة:Khadijah أسماء:Asma رنا:Rana دانة:Dana لمى:Lama شيماء:Shaima زينب:Zainab سلمى:Salma إيمان:Iman وفاء:Wafa جواهر:Jawaher غادة:Ghada ندى:Nada آلاء:Alaa"
)
ARS = forms_of(
    "الغامدي:Alghamdi القحطاني:Alqahtani العتيبي:Alotaibi الزهراني:Alzahrani الشهري:Alshehri الدوسري:Aldossari الحربي:Alharbi المطيري:Almutairi الشمري:Alshammari العنزي:Alanazi السبيعي:Alsubaie المالكي:Almalki البلوي:Albalawi الجهني:Aljohani العمري:Alomari الأحمدي:Alahmadi السلمي:Alsulami الرشيدي:Alrashidi الخالدي:Alkhaldi التميمي:Altamimi اليامي:Alyami الحازمي:Alhazmi المصري:Almasri الشامي:Alshami البغدادي:Albaghdadi حداد:Haddad خوري:Khoury منصور:Mansour عثمان:Othman بركات:Barakat الصالح:Alsaleh العيسى:Aleisa الفهد:Alfahad الراجحي:Alrajhi الجاسر:Aljasser السديري:Alsudairi القرني:Alqarni عسيري:Asiri الفيفي:Alfaifi النجار:Alnajjar"
)
ADG = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def arv(r, s):
    k = r.randint(0, 5)
    if k == 0:
        return s.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا")
    if k == 1:
        return s.replace("ة", "ه")
    if k == 2:
        return s.replace("ى", "ي").replace("ي ", "ى ")
    if k == 3:
        return s.replace("عبدال", "عبد ال")
    if k == 4:
        return s.replace(" ال", " آل ", 1) if " ال" in s else s
    return typo(r, s)


@kind
def volunteers_ar(r):
    t = Tab(r, 0.3, [2, 2, 3, 6], ph=("لا يوجد", "-", "غير محدد"))
    tell = t.opt("tell", ["tel", "mail", "both", "id"])
    t.cols_.update(
        {"رقم الجوال": tell in ("tel", "both"), "البريد الإلكتروني": tell in ("mail", "both"), "رقم الهوية": tell == "id"}
    )
    for c, p in (
        ("المدينة", 0.8),
        ("الجنس", 0.5),
        ("المهارات", 0.5),
        ("تاريخ التسجيل", 0.6),
        ("ساعات التطوع", 0.5),
        ("الفريق", 0.5),
        ("الجنسية", 0.4),
        ("العمر", 0.3),
        ("المؤهل", 0.4),
    ):
        t.has(c, p)
    CT = forms_of("الرياض:Riyadh جدة:Jeddah مكة_المكرمة:Makkah الدمام:Dammam أبها:Abha تبوك:Tabuk عمّان:Amman القاهرة:Cairo")
    eng = t.opt("eng", [0, 0.05, 0.3])
    parts = t.opt("parts", [2, 3, 4])

    def mk(S=None, fa=None, first=None, sx=None):
        for _ in range(300):
            x = sx or r.choice("fm")
            f = first or skewed(r, ARF if x == "f" else ARM, 1.3)
            A = fa or [skewed(r, ARM, 1.2), skewed(r, ARM, 1.2)]
            s = S or skewed(r, ARS, 1.3)
            if first or t.far("nm", " ".join((f[0], A[0][0], s[0]))):
                break
        la = f[1].lower()
        lb = s[1].lower()
        return dict(
            sx=x,
            f=f,
            A=A,
            s=s,
            tel="5" + t.code("tel", 8),
            em=t.new(
                "em",
                lambda: (
                    r.choice([la + "." + lb, la[0] + lb, la + "_" + A[0][1].lower(), lb + la[0]])
                    + r.choice(["", whole_number(r, 2), whole_number(r, 3), str(r.randint(1400, 1445))])
                ),
            )
            + "@"
            + skewed(r, pool_of("gmail.com hotmail.com outlook.sa yahoo.com icloud.com")),
            id=r.choice("12") + t.code("nid", 9),
            ct=skewed(r, CT),
            hold=False,
            rel=r.random() < 0.5,
            age=r.randint(17, 60),
        )

    def rec(p, x, i):
        lat = r.random() < eng if not t.opt(("lat", x), [0, 0, 0, x]) else r.random() < 0.9
        j = int(lat)
        N = [p["f"][j]] + [a[j] for a in p["A"]][: max(0, parts - 2)] + [p["s"][j]]
        if t.hit("parts"):
            N = r.choice(
                [
                    [N[0], N[-1]],
                    [p["f"][j], p["A"][0][j], p["s"][j]],
                    [p["f"][j], ("bin " if lat else "بن ") + p["A"][0][j], p["s"][j]] if p["sx"] == "m" else N,
                ]
            )
        n = " ".join(N)
        if t.hit("n"):
            n = (
                arv(r, n)
                if not lat
                else r.choice(
                    [
                        typo(r, n),
                        n.upper(),
                        n.replace("Al", "Al-"),
                        n.replace("Mohammed", "Muhammad").replace("ou", "u").replace("Ahmed", "Ahmad"),
                        n.lower(),
                    ]
                )
            )
        if t.hit("n2") and not lat:
            n = arv(r, r.choice(["أ. ", "م. ", "", "", "د. "]) + n)
        tel, em = p["tel"], p["em"]
        if tell == "both":
            if p["rel"] and t.hit("t0"):
                tel = "" if p["hold"] or not i else r.choice(["", "5" + whole_number(r, 8)])
            elif not p["rel"] and t.hit("e0"):
                em = "" if p["hold"] or not i else r.choice(["", low(p["f"][1]) + whole_number(r, 4) + "@gmail.com"])
        if tel:
            tel = t.sty("tf", ["0{}", "+966{}", "966{}", "00966{}", "{}"], x).format(
                tel if not t.hit("tsp") else tel[:2] + " " + tel[2:5] + " " + tel[5:]
            )
        ad = t.opt(("adg", x), [0, 0, 1]) and not t.hit("adg")
        tel = tel.translate(ADG) if ad else tel
        nid = p["id"].translate(ADG) if ad else p["id"]
        if t.hit("emc"):
            em = r.choice([em.upper(), em.capitalize(), " " + em + " "])
        ct = p["ct"] if not (i and t.hit("ct")) else skewed(r, CT)
        d = date(r, 2016, 2024)
        hj = "%d/%02d/%02d هـ" % (d[0] - 579, d[1], d[2])
        return {
            "الاسم": n,
            "رقم الهوية": nid,
            "الجنس": {"f": "أنثى", "m": "ذكر"}[p["sx"]] if not t.hit("sx") else "",
            "رقم الجوال": tel,
            "البريد الإلكتروني": em,
            "المدينة": ct[j].replace("_", " ") if not t.hit("c0") else arv(r, ct[0].split("_")[0]),
            "الجنسية": skewed(r, ["سعودي", "السعودية", "مصري", "أردني"]),
            "العمر": str(p["age"] + (i > 0)) if not t.hit("age") else "",
            "المهارات": r.choice(["إسعافات أولية", "تصوير", "تنظيم", "ترجمة", "تصميم", "تدريس", ""]),
            "الفريق": skewed(r, ["الإعلام", "الميدان", "اللوجستي", "الاستقبال"]),
            "ساعات التطوع": str(int(200 * r.random() ** 2)),
            "تاريخ التسجيل": hj if t.opt(("hj", x), [0, 0, 1]) else fd(d, SLA[1]),
            "المؤهل": skewed(r, pool_of("بكالوريوس ثانوي دبلوم ماجستير")),
        }

    while t.more():
        p = mk()
        G = [p]
        if t.tr():
            k = r.random()
            if k < 0.5:
                G += [mk(p["s"], p["A"]) for _ in range(r.randint(1, 3))]  # brothers and sisters
            else:
                G += [
                    mk(p["s"], p["A"] if r.random() < 0.5 else None, p["f"], p["sx"]) for _ in range(r.choice([1, 1, 2]))
                ]  # namesakes
            for q in G:
                q["hold"] = True
            for q in G[1:]:
                q["ct"] = r.choice([p["ct"], q["ct"]])
        for q in G:
            t.emit(rec, q)
    return t.done(
        [
            "رقم الهوية",
            "الاسم",
            "الجنس",
            "العمر",
            "الجنسية",
            "رقم الجوال",
            "البريد الإلكتروني",
            "المدينة",
            "المؤهل",
            "المهارات",
            "الفريق",
            "ساعات التطوع",
            "تاريخ التسجيل",
        ],
        ("منصة", "استمارة"),
        [
            ("الحالة", lambda w: skewed(r, ["نشط", "غير نشط", "معلق"])),
            ("ملاحظات", lambda w: skewed(r, ["", "", "", "تم التواصل", "شهادة"])),
            ("مصدر التسجيل", lambda w: skewed(r, ["تويتر", "صديق", "الموقع"])),
        ],
    )


if __name__ == "__main__":
    write_tables(KINDS)
