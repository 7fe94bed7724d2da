"""Makes tables of goods and fleets for record matching: shops, workshops and stores of ten languages, with their truth.

A kind draws things in families (neighbors that share much) and writes records of them. Every record notes which telling facts it
shows. A first record of a thing shows all that is needed, a further one at least facts that point to one thing.
"""

from shared import digits, forms_of, pool_of, uuid, without_umlauts, write_tables

PLACEHOLDERS = ("n/a", "-", "NULL", "?", "none", "0")


class Style:
    """The habits of one source: each is drawn when it is first asked for."""

    def __init__(self, r):
        self.r, self.known = r, {}

    def pick(self, name, options):
        if name not in self.known:
            self.known[name] = self.r.choice(options)
        return self.known[name]


class Plan(Style):
    """The structure of one table."""

    def __init__(self, r, axes=(), link=0.2, sources=("crm", "shop")):
        Style.__init__(self, r)
        self.rows = int(min(1500, max(300, r.lognormvariate(6.5, 0.42))))
        self.share = 0 if r.random() < 0.1 else r.uniform(0.05, 0.6)
        self.most = r.choice((2, 2, 2, 2, 2, 3, 3, 4, 6, 30))
        self.noise = r.choice((0.01, 0.06, 0.15, 0.3, 0.5, 0.8))
        self.miss = r.choice((0, 0.02, 0.1, 0.3))
        self.near = r.choice((0, 0.2, 0.5, 0.8, 0.95, 1))
        self.wide = r.choice((2, 3, 4, 6, 10, 16))
        self.link = self.share > 0 and r.random() < link
        self.sources = sources
        if self.link and r.random() < 0.6:
            self.most = 2
        self.styles = [Style(r) for _ in range(2 if self.link else r.choice((1, 1, 2, 3, 5)))]
        self.hold = "" if r.random() < 0.7 else r.choice(PLACEHOLDERS)
        self.broken = r.random() < 0.08
        self.taken = set()
        axes = list(axes)
        self.hard = r.sample(axes, min(len(axes), r.choice((1, 1, 2, 3))))
        self.bend = r.choice((0, 0, 0.2, 0.5))

    def has(self, name, chance=0.5):
        """Whether this table has a column or habit."""
        if name not in self.known:
            self.known[name] = self.r.random() < chance
        return self.known[name]

    def hidden(self, name):
        """How often a telling fact is left out: seldom if neighbors differ in it."""
        return self.pick("hide " + name, (0, 0, 0.05, 0.2) if name in self.hard else (0, 0.1, 0.35, 0.7))

    def fresh(self, make):
        """A name that is more than one slip away from all before it."""
        for _ in range(200):
            name = make()
            key = "".join(c for c in name.lower() if c.isalnum())
            near = [key] + [key[:i] + key[i + 1 :] for i in range(len(key))]
            if not any(n in self.taken for n in near):
                self.taken.update(near)
                return name
        return None

    def family(self, facts, axes):
        """Neighbors: things that share the facts and differ only along the axes that this table draws."""
        r = self.r
        for name, options in axes:
            facts.setdefault(name, r.choice(options))
        made, keys = [dict(facts)], [tuple(str(facts[n]) for n, _ in axes)]
        if r.random() < self.near:
            hard = [(n, o) for n, o in axes if n in self.hard and len(o) > 1]
            for _ in range(r.randint(1, self.wide)):
                thing = dict(r.choice(made))
                for name, options in (r.sample(hard, 1) if r.random() < 0.75 else hard) if hard else ():
                    thing[name] = r.choice(options)
                key = tuple(str(thing[n]) for n, _ in axes)
                if key not in keys:
                    keys.append(key)
                    made.append(thing)
        return made


class Record:
    """One record in the making: what it shows, in which style."""

    def __init__(self, p, thing, style, clean, base, tells):
        self.p, self.r, self.t, self.s, self.clean, self.base, self.tells = p, p.r, thing, style, clean, base, tells
        self.shown = set()

    def odds(self, chance):
        return self.r.random() < chance

    def pick(self, name, options):
        """A habit of the source, which a noisy table breaks now and then."""
        return self.r.choice(options) if self.odds(self.p.noise * 0.25) else self.s.pick(name, options)

    def form(self, name, forms):
        """One of several spellings of the same value."""
        return (
            forms[0]
            if len(forms) < 2 or self.odds(1 - self.p.noise) and not self.s.pick("forms " + name, (0, 0, 1))
            else self.r.choice(forms)
        )

    def slip(self, text, rate=0.12):
        """Slips of a finger, never in a word with a digit nor in a short one."""
        words = text.split(" ")
        for i, word in enumerate(words):
            if len(word) > 4 and word.isalpha() and ord(word[0]) < 0x2E80 and self.odds(self.p.noise * rate):
                j, way = self.r.randrange(1, len(word) - 1), self.r.randrange(4)
                words[i] = (
                    word[:j] + word[j + 1 :],
                    word[:j] + word[j] + word[j:],
                    word[:j] + word[j + 1] + word[j] + word[j + 2 :],
                    word[:j] + self.r.choice("aeinrst") + word[j + 1 :] if ord(word[0]) < 0x250 else word[:j] + word[j + 1 :],
                )[way]
        return " ".join(words)

    def drops(self, name):
        if name not in self.tells or self.clean and name in self.base:
            return False
        return self.odds(self.p.hidden(name))

    def tell(self, name, text, others=()):
        """A telling column: kept, left out, or (if no neighbors differ in it) with another value."""
        if name not in self.p.hard and others and not self.clean and self.odds(self.p.bend):
            return self.r.choice(others)
        if self.drops(name):
            return self.p.hold if self.odds(0.7) else ""
        self.shown.add(name)
        return text

    def title(self, parts, sep=" ", limit=0, mix=0.0):
        """A title of (fact, text); a fact cut off at the limit does not count as shown."""
        parts = [(n, self.slip(t)) for n, t in parts if not self.drops(n)]
        if self.odds(mix * (0.3 + self.p.noise)):
            i = self.r.randrange(len(parts)) if parts else 0
            parts = parts[i:] + parts[:i]
        text = ""
        for name, part in parts:
            longer = text + sep + part if text and part else text + part
            if limit and len(longer) > limit and not self.clean:
                return longer[:limit].strip()
            text = longer
            self.shown.add(name)
        return text

    def cased(self, text, name="case"):
        way = self.pick(name, ("as is", "as is", "as is", "upper", "lower", "title"))
        return {"as is": text, "upper": text.upper(), "lower": text.lower(), "title": text.title()}[way]

    def may(self, text, rate=1.0):
        """A column that does not tell, sometimes missing."""
        return self.p.hold if self.odds(self.p.miss * rate) else text

    def code(self, text, cuts=(3, 6)):
        """A code in the way of the source: as it is, in groups, or with a sign before it."""
        way = self.pick("code", ("plain", "plain", "plain", "dash", "blank", "lower"))
        if way in ("dash", "blank"):
            sign = "-" if way == "dash" else " "
            plain = text.replace("-", "").replace(" ", "")
            return sign.join((plain[: cuts[0]], plain[cuts[0] : cuts[1]], plain[cuts[1] :])).strip(sign)
        return text.lower() if way == "lower" else text

    def money(self, price, sign="€", comma=True):
        price = round(price * (1 + (self.r.uniform(-0.2, 0.25) if self.odds(self.p.pick("reprice", (0, 0.3, 1))) else 0)), 2)
        text = "%.2f" % price
        text = text.replace(".", ",") if comma and self.pick("comma", (True, True, False)) else text
        return self.pick("money", ("%s", "%s", "%s " + sign, sign + " %s")) % text

    def date(self, local=True):
        y, m, d = self.r.randint(2016, 2024), self.r.randint(1, 12), self.r.randint(1, 28)
        ways = (
            "%(y)d-%(m)02d-%(d)02d",
            "%(d)02d.%(m)02d.%(y)d",
            "%(d)02d/%(m)02d/%(y)d",
            "%(y)d%(m)02d%(d)02d",
            "%(y)d-%(m)02d-%(d)02dT09:%(d)02d:00Z",
        )
        return self.pick("date", ways if local else ways[:1] + ways[3:]) % {"y": y, "m": m, "d": d}


def table(p, family, tells, base, write, columns, strong=()):
    """Draws things until the table is full, then writes their records; `write` gives a cell for each name in columns.

    A record always shows one of the strong facts: the name of the family or a code.
    """
    strong = strong or (base[0],) + tuple(n for n in tells if n not in base)
    r, things, keys, counts, total, vain = p.r, [], set(), [], 0, 0
    while total < p.rows and vain < 400:
        vain += 1
        for thing in family():
            key, codes = tuple(str(thing[n]) for n in base), tuple("%s=%s" % (n, thing[n]) for n in tells if n not in base)
            if key in keys or total >= p.rows or any(c in keys and c[-1] != "=" for c in codes):
                continue
            keys.add(key)
            keys.update(codes)
            vain, count = 0, 1
            if r.random() < p.share:
                count = 2 if p.most == 2 or r.random() < 0.6 else r.randint(2, p.most if r.random() < 0.3 else min(p.most, 4))
            count = min(count, p.rows - total)
            things.append(thing)
            counts.append(count)
            total += count
    seen_by = {}

    def alone(thing, shown):
        """Whether no other thing agrees in all that is shown."""
        names = tuple(n for n in tells if n in shown and (n in base or thing[n]))
        if not any(n in strong for n in names):
            return False
        if names not in seen_by:
            tally = seen_by[names] = {}
            for other in things:
                key = tuple(str(other[n]) for n in names)
                tally[key] = tally.get(key, 0) + 1
        return seen_by[names][tuple(str(thing[n]) for n in names)] == 1

    rows, written = [], {}
    for number, (thing, count) in enumerate(zip(things, counts)):
        first, side = None, r.randrange(2)
        for nth in range(count):
            place = (side + nth) % 2 if nth < 2 else r.randrange(2) if p.most > 2 else side
            for attempt in range(8):
                style = p.styles[place] if p.link else r.choice(p.styles)
                k = Record(p, thing, style, nth == 0 or attempt > 4, base, tells)
                cells = write(k)
                cells["source"] = p.sources[place]
                row = [str(cells[c] if cells[c] is not None else "") for c in columns]
                if p.broken and r.random() < 0.05:
                    row = [broken(c) for c in row]
                if not alone(thing, k.shown if first is None else k.shown & first):
                    continue
                if p.link:
                    row = [cells["source"]] + row
                if written.setdefault(tuple(row), number) == number:
                    first = k.shown if first is None else first
                    rows.append((row, number))
                    break
            if first is None:
                break
    r.shuffle(rows)
    return (["source"] if p.link else []) + columns, [row for row, _ in rows], [number for _, number in rows]


def broken(text):
    """Text read with the wrong table of signs; not for signs beyond the western ones."""
    if all(ord(c) < 0x100 for c in text):
        text = text.encode("utf-8").decode("latin-1")
    return "".join(c if ord(c) > 0x9F or ord(c) < 0x7F else "?" for c in text)


def chosen(p, *columns):
    """The columns of a table: plain names always, names with a chance (name, 0.5) sometimes; now and then in another order."""
    names = [c if isinstance(c, str) else c[0] for c in columns if isinstance(c, str) or p.has("column " + c[0], c[1])]
    if p.r.random() < 0.3:
        p.r.shuffle(names)
    return names


