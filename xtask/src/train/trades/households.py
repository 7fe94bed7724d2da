"""Makes tables of people (and horses) who share much: twins, families, couples, namesakes, teammates, stablemates.

In each table one group of columns (the key) holds for every thing; all other columns may change, fade or get lost. Which group
that is depends on the seed: a code in one table, the first name beside a shared address in the next.
"""

import datetime
import unicodedata

from shared import forms_of, pool_of, write_tables


def fold(s):
    """Letters without their marks, small."""
    s = unicodedata.normalize("NFD", s.replace("đ", "d").replace("Đ", "D").replace("ı", "i").replace("İ", "I"))
    return "".join(c for c in s if not unicodedata.combining(c)).lower()


def plain(r, s):
    """Without diacritics, case kept."""
    s = unicodedata.normalize("NFD", s.replace("đ", "d").replace("Đ", "D").replace("ı", "i"))
    return unicodedata.normalize("NFC", "".join(c for c in s if not "\u0300" <= c <= "\u036f"))


def upper(r, s):
    return s.upper()


def lower(r, s):
    return s.lower()


def initial(r, s):
    return s[:1] + r.choice((".", ".", ""))


def some(r, pool):
    """Picks from a pool whose first words are the common ones."""
    return pool[int(len(pool) * r.random() ** 1.8)]


def digits(r, n):
    return str(r.randint(1, 9)) + "".join(r.choice("0123456789") for _ in range(n - 1))


def shape(number, pattern):
    """Puts the digits of a number into the places of a pattern."""
    left = iter(number)
    return "".join(next(left, "") if c == "#" else c for c in pattern)


def day(r, first, last):
    return datetime.date(first, 1, 1) + datetime.timedelta(r.randrange(365 * (last - first + 1)))


def typo(r, s):
    """One slip of a finger on a letter, never on a digit."""
    places = [i for i in range(1, len(s) - 1) if s[i].isalpha() and s[i + 1].isalpha()]
    if len(s) < 4 or not places:
        return s
    i, kind = r.choice(places), r.randrange(4)
    if kind == 0:
        return s[:i] + s[i + 1] + s[i] + s[i + 2 :]
    if kind == 1:
        return s[:i] + s[i + 1 :]
    if kind == 2:
        return s[:i] + s[i] + s[i:]
    return s[:i] + (r.choice("aeioustnrlm") if s[i].isascii() else s[i - 1].lower()) + s[i + 1 :]


def moji(s):
    return s.encode("utf-8").decode("cp1252", "replace") if any("\u00bf" < c < "\u0180" for c in s) else s


