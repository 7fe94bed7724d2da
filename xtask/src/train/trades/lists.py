"""Makes lists of organizations and titles for record matching: one column that tells, at most a weak or useless one beside it.

A thing is a tuple of parts. Soft parts may be left out or written otherwise; all other parts tell things apart in the whole table.
"""

import bisect
import re
import unicodedata

from shared import forms_of, pool_of, write_tables

# ---- the engine ----------------------------------------------------------------------------------------------------------


def fold(text):
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def norm(text):
    return "".join(c for c in fold(text) if c.isalnum())


def guarded(text):
    """The spellings near a name. Words that no finger slips in (short ones, numbers, Chinese) stay whole."""
    words = re.findall(r"\w+", fold(text))
    yield "|".join(words)
    for i, word in enumerate(words):
        if len(word) >= 5 and word.isalpha() and ord(word[0]) < 0x3000:
            for cut in dels(word):
                yield "|".join(words[:i] + ["~" + cut] + words[i + 1 :])


def dels(word):
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def swap(parts, **changes):
    """The parts with some of them changed; p0 is the first."""
    return tuple(changes.get("p%d" % i, part) for i, part in enumerate(parts))


class Skew:
    """Words of a pool drawn anew for each table, some common and many rare."""

    def __init__(self, r, pool, most=400, power=None):
        self.words = r.sample(pool, min(len(pool), r.randint(max(2, most // 3), max(3, most))))
        self.power = power or r.choice([1, 1.5, 2, 3])

    def __call__(self, r, but=None):
        word = self.words[int(len(self.words) * r.random() ** self.power)]
        if word == but:
            word = self.words[(self.words.index(but) + 1) % len(self.words)]
        return word


class Style:
    """The habits of one clerk or source system: how often each way of writing happens, drawn when first asked for."""

    def __init__(self, r, heat, limit=None):
        self.r, self.heat, self.limit, self.rates = r, heat, limit, {}
        self.case = r.choice([None] * 6 + [str.upper, str.upper, str.lower, str.title])

    def __call__(self, name, base=0.3):
        if name not in self.rates:
            kind = self.r.random()
            if kind < 0.3:
                rate = 0.0
            elif kind < 0.45 and self.heat > 0.4 and base >= 0.2:
                rate = self.r.uniform(0.8, 1.0)
            else:
                rate = min(0.95, base * self.heat * self.r.uniform(0.4, 2))
            self.rates[name] = rate
        return self.r.random() < self.rates[name]


class Plain:
    """The habits of the full name as it should be."""

    case = limit = None

    def __call__(self, name, base=0.3):
        return False


PLAIN = Plain()
KEYS = "qwertyuiop asdfghjkl zxcvbnm йцукенгшщзхъ фывапролджэ ячсмитьбю"
OCR = [("rn", "m"), ("m", "rn"), ("l", "1"), ("cl", "d"), ("O", "0"), ("i", "l"), ("e", "c"), ("I", "l"), ("S", "5"), ("B", "8")]


class Words:
    """The long words of a table, so that no slip makes one word look like another."""

    def __init__(self, texts):
        self.near = {}
        for text in texts:
            for word in re.findall(r"\w{3,}", fold(text)):
                for form in [word] + dels(word):
                    seen = self.near.setdefault(form, [])
                    if word not in seen and len(seen) < 3:
                        seen.append(word)

    def safe(self, new, old):
        new, old = fold(new), fold(old)
        return new != old and all(seen == old for form in [new] + dels(new) for seen in self.near.get(form, ()))

    def slip(self, r, text, ocr=False):
        spans = [m for m in re.finditer(r"[^\W\d_]+", text) if len(m.group()) >= 5 and ord(m.group()[0]) < 0x3000]
        for _ in range(4 if spans else 0):
            span = r.choice(spans)
            word = new = span.group()
            if ocr:
                a, b = r.choice(OCR)
                new = word.replace(a, b, 1)
            else:
                i, way = r.randrange(1, len(word) - 1), r.randrange(5)
                at = KEYS.find(word[i].lower())
                if way == 0:
                    new = word[:i] + word[i + 1 :]
                elif way == 1:
                    new = word[:i] + word[i] + word[i:]
                elif way == 2:
                    new = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
                elif 0 < at < len(KEYS) - 1 and KEYS[at + 1] != " ":
                    new = word[:i] + KEYS[at + 1] + word[i + (way == 3) :]
            if self.safe(new, word):
                return text[: span.start()] + new + text[span.end() :]
        return text


def polish(r, text, st, words):
    """Noise that all lists have: case, accents, punctuation, slips, OCR, mojibake, blanks."""
    if st.case and not st("no case", 0.1):
        text = st.case(text)
    if st("accents", 0.4) and ord(max(text)) < 0x400:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if st("no stops", 0.25):
        text = re.sub(r"\.(?!\d)", "", text)
    if st("no commas", 0.2):
        text = text.replace(",", "")
    if st("no quotes", 0.2):
        text = re.sub(r"[\"«»“”]", "", text)
    if st("hyphens", 0.12):
        text = re.sub(r"(?<=[^\W\d]{3})-(?=[^\W\d]{3})", " ", text)
    if st("slips", 0.22):
        text = words.slip(r, text)
    if st("ocr", 0.05):
        text = words.slip(r, text, ocr=True)
    if st("blanks", 0.05):
        text = r.choice([text + " ", text.replace(" ", "  ", 1), " " + text, text + ".", text.replace(", ", ",")])
    if st("mojibake", 0.03) and ord(max(text)) < 0x250:
        text = text.encode("utf-8").decode("latin-1").replace("\x83", "ƒ").replace("\x9f", "Ÿ")
        text = "".join(c if c.isprintable() else "?" for c in text)
    return text


def dates(r):
    """A maker of days in one format."""
    form = r.choice(
        ["%(y)d-%(m)02d-%(d)02d", "%(d)02d.%(m)02d.%(y)d", "%(m)02d/%(d)02d/%(y)d", "%(y)d%(m)02d%(d)02d", "%(d)d/%(m)d/%(y)d"]
    )
    return lambda: form % {"y": r.randint(2009, 2024), "m": r.randint(1, 12), "d": r.randint(1, 28)}


def useless(r, names):
    """Up to two columns that say nothing about a thing."""
    day, start, user = dates(r), r.randint(1, 90000), ["u%03d" % r.randint(1, 400) for _ in range(6)]
    tags = r.choice(
        [["active", "inactive", "pending"], ["A", "I"], ["1", "0"], ["ok", "check", "", ""], ["open", "closed", "n/a"]]
    )
    makers = [
        lambda: r.choice(tags),
        day,
        lambda: str(start + r.randint(0, 60000)),
        lambda: r.choice(user),
        lambda: "".join(r.choice("0123456789abcdef") for _ in range(12)),
    ]
    picks = r.sample(range(5), r.choice([0, 0, 0, 1, 1, 2]))
    return [(names[i], makers[i]) for i in picks]


def sizes(r):
    """A maker of group sizes: pairs, small groups, or many spellings of a few things."""
    share = r.choice(
        [0, r.uniform(0.05, 0.2), r.uniform(0.2, 0.5), r.uniform(0.3, 0.6), r.uniform(0.3, 0.6), r.uniform(0.6, 0.95)]
    )
    mode = r.choice([0, 0, 0, 0, 1, 1, 1, 2])

    def size():
        if r.random() >= share:
            return 1
        if mode == 0:
            return 2 + (r.random() < 0.06)
        if mode == 1:
            return r.choice([2, 2, 2, 3, 3, 4, 5, 6])
        return min(40, 2 + int(r.expovariate(1 / r.choice([1.5, 3, 12]))))

    return size


USELESS = ("status", "entry_date", "row_no", "entered_by", "guid")


def make(r, heads, fresh, near, write, bare, weak=None, lists=("crm", "erp"), link=0.2, names=USELESS, pairs=None):
    """Makes a table. `write` writes the parts of a thing in a style, `bare` only what tells it apart.

    `pairs` gives the habits of both lists of a link beforehand, for example {"abbr": 1.0} for the second.
    """
    target = int(min(1500, max(300, r.lognormvariate(6.45, 0.4))))
    heat, traps = r.choice([0.15, 0.4, 0.7, 1, 1, 1.4, 1.9]), r.choice([0, 0.1, 0.3, 0.5, 0.5, 0.7, 0.8, 0.9])
    size, back, linked = sizes(r), r.choice([1, 4, 20, 10000]), r.random() < link
    both, inner = r.choice([0.3, 0.6, 0.8, 0.95]), r.choice([0, 0, 0.1, 0.3])
    things, plans, family, seen, canon, count, rows = [], [], [], {}, {}, {}, 0
    for turn in range(target * 12):
        if rows >= target:
            break
        base = (
            r.randrange(max(0, len(things) - back), len(things)) if things and r.random() < traps and turn < 6 * target else None
        )
        parts = fresh(r) if base is None else near(r, things[base])
        text, forms = write(r, parts, PLAIN), list(guarded(bare(parts)))
        if norm(text) in canon or any(form in seen for form in forms):
            continue
        for form in forms:
            seen[form] = 1
        family.append(len(things) if base is None else family[base])
        count[family[-1]] = count.get(family[-1], 0) + 1
        canon[norm(text)] = parts
        things.append(parts)
        plan = [0] * size()
        if linked:
            plan = [0, 1] if r.random() < both else [r.randrange(2)]
            plan += [r.randrange(2) for _ in range(2) if r.random() < inner]
        plans.append(plan)
        rows += len(plan)
    texts = [write(r, parts, PLAIN) for parts in things]
    words, order, owner = Words(texts + [bare(parts) for parts in things]), sorted(canon), dict(canon)
    clerks = [
        Style(r, heat, r.choice([None] * 5 + [20, 24, 30, 30, 35, 40])) for _ in range(2 if linked else r.choice([1, 2, 2, 3, 4]))
    ]
    for clerk, habits in zip(clerks, pairs if pairs and linked else ()):
        clerk.rates.update(habits)
    calm, extra, out = r.choice([0, 0.2, 0.5]), useless(r, names), []
    weak = weak if weak and r.random() < 0.45 else None
    gaps, blank = r.choice([0, 0, 0.1, 0.4]), r.choice(["", "", "", "n/a", "-"])
    for parts, plan, kin, full in zip(things, plans, family, texts):
        mine = []
        for number in plan:
            st = clerks[number] if linked else r.choice(clerks)
            for attempt in range(7):
                text = full if r.random() < calm and (number == 0) else write(r, parts, st)
                if st.limit and count[kin] == 1 and len(full) > st.limit and st("cut", 0.9):
                    start = norm(full[: st.limit])
                    at = bisect.bisect_left(order, start)
                    if len(start) > 11 and not (at + 1 < len(order) and order[at + 1].startswith(start)):
                        text = full[: st.limit].strip()
                text = polish(r, text, st, words)
                if owner.get(norm(text), parts) == parts and (number, text) not in mine and norm(text):
                    break
            else:
                if (number, full) in mine and rows > 300 and (len(mine) > 1 or r.random() < 0.8):
                    rows -= 1
                    continue
                text = full
            owner[norm(text)] = parts
            mine.append((number, text))
            cells = [lists[number]] if linked else []
            cells.append(text)
            if weak:
                cells.append(blank if r.random() < gaps else weak[1](r, parts))
            out.append((cells + [maker() for _, maker in extra], parts))
    r.shuffle(out)
    columns = (["source"] if linked else []) + [r.choice(heads)] + ([weak[0]] if weak else []) + [head for head, _ in extra]
    return columns, [row for row, _ in out], [parts for _, parts in out]


# ---- small helpers of the kinds ------------------------------------------------------------------------------------------


def table_of(text):
    """Words and their short forms: 'Word:a,b' with _ for a blank."""
    pairs = (pair.replace("_", " ").split(":") for pair in text.split())
    return {word: short.split(",") for word, short in pairs}


def shorten(r, text, table, st, name="abbr", base=0.35):
    """Abbreviates some or all of the words that the table knows."""
    if not st(name, base + 0.2):
        return text
    every = r.random() < 0.5

    def one(match):
        shorts = table.get(match.group())
        return r.choice(shorts) if shorts and (every or r.random() < 0.6) else match.group()

    return re.sub(r"[^\W\d_]+", one, text)


def join(*parts):
    return re.sub(r" +([,)])", r"\1", re.sub(r" +", " ", " ".join(p for p in parts if p))).strip()


def initials(text, skip=("of", "the", "and", "for", "in", "on", "de", "la", "und", "für")):
    return "".join(w[0] for w in re.findall(r"[^\W\d_]+", text) if w.lower() not in skip).upper()


def cross(first, second):
    return [a + b for a in pool_of(first) for b in pool_of(second) if a[-1].lower() != b[0]]


ROMAN = pool_of("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX")


def roman(r, number, st, name="roman"):
    """A number as a Roman or an Arabic one."""
    return str(number) if st(name, 0.3) else ROMAN[number - 1]


def ordinal(number):
    return "%d%s" % (number, "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


NUMBER_WORDS = pool_of("First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth")
TOWNS = cross(
    "Ash Black Brad Bright Bur Carl Cald Chester Clay Clif Comb Craw Dan Dart Dun East Elm Fair Farn Glen Green Hamp Hart Hazel "
    "Hol Horn Hunting Kings Lang Lin Long Mal Marsh Mer Mill New Nor Oak Old Peters Queens Rad Red Ros Sher Shir Stan Stock Sut "
    "Thorn Wake Wal War Wey Whit Win Wood Wrex Alder Barn Beck Cran Dray Ever",
    "ton field ford ham ley bury brook burn dale "
    "wood well wick worth bridge mouth stead port hurst combe minster ville grove haven",
)
SURNAMES = TOWNS[::7] + pool_of(
    "Smith Johnson Williams Brown Jones Miller Davis Garcia Rodriguez Wilson Martinez Anderson Taylor Thomas Moore Jackson Martin Lee "
    "Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Adams Baker Nelson Carter Mitchell Roberts "
    "Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey Bell "
    "Kelly Howard Ward Cox Richardson Watson Brooks Wood Bennett Gray Hughes Price Myers Long Foster Sanders Ross Morales Powell "
    "Sullivan Russell Ortiz Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons Patterson Jordan Reynolds Hamilton Graham "
    "Kim Wallace Cole West Stone Hayes Bryant Gibson Ellis Stevens Murray Ford Marshall Owens McDonald Kennedy Wells Vargas Dixon "
    "Ramos Freeman Hunter Burns Gordon Shaw Holmes Rice Robertson Black Daniels Palmer Mills Nichols Grant Knight Ferguson Rose "
    "Hawkins Dunn Perkins Hudson Spencer Gardner Payne Pierce Berry Matthews Arnold Wagner Willis Ray Watkins Olson Carroll Duncan "
    "Snyder Hart Cunningham Bradley Lane Andrews Ruiz Harper Fox Riley Armstrong Carpenter Weaver Greene Lawrence Elliott Chavez Sims "
    "Austin Peters Kelley Franklin Lawson Fields Gutierrez Ryan Schmidt Carr Vasquez Castillo Wheeler Chapman Oliver Montgomery "
    "Richards Williamson Johnston Banks Meyer Bishop McCoy Howell Alvarez Morrison Hansen Fernandez Garza Harvey Little Burton Goldman"
)
CITIES = forms_of(
    "London:UK Paris:France Berlin:Germany Madrid:Spain Rome:Italy Vienna:Austria Warsaw:Poland Prague:Czechia Lisbon:Portugal Athens:Greece "
    "Dublin:Ireland Oslo:Norway Stockholm:Sweden Helsinki:Finland Copenhagen:Denmark Brussels:Belgium Amsterdam:Netherlands "
    "Budapest:Hungary Bucharest:Romania Sofia:Bulgaria Belgrade:Serbia Zagreb:Croatia Kyiv:Ukraine Istanbul:Turkey Ankara:Turkey "
    "Cairo:Egypt Tunis:Tunisia Rabat:Morocco Lagos:Nigeria Nairobi:Kenya Accra:Ghana Tehran:Iran Baghdad:Iraq Riyadh:Saudi_Arabia "
    "Mumbai:India Chennai:India Kolkata:India Hyderabad:India Pune:India Lahore:Pakistan Karachi:Pakistan Dhaka:Bangladesh "
    "Beijing:China Shanghai:China Wuhan:China Nanjing:China Chengdu:China Tianjin:China Harbin:China Hangzhou:China Tokyo:Japan "
    "Osaka:Japan Kyoto:Japan Nagoya:Japan Sendai:Japan Seoul:South_Korea Busan:South_Korea Hanoi:Vietnam Bangkok:Thailand "
    "Jakarta:Indonesia Manila:Philippines Sydney:Australia Melbourne:Australia Brisbane:Australia Perth:Australia Auckland:New_Zealand "
    "Toronto:Canada Montreal:Canada Vancouver:Canada Calgary:Canada Boston:USA Chicago:USA Houston:USA Denver:USA Seattle:USA "
    "Atlanta:USA Dallas:USA Phoenix:USA Portland:USA Pittsburgh:USA Lima:Peru Bogotá:Colombia Santiago:Chile Quito:Ecuador Caracas:Venezuela "
    "Montevideo:Uruguay Córdoba:Argentina Rosario:Argentina Curitiba:Brazil Recife:Brazil Salvador:Brazil Campinas:Brazil "
    "Monterrey:Mexico Guadalajara:Mexico Puebla:Mexico Heidelberg:Germany Munich:Germany Hamburg:Germany Cologne:Germany "
    "Leipzig:Germany Dresden:Germany Freiburg:Germany Göttingen:Germany Münster:Germany Zürich:Switzerland Geneva:Switzerland Basel:Switzerland "
    "Lyon:France Toulouse:France Bordeaux:France Grenoble:France Lille:France Nantes:France Milan:Italy Padua:Italy Bologna:Italy "
    "Naples:Italy Turin:Italy Pisa:Italy Valencia:Spain Seville:Spain Granada:Spain Salamanca:Spain Zaragoza:Spain Kraków:Poland "
    "Wrocław:Poland Poznań:Poland Gdańsk:Poland Łódź:Poland Brno:Czechia Uppsala:Sweden Lund:Sweden Bergen:Norway Aarhus:Denmark "
    "Leiden:Netherlands Utrecht:Netherlands Groningen:Netherlands Ghent:Belgium Leuven:Belgium Glasgow:UK Edinburgh:UK Manchester:UK "
    "Leeds:UK Sheffield:UK Bristol:UK Cardiff:UK Belfast:UK Oxford:UK Cambridge:UK Durham:UK Porto:Portugal Coimbra:Portugal"
)
CITIES = [(city, land.replace("_", " ")) for city, land in CITIES]
OTHER_CITY = table_of(
    "Munich:München,Muenchen Cologne:Köln,Koeln Vienna:Wien Prague:Praha Warsaw:Warszawa Rome:Roma Lisbon:Lisboa "
    "Milan:Milano Padua:Padova Turin:Torino Naples:Napoli Seville:Sevilla Kyiv:Kiev Beijing:Peking Mumbai:Bombay "
    "Geneva:Genève,Genf Zürich:Zurich,Zuerich Göttingen:Goettingen Münster:Muenster Ghent:Gent Kolkata:Calcutta "
    "Brussels:Bruxelles Copenhagen:København Bucharest:București Lyon:Lyons Aarhus:Århus Kraków:Cracow Bangkok:Krung_Thep"
)
COINED = cross(
    "Ver Nex Zan Opt Lum Kor Tri Syn Alt Cor Dyn Eco Flex Gen Hy In Jav Kin Lex Mag Nov Omn Per Quan Rex Sol Tel Ult Vic Wex Xen "
    "Zer Arc Bel Cel Del Ev Fus Gal Hel Ig Jun Kal Lib Mer Nim Orb Pax Rad Sel Tav Um Val",
    "adyne amax anta aris atec avis ecta "
    "edia elia ento eron etta ibis icon ident igo imus inova isys itex olar omedia onix opex ora orix osys otek umina urion ustra "
    "uvia yra antis ellon avance",
)


# ---- the kinds -----------------------------------------------------------------------------------------------------------

FIRM_SHORT = table_of(
    "International:Intl,Int'l,Internat. Holdings:Hldgs,Hldg Mortgage:Mtg,Mtge Trust:Tr Partners:Ptnrs,Prtnrs Services:Svcs,Svc Management:Mgmt,Mgt "
    "Associates:Assoc,Assocs Brothers:Bros,Bros. National:Natl,Nat'l Manufacturing:Mfg,Mfg. Insurance:Ins,Insur. Industries:Inds,Ind. "
    "Technologies:Tech,Techs Engineering:Engrg,Eng'g Financial:Finl,Fin'l Securities:Secs Investment:Inv,Invt American:Amer,Am. "
    "Construction:Constr,Const. Transportation:Transp Group:Grp,Gp Enterprises:Ent,Entpr. Pharmaceuticals:Pharma Properties:Props "
    "Laboratories:Labs Equipment:Equip Fund:Fd Master:Mstr Development:Dev,Devt Communications:Comms Systems:Sys Consulting:Conslt "
    "Receivables:Rcvbls Acquisition:Acq Opportunity:Opp Mexico:Mex,Mexicana Government:Govt Municipal:Muni Distribution:Distr,Dist."
)
FIRM_FORM = {
    "LLC": ["LLC", "L.L.C.", "Limited Liability Company", "L.L.C"],
    "Inc": ["Inc.", "Inc", "Incorporated", "INC"],
    "Corp": ["Corp.", "Corporation", "Corp"],
    "Ltd": ["Ltd.", "Limited", "Ltd"],
    "LP": ["L.P.", "LP", "Limited Partnership"],
    "PLC": ["plc", "PLC", "P.L.C.", "Public Limited Company"],
    "NA": ["N.A.", "NA", "National Association"],
    "": [""],
    "Co": ["Co.", "Company", "Co"],
    "SA": ["S.A.", "SA"],
    "GmbH": ["GmbH", "G.m.b.H."],
}


def en_firms(r):
    """Company names: firms of families, coined names, banks, and series of trusts and funds with numbers."""
    names, coined, towns = Skew(r, SURNAMES, 300), Skew(r, COINED, 500), Skew(r, TOWNS, 200)
    trades = Skew(
        r,
        pool_of(
            "Energy Capital Industries Manufacturing Insurance Technologies Foods Logistics Pharmaceuticals Securities "
            "Construction Properties Systems Consulting Engineering Transportation Plastics Steel Marine Dental Legal Media "
            "Equipment Laboratories Textiles Paper Mining Chemicals Motors Electric Telecom Packaging Timber Farms"
        ),
        34,
    )
    units = Skew(
        r,
        pool_of(
            "Holdings International Group Services Partners Management Mexico Canada Europe Asia America Enterprises North "
            "South West Pacific Development Acquisition Leasing Finance Distribution Realty (UK) (India) II III"
        ),
        24,
    )
    hard, series, place = r.random() < 0.25, r.choice([0, 0.1, 0.3, 0.8]), r.random() < 0.3
    vehicle = Skew(
        r,
        [
            "Mortgage Trust",
            "Home Equity Trust",
            "Auto Receivables Trust",
            "Master Fund",
            "Opportunity Fund",
            "Capital Fund",
            "Credit Card Master Trust",
            "Municipal Bond Fund",
            "Student Loan Trust",
            "Growth Fund",
            "CLO",
            "Offshore Feeder Fund",
        ],
        12,
    )
    forms = ["LLC", "Inc", "Inc", "Corp", "Ltd", "LLC", "LP", "PLC", "Co", "", "SA", "GmbH"]

    def stem(r):
        way = r.random()
        if way < 0.3:
            return coined(r)
        if way < 0.5:
            return names(r) + " & " + names(r)
        return r.choice([names, towns])(r) + (
            r.choice([" Brothers", " Valley", " Associates", " American", " National"]) if way > 0.85 else ""
        )

    def number(r):
        return r.choice(
            [
                "%d-%d" % (r.randint(1998, 2021), r.randint(1, 9)),
                "%d-%s%d" % (r.randint(2003, 2008), r.choice(["HE", "A", "B", "WF", "NC", "AR"]), r.randint(1, 12)),
                r.choice(ROMAN[:12]),
            ]
        )

    def fresh(r):
        if r.random() < series:
            return (stem(r), vehicle(r), "", number(r), r.choice(["", "LP", "Ltd", "LLC"]), "")
        way = r.random()
        return (
            stem(r),
            trades(r) if way < 0.85 else "Bank",
            units(r) if r.random() < 0.3 else "",
            "",
            r.choice(forms) if way < 0.85 else r.choice(["NA", "Corp", "PLC"]),
            towns(r) if r.random() < 0.3 else "",
        )

    def near(r, p):
        way = r.random()
        if p[3]:
            return swap(p, p3=number(r)) if way < 0.75 else swap(p, p1=vehicle(r, p[1]))
        if hard and way < 0.4:
            return swap(p, p4=r.choice(forms))
        if way < 0.5:
            return swap(p, p2=units(r, p[2]))
        return swap(p, p1=trades(r, p[1])) if way < 0.85 else swap(p, p0=stem(r))

    def write(r, p, st):
        name = join(p[0], p[1], p[2])
        if st("and"):
            name = name.replace("&", "and")
        name = shorten(r, name, FIRM_SHORT, st)
        if st("split", 0.06):
            name = re.sub(
                r"^([A-Z][a-z]{3,4})([a-z]{4,})", lambda m: m.group(1) + r.choice(["-", " "]) + m.group(2).title(), name
            )
        number = p[3]
        if "-" in number:
            number = number if not st("series") else r.choice(["Series " + number, number.replace("-", " - "), "Ser. " + number])
        elif number:
            number = roman(r, ROMAN.index(number) + 1, st)
        form = FIRM_FORM[p[4]][0] if not st("form", 0.4) else r.choice(FIRM_FORM[p[4]])
        if not hard and st("formless", 0.35):
            form = r.choice(["", "", "", "Inc", "LLC", "Ltd"]) if st("wrong form", 0.1) else ""
        name = join(name, number) + (", " if form and not st("no comma") else " ") + form
        if st("the", 0.07):
            name = r.choice(["The " + name, name.strip() + ", The"])
        if place and p[5] and not st("no place", 0.4):
            name = name.strip() + (" (%s)" if not st("dash place") else " - %s") % p[5]
        if st("acronym", 0.06) and len(p[0].split()) + len(p[1].split()) > 2:
            name = name.strip() + " (%s)" % initials(join(p[0], p[1]))
        if st("formerly", 0.04):
            name += r.choice([" (formerly %s)", " f/k/a %s", " (fka %s)", " [ex %s]"]) % (coined(r) + " Enterprises")
        return name.strip()

    def bare(p):
        return join(p[0].replace("&", ""), p[1], p[2], p[3], FIRM_FORM[p[4]][0] if hard else "")

    types = Skew(r, ["Corporate", "Fund", "Vendor", "Customer", "Counterparty"], 5)
    return make(
        r,
        ["company", "Company Name", "legal_name", "ISSUER", "vendor_name", "entity_name"],
        fresh,
        near,
        write,
        bare,
        ("type", lambda r, p: "Fund" if p[3] else types(r)),
        ("edgar", "crm"),
    )


CN_CITY = forms_of(
    "北京:Beijing 上海:Shanghai 天津:Tianjin 重庆:Chongqing 广州:Guangzhou 深圳:Shenzhen 杭州:Hangzhou 南京:Nanjing 苏州:Suzhou 无锡:Wuxi 宁波:Ningbo "
    "武汉:Wuhan 长沙:Changsha 成都:Chengdu 西安:Xi'an 郑州:Zhengzhou 济南:Jinan 青岛:Qingdao 沈阳:Shenyang 大连:Dalian 长春:Changchun 哈尔滨:Harbin "
    "厦门:Xiamen 福州:Fuzhou 泉州:Quanzhou 合肥:Hefei 南昌:Nanchang 昆明:Kunming 贵阳:Guiyang 南宁:Nanning 海口:Haikou 兰州:Lanzhou 太原:Taiyuan "
    "石家庄:Shijiazhuang 唐山:Tangshan 徐州:Xuzhou 常州:Changzhou 佛山:Foshan 东莞:Dongguan 珠海:Zhuhai 中山:Zhongshan 惠州:Huizhou 温州:Wenzhou "
    "绍兴:Shaoxing 嘉兴:Jiaxing 金华:Jinhua 烟台:Yantai 潍坊:Weifang 洛阳:Luoyang 宜昌:Yichang 襄阳:Xiangyang 银川:Yinchuan 西宁:Xining"
)
CN_BRAND = forms_of(
    "华:Hua 信:Xin 达:Da 鑫:Xin 隆:Long 泰:Tai 恒:Heng 瑞:Rui 盛:Sheng 丰:Feng 源:Yuan 博:Bo 宏:Hong 天:Tian 金:Jin 海:Hai 龙:Long 腾:Teng "
    "飞:Fei 安:An 康:Kang 美:Mei 佳:Jia 诚:Cheng 和:He 兴:Xing 旺:Wang 创:Chuang 联:Lian 众:Zhong 合:He 凯:Kai 润:Run 科:Ke 正:Zheng "
    "德:De 嘉:Jia 永:Yong 顺:Shun 利:Li 通:Tong 万:Wan 亿:Yi 东:Dong 方:Fang 中:Zhong 新:Xin 光:Guang 明:Ming 星:Xing 远:Yuan 景:Jing"
)
CN_TRADE = forms_of(
    "电子:Electronics 科技:Technology 贸易:Trading 建筑工程:Construction_Engineering 物流:Logistics 食品:Food 医药:Pharmaceutical 化工:Chemical "
    "机械设备:Machinery_Equipment 房地产开发:Real_Estate_Development 服装:Garment 信息技术:Information_Technology 文化传媒:Culture_Media "
    "投资管理:Investment_Management 环保科技:Environmental_Technology 新能源:New_Energy 汽车零部件:Auto_Parts 塑料制品:Plastic_Products "
    "五金制品:Hardware_Products 餐饮管理:Catering_Management 网络科技:Network_Technology 生物科技:Biotechnology 国际贸易:International_Trade "
    "进出口:Import_&_Export 家具:Furniture 印刷:Printing 纺织:Textile 光电:Optoelectronics 半导体:Semiconductor 人力资源:Human_Resources"
)
CN_BANK = forms_of(
    "中国工商银行:工商银行:工行 中国农业银行:农业银行:农行 中国建设银行:建设银行:建行 交通银行:交通银行:交行 招商银行:招商银行:招行 中国民生银行:民生银行:民生 "
    "中信银行:中信银行:中信 兴业银行:兴业银行:兴业 中国光大银行:光大银行:光大 华夏银行:华夏银行:华夏 中国邮政储蓄银行:邮储银行:邮储 平安银行:平安银行:平安"
)


def cn_gongsi(r):
    """Chinese company names: firms of cities, subsidiaries and branches, branches of banks; in some tables also English ones."""
    city, one, two, trade = Skew(r, CN_CITY, 53), Skew(r, CN_BRAND, 52), Skew(r, CN_BRAND, 52), Skew(r, CN_TRADE, 30)
    banks, latin, bank = r.choice([0, 0.15, 0.4, 0.9]), r.random() < 0.3, Skew(r, CN_BANK, 12)
    road = Skew(
        r,
        [
            a + r.choice(["", "路"])
            for a in pool_of(
                "人民 中山 解放 建设 和平 新华 文化 长江 黄河 高新 滨江 东湖 南山 西湖 朝阳 城东 "
                "城西 城南 城北 体育 府前 迎宾 民生 胜利 学院 工业 花园 北京 南京 珠江"
            )
        ],
        30,
    )
    form = Skew(r, ["有限公司", "有限公司", "有限责任公司", "股份有限公司"], 4, 1.5)
    banks = 0 if latin else banks
    hard_form, groups = r.random() < 0.2, Skew(r, CN_CITY, 20)

    def fresh(r):
        if r.random() < banks:
            return ("bank", bank(r), city(r), "", "", road(r) if r.random() < 0.5 else "")
        first = one(r)
        return ("firm", first, two(r, first), city(r), trade(r), form(r), groups(r) if r.random() < 0.15 else "")

    def near(r, p):
        way = r.random()
        if p[0] == "bank":
            return (
                swap(p, p5=road(r, p[5])) if way < 0.5 else swap(p, p2=city(r, p[2])) if way < 0.8 else swap(p, p1=bank(r, p[1]))
            )
        if hard_form and way < 0.3:
            return swap(p, p5="集团有限公司" if p[5] != "集团有限公司" else "有限公司")
        if way < 0.3:
            return swap(p, p3=city(r, p[3]))
        if way < 0.6:
            return swap(p, p4=trade(r, p[4]))
        return swap(p, p6=groups(r, p[6])) if way < 0.85 else swap(p, p2=two(r, p[2]))

    def english(r, p, st):
        name = (p[1][1] + p[2][1].lower()) if not st("apart") else p[1][1] + " " + p[2][1]
        trade = shorten(r, p[4][1].replace("_", " "), CN_SHORT, st)
        group = "Group " if p[5] == "集团有限公司" else ""
        tail = group + ("Co., Ltd." if not st("coltd") else r.choice(["Co Ltd", "Company Limited", "CO.,LTD", "Ltd."]))
        town = p[3][1].replace("'", "") if st("no apostrophe") else p[3][1]
        name = join(town, name, trade, tail) if not st("city behind", 0.2) else join(name, "(%s)" % town, trade, tail)
        return name + (", %s Branch" % p[6][1] if p[6] else "")

    def remark(r, st):
        return r.choice(["（已注销）", "(原)", "（客户）", "*", "　", "(新)"]) if st("remark", 0.06) else ""

    def write(r, p, st):
        if p[0] == "bank":
            name, town = p[1][0] + ("" if st("no share", 0.6) else "股份有限公司"), p[2][0] + ("市" if st("shi") else "")
            name = r.choice(p[1][1:]) if st("short bank", 0.4) else name
            tail = (town + "分行" if not p[5] or not st("no upper", 0.2) else town) + (p[5] + "支行" if p[5] else "")
            tail = tail.replace("路支行", "支行") if st("no road", 0.15) else tail
            return name + (tail if not st("branch bracket", 0.08) else "（%s）" % tail) + remark(r, st)
        if latin and st("latin", 0.5):
            return english(r, p, st)
        name, town = p[1][0] + p[2][0], p[3][0] + ("市" if st("shi") else "")
        form = p[5] if not st("form") else r.choice(["有限公司", "公司", "有限责任公司", ""])
        if hard_form and (p[5] == "集团有限公司") != (form == "集团有限公司"):
            form = p[5]
        text = town + name + p[4][0] + form
        if st("city bracket", 0.25):
            left, right = r.choice(["（）", "()", "()"])
            text = name + left + p[3][0] + right + p[4][0] + form
        return text + (p[6][0] + ("分公司" if not st("short branch", 0.1) else "分司") if p[6] else "") + remark(r, st)

    def bare(p):
        if p[0] == "bank":
            return "%s %s %s" % (p[1][0], p[2][0], p[5])
        brand = p[1][1] + p[2][1].lower() if latin else p[1][0] + p[2][0]
        return " ".join([brand, p[3][0], p[4][0], p[6][0] if p[6] else "", "集团" if hard_form and p[5][:2] == "集团" else ""])

    def region(r, p):
        return p[2][0] if p[0] == "bank" else p[3][0]

    zh = ("状态", "录入日期", "序号", "操作员", "编码")
    return make(
        r,
        ["企业名称", "公司名称", "单位名称", "供应商", "客户名称", "name"],
        fresh,
        near,
        write,
        bare,
        ("地区", region),
        ("工商", "财务"),
        0.3 if latin else 0.15,
        zh,
        ({"latin": 0.0}, {"latin": 1.0}),
    )


CN_SHORT = table_of(
    "Technology:Tech,Tech. Electronics:Elec.,Electronic Construction:Constr. Engineering:Eng. International:Int'l,Intl "
    "Import:Imp. Export:Exp. Management:Mgmt Equipment:Equip. Products:Prod. Development:Dev. Pharmaceutical:Pharm."
)

RU_LATIN = [
    dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", forms))
    for forms in (
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split(),
        "a b v g d e yo zh z i i k l m n o p r s t u f h c ch sh sch ' y ' e iu ia".split(),
        "a b v g d e jo zh z i j k l m n o p r s t u f h ts ch sh shh _ y _ e ju ja".split(),
    )
]
RU_TOWN = forms_of(
    "Москва:г._Москва Санкт-Петербург:СПб Новосибирск:Новосиб. Екатеринбург:Екб Казань:г.Казань Самара:г.Самара Омск:г.Омск "
    "Челябинск:Чел. Ростов-на-Дону:Ростов Уфа:г.Уфа Красноярск:Красн-ск Пермь:г.Пермь Воронеж:г.Воронеж Волгоград:Волг-д "
    "Краснодар:Крд Саратов:г.Саратов Тюмень:г.Тюмень Тольятти:Тлт Ижевск:г.Ижевск Барнаул:г.Барнаул Иркутск:Ирк. "
    "Хабаровск:Хаб-к Ярославль:Яр-ль Владивосток:Вл-к Томск:г.Томск Оренбург:Орен. Кемерово:г.Кемерово Рязань:г.Рязань "
    "Астрахань:Астр. Пенза:г.Пенза Липецк:г.Липецк Тула:г.Тула Калуга:г.Калуга Сочи:г.Сочи Курск:г.Курск Тверь:г.Тверь"
)
RU_NAMES = cross(
    "Строй Тех Агро Пром Авто Энерго Гидро Газ Нефте Мет Хим Лес Эко Мед Транс Сиб Урал Волга Дон Кубань Север Юг Восток Запад Мос "
    "Гор Дор Спец Электро Тепло Инвест Альфа Омега Вега Грант Гарант Профи Сервис Мега Рус Евро Интер Вест Ост Рос Бел Вент Свет",
    "монтаж сервис снаб торг строй проект маш холод комплект ресурс транс инвест союз альянс продукт центр трейд лайн групп "
    "стандарт контракт актив капитал партнер логистик консалт плюс мастер дом стиль век пром сталь бетон связь",
)
RU_WORDS = pool_of(
    "Рассвет Заря Восход Маяк Прогресс Радуга Родник Звезда Исток Дружба Победа Искра Луч Салют Факел Вымпел Атлант Титан Орион Сатурн "
    "Меридиан Горизонт Перспектива Гармония Надежда Мечта Удача Успех Контакт Диалог Импульс Спектр Кристалл Алмаз Янтарь Сапфир "
    "Изумруд Жемчужина Медведь Сокол Беркут Ястреб Орленок Ласточка Журавль Лотос Василек Ромашка Березка Рябина Калина Кедр Дубрава "
    "Магнит Пятерочка Каскад Фрегат Бриз Прибой Океан Престиж Визит Комфорт Уют Домострой Фаворит Лидер Чемпион Эталон Вектор"
)
RU_FORM = {
    "ООО": ["Общество с ограниченной ответственностью", "О.О.О.", "OOO", "LLC"],
    "АО": ["Акционерное общество", "А.О.", "AO", "JSC"],
    "ПАО": ["Публичное акционерное общество", "ПАО", "PAO", "PJSC"],
    "ЗАО": ["Закрытое акционерное общество", "ЗАО", "ZAO", "CJSC"],
    "ГУП": ["Государственное унитарное предприятие", "ГУП", "GUP", "SUE"],
}


def ru_ooo(r):
    """Russian firms: forms short or written out, quotes, branches by town, numbers, and Latin spellings in some tables."""
    coined, words, town = Skew(r, RU_NAMES, 600), Skew(r, RU_WORDS, 72), Skew(r, RU_TOWN, 36)
    prefix = Skew(
        r,
        [
            "Торговый дом",
            "Управляющая компания",
            "Строительная компания",
            "Производственная фирма",
            "Группа компаний",
            "Транспортная компания",
            "Частная охранная организация",
            "Завод",
        ],
        8,
    )
    short = {
        "Торговый дом": "ТД",
        "Управляющая компания": "УК",
        "Строительная компания": "СК",
        "Производственная фирма": "ПФ",
        "Группа компаний": "ГК",
        "Транспортная компания": "ТК",
        "Частная охранная организация": "ЧОО",
        "Завод": "З-д",
    }
    english = {"Торговый дом": "Trading House", "Управляющая компания": "Management Company", "Завод": "Plant"}
    hard, latin, branchy = r.random() < 0.3, r.choice([0, 0, 0.1, 0.6]), r.random() < 0.5
    forms = Skew(r, ["ООО", "ООО", "ООО", "АО", "ПАО", "ЗАО", "ГУП"], 7, 2)

    def fresh(r):
        name = coined(r) if r.random() < 0.6 else words(r)
        name += "-" + r.choice(["Юг", "Сибирь", "Плюс", "Сервис", "Центр", "М", "Регион"]) if r.random() < 0.1 else ""
        return (
            forms(r),
            prefix(r) if r.random() < 0.35 else "",
            name,
            str(r.randint(2, 30)) if r.random() < 0.1 else "",
            town(r) if r.random() < 0.4 else "",
        )

    def near(r, p):
        way = r.random()
        if hard and way < 0.3:
            return swap(p, p0=forms(r, p[0]))
        if branchy and way < 0.6:
            return swap(p, p4=town(r, p[4]))
        if way < 0.75:
            return swap(p, p1=prefix(r, p[1]))
        if way < 0.88:
            return swap(p, p3=str(r.randint(2, 30)))
        return swap(
            p, p2=p[2].split("-")[0] + "-" + r.choice(["Юг", "Сибирь", "Плюс", "Сервис", "Центр", "М", "Регион", "Агро", "Урал"])
        )

    def roman_letters(text, scheme):
        text = "".join(
            (
                scheme[c.lower()].replace("_", "")
                if c.islower()
                else scheme[c.lower()].replace("_", "").capitalize()
                if c.lower() in scheme
                else c
            )
            for c in (c if c.lower() in scheme else c.upper() for c in text)
        )
        return text

    def write(r, p, st):
        form, head, place = p[0], p[1], p[4] and p[4][0]
        abroad = latin and st("latin", latin)
        if st("long form", 0.3):
            form = RU_FORM[p[0]][0]
        elif st("odd form", 0.05):
            form = RU_FORM[p[0]][1]
        head = short[head] if head and st("short head", 0.4) else head
        name = p[2] if not st("hyphen", 0.1) else p[2].replace("-", " ")
        if p[4] and st("short town", 0.2):
            place = p[4][1].replace("_", " ")
        if abroad:
            scheme = RU_LATIN[0] if not st("scheme") else r.choice(RU_LATIN)
            form = RU_FORM[p[0]][2 if not st("english form") else 3]
            head = english.get(p[1]) if p[1] in english and st("english head") else roman_letters(head, scheme)
            name, place = roman_letters(name, scheme), place and roman_letters(p[4][0], scheme)
        if not hard and st("no form", 0.3):
            form = ""
        name += ("-" if st("number hyphen") else " №" if st("number sign") else " ") + p[3] if p[3] else ""
        quotes = ('"', '"') if abroad or not st("quotes", 0.4) else r.choice([("«", "»"), ("“", "”"), ("'", "'")])
        inside = not st("head outside", 0.4)
        text = quotes[0] + (join(head, name) if inside else name) + quotes[1]
        text = join("" if inside else head, text)
        text = join(form, text) if not st("form behind", 0.15) else text + (", " if form else "") + form
        if branchy and place:
            text += (
                " (%s)" if not st("town comma") else ", %s" if r.random() < 0.6 else " филиал %s" if not abroad else ", %s branch"
            ) % place
        return text

    def bare(p):
        return join(p[0] if hard else "", p[1], p[2], p[3], p[4][0] if branchy and p[4] else "")

    ru = ("Статус", "Дата внесения", "№ п/п", "Оператор", "Код")
    return make(
        r,
        ["Наименование", "Контрагент", "Организация", "Наименование организации", "name"],
        fresh,
        near,
        write,
        bare,
        ("ОПФ", lambda r, p: p[0]),
        ("1С", "СПАРК"),
        0.3 if latin else 0.15,
        ru,
        ({"latin": 0.0}, {"latin": 1.0}),
    )


DE_TOWNS = cross(
    "Ober Unter Nieder Neu Alt Groß Klein Wald Berg Burg Stein Eich Buch Linden Birken Rosen Schön Schwarz Weiß Roten Königs "
    "Herzogs Bischofs Kirch Mühl Brunn Hirsch Wolfs Adels Fried Hein Diet Ger Sieg Wil Ing Er Mar Hoch Lauter Wester Oster "
    "Nord Süd Mittel",
    "hausen heim dorf bach berg burg feld tal stadt kirchen hofen au ingen rode furt brück stein wald "
    "see scheid weiler moor horst büttel",
)
DE_CLUB = forms_of(
    "Turn-_und_Sportverein:TSV:TuS Sportverein:SV:Spvg. Fußballclub:FC:Fußball-Club Freiwillige_Feuerwehr:FFW:FF:Freiw._Feuerwehr "
    "Schützenverein:SchV:Schützenv. Musikverein:MV:Musikver. Gesangverein:GV:Ges.-Verein Kleingartenverein:KGV:Kleingärtnerverein Tennisclub:TC:Tennis-Club "
    "Reit-_und_Fahrverein:RuF:RFV Heimatverein:HV:Heimatver. Obst-_und_Gartenbauverein:OGV:Obst-_u._Gartenbauverein Karnevalsgesellschaft:KG:Karnevalsges. "
    "Turnverein:TV:Turnver. Angelsportverein:ASV:Angelverein Förderverein:FöV:Verein_zur_Förderung Deutsches_Rotes_Kreuz_Ortsverein:DRK:DRK_Ortsverein "
    "Arbeiterwohlfahrt_Ortsverein:AWO:AWO_OV Tierschutzverein:TSchV:Tierschutzver. Schachclub:SC:Schachklub Ruderclub:RC:Ruder-Club "
    "Landfrauenverein:LFV:Landfrauen Imkerverein:IV:Imkerver. Sozialverband_VdK_Ortsverband:VdK_OV:VdK Radfahrverein:RV:Radsportverein "
    "Kirchenchor:KCh:Kirchenchor_St._Cäcilia Hundesportverein:HSV:Hundesportver. Briefmarkensammlerverein:BSV:Briefmarkenverein"
)
DE_CLUB = [tuple(form.replace("_", " ") for form in club) for club in DE_CLUB]


def de_vereine(r):
    """German associations: kind of club, town, year of founding, name of its own, e.V."""
    town, club = Skew(r, DE_TOWNS, 300), Skew(r, DE_CLUB, 28)
    own = Skew(
        r,
        pool_of(
            "Eintracht Germania Concordia Fortuna Viktoria Borussia Alemannia Teutonia Harmonie Frohsinn Edelweiß Einigkeit Hubertus "
            "Diana Sonnenschein Abendfrieden Waldeslust Morgenröte Tell Cäcilia Lyra Liederkranz Heiterkeit Feierabend"
        ),
        24,
    )
    towny = ["am Rhein", "an der Lahn", "im Odenwald", "bei Ulm", "(Eifel)", "am Main", "i. Westf.", "/Harz", "ob der Tauber"]
    years, parts_of = r.random() < 0.4, r.random() < 0.35
    part = Skew(
        r,
        [
            "Abteilung Fußball",
            "Abteilung Turnen",
            "Abt. Handball",
            "Jugend",
            "Löschzug Nord",
            "Löschzug Süd",
            "Altherren",
            "Abteilung Tischtennis",
        ],
        8,
    )

    def fresh(r):
        place = town(r)
        return (
            club(r),
            own(r) if r.random() < 0.3 else "",
            place,
            r.choice(towny) if r.random() < 0.15 else "",
            str(r.randint(1848, 1995)) if r.random() < 0.5 else "",
            part(r) if parts_of and r.random() < 0.2 else "",
        )

    def near(r, p):
        way = r.random()
        if years and way < 0.25:
            return swap(p, p4=str(r.randint(1848, 1995)))
        if parts_of and way < 0.5:
            return swap(p, p5=part(r, p[5]))
        if way < 0.6:
            return swap(p, p0=club(r, p[0]), p4="" if not years else p[4])
        return swap(p, p2=town(r, p[2])) if way < 0.8 else swap(p, p1=own(r, p[1]))

    def write(r, p, st):
        kind, place, year = p[0][0], p[2], p[4]
        if st("short club", 0.4):
            kind = r.choice(p[0][1:])
        if st("und", 0.15):
            kind = kind.replace("und", r.choice(["u.", "&", "+"]))
        if st("region"):
            place = join(place, p[3]).replace(" /", "/")
        if not years and st("no year", 0.4):
            year = ""
        elif year and st("von", 0.15):
            year = r.choice(["von " + year, "gegr. " + year, "(%s)" % year])
        own = '"%s"' % p[1] if p[1] and st("own quotes", 0.2) else p[1]
        order = [kind, own, year, place] if st("year first", 0.3) else [kind, own, place, year]
        if st("town first", 0.12):
            order = [place + ",", kind, own, year]
        text = join(*order)
        end = (
            ""
            if st("no ev", 0.4)
            else "e.V."
            if not st("ev", 0.4)
            else r.choice(["eV", "e. V.", "E.V.", "eingetragener Verein", "(e.V.)"])
        )
        text = join(text, end)
        text += (" - " if not st("part comma") else ", ") + p[5] if p[5] else ""
        if st("umlauts", 0.2):
            for pair in ("äae", "öoe", "üue", "ÖOe", "ßss"):
                text = text.replace(pair[0], pair[1:])
        return text

    def bare(p):
        return join(p[0][0], p[1], p[2], p[4] if years else "", p[5])

    de = ("Status", "Erfasst am", "lfd. Nr.", "Bearbeiter", "Schlüssel")
    return make(
        r,
        ["Vereinsname", "Name", "Verein", "Bezeichnung", "Organisation"],
        fresh,
        near,
        write,
        bare,
        (
            "Sparte",
            lambda r, p: "Sport" if "port" in p[0][0] or "club" in p[0][0] else r.choice(["Kultur", "Soziales", "Sonstige"]),
        ),
        ("Register", "Gemeinde"),
        0.2,
        de,
    )


SAINTS = forms_of(
    "Mary:María Joseph:José John:Juan Luke:Lucas Francis:Francisco Anthony:Antonio Vincent:Vicente Elizabeth:Isabel Anne:Ana Catherine:Catalina "
    "Michael:Miguel Raphael:Rafael Charles:Carlos Peter:Pedro Paul:Pablo James:Santiago Thomas:Tomás Barnabas:Bernabé Agnes:Inés "
    "Theresa:Teresa Louis:Luis Dominic:Domingo Clare:Clara Martin:Martín Rose:Rosa Bernard:Bernardo Margaret:Margarita Nicholas:Nicolás"
)
ES_TOWNS = cross(
    "Villa Torre Monte Val Casa Campo Rio Puente Fuente Castro Alma Bena Mora Pera Cala Guada Alca Navale Sala Zara Oro Mira",
    "nueva rubio lara cedo mayor fría luna toro vega seca verde rroyo zán lejos tejo llena redonda gosa marín quilla dero bosa",
)
HOSP_SHORT = table_of(
    "Hospital:Hosp,Hosp. Medical:Med,Med. Center:Ctr,Cntr,Centre Memorial:Mem,Meml Regional:Reg,Reg'l General:Gen,Gen. University:Univ,Univ. "
    "Community:Comm,Cmty Saint:St,St. County:Cty,Co. Children's:Childrens,Child. Clinic:Cl. Health:Hlth Department:Dept,Dept. "
    "Clínica:Clín.,Clinica Universitario:Univ. Centro:Ctro. Nacional:Nac. Médico:Méd. Provincial:Prov. Nuestra:Ntra. Señora:Sra. "
    "Doctor:Dr.,Dr Policlínica:Policlín. Infantil:Inf. Servicio:Serv. Rehabilitation:Rehab Surgery:Surg Veterans:Vet. Santa:Sta. "
    "District:Dist. Municipal:Mpal. Departamento:Depto. Maternity:Mat."
)


def hospitals_en_es(r):
    """Hospitals and clinics in English, Spanish or both, with departments that are things or mere additions."""
    spanish, place = r.choice([0, 1, 0.5]), Skew(r, TOWNS, 250)
    towns, saint, names = Skew(r, ES_TOWNS, 250), Skew(r, SAINTS, 28), Skew(r, SURNAMES, 200)
    kinds = [
        Skew(
            r,
            [
                "General Hospital",
                "Medical Center",
                "Memorial Hospital",
                "Regional Medical Center",
                "Hospital",
                "Clinic",
                "University Hospital",
                "Children's Hospital",
                "Community Hospital",
                "Rehabilitation Center",
                "Surgery Center",
                "Veterans Hospital",
                "Maternity Hospital",
            ],
            13,
        ),
        Skew(
            r,
            [
                "Hospital General",
                "Hospital Universitario",
                "Clínica",
                "Centro Médico",
                "Hospital Provincial",
                "Hospital Infantil",
                "Policlínica",
                "Sanatorio",
                "Hospital Municipal",
                "Hospital",
                "Centro de Salud",
                "Hospital Nacional",
            ],
            12,
        ),
    ]
    wards = [
        Skew(
            r, pool_of("Cardiology Radiology Oncology Pediatrics Neurology Pharmacy Emergency Urology Laboratory Nephrology"), 10
        ),
        Skew(
            r,
            pool_of("Cardiología Radiología Oncología Pediatría Neurología Farmacia Urgencias Urología Laboratorio Nefrología"),
            10,
        ),
    ]
    apart, cities = r.random() < 0.4, r.random() < 0.6
    side = pool_of("North South East West Downtown"), pool_of("Norte Sur Este Oeste Centro")

    def fresh(r):
        es = int(r.random() < spanish)
        way = r.random()
        if way < 0.35:
            name = (
                ("Saint " + saint(r)[0])
                if not es
                else re.sub(
                    "San (Ana|Isabel|Catalina|Inés|Teresa|Clara|Rosa|María|Margarita)", r"Santa \1", "San " + saint(r)[1]
                ).replace("San Santiago", "Santiago Apóstol")
            )
        elif way < 0.6:
            name = (
                names(r)
                if not es
                else (
                    "Doctor " + names(r)
                    if r.random() < 0.6
                    else "Nuestra Señora de "
                    + r.choice(
                        [
                            "la Merced",
                            "los Ángeles",
                            "Guadalupe",
                            "la Luz",
                            "Lourdes",
                            "Fátima",
                            "la Paz",
                            "las Nieves",
                            "la Salud",
                            "Valme",
                        ]
                    )
                )
            )
        else:
            name = towns(r) if es else place(r) + r.choice(["", "", " County", " Valley", " District"])
        return (
            es,
            kinds[es](r),
            name,
            (towns if es else place)(r),
            wards[es](r) if r.random() < 0.4 else "",
            r.choice(side[es]) if r.random() < 0.08 else "",
        )

    def near(r, p):
        way, es = r.random(), p[0]
        if apart and way < 0.5:
            return swap(p, p4=wards[es](r, p[4]))
        if cities and way < 0.65:
            return swap(p, p3=(towns if es else place)(r, p[3]))
        return swap(p, p1=kinds[es](r, p[1])) if way < 0.85 else swap(p, p5=r.choice(side[es]))

    def write(r, p, st):
        name = join(p[1], p[2], p[5]) if p[0] else join(p[2], p[1], p[5])
        if p[0] == 0 and st("name of", 0.06):
            name = join(p[1], "of", p[2], p[5])
        if p[0] and st("de", 0.1) and p[1].startswith("Hospital"):
            name = join(p[1], '"%s"' % p[2], p[5])
        dept = p[4] if apart else wards[p[0]](r) if st("dept", 0.15) else ""
        if dept:
            head = "" if not st("dept head") else ("Servicio de " if p[0] else "Department of ")
            name = name + r.choice([" - ", ", "]) + head + dept if not st("dept first", 0.3) else head + dept + ", " + name
        if cities or st("city", 0.15):
            name += (", %s" if not st("bracket") else " (%s)") % p[3]
        name = shorten(r, name, HOSP_SHORT, st)
        return name if not st("the", 0.04) or p[0] else "The " + name

    def bare(p):
        return join(p[1], p[2], p[5], p[3] if cities else "", p[4] if apart else "")

    return make(
        r,
        ["hospital", "facility_name", "Facility", "centro", "provider_name", "site"],
        fresh,
        near,
        write,
        bare,
        ("type", lambda r, p: r.choice(["Public", "Private", "Non-profit"])),
        ("cms", "registry"),
        0.2,
    )


UNI_WAYS = {
    "U": "University of %s",
    "S": "%s State University",
    "T": "%s University of Technology",
    "M": "Medical University of %s",
    "P": "Polytechnic of %s",
    "A": "%s Academy of Sciences",
    "H": "University Hospital %s",
    "N": "National University of %s",
    "C": "Catholic University of %s",
    "E": "%s School of Economics",
    "I": "%s Institute of Physics",
    "B": "%s Cancer Institute",
    "G": "%s Agricultural University",
    "R": "%s Research Center",
    "D": "%s University of Education",
}
UNI_SHORT = table_of(
    "University:Univ,Univ.,U. Institute:Inst,Inst. Department:Dept,Dept. Technology:Tech,Technol. Medical:Med,Med. Hospital:Hosp,Hosp. "
    "Sciences:Sci,Sci. National:Natl,Nat. Faculty:Fac,Fac. Laboratory:Lab,Lab. Engineering:Eng,Engn Research:Res,Res. Center:Ctr,Ctr. "
    "Academy:Acad,Acad. Agricultural:Agr,Agric. Economics:Econ,Econ. Physics:Phys,Phys. School:Sch,Sch. Polytechnic:Polytech Education:Educ. "
    "Chemistry:Chem Biology:Biol College:Coll,Col. Catholic:Cath. Polytechnic:Polytech. State:St.,State"
)


def affiliation_lines(r):
    """Address lines of authors of papers; the thing is the institution, while departments, codes and mails come and go."""
    city, ways = Skew(r, CITIES, 120), Skew(r, pool_of("U U U S T M P A H N C E I B G R D"), 17, 1)
    people = Skew(r, SURNAMES + COINED[::5], 300)
    field = Skew(
        r,
        pool_of(
            "Physics Chemistry Biology Mathematics Surgery Neurology Economics Linguistics Geology Statistics Pharmacology Astronomy "
            "Psychology Informatics Botany Genetics Immunology Radiology Philosophy Oncology Microbiology Ecology"
        ),
        22,
    )
    named, dense, mail = r.choice([0.2, 0.5, 0.8]), r.choice([0.3, 0.7, 0.95]), r.random() < 0.25

    def fresh(r):
        place = city(r)
        return (ways(r), people(r) if r.random() < named else place[0], place, str(r.randint(10000, 99999)))

    def near(r, p):
        if r.random() < 0.7:
            return swap(p, p0=ways(r, p[0]))
        place = city(r, p[2])
        return swap(p, p1=p[1] if p[1] != p[2][0] else place[0], p2=place, p3=str(r.randint(10000, 99999)))

    def write(r, p, st):
        town, name = p[2][0], p[1]
        if st("other city", 0.25) and town in OTHER_CITY:
            town = r.choice(OTHER_CITY[town])
            name = town if name == p[2][0] and r.random() < 0.5 else name
        uni = UNI_WAYS[p[0]] % name
        if p[0] == "U" and st("turn", 0.2):
            uni = name + " University" if r.random() < 0.6 else "Univ " + name
        if p[0] == "U" and p[2][1] in ("Germany", "Austria", "Switzerland") and st("german", 0.3):
            uni = "Universität " + name
        if p[0] == "U" and p[2][1] in ("Spain", "Mexico", "Chile", "Peru", "Colombia", "Argentina") and st("spanish", 0.3):
            uni = "Universidad de " + name
        if p[0] == "U" and p[2][1] in ("Italy",) and st("italian", 0.3):
            uni = "Università di " + name
        parts = [uni]
        if not isinstance(st, Plain) and r.random() < dense:
            head = r.choice(["Department of ", "Institute of ", "Faculty of ", "School of ", "Laboratory of ", "Division of "])
            one = field(r)
            parts.insert(0, head + one + (" and " + field(r, one) if r.random() < 0.12 else ""))
            if r.random() < 0.15:
                parts.insert(1, "Faculty of " + r.choice(["Medicine", "Science", "Arts", "Engineering"]))
            if st("uni first", 0.25):
                parts = parts[-1:] + parts[:-1]
        if not (town in uni and st("no town", 0.2)):
            parts.append(town if not st("zip", 0.2) else p[3] + " " + town if r.random() < 0.6 else town + " " + p[3])
        if not st("no land", 0.2):
            land = p[2][1]
            parts.append(
                {"USA": "United States", "UK": "United Kingdom", "China": "P.R. China", "South Korea": "Republic of Korea"}.get(
                    land, land
                )
                if st("long land")
                else land
            )
        text = shorten(r, (", " if not st("semicolon", 0.08) else "; ").join(parts), UNI_SHORT, st)
        if mail and st("mail", 0.2):
            text += ". E-mail: %s@%s.edu" % (people(r).lower(), norm(name)[:4])
        if st("mark", 0.1):
            text = r.choice(["1 ", "a ", "[2] ", "* ", "b) "]) + text
        return text.replace("Department Of", "Department of")

    def bare(p):
        return UNI_WAYS[p[0]].replace("%s", "") + " " + p[1] + " " + p[2][0]

    return make(
        r,
        ["affiliation", "address", "C1", "author_affiliation", "institution_raw"],
        fresh,
        near,
        write,
        bare,
        ("country", lambda r, p: p[2][1]),
        ("wos", "scopus"),
        0.12,
    )


JOURNAL_WORD = table_of(
    "Journal:J.,J International:Int.,Intl. American:Am.,Amer. European:Eur.,Europ. British:Br.,Brit. Annals:Ann. Archives:Arch. Review:Rev. Reviews:Rev. "
    "Proceedings:Proc. Transactions:Trans. Bulletin:Bull. Letters:Lett. Research:Res. Science:Sci. Sciences:Sci. Advances:Adv. Progress:Prog. "
    "Applied:Appl. Physics:Phys. Chemistry:Chem. Biology:Biol. Mathematics:Math. Medicine:Med. Surgery:Surg. Engineering:Eng. Materials:Mater. "
    "Molecular:Mol. Cellular:Cell. Clinical:Clin. Experimental:Exp. Theoretical:Theor. Computational:Comput. Environmental:Environ. Economics:Econ. "
    "Psychology:Psychol. Psychiatry:Psychiatr. Neurology:Neurol. Geology:Geol. Ecology:Ecol. Statistics:Stat. Education:Educ. Management:Manag. "
    "Technology:Technol. Systems:Syst. Nuclear:Nucl. Optical:Opt. Organic:Org. Inorganic:Inorg. Analytical:Anal. Pharmacology:Pharmacol. "
    "Immunology:Immunol. Microbiology:Microbiol. Biochemistry:Biochem. Genetics:Genet. Botany:Bot. Zoology:Zool. Astronomy:Astron. Quarterly:Q.,Quart. "
    "Canadian:Can. Japanese:Jpn. Chinese:Chin. Indian:Indian Australian:Aust. Scandinavian:Scand. Russian:Russ. Society:Soc. Academy:Acad. "
    "Association:Assoc. National:Natl. Royal:R. Studies:Stud. History:Hist. Philosophy:Philos. Linguistics:Linguist. Communications:Commun. "
    "Oncology:Oncol. Cardiology:Cardiol. Pediatrics:Pediatr. Radiology:Radiol. Agricultural:Agric. Veterinary:Vet. Dental:Dent. Food:Food "
    "Mechanical:Mech. Electrical:Electr. Chemical:Chem. Physical:Phys. Polymer:Polym. Marine:Mar. Water:Water Energy:Energy Contemporary:Contemp. "
    "Current:Curr. Opinion:Opin. Trends:Trends Frontiers:Front. Modern:Mod. Comparative:Comp. Behavioral:Behav. Developmental:Dev. Social:Soc. "
    "Political:Polit. Religious:Relig. Numerical:Numer. Structural:Struct. Surface:Surf. Thermal:Therm. Acoustics:Acoust. Nutrition:Nutr. "
    "Toxicology:Toxicol. Hematology:Hematol. Urology:Urol. Dermatology:Dermatol. Ophthalmology:Ophthalmol. Anesthesia:Anesth. Nursing:Nurs. "
    "Mineralogy:Mineral. Crystallography:Crystallogr. Spectroscopy:Spectrosc. Archaeology:Archaeol. Anthropology:Anthropol. Sociology:Sociol."
)
SUBJECTS = pool_of(
    "Physics Chemistry Biology Mathematics Medicine Surgery Engineering Materials Economics Psychology Psychiatry Neurology Geology Ecology "
    "Statistics Education Management Technology Pharmacology Immunology Microbiology Biochemistry Genetics Botany Zoology Astronomy History "
    "Philosophy Linguistics Oncology Cardiology Pediatrics Radiology Acoustics Nutrition Toxicology Hematology Urology Dermatology "
    "Ophthalmology Anesthesia Nursing Mineralogy Crystallography Spectroscopy Archaeology Anthropology Sociology Energy Water"
)
MODS = pool_of(
    "Applied Molecular Cellular Clinical Experimental Theoretical Computational Environmental Nuclear Optical Organic Inorganic Analytical "
    "Agricultural Veterinary Dental Food Mechanical Electrical Polymer Marine Contemporary Modern Comparative Behavioral Developmental Social "
    "Political Numerical Structural Surface Thermal"
)
LANDS = pool_of("American European British Canadian Japanese Chinese Indian Australian Scandinavian Russian International")


def journal_abbrev(r):
    """Titles of journals, in full and abbreviated, with sections; many share all but one word."""
    subject, mod, land, town = Skew(r, SUBJECTS, 50), Skew(r, MODS, 32), Skew(r, LANDS, 11), Skew(r, CITIES, 60)
    heads = Skew(
        r,
        [
            "Journal of",
            "Annals of",
            "Archives of",
            "Review of",
            "Advances in",
            "Progress in",
            "Bulletin of",
            "Transactions on",
            "Studies in",
            "Current Opinion in",
            "Frontiers in",
            "Trends in",
            "Research in",
            "Proceedings of the Society of",
            "Letters in",
        ],
        15,
    )
    sections, places, isoed = r.choice([0, 0.1, 0.4]), r.random() < 0.3, r.random() < 0.6

    def two_of(r):
        one = subject(r)
        return one + " and " + subject(r, one)

    def topic(r):
        way = r.random()
        if way < 0.5:
            return mod(r) + " " + subject(r)
        return subject(r) if way < 0.7 else two_of(r) if way < 0.9 else mod(r) + " and " + mod(r) + " " + subject(r)

    def fresh(r):
        way = r.random()
        return (land(r) if way < 0.4 else "", heads(r), topic(r), r.choice("ABCDE") if r.random() < sections else "", town(r)[0])

    def near(r, p):
        way = r.random()
        if p[3] and way < 0.5:
            return swap(p, p3=r.choice("ABCDEFG"))
        if way < 0.65:
            return swap(p, p1=heads(r, p[1]))
        return swap(p, p0=land(r, p[0])) if way < 0.8 else swap(p, p2=topic(r))

    def write(r, p, st):
        text = join(p[0], p[1], p[2])
        if p[3]:
            style = ", Part %s" if st("part") else ": Section %s" if st("section") else " %s" if st("letter") else ", Series %s"
            text += style % p[3]
        if st("iso", 0.5):
            small = [
                w for w in text.split() if w.lower() not in ("of", "in", "on", "the", "and", "for", "part", "section", "series")
            ]
            stops, comma = not st("stopless", 0.25), st("comma left", 0.1)
            words = []
            for w in small:
                key = re.sub(r"[,:]", "", w)
                word = JOURNAL_WORD.get(key, [key])
                word = word[0] if not st("other short", 0.05) else r.choice(word)
                words.append((word if stops else word.replace(".", "")) + ("," if comma and w.endswith(",") else ""))
            text = " ".join(words)
        else:
            text = text.replace(" and ", " & ") if st("and", 0.2) else text
            text = "The " + text if st("the", 0.08) else text
            text = shorten(r, text, JOURNAL_WORD, st, base=0.05)
        if places or st("place", 0.05):
            text += (" (%s)" if not st("no bracket", 0.1) else ". %s") % p[4] if not places or not st("no place", 0.3) else ""
        return text + (r.choice([" (Print)", " (Online)", " : official organ", "."]) if st("tail", 0.06) else "")

    def bare(p):
        text = re.sub(r" (of|in|on|the|and|of the)\b", "", join(p[0], p[1], p[2]))
        return " ".join(JOURNAL_WORD.get(w, [w])[0] if w != "and" else w for w in text.split()) + " " + p[3]

    return make(
        r,
        ["journal", "title", "Source title", "publication", "JO"],
        fresh,
        near,
        write,
        bare,
        ("category", lambda r, p: p[2].split()[-1]),
        ("full", "abbrev") if isoed else ("wos", "medline"),
        0.5,
        pairs=({"iso": 0.0}, {"iso": 1.0, "other short": 0.02}),
    )


CONF_SHORT = table_of(
    "International:Int.,Intl,Int'l Conference:Conf.,Conf Symposium:Symp.,Symp Workshop:Wksp.,Wkshp Proceedings:Proc.,Proc Annual:Annu.,Ann. "
    "Computer:Comput. European:Eur.,Europ. Systems:Syst. Engineering:Eng. Applications:Appl. Intelligence:Intell. Computing:Cmptg "
    "Artificial:Artif. Networks:Netw. Science:Sci. Technology:Technol. Recognition:Recogn. Processing:Process. Information:Inf.,Inform. "
    "Software:Softw. Communications:Commun. Management:Manag. Theory:Theor. Principles:Princ. Languages:Lang. Knowledge:Knowl. "
    "Advanced:Adv. Mathematics:Math. Robotics:Robot. Security:Secur. Pacific:Pac. Representations:Represent. Learning:Learn."
)


def conference_names(r):
    """Names of conferences with acronyms and proceedings; in some tables each year is a thing, in others the series is."""
    mod = Skew(
        r,
        pool_of(
            "Machine Artificial Distributed Parallel Mobile Computer Software Neural Digital Quantum Secure Web Semantic Embedded Wireless Logic "
            "Formal Intelligent Adaptive Visual Statistical Medical Evolutionary Autonomous Multimedia Spatial Real-Time Cloud Advanced "
            "Empirical Scientific Functional Object-Oriented Algebraic Combinatorial Cognitive Cooperative"
        ),
        37,
    )
    noun = Skew(
        r,
        pool_of(
            "Learning Intelligence Computing Systems Vision Engineering Networks Processing Security Robotics Languages Databases Graphics "
            "Recognition Verification Programming Mining Retrieval Architecture Optimization Cryptography Visualization Interfaces "
            "Communications Compilers Agents Reasoning Translation Simulation Geometry Algorithms Representations"
        ),
        32,
    )
    scope = Skew(
        r,
        [
            "International",
            "International",
            "European",
            "Asian",
            "Annual",
            "Pacific Rim",
            "Nordic",
            "IEEE",
            "ACM",
            "ACM/IEEE",
            "IFIP",
            "Ibero-American",
        ],
        12,
    )
    kind = Skew(r, ["Conference", "Conference", "Symposium", "Workshop", "Congress", "Summer School"], 6)
    apart, city, both = r.random() < 0.5, Skew(r, CITIES, 60), r.choice([0.2, 0.5, 1])
    start = r.randint(1970, 2005)
    tracks = Skew(
        r,
        ["Doctoral Consortium", "Demo Track", "Poster Session", "Industry Track", "Companion", "Workshops", "Part I", "Part II"],
        8,
    )

    def fresh(r):
        topic = mod(r) + " " + noun(r) + (" and " + r.choice([noun(r), mod(r) + " " + noun(r)]) if r.random() < 0.4 else "")
        head = scope(r), kind(r)
        first, now = r.randint(start, 2012), r.randint(1, 12)
        return (
            head[0],
            head[1],
            topic,
            first if apart else 0,
            now if apart else 0,
            tracks(r) if r.random() < 0.06 else "",
            city(r)[0] if apart else "",
        )

    def near(r, p):
        way = r.random()
        if apart and way < 0.7:
            return swap(p, p4=p[4] % 12 + 1, p6=city(r)[0])
        if way < 0.8:
            return swap(p, p5=tracks(r, p[5]))
        return (
            swap(p, p1=kind(r, p[1]))
            if way < 0.87
            else swap(p, p0=scope(r, p[0]))
            if way < 0.93
            else swap(p, p2=mod(r) + " " + noun(r))
        )

    def write(r, p, st):
        name = join(p[0], p[1], "on", p[2])
        short = (
            initials(p[0].replace("/", " ") if len(p[0]) > 5 else "") + initials(p[2])
            if len(initials(p[2])) < 3
            else initials(p[2])
        )
        year = p[3] + p[4] - 1 if apart else r.randint(1990, 2023)
        turn = p[4] if apart else r.randint(1, 40)
        show_year, show_turn = st("year", both), st("turn", 0.5)
        if apart and not show_year and not show_turn:
            show_year, show_turn = True, False
        if isinstance(st, Plain) and not apart:
            show_year = show_turn = False
        if show_turn:
            count = ordinal(turn) if not st("words", 0.25) or turn > 12 else NUMBER_WORDS[turn - 1]
            name = count + " " + name
        if show_year and st("year first", 0.2):
            name = "%d %s" % (year, name)
        elif show_year and not st("acronym", both):
            name += ("" if not st("no comma") else ",") + " %d" % year
        elif show_year:
            short_year = "%s %d" % (short, year) if not st("'99", 0.25) else "%s'%02d" % (short, year % 100)
            name = name + " (%s)" % short_year if not st("acronym first", 0.3) else short_year + ": " + name
        elif st("acronym", both):
            name += " (%s)" % short
        name = shorten(r, name, CONF_SHORT, st)
        if st("proc"):
            name = r.choice(["Proceedings of the ", "Proc. of the ", "Proc. ", "In: Proceedings of ", "Proceedings "]) + name
        if st("ands", 0.1):
            name = name.replace(" and ", " & ")
        name += (" - " if not st("track comma") else ", ") + p[5] if p[5] else ""
        return name + (", " + p[6] if p[6] and st("city", 0.25) else "")

    def bare(p):
        return join(p[0], p[1], p[2], p[5], "%d %d" % (p[3], p[3] + p[4]) if apart else "")

    return make(
        r,
        ["conference", "venue", "booktitle", "event_name", "Conference Name"],
        fresh,
        near,
        write,
        bare,
        ("type", lambda r, p: p[1].lower()),
        ("dblp", "core"),
        0.2,
    )


ADJECTIVES = pool_of(
    "Silent Golden Last Hidden Broken Red Black White Lost Secret Burning Distant Empty Endless Fallen First Forgotten Frozen Gentle Green Hollow "
    "Iron Little Lonely Long Midnight New Northern Old Open Pale Perfect Quiet Restless Sacred Scarlet Second Shattered Silver Sleeping "
    "Southern Stolen Strange Sweet Tall Thin Third Unknown Velvet Wandering Wicked Wild Winter Wooden Yellow Young Invisible Crooked"
)
NOUNS = pool_of(
    "River House Garden Night Road Sea Heart Shadow Mountain City Child King Queen Daughter Son Letter Mirror Window Door Bridge Island Winter Summer "
    "Storm Fire Stone Bird Wolf Horse Moon Star Sky Song Dance Dream Memory Silence Secret Promise Journey Stranger Widow Soldier Captain "
    "Doctor Painter Orchard Forest Desert Harbor Lighthouse Castle Village Station Train Ship Clock Crown Sword Rose Lily Oak Thorn Ashes Dust "
    "Rain Snow Thunder Harvest Wedding Funeral Machine Library Museum Murderer Apprentice Merchant Fisherman Shepherd Sparrow Raven Salt "
    "Honey Bread Wine Coffee Tobacco Paper Glass Copper Marble Canyon Valley Prairie Lagoon Glacier Meadow"
)


def title_of(r, adjective, noun, place, person):
    way = r.random()
    if way < 0.3:
        return "The %s %s" % (adjective(r), noun(r))
    if way < 0.45:
        return "The %s of %s" % (noun(r), place(r))
    if way < 0.6:
        return "%s and the %s" % (person(r), noun(r)) if r.random() < 0.4 else "A %s for the %s" % (noun(r), noun(r))
    if way < 0.8:
        return "%s %s" % (adjective(r), noun(r))
    return r.choice(
        [
            "%s in %s" % (noun(r), place(r)),
            "The %s's %s" % (noun(r), noun(r)),
            "%s Without %s" % (noun(r), noun(r)),
            "When the %s Falls" % noun(r),
            "%s, My %s" % (noun(r), noun(r)),
            "My %s %s" % (adjective(r), noun(r)),
        ]
    )


def book_titles(r):
    """Titles of books with subtitles, volumes, editions, series and formats; half the tables are textbooks."""
    adjective, noun, place, person = Skew(r, ADJECTIVES, 60), Skew(r, NOUNS, 100), Skew(r, TOWNS, 200), Skew(r, SURNAMES, 200)
    subject, mod, texts = Skew(r, SUBJECTS, 50), Skew(r, MODS, 32), r.choice([0, 0.3, 1])
    series = Skew(
        r,
        [
            "Penguin Classics",
            "Lecture Notes in Physics",
            "Springer Series in Statistics",
            "Modern Library",
            "For Dummies",
            "Very Short Introductions",
            "A %s Mystery",
            "The %s Chronicles",
            "%s Trilogy",
            "Everyman's Library",
            "Studies in History",
            "Large Print",
        ],
        12,
    )
    sub = [
        "A Novel",
        "A Memoir",
        "Stories",
        "A Life in %s",
        "An Introduction to %s",
        "Theory and Practice",
        "From %s to %s",
        "A Guide for %s",
        "The Story of %s",
        "Essays on %s",
        "Concepts and Applications",
        "Poems",
        "A History of %s",
        "With Applications in %s",
        "How %s Changed the World",
    ]
    many, editions, subtitled, volumed = r.random() < 0.3, r.random() < 0.45, r.random() < 0.8, r.choice([0.1, 0.3, 0.8])

    def subtitle(r):
        text = r.choice(sub)
        fill = [r.choice([subject, place, noun])(r) for _ in range(text.count("%s"))]
        return text % tuple(fill)

    def fresh(r):
        if r.random() < texts:
            head = r.choice(
                [
                    "%s",
                    "Introduction to %s",
                    "Principles of %s",
                    "Handbook of %s",
                    "Fundamentals of %s",
                    "Advanced %s",
                    "Problems in %s",
                    "Essential %s",
                    "The %s Book",
                    "Foundations of %s",
                    "Methods of %s",
                    "Elements of %s",
                    "Encyclopedia of %s",
                    "Lectures on %s",
                ]
            )
            main = head % (
                (mod(r) + " " if r.random() < 0.7 else "")
                + subject(r)
                + (" for " + r.choice(["Engineers", "Nurses", "Scientists"]) if r.random() < 0.2 else "")
            )
        else:
            main = title_of(r, adjective, noun, place, person)
        label = series(r)
        return (
            main,
            subtitle(r) if r.random() < 0.6 and subtitled else "",
            r.randint(1, 12) if r.random() < volumed * 0.4 else 0,
            r.randint(1, 9) if editions and r.random() < 0.7 else 0,
            label % person(r) if "%s" in label else label,
            r.randint(1960, 2022),
        )

    def near(r, p):
        way = r.random()
        if way < volumed:
            return swap(p, p2=p[2] % 12 + 1)
        if editions and way < 0.85:
            return swap(p, p3=p[3] % 9 + 1, p5=min(2024, p[5] + 3))
        if many and way < 0.95:
            return swap(p, p1=subtitle(r))
        words = p[0].split()
        spot = r.choice([i for i, w in enumerate(words) if len(w) > 3] or [0])
        words[spot] = (
            noun if words[spot] in NOUNS else adjective if words[spot] in ADJECTIVES else mod if words[spot] in MODS else subject
        )(r)
        return swap(p, p0=" ".join(words))

    def write(r, p, st):
        main, under = p[0], p[1]
        if main.startswith(("The ", "A ")) and st("article", 0.35):
            head, rest = main.split(" ", 1)
            main = rest + ", " + head if not st("drop article") else rest
        if not many and st("no subtitle", 0.4):
            under = ""
        text = main + (r.choice([": ", " : ", " - ", ". "]) if st("colon", 0.2) else ": ") + under if under else main
        if p[2]:
            number = roman(r, p[2], st)
            text += (
                ", Vol. %s"
                if not st("vol")
                else r.choice([" (Volume %s)", " v. %s", ", Book %s", " - Tome %s", " #%s", " [Vol. %s]"])
            ) % number
        if p[3]:
            text += (
                ", %s Edition" if not st("ed", 0.5) else r.choice([", %s ed.", " (%s Edition)", " %s ed", " [%s edn]", "/%s e"])
            ) % (ordinal(p[3]) if not st("ed words", 0.2) else NUMBER_WORDS[p[3] - 1])
        elif not editions and st("noise of editions", 0.15):
            text += r.choice([", %s ed.", " (%s Edition)", ", %s Edition"]) % r.choice(
                ["2nd", "3rd", "4th", "Revised", "International", "New"]
            )
        if st("series", 0.2):
            text += r.choice([" (%s)", " [%s]", " / %s"]) % p[4]
        if st("format", 0.12):
            text += r.choice([" (Paperback)", " [Hardcover]", " (Kindle Edition)", " HB", " PB", " (eBook)"])
        if st("year", 0.08):
            text += " (%d)" % p[5]
        text = text.replace(" and ", " & ") if st("and", 0.2) else text
        text = shorten(r, text, BOOK_SHORT, st, base=0.05)
        return text

    def bare(p):
        return join(
            re.sub(r"\b(The|A|and|the|of|in|to) ", "", p[0] + " "),
            p[1] if many else "",
            "v%d" % p[2] if p[2] else "",
            "e%d" % p[3] if p[3] else "",
        )

    return make(
        r,
        ["title", "Title", "book_title", "245a", "Item Description"],
        fresh,
        near,
        write,
        bare,
        ("year", lambda r, p: str(p[5])),
        ("library", "shop"),
        0.2,
    )


BOOK_SHORT = table_of(
    "Introduction:Intro,Introd. Handbook:Hdbk Principles:Princ. Fundamentals:Fund. Advanced:Adv. Encyclopedia:Encycl.,Encyclopaedia "
    "Engineering:Eng. Mathematics:Math,Maths Statistics:Stats Chemistry:Chem. Applications:Appl. Economics:Econ. Psychology:Psychol."
)


def film_song_titles(r):
    """Titles of films or songs: articles, parts, remasters, remixes, live versions, guests and years."""
    adjective, noun, place, person = Skew(r, ADJECTIVES, 60), Skew(r, NOUNS, 100), Skew(r, TOWNS, 150), Skew(r, SURNAMES, 150)
    songs, apart, yeared = r.random() < 0.6, r.random() < 0.5, r.random() < 0.3
    verb = Skew(
        r,
        pool_of(
            "Dancing Waiting Running Falling Crying Dreaming Driving Flying Breathing Walking Singing Burning Drowning Praying Drifting Hiding"
        ),
        16,
    )
    versions = [
        ("Live", "Live at %s", "live version", "Live in Concert"),
        ("Acoustic", "Acoustic Version", "acoustic"),
        ("Instrumental", "Instr.", "instrumental"),
        ("Radio Edit", "radio version", "Radio Edit"),
        ("Demo", "demo version", "Demo"),
        ("Extended Mix", '12" Mix', "extended version"),
        ("Karaoke Version", "karaoke", "Karaoke"),
    ]
    films = [
        ("Director's Cut", "directors cut", "DC"),
        ("Extended Edition", "extended", "Ext. Ed."),
        ("TV Series", "series", "TV"),
        ("Making Of", "making-of", "The Making of"),
    ]
    loose = (
        ["Remastered", "Remastered %d", "%d Remaster", "Album Version", "Mono", "Bonus Track", "Deluxe", "Explicit"]
        if songs
        else ["DVD", "Blu-ray", "HD", "Subtitled", "Dubbed", "Restored", "uncut", "4K"]
    )

    def title(r):
        if songs and r.random() < 0.5:
            way = r.randrange(6)
            return [
                "%s in the %s" % (verb(r), noun(r)),
                "I'm %s Without %s" % (verb(r), r.choice(["You", "Her", "Him", "a " + noun(r)])),
                "(%s) on the %s" % (verb(r), noun(r)),
                "%s %s" % (verb(r), noun(r)),
                "Love Me Like a %s" % noun(r),
                "Don't Go %s, %s" % (verb(r), r.choice(["Baby", "Mary", "Johnny", noun(r)])),
            ][way]
        return title_of(r, adjective, noun, place, person)

    def fresh(r):
        return (
            title(r),
            0 if r.random() < 0.85 else r.randint(2, 6),
            r.choice(versions if songs else films) if apart and r.random() < 0.3 else (),
            r.randint(1950, 2023),
            person(r),
            coined_mix(r) if apart and songs and r.random() < 0.08 else "",
        )

    def coined_mix(r):
        return person(r) + " Remix"

    def near(r, p):
        way = r.random()
        if apart and way < 0.5:
            if songs and r.random() < 0.3:
                return swap(p, p5=coined_mix(r), p2=())
            return swap(p, p2=r.choice(versions if songs else films), p5="")
        if yeared and way < 0.65:
            return swap(p, p3=r.randint(1950, 2023))
        if way < 0.8:
            return swap(p, p1=p[1] % 6 + 1 if p[1] else 2)
        words = p[0].split()
        spot = r.choice([i for i, w in enumerate(words) if w in NOUNS or w in ADJECTIVES] or [len(words) - 1])
        words[spot] = (adjective if words[spot] in ADJECTIVES else noun)(r)
        return swap(p, p0=" ".join(words))

    def write(r, p, st):
        text = p[0]
        if text.startswith(("The ", "A ")) and st("article", 0.4):
            head, rest = text.split(" ", 1)
            text = rest if st("drop article", 0.25) else rest + ", " + head
        text = text.replace("(", "").replace(")", "") if st("brackets", 0.3) else text
        text = text.replace("ing ", "in' ", 1) if songs and st("in'", 0.12) else text
        text = text.replace(" and ", r.choice([" & ", " + ", " 'n' "])) if st("and", 0.2) else text
        text = text.replace("You", "U").replace(" for ", " 4 ") if songs and st("u", 0.05) else text
        if p[1]:
            text += (" Part %s" if not st("part", 0.5) else r.choice([" %s", ", Pt. %s", " - Part %s", " (Pt. %s)"])) % roman(
                r, p[1], st
            )
        if p[2] or p[5]:
            version = p[5] or (p[2][0] if not st("version", 0.5) else r.choice(p[2]))
            version = version % place(r) if "%s" in version else version
            text += (" (%s)" if not st("dash", 0.5) else r.choice([" - %s", " [%s]"])) % version
        if songs and st("feat", 0.15):
            text += r.choice([" (feat. %s)", " ft. %s", " featuring %s"]) % p[4]
        if st("loose", 0.25):
            extra = r.choice(loose if apart else loose + [version[0] for version in (versions if songs else films)])
            text += r.choice([" - %s", " (%s)", " [%s]"]) % (extra % r.randint(1998, 2022) if "%d" in extra else extra)
        if yeared or (not songs and st("year", 0.3)):
            text += (" (%d)" if not st("year comma") else r.choice([", %d", " [%d]", " %d"])) % p[3]
        if songs and st("track", 0.08):
            text = r.choice(["%02d ", "%02d - ", "%d. "]) % r.randint(1, 18) + text
        return text

    def bare(p):
        return join(
            re.sub(r"\b(The|A|and) ", "", p[0]), str(p[1] or ""), p[2][0] if p[2] else "", p[5], str(p[3]) if yeared else ""
        )

    return make(
        r,
        ["title", "track_title", "Title", "song"] if songs else ["title", "film", "Movie Title", "primaryTitle"],
        fresh,
        near,
        write,
        bare,
        None if yeared else ("year", lambda r, p: str(p[3])),
        ("spotify", "label") if songs else ("imdb", "kino"),
        0.2,
    )


def plants_solar(r):
    """Power plants and sites: name, technology, phase, unit and owner."""
    towns, es, people = Skew(r, TOWNS, 300), Skew(r, ES_TOWNS, 200), Skew(r, SURNAMES, 150)
    owner, spanish = Skew(r, COINED, 60), r.choice([0, 0, 0.3, 1])
    tech = Skew(
        r,
        [
            ("Solar", "PV", "Solar Farm", "Solar Park", "Photovoltaic"),
            ("Solar", "PV", "Solar Farm", "Solar Park", "Photovoltaic"),
            ("Wind", "Wind Farm", "Windfarm", "WF", "Wind Park"),
            ("Hydro", "HPP", "Hydroelectric", "Hydropower", "Hydro"),
            ("Battery Storage", "BESS", "Storage", "Battery", "Energy Storage"),
            ("Gas", "CCGT", "Gas-Fired", "Gas Turbine", "Gas"),
            ("Biomass", "Bio", "Biomass", "Biomass Plant", "Bioenergy"),
            ("Coal", "Coal-Fired", "Coal", "TPP", "Thermal"),
        ],
        8,
        2,
    )
    words = Skew(
        r,
        pool_of(
            "Sunrise Desert Prairie Ridge Mesa Eagle Coyote Mustang Blue Red Silver Horizon Pioneer Cottonwood Juniper Canyon Rattlesnake Buffalo "
            "Antelope Hawk Falcon Bison Sage Granite Copper Palo Verde Big Sky Lone Star Three Rocky Sandy Clear"
        ),
        34,
    )
    ends = Skew(
        r, pool_of("Creek Ridge Hill Valley Mesa Flats Point Springs Lake Fork Butte Draw Bend Hollow Plains Run Crossing"), 17
    )
    sides, units, phases, owned = r.random() < 0.4, r.random() < 0.5, r.random() < 0.8, r.random() < 0.15

    def fresh(r):
        if r.random() < spanish:
            name = es(r)
        else:
            way = r.random()
            name = (
                towns(r)
                if way < 0.4
                else (
                    words(r) + " " + ends(r)
                    if way < 0.8
                    else people(r) + r.choice([" Road", " Farm", " Lane", " Ranch", " Airfield"])
                )
            )
        return (
            name,
            tech(r),
            r.randint(1, 5) if phases and r.random() < 0.3 else 0,
            r.randint(1, 8) if units and r.random() < 0.3 else 0,
            owner(r),
            r.choice(["North", "South", "East", "West"]) if sides and r.random() < 0.15 else "",
            r.choice([5, 10, 20, 50, 75, 100, 150, 200]),
        )

    def near(r, p):
        way = r.random()
        if units and way < 0.35:
            return swap(p, p3=p[3] % 12 + 1)
        if phases and way < 0.65:
            return swap(p, p2=p[2] % 8 + 1)
        if sides and way < 0.8:
            return swap(p, p5=r.choice(["North", "South", "East", "West"]))
        if owned and way < 0.9:
            return swap(p, p4=owner(r, p[4]))
        return swap(p, p1=tech(r, p[1])) if way < 0.92 else swap(p, p0=p[0].split()[0] + " " + ends(r))

    def write(r, p, st):
        kind = p[1][0] if not st("kind", 0.5) else r.choice(p[1])
        if p[2]:
            number = (
                roman(r, p[2], st)
                if not st("phase", 0.5)
                else ("Phase %s" if not st("ph") else r.choice(["Ph. %s", "(Phase %s)", "- Phase %s", "P%s"]))
                % (str(p[2]) if st("phase digit", 0.5) else ROMAN[p[2] - 1])
            )
            number = number.replace("P" + ROMAN[p[2] - 1], "P%d" % p[2])
        else:
            number = ""
        name = join(p[0], p[5]) if not st("side first", 0.1) or not p[5] else p[5] + " " + p[0]
        text = join(name, kind, number) if not st("number first", 0.3) else join(name, number, kind)
        if spanish == 1 and st("planta", 0.3):
            text = r.choice(["Planta ", "Parque ", "Central ", "Pta. "]) + join(name, kind, number)
        elif st("plant"):
            text += r.choice(
                [" Power Plant", " Project", " Facility", " Energy Center", " Generating Station", " Plant", " Project"]
            )
        if p[3]:
            text += (
                " Unit %d"
                if not st("unit", 0.5)
                else r.choice([" - Unit %d", " U%d", " #%d", " Gen %d", " (Unit %d)", ", Block %d"])
            ) % p[3]
        if owned or st("owner", 0.12):
            text = (
                text + r.choice([" (%s)", " - %s", ", %s"]) % p[4]
                if not st("owner first", 0.3)
                else p[4] + r.choice([" ", " - ", ": "]) + text
            )
        if st("llc", 0.15):
            text += r.choice([", LLC", " LLC", " Ltd", ", L.P."])
        if st("power", 0.1):
            text += r.choice([" %dMW", " %d MW", " (%d MWp)"]) % p[6]
        return text.replace("Solar Farm Farm", "Solar Farm")

    def bare(p):
        return join(p[0], p[5], p[1][0], "p%d" % p[2] if p[2] else "", "u%d" % p[3] if p[3] else "", p[4] if owned else "")

    return make(
        r,
        ["plant_name", "Plant Name", "site", "asset", "Project Name", "facility"],
        fresh,
        near,
        write,
        bare,
        ("fuel", lambda r, p: p[1][0]),
        ("eia", "gppd"),
        0.25,
    )


def schools_universities(r):
    """Schools and universities: campuses of systems, short forms, acronyms, and names in other languages."""
    town, names, city = Skew(r, TOWNS, 300), Skew(r, SURNAMES, 200), Skew(r, CITIES, 140)
    schooly, foreign = r.choice([0, 0.3, 1]), r.choice([0, 0.3, 0.8])
    level = Skew(
        r,
        [
            "Elementary School",
            "High School",
            "Middle School",
            "Primary School",
            "Academy",
            "Preparatory School",
            "Charter School",
            "Grammar School",
        ],
        8,
    )
    ways = Skew(
        r,
        [
            "%s University",
            "University of %s",
            "%s State University",
            "%s College",
            "%s Community College",
            "%s Institute of Technology",
            "%s Technical University",
            "%s Medical College",
            "%s School of Law",
            "%s Business School",
            "%s Christian University",
        ],
        11,
    )
    world = {
        "%s University": "University of %s",
        "Tech": "%s University of Technology",
        "Med": "%s Medical University",
        "Eco": "%s University of Economics",
        "Ped": "%s Pedagogical University",
        "Arts": "%s University of the Arts",
        "Sport": "%s Sport University",
    }
    tongues = {
        "Germany": [
            "Universität %s",
            "Technische Universität %s",
            "Medizinische Universität %s",
            "Wirtschaftsuniversität %s",
            "Pädagogische Hochschule %s",
            "Universität der Künste %s",
            "Sporthochschule %s",
        ],
        "Spain": [
            "Universidad de %s",
            "Universidad Politécnica de %s",
            "Universidad Médica de %s",
            "Universidad de Economía de %s",
            "Universidad Pedagógica de %s",
            "Universidad de las Artes de %s",
            "Universidad del Deporte de %s",
        ],
        "France": [
            "Université de %s",
            "Université de Technologie de %s",
            "Université de Médecine de %s",
            "Université d'Économie de %s",
            "Université Pédagogique de %s",
            "Université des Arts de %s",
            "Université du Sport de %s",
        ],
        "Italy": [
            "Università di %s",
            "Politecnico di %s",
            "Università di Medicina di %s",
            "Università di Economia di %s",
            "Università Pedagogica di %s",
            "Accademia di Belle Arti di %s",
            "Università dello Sport di %s",
        ],
    }
    same = {
        "Austria": "Germany",
        "Switzerland": "Germany",
        "Mexico": "Spain",
        "Colombia": "Spain",
        "Chile": "Spain",
        "Peru": "Spain",
        "Argentina": "Spain",
        "Belgium": "France",
        "Ecuador": "Spain",
        "Venezuela": "Spain",
        "Uruguay": "Spain",
    }
    campus, placed, numbered = r.random() < 0.6, r.random() < 0.5, r.choice([0, 0.2, 0.8])
    short = dict(
        UNI_SHORT,
        **table_of(
            "School:Sch,Sch. Elementary:Elem,El. High:HS,High Primary:Prim. Community:Comm. Saint:St.,St Universität:Univ.,Uni "
            "Universidad:Univ.,U. Université:Univ. Università:Univ. Technische:TU,Techn. Preparatory:Prep"
        ),
    )

    def fresh(r):
        if r.random() < schooly:
            if r.random() < numbered:
                return ("school", str(r.randint(1, 400)), r.choice(["Public School", "Intermediate School"]), town(r), "")
            name = names(r) if r.random() < 0.4 else town(r) if r.random() < 0.7 else "Saint " + r.choice(SAINTS)[0]
            return ("school", name, level(r), town(r), r.choice(["", "", "", "North", "South", "East", "West"]))
        if r.random() < foreign:
            place = city(r)
            return ("world", place[0], r.choice(list(world)), place[1], "")
        return ("uni", town(r) if r.random() < 0.7 else names(r), ways(r), "", town(r) if campus and r.random() < 0.3 else "")

    def near(r, p):
        way = r.random()
        if p[1].isdigit():
            return swap(p, p1=str(r.randint(1, 400)))
        if p[0] == "school" and not placed and way > 0.75:
            return swap(p, p1=names(r, p[1]))
        if p[0] == "school":
            return (
                swap(p, p2=level(r, p[2]))
                if way < 0.5
                else swap(p, p4=r.choice(["North", "South", "East", "West"]))
                if way < 0.75
                else swap(p, p3=town(r, p[3]))
            )
        if p[0] == "world":
            return swap(p, p2=r.choice(list(world)))
        return swap(p, p4=town(r, p[4])) if campus and way < 0.6 else swap(p, p2=ways(r, p[2]))

    def write(r, p, st):
        if p[0] == "school":
            name = join(
                p[1],
                p[4],
                (
                    p[2]
                    if not st("initials", 0.2) or p[2] == "Academy"
                    else {"Primary School": "PS", "Preparatory School": "Prep"}.get(p[2], initials(p[2]))
                ),
            )
            if p[1].isdigit():
                name = (
                    p[2] + " " + p[1]
                    if not st("ps", 0.6)
                    else r.choice(["%s %s", "%s#%s", "%s-%s", "%s No. %s", "%s %03d"])
                    .replace("%s %03d", "%s " + p[1].zfill(3))
                    .replace("%s", initials(p[2]), 1)
                    .replace("%s", p[1])
                )
            elif st("level first", 0.06):
                name = join(p[2], p[1], p[4])
            if placed or st("place", 0.4):
                name += (", %s" if not st("place bracket") else r.choice([" (%s)", " - %s", " at %s"])) % p[3]
            if st("district", 0.08):
                name += r.choice([" (%s ISD)", ", %s School District", " - %s USD"]) % p[3]
            name = "The " + name if st("the", 0.05) else name
        elif p[0] == "world":
            place, land = p[1], same.get(p[3], p[3])
            other = r.choice(OTHER_CITY[place]) if place in OTHER_CITY and st("other city", 0.4) else place
            name = world[p[2]] % place if not st("english city", 0.1) else world[p[2]] % other
            if land in tongues and st("tongue", 0.5):
                name = tongues[land][list(world).index(p[2])] % other
                name = name.replace("Technische Universität", "TU") if st("tu", 0.2) else name
            elif p[2] == "%s University" and st("turn", 0.25):
                name = place + " University"
            elif st("of", 0.15) and p[2] != "%s University":
                name = world[p[2]].replace("%s ", "") + (", " if st("of comma") else " ") + place
            if st("land", 0.15):
                name += ", " + p[3]
        else:
            name = p[2] % p[1]
            head = name
            if p[4]:
                name += (
                    " at %s"
                    if not st("campus", 0.6)
                    else r.choice(["-%s", ", %s", " - %s Campus", " (%s)", ", %s Campus", " %s"])
                ) % p[4]
            elif st("main", 0.1):
                name += r.choice([", The", " (%s)" % initials(head), " - Main Campus" if not campus else "", ""])
            name = "The " + name if st("the", 0.08) else name
        return shorten(r, name, short, st)

    def bare(p):
        return join(p[1], p[2].replace("%s", ""), p[3] if p[0] == "world" or p[0] == "school" and placed else "", p[4])

    return make(
        r,
        ["school", "institution", "Institution Name", "INSTNM", "university", "school_name"],
        fresh,
        near,
        write,
        bare,
        ("level", lambda r, p: "K-12" if p[0] == "school" else "HE"),
        ("ipeds", "ranking"),
        0.25,
    )


JOB_SHORT = table_of(
    "Senior:Sr,Sr.,Snr Junior:Jr,Jr. Engineer:Eng,Engr Manager:Mgr,Mgr. Assistant:Asst,Asst. Associate:Assoc,Assoc. Director:Dir,Dir. "
    "Developer:Dev Administrator:Admin,Admin. Representative:Rep Technician:Tech Coordinator:Coord,Coord. Supervisor:Supv Specialist:Spec "
    "Executive:Exec Operations:Ops Marketing:Mktg Human:Hum. Software:SW,Softw. Maintenance:Maint Accounting:Acctg Accountant:Acct Quality:Qual "
    "Department:Dept Service:Svc Introduction:Intro,Introd. Advanced:Adv,Adv. Elementary:Elem. Principles:Princ Applied:Appl "
    "Mathematics:Math Chemistry:Chem Biology:Biol Engineering:Engr. Laboratory:Lab Seminar:Sem Physics:Phys Psychology:Psychol "
    "Economics:Econ History:Hist Philosophy:Phil Statistics:Stat Computational:Comput Experimental:Exp Theoretical:Theor Fundamentals:Fund "
    "International:Intl Management:Mgmt Education:Educ Organic:Org Molecular:Molec Environmental:Envir Analytical:Anal Literature:Lit"
)


def job_titles_or_courses(r):
    """Names of courses with levels and sections, or of jobs with grades and departments."""
    courses = r.random() < 0.55
    subject, mod, coined = Skew(r, SUBJECTS, 50), Skew(r, MODS, 32), Skew(r, COINED, 100)
    head = Skew(
        r,
        [
            "Introduction to %s",
            "Advanced %s",
            "Principles of %s",
            "%s",
            "%s",
            "Elementary %s",
            "Fundamentals of %s",
            "Topics in %s",
            "History of %s",
            "Research Methods in %s",
            "Honors %s",
            "Seminar in %s",
            "%s for Engineers",
            "%s for Teachers",
            "Graduate %s",
        ],
        15,
    )
    rank = Skew(r, ["Senior", "Junior", "Lead", "Assistant", "Associate", "Chief", "Principal", "Deputy", "", "", "Trainee"], 11)
    field = Skew(
        r,
        [
            "Software",
            "Sales",
            "Marketing",
            "Human Resources",
            "Quality",
            "Maintenance",
            "Electrical",
            "Mechanical",
            "Network",
            "Data",
            "Accounting",
            "Legal",
            "Purchasing",
            "Logistics",
            "Warehouse",
            "Security",
            "Customer Service",
            "Finance",
            "Project",
            "Product",
            "Laboratory",
            "Field",
            "Process",
            "Environmental",
            "Safety",
            "Production",
            "Payroll",
            "Training",
            "Systems",
            "Database",
            "Claims",
            "Credit",
            "Facilities",
            "Fleet",
            "Research",
        ],
        35,
    )
    role = Skew(
        r,
        pool_of(
            "Engineer Manager Analyst Technician Specialist Coordinator Director Administrator Supervisor Representative Developer Assistant Consultant "
            "Officer Planner Inspector Clerk Architect Auditor Advisor Scientist Executive"
        ),
        22,
    )
    places = Skew(r, TOWNS, 80)
    kinds, grades, areas = r.random() < 0.6, r.choice([0.15, 0.4, 0.8]), r.random() < 0.3
    parts_of = ["Lab", "Seminar", "Recitation", "Practicum"]

    def fresh(r):
        if courses:
            name = head(r) % (
                (mod(r) + " " if r.random() < 0.6 else "") + subject(r) + (" and " + subject(r) if r.random() < 0.15 else "")
            )
            return (
                name,
                r.randint(1, 3) if r.random() < grades else 0,
                r.choice(parts_of) if kinds and r.random() < 0.2 else "",
                coined(r),
                "",
                str(r.randint(100, 699)),
            )
        name = (rank(r), field(r) + (" and " + field(r) if r.random() < 0.1 else ""), role(r))
        return (
            name,
            r.randint(1, 4) if r.random() < grades else 0,
            "",
            coined(r),
            places(r) if areas and r.random() < 0.4 else "",
            str(r.randint(1000, 9999)),
        )

    def near(r, p):
        way = r.random()
        if way < grades:
            return swap(p, p1=p[1] % 5 + 1)
        if courses:
            if kinds and way < 0.9:
                return swap(p, p2=r.choice(parts_of))
            words = p[0].split()
            return swap(
                p,
                p0=(
                    head(r) % " ".join(words[-2:] if words[-2] in MODS else [mod(r), words[-1]])
                    if len(words) > 1
                    else mod(r) + " " + p[0]
                ),
            )
        if areas and way < 0.6:
            return swap(p, p4=places(r, p[4]))
        return swap(
            p,
            p0=(
                swap(p[0], p0=rank(r, p[0][0]))
                if way < 0.7
                else swap(p[0], p2=role(r, p[0][2]))
                if way < 0.9
                else swap(p[0], p1=field(r))
            ),
        )

    def write(r, p, st):
        if courses:
            name = p[0]
            name = (
                r.choice(["Intro to " + name[16:], "Introductory " + name[16:]])
                if name.startswith("Introduction to ") and st("intro")
                else name
            )
        else:
            rank_, field_, role_ = p[0]
            name = join(rank_, field_, role_)
            if st("comma", 0.25):
                name = join(role_ + ",", field_ if not rank_ or st("rank last", 0.4) is False else field_ + ",", rank_).rstrip(
                    ","
                )
            elif st("of", 0.12) and role_ in ("Director", "Manager"):
                name = join(rank_, role_, "of", field_)
            name = name.replace("Human Resources", "HR") if st("hr", 0.4) else name
        name = name.replace(" and ", " & ") if st("and") else name
        name = shorten(r, name, JOB_SHORT, st, base=0.4)
        if p[1]:
            name += (
                " "
                if not st("level", 0.3)
                else r.choice([" Level ", " - ", ", ", " Lvl "] if not courses else [" - ", " Part ", ", ", " Level "])
            ) + roman(r, p[1], st)
        name += (" %s" if not st("part", 0.5) else r.choice([" - %s", " (%s)", ": %s"])) % p[2] if p[2] else ""
        if p[4]:
            name += (" - %s" if not st("place", 0.5) else r.choice([" (%s)", ", %s"])) % p[4]
        if courses and st("section", 0.15):
            name += r.choice([" Sec. %02d", " (Section %d)", " - Sec %d", " sect. %02d"]) % r.randint(1, 9)
        if courses and st("honors", 0.05):
            name += r.choice([" (online)", " [hybrid]", " - evening"])
        if not courses and st("gender", 0.12):
            name += r.choice([" (m/f/d)", " (m/w/d)", " - Full Time", " (f/m/x)", " - FT", " - urgent"])
        return name

    def bare(p):
        name = re.sub(r"\b(to|of|in|and)\b", "", p[0]) if courses else " ".join(p[0])
        return join(name, str(p[1] or ""), p[2], p[4])

    heads = (
        ["course", "course_title", "Course Name", "class_name", "CRS_TITLE"]
        if courses
        else ["job_title", "Job Title", "position", "occupation", "title"]
    )
    department = ("department", lambda r, p: p[0].split()[-1]) if courses else ("family", lambda r, p: p[0][1])
    return make(r, heads, fresh, near, write, bare, department, ("catalog", "transcript") if courses else ("hr", "jobs"), 0.2)


KINDS = {
    f.__name__: f
    for f in (
        en_firms,
        cn_gongsi,
        ru_ooo,
        de_vereine,
        hospitals_en_es,
        affiliation_lines,
        journal_abbrev,
        conference_names,
        book_titles,
        film_song_titles,
        plants_solar,
        schools_universities,
        job_titles_or_courses,
    )
}

if __name__ == "__main__":
    write_tables(KINDS)