def word(r, starts, middles, ends, most=1):
    return r.choice(starts) + "".join(r.choice(middles) for _ in range(r.randint(0, most))) + r.choice(ends)


def skewed(r, pool):
    """A value of a pool, the first ones more often."""
    return pool[int(len(pool) * r.random() ** 1.8)]


def ean(r, start):
    """An EAN with its check digit."""
    text = start + digits(r, 12 - len(start))
    return text + str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(text)) % 10)


def bare(text):
    """Text without the accents of the western languages and Polish."""
    return text.translate(
        str.maketrans("àâéèêëîïôöùûüçñáíóúìòÀÉÈÊÎÔÇÑÁÍÓÚąćęłńśźżĄĆĘŁŃŚŹŻ", "aaeeeeiioouuucnaiouioAEEEIOCNAIOUacelnszzACELNSZZ")
    )


STEMS = pool_of("""Har Bram Wold Ash Kes Thorn Mar Cal Rid Fen Lor Wick Sten Pem Hol Brack Dun El Gar Hart Ing Jar Kirk Lang Mor
    Nor
    Oak Pres Quen Rad Sed Tam Ul Ver Wes Yar Zel Bex Cor Dal Esk Fro Glen Hex Isl Jun Kel Lud Mil Nes Orm Pad Rook Sax Tor""")
TAILS = pool_of("""low ley ton field wick by mere ford stone ridge den wood gate bury worth dale moor more ham ster well haven
    cote""")
EN_COLORS = forms_of("""Black:BLK:Jet-Black White:WHT:Bright-White Navy:NVY:Navy-Blue Charcoal:CHR:Charcoal-Grey Burgundy:BUR:Wine
    Olive:OLV:Olive-Green Mustard:MUS:Mustard-Yellow Teal:TEA:Teal-Green Coral:COR:Coral-Pink Lavender:LAV:Lavender-Purple
    Sand:SND:Sand-Beige Rust:RST:Rust-Orange Cobalt:COB:Cobalt-Blue Heather-Grey:HGR:Grey-Heather Forest:FOR:Forest-Green
    Ivory:IVO:Ivory-Cream Fuchsia:FUC:Fuchsia-Pink Chocolate:CHO:Choc-Brown Sky:SKY:Sky-Blue Scarlet:SCA:Scarlet-Red""")
EN_SIZES = forms_of("XS:X-Small S:Small M:Medium:Med L:Large:Lge XL:X-Large 2XL:XXL 3XL:XXXL")


def en_apparel(r):
    p = Plan(r, ("color", "size", "cut"), sources=r.choice((("pim", "shop"), ("supplier", "webshop"), ("A", "B"))))
    brands = [word(r, STEMS, TAILS, ("", " & Co", "wear", "", " Supply", " Outfitters"), 1) for _ in range(r.randint(4, 40))]
    kinds = pool_of("""Tee Polo Hoodie Sweatshirt Chinos Jeans Shorts Parka Gilet Cardigan Jumper Leggings Dress Skirt Blouse
    Shirt
        Anorak Blazer Joggers Tank-Top Quarter-Zip Fleece Overshirt Vest Windbreaker""")
    looks = pool_of("""Slim Relaxed Cropped Oversized Classic Ribbed Quilted Washed Organic Merino Cotton Linen Waxed Padded
    Brushed
        Stretch Pleated Striped Seamless Thermal Waffle Twill Corduroy Jersey Denim Velour Recycled""")
    colors = r.sample(EN_COLORS, r.randint(6, 20))
    numeric = [(str(n), "W%d" % n, "EU %d" % (n + 16)) for n in range(26, 40, 2)]
    sizes = EN_SIZES if r.random() < 0.7 else numeric
    coded, with_ean = p.pick("sku", ("variant", "row", "row", "style")), p.pick("with ean", (0, 0.3, 0.7, 1))

    def family():
        name = p.fresh(lambda: "%s %s" % (word(r, STEMS, TAILS, TAILS, 0), r.choice(looks)))
        facts = {
            "fam": name,
            "kind": r.choice(kinds).replace("-", " "),
            "brand": skewed(r, brands),
            "style": "%s%s" % (r.choice("ABDHKMT"), digits(r, 5)),
            "price": r.choice((9, 14, 19, 29, 39, 59, 89, 120)) + 0.99,
        }
        things = p.family(facts, (("color", colors), ("size", sizes), ("cut", ("Men's", "Women's", "Kids'"))))
        for t in things:
            t["ean"] = ean(r, r.choice(("50", "40", "84"))) if r.random() < with_ean else ""
        return things

    def write(k):
        t, loose = k.t, p.has("loose titles", 0.5)
        color, size = k.form("color", t["color"]).replace("-", " "), k.form("size", t["size"])
        cut = k.form(
            "cut",
            {
                "Men's": ("Men's", "Mens", "Male"),
                "Women's": ("Women's", "Womens", "Ladies"),
                "Kids'": ("Kids'", "Kids", "Junior"),
            }[t["cut"]],
        )
        ad = r.choice(("New Season", "Free Returns", "SALE", "Best Seller", "")) if loose and k.odds(p.noise) else ""
        parts = {
            0: [("", t["brand"]), ("cut", cut), ("fam", t["fam"]), ("", t["kind"]), ("", ad)],
            1: [("fam", t["fam"]), ("", t["kind"]), ("cut", cut), ("color", "in " + color), ("size", "Size " + size)],
            2: [
                ("", ad),
                ("", t["brand"]),
                ("fam", t["fam"]),
                ("", t["kind"]),
                ("color", "- " + color),
                ("size", "/ " + size),
                ("cut", cut),
            ],
        }[k.pick("order", (0, 1, 2))]
        sku = {"variant": "%s-%s-%s" % (t["style"], t["color"][1], t["size"][0]), "style": t["style"]}.get(
            coded, "%s%s" % (k.pick("sku", ("SKU", "1", "V", "")), digits(r, 7))
        )
        if coded == "variant" and "sku" in columns:
            k.shown.update(("color", "size"))
        others = [c[0] for c in colors if c != t["color"]]
        return {
            "title": k.cased(k.title(parts, limit=k.pick("limit", (0, 0, 60, 40)), mix=0.3)),
            "brand": k.may(k.cased(t["brand"], "brand case")),
            "sku": sku,
            "ean": k.tell("ean", k.code(t["ean"], (1, 7))) if with_ean else "",
            "colour": k.tell("color", k.cased(color, "color case"), others),
            "size": k.tell("size", size, [s[0] for s in sizes]),
            "gender": k.tell("cut", cut),
            "rrp": k.money(t["price"], "£", False),
            "style_no": k.may(t["style"]),
            "stock": r.randint(0, 90),
            "season": k.may(r.choice(("SS", "AW")) + str(r.randint(20, 24))),
            "status": r.choice(("active", "active", "draft")),
            "updated_at": k.date(),
            "variant_id": uuid(r),
        }

    columns = chosen(
        p,
        "title",
        ("brand", 0.7),
        ("sku", 0.7),
        "colour",
        "size",
        "gender",
        ("rrp", 0.7),
        ("style_no", 0.4),
        ("stock", 0.4),
        ("season", 0.3),
        ("status", 0.4),
        ("updated_at", 0.4),
        ("variant_id", 0.2),
    )
    columns += ["ean"] if with_ean else []
    return table(p, family, ("fam", "color", "size", "cut", "ean"), ("fam", "color", "size", "cut"), write, columns)


def de_farben(r):
    p = Plan(r, ("shade", "volume", "gloss"), sources=r.choice((("wawi", "shop"), ("Lieferant", "Baumarkt"))))
    makers = [
        word(
            r,
            pool_of("Alp Capa Bri Stor Rem Sik Ost Kei Zer Dü Her Bau Mei Wil Süd Jan Pro Lac Relü"),
            pool_of("ra lux fa col mer do ti"),
            pool_of("rol lith mers fa lux col tex rit dur sens plast"),
            1,
        )
        for _ in range(r.randint(3, 25))
    ]
    uses = pool_of("""Wandfarbe Fassadenfarbe Holzlasur Buntlack Heizkörperlack Bodenbeschichtung Dickschichtlasur
    Metallschutzlack
        Grundierung Tiefgrund Silikatfarbe Latexfarbe Parkettlack Fensterlack Wetterschutzfarbe Rostschutzgrund Kreidefarbe""")
    ral = [
        "%d" % n
        for n in r.sample(
            (
                1001,
                1013,
                1015,
                1021,
                2004,
                3000,
                3003,
                3009,
                5002,
                5010,
                5015,
                6005,
                6009,
                6011,
                7001,
                7015,
                7016,
                7035,
                7040,
                8001,
                8011,
                8017,
                9001,
                9005,
                9010,
                9016,
            ),
            14,
        )
    ]
    woods = pool_of(
        "Eiche Nussbaum Kiefer Teak Mahagoni Palisander Ebenholz Kastanie Lärche farblos Silbergrau Anthrazit Reinweiß Altweiß"
    )
    shades = ["RAL " + n for n in ral] + woods if r.random() < 0.5 else woods
    volumes = ((375, "ml"), (750, "ml"), (1000, "ml"), (2500, "ml"), (5000, "ml"), (10000, "ml"), (12500, "ml"))
    shiny = (
        ("matt", "mt."),
        ("seidenmatt", "sdm.", "seidenmt."),
        ("seidenglänzend", "sgl.", "seidengl."),
        ("hochglänzend", "hgl."),
    )
    coded = p.pick("ean share", (0, 0.4, 0.9))

    def family():
        name = p.fresh(
            lambda: (
                "%s %s"
                % (
                    r.choice(makers),
                    word(
                        r,
                        pool_of("Aqua Profi Dura Top Super Iso Vita Eco Hydro Poly Sil Mega"),
                        pool_of("di ra so vel ma kro tin"),
                        pool_of("color deck star plus weiss finish tect san lan tex"),
                        2,
                    ),
                )
            )
        )
        things = p.family(
            {"fam": name, "use": r.choice(uses), "price": r.uniform(6, 20)},
            (("shade", shades), ("volume", volumes), ("gloss", shiny)),
        )
        for t in things:
            t["ean"] = ean(r, "40") if r.random() < coded else ""
        return things

    def write(k):
        t, ml = k.t, k.t["volume"][0]
        liters = ("%g" % (ml / 1000)).replace(".", ",")
        volume = {
            0: liters + " l",
            1: liters + "L",
            2: "%d ml" % ml,
            3: liters + " Ltr.",
            4: liters.replace(",", ".") + " Liter",
        }[k.pick("volume", (0, 0, 1, 2, 3, 4))]
        shade = t["shade"] if k.pick("ral", (0, 0, 1)) == 0 else t["shade"].replace("RAL ", r.choice(("RAL", "RAL-", "ral ")))
        gloss = k.form("gloss", t["gloss"])
        short = {"farbe": "fb.", "lack": "l.", "lasur": "las."} if k.pick("short", (0, 0, 1)) else {}
        use = t["use"]
        for a in ("farbe", "lack", "lasur"):
            use = use.replace(a, short.get(a, a))
        parts = [("fam", t["fam"]), ("", use), ("gloss", gloss), ("shade", shade), ("volume", volume)]
        parts = parts if k.pick("order", (0, 0, 1)) == 0 else [parts[1], parts[0]] + parts[3:] + [parts[2]]
        if p.has("short names", 0.4):
            parts = [q for q in parts if q[0] not in ("shade", "volume", "gloss")] or parts
        name = k.title(parts, limit=k.pick("limit", (0, 0, 30, 40)), mix=0.3)
        name = without_umlauts(name) if k.pick("umlaut", (0, 0, 1)) else name
        return {
            "Artikelbezeichnung": k.cased(name),
            "Hersteller": k.may(t["fam"].split()[0]),
            "Farbton": k.tell("shade", k.cased(shade, "shade case"), woods),
            "Gebinde": k.tell("volume", volume, ("1 l", "Eimer", "Dose")),
            "Glanzgrad": k.tell("gloss", gloss),
            "EAN": k.tell("ean", k.code(t["ean"], (1, 7))),
            "VK brutto": k.money(t["price"] * (0.5 + ml / 1000)),
            "Art.-Nr.": digits(r, 6),
            "Warengruppe": k.may(t["use"] if k.odds(0.8) else "Farben & Lacke"),
            "Charge": "L%s" % digits(r, 5),
            "Bestand": r.randint(0, 60),
            "Lagerplatz": "%s-%02d-%d" % (r.choice("ABCDR"), r.randint(1, 30), r.randint(1, 5)),
            "angelegt am": k.date(),
        }

    columns = chosen(
        p,
        "Artikelbezeichnung",
        ("Hersteller", 0.5),
        "Farbton",
        "Gebinde",
        "Glanzgrad",
        ("VK brutto", 0.7),
        ("Art.-Nr.", 0.5),
        ("Warengruppe", 0.5),
        ("Charge", 0.25),
        ("Bestand", 0.4),
        ("Lagerplatz", 0.3),
        ("angelegt am", 0.4),
    )
    columns += ["EAN"] if coded else []
    return table(p, family, ("fam", "shade", "volume", "gloss", "ean"), ("fam", "shade", "volume", "gloss"), write, columns)