def distance(a, b):
    """Edits between two words."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def kin(r, p, draw, n):
    """First names of n relatives: far apart, or (in a table of close names) only unequal."""
    names = []
    while len(names) < n:
        name = draw()
        known = [fold(x) for x in names]
        new = fold(name)
        if p.close and new not in known or all(new[0] != x[0] and distance(new, x) > 2 for x in known):
            names.append(name)
    return names


def mail(r, *parts):
    hosts = ("gmail.com", "gmail.com", "hotmail.com", "yahoo.com", "outlook.com", "icloud.com", "live.com")
    name = r.choice((".", "", "_")).join(fold(x).replace(" ", "").replace("'", "") for x in parts if x)
    return "%s%s@%s" % (name, r.choice(("", "", str(r.randint(1, 99)))), r.choice(hosts))


class Plan:
    """What a seed decides about its table."""

    def __init__(self, r, link=0.2, kins=(0, 0.1, 0.3, 0.6, 0.9)):
        self.r = r
        self.size = int(r.triangular(300, 1500, 450))
        self.share = 0 if r.random() < 0.1 else r.choice((r.uniform(0.05, 0.25), r.uniform(0.2, 0.6)))
        self.most = r.choice((2, 2, 2, 2, 3, 3, 4, 6, 6, 30))
        self.base = {
            "soft": r.choice((0.01, 0.1, 0.25, 0.5, 0.8)),
            "hard": r.choice((0, 0.04, 0.12, 0.3, 0.55)),
            "gone": r.choice((0, 0.03, 0.1, 0.25)),
        }
        self.kins = r.choice(kins)
        if not self.share:
            self.kins = max(self.kins, r.choice((0.3, 0.6, 0.9)))
        self.close = r.random() < 0.3
        self.typo = 0 if self.close else r.choice((0, 0, 0.04, 0.12, 0.3))
        self.swap = r.choice((0, 0, 0, 0.03, 0.1))
        self.moji = r.choice((0,) * 8 + (0.03, 0.15))
        self.cut = r.choice((0,) * 5 + (12, 16, 22))
        self.loose = r.choice((0, 0, 0.05, 0.4))
        self.move = r.choice((0, 0.05, 0.2, 0.6))
        self.first = r.choice((0, 0.3, 1))
        self.blank = r.choice(("",) * 8 + ("-", "n/a", "NULL"))
        self.link = r.random() < link
        self.double = r.random() < 0.4
        if self.link and self.share:
            self.share = r.uniform(0.25, 0.85)
        self.rates = {}

    def has(self, chance):
        return self.r.random() < chance

    def rate(self, kind, field):
        """How often a change of this kind happens to this column."""
        if (kind, field) not in self.rates:
            dear = 0.4 if kind != "soft" and field in ("first", "last", "name", "maiden", "ko", "born") else 1
            self.rates[kind, field] = min(0.92, self.base[kind] * dear * self.r.choice((0, 0.4, 1, 1, 1.6)))
        return self.rates[kind, field]

    def records(self):
        if self.r.random() >= self.share:
            return 1
        if self.most == 30:
            return self.r.choice((2, 2, 2, 3, 5, self.r.randint(6, 30)))
        return 2 if self.r.random() < 0.6 else self.r.randint(2, self.most)


class Style:
    """How one list writes dates, phones and letters."""

    def __init__(self, r, dates, tels, cases=(None, None, None, upper, lower)):
        self.form, self.tel, self.case = r.choice(dates), r.choice(tels), r.choice(cases)

    def cell(self, r, field, value):
        if isinstance(value, datetime.date):
            return value.strftime(self.form)
        if field.startswith("tel"):
            return shape(value, self.tel) if value.isdigit() else value
        return value if not self.case or field.startswith(("mail", "code", "x_")) else self.case(r, value)


DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d")


def build(
    r,
    p,
    family,
    columns,
    keys,
    soft,
    hard,
    move=None,
    tels=("#" * 20,),
    dates=DATES,
    extras=(),
    names=("A", "B"),
    typos=("first", "last"),
    swap=("first", "last"),
    cuts=("street",),
    cases=(None, None, None, upper, lower),
):
    """Draws families until the table is full, and notes each member once or more often."""
    columns = list(columns) + [x for x in extras if r.random() < 0.35]
    main, mixed = r.choice(keys), r.random() < 0.2
    styles = [Style(r, dates, tels, cases) for _ in names]
    other = Style(r, dates, tels, cases)
    limits = sum(keys, ())
    # The second list of a link may lack a column or two.
    extra = [f for f in hard if f not in limits]
    absent = r.sample(extra, min(len(extra), r.choice((0, 0, 1, 2)))) if p.link else []
    rows, things, seen, count, owner = [], [], {}, 0, {}
    tries = 0
    while len(rows) < p.size and tries < 9000:
        tries += 1
        people = family()
        marks = []
        for person in people:
            marks.append([("key", n) + tuple(fold(str(person[f])) for f in key) for n, key in enumerate(keys)])
            if "born" in person and "last" in person:
                marks[-1].append(("loose", fold(person["first"])[:1], fold(person["last"])[:1], person["born"]))
            if "near" in person:
                s = fold(person["near"])
                marks[-1] += [("near", s)] + [("near", s[:i] + s[i + 1 :]) for i in range(len(s))]
        if any(m in seen for some_marks in marks for m in some_marks):
            continue
        exact = [m for some_marks in marks for m in some_marks if m[0] == "key"]
        if any(exact.count(m) > 1 for m in exact):
            continue
        for some_marks in marks:
            for m in some_marks:
                seen[m] = True
        for person in people:
            count += 1
            kept = r.choice(keys) if mixed and len(people) == 1 else main
            n = p.records()
            where = [r.randrange(len(names)) for _ in range(n)]
            if p.link:
                start = r.randrange(2)
                where = [start] if n == 1 else [0, 1] + [1] * (r.random() < 0.3) if p.double else [0, 1]
            for i, source in enumerate(where):
                row, scale = dict(person), 1 if i else p.first
                if move and r.random() < p.move * scale and not any(f in kept for f in move[0]):
                    row.update(move[1]())
                for f in hard:
                    if f in kept:
                        continue
                    if hard[f] and r.random() < p.rate("hard", f) * scale:
                        row[f] = r.choice(hard[f])(r, row[f]) if row[f] else ""
                    if r.random() < p.rate("gone", f) * (0.5 + 0.5 * scale):
                        row[f] = ""
                for f in soft:
                    if row[f] and r.random() < p.rate("soft", f) * scale:
                        row[f] = r.choice(soft[f])(r, row[f])
                if p.typo and r.random() < p.typo * scale:
                    f = r.choice(typos)
                    row[f] = typo(r, row[f])
                if swap and r.random() < p.swap and row[swap[0]] and row[swap[1]]:
                    row[swap[0]], row[swap[1]] = row[swap[1]], row[swap[0]]
                row["list"] = source
                for f in absent if source else ():
                    row[f] = ""
                style = styles[source if p.link else 0]
                if r.random() < p.loose:
                    style = other
                spoiled = r.random() < p.moji
                cells = []
                for _, f in columns:
                    value = row[f] if isinstance(f, str) else f(row)
                    value = style.cell(r, f if isinstance(f, str) else "text", value)
                    if spoiled:
                        value = moji(value)
                    if p.cut and f in cuts:
                        value = value[: p.cut].rstrip()
                    cells.append(value.strip() or p.blank)
                # What two different things must not share is all of their keys as written.
                mark = tuple(fold(str(row[f])) for f in limits)
                if owner.setdefault(mark, count) == count:
                    rows.append(([names[source]] if p.link else []) + cells)
                    things.append(count)
    order = list(range(len(rows)))
    r.shuffle(order)
    head = [h for h, _ in columns]
    policy = r.choice((None, None, None, None, str.upper, lambda h: h.lower().replace(" ", "_").replace(".", "")))
    head = [policy(h) for h in head] if policy else head
    return ["source"] * p.link + head, [rows[i] for i in order], [things[i] for i in order]


def pick(r, *words):
    """A useless column: one of some words."""
    return lambda row: r.choice(words)


def stamp(r, form="%Y-%m-%d %H:%M:%S"):
    """A useless column: a time of an entry."""
    return lambda row: (datetime.datetime(2015, 1, 1) + datetime.timedelta(seconds=r.randrange(10**6) * 300)).strftime(form)


def serial(r, form, n=6):
    """A column with a number of its own in each row."""
    start, used = r.randint(10 ** (n - 1), 5 * 10 ** (n - 1)), {}

    def number(row):
        new = start + r.randrange(6000)
        while new in used:
            new += 1
        used[new] = True
        return form % new

    return number


def fresh(n):
    """A change: another number of the same length (a new card, a new phone)."""
    return lambda r, s: s[:1] + digits(r, n)[1:]


def other_of(draw):
    return lambda r, s: draw()


# Turkish births.
TR_M = pool_of("""Yusuf Eymen Ömer Mustafa Mehmet Ahmet Ali Miraç Hamza Kerem Emir Emin Hasan Hüseyin Kuzey Güney Berat Mert
Can Efe
    Ege Poyraz Deniz Toprak Alparslan Göktuğ İbrahim İsmail Çınar Ayaz Atlas Aras Yiğit Burak Onur Umut Doruk Batu Kaan Selim""")
TR_F = pool_of("""Zeynep Elif Defne Asel Zümra Azra Eylül Nehir Ecrin Ela Ada Asya Miray Meryem Hira Ayşe Fatma Nil Nisa Nur İpek
    Öykü Masal Duru Lina Alya Gökçe Irmak Çağla Sude Ceren Beren Esila Yağmur Damla Buse Melek Belinay Sare Rüya""")
TR_L = pool_of("""Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt
    Özkan Şimşek Polat Korkmaz Erdoğan Güneş Bulut Keskin Ünal Tekin""") + [
    a + b
    for b in pool_of("oğlu türk kan soy er taş man gil can tekin")
    for a in pool_of("Ak Kara Öz Gök Er Tan Bay Gün Alp Çam Yaz Dağ Kan Şen Yal Kuş Tat Bal Sar Köse Hacı Molla İmam Deli Topal")
]
TR_P = forms_of("""İstanbul:Kadıköy:0216 İstanbul:Bağcılar:0212 Ankara:Keçiören:0312 İzmir:Bornova:0232 Bursa:Nilüfer:0224
    Adana:Seyhan:0322 Konya:Selçuklu:0332 Şanlıurfa:Haliliye:0414 Gaziantep:Şahinbey:0342 Antalya:Muratpaşa:0242""")


def tr_upper(r, s):
    return s.replace("i", "İ").upper()


def tr_twins_clinic(r):
    """Multiple births of a Turkish clinic: only name, order or number tells the babies apart."""
    p = Plan(r, 0.15, (0.7, 0.85, 0.95, 1))
    towns = r.sample(TR_P, r.randint(1, 4))
    year = r.randint(2005, 2023)
    road = lambda: "%s %s. No:%d D:%d" % (some(r, TR_L), r.choice(("Sok", "Cad", "Mah")), r.randint(1, 180), r.randint(1, 30))

    def family():
        town = r.choice(towns)
        base = {
            "last": some(r, TR_L),
            "born": day(r, year, year + r.choice((0, 1, 3))),
            "mother": some(r, TR_F),
            "father": some(r, TR_M),
            "code_m": digits(r, 11),
            "tel": "5" + r.choice("345") + digits(r, 8),
            "street": road(),
            "city": town[0],
            "district": town[1],
        }
        n = 1 if r.random() >= p.kins else r.choice((2, 2, 2, 2, 2, 3, 3, 4))
        sexes = [r.choice("EK")] * n if r.random() < 0.6 else [r.choice("EK") for _ in range(n)]
        minute, babies, chosen = r.randint(0, 1300), [], []
        for i, sex in enumerate(sexes):
            name = r.choice(TR_M if sex == "E" else TR_F)
            while any(name == x or not p.close and (fold(name)[0] == fold(x)[0] or distance(name, x) < 3) for x in chosen):
                name = r.choice(TR_M if sex == "E" else TR_F)
            chosen.append(name)
            minute += r.randint(1, 9)
            babies.append(
                dict(
                    base,
                    first=name,
                    order=str(i + 1),
                    sex=sex,
                    hour="%02d:%02d" % divmod(minute, 60),
                    code=digits(r, 11),
                    grams=str(r.randint(120, 380) * 10),
                    total=str(n),
                )
            )
        return babies

    coded, named, weighed = p.has(0.6), p.has(0.9), p.has(0.7)
    cols = [("TC Kimlik No", "code")] * coded + [("Bebek Adı", "first")] * named + [("Soyadı", "last"), ("Doğum Tarihi", "born")]
    cols += [("Doğum Saati", "hour")] * p.has(0.4) + [("Doğum Sırası", "order")] * (not named or p.has(0.5))
    cols += [("Cinsiyet", "sex")] + [("Kilo (gr)", "grams")] * weighed + [("Çoğul", "total")] * p.has(0.3)
    cols += [("Anne Adı", "mother"), ("Anne TC", "code_m")] if p.has(0.5) else [("Anne Adı", "mother")]
    cols += [("Baba Adı", "father"), ("Telefon", "tel"), ("Adres", "street"), ("İlçe", "district"), ("İl", "city")]
    have = [f for _, f in cols]
    keys = [
        k
        for k in (
            ("code",),
            ("first", "born", "mother"),
            ("first", "born", "tel"),
            ("order", "born", "tel"),
            ("order", "born", "mother", "last"),
        )
        if all(f in have for f in k)
    ]
    return build(
        r,
        p,
        family,
        [("Protokol No", serial(r, "%d"))] * p.has(0.4) + cols,
        keys,
        {
            "first": [plain, tr_upper],
            "last": [plain, tr_upper],
            "mother": [plain, tr_upper],
            "street": [plain, lambda r, s: s.replace("No:", "no ").replace(" D:", "/")],
            "sex": [lambda r, s: {"E": "Erkek", "K": "Kız"}[s]],
        },
        {
            "first": [lambda r, s: "Bebek", lambda r, s: "Bebek " + r.choice(TR_L)],
            "code": [],
            "order": [],
            "hour": [],
            "grams": [lambda r, s: "%d" % (int(s) + r.randint(-9, 30) * 10), lambda r, s: "%.2f kg" % (int(s) / 1000)],
            "tel": [fresh(10)],
            "father": [initial],
            "code_m": [],
            "mother": [initial],
            "district": [],
            "sex": [],
            "total": [],
        },
        (("street",), lambda: {"street": road()}),
        ("0### ### ## ##", "+90 ### ### ## ##", "0(###) #######", "##########"),
        extras=[
            ("Doğum Şekli", pick(r, "C/S", "C/S", "NSD")),
            ("Apgar", pick(r, "8/9", "9/10", "7/9", "9/9")),
            ("Doktor", pick(r, "Op. Dr. A. Tunç", "Op. Dr. S. Er", "Prof. Dr. N. Işık")),
            ("Kayıt Zamanı", stamp(r)),
        ],
        names=("hastane", "nufus"),
        typos=("last", "mother", "father"),
        swap=("mother", "father"),
        cases=(None, None, tr_upper, tr_upper),
    )


# Korean staff.
KO_L = forms_of("""김:Kim:Gim 이:Lee:Yi:Rhee 박:Park:Pak:Bak 최:Choi:Choe 정:Jung:Jeong:Chung 강:Kang:Gang 조:Cho:Jo 윤:Yoon:Yun
    장:Jang:Chang 임:Lim:Im 한:Han:Hahn 오:Oh:O 서:Seo:Suh 신:Shin:Sin 권:Kwon:Gwon 황:Hwang:Whang 안:Ahn:An 송:Song:Song
    류:Ryu:Yoo 홍:Hong:Hong 전:Jeon:Chun 고:Ko:Go 문:Moon:Mun 손:Son:Sohn 배:Bae:Pae 백:Baek:Paik 허:Heo:Hur 남:Nam:Nam 노:Noh:Roh""")
KO_S = forms_of("""민:min:min 준:jun:joon 서:seo:suh 지:ji:jee 현:hyun:hyeon 우:woo:u 영:young:yeong 수:soo:su 진:jin:jin 호:ho:ho
    경:kyung:gyeong 은:eun:un 성:sung:seong 재:jae:jai 혜:hye:hae 연:yeon:youn 희:hee:hui 승:seung:sung 상:sang:sang 동:dong:dong
    태:tae:tai 미:mi:mee 선:sun:seon 정:jung:jeong 원:won:weon 석:seok:suk 철:chul:cheol 나:na:na 예:ye:yeh 윤:yoon:yun 규:kyu:gyu
    훈:hoon:hun 아:a:ah 주:joo:ju 기:ki:gi 용:yong:yong 찬:chan:chan 시:si:shi 도:do:doh 하:ha:ha""")


def ko_latin(r, ko):
    """A way to write a hangul name in Latin letters."""
    last = [x for x in KO_L if x[0] == ko[0]][0]
    given = [r.choice([x for x in KO_S if x[0] == c][0][1:]) for c in ko[1:]]
    first = r.choice(("-".join(given), "".join(given), " ".join(given), "-".join(given))).capitalize()
    last = r.choice(last[1:3])
    return r.choice(
        (first + " " + last, first + " " + last, last + " " + first, last.upper() + ", " + first, last + ", " + first)
    )


def ko_employees(r):
    """Staff of a Korean company: few family names, hangul and romanized."""
    p = Plan(r)
    unit = pool_of(
        "영업1팀 영업2팀 인사팀 총무팀 재무회계팀 개발본부 품질관리팀 생산1부 생산2부 연구소 마케팅팀 구매팀 전산실 법무팀 해외사업부"
    )
    rank = pool_of("사원 사원 주임 대리 대리 과장 과장 차장 부장 이사 상무")
    site = r.choice(pool_of("hansol-tech.co.kr daeyang.com sejinind.co.kr mirae-bio.kr kuksan.co.kr"))
    code = r.choice(("%d", "E%06d", "HR-%05d"))
    turn = [r.randint(1, 900)]

    def family():
        start, place, group = day(r, 2001, 2022), r.choice(unit), []
        n = r.randint(2, 6) if r.random() < p.kins else 1
        same = some(r, KO_L)[0] + r.choice(KO_S)[0] + r.choice(KO_S)[0]
        for i in range(n):
            # A namesake, or a colleague who began on the same day.
            ko = same if i == 0 or r.random() < 0.35 else some(r, KO_L)[0] + r.choice(KO_S)[0] + r.choice(KO_S)[0]
            turn[0] += r.randint(1, 3)
            en = ko_latin(r, ko)
            born = day(r, 1963, 1999)
            number = code % (start.year * 10000 + turn[0] if code == "%d" else turn[0])
            group.append(
                {
                    "ko": ko,
                    "en": en,
                    "born": born,
                    "start": start,
                    "unit": place,
                    "rank": r.choice(rank),
                    "code": number,
                    "tel": "10" + digits(r, 8),
                    "mail": "%s%s@%s" % (fold(en).replace(" ", ".").replace(",", ""), born.year % 100, site),
                    "site": r.choice(("본사", "본사", "천안공장")),
                }
            )
        return group

    coded, borne, phoned = p.has(0.6), p.has(0.75), p.has(0.75)
    phoned = phoned or not borne
    cols = (
        [("사번", "code")] * coded
        + [("성명", "ko"), ("영문명", "en")]
        + [("생년월일", "born")] * borne
        + [("부서", "unit"), ("직급", "rank")]
    )
    cols += (
        [("휴대폰", "tel")] * phoned
        + [("이메일", "mail")] * p.has(0.6)
        + [("입사일", "start")] * p.has(0.7)
        + [("근무지", "site")] * p.has(0.3)
    )
    have = [f for _, f in cols]
    keys = [k for k in (("code",), ("ko", "born"), ("ko", "tel"), ("born", "tel"), ("ko", "mail")) if all(f in have for f in k)]
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "ko": [lambda r, s: s[0] + " " + s[1:], lambda r, s: s + "님"],
            "unit": [lambda r, s: s.replace("팀", ""), lambda r, s: s + " "],
        },
        {
            "ko": [lambda r, s: s[0] + "OO", lambda r, s: s[0] + "*" + s[2]],
            "code": [],
            "en": [
                lambda r, s: s.upper(),
                lambda r, s: s.replace("-", " "),
                lambda r, s: s.replace("-", ""),
                lambda r, s: " ".join(reversed(s.replace(",", "").split(" ", 1))),
            ],
            "unit": [other_of(lambda: r.choice(unit))],
            "rank": [other_of(lambda: r.choice(rank))],
            "tel": [fresh(10)],
            "mail": [lambda r, s: s.split("@")[0] + "@naver.com", lambda r, s: fold(s)[:3] + digits(r, 4) + "@gmail.com"],
            "start": [],
            "site": [],
            "born": [],
        },
        None,
        ("0##-####-####", "0##########", "+82-##-####-####", "0## #### ####"),
        ("%Y-%m-%d", "%Y.%m.%d", "%Y%m%d", "%y%m%d", "%Y년 %m월 %d일"),
        [
            ("재직상태", pick(r, "재직", "재직", "휴직", "퇴직")),
            ("등록일시", stamp(r)),
            ("순번", serial(r, "%d", 3)),
            ("급여구분", pick(r, "월급", "연봉")),
        ],
        ("인사DB", "ERP"),
        ("en",),
        None,
        ("en",),
        (None,),
    )


# Indian exam rolls.
IN_G = pool_of("""Ramesh Suresh Lakshmi Priya Karthik Anitha Senthil Murugan Kavitha Divya Vijay Arun Deepa Ganesh Revathi Manoj
    Sangeetha Prakash Meena Rajesh Saravanan Bhuvana Dinesh Gayathri Harish Indhu Jayanthi Kumaran Logesh Mohan Nandhini Oviya
    Pavithra
    Ranjith Selvi Thenmozhi Uma Vignesh Yamuna Aravind Balaji Chitra Elango Farook Gopal Hema Ilango Janani Keerthana Latha Mahesh
    Naveen Padma Raghav Shanthi Tamil Vasanth Abdul Fathima Joseph Mary Stephen Yuvaraj Zakir""") + [
    a + b
    for b in pool_of("kumar raj priya mani swamy nathan vel devi mozhi samy")
    for a in pool_of("Siva Rama Krishna Bala Selva Vijaya Surya Chandra Guna Jaya Muthu Palani Raja Sathya Velu Arul Anbu Kala")
]
IN_V = (
    ("th", "t"),
    ("ee", "i"),
    ("oo", "u"),
    ("v", "w"),
    ("sh", "s"),
    ("ksh", "x"),
    ("aa", "a"),
    ("dh", "d"),
    ("y", "i"),
    ("an", "un"),
)


def in_spell(r, s):
    """Another spelling of an Indian name."""
    fits = [(a, b) for a, b in IN_V if a in s[1:]]
    a, b = r.choice(fits) if fits else ("", "")
    return s[0] + s[1:].replace(a, b, 1) if a else s


def in_students(r):
    """Exam rolls of an Indian board: an initial stands for the father's name."""
    p = Plan(r, 0.15)
    school = [
        "%s %s"
        % (
            r.choice(pool_of("Govt. St.Mary's Vivekananda Bharathi Kendriya Sri-Ram Nehru AVM")),
            r.choice(("Hr Sec School", "Matric HSS", "Vidyalaya", "Girls HSS", "Boys HSS")),
        )
        for _ in range(r.randint(3, 14))
    ]
    roll, year = [int(digits(r, 7))], r.randint(2008, 2023)
    style = r.randrange(4)
    full = lambda row: (
        (
            ("%s. %s", "%s %s", "%s.%s")[style % 3] % (row["father"][:1], row["first"])
            if style and row["father"]
            else row["first"] + (" " + row["father"][:1] if row["father"] else "")
        )
        if row["first"]
        else ""
    )

    def family():
        where, n = r.choice(school), (r.randint(2, 3) if r.random() < p.kins else 1)
        base = {
            "father": r.choice(IN_G),
            "mother": r.choice(IN_G),
            "born": day(r, year - 18, year - 15),
            "school": where,
            "caste": r.choice(("BC", "BC", "MBC", "SC", "ST", "OC", "BCM")),
            "village": r.choice(IN_G)[:5].lower() + r.choice(("palayam", "patti", "puram", "nallur", "kudi")),
        }
        base["village"], twin, group = base["village"].capitalize(), r.random(), []
        names = kin(r, p, lambda: some(r, IN_G), n)
        for name in names:
            roll[0] += r.randint(1, 4)
            person = dict(base, first=name, code_r=str(roll[0]), code=r.choice(("TN", "EN", "AB")) + digits(r, 9))
            if twin > 0.55:
                person["born"] = day(r, year - 18, year - 15)
            if 0.4 < twin < 0.55:
                # Namesakes of one class with other fathers.
                person.update(first=names[0], father=r.choice(IN_G), mother=r.choice(IN_G), born=day(r, year - 18, year - 15))
            person["last"] = person["father"]
            group.append(person)
        return group

    coded = p.has(0.5)
    borne = p.has(0.8)
    cols = [("Roll No", "code_r")] * (r.random() < 0.8) + [("Enrolment No", "code")] * coded + [("Candidate Name", full)]
    cols += [("Father's Name", "father")] + [("Mother's Name", "mother")] * p.has(0.5) + [("DOB", "born")] * borne
    cols += [("School", "school"), ("Community", "caste")] + [("Native Place", "village")] * p.has(0.4)
    have = [f for _, f in cols] + ["first"]
    keys = [
        k
        for k in (
            ("code",),
            ("first", "father", "born"),
            ("first", "mother", "born"),
            ("first", "father", "school", "caste"),
            ("code_r",),
        )
        if all(f in have for f in k)
    ]
    if borne:
        keys = [k for k in keys if "school" not in k]
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "first": [in_spell, upper],
            "father": [in_spell, upper, lambda r, s: s + " " + "KMSP"[len(s) % 4]],
            "school": [lambda r, s: s.replace("Hr Sec School", "HSS"), upper],
        },
        {
            "code": [],
            "code_r": [fresh(7)],
            "first": [lambda r, s: s[: r.randint(3, 5)], other_of(lambda: r.choice(IN_G))],
            "mother": [initial, in_spell],
            "father": [initial],
            "born": [],
            "school": [other_of(lambda: r.choice(school))],
            "caste": [],
            "village": [],
        },
        None,
        ("#" * 12,),
        ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%b-%Y"),
        [
            ("Marks", lambda row: str(r.randint(180, 600))),
            ("Result", pick(r, "PASS", "PASS", "PASS", "FAIL", "ABSENT")),
            ("Session", lambda row: "%s %d" % (r.choice(("MAR", "JUN", "SEP")), year + r.randint(0, 2))),
            ("Group", pick(r, "Maths-Biology", "Commerce", "Comp Sci", "Arts")),
            ("Medium", pick(r, "TM", "TM", "EM")),
        ],
        ("board", "school"),
        ("first", "father"),
        None,
        ("school",),
        (None, upper, upper),
    )


