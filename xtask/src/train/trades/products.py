#!/usr/bin/env python3
"""Makes tables of products, parts, substances and works, with the things that their rows describe.

python3 products.py OUT FIRST LAST    # OUT/KIND-SEED/records.csv and truth.csv, for each kind and seeds FIRST..LAST-1
"""

import unicodedata

from shared import forms_of, pool_of, write_tables

KINDS = {}


def kind(f):
    KINDS[f.__name__] = f
    return f


# ---------------------------------------------------------------- helpers
def deacc(s):
    s = s.replace("ß", "ss").replace("ł", "l").replace("Ł", "L").replace("ı", "i").replace("ø", "o")
    return "".join(x for x in unicodedata.normalize("NFD", s) if not unicodedata.combining(x))


def norm(s):
    return "".join(x for x in deacc(s).lower() if x.isalnum())


def moji(s):
    return s.encode("utf8").decode("cp1252", "replace")


def ean(d12):
    d = [int(x) for x in d12]
    return d12 + str(-sum(x * (3 if i % 2 else 1) for i, x in enumerate(d)) % 10)


class Near:
    """add(k) is False where k is within one typo of a key already there"""

    def __init__(s):
        s.d = {}

    def add(s, k):
        k = norm(k)
        v = [k] + [k[:i] + k[i + 1 :] for i in range(len(k))]
        if any(x in s.d for x in v):
            return False
        for x in v:
            s.d[x] = 1
        return True


class C:
    """context of one table: its structure, drawn from the seed"""

    def __init__(c, r, link=0.2, src=("a", "b")):
        c.r = r
        c.n = int(300 + 1200 * r.betavariate(1.5, 3.2))
        c.share = 0 if r.random() < 0.1 else r.uniform(0.05, 0.6)
        c.link = r.random() < link
        if c.link and c.share == 0:
            c.share = r.uniform(0.1, 0.6)
        c.src = src
        c.gm = r.choice("ppppmmb")
        c.trap = r.choice([0, 0.1, 0.25, 0.4, 0.6, 0.8, 0.95])
        c.noise = r.choice([0.1, 0.4, 0.7, 1, 1, 1.3, 1.8])
        c.one = r.random() < 0.6
        c.ps = r.uniform(0.3, 0.7)
        c.mix = r.choice([0, 0, 0.2, 0.35, 0.5])
        c.ph = r.choice(["", "", "", "", "-", "n/a", "?", "NULL"])
        c.case = r.choice(["", "", "", "u", "u1", "l1", "m"])
        c.mult, c.st, c.pools, c.seq = {}, {}, {}, r.randrange(100, 90000)

    def p(c, x):
        return c.r.random() < x

    def z(c, name, p):
        """noise of this name happens (own strength per table)"""
        if name not in c.mult:
            c.mult[name] = c.r.choice([0, 0.3, 0.6, 1, 1, 1.6, 2.4])
        return c.r.random() < min(0.85, p * c.noise * c.mult[name])

    def sty(c, name, s, opts):
        """a style, sticky for the table (and its source), with slips"""
        k = (name, s)
        if k not in c.st:
            c.st[k] = (c.r.choice(opts), c.r.choice([0, 0.03, 0.1, 0.3]))
        o, q = c.st[k]
        return c.r.choice(opts) if c.r.random() < q else o

    def opt(c, p=0.5):
        return c.r.random() < p

    def ch(c, l):
        return l[int(c.r.random() * len(l))]

    def sk(c, l):
        return l[int(len(l) * c.r.random() ** 2.2)]

    def pool(c, name, gen, n):
        if name not in c.pools:
            nr, l = Near(), []
            for _ in range(n * 4):
                x = gen()
                if len(l) < n and nr.add(x if isinstance(x, str) else x[0]):
                    l.append(x)
            c.pools[name] = l
        return c.pools[name]

    def shuf(c, l):
        l = list(l)
        c.r.shuffle(l)
        return l

    def size(c):
        if c.r.random() >= c.share:
            return 1
        if c.gm == "p":
            return 3 if c.p(0.1) else 2
        k = 2
        while k < 6 and c.p(0.45):
            k += 1
        return c.r.randint(7, 30) if c.gm == "b" and c.p(0.04) else k

    def miss(c, v, name, p):
        return c.ph if c.z("miss" + name, p) else v

    def cs(c, s, src=0):
        u = c.case == "u" or (c.case == "u1" and src == 1) or (c.case == "m" and c.p(0.3))
        return s.upper() if u else s.lower() if c.case == "l1" and src == 1 else s

    def typo(c, s, p=0.12, name="typo"):
        if not c.z(name, p):
            return s
        ix = [i for i in range(1, len(s) - 2) if s[i - 1 : i + 3].isalpha()]
        if not ix:
            return s
        i = c.ch(ix)
        k = c.r.randrange(4)
        if k == 0:
            return s[:i] + s[i + 1 :]
        if k == 1:
            return s[:i] + s[i] + s[i:]
        if k == 2:
            return s[:i] + s[i + 1] + s[i] + s[i + 2 :]
        return s[:i] + c.ch([x for x in s if x.isalpha()]).lower() + s[i + 1 :]

    def acc(c, s, p=0.2):
        if c.z("acc", p):
            return deacc(s)
        return moji(s) if c.z("moji", 0.02) else s

    def ocr(c, s, p=0.06):
        if c.z("ocr", p):
            for a, b in c.shuf([("m", "rn"), ("e", "c"), ("h", "li"), ("u", "ii"), ("n", "ri"), ("d", "cl")])[:1]:
                i = s.find(a, 2)
                if i > 0:
                    s = s[:i] + b + s[i + 1 :]
        return s

    def abbr(c, s, d, name="abbr", p=0.35):
        for a, b in d:
            if a in s and c.z(name, p):
                s = s.replace(a, b)
        return s

    def money(c, x, s=0, cur="€", dec=","):
        k = c.sty("money", s, [0, 0, 1, 2])
        v = "%.2f" % x
        return [v.replace(".", dec), v.replace(".", dec) + " " + cur, v][k]

    def date(c, s, y, m, d, opts=("%d.%m.%Y", "%Y-%m-%d")):
        f = c.sty("date", s, list(opts))
        return f.replace("%d", "%02d" % d).replace("%m", "%02d" % m).replace("%Y", str(y)).replace("%y", "%02d" % (y % 100))

    def when(c, y0=2012, y1=2024, opts=("%d.%m.%Y", "%Y-%m-%d")):
        return c.date(0, c.r.randint(y0, y1), c.r.randint(1, 12), c.r.randint(1, 28), opts)

    def pick(c, d):
        return lambda: c.sk(d)


ROWONLY = ["Barcode", "url", "scan_id", "Inv. №", "Инв. №", "Afbeelding", "Standplaats", "downloads", "Plays"]


def drive(c, cols, fam, ren, extras=(), sysid=None):
    r = c.r
    ex = [(n, f) for n, f in extras if r.random() < 0.45]
    stick = [0 if n in ROWONLY else r.choice([0, 0, 0.5, 0.8, 0.95]) for n, _ in ex]
    sid = sysid if sysid and r.random() < 0.55 else None
    sk = r.choice("nnph")
    rows, own, e, guard = [], {}, 0, 0
    while len(rows) < c.n and guard < 6000:
        guard += 1
        for t in fam():
            e += 1
            k = c.size()
            keep = [f() for _, f in ex]
            if c.link:
                ss = [0 if c.p(c.ps) else 1] if k == 1 else [0, 1] if c.one else [0, 1] + [r.randrange(2) for _ in range(k - 2)]
            else:
                ss = [1 if c.p(c.mix) else 0 for _ in range(k)]
            for s in ss:
                for _ in range(6):
                    d = ren(t, s)
                    core = tuple(d.get(x, "") for x in cols)
                    if own.get(core, e) == e:
                        break
                else:
                    continue
                own[core] = e
                row = list(core) + [keep[j] if r.random() < stick[j] else f() for j, (_, f) in enumerate(ex)]
                rows.append((row, e, s))
    r.shuffle(rows)
    if sid:  # ids of the source system say nothing
        for row, _, _ in rows:
            c.seq += r.choice([1, 1, 1, 2, 5])
            row.insert(0, {"n": str(c.seq), "p": "%08d" % c.seq, "h": "%016x" % r.getrandbits(64)}[sk])
        if r.random() < 0.6:
            r.shuffle(rows)
    full = [i for i in range(len(rows[0][0])) if any(x[i] for x, _, _ in rows)]
    rows = [([x[i] for i in full], e, s) for x, e, s in rows]
    head = ([sid] if sid else []) + list(cols) + [n for n, _ in ex]
    head = [head[i] for i in full]
    if r.random() < 0.35:  # other order of the columns
        o = list(range(len(head)))
        i = r.randrange(len(o))
        o = o[i:] + o[:i] if r.random() < 0.5 else c.shuf(o)
        head, rows = [head[i] for i in o], [([x[i] for i in o], e, s) for x, e, s in rows]
    hs = r.choice(["", "", "", "l", "u"])
    if hs:
        head = [(h.upper() if hs == "u" else h.lower().replace(" ", "_").replace(".", "")) for h in head]
    if c.link:
        head.append("source")
        rows = [(x + [c.src[s]], e, s) for x, e, s in rows]
    return head, [x for x, _, _ in rows], [e for _, e, _ in rows], c.link


# ---------------------------------------------------------------- 1 German spare parts: the maker's number decides
TEIL = [
    x.split("|")
    for x in """Bremsscheibe|Bremssch.;Bremsbelagsatz|Bremsbel.-Satz;Stoßdämpfer|Stossd.;Querlenker|Querlenk.;Spurstangenkopf|Spurst.kopf;Radlagersatz|Radlag.-Satz;Ölfilter|Ölfilt.;Luftfilter|Luftfilt.;Kraftstofffilter|Krst.-Filter;Innenraumfilter|Pollenfilter;Zündkerze|Zündk.;Zahnriemensatz|ZR-Satz;Wasserpumpe|WaPu;Thermostat|Therm.;Lichtmaschine|Generator;Anlasser|Starter;Kupplungssatz|Kuppl.-Satz;Zweimassenschwungrad|ZMS;Hauptscheinwerfer|Scheinwerfer;Rückleuchte|Heckleuchte;Außenspiegel|Spiegel außen;Fensterheber|Fensterh.;Keilrippenriemen|Keilripp.;Spannrolle|Spannr.;Lambdasonde|Lambdas.;Luftmassenmesser|LMM;AGR-Ventil|AGR Vent.;Einspritzdüse|Injektor;Bremssattel|Bremssatt.;Handbremsseil|Seilzug Feststellbremse;Koppelstange|Pendelstütze;Domlager|Federbeinstützlager;Achsmanschette|Manschettensatz;Antriebswelle|Antr.welle;Kühler|Motorkühlung Kühler;Klimakompressor|Kompressor Klima;Gasfeder Heckklappe|Heckkl.-Dämpfer;Wischblatt|Scheibenwischer;Raddrehzahlsensor|ABS-Sensor;Motorlager|Mot.lager""".split(
        ";"
    )
]
FZG = pool_of(
    "VW_Golf_VI VW_Passat_B7 VW_T5 VW_Polo_6R Audi_A4_B8 Audi_A3_8P BMW_3er_E90 BMW_5er_F10 BMW_1er_E87 Mercedes_C-Klasse_W204 Mercedes_Sprinter_906 Opel_Astra_J Opel_Corsa_D Opel_Insignia_A Ford_Focus_II Ford_Fiesta_VI Ford_Transit Skoda_Octavia_II Skoda_Fabia Seat_Ibiza_6J Renault_Clio_III Renault_Megane_III Peugeot_207 Fiat_Ducato_250 Toyota_Yaris Mazda_3_BL Hyundai_i30 Kia_Ceed Volvo_V70_III Smart_Fortwo_451"
)
POS = [
    ("", ""),
    ("vorne links", "VL"),
    ("vorne rechts", "VR"),
    ("hinten links", "HL"),
    ("hinten rechts", "HR"),
    ("Vorderachse", "VA"),
    ("Hinterachse", "HA"),
]


@kind
def de_ersatzteile(r):
    c = C(r, 0.25, ("warenwirtschaft", "lieferant"))
    gen = lambda: (
        c.ch(pool_of("Fe Lem Sach Ru Mey Va Dol Hel Bo Kno Gra Zim Tex Bre Pier Swa Wei Op Tri Nor Ul Car Au Mon"))
        + c.ch(pool_of("bi vi mer let stor ren ka do ni ta lo ve"))
        + c.ch(pool_of("tec co parts stark le mann bach x gen ron lin ert dorf bo"))
    )
    brands = [
        (b, c.ch(["%s GmbH", "%s AG", "%s Automotive", "%s GmbH & Co. KG"]) % b, r.randrange(5), b[:3].upper())
        for b in c.pool("b", gen, 26)
    ]
    nr, nr2 = Near(), Near()
    D = lambda n: "".join(str(r.randrange(10)) for _ in range(n))
    hasean, merged, oe, pr = c.opt(), c.opt(0.25), c.opt(0.75), c.opt(0.8)

    def num(b):
        while 1:
            x = [
                "0 %s %s %s" % (D(3), D(3), D(3)),
                "%s.%s-%s.%s" % (D(2), D(4), D(4), D(1)),
                "%s %s" % (b[3], D(6)),
                "%s%s%s" % (b[3][:2], c.ch("ABKLX"), D(6)),
                "%s %s %s" % (D(3), D(4), D(2)),
            ][b[2]]
            if nr.add(x):
                return x

    def fam():
        t, f = c.sk(TEIL), c.ch(FZG).replace("_", " ")
        k = r.randint(2, 9) if c.p(c.trap) else 1
        ps = c.ch([[0], [1, 2], [3, 4], [5, 6], [1, 2, 3, 4]]) if k > 1 else [r.randrange(7)]
        oes = {}
        for p in ps:
            while 1:
                o = "%d%s%d %s %s %s" % (r.randrange(1, 9), c.ch("ABCKJQ"), r.randrange(10), D(3), D(3), c.ch("ABCDEFGH"))
                if nr2.add(o):
                    break
            oes[p] = o
        out = []
        for i in range(k):
            b, p = c.sk(brands), ps[i % len(ps)]
            out.append(
                dict(
                    t=t, f=f, b=b, p=POS[p], oe=oes[p], n=num(b), e=ean("40" + D(10)), pr=r.uniform(4, 400), g=r.uniform(0.05, 12)
                )
            )
        return out

    def ren(t, s):
        n = t["n"]
        k = c.sty("num", s, [0, 0, 1, 2, 3]) if c.z("numfmt", 0.6) or s else 0
        n = [n, n.replace(" ", "").replace(".", "").replace("-", ""), n.replace(" ", "-"), n.replace(" ", "").lower()][k]
        name = t["t"][1] if c.z("kurz", 0.35) else t["t"][0]
        pos = t["p"][1] if c.sty("pos", s, [0, 1]) else t["p"][0]
        bez = c.acc(c.typo(" ".join(x for x in ([pos, name] if c.z("wo", 0.2) else [name, pos]) if x)))
        if c.z("fzgbez", 0.25):
            bez += " " + t["f"] + c.ch(["", " ab Bj. %d" % r.randint(2004, 2014)])
        b = t["b"][1] if c.z("firma", 0.4) else t["b"][0].upper() if c.z("bu", 0.3) else c.typo(t["b"][0], 0.05)
        if merged:
            bez = c.ch(["%s %s", "%s, %s", "%s Nr. %s"]) % (bez, n) if s == 0 else "%s %s" % (n, bez)
        o = t["oe"]
        o = [o, o.replace(" ", ""), o.replace(" ", ".")][c.sty("oe", s, [0, 1, 2])]
        if hasean and not merged and c.z("nonum", 0.15):
            n = ""
        e = t["e"] if n == "" or not c.z("noean", 0.4) else c.ph
        return {
            "Hersteller": c.miss(b, "h", 0.05),
            "Artikelnummer": n,
            "EAN": e,
            "OE-Nr.": c.miss(o, "oe", 0.2),
            "Bezeichnung": c.cs(bez, s),
            "Fahrzeug": c.miss(t["f"] if not c.z("fz", 0.2) else t["f"].split(" ")[0], "f", 0.1),
            "VK Preis": c.money(t["pr"] * (r.uniform(0.7, 1.3) if c.z("pr", 0.5) else 1), s),
            "Gewicht": ("%.2f kg" % t["g"]).replace(".", ",") if s == 0 else "%d g" % (t["g"] * 1000),
        }

    cols = (
        ["Hersteller"]
        + ([] if merged else ["Artikelnummer"])
        + ["Bezeichnung"]
        + ["OE-Nr."] * oe
        + ["EAN"] * hasean
        + ["Fahrzeug"] * c.opt(0.7)
        + ["VK Preis"] * pr
        + ["Gewicht"] * c.opt(0.3)
    )
    ex = [
        ("Bestand", lambda: str(int(r.expovariate(0.1)))),
        ("Lagerort", lambda: "%s-%02d-%d" % (c.ch("ABCD"), r.randint(1, 40), r.randint(1, 6))),
        ("Warengruppe", c.pick(["Fahrwerk", "Bremse", "Motor", "Elektrik", "Filter"])),
        ("geändert am", lambda: c.when()),
        ("aktiv", c.pick(["J", "J", "J", "N"])),
    ]
    return drive(c, cols, fam, ren, ex, "Datensatz-Nr.")