def en_phones(r):
    p = Plan(
        r,
        ("storage", "ram", "color"),
        link=0.55,
        sources=r.choice((("shop_a", "shop_b"), ("abt", "bestbuy"), ("walmart", "amazon"))),
    )
    phones = (
        ("Samsung", "Galaxy", "A S M Note XCover"),
        ("Xiaomi", "Redmi", "Note A K"),
        ("Motorola", "Moto", "G E Edge"),
        ("Apple", "iPhone", "SE Mini Pro"),
        ("OnePlus", "Nord", "CE N T"),
        ("Nokia", "Nokia", "C G X"),
        ("Sony", "Xperia", "Z XZ L"),
        ("Realme", "Realme", "C GT Narzo"),
        ("Oppo", "Reno", "A Find F"),
    )
    laptops = (
        ("Lenovo", "ThinkPad", "T X L E P"),
        ("Lenovo", "IdeaPad", "S Flex Slim"),
        ("HP", "EliteBook", "G x Dragonfly"),
        ("HP", "Pavilion", "15- 14- x360"),
        ("Dell", "Latitude", "E 5 7"),
        ("Dell", "Inspiron", "3 5 7"),
        ("Asus", "VivoBook", "X S F"),
        ("Acer", "Aspire", "A E R"),
        ("Asus", "ZenBook", "UX UM"),
        ("Acer", "Swift", "SF SP"),
        ("Toshiba", "Satellite", "C L P"),
    )
    lines = r.choice((phones, laptops, phones + laptops))
    colors = forms_of("""Midnight-Black:Black:Blk Pearl-White:White:Wht Ocean-Blue:Blue:Blu Rose-Gold:Rose:Pink Graphite:Grey:Gry
        Mint-Green:Green:Grn Silver:Slv Lilac:Purple:Ppl Sunset-Red:Red""")
    storages, rams = (
        (("64GB", "64 GB"), ("128GB", "128 GB"), ("256GB", "256 GB"), ("512GB", "512 GB", "0.5TB"), ("1TB", "1 TB", "1000GB")),
        (("4GB", "4 GB"), ("6GB", "6 GB"), ("8GB", "8 GB"), ("12GB", "12 GB"), ("16GB", "16 GB")),
    )
    has_code = p.pick("mpn share", (0, 0.3, 0.6, 1))
    blurbs = (
        "Unlocked",
        "SIM-Free",
        "Dual SIM",
        "Full HD Display",
        "with Charger",
        "International Version",
        "Wi-Fi 6",
        "Brand New",
        "5000mAh Battery",
        "Fast Charging",
        "(Renewed)",
        "Fingerprint Reader",
        "with Free Case",
    )
    wares = blurbs[3:] + ("Windows 11", "Backlit Keyboard", "Business Laptop", "Notebook PC", "IPS Anti-Glare")

    def family():
        def make():
            brand, line, series = r.choice(lines)
            return "%s|%s|%s%d%s" % (
                brand,
                line,
                r.choice(series.split()) + ("" if r.random() < 0.7 else " "),
                r.randint(2, 99) * r.choice((1, 1, 1, 10)),
                r.choice(("", "", "", "s", " Pro", " Plus", " 5G", " Gen 2", " Lite")),
            )

        name = make()
        if "|" + name.replace(" ", "") in p.taken:
            return []
        p.taken.add("|" + name.replace(" ", ""))
        things = p.family(
            {
                "fam": name,
                "price": r.uniform(120, 1400),
                "screen": "%.1f"
                % r.choice((6.1, 6.5, 6.7) if any(name.startswith("%s|%s|" % q[:2]) for q in phones) else (13.3, 14, 15.6)),
            },
            (("storage", storages), ("ram", rams), ("color", colors)),
        )
        for t in things:
            t["mpn"] = (
                "%s%s%s"
                % (
                    r.choice(("SM-", "MN", "20", "XT", "NX.", "")),
                    digits(r, 4),
                    "".join(r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(3)),
                )
                if r.random() < has_code
                else ""
            )
        return things

    def write(k):
        t = k.t
        brand, line, model = t["fam"].split("|")
        storage, ram, color = (
            k.form("storage", t["storage"]),
            k.form("ram", t["ram"]),
            k.form("color", t["color"]).replace("-", " "),
        )
        model = model.replace(" ", "") if k.pick("tight", (0, 0, 1)) and model.count(" ") == 1 and "Gen" not in model else model
        name = "%s %s" % (line, model) if line == brand or k.odds(0.15 + p.noise * 0.3) else "%s %s %s" % (brand, line, model)
        extra = " ".join(
            r.sample(blurbs if (t["screen"] in ("6.1", "6.5", "6.7")) else wares, r.randint(0, k.pick("long", (0, 1, 3, 5))))
        )
        code = [("mpn", "(%s)" % t["mpn"])] if t["mpn"] and k.pick("mpn in title", (0, 1)) else []
        if k.pick("order", (0, 1)):
            parts = [
                ("fam", name),
                ("", extra),
                ("storage", storage + " Storage"),
                ("ram", ram + " RAM"),
                ("color", color),
            ] + code
        else:
            parts = (
                [("fam", name)]
                + code
                + [
                    ("ram", ram + " RAM"),
                    ("storage", storage + r.choice((" ROM", " SSD", "")) if t["screen"] > "6" else storage),
                    ("color", "- " + color),
                    ("", extra),
                ]
            )
        if p.has("specs in columns", 0.35):
            parts = [q for q in parts if q[0] not in ("storage", "ram", "color") or k.odds(0.3)]
        spec = {
            "memory": k.tell("ram", ram),
            "storage": k.tell("storage", storage),
            "color": k.tell("color", color, [c[0] for c in colors]),
        }
        long = "%s-inch, %s RAM, %s, %s. %s" % (t["screen"], spec["memory"] or "", spec["storage"], spec["color"], extra)
        return dict(
            spec,
            title=k.cased(k.title(parts, limit=k.pick("limit", (0, 0, 0, 50)), mix=0.2)),
            brand=k.may(k.cased(brand, "brand")),
            mpn=k.tell("mpn", k.code(t["mpn"], (2, 6))) if has_code else "",
            price=k.money(t["price"], "$", False),
            description=k.may(long),
            category=k.may(r.choice(("Electronics", "Computers", "Phones", "Mobile"))),
            condition=r.choice(("new", "new", "used")),
            offer_id=digits(r, 8),
            url="https://%s/p/%s" % (k.pick("host", ("shop.example.com", "deals.example.org")), digits(r, 7)),
        )

    columns = chosen(
        p,
        "title",
        ("brand", 0.6),
        "storage",
        "memory",
        "color",
        ("price", 0.8),
        ("description", 0.3),
        ("category", 0.4),
        ("condition", 0.2),
        ("offer_id", 0.4),
        ("url", 0.3),
    ) + (["mpn"] if has_code else [])
    return table(p, family, ("fam", "storage", "ram", "color", "mpn"), ("fam", "storage", "ram", "color"), write, columns)


def fr_cosmetiques(r):
    p = Plan(r, ("teinte", "ml", "type"), sources=r.choice((("erp", "boutique"), ("Fournisseur", "Pharmacie"))))
    brands = [
        r.choice(("", "", "Laboratoires ", "Maison "))
        + word(
            r,
            pool_of("Bel Clar Dior Ver Nux Lier Avé Cau Rog Ly Thal Sis Guer Mél Flo"),
            pool_of("a é i o ne li va"),
            pool_of("lane belle rine ac lain vène dale ley gic ville mont"),
            1,
        )
        for _ in range(r.randint(5, 40))
    ]
    types = forms_of("""Crème-de-jour:Cr.-jour Sérum Fond-de-teint:FDT Rouge-à-lèvres:RAL Vernis-à-ongles:VAO Gel-douche
    Lait-corporel:Lait-corps
        Eau-de-parfum:EDP Eau-de-toilette:EDT Mascara Huile-sèche Baume-à-lèvres Masque-visage Shampooing:Shamp.
        Après-shampooing:Ap.-shamp.""")
    names = pool_of("""Beige-rosé Ivoire Sable Miel Caramel Noisette Porcelaine Corail Framboise Cerise Bois-de-rose Nude Prune
    Terracotta
        Doré Ambre Pêche Grenat Fuchsia Cannelle Vanille Brun-glacé""")
    shades = [
        "%s %s" % (n if r.random() < 0.7 else "N°" + n, name.replace("-", " "))
        for n, name in zip(["%02d" % (i * 3 + 1) for i in range(22)], names)
    ]
    mls, with_ean = (5, 10, 15, 30, 40, 50, 75, 100, 150, 200, 400), p.pick("ean share", (0, 0.4, 0.9))
    words = pool_of("""Éclat Pure Sublime Nuit Aqua Source Velours Lumière Rose Absolue Divine Fleur Soie Précieux Intense
    Douceur Rêve
        Jeunesse Hydra Riche Légère Extrême Botanique Céleste Fraîche Nacrée Secret Rituel Peau Parfaite Satin Idéal Ultra
        Magique""")

    def family():
        name = p.fresh(lambda: "%s|%s" % (r.choice(brands), " ".join(sorted(r.sample(words, r.randint(2, 3))))))
        if not name:
            return []
        kinds = r.sample(types, 4) if "teinte" not in p.hard else r.sample(types[2:5] + types[9:10], 2)
        things = p.family({"fam": name, "price": r.uniform(5, 90)}, (("teinte", shades), ("ml", mls), ("type", kinds)))
        for t in things:
            t["ean"] = ean(r, "33") if r.random() < with_ean else ""
            if t["type"][0] not in ("Fond-de-teint", "Rouge-à-lèvres", "Vernis-à-ongles", "Mascara", "Baume-à-lèvres"):
                t["teinte"] = ""
        return things

    def write(k):
        t = k.t
        brand, line = t["fam"].split("|")
        kind, ml = (
            k.form("type", t["type"]).replace("-", " "),
            {
                0: "%d ml" % t["ml"],
                1: "%dML" % t["ml"],
                2: ("%g cl" % (t["ml"] / 10)).replace(".", ","),
                3: "flacon %d ml" % t["ml"],
            }[k.pick("ml", (0, 0, 1, 2, 3))],
        )
        shade = t["teinte"]
        shade = shade.replace("N°", "") if k.pick("no", (0, 1)) else shade
        parts = [("", brand), ("fam", line), ("type", kind), ("teinte", shade), ("ml", ml)]
        if k.pick("order", (0, 0, 1)):
            parts = [parts[2], parts[1], parts[3], parts[4], ("", brand if k.odds(0.5) else "par " + brand)]
        if k.odds(0.5 * p.noise):
            parts.append(("", r.choice(("NOUVEAU", "lot promo", "vegan", "peaux sensibles", "fabriqué en France"))))
        if p.has("short", 0.4):
            parts = [q for q in parts if q[0] not in ("teinte", "ml")]
        text = k.title(parts, sep=k.pick("sep", (" ", " ", " - ")), limit=k.pick("limit", (0, 0, 35, 50)), mix=0.2)
        text = bare(text) if k.pick("accents", (0, 0, 1)) else text
        return {
            "Désignation": k.cased(text),
            "Marque": k.may(k.cased(brand, "brand")),
            "Gamme": k.slip(k.may(line)),
            "Teinte": k.tell("teinte", shade, shades),
            "Contenance": k.tell("ml", ml, ("50 ml", "format voyage", "lot de 2")),
            "Type": k.tell("type", kind),
            "EAN13": k.tell("ean", k.code(t["ean"], (1, 7))),
            "Réf.": r.choice("RFC") + digits(r, 6),
            "Prix TTC": k.money(t["price"]),
            "Rayon": k.may(r.choice(("Beauté", "Soin", "Parfumerie", "Hygiène"))),
            "N° lot": digits(r, 4) + r.choice("ABC"),
            "Stock": r.randint(0, 40),
            "Date MAJ": k.date(),
        }

    columns = chosen(
        p,
        "Désignation",
        ("Marque", 0.6),
        ("Gamme", 0.3),
        "Teinte",
        "Contenance",
        "Type",
        ("Réf.", 0.5),
        ("Prix TTC", 0.7),
        ("Rayon", 0.4),
        ("N° lot", 0.2),
        ("Stock", 0.3),
        ("Date MAJ", 0.4),
    ) + (["EAN13"] if with_ean else [])
    return table(p, family, ("fam", "teinte", "ml", "type", "ean"), ("fam", "teinte", "ml", "type"), write, columns)