# Spanish members.
ES_M = pool_of("""Antonio José Manuel Francisco David Juan Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pedro Pablo Ángel
Sergio
    Fernando Jorge Luis Alberto Álvaro Diego Adrián Raúl Iván Enrique Rubén Óscar Ramón Vicente Andrés Joaquín Santiago Eduardo
    Víctor
    Roberto Jaime Ignacio Mario Marcos Gonzalo Hugo Nicolás Tomás Agustín""")
ES_F = pool_of("""María Carmen Ana Isabel Laura Cristina Marta Lucía Pilar Elena Sara Paula Raquel Rosa Beatriz Julia Irene Silvia
    Alba Patricia Andrea Rocío Mónica Alicia Ángela Sonia Sandra Marina Susana Yolanda Natalia Margarita Inés Eva Claudia
    Noelia Verónica
    Amparo Nuria Gloria Lorena Esther Inmaculada Concepción Dolores""")
ES_L = pool_of("""García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno
    Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales
    Suárez Ortega
    Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto
    Méndez Cruz
    Calvo Gallego Vidal León Márquez Herrera Peña Flores Cabrera Campos Vega Fuentes Carrasco Diez Caballero Nieto Reyes
    Aguilar Pascual
    Herrero Lorenzo Montero Hidalgo Giménez Ibáñez Ferrer Durán Santiago Benítez Mora Vicente Vargas Arias Carmona Crespo Román
    Pastor
    Soto Sáez Velasco Moya Soler Parra Esteban Bravo Gallardo Rojas""") + [
    a + b
    for b in pool_of("ero ales ondo edo illa ares osa eta arri egui")
    for a in pool_of("Barr Carb Mend Urr Ech Ag Ol Laz Arr Gor Zab Let Iz Most Per Cal Sal Ter Vill Bust")
]
ES_N = forms_of("""Francisco:Paco:Fco. José:Pepe:Jose Manuel:Manolo:Mnel. María:Mª:M. Dolores:Lola:Dolors Concepción:Concha:Conchi
    Ignacio:Nacho:Ig. Enrique:Quique:E. Inmaculada:Inma:Inmac. Rafael:Rafa:Rfl. Antonio:Toni:Ant. Javier:Javi:Xavi
    Alejandro:Alex:Ale
    Isabel:Isa:Bel Cristina:Cris:Cristi Rosa:Rosi:Rosita Miguel:Migue:Mgl. Beatriz:Bea:Bea Eduardo:Edu:Edu
    Patricia:Patri:Patri""")


def es_nick(r, s):
    for forms in ES_N:
        if s.split(" ")[0] == forms[0]:
            return " ".join([r.choice(forms[1:])] + s.split(" ")[1:])
    return plain(r, s)


def dni(number):
    return "%08d%s" % (number, "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23])


def es_socios(r):
    """Members of a Spanish club: two last names, families with one phone and one address."""
    p = Plan(r)
    town = r.choice((("Getafe", "289"), ("Alcoy", "038"), ("Ronda", "294"), ("Avilés", "334"), ("Reus", "432"), ("Lorca", "308")))
    road = lambda: (
        "%s %s, %d, %dº %s"
        % (
            r.choice(("C/", "Calle", "Avda.", "Pza.", "Cl")),
            some(r, ES_L),
            r.randint(1, 140),
            r.randint(1, 9),
            r.choice(("A", "B", "izq.", "dcha.")),
        )
    )
    turn = [r.randint(1, 3000)]
    clubs = r.choice((("Infantil", "Adulto", "Jubilado"), ("Numerario", "Familiar", "Honor"), ("A", "B", "C")))

    def family():
        a, b, c, d = (some(r, ES_L) for _ in range(4))
        n = r.randint(2, 5) if r.random() < p.kins else 1
        sexes = [r.choice("HM") for _ in range(n)]
        names = kin(
            r,
            p,
            lambda: (
                lambda x: (
                    x if r.random() < 0.7 else x + " " + r.choice([y for y in (ES_F[:9] if x in ES_F else ES_M[:12]) if y != x])
                )
            )(some(r, ES_M + ES_F)),
            n,
        )
        base = {
            "street": road(),
            "city": town[0],
            "zip": town[1] + "%02d" % r.randint(1, 20),
            "tel": r.choice("67") + digits(r, 8),
            "mail": mail(r, r.choice(("familia", names[0].split(" ")[0])), a, r.choice((b, c))),
        }
        alone, group = r.random() < 0.2, []
        for i in range(n):
            first, last = (a, b) if i == 0 else (c, d) if i == 1 and n > 2 else (a, c)
            turn[0] += r.randint(1, 5)
            name = names[0] if i == n - 1 and n > 2 and r.random() < 0.3 else names[i]
            person = dict(
                base,
                first=name,
                last=first,
                last2=last,
                code=dni(r.randint(10**7, 79 * 10**6)),
                code_n=str(turn[0]),
                born=day(r, *((1940, 1972) if i < 2 else (1985, 2014))),
                sex=sexes[i],
            )
            if alone:
                person["mail"] = mail(r, name.split(" ")[0], first)
            group.append(person)
        return group

    merged, coded, borne, number = p.has(0.3), p.has(0.55), p.has(0.7), p.has(0.5)
    cols = [("Nº Socio", "code_n")] * number
    if merged:
        cols += [
            (
                "Apellidos y Nombre",
                lambda row: ", ".join(x for x in (" ".join(x for x in (row["last"], row["last2"]) if x), row["first"]) if x),
            )
        ]
    else:
        cols += [("Nombre", "first"), ("Apellido 1", "last"), ("Apellido 2", "last2")]
    cols += (
        [("DNI", "code")] * coded
        + [("F. Nacimiento", "born")] * borne
        + [("Dirección", "street"), ("C.P.", "zip"), ("Población", "city"), ("Teléfono", "tel")]
        + [("Email", "mail")] * p.has(0.7)
    )
    have = [f for _, f in cols] + ["first", "last", "last2"]
    keys = [
        k
        for k in (("code",), ("first", "last", "born"), ("first", "last", "last2", "tel"), ("code_n",))
        if all(f in have for f in k)
    ]
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "first": [plain, es_nick, upper],
            "last": [plain, upper],
            "last2": [plain, upper],
            "street": [plain, lambda r, s: s.replace("C/", "Calle").replace("Avda.", "Avenida"), lambda r, s: s.split("º")[0]],
        },
        {
            "code": [lambda r, s: s[:-1]],
            "code_n": [fresh(5)],
            "last2": [initial],
            "first": [initial],
            "last": [initial],
            "born": [],
            "tel": [fresh(9), lambda r, s: "9" + digits(r, 8)],
            "mail": [other_of(lambda: mail(r, some(r, ES_M)))],
            "street": [],
            "zip": [],
        },
        (("street",), lambda: {"street": road(), "zip": town[1] + "%02d" % r.randint(1, 20)}),
        ("### ### ###", "### ## ## ##", "+34#########", "#########"),
        extras=[
            ("Cuota", pick(r, "12,00", "24,00", "36,50")),
            ("Tipo", pick(r, *clubs)),
            ("Estado", pick(r, "ALTA", "ALTA", "BAJA")),
            ("Fecha alta", stamp(r, "%d/%m/%Y")),
            ("Domiciliado", pick(r, "S", "N")),
        ],
        names=("secretaria", "web"),
        typos=("first", "last", "last2", "street"),
        swap=("last", "last2"),
    )


# Vietnamese customers.
VN_L = pool_of(
    "Nguyễn Nguyễn Trần Nguyễn Lê Trần Phạm Nguyễn Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Trịnh Đoàn"
)
VN_M = pool_of(
    "Văn Thị Thị Văn Đức Ngọc Minh Hữu Thanh Quốc Thu Kim Xuân Hoài Bảo Gia Anh Tuấn Đình Công Phương Khánh Hồng Mỹ Quang"
)
VN_G = pool_of("""Anh Hùng Hưng Dũng Hương Lan Linh Mai Nam Phương Quân Sơn Tâm Thảo Trang Tuấn Tú Vân Yến Bình Cường Châu Đạt
Giang Hà
    Hải Hạnh Hiền Hòa Huệ Khoa Kiên Long Lộc My Nga Ngân Nhung Oanh Phúc Phượng Quyên Thắng Thủy Thúy Toàn Trinh Trung Uyên
    Việt Vy""")