# ---------------------------------------------------------------- 2 French wines: vintages, colours, bottle sizes
APP = "Bordeaux;Saint-Émilion Grand Cru;Médoc;Haut-Médoc;Pauillac;Margaux;Saint-Julien;Pessac-Léognan;Graves;Pomerol;Fronsac;Sauternes;Bourgogne;Chablis;Chablis 1er Cru;Gevrey-Chambertin;Meursault;Pommard;Volnay;Mercurey;Pouilly-Fuissé;Beaujolais-Villages;Morgon;Fleurie;Côtes du Rhône;Côtes du Rhône Villages;Châteauneuf-du-Pape;Gigondas;Vacqueyras;Crozes-Hermitage;Saint-Joseph;Côte-Rôtie;Sancerre;Pouilly-Fumé;Vouvray;Chinon;Bourgueil;Saumur-Champigny;Muscadet Sèvre et Maine;Alsace Riesling;Alsace Gewurztraminer;Corbières;Minervois;Faugères;Pic Saint-Loup;Languedoc;Côtes de Provence;Bandol;Cahors;Madiran;Jurançon;Bergerac;Gaillac;Arbois;Côtes du Jura;Ventoux;Luberon;Costières de Nîmes;Fitou;Côtes du Roussillon".split(
    ";"
)
ROUGE = "Médoc Pauillac Margaux Julien Pomerol Émilion Fronsac Gevrey Pommard Volnay Morgon Fleurie Rôtie Cahors Madiran Faugères Fitou".split()
BLANC = "Sauternes Chablis Meursault Fuissé Fumé Vouvray Muscadet Riesling Gewurz Jurançon".split()


def teinte(a):
    return (
        ["rouge"]
        if any(x in a for x in ROUGE)
        else ["blanc"]
        if any(x in a for x in BLANC)
        else ["rouge", "blanc"]
        if "Bo" in a or "Graves" in a or "Hermitage" in a or "Joseph" in a
        else ["rouge", "blanc", "rosé"]
    )


FRA, FRB = (
    pool_of(
        "Beau Mont Haut Bel Clair Roche Font Chante Ville Grand Puy Val Mire Lavau Pey Carbon Des Tour Cante Brous Gari Laro Cler Maza Fou Bous Cham Cos Lagr Ser"
    ),
    pool_of(
        "regard merle lac fort val bon mont perdrix lauze castel court vieille neuve gaud nac gnan sac lloux rieu mbert ssan zac gneau roux quet lier don ange tière"
    ),
)


@kind
def fr_vins(r):
    c = C(r, 0.3, ("cave", "catalogue"))

    def nom():
        x = c.ch(FRA) + c.ch(FRB)
        return (
            c.ch(
                [
                    "%s",
                    "%s",
                    "La %s",
                    "de %s",
                    "Saint-%s",
                    "%s-" + c.ch(FRA) + c.ch(FRB),
                    "Les " + c.ch(["Hauts de", "Terres de", "Vignes de"]) + " %s",
                ]
            )
            % x
        )

    pers = lambda: (
        c.ch("Jean Pierre Michel Alain Louis Paul Henri Marie Luc Yves Bruno Denis Guy Rémi Éric Hubert Vincent Patrick".split())
        + " "
        + c.ch(pool_of("Mar Du Le Ber Gau Per Ro Cha Vi Bon Cler Fau Lam Mo Trem"))
        + c.ch(pool_of("tin pont franc gnier chard rin nard lot net vallier cherie blay bert rier"))
    )
    nr = Near()
    cuv = [
        "Vieilles Vignes",
        "Tradition",
        "Réserve",
        "Prestige",
        "Élégance",
        "Grande Réserve",
        "Les Terrasses",
        "Clos du Puits",
        "L'Origine",
        "Cuvée Spéciale",
        "Fût de Chêne",
        "Les Galets",
        "La Garrigue",
        "Le Petit Bois",
        "Les Amandiers",
        "Éclat",
        "Émotion",
        "Sélection",
        "Terre d'Ombre",
        "Les Argiles",
        "La Combe",
        "Le Clos",
        "Harmonie",
    ]
    fmtrap, long0, long1 = c.opt(0.4), c.opt(0.4), c.opt(0.4)
    y1 = r.randint(2012, 2023)

    def fam():
        while 1:
            d = (
                c.ch(["Château", "Château", "Domaine", "Domaine", "Clos", "Mas", "Maison"])
                + " "
                + (nom() if c.p(0.7) else pers())
            )
            if nr.add(d.split(" ", 1)[1]):
                break
        a, base = c.sk(c.pool("app", lambda: c.ch(APP), 45)), dict(deg=r.randint(22, 30) / 2)
        n = r.randint(2, 10) if c.p(c.trap) else 1
        out, seen = [], []
        mode = c.ch("ymcf")
        cu, co, y, f = c.ch(cuv) if c.p(0.6) else "", c.sk(teinte(a)), y1 - int(r.expovariate(0.2)), 75
        for _ in range(n):
            k = (cu, co, y, f)
            if k not in seen:
                seen.append(k)
                out.append(dict(base, d=d, a=a, cu=cu, co=co, y=y, f=f, p=r.uniform(5, 90)))
            y += r.choice([-1, 1, 2, -2]) if mode in "ym" or c.p(0.3) else 0
            if mode in "cm" and c.p(0.5):
                cu = c.ch(cuv)
            if mode == "c" and c.p(0.5):
                co = c.ch(teinte(a))
            if fmtrap and c.p(0.4):
                f = c.ch([37.5, 75, 150])
        return out

    AB = [
        ("Château", "Ch."),
        ("Château", "CHT"),
        ("Domaine", "Dom."),
        ("Saint-", "St-"),
        ("Saint-", "St "),
        ("Grand Cru", "GC"),
        ("1er Cru", "Premier Cru"),
        ("Côtes du", "Cotes-du"),
        ("Villages", "Vill."),
    ]

    def ren(t, s):
        d = c.acc(c.typo(c.abbr(t["d"], AB)))
        if c.z("inv", 0.12):
            p, q = t["d"].split(" ", 1)
            d = "%s (%s)" % (q, p)
        a = c.acc(c.abbr(t["a"], AB))
        cu = t["cu"]
        if cu and c.z("cuv", 0.3):
            cu = c.ch(['"%s"', "Cuvée %s" if "Cuv" not in cu else "%s", "« %s »"]) % cu
        if cu == "Vieilles Vignes" and c.z("vv", 0.4):
            cu = "V.V."
        cu = c.acc(cu)
        co = t["co"] if not c.sty("co", s, [0, 0, 1]) else {"rouge": "R", "blanc": "B", "rosé": "Rs"}[t["co"]]
        f = [
            ("%g cl" % t["f"]).replace(".", ","),
            ("%g" % (t["f"] / 100)).replace(".", ",") + " L",
            {37.5: "demi", 75: "bouteille", 150: "magnum"}[t["f"]],
        ][c.sty("f", s, [0, 0, 1, 2])]
        y = str(t["y"]) if not c.sty("y", s, [0, 0, 0, 1]) else "'%02d" % (t["y"] % 100)
        pr = c.money(t["p"] * (r.uniform(0.8, 1.4) if c.z("pr", 0.5) else 1), s)
        o = {"Prix TTC": pr, "Degré": c.miss(("%g%%" % t["deg"]).replace(".", ","), "dg", 0.2)}
        if long1 if s else long0:
            l = [d, cu, a, t["co"], str(t["y"]), f] if s == 0 else [a, d, cu, str(t["y"]), t["co"], f]
            o["Désignation"] = c.cs((", " if c.sty("sep", s, [0, 1]) else " ").join(x for x in l if x), s)
            if not allong:
                o["Millésime"] = y
        else:
            o.update(
                {
                    "Domaine": c.cs(d, s),
                    "Cuvée": cu,
                    "Appellation": c.miss(a, "a", 0.12),
                    "Millésime": y,
                    "Couleur": co,
                    "Contenance": f if fmtrap else c.miss(f, "f", 0.1),
                }
            )
        return o

    if not c.link:
        long1 = long0
    allong = long0 and long1
    cols = (
        ["Désignation"] * (long0 or long1)
        + ["Domaine", "Cuvée", "Appellation", "Millésime", "Couleur", "Contenance"] * (not allong)
        + ["Degré"] * c.opt(0.4)
        + ["Prix TTC"]
    )
    ex = [
        ("Stock", lambda: str(int(r.expovariate(0.03)))),
        ("Emplacement", lambda: "%s%d" % (c.ch("ABCDE"), r.randint(1, 90))),
        ("Note", lambda: c.ch(["", "", "15/20", "90-92", "16,5", "à boire", "garde"])),
        ("Fournisseur", c.pick(["Vinatis", "France Boissons", "Direct propriété", "Sodivin", "Richard"])),
        ("Date entrée", lambda: c.when(2015, 2024, ("%d/%m/%Y", "%Y-%m-%d"))),
    ]
    return drive(c, cols, fam, ren, ex, "Réf. interne")


# ---------------------------------------------------------------- 3 laboratory chemicals: CAS numbers sometimes missing, isomers, salts
PAR = [
    (a, f, [int(x) for x in p], m)
    for a, f, p, m in (
        x.split("|")
        for x in "aniline|C6H7N1|23456|8;phenol|C6H6O1|23456|8;benzoic acid|C7H6O2|23456|8;benzaldehyde|C7H6O1|23456|8;acetophenone|C8H8O1|23456|8;benzonitrile|C7H5N1|23456|8;anisole|C7H8O1|23456|8;pyridine|C5H5N1|23456|8;quinoline|C9H7N1|2345678|0;indole|C8H7N1|234567|0;benzofuran|C8H6O1|234567|0;benzenesulfonamide|C6H7N1O2S1|23456|8;phenylboronic acid|C6H7B1O2|23456|8;thiophene|C4H4S1|2345|7;benzyl alcohol|C7H8O1|23456|8;cinnamic acid|C9H8O2|23456|8;benzothiazole|C7H5N1S1|24567|0;isoquinoline|C9H7N1|1345678|0;phenylacetic acid|C8H8O2|23456|8;benzamide|C7H7N1O1|23456|8;benzothiophene|C8H6S1|234567|0;acetanilide|C8H9N1O1|23456|8".split(
            ";"
        )
    )
]
SUB = [
    ("bromo", "Br"),
    ("chloro", "Cl"),
    ("fluoro", "F"),
    ("iodo", "I"),
    ("methyl", "CH3"),
    ("methoxy", "CH3O"),
    ("nitro", "NO2"),
    ("isopropyl", "C3H7"),
    ("tert-butyl", "C4H9"),
    ("trifluoromethyl", "CF3"),
    ("phenoxy", "C6H5O"),
    ("cyclopropyl", "C3H5"),
    ("benzyloxy", "C7H7O"),
    ("dimethylamino", "C2H6N"),
    ("methylthio", "CH3S"),
]
MASS = dict(C=12.011, H=1.008, N=14.007, O=15.999, S=32.06, B=10.81, Br=79.904, Cl=35.45, F=18.998, I=126.904)
SYN = [
    x.split("|")
    for x in "acetone|2-propanone|dimethyl ketone|67-64-1|C3H6O;ethanol|ethyl alcohol|EtOH|64-17-5|C2H6O;methanol|methyl alcohol|MeOH|67-56-1|CH4O;dichloromethane|methylene chloride|DCM|75-09-2|CH2Cl2;ethyl acetate|acetic acid ethyl ester|EtOAc|141-78-6|C4H8O2;N,N-dimethylformamide|DMF|N-formyldimethylamine|68-12-2|C3H7NO;dimethyl sulfoxide|DMSO|methyl sulfoxide|67-68-5|C2H6OS;tetrahydrofuran|THF|oxolane|109-99-9|C4H8O;2-propanol|isopropanol|isopropyl alcohol|67-63-0|C3H8O;acetonitrile|MeCN|cyanomethane|75-05-8|C2H3N;triethylamine|TEA|N,N-diethylethanamine|121-44-8|C6H15N;sodium hydroxide|caustic soda|NaOH|1310-73-2|HNaO;potassium carbonate|dipotassium carbonate|K2CO3|584-08-7|CK2O3;acetic acid|ethanoic acid|AcOH|64-19-7|C2H4O2;toluene|methylbenzene|phenylmethane|108-88-3|C7H8;chloroform|trichloromethane|CHCl3|67-66-3|CHCl3;diethyl ether|ethoxyethane|ethyl ether|60-29-7|C4H10O;formaldehyde|methanal|formalin|50-00-0|CH2O;urea|carbamide|carbonyl diamide|57-13-6|CH4N2O;glycerol|glycerin|1,2,3-propanetriol|56-81-5|C3H8O3;citric acid|2-hydroxypropane-1,2,3-tricarboxylic acid|citric acid anhydrous|77-92-9|C6H8O7;sodium bicarbonate|sodium hydrogen carbonate|NaHCO3|144-55-8|CHNaO3".split(
        ";"
    )
]