def es_tornilleria(r):
    p = Plan(r, ("long", "dia", "mat", "caja"), sources=r.choice((("almacen", "proveedor"), ("ERP", "tarifa"))))
    goods = (
        ("Tornillo hexagonal", "Torn. hex.", "DIN 933"),
        ("Tornillo hexagonal media rosca", "Torn. hex. m/r", "DIN 931"),
        ("Tornillo Allen", "Torn. allen", "DIN 912"),
        ("Tornillo avellanado Allen", "Torn. avell. allen", "DIN 7991"),
        ("Tirafondo hexagonal", "Tiraf. hex.", "DIN 571"),
        ("Espárrago roscado", "Esparr.", "DIN 975"),
        ("Tornillo rosca chapa", "Torn. r/chapa", "DIN 7981"),
        ("Pasador elástico", "Pas. elast.", "DIN 1481"),
        ("Tornillo carrocero", "Torn. carroc.", "DIN 603"),
        ("Prisionero Allen", "Pris. allen", "DIN 916"),
        ("Remache ciego", "Rem. ciego", "DIN 7337"),
        ("Tornillo aglomerado", "Torn. aglo.", "DIN 7505"),
    )
    pipes = (
        ("Codo 90º", "Codo 90"),
        ("Codo 45º", "Codo 45"),
        ("Te igual", "Te ig."),
        ("Manguito", "Mang."),
        ("Racor", "Rac."),
        ("Machón doble", "Machon"),
        ("Tapón macho", "Tap. M"),
        ("Válvula de bola", "Valv. bola"),
        ("Contratuerca", "Contrat."),
    )
    mats = (
        ("Inox A2", "A2", "inoxidable A2"),
        ("Inox A4", "A4", "inoxidable A4"),
        ("8.8 cincado", "8.8 zinc.", "cinc. 8.8"),
        ("10.9 pavonado", "10.9 pav.", "negro 10.9"),
        ("Latón", "laton", "LT"),
        ("Nylon", "nyl.", "poliamida"),
    )
    boxes, makers = (
        (10, 25, 50, 100, 200, 500),
        [
            word(
                r,
                pool_of("Fer Tor Bul Indu Meca Ator Suin Celo Apol"),
                pool_of("ni ra lo gal"),
                pool_of("mar fix nor sa tec sur nos"),
                1,
            )
            for _ in range(12)
        ],
    )
    mode, coded = p.pick("mode", ("screws", "screws", "both")), p.pick("ref share", (0, 0.5, 1))

    def family():
        facts = {"price": r.uniform(0.02, 4), "maker": skewed(r, makers)}
        if mode == "both" and r.random() < 0.5:
            facts.update(kind=r.choice(pipes))
            axes = (("dia", ('1/4"', '3/8"', '1/2"', '3/4"', '1"', '1 1/4"', '2"')), ("long", ("H-H", "M-H", "M-M")))
        else:
            facts.update(kind=r.choice(goods))
            axes = (
                ("dia", (3, 4, 5, 6, 8, 10, 12, 14, 16, 20)),
                ("long", (6, 8, 10, 12, 16, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 100, 120)),
            )
        things = p.family(facts, axes + (("mat", mats), ("caja", boxes)))
        for t in things:
            t["ref"] = "%s%s" % (r.choice(("TX", "84", "F", "0")), digits(r, 6)) if r.random() < coded else ""
        return things

    def write(k):
        t = k.t
        name = t["kind"][1 if k.pick("short", (0, 0, 1)) or k.odds(p.noise * 0.3) else 0]
        norm = t["kind"][2] if len(t["kind"]) > 2 else ""
        if norm and k.pick("norm", (0, 0, 1)):
            norm = norm.replace(" ", r.choice(("", "-")))
        mat, box = k.form("mat", t["mat"]), k.pick("box", ("caja %d uds", "C/%d", "%d ud.", "(%d u.)")) % t["caja"]
        if norm:
            size = k.pick("size", ("M%sx%s", "M%s x %s", "%sX%s", "M-%s*%s", "M%s x %s mm", "Ø%sx%s")) % (t["dia"], t["long"])
        else:
            size = (t["dia"].replace('"', "''") if k.pick("inch", (0, 0, 1)) else t["dia"]) + " " + t["long"]
        parts = [("kind", name), ("", norm if k.odds(0.8) else ""), (("dia+long"), size), ("mat", mat), ("caja", box)]
        if k.pick("order", (0, 0, 1)):
            parts = [parts[0], parts[3], parts[2], parts[1], parts[4]]
        if p.has("box apart", 0.6):
            parts = [q for q in parts if q[0] != "caja"]
        text = k.title(parts, limit=k.pick("limit", (0, 0, 0, 32)))
        if "dia+long" in k.shown:
            k.shown.update(("dia", "long"))
        medida = size if k.clean or not k.odds(p.hidden("size")) else ""
        if medida:
            k.shown.update(("dia", "long"))
        if norm and "Norma" in columns:
            k.shown.add("kind")
        text = bare(text) if k.pick("accents", (0, 1)) else text
        return {
            "Descripción": k.cased(text),
            "Norma": norm,
            "Medida": medida,
            "Material": k.tell("mat", mat, ("acero", "varios")),
            "Uds. caja": k.tell("caja", str(t["caja"])),
            "Ref. fabricante": k.tell("ref", k.code(t["ref"], (2, 5))),
            "Código": digits(r, 6),
            "PVP": k.money(t["price"]),
            "Familia": k.may(r.choice(("Tornillería", "Fijación", "Ferretería"))),
            "Proveedor": k.may(k.slip(t["maker"] + r.choice(("", "", " S.A.", " SL", ", S.L.")))),
            "Ubicación": "P%02d-E%d" % (r.randint(1, 30), r.randint(1, 6)),
            "Dto.": "%d%%" % r.choice((0, 10, 25, 40)),
            "Alta": k.date(),
        }

    columns = chosen(
        p,
        "Descripción",
        ("Norma", 0.4),
        "Medida",
        "Material",
        "Uds. caja",
        ("Código", 0.5),
        ("PVP", 0.7),
        ("Familia", 0.3),
        ("Proveedor", 0.5),
        ("Ubicación", 0.3),
        ("Dto.", 0.2),
        ("Alta", 0.3),
    ) + (["Ref. fabricante"] if coded else [])
    return table(p, family, ("kind", "dia", "long", "mat", "caja", "ref"), ("kind", "dia", "long", "mat", "caja"), write, columns)