VN_T = forms_of("32:162 33:163 34:164 35:165 36:166 37:167 38:168 39:169 70:120 79:121 77:122 76:126 78:128 83:123 85:125")
VN_W = forms_of("""Quận_1:TP._Hồ_Chí_Minh Quận_7:TP._Hồ_Chí_Minh Gò_Vấp:TP._Hồ_Chí_Minh Cầu_Giấy:Hà_Nội Đống_Đa:Hà_Nội
Hải_Châu:Đà_Nẵng
    Ninh_Kiều:Cần_Thơ Biên_Hòa:Đồng_Nai Thủ_Dầu_Một:Bình_Dương Lê_Chân:Hải_Phòng""")


def vn_old(r, s):
    """The number as it was before the change of prefixes in 2018."""
    for new, old in VN_T:
        if s.startswith(new):
            return "0%s%s%s" % (old, r.choice((" ", ".", "-")), s[2:])
    return s


def vn_customers(r):
    """Customers of a Vietnamese shop: few family names, marks lost, old phone prefixes, shared phones."""
    p = Plan(r)
    road = lambda: (
        "%s %s %s"
        % (
            r.choice((str(r.randint(1, 400)), "%d/%d" % (r.randint(2, 300), r.randint(1, 60)))),
            some(r, VN_L),
            " ".join((r.choice(VN_M), r.choice(VN_G))),
        )
    )
    places = r.sample(VN_W, r.randint(2, 8))

    def family():
        n = r.randint(2, 4) if r.random() < p.kins else 1
        w = r.choice(places)
        base = {
            "last": r.choice(VN_L),
            "middle": r.choice(VN_M),
            "tel": r.choice(VN_T)[0] + digits(r, 7),
            "street": road(),
            "ward": w[0].replace("_", " "),
            "city": w[1].replace("_", " "),
        }
        names, bunch, group = kin(r, p, lambda: r.choice(VN_G), n), r.random(), []
        for name in names:
            person = dict(base, first=name, born=day(r, 1955, 2004), code="0" + digits(r, 11))
            if bunch < 0.35:
                # Namesakes that live elsewhere.
                w = r.choice(places)
                person.update(
                    first=names[0],
                    tel=r.choice(VN_T)[0] + digits(r, 7),
                    street=road(),
                    ward=w[0].replace("_", " "),
                    city=w[1].replace("_", " "),
                )
            elif bunch < 0.7 and name != names[0]:
                person.update(last=r.choice(VN_L), middle=r.choice(VN_M))
            person["mail"] = mail(r, person["first"], person["last"], str(person["born"].year)[2:])
            group.append(person)
        return group

    west = p.has(0.2)
    full = lambda row: " ".join(
        x
        for x in ((row["first"], row["last"]) if west and row["list"] and p.link else (row["last"], row["middle"], row["first"]))
        if x
    )
    coded, borne, split = p.has(0.4), p.has(0.5), p.has(0.2)
    cols = [("Họ", "last"), ("Tên đệm", "middle"), ("Tên", "first")] if split else [("Họ và tên", full)]
    cols += (
        [("Số CCCD", "code")] * coded
        + [("Ngày sinh", "born")] * borne
        + [("Điện thoại", "tel"), ("Địa chỉ", "street"), ("Quận/Huyện", "ward"), ("Tỉnh/TP", "city")]
        + [("Email", "mail")] * p.has(0.5)
    )
    have = [f for _, f in cols] + ["first", "last", "middle"]
    keys = [
        k
        for k in (("code",), ("last", "first", "tel"), ("last", "middle", "first", "born"), ("first", "mail"))
        if all(f in have for f in k)
    ]
    return build(
        r,
        p,
        family,
        [("Mã KH", serial(r, "KH%06d"))] * p.has(0.5) + cols,
        keys,
        {
            "first": [plain, upper, plain],
            "last": [plain, lambda r, s: plain(r, s)[:2] + ".", plain],
            "middle": [plain, initial],
            "street": [plain, lambda r, s: "Số " + s, lambda r, s: s + r.choice((", P.3", ", KP 2", ""))],
            "tel": [vn_old],
            "city": [plain, lambda r, s: {"TP. Hồ Chí Minh": "HCM", "Hà Nội": "HN"}.get(s, s)],
            "ward": [plain],
        },
        {
            "code": [lambda r, s: digits(r, 9)],
            "middle": [],
            "tel": [lambda r, s: r.choice(VN_T)[0] + digits(r, 7)],
            "born": [],
            "first": [initial],
            "mail": [other_of(lambda: mail(r, r.choice(VN_G), "shop"))],
            "ward": [],
            "street": [],
            "city": [],
        },
        (("street",), lambda: {"street": road()}),
        ("0#########", "0### ### ###", "+84#########", "84 ## ### ####", "0##.###.####"),
        extras=[
            ("Hạng", pick(r, "Đồng", "Bạc", "Vàng", "VIP")),
            ("Tổng mua", lambda row: "%d.000đ" % r.randint(90, 999)),
            ("Ngày tạo", stamp(r, "%d/%m/%Y %H:%M")),
            ("Nguồn", pick(r, "Facebook", "Zalo", "Cửa hàng", "Shopee")),
        ],
        names=("pos", "online"),
        typos=("last", "street", "middle"),
        swap=("last", "first"),
    )


# Dutch members.
NL_G = pool_of("""Jan Emma Daan Sanne Pieter Lotte Sem Julia Willem Anna Thijs Eva Kees Fleur Lars Lisa Bram Femke Henk Maud
Joost Roos
    Ruben Iris Tim Noor Gijs Sophie Dirk Marieke Jeroen Anouk Hidde Floor Stijn Wouter Esmee Casper Jet Koen Fenna Olaf Ilse
    Niels Yara
    Arjan Tess Vincent Zoë Hugo Liesbeth Quinten Ursula Xander Ingrid Gerrit Bas Nienke Rik Karin""")
NL_L = [
    tuple(x.split("_"))
    for x in pool_of("""de_Jong _Jansen de_Vries van_den_Berg van_Dijk _Bakker _Janssen _Visser _Smit
_Meijer
    de_Boer _Mulder de_Groot _Bos _Vos _Peters _Hendriks van_Leeuwen _Dekker _Brouwer de_Wit _Dijkstra _Smits de_Graaf
    van_der_Meer
    van_der_Linden _Kok _Jacobs de_Haan _Vermeulen van_den_Heuvel van_der_Veen van_den_Broek de_Bruijn van_der_Heijden
    _Schouten van_Beek
    _Willems van_Vliet _Hoekstra _Maas _Verhoeven _Koster van_Dam van_de_Wiel ten_Have ter_Horst 't_Hart in_'t_Veld
    op_den_Kamp""")
] + [
    (b, a + c)
    for c in pool_of("huis dijk veld man stra berg sma camp zand horst")
    for a, b in forms_of(
        "Nieuw: Oude:van Wester: Rood: Hof:van Loon: Zwaan: Kerk:van Bloem: Wijn:van Stal: Groen: Water:van Hout: Noord:"
    )
]
NL_L = [(" ".join(x[:-1]), x[-1]) for x in NL_L]


def nl_between(r, s):
    """Other ways to write van der and its like."""
    return r.choice(
        (s.replace("van der", "v.d.").replace("van den", "v.d.").replace("van", "v."), s.replace("van de", "vd"), s.title())
    )


def nl_leden(r):
    """Members of a Dutch sports club: tussenvoegsels, families at one address with one account."""
    p = Plan(r)
    club = r.choice(("hockey", "voetbal", "tennis"))
    teams = [
        t + str(i)
        for t in (("JO11-", "JO13-", "MO15-", "Sen ") if club != "hockey" else ("MD", "JC", "Dames ", "Heren "))
        for i in (1, 2, 3)
    ]
    place, zone = r.choice((("Amersfoort", "38"), ("Zwolle", "80"), ("Breda", "48"), ("Delft", "26"), ("Haren", "97")))
    roads = [
        a + b
        for a in pool_of("Linde Beuken Kerk School Molen Station Dorps Eiken Wilhelmina Juliana Vondel Tulpen")
        for b in pool_of("straat laan weg plein hof")
    ]
    home = lambda: {
        "street": r.choice(roads),
        "house": str(r.randint(1, 210)) + r.choice(("", "", "", "a", "-2", " bis")),
        "zip": zone + str(r.randint(10, 99)) + " " + r.choice("ABCDEGHKLNPRSTVWXZ") + r.choice("ABCDEGHKLNPRSTVWXZ"),
    }

    def family():
        n = r.randint(2, 5) if r.random() < p.kins else 1
        between, last = some(r, NL_L)
        names = kin(r, p, lambda: r.choice(NL_G), n)
        base = dict(
            home(),
            between=between,
            last=last,
            city=place,
            tel="6" + digits(r, 8),
            mail=mail(r, names[0], between, last),
            iban="NL%02d%s%s" % (r.randint(10, 99), r.choice(("RABO", "INGB", "ABNA")), "0" + digits(r, 9)),
        )
        twins, own, group, born = r.random() < 0.2, r.random() < 0.3, [], day(r, 2004, 2016)
        for i, name in enumerate(names):
            person = dict(
                base,
                first=name,
                code=r.choice("BCDFGHJKLMNP")
                + r.choice("BCDFGHJKL")
                + r.choice("BCDFGHJ")
                + digits(r, 4)[1:]
                + r.choice("BCDFGH"),
                born=born if twins else day(r, 1955, 1985) if i < 2 and n > 1 else day(r, 1970, 2016),
                letters=name[0] + "." + r.choice(("", "", "J.", "A.M.", "H.")),
                team=r.choice(teams),
            )
            if own:
                person.update(mail=mail(r, name, last), tel="6" + digits(r, 8))
            group.append(person)
        return group

    style, coded, borne, banked = r.randrange(3), p.has(0.5), p.has(0.8), p.has(0.4)
    tail = lambda row: (
        ("%s, %s" % (row["last"], row["between"]) if style == 1 else "%s %s" % (row["between"], row["last"]))
        if row["between"]
        else row["last"]
    )
    cols = [("Relatienummer", "code")] * coded + [("Voorletters", "letters")] * p.has(0.5) + [("Roepnaam", "first")]
    cols += [("Tussenvoegsel", "between"), ("Achternaam", "last")] if not style else [("Achternaam", tail)]
    cols += [("Geboortedatum", "born")] * borne
    cols += (
        [("Straat", "street"), ("Huisnr", "house")]
        if p.has(0.5)
        else [("Adres", lambda row: row["street"] and row["street"] + " " + row["house"])]
    )
    cols += (
        [("Postcode", "zip"), ("Woonplaats", "city"), ("Mobiel", "tel")]
        + [("E-mail", "mail")] * p.has(0.7)
        + [("IBAN", "iban")] * banked
    )
    cols += [("Team", "team")] * p.has(0.6)
    have = [f for _, f in cols] + ["last", "house", "street"]
    keys = [
        k
        for k in (
            ("code",),
            ("first", "last", "born"),
            ("first", "last", "tel"),
            ("first", "iban"),
            ("first", "last", "zip", "house"),
        )
        if all(f in have for f in k)
    ]
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "first": [upper, lambda r, s: s + " "],
            "between": [nl_between],
            "last": [lambda r, s: s.replace("ij", "y"), lambda r, s: s + "-" + NL_L[sum(map(ord, s)) % len(NL_L)][1], upper],
            "zip": [lambda r, s: s.replace(" ", ""), lambda r, s: s.lower()],
            "letters": [lambda r, s: s.replace(".", "")],
            "street": [lambda r, s: s.replace("straat", "str."), lambda r, s: s.replace("laan", "ln")],
        },
        {
            "code": [],
            "first": [initial, other_of(lambda: r.choice(NL_G))],
            "between": [],
            "born": [],
            "tel": [fresh(9)],
            "letters": [],
            "mail": [other_of(lambda: mail(r, r.choice(NL_G), "thuis"))],
            "iban": [],
            "team": [other_of(lambda: r.choice(teams))],
            "street": [],
            "zip": [],
        },
        (("street", "zip", "house"), home),
        ("0# ########", "0#-########", "+31 # ## ## ## ##", "0#########"),
        extras=[
            ("Lidsoort", pick(r, "Spelend", "Spelend", "Niet-spelend", "Donateur")),
            ("Lid sinds", stamp(r, "%d-%m-%Y")),
            ("Contributie", pick(r, "185,00", "240,00", "95,00")),
            ("Vrijwilliger", pick(r, "ja", "nee", "nee")),
        ],
        names=("sportlink", "boekhouding"),
        typos=("last", "street"),
        swap=None,
    )