def addf(f, g):
    import re

    d = {}
    for x in (f, g):
        for a, n in re.findall("([A-Z][a-z]?)(\\d*)", x):
            d[a] = d.get(a, 0) + int(n or 1)
    return d


def hill(d):
    return "".join(a + (str(d[a]) if d[a] > 1 else "") for a in ["C", "H"] + sorted(x for x in d if x not in "CH") if d.get(a))


@kind
def en_chemicals(r):
    c = C(r, 0.2, ("stockroom", "supplier"))
    seen, casu, syn = {}, Near(), c.shuf(SYN)
    hascas, small = c.opt(0.8), c.opt(0.3)

    def cas():
        while 1:
            x = str(r.randint(50, 999999)) + "%02d" % r.randrange(100)
            k = sum((i + 1) * int(y) for i, y in enumerate(reversed(x))) % 10
            if casu.add(x):
                return "%s-%s-%d" % (x[:-2], x[-2:], k)

    def make(par, subs, salt):
        m = int(par[3])  # symmetric rings: lowest numbers only
        if m:
            subs = min(subs, [(m - p, x) for p, x in subs], key=lambda l: (sorted(p for p, _ in l), sorted((x, p) for p, x in l)))
        if par[0] == "anisole" and any(x == "methoxy" for _, x in subs):
            return None
        k = (par[0], tuple(sorted(subs)), salt)
        if k in seen:
            return None
        seen[k] = 1
        d = addf(par[1], "")
        for _, s in subs:
            for a, n in addf(dict(SUB)[s], "").items():
                d[a] = d.get(a, 0) + n
            d["H"] -= 1
        if salt == "hydrochloride":
            d["H"] += 1
            d["Cl"] = d.get("Cl", 0) + 1
        return dict(
            par=par[0],
            subs=sorted(subs, key=lambda x: (x[1], x[0])),
            salt=salt,
            cas=cas(),
            f=hill(d),
            mw=sum(MASS[a] * n for a, n in d.items()),
        )

    def fam():
        if syn and c.p(0.12):
            x = syn.pop()
            return [dict(names=x[:3], cas=x[3], f=x[4], mw=0)]
        par = c.sk(PAR)
        pos = par[2]
        k = min(len(pos), r.choice([1, 2, 2, 2, 3]))
        ss = [c.sk(SUB)[0] for _ in range(k)]
        out, n = [], r.randint(2, 6) if c.p(c.trap) else 1
        for i in range(n):
            pp = r.sample(pos, k)
            if i and c.p(0.25):
                ss = ss[:-1] + [c.ch(SUB)[0]]
            t = make(
                par,
                list(zip(pp, ss)),
                "hydrochloride" if par[0] in ("aniline", "pyridine", "isoquinoline", "quinoline") and c.p(0.2) else "",
            )
            if t:
                out.append(t)
        return out

    def name(t, s):
        if "names" in t:
            return t["names"][0] if not c.z("syn", 0.6) else c.ch(t["names"])
        g = {}
        for p, x in t["subs"]:
            g.setdefault(x, []).append(str(p))
        pre = []
        for x in sorted(g, key=lambda x: x.replace("tert-", "")):
            m = ["", "di", "tri", "tetra"][len(g[x]) - 1]
            y = m + x
            if (
                x in ("dimethylamino", "methylthio")
                or x in ("trifluoromethyl", "tert-butyl", "benzyloxy")
                and (m or c.z("par", 0.4))
            ):
                y = ("bis" if m == "di" else "tris" if m == "tri" else m) + "(" + x + ")"
            pre.append(",".join(sorted(g[x])) + "-" + y)
        if len(pre) > 1 and c.z("order", 0.25):
            pre.reverse()
        pre = "-".join(pre)
        one = t["subs"][0] if len(t["subs"]) == 1 else None
        if (
            one
            and t["par"] in ("aniline", "phenol", "benzoic acid", "anisole", "benzonitrile", "benzaldehyde")
            and one[0] < 5
            and c.z("omp", 0.4)
        ):
            pre = "omp"[one[0] - 2] + "-" + one[1]
        sal = (" hydrochloride", " HCl", " hydrochloride salt")[0 if not c.z("hcl", 0.5) else r.randrange(3)] if t["salt"] else ""
        if c.sty("inv", s, [0, 0, 0, 1]):
            return "%s, %s-%s" % (t["par"].capitalize(), pre, "," + sal if sal else "")
        return pre + ("" if t["par"][0].isalpha() else "-") + t["par"] + sal

    def ren(t, s):
        x = name(t, s)
        nocas = not hascas or c.z("cas", 0.35)
        if not nocas and "names" not in t:
            x = c.typo(x, 0.2)
        elif c.z("sp", 0.15):
            x = x.replace("-", " ") if c.p(0.3) else x.replace(",", ", ")
        if x[0].isalpha() and x[1] != "-":
            x = x[0].upper() + x[1:]
        if c.z("pur", 0.25):
            x += ", " + c.ch(["98%", "97%", "99+%", "ACS reagent", "reagent grade", ">95%"])
        cs_ = t["cas"] if not c.sty("casf", s, [0, 0, 0, 1]) else c.ch(["CAS %s", "[%s]", " %s"]) % t["cas"]
        return {
            "Chemical Name": c.cs(x, s),
            "CAS No.": c.ph if nocas else cs_,
            "Formula": c.miss(t["f"], "f", 0.15),
            "MW": c.miss("%.2f" % t["mw"] if t["mw"] else "", "mw", 0.2),
            "Supplier": c.sk(
                ["Sigma-Aldrich", "TCI", "Alfa Aesar", "Fisher", "Acros", "VWR", "Merck", "Fluorochem", "Combi-Blocks", "Oakwood"]
            )
            if not small
            else "",
            "Cat. No.": "%s%d" % (c.ch("ABDHLQ"), r.randint(1000, 99999)),
            "Pack": c.ch(["1 g", "5 g", "25 g", "100 g", "500 mL", "1 L", "250mg", "5G", "25ML"]),
        }

    cols = (
        ["Chemical Name"]
        + ["CAS No."] * hascas
        + ["Formula"] * c.opt(0.6)
        + ["MW"] * c.opt(0.35)
        + ([] if small else ["Supplier", "Pack"] + ["Cat. No."] * c.opt())
    )
    ex = [
        ("Location", lambda: c.sk(["Flammables 1", "Fridge B", "Cabinet 3", "Acids", "Rm 214 shelf 2", "Freezer -20"])),
        ("Barcode", lambda: "C%07d" % r.randrange(10**7)),
        ("Hazards", lambda: c.ch(["", "H302", "H315, H319", "H225", "H301;H311", "none"])),
        ("Received", lambda: c.when(2009, 2024, ("%m/%d/%Y", "%Y-%m-%d", "%m/%y"))),
        ("Owner", c.pick(["jlm", "Group stock", "Dr. Patel", "K. Ito", "teaching lab"])),
        ("Amount left", lambda: "%d%%" % (5 * r.randint(0, 20))),
    ]
    return drive(c, cols, fam, ren, ex, "Container ID")


# ---------------------------------------------------------------- 4 Spanish medicines: strengths and packs
MED = [
    x.split(":")
    for x in "paracetamol:N02BE01:500,650,1000:c;ibuprofeno:M01AE01:200,400,600:r;omeprazol:A02BC01:10,20,40:k;amoxicilina:J01CA04:250,500,750,1000:k;metformina:A10BA02:850,1000:r;simvastatina:C10AA01:10,20,40:r;atorvastatina:C10AA05:10,20,40,80:r;enalapril:C09AA02:5,10,20:c;losartán:C09CA01:12.5,50,100:r;amlodipino:C08CA01:5,10:c;ramipril:C09AA05:2.5,5,10:c;bisoprolol:C07AB07:2.5,5,10:r;diclofenaco:M01AB05:50,75,100:g;naproxeno:M01AE02:250,500:c;tramadol:N02AX02:50,100,150,200:k;sertralina:N06AB06:50,100:r;paroxetina:N06AB05:20,30:r;escitalopram:N06AB10:5,10,15,20:r;lorazepam:N05BA06:1,2,5:c;alprazolam:N05BA12:0.25,0.5,1,2:c;levotiroxina:H03AA01:25,50,75,100:c;furosemida:C03CA01:20,40:c;torasemida:C03CA04:2.5,5,10:c;cetirizina:R06AE07:5,10:r;loratadina:R06AX13:10:c;ebastina:R06AX22:10,20:r;ciprofloxacino:J01MA02:250,500,750:r;levofloxacino:J01MA12:250,500:r;azitromicina:J01FA10:250,500:r;claritromicina:J01FA09:250,500:r;pregabalina:N03AX16:25,75,150,300:k;gabapentina:N03AX12:100,300,400,600:k;lamotrigina:N03AX09:25,50,100,200:d;risperidona:N05AX08:0.5,1,2,3:r;quetiapina:N05AH04:25,100,200,300:r;olanzapina:N05AH03:2.5,5,10:b;donepezilo:N06DA02:5,10:b;montelukast:R03DC03:4,5,10:m;desloratadina:R06AX27:5:r;finasterida:G04CB01:1,5:r;tamsulosina:G04CA02:0.4:k;alendronato:M05BA04:10,70:c;prednisona:H02AB07:5,10,30,50:c;deflazacort:H02AB13:6,30:c;metamizol:N02BB02:575:k;dexketoprofeno:M01AE17:12.5,25:r;rosuvastatina:C10AA07:5,10,20:r;valsartán:C09CA03:40,80,160,320:r;candesartán:C09CA06:4,8,16,32:c;carvedilol:C07AG02:6.25,25:c;clopidogrel:B01AC04:75:r;allopurinol:M04AA01:100,300:c;aciclovir:J05AB01:200,400,800:d;fluconazol:J02AC01:50,100,150,200:k;venlafaxina:N06AX16:37.5,75,150:p;mirtazapina:N06AX11:15,30,45:b;ondansetrón:A04AA01:4,8:r;domperidona:A03FA03:10:c".split(
        ";"
    )
]
FORM = {
    "c": ("comprimidos", "comp", "cpr"),
    "r": ("comprimidos recubiertos con película", "comp recub", "comp. rec. película"),
    "k": ("cápsulas duras", "caps", "cáps. duras"),
    "g": ("comprimidos gastrorresistentes", "comp gastrorr", "comp. gastr."),
    "d": ("comprimidos dispersables", "comp disp", "comp. disp."),
    "b": ("comprimidos bucodispersables", "comp bucodisp", "comp. bucodisp."),
    "m": ("comprimidos masticables", "comp mastic", "comp. mast."),
    "p": ("cápsulas de liberación prolongada", "caps lib prol", "caps. retard"),
}
LABS = [
    x.split("|")
    for x in "CINFA|Laboratorios Cinfa S.A.;NORMON|Laboratorios Normon S.A.;KERN PHARMA|Kern Pharma S.L.;STADA|Laboratorio Stada S.L.;TEVA|Teva Pharma S.L.U.;SANDOZ|Sandoz Farmacéutica S.A.;RATIOPHARM|Ratiopharm España S.A.;MYLAN|Mylan Pharmaceuticals S.L.;APOTEX|Apotex Europe B.V.;AUROVITAS|Aurovitas Spain S.A.U.;TARBIS|Tarbis Farma S.L.;PENSA|Pensa Pharma S.A.;ALTER|Laboratorios Alter S.A.;BEXAL|Bexal Farmacéutica S.A.;QUALIGEN|Qualigen S.L.;VIR|Industria Química y Farmacéutica VIR S.A.;ZENTIVA|Zentiva Spain S.L.U.;COMBIX|Laboratorios Combix S.L.U.".split(
        ";"
    )
]


@kind
def es_medicamentos(r):
    c = C(r, 0.25, ("farmacia", "nomenclator"))
    labs, meds, seen, cnu = c.shuf(LABS), c.shuf(MED), {}, Near()
    cn, lay = c.opt(0.6), (r.randrange(2), r.randrange(2))
    if not c.link:
        lay = (lay[0], lay[0])

    def fam():
        m, l = c.ch(meds), c.sk(labs)
        ds = m[2].split(",")
        out = []
        for _ in range(r.randint(2, 8) if c.p(c.trap) else 1):
            d, n = c.ch(ds), r.choice([14, 20, 28, 28, 30, 40, 56, 60, 98, 100, 500])
            k = (m[0], l[0], d, n)
            if k not in seen:
                seen[k] = 1
                while 1:
                    x = r.randint(600000, 999999)
                    if cnu.add(str(x)):
                        break
                out.append(dict(m=m, l=l, d=d, n=n, cn=x, p=r.uniform(1.2, 40)))
            if c.p(0.15):
                l = c.sk(labs)
        return out

    def dose(t, s):
        d, u = float(t["d"]), "mcg" if t["m"][0] == "levotiroxina" else "mg"
        k = c.sty("dose", s, [0, 0, 1, 2])
        g = lambda x: ("%g" % x).replace(".", c.sty("dec", s, [",", ",", "."]))
        if u == "mg" and d >= 500 and k == 1:
            return g(d / 1000) + " g"
        if u == "mcg" and k == 1:
            return c.ch(["%g microgramos", "%g µg"]) % d
        return g(d) + ("" if k == 2 else " ") + u

    def ren(t, s):
        a = c.acc(c.typo(t["m"][0], 0.1))
        f = c.acc(FORM[t["m"][3]][c.sty("form", s, [0, 0, 1, 2])])
        lab = t["l"][0]
        d = dose(t, s)
        nocn = c.z("cn", 0.3)
        code = str(t["cn"]) if not c.sty("cnf", s, [0, 0, 1]) else "%d.%d" % (t["cn"], t["cn"] * 7 % 10)
        o = {
            "Código Nacional": c.ph if nocn else code,
            "PVP": c.money(t["p"] * (r.uniform(0.8, 1.2) if c.z("pvp", 0.5) else 1), s),
            "Cód. ATC": c.miss(t["m"][1], "atc", 0.15),
            "Laboratorio": c.miss(t["l"][1] if c.sty("lab", s, [0, 1]) else lab.title(), "lab", 0.08 if lay[s] == 1 else 0),
        }
        if lay[s]:
            x = [a, lab.lower(), d, "%d" % t["n"], f] if not c.z("wo", 0.2) else [a, d, lab.lower(), f, "%d" % t["n"]]
            if c.z("efg", 0.5):
                x.append("EFG")
            x = " ".join(x)
            o["Presentación"] = x.upper() if c.sty("up", s, [0, 1, 1]) else x[0].upper() + x[1:]
        else:
            o.update(
                {
                    "Principio activo": c.cs(a.capitalize(), s),
                    "Dosis": d,
                    "Forma farmacéutica": c.miss(f, "ff", 0.1),
                    "Envase": c.ch(["%d", "%d", "%d ud", "envase de %d"]) % t["n"] if c.z("env", 0.4) else str(t["n"]),
                }
            )
        return o

    cols = (
        ["Código Nacional"] * cn
        + ["Presentación"] * (lay[0] or lay[1])
        + ["Principio activo", "Dosis", "Forma farmacéutica", "Envase"] * (not (lay[0] and lay[1]))
        + ["Laboratorio"]
        + ["Cód. ATC"] * c.opt()
        + ["PVP"] * c.opt(0.7)
    )
    ex = [
        ("Receta", c.pick(["Sí", "Sí", "No"])),
        ("Lote", lambda: "%s%04d" % (c.ch("ABCXL"), r.randrange(10000))),
        ("Caducidad", lambda: "%02d/%d" % (r.randint(1, 12), r.randint(2024, 2028))),
        ("Estado", c.pick(["Alta", "Alta", "Baja", "Susp."])),
        ("Existencias", lambda: str(int(r.expovariate(0.1)))),
        ("F. alta", lambda: c.when(2008, 2024, ("%d/%m/%Y", "%d-%m-%y"))),
    ]
    return drive(c, cols, fam, ren, ex, "Nº registro fila")