def en_tires(r):
    p = Plan(r, ("size", "index", "extra", "season"), sources=r.choice((("wholesale", "garage"), ("stock", "pricelist"))))
    makers = pool_of(
        "Michelin Continental Goodyear Pirelli Dunlop Hankook Nokian Falken Kumho Toyo Yokohama Vredestein Nexen Maxxis"
    ) + [word(r, STEMS, TAILS, ("", "tread", "grip"), 1) for _ in range(12)]
    lines = pool_of(
        "Sport Eco Cross Premium Energy Ultra Pilot Prime Turbo Road Terra Blue Quatrac Kinetic Solus Ventus Proxes Primacy"
    )
    seasons = {"S": ("Summer", "S", "SUM"), "W": ("Winter", "W", "WIN"), "A": ("All Season", "AS", "4 Seasons")}
    sizes = [
        "%d/%d R%d" % (w, a, d)
        for w in range(155, 316, 10)
        for a in (35, 40, 45, 50, 55, 60, 65, 70)
        for d in (14, 15, 16, 17, 18, 19, 20)
    ]
    loads, coded = ["%d%s" % (n, s) for n in range(80, 112) for s in "QTHVWY"], p.pick("ean share", (0, 0.4, 1))
    exact = p.has("exact", 0.5)

    def family():
        name = p.fresh(
            lambda: (
                "%s|%s%s"
                % (
                    skewed(r, makers),
                    r.choice(lines)
                    + r.choice(("", " "))
                    + word(
                        r,
                        pool_of("con tac gri vel ter sno max hy"),
                        pool_of("ta ro vi lo"),
                        pool_of("x tact grip us is drive on force"),
                        1,
                    ),
                    " " + r.choice(("", "", "2", "3", "5", "6", "HP", "GT", "SUV")),
                )
            )
        )
        size = r.choice(sizes)
        near = [s for s in sizes if s.split("/")[0] == size.split("/")[0]][::3][:8] + [size]
        load = r.randrange(len(loads) - 8)
        things = p.family(
            {"fam": (name or "").strip(), "price": r.uniform(40, 260)},
            (("size", near), ("index", loads[load : load + 8]), ("extra", ("", "XL", "Runflat")), ("season", ("S", "W", "A"))),
        )
        for t in things:
            t["ean"] = ean(r, r.choice(("35", "40", "88"))) if r.random() < coded else ""
        return things if name else []

    def write(k):
        t = k.t
        brand, line = t["fam"].split("|")
        flat = t["size"].replace("/", "").replace(" R", "")
        size = {
            0: t["size"],
            1: t["size"].replace(" R", "R"),
            2: t["size"].replace(" R", " R "),
            3: t["size"].replace(" R", "-"),
            4: flat,
        }[k.pick("size way", (0, 0, 1, 1, 2, 3, 4))]
        index = t["index"] if k.pick("index", (0, 0, 1)) == 0 else t["index"][:-1] + " " + t["index"][-1]
        extra = {"": ("",), "XL": ("XL", "Extra Load", "Reinforced"), "Runflat": ("RFT", "Run Flat", "ROF", "SSR")}[t["extra"]]
        extra, season = k.form("extra", extra), k.form("season", seasons[t["season"]])
        parts = [("", brand.upper() if k.odds(0.2) else brand), ("fam", line), ("size", size), ("index", index), ("extra", extra)]
        if k.pick("order", (0, 0, 1)):
            parts = parts[2:4] + parts[:2] + parts[4:]
        if not exact:
            parts.append(("season", season + r.choice((" Tyre", " Tire", ""))))
        else:
            parts = [q for q in parts if q[0] not in ("size", "index", "extra")]
        return {
            "description": k.cased(k.title(parts, limit=k.pick("limit", (0, 0, 0, 40)))),
            "brand": k.may(k.cased(brand, "brand")),
            "size": k.tell("size", size),
            "load_speed": k.tell("index", index, ("", "91H")),
            "xl_rft": k.tell("extra", extra),
            "season": k.tell("season", season, ("Summer", "All Season")),
            "ean": k.tell("ean", k.code(t["ean"], (1, 7))),
            "item_no": digits(r, 7),
            "price": k.money(t["price"], "£", False),
            "eu_label": k.may("%s/%s/%d" % (r.choice("ABCD"), r.choice("ABC"), r.randint(67, 73))),
            "dot": "%02d%d" % (r.randint(1, 52), r.randint(19, 24)),
            "qty": r.randint(0, 40),
            "depot": k.may(r.choice(("Leeds", "Hull", "Derby"))),
            "updated": k.date(),
        }

    columns = chosen(
        p,
        "description",
        ("brand", 0.5),
        "size",
        "load_speed",
        "xl_rft",
        "season",
        ("item_no", 0.4),
        ("price", 0.7),
        ("eu_label", 0.3),
        ("dot", 0.3),
        ("qty", 0.5),
        ("depot", 0.3),
        ("updated", 0.3),
    ) + (["ean"] if coded else [])
    return table(
        p, family, ("fam", "size", "index", "extra", "season", "ean"), ("fam", "size", "index", "extra", "season"), write, columns
    )


def ja_kagu(r):
    p = Plan(r, ("color", "width", "form"), link=0.35, sources=r.choice((("楽天", "自社"), ("基幹", "EC"))))
    kana = pool_of("ア カ サ ナ マ ラ ロ リ ル レ エ オ セ ノ ヴィ フィ ティ モ ミ ソ コ ク ト テ ベ ボ")
    goods = forms_of(
        "ソファ:ソファー 食器棚:キッチンボード テレビ台:TVボード ダイニングテーブル:食卓テーブル 本棚:ブックシェルフ チェスト:タンス ベッドフレーム:ベッド デスク:机 "
        "ローテーブル:座卓 サイドボード:リビングボード ワゴン:キッチンワゴン スツール:腰掛け ハンガーラック:衣類収納"
    )
    colors = forms_of(
        "ブラウン:茶:BR ナチュラル:NA:木目ナチュラル ホワイト:白:WH ブラック:黒:BK グレー:灰:GY ウォールナット:WN:胡桃色 グリーン:緑:GN ネイビー:紺:NV アイボリー:IV:象牙色 "
        "オーク:OAK:楢"
    )
    shapes = (
        ("棚付き", "棚付"),
        ("ロータイプ", "ロー"),
        ("キャスター付き", "キャスター付"),
        ("引出し付き", "引き出し付"),
        ("扉付き", "扉付"),
        ("オープン", "オープンタイプ"),
        ("ハイタイプ", "ハイ"),
    )
    ads, coded = (
        pool_of(
            "【送料無料】 ★ポイント10倍★ 北欧 おしゃれ 【完成品】 組立簡単 一人暮らし 新生活 天然木 モダン 収納 大容量 【P5倍】 国産 シンプル"
        ),
        p.pick("jan", (0, 0.5, 1)),
    )
    makers = [
        "".join(r.choice(kana) for _ in range(3)) + r.choice(("家具", "インテリア", "木工", "工房", "ファニチャー"))
        for _ in range(20)
    ]

    def family():
        name = p.fresh(
            lambda: "".join(r.choice(kana) for _ in range(r.randint(3, 5))) + r.choice(("", "", "ーナ", "ット", "ード", "ン"))
        )
        things = p.family(
            {
                "fam": name,
                "kind": r.choice(goods),
                "maker": skewed(r, makers),
                "price": r.randint(20, 900) * 100 - 20,
                "deep": r.randint(30, 90),
                "no": "".join(r.choice("ABDEFGHKLMNRSTW") for _ in range(3)) + digits(r, 4),
            },
            (("color", colors), ("width", (40, 60, 80, 90, 100, 105, 120, 140, 150, 160, 180)), ("form", shapes)),
        )
        for t in things:
            t["jan"] = ean(r, r.choice(("49", "45"))) if r.random() < coded else ""
        return things if name else []

    def wide(text):
        """ASCII signs in their wide form."""
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)

    def write(k):
        t = k.t
        kind, color, form = k.form("kind", t["kind"]), k.form("color", t["color"]), k.form("form", t["form"])
        width = k.pick("width", ("幅%dcm", "W%d", "%dcm幅", "幅%d", "%d0mm幅")) % t["width"]
        extra = r.sample(ads, r.randint(0, k.pick("ads", (0, 1, 3, 5))))
        parts = [("fam", t["fam"]), ("", kind), ("form", form), ("width", width), ("color", color)]
        if k.pick("order", (0, 1)):
            parts = [("", kind), ("width", width), ("form", form), ("color", color), ("fam", "「%s」" % t["fam"])]
        if p.has("short", 0.35):
            parts = [q for q in parts if q[0] in ("", "fam")]
        parts = [("", e) for e in extra[:2]] + parts + [("", e) for e in extra[2:]]
        name = k.title(parts, sep=k.pick("sep", (" ", " ", "　", "")), limit=k.pick("limit", (0, 0, 0, 30)), mix=0.2)
        size = (
            (k.pick("dims", ("W%d×D%d", "幅%d×奥行%dcm", "%dx%d")) % (t["width"], t["deep"]))
            if p.has("dims", 0.5)
            else "%d" % t["width"]
        )
        way = k.pick("wide", (0, 0, 0, 1))
        return {
            "商品名": wide(name) if way else name,
            "商品コード": r.choice(("", "", "K-")) + digits(r, 7),
            "メーカー": k.may(t["maker"]),
            "カラー": k.tell("color", color, [c[0] for c in colors]),
            "サイズ": k.tell("width", wide(size) if way else size),
            "タイプ": k.tell("form", form),
            "JANコード": k.tell("jan", k.code(t["jan"], (2, 7))),
            "型番": k.may(t["no"]),
            "価格": k.pick("yen", ("%d", "¥%d", "%d円", "{:,}")).replace("{:,}", "%s")
            % (t["price"] + r.choice((0, 0, -1000, 500))),
            "在庫": r.choice(("○", "△", "×", "5", "12")),
            "カテゴリ": k.may(r.choice(("家具", "インテリア・収納", t["kind"][0]))),
            "登録日": k.date(),
        }

    columns = chosen(
        p,
        "商品名",
        ("商品コード", 0.5),
        ("メーカー", 0.4),
        "カラー",
        "サイズ",
        "タイプ",
        ("型番", 0.35),
        ("価格", 0.7),
        ("在庫", 0.3),
        ("カテゴリ", 0.4),
        ("登録日", 0.4),
    ) + (["JANコード"] if coded else [])
    return table(p, family, ("fam", "color", "width", "form", "jan"), ("fam", "color", "width", "form"), write, columns)