# Hungarian patients.
HU_M = pool_of("""László István József János Zoltán Sándor Gábor Ferenc Attila Péter Tamás Zsolt Tibor András Csaba Imre Lajos
György
    Balázs Gyula Mihály Károly Róbert Béla Dániel Krisztián Miklós Norbert Bence Máté Ádám Levente Dávid Márk""")
HU_F = pool_of("""Mária Erzsébet Katalin Ilona Éva Anna Zsuzsanna Margit Judit Ágnes Andrea Julianna Ildikó Erika Krisztina
Irén Eszter
    Magdolna Mónika Edit Gabriella Szilvia Anita Tímea Viktória Veronika Rozália Nikolett Zsófia Dóra Piroska Boglárka""")
HU_L = pool_of("""Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Lakatos Takács Juhász Oláh
Mészáros Simon
    Rácz Fekete Szilágyi Török Fehér Balázs Gál Kis Szűcs Orsós Kocsis Fodor Pintér Szalai Sipos Magyar Lukács Gulyás Biró Király
    Katona László Jakab Bogdán Balog Sándor Boros Fazekas Kelemen Antal Somogyi Váradi Fülöp Orosz Vincze Veres Hegedűs
    Deák""") + [
    a + b
    for b in pool_of("i fi házi vári falvi szegi halmi kúti mezei völgyi")
    for a in pool_of("Sár Bor Kis Új Kő Vas Vár Ör Al Nyír Bánd Hegy Bő Tar Szent Föld Erd Kas Szár Rév")
]
HU_C = forms_of("Debrecen:4024 Szeged:6720 Pécs:7621 Győr:9021 Miskolc:3525 Eger:3300 Kecskemét:6000 Budapest:1083 Szolnok:5000")


def hu_betegek(r):
    """Hungarian patients: family name first, maiden names and mothers' names, twins and namesakes."""
    p = Plan(r)
    town = r.sample(HU_C, r.randint(2, 6))
    ward = r.sample(
        pool_of("Belgyógyászat Sebészet Szülészet Szemészet Ortopédia Urológia Kardiológia Neurológia Bőrgyógyászat"), 5
    )
    road = lambda: "%s %s %d." % (some(r, HU_L + HU_M), r.choice(("utca", "út", "u.", "tér", "köz")), r.randint(1, 120))

    def move():
        c = r.choice(town)
        return {"city": c[0], "zip": c[1], "street": road()}

    def family():
        n = r.randint(2, 3) if r.random() < p.kins else 1
        base = dict(
            move(),
            last=some(r, HU_L),
            mother=some(r, HU_L) + " " + some(r, HU_F),
            born=day(r, 1935, 2015),
            place=r.choice(HU_C)[0],
            tel=r.choice(("20", "30", "70")) + digits(r, 7),
        )
        way, group, names = r.random(), [], kin(r, p, lambda: some(r, HU_M + HU_F), n)
        for name in names:
            person = dict(base, first=name, code=digits(r, 9))
            if way > 0.75:
                # Father and son of one name.
                person.update(first=names[0], born=day(r, 1935, 2015), mother=some(r, HU_L) + " " + some(r, HU_F))
            elif way > 0.4:
                person["born"] = day(r, 1935, 2015)
            married = person["first"] in HU_F and person["born"].year < 1990 and r.random() < 0.6
            person["maiden"] = person["last"] + " " + person["first"]
            h = some(r, HU_L)
            person["name"] = (
                r.choice(
                    (
                        h + "né " + person["maiden"],
                        h + " " + some(r, HU_M) + "né",
                        h + "-" + person["maiden"],
                        h + " " + person["first"],
                        person["maiden"],
                    )
                )
                if married
                else person["maiden"]
            )
            person["title"] = "Dr. " if r.random() < 0.04 else ""
            group.append(person)
        return group

    coded, mothered = p.has(0.6), p.has(0.85)
    cols = [("TAJ szám", "code")] * coded + [
        ("Név", lambda row: row["name"] and row["title"] + row["name"]),
        ("Születési név", "maiden"),
    ]
    cols += [("Szül. idő", "born")] + [("Szül. hely", "place")] * p.has(0.5) + [("Anyja neve", "mother")] * mothered
    cols += [("Irsz.", "zip"), ("Település", "city"), ("Utca, házszám", "street")] + [("Telefon", "tel")] * p.has(0.6)
    have = [f for _, f in cols] + ["name"]
    keys = [
        k for k in (("code",), ("maiden", "born"), ("maiden", "mother", "born"), ("name", "born")) if all(f in have for f in k)
    ]
    return build(
        r,
        p,
        family,
        [("Napló szám", serial(r, "%d/24"))] * p.has(0.4) + cols,
        keys,
        {
            "name": [plain, upper, lambda r, s: s + r.choice((".", ""))],
            "maiden": [plain, upper, lambda r, s: " ".join(reversed(s.split(" ")))],
            "mother": [plain, upper],
            "street": [lambda r, s: s.replace("utca", "u."), plain],
            "code": [lambda r, s: shape(s, "### ### ###"), lambda r, s: shape(s, "###-###-###")],
        },
        {
            "name": [lambda r, s: some(r, HU_L) + "né " + s],
            "code": [],
            "maiden": [],
            "born": [],
            "place": [],
            "mother": [initial],
            "tel": [fresh(9)],
            "street": [],
            "zip": [],
        },
        (("street",), move),
        ("06 ## ### ####", "+36 ## #######", "06-##/###-####", "06#########"),
        ("%Y.%m.%d", "%Y.%m.%d.", "%Y-%m-%d", "%Y. %m. %d.", "%Y%m%d"),
        [
            ("Osztály", pick(r, *ward)),
            ("BNO", lambda row: r.choice("EIJKMNS") + digits(r, 2) + r.choice(("0", "9", ""))),
            ("Felvétel", stamp(r)),
            ("Térítés", pick(r, "1", "1", "4", "8")),
        ],
        ("korhaz", "szakrendelo"),
        ("name", "maiden", "mother", "street"),
        ("name", "maiden"),
        ("street",),
    )


# Italian residents.
IT_M = pool_of("""Giuseppe Antonio Giovanni Mario Luigi Francesco Angelo Vincenzo Pietro Salvatore Carlo Franco Domenico Bruno
Paolo
    Michele Giorgio Aldo Sergio Luciano Marco Andrea Alessandro Matteo Lorenzo Davide Simone Federico Riccardo Stefano Nicola
    Edoardo""")
IT_F = pool_of("""Maria Anna Giuseppina Rosa Angela Giovanna Teresa Lucia Carmela Caterina Francesca Antonietta Carla Elena
Concetta
    Rita Margherita Franca Paola Laura Giulia Chiara Sara Martina Valentina Silvia Elisa Federica Alice Beatrice Ilaria Noemi""")
IT_L = pool_of("""Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa
    Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile
    Martinelli Vitale Lombardo Serra Coppola De_Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco
    Dell'Orto""")
IT_L = [x.replace("_", " ") for x in IT_L] + [
    a + b
    for b in pool_of("ini etti oni ello acci ucci ato aldi isi")
    for a in pool_of("Bass Cast Mor Pell Sant Tom Zan Gril Mart Ben Fal Guid Vis Cor Bert Rub Tass Laz Pol Ort Min")
]
IT_C = forms_of(
    "Bologna:A944:40100 Modena:F257:41121 Parma:G337:43121 Napoli:F839:80100 Lecce:E506:73100 Bari:A662:70121 Torino:L219:10121"
)


def codice(last, first, born, female, place):
    """The Italian tax code."""

    def parts(s, name):
        s = fold(s).upper().replace(" ", "").replace("'", "")
        cons, vows = [c for c in s if c not in "AEIOU"], [c for c in s if c in "AEIOU"]
        if name and len(cons) > 3:
            cons = [cons[0], cons[2], cons[3]]
        return "".join((cons + vows + ["X"] * 3)[:3])

    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    s = "%s%s%02d%s%02d%s" % (
        parts(last, 0),
        parts(first, 1),
        born.year % 100,
        "ABCDEHLMPRST"[born.month - 1],
        born.day + 40 * female,
        place,
    )
    value = lambda c: int(c) if c.isdigit() else ord(c) - 65
    return s + chr(65 + sum(value(c) if i % 2 else odd[value(c)] for i, c in enumerate(s)) % 26)


def it_anagrafe(r):
    """Residents of an Italian town: tax codes, fathers and sons, twins, married couples."""
    p = Plan(r)
    home = r.choice(IT_C)
    road = lambda: {
        "street": "%s %s"
        % (
            r.choice(("Via", "Via", "V.le", "P.zza", "Corso", "Vicolo")),
            some(r, ["Roma", "Garibaldi", "G. Mazzini", "Dante Alighieri", "Marconi", "XX Settembre", "della Libertà"] + IT_L),
        ),
        "house": str(r.randint(1, 99)) + r.choice(("", "", "/A", "/B")),
    }

    def family():
        n = r.randint(2, 4) if r.random() < p.kins else 1
        base = dict(
            road(),
            last=some(r, IT_L),
            city=home[0],
            zip=home[2],
            tel="3" + digits(r, 9),
            born=day(r, 1975, 2015),
            code_f=digits(r, 6),
        )
        way, group = r.random(), []
        names = kin(
            r,
            p,
            lambda: (
                lambda x: (
                    x if r.random() < 0.8 else x + " " + r.choice([y for y in (IT_F[:12] if x in IT_F else IT_M[:12]) if y != x])
                )
            )(some(r, IT_M + IT_F)),
            n,
        )
        for i, name in enumerate(names):
            person = dict(base, first=name)
            if way > 0.35:
                person["born"] = day(r, 1930, 2015)
            if way > 0.8:
                person["first"] = names[0]
            if 0.35 < way < 0.6 and i == 1:
                person["last"] = some(r, IT_L)
            place = home if r.random() < 0.7 else r.choice(IT_C)
            person["place"], person["sex"] = place[0], "F" if person["first"].split(" ")[0] in IT_F else "M"
            person["code"] = codice(person["last"], person["first"], person["born"], person["sex"] == "F", place[1])
            group.append(person)
        return group

    coded, merged = p.has(0.6), p.has(0.35)
    cols = [("Codice Fiscale", "code")] * coded
    cols += (
        [("Nominativo", lambda row: (row["last"] + " " + row["first"]).strip())]
        if merged
        else [("Cognome", "last"), ("Nome", "first")]
    )
    cols += [("Sesso", "sex")] * p.has(0.7) + [("Data di nascita", "born")] + [("Luogo di nascita", "place")] * p.has(0.7)
    cols += (
        [("Indirizzo", "street"), ("Civico", "house")]
        if p.has(0.5)
        else [("Indirizzo", lambda row: "%s, %s" % (row["street"], row["house"]))]
    )
    cols += [("CAP", "zip"), ("Comune", "city")] + [("Cod. famiglia", "code_f")] * p.has(0.4) + [("Telefono", "tel")] * p.has(0.6)
    keys = (
        [("first", "last", "born")] + [("code",), ("code",)] * coded + [("first", "born", "tel")] * (("Telefono", "tel") in cols)
    )
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "first": [plain, upper, lambda r, s: s.split(" ")[0] + (" " + s.split(" ")[1][0] + "." if " " in s else "")],
            "last": [upper, lambda r, s: s.replace("'", ""), lambda r, s: s.replace(" ", "")],
            "street": [
                lambda r, s: s.replace("Via", "V."),
                lambda r, s: s.replace("V.le", "Viale").replace("P.zza", "Piazza"),
                upper,
            ],
        },
        {
            "code": [lambda r, s: s[:11], lambda r, s: digits(r, 11)],
            "first": [initial, lambda r, s: s[:4]],
            "last": [other_of(lambda: some(r, IT_L))],
            "born": [],
            "place": [],
            "tel": [fresh(10)],
            "code_f": [fresh(6)],
            "sex": [],
            "zip": [],
        },
        (("street",), road),
        ("### #######", "+39 ### ### ####", "###/#######", "##########"),
        extras=[
            ("Stato civile", pick(r, "coniugato/a", "celibe/nubile", "vedovo/a", "")),
            ("Cittadinanza", pick(r, "ITALIANA", "IT")),
            ("Data iscrizione", stamp(r, "%d/%m/%Y")),
            ("Sezione", lambda row: str(r.randint(1, 40))),
            ("Prot.", serial(r, "%d")),
        ],
        names=("anagrafe", "tributi"),
        typos=("first", "last", "street"),
    )