# ---------------------------------------------------------------- 5 offers of two shops: long titles
CAT = [
    x.split("|")
    for x in 'wireless headphones|bluetooth 5.0,noise cancelling,30h battery,over-ear,foldable,with microphone|;LED TV|4K UHD,smart tv,HDR10,dolby vision,60hz,wi-fi|43",50",55",65";laptop|intel core i5,8gb ram,full hd,windows 11,backlit keyboard,ips|256GB,512GB,1TB;cordless drill|18V,brushless,2 speed,led light,keyless chuck|1.5Ah,2.0Ah,4.0Ah;mirrorless camera|24.2 megapixel,4k video,wi-fi,aps-c,touch screen|body only,18-55mm kit;inkjet printer|a4,duplex,wireless,all-in-one,colour|;robot vacuum cleaner|mapping,2500pa,mopping,self charging,app control|;wifi router|dual band,ax1800,gigabit,mesh,4 ports|;mechanical keyboard|rgb,hot swappable,usb-c,tenkeyless|red switch,blue switch,brown switch;smartphone|6.5 inch,dual sim,5g,48mp camera,unlocked|64GB,128GB,256GB;espresso machine|15 bar,milk frother,1.5l tank,stainless|;smart watch|gps,heart rate,waterproof,amoled|40mm,44mm;portable ssd|usb 3.2,1050mb/s,rugged|500GB,1TB,2TB;car stereo|double din,bluetooth,usb,aux in|;baby stroller|foldable,reclining,rain cover|;office chair|ergonomic,mesh back,lumbar support,adjustable arms|'.split(
        ";"
    )
]


@kind
def en_offers(r):
    c = C(r, 0.7, c_src(r))
    brands = c.pool(
        "b",
        lambda: (
            c.ch(pool_of("So Pana Phil Lo Tec Ac As De Nik Can Ep Ro Bo Jab Sen Max Ul Dy Vor Kel Zen Om Qua Hy Ni"))
            + c.ch(pool_of("ny sonic ips gi nor er us ll on so mi se ra hei tra co ta vex lux zo"))
            + c.ch(["", "", "tech", "ra", "x", "ic"])
        ),
        40,
    )
    ser = c.pool(
        "s",
        lambda: (
            c.ch(
                pool_of(
                    "Pro Air Nova Ultra Edge Core Aero Prime Flex Pulse Titan Swift Vivo Studio Elite Orbit Zen Max Spark Terra Hydra Luna Mini Cloud"
                )
            )
            + c.ch(["", "", "Line", "Book", "Fit", "Go", "One", "Plus", "Beat", "View", "Shot", "Jet"])
        ),
        140,
    )
    nr = Near()
    coded, gt, mp = c.opt(0.7), c.opt(0.35), c.opt(0.3)
    cats, accs = c.shuf(CAT)[: r.randint(4, 16)], c.opt()
    COL = ["black", "white", "silver", "blue", "red", "grey", "rose gold", "green"]

    def fam():
        ct, b, s = c.ch(cats), c.sk(brands), c.ch(ser)
        while 1:
            m = "%s%s%d%s" % (
                "".join(c.ch("ABCDEFGHKLMNPRSTVWX") for _ in range(r.randint(1, 3))),
                c.ch(["", "-", "-"]),
                r.randint(100, 9999),
                c.ch(["", "", "B", "E", "XM", "UK"]),
            )
            if not coded:
                m = "%s %d" % (c.ch(ser), r.randint(2, 9))
            if nr.add((m if coded else ct[0] + b + s + m)):
                break
        opts = [x for x in ct[2].split(",") if x]
        k = r.randint(2, 6) if c.p(c.trap) else 1
        col, op, out, seen = c.ch(COL), c.ch(opts) if opts else "", [], {}
        vary = k > 1
        for _ in range(k):
            if (col, op) not in seen:
                seen[col, op] = 1
                out.append(
                    dict(
                        ct=ct,
                        b=b,
                        s=s,
                        m=m,
                        col=col,
                        op=op,
                        f=c.shuf(ct[1].split(","))[:3],
                        v=vary,
                        p=int(r.lognormvariate(4.8, 0.9)) + 0.99,
                        g=ean("5%011d" % r.randrange(10**11)),
                        w=len(seen),
                    )
                )
            if c.p(0.7):
                col = c.ch(COL)
            if opts and c.p(0.6):
                op = c.ch(opts)
        if accs and c.p(c.trap * 0.5):
            z = c.ch(
                ["carrying case", "replacement battery", "power adapter", "protective cover", "spare parts kit", "wall bracket"]
            )
            out.append(
                dict(
                    out[0],
                    ct=[z + " for " + ct[0], ""],
                    op="",
                    f=["durable", "compatible", "replacement"],
                    v=True,
                    acc=1,
                    g=ean("5%011d" % r.randrange(10**11)),
                    p=r.randint(5, 39) + 0.99,
                )
            )
        return out

    CA = {"black": "blk", "white": "wht", "silver": "slvr", "grey": "gray"}

    def ren(t, s):
        m = t["m"]
        if coded:
            k = c.sty("m", s, [0, 0, 0, 1, 2])
            m = [m, m.replace("-", ""), m.replace("-", " ")][k]
        col = CA.get(t["col"], t["col"]) if c.z("col", 0.25) else t["col"]
        fs = [c.ch(t["f"])] if c.z("few", 0.5) else c.shuf(t["f"])
        op = (
            t["op"].replace("GB", " GB")
            if c.z("op", 0.3)
            else t["op"].replace('"', c.sty("inch", s, ['"', " inch", "in", "-inch"]))
        )
        ct = c.typo(t["ct"][0], 0.15)
        need = t["v"]
        a = [
            c.typo(t["b"], 0.05) if not c.z("nob", 0.12) or not coded else "",
            t["s"] if not coded or not c.z("nos", 0.3) else "",
            m,
        ]
        x = a + [ct] * ("acc" in t or not c.z("noct", 0.15))
        y = ([op] if op and (need or not c.z("noop", 0.3)) else []) + ([col] if need or not c.z("nocol", 0.5) else [])
        st = c.sty("lay", s, [0, 1, 2, 3])
        if st == 0:
            l = x + fs + y
        elif st == 1:
            l = x[:3] + y + x[3:] + fs
        elif st == 2:
            l = x + y + ["(" + ", ".join(fs) + ")"]
        else:
            l = [col.capitalize()] * (len(y) > 0 and col in y) + [ct] + a + [z for z in y if z != col] + ["-"] + fs
        ti = " ".join(z for z in l if z)
        if c.sty("tc", s, [0, 0, 1]):
            ti = " ".join(w if any(q.isdigit() for q in w) else w[:1].upper() + w[1:] for w in ti.split(" "))
        if c.z("mkt", 0.2):
            ti = (
                c.ch(["NEW ", "*SALE* ", "Genuine ", "Official "]) + ti
                if c.p(0.5)
                else ti + c.ch([" - Free Delivery", " | UK Stock", " - 2 Year Warranty", " - In Stock"])
            )
        de = (
            ("%s %s from %s. " % (t["s"], t["ct"][0], t["b"]))
            + c.ch(["Features: ", "", "Key specs: "])
            + ", ".join(t["f"])
            + c.ch([".", "", ". Ships in 24h."])
        )
        return {
            "title": c.cs(ti, s),
            "description": c.miss(de[: r.choice([40, 80, 300])] if c.z("trunc", 0.3) else de, "d" + str(s), 0.4),
            "brand": c.miss(t["b"].upper() if c.sty("bu", s, [0, 1]) else t["b"], "b", 0.25),
            "mpn": c.miss(t["m"], "mpn", 0.3) if coded else "",
            "gtin": c.miss(t["g"] if s == 0 else "0" + t["g"] if c.z("g0", 0.3) else t["g"], "g", 0.4),
            "price": ("%.2f" % (t["p"] * r.uniform(0.85, 1.2)))
            if s == 0
            else c.ch(["£%.2f", "%.2f GBP"]) % (t["p"] * r.uniform(0.9, 1.15)),
        }

    cols = (
        ["title"]
        + ["description"] * c.opt(0.45)
        + ["brand"] * c.opt(0.5)
        + ["mpn"] * (mp and coded)
        + ["gtin"] * gt
        + ["price"] * c.opt(0.85)
    )
    ex = [
        ("category", c.pick(["Electronics", "Home > Electronics", "Audio", "Home & Garden", "Sale", ""])),
        ("availability", c.pick(["in stock", "in stock", "out of stock", "preorder"])),
        ("url", lambda: "https://shop.example/p/%d" % r.randint(10000, 999999)),
        ("currency", lambda: "GBP"),
        ("shipping", lambda: c.ch(["0.00", "3.99", "4.95"])),
    ]
    return drive(c, cols, fam, ren, ex, "sku")


def c_src(r):
    return r.choice([("shop_a", "shop_b"), ("catalog", "marketplace"), ("ours", "competitor")])


# ---------------------------------------------------------------- 6 software packages: registries or bills of materials
@kind
def en_packages(r):
    c = C(r, 0.2, ("pypi", "distro"))
    A, B = (
        pool_of(
            "fast http json yaml async data graph tensor micro image html pixel time crypto geo text stream cache token event task query shell proto audio log mail pdf fuzzy lazy tiny hyper neo zero sym"
        ),
        pool_of(
            "parse kit flow client server mapper lint forge bridge loader walker scope smith wire table store tools queue pack gen dash view tree plot guard sync mock index router tracer craft"
        ),
    )
    name = lambda: c.ch(
        [
            c.ch(A) + c.ch(B),
            c.ch(A) + "-" + c.ch(B),
            c.ch(pool_of("py pi ru go li ze ki ba mo ta"))
            + c.ch(pool_of("tor lix mon zar bel dra nix vox gum pan sel"))
            + c.ch(["", "o", "ly", "is", "py"]),
        ]
    )
    nr, sbom = Near(), c.opt(0.4)
    DO = [
        ("parsing %s documents", "Parse %s files"),
        ("a client for %s services", "%s client library"),
        ("streaming %s data", "Library for %s streams"),
        ("validating %s input", "%s validation made simple"),
        ("testing %s code", "Test helpers for %s"),
    ]
    ORG = c.pool(
        "o",
        lambda: (
            c.ch(pool_of("nor blu del sam kar pet ale jo mi tha"))
            + c.ch(pool_of("vik dev lab son ski ware hub in as er"))
            + c.ch(["", "", "-io", "hq", "92"])
        ),
        150,
    )
    LIC = [
        ("MIT", "MIT License", "Expat"),
        ("Apache-2.0", "Apache License 2.0", "Apache 2"),
        ("BSD-3-Clause", "BSD", "BSD 3-Clause"),
        ("GPL-3.0-or-later", "GPLv3+", "GNU GPL v3"),
        ("LGPL-2.1", "LGPLv2.1", "LGPL"),
    ]
    SUF = ["-cli", "-core", "-async", "-utils", "-plugins", "-contrib", "-docs", "-django", "-stubs", "2", "-lite", "-server"]

    def fam():
        while 1:
            n = name()
            if nr.add(n) and not any(n.endswith(x) for x in SUF):
                break
        org, lic, do, sub = (
            c.ch(ORG),
            c.sk(LIC),
            c.ch(DO),
            c.ch(["XML", "SQL", "REST", "CSV", "image", "geospatial", "log", "time series", "markdown", "MQTT", "binary"]),
        )
        v = [r.randint(0, 5), r.randint(0, 30), r.randint(0, 12)]
        ns = [n] + (c.shuf(SUF)[: r.randint(1, 5)] if c.p(c.trap) and (not sbom or c.p(0.4)) else [])
        out = []
        for i, x in enumerate(ns):
            x = x if i == 0 else n + x
            vs = [list(v)]
            if sbom and c.p(c.trap):
                for _ in range(r.randint(1, 5)):
                    w = list(vs[-1])
                    j = r.randrange(3)
                    w[j] += r.randint(1, 3)
                    w[j + 1 :] = [0] * (2 - j)
                    vs.append(w)
            out += [dict(n=x, v=w, org=org, lic=lic, do=do, sub=sub, suf=x[len(n) :]) for w in vs]
        return out

    def ren(t, s):
        n = t["n"]
        k = c.sty("eco", s, ["pypi", "pypi", "conda", "debian", "fedora"])
        x = n
        if k == "debian":
            x = "python3-" + n
        elif k == "fedora":
            x = c.ch(["python-", "python3-"]) + n
        elif c.z("und", 0.3):
            x = n.replace("-", "_")
        elif c.z("cap", 0.15):
            x = n.title() if "-" in n else n.capitalize()
        v = t["v"] if sbom or not c.z("ver", 0.7) else [t["v"][0] + r.randint(0, 1), r.randint(0, 30), r.randint(0, 9)]
        vs = ".".join(map(str, v))
        if v[2] == 0 and c.z("v2", 0.4):
            vs = vs[:-2]
        if k == "debian":
            vs = c.ch(["", "", "1:"] if not sbom else [""]) + vs + c.ch(["-1", "-2", "+dfsg-1", "-1ubuntu1", "-1+deb12u1"])
        elif k == "fedora":
            vs += c.ch(["-1.fc38", "-2.el9", "-3.fc40"])
        elif c.z("vv", 0.2):
            vs = "v" + vs
        su = c.ch(t["do"]) % t["sub"] if c.z("reword", 0.5) else t["do"][0] % t["sub"]
        su = (su[0].upper() + su[1:]) + (" (" + t["suf"].strip("-") + ")" if t["suf"] and c.p(0.6) else "")
        if k in ("debian", "fedora") and c.z("py3", 0.5):
            su += c.ch([" (Python 3)", " - Python 3.x"])
        hp = (
            c.ch(["https://github.com/%s/%s", "https://github.com/%s/%s", "http://github.com/%s/%s.git"])
            % (t["org"], n if not c.z("mono", 0.3) else n[: len(n) - len(t["suf"])])
            if not c.z("rtd", 0.2)
            else "https://%s.readthedocs.io/" % n
        )
        return {
            "package": x,
            "ecosystem": c.miss(k, "eco", 0.1),
            "version": vs,
            "summary": c.miss(c.typo(su), "su", 0.1),
            "license": c.miss(t["lic"][c.sty("lic", s, [0, 0, 1, 2])], "l", 0.15),
            "homepage": c.miss(hp, "hp", 0.2),
            "maintainer": c.miss(t["org"] if k != "debian" else "Debian Python Team", "m", 0.2),
        }

    cols = (
        ["package", "version"]
        + ["ecosystem"] * c.opt(0.6)
        + ["summary"] * c.opt(0.6)
        + ["license"] * c.opt(0.5)
        + ["homepage"] * c.opt(0.5)
        + ["maintainer"] * c.opt(0.4)
    )
    ex = [
        ("downloads", lambda: str(int(r.lognormvariate(7, 3)))),
        ("last_updated", lambda: c.when(2014, 2024, ("%Y-%m-%dT00:00:00Z", "%Y-%m-%d"))),
        ("scan_id", lambda: "%08x" % r.getrandbits(32)),
        ("size_kb", lambda: str(int(r.lognormvariate(5, 1.5)))),
        ("vulns", lambda: c.sk(["0", "0", "1", "3"])),
        ("image", c.pick(["web:latest", "worker:1.4", "api:prod", "base", "cron"])),
    ]
    return drive(c, cols, fam, ren, ex, "bom_ref")