def it_ottica(r):
    frames = r.random() < 0.45
    p = Plan(r, ("col", "size", "bridge") if frames else ("sph", "cyl", "axis", "bc", "pack"), sources=("gestionale", "listino"))
    makers = [
        word(
            r,
            pool_of("Lux Opti Vis Ray Per Sol Acu Bio Fre Pure Air Dai Pol Ver Gio Mar"),
            pool_of("i o a so ti na lo"),
            pool_of("sol vue lens vista ottica ron cuve fina son sace"),
            1,
        )
        for _ in range(r.randint(4, 30))
    ]
    tints = (
        ("Nero", "001", "Nero lucido"),
        ("Avana", "086", "Havana"),
        ("Oro", "2M2", "Dorato"),
        ("Blu", "PJP", "Blu notte"),
        ("Rosso", "0A4", "Bordeaux"),
        ("Verde", "1ED", "Verde oliva"),
        ("Cristallo", "900", "Trasparente"),
        ("Canna di fucile", "R80", "Gun"),
        ("Tartaruga", "05L", "Tartarugato"),
    )
    toric = r.random() < 0.5
    powers, coded = ["%+.2f" % (n / 4) for n in range(-40, 25) if n], p.pick("ean share", (0, 0, 0.5, 1))
    axes = (
        (("col", tints), ("size", list(range(46, 60, 1))), ("bridge", list(range(15, 23))))
        if frames
        else (
            ("sph", powers),
            ("cyl", ("", "-0.75", "-1.25", "-1.75", "-2.25")),
            ("axis", list(range(10, 181, 10))),
            ("bc", ("8.4", "8.5", "8.6", "8.8")),
            ("pack", (3, 6, 30, 90)),
        )
    )

    if not frames and not toric:
        axes = axes[:1] + axes[3:]
        p.hard = [n for n in p.hard if n not in ("cyl", "axis")] or ["sph"]

    def family():
        if frames:
            name = p.fresh(
                lambda: (
                    "%s|%s %s"
                    % (
                        skewed(r, makers),
                        r.choice(("VO", "RX", "PO", "GV", "SK", "TF", "B")) + digits(r, 4),
                        word(
                            r, pool_of("Ca Lo Mi Gi Se Bea Ele Fa"), pool_of("ri no la me ta"), pool_of("na sa ra lia to nte"), 2
                        ),
                    )
                )
            )
        else:
            name = p.fresh(
                lambda: (
                    "%s|%s %s"
                    % (
                        skewed(r, makers),
                        word(
                            r,
                            pool_of("Aqua Hydra Oxy Bio Clar Fresh Total Preci"),
                            pool_of("so ri ve lu ma"),
                            pool_of("fit lux view comfort moist soft"),
                            2,
                        ),
                        r.choice(("1 Day", "Mensile", "Toric", "Multifocal", "Plus")),
                    )
                )
            )
        if not name:
            return []
        facts = {
            "fam": name,
            "price": r.uniform(15, 220),
            "stick": r.choice((135, 140, 145)),
            "dia": r.choice(("14.0", "14.2", "14.5")),
        }
        if not frames and not toric:
            facts["cyl"] = facts["axis"] = ""
        things = p.family(facts, axes)
        for t in things:
            t["ean"] = ean(r, "80") if r.random() < coded else ""
            if not frames and (not toric or not t["cyl"]):
                t["cyl"], t["axis"] = "", ""
        return things

    def write(k):
        t = k.t
        brand, line = t["fam"].split("|")
        comma = k.pick("comma", (0, 1))
        if frames:
            col = {0: t["col"][0], 1: "col. " + t["col"][1], 2: t["col"][1] + " " + t["col"][0]}[k.pick("col", (0, 1, 2))]
            gauge = k.pick("gauge", ("%d-%d-%d", "%d/%d/%d", "%d□%d %d", "cal. %d ponte %d asta %d")) % (
                t["size"],
                t["bridge"],
                t["stick"],
            )
            parts, facts = (
                [
                    ("", r.choice(("Montatura", "Occhiale vista", "Mont."))),
                    ("", brand),
                    ("fam", line),
                    ("col", col),
                    ("gauge", gauge),
                ],
                ("size", "bridge"),
            )
        else:

            def num(text):
                return text.replace(".", ",") if comma else text

            cyl = "cil %s ax %s" % (num(t["cyl"]), t["axis"]) if t["cyl"] else ""
            sph = k.pick("sph", ("%s", "sf %s", "SPH %s", "pot. %s")) % num(t["sph"])
            parts, facts = (
                [
                    ("", brand),
                    ("fam", line),
                    ("sph", sph),
                    ("toric", cyl),
                    ("bc", k.pick("bc", ("BC %s", "r %s", "%s")) % num(t["bc"])),
                    ("pack", k.pick("pack", ("%d lenti", "conf. %d", "%dpz", "x%d")) % t["pack"]),
                ],
                ("cyl", "axis"),
            )
        if p.has("short", 0.5):
            parts = [q for q in parts if q[0] in ("", "fam")]
        text = k.title(parts, limit=k.pick("limit", (0, 0, 0, 40)))
        if "gauge" in k.shown or "toric" in k.shown:
            k.shown.update(facts)
        cells = {
            "Descrizione": k.cased(text),
            "Marca": k.may(k.cased(brand, "brand")),
            "EAN": k.tell("ean", k.code(t["ean"], (1, 7))),
            "Cod. interno": digits(r, 6),
            "Prezzo": k.money(t["price"]),
            "IVA": r.choice(("22%", "22", "4%")),
            "Fornitore": k.may(r.choice(makers) + r.choice((" SpA", " Srl"))),
            "Lotto": digits(r, 7),
            "Giacenza": r.randint(0, 12),
            "Scadenza": k.date(),
            "Stato": r.choice(("attivo", "attivo", "esaurito")),
        }
        if frames:
            cells.update(
                {
                    "Colore": k.tell("col", col, [c[0] for c in tints]),
                    "Calibro": k.tell("size", str(t["size"])),
                    "Ponte": k.tell("bridge", str(t["bridge"])),
                    "Asta": k.may(t["stick"]),
                }
            )
        else:
            cells.update(
                {
                    "Sfera": k.tell("sph", num(t["sph"])),
                    "Cilindro": k.tell("cyl", num(t["cyl"])),
                    "Asse": k.tell("axis", str(t["axis"]) + ("°" if t["cyl"] and k.pick("deg", (0, 1)) else "")),
                    "BC": k.tell("bc", num(t["bc"]), ("8.6", "")),
                    "DIA": k.may(num(t["dia"])),
                    "Confezione": k.tell("pack", str(t["pack"])),
                }
            )
        return cells

    own = (
        ("Colore", "Calibro", "Ponte", ("Asta", 0.5))
        if frames
        else ("Sfera",) + (("Cilindro", "Asse") if toric else ()) + ("BC", ("DIA", 0.5), "Confezione")
    )
    columns = chosen(
        p,
        *(
            ("Descrizione", ("Marca", 0.5))
            + own
            + (
                ("Cod. interno", 0.5),
                ("Prezzo", 0.6),
                ("IVA", 0.2),
                ("Fornitore", 0.3),
                ("Lotto", 0.2),
                ("Giacenza", 0.3),
                ("Scadenza", 0.3),
                ("Stato", 0.3),
            )
        ),
    ) + (["EAN"] if coded else [])
    base = ("fam",) + tuple(n for n, _ in axes)
    return table(p, family, base + ("ean",), base, write, columns)


def pl_chemia(r):
    p = Plan(r, ("smell", "size", "count"), sources=r.choice((("hurtownia", "sklep"), ("magazyn", "allegro"))))
    makers = [
        word(
            r,
            pool_of("Lud Czyst Blask Pol Ajk Lot Per Bry Sid Fin Dom Sof Vel Kom Rek Zim Jel"),
            pool_of("o i e a wo"),
            pool_of("wik max zol nex pex lan fort mex dor ina"),
            1,
        )
        for _ in range(r.randint(5, 40))
    ]
    goods = forms_of("""Płyn-do-naczyń:Pł.-d/naczyń Proszek-do-prania:Prosz.-d/prania Żel-do-prania Kapsułki-do-prania:Kaps.
    Płyn-do-płukania:Pł.-d/płuk.
        Mleczko-czyszczące:Mleczko Żel-WC Odświeżacz-powietrza:Odśw.-pow. Płyn-do-szyb:Pł.-d/szyb
        Tabletki-do-zmywarki:Tabl.-d/zmyw.
        Płyn-do-podłóg:Pł.-d/podłóg Mydło-w-płynie:Mydło Odplamiacz Szampon Krochmal Udrażniacz-do-rur:Udrażn.-rur""")
    smells = pool_of("""Cytryna Lawenda Morski Jabłko Miętowy Róża Wanilia Aloes Jaśmin Konwalia Pomarańcza Zielona-herbata
    Brzoskwinia Kokos
        Leśny Orchidea Bawełna Eukaliptus Grejpfrut""")
    sizes = (
        (250, "ml"),
        (400, "g"),
        (500, "ml"),
        (750, "ml"),
        (900, "ml"),
        (1000, "ml"),
        (1250, "ml"),
        (1500, "g"),
        (2000, "ml"),
        (5000, "ml"),
    )
    lines, coded = (
        pool_of("Power Fresh Sensitive Color White Ultra Active Natural Expert Gold Eco Bio Express Premium Gel Oxy Soft Baby"),
        p.pick("ean", (0, 0.5, 1)),
    )

    def family():
        name = p.fresh(
            lambda: (
                "%s|%s %s"
                % (
                    skewed(r, makers),
                    r.choice(lines),
                    word(
                        r,
                        pool_of("Cle Lim Bla Zef Ori Sen Max Tor Pri Hig"),
                        pool_of("ro ni va zo se ti"),
                        pool_of("sept clean dex nol ran ix lux wash"),
                        2,
                    ),
                )
            )
        )
        things = p.family(
            {"fam": name, "kind": r.choice(goods), "price": r.uniform(4, 60)},
            (("smell", smells), ("size", sizes), ("count", (1, 1, 2, 3, 6, 12))),
        )
        for t in things:
            t["ean"] = ean(r, r.choice(("590", "590", "400"))) if r.random() < coded else ""
        return things if name else []

    def write(k):
        t = k.t
        brand, line = t["fam"].split("|")
        n, unit = t["size"]
        big = ("%g" % (n / 1000)).replace(".", ",") + (" l" if unit == "ml" else " kg")
        size = {0: "%d %s" % (n, unit), 1: "%d%s" % (n, unit), 2: big, 3: big.replace(" ", "").upper()}[
            k.pick("size", (0, 0, 1, 2, 3))
        ]
        count = "" if t["count"] == 1 else k.pick("count", ("%d szt.", "x%d", "zestaw %d sztuk", "%dpak")) % t["count"]
        kind, smell = k.form("kind", t["kind"]).replace("-", " "), t["smell"].replace("-", " ")
        parts = [("", kind), ("", brand), ("fam", line), ("smell", smell), ("size", size), ("count", count)]
        if k.pick("order", (0, 0, 1)):
            parts = [parts[1], parts[2], parts[0], parts[4], parts[5], ("smell", "zapach " + smell)]
        if k.odds(p.noise * 0.5):
            parts.append(("", r.choice(("PROMOCJA", "Nowość", "wysoka jakość", "HIT", "szybka wysyłka", "GRATIS"))))
        if p.has("short", 0.4):
            parts = [q for q in parts if q[0] in ("", "fam")]
        text = k.title(parts, limit=k.pick("limit", (0, 0, 40, 50)), mix=0.3)
        text = bare(text) if k.pick("accents", (0, 0, 1)) else text
        return {
            "Nazwa": k.cased(text),
            "Producent": k.may(k.cased(brand, "brand")),
            "Zapach": k.tell("smell", smell, smells),
            "Pojemność": k.tell("size", size),
            "Ilość w op.": k.tell("count", str(t["count"]), ("1", "")),
            "Kod EAN": k.tell("ean", k.code(t["ean"], (3, 7))),
            "Indeks": r.choice("HTM") + digits(r, 5),
            "Cena brutto": k.money(t["price"], "zł"),
            "VAT": r.choice(("23%", "23", "8%")),
            "Kategoria": k.may(r.choice(("Chemia", "Chemia gospodarcza", "Drogeria"))),
            "Stan": r.randint(0, 300),
            "Seria": "L" + digits(r, 6),
            "Data dodania": k.date(),
        }

    columns = chosen(
        p,
        "Nazwa",
        ("Producent", 0.5),
        "Zapach",
        "Pojemność",
        "Ilość w op.",
        ("Indeks", 0.5),
        ("Cena brutto", 0.7),
        ("VAT", 0.4),
        ("Kategoria", 0.4),
        ("Stan", 0.4),
        ("Seria", 0.2),
        ("Data dodania", 0.3),
    ) + (["Kod EAN"] if coded else [])
    return table(p, family, ("fam", "smell", "size", "count", "ean"), ("fam", "smell", "size", "count"), write, columns)