# Greek members.
GR_M = forms_of("""Γεώργιος:Γεωργίου:Γιώργος Ιωάννης:Ιωάννη:Γιάννης Κωνσταντίνος:Κωνσταντίνου:Κώστας Δημήτριος:Δημητρίου:Δημήτρης
    Νικόλαος:Νικολάου:Νίκος Παναγιώτης:Παναγιώτη:Πάνος Βασίλειος:Βασιλείου:Βασίλης Χρήστος:Χρήστου:Χρίστος
    Αθανάσιος:Αθανασίου:Θανάσης
    Μιχαήλ:Μιχαήλ:Μιχάλης Ευάγγελος:Ευαγγέλου:Βαγγέλης Σπυρίδων:Σπυρίδωνος:Σπύρος Αντώνιος:Αντωνίου:Αντώνης
    Εμμανουήλ:Εμμανουήλ:Μανώλης
    Ηλίας:Ηλία:Λιάκος Σταύρος:Σταύρου:Σταύρακας Θεόδωρος:Θεοδώρου:Θόδωρος Στέφανος:Στεφάνου:Στέφος Πέτρος:Πέτρου:Πέτρακης
    Λεωνίδας:Λεωνίδα:Λεό""")
GR_F = forms_of("""Μαρία::Μαίρη Ελένη::Λένα Αικατερίνη::Κατερίνα Βασιλική::Βάσω Σοφία::Σόφη Αγγελική::Αγγέλα Γεωργία::Γωγώ
    Ευαγγελία::Λίτσα Ιωάννα::Γιάννα Δήμητρα::Δημητρούλα Παναγιώτα::Γιώτα Χριστίνα::Χρίστη Αναστασία::Νατάσα Φωτεινή::Φώφη
    Ζωή::Ζωίτσα Ουρανία::Ράνια""")
GR_S = pool_of("""Παπ Δημ Νικολ Γεωργ Αντων Κωστ Οικονομ Καρα Χατζη Μαυρ Λαμπρ Βλαχ Σταθ Θεοδωρ Αλεξ Καλ Μπαλ Τσιρ Ζαφ Φωτ Ρηγ
Λιακ Κουτσ
    Δελη Σαμ Τριαντ Αναγν Παναγ Σπανδ Γαλαν Πετρ Χριστ Μιχαλ Ευστρ Ξενακ Ραπτ Βεργ Μουζ""")
GR_E = forms_of("όπουλος:οπούλου ίδης:ίδου άκης:άκη ιάδης:ιάδου άκος:άκου έλλης:έλλη άτος:άτου ούσης:ούση")
GR_X = forms_of("""ου:ou αι:ai ει:ei οι:oi ευ:ef αυ:af μπ:b ντ:nt γγ:ng γκ:gk θ:th χ:ch ψ:ps ξ:x α:a β:v γ:g δ:d ε:e ζ:z η:i
ι:i κ:k λ:l μ:m
    ν:n ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f ω:o""")


def gr_latin(r, s):
    """Greek in Latin letters, by one of several habits."""
    s = "".join(c for c in unicodedata.normalize("NFD", s.lower()) if not unicodedata.combining(c))
    habit = r.randrange(3)
    for a, b in GR_X:
        b = (
            {"ch": "h", "i": "i", "y": "u", "f": "f"}.get(b, b)
            if habit == 1
            else {"η": "e", "φ": "ph", "χ": "h"}.get(a, b)
            if habit == 2
            else b
        )
        s = s.replace(a, b)
    return s.title()


def gr_plain(r, s):
    s = unicodedata.normalize("NFD", s)
    return "".join(c for c in s if not unicodedata.combining(c)).upper()


def gr_mitroo(r):
    """Register of Greek members: brother and sister differ in the ending, names come in Greek and Latin."""
    p = Plan(r)
    latin = p.has(0.6)
    town = r.sample(forms_of("Αθήνα:104 Πειραιάς:185 Θεσσαλονίκη:546 Πάτρα:262 Λάρισα:412 Ηράκλειο:712 Βόλος:382"), 3)
    road = lambda: (
        "%s %d"
        % (
            r.choice(GR_M)[1]
            if r.random() < 0.3
            else r.choice(
                (
                    "Ερμού",
                    "Αγίου Νικολάου",
                    "Βενιζέλου",
                    "Κολοκοτρώνη",
                    "28ης Οκτωβρίου",
                    "Μεγ. Αλεξάνδρου",
                    "Σόλωνος",
                    "Πατησίων",
                    "Καραϊσκάκη",
                    "Κύπρου",
                )
            ),
            r.randint(1, 150),
        )
    )
    nick = lambda r, s: ([x[2] for x in GR_M + GR_F if x[0] == s] + [s])[0]

    def family():
        n = r.randint(2, 4) if r.random() < p.kins else 1
        stem, ends, t, dad = some(r, GR_S) + r.choice(("", "", "αν", "ελ", "ατ")), some(r, GR_E), r.choice(town), some(r, GR_M)
        base = {
            "father": dad[1],
            "mother": some(r, GR_F)[0],
            "street": road(),
            "city": t[0],
            "zip": t[1] + " " + digits(r, 2),
            "tel": "69" + digits(r, 8),
            "born": day(r, 1940, 2005),
        }
        way, group = r.random(), []
        for name in kin(r, p, lambda: some(r, GR_M + GR_F)[0], n):
            female = name in [x[0] for x in GR_F]
            person = dict(
                base,
                first=name,
                last=stem + ends[female],
                code=digits(r, 9),
                code_i=r.choice("ΑΖΤΜΧ") + r.choice("ΑΒΕΗΙΚ") + " " + digits(r, 6),
            )
            if way > 0.3:
                person["born"] = day(r, 1940, 2005)
            if way > 0.8:
                # Cousins: other parents and another home.
                person.update(father=some(r, GR_M)[1], mother=some(r, GR_F)[0], street=road(), tel="69" + digits(r, 8))
            group.append(person)
        return group

    coded, ident = p.has(0.55), p.has(0.4)
    cols = (
        [("ΑΦΜ", "code")] * coded
        + [("Επώνυμο", "last"), ("Όνομα", "first"), ("Πατρώνυμο", "father")]
        + [("Μητρώνυμο", "mother")] * p.has(0.5)
    )
    cols += [("ΑΔΤ", "code_i")] * ident + [("Ημ. Γέννησης", "born")] * p.has(0.8)
    cols += [("Διεύθυνση", "street"), ("ΤΚ", "zip"), ("Πόλη", "city")] + [("Κινητό", "tel")]
    have = [f for _, f in cols]
    keys = [
        k
        for k in (("code",), ("last", "first", "born"), ("last", "first", "father", "tel"), ("code_i",))
        if all(f in have for f in k)
    ]
    west = [gr_latin] * (2 * latin)
    return build(
        r,
        p,
        family,
        [("ΑΜ", serial(r, "%d", 5))] * p.has(0.4) + cols,
        keys,
        {
            "last": [gr_plain] + west,
            "first": [gr_plain, nick] + west,
            "father": [gr_plain, lambda r, s: s[:3] + "."] + west,
            "street": [gr_plain, lambda r, s: "Οδός " + s] + west,
            "city": [gr_plain] + west,
            "zip": [lambda r, s: s.replace(" ", "")],
        },
        {
            "code": [],
            "code_i": [lambda r, s: r.choice("ΑΧ") + "Ν " + digits(r, 6)],
            "father": [],
            "mother": [gr_plain, nick],
            "born": [],
            "tel": [fresh(10), lambda r, s: "2" + digits(r, 9)],
            "first": [initial],
            "street": [],
            "zip": [],
            "last": [lambda r, s: r.choice(GR_S) + "ίδου"],
        },
        (("street",), lambda: {"street": road()}),
        ("##########", "+30 ### ### ####", "#### ######"),
        extras=[
            ("Κατάσταση", pick(r, "Ενεργό", "Ενεργό", "Διαγραφή")),
            ("Συνδρομή", pick(r, "20,00", "30,00", "0,00")),
            ("Ημ. Εγγραφής", stamp(r, "%d/%m/%Y")),
        ],
        names=("μητρώο", "εκλογές"),
        typos=("last", "street"),
        cases=(None, None, gr_plain, gr_plain),
    )


# Donors in the United States.
US_N = forms_of("""William:Bill:Will Robert:Bob:Rob James:Jim:Jimmy John:Jack:Johnny Richard:Dick:Rick Thomas:Tom:Tommy
Michael:Mike:Mick
    Charles:Chuck:Charlie Joseph:Joe:Joey Edward:Ed:Ted David:Dave:Davey Kenneth:Ken:Kenny Steven:Steve:Stevie Daniel:Dan:Danny
    Lawrence:Larry:Lars
    Gerald:Jerry:Gerry Frederick:Fred:Freddy Anthony:Tony:Anth Raymond:Ray:Ray Harold:Hal:Harry Walter:Walt:Wally
    Patrick:Pat:Paddy""")
US_W = forms_of("""Margaret:Peggy:Maggie Elizabeth:Betty:Liz Mary:Molly:Marie Patricia:Patty:Tricia Susan:Sue:Susie
Katherine:Kathy:Kate
    Barbara:Barb:Babs Deborah:Debbie:Deb Jennifer:Jen:Jenny Rebecca:Becky:Reba Dorothy:Dot:Dottie Virginia:Ginny:Ginger
    Nancy:Nan:Nance
    Carolyn:Carol:Lynn Theresa:Terry:Tess Judith:Judy:Jude Victoria:Vicki:Tori Eleanor:Ellie:Nell Sandra:Sandy:Sandi
    Frances:Fran:Frannie""")
US_L = pool_of("""Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Thompson White
Harris Clark Lewis
    Walker Hall Young King Wright Hill Green Baker Nelson Carter Mitchell Roberts Phillips Evans Parker Edwards Collins Murphy
    Cook Rogers""") + [
    a + b
    for b in pool_of("ton well ford man berg stein field worth ley wood")
    for a in pool_of(
        "Har Wal Ash Brad Cald Ding El Fair Gold Hock Kirk Lang Mar Nor Pem Rose Shel Thorn Ven Whit Good Black Silver Linden "
        "Wester"
    )
]


def us_nick(r, s):
    return r.choice(([x[1:] for x in US_N + US_W if x[0] == s] or [(s,)])[0])


