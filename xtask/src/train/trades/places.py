#!/usr/bin/env python3
"""Makes tables of organizations and places, with the things that their rows describe.

python3 places.py OUT FIRST LAST    # OUT/KIND-SEED/records.csv and truth.csv, for each kind and seeds FIRST..LAST-1
"""

import unicodedata
import zlib

from shared import forms_of, pool_of, uuid, whole_number, without_umlauts, write_tables

# ------------------------------------------------------------------ shared


def skew(r, xs, k=1.7):
    return xs[min(len(xs) - 1, int(len(xs) * r.random() ** k))]


def noacc(s):
    s = s.replace("ł", "l").replace("Ł", "L").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))


def moji(s):
    try:
        return s.encode("utf-8").decode("cp1252")
    except UnicodeError:
        return (
            s.encode("utf-8")
            .decode("latin-1")
            .replace("\x81", "?")
            .replace("\x8d", "?")
            .replace("\x90", "?")
            .replace("\x9d", "?")
            .replace("\x8f", "?")
        )


def typo(r, s):
    pos = [i for i, c in enumerate(s) if c.isalpha() and (i and s[i - 1].isalpha())]
    if len(pos) < 4:
        return s
    i = r.choice(pos)
    k = r.randrange(5)
    if k == 0:
        return s[:i] + s[i + 1 :]
    if k == 1:
        return s[:i] + s[i] + s[i:]
    if k == 2 and i + 1 < len(s) and s[i + 1].isalpha():
        return s[:i] + s[i + 1] + s[i] + s[i + 2 :]
    if k == 3:
        return s[:i] + r.choice([c for c in s if c.isalpha()]).lower() + s[i:]
    return s[:i] + s[r.choice(pos)].lower() + s[i + 1 :]


def fullw(s):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in s)


class St:
    """structure and noise rates of one table, drawn lazily and kept"""

    def __init__(s, r, linkp=0.2):
        s.r = r
        s.c = {}
        s.dels = {}
        s.n = int(min(1490, max(300, r.lognormvariate(6.5, 0.45))))
        s.link = r.random() < linkp
        s.share = 0 if r.random() < 0.1 else (r.uniform(0.15, 0.9) if s.link else r.uniform(0.05, 0.6))
        s.mode = r.choice(pool_of("two two two few few many heavy"))
        s.level = r.choice([0.1, 0.4, 0.8, 1, 1.3, 1.8, 2.6, 3.5])
        s.trap = r.choice([0.05, 0.25, 0.5, 0.75, 0.95])
        s.dupB = r.random() < 0.35

    def rate(s, k, hi=0.3):
        k = "r:" + k
        if k not in s.c:
            s.c[k] = 0 if s.r.random() < 0.3 else min(0.85, hi * s.level * 1.3 * s.r.random())
        return s.c[k]

    def hit(s, k, hi=0.3):
        return s.r.random() < s.rate(k, hi)

    def opt(s, k, p=0.5):
        k = "o:" + k
        if k not in s.c:
            s.c[k] = s.r.random() < p
        return s.c[k]

    def pick(s, k, xs):
        k = "p:" + k
        if k not in s.c:
            s.c[k] = s.r.choice(xs)
        return s.c[k]

    def miss(s, k, v, hi=0.5):
        if s.hit("miss_" + k, hi):
            return s.pick("na", ["", "", "", "", "", "n/a", "-", "NULL"])
        return v

    def absent(s, k, v, lo, hi):  # strong missingness, independent of level
        k = "abs_" + k
        if k not in s.c:
            s.c[k] = s.r.uniform(lo, hi)
        return "" if s.r.random() < s.c[k] else v

    def far(s, *key):
        """accept a key that is not within one slip of an earlier one"""
        w = "|".join(str(x) for x in key).lower()
        v = [w] + [w[:i] + w[i + 1 :] for i in range(len(w))]
        if any(x in s.dels for x in v):
            return False
        for x in v:
            s.dels[x] = 1
        return True

    def new(s, f, *scope):
        for _ in range(60):
            x = f()
            if s.far(*scope, x):
                return x
        return None

    def code(s, f):
        for i in range(200):
            x = f()
            if s.far("#", x) if i < 20 else ("#", x) not in s.c:
                s.c[("#", x)] = 1
                return x
        return x

    def size(s):
        if s.r.random() >= s.share:
            return 1
        if s.mode == "two":
            return 2 + (s.r.random() < 0.08)
        if s.mode == "few":
            return s.r.choice([2, 2, 2, 3, 3, 4])
        if s.mode == "many":
            return s.r.choice([2, 2, 3, 4, 5, 6])
        return 2 + int(28 * s.r.random() ** 6)

    def plan(s):
        if not s.link:
            return [0] * s.size()
        if s.r.random() < s.share:
            return [0] + [1] * (s.r.choice([1, 1, 2, 3]) if s.dupB else 1)
        return [s.r.randrange(2)]

    def date(s, k="d", lo=2005, hi=2024, so=0, y=None):
        r = s.r
        if s.hit("nodate" + k, 0.25):
            return s.pick("nodate", ["", "", "0000-00-00", "01.01.1900", "-"])
        y = y or r.randint(lo, hi)
        m = r.randint(1, 12)
        d = r.randint(1, 28)
        return fmtdate(s.pick("datefmt%s%d" % (k, so), pool_of("iso iso dot sl us iso8 y")), y, m, d)

    def tidy(s, k, v, so=0, ty=0.25, cut=True):
        """common noise for a free text cell"""
        if not v:
            return v
        if s.hit("typo_" + k, ty):
            v = typo(s.r, v)
        if s.hit("sp_" + k, 0.08):
            v = s.r.choice([v + " ", v.replace(" ", "  ", 1), v.replace("-", " ", 1), " " + v])
        c = s.pick("case_%s%d" % (k, so), pool_of("asis asis asis asis upper lower mixed"))
        if c == "upper" or (c == "mixed" and s.r.random() < 0.3):
            v = v.upper()
        elif c == "lower":
            v = v.lower()
        if cut and s.opt("trunc_" + k, 0.07):
            v = v[: s.pick("tl_" + k, [35, 35, 40])]
        return v


def fmtdate(f, y, m, d):
    return {
        "iso": "%04d-%02d-%02d" % (y, m, d),
        "dot": "%02d.%02d.%04d" % (d, m, y),
        "sl": "%02d/%02d/%04d" % (d, m, y),
        "us": "%d/%d/%d" % (m, d, y),
        "iso8": "%04d%02d%02d" % (y, m, d),
        "y": "%04d-%02d-%02d %02d:%02d" % (y, m, d, d % 24, (m * 7 + d) % 60),
    }[f]


def run(s, cols, family, render, src=("a", "b")):
    """cols: (key, 'Header|Other header', probability, optional row filler)"""
    r = s.r
    use = []
    for c in cols:
        if r.random() < c[2]:
            use.append((c[0], r.choice(c[1].split("|")), c[3] if len(c) > 3 else None))
    if r.random() < 0.25:
        r.shuffle(use)
    if s.opt("hdr_low", 0.2):
        use = [(k, h.lower().replace(" ", "_"), f) for k, h, f in use]
    rows = []
    e = 0
    seen = {}
    dry = 0
    while len(rows) < s.n and dry < 400:
        before = len(rows)
        for t in family():
            e += 1
            if len(rows) > 1465:
                break
            for so in s.plan():
                for _ in range(12):
                    d = render(t, so)
                    key = tuple("" if f else str(d.get(k, "")).strip().lower() for k, h, f in use)
                    if seen.setdefault(key, e) == e:
                        rows.append(([str(f() if f else d.get(k, "")) for k, h, f in use], "e%d" % e, src[so]))
                        break
        dry = dry + 1 if len(rows) == before else 0
    r.shuffle(rows)
    head = [h for _, h, _ in use]
    if s.link:
        head = ["source"] + head
        rows = [([x[2]] + x[0], x[1], x[2]) for x in rows]
    return head, [x[0] for x in rows], [x[1] for x in rows], s.link


def latlon(s, lat, lon, so=0, m=5):
    """shown position: jitter of up to m metres, then the format of the list"""
    r = s.r
    lat += r.uniform(-m, m) / 111000
    lon += r.uniform(-m, m) / 70000
    f = s.pick("geo%d" % so, pool_of("6 6 5 5 7 comma 6"))
    if f == "comma":
        return ("%.6f" % lat).replace(".", ","), ("%.6f" % lon).replace(".", ",")
    return "%.*f" % (int(f), lat), "%.*f" % (int(f), lon)


def dms(lat, lon):
    o = []
    for v, h in ((lat, "NS"), (lon, "EW")):
        a = abs(v)
        d = int(a)
        m = int((a - d) * 60)
        o.append("%d°%02d'%04.1f\"%s" % (d, m, ((a - d) * 60 - m) * 60, h[v < 0]))
    return o


# ------------------------------------------------------------------ 1 German suppliers
DE_A = pool_of(
    "Alt Bau Berg Birk Brand Buch Dorn Eich Feld Fisch Gold Grün Hart Holz Kirch Klein Kron Lang Lind Loh Neu Rein Roth Sand Schön Stein Stahl Wald Weid Wies Zimm Huber Kess Bött Mühl Köh Sölln Trau Voll Wink Hass Pfeff Ratz Strau"
)
DE_B = pool_of(
    "er mann hoff hofer bauer mayer müller meier berger felder bach auer inger ner ke wald hardt brecht ler horst wieser meister inghaus kamp stedt loh"
)
DE_T = pool_of(
    "Metallbau Maschinenbau Elektrotechnik Spedition Logistik Werkzeugbau Kunststofftechnik Bürobedarf Verpackungen Gebäudereinigung Heizungsbau Baustoffe Druckerei Gartenbau Holzhandel Lacke Fördertechnik Hydraulik Schrauben Arbeitsschutz Messtechnik Dachdeckerei Sanitär Kältetechnik Gerüstbau Immobilien Verwaltungs Beteiligungs Services Kabeltechnik Edelstahl Etiketten"
)
DE_C = forms_of(
    "Berlin:10 Hamburg:20 München:80 Köln:50 Frankfurt_am_Main:60 Stuttgart:70 Düsseldorf:40 Leipzig:04 Dortmund:44 Essen:45 Bremen:28 Dresden:01 Hannover:30 Nürnberg:90 Duisburg:47 Bochum:44 Wuppertal:42 Bielefeld:33 Bonn:53 Münster:48 Karlsruhe:76 Mannheim:68 Augsburg:86 Kassel:34 Freiburg_im_Breisgau:79 Lübeck:23 Erfurt:99 Rostock:18 Mainz:55 Ulm:89 Würzburg:97 Regensburg:93 Heilbronn:74 Göttingen:37 Siegen:57 Offenburg:77 Gütersloh:33 Landshut:84 Coburg:96 Cottbus:03"
)
DE_S = pool_of(
    "Haupt Industrie Bahnhof Garten Schul Berg Linden Goethe Schiller Mozart Mühlen Ring Wiesen Kirch Daimler Siemens Robert-Bosch- Benz Birken Eichen Hafen Gewerbe Nord Süd Ahorn Kant Rosen Feld Lager Anger Brunnen Röntgen Otto-Hahn-"
)


def de_name(r):
    return r.choice(DE_A) + r.choice(DE_B)