# ---------------------------------------------------------------- 7 Russian books: editions, volumes
TR = dict(
    zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", pool_of("a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"))
)


def translit(s):
    return "".join((TR.get(x.lower(), x) if x.islower() else TR.get(x.lower(), x).capitalize()) for x in s).replace("_", "")


@kind
def ru_knigi(r):
    c = C(r, 0.25, ("библиотека", "магазин"))
    sur = c.pool(
        "s",
        lambda: (
            c.ch(
                pool_of(
                    "Вол Сокол Мороз Кузнец Лебед Козл Новик Петр Зайц Белоус Тихон Громык Ряз Ковал Шевч Журав Крыл Макар Ефим Горш Дани Фили Орл Сав Тарас Гусе Бара Чернен Юр Абрам Щерб Дубин Никит Остров Полян Рож Стреж"
                )
            )
            + c.ch(pool_of("ов ин ев енко ский ова ина ьев цев ищев ников ик атов"))
        ),
        330,
    )
    gen = pool_of(
        "физики химии экономики управления статистики логики права психологии педагогики социологии бухгалтерского_учёта программирования медицины ботаники геологии архитектуры музыки философии маркетинга металлургии радиотехники геодезии метеорологии экологии"
    )
    adj, nou = (
        pool_of(
            "Тихий Белый Последний Далёкий Чужой Старый Северный Горький Забытый Золотой Синий Пустой Вечный Лунный Каменный Ночной Первый Летний"
        ),
        pool_of("берег город дом ветер лес снег мост друг поезд вечер остров ключ сад голос путь свет круг гость камень месяц"),
    )
    pub = [
        x.split("|")
        for x in "Москва|М.|Наука;Москва|М.|Просвещение;Санкт-Петербург|СПб.|Питер;Москва|М.|Эксмо;Москва|М.|АСТ;Москва|М.|Юрайт;Ленинград|Л.|Химия;Москва|М.|Высшая школа;Новосибирск|Новосиб.|НГУ;Минск|Мн.|Вышэйшая школа;Москва|М.|ИНФРА-М;Казань|Каз.|КФУ;Санкт-Петербург|СПб.|Лань".split(
            ";"
        )
    ]
    nr, iu = Near(), Near()
    isb, lng = c.opt(0.55), (c.opt(0.3), c.opt(0.3))
    if not c.link:
        lng = (lng[0], lng[0])

    def title():
        g = c.ch(gen).replace("_", " ")
        return c.ch(
            [
                "Основы %s" % g,
                "Введение в историю %s" % g,
                "Теория и практика %s" % g,
                "Задачи по курсу %s" % g,
                "Краткий курс %s" % g,
                "Очерки по истории %s" % g,
                "Современные проблемы %s" % g,
                "Методика преподавания %s" % g,
            ]
            + ["%s %s" % (c.ch(adj), c.ch(nou))] * 4
            + ["%s и %s" % (c.ch(nou).capitalize(), c.ch(nou)), "Собрание сочинений", "Избранное"]
        )

    def fam():
        while 1:
            a, i1, i2, t = c.sk(sur), c.ch("АБВГДЕИКЛМНОПРС"), c.ch("АБВГИМНПС"), title()
            if nr.add(a + t):
                break
        p, y = c.sk(pub), 2020 - int(r.expovariate(0.06)) % 60
        out, k = [], c.ch("vvee") if c.p(c.trap) else ""
        if k == "" and t.startswith("Собр"):
            t = "Избранные повести"
            if not nr.add(a + t):
                return []
        nv = r.randint(2, 8) if k == "v" else 0
        ne = r.randint(2, 5) if k == "e" else 1
        y -= 6 * ne if y + 6 * ne > 2023 else 0
        for e in range(1, ne + 1):
            for v in range(1, nv + 1) if nv else [0]:
                while 1:
                    x = "9785%08d" % r.randrange(10**8)
                    if iu.add(x):
                        break
                out.append(
                    dict(
                        a=a,
                        i=i1 + i2,
                        t=t,
                        p=p,
                        y=y + (v // 3 if nv else 0),
                        v=v,
                        nv=nv,
                        e=e if k == "e" else 1,
                        isb=ean(x),
                        pg=r.randint(96, 780),
                        pr=r.uniform(150, 2500),
                    )
                )
            y += r.randint(2, 6)
        return out

    def ren(t, s):
        A, (i, j) = t["a"], t["i"]
        au = c.typo(A, 0.06)
        au = ["%s %s. %s." % (au, i, j), "%s.%s. %s" % (i, j, au), "%s %s.%s." % (au, i, j), au + ", " + i + "."][
            c.sty("au", s, [0, 0, 1, 2, 3])
        ]
        ti = c.typo(t["t"], 0.1)
        ru = 1
        if c.z("tr", 0.06):
            au, ti, ru = translit(au), translit(ti), 0
        if c.z("yo", 0.4):
            ti = ti.replace("ё", "е")
        if c.z("sub", 0.2) and not t["nv"]:
            ti += (
                c.ch([": учебник", ": учеб. пособие", ": учебное пособие для вузов", ": [монография]"])
                if t["t"].split()[0] in pool_of("Основы Введение Теория Задачи Краткий Методика")
                else c.ch([": роман", ". Роман", ": [повести]"])
            )
        vol = ""
        if t["v"]:
            vol = c.ch(["Т. %d", "Том %d", "т.%d", "Т.%d. В " + str(t["nv"]) + " т."] if c.z("vol", 0.6) else ["Т. %d"]) % t["v"]
        ed = "" if t["e"] == 1 else c.ch(["%d-е изд.", "%d-е изд., испр. и доп.", "Изд. %d-е", "%d изд., стер."]) % t["e"]
        pl, pb = t["p"][1 if c.sty("pl", s, [0, 1, 1]) else 0], t["p"][2]
        isbn = t["isb"]
        k = c.sty("isb", s, [0, 0, 1, 2])
        if k:
            isbn = "%s-%s-%s-%s-%s" % (isbn[:3], isbn[3], isbn[4:8], isbn[8:12], isbn[12])
        if k == 2:
            d = isbn[4:].replace("-", "")[:9]
            q = sum((10 - n) * int(x) for n, x in enumerate(d)) * -1 % 11
            isbn = d + ("X" if q == 10 else str(q))
        pg = "%d с." % t["pg"] if c.sty("pg", s, [0, 1]) else str(t["pg"] + (r.choice([-1, 1, 2]) if c.z("pgx", 0.1) else 0))
        o = {
            "ISBN": c.miss(isbn, "isbn" if t["y"] > 1985 else "isbnold", 0.4),
            "Страниц": c.miss(pg, "pg", 0.15),
            "Цена": c.money(t["pr"] * r.uniform(0.8, 1.3), s, "руб."),
        }
        if lng[s]:
            o["Библиографическое описание"] = " ".join(
                x
                for x in [
                    au,
                    ti + (" / %s. %s. %s" % (i, j, A) if c.z("resp", 0.3) and ru else "") + ".",
                    vol + "." if vol and not vol.endswith(".") else vol,
                    "— " + ed if ed else "",
                    "— %s : %s, %d." % (pl, pb, t["y"]),
                    "— %d с." % t["pg"] if c.p(0.7) else "",
                ]
                if x
            )
        else:
            o.update(
                {
                    "Автор": c.cs(au, s),
                    "Название": c.cs(ti + (". " + vol if vol and volin else "") + (" (%s)" % ed if ed and edin else ""), s),
                    "Том": str(t["v"] or "") if s == 0 else vol,
                    "Издание": ed,
                    "Год": str(t["y"]),
                    "Издательство": c.miss(c.ch(["%s", '"%s"', "Изд-во %s"]) % pb if c.z("pb", 0.4) else pb, "pb", 0.12),
                    "Город": c.miss(pl, "g", 0.2),
                }
            )
        return o

    volin, edin, both = c.opt(0.4), c.opt(0.4), lng[0] and lng[1]
    cols = (
        ["Библиографическое описание"] * (lng[0] or lng[1])
        + (
            []
            if both
            else ["Автор", "Название"]
            + ["Том"] * (not volin)
            + ["Издание"] * (not edin)
            + ["Издательство", "Год"]
            + ["Город"] * c.opt(0.4)
        )
        + ["Страниц"] * c.opt(0.5)
        + ["ISBN"] * isb
        + ["Цена"] * c.opt(0.35)
    )
    ex = [
        ("Инв. №", lambda: str(r.randint(1000, 999999))),
        ("Шифр", lambda: "%d.%d" % (r.randint(1, 99), r.randint(1, 99))),
        ("Состояние", c.pick(["хорошее", "отличное", "удовл.", ""])),
        ("Дата поступления", lambda: c.when(1995, 2024)),
        ("Отдел", c.pick(["Абонемент", "Чит. зал", "Хранение", "Детский"])),
        ("Язык", lambda: "рус."),
    ]
    return drive(c, cols, fam, ren, ex, "№ записи")


# ---------------------------------------------------------------- 8 Brazilian songs: recordings
@kind
def pt_faixas(r):
    c = C(r, 0.2, ("gravadora", "streaming"))
    fn, ln = (
        pool_of(
            "João Zeca Ana Marisa Tião Luiz Beto Célia Djalma Elza Nando Rita Gilson Neusa Paulinho Márcia Otávio Clara Vânia Jorge Leandro Simone Tom Cássia Edson Fafá"
        ),
        pool_of(
            "da_Silva Moreira Batista do_Cavaco Nascimento Regina Buarque Veloso Azevedo Ramalho Cardoso Valença Pinheiro Lobo Barreto Camargo Teles Menezes da_Viola Carvalho Sampaio Guedes Montenegro Brandão Assumpção"
        ),
    )
    art = c.pool(
        "a",
        lambda: c.ch(
            [c.ch(fn) + " " + c.ch(ln).replace("_", " ")] * 3
            + [
                "Banda "
                + c.ch(pool_of("Maré Raiz Calango Farol Trovão Sertão Cacau Chama Girassol"))
                + c.ch(["", " Azul", " de Ouro", " do Norte", " Nova"]),
                "MC " + c.ch(fn) + c.ch(["zinho", "", " SP"]),
                c.ch(fn) + " & " + c.ch(fn),
                "Os "
                + c.ch(pool_of("Paralelos Mutirões Novatos Cariocas Gaúchos Titânicos Demônios"))
                + c.ch(["", " do Samba", " da Noite"]),
            ]
        ),
        160,
    )
    NF, NM = (
        pool_of(
            "Saudade Lua Noite Estrada Chuva Flor Menina Janela Cidade Paixão Areia Estrela Rede Viola Madrugada Cachoeira Jangada Rosa Canção Varanda Morena Poeira"
        ),
        pool_of(
            "Mar Coração Vento Sertão Samba Sol Rio Silêncio Espelho Fogo Tempo Sonho Beijo Adeus Caminho Luar Violão Barco Carnaval Cais Trem Retrato"
        ),
    )
    N = NF + NM
    T = [
        "F de M",
        "M de F",
        "M e F",
        "F e M",
        "Minha F, Meu M",
        "M na F",
        "Quando a F Encontra o M",
        "F sem M",
        "Canção da F e do M",
        "Meu M, Tua F",
        "Onde Mora a F e o M",
        "F do Meu M",
        "Volta, F (M)",
        "Tanta F, Pouco M",
        "O M da F",
        "Nem F Nem M",
        "Todo M Tem Sua F",
    ]
    nr, isu = Near(), Near()
    mode, isrc, durf = r.randrange(3), c.opt(0.45), c.opt(0.7)
    VER = [
        ("", ""),
        ("Ao Vivo", "Live"),
        ("Acústico", "Acoustic Version"),
        ("Remix", "Remix"),
        ("Instrumental", "Instrumental"),
        ("Versão Estendida", "Extended"),
        ("Demo", "Demo"),
    ]

    def fam():
        while 1:
            a, b = c.ch(NF), c.ch(NM)
            t = "".join(
                {"F": a, "M": b}.get(x, x) if x in "FM" and not y.isalpha() else x
                for x, y in zip(*(lambda q: (q, q[1:] + " "))(c.ch(T)))
            )
            if nr.add(t):
                break
        ar = c.sk(art)
        k = r.randint(2, 6) if c.p(c.trap) else 1
        out, d, y = [], r.randint(120, 330), r.randint(1968, 2023)
        used = []
        for i in range(k):
            if i and c.p(0.35):
                ar = c.ch(art)
            v = VER[0] if i == 0 else c.ch(VER)
            if (ar, v) in used:
                continue
            used.append((ar, v))
            while 1:
                x = "BR%s%02d%05d" % (c.ch(["UMG", "SME", "WMB", "EMI", "BMG", "IND", "TRT"]), y % 100, r.randrange(10**5))
                if isu.add(x):
                    break
            out.append(
                dict(
                    t=t,
                    ar=ar,
                    v=v,
                    d=d + (r.randint(8, 70) if i else 0),
                    y=y,
                    x=x,
                    al=(c.ch(N) + " " + c.ch(["de Verão", "Nova", "Brasileira", "", "Eterna", "Ao Luar", "em Mim"]))
                    .strip()
                    .title(),
                    ft=c.ch(art) if c.p(0.12) else "",
                    no=r.randint(1, 15),
                )
            )
            y += r.choice([0, 1, 3, 9]) if i else 2
            y = min(y, 2024)
        return out

    def ren(t, s):
        ti = c.acc(c.typo(t["t"], 0.15))
        if t["v"][0]:
            ti += c.ch([" (%s)", " - %s", " [%s]"] if c.z("vf", 0.5) else [" (%s)"]) % t["v"][1 if c.z("ven", 0.3) else 0]
        ar = t["ar"]
        if c.z("inv", 0.15) and len(ar.split()) == 2 and "MC" not in ar and "Banda" not in ar and "Os " not in ar:
            ar = ", ".join(reversed(ar.split()))
        ar = c.acc(c.typo(ar.replace(" & ", " e ") if c.z("amp", 0.3) else ar, 0.1))
        if t["ft"] and not c.z("noft", 0.4):
            f = c.ch([" feat. ", " part. ", " (com "]) + t["ft"]
            f += ")" if "(" in f else ""
            if c.p(0.5):
                ti += f
            else:
                ar += f
        al = (
            t["al"]
            if not c.z("comp", 0.35)
            else c.ch(
                [
                    "Sucessos",
                    "O Melhor de " + t["ar"],
                    "Novela das Oito - Trilha Sonora",
                    "MPB Hits Vol. %d" % r.randint(1, 9),
                    "Série Bis",
                    "Coletânea",
                ]
            )
        )
        d = t["d"] + (r.choice([-2, -1, 1, 2]) if c.z("dx", 0.4) else 0)
        du = [
            "%d:%02d" % (d // 60, d % 60),
            "%02d:%02d" % (d // 60, d % 60),
            str(d),
            str(d * 1000 + r.randrange(1000)),
            "00:%02d:%02d" % (d // 60, d % 60),
        ][c.sty("du", s, [0, 0, 1, 2, 3, 4])]
        x = t["x"] if not c.sty("isf", s, [0, 0, 1]) else "-".join([t["x"][:2], t["x"][2:5], t["x"][5:7], t["x"][7:]])
        y = str(t["y"]) if not c.sty("y", s, [0, 0, 0, 1]) else "'%02d" % (t["y"] % 100)
        o = {
            "Álbum": c.miss(al, "al", 0.2),
            "Duração": c.miss(du, "du", 0.15),
            "Ano": c.miss(y, "y", 0.25),
            "ISRC": c.miss(x, "is", 0.3),
            "Gênero": c.miss(c.sk(["MPB", "Samba", "Sertanejo", "Rock", "Forró", "Axé"]), "g", 0.1),
            "Nº": str(t["no"]),
        }
        if mode == 0 or (mode == 1 and c.z("merge", 0.4)):
            o["Título"] = c.cs(c.ch(["%s - %s"] * 5 + ["%02d - " % t["no"] + "%s - %s"]) % (ar, ti), s)
        else:
            o["Título"], o["Artista"] = c.cs(ti, s), c.cs(ar, s)
        return o

    cols = (
        ["Título"]
        + ["Artista"] * (mode > 0)
        + ["Álbum"] * c.opt(0.7)
        + ["Nº"] * c.opt(0.2)
        + ["Duração"] * durf
        + ["Ano"] * c.opt(0.6)
        + ["ISRC"] * isrc
        + ["Gênero"] * c.opt(0.3)
    )
    ex = [
        ("Plays", lambda: str(int(r.lognormvariate(8, 2)))),
        ("Formato", c.pick(["MP3", "WAV", "FLAC", "CD", "LP"])),
        ("Bitrate", c.pick(["320", "128", "256", "192"])),
        ("Data cadastro", lambda: c.when(2006, 2024, ("%d/%m/%Y", "%Y-%m-%d"))),
        ("Explícita", c.pick(["Não", "Não", "Sim"])),
        ("Idioma", lambda: "Português"),
    ]
    return drive(c, cols, fam, ren, ex, "ID Faixa")


# ---------------------------------------------------------------- 9 Japanese games: platforms, sequels, editions, width of letters
HALF = {}
for _i in range(0xFF66, 0xFF9E):
    for _m in ("", "ﾞ", "ﾟ"):
        _f = unicodedata.normalize("NFKC", chr(_i) + _m)
        if len(_f) == 1:
            HALF[_f] = chr(_i) + _m


@kind
def ja_games(r):
    c = C(r, 0.25, ("店舗", "通販"))
    P1 = forms_of(
        "ドラゴン/Dragon スター/Star ブレイブ/Brave シャドウ/Shadow ファイナル/Final クリスタル/Crystal ロスト/Lost サムライ/Samurai メタル/Metal ソウル/Soul スカイ/Sky ダーク/Dark ミスティック/Mystic エターナル/Eternal スーパー/Super ギャラクシー/Galaxy モンスター/Monster ロイヤル/Royal サイレント/Silent ゴールデン/Golden バトル/Battle マジカル/Magical フェアリー/Fairy サイバー/Cyber クリムゾン/Crimson アイアン/Iron ワイルド/Wild トワイライト/Twilight",
        "/",
    )
    P2 = forms_of(
        "クエスト/Quest ファンタジー/Fantasy ハンター/Hunter レーサー/Racer ナイツ/Knights ストーリー/Story サーガ/Saga ファイター/Fighter クロニクル/Chronicle レジェンド/Legend キングダム/Kingdom ウォーズ/Wars アドベンチャー/Adventure ガーデン/Garden ブレイカー/Breaker フロンティア/Frontier オデッセイ/Odyssey メモリーズ/Memories タクティクス/Tactics スタジアム/Stadium パラダイス/Paradise ダンジョン/Dungeon リベンジャー/Revenger アカデミー/Academy",
        "/",
    )
    KJ = pool_of(
        "蒼の騎士 時の旅人 失われた王国 紅の翼 眠れる森 光と闇 伝説の剣 最後の約束 永遠の絆 星の記憶 白銀の翼 黄昏の姫 魔法の扉 月下の誓い 海の彼方 封印の塔 風の詩 炎の継承者"
    )
    PL = [
        ("PlayStation 4", "PS4", "プレイステーション4"),
        ("Nintendo Switch", "Switch", "ニンテンドースイッチ"),
        ("PlayStation 5", "PS5", "プレイステーション5"),
        ("ニンテンドー3DS", "3DS", "Nintendo 3DS"),
        ("PlayStation Vita", "PSVita", "PS Vita"),
        ("Xbox One", "XB1", "XboxOne"),
        ("Wii U", "WiiU", "Wii U"),
        ("ニンテンドーDS", "NDS", "DS"),
    ]
    ED = [("", ""), ("限定版", "初回限定版"), ("ベスト版", "the Best"), ("デラックスエディション", "Deluxe Edition")]
    mk = c.pool(
        "m",
        lambda: (
            c.ch(pool_of("アク バン コー カプ スク セガ レベ フロ アト マー ニト タイ ケム アル"))
            + c.ch(pool_of("ティア ライ ナム ロン テック ソフト リス モス ベル"))
            + c.ch(["", "", "ゲームス", "エンタ"])
        ),
        30,
    )
    ju, ROM = Near(), ["", "", "II", "III", "IV", "V", "VI"]
    jan, merged = c.opt(0.5), c.opt(0.35)

    def fam():
        while 1:
            a, b = c.ch(P1), c.ch(P2)
            su = c.ch(KJ) if c.p(0.4) else ""
            if a[0] + b[0] not in seen:
                seen[a[0] + b[0]] = 1
                break
            if len(seen) > 640:
                return [] if c.p(0.5) else fam2(a, b)
        return fam2(a, b, su)

    seen, tri = {}, {}

    def fam2(a, b, su=None):
        m = c.sk(mk)
        if su is None:  # the world is used up: a spin-off with an own word
            su = c.ch(KJ)
        out = []
        n, p, e = 1, c.sk(PL), ED[0]
        for _ in range(r.randint(2, 8) if c.p(c.trap) else 1):
            k = (a[0], b[0], n, p[1], e[0], su if n == 1 else "")
            if k not in tri:
                tri[k] = 1
                while 1:
                    x = "49%010d" % r.randrange(10**10)
                    if ju.add(x):
                        break
                y = r.randint(2010, 2023)
                out.append(
                    dict(
                        a=a,
                        b=b,
                        n=n,
                        p=p,
                        e=e,
                        su=su if n == 1 else "",
                        m=m,
                        j=ean(x),
                        y=y,
                        mo=r.randint(1, 12),
                        d=r.randint(1, 28),
                        pr=r.choice([2980, 3980, 4980, 5478, 6578, 7480, 7678, 8778, 9800]),
                    )
                )
            q = r.random()
            if q < 0.4:
                n = r.randint(1, 6)
            elif q < 0.75:
                p = c.ch(PL)
            else:
                e = c.ch(ED)
        return out

    def ren(t, s):
        en = c.z("en", 0.15)
        ti = (t["a"][1] + " " + t["b"][1]) if en else t["a"][0] + c.ch(["", "・"] if c.z("dot", 0.4) else [""]) + t["b"][0]
        n = "" if t["n"] == 1 else (str(t["n"]) if not c.sty("rom", s, [0, 0, 1]) else ROM[t["n"]])
        ti += (" " if en or c.sty("sp", s, [0, 1]) else "") + n if n else ""
        if t["su"]:
            ti += c.sty("su", s, ["〜%s〜", " -%s-", " %s", "～%s～"]) % t["su"]
        if t["e"][0]:
            ti += c.ch([" %s", "【%s】", "(%s)", "［%s］"]) % t["e"][1 if c.z("ed", 0.3) else 0]
        p = t["p"][c.sty("pl", s, [0, 1, 1, 2])]
        if merged:
            ti = c.sty("mg", s, ["【%s】", "[%s] ", "%s "]) % p + ti if c.sty("mgo", s, [0, 1]) else ti + " [%s]" % p
        if c.z("used", 0.15):
            ti = c.ch(["【中古】", "中古 ", "★"]) + ti
        if c.z("full", 0.15):
            ti = "".join(chr(ord(x) + 0xFEE0) if "!" <= x <= "~" else x for x in ti)
        elif c.z("half", 0.12):
            ti = "".join(HALF.get(x, x) for x in ti)
        y, mo, d = t["y"], t["mo"], t["d"]
        dt = [
            "%d/%02d/%02d" % (y, mo, d),
            "%d年%d月%d日" % (y, mo, d),
            "%d-%02d-%02d" % (y, mo, d),
            "%s%d年%d月%d日" % (("令和", y - 2018, mo, d) if y > 2019 else ("平成", y - 1988, mo, d)),
            "%d.%d" % (y, mo),
        ][c.sty("dt", s, [0, 0, 1, 2, 3, 4])]
        pr = t["pr"] if not c.z("pr", 0.5) else int(t["pr"] * r.uniform(0.2, 0.95)) // 10 * 10
        pr = ["%d", "¥%s", "%s円"][c.sty("yen", s, [0, 1, 2])].replace("%s", format(pr, ",")).replace("%d", str(pr))
        m = t["m"] if not c.z("kk", 0.3) else c.ch(["株式会社%s", "(株)%s", "㈱%s", "%s(株)"]) % t["m"]
        return {
            "タイトル": ti,
            "機種": p,
            "メーカー": c.miss(m, "m", 0.15),
            "発売日": c.miss(dt, "dt", 0.15),
            "価格": pr,
            "JANコード": c.miss(t["j"], "j", 0.35),
        }

    cols = (
        ["タイトル"]
        + ["機種"] * (not merged)
        + ["メーカー"] * c.opt(0.7)
        + ["発売日"] * c.opt(0.6)
        + ["JANコード"] * jan
        + ["価格"] * c.opt(0.8)
    )
    ex = [
        ("在庫", lambda: c.ch(["○", "×", "△", "残り%d" % r.randint(1, 5)])),
        ("ジャンル", c.pick(["RPG", "アクション", "シミュレーション", "レース", "スポーツ"])),
        ("備考", lambda: c.ch(["", "", "", "箱いたみ", "説明書なし", "未開封"])),
        ("登録日", lambda: c.when(2014, 2024, ("%Y/%m/%d", "%Y-%m-%d"))),
        ("CERO", c.pick(["A", "B", "C", "D", "Z"])),
    ]
    return drive(c, cols, fam, ren, ex, "商品番号")


# ---------------------------------------------------------------- 10 Polish films: a few short columns
@kind
def pl_filmy(r):
    c = C(r, 0.2, ("filmweb", "biblioteka"))
    NO = forms_of(
        "dom/m/House noc/f/Night miasto/n/City droga/f/Road las/m/Forest cień/m/Shadow serce/n/Heart rzeka/f/River ogród/m/Garden morze/n/Sea okno/n/Window wojna/f/War lato/n/Summer pociąg/m/Train wyspa/f/Island głos/m/Voice pamięć/f/Memory kłamca/m/Liar ojciec/m/Father matka/f/Mother dziecko/n/Child zima/f/Winter księżyc/m/Moon milczenie/n/Silence most/m/Bridge gra/f/Game lustro/n/Mirror góra/f/Mountain anioł/m/Angel list/m/Letter obietnica/f/Promise niebo/n/Sky krew/f/Blood",
        "/",
    )
    AD = forms_of(
        "ostatni/Last biały/White czarny/Black zapomniany/Forgotten cichy/Quiet zimny/Cold złoty/Golden pusty/Empty czerwony/Red stary/Old obcy/Strange ukryty/Hidden samotny/Lonely martwy/Dead wieczny/Eternal zły/Evil dziki/Wild nowy/New piękny/Beautiful szalony/Crazy utracony/Lost tajny/Secret gorzki/Bitter nocny/Nocturnal spokojny/Calm kamienny/Stone święty/Holy prawdziwy/True",
        "/",
    )
    PLC = [
        x.split("/")
        for x in [
            "w Warszawie/in Warsaw",
            "nad Wisłą/by the River",
            "bez końca/Without End",
            "o świcie/at Dawn",
            "w Krakowie/in Cracow",
            "pod Tatrami/under the Tatras",
            "na krawędzi/on the Edge",
            "z marzeń/of Dreams",
            "w ciemności/in the Dark",
            "po latach/After Years",
        ]
    ]
    agr = lambda a, g: (
        a
        if g == "m"
        else a[:-1]
        + (
            "a"
            if g == "f" and a[-1] == "y" or a in ("ostatni",) and g == "f"
            else "e"
            if g == "n" and a[-1] == "y"
            else ("a" if g == "f" else "ie")
        )
        if a[-1] == "y" or a != "ostatni"
        else {"f": "ostatnia", "n": "ostatnie"}[g]
    )
    dirs = c.pool(
        "d",
        lambda: (
            c.ch(
                "Andrzej Krzysztof Agnieszka Wojciech Małgorzata Jerzy Roman Marek Anna Janusz Paweł Jan Kinga Łukasz Borys Dorota Xawery Filip Maria Tomasz Robert Jennifer David Ingmar Jean Luca Akira".split()
            )
            + " "
            + c.ch(
                pool_of("Waj Kieś Hol Zan Smar Pola Kolski Wró Bar Maj Kawa Lub Żół Szu Pas Komas Rut Dębs Krau Gli Jakim Łoz")
            )
            + c.ch(pool_of("da owski ecki ewicz lik czyk and ński ber ska uk iec or ak"))
        ),
        260,
    )
    seen, orig, tm, ryrs = {}, c.opt(0.6), c.opt(0.6), c.opt(0.85)

    def title():
        while 1:
            n, a = c.ch(NO), c.ch(AD)
            k = r.randrange(4)
            if k == 0:
                p = c.ch(PLC)
                t = (n[0] + " " + p[0], n[2] + " " + p[1])
            elif k == 1:
                m = c.ch(NO)
                t = (n[0] + " i " + m[0], "%s and %s" % (n[2], m[2]))
                if m is n:
                    continue
            elif k == 2:
                p = c.ch(PLC)
                t = (agr(a[0], n[1]) + " " + n[0] + " " + p[0], "%s %s %s" % (a[1], n[2], p[1]))
            else:
                t = (agr(a[0], n[1]) + " " + n[0], "The %s %s" % (a[1], n[2]))
            if t[0] not in seen:
                seen[t[0]] = 1
                return t[0][0].upper() + t[0][1:], t[1]

    def fam():
        t, y, d = title(), r.randint(1935, 2010), c.sk(dirs)
        out = [dict(t=t[0], o=t[1], q="", y=y, d=d, m=r.randint(68, 165))]
        if c.p(c.trap):
            for i in range(r.randint(1, 4)):
                y += r.randint(2, 4)
                if c.p(0.5):
                    q = len([x for x in out if x["q"]]) + 2
                    out.append(dict(t=t[0], o=t[1], q=str(q), y=y, d=d, m=r.randint(68, 165)))
                else:  # remake
                    y += r.randint(9, 25)
                    if y < 2024 and not out[-1]["q"]:
                        d = c.ch([x for x in dirs if x.split(" ", 1)[1] not in [z["d"].split(" ", 1)[1] for z in out]])
                        out.append(dict(t=t[0], o=t[1], q="", y=y, d=d, m=r.randint(68, 165)))
        rm = sum(not x["q"] for x in out) > 1  # remakes: the year is never lost
        return [dict(x, rm=rm) for x in out if x["y"] < 2025]

    def ren(t, s):
        q = t["q"] and c.sty("q", s, ["%s", "%s", "część %s", "cz. %s", "rom"]).replace("%s", t["q"]).replace(
            "rom", ["", "", "II", "III", "IV", "V", "VI", "VII"][int(t["q"])]
        )
        ti = c.acc(c.typo(t["t"], 0.18), 0.25) + (" " + q if q else "")
        o = t["o"]
        if o.startswith("The ") and c.z("the", 0.35):
            o = o[4:] + ", The"
        elif o.startswith("The ") and c.z("the2", 0.2):
            o = o[4:]
        o = c.typo(o, 0.1) + (" " + t["q"] if t["q"] else "")
        f, l = t["d"].split(" ", 1)
        nod = c.z("nod", 0.15)
        d = c.acc(
            c.typo(
                [t["d"], "%s, %s" % (l, f), "%s. %s" % (f[0], l), "%s %s" % (l, f), l][c.sty("d", s, [0, 0, 0, 1, 2, 3, 4])], 0.08
            )
        )
        y = t["y"] + (r.choice([-1, 1]) if c.z("yx", 0.2) else 0)
        m = t["m"] + (r.choice([-1, 1, 2, -3]) if c.z("mx", 0.3) else 0)
        m = ["%d" % m, "%d min" % m, "%dh %02dmin" % (m // 60, m % 60), "%d:%02d" % (m // 60, m % 60)][
            c.sty("m", s, [0, 1, 2, 3])
        ]
        if c.z("ytit", 0.15):
            ti += " (%d)" % y
        ti = c.cs(ti, s)
        if c.z("orig1", 0.08) and orig:
            ti = o
        return {
            "Tytuł": ti,
            "Tytuł oryginalny": c.miss(o, "o", 0.3),
            "Reżyser": c.ph if nod and ryrs else d,
            "Rok": str(y) if nod or t["rm"] or not c.z("noy", 0.1) else "",
            "Czas trwania": c.miss(m, "m", 0.2),
        }

    cols = ["Tytuł"] + ["Tytuł oryginalny"] * orig + ["Reżyser"] + ["Rok"] * ryrs + ["Czas trwania"] * tm
    ex = [
        ("Gatunek", c.pick(["dramat", "komedia", "thriller", "horror", "dokument", "animacja"])),
        ("Ocena", lambda: ("%.1f" % r.uniform(3, 9)).replace(".", ",")),
        ("Nośnik", c.pick(["DVD", "VHS", "Blu-ray", "plik"])),
        ("Data dodania", lambda: c.when(2005, 2024)),
        ("Obejrzany", c.pick(["tak", "nie", ""])),
    ]
    return drive(c, cols, fam, ren, ex, "Lp.")


# ---------------------------------------------------------------- 11 Dutch museum objects: sets and their parts
@kind
def nl_museum(r):
    c = C(r, 0.2, ("registratie", "kaartenbak"))
    OB = [
        x.split("|")
        for x in "schilderij|olieverf op doek;prent|ets op papier;foto|gelatinezilverdruk;lepel|zilver;bord|aardewerk;tegel|faience;vaas|porselein;klok|eikenhout, messing;stoel|mahonie;kaart|papier;tekening|krijt op papier;penning|brons;beeld|marmer;glas|kristal;kandelaar|koper;jurk|zijde;pijp|klei;munt|zilver;schaal|tin;doos|hout, lak;boekband|leer;miniatuur|ivoor".split(
            ";"
        )
    ]
    PL = pool_of(
        "Utrecht Leiden Delft Haarlem Gouda Zwolle Deventer Kampen Hoorn Enkhuizen Dordrecht Middelburg Zierikzee Breda Nijmegen Arnhem Groningen Leeuwarden Alkmaar Edam Amersfoort Harderwijk Maastricht Veere"
    )
    WAT = [
        "Gezicht op de %s te {p}",
        "Portret van {n}",
        "De %s bij avond, {p}",
        "Stilleven met %s en vruchten",
        "Winterlandschap bij {p}",
        "Landschap met %s nabij {p}",
        "Interieur van de %s in {p}",
        "Familie {a} in de tuin te {p}",
        "Allegorie op de %s",
        "Marktdag bij de %s, {p}",
        "Herinnering aan het huwelijk van {n}",
        "{a} wapenschild met %s",
    ]
    PIC = pool_of("schilderij prent foto tegel kaart tekening miniatuur beeld")
    DNG = [
        "{o} met wapen van de familie {a}",
        "{o} met voorstelling van de %s te {p}",
        "{o} van {n}",
        "{o}, afkomstig uit de %s, {p}",
        "{o} met opschrift '{a} {p}'",
        "{o} ter herinnering aan de %s van {p}",
        "{o} met gegraveerde %s, keur {p}",
        "{o} uit het bezit van {n}, {p}",
    ]
    WN = pool_of(
        "Oude_Gracht Waag Grote_Kerk haven sluis molen stadspoort vismarkt brug kraan schapen vrijheid trouw lindeboom roos Koornbeurs Nieuwe_Toren veerpont wallen abdij"
    )
    per = lambda: (
        c.ch(
            "Jan Pieter Cornelis Willem Hendrik Maria Anna Johanna Gerrit Dirk Jacob Adriaan Catharina Elisabeth Klaas Abraham Isaac Lambert".split()
        )
        + " "
        + c.ch(["", "", "van ", "van der ", "de ", "ten "])
        + c.ch(pool_of("Berk Hoog Nieu Vis Mul Dek Bos Kui Ver Groe Steen Lin Wester Oud Zeil Kool Smee Ruy"))
        + c.ch(pool_of("horst kamp wenhuis ser der kker man meer neveld berg dijk hof ders huizen sdael stra"))
    )
    mk = [dict(n=x, b=r.randint(1590, 1890)) for x in c.pool("m", per, 90)]
    nr, iu = Near(), Near()
    inv, mode = c.opt(0.75), r.randrange(3)

    def fam():
        o = c.sk(OB)
        m = c.sk(mk) if c.p(0.65) else None
        y = (m["b"] + r.randint(20, 60)) if m else r.randint(1600, 1930)
        while 1:
            p, a = c.ch(PL), per()
            t = (
                (c.ch(WAT if o[0] in PIC else DNG).replace("{o}", o[0].capitalize()).replace("%s", c.ch(WN).replace("_", " ")))
                .replace("{p}", p)
                .replace("{n}", a)
                .replace("{a}", (lambda z: z[0].upper() + z[1:])(a.split(" ", 1)[1]))
            )
            if nr.add(t):
                break
        while 1:
            i = (r.randint(1885, 2019), r.randint(1, 999))
            if iu.add("%d%04d" % i):
                break
        q = 1 if o[0] in PIC or o[0] in ("klok", "stoel", "jurk") else 0.25
        dims = [r.uniform(10, 120) * q, r.uniform(10, 120) * q]
        base = dict(o=o, m=m, y=y, t=t, i=i, ca=c.p(0.3), don=c.ch(["schenking", "aankoop", "legaat", "bruikleen", "oud bezit"]))
        if inv and c.p(c.trap if o[0] not in PIC else c.trap * 0.25):
            k, l = r.choice([2, 2, 4, 6, 6, 12]), c.p(0.5)
            return [
                dict(base, part="abcdefghijklm"[j] if l else str(j + 1), k=k, di=[dims[0] + r.uniform(-0.3, 0.3), dims[1]])
                for j in range(k)
            ]
        if c.p(c.trap):  # one motif, several works: year and size tell them apart
            return [
                dict(base, part="", di=[dims[0] * (1 + 0.35 * j), dims[1]], y=y + 4 * j, i=i if j == 0 else None)
                for j in range(r.choice([1, 2, 3]))
            ]
        return [dict(base, part="", di=dims)]

    def ren(t, s):
        if t["i"] is None:
            while 1:
                t["i"] = (r.randint(1885, 2019), r.randint(1, 999))
                if iu.add("%d%04d" % t["i"]):
                    break
        y, n, p = t["i"][0], t["i"][1], t["part"]
        iv = [
            "%d-%04d%s" % (y, n, "-" + p if p else ""),
            "%d.%d%s" % (y, n, "." + p if p else ""),
            "inv.nr. %d/%d%s" % (y, n, "/" + p if p else ""),
            "%d-%04d%s" % (y, n, (p if p.isalpha() else "." + p) if p else ""),
        ][c.sty("iv", s, [0, 0, 1, 2, 3])]
        ti = c.ocr(c.typo(t["t"], 0.12), 0.15)
        if c.z("spel", 0.2):
            ti = (
                ti.replace("Gezicht op de", "Gesigt op de")
                .replace(" bij ", " by ")
                .replace("Familie", "Fam.")
                .replace(" te ", " in ")
            )
        if p and c.z("set", 0.4):
            ti += c.ch([" (uit een set van %d)", ", deel van stel van %d", " [set %d stuks]"]) % t["k"]
        m = t["m"]
        if m:
            f, l = m["n"].split(" ", 1)
            ma = [
                m["n"],
                "%s, %s" % (l[0].upper() + l[1:], f),
                "%s. %s" % (f[0], l),
                "%s, %s (%d-%d)" % (l[0].upper() + l[1:], f, m["b"], m["b"] + 66),
            ][c.sty("ma", s, [0, 0, 1, 2, 3])]
            ma = "toegeschreven aan " + ma if c.z("toe", 0.1) else c.typo(ma, 0.08)
        else:
            ma = c.sty("anon", s, ["onbekend", "anoniem", "", "-"])
        da = str(t["y"]) if not t["ca"] else c.ch(["ca. %d", "circa %d", "c. %d"]) % t["y"]
        u = c.sty("dim", s, [0, 0, 1, 2])
        h, b = t["di"]
        di = [
            ("h %.1f x b %.1f cm" % (h, b)).replace(".", ","),
            "%d x %d mm" % (h * 10, b * 10),
            ("%.1f × %.1f" % (h, b)).replace(".", ","),
        ][u]
        o = {
            "Inventarisnummer": iv,
            "Objectnaam": c.miss(t["o"][0] if not c.z("on", 0.2) else t["o"][0].capitalize(), "on", 0.08),
            "Titel": c.cs(ti, s),
            "Vervaardiger": c.miss(ma, "ma", 0.1),
            "Datering": da if not inv or not c.z("da", 0.15) else c.ch([str(t["y"] // 100 + 1) + "e eeuw", ""]),
            "Materiaal": c.miss(t["o"][1] if not c.z("mat", 0.3) else t["o"][1].split(",")[0].split(" op")[0], "mat", 0.15),
            "Afmetingen": di if not inv or not c.z("di", 0.2) else "",
            "Verwerving": c.miss(t["don"] + " %d" % y if c.sty("vw", s, [0, 1]) else t["don"], "vw", 0.2),
        }
        if mode == 2:
            o["Beschrijving"] = ". ".join(
                x for x in [o["Objectnaam"], o["Titel"], o["Vervaardiger"], o["Materiaal"], o["Datering"], o["Afmetingen"]] if x
            )
        return o

    cols = (
        ["Inventarisnummer"] * inv
        + (
            ["Beschrijving"]
            if mode == 2
            else ["Objectnaam", "Titel", "Vervaardiger", "Datering"] + ["Materiaal"] * c.opt(0.7) + ["Afmetingen"]
        )
        + ["Verwerving"] * c.opt(0.5)
    )
    ex = [
        ("Standplaats", lambda: "Depot %d, stelling %s%d" % (r.randint(1, 4), c.ch("ABCDEF"), r.randint(1, 30))),
        ("Conditie", c.pick(["goed", "redelijk", "slecht", "matig", ""])),
        ("Invoerder", c.pick(["mvb", "stagiair", "JdG", "import"])),
        ("Invoerdatum", lambda: c.when(1996, 2024, ("%d-%m-%Y", "%Y-%m-%d"))),
        ("Rechten", c.pick(["publiek domein", "onbekend", "CC0"])),
        ("Afbeelding", lambda: "IMG_%05d.jpg" % r.randrange(10**5)),
    ]
    return drive(c, cols, fam, ren, ex, "priref")


# ---------------------------------------------------------------- 12 Swedish nursery plants: cultivars, synonyms of genus
PLANT = [
    x.split("|")
    for x in "Hydrangea paniculata||vipphortensia|Hydrangeaceae;Hydrangea macrophylla||trädgårdshortensia|Hydrangeaceae;Hylotelephium spectabile|Sedum spectabile|kinesisk kärleksört|Crassulaceae;Symphyotrichum novi-belgii|Aster novi-belgii|höstaster|Asteraceae;Symphyotrichum dumosum|Aster dumosus|oktoberaster|Asteraceae;Lamprocapnos spectabilis|Dicentra spectabilis|löjtnantshjärta|Papaveraceae;Salvia rosmarinus|Rosmarinus officinalis|rosmarin|Lamiaceae;Salvia yangii|Perovskia atriplicifolia|perovskia|Lamiaceae;Actaea simplex|Cimicifuga simplex|höstsilverax|Ranunculaceae;Dasiphora fruticosa|Potentilla fruticosa|ölandstok|Rosaceae;Hosta sieboldiana||daggfunkia|Asparagaceae;Hosta fortunei||blomsterfunkia|Asparagaceae;Heuchera micrantha||småalunrot|Saxifragaceae;Paeonia lactiflora||luktpion|Paeoniaceae;Iris germanica||trädgårdsiris|Iridaceae;Iris sibirica||strandiris|Iridaceae;Phlox paniculata||höstflox|Polemoniaceae;Astilbe chinensis||kinesisk astilbe|Saxifragaceae;Syringa vulgaris||syren|Oleaceae;Malus domestica|Malus pumila|äpple|Rosaceae;Prunus avium||sötkörsbär|Rosaceae;Pyrus communis||päron|Rosaceae;Ribes nigrum||svarta vinbär|Grossulariaceae;Rubus idaeus||hallon|Rosaceae;Thuja occidentalis||tuja|Cupressaceae;Juniperus communis||en|Cupressaceae;Picea abies|Picea excelsa|gran|Pinaceae;Pinus mugo|Pinus montana|bergtall|Pinaceae;Acer palmatum||japansk lönn|Sapindaceae;Acer platanoides||skogslönn|Sapindaceae;Berberis thunbergii||häckberberis|Berberidaceae;Spiraea japonica|Spiraea bumalda|praktspirea|Rosaceae;Rhododendron catawbiense||parkrododendron|Ericaceae;Clematis viticella||italiensk klematis|Ranunculaceae;Clematis alpina|Atragene alpina|alpklematis|Ranunculaceae;Lavandula angustifolia|Lavandula officinalis|lavendel|Lamiaceae;Geranium sanguineum||blodnäva|Geraniaceae;Geranium pratense||ängsnäva|Geraniaceae;Echinacea purpurea|Rudbeckia purpurea|röd solhatt|Asteraceae;Campanula persicifolia||stor blåklocka|Campanulaceae;Delphinium elatum||trädgårdsriddarsporre|Ranunculaceae;Hemerocallis fulva||brunröd daglilja|Asphodelaceae;Calluna vulgaris|Erica vulgaris|ljung|Ericaceae;Miscanthus sinensis||glansmiskantus|Poaceae;Bergenia cordifolia|Saxifraga cordifolia|hjärtbergenia|Saxifragaceae;Primula veris|Primula officinalis|gullviva|Primulaceae;Weigela florida||rosenprakttry|Caprifoliaceae;Philadelphus coronarius||doftschersmin|Hydrangeaceae;Cornus alba|Swida alba|rysk kornell|Cornaceae;Sambucus nigra||fläder|Adoxaceae".split(
        ";"
    )
]


@kind
def sv_plantor(r):
    c = C(r, 0.25, ("plantskola", "grossist"))
    sp = c.shuf(PLANT)
    nr, pairs = Near(), {}
    SH = ["Alba", "Nana", "Compacta", "Variegata", "Aurea", "Rubra", "Superba", "Albiflora", "Pendula", "Purpurea"]
    A, B = (
        pool_of(
            "Blue White Pink Royal Golden Silver Summer Autumn Little Dark Snow Ruby Magic Early Sweet Crimson Velvet Northern Baby Frosty Purple Lemon Wild Candy Black"
        ),
        pool_of(
            "Beauty Star Queen Cloud Wonder Dream Giant Gem Lady Moon Fire Dwarf Cascade Carpet Pearl Sky Spire Glow Lace Knight Ice Dancer Heart Surprise Princess"
        ),
    )
    PE = lambda: (
        c.ch(pool_of("Anna Karin Elsa Greta Marie Otto Karl Gustav Linnea Ingrid Hanna Astrid Emil Sven Olga Frida"))
        + " "
        + c.ch(pool_of("Berg Lind Sand Holm Ek Ny Ros Alm"))
        + c.ch(pool_of("ström qvist gren berg dahl lund blad sson"))
    )
    DE = lambda: (
        c.ch(pool_of("Herbst Sommer Schnee Rosen Feuer Gold Blau Purpur Silber Sternen Abend Morgen"))
        + c.ch(pool_of("freude wolke zwerg kugel glut lohe perle himmel königin traum kissen licht kerze"))
    )
    lay = (r.randrange(3), r.randrange(3))
    lay = lay if c.link else (lay[0],) * 2

    def cult(k):
        for _ in range(60):
            if c.p(0.12):
                x = c.ch(SH)
                if (k, x) in pairs:
                    continue
                pairs[k, x] = 1
                return x
            x = c.ch([c.ch(A) + " " + c.ch(B), c.ch(A) + " " + c.ch(B), PE(), DE()])
            if nr.add(x):
                return x

    def fam():
        p = c.sk(sp)
        out = []
        for _ in range(r.randint(2, 14) if c.p(c.trap) else 1):
            cv = "" if (p[0], "") not in pairs and c.p(0.2) else cult(p[0])
            if cv is None:
                continue
            pairs[p[0], cv] = 1
            out.append(
                dict(
                    p=p,
                    cv=cv,
                    h=r.randint(2, 30) * 10,
                    z=c.ch(["I-III", "I-V", "I-VIII", "I-IV", "A"]),
                    pr=r.randint(39, 499),
                    col=c.ch(["vit", "rosa", "röd", "blå", "gul", "lila", "orange"]),
                )
            )
        return out

    def ren(t, s):
        la = t["p"][1] if t["p"][1] and c.z("syn", 0.45) else t["p"][0]
        if c.z("auth", 0.1):
            la += c.ch([" L.", " Thunb.", " (L.) Mill."])
        sv = c.acc(t["p"][2])
        gen = 0
        if c.z("gen", 0.15):
            la, gen = la[0] + ". " + la.split(" ", 1)[1], 1
        la = c.typo(la, 0.1)
        cv = t["cv"]
        if cv:
            cv = c.sty("cv", s, ["'%s'", "'%s'", "%s", "’%s’", "cv. %s"]) % c.typo(cv, 0.1)
            if c.z("cvu", 0.15):
                cv = cv.upper()
        pot = c.ch(["C2", "C3", "C5", "P9", "9x9", "3 l", "5 liter", "barrot", "kl. 60-80"])
        h = [
            "%d" % t["h"],
            "%d cm" % t["h"],
            ("%.1f m" % (t["h"] / 100)).replace(".", ","),
            "%d-%d cm" % (t["h"] - 10, t["h"] + 10),
        ][c.sty("h", s, [0, 1, 2, 3])]
        pr = t["pr"] if not c.z("pr", 0.5) else int(t["pr"] * r.uniform(0.7, 1.4))
        o = {
            "Krukstorlek": pot,
            "Höjd": c.miss(h, "h", 0.2),
            "Zon": c.miss(t["z"], "z", 0.2),
            "Pris": [str(pr), "%d:-" % pr, "%d,00 kr" % pr][c.sty("kr", s, [0, 1, 2])],
            "Färg": c.miss(t["col"], "col", 0.25),
            "Familj": c.miss(t["p"][3], "fam", 0.2),
        }
        l = lay[s]
        if l == 0:
            o.update({"Vetenskapligt namn": c.cs(la, s), "Sort": cv, "Svenskt namn": sv if gen else c.miss(sv, "sv", 0.2)})
        elif l == 1:
            o.update(
                {"Vetenskapligt namn": c.cs((la + " " + cv).strip(), s), "Svenskt namn": sv if gen else c.miss(sv, "sv", 0.25)}
            )
        else:
            x = [sv[0].upper() + sv[1:], cv, "(" + la + ")"] if c.sty("lo", s, [0, 1]) else [la, cv, "-", sv]
            if c.z("potin", 0.3):
                x.append(pot)
            o["Benämning"] = c.cs(" ".join(y for y in x if y), s)
        return o

    cols = (
        ["Benämning"] * (2 in lay)
        + ["Vetenskapligt namn"] * (lay != (2, 2))
        + ["Sort"] * (0 in lay)
        + ["Svenskt namn"] * (lay != (2, 2))
        + ["Familj"] * c.opt(0.25)
        + ["Färg"] * c.opt(0.4)
        + ["Höjd"] * c.opt(0.5)
        + ["Zon"] * c.opt(0.4)
        + ["Krukstorlek"] * c.opt(0.5)
        + ["Pris"] * c.opt(0.7)
    )
    ex = [
        ("Leverantör", c.pick(["Splendor", "Blomqvist", "Stångby", "Egen odling", "Tönnersjö"])),
        ("Saldo", lambda: str(int(r.expovariate(0.04)))),
        ("E-planta", c.pick(["", "", "E", "Nej"])),
        ("Kvarter", lambda: "%s%d" % (c.ch("ABCD"), r.randint(1, 30))),
        ("Uppdaterad", lambda: c.when(2010, 2024, ("%Y-%m-%d", "%y%m%d"))),
    ]
    return drive(c, cols, fam, ren, ex, "Artikelnr")


# ---------------------------------------------------------------- 13 Turkish groceries: barcodes, cash register texts
def trup(s):
    return s.replace("i", "İ").replace("ı", "I").upper()


@kind
def tr_market(r):
    c = C(r, 0.3, ("kasa", "tedarikçi"))
    PR = [
        x.split("|")
        for x in "Sütlü Çikolata|fındıklı,antep fıstıklı,bademli,sade,karamelli|40 g,70 g,80 g;Bisküvi|kakaolu,yulaflı,hindistan cevizli,sade,limonlu|100 g,150 g,400 g;Meyve Suyu|vişne,kayısı,şeftali,elma,karışık|200 ml,330 ml,1 L;Yoğurt|tam yağlı,yarım yağlı,süzme,kaymaklı|500 g,1 kg,2 kg;Beyaz Peynir|tam yağlı,light,keçi,koyun|250 g,500 g,800 g;Makarna|burgu,spagetti,kelebek,erişte,fiyonk|500 g,5 kg;Pirinç|baldo,osmancık,yasemin|1 kg,2,5 kg,5 kg;Zeytinyağı|naturel sızma,riviera,erken hasat|500 ml,1 L,5 L;Siyah Çay|altınbaş,bergamotlu,filiz|500 g,1 kg;Türk Kahvesi|klasik,damla sakızlı,dibek|100 g,250 g;Reçel|çilek,vişne,kayısı,incir,gül|380 g,800 g;Şampuan|kuru saçlar,yağlı saçlar,kepek karşıtı,bebek|350 ml,500 ml;Bulaşık Deterjanı|limon,elma,portakal|750 ml,1,5 L;Cips|sade,baharatlı,peynirli,yoğurtlu|104 g,150 g;Dondurma|vanilyalı,kakaolu,çilekli,fıstıklı|500 ml,1 L;Maden Suyu|sade,limonlu,nar aromalı|200 ml,6x200 ml;Salça|domates,biber,acı biber|360 g,700 g,1650 g;Helva|kakaolu,fıstıklı,sade|250 g,500 g;Kraker|susamlı,çörek otlu,peynirli|45 g,120 g;Lokum|güllü,fıstıklı,cevizli|200 g,400 g;Turşu|karışık,salatalık,biber|670 g,1,5 kg;Bulgur|pilavlık,köftelik|1 kg,2,5 kg".split(
            ";"
        )
    ]
    br = c.pool(
        "b",
        lambda: (
            c.ch(pool_of("Ak Öz Yeni Gül Al Pın Sar Tat Bir Ye Bal Kara Çağ Ege Ana Do Kon Er Sel Mer Ney Taş Uğ"))
            + c.ch(pool_of("tat su lar kay han sek çam dağ köy can tan doğ pak tar var sal yöre min gün kent"))
            + c.ch(["", "", "", "lı", "ım", "san", "can"])
        ),
        70,
    )
    nr, seen = Near(), {}
    mode = c.ch("bbtt")  # b: barcode decides, text short; t: text decides, barcode often bad
    AB = [
        ("Sütlü", "Sut."),
        ("Çikolata", "Çik."),
        ("Bisküvi", "Bisk."),
        ("Meyve Suyu", "M.Suyu"),
        ("Beyaz Peynir", "B.Pey."),
        ("Zeytinyağı", "Z.Yağı"),
        ("Deterjanı", "Det."),
        ("Bulaşık", "Bul."),
        ("Türk Kahvesi", "T.Kahve"),
        ("Şampuan", "Şamp."),
        ("Makarna", "Mak."),
        ("Maden Suyu", "Md.Suyu"),
    ]

    def fam():
        p, b = c.ch(PR), c.sk(br)
        out = []
        for _ in range(r.randint(2, 9) if c.p(c.trap) else 1):
            f = c.ch(p[1].split(","))
            g = c.ch(p[2].replace("2,5", "2;5").replace("1,5", "1;5").split(",")).replace(";", ",")
            k = (b, p[0], f, g)
            if k in seen:
                continue
            seen[k] = 1
            while 1:
                x = "869%04d%05d" % (br.index(b) * 37 + 1000, r.randrange(10**5))
                if nr.add(x):
                    break
            out.append(dict(p=p[0], b=b, f=f, g=g, x=ean(x), pr=r.lognormvariate(3.6, 0.7)))
        return out

    def size(g, s):
        n, u = g.rsplit(" ", 1)
        k = c.sty("u", s, [0, 0, 1, 2])
        if "x" not in n and c.z("unit", 0.3):
            v = float(n.replace(",", "."))
            if u in ("kg", "L"):
                n, u = "%d" % (v * 1000), {"kg": "g", "L": "ml"}[u]
            elif v >= 500:
                n, u = ("%g" % (v / 1000)).replace(".", ","), {"g": "kg", "ml": "L"}[u]
        u = {"g": ["g", "gr", "GR"], "ml": ["ml", "cc", "ML"], "kg": ["kg", "Kg", "KG"], "L": ["L", "lt", "LT"]}[u][k]
        return n + c.ch(["", " "]) + u

    def ren(t, s):
        ab = c.z("kasa", 0.5)
        p = c.abbr(t["p"], AB, "ab", 0.5) if ab else t["p"]
        f = t["f"]
        f = f[0].upper() + f[1:]
        g = size(t["g"], s)
        b = c.typo(t["b"], 0.05)
        l = [b, p, f, g] if not c.z("wo", 0.25) else [b, f, p, g]
        bad = mode == "t" and c.z("bad", 0.5) or c.z("bad2", 0.08)
        if not brcol and c.z("nob", 0.2) and mode == "b" and not bad:
            l = l[1:]
        x = t["x"]
        if bad:
            x = c.ch(["", "", "%s,%sE+12" % (x[0], x[1:3]), c.ph])
        elif c.z("xf", 0.15):
            x = c.ch(["0" + x, x + ".0", "'" + x, x[0] + " " + x[1:7] + " " + x[7:]])
        ti = " ".join(l)
        ti = c.typo(ti, 0.12)
        if c.sty("up", s, [0, 1]):
            ti = trup(ti)
        if c.z("asc", 0.3):
            ti = deacc(ti)
        elif c.z("moj", 0.03):
            ti = ti.encode("cp1254", "replace").decode("latin-1")
        if mode == "b" and not bad and c.z("cut", 0.35):
            ti = ti[: r.choice([16, 18, 20, 24])].strip()
        pr = t["pr"] * (r.uniform(0.6, 1.9) if c.z("zam", 0.6) else 1)
        return {
            "Barkod": x,
            "Ürün Adı": ti,
            "Marka": c.miss(t["b"] if not c.sty("bu", s, [0, 0, 1]) else trup(t["b"]), "br", 0.2),
            "Gramaj": c.miss(size(t["g"], s), "gr", 0.2),
            "Fiyat": c.money(pr, s, "TL"),
        }

    brcol = c.opt(0.4)
    cols = (
        ["Barkod"] * (mode == "b" or c.opt(0.7))
        + ["Ürün Adı"]
        + ["Marka"] * brcol
        + ["Gramaj"] * c.opt(0.25)
        + ["Fiyat"] * c.opt(0.8)
    )
    ex = [
        ("KDV", c.pick(["%1", "%10", "%20", "8"])),
        ("Kategori", c.pick(["Gıda", "İçecek", "Temizlik", "Kahvaltılık", "Atıştırmalık"])),
        ("Stok", lambda: str(int(r.expovariate(0.03)))),
        ("Birim", c.pick(["ADET", "Adet", "KOLİ"])),
        ("Son Güncelleme", lambda: c.when(2019, 2024, ("%d.%m.%Y", "%d/%m/%Y"))),
        ("Durum", c.pick(["Aktif", "Aktif", "Pasif"])),
    ]
    return drive(c, cols, fam, ren, ex, "Stok Kodu")


if __name__ == "__main__":
    write_tables(KINDS, "%s/%d")