def us_donors(r):
    """Donors of a charity: either a person or a whole household is one thing, as the table shows."""
    p = Plan(r)
    house = r.random() < 0.4
    state = r.sample(
        forms_of(
            "OH:Columbus:432 OH:Dayton:454 MA:Worcester:016 IL:Peoria:616 WI:Madison:537 PA:Erie:165 NY:Albany:122 MN:Duluth:558"
        ),
        3,
    )
    roads = [
        a + b
        for a in pool_of("Oak Maple Cedar Elm Pine River Lake Hill Spring Walnut Church Mill")
        for b in ("", "wood", " Ridge", " View")
    ]

    def home():
        s = r.choice(state)
        return {
            "street": "%d %s %s"
            % (r.randint(2, 9800), r.choice(roads), r.choice(("Street", "Avenue", "Drive", "Lane", "Road", "Court"))),
            "city": s[1],
            "state": s[0],
            "zip": s[2] + digits(r, 2),
        }

    def family():
        last = some(r, US_L)
        tel = r.choice(("614", "508", "309", "608", "814", "518")) + digits(r, 7)
        # The couple has names of unlike initials; father and son of one name have a suffix each.
        he, she, kid = kin(r, p, lambda: some(r, US_N)[0], 1)[0], some(r, US_W)[0], some(r, US_N + US_W)[0]
        while she[0] == he[0] or kid[0] in (he[0], she[0]):
            she, kid = some(r, US_W)[0], some(r, US_N + US_W)[0]
        base = dict(home(), last=last, tel=tel, suffix="", mid="", mail=mail(r, he, last), spouse="")
        if house:
            pair = r.random() < 0.75
            first = [dict(base, first=he, she=she if pair else "", code=digits(r, 7))]
            if r.random() < p.kins:
                # A household of relatives or namesakes elsewhere.
                first.append(
                    dict(
                        base,
                        first=some(r, US_N)[0] if r.random() < 0.6 else he,
                        she=some(r, US_W)[0],
                        code=digits(r, 7),
                        **home(),
                    )
                )
                first[-1].update(tel=tel[:3] + digits(r, 7), mail=mail(r, kid, last, "fam"))
            return first
        if r.random() >= p.kins:
            return [dict(base, first=r.choice((he, she)), code=digits(r, 7), she="", mid=r.choice("ABCDEFGHJLMRST"))]
        way = r.random()
        group = [dict(base, first=he, spouse=she), dict(base, first=she, spouse=he)][: 2 if way < 0.7 else 1]
        if way > 0.5:
            group[0]["suffix"] = "Sr."
            group.append(dict(base, first=he, suffix="Jr."))
            if r.random() < 0.15:
                group.append(dict(base, first=he, suffix="III"))
        if way < 0.2:
            group.append(dict(base, first=kid))
        own = r.random() < 0.4
        for person in group:
            person.update(code=digits(r, 7), she="")
            if own:
                person["mail"] = mail(r, person["first"], last, person["suffix"].strip("."))
        return group

    def name(row):
        """A household as one of its notations."""
        he, she, last = row["first"], row["she"], row["last"]
        if house and not he:
            return she + " " + last
        if not house or not she:
            return " ".join(x for x in (he, row["mid"], last, row["suffix"]) if x)
        return r.choice(
            (
                "%s & %s %s" % (he, she, last),
                "%s and %s %s" % (he, she, last),
                "%s %s" % (he, last),
                "%s %s" % (she, last),
                "Mr. and Mrs. %s %s" % (he, last),
                "Mr. & Mrs. %s %s" % (he, last),
                "The %s Family" % last,
                "%s & %s %s" % (she, he, last),
            )[: 2 if calm else 8]
        )

    calm = p.has(0.3)
    merged, coded = house or p.has(0.3), p.has(0.4)
    cols = (
        [("Donor Name", name)]
        if merged
        else [("First Name", "first"), ("MI", "mid"), ("Last Name", "last"), ("Suffix", "suffix")]
    )
    cols = (
        [("Constituent ID", "code")] * coded
        + cols
        + [("Spouse", "spouse")] * (not house and p.has(0.4))
        + [("Address", "street"), ("City", "city"), ("State", "state"), ("ZIP", "zip"), ("Phone", "tel")]
        + [("Email", "mail")] * p.has(0.7)
    )
    who = ("last",) if house else ("first", "last", "suffix")
    keys = [who + ("street",), who + ("tel",)] + [("code",)] * coded
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "first": [us_nick],
            "mid": [lambda r, s: s + "."],
            "suffix": [lambda r, s: s.replace(".", ""), upper],
            "zip": [lambda r, s: s + "-" + digits(r, 4)],
            "street": [
                lambda r, s: (
                    s.replace("Street", "St")
                    .replace("Avenue", "Ave")
                    .replace("Drive", "Dr")
                    .replace("Lane", "Ln")
                    .replace("Road", "Rd")
                    .replace("Court", "Ct")
                ),
                upper,
                lambda r, s: s + " Apt " + "12AB"[len(s) % 4],
            ],
            "spouse": [us_nick],
        },
        {
            "code": [],
            "mid": [],
            "suffix": [],
            "first": [initial],
            "tel": [fresh(10)],
            "zip": [],
            "spouse": [],
            "mail": [other_of(lambda: mail(r, some(r, US_N)[1], "home"))],
            "street": [],
            "city": [],
        },
        (("street",), home),
        ("(###) ###-####", "###-###-####", "##########", "###.###.####", "+1 ### ### ####"),
        ("%m/%d/%Y",),
        [
            ("Last Gift", lambda row: "$%d.00" % r.choice((25, 50, 50, 100, 250, 1000))),
            ("Gift Date", stamp(r, "%m/%d/%Y")),
            ("Appeal", pick(r, "YE22", "SPRING23", "GALA", "WEB")),
            ("Do Not Mail", pick(r, "Y", "N", "N")),
            ("Donor Type", pick(r, "IND", "HH")),
        ],
        ("crm", "events"),
        ("last", "street"),
        None if house else ("first", "last"),
    )


# Persians and Israelis.
FA_G = forms_of("""محمد:Mohammad:Muhammad علی:Ali:Aly حسین:Hossein:Husain رضا:Reza:Riza مهدی:Mehdi:Mahdi فاطمه:Fatemeh:Fateme
زهرا:Zahra:Zehra
    مریم:Maryam:Mariam امیر:Amir:Ameer سعید:Saeed:Said نرگس:Narges:Nargess لیلا:Leila:Layla بهرام:Bahram:Bahraam
    کیوان:Keyvan:Kayvan
    شیرین:Shirin:Shireen یاسمن:Yasaman:Yasamin پریسا:Parisa:Parissa جواد:Javad:Jawad حمید:Hamid:Hameed کامران:Kamran:Kamraan
    نیلوفر:Niloufar:Niloofar
    سارا:Sara:Sarah داریوش:Dariush:Daryoush فرهاد:Farhad:Farhaad الهام:Elham:Ilham آرش:Arash:Aarash بابک:Babak:Baabak
    گلناز:Golnaz:Gulnaz""")
FA_L = forms_of("""احمد:Ahmad:Ahmed کریم:Karim:Kareem رحیم:Rahim:Raheem حسن:Hassan:Hasan موسو:Mousav:Musav جعفر:Jafar:Jaafar
صادق:Sadegh:Sadeq
    اکبر:Akbar:Akber قاسم:Ghasem:Qasem نور:Nour:Noor کاظم:Kazem:Kazim یوسف:Yousef:Yusef ابراهیم:Ebrahim:Ibrahim عباس:Abbas:Abas
    رستم:Rostam:Rustam
    شریف:Sharif:Shareef مراد:Morad:Murad تقو:Taghav:Taqav سلطان:Soltan:Sultan بهرام:Bahram:Behram امین:Amin:Ameen
    فرخ:Farrokh:Farokh خلیل:Khalil:Xalil""")
FA_E = forms_of("ی:i:i ی:i:ee زاده:zadeh:zade پور:pour:poor نژاد:nejad:nezhad یان:ian:yan ی‌فر:ifar:ifar لو:lou:lu")
HE_G = forms_of("""יוסף:Yosef:Joseph משה:Moshe:Moses דוד:David:Dovid אברהם:Avraham:Abraham יעקב:Yaakov:Jacob שרה:Sara:Sarah
רחל:Rachel:Rahel
    לאה:Lea:Leah מרים:Miriam:Myriam חיים:Haim:Chaim אסתר:Ester:Esther נועה:Noa:Noah תמר:Tamar:Tamara איתי:Itay:Itai
    אורי:Uri:Ori עומר:Omer:Omar
    גיא:Guy:Gai יצחק:Yitzhak:Isaac שמואל:Shmuel:Samuel חנה:Hana:Channah רבקה:Rivka:Rebecca אליהו:Eliyahu:Elijah נדב:Nadav:Nadab
    צבי:Zvi:Tzvi
    ברוך:Baruch:Barukh פנינה:Pnina:Penina זאב:Zeev:Ze'ev טליה:Talia:Talya כרמל:Carmel:Karmel""")
HE_L = forms_of("""כהן:Cohen:Kohen לוי:Levi:Levy מזרחי:Mizrahi:Mizrachi פרץ:Peretz:Perez ביטון:Biton:Bitton דהן:Dahan:Dahhan
אגבריה:Agbaria:Agbarya
    פרידמן:Friedman:Fridman אזולאי:Azoulay:Azulai מלכה:Malka:Malcha חדד:Hadad:Haddad גבאי:Gabay:Gabbai עמר:Amar:Ammar
    יוסף:Yosef:Yoseph שפירא:Shapira:Shapiro
    קליין:Klein:Kleyn""") + [
    tuple(x + y for x, y in zip(a, b))
    for a in forms_of("""גולד:Gold:Gould רוזנ:Rosen:Rozen
    זילבר:Silber:Zilber
    ויינ:Wein:Vain גרינ:Green:Grin שוורצ:Schwartz:Shvartz בלומנ:Blumen:Bloomen אפל:Appel:Apel הירש:Hirsch:Hirsh
    פינקל:Finkel:Finkl""")
    for b in forms_of("ברג:berg:berg שטיין:stein:shtein פלד:feld:feld מן:man:man בוים:baum:boim")
]


def jalali(d):
    """A date of the Persian calendar (near enough for a table)."""
    n = (d - datetime.date(d.year, 3, 21)).days
    year = d.year - 621
    if n < 0:
        year, n = year - 1, n + 365
    month, date = (n // 31 + 1, n % 31 + 1) if n < 186 else (min(12, (n - 186) // 30 + 7), (n - 186) % 30 + 1)
    return "%d/%02d/%02d" % (year, month, date)


def fa_or_he_people(r):
    """Persian or Israeli people in their own script and in Latin letters."""
    p = Plan(r, 0.35)
    fa = r.random() < 0.5
    given = FA_G if fa else HE_G
    women = pool_of(
        "Fatemeh Zahra Maryam Narges Leila Shirin Yasaman Parisa Niloufar Sara Elham Golnaz Rahel Rachel Lea "
        "Miriam Ester Noa"
        " Tamar Hana Rivka Pnina Talia Carmel"
    )
    men = [x for x in given if x[1] not in women]
    lasts = [tuple(x + y for x, y in zip(a, b)) for b in FA_E for a in FA_L] if fa else HE_L
    towns = pool_of("تهران مشهد اصفهان شیراز تبریز قم کرج" if fa else "ירושלים חיפה אשדוד נתניה רחובות חולון אילת")
    road = lambda: "%s %s %d" % (("خیابان" if fa else "רחוב"), r.choice(lasts)[0], r.randint(1, 120))
    east = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    arab = lambda r, s: s.replace("ی", "ي").replace("ک", "ك").replace("\u200c", r.choice(("", " ")))
    full = lambda r, s: s.replace("וו", "ו") if "וו" in s else s.replace("י", "יי", 1) if "י" in s[1:-1] and "יי" not in s else s
    own = [arab, lambda r, s: s.replace("\u200c", " ")] if fa else [full, lambda r, s: s + " "]

    def family():
        n = r.randint(2, 4) if r.random() < p.kins else 1
        last, group, way = some(r, lasts), [], r.random()
        base = {
            "last": last[0],
            "father": some(r, men)[0],
            "city": r.choice(towns),
            "street": road(),
            "born": day(r, 1950, 2008),
            "tel": "9" * fa + ("" if fa else "5") + digits(r, 9 if fa else 8),
        }
        for name in kin(r, p, lambda: some(r, given)[1], n):
            forms = [x for x in given if x[1] == name][0]
            person = dict(base, first=forms[0], en=forms[1], en2=last[1], code=digits(r, 10 if fa else 9))
            person["mail"] = mail(r, forms[1], last[1])
            if way > 0.35:
                person["born"] = day(r, 1950, 2008)
            if way > 0.75:
                person.update(
                    tel=base["tel"][:2] + digits(r, len(base["tel"]) - 2),
                    street=road(),
                    city=r.choice(towns),
                    father=some(r, men)[0],
                )
            person["date"] = jalali(person["born"]) if fa else person["born"]
            group.append(person)
        return group

    swing = lambda pool, i: lambda r, s: ([x[2] for x in pool if x[1] == s] + [s])[0]
    two = p.has(0.8)
    coded, borne, script = p.has(0.5), p.has(0.75), p.has(0.5)
    both = p.link and two and script
    # In a link one list may be in its own script only, the other one in Latin letters only.
    only = lambda f, n: lambda row: "" if both and row["list"] == n else row[f]
    words = (
        ("کد ملی", "نام", "نام خانوادگی", "نام پدر", "تاریخ تولد", "تلفن همراه", "نشانی", "شهر")
        if fa
        else ("ת.ז.", "שם פרטי", "שם משפחה", "שם האב", "תאריך לידה", "טלפון נייד", "כתובת", "עיר")
    )
    cols = [(words[0], "code")] * coded + [(words[1], only("first", 1)), (words[2], only("last", 1))]
    cols += (
        [("First Name", only("en", 0)), ("Last Name", only("en2", 0))] * two
        + [(words[3], "father")] * p.has(0.5)
        + [(words[4], "date")] * borne
    )
    cols += [(words[5], "tel"), (words[6], "street"), (words[7], "city")] + [("Email", "mail")] * p.has(0.4)
    keys = [("code",)] * coded + [("first", "last", "date"), ("first", "date", "tel")] * borne + [("first", "last", "tel")]
    if both:
        keys = [("code",)] * coded + [("first", "last", "en", "en2", f) for f in (("date", "tel") if borne else ("tel",))]
    lost = [lambda r, s: s.translate(east)] * fa
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {"first": own, "last": own, "en": [swing(given, 2), upper], "en2": [swing(lasts, 2), upper], "street": own},
        {
            "code": [],
            "first": [initial],
            "last": [initial],
            "en": [initial],
            "en2": [],
            "father": own,
            "date": lost,
            "tel": [fresh(10 if fa else 9)],
            "street": [],
            "city": [],
            "mail": [other_of(lambda: mail(r, some(r, given)[2]))],
        },
        (("street",), lambda: {"street": road(), "city": r.choice(towns)}),
        ("0##########", "+98##########", "0### ### ####") if fa else ("0##-#######", "+972-##-#######", "0#########"),
        extras=[
            ("وضعیت", pick(r, "فعال", "غیرفعال")) if fa else ("סטטוס", pick(r, "פעיל", "לא פעיל")),
            ("created_at", stamp(r)),
            ("row_no", serial(r, "%d", 4)),
            ("gender", pick(r, "", "", "X")),
        ][:3],
        names=("registry", "portal"),
        typos=("en2", "street"),
        cases=(None,),
        cuts=("street",),
    )