def kreditoren_de(r):
    s = St(r, 0.2)
    iban_p = r.uniform(0.2, 0.9)

    def addr():
        c, z = skew(r, DE_C, 1.3)
        c = c.replace("_", " ")
        st = r.choice(DE_S)
        st += r.choice(["-Straße" if 0 else "straße", "straße", "weg", "allee", "platz"])
        st = st.replace("-straße", "-Straße").replace("-weg", "-Weg").replace("-allee", "-Allee").replace("-platz", "-Platz")
        return dict(
            ort=c,
            plz=z + whole_number(r, 3, "0123456789"),
            str=st,
            hnr=str(1 + int(140 * r.random() ** 2)) + r.choice(["", "", "", "a", "b"]),
        )

    def tel():
        return "0" + whole_number(r, r.choice([2, 3, 3, 4])), whole_number(r, r.choice([5, 6, 7]))

    def one(root, trade, form, a, vat, **k):
        return dict(
            a,
            root=root,
            trade=trade,
            form=form,
            vat=vat,
            tel=tel(),
            iban="DE" + whole_number(r, 20),
            zb=r.choice(pool_of("ZB30 ZB14 ZB00 ZB60")),
            mail=r.choice(pool_of("info kontakt buchhaltung rechnung vertrieb")),
            **k,
        )

    forms = [
        "GmbH",
        "GmbH",
        "GmbH",
        "GmbH & Co. KG",
        "GmbH & Co. KG",
        "KG",
        "AG",
        "e.K.",
        "OHG",
        "UG (haftungsbeschränkt)",
        "GbR",
    ]

    def family():
        root = s.new(
            lambda: (
                de_name(r) + (" & " + de_name(r) if r.random() < 0.12 else "")
                if r.random() < 0.75
                else r.choice(pool_of("Tec Pro Nor Euro Inno Uni Medi Vario Opti Termo Sani Flex"))
                + r.choice(pool_of("dur lux plan tech serv line plast fix norm dat bau pack trans mat therm"))
                + r.choice(["", "a", "o", "is"])
            ),
            "root",
        )
        if not root:
            return []
        tr = r.sample(DE_T, 4)
        a = addr()
        vat = lambda: s.code(lambda: "DE" + whole_number(r, 9))
        v = vat()
        out = [one(root, tr[0], r.choice(forms), a, v)]
        if r.random() < s.trap:
            k = r.random()
            if k < 0.5:  # branches: same name and VAT, other town
                seen = [a["ort"]]
                for _ in range(r.choice([1, 1, 2, 3, 6])):
                    b = addr()
                    if b["ort"] not in seen:
                        seen.append(b["ort"])
                        out.append(one(root, tr[0], out[0]["form"], b, v, nl=1))
            else:  # sister companies: same address, other trade
                for x in tr[1 : r.choice([2, 2, 3, 4])]:
                    out.append(
                        one(
                            root,
                            x,
                            r.choice(forms),
                            a if k < 0.85 else dict(addr(), ort=a["ort"], plz=a["plz"][:2] + whole_number(r, 3, "0123456789")),
                            vat(),
                        )
                    )
        return out

    def render(t, so):
        f = t["form"]
        tr = t["trade"]
        if s.hit("formabbr", 0.4):
            f = {
                "GmbH": "Ges. mbH",
                "GmbH & Co. KG": "GmbH+Co.KG",
                "UG (haftungsbeschränkt)": "UG",
                "e.K.": "eK",
                "AG": "Aktiengesellschaft",
            }.get(f, f)
        elif s.hit("formlost", 0.4):
            f = ""
        if s.hit("trabbr", 0.15):
            tr = tr[: max(5, len(tr) * 2 // 3)] + "."
        n = [t["root"], tr, f]
        if s.hit("order", 0.2):
            n = [tr, t["root"], f]
        n = " ".join(x for x in n if x)
        if s.hit("vorn", 0.12):
            n = r.choice(["Fa. ", "Firma ", "Hans ", "Gebr. "]) + n
        if t.get("nl") and s.hit("nl", 0.6):
            n += r.choice([" NL ", " Niederlassung ", " Zweigst. ", ", Werk "]) + t["ort"].split()[0]
        st, h, ort, plz = t["str"], t["hnr"], t["ort"], t["plz"]
        if s.hit("moved", 0.15):
            st, h = addr()["str"], addr()["hnr"]
        elif s.hit("strabbr", 0.6):
            st = st.replace("straße", "str.").replace("Straße", "Str.")
        if s.hit("ortkurz", 0.5):
            ort = ort.replace(" am Main", "/M.").replace(" im Breisgau", " i. Br.")
        if so == 1 and s.opt("umlB", 0.5) or s.hit("uml", 0.3):
            n, st, ort = without_umlauts(n), without_umlauts(st), without_umlauts(ort)
        if s.hit("moji", 0.03):
            n, ort = moji(n), moji(ort)
        v, tl = t["tel"]
        if s.hit("newtel", 0.3):
            tl = whole_number(r, 6)
        tel = s.pick("telf%d" % so, ["{} {}", "{}/{}", "({}) {}", "{}-{}"]).format(v, tl)
        if s.hit("intl", 0.3):
            tel = "+49 " + v[1:] + " " + tl
        ib = t["iban"] if r.random() < iban_p else ""
        if s.hit("ibang", 0.3):
            ib = " ".join(ib[i : i + 4] for i in range(0, len(ib), 4))
        vat = s.absent("vat", t["vat"], 0.1, 0.9)
        if s.hit("vatsp", 0.2):
            vat = vat[:2] + " " + vat[2:]
        dom = without_umlauts(t["root"].lower()).replace(" ", "").replace("&", "-")
        x = dict(
            name=s.tidy("n", n, so),
            vat=vat,
            tel=s.miss("tel", tel),
            iban=ib,
            zb=t["zb"],
            mail=s.miss("mail", t["mail"] + "@" + dom + ".de"),
            plz=s.miss("plz", plz, 0.15),
            ort=s.tidy("o", ort, so, 0.06),
            str=s.tidy("s", st + " " + h, so, 0.15),
        )
        if s.hit("strmiss", 0.2):
            x["str"] = ""
        return x

    cols = [
        ("nr", "Kreditor|LieferantenNr|Konto", 0.7, lambda: "7" + whole_number(r, 5)),
        ("name", "Name 1|Firma|Lieferantenname", 1),
        ("str", "Straße|Strasse|Anschrift", 1),
        ("plz", "PLZ|Postleitzahl", 0.9),
        ("ort", "Ort|Stadt", 1),
        ("tel", "Telefon|Tel.", 0.7),
        ("mail", "E-Mail", 0.4),
        ("vat", "USt-IdNr.|USt-ID", 0.8),
        ("iban", "IBAN", 0.5),
        ("zb", "Zahlungsbed.", 0.5),
        ("bk", "Buchungskreis", 0.4, lambda: r.choice(pool_of("1000 1000 1000 2000"))),
        ("sp", "Sperre", 0.3, lambda: r.choice(["", "", "", "X"])),
        ("dt", "Angelegt am", 0.5, lambda: s.date()),
        ("us", "Angelegt von", 0.3, lambda: r.choice(pool_of("MUELLERK SCHMIDTA BATCH SAPADM WEBERT"))),
    ]
    return run(s, cols, family, render, ("sap", "datev"))


# ------------------------------------------------------------------ 2 Chinese companies
CN_B1 = "华金中天恒瑞鑫盛宏信德嘉科百万利兴泰永富安博创东方海龙明新祥源正智卓亚凯佳锦顺通远大"
CN_B2 = "达隆美丰诚辉腾宇力捷业联润和康洋泽森峰翔航星晟迪尔特克朗悦景川茂昌益健宝莱维彩"
CN_T = pool_of(
    "电子 科技 贸易 物流 建材 机械设备 食品 服装 化工 医疗器械 房地产开发 广告 信息技术 塑料制品 汽车配件 网络科技 环保工程 装饰工程 餐饮管理 家具 纺织 五金制品 新能源 投资管理 文化传媒 包装材料"
)
CN_C = forms_of(
    "北京市:朝阳区,海淀区,丰台区:010 上海市:浦东新区,闵行区,嘉定区:021 深圳市:南山区,宝安区,龙岗区:0755 广州市:天河区,白云区,番禺区:020 杭州市:西湖区,余杭区,萧山区:0571 苏州市:吴中区,虎丘区,相城区:0512 成都市:武侯区,锦江区,青羊区:028 武汉市:洪山区,江岸区,汉阳区:027 东莞市:长安镇,虎门镇,厚街镇:0769 宁波市:鄞州区,北仑区,江北区:0574 青岛市:市南区,崂山区,黄岛区:0532 南京市:江宁区,鼓楼区,玄武区:025 佛山市:南海区,顺德区,禅城区:0757 西安市:雁塔区,碑林区,未央区:029 厦门市:思明区,湖里区,集美区:0592 郑州市:金水区,中原区,二七区:0371"
)
CN_R = pool_of("人民 中山 解放 建设 和平 新华 科技 工业 长江 黄河 文化 滨海 创业 学院 光明 迎宾 振兴 友谊 环城 南京 北京 泰山")
CN_S = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
CN_G = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉建国文辉婷雪鹏宇浩欣怡"
TRAD = str.maketrans(
    "华鑫华龙东兴万门电贸设备医疗环传开发广网络饰厂区联丰达业诚辉腾陈张刘杨赵黄马罗",
    "華鑫華龍東興萬門電貿設備醫療環傳開發廣網絡飾廠區聯豐達業誠輝騰陳張劉楊趙黃馬羅",
)


def companies_cn(r):
    s = St(r, 0.2)
    codecol = s.opt("codecol", 0.75)
    forms = ["有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司"]

    def person():
        return r.choice(CN_S) + r.choice(CN_G) + (r.choice(CN_G) if r.random() < 0.7 else "")

    def place():
        c, ds, z = skew(r, CN_C, 1.3)
        return dict(
            city=c,
            z=z,
            dist=r.choice(ds.split(",")),
            road=r.choice(CN_R) + r.choice(pool_of("路 大道 街 东路 西路 中路")),
            no=r.randint(1, 999),
            room=r.choice(
                [
                    "",
                    "",
                    "%d室" % r.randint(101, 2899),
                    "%d栋%d楼" % (r.randint(1, 20), r.randint(1, 9)),
                    "科技园%s座%d" % (r.choice("ABCD"), r.randint(201, 1999)),
                ]
            ),
        )

    def one(brand, trade, form, p, **k):
        if not s.far("co", p["city"] * 2, brand, trade * 2, k.get("br", "") * 2):
            return None
        return dict(
            p,
            brand=brand,
            trade=trade,
            form=form,
            rep=person(),
            code=s.code(
                lambda: "91" + whole_number(r, 6) + "MA" + "".join(r.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
            ),
            tel=(p["z"], whole_number(r, 8, "2368")),
            mob="1" + r.choice("358") + whole_number(r, 9, "0123456789"),
            cap=r.choice([50, 100, 100, 200, 500, 1000, 3000]),
            y=r.randint(1995, 2023),
            **k,
        )

    def family():
        b = (
            s.new(lambda: r.choice(CN_B1) * 1 + r.choice(CN_B2) + (r.choice(CN_B1) if r.random() < 0.35 else ""), "b" * 3)
            if r.random() < 0.1
            else r.choice(CN_B1) + r.choice(CN_B2) + (r.choice(CN_B1 + CN_B2) if r.random() < 0.3 else "")
        )
        if not b:
            return []
        p = place()
        tr = r.sample(CN_T, 5)
        f = r.choice(forms)
        out = [one(b, tr[0], f, p)]
        if out[0] and r.random() < s.trap:
            k = r.random()
            n = r.choice([1, 1, 2, 3, 4])
            for i in range(n):
                q = place()
                if k < 0.4:
                    out.append(one(b, tr[0], f, dict(q, city=p["city"], hq=q["city"]), br=q["city"][:-1]))
                elif k < 0.75:
                    out.append(one(b, tr[1 + i], f, p))
                elif q["city"] != p["city"]:
                    out.append(one(b, tr[0], f, q))
        return [x for x in out if x]

    def render(t, so):
        f = t["form"]
        c = t["city"]
        pre = c
        code = s.absent("code", t["code"], 0.1, 0.85)
        if s.hit("form", 0.3):
            f = {"有限公司": "有限责任公司", "有限责任公司": "有限公司", "股份有限公司": "股份公司"}.get(f, f)
        elif s.hit("noform", 0.15):
            f = "公司"
        if s.hit("shi", 0.4):
            pre = c[:-1]
        tr = t["trade"]
        mid = t["brand"] + tr
        if s.hit("brk", 0.25):
            n = t["brand"] + s.pick("br", ["（%s）", "(%s)"]) % c[:-1] + tr + f
        else:
            n = pre + mid + f
        moved = s.hit("moved", 0.2)
        if code and codecol and not moved and s.hit("wrong", 0.1):
            n = n.replace(t["brand"][-1], r.choice(CN_B2), 1)
        if t.get("br"):
            n += t["br"] + r.choice(["分公司", "分公司", "分公司", "办事处"] if s.opt("office", 0.3) else ["分公司"])
        home = t.get("hq", c)
        q = place() if moved else t
        ad = q["dist"] if not moved else r.choice([x for x in CN_C if x[0] == home][0][1].split(","))
        ad += q["road"] + "%d号" % q["no"] + ("" if s.hit("noroom", 0.4) else q["room"])
        if not s.hit("nocity", 0.3):
            ad = home + ad
        if s.hit("fw", 0.1):
            ad = fullw(ad)
        if s.hit("haoo", 0.1):
            ad = ad.replace("号", "")
        if so == 1 and s.opt("tradB", 0.3) or s.hit("trad", 0.06):
            n, ad = n.translate(TRAD), ad.translate(TRAD)
        tel = (s.pick("tf%d" % so, ["%s-%s", "%s%s", "(%s)%s", "86-%s-%s"]) % t["tel"]) if not s.hit("mob", 0.35) else t["mob"]
        if s.hit("newtel", 0.2):
            tel = "1" + whole_number(r, 10, "3589")
        rep = person() if s.hit("newrep", 0.2) else t["rep"]
        cap = s.pick("cap%d" % so, ["%d万元", "%d万人民币", "%d", "%d.000000万人民币"]) % t["cap"]
        return dict(
            name=n,
            code=code.lower() if s.hit("lc", 0.05) else code,
            rep=s.miss("rep", rep, 0.3),
            tel=s.miss("tel", tel, 0.4),
            ad=s.miss("ad", ad, 0.25),
            city=home if not s.opt("cs", 0.3) else home[:-1],
            cap=s.miss("cap", cap, 0.4),
            ind=tr,
            y=fmtdate(s.pick("df", pool_of("iso sl iso8")), t["y"], 1 + t["cap"] % 12, 1 + t["y"] % 28),
            st=r.choice(pool_of("存续 存续 存续 在业 注销")),
        )

    cols = [
        ("no", "序号|客户编码", 0.4, lambda: "KH" + whole_number(r, 6)),
        ("name", "企业名称|公司名称|供应商名称", 1),
        ("code", "统一社会信用代码|信用代码", int(codecol)),
        ("rep", "法定代表人|联系人", 0.7),
        ("cap", "注册资本", 0.5),
        ("y", "成立日期", 0.4),
        ("city", "所属城市|城市", 1),
        ("ad", "注册地址|地址|通讯地址", 0.9),
        ("tel", "电话|联系电话", 0.7),
        ("ind", "所属行业", 0.3),
        ("st", "经营状态|登记状态", 0.4),
        ("up", "更新时间", 0.4, lambda: s.date()),
        ("ow", "业务员", 0.3, lambda: r.choice(["王敏", "李强", "陈静"])),
    ]
    return run(s, cols, family, render, ("crm", "工商"))


# ------------------------------------------------------------------ 3 Russian companies, Cyrillic and Latin
RU_A = pool_of(
    "Техно Строй Пром Агро Метал Гранд Евро Транс Энерго Сиб Урал Балт Авто Хим Лес Нефте Газ Рос Интер Мега Альфа Вест Орто Фарм Юг Ново Регион Бизнес Инвест Снаб"
)
RU_B = pool_of(
    "строй сервис торг пром монтаж комплект ресурс трейд лайн проект маш снаб центр альянс экспорт групп дор импекс стандарт плюс мастер холод свет тара"
)
RU_W = pool_of(
    "Ромашка Восход Рассвет Прогресс Заря Маяк Вымпел Фортуна Меркурий Орион Сокол Феникс Олимп Кедр Исток Импульс Горизонт Витязь Каскад Авангард Берёза Лотос Атлант Эдельвейс Жемчужина Щит Царицыно Юпитер"
)
RU_C = forms_of(
    "Москва:77:495 Санкт-Петербург:78:812 Новосибирск:54:383 Екатеринбург:66:343 Казань:16:843 Самара:63:846 Омск:55:3812 Челябинск:74:351 Уфа:02:347 Пермь:59:342 Воронеж:36:473 Волгоград:34:8442 Саратов:64:8452 Тюмень:72:3452 Ижевск:18:3412 Ярославль:76:4852 Хабаровск:27:4212 Иркутск:38:3952 Тула:71:4872 Рязань:62:4912"
)
RU_ST = pool_of(
    "Ленина Мира Гагарина Советская Победы Кирова Пушкина Садовая Заводская Лесная Чехова Жукова Щорса Октябрьская Промышленная Южная Школьная"
)
RU_F = pool_of(
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Фёдоров Морозов Волков Алексеев Лебедев Егоров Козлов Никитин Зайцев Ершов Щукин Жданов Хомяков Юдин Цветков Яшин"
)
RU_I = pool_of("Александр Сергей Дмитрий Андрей Юрий Евгений Николай Пётр Илья Фёдор")
RU_O = pool_of("Иванович Сергеевич Петрович Юрьевич Николаевич Андреевич Ильич Хасанович")
TL = [
    dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", t.split(",")))
    for t in (
        "a,b,v,g,d,e,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,y,,e,yu,ya",
        "a,b,v,g,d,e,yo,zh,z,i,j,k,l,m,n,o,p,r,s,t,u,f,h,c,ch,sh,sch,',y,',e,ju,ja",
        "a,b,v,g,d,ye,ye,zh,z,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,ie,y,,e,iu,ia",
    )
]


def lat(s, k):
    o = []
    for c in s:
        x = TL[k].get(c.lower(), c)
        o.append(x[:1].upper() + x[1:] if c != c.lower() else x)
    return "".join(o)


def firmy_ru(r):
    s = St(r, 0.4)
    OP = {
        "ООО": "Общество с ограниченной ответственностью",
        "АО": "Акционерное общество",
        "ПАО": "Публичное акционерное общество",
        "ЗАО": "Закрытое акционерное общество",
        "НПО": "Научно-производственное объединение",
    }
    LF = {
        "ООО": ["OOO", "LLC", "Ltd.", ""],
        "АО": ["AO", "JSC", ""],
        "ПАО": ["PAO", "PJSC"],
        "ЗАО": ["ZAO", "CJSC"],
        "НПО": ["NPO", "NPO"],
    }

    def ad(c):
        return dict(
            city=c[0],
            reg=c[1],
            z=c[2],
            st=r.choice(RU_ST),
            h=r.randint(1, 150),
            of=r.randint(1, 400),
            pi=c[1][::-1] if 0 else whole_number(r, 6),
        )

    def one(nm, op, c, inn=None, **k):
        return dict(
            ad(c),
            nm=nm,
            op=op,
            inn=inn or s.code(lambda: c[1] + whole_number(r, 8)),
            kpp=c[1] + whole_number(r, 2) + ("01" if not k.get("fil") else "43") + whole_number(r, 3, "0"),
            ogrn=s.code(lambda: "1" + whole_number(r, 12)),
            dir=(r.choice(RU_F), r.choice(RU_I), r.choice(RU_O)),
            tel=whole_number(r, 7),
            okved=r.choice(pool_of("46.90 41.20 49.41 46.73 43.29 62.01 68.20")),
            **k,
        )

    def family():
        def nm():
            x = r.random()
            return (
                r.choice(RU_A) + r.choice(RU_B)
                if x < 0.6
                else r.choice(RU_W) + "-" + r.choice(pool_of("М Юг Центр Сервис Трейд Авто Строй"))
                if x < 0.75
                else r.choice(RU_A) + r.choice(RU_W).lower()
                if x < 0.9
                else r.choice(RU_A) + r.choice(RU_A).lower() + r.choice(RU_B)
            )

        n = s.new(nm, "n")
        if not n:
            return []
        op = skew(r, list(OP), 2.2)
        c = skew(r, RU_C, 1.5)
        out = [one(n, op, c)]
        if r.random() < s.trap:
            k = r.random()
            cs = r.sample([x for x in RU_C if x != c], r.choice([1, 1, 2, 4]))
            if k < 0.45:
                for x in cs:
                    out.append(one(n, op, x, out[0]["inn"], fil=1))
            elif k < 0.8:
                for suf in r.sample(pool_of("-Сервис -Логистик -Недвижимость -Поволжье -Финанс -Инжиниринг"), len(cs)):
                    out.append(dict(one(n + suf, op, c), st=out[0]["st"], h=out[0]["h"], of=out[0]["of"], dir=out[0]["dir"]))
            else:
                for x in cs:
                    out.append(one(n, op, x))
        return out

    def render(t, so):
        L = (so == 1 and s.opt("latB", 0.75)) or (s.opt("mixed", 0.4) and s.hit("lat", 0.5))
        k = s.pick("tl%d" % so, [0, 0, 1, 2]) if not s.hit("tlx", 0.3) else r.randrange(3)
        n, op = t["nm"], t["op"]
        if s.hit("hyph", 0.2):
            n = n.replace("-", " ")
        if s.hit("typo", 0.2):
            n = typo(r, n)
        if s.hit("yo", 0.3):
            n = n.replace("ё", "е")
        fil = ""
        if t.get("fil"):
            fil = r.choice([" филиал в г. ", " ф-л ", " (филиал) "]) + t["city"] if s.hit("fil", 0.9) else ""
        f, i, o = t["dir"] if not s.hit("newdir", 0.2) else (r.choice(RU_F), r.choice(RU_I), r.choice(RU_O))
        d = "%s %s.%s." % (f, i[0], o[0]) if s.pick("dirf%d" % so, [0, 1]) or s.hit("ini", 0.3) else "%s %s %s" % (f, i, o)
        city = t["city"]
        st = t["st"] if not s.hit("moved", 0.2) else r.choice(RU_ST)
        a = s.pick(
            "adf%d" % so,
            [
                "{p}, г. {c}, ул. {s}, д. {h}, оф. {o}",
                "г {c}, ул {s}, {h}-{o}",
                "{c}, {s} ул., д.{h}, офис {o}",
                "{c} г, {s} ул, дом № {h}, помещение {o}",
            ],
        ).format(p=t["pi"], c=city, s=st, h=t["h"], o=t["of"])
        if L:
            nn = lat(n, k) + lat(fil, k).replace("filial v g.", "branch")
            lf = r.choice(LF[op]) if s.hit("lf", 1) else LF[op][0]
            nm = (nn + ", " + lf if s.opt("after", 0.5) else lf + ' "' + nn + '"') if lf else nn
            a = lat(a, k).replace("ul.", "str.")
            city = {"Москва": "Moscow", "Санкт-Петербург": "St. Petersburg"}.get(city, lat(city, k))
            d = lat(d, k)
        else:
            lf = OP[op] if s.hit("full", 0.3) else "" if s.hit("nof", 0.15) else op
            q = s.pick("q%d" % so, ["«%s»", '"%s"', "%s", '""%s""'])
            nm = (q % n + " " + lf if s.hit("ord", 0.3) else lf + " " + q % n).strip() + fil
            if s.hit("spb", 0.4):
                city = city.replace("Санкт-Петербург", "СПб")
        tel = s.pick("tel%d" % so, ["+7 (%s) %s", "8 %s %s", "8(%s)%s", "+7%s%s"]) % (
            t["z"],
            t["tel"] if not s.hit("newtel", 0.2) else whole_number(r, 7),
        )
        inn = s.absent("inn", t["inn"], 0.05, 0.8)
        return dict(
            name=nm.upper() if s.opt("up%d" % so, 0.15) else nm,
            inn=inn,
            kpp=t["kpp"] if inn and not s.hit("kpp", 0.4) else "",
            ogrn=s.absent("ogrn", t["ogrn"], 0.4, 0.9) if not t.get("fil") else "",
            city=city,
            ad=s.miss("ad", a, 0.3),
            dir=s.miss("dir", d, 0.3),
            tel=s.miss("tel", tel),
            ok=t["okved"],
        )

    cols = [
        ("gid", "Код|GUID", 0.4, lambda: uuid(r) if s.opt("gu", 0.3) else "00-" + whole_number(r, 8, "0")),
        ("name", "Наименование|Контрагент|Название организации", 1),
        ("inn", "ИНН", 0.85),
        ("kpp", "КПП", 0.5),
        ("ogrn", "ОГРН", 0.35),
        ("city", "Город", 1),
        ("ad", "Юридический адрес|Адрес", 0.7),
        ("dir", "Руководитель|Ген. директор", 0.5),
        ("tel", "Телефон", 0.6),
        ("ok", "ОКВЭД", 0.3),
        ("mg", "Менеджер", 0.4, lambda: r.choice(["Орлова", "Ким", "Белов", ""])),
        ("dt", "Дата создания", 0.4, lambda: s.date()),
        ("st", "Статус", 0.3, lambda: r.choice(["Действующий", "Действующий", "Архив"])),
    ]
    return run(s, cols, family, render, ("1c", "export"))


# ------------------------------------------------------------------ 4 Greek hospital wards
GR_H = pool_of(
    "Ευαγγελισμός Ιπποκράτειο Λαϊκό Αττικόν Σωτηρία Μεταξά Τζάνειο Ασκληπιείο Θριάσιο Παπαγεωργίου Παπανικολάου ΑΧΕΠΑ Θεαγένειο Βενιζέλειο Σισμανόγλειο Ερυθρός_Σταυρός Άγιος_Ανδρέας Άγιος_Δημήτριος Άγιος_Παύλος Άγιος_Γεώργιος Αγία_Όλγα Αγία_Σοφία Κωνσταντοπούλειο Αμαλία_Φλέμινγκ Καραμανδάνειο Μποδοσάκειο Χατζηκώστα Μαμάτσειο Βοστάνειο Σκυλίτσειο Αχιλλοπούλειο Κουτλιμπάνειο Παναρκαδικό Μποδοσάκη Διδυμότειχο Αρεταίειο Αιγινήτειο Γεννηματάς Έλενα_Βενιζέλου Αλεξάνδρα Δρομοκαΐτειο Παμμακάριστος Πολυκλινική Πεντέλη"
)
GR_C = forms_of(
    "Αθήνα:210 Θεσσαλονίκη:2310 Πάτρα:2610 Ηράκλειο:2810 Λάρισα:2410 Βόλος:24210 Ιωάννινα:26510 Χανιά:28210 Χαλκίδα:22210 Καβάλα:2510 Σέρρες:23210 Τρίπολη:2710 Κοζάνη:24610 Ρόδος:22410 Μυτιλήνη:22510 Χίος:22710 Καλαμάτα:27210 Κέρκυρα:26610 Πειραιάς:210 Ξάνθη:25410"
)
GR_W = pool_of(
    "Παθολογική Χειρουργική Καρδιολογική Ορθοπαιδική Παιδιατρική Νευρολογική Ουρολογική Οφθαλμολογική Πνευμονολογική Γαστρεντερολογική Νεφρολογική Αιματολογική Ογκολογική Ψυχιατρική Δερματολογική Νευροχειρουργική Θωρακοχειρουργική Ρευματολογική Ενδοκρινολογική Αγγειοχειρουργική Γναθοχειρουργική Μαιευτική_Γυναικολογική Ωτορινολαρυγγολογική Λοιμώξεων"
)
GR_X = pool_of(
    "ΜΕΘ Μονάδα_Τεχνητού_Νεφρού ΤΕΠ Αιμοδοσία Ακτινολογικό_Εργαστήριο Μικροβιολογικό_Εργαστήριο Βιοχημικό_Εργαστήριο Φαρμακείο Μονάδα_Εμφραγμάτων Παθολογοανατομικό_Εργαστήριο"
)
GR_F = pool_of(
    "Παπαδόπουλος Γεωργίου Νικολάου Οικονόμου Παπανικολάου Δημητρίου Βλάχος Αντωνίου Καραγιάννης Χατζής Μακρής Σταθόπουλος Ζαφείρης Ψαρράς Ξένος Θεοδώρου Ιωάννου Φωτίου"
)
GR_G = pool_of("Γεώργιος Ιωάννης Δημήτριος Κωνσταντίνος Μαρία Ελένη Αικατερίνη Χρήστος Βασίλειος Θεόδωρος")


def greeklish(s, k=0):
    s = noacc(s)
    for a, b in (("ου", "ou"), ("Ου", "Ou"), ("αυ", "av"), ("ευ", "ev"), ("Ευ", "Ev"), ("μπ", "b"), ("Μπ", "B")):
        s = s.replace(a, b)
    m = dict(
        zip(
            "αβγδεζηθικλμνξοπρσςτυφχψω",
            (
                pool_of("a v g d e z i th i k l m n x o p r s s t y f ch ps o"),
                pool_of("a b g d e z h 8 i k l m n ks o p r s s t u f x ps w"),
            )[k],
        )
    )
    return "".join((m.get(c) or (m[c.lower()].capitalize() if c.lower() in m else c)) for c in s)


def klinikes_gr(r):
    s = St(r, 0.2)
    big = r.choice([4, 8, 14, 25])

    def family():
        h = r.choice(GR_H).replace("_", " ")
        c, z = skew(r, GR_C, 1.5)
        if (h, c) in s.c:
            return []
        s.c[(h, c)] = 1
        H = dict(
            h=h,
            city=c,
            z=z,
            ty=r.choice(
                ["Γενικό Νοσοκομείο", "Γενικό Νοσοκομείο", "Πανεπιστημιακό Γενικό Νοσοκομείο", "Νοσοκομείο", "Ιδιωτική Κλινική"]
            ),
            st=r.choice(
                pool_of("Υψηλάντου Μεσογείων Κηφισίας Πανεπιστημίου Ερυθρού_Σταυρού Βενιζέλου Εθνικής_Αντιστάσεως Καποδιστρίου")
            ).replace("_", " ")
            + " %d" % r.randint(1, 180),
            tel=whole_number(r, 10 - len(z)),
            ype=r.randint(1, 7),
        )
        out = []
        for w in r.sample(GR_W + GR_X, min(30, 1 + int(big * r.uniform(0.4, 1.4)))):
            n = r.choice([1, 1, 1, 2, 2, 3, 4]) if w in GR_W else 1
            for i in range(n):
                out.append(
                    dict(
                        H,
                        w=w.replace("_", "-" if "Μαι" in w else " "),
                        no=i + 1 if n > 1 else 0,
                        fl=r.randint(-1, 6),
                        ext=whole_number(r, 4),
                        beds=r.randint(6, 44),
                        dir=(r.choice(GR_F), r.choice(GR_G)),
                        kt=w in GR_W,
                    )
                )
        return out

    def num(i):
        return ["%s΄" % "ΑΒΓΔ"[i - 1], "%s'" % "ΑΒΓΔ"[i - 1], "%dη" % i, "%dη" % i]

    def render(t, so):
        nf = s.pick("nf%d" % so, [0, 1, 2]) if not s.hit("nfx", 0.5) else r.randrange(3)
        p = num(t["no"])[nf] if t["no"] else ""
        w = t["w"]
        kl = "Κλινική" if t["kt"] else ""
        if s.hit("kl", 0.4):
            kl = "Κλιν." if kl else ""
        elif s.hit("kl0", 0.3):
            kl = ""
        if s.hit("wab", 0.2) and t["kt"]:
            w = {
                "Ωτορινολαρυγγολογική": "ΩΡΛ",
                "Μαιευτική-Γυναικολογική": "Μαιευτική/Γυν.",
                "Γαστρεντερολογική": "Γαστρεντερολ.",
                "Ορθοπαιδική": "Ορθοπεδική",
                "Χειρουργική": "Χειρ/κή",
                "Παθολογική": "Παθολ.",
                "Καρδιολογική": "Καρδιολ/κή",
                "Παιδιατρική": "Παιδιατρ.",
            }.get(w, w)
        if s.hit("typo", 0.2) and w[:3] != "Νευ" and w[:3] != "Νεφ":
            w = typo(r, w)
        w = " ".join(x for x in ((w, kl, p) if s.hit("ord", 0.2) else (p, w, kl)) if x)
        ty = t["ty"]
        if s.hit("tyab", 0.6):
            ty = {
                "Γενικό Νοσοκομείο": r.choice(["Γ.Ν.", "ΓΝ", "Γεν. Νοσ."]),
                "Πανεπιστημιακό Γενικό Νοσοκομείο": r.choice(["Π.Γ.Ν.", "ΠΓΝ"]),
                "Νοσοκομείο": "Νοσ.",
            }.get(ty, ty)
        city = t["city"]
        h = ty + " " + r.choice(["«%s»", "%s", '"%s"'])[:] % t["h"] if not s.hit("ty0", 0.15) else t["h"]
        if s.hit("hc", 0.3):
            h += " " + city
        f, g = t["dir"] if not s.hit("newdir", 0.3) else (r.choice(GR_F), r.choice(GR_G))
        d = s.pick("df%d" % so, ["%s %s", "%s, %s", "%s %.1s."]) % (f, g)
        x = dict(
            h=h,
            w=w,
            city=city,
            dir=s.miss("dir", d, 0.4),
            st=t["st"],
            fl=s.miss("fl", s.pick("flf%d" % so, ["%d", "%dος", "Όροφος %d"]) % t["fl"], 0.4),
        )
        if so == 1 and s.opt("latB", 0.5):
            x = {
                k: greeklish(v, s.pick("gk", [0, 0, 1])) if k != "w" else greeklish(v.replace("΄", "'"), s.pick("gk", [0, 0, 1]))
                for k, v in x.items()
            }
        elif s.opt("upper%d" % so, 0.3):
            x = {k: noacc(v).upper() for k, v in x.items()}
        elif s.hit("acc", 0.3):
            x["w"] = noacc(x["w"])
            x["h"] = noacc(x["h"])
        if s.opt("merged", 0.2):
            x["h"] = x["h"] + r.choice([" - ", ", "]) + x["w"]
        ext = whole_number(r, 4) if s.hit("newext", 0.2) else t["ext"]
        x.update(
            tel=s.miss(
                "tel",
                (t["z"] + " " + t["tel"], t["z"] + t["tel"], "+30 " + t["z"] + t["tel"])[s.pick("tf%d" % so, [0, 1, 2])],
                0.3,
            ),
            ext=s.miss("ext", ext, 0.4),
            beds=s.miss("beds", str(t["beds"] + (r.randint(-3, 3) if s.hit("beds", 0.4) else 0)), 0.3),
            ype="%dη ΥΠΕ" % t["ype"],
        )
        return x

    merged = s.opt("merged", 0.2)
    cols = [
        ("k", "Α/Α|Κωδικός", 0.4, lambda: whole_number(r, 5)),
        ("h", "Νοσοκομείο|Φορέας|Μονάδα Υγείας", 1),
        ("w", "Κλινική|Τμήμα|Κλινική/Τμήμα", 0 if merged else 1),
        ("city", "Πόλη|Έδρα", 1),
        ("st", "Διεύθυνση", 0.4),
        ("fl", "Όροφος", 0.4),
        ("tel", "Τηλέφωνο|Τηλ.", 0.5),
        ("ext", "Εσωτ.", 0.5),
        ("dir", "Διευθυντής|Υπεύθυνος", 0.7),
        ("beds", "Κλίνες", 0.5),
        ("ype", "ΥΠΕ", 0.4),
        ("up", "Ενημέρωση", 0.4, lambda: s.date()),
        ("rm", "Παρατηρήσεις", 0.3, lambda: r.choice(["", "", "", "Εφημερία", "Σε ανακαίνιση"])),
    ]
    return run(s, cols, family, render, ("mitroo", "katalogos"))


# ------------------------------------------------------------------ 5 US restaurants
US_C = forms_of(
    "Los_Angeles:CA:900:213 Chicago:IL:606:312 Houston:TX:770:713 Phoenix:AZ:850:602 Atlanta:GA:303:404 New_York:NY:100:212 Philadelphia:PA:191:215 San_Diego:CA:921:619 Dallas:TX:752:214 Austin:TX:787:512 Columbus:OH:432:614 Denver:CO:802:303 Seattle:WA:981:206 Portland:OR:972:503 Nashville:TN:372:615 Memphis:TN:381:901 Boston:MA:021:617 Tucson:AZ:857:520 Fresno:CA:937:559 Omaha:NE:681:402 Miami:FL:331:305 Tampa:FL:336:813"
)
US_ST = pool_of(
    "Main Oak Pine Maple Cedar Elm Washington Lake Hill Park Sunset Ventura Broadway Lincoln Madison Jefferson Peachtree Market Mission Central Franklin Highland Westheimer Camelback Division Halsted Clark Melrose Colorado Spring River Church Mill Walnut Chestnut Jackson 3rd 5th 7th 12th 42nd"
)
US_TY = [
    ("Street", "St"),
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Avenue", "Ave"),
    ("Boulevard", "Blvd"),
    ("Road", "Rd"),
    ("Drive", "Dr"),
    ("Lane", "Ln"),
    ("Parkway", "Pkwy"),
    ("Highway", "Hwy"),
]
US_N1 = pool_of(
    "Golden Blue Red Lucky Silver Happy Little Big Royal Old Casa Villa Mama Papa Uncle Green Rusty Hungry Crazy Spicy Sunny Black Copper Pacific Southern Tuscan Jade Smoky Cozy Urban"
)
US_N2 = pool_of(
    "Dragon Lotus Rooster Lantern Fork Table Bella Rosa Garden Bamboo Tomato Pig Oyster Skillet Kettle Olive Basil Moon Harbor Palace Buffalo Cactus Pepper Spoon Barrel Tiger Noodle Wok Taco Biscuit"
)
US_N3 = [
    "Grill",
    "Cafe",
    "Restaurant",
    "Bistro",
    "Kitchen",
    "Pizzeria",
    "Diner",
    "Steakhouse",
    "Bar & Grill",
    "Tavern",
    "Sushi Bar",
    "BBQ",
    "Taqueria",
    "Bakery",
    "Trattoria",
    "Noodle House",
    "",
]
US_L = pool_of(
    "Bianchi Murphy Nguyen Garcia Patel Kowalski Romano Chen OBrien Hernandez Delgado Petrov Schmidt Johnson Tanaka Moretti Abruzzo Fischer Lopez Sullivan Kim Carbone Dupree Landry"
)


def restaurants_us(r):
    s = St(r, 0.3)
    cities = r.sample(US_C, r.choice([2, 4, 8, 22]))

    def addr(c=None):
        c = c or r.choice(cities)
        return dict(
            city=c[0].replace("_", " "),
            stt=c[1],
            zip=c[2] + whole_number(r, 2, "0123456789"),
            ac=c[3],
            no=r.randint(1, 9999) if r.random() < 0.8 else r.randint(1, 99) * 100,
            dir=r.choice(["", "", "", "N", "S", "E", "W"]),
            st=r.choice(US_ST),
            ty=r.choice(US_TY),
            ste=r.choice(["", "", "", "", whole_number(r, 3), r.choice("ABC")]),
        )

    def nm():
        k = r.random()
        return (
            (r.choice(US_N1) + " " + r.choice(US_N2))
            if k < 0.6
            else r.choice(US_L) + "'s"
            if k < 0.75
            else "The " + r.choice(US_N2) + " & " + r.choice(US_N2)
            if k < 0.85
            else r.choice(US_L) + " & " + r.choice(US_L),
            r.choice(US_N3),
        )

    CU = pool_of("American Italian Mexican Chinese Japanese Thai Seafood Barbecue French Mediterranean Southern Pizza")

    def one(n, a, **k):
        return dict(
            a,
            n=n,
            ph=s.code(lambda: whole_number(r, 3, "23456789") + whole_number(r, 4)),
            cu=r.choice(CU),
            pr=r.randint(1, 4),
            **k,
        )

    def family():
        if r.random() < s.trap * 0.35:  # a chain with outlets
            n = s.new(lambda: " ".join(nm()).strip())
            cu = r.choice(CU)
            out = []
            stno = s.opt("storeno", 0.5)
            if not n:
                return []
            for _ in range(r.choice([2, 3, 4, 6, 10, 25])):
                a = addr(r.choice(cities[:3]))
                if s.far(n, a["no"], a["st"] * 2):
                    out.append(dict(one((n, ""), a, store=s.code(lambda: whole_number(r, 4)) if stno else ""), cu=cu))
            return out
        n = nm()
        if not s.far("ind", n[0]):
            return []
        a = addr()
        out = [one(n, a)]
        if r.random() < s.trap * 0.5:  # food hall: other names, same address
            for _ in range(r.choice([1, 1, 2, 4])):
                m = nm()
                if s.far("ind", m[0]):
                    out.append(one(m, dict(a, ste=whole_number(r, 3))))
        return out

    WORD = {"N": "North", "S": "South", "E": "East", "W": "West"}

    def render(t, so):
        n, k = t["n"]
        if k and s.hit("suf0", 0.4):
            k = ""
        elif s.hit("sufx", 0.1):
            k = r.choice(US_N3)
        if s.hit("the", 0.3):
            n = n[4:] if n.startswith("The ") else n
        if s.hit("amp", 0.4):
            n = n.replace("&", "and")
        if s.hit("apo", 0.3):
            n = n.replace("'", "")
        if s.hit("ty", 0.25):
            n = typo(r, n)
        n = (n + " " + k).strip()
        if t.get("store") and s.hit("store", 0.8):
            n += r.choice([" #", " - ", " Store "]) + t["store"]
        elif t.get("store") is not None and s.hit("loc", 0.3):
            n += " - " + t["st"]
        d, ty = t["dir"], t["ty"][s.pick("tyf%d" % so, [0, 1]) ^ s.hit("tyx", 0.5)]
        if s.hit("dirw", 0.3):
            d = WORD.get(d, d)
        elif s.hit("dir0", 0.2):
            d = ""
        a = " ".join(x for x in (str(t["no"]), d, t["st"], ty + ("." if s.hit("dot", 0.3) else "")) if x)
        if s.hit("ty0", 0.1):
            a = " ".join(x for x in (str(t["no"]), d, t["st"]) if x)
        if t["ste"] and not s.hit("ste0", 0.4):
            a += r.choice([" Ste ", ", Suite ", " #", " Unit "]) + t["ste"]
        if s.hit("cross", 0.12):
            a += r.choice([" at ", " near ", " between "]) + r.choice(US_ST) + " St."
        ph = (t["ac"], t["ph"][:3], t["ph"][3:])
        if s.hit("newph", 0.15):
            ph = (t["ac"], whole_number(r, 3), whole_number(r, 4))
        ph = s.pick("phf%d" % so, ["%s-%s-%s", "(%s) %s-%s", "%s/%s-%s", "%s.%s.%s", "%s%s%s"]) % ph
        z = t["zip"] + ("-" + whole_number(r, 4) if s.hit("z4", 0.15) else "")
        x = dict(
            n=s.tidy("n", n, so, 0.1),
            a=s.tidy("a", a, so, 0),
            city=t["city"] if not s.hit("metro", 0.1) else r.choice(["West ", "N. ", "Greater "]) + t["city"],
            stt=t["stt"],
            zip=s.miss("zip", z, 0.3),
            ph=s.miss("ph", ph, 0.4),
            cu=t["cu"] if not s.hit("cu", 0.6) else r.choice(CU),
            pr="$" * t["pr"],
            rat="%.1f" % r.uniform(2.5, 5),
            rev=str(int(3 * 2 ** r.uniform(0, 9))),
        )
        if s.opt("merge", 0.2):
            x["a"] = "%s, %s, %s %s" % (x["a"], x["city"], t["stt"], z)
        return x

    m = s.opt("merge", 0.2)
    cols = [
        ("id2", "license_no|business_id", 0.4, lambda: "".join(r.choice("abcdefghkmnpqrstuvwxyz0123456789_") for _ in range(12))),
        ("n", "name|business_name|DBA Name", 1),
        ("a", "address|addr|street_address", 1),
        ("city", "city", 0 if m else 1),
        ("stt", "state", 0 if m else 0.6),
        ("zip", "zip|postal_code", 0 if m else 0.6),
        ("ph", "phone|Phone", 0.75),
        ("cu", "cuisine|type|category", 0.6),
        ("pr", "price_range", 0.3),
        ("rat", "rating|stars", 0.4),
        ("rev", "review_count", 0.3),
        ("url", "url", 0.2, lambda: "https://www.example.com/biz/" + whole_number(r, 7)),
        ("dt", "last_inspection", 0.3, lambda: s.date()),
    ]
    return run(s, cols, family, render, ("yelp", "zagat"))


# ------------------------------------------------------------------ 6 Polish bus stops (coordinates and post numbers decide)
PL_N = pool_of(
    "Plac_Wolności Rynek Dworzec_Główny Szpital Kościół Cmentarz Pętla Szkoła Osiedle_Młodych Politechnika Stadion Rondo_Kopernika Plac_Grunwaldzki Most_Zwierzyniecki Ratusz Zajezdnia Poczta Apteka Straż_Pożarna Urząd_Gminy Ogródki_Działkowe Las Krzyż"
)
PL_S = pool_of(
    "Mickiewicza Słowackiego Piłsudskiego Kościuszki Żeromskiego Sienkiewicza Dąbrowskiego Ogrodowa Polna Leśna Łąkowa Długa Krótka Wiśniowa Brzozowa Jaworowa Świętojańska Grunwaldzka Warszawska Krakowska Gdańska Poznańska Lipowa Sportowa Źródlana Średnia Cegielniana Hallera Batorego Reja Kochanowskiego Chrobrego Jagiełły Łokietka"
)
PL_M = pool_of(
    "Wrocław:51.11:17.03 Poznań:52.41:16.93 Łódź:51.76:19.46 Kraków:50.06:19.94 Lublin:51.25:22.57 Białystok:53.13:23.16 Rzeszów:50.04:22.0 Toruń:53.01:18.6 Kielce:50.87:20.63 Olsztyn:53.78:20.49"
)
PL_V = pool_of("Nowa Stara Dolna Górna Mała Wielka")
PL_V2 = pool_of("Wieś Wola Huta Ruda Dąbrowa Lipka Brzoza Góra Łąka Buda Kuźnia Struga")


def przystanki_pl(r):
    s = St(r, 0.35)
    city, la, lo = r.choice(PL_M).split(":")
    la, lo = float(la), float(lo)
    metric = s.opt("metric", 0.15)
    gps = s.pick("gps", [1, 2, 4, 8])
    postno = s.opt("postno", 0.55)
    cells = {}

    def base():
        k = r.random()
        return (
            r.choice(PL_N).replace("_", " ")
            if k < 0.15
            else r.choice(PL_S)
            if k < 0.3
            else r.choice(PL_S) + "/" + r.choice(PL_S)
            if k < 0.6
            else r.choice(PL_V) + " " + r.choice(PL_V2) + " " + r.choice(PL_N[:16]).replace("_", " ").lower()
            if k < 0.85
            else r.choice(PL_N).replace("_", " ") + " " + r.choice(PL_S)
        )

    def family():
        n = s.new(base, "p")
        if not n:
            return []
        for _ in range(20):  # hubs at least 400 m apart
            x, y = r.randint(-20, 20), r.randint(-20, 20)
            if (x, y) not in cells:
                break
        else:
            return []
        cells[(x, y)] = 1
        a, o = la + x * 0.005 + r.uniform(-0.0008, 0.0008), lo + y * 0.008 + r.uniform(-0.001, 0.001)
        out = []
        cnt = 1 if r.random() > s.trap else r.choice([2, 2, 2, 2, 3, 4, 6, 8])
        ds = r.sample(PL_S, 8)
        zone = r.choice(pool_of("A A B C"))
        slots = r.sample([(i, j) for i in range(-2, 3) for j in range(-2, 3)], cnt)
        for i in range(cnt):
            px, py = slots[i]
            out.append(
                dict(
                    n=n,
                    no=i + 1,
                    lat=a + px * 45 / 111000,
                    lon=o + py * 45 / 70000,
                    dir=ds[i],
                    code=s.code(lambda: whole_number(r, 5)),
                    zone=zone,
                    st=ds[7],
                    nz=r.random() < 0.2,
                )
            )
        return out

    ABB = (
        ("Plac", "pl."),
        ("Osiedle", "os."),
        ("Rondo", "r."),
        ("Dworzec", "Dw."),
        ("Główny", "Gł."),
        ("Urząd", "U."),
        ("Nowa", "N."),
        ("Wielka", "Wlk."),
        ("Kościół", "Kośc."),
        ("Szkoła", "Szk."),
    )

    def render(t, so):
        n = t["n"]
        nogeo = postno and s.hit("geo0", 0.1)
        if s.hit("abb", 0.5):
            for a, b in ABB:
                n = n.replace(a, b)
        if "/" in n and not nogeo and s.hit("sl", 0.4):
            n = r.choice([n.replace("/", " / "), n.replace("/", " - "), "/".join(reversed(n.split("/"))), n.split("/")[0]])
        if s.hit("city", 0.3):
            n = city + ", " + n
        pn = "%02d" % t["no"] if not s.opt("pn%d" % so, 0.3) else str(t["no"])
        d = t["dir"]
        if s.hit("dirx", 0.3):
            d = r.choice(["kier. ", "-> ", "w kierunku "]) + d
        if s.hit("asc", 0.2) or (so == 1 and s.opt("asciiB", 0.4)):
            n, d = noacc(n), noacc(d)
        if s.hit("moji", 0.03):
            n = moji(n)
        nn = s.tidy("n", n, so, 0.15)
        if postno and s.opt("inname", 0.4):
            nn += " " + pn
        if metric:
            x, y = (
                "%.2f" % (500000 + (t["lat"] - 51) * 111000 + r.uniform(-gps, gps)),
                "%.2f" % (300000 + (t["lon"] - 16) * 70000 + r.uniform(-gps, gps)),
            )
            if s.opt("comma", 0.4):
                x, y = x.replace(".", ","), y.replace(".", ",")
        else:
            x, y = latlon(s, t["lat"], t["lon"], so, gps)
        if nogeo:
            x = y = ""
        if so == 1 and s.opt("swap", 0.1):
            x, y = y, x
        c = t["code"] if not s.hit("newcode", 0.3) else whole_number(r, 5)
        return dict(
            n=nn,
            pn=s.miss("pn", pn, 0.3) if x else pn,
            x=x,
            y=y,
            dir=s.miss("dir", d, 0.5),
            code=c if not s.opt("code0", 0.5) else "",
            zone=t["zone"],
            nz=s.pick("nzf%d" % so, [("nie", "tak"), ("0", "1"), ("", "n/ż")])[t["nz"]],
            ul=s.miss("ul", ("ul. " if s.opt("ul", 0.5) else "") + t["st"]),
            gm=city if r.random() < 0.98 else "gm. " + city,
        )

    hx = ("Y_1992", "X_1992") if metric else ("stop_lat|szer_geogr|lat", "stop_lon|dl_geogr|lon")
    cols = [
        ("sid", "stop_id|ID_PRZYSTANKU", 0.5, lambda: whole_number(r, 6)),
        ("n", "stop_name|Nazwa przystanku|nazwa", 1),
        ("pn", "nr_slupka|Słupek", int(postno)),
        ("code", "stop_code|kod", 0.35),
        ("x", hx[0], 1),
        ("y", hx[1], 1),
        ("dir", "kierunek|Kierunek jazdy", 0.55),
        ("ul", "ulica", 0.4),
        ("gm", "gmina|miejscowość", 0.5),
        ("zone", "zone_id|strefa", 0.4),
        ("nz", "na_zadanie", 0.4),
        ("wi", "wiata", 0.3, lambda: r.choice(pool_of("tak nie"))),
        ("od", "data_od|obowiązuje_od", 0.4, lambda: s.date()),
        ("pr", "przewoznik", 0.3, lambda: r.choice(["MPK", "PKS", "MZK"])),
    ]
    return run(s, cols, family, render, ("gtfs", "osm"))


# ------------------------------------------------------------------ 7 Spanish flats on offer (address + floor + door / m2 decide)
ES_C = forms_of(
    "Madrid:280 Barcelona:080 Valencia:460 Sevilla:410 Zaragoza:500 Málaga:290 Bilbao:480 Alicante:030 Córdoba:140 Valladolid:470 Gijón:332 Granada:180 Murcia:300 Cádiz:110"
)
ES_S1 = pool_of(
    "Alcalá Goya Serrano Velázquez Aragón Mallorca Valencia Colón Cervantes Quevedo Góngora Zurbarán Larios Sagasta Atocha Toledo Almansa Ibiza Narváez Lope_de_Vega Santa_Engracia San_Bernardo San_Vicente Gran_Vía Ramón_y_Cajal Blasco_Ibáñez Federico_García_Lorca Doctor_Fleming Reyes_Católicos Virgen_del_Pilar Jorge_Juan Pío_XII Maestro_Falla Hermanos_Machado Concha_Espina Príncipe_de_Vergara Los_Olivos Las_Acacias El_Greco La_Paz Marqués_de_Larios Conde_de_Aranda"
)


def inmuebles_es(r):
    s = St(r, 0.25)
    cs = r.sample(ES_C, r.choice([1, 1, 2, 5]))
    tall = r.choice([2, 4, 8, 14])

    def building():
        c, z = r.choice(cs)
        st = r.choice(ES_S1).replace("_", " ")
        no = r.randint(1, 240)
        return (
            (c, z + whole_number(r, 2, "0123456789"), r.choice(["Calle", "Calle", "Calle", "Avenida", "Plaza", "Paseo"]), st, no)
            if s.far(c, st * 2, no)
            else None
        )

    def family():
        b = building()
        if not b:
            return []
        n = max(1, int(r.uniform(0.4, 1.5) * tall)) if r.random() < s.trap else 1
        out = []
        used = {}
        types = [(48 + 11 * i + r.randint(0, 2), 1 + i // 2 + (r.random() < 0.3)) for i in range(6)]
        r.shuffle(types)
        nd = r.choice([2, 2, 3, 4])
        pm = r.uniform(1500, 6500)
        lift = r.random() < 0.7
        let = r.random() < 0.4
        up = r.choice([3, 5, 7, 11])
        alq = s.opt("rent", 0.3)
        for _ in range(n):
            f, d = r.randint(0, up), r.randrange(nd)
            if (f, d) in used:
                continue
            used[(f, d)] = 1
            m, h = types[d]
            out.append(
                dict(
                    b=b,
                    f=f,
                    d="ABCD"[d] if let else ["Izq", "Dcha", "Centro", "Ext"][d],
                    m=m,
                    h=h,
                    ba=1 + (h > 2),
                    eur=round(m * pm / (250 if alq else 1) * r.uniform(0.9, 1.1), -1 if alq else -3),
                    lift=lift,
                    ref=s.code(lambda: whole_number(r, 7) + r.choice("ABCDEFGHJKLMNP") + "K" + whole_number(r, 4) + "S"),
                    tel="6" + whole_number(r, 8),
                    y=r.randint(1930, 2021),
                )
            )
        return out

    AG = [
        r.choice(pool_of("Inmo Casa Hogar Nova Fincas Vivienda Solo"))
        + r.choice(["Sur", " Centro", "Plus", " López", " & Co", "Red", "Norte"])
        for _ in range(8)
    ]

    def fl(f, v):
        return [("Bajo", "%dº"), ("0", "%d"), ("PB", "%dª planta"), ("bajo", "%do")][v][f > 0] % (() if f == 0 else (f,))

    def render(t, so):
        c, z, ty, st, no = t["b"]
        v = s.pick("ff%d" % so, [0, 0, 1, 2]) if not s.hit("ffx", 0.3) else r.randrange(4)
        f = fl(t["f"], v)
        d = t["d"]
        if s.hit("dlong", 0.4):
            d = {"Izq": "Izquierda", "Dcha": "Derecha", "Centro": "Ctro", "Ext": "Exterior"}.get(d, d)
        door0 = s.hit("door0", 0.5) or s.opt("nodoor", 0.15)
        a = "%s %s" % (
            ty
            if not s.hit("tyab", 0.7)
            else {"Calle": r.choice(["C/", "c.", "Cl"]), "Avenida": r.choice(["Av.", "Avda."]), "Plaza": "Pza.", "Paseo": "Pº"}[
                ty
            ],
            st if not s.hit("tp", 0.15) else typo(r, st),
        )
        a += r.choice([", %d", " nº %d", " %d", ", %d"]) % no
        if s.opt("merge", 0.3):
            a += ", " + f + ("" if door0 else " " + d)
        m = t["m"] + (r.choice([-1, 0, 1]) if s.hit("m", 0.6) and not door0 else 0)
        eur = t["eur"] * (r.choice([0.93, 0.95, 0.97, 1.03]) if s.hit("eur", 0.6) else 1)
        eur = int(round(eur, -1 if eur < 9000 else -3))
        p = s.pick("pf%d" % so, ["{}", "{} €", "dot", "dec"])
        p = "{:,}".format(eur).replace(",", ".") + " €" if p == "dot" else "%d,00" % eur if p == "dec" else p.format(eur)
        adj = r.choice(
            ["luminoso", "reformado", "exterior", "amplio", "a estrenar", "para entrar a vivir", "con encanto", "en buen estado"]
        )
        ti = r.choice(
            [
                "Piso {a} en {s}",
                "Piso en {c}, {s}",
                "{h} hab. en {s}, {a}",
                "OPORTUNIDAD!! Piso {a}",
                "¡{a}! zona {s}",
                "Vivienda de {m} m2 en {c}",
            ]
        ).format(a=adj, s=st, c=c, h=t["h"], m=m)
        ba = t["ba"]
        h = max(1, t["h"] + (1 if s.hit("hab", 0.2) else 0))
        if s.hit("acc", 0.2):
            a, ti, c = noacc(a), noacc(ti), noacc(c)
        return dict(
            ti=ti,
            a=s.tidy("a", a, so, 0, False),
            f=f,
            d="" if door0 else d,
            c=c,
            z=s.miss("z", z),
            m=s.pick("mf%d" % so, ["%d", "%d m²", "%d m2", "%d,00"]) % m,
            h=s.miss("h", str(h), 0.2),
            ba=s.miss("ba", str(ba), 0.4),
            p=p,
            ref=s.absent("ref", t["ref"], 0.3, 0.95),
            lift=s.pick("lf%d" % so, [("No", "Sí"), ("0", "1"), ("sin ascensor", "con ascensor")])[t["lift"]],
            y=s.miss("y", str(t["y"])),
            tel=t["tel"] if not s.hit("agtel", 0.6) else "9" + whole_number(r, 8),
            ag=r.choice(AG),
        )

    mg = s.opt("merge", 0.3)
    cols = [
        ("rf", "Ref.|referencia", 0.6, lambda: r.choice(pool_of("P V IN AB")) + "-" + whole_number(r, 4)),
        ("ti", "Título|titulo", 0.6),
        ("a", "Dirección|direccion", 1),
        ("f", "Planta|planta", 0 if mg else 1),
        ("d", "Puerta|puerta", 0 if mg else 1),
        ("z", "C.P.|cod_postal", 0.6),
        ("c", "Localidad|Municipio", 1),
        ("m", "Superficie|m2 construidos|superficie_m2", 1),
        ("h", "Hab.|Habitaciones|dormitorios", 0.8),
        ("ba", "Baños", 0.6),
        ("p", "Precio|PVP", 0.95),
        ("ref", "Ref. catastral", 0.4),
        ("lift", "Ascensor", 0.5),
        ("y", "Año construcción", 0.4),
        ("ag", "Agencia|anunciante", 0.5),
        ("tel", "Teléfono", 0.4),
        ("dt", "Fecha alta|publicado", 0.5, lambda: s.date("d", 2022, 2024)),
        ("es", "Estado", 0.3, lambda: r.choice(pool_of("Activo Activo Reservado Vendido"))),
    ]
    return run(s, cols, family, render, ("portal", "agencia"))


# ------------------------------------------------------------------ 8 Czech parcels (cadastral area + number)
CZ_1 = pool_of("Horní Dolní Velké Malé Nové Staré Český Moravský Hrubý Kostelní Krásná Dlouhá")
CZ_2 = pool_of(
    "Lhota Březí Újezd Počernice Kounice Hradiště Dubeč Žďár Skalice Lípa Bukovina Němčice Říčany Kamenice Třebeš Olešnice Brod Rokytnice Libeň Chuchle Slatina Jesenice Týnec Vrbno Petrovice"
)
CZ_F = pool_of(
    "Novák Svoboda Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Marek Pospíšil Hájek Jelínek Král Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Navrátil Čermák Vaněk Urban Blažek Kříž Kopecký Bartoš Vlček Polák Musil Šimek Konečný Malý Čech Štěpánek Staněk Šťastný"
)
CZ_G = pool_of("Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk Václav Jiří Karel")
CZ_W = pool_of("Jana Marie Eva Hana Anna Lenka Kateřina Věra Alena Petra Lucie Jaroslava")


def parcely_cz(r):
    s = St(r, 0.25)
    kus = []
    for _ in range(r.choice([1, 3, 8, 30])):
        k = s.new(
            lambda: (
                r.choice(CZ_1) + " " + r.choice(CZ_2)
                if r.random() < 0.6
                else r.choice(CZ_2) + " u " + r.choice(pool_of("Prahy Brna Opavy Plzně Tábora"))
            ),
            "ku",
        )
        if k:
            kus.append((k, s.code(lambda: whole_number(r, 6, "67")), k.split(" u ")[0] if r.random() < 0.6 else r.choice(CZ_2)))
    DR = [
        ("orná půda", 2),
        ("trvalý travní porost", 7),
        ("zahrada", 5),
        ("lesní pozemek", 10),
        ("ostatní plocha", 14),
        ("vodní plocha", 11),
        ("zastavěná plocha a nádvoří", 13),
        ("ovocný sad", 6),
    ]
    used = {}

    def owner():
        k = r.random()
        f = r.choice(CZ_F)
        if k < 0.1:
            return r.choice(
                [
                    "Obec " + r.choice(kus)[2],
                    "Česká republika",
                    "Lesy České republiky, s.p.",
                    "Státní pozemkový úřad",
                    "Římskokatolická farnost " + r.choice(kus)[2],
                ]
            )
        fem = (
            f[:-1] + "á"
            if f.endswith("ý")
            else (
                (f[:-3] + "ňkov" if f.endswith("něk") else f[:-2] + f[-1] + "ov")
                if f.endswith(("ek", "ec", "ěk"))
                else f[:-1] + "ov"
                if f[-1] == "a"
                else f + "ov"
            )
            + "á"
        )
        return (
            f + " " + r.choice(CZ_G)
            if k < 0.5
            else fem + " " + r.choice(CZ_W)
            if k < 0.75
            else "SJM %s %s a %s %s" % (f, r.choice(CZ_G), fem, r.choice(CZ_W))
        )

    def family():
        ku = skew(r, kus, 1.4)
        n = r.randint(1, 3500)
        st = r.random() < 0.25
        lv = r.randint(1, 2500)
        ow = owner()
        out = []
        if (ku[0], st, n) in used:
            return []
        used[(ku[0], st, n)] = 1
        subs = [""] if r.random() > s.trap else range(1, r.choice([3, 4, 6, 13]))
        for i in subs:
            if i and r.random() < 0.3:
                lv, ow = r.randint(1, 2500), owner()
            d = DR[6] if st else r.choice(DR[:6] + DR[7:])
            out.append(
                dict(
                    ku=ku,
                    st=st,
                    no="%d/%d" % (n, i) if i else str(n),
                    lv=lv,
                    ow=ow,
                    d=d,
                    m=int(30 * 2 ** r.uniform(0, 5)) if st else int(60 * 2 ** r.uniform(0, 9)),
                    gps=(49.5 + r.random(), 14 + 3 * r.random()),
                    sh=r.choice(["", "", "", "1/2", "1/4"]),
                )
            )
            if st and i == "" and r.random() < s.trap and (ku[0], False, n) not in used:  # the same number as a land parcel
                used[(ku[0], False, n)] = 1
                out.append(dict(out[-1], st=False, d=DR[r.randrange(6)], m=int(60 * 2 ** r.uniform(0, 8))))
        return out

    tcol = s.opt("tcol", 0.4)

    def render(t, so):
        k, c, ob = t["ku"]
        v = s.pick("nf%d" % so, [0, 0, 1, 2]) if not s.hit("nfx", 0.4) else r.randrange(3)
        no = t["no"] if not s.hit("nsp", 0.15) else t["no"].replace("/", " / ")
        no = (
            [("%s", "st. %s"), ("p.č. %s", "st.p. %s"), ("%s", "st.%s")] if not tcol or s.hit("both", 0.1) else [("%s", "%s")] * 3
        )[v][t["st"]] % no
        if s.hit("kuab", 0.3):
            k = (
                k.replace("Horní", "H.").replace("Dolní", "D.")
                if False
                else k.replace("Velké", "Vel.").replace("Nové", "Nov.").replace("Moravský", "Mor.").replace(" u ", " u.")
            )
        if s.hit("kuty", 0.1):
            k = noacc(k) if r.random() < 0.5 else typo(r, k)
        if s.hit("kupre", 0.2):
            k = "k.ú. " + k
        if s.opt("kucode%d" % so, 0.25):
            k = k + " [" + c + "]"
        ow = owner() if s.hit("sold", 0.35) else t["ow"]
        if " a " not in ow and s.hit("ord", 0.4) and len(ow.split()) == 2:
            ow = " ".join(reversed(ow.split()))
        if s.hit("tit", 0.2) and len(ow) < 25:
            ow = r.choice(["Ing. ", "MUDr. ", "Mgr. "]) + ow
        if s.hit("owt", 0.15):
            ow = typo(r, ow)
        if s.hit("asc", 0.15) or so == 1 and s.opt("ascB", 0.3):
            k, ow = noacc(k), noacc(ow)
        m = t["m"] + (r.randint(-9, 9) if s.hit("rem", 0.3) else 0)
        if s.hit("resplit", 0.04):
            m = int(m * r.uniform(0.5, 1.5))
        d = t["d"] if not s.hit("newd", 0.2) or t["st"] else r.choice(DR[:6])
        dd = (
            str(d[1])
            if s.opt("dcode%d" % so, 0.2)
            else {"trvalý travní porost": "TTP", "zastavěná plocha a nádvoří": "zast. pl.", "ostatní plocha": "ost. pl."}.get(
                d[0], d[0]
            )
            if s.hit("dab", 0.5)
            else d[0]
        )
        lv = whole_number(r, 3) if ow != t["ow"] and s.hit("lvch", 0.8) else str(t["lv"])
        ha = s.pick("mf%d" % so, [0, 0, 1, 2])
        return dict(
            ku=k,
            kc=s.miss("kc", c, 0.3),
            ob=ob,
            tp=s.pick("tf%d" % so, [("pozemková", "stavební"), ("KN", "st."), ("0", "1")])[t["st"]],
            no=no,
            lv=s.miss("lv", lv, 0.3),
            ow=s.miss("ow", ow, 0.3),
            m=s.miss("m", ["%d" % m, "%d m2" % m, ("%.4f" % (m / 1e4)).replace(".", ",")][ha], 0.2),
            d=s.miss("d", dd, 0.2),
            sh=t["sh"],
            lat="%.5f" % t["gps"][0],
        )

    cols = [
        ("pid", "ID_PAR|poř. č.", 0.4, lambda: whole_number(r, 9)),
        ("ob", "Obec", 0.4),
        ("ku", "Katastrální území|KÚ|kat. území", 1),
        ("kc", "Kód KÚ", 0.4),
        ("tp", "Typ parcely|druh číslování", int(tcol)),
        ("no", "Parcelní číslo|Parcela|parc. č.", 1),
        ("lv", "LV|Číslo LV", 0.7),
        ("m", "Výměra|výměra m2", 0.8),
        ("d", "Druh pozemku", 0.8),
        ("ow", "Vlastník|Vlastnické právo", 0.75),
        ("sh", "Podíl", 0.4),
        ("dt", "Platnost k", 0.4, lambda: s.date()),
        ("oc", "Ochrana", 0.3, lambda: r.choice(["", "", "ZPF", "CHKO"])),
        ("pz", "Poznámka", 0.3, lambda: r.choice(["", "", "", "věcné břemeno", "nájem", "zástava"])),
    ]
    return run(s, cols, family, render, ("isku", "evidence"))


# ------------------------------------------------------------------ 9 Arabic hotels (coordinates, name in two scripts)
AR_1 = forms_of(
    "قصر:Qasr برج:Burj دار:Dar واحة:Wahat روضة:Rawdat نجمة:Najmat لؤلؤة:Luluat جوهرة:Jawharat ضيافة:Diyafat ركن:Rukn شاطئ:Shati زهرة:Zahrat بوابة:Bawabat منارة:Manarat درة:Durrat شمس:Shams نسيم:Naseem ريحانة:Rayhanat مرسى:Marsa تاج:Taj"
)
AR_2 = forms_of(
    "النخيل:Nakheel الشرق:Sharq الخليج:Khaleej المدينة:Madinah الياسمين:Yasmin الأندلس:Andalus البحر:Bahr السلام:Salam الملك:Malik الفردوس:Firdaws الأمير:Amir العرب:Arab النور:Noor الصفا:Safa المروة:Marwa الحرمين:Haramain الواحة:Waha الكوثر:Kawthar الريان:Rayyan الإيمان:Iman الجزيرة:Jazeera الرمال:Rimal القدس:Quds الهدى:Huda البستان:Bustan الزهراء:Zahraa الفيروز:Fayrouz العقيق:Aqeeq"
)
AR_C = forms_of(
    "الرياض:Riyadh:24.71:46.67 جدة:Jeddah:21.54:39.17 مكة_المكرمة:Makkah:21.42:39.82 دبي:Dubai:25.2:55.27 الدوحة:Doha:25.28:51.53 عمّان:Amman:31.95:35.93 القاهرة:Cairo:30.04:31.23 الإسكندرية:Alexandria:31.2:29.92 مسقط:Muscat:23.58:58.38 المنامة:Manama:26.22:50.58 تونس:Tunis:36.8:10.18 الدار_البيضاء:Casablanca:33.57:-7.59"
)
AR_D = forms_of(
    "العليا:Olaya الملز:Malaz الروضة:Rawdah النسيم:Naseem الحمراء:Hamra السوق:Souq المطار:Airport الكورنيش:Corniche الشاطئ:Beach المركز:Downtown الميناء:Port الجامعة:University"
)


def arn(r, x, s):
    if s.hit("hamza", 0.6):
        x = x.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا")
    if s.hit("ta", 0.4):
        x = x.replace("ة", "ه")
    if s.hit("ya", 0.3):
        x = x.replace("ى", "ي").replace("ئ", "ي")
    if s.hit("al", 0.12):
        x = x.replace(" ال", " ", 1)
    if s.hit("tatw", 0.05):
        x = x[:-1] + "ـ" + x[-1:]
    if s.hit("aty", 0.12):
        x = typo(r, x)
    return x


CC = dict(Dubai=971, Doha=974, Amman=962, Cairo=20, Alexandria=20, Muscat=968, Manama=973, Tunis=216, Casablanca=212)


def hotels_ar(r):
    s = St(r, 0.4)
    cs = r.sample(AR_C, r.choice([1, 2, 4, 12]))
    cells = {}

    def one(a, b, ty, c, d):
        for _ in range(30):
            x, y = r.randint(-25, 25), r.randint(-25, 25)
            if (c[1], x, y) not in cells:
                break
        else:
            return None
        cells[(c[1], x, y)] = 1
        return dict(
            a=a,
            b=b,
            ty=ty,
            c=c,
            d=d,
            lat=float(c[2]) + x * 0.01 + r.uniform(-0.001, 0.001),
            lon=float(c[3]) + y * 0.012 + r.uniform(-0.001, 0.001),
            stars=r.choice([2, 3, 3, 4, 4, 5]),
            rooms=r.randint(18, 420),
            tel=whole_number(r, 7),
            lic=s.code(lambda: "10" + whole_number(r, 6)),
        )

    TY = [
        ("فندق", "Hotel"),
        ("فندق", "Hotel"),
        ("أجنحة", "Suites"),
        ("منتجع", "Resort"),
        ("شقق فندقية", "Hotel Apartments"),
        ("نزل", "Inn"),
    ]

    def family():
        a, b, c = r.choice(AR_1 + [("", "")] * 4), r.choice(AR_2), r.choice(cs)
        ds = r.sample(AR_D, 5)
        if (a, b, c[0]) in s.c:
            return []
        s.c[(a, b, c[0])] = 1
        ty = r.choice(TY)
        out = [one(a, b, ty, c, ds[0])]
        if r.random() < s.trap * 0.7:
            for i in range(r.choice([1, 1, 2, 4])):
                out.append(one(a, b, ty if r.random() < 0.6 else r.choice(TY), c, ds[i + 1]))
        return [x for x in out if x]

    near = s.pick("near", [10, 40, 120])

    def tr(x):
        if s.hit("tv", 0.6):
            x = r.choice(
                [
                    x.replace("ee", "i"),
                    x.replace("q", "k").replace("Q", "K"),
                    x.replace("oo", "ou"),
                    x.replace("y", "i"),
                    x.replace("h", ""),
                    x.replace("aa", "a"),
                    x.replace("u", "o"),
                ]
            ).capitalize()
        return x

    def render(t, so):
        (aa, ea), (ab, eb), (ta, te) = t["a"], t["b"], t["ty"]
        da, de = t["d"]
        ca, ce = t["c"][0].replace("_", " "), t["c"][1]
        sty = (
            s.pick("art%d" % so, ["Al ", "Al-", "Al ", "El ", "Al"])
            if not s.hit("artx", 0.3)
            else r.choice(["Al ", "Al-", "El-", ""])
        )
        e = (tr(ea) + " " if ea else "") + sty + tr(eb)
        n = (aa + " " if aa else "") + ab
        n2, e2 = ta + " " + n, (te + " " + e if s.hit("ford", 0.3) else e + " " + te)
        if s.hit("ty0", 0.3):
            n2 = n
        if s.hit("tye", 0.3):
            e2 = e
        if s.hit("dist", 0.4):
            n2 += " - " + da
            e2 += " " + de
        if s.hit("inC", 0.25):
            n2 += " " + ca
            e2 += " " + ce
        n2 = arn(r, n2, s)
        ev = s.hit("ety", 0.15)
        if ev:
            e2 = typo(r, e2)
        la, lo = latlon(s, t["lat"], t["lon"], so, near)
        if s.opt("dms%d" % so, 0.12):
            la, lo = dms(t["lat"], t["lon"])
        if s.opt("rough%d" % so, 0.2):
            la, lo = "%.4f" % t["lat"], "%.4f" % t["lon"]
        stf = s.pick("st%d" % so, [0, 1, 2])
        st = [str(t["stars"]), "*" * t["stars"], "%d نجوم" % t["stars"]][stf]
        if s.hit("stch", 0.15):
            st = r.choice(pool_of("3 4 5"))
        tel = t["tel"] if not s.hit("newtel", 0.2) else whole_number(r, 7)
        tel = s.pick("tl%d" % so, ["+{} %s", "0%s", "%s", "00{}-%s"]).format(CC.get(t["c"][1], 966)) % tel
        if s.hit("ind", 0.15):
            tel = tel.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        x = dict(
            n=n2,
            e=e2,
            c=ca if s.pick("cl%d" % so, [0, 1]) else ce,
            d=s.miss("d", (da, de)[s.pick("dl%d" % so, [0, 1])], 0.4),
            la=la,
            lo=lo,
            st=s.miss("st", st),
            rooms=s.miss("rm", str(t["rooms"] + (r.randint(-5, 5) if s.hit("rooms", 0.4) else 0))),
            tel=s.miss("tel", tel, 0.6),
            lic=s.absent("lic", t["lic"], 0.2, 0.95),
        )
        if one_script:
            x["n"] = x["e"] if (s.pick("ls%d" % so, [0, 1]) if s.link else s.hit("scr", 0.9)) else x["n"]
        elif s.hit("half", 0.5):
            x[r.choice("ne")] = ""
        return x

    one_script = s.opt("one", 0.45)
    cols = [
        ("hid", "hotel_id|الرقم", 0.4, lambda: whole_number(r, 6)),
        ("n", "الاسم|اسم الفندق|name", 1),
        ("e", "Hotel Name|الاسم بالإنجليزية|name_en", 0 if one_script else 1),
        ("c", "المدينة|City", 1),
        ("d", "الحي|District", 0.5),
        ("la", "خط العرض|latitude", 1),
        ("lo", "خط الطول|longitude", 1),
        ("st", "التصنيف|Stars", 0.6),
        ("rooms", "عدد الغرف|rooms", 0.5),
        ("tel", "الهاتف|Phone", 0.6),
        ("lic", "رقم الترخيص", 0.35),
        ("dt", "تاريخ التحديث", 0.4, lambda: s.date()),
        ("sc", "review_score", 0.3, lambda: "%.1f" % r.uniform(5, 9.9)),
        ("s", "الحالة", 0.3, lambda: r.choice(["نشط", "نشط", "مغلق"])),
    ]
    return run(s, cols, family, render, ("وزارة", "booking"))


# ------------------------------------------------------------------ 10 Japanese schools
JP_1 = forms_of(
    "東:ひがし:Higashi 西:にし:Nishi 南:みなみ:Minami 北:きた:Kita 中:なか:Naka 大:おお:O 小:こ:Ko 上:かみ:Kami 下:しも:Shimo 新:しん:Shin 高:たか:Taka 松:まつ:Matsu 桜:さくら:Sakura 青:あお:Ao 白:しら:Shira 若:わか:Waka 竹:たけ:Take 梅:うめ:Ume 藤:ふじ:Fuji 石:いし:Ishi 神:じん:Jin 宮:みや:Miya 清:きよ:Kiyo 富:とみ:Tomi 森:もり:Mori"
)
JP_2 = forms_of(
    "川:かわ:kawa 山:やま:yama 田:た:ta 野:の:no 原:はら:hara 沢:さわ:sawa 島:しま:shima 谷:や:ya 丘:がおか:gaoka 台:だい:dai 崎:さき:saki 浜:はま:hama 井:い:i 本:もと:moto 木:き:ki 池:いけ:ike 橋:はし:hashi 塚:つか:zuka 岡:おか:oka 坂:さか:saka 里:さと:sato 瀬:せ:se"
)
JP_P = forms_of(
    "北海道:札幌市・函館市・旭川市・小樽市:011 埼玉県:川越市・所沢市・越谷市・熊谷市:048 千葉県:船橋市・柏市・市川市:047 東京都:八王子市・町田市・府中市・練馬区・世田谷区:042 神奈川県:横浜市・川崎市・藤沢市:045 愛知県:豊田市・岡崎市・一宮市:0565 大阪府:堺市・豊中市・枚方市・吹田市:072 兵庫県:姫路市・西宮市・尼崎市:079 広島県:福山市・呉市:084 福岡県:久留米市・北九州市:0942 静岡県:浜松市・沼津市:053 宮城県:石巻市・大崎市:0225 長野県:松本市・上田市:0263 新潟県:長岡市・上越市:0258"
)
KJ = "〇一二三四五六七八九"


def gakkou_jp(r):
    s = St(r, 0.25)
    P = r.sample(JP_P, r.choice([1, 2, 5, 14]))
    KIND = [
        ("小学校", "しょうがっこう", "Elementary School", "B1"),
        ("中学校", "ちゅうがっこう", "Junior High School", "C1"),
        ("高等学校", "こうとうがっこう", "High School", "D1"),
        ("幼稚園", "ようちえん", "Kindergarten", "A1"),
        ("特別支援学校", "とくべつしえんがっこう", "Special Needs School", "E1"),
    ]

    def place(pf=None):
        pf = pf or r.choice(P)
        return dict(
            pref=pf[0],
            city=r.choice(pf[1].split("・")),
            ac=pf[2],
            town=r.choice(JP_1)[0] + r.choice(JP_2)[0] + r.choice(["", "", "町"]),
            b=(r.randint(1, 9), r.randint(1, 40), r.randint(1, 30)),
            zip="%s-%s" % (whole_number(r, 3), whole_number(r, 4)),
        )

    used = {}

    def one(nm, kd, p, **k):
        key = (nm[0], kd[0], p["city"])
        if key in used:
            return None
        used[key] = 1
        return dict(
            p,
            nm=nm,
            kd=kd,
            code=s.code(lambda: kd[3] + whole_number(r, 11, "12")),
            tel=(whole_number(r, 3), whole_number(r, 4)),
            pup=r.randint(30, 990),
            head=r.choice("佐高田渡伊山中小吉松")
            + r.choice("藤橋中辺東本村林田井")
            + " "
            + r.choice("健由美正直和恵明博幸")
            + r.choice("一子樹人彦代司介"),
            y=r.randint(1873, 2005),
        )

    def family():
        a, b = r.choice(JP_1), r.choice(JP_2)
        nm = (a[0] + b[0], a[1] + b[1], a[2] + b[2])
        p = place()
        kd = skew(r, KIND, 1.6)
        out = [one(nm, kd, p)]
        if r.random() < s.trap:
            k = r.random()
            if k < 0.35:
                out.append(one(nm, r.choice(KIND[:4]), dict(place(), pref=p["pref"], city=p["city"], ac=p["ac"], town=p["town"])))
            elif k < 0.65:
                for _ in range(r.choice([1, 2, 3])):
                    out.append(one(nm, kd, place()))
            else:
                for d, h, e in r.sample(
                    [
                        ("東", "ひがし", " Higashi"),
                        ("西", "にし", " Nishi"),
                        ("第二", "だいに", " Daini"),
                        ("第三", "だいさん", " Daisan"),
                        ("南", "みなみ", " Minami"),
                    ],
                    r.choice([1, 2, 3]),
                ):
                    out.append(
                        one(
                            (nm[0] + d, nm[1] + h, nm[2] + e),
                            kd,
                            dict(place(), pref=p["pref"], city=p["city"], ac=p["ac"], zip=p["zip"]),
                        )
                    )
        return [x for x in out if x]

    def render(t, so):
        n, k, kd = t["nm"][0], t["nm"][1], t["kd"]
        ci = t["city"]
        kk = kd[0]
        if s.hit("kab", 0.5):
            kk = {"小学校": "小", "中学校": "中", "高等学校": "高校", "特別支援学校": "支援学校"}.get(kk, kk)
        full = (
            ("" if s.pick("ritsu%d" % so, [0, 0, 1]) or s.hit("ritsu", 0.4) else (t["pref"] if kd[0][0] in "高特" else ci) + "立")
            + n
            + kk
        )
        if s.hit("daini", 0.5):
            full = full.replace("第二", "第2").replace("第三", "第3")
        if s.hit("ga", 0.2):
            full = (
                full.replace("沢", "澤").replace("島", "嶋").replace("桜", "櫻").replace("崎", "﨑")
                if r.random() < 0.5
                else full.replace("学", "學")
            )
        b = t["b"]
        f = s.pick("adf%d" % so, [0, 0, 1, 2]) if not s.hit("adx", 0.4) else r.randrange(4)
        ad = t["town"] + ["%d丁目%d番%d号" % b, "%d-%d-%d" % b, "%d丁目%d−%d" % b, KJ[b[0]] + "丁目%d番地%d" % b[1:]][f]
        if not s.hit("nocity", 0.3):
            ad = ci + ad
        if s.opt("prefad", 0.4) or s.hit("pref", 0.3):
            ad = t["pref"] + (ad if ad.startswith(ci) else ci + ad)
        if s.hit("moved", 0.06):
            ad = ci + place()["town"] + "%d-%d" % (r.randint(1, 9), r.randint(1, 40))
        if s.opt("fw%d" % so, 0.25) or s.hit("fwx", 0.15):
            ad = fullw(ad)
        tel = s.pick("tel%d" % so, ["%s-%s-%s", "%s(%s)%s", "%s%s%s", "%s−%s−%s"]) % (
            (t["ac"],) + (t["tel"] if not s.hit("ntel", 0.1) else (whole_number(r, 3), whole_number(r, 4)))
        )
        kana = k + ("" if s.hit("kshort", 0.3) else kd[1])
        if s.opt("kata", 0.5):
            kana = "".join(chr(ord(c) + 96) if "ぁ" <= c <= "ん" else c for c in kana)
        rom = t["nm"][2] + " " + kd[2]
        if so == 1 and s.opt("rom", 0.2):
            full = ""
        if not full:
            full = rom
        z = t["zip"] if not s.opt("znohy%d" % so, 0.2) else t["zip"].replace("-", "")
        z = "〒" + z if s.hit("zm", 0.2) else z
        pup = t["pup"] + (r.randint(-25, 25) if s.hit("pup", 0.9) else 0)
        return dict(
            n=full,
            kana=s.miss("kana", kana, 0.4),
            rom=rom if not s.hit("romx", 0.3) else typo(r, rom).upper(),
            pref=t["pref"],
            ci=ci if not s.hit("gun", 0.05) else t["pref"] + ci,
            ad=s.miss("ad", ad, 0.2),
            z=s.miss("z", z, 0.3),
            tel=s.miss("tel", tel, 0.3),
            code=s.absent("code", t["code"], 0.1, 0.9),
            pup=str(pup),
            head=s.miss(
                "head",
                t["head"] if not s.hit("newhead", 0.6) else r.choice(["鈴木 一郎", "加藤 恵子", "木村 修", "清水 誠"]),
                0.3,
            ),
            ku=kd[0],
            y=s.pick("yf%d" % so, ["%d年", "%d"]) % t["y"],
        )

    cols = [
        ("n", "学校名|名称|学校名称", 1),
        ("kana", "学校名カナ|よみ|フリガナ", 0.4),
        ("rom", "英語名", 0.25),
        ("ku", "学校種|区分", 0.5),
        ("pref", "都道府県", 0.6),
        ("ci", "市区町村|自治体", 1),
        ("z", "郵便番号", 0.6),
        ("ad", "所在地|住所", 0.9),
        ("tel", "電話番号|TEL", 0.7),
        ("code", "学校コード", 0.4),
        ("pup", "児童生徒数|生徒数", 0.4),
        ("head", "校長名", 0.4),
        ("y", "創立", 0.3),
        ("no", "番号|連番", 0.3, lambda: whole_number(r, 5)),
        ("nd", "年度", 0.3, lambda: r.choice(["令和3", "令和4", "R5", "2023"])),
        ("bk", "備考", 0.3, lambda: r.choice(["", "", "", "休校中", "分校あり"])),
    ]
    return run(s, cols, family, render, ("教委", "台帳"))


# ------------------------------------------------------------------ 11 French labs and departments
FR_D = forms_of(
    "Informatique:INF Mathématiques:MAT Physique_théorique:PHT Chimie_organique:CHO Mécanique_des_fluides:MFL Génie_électrique:GEL Biologie_cellulaire:BIC Neurosciences:NEU Géographie:GEO Droit_public:DPU Droit_privé:DPR Économie_du_développement:ECD Linguistique:LIN Histoire_médiévale:HIM Psychologie_cognitive:PSY Sociologie:SOC Philosophie:PHI Océanographie:OCE Astrophysique:AST Matériaux:MTX Virologie:VIR Immunologie:IMM Écologie:ECO Archéologie:ARC Sciences_de_gestion:GES Épidémiologie:EPI Automatique:AUT Robotique:ROB Géologie:GLG Musicologie:MUS"
)
FR_EN = dict(
    zip(
        [
            "Informatique",
            "Mathématiques",
            "Géographie",
            "Linguistique",
            "Sociologie",
            "Philosophie",
            "Immunologie",
            "Écologie",
            "Matériaux",
            "Robotique",
        ],
        [
            "Computer Science",
            "Mathematics",
            "Geography",
            "Linguistics",
            "Sociology",
            "Philosophy",
            "Immunology",
            "Ecology",
            "Materials",
            "Robotics",
        ],
    )
)
FR_U = forms_of(
    "Lyon:69:Claude_Bernard_Lyon_1:UCBL Lyon:69:Lumière_Lyon_2:UL2 Paris:75:Paris_Cité:UPC Paris:75:Sorbonne:SU Toulouse:31:Paul_Sabatier_Toulouse_III:UPS Toulouse:31:Jean_Jaurès:UT2J Bordeaux:33:Bordeaux_Montaigne:UBM Bordeaux:33:de_Bordeaux:UB Rennes:35:Rennes_2:UR2 Rennes:35:de_Rennes:UR Strasbourg:67:de_Strasbourg:UNISTRA Grenoble:38:Grenoble_Alpes:UGA Lille:59:de_Lille:ULille Nantes:44:Nantes:NU Montpellier:34:de_Montpellier:UM Montpellier:34:Paul-Valéry:UPV Aix-en-Provence:13:Aix-Marseille:AMU Nice:06:Côte_d’Azur:UniCA Dijon:21:de_Bourgogne:UBE Besançon:25:de_Franche-Comté:UFC Caen:14:de_Caen_Normandie:UNICAEN Limoges:87:de_Limoges:UNILIM Orléans:45:d’Orléans:UO Nancy:54:de_Lorraine:UL Brest:29:de_Bretagne_Occidentale:UBO Pau:64:de_Pau_et_des_Pays_de_l’Adour:UPPA Tours:37:de_Tours:UTours Angers:49:d’Angers:UA Poitiers:86:de_Poitiers:UP Reims:51:de_Reims_Champagne-Ardenne:URCA"
)
FR_F = pool_of(
    "Martin Bernard Lefèvre Moreau Girard Bonnet Dupuis Fontaine Chevalier Garnier Faure Rousseau Mercier Boyer Gauthier Perrin Clément Muller Lemoine Hébert Bénard Joly Aubert Carré Brunet Nguyen Benali"
)
FR_G = pool_of("Jean Marie Philippe Sophie Anne Pierre Hélène François Cécile Élodie Thierry Jérôme Nadia Aurélie Gaël Benoît")


def labos_fr(r):
    s = St(r, 0.25)
    U = r.sample(FR_U, r.choice([2, 5, 12, 30]))
    used = {}
    TY = [
        ("Laboratoire", "Laboratoire de recherche en {d}", "L"),
        ("Département", "Département de {d}", "D"),
        ("Institut", "Institut de {d}", "I"),
        ("Centre", "Centre d'études en {d}", "C"),
        ("UFR", "UFR de {d}", "U"),
        ("École doctorale", "École doctorale de {d}", "ED"),
    ]

    def pers():
        return (r.choice(FR_F), r.choice(FR_G))

    def one(d, u, ty, team=""):
        if (d, u, ty, team) in used:
            return None
        used[(d, u, ty, team)] = 1
        lab = ty[2] in "LIC"
        return dict(
            d=d,
            u=u,
            ty=ty,
            team=team,
            code=s.code(lambda: r.choice(["UMR ", "UMR ", "EA ", "UPR ", "UAR "]) + whole_number(r, 4)) if lab else "",
            rn=s.code(lambda: "19" + whole_number(r, 2) + whole_number(r, 5) + r.choice("ABCDEFGHJK")),
            sig=ty[2] + d[1] + "-" + u[3] if lab else "",
            dir=pers(),
            eff=r.randint(8, 260),
            y=r.randint(1966, 2020),
            cp=u[1] + "%03d" % r.choice([0, 0, 100, 200, 400, 8, 13]),
            tel=whole_number(r, 8),
            web=whole_number(r, 3),
        )

    def family():
        d, u, ty = r.choice(FR_D), r.choice(U), skew(r, TY, 1.3)
        out = [one(d, u, ty)]
        if out[0] and r.random() < s.trap:
            k = r.random()
            if k < 0.4:
                for x in r.sample(
                    [
                        "Équipe Modélisation",
                        "Équipe Données",
                        "Axe Terrains",
                        "Plateforme Imagerie",
                        "Équipe Théorie",
                        "Axe Patrimoine",
                        "Plateforme Calcul",
                    ],
                    r.choice([1, 2, 4]),
                ):
                    x = one(d, u, ty, x)
                    out += [dict(x, code=out[0]["code"])] if x else []
            elif k < 0.7:
                out += [one(d, u, x) for x in r.sample(TY, 2)]
            else:
                out += [one(d, x, ty) for x in r.sample(U, min(len(U), 3))]
        return [x for x in out if x]

    def render(t, so):
        d = t["d"][0].replace("_", " ")
        T = t["ty"][1]
        if s.hit("var", 0.4):
            T = {
                "L": "Laboratoire d'{d}" if d[0] in "AIOÉE" else "Laboratoire de {d}",
                "D": "Département {d}",
                "I": "Institut - {d}",
                "C": "Centre {d}",
                "U": "Faculté (UFR) {d}",
                "ED": "ED {d}",
            }[t["ty"][2]]
        if d in FR_EN and s.hit("en", 0.2):
            d = FR_EN[d]
            T = {
                "L": "{d} Research Laboratory",
                "D": "Department of {d}",
                "I": "Institute of {d}",
                "C": "Centre for {d} Studies",
                "U": "UFR {d}",
                "ED": "Doctoral School of {d}",
            }[t["ty"][2]]
        n = T.format(d=d)
        if d[0] in "AEIOÉ":
            n = n.replace(" de " + d, " d'" + d)
        if s.hit("ab", 0.4):
            n = (
                n.replace("Laboratoire", r.choice(["Labo", "Lab."]))
                .replace("Département", r.choice(["Dépt", "Dpt."]))
                .replace("Institut ", "Inst. ")
                .replace("recherche", "rech.")
            )
        if s.hit("low", 0.2):
            n = n[0] + n[1:].lower()
        if t["team"]:
            n = r.choice(["%s - %s", "%s, %s", "%s (%s)"] if not s.opt("tfirst", 0.3) else ["%s / %s"]) % (
                n,
                t["team"] if not s.hit("eq", 0.4) else t["team"].replace("Équipe", "Eq.").replace("Plateforme", "PF"),
            )
        if t["sig"] and s.hit("sign", 0.3) and not t["team"]:
            n = r.choice([t["sig"] + " - " + n, n + " (" + t["sig"] + ")"])
        u = t["u"][2].replace("_", " ")
        u = ("Univ. " if s.hit("univ", 0.5) else "Université ") + u
        if s.hit("usig", 0.35):
            u = t["u"][3]
        if s.hit("cnrs", 0.25) and t["code"]:
            u = r.choice(["CNRS ; %s", "%s / CNRS", "%s, INSERM", "%s|CNRS"]) % u
        f, g = t["dir"] if not s.hit("ndir", 0.4) else pers()
        p = s.pick("pf%d" % so, ["{f} {g}", "{g} {f}", "{F} {g}", "M. {f}"]).format(f=f, g=g, F=f.upper())
        ci = t["u"][0] + (" cedex" if s.hit("cedex", 0.3) else "")
        if s.hit("ty", 0.15):
            n = typo(r, n)
        if s.hit("acc", 0.2) or so == 1 and s.opt("accB", 0.3):
            n, u, p = noacc(n), noacc(u), noacc(p)
        if s.hit("moji", 0.05) or s.opt("mojiT", 0.04):
            n, u = moji(n), moji(u)
        c = s.absent("code", t["code"], 0.1, 0.8)
        c = c.replace(" ", s.pick("csep%d" % so, [" ", "", "_"])) if not s.opt("cnum%d" % so, 0.15) else c[-4:]
        x = dict(
            n=s.tidy("n", n, so, 0, False),
            u=u,
            sig=s.miss("sig", t["sig"]),
            code=c,
            rn=s.absent("rn", t["rn"], 0.3, 0.95),
            p=s.miss("p", p, 0.3),
            ci=s.tidy("ci", ci, so, 0.03),
            cp=s.miss("cp", t["cp"], 0.2),
            y=s.miss("y", str(t["y"])),
            eff=str(max(3, t["eff"] + (r.randint(-20, 20) if s.hit("eff", 0.8) else 0))),
            tel="0%d " % r.randint(4, 5) * 0 + "04 " + " ".join(t["tel"][i : i + 2] for i in (0, 2, 4, 6)),
            web="https://%s.univ-%s.fr" % ((t["sig"] or t["d"][1]).lower().split("-")[0], noacc(t["u"][0]).lower()),
            dom=r.choice(["SHS", "ST", "SVT"]) if s.hit("domx", 0.2) else "S%d" % (zlib.crc32(t["d"][1].encode()) % 9),
        )
        if s.opt("mg", 0.15):
            x["n"] += ", " + u
        return x

    cols = [
        ("no", "id_structure|numéro", 0.4, lambda: "20" + whole_number(r, 7)),
        ("n", "Libellé|Nom de la structure|libelle", 1),
        ("sig", "Sigle|sigle", 0.45),
        ("code", "Code unité|label_numero", 0.6),
        ("rn", "Numéro RNSR", 0.3),
        ("u", "Tutelles|Établissement|tutelle", 1),
        ("p", "Responsable|Directeur", 0.6),
        ("cp", "Code postal", 0.5),
        ("ci", "Ville|Commune", 0.9),
        ("y", "Année de création", 0.5),
        ("eff", "Effectif", 0.4),
        ("tel", "Téléphone", 0.3),
        ("web", "Site web", 0.3),
        ("dom", "Domaine", 0.4),
        ("dt", "Date MAJ", 0.4, lambda: s.date()),
        ("et", "État", 0.3, lambda: r.choice(["Active", "Active", "Fermée"])),
    ]
    return run(s, cols, family, render, ("rnsr", "hal"))


# ------------------------------------------------------------------ 12 power stations and their units
PW_A = pool_of(
    "Kar Bel Sand Mor Tal Vin Rosh Hadd Kir Lup Ost Pan Ras Sol Tam Ur Var Wes Yan Zar Bhav Chan Dur Gaz Jor Nag Pur Raj Shan Thab Ibb Kem Lan Mar Nor"
)
PW_B = pool_of(
    "apur ington ovsk abad ahar elle berg mouth iang anka ito ville ensk adi umba aro shire hausen ona wick dar kent una ira"
)
PW_N = ["", "", "", "", "New ", "North ", "Upper ", "Sri ", "San ", "Port "]
PW_CO = forms_of(
    "India:IND:21:78 China:CHN:32:112 Germany:DEU:51:10 United_States:USA:39:-95 Brazil:BRA:-14:-50 Turkey:TUR:39:34 Russia:RUS:56:50 Indonesia:IDN:-4:112 South_Africa:ZAF:-28:26 Vietnam:VNM:16:107 Poland:POL:52:19 Egypt:EGY:27:30 Australia:AUS:-28:145 Chile:CHL:-30:-71"
)
PW_F = {
    "coal": (["Power Station", "Thermal Power Plant", "TPP", "Power Plant"], [110, 210, 250, 330, 500, 600, 660, 800]),
    "gas": (["CCGT", "Gas Power Plant", "Combined Cycle Plant", "Power Station"], [40, 58, 120, 180, 260, 400, 440]),
    "hydro": (["Dam", "Hydroelectric Plant", "HPP", "Hydro Power Station"], [12, 25, 50, 75, 140, 300]),
    "wind": (["Wind Farm", "Wind Park", "Wind Power Project"], [20, 48, 50, 100, 150]),
    "solar": (["Solar Farm", "Solar Park", "PV Plant", "Solar Power Project"], [5, 10, 20, 50, 100]),
    "nuclear": (["Nuclear Power Plant", "NPP", "Nuclear Generating Station"], [440, 900, 1000, 1150]),
    "biomass": (["Biomass Plant", "CHP", "Cogeneration Plant"], [6, 12, 30, 50]),
}


def power_units(r):
    s = St(r, 0.35)
    plantlevel = s.opt("plant", 0.35)
    CO = r.sample(PW_CO, r.choice([1, 3, 8, 14]))
    FU = r.sample(list(PW_F), r.choice([2, 4, 7]))
    cells = {}
    OW = [
        r.choice(pool_of("National State Eastern United Green Delta Pacific Northern Adani Sino Global Enel Tata"))
        + " "
        + r.choice(pool_of("Power Energy Electric Generation Renewables Utilities"))
        + " "
        + r.choice(pool_of("Ltd Corp Co SA Inc GmbH plc"))
        for _ in range(40)
    ]

    def family():
        c = skew(r, CO, 1.4)
        f = r.choice(FU)
        n = s.new(lambda: r.choice(PW_N) + r.choice(PW_A) + r.choice(["", "", "", "a", "en", "i"]) + r.choice(PW_B), "pw")
        if not n:
            return []
        for _ in range(30):
            x, y = r.randint(-60, 60), r.randint(-60, 60)
            if (c[0], x // 2, y // 2) not in cells:
                break
        else:
            return []
        cells[(c[0], x // 2, y // 2)] = 1
        lat, lo = float(c[2]) + x * 0.07, float(c[3]) + y * 0.09 + r.uniform(-0.01, 0.01)
        b = dict(
            n=n,
            c=c,
            f=f,
            lat=lat + r.uniform(-0.01, 0.01),
            lon=lo,
            ow=skew(r, OW),
            ty=r.randrange(4),
            reg=r.choice(pool_of("Northern Southern Eastern Western Central"))
            + " "
            + r.choice(pool_of("Province State District Region")),
            mw=r.choice(PW_F[f][1]),
            y=r.randint(1958, 2024),
            st=r.choice(pool_of("operating operating operating construction retired planned")),
            u=0,
            ph="",
            gid=s.code(lambda: "G" + whole_number(r, 9)),
        )
        if plantlevel:
            out = [b]
            if r.random() < s.trap * 0.5:  # another plant close by: same place, other fuel or later phase
                f2 = r.choice([x for x in PW_F if x != f])
                out.append(
                    dict(
                        b,
                        f=f2,
                        mw=r.choice(PW_F[f2][1]),
                        lat=b["lat"] + 0.02,
                        lon=b["lon"] + 0.02,
                        y=r.randint(1990, 2024),
                        ow=r.choice(OW),
                        gid=s.code(lambda: "G" + whole_number(r, 9)),
                    )
                )
            return out
        k = 1 if r.random() > s.trap else r.choice([2, 2, 3, 4, 4, 6, 8])
        out = []
        y = b["y"]
        step = r.random() < 0.6
        for i in range(k):
            if step:
                y += r.randint(0, 2)
            out.append(
                dict(
                    b,
                    u=i + 1,
                    y=min(y, 2027),
                    mw=b["mw"] if r.random() < 0.75 else r.choice(PW_F[f][1]),
                    gid=s.code(lambda: "G" + whole_number(r, 9)),
                )
            )
        return out

    near = s.pick("near", [30, 150, 500])
    ROM = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII"]

    def render(t, so):
        n = t["n"]
        tys = PW_F[t["f"]][0]
        ty = tys[t["ty"] % len(tys)] if not s.hit("tyx", 0.5) else r.choice(tys)
        if s.hit("typ0", 0.3) and not plantlevel:
            ty = ""
        if s.hit("tr", 0.25):
            n = r.choice(
                [
                    n.replace("ovsk", "ovskaya"),
                    n.replace("iang", "jiang"),
                    n.replace("k", "c"),
                    n.replace("aa", "a"),
                    n.replace("w", "v"),
                    n.replace("u", "ou"),
                    n.replace("Sri ", "Shri "),
                ]
            )
        if s.hit("tp", 0.2):
            n = typo(r, n)
        if s.hit("own", 0.08):
            n = t["ow"].split()[0] + " " + n
        n = (n + " " + ty).strip()
        uf = s.pick("uf%d" % so, [0, 0, 1, 2, 3]) if not s.hit("ufx", 0.4) else r.randrange(5)
        u = t["u"]
        U = "" if not u else ["Unit %d" % u, "U%d" % u, str(u), "#%d" % u, "Block " + ROM[u]][uf]
        la, lo = latlon(s, t["lat"], t["lon"], so, near)
        if s.hit("geo0", 0.15) or s.opt("geoB0%d" % so, 0.1):
            la, lo = "", ""
        if s.hit("rough", 0.2) and la:
            la, lo = "%.2f" % t["lat"], "%.2f" % t["lon"]
        mw = t["mw"] * (r.choice([0.95, 0.97, 1.02, 1.05]) if s.hit("mw", 0.4) else 1)
        m = s.pick("mf%d" % so, ["%.0f", "%.1f", "%.0f MW", "kW", "%.2f"])
        m = "%d" % (mw * 1000) if m == "kW" else m % mw
        y = t["y"] + (r.choice([-1, 1, 1]) if s.hit("y", 0.25) else 0)
        f = t["f"]
        if s.hit("fx", 0.3):
            f = {
                "coal": r.choice(["bituminous", "lignite", "Coal"]),
                "gas": "natural gas",
                "hydro": "Water",
                "solar": "PV",
                "wind": "onshore wind",
                "nuclear": "uranium",
                "biomass": "wood",
            }[f]
        if so == 1 and s.opt("fup", 0.4):
            f = f.upper()[:3]
        c = t["c"][1] if s.opt("iso%d" % so, 0.4) else t["c"][0].replace("_", " ")
        x = dict(
            n=s.tidy("n", n, so, 0),
            u=U,
            c=c,
            f=f,
            la=la,
            lo=lo,
            mw=s.miss("mw", m, 0.2),
            ow=s.miss("ow", t["ow"] if not s.hit("sold", 0.3) else r.choice(OW), 0.4),
            y=s.miss("y", str(y), 0.4),
            st=t["st"] if not s.hit("stx", 0.3) else r.choice(pool_of("operating mothballed retired")),
            reg=s.miss("reg", t["reg"]),
            gid=s.absent("gid", t["gid"], 0.4, 0.97),
        )
        if s.opt("inn", 0.25) and U:
            x["n"] += " " + (U if not U.isdigit() else "-" + U)
        return x

    inn = plantlevel or s.opt("inn", 0.25)
    cols = [
        ("rid", "gppd_idnr|record_no", 0.4, lambda: "WRI" + whole_number(r, 7)),
        ("n", "Plant name|name|Project Name|PLANT", 1),
        ("u", "Unit name|unit|Block", 0 if inn else 1),
        ("c", "Country|country|Country/Area", 1),
        ("reg", "Subnational unit|State/Province", 0.4),
        ("f", "Fuel|primary_fuel|Type", 1 if plantlevel else 0.8),
        ("mw", "Capacity (MW)|capacity_mw", 0.9)
        if not any(s.pick("mf%d" % i, ["%.0f", "%.1f", "%.0f MW", "kW", "%.2f"]) == "kW" for i in (0, 1))
        else ("mw", "Capacity|installed_capacity", 0.9),
        ("la", "Latitude|latitude", 0.9),
        ("lo", "Longitude|longitude", 0.9),
        ("ow", "Owner|owner|Operator", 0.7),
        ("y", "Start year|commissioning_year", 0.7),
        ("st", "Status", 0.6),
        ("gid", "GEM unit ID|eic_code", 0.35),
        ("src", "source", 0.3, lambda: r.choice(["GEODB", "company website", "WRI", "Energy Ministry"])),
        ("url", "url", 0.2, lambda: "https://example.org/w/" + whole_number(r, 6)),
        ("up", "Last updated", 0.4, lambda: s.date()),
    ]
    return run(s, cols, family, render, ("gem", "wri"))


# ------------------------------------------------------------------ 13 vessels
VS_A = pool_of(
    "Nordic Ocean Atlantic Pacific Golden Star Silver Maersk MSC Baltic Arctic Royal Sea Blue Grand Iron Hanjin Stena Cosco Aegean Eastern Western Asian Global Polar Viking Crystal Desert Amber Cape"
)
VS_B = pool_of(
    "Pioneer Spirit Trader Voyager Glory Fortune Harmony Breeze Eagle Falcon Orion Aurora Carrier Express Wave Horizon Princess Queen Hope Champion Explorer Dolphin Navigator Triumph Emerald Sapphire Venture Endeavour Mariner Galaxy"
)
VS_F = pool_of(
    "Maria Elena Santa_Rita Providence Two_Brothers Sea_Breeze Anna Kristina Ave_Maria Poseidon Aghios_Nikolaos Stella_Maris Nova Girl_Pat Karina Freya Speranza Jeanne_d’Arc Sirius Neptun Margarita Delfin Albatros Sofia Olga"
)
VS_CT = forms_of(
    "Panama:PA:352:HP Liberia:LR:636:A8 Malta:MT:215:9H Greece:GR:239:SV Norway:NO:257:LA Bahamas:BS:308:C6 Cyprus:CY:209:5B Spain:ES:224:EA Denmark:DK:219:OX Singapore:SG:563:9V Marshall_Islands:MH:538:V7 United_Kingdom:GB:232:GX Turkey:TR:271:TC Russia:RU:273:UB"
)
VS_T = ["Bulk Carrier", "Container Ship", "Crude Oil Tanker", "General Cargo", "Chemical Tanker", "Ro-Ro", "LNG Carrier", "Tug"]


def vessels(r):
    s = St(r, 0.3)
    fish = s.opt("fish", 0.35)
    nm = {}

    def imo():
        d = whole_number(r, 6, "789")
        return d + str(sum(int(a) * b for a, b in zip(d, (7, 6, 5, 4, 3, 2))) % 10)

    def ids(c):
        return dict(
            fl=c,
            mmsi=s.code(lambda: c[2] + whole_number(r, 6)),
            cs=s.code(lambda: c[3] + r.choice("ABCDEFGHJK") + r.choice("LMNPQRSTUVW") + whole_number(r, 2)),
        )

    def one(n, **k):
        L = r.uniform(9, 38) if fish else r.uniform(70, 399)
        d = dict(
            ids(r.choice(VS_CT)),
            n=n,
            imo=s.code(imo),
            y=r.randint(1975, 2023),
            L=L,
            B=L / r.uniform(3.2, 6.5),
            gt=int(L**2.2 / r.uniform(2, 4)),
            ty="Fishing" if fish else r.choice(VS_T),
            ow=r.choice(VS_A)
            + " "
            + r.choice(pool_of("Shipping Maritime Lines Marine Navigation Fisheries"))
            + " "
            + r.choice(pool_of("Co Ltd SA AS Inc")),
            port=r.choice(
                pool_of("Piraeus Vigo Bergen Valletta Aberdeen Limassol Esbjerg Monrovia Murmansk Peterhead Izmir Cadiz")
            ),
            reg=s.code(lambda: r.choice(pool_of("PD BF LK SO N R E FR")) + whole_number(r, 4)),
        )
        d.update(k)
        return d

    def family():
        if fish and r.random() < 0.3 + s.trap * 0.5:  # popular boat names: year and length differ clearly
            n = r.choice(VS_F).replace("_", " ")
            v = one(n)
            if any(abs(v["y"] - y) < 2 and abs(v["L"] - L) < 2.5 for y, L in nm.setdefault(n, [])):
                return []
            nm[n].append((v["y"], v["L"]))
            return [v]
        n = s.new(lambda: r.choice(VS_A) + " " + r.choice(VS_B) + r.choice(["", "", "", "", " " + r.choice(VS_B)]), "v" * 3)
        if not n:
            return []
        v = one(n)
        out = [v]
        if r.random() < s.trap:  # sisters and fleets
            rest = r.sample(VS_B, 6)
            num = r.random() < 0.5
            for i in range(r.choice([1, 1, 2, 3, 5])):
                m = n + " " + pool_of("II III IV V VI")[i] if num else n.split()[0] + " " + rest[i]
                if not num and not s.far("vvv", m):
                    continue
                out.append(
                    one(
                        m,
                        y=v["y"] + r.randint(0, 2),
                        L=v["L"],
                        B=v["B"],
                        gt=v["gt"],
                        ty=v["ty"],
                        ow=v["ow"],
                        fl=v["fl"],
                        port=v["port"],
                        num=num,
                    )
                )
        return out

    s.pick("numf", [0, 1])
    lo_imo = r.uniform(0.1, 0.7)

    def render(t, so):
        n = t["n"]
        im = t["imo"] if r.random() > lo_imo else ""
        fl, mm, cs = t["fl"], t["mmsi"], t["cs"]
        strong = bool(im)
        if "ren" not in t:
            t["ren"] = s.hit("rename", 0.3)
        if t["ren"]:
            im = t["imo"]
            strong = True  # a ship that changed its name always shows its number
        if s.hit("reflag", 0.2) and strong:
            z = ids(r.choice(VS_CT))
            fl, mm, cs = z["fl"], z["mmsi"], z["cs"]
        if t["ren"] and "new" not in t:
            t["new"] = s.new(lambda: r.choice(VS_A) + " " + r.choice(VS_B), "v" * 3)
        if t["ren"] and t["new"] and r.random() < 0.5:
            n = t["new"]
        elif s.hit("ex", 0.1):
            n = n + r.choice([" (ex %s)", " ex-%s"]) % (r.choice(VS_A) + " " + r.choice(VS_B))
        elif s.hit("ty", 0.15):
            h, _, x = n.rpartition(" ")
            n = typo(r, h) + " " + x if h else typo(r, n)
        if t.get("num") is not None and s.hit("arab", 0.3) and n[-2:] in (" V", "II", "IV", "VI"):
            h, x = n.rsplit(" ", 1)
            n = h + " " + {"II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}.get(x, x)
        if s.hit("mv", 0.3):
            n = (r.choice(["F/V ", "FV "]) if fish else r.choice(["M/V ", "MV ", "M.V. ", "MT "])) + n
        if fl[1] == "GR" and s.hit("greek", 0.2):
            n = n.translate(str.maketrans("AEIOMN", "ΑΕΙΟΜΝ"))
        up = s.pick("up%d" % so, [1, 1, 0])
        n = n.upper() if up else n
        L, B = t["L"], t["B"]
        gt = t["gt"] + (r.randint(-9, 9) if s.hit("gt", 0.3) else 0)
        ft = s.opt("ft%d" % so, 0.15)
        q = 3.28084 if ft else 1
        lf = s.pick("lf%d" % so, ["%.1f", "%.2f", "%.0f m", "%.1f"]) if not ft else "%.1f ft"
        y = t["y"]
        f = s.pick("ff%d" % so, [0, 0, 1])
        if s.hit("flx", 0.1):
            f = 1 - f
        ty = (
            t["ty"]
            if not s.hit("tyx", 0.3)
            else {
                "Bulk Carrier": "BULK",
                "Container Ship": "Cellular",
                "Crude Oil Tanker": "Tanker",
                "Fishing": r.choice(["Trawler", "Fishing vessel", "Longliner"]),
                "General Cargo": "Cargo",
            }.get(t["ty"], t["ty"])
        )
        if im and s.opt("imop%d" % so, 0.2):
            im = "IMO " + im
        fields = dict(
            n=n,
            im=im,
            mm=s.absent("mm", mm, 0.1, 0.8),
            cs=s.absent("cs", cs, 0.1, 0.7),
            fl=fl[f].replace("_", " "),
            ty=ty,
            y=str(y) if fish else s.miss("y", str(y), 0.4),
            L=lf % (L * q) if fish else s.miss("L", lf % (L * q), 0.4),
            B=s.miss("B", lf % (B * q), 0.5),
            gt=s.miss("gt", "{:,}".format(gt) if s.opt("gtc%d" % so, 0.2) else str(gt), 0.3),
            ow=s.miss("ow", t["ow"] if not s.hit("sold", 0.3) else r.choice(VS_A) + " Maritime Inc", 0.3),
            port=s.miss("port", t["port"] if not s.hit("pt", 0.2) else r.choice(pool_of("Bergen Vigo Piraeus")), 0.3),
            reg=s.absent("reg", t["reg"], 0.2, 0.9) if fish else "",
        )
        return fields

    cols = [
        ("rid", "record|vessel_id", 0.4, lambda: uuid(r)[:18]),
        ("n", "Vessel Name|Name|SHIPNAME", 1),
        ("im", "IMO|IMO Number|imo", 1),
        ("mm", "MMSI", 0.7),
        ("cs", "Call Sign|callsign|IRCS", 0.7),
        ("reg", "Registration|ext_marking", 0.6 if fish else 0),
        ("fl", "Flag|flag_state", 0.9),
        ("ty", "Vessel Type|type", 0.7),
        ("y", "Year Built|built", 1 if fish else 0.7),
        ("L", "LOA|Length", 1 if fish else 0.6),
        ("B", "Beam", 0.4),
        ("gt", "GT|Gross Tonnage", 0.6),
        ("ow", "Owner|Registered Owner", 0.6),
        ("port", "Port of Registry|home_port", 0.5),
        ("ps", "last_position_at", 0.3, lambda: s.date("d", 2022, 2024)),
        ("st", "Status", 0.4, lambda: r.choice(["In Service", "In Service", "Laid Up", "Broken Up"])),
        ("cl", "Class Society", 0.3, lambda: r.choice(pool_of("DNV LR ABS BV NK"))),
    ]
    return run(s, cols, family, render, ("ais", "registry"))


KINDS = {
    f.__name__: f
    for f in (
        kreditoren_de,
        companies_cn,
        firmy_ru,
        klinikes_gr,
        restaurants_us,
        przystanki_pl,
        inmuebles_es,
        parcely_cz,
        hotels_ar,
        gakkou_jp,
        labos_fr,
        power_units,
        vessels,
    )
}


if __name__ == "__main__":
    write_tables(KINDS)