def en_bikes_fleet(r):
    p = Plan(r, ("plate", "frame"), sources=("fleet", "maintenance"))
    models = [
        "%s %s %s"
        % (
            word(r, STEMS, TAILS, ("", "cycle", "bike"), 0),
            word(r, pool_of("Ur Ci Met Vo Zi Ne"), pool_of("ba ty ro lt"), pool_of("n x go ra"), 0),
            r.choice(("E-Bike", "City 7", "Scooter", "Cargo", "Step-Through", "50cc", "Max G30")),
        )
        for _ in range(r.choice((1, 2, 3, 8, 20)))
    ]
    towns = [word(r, STEMS, TAILS, ("",), 0) for _ in range(r.randint(3, 25))]
    depots = [t + r.choice((" Station", " High St", " Park", " Quay", " Campus", "")) for t in towns]
    head, shape, serial = (
        "".join(r.choice("ABCDFGHKLMW") for _ in range(3)),
        r.choice(("GB", "num", "code")),
        [r.randint(1000, 90000)],
    )
    riders = [
        "%s %s"
        % (
            r.choice(pool_of("Amy Ben Cara Dev Ella Finn Gita Hugo Isla Jack Kofi Lena Mo Nia Omar Priya")),
            word(r, STEMS, TAILS, ("", "s"), 0),
        )
        for _ in range(40)
    ]
    row_by_row = r.random() < 0.5

    def family():
        made, model = [], skewed(r, models)
        for _ in range(r.randint(1, max(1, int(p.wide * (0.3 + p.near))))):
            serial[0] += 1 if row_by_row else r.randint(1, 900)
            plate = {
                "GB": "%s%02d %s"
                % (head[:2], r.randint(10, 24), "".join(r.choice("ABCDEFGHJKLMNOPRSTUVWXYZ") for _ in range(3))),
                "num": "%s %d" % (head[:2], serial[0] % 7919 + 10000),
                "code": "%s-%s" % (r.choice("BKS"), digits(r, 5)),
            }[shape]
            made.append(
                {
                    "model": model,
                    "frame": "%s%s%06d%s"
                    % (head, r.randint(18, 24) if not row_by_row else 22, serial[0], "K" if shape == "num" else ""),
                    "plate": plate,
                    "depot": r.choice(depots),
                    "color": r.choice(EN_COLORS)[0],
                    "tracker": "86%s" % digits(r, 13),
                }
            )
        return made

    def write(k):
        t = k.t
        frame = t["frame"] if k.pick("frame", (0, 0, 1, 2)) == 0 else k.code(t["frame"], (3, 5))
        plate = {0: t["plate"], 1: t["plate"].replace(" ", "").replace("-", ""), 2: t["plate"].lower()}[
            k.pick("plate", (0, 0, 1, 2))
        ]
        depot = t["depot"] if k.odds(0.8 - p.noise * 0.5) else r.choice(depots)
        note = r.choice(
            ("", "", "flat tyre", "brakes squeak", "battery swap", "light broken", "ok", "seen at " + r.choice(depots))
        )
        name = t["model"]
        name = name.split(" ", 1)[1] if k.odds(p.noise * 0.5) and " " in name else name
        cells = {
            "model": k.cased(k.slip(k.may(name))),
            "frame_no": k.tell("frame", frame),
            "plate": k.tell("plate", plate),
            "station": k.slip(k.may(depot)),
            "colour": k.may(t["color"] if k.odds(1 - p.noise * 0.2) else r.choice(EN_COLORS)[0]),
            "battery": "%d%%" % r.randint(5, 100),
            "odometer_km": r.randint(20, 9000),
            "last_service": k.date(),
            "status": r.choice(("available", "rented", "repair", "Available")),
            "rider": k.may(r.choice(riders)),
            "gps_imei": k.tell("tracker", t["tracker"]),
            "notes": note,
            "uuid": uuid(r),
            "type": k.may("ebike" if "E" in t["model"] else "vehicle"),
        }
        if p.has("merged", 0.25):
            cells["model"] = "%s (%s)" % (cells["model"], cells["plate"])
        return cells

    columns = chosen(
        p,
        "model",
        "frame_no",
        "plate",
        ("station", 0.7),
        ("colour", 0.5),
        ("battery", 0.3),
        ("odometer_km", 0.4),
        ("last_service", 0.5),
        ("status", 0.6),
        ("rider", 0.3),
        ("gps_imei", 0.2),
        ("notes", 0.4),
        ("uuid", 0.2),
        ("type", 0.3),
    )
    tells = ("frame", "plate", "tracker") if "gps_imei" in columns else ("frame", "plate")
    return table(p, family, tells, ("frame", "plate"), write, columns, tells)


def en_it_assets(r):
    p = Plan(r, ("serial", "tag", "mac"), sources=r.choice((("cmdb", "intune"), ("inventory", "procurement"))))
    firsts = pool_of("""Olivia Noah Amelia Liam Isla Arthur Ava Muhammad Ivy Leo Freya Oscar Lily Theo Grace Priya Ravi Mei Chen
    Tomasz Agnieszka Carlos Lucia
        Fatima Yusuf Hannah Jonas Ingrid Stefan Zoe Marcus Naomi Kwame Aisha Declan Siobhan Gareth Megan Pavel Elena""")
    makes = (
        "Dell Latitude 5420",
        "Dell Latitude 7490",
        "HP EliteBook 840 G8",
        "Lenovo ThinkPad T14 Gen 2",
        "Lenovo ThinkPad X1 Carbon",
        "Apple MacBook Pro 14",
        "HP ProBook 450 G7",
        "Microsoft Surface Laptop 4",
        "Dell OptiPlex 7080",
        "HP Z2 Mini G5",
    )
    models, prefix = r.sample(makes, r.choice((1, 1, 2, 4, 9))), r.choice(("LT", "PC", "IT-", "AST", "NB"))
    serial, tag = [r.randint(10, 900) * 100], [r.randint(1000, 60000)]
    maker = r.choice(("dell", "hp", "run"))
    rooms = ["%s %d.%02d" % (r.choice(("HQ", "North", "Annex", "Lab")), r.randint(0, 5), r.randint(1, 40)) for _ in range(30)]

    def family():
        user = "%s %s" % (r.choice(firsts), word(r, STEMS, TAILS, ("", "s", "son"), 0))
        made, model, shared = [], skewed(r, models), r.random() < 0.4
        for _ in range(r.randint(1, max(1, int(p.wide * (0.2 + p.near))))):
            serial[0] += 1 if maker == "run" else r.randint(1, 99)
            tag[0] += r.choice((1, 1, 1, 2, 10))
            number = {
                "dell": "".join(r.choice("BCDFGHJKLMNPQRSTVWXYZ0123456789") for _ in range(6)) + r.choice("123"),
                "hp": "5CG%s%s" % (digits(r, 4), "".join(r.choice("BCDFGHJKLMNPQRSTVWXYZ") for _ in range(3))),
                "run": "PF%s%06d" % (prefix[:1], serial[0]),
            }[maker]
            made.append(
                {
                    "serial": number,
                    "tag": "%s%06d" % (prefix, tag[0]),
                    "model": model,
                    "user": user if shared else "%s %s" % (r.choice(firsts), word(r, STEMS, TAILS, ("", "s"), 0)),
                    "mac": "A4:BB:6D:" + ":".join("%02X" % r.getrandbits(8) for _ in range(3)),
                    "room": r.choice(rooms),
                    "ram": r.choice((8, 16, 16, 32)),
                    "cost": r.choice((649, 899, 1049, 1299)),
                }
            )
        return made

    def write(k):
        t = k.t
        first, last = (
            t["user"] if k.odds(1 - p.noise * 0.4) else "%s %s" % (r.choice(firsts), word(r, STEMS, TAILS, ("", "s"), 0))
        ).split(" ")
        user = k.pick("user", ("%(f)s %(l)s", "%(l)s, %(f)s", "%(i)s.%(l)s", "%(f)s.%(l)s@corp.example")) % {
            "f": first,
            "l": last,
            "i": first[0],
        }
        user = user.lower() if "@" in user or ". " not in user and k.pick("low", (0, 0, 1)) else user
        mac = (
            t["mac"]
            if k.pick("mac", (0, 0, 1, 2)) == 0
            else t["mac"].replace(":", "-" if k.pick("mac", (1, 2)) == 1 else "").lower()
        )
        model = t["model"] if k.odds(1 - p.noise * 0.5) else t["model"].split(" ", 1)[1]
        model = (
            model.replace(" Gen 2", " G2").replace("Latitude ", r.choice(("Latitude ", "Lat. ")))
            if k.pick("brief", (0, 0, 1))
            else model
        )
        tag = (
            t["tag"]
            if k.pick("tag", (0, 0, 1)) == 0
            else t["tag"].replace(prefix, "")
            if k.pick("bare tag", (0, 1))
            else t["tag"].lower()
        )
        host = k.pick("host", ("%s-" % prefix.strip("-"), "UK", "WS-"))
        return {
            "model": k.cased(k.may(model, 0.6)),
            "serial_number": k.tell("serial", t["serial"] if k.pick("s", (0, 0, 1)) == 0 else t["serial"].lower()),
            "asset_tag": k.tell("tag", tag),
            "assigned_to": k.slip(k.may(user)),
            "mac_address": k.tell("mac", mac),
            "hostname": k.tell("tag", host + t["tag"][-6:]) if "hostname" in columns else "",
            "location": k.may(t["room"] if k.odds(1 - p.noise * 0.5) else r.choice(rooms)),
            "status": r.choice(("In use", "in use", "Stock", "Repair")),
            "purchase_date": k.date(),
            "cost": k.money(t["cost"], "£", False),
            "ram_gb": k.may(t["ram"]),
            "os": k.may(r.choice(("Windows 10", "Windows 11", "Win 11 Pro"))),
            "last_seen": k.date(),
            "department": k.may(r.choice(("Finance", "HR", "IT", "Sales", "Ops"))),
        }

    columns = chosen(
        p,
        "model",
        "serial_number",
        "asset_tag",
        ("assigned_to", 0.8),
        ("mac_address", 0.35),
        ("hostname", 0.3),
        ("location", 0.5),
        ("status", 0.5),
        ("purchase_date", 0.4),
        ("cost", 0.3),
        ("ram_gb", 0.3),
        ("os", 0.3),
        ("last_seen", 0.3),
        ("department", 0.4),
    )
    tells = ("serial", "tag", "mac") if "mac_address" in columns else ("serial", "tag")
    return table(p, family, tells, ("serial", "tag"), write, columns, tells)