# Horses.
HO_A = pool_of(
    "Bel Cor Dia Fleur Gran Land Con Quid Sand Ro Ca Ar Ver Lu Mon Pa Sil Tan Vol Zan Ner Im Jas Kan Ol Hel Es Ul Wel Na"
)
HO_B = pool_of(
    "lini rado mant nus dito graf cento dor ro lotti ssini thur dad netto tana rello vana dra gold jour tango peror "
    "mine dis lessa iva ran"
)
HO_P = pool_of(
    "de_la_Roche du_Lys van_het_Laar vom_Birkenhof d'Argent des_Hayettes van_de_Kruishoeve vd_Heffinck "
    "von_Hohenfels Z de_Muze HvH"
)
HO_K = pool_of(
    "Moonlight Silver Desert Royal Golden Northern Secret Wild Storm Winter Crimson Velvet Lucky Noble Silent Rapid "
    "Bold Ocean Scarlet Misty"
)
HO_J = pool_of(
    "Dancer Prince Echo Arrow Legend Whisper Rose Glory Diamond Duchess Flight Promise Jewel Ranger Spirit Fire "
    "Song Knight Dream Star Magic"
)


def horse_pedigrees(r):
    """A stud book: stablemates of one prefix, full siblings, foals of one year."""
    p = Plan(r, 0.25)
    word, nation = r.random() < 0.5, r.choice(("GER", "NED", "FRA", "BEL", "IRE", "GBR", "USA"))
    core = lambda: (
        r.choice(HO_K) + " " + r.choice(HO_J)
        if word
        else r.choice(HO_A) + r.choice(HO_B) + r.choice(("", "", "", " " + r.choice("IV")))
    )
    studs = [x.replace("_", " ") for x in r.sample(HO_P, r.randint(2, 9))]
    front = r.random() < 0.3
    sires = [core() for _ in range(r.randint(8, 60))]
    named = lambda row: (
        (
            (row["stud"] + " " + row["first"] if front else row["first"] + " " + row["stud"]) if row["stud"] else row["first"]
        ).strip()
        if row["first"]
        else ""
    )

    def family():
        n = r.randint(2, 7) if r.random() < p.kins else 1
        base = {
            "stud": r.choice(studs) if r.random() < 0.75 else "",
            "sire": some(r, sires),
            "dam": core(),
            "damsire": some(r, sires),
            "breeder": r.choice(US_L) + r.choice((" Stud", "", " Farm", " Stables")),
            "year": str(r.randint(1990, 2020)),
        }
        way, group = r.random(), []
        base["owner"] = base["breeder"]
        for name in kin(r, p, core, n):
            person = dict(
                base,
                first=name,
                code="%s%s%s" % (r.choice(("276", "528", "250", "056")), r.choice(("431", "003", "001", "002")), digits(r, 9)),
                code_c=r.choice(("528", "276", "250", "981")) + digits(r, 12),
                sex=r.choice("MSGF"),
                color=r.choice(("bay", "bay", "chestnut", "grey", "dark bay", "black", "roan")),
            )
            if way < 0.5:
                person["year"] = str(r.randint(1990, 2020))
            elif way < 0.75:
                person.update(sire=some(r, sires), dam=core(), damsire=some(r, sires))
            person["near"] = person["first"] + person["year"] + person["stud"]
            group.append(person)
        return group

    coded, chip = p.has(0.5), p.has(0.35)
    cols = (
        [("UELN", "code")] * coded
        + [("Name", named)]
        + [("Microchip", "code_c")] * chip
        + [("YOB", "year"), ("Sex", "sex"), ("Colour", "color")]
    )
    cols += (
        [("Sire", "sire"), ("Dam", "dam")]
        + [("Damsire", "damsire")] * p.has(0.6)
        + [("Breeder", "breeder")] * p.has(0.6)
        + [("Owner", "owner")] * p.has(0.6)
    )
    keys = [("first", "year", "dam"), ("first", "year", "sire")] + [("code",), ("code",)] * coded + [("code_c",)] * chip
    tint = {"bay": "b", "chestnut": "ch", "grey": "gr", "dark bay": "br", "black": "blk", "roan": "ro"}
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "first": [upper, lambda r, s: s + " (%s)" % nation, lambda r, s: s.replace(" ", "")],
            "sire": [upper, lambda r, s: s + " (%s)" % nation],
            "dam": [upper, lambda r, s: s + " xx"],
            "color": [lambda r, s: tint[s], upper],
            "stud": [lambda r, s: "".join(x[0] for x in s.split(" ")) if " " in s else s],
            "sex": [lambda r, s: {"M": "mare", "S": "stallion", "G": "gelding", "F": "filly"}[s]],
            "damsire": [upper],
        },
        {
            "code": [lambda r, s: s[6:]],
            "code_c": [],
            "first": [other_of(core)],
            "stud": [],
            "year": [],
            "color": [],
            "sire": [lambda r, s: s[:4] + "."],
            "dam": [],
            "damsire": [],
            "breeder": [],
            "sex": [],
            "owner": [other_of(lambda: "%s, %s" % (r.choice(US_L), r.choice("ABCDEFJKLM")))],
        },
        None,
        extras=[
            ("Height", lambda row: str(r.randint(155, 178))),
            ("Studbook", pick(r, "KWPN", "HOLST", "BWP", "SF", "OLDBG")),
            ("Starts", lambda row: str(r.randint(0, 40))),
            ("Status", pick(r, "active", "active", "dead", "exported")),
            ("Entry", stamp(r)),
            ("No", serial(r, "%d", 4)),
        ],
        names=("studbook", "fei"),
        typos=("first", "sire", "dam", "breeder"),
        swap=None,
        cuts=("sire", "dam", "breeder"),
    )


# Athletes.
AT_L = US_L[20:] + [x for x in ES_L[30:90]] + [x[1] for x in NL_L[:30]] + HU_L[:40] + IT_L[:60]
AT_W = (
    [x[0] for x in US_W]
    + ES_F
    + pool_of("Sanne Lotte Fleur Femke Maud Roos Iris Noor Sophie Marieke Anouk Floor Esmee Jet Ilse Tess Zoë")
)
AT_G = [x[0] for x in US_N + US_W] + NL_G + ES_M[5:30] + ES_F[3:25]


def athletes_results(r):
    """Result lists of races: one athlete in many results; brothers, teammates and namesakes beside."""
    p = Plan(r, 0.12)
    if p.share:
        p.share = min(0.9, p.share * r.choice((1, 1.5, 2.2)))
        p.most = r.choice((2, 3, 6, 6, 12, 30))
    clubs = [
        "%s %s" % (r.choice(("TV", "LG", "AC", "SV", "Athletics", "Team", "RC")), x)
        for x in r.sample(
            [
                a + b
                for a in pool_of("Wald Neu Ober Brook Kings River Stein Lang Mill Rhein")
                for b in pool_of("stadt ford bach ton berg hausen")
            ],
            r.randint(6, 40),
        )
    ]
    lands = r.sample(pool_of("GER SUI AUT ITA FRA NED ESP USA GBR HUN"), r.randint(1, 5))
    races = r.choice(
        (("800m", "1500m", "5000m"), ("10 km", "Half marathon", "Marathon"), ("100m", "200m", "400m"), ("Sprint", "Olympic"))
    )
    low = r.choice((60, 200, 1500)) if races[0] != "100m" else 10
    meets = [
        ("%s %s" % (r.choice(("City Run", "Spring Meeting", "Night of Athletics", "Regional Ch.", "Cup")), y), y)
        for y in range(2014, 2025)
    ]

    def clock(row):
        time = low * r.uniform(1, 2.5)
        return "%.2f" % time if time < 60 else "%d:%05.2f" % (time // 60, time % 60)

    style, merged = r.randrange(4), p.has(0.5)

    def full(row):
        a, b = row["first"], row["last"]
        return ("%s %s" % (a, b), "%s %s" % (b.upper(), a), "%s, %s" % (b, a), "%s %s" % (b, a))[style].strip(" ,")

    def family():
        n = r.randint(2, 4) if r.random() < p.kins else 1
        base = {
            "last": some(r, AT_L),
            "club": some(r, clubs),
            "nation": some(r, lands),
            "year": str(r.randint(1965, 2008)),
            "event": r.choice(races),
        }
        way, group, names = r.random(), [], kin(r, p, lambda: some(r, AT_G), n)
        for i, name in enumerate(names):
            person = dict(base, first=name, code=digits(r, 7), sex="W" if name in AT_W or name[-1] == "a" else "M")
            if way > 0.3:
                person["year"] = str(r.randint(1965, 2008))
            if way > 0.75 and i:
                # A namesake elsewhere.
                person.update(first=names[0], club=r.choice(clubs), nation=r.choice(lands))
            person["near"] = person["first"] + person["last"]
            group.append(person)
        return group

    coded, aged, clubby = p.has(0.35), p.has(0.75), p.has(0.85)
    cols = [("Rank", lambda row: str(r.randint(1, 80)))] * p.has(0.6) + [("Bib", lambda row: str(r.randint(1, 2400)))] * p.has(
        0.6
    )
    cols += [("Licence", "code")] * coded + ([("Name", full)] if merged else [("First name", "first"), ("Last name", "last")])
    cols += (
        [("YOB", "year")] * aged
        + [("Club", "club")] * (clubby or not aged)
        + [("Nat", "nation")] * p.has(0.5)
        + [("Sex", "sex")] * p.has(0.4)
    )
    cols += (
        [("Event", "event"), ("Result", clock)]
        + [("Meeting", lambda row: r.choice(meets)[0])] * p.has(0.6)
        + [("Date", stamp(r, r.choice(DATES)))]
    )
    keys = [("code",)] * coded + [("first", "last", "year")] * aged + [("first", "last", "club")] * (clubby or not aged)
    return build(
        r,
        p,
        family,
        cols,
        keys,
        {
            "first": [plain, lambda r, s: s + " " + "ABJM"[len(s) % 4] + ".", lower],
            "last": [plain, upper],
            "club": [upper, lambda r, s: s.split(" ")[-1], lambda r, s: s + r.choice((" e.V.", " 1898", " II"))],
            "year": [lambda r, s: "'" + s[2:], lambda r, s: s[2:]],
        },
        {
            "code": [],
            "first": [initial, us_nick],
            "year": [],
            "club": [other_of(lambda: r.choice(clubs)), lambda r, s: "unattached"],
            "nation": [],
            "sex": [],
            "event": [other_of(lambda: r.choice(races))],
            "last": [lambda r, s: s + "-" + AT_L[sum(map(ord, s)) % len(AT_L)]],
        },
        None,
        extras=[
            ("Wind", pick(r, "+0.3", "-1.1", "+1.9", "")),
            ("Note", pick(r, "", "", "", "PB", "SB", "DNS")),
            ("Points", lambda row: str(r.randint(300, 1100))),
        ],
        names=("federation", "timing"),
        typos=("first", "last", "club"),
        cuts=("club",),
    )


KINDS = {
    f.__name__: f
    for f in (
        tr_twins_clinic,
        ko_employees,
        in_students,
        es_socios,
        vn_customers,
        nl_leden,
        hu_betegek,
        it_anagrafe,
        gr_mitroo,
        us_donors,
        fa_or_he_people,
        horse_pedigrees,
        athletes_results,
    )
}

if __name__ == "__main__":
    write_tables(KINDS)