def ru_zapchasti(r):
    p = Plan(r, ("article", "side", "fix"), link=0.3, sources=r.choice((("1С", "прайс"), ("склад", "поставщик"))))
    brands = forms_of("""MANN:Манн BOSCH:Бош FEBI:Феби LEMFORDER:Лемфёрдер TRW:ТРВ GATES:Гейтс SACHS:Сакс KYB:Каяба VALEO:Валео
    NGK:НЖК DENSO:Денсо
        ЛУЗАР:LUZAR ФЕНОКС:FENOX ТРИАЛЛИ:TRIALLI БЕЛМАГ:BELMAG HOLA:Хола CTR:СТР MILES:Майлс PATRON:Патрон STELLOX:Стеллокс
        ЗЕКЕРТ:ZEKKERT""")
    goods = forms_of("""Фильтр_масляный:Фильтр_масл. Фильтр_воздушный:Фильтр_возд. Колодки_тормозные:Колодки_торм.
    Амортизатор:Аморт. Рычаг_подвески:Рычаг
        Стойка_стабилизатора:Стойка_стаб. Ступица:Ступица_в_сборе Шаровая_опора:Опора_шаровая Наконечник_рулевой:Наконечник_рул.
        Ремень_ГРМ:Рем._ГРМ
        Помпа:Насос_водяной Термостат Свеча_зажигания:Свеча Сайлентблок:С/блок Диск_тормозной:Диск_торм.
        Подшипник_ступицы:Подш._ступ. Фара:Блок-фара""")
    cars = pool_of("""ВАЗ-2110 Лада-Гранта Лада-Веста Нива УАЗ-Патриот Газель Hyundai-Solaris Kia-Rio Renault-Logan
    Renault-Duster VW-Polo Skoda-Octavia
        Ford-Focus Toyota-Camry Nissan-Qashqai Chevrolet-Cruze Mazda-3 Daewoo-Nexia Opel-Astra""")
    sides, analog = (("", ""), ("левый", "лев.", "L"), ("правый", "прав.", "R")), p.has("analogues", 0.7)
    twin = p.has("same article, other brand", 0.3)

    def article():
        way = r.randrange(4)
        return {
            0: "%s %s/%d" % (r.choice(("W", "C", "CU", "HU")), digits(r, 3), r.randint(1, 99)),
            1: digits(r, 5) + "-" + digits(r, 5),
            2: "%s%s" % ("".join(r.choice("ABCDFGKLMNPRST") for _ in range(3)), digits(r, 4)),
            3: "%s.%s.%s" % (digits(r, 4), digits(r, 3), digits(r, 3)),
        }[way]

    def family():
        made, oem = [], "%s-%s" % (digits(r, 5), r.choice("ABCDEK") + digits(r, 4))
        facts = {
            "kind": r.choice(goods),
            "car": r.choice(cars),
            "oem": oem,
            "price": r.uniform(90, 9000),
            "brand": skewed(r, brands),
            "axle": r.choice(("передний", "задний", "")),
        }
        paired, root = facts["kind"][0][:4] in ("Амор", "Рыча", "Стой", "Шаро", "Нако", "Фара"), article()
        if facts["kind"][0][:4] not in ("Коло", "Амор", "Рыча", "Ступ", "Диск", "Подш", "Сайл"):
            facts["axle"] = ""
        for n in range(r.randint(1, p.wide) if r.random() < p.near else 1):
            t = dict(facts)
            t["side"] = r.choice(sides[1:]) if paired and "side" in p.hard else sides[0]
            if analog and n:
                t["brand"] = r.choice(brands)
            if n == 0 or not twin or not analog:
                t["article"] = root if not n else root[:-1] + str((int(root[-1]) + n) % 10) if n < 9 and not analog else article()
            else:
                t["article"] = root
            made.append(t)
        return made

    def write(k):
        t = k.t
        way = k.pick("article", (0, 0, 1, 2))
        number = {0: t["article"], 1: "".join(c for c in t["article"] if c.isalnum()), 2: t["article"].lower().replace(" ", "")}[
            way
        ]
        brand = k.form("brand", t["brand"]) if not k.pick("translit", (0, 0, 1)) else t["brand"][-1]
        kind, car, side = k.form("kind", t["kind"]).replace("_", " "), t["car"].replace("-", " "), k.form("side", t["side"])
        car = "%s, %s" % (car, r.choice(cars).replace("-", " ")) if k.odds(p.noise * 0.5) else car
        parts = [
            ("", kind),
            ("", t["axle"]),
            ("side", side),
            ("", car if k.odds(0.85) else ""),
            ("brand", brand),
            ("article", number),
        ]
        if k.pick("order", (0, 0, 1)):
            parts = parts[4:] + parts[:4]
        if p.has("article apart", 0.6):
            parts = [q for q in parts if q[0] not in ("article", "brand")]
        cross = t["oem"] if k.pick("oem", (0, 0, 1)) == 0 else t["oem"].replace("-", "")
        cross = cross + "; " + article() if k.odds(p.noise * 0.6) else cross
        return {
            "Наименование": k.cased(k.title(parts, limit=k.pick("limit", (0, 0, 0, 45)), mix=0.2)),
            "Производитель": k.tell("brand", brand),
            "Артикул": k.tell("article", number),
            "Кросс-номера": k.may(cross),
            "Сторона": k.tell("side", side),
            "Применяемость": k.may(car),
            "Цена": k.money(t["price"], "руб."),
            "Код": "%08d" % r.randint(1, 99999999),
            "Остаток": r.choice(("0", "1", "2", "4", ">10", "есть")),
            "Склад": k.may(r.choice(("Москва", "СПб", "Казань", "Основной"))),
            "Кратность": r.choice((1, 1, 1, 2, 4)),
            "Группа": k.may(r.choice(("Подвеска", "Двигатель", "Тормоза", "ТО"))),
            "Обновлено": k.date(),
        }

    columns = chosen(
        p,
        "Наименование",
        "Производитель",
        "Артикул",
        ("Кросс-номера", 0.6),
        "Сторона",
        ("Применяемость", 0.4),
        ("Цена", 0.7),
        ("Код", 0.4),
        ("Остаток", 0.5),
        ("Склад", 0.3),
        ("Кратность", 0.2),
        ("Группа", 0.3),
        ("Обновлено", 0.3),
    )
    return table(p, family, ("article", "brand", "side"), ("article", "brand", "side"), write, columns)


def zh_offers(r):
    p = Plan(r, ("color", "spec", "set"), link=0.5, sources=r.choice((("京东", "天猫"), ("淘宝", "拼多多"), ("A店", "B店"))))
    brands = forms_of("""小米:Xiaomi 华为:HUAWEI 美的:Midea 海尔:Haier 苏泊尔:SUPOR 九阳:Joyoung 飞利浦:PHILIPS 索尼:SONY 联想:Lenovo 罗技:Logitech
    漫步者:EDIFIER 倍思:Baseus
        安克:Anker 绿联:UGREEN 公牛:BULL 格力:GREE 松下:Panasonic 雷蛇:Razer 戴森:Dyson 石头:Roborock""")
    goods = forms_of("""蓝牙耳机:无线耳机 电饭煲:电饭锅 空气炸锅:炸锅 机械键盘:键盘 无线鼠标:鼠标 充电宝:移动电源 扫地机器人:扫拖机器人 电水壶:烧水壶 吹风机:电吹风 破壁机:豆浆机
        显示器:电脑显示屏 移动硬盘:硬盘 路由器:无线路由器 电动牙刷:声波牙刷 加湿器:空气加湿器 台灯:护眼灯""")
    colors = forms_of(
        "黑色:曜石黑:BLACK 白色:珍珠白:WHITE 蓝色:海洋蓝 粉色:樱花粉 灰色:深空灰 绿色:薄荷绿 紫色:丁香紫 红色:中国红 金色:香槟金 银色:月光银"
    )
    liters, watts = ("1.5L", "2L", "3L", "4L", "5L"), ("15W", "30W", "800W", "1200W", "1800W")
    special = {
        "充电宝": ("5000mAh", "10000mAh", "20000mAh"),
        "显示器": ("24英寸", "27英寸", "32英寸"),
        "移动硬盘": ("500GB", "1TB", "2TB", "4TB"),
        "吹风机": watts[2:],
        "台灯": watts[:2],
        "蓝牙耳机": ("入耳式", "半入耳", "头戴式"),
        "机械键盘": ("红轴", "青轴", "茶轴", "黑轴"),
        "无线鼠标": ("双模", "三模", "单模"),
        "路由器": ("AX3000", "AX5400", "AX6000"),
        "扫地机器人": ("自动集尘", "手动集尘"),
        "电动牙刷": ("4支刷头", "6支刷头", "2支刷头"),
    }
    sets = (
        ("标准版", "官方标配"),
        ("豪华版", "豪华套装"),
        ("套餐一", "套餐1"),
        ("套餐二", "套餐2"),
        ("升级款", "升级版"),
        ("青春版", "轻享版"),
    )
    ads, coded = (
        pool_of("""官方旗舰店 正品保证 顺丰包邮 新款 家用 多功能 大容量 智能 静音 学生宿舍 送礼佳品 限时特惠 24期免息 全国联保 高颜值 办公 游戏专用 2024 爆款 厂家直销 便携式
        【现货】 【百亿补贴】 以旧换新"""),
        p.pick("bar", (0, 0, 0.5, 1)),
    )

    def family():
        brand, code = (
            skewed(r, brands),
            "%s%s%s%s"
            % (
                "".join(r.choice("ABCDEFGHJKMNPQRSTWXYZ") for _ in range(r.randint(1, 3))),
                r.choice(("-", "", "")),
                digits(r, r.randint(2, 4)),
                r.choice(("", "", "Pro", "S", "Max", "T8", "A")),
            ),
        )
        if code.replace("-", "").lower() in p.taken:
            return []
        p.taken.add(code.replace("-", "").lower())
        kind = r.choice(goods)
        things = p.family(
            {"fam": brand[0] + code, "brand": brand, "code": code, "kind": kind, "price": r.uniform(29, 2999)},
            (("color", colors), ("spec", special.get(kind[0], liters)), ("set", sets)),
        )
        for t in things:
            t["bar"] = ean(r, "69") if r.random() < coded else ""
        return things

    def write(k):
        t = k.t
        brand = {0: t["brand"][0], 1: t["brand"][1], 2: "%s(%s)" % t["brand"], 3: "%s %s" % t["brand"]}[
            k.pick("brand", (0, 0, 1, 2, 3))
        ]
        code = {0: t["code"], 1: t["code"].lower(), 2: t["code"].replace("-", "")}[k.pick("code way", (0, 0, 0, 1, 2))]
        kind, color, pack = k.form("kind", t["kind"]), k.form("color", t["color"]), k.form("set", t["set"])
        spec = (
            t["spec"]
            if not k.pick("unit", (0, 0, 1))
            else t["spec"].replace("L", "升").replace("W", "瓦").replace("英寸", "寸").replace("mAh", "毫安")
        )
        extra = r.sample(ads, r.randint(0, k.pick("ads", (0, 2, 5, 8))))
        cut = r.randint(0, len(extra))
        mids = [("", kind), ("spec", spec), ("color", color), ("set", pack)]
        if k.pick("mix", (0, 1)) or k.odds(p.noise * 0.4):
            r.shuffle(mids)
        if p.has("apart", 0.35):
            mids = [q for q in mids if not q[0] or k.odds(0.25)]
        parts = [("", e) for e in extra[:cut]] + [("fam", brand + code)] + mids + [("", e) for e in extra[cut:]]
        if k.odds(0.2 * p.noise):
            parts.reverse()
        text = k.title(parts, sep=k.pick("sep", ("", "", "", " ", "/")), limit=k.pick("limit", (0, 0, 60, 30)))
        model = k.may(code)
        if model == code and "型号" in columns:
            k.shown.add("fam")
        return {
            "标题": text,
            "品牌": k.may(brand),
            "型号": model,
            "颜色": k.tell("color", color, [c[0] for c in colors]),
            "规格": k.tell("spec", spec),
            "套餐": k.tell("set", pack),
            "条码": k.tell("bar", k.code(t["bar"], (2, 7))),
            "价格": k.money(t["price"], "¥", False),
            "销量": r.choice(("%d" % r.randint(0, 900), "%d万+" % r.randint(1, 9), "%d00+" % r.randint(1, 9))),
            "店铺": k.may(t["brand"][0] + r.choice(("旗舰店", "专卖店", "数码专营店"))),
            "商品ID": r.choice("16") + digits(r, 11),
            "链接": "https://item.example.cn/%s.html" % digits(r, 9),
            "发货地": k.may(r.choice(("广东深圳", "浙江杭州", "上海", "江苏苏州", "北京"))),
            "类目": k.may(r.choice(("家电", "数码", t["kind"][0]))),
            "采集时间": k.date(),
        }

    columns = chosen(
        p,
        "标题",
        ("品牌", 0.4),
        ("型号", 0.3),
        "颜色",
        "规格",
        "套餐",
        ("价格", 0.8),
        ("销量", 0.5),
        ("店铺", 0.4),
        ("商品ID", 0.5),
        ("链接", 0.25),
        ("发货地", 0.4),
        ("类目", 0.3),
        ("采集时间", 0.3),
    ) + (["条码"] if coded else [])
    return table(p, family, ("fam", "color", "spec", "set", "bar"), ("fam", "color", "spec", "set"), write, columns)


KINDS = {
    f.__name__: f
    for f in (
        en_apparel,
        de_farben,
        en_phones,
        fr_cosmetiques,
        es_tornilleria,
        en_tires,
        ja_kagu,
        it_ottica,
        pl_chemia,
        en_bikes_fleet,
        en_it_assets,
        ru_zapchasti,
        zh_offers,
    )
}
if __name__ == "__main__":
    write_tables(KINDS)
