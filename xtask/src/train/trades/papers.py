"""Makes tables of organizations, documents and works, with duplicates and traps, for training a program that matches records.

Every kind is a function of one random source and gives columns, rows and the thing of each row.
"""

import datetime
import unicodedata

from shared import forms_of, pool_of, write_tables


class Done(Exception):
    """A pool has run dry, so that the table ends here."""


class Plan:
    """The structure of one table, drawn from its seed."""

    def __init__(self, r, link=0.2):
        self.r = r
        self.rows = int(min(1500, max(300, 2.72 ** r.gauss(6.5, 0.4))))
        self.link = r.random() < link
        self.dup = 0 if r.random() < 0.1 and not self.link else r.uniform(0.15, 0.85) if self.link else r.uniform(0.05, 0.6)
        self.top = r.choice((2, 2, 3, 4, 6, 6, 12, 30))
        self.more = r.choice((0.1, 0.2, 0.3, 0.5, 0.85))
        self.inner = r.choice((0, 0, 0.05, 0.2))
        self.tilt = r.uniform(0.3, 0.7)
        self.noise = r.choice((0.02, 0.08, 0.15, 0.25, 0.4, 0.6))
        self.miss = r.choice((0, 0.03, 0.1, 0.2, 0.4))
        self.trap = r.choice((0, 0.1, 0.25, 0.5, 0.5, 0.8))
        self.strict = r.random() < 0.5
        self.style = r.randrange(2)
        self.mixed = r.random() < 0.35
        self.holder = r.choice(("", "", "", "", "-", "n/a"))
        self.upper = r.random() < 0.18

    def copies(self):
        """Gives the style of each record of one thing."""
        r = self.r
        if self.link:
            out = [0, 1] if r.random() < self.dup else [int(r.random() < self.tilt)]
            return out + [r.choice(out)] if r.random() < self.inner else out
        n = 1
        if r.random() < self.dup:
            n = 2
            while n < self.top and r.random() < self.more:
                n += 1
        return [r.randrange(2) if self.mixed else self.style for _ in range(n)]

    def hit(self, scale=1.0):
        return self.r.random() < min(0.95, self.noise * scale)

    def gone(self, scale=1.0):
        return self.r.random() < min(0.9, self.miss * scale)

    def trapped(self):
        return self.r.random() < self.trap


def fold(text):
    """Gives the letters and digits of a text only, small and without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower() if c.isalnum())


def plain(text):
    """Takes the accents off."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("ß", "ss")


class Names:
    """Names of which no two are within one slip of each other."""

    def __init__(self):
        self.seen = set()

    def free(self, name):
        n = fold(name)
        keys = [n] + [n[:i] + n[i + 1 :] for i in range(len(n))]
        if any(k in self.seen for k in keys):
            return False
        self.seen.update(keys)
        return True

    def new(self, make, key=str):
        for _ in range(250):
            made = make()
            if self.free(key(made)):
                return made
        raise Done


def code(r, pattern):
    """Fills a pattern: 9 is a digit, A a letter, X a hexadecimal digit."""
    marks = {"9": "0123456789", "A": "ABCDEFGHJKLMNPRSTUVWXYZ", "X": "0123456789abcdef"}
    return "".join(r.choice(marks[c]) if c in marks else c for c in pattern)


def slip(r, text):
    """Makes one slip of the finger on a letter inside a word."""
    spots = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not spots:
        return text
    i, how = r.choice(spots), r.randrange(4)
    if how == 0:
        return text[:i] + text[i + 1 :]
    if how == 1:
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    if how == 2:
        return text[:i] + text[i] + text[i:]
    return text[:i] + r.choice("aeionrst") + text[i + 1 :]


def skew(r, pool, power=1.6):
    return pool[int(len(pool) * r.random() ** power)]


def garble(text):
    """Reads UTF-8 as if it were an old Windows encoding."""
    return text.encode("utf-8").decode("cp1252", "replace")


def smear(r, p, text, scale=1.0):
    """Gives a text the common noise of typing: slips, case, blanks, lost accents, mojibake."""
    if p.hit(0.35 * scale):
        text = slip(r, text)
    if p.hit(0.25 * scale):
        text = r.choice((text.upper(), text.lower(), text.upper(), plain(text), text.replace(" ", "  ", 1), text + " "))
    if p.hit(0.05 * scale):
        text = garble(text)
    return text.upper() if p.upper else text


def day(r, first=2012, last=2024):
    return datetime.date(first, 1, 1) + datetime.timedelta(days=r.randrange(365 * (last - first + 1)))


def show(date, fmt):
    """Writes a date; the formats have no leading zeros where they have a star."""
    y, m, d = date.year, date.month, date.day
    if fmt == "de*":
        return "%d.%d.%d" % (d, m, y)
    if fmt == "us":
        return "%d/%d/%d" % (m, d, y)
    return {
        "iso": "%04d-%02d-%02d" % (y, m, d),
        "de": "%02d.%02d.%04d" % (d, m, y),
        "fr": "%02d/%02d/%04d" % (d, m, y),
        "num": "%04d%02d%02d" % (y, m, d),
        "nl": "%02d-%02d-%04d" % (d, m, y),
        "jp": "%d年%d月%d日" % (y, m, d),
        "sl": "%04d/%02d/%02d" % (y, m, d),
    }[fmt]


def build(p, family, render):
    """Makes records until there are enough: family gives related things, render makes one record of a thing."""
    recs, number = [], 0
    try:
        while len(recs) < p.rows:
            for thing in family():
                number += 1
                for k, style in enumerate(p.copies()):
                    recs.append((number, style, render(thing, style, k)))
    except Done:
        pass
    return recs


def finish(p, cols, recs, junk=(), sources=("a", "b"), rowid=None):
    """Drops optional columns (marked ?), takes away equal rows of different things, shuffles, and adds useless columns."""
    r = p.r
    cols = [c.lstrip("?") for c in cols if not c.startswith("?") or r.random() < 0.6]
    seen, out = {}, []
    for thing, style, row in recs:
        sign = tuple(fold(row.get(c, "")) for c in cols)
        if seen.setdefault(sign, thing) == thing:
            out.append((thing, style, row))
    r.shuffle(out)
    extra = [j for j in junk if r.random() < 0.45]
    filled = [c for c in cols if p.holder and r.random() < 0.5]
    rows, things, used, idcol = [], [], set(), rowid and r.random() < 0.45
    for thing, style, row in out:
        cells = [row.get(c, "") for c in cols]
        cells = [p.holder if not v and c in filled and r.random() < 0.7 else v for c, v in zip(cols, cells)]
        for name, what in extra:
            cells.append(useless(r, what))
        if idcol:
            mark = code(r, rowid[1])
            while mark in used:
                mark = code(r, rowid[1])
            used.add(mark)
            cells.insert(0, mark)
        if p.link:
            cells.insert(0, sources[style])
        rows.append(cells)
        things.append(thing)
    head = cols + [name for name, _ in extra]
    if idcol:
        head.insert(0, rowid[0])
    return (["source"] if p.link else []) + head, rows, things


def useless(r, what):
    """Makes a cell that says nothing about the thing."""
    if what == "uuid":
        return code(r, "XXXXXXXX-XXXX-4XXX-aXXX-XXXXXXXXXXXX")
    if what == "time":
        return "%s %02d:%02d:%02d" % (show(day(r, 2019), "iso"), r.randrange(24), r.randrange(60), r.randrange(60))
    if what.startswith("date"):
        return show(day(r, 2018), what[5:] or "iso")
    if what.startswith("#"):
        return code(r, what[1:])
    return r.choice(what.split("|"))


# Japan

STEMS_JP = forms_of(
    "山田:ヤマダ:Yamada 佐藤:サトウ:Sato 鈴木:スズキ:Suzuki 高橋:タカハシ:Takahashi 田中:タナカ:Tanaka 渡辺:ワタナベ:Watanabe "
    "伊藤:イトウ:Ito 中村:ナカムラ:Nakamura 小林:コバヤシ:Kobayashi 加藤:カトウ:Kato 吉田:ヨシダ:Yoshida 斎藤:サイトウ:Saito "
    "松本:マツモト:Matsumoto 井上:イノウエ:Inoue 木村:キムラ:Kimura 清水:シミズ:Shimizu 山崎:ヤマザキ:Yamazaki 森:モリ:Mori "
    "橋本:ハシモト:Hashimoto 石川:イシカワ:Ishikawa 長谷川:ハセガワ:Hasegawa 小川:オガワ:Ogawa 藤田:フジタ:Fujita 岡田:オカダ:Okada "
    "後藤:ゴトウ:Goto 村上:ムラカミ:Murakami 近藤:コンドウ:Kondo 坂本:サカモト:Sakamoto 遠藤:エンドウ:Endo 青木:アオキ:Aoki "
    "西村:ニシムラ:Nishimura 福田:フクダ:Fukuda 太田:オオタ:Ota 三浦:ミウラ:Miura 藤原:フジワラ:Fujiwara 松田:マツダ:Matsuda "
    "中川:ナカガワ:Nakagawa 原田:ハラダ:Harada 小野:オノ:Ono 竹内:タケウチ:Takeuchi 金子:カネコ:Kaneko 和田:ワダ:Wada "
    "沢田:サワダ:Sawada 広瀬:ヒロセ:Hirose 東亜:トウア:Toa 日進:ニッシン:Nisshin 光和:コウワ:Kowa 三栄:サンエイ:Sanei "
    "昭栄:ショウエイ:Shoei 大成:タイセイ:Taisei 共立:キョウリツ:Kyoritsu 富士見:フジミ:Fujimi 旭東:キョクトウ:Kyokuto "
    "丸善:マルゼン:Maruzen 菱和:リョウワ:Ryowa 北斗:ホクト:Hokuto 平和:ヘイワ:Heiwa 信越:シンエツ:Shinetsu 扶桑:フソウ:Fuso"
)
WORDS_JP = forms_of(
    "製作所:セイサクショ:Seisakusho 工業:コウギョウ:Industries 商事:ショウジ:Shoji 電機:デンキ:Electric 建設:ケンセツ:Construction "
    "運輸:ウンユ:Transport 食品:ショクヒン:Foods 印刷:インサツ:Printing 不動産:フドウサン:Realty 化学:カガク:Chemical "
    "精密:セイミツ:Precision 設計:セッケイ:Design 水産:スイサン:Fisheries 薬品:ヤクヒン:Pharma 鉄工所:テッコウショ:Ironworks "
    "物流:ブツリュウ:Logistics 紙業:シギョウ:Paper 木材:モクザイ:Lumber 酒造:シュゾウ:Brewery 繊維:センイ:Textile "
    "自動車:ジドウシャ:Motors 塗装:トソウ:Coating 産業:サンギョウ:Sangyo 技研:ギケン:Giken システム:システム:Systems "
    "ホールディングス:ホールディングス:Holdings サービス:サービス:Service テクノロジー:テクノロジー:Technology 観光:カンコウ:Tourism 測量:ソクリョウ:Survey"
)
PLACES_JP = forms_of(
    "東京都:千代田区:100:03 東京都:港区:105:03 東京都:新宿区:160:03 東京都:品川区:140:03 東京都:大田区:144:03 大阪府:大阪市北区:530:06 "
    "大阪府:東大阪市:577:06 大阪府:堺市堺区:590:072 愛知県:名古屋市中区:460:052 愛知県:豊田市:471:0565 神奈川県:横浜市西区:220:045 "
    "神奈川県:川崎市川崎区:210:044 福岡県:福岡市博多区:812:092 北海道:札幌市中央区:060:011 北海道:旭川市:070:0166 宮城県:仙台市青葉区:980:022 "
    "広島県:広島市中区:730:082 京都府:京都市下京区:600:075 兵庫県:神戸市中央区:650:078 兵庫県:姫路市:670:079 静岡県:浜松市中区:430:053 "
    "新潟県:長岡市:940:0258 長野県:松本市:390:0263 石川県:金沢市:920:076 岡山県:岡山市北区:700:086 熊本県:熊本市中央区:860:096 "
    "埼玉県:川口市:332:048 千葉県:船橋市:273:047 群馬県:高崎市:370:027 香川県:高松市:760:087 鹿児島県:鹿児島市:890:099 沖縄県:那覇市:900:098"
)
TOWNS_JP = pool_of(
    "本町 栄町 中央 旭町 緑町 幸町 大手町 東町 西町 南町 北町 若葉 桜木町 泉 錦 寿町 新町 花園 松原 富士見 日の出町 宮前 八幡 平野 元町 末広町 曙町 駅前 城北 清水町"
)
GIVEN_JP = pool_of(
    "太郎 健一 誠 浩二 隆 和彦 正人 由美子 恵子 真理 大輔 直樹 剛 修 秀樹 幸子 明 博 康弘 美咲 拓也 学 智子 薫 義男 亮 洋介 純子 進 淳"
)
KANA = forms_of(
    "ア:a カ:ka サ:sa タ:ta ナ:na マ:ma ラ:ra リ:ri ミ:mi キ:ki シ:shi ト:to ノ:no モ:mo ロ:ro ル:ru ク:ku ス:su テ:te ネ:ne メ:me "
    "レ:re ビ:bi ダ:da ゼ:ze ブ:bu ボ:bo ガ:ga グ:gu パ:pa ピ:pi ポ:po ユ:yu ヨ:yo ワ:wa フ:fu ホ:ho ハ:ha ヒ:hi エ:e オ:o イ:i"
)
HALF = {unicodedata.normalize("NFKC", chr(i)): chr(i) for i in range(0xFF66, 0xFF9E)}
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}
OLD_JP = {"斎": "齋", "沢": "澤", "広": "廣", "高": "髙", "崎": "﨑", "辺": "邊", "桜": "櫻", "富": "冨", "渡": "渡", "太": "大"}


def halved(text):
    """Writes katakana in half width."""
    marks = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
    return "".join(HALF.get(c, marks.get(c, c)) for c in unicodedata.normalize("NFD", text))


def kigyou_jp(r):
    """Customer master of Japanese companies; group companies, namesakes and branches are other things."""
    p, names = Plan(r), Names()
    number, branches, kana = r.random() < 0.65, r.random() < 0.35, r.random() < 0.6
    fmt = r.choice(("sl", "iso", "jp", "num"))

    def stem():
        if r.random() < 0.5:
            return r.choice(STEMS_JP)
        parts = [r.choice(KANA) for _ in range(r.choice((3, 3, 4)))]
        return ("".join(k for k, _ in parts), "".join(k for k, _ in parts), "".join(x for _, x in parts).capitalize())

    def site(t):
        t["place"], t["town"] = skew(r, PLACES_JP), r.choice(TOWNS_JP)
        t["no"], t["zip"] = (r.randint(1, 9), r.randint(1, 28), r.randint(1, 20)), t["place"][2] + code(r, "9999")
        t["tel"] = (t["place"][3], code(r, "999999999"[: 6 - len(t["place"][3])]), code(r, "9999"))
        return t

    def make(st, word, **more):
        t = {
            "stem": st,
            "word": word,
            "pre": r.random() < 0.6,
            "corp": code(r, "9999999999999"),
            "branch": "",
            "boss": (r.choice(STEMS_JP[:44])[0], r.choice(GIVEN_JP)),
            "cap": r.choice((100, 300, 500, 1000, 3000, 5000, 9800)),
            "since": day(r, 1950, 2020),
            "safe": r.random() < 0.5,
            "legal": "株式会社" if r.random() < 0.85 else "有限会社",
        }
        t = site(t)
        t.update(more)
        return t

    def family():
        st, word = names.new(lambda: (stem(), r.choice(WORDS_JP)), lambda x: x[0][2] + x[1][2])
        base = make(st, word)
        if not p.trapped():
            return [base]
        how = r.random()
        if how < 0.4:
            # A group of companies under one roof: only the trade in the name differs, and the number.
            others = [w for w in r.sample(WORDS_JP, 4) if w != word and names.free(st[2] + w[2])][: r.randint(1, 4)]
            same = {k: base[k] for k in ("place", "town", "no", "zip", "tel", "boss", "pre", "legal")}
            if not p.strict:
                same = {k: same[k] for k in ("place", "town", "no", "zip", "boss")}
            if "tel" not in same:
                return [base] + [
                    make(st, w, safe=False, tel=base["tel"][:1] + (base["tel"][1], code(r, "9999")), **same) for w in others
                ]
            return [base] + [make(st, w, safe=False, **same) for w in others]
        if how < 0.7 and branches:
            words = r.sample(
                ("本社", "大阪支店", "名古屋営業所", "第一工場", "第二工場", "福岡支店", "仙台営業所"), r.randint(2, 6)
            )
            return [site(dict(base, branch=w, safe=False)) for w in words]
        twin = make(st, word, pre=base["pre"] != (r.random() < 0.6), legal=base["legal"])
        base["safe"] = twin["safe"] = False
        return [base, twin] if twin["place"] != base["place"] else [base]

    def address(t, noisy):
        a, b, c = t["no"]
        text = "%d-%d-%d" % t["no"]
        if noisy:
            text = r.choice(
                (
                    "%d丁目%d番%d号" % t["no"],
                    "%d丁目%d-%d" % t["no"],
                    "一二三四五六七八九"[a - 1] + "丁目%d番%d号" % (b, c),
                    text.translate(WIDE).replace("-", "－"),
                    text.replace("-", "ー"),
                )
            )
        return ("" if noisy and r.random() < 0.4 else t["place"][0]) + t["place"][1] + t["town"] + text

    def render(t, style, k):
        name = t["stem"][0] + t["word"][0]
        legal = t["legal"]
        if p.hit(0.5):
            legal = {"株式会社": r.choice(("(株)", "㈱", "（株）")), "有限会社": r.choice(("(有)", "㈲"))}[legal]
        if p.hit(0.3):
            name = "".join(OLD_JP.get(c, c) for c in name) if r.random() < 0.6 else name.replace("ー", "−")
        full = legal + r.choice(("", "", " ", "　") if p.hit() else ("",)) + name if t["pre"] else name + legal
        latin = "%s %s%s" % (
            t["stem"][2],
            t["word"][2],
            r.choice((" Co., Ltd.", " K.K.", " Co.,Ltd", " Inc.") if p.hit() else (" Co., Ltd.",)),
        )
        reading = t["stem"][1] + t["word"][1]
        if style and p.hit(1.5):
            reading = halved(reading)
        if p.hit(0.15):
            full = latin.upper() if r.random() < 0.4 else reading
        if p.hit(0.2):
            full = unicodedata.normalize("NFKC", full)
        tel = "-".join(t["tel"])
        if p.hit(0.6):
            tel = r.choice((tel.replace("-", ""), "%s(%s)%s" % t["tel"], "+81-" + tel[1:], tel.translate(WIDE)))
        drop = number and not t["branch"] and not t["safe"] and p.gone()
        row = {
            "会社名": full + (" " + t["branch"] if t["branch"] and style else ""),
            "フリガナ": "" if p.gone() else reading,
            "英文名": "" if p.gone() else latin,
            "法人番号": "" if drop else t["corp"],
            "郵便番号": t["zip"][:3] + "-" + t["zip"][3:],
            "住所": address(t, p.hit()),
            "電話番号": "" if p.gone() else tel,
            "部署": "" if style else t["branch"],
            "代表者": "" if p.gone() else t["boss"][0] + r.choice(("", " ", "　") if p.hit() else (" ",)) + t["boss"][1],
            "資本金": str(t["cap"]) + r.choice(("万円", "")[: 1 + style]),
            "設立": "" if p.gone() else show(t["since"], fmt),
        }
        if t["safe"] and number and k and p.hit():
            row.update(
                {x: site({})["zip"] if x == "郵便番号" else y for x, y in (("住所", address(site({}), False)), ("郵便番号", ""))}
            )
        return row

    cols = (
        ["会社名"]
        + ["フリガナ"] * kana
        + ["?英文名"]
        + ["法人番号"] * number
        + ["郵便番号", "住所", "?電話番号", "?代表者", "?資本金", "?設立"]
    )
    cols.insert(1, "部署") if branches else None
    junk = (
        ("取引区分", "得意先|仕入先|得意先|見込"),
        ("担当者", "|".join(x[0] for x in STEMS_JP[:8])),
        ("更新日", "date:" + fmt),
        ("ランク", "A|B|C|"),
    )
    return finish(p, cols, build(p, family, render), junk, ("販売管理", "会計"), ("コード", "999999"))


# Brazil

CITIES_BR = forms_of(
    "São_Paulo:SP:01:11 Campinas:SP:13:19 Santos:SP:11:13 Ribeirão_Preto:SP:14:16 Rio_de_Janeiro:RJ:20:21 "
    "Niterói:RJ:24:21 "
    "Belo_Horizonte:MG:30:31 Uberlândia:MG:38:34 Juiz_de_Fora:MG:36:32 Curitiba:PR:80:41 Londrina:PR:86:43 "
    "Maringá:PR:87:44 "
    "Porto_Alegre:RS:90:51 Caxias_do_Sul:RS:95:54 Florianópolis:SC:88:48 Joinville:SC:89:47 Salvador:BA:40:71 "
    "Recife:PE:50:81 "
    "Fortaleza:CE:60:85 Goiânia:GO:74:62 Brasília:DF:70:61 Manaus:AM:69:92 Belém:PA:66:91 Vitória:ES:29:27 "
    "Natal:RN:59:84"
)
WORDS_BR = pool_of(
    "Silva Souza Oliveira Santos Pereira Lima Carvalho Almeida Ferreira Ribeiro Rodrigues Gomes Martins Araújo "
    "Melo Barbosa Rocha Dias "
    "Nascimento Moreira Nunes Teixeira Cardoso Correia Cavalcanti Monteiro Pinheiro Machado Bezerra Fonseca "
    "Aurora Horizonte Esperança "
    "Primavera Ipiranga Tropical Planalto Guanabara Cruzeiro Bandeirante Paulista Mineira Gaúcha Litoral Sertão "
    "Iguaçu Tietê Amazônia "
    "Progresso Aliança União Vitória Estrela Imperial Central Moderna Tupi Guarani Itapuã Jequitibá Ipê "
    "Araucária Zanetti Bianchi Schneider"
)
TRADES_BR = forms_of(
    "Comércio_de_Alimentos:Com._de_Alim.:Supermercado Transportes:Transp.:Transportadora "
    "Construtora_e_Incorporadora:Const._e_Incorp.:Construtora "
    "Indústria_de_Móveis:Ind._de_Móveis:Móveis Distribuidora_de_Bebidas:Distr._de_Bebidas:Bebidas "
    "Materiais_de_Construção:Mat._de_Constr.:Casa "
    "Serviços_Médicos:Serv._Médicos:Clínica Auto_Peças:A._Peças:Auto_Center Confecções:Conf.:Modas "
    "Padaria_e_Confeitaria:Pad._e_Conf.:Pão "
    "Tecnologia_da_Informação:Tec._da_Inf.:Digital Farmácia_e_Drogaria:Farm._e_Drog.:Farma "
    "Engenharia_e_Projetos:Eng._e_Proj.:Engenharia "
    "Representações_Comerciais:Repr._Com.:Representações Gráfica_e_Editora:Graf._e_Ed.:Gráfica "
    "Comércio_de_Calçados:Com._de_Calç.:Calçados "
    "Agropecuária:Agrop.:Agro Metalúrgica:Metal.:Metais Papelaria_e_Livraria:Papel._e_Livr.:Papelaria "
    "Comércio_de_Veículos:Com._de_Veíc.:Motors"
)
STREETS_BR = pool_of(
    "das_Flores XV_de_Novembro Sete_de_Setembro Tiradentes Dom_Pedro_II Getúlio_Vargas Brasil Santos_Dumont "
    "da_Independência São_João Rui_Barbosa "
    "Barão_do_Rio_Branco Marechal_Deodoro Castro_Alves José_Bonifácio Presidente_Kennedy dos_Andradas "
    "Sete_Lagoas Duque_de_Caxias da_Paz"
)
BAIRROS = pool_of(
    "Centro Jardim_América Vila_Nova Boa_Vista Santa_Cecília Industrial São_José Bela_Vista Copacabana "
    "Santo_Antônio Cidade_Nova Vila_Maria Água_Verde"
)


def cnpj(root, branch):
    """Gives the number of an establishment with its two check digits."""
    base = root + "%04d" % branch
    for _ in range(2):
        total = sum(int(d) * w for d, w in zip(reversed(base), (2, 3, 4, 5, 6, 7, 8, 9) * 2))
        base += str(0 if total % 11 < 2 else 11 - total % 11)
    return base


def empresas_br(r):
    """Brazilian establishments with CNPJ; each branch of a firm is its own thing."""
    p, names = Plan(r), Names()
    bare, tradename = r.random() < 0.4, r.random() < 0.75
    nocnpj = p.strict and r.random() < 0.3

    def site(t):
        t["city"], t["kind"], t["street"] = (
            skew(r, CITIES_BR),
            r.choice(("Rua", "Rua", "Avenida", "Travessa")),
            r.choice(STREETS_BR),
        )
        t["no"], t["bairro"] = str(r.randint(5, 3200)), r.choice(BAIRROS)
        t["cep"], t["fone"] = (
            t["city"][2] + code(r, "999") + "-" + code(r, "999"),
            (t["city"][3], code(r, "3999"), code(r, "9999")),
        )
        return t

    def make(words, trade, **more):
        t = {
            "words": words,
            "trade": trade,
            "root": code(r, "99999999"),
            "branch": 1,
            "legal": r.choice(("LTDA", "LTDA", "LTDA", "ME", "EIRELI", "S.A.")),
            "ie": code(r, "999999999"),
            "safe": r.random() < 0.5,
            "capital": r.choice((5, 10, 20, 50, 100, 250, 800)) * 1000,
            "owner": r.choice(("João", "Maria", "José", "Ana", "Carlos", "Paulo", "Márcia", "Luiz", "Cláudia"))
            + " "
            + r.choice(WORDS_BR[:30]),
        }
        t = site(t)
        t.update(more)
        return t

    def pick():
        a, b = r.sample(WORDS_BR, 2)
        return r.choice(("%s & %s", "%s %s", "Irmãos %s %s", "%s e %s", "Nova %s %s", "J. %s %s", "%s %s & Filhos")) % (
            a,
            b,
        ), r.choice(TRADES_BR)

    def family():
        words, trade = names.new(pick, lambda x: x[0] + x[1][2])
        base = make(words, trade)
        if not p.trapped():
            return [base]
        how = r.random()
        if how < 0.55:
            n = r.choice((2, 2, 3, 4, 8, 15))
            out = [base] + [dict(site(dict(base)), branch=i + 2, ie=code(r, "999999999"), safe=False) for i in range(n - 1)]
            if p.strict and not nocnpj and r.random() < 0.5:
                # A fleet of branches in one building: only the number of the branch tells them apart.
                out = [dict(base, branch=i + 1, safe=True, still=True) for i in range(n)]
            else:
                base["safe"] = False
            return out
        if how < 0.8:
            t2 = r.choice([x for x in TRADES_BR if x != trade])
            if not names.free(words + t2[2]):
                return [base]
            same = {k: base[k] for k in ("city", "kind", "street", "no", "bairro", "cep", "fone", "owner", "legal")}
            base["still"] = True
            return [base, make(words, t2, safe=False, still=True, **same)]
        base["safe"] = False
        twin = make(words, trade, safe=False, legal=base["legal"])
        return [base, twin] if twin["city"] != base["city"] else [base]

    def render(t, style, k):
        legal = t["legal"]
        if p.hit():
            legal = {
                "LTDA": r.choice(("Ltda", "Ltda.", "LTDA - ME", "LTDA EPP", "")),
                "ME": r.choice(("- ME", "ME", "MEI")),
                "EIRELI": r.choice(("Eireli", "EIRELI - ME")),
                "S.A.": r.choice(("S/A", "SA", "S.A")),
            }[legal]
        trade = t["trade"][1 if p.hit(0.8) else 0].replace("_", " ")
        words = t["words"].replace(" & ", r.choice((" e ", " & ", " E "))) if p.hit(0.5) else t["words"]
        if p.hit(0.3):
            words = slip(r, words)
        razao = " ".join((words, trade, legal)).strip()
        razao = plain(razao).upper() if style or p.hit(0.6) else razao
        razao = razao[:40] if style and p.hit(0.5) else garble(razao) if p.hit(0.06) else razao
        fantasia = (
            t["trade"][2].replace("_", " ")
            + " "
            + t["words"].replace("Irmãos ", "").replace("J. ", "").split(" ")[-1 if p.hit(0.2) else 0]
        )
        number = cnpj(t["root"], t["branch"])
        mask = "%s.%s.%s/%s-%s" % (number[:2], number[2:5], number[5:8], number[8:12], number[12:])
        number = mask if bare == bool(p.hit(0.5)) else number.lstrip("0") if p.hit(0.3) else number
        if not t["safe"] and p.gone():
            number = ""
        s = dict(site(dict(t)), fone=t["fone"]) if t["safe"] and not t.get("still") and not nocnpj and p.hit(0.5) else t
        street = s["kind"] if not p.hit() else {"Rua": "R.", "Avenida": "Av.", "Travessa": "Tv."}[s["kind"]]
        line = "%s %s%s%s" % (
            street,
            s["street"].replace("_", " "),
            r.choice((", ", " ", ", nº ", " N. ")) if p.hit() else ", ",
            s["no"],
        )
        ddd, x, y = t["fone"]
        fone = (
            r.choice(("(%s) %s-%s", "%s %s%s", "0%s %s-%s", "+55 %s %s-%s", "%s%s%s")) % t["fone"]
            if p.hit()
            else "(%s) %s-%s" % t["fone"]
        )
        city = s["city"][0].replace("_", " ")
        domain = fold(t["words"])[:14] + ".com.br"
        return {
            "Razão Social": razao,
            "Nome Fantasia": "" if p.gone(1.5) else plain(fantasia).upper() if style else fantasia,
            "CNPJ": number,
            "Inscrição Estadual": r.choice(("", "", "ISENTO", t["ie"])) if p.gone() else t["ie"],
            "Endereço": plain(line).upper() if style else line,
            "Bairro": "" if p.gone() else s["bairro"].replace("_", " "),
            "Município": plain(city).upper() if p.hit() else city,
            "UF": s["city"][1],
            "CEP": s["cep"].replace("-", "") if style else s["cep"],
            "Telefone": "" if p.gone() else fone,
            "E-mail": ""
            if p.gone(2)
            else r.choice(("contato", "financeiro", "vendas") if p.hit() else ("contato",)) + "@" + domain,
            "Sócio": t["owner"].upper() if style else t["owner"],
            "Capital Social": "R$ %d.000,00" % (t["capital"] // 1000) if not style else "%d" % t["capital"],
        }

    cols = (
        ["Razão Social"]
        + ["Nome Fantasia"] * tradename
        + ["CNPJ"] * (not nocnpj)
        + [
            "?Inscrição Estadual",
            "Endereço",
            "?Bairro",
            "Município",
            "UF",
            "?CEP",
            "?Telefone",
            "?E-mail",
            "?Sócio",
            "?Capital Social",
        ]
    )
    junk = (
        ("Situação", "ATIVA|ATIVA|ATIVA|BAIXADA|INAPTA"),
        ("Porte", "ME|EPP|DEMAIS"),
        ("Data Cadastro", "date:fr"),
        ("Vendedor", "Márcio|Ana Paula|Renato||"),
    )
    return finish(p, cols, build(p, family, render), junk, ("ERP", "CRM"), ("Código", "99999"))


# India

CITIES_IN = forms_of(
    "Mumbai:Bombay:Maharashtra:27:400 Bengaluru:Bangalore:Karnataka:29:560 Chennai:Madras:Tamil_Nadu:33:600 "
    "Kolkata:Calcutta:West_Bengal:19:700 "
    "Pune:Poona:Maharashtra:27:411 Thiruvananthapuram:Trivandrum:Kerala:32:695 Kochi:Cochin:Kerala:32:682 "
    "Vadodara:Baroda:Gujarat:24:390 "
    "Gurugram:Gurgaon:Haryana:06:122 Mysuru:Mysore:Karnataka:29:570 Prayagraj:Allahabad:Uttar_Pradesh:09:211 "
    "Visakhapatnam:Vizag:Andhra_Pradesh:37:530 "
    "Puducherry:Pondicherry:Puducherry:34:605 New_Delhi:Delhi:Delhi:07:110 "
    "Hyderabad:Secunderabad:Telangana:36:500 Ahmedabad:Amdavad:Gujarat:24:380 "
    "Coimbatore:Kovai:Tamil_Nadu:33:641 Kanpur:Cawnpore:Uttar_Pradesh:09:208 Jaipur:Jaipur:Rajasthan:08:302 "
    "Indore:Indore:Madhya_Pradesh:23:452 "
    "Ludhiana:Ludhiana:Punjab:03:141 Guwahati:Gauhati:Assam:18:781 Nagpur:Nagpur:Maharashtra:27:440 "
    "Mangaluru:Mangalore:Karnataka:29:575"
)
FIRST_IN = pool_of(
    "Shree Sri Shri New Jai Om Royal National Bharat Hindustan Deccan Ganga Coastal Southern Supreme United "
    "Modern Global Universal Star"
)
SECOND_IN = pool_of(
    "Ganesh Lakshmi Balaji Krishna Sai Durga Ambika Hanuman Venkateshwara Mahalaxmi Vinayaka Murugan Siddhi "
    "Annapurna Patel Sharma Gupta Agarwal Mehta Shah "
    "Reddy Iyer Nair Menon Banerjee Chatterjee Singh Kapoor Malhotra Bansal Jain Khanna Desai Joshi Kulkarni "
    "Patil Rao Naidu Pillai Das Ghosh Verma "
    "Yadav Chauhan Rathore Saxena Tiwari Mishra Pandey Trivedi Bhatt Parekh Doshi Modi Thakkar Shetty Hegde "
    "Kamath Gowda Subramaniam Raghavan Sundaram"
)
TRADES_IN = forms_of(
    "Enterprises:Ent. Traders:Trdrs Engineering_Works:Engg._Works Textiles:Tex. Pharmaceuticals:Pharma "
    "Steel_Industries:Steel_Inds. Agencies:Agncs "
    "Logistics:Logistic Infotech:Info_Tech Chemicals:Chem. Electricals:Elec. Packaging:Pkg. "
    "Constructions:Constns. Hardware_Stores:H/W_Stores "
    "Automobiles:Autos Exports:Exp. Foods:Foods Printers:Prntrs Polymers:Poly Security_Services:Sec._Svcs "
    "Solutions:Soln. Travels:Trvls Fabricators:Fab."
)
ROADS_IN = pool_of(
    "MG_Road Station_Road Gandhi_Nagar Nehru_Place Industrial_Area MIDC GIDC_Estate Ring_Road Anna_Salai "
    "Park_Street Linking_Road Main_Bazaar Sector_18 "
    "Peenya_Indl_Area Okhla_Phase_II SIDCO_Estate Laxmi_Nagar Church_Road Brigade_Road Civil_Lines Subhash_Marg "
    "Tilak_Road"
)


def in_vendors(r):
    """Vendor master of an Indian buyer; a registration in another state, a unit or a sister concern is another vendor."""
    p, names = Plan(r), Names()
    gst, bank, units = r.random() < 0.75, r.random() < 0.45, r.random() < 0.4

    def site(t):
        t["city"], t["plot"], t["road"] = (
            skew(r, CITIES_IN),
            "%s%d" % (r.choice(("", "", "A-", "B-", "C-")), r.randint(1, 480)),
            r.choice(ROADS_IN),
        )
        t["pin"], t["phone"], t["unit"] = t["city"][4] + code(r, "099"), code(r, "9899999999"), ""
        t["acct"], t["ifsc"] = (
            code(r, "99999999999999"),
            r.choice(("HDFC0", "ICIC0", "SBIN0", "UTIB0", "PUNB0")) + code(r, "999999"),
        )
        return t

    def make(words, trade, **more):
        t = {
            "words": words,
            "trade": trade,
            "pan": code(r, "AAA") + r.choice("CCFPH") + words.split()[1][0].upper() + code(r, "9999A"),
            "entity": 1,
            "check": code(r, "9"),
            "safe": r.random() < 0.5,
            "legal": r.choice(("Pvt Ltd", "Pvt Ltd", "Pvt Ltd", "", "LLP", "Ltd", "& Co", "& Sons")),
            "who": r.choice(("Rajesh", "Suresh", "Anil", "Priya", "Vijay", "Sunita", "Ramesh", "Deepak", "Kavita", "Manoj"))
            + " "
            + r.choice(SECOND_IN[14:]),
        }
        t = site(t)
        t.update(more)
        return t

    def family():
        words, trade = names.new(
            lambda: (r.choice(FIRST_IN) + " " + skew(r, SECOND_IN, 1.2), r.choice(TRADES_IN)),
            lambda x: x[0].replace("Shree", "Sri").replace("Shri", "Sri") + x[1][0],
        )
        base = make(words, trade)
        if not p.trapped():
            return [base]
        how, n = r.random(), r.choice((2, 2, 3, 5))
        base["safe"] = False
        if how < 0.4:
            out, states = [base], [base["city"][3]]
            for _ in range(n):
                t = dict(site(dict(base)), check=code(r, "A"))
                if t["city"][3] not in states:
                    states.append(t["city"][3])
                    out.append(t)
            return out
        if how < 0.65 and units:
            own = not p.strict
            return [
                dict(
                    site(dict(base)) if own else base,
                    unit="Unit " + ("I" * (i + 1) if i < 3 else "IV V VI".split()[i - 3]),
                    city=base["city"],
                    pin=base["pin"],
                    entity=i + 1,
                )
                for i in range(n)
            ]
        if how < 0.85:
            t2 = r.choice([x for x in TRADES_IN if x != trade])
            same = {k: base[k] for k in ("city", "plot", "road", "pin", "phone", "legal", "who", "unit")}
            return (
                [base, make(words, t2, safe=False, **same)]
                if names.free(words.replace("Shree", "Sri").replace("Shri", "Sri") + t2[0])
                else [base]
            )
        twin = make(words, trade, safe=False)
        return [base, twin] if twin["city"][3] != base["city"][3] else [base]

    def render(t, style, k):
        words = t["words"]
        if p.hit(0.7):
            for a, b in (
                ("Shree", "Shri"),
                ("Sri", "Shree"),
                ("Lakshmi", "Laxmi"),
                ("Agarwal", "Aggarwal"),
                ("Venkateshwara", "Venkateswara"),
                ("ee", "i"),
                ("sh", "s"),
            ):
                if a in words:
                    words = words.replace(a, b)
                    break
        legal = t["legal"]
        if p.hit():
            legal = {
                "Pvt Ltd": r.choice(("Pvt. Ltd.", "Private Limited", "(P) Ltd.", "P Ltd", "PVT.LTD", "")),
                "Ltd": "Limited",
                "& Co": "and Company",
            }.get(legal, legal)
        unit = t["unit"] if not p.hit() else t["unit"].replace(" ", "-")
        name = " ".join(x for x in ("M/s" if p.hit(0.4) else "", words, t["trade"][p.hit(0.5)].replace("_", " "), legal) if x)
        name = smear(r, p, name) + (" (%s)" % unit if unit else "")
        s = site(dict(t)) if t["safe"] and gst and p.hit(0.4) else t
        city = s["city"][p.hit(0.7)].replace("_", " ")
        line = (
            "%s %s" % (r.choice(("Plot No.", "No.", "Shop", "#")) if p.hit() else "Plot No.", s["plot"])
            + ", "
            + s["road"].replace("_", " ")
        )
        phone = (
            t["phone"]
            if not p.hit()
            else r.choice(("+91 %s", "0%s", "91-%s"))
            % (t["phone"] if r.random() < 0.5 else t["phone"][:5] + " " + t["phone"][5:])
        )
        number = "%s%s%dZ%s" % (t["city"][3], t["pan"], t["entity"], t["check"])
        if not t["safe"] and p.gone():
            number = ""
        return {
            "Vendor Name": name.upper() if style else name,
            "GSTIN": number.lower() if p.hit(0.05) else number,
            "PAN": "" if p.gone() else t["pan"],
            "Address": line if not style else line + ", " + city,
            "City": city,
            "State": s["city"][2].replace("_", " "),
            "PIN": s["pin"][:3] + " " + s["pin"][3:] if p.hit(0.3) else s["pin"],
            "Contact Person": "" if p.gone() else r.choice(("", "Mr. ")) + t["who"] if p.hit() else t["who"],
            "Mobile": "" if p.gone() else phone,
            "Email": ""
            if p.gone()
            else fold(t["words"] + t["trade"][0])[:18] + r.choice(("@gmail.com", "@yahoo.co.in")[: 1 + p.hit()]),
            "Bank A/c No": "" if p.gone() else "'" * p.hit(0.1) + t["acct"],
            "IFSC": t["ifsc"],
        }

    cols = (
        ["Vendor Name"]
        + ["GSTIN"] * gst
        + ["?PAN", "Address", "City", "State", "?PIN", "?Contact Person", "?Mobile", "?Email"]
        + ["Bank A/c No", "IFSC"] * bank
    )
    junk = (
        ("Status", "Active|Active|Active|Blocked"),
        ("Payment Terms", "30 Days|45 Days|60 Days|Advance"),
        ("MSME", "Yes|No|"),
        ("Created On", "date:nl"),
        ("TDS Section", "194C|194J|194Q|"),
    )
    return finish(p, cols, build(p, family, render), junk, ("SAP", "Tally"), ("Vendor Code", "1099999"))


# Arabic names

FIRST_AR = forms_of(
    "النور:Al_Noor:Al-Nur:El_Nour الأمل:Al_Amal:Al-Amal:El_Amal الفجر:Al_Fajr:Al-Fajr:El_Fagr "
    "الراشد:Al_Rashid:Al-Rashed:El_Rashed الخليج:Al_Khaleej:Al-Khalij:El_Khaleeg "
    "الصفا:Al_Safa:As-Safa:El_Safa المدينة:Al_Madina:Al-Madinah:El_Medina "
    "الحرمين:Al_Haramain:Al-Haramayn:El_Haramein الشرق:Al_Sharq:Ash-Sharq:El_Shark "
    "الوفاء:Al_Wafa:Al-Wafaa:El_Wafaa "
    "الجزيرة:Al_Jazeera:Al-Jazirah:El_Gazira النخيل:Al_Nakheel:An-Nakhil:El_Nakhil "
    "البركة:Al_Baraka:Al-Barakah:El_Baraka الهدى:Al_Huda:Al-Hoda:El_Hoda السلام:Al_Salam:As-Salaam:El_Salam "
    "الرياض:Al_Riyadh:Ar-Riyad:El_Riad اليمامة:Al_Yamama:Al-Yamamah:El_Yamama "
    "الأندلس:Al_Andalus:Al-Andalous:El_Andalos القدس:Al_Quds:Al-Qods:El_Kods "
    "الفيصل:Al_Faisal:Al-Faysal:El_Feisal "
    "الزهراء:Al_Zahra:Az-Zahraa:El_Zahraa الكوثر:Al_Kawthar:Al-Kauthar:El_Kawsar "
    "الواحة:Al_Waha:Al-Wahah:El_Waha المنار:Al_Manar:Al-Manaar:El_Manar الرواد:Al_Rowad:Ar-Ruwwad:El_Rowad"
)
SECOND_AR = forms_of(
    "محمد:Mohammed:Muhammad:Mohamed أحمد:Ahmed:Ahmad:Ahmed يوسف:Yousef:Yusuf:Youssef خالد:Khalid:Khaled:Khaled "
    "إبراهيم:Ibrahim:Ebrahim:Ibraheem حسين:Hussain:Husayn:Hussein عمر:Omar:Umar:Omer "
    "عثمان:Othman:Uthman:Osman صالح:Saleh:Salih:Saleh ناصر:Nasser:Nasir:Naser سعيد:Saeed:Said:Saied "
    "عبدالله:Abdullah:Abdallah:Abdulla فهد:Fahad:Fahd:Fahed سليمان:Sulaiman:Suleyman:Soliman "
    "القحطاني:Al_Qahtani:Al-Kahtani:El_Qahtani الغامدي:Al_Ghamdi:Al-Ghamidi:El_Ghamdy "
    "الحربي:Al_Harbi:Al-Harby:El_Harby العتيبي:Al_Otaibi:Al-Utaybi:El_Oteibi "
    "الشمري:Al_Shammari:Ash-Shammary:El_Shamry "
    "المصري:Al_Masri:Al-Misri:El_Masry الدوسري:Al_Dosari:Ad-Dawsari:El_Dosary "
    "المطيري:Al_Mutairi:Al-Mutayri:El_Moteiry الزهراني:Al_Zahrani:Az-Zahrany:El_Zahrany "
    "الحداد:Al_Haddad:Al-Hadad:El_Haddad"
)
TRADES_AR = forms_of(
    "للتجارة:Trading:Trdg للمقاولات:Contracting:Contr. للصناعة:Industries:Ind. للنقل:Transport:Transp. "
    "للأدوية:Pharmaceuticals:Pharma للعقارات:Real_Estate:Realty للسياحة:Tourism:Travel "
    "للأغذية:Foods:Foodstuff للإلكترونيات:Electronics:Elect. للسيارات:Motors:Cars للأثاث:Furniture:Furn. "
    "للاستشارات:Consulting:Consultants للطباعة:Printing:Press للتأمين:Insurance:Ins. "
    "لمواد_البناء:Building_Materials:Bldg._Mat. للصيانة:Maintenance:Maint. للمجوهرات:Jewellery:Jewelry "
    "للملابس:Garments:Clothing"
)
CITIES_AR = forms_of(
    "الرياض:Riyadh:Ar_Riyad:+966:11 جدة:Jeddah:Jiddah:+966:12 الدمام:Dammam:Ad_Dammam:+966:13 "
    "دبي:Dubai:Dubayy:+971:4 أبوظبي:Abu_Dhabi:Abu_Zaby:+971:2 الشارقة:Sharjah:Ash_Shariqah:+971:6 "
    "القاهرة:Cairo:Al_Qahirah:+20:2 الإسكندرية:Alexandria:Al_Iskandariyah:+20:3 عمان:Amman:Amman:+962:6 "
    "الكويت:Kuwait_City:Al_Kuwayt:+965:2 الدوحة:Doha:Ad_Dawhah:+974:4 المنامة:Manama:Al_Manamah:+973:1 "
    "مكة:Makkah:Mecca:+966:12 بيروت:Beirut:Bayrut:+961:1 بغداد:Baghdad:Bagdad:+964:1 مسقط:Muscat:Masqat:+968:2"
)


def ar_companies(r):
    """Companies with Arabic and Latin names; brothers' firms, other trades under one name and branches are other things."""
    p, names = Plan(r), Names()
    arabic, latin, cr = r.choice(((1, 1), (1, 1), (1, 0), (0, 1))) + (r.random() < 0.6,)

    def site(t):
        t["city"], t["box"] = skew(r, CITIES_AR), code(r, "99999")
        t["tel"], t["cr"] = (t["city"][3], t["city"][4], code(r, "9999999")), code(r, "1099999999")
        return t

    def make(a, b, trade, kin, **more):
        t = {
            "a": a,
            "b": b,
            "trade": trade,
            "kin": kin,
            "safe": r.random() < 0.5,
            "legal": r.choice(("ذ.م.م", "ذ.م.م", "ش.م.م", "")),
            "boss": r.choice(SECOND_AR[:14]),
            "family": r.choice(SECOND_AR[14:]),
            "branch": 0,
        }
        t = site(t)
        t.update(more)
        return t

    def family():
        a, b, trade = names.new(
            lambda: (r.choice(FIRST_AR), r.choice(SECOND_AR), r.choice(TRADES_AR)), lambda x: x[0][1] + x[1][1] + x[2][1]
        )
        kin = r.choice(((), (), ("وأولاده", "& Sons", "and Sons"), ("وإخوانه", "Bros", "Brothers")))
        base = make(a, b, trade, kin)
        if not p.trapped():
            return [base]
        how = r.random()
        base["safe"] = False
        same = (
            {k: base[k] for k in ("city", "box", "tel", "boss", "family", "legal")}
            if p.strict
            else {"city": base["city"], "box": base["box"]}
        )
        same["safe"] = False
        if how < 0.4:
            return [base] + [
                make(a, b, t, kin, **same)
                for t in r.sample(TRADES_AR, r.choice((1, 1, 2, 4)))
                if t != trade and names.free(a[1] + b[1] + t[1])
            ]
        if how < 0.6:
            return [
                base,
                make(a, b, trade, ("وشركاه", "& Partners", "and Partners") if kin else ("وإخوانه", "Bros", "Brothers"), **same),
            ]
        if how < 0.8:
            return [base] + [dict(site(dict(base)), branch=i + 2, city=base["city"]) for i in range(r.choice((1, 2, 5)))]
        twin = make(a, b, trade, kin, safe=False)
        return [base, twin] if twin["city"] != base["city"] else [base]

    def render(t, style, k):
        words = [t["a"][0], t["b"][0]] + list(t["kin"][:1]) + [t["trade"][0].replace("_", " ")]
        ar = " ".join(
            (["شركة"] if not p.hit(0.6) else r.choice(([], ["مؤسسة"]))) + words + [t["legal"]] * (not p.hit(0.7))
        ).strip()
        if p.hit():
            ar = ar.replace("أ", "ا").replace("إ", "ا")
        if p.hit(0.6):
            ar = ar.replace("ة ", "ه ").replace("ى", "ي")
        if p.hit(0.1):
            ar = ar.replace("الله", " الله").replace("م", "مـ", 1)
        f = (1 + r.randrange(3)) if p.hit(1.5) else 1
        en = [t["a"][f], t["b"][1 + r.randrange(3)] if p.hit() else t["b"][1]] + ([t["kin"][1 + p.hit()]] if t["kin"] else [])
        en = " ".join(en + [t["trade"][1 + p.hit(0.5)]]).replace("_", " ")
        en = smear(
            r,
            p,
            en + r.choice((" Co.", " LLC", " Company", " Est.", "")) if p.hit() else en + " Co. LLC" * (t["legal"] != ""),
            0.7,
        )
        mark = ""
        if t["branch"]:
            ar, mark = (
                ar + " - فرع %d" % t["branch"],
                r.choice((" Branch %d", " - Br. %d", " (Branch %d)") if p.hit() else (" Branch %d",)) % t["branch"],
            )
        tel = "%s %s %s" % t["tel"] if not p.hit() else r.choice(("%s%s%s", "%s-%s-%s", "00%s %s%s")) % t["tel"]
        tel = tel.replace("00+", "00")
        if not latin and style:
            tel = tel.translate({ord("0") + i: 0x660 + i for i in range(10)})
        boss = (
            [t["boss"][0], t["family"][0]]
            if arabic and not style
            else [t["boss"][1 + p.hit()], t["family"][1 + p.hit()].replace("_", " ")]
        )
        city = t["city"][0] if arabic and not (latin and style) else t["city"][1 + p.hit()].replace("_", " ")
        moved = t["safe"] and cr and p.hit(0.4)
        other = site({})
        return {
            "اسم الشركة": ar,
            "Company Name": "" if arabic and p.gone() else en + mark,
            "رقم السجل التجاري": "" if not t["safe"] and not t["branch"] and p.gone() else t["cr"],
            "المدينة": city if not moved else other["city"][0 if arabic else 1].replace("_", " "),
            "الهاتف": "" if p.gone() else tel,
            "ص.ب": "" if p.gone() else other["box"] if moved else r.choice(("", "P.O. Box ")) * p.hit() + t["box"],
            "المدير": "" if p.gone() else " ".join(boss),
        }

    cols = (
        ["اسم الشركة"] * arabic + ["Company Name"] * latin + ["رقم السجل التجاري"] * cr + ["المدينة", "الهاتف", "?ص.ب", "?المدير"]
    )
    recs = build(p, family, render)
    junk = (
        ("الحالة", "نشط|نشط|نشط|موقوف"),
        ("تاريخ التسجيل", "date:fr"),
        ("ملاحظات", "|||مهم|عميل قديم"),
        ("البريد", "info@mail.com|sales@mail.com|"),
    )
    columns, rows, things = finish(p, cols, recs, junk, ("ledger", "chamber"), ("م", "99999"))
    if not arabic:
        english = {
            "رقم السجل التجاري": "CR No",
            "المدينة": "City",
            "الهاتف": "Phone",
            "ص.ب": "PO Box",
            "المدير": "Manager",
            "الحالة": "Status",
            "تاريخ التسجيل": "Reg Date",
            "ملاحظات": "Remarks",
            "البريد": "Email",
            "م": "No",
        }
        columns = [english.get(c, c) for c in columns]
        rows = [
            [
                "Active" if x == "نشط" else "Suspended" if x == "موقوف" else {"مهم": "VIP", "عميل قديم": "old client"}.get(x, x)
                for x in row
            ]
            for row in rows
        ]
    return columns, rows, things


# Universities

TOWNS = forms_of(
    "Vienna:Wien:Austria:de Graz:Graz:Austria:de Innsbruck:Innsbruck:Austria:de Munich:München:Germany:de "
    "Cologne:Köln:Germany:de Hamburg:Hamburg:Germany:de Leipzig:Leipzig:Germany:de "
    "Dresden:Dresden:Germany:de Freiburg:Freiburg:Germany:de Tübingen:Tübingen:Germany:de "
    "Zurich:Zürich:Switzerland:de Basel:Basel:Switzerland:de Bern:Bern:Switzerland:de Geneva:Genève:Switzerland:fr "
    "Lausanne:Lausanne:Switzerland:fr Lyon:Lyon:France:fr Bordeaux:Bordeaux:France:fr "
    "Strasbourg:Strasbourg:France:fr Toulouse:Toulouse:France:fr Montpellier:Montpellier:France:fr "
    "Liège:Liège:Belgium:fr "
    "Montreal:Montréal:Canada:fr Milan:Milano:Italy:it Turin:Torino:Italy:it Florence:Firenze:Italy:it "
    "Padua:Padova:Italy:it Bologna:Bologna:Italy:it Naples:Napoli:Italy:it Genoa:Genova:Italy:it Pisa:Pisa:Italy:it "
    "Seville:Sevilla:Spain:es Madrid:Madrid:Spain:es Salamanca:Salamanca:Spain:es Zaragoza:Zaragoza:Spain:es "
    "Granada:Granada:Spain:es Valencia:Valencia:Spain:es Bogotá:Bogotá:Colombia:es Lima:Lima:Peru:es "
    "Buenos_Aires:Buenos_Aires:Argentina:es Santiago:Santiago:Chile:es Guadalajara:Guadalajara:Mexico:es "
    "Lisbon:Lisboa:Portugal:pt Porto:Porto:Portugal:pt Coimbra:Coimbra:Portugal:pt São_Paulo:São_Paulo:Brazil:pt "
    "Brasília:Brasília:Brazil:pt Manchester:Manchester:UK:en Leeds:Leeds:UK:en Glasgow:Glasgow:UK:en "
    "Bristol:Bristol:UK:en Dublin:Dublin:Ireland:en Melbourne:Melbourne:Australia:en Sydney:Sydney:Australia:en "
    "Toronto:Toronto:Canada:en Ottawa:Ottawa:Canada:en Houston:Houston:USA:en Chicago:Chicago:USA:en "
    "Denver:Denver:USA:en Cincinnati:Cincinnati:USA:en Nairobi:Nairobi:Kenya:en Lagos:Lagos:Nigeria:en "
    "Auckland:Auckland:New_Zealand:en"
)
UNIS = {
    "en": (
        "University of %s",
        "%s University of Technology",
        "%s Medical University",
        "%s State University",
        "%s Business School",
    ),
    "de": (
        "Universität %s",
        "Technische Universität %s",
        "Medizinische Universität %s",
        "Hochschule %s",
        "Wirtschaftsuniversität %s",
    ),
    "fr": (
        "Université de %s",
        "Université de Technologie de %s",
        "Université Médicale de %s",
        "Université d'État de %s",
        "École de Commerce de %s",
    ),
    "it": (
        "Università degli Studi di %s",
        "Politecnico di %s",
        "Università di Medicina di %s",
        "Università Statale di %s",
        "Scuola di Economia di %s",
    ),
    "es": (
        "Universidad de %s",
        "Universidad Politécnica de %s",
        "Universidad Médica de %s",
        "Universidad Estatal de %s",
        "Escuela de Negocios de %s",
    ),
    "pt": (
        "Universidade de %s",
        "Universidade Tecnológica de %s",
        "Universidade Médica de %s",
        "Universidade Estadual de %s",
        "Escola de Negócios de %s",
    ),
}
ACRO = ("U%s", "TU %s", "Med Univ %s", "State Univ %s", "Bus Sch %s")
DEPTS = forms_of(
    "Physics:Physik:Physique:Fisica:Física:Física:Phys Chemistry:Chemie:Chimie:Chimica:Química:Química:Chem "
    "Mathematics:Mathematik:Mathématiques:Matematica:Matemáticas:Matemática:Math "
    "Computer_Science:Informatik:Informatique:Informatica:Informática:Informática:Comp_Sci "
    "Biology:Biologie:Biologie:Biologia:Biología:Biologia:Biol "
    "Economics:Volkswirtschaft:Économie:Economia:Economía:Economia:Econ "
    "Psychology:Psychologie:Psychologie:Psicologia:Psicología:Psicologia:Psychol "
    "Geography:Geographie:Géographie:Geografia:Geografía:Geografia:Geog "
    "Philosophy:Philosophie:Philosophie:Filosofia:Filosofía:Filosofia:Philos "
    "Sociology:Soziologie:Sociologie:Sociologia:Sociología:Sociologia:Sociol "
    "Pharmacology:Pharmakologie:Pharmacologie:Farmacologia:Farmacología:Farmacologia:Pharmacol "
    "Neurology:Neurologie:Neurologie:Neurologia:Neurología:Neurologia:Neurol "
    "Surgery:Chirurgie:Chirurgie:Chirurgia:Cirugía:Cirurgia:Surg "
    "Pediatrics:Kinderheilkunde:Pédiatrie:Pediatria:Pediatría:Pediatria:Pediat "
    "Law:Rechtswissenschaft:Droit:Giurisprudenza:Derecho:Direito:Law "
    "History:Geschichte:Histoire:Storia:Historia:História:Hist "
    "Civil_Engineering:Bauingenieurwesen:Génie_civil:Ingegneria_Civile:Ingeniería_Civil:Engenharia_Civil:Civil_Engn Architecture:Architektur:Architecture:Architettura:Arquitectura:Arquitetura:Archit "
    "Immunology:Immunologie:Immunologie:Immunologia:Inmunología:Imunologia:Immunol "
    "Genetics:Genetik:Génétique:Genetica:Genética:Genética:Genet "
    "Astronomy:Astronomie:Astronomie:Astronomia:Astronomía:Astronomia:Astron"
)
LANGS = ("en", "de", "fr", "it", "es", "pt")
DEPT_OF = {
    "en": "Department of ",
    "de": "Institut für ",
    "fr": "Département de ",
    "it": "Dipartimento di ",
    "es": "Departamento de ",
    "pt": "Departamento de ",
}
LAND = {
    "Germany": "Deutschland",
    "Austria": "Österreich",
    "Switzerland": "Suisse",
    "Italy": "Italia",
    "Spain": "España",
    "Brazil": "Brasil",
    "UK": "United Kingdom",
    "USA": "United States",
    "Belgium": "Belgique",
}
SURNAMES = pool_of(
    "Müller Rossi Smith García Dubois Silva Novak Weber Moreau Ferrari Martínez Johnson Schneider Costa Laurent "
    "Bianchi Brown Fischer López Lefèvre Conti Wilson Becker Santos "
    "Girard Ricci Taylor Hoffmann Pérez Bonnet Marino Walker Keller Almeida Fontaine Greco Evans Wagner Ramírez "
    "Chevalier Bruno Hughes Zimmermann Torres Roussel Gallo Murphy Brunner "
    "Okafor Tanaka Chen Kowalski Nielsen Johansson Virtanen Petrov Nguyen Haddad Kim Patel"
)


def uni_affiliations(r):
    """Free-text affiliations, to be grouped by department and university, or in some tables by university."""
    p, names = Plan(r, 0.12), Names()
    whole = r.random() < 0.4
    p.top, p.more = max(p.top, r.choice((4, 6, 20))), max(p.more, r.choice((0.3, 0.7)))
    person, split = r.random() < 0.5, r.random() < 0.25
    local = r.choice((0.1, 0.3, 0.5)) if p.noise > 0.1 else 0.05

    def family():
        town, kind = r.choice(TOWNS), r.choice((0, 0, 0, 1, 1, 2, 3, 4))
        dept = r.choice(DEPTS)
        t = (
            names.new(
                lambda: (town, kind, dept) if not whole else (r.choice(TOWNS), r.randrange(5), None),
                lambda x: "%s %s %s" % (x[0][0], "abcde"[x[1]] * 4, x[2][0] if x[2] else ""),
            )
            if whole
            else (town, kind, dept)
        )
        base = [t] if whole or names.free("%s %s %s" % (town[0], "abcde"[kind] * 4, dept[0])) else []
        if p.trapped() and base:
            # The neighbors: other universities of the town, or other departments of the university.
            for _ in range(r.randint(1, 5)):
                k2 = r.randrange(5) if whole or r.random() < 0.4 else kind
                d2 = None if whole else dept if k2 != kind else r.choice(DEPTS)
                if names.free("%s %s %s" % (t[0][0], "abcde"[k2] * 4, d2[0] if d2 else "")):
                    base.append((t[0], k2, d2))
        tries[0] += not base
        if tries[0] > 4000:
            raise Done
        return [(x, code(r, "9999 "), code(r, "09xXXXX99").replace("x", "z")) for x in base]

    tries = [0]

    def render(thing, style, k):
        (town, kind, dept), zip_code, ror = thing
        lang = town[3] if r.random() < local else "en"
        city = town[lang != "en"].replace("_", " ")
        uni = UNIS[lang][kind] % city
        if p.hit(0.5) and lang == "en":
            uni = r.choice(
                (
                    ACRO[kind] % (" " * (kind == 0) + city),
                    uni.replace("University of", "Univ.").replace("University", "Univ"),
                    uni.replace("University of ", "Univ "),
                    "The " + uni,
                )
            )
        if kind == 0 and uni.startswith("U "):
            uni = "Univ " + city
        named = dept or (r.choice(DEPTS) if r.random() < 0.25 else None)
        part = ""
        if named:
            word = named[LANGS.index(lang)].replace("_", " ")
            part = DEPT_OF[lang] + word
            if p.hit(0.8) and lang == "en":
                part = r.choice(
                    (
                        "Dept. of " + word,
                        "Dept " + named[6].replace("_", " "),
                        "Dep. " + word,
                        word + " Department",
                        "School of " + word,
                        "Dpt. of " + word,
                    )
                )
        land = town[2].replace("_", " ")
        land = LAND.get(land, land) if lang != "en" or p.hit(0.3) else land
        tail = [] if p.hit(0.4) else [(zip_code if p.hit(0.6) else "") + city]
        tail += [] if p.hit(0.4) else [land]
        extra = (
            [
                r.choice(
                    (
                        "Faculty of Science",
                        "PO Box " + code(r, "999"),
                        "Building " + code(r, "A"),
                        "Campus North",
                        "Group " + r.choice(SURNAMES),
                    )
                )
            ]
            if p.hit(0.4)
            else []
        )
        parts = [x for x in ([uni, part] if p.hit(0.3) else [part, uni]) if x] + extra + tail
        text = r.choice((", ", "; ", " - ", ",")[: 1 + 3 * p.hit(0.4)]).join(parts)
        text = smear(r, p, text)
        text = plain(text) if p.hit(0.3) else text
        if p.hit(0.2):
            text = r.choice(("1 ", "a ", "(2) ", "* ")) + text
        return {
            "affiliation": text if not split else smear(r, p, uni),
            "department": part,
            "city": city if tail else "",
            "country": land,
            "author": r.choice(SURNAMES) + ", " + code(r, "A") + "." if not p.gone() else "",
            "email": "",
            "year": str(r.randint(1998, 2024)),
            "doi": "10.%s/%s" % (code(r, "9999"), code(r, "XXXXXX")),
        }

    cols = (
        ["affiliation"]
        + (["department"] * (not whole) + ["city", "country"]) * split
        + ["author"] * person
        + ["?year"]
        + ["?doi"] * person
    )
    if whole:
        cols[0] = "affiliation"
    recs = build(p, family, render)
    heads = {
        "affiliation": r.choice(
            ("institution_raw", "org_name", "Organisation")
            if whole
            else ("affiliation", "raw_affiliation_string", "C1", "Affiliation")
        )
    }
    recs = [(t, s, {heads.get(c, c): v for c, v in row.items()}) for t, s, row in recs]
    return finish(
        p,
        [heads.get(c, c) for c in cols],
        recs,
        (("pub_type", "article|article|review|proceedings"), ("lang", "en|en|en|fr|de"), ("n_authors", "1|2|3|4|5|7|12")),
        ("scopus", "wos"),
    )


# Journals

FIELDS = forms_of(
    "Physics:Phys. Chemistry:Chem. Mathematics:Math. Biology:Biol. Geology:Geol. Botany:Bot. Zoology:Zool. "
    "Neuroscience:Neurosci. Psychology:Psychol. Economics:Econ. Sociology:Sociol. Medicine:Med. "
    "Surgery:Surg. Immunology:Immunol. Genetics:Genet. Ecology:Ecol. Hydrology:Hydrol. Materials:Mater. "
    "Mechanics:Mech. Optics:Opt. Acoustics:Acoust. Robotics:Robot. Statistics:Stat. Linguistics:Linguist. "
    "Education:Educ. Nursing:Nurs. Pharmacology:Pharmacol. Toxicology:Toxicol. Virology:Virol. "
    "Cardiology:Cardiol. Urology:Urol. Oncology:Oncol. Astronomy:Astron. Climatology:Climatol. Forestry:For. "
    "Agronomy:Agron. "
    "Energy:Energy Philosophy:Philos. History:Hist. Law:Law Microbiology:Microbiol. Entomology:Entomol. "
    "Anthropology:Anthropol. Geophysics:Geophys. Catalysis:Catal. Polymers:Polym."
)
QUALS = forms_of(
    "Applied:Appl. Theoretical:Theor. Experimental:Exp. Clinical:Clin. Molecular:Mol. Computational:Comput. "
    "Environmental:Environ. Industrial:Ind. Comparative:Comp. Marine:Mar. Medical:Med. Physical:Phys. "
    "Quantitative:Quant. Cellular:Cell. Behavioral:Behav. Structural:Struct. Mathematical:Math. General:Gen. "
    "Tropical:Trop. Veterinary:Vet. Historical:Hist. Public:Public Nuclear:Nucl. Agricultural:Agric. Advanced:Adv. "
    "Modern:Mod."
)
FORMS_J = forms_of(
    "Journal_of_%s:J._%s International_Journal_of_%s:Int._J._%s European_Journal_of_%s:Eur._J._%s "
    "Annals_of_%s:Ann._%s Archives_of_%s:Arch._%s Advances_in_%s:Adv._%s Reviews_in_%s:Rev._%s "
    "American_Journal_of_%s:Am._J._%s %s_Letters:%s_Lett. Progress_in_%s:Prog._%s Transactions_on_%s:Trans._%s "
    "Bulletin_of_%s:Bull._%s Frontiers_in_%s:Front._%s Acta_%s:Acta_%s Japanese_Journal_of_%s:Jpn._J._%s"
)
PUBLISHERS = pool_of(
    "Elsevier Springer Wiley Taylor_&_Francis SAGE MDPI De_Gruyter Karger Brill IOP_Publishing "
    "Oxford_University_Press Cambridge_University_Press Thieme Hindawi Emerald World_Scientific"
)


def issn(r):
    digits = code(r, "9999999")
    last = -sum(int(d) * w for d, w in zip(digits, range(8, 1, -1))) % 11
    return digits[:4] + "-" + digits[4:] + ("X" if last == 10 else str(last))


def journals_titles(r):
    """Journal holdings; parts, sister journals, letters and continuations are other things, abbreviations are not."""
    p, names = Plan(r), Names()
    has, abbr, both = r.random() < 0.6, r.random() < 0.4, r.random() < 0.4
    short = 0 if abbr and r.random() < 0.5 else r.choice((0, 0.1, 0.3, 0.6))

    def make(form, quals, field, part="", **more):
        t = {
            "form": form,
            "quals": quals,
            "field": field,
            "part": part,
            "issn": issn(r),
            "eissn": issn(r),
            "pub": skew(r, PUBLISHERS),
            "since": r.randint(1880, 2018),
            "place": r.choice(("London", "Berlin", "New York", "Paris", "Amsterdam", "Tokyo")),
            "safe": r.random() < 0.5,
        }
        t.update(more)
        return t

    def family():
        def pick():
            f, (a, b) = r.choice(FORMS_J), r.sample(FIELDS, 2)
            q = r.choice(((), (r.choice(QUALS),), (r.choice(QUALS),), tuple(r.sample(QUALS, 2))))
            return f, q, (a, b) if r.random() < 0.4 else (a,)

        f, q, fields = names.new(pick, lambda x: x[0][1] + "".join(w[1] for w in x[1] + x[2]))
        base = make(f, q, fields)
        if not p.trapped():
            return [base]
        how, n = r.random(), r.randint(2, 5)
        keep = {"pub": base["pub"], "place": base["place"], "safe": False}
        if p.strict:
            keep["since"] = base["since"]
        base["safe"] = False
        if how < 0.5:
            return [
                make(f, q, fields, r.choice(("Part %s", "Part %s", "Series %s", "Section %s")[:1]) % "ABCDEF"[i], **keep)
                for i in range(n)
            ]
        if how < 0.65:
            return [base, make(f, q, fields, "New Series", **keep)] + [make(f, q, fields, "Supplement", **keep)] * (
                r.random() < 0.5
            )
        others = [g for g in r.sample(FORMS_J, n) if names.free(g[1] + "".join(w[1] for w in q + fields))]
        return [base] + [make(g, q, fields, **keep) for g in others]

    def written(t, i, amp):
        words = (
            " ".join(x[i] for x in t["quals"][:1])
            if len(t["quals"]) < 2
            else t["quals"][0][i] + (amp if not i else " ") + t["quals"][1][i]
        )
        title = t["form"][i].replace("_", " ") % (
            (words + " " if words else "") + (amp if not i else " ").join(x[i] for x in t["field"])
        )
        return (
            title
            + (": " if i == 0 and amp == " and " else " ") * bool(t["part"])
            + (
                t["part"]
                if not i
                else t["part"].replace("Part ", "").replace("New Series", "N. S.").replace("Supplement", "Suppl.")
            )
        )

    def render(t, style, k):
        i = int(r.random() < short or (style and p.link and short > 0))
        title = written(t, i, " & " if p.hit(0.6) else " and ")
        if i and p.hit():
            title = title.replace(".", "")
        if not i and p.hit(0.3):
            title = r.choice(
                (
                    "The " + title,
                    title + " (%s)" % t["place"],
                    title + " / " + t["pub"].replace("_", " "),
                    title.replace(" of ", " Of "),
                    title + " (Online)",
                )
            )
        title = smear(r, p, title, 0.7)
        num = t["issn"] if not both and not p.hit(0.2) or both else t["eissn"]
        drop = not t["safe"] and p.gone()
        num = "" if drop or p.gone(0.5) else num.replace("-", "") if p.hit(0.4) else num
        return {
            "title": title,
            "abbrev_title": "" if p.gone() else written(t, 1, " "),
            "issn": num,
            "eissn": "" if p.gone() else t["eissn"],
            "publisher": ""
            if p.gone()
            else t["pub"].replace("_", " ")
            if not p.hit()
            else r.choice(
                (t["pub"].split("_")[0] + " Ltd.", t["pub"].replace("_", " ").upper(), skew(r, PUBLISHERS).replace("_", " "))
            ),
            "place": t["place"],
            "start_year": "" if p.gone() else str(t["since"]) + "-" * p.hit(0.4),
        }

    cols = (
        ["title"]
        + ["abbrev_title"] * abbr
        + ["issn"] * has
        + ["eissn"] * (both and has)
        + ["?publisher", "?place", "?start_year"]
    )
    if not has and len(cols) < 6:
        cols[-3] = "publisher"
    junk = (
        ("holdings", "1990-|2001-2010|v.1-|complete|"),
        ("access", "online|print|both"),
        ("price_eur", "120.00|480.00|1950.00||"),
        ("loaded_at", "time"),
        ("fund", "STM|HUM|GEN"),
    )
    return finish(p, cols, build(p, family, render), junk, ("library", "publisher_list"), ("bib_id", "b9999999"))


# Swiss grants

BODIES_CH = forms_of(
    "Verein:Association:Associazione Stiftung:Fondation:Fondazione Genossenschaft:Coopérative:Cooperativa "
    "Verband:Fédération:Federazione Hilfswerk:Entraide:Soccorso"
)
AIMS_CH = forms_of(
    "Jugend:Jeunesse:Gioventù Bergwald:Forêts_de_montagne:Bosco_di_montagna Musik:Musique:Musica "
    "Familie:Famille:Famiglia Integration:Intégration:Integrazione Natur:Nature:Natura Theater:Théâtre:Teatro "
    "Film:Cinéma:Cinema Gesundheit:Santé:Salute Bildung:Formation:Formazione Alpen:Alpes:Alpi "
    "Gewässer:Eaux:Acque Tanz:Danse:Danza Literatur:Littérature:Letteratura "
    "Landwirtschaft:Agriculture:Agricoltura "
    "Senioren:Aînés:Anziani Sport:Sport:Sport Kinder:Enfants:Bambini Frauen:Femmes:Donne "
    "Migration:Migration:Migrazione Wasser:Eau:Acqua Frieden:Paix:Pace Museen:Musées:Musei "
    "Volkskultur:Culture_populaire:Cultura_popolare"
)
PLACES_CH = forms_of(
    "Zürich:Zurich:Zurigo:ZH Bern:Berne:Berna:BE Basel:Bâle:Basilea:BS Genf:Genève:Ginevra:GE "
    "Lausanne:Lausanne:Losanna:VD Luzern:Lucerne:Lucerna:LU Freiburg:Fribourg:Friburgo:FR Neuenburg:Neuchâtel:Neuchâtel:NE "
    "Sitten:Sion:Sion:VS Chur:Coire:Coira:GR St._Gallen:Saint-Gall:San_Gallo:SG Biel:Bienne:Bienne:BE "
    "Lugano:Lugano:Lugano:TI Bellinzona:Bellinzone:Bellinzona:TI Solothurn:Soleure:Soletta:SO "
    "Aarau:Aarau:Aarau:AG "
    "Schaffhausen:Schaffhouse:Sciaffusa:SH Thun:Thoune:Thun:BE Winterthur:Winterthour:Winterthur:ZH "
    "Zug:Zoug:Zugo:ZG Glarus:Glaris:Glarona:GL Locarno:Locarno:Locarno:TI Visp:Viège:Visp:VS "
    "Murten:Morat:Morat:FR"
)
PROJ_CH = forms_of(
    "Jahresbeitrag:Contribution_annuelle:Contributo_annuale "
    "Betriebsbeitrag:Subvention_d'exploitation:Contributo_d'esercizio "
    "Strukturbeitrag:Contribution_structurelle:Contributo_strutturale "
    "Sommerlager:Camp_d'été:Campo_estivo Beratungsstelle:Centre_de_conseil:Centro_di_consulenza "
    "Festival:Festival:Festival Weiterbildung:Formation_continue:Formazione_continua "
    "Ausstellung:Exposition:Esposizione "
    "Renovation:Rénovation:Restauro Sprachkurse:Cours_de_langue:Corsi_di_lingua "
    "Publikation:Publication:Pubblicazione Aufforstung:Reboisement:Rimboschimento "
    "Mittagstisch:Table_de_midi:Mensa Tournee:Tournée:Tournée"
)


def ngo_grants_ch(r):
    """Swiss grants in three languages: the thing is one grant; the same association has one like it every year."""
    p, names = Plan(r, 0.25), Names()
    number, lang = r.random() < 0.55, r.choice((0, 0, 1, 2))
    many = r.choice((0, 0.2, 0.5)) if p.noise > 0.1 else 0
    first, serial = r.randint(2005, 2016), [r.randint(100, 900)]
    head = (
        ("Gesuchsnummer", "Gesuchsteller", "Projekt", "Betrag CHF", "Jahr", "Kanton", "Ort", "Beschluss vom", "Bereich"),
        ("No dossier", "Bénéficiaire", "Projet", "Montant CHF", "Année", "Canton", "Lieu", "Décision du", "Domaine"),
        ("N. incarto", "Beneficiario", "Progetto", "Importo CHF", "Anno", "Cantone", "Luogo", "Data decisione", "Settore"),
    )[lang]

    def grant(org, proj, year, amount):
        serial[0] += r.randint(1, 9)
        return {
            "org": org,
            "proj": proj,
            "year": year,
            "sum": amount,
            "no": "%d-%05d" % (year, serial[0]),
            "date": datetime.date(year, r.randint(1, 12), r.randint(1, 28)),
            "safe": number and r.random() < 0.5,
        }

    def family():
        org = names.new(
            lambda: (r.choice(BODIES_CH), r.choice(AIMS_CH), r.choice(PLACES_CH)), lambda x: x[0][0] + x[1][0] + x[2][0]
        )
        proj, year = r.choice(PROJ_CH), first + r.randrange(8)
        amount = r.choice((2, 3, 5, 8, 10, 12, 15, 20, 25, 40, 60, 100, 250)) * 1000 + r.choice((0, 0, 500))
        if not p.trapped():
            return [grant(org, proj, year, amount)]
        if r.random() < 0.7:
            # Each year another grant, in strict tables of the same amount.
            n = r.choice((2, 3, 4, 6, 9))
            out = [grant(org, proj, first + i, amount if p.strict else amount + 500 * r.randint(-2, 8)) for i in range(n)]
        else:
            out = [
                grant(org, q, year, amount if p.strict else amount + 1000 * i)
                for i, q in enumerate(r.sample(PROJ_CH, r.randint(2, 4)))
            ]
        return [dict(g, safe=out[0]["safe"]) for g in out]

    def render(t, style, k):
        tongue = r.randrange(3) if r.random() < many else lang if not style or not many else (lang + 1) % 3
        body, aim, place = (x[tongue].replace("_", " ") for x in t["org"][:3])
        name = r.choice(("%s %s %s",) if not p.hit() else ("%s %s, %s", "%s %s (%s)", "%s %s - %s")) % (body, aim, place)
        if p.hit(0.2):
            name = "%s %s, %s" % (aim, place, body)
        proj = t["proj"][tongue].replace("_", " ")
        if not t["safe"] or not p.hit(0.5):
            year, date = t["year"], t["date"]
        else:
            # The payment falls in the next year; the number of the file holds.
            year, date = t["year"] + 1, t["date"] + datetime.timedelta(days=r.randint(100, 300))
        title = proj + (" %d" % t["year"] if p.hit() else "")
        if p.hit(0.4):
            title += r.choice((" – %s" % aim, " / " + place, " (2. Rate)" if t["safe"] else "", " " + aim.lower()))
        money = "%d" % t["sum"]
        apart = "{:,}".format(t["sum"])
        if style or p.hit(0.5):
            money = r.choice(
                (apart.replace(",", "'") + ".00", apart.replace(",", " "), "CHF " + apart.replace(",", "'") + ".–", money + ".00")
            )
        if t["safe"] and p.hit(0.3):
            money = str(t["sum"] // 2)
        shown = show(date, "de*" if style else "de") if not p.hit(0.3) else show(date, "iso")
        return {
            head[0]: "" if not t["safe"] and p.gone() else t["no"] if not p.hit(0.4) else t["no"].replace("-", "/"),
            head[1]: smear(r, p, name),
            head[2]: smear(r, p, title, 0.7),
            head[3]: "" if p.gone(0.5) else money,
            head[4]: str(year),
            head[5]: "" if p.gone() else t["org"][2][3],
            head[6]: place,
            head[7]: "" if p.gone() else shown,
            head[8]: "" if p.gone() else aim,
        }

    cols = [head[0]] * number + [head[1], head[2], head[3], head[4], "?" + head[5], "?" + head[6], "?" + head[7], "?" + head[8]]
    junk = (
        (
            "Status",
            "bewilligt|ausbezahlt|abgeschlossen|bewilligt"
            if lang == 0
            else "accordé|versé|clos"
            if lang == 1
            else "concesso|versato",
        ),
        ("Sachbearb.", "MEI|BRU|KEL|ROS|"),
        ("mutiert", "time"),
        ("Kto", "3636.10|3636.20|3634.00"),
    )
    return finish(
        p, cols, build(p, family, render), junk, (("Bund", "Kanton"), ("OFC", "Loterie"), ("Cantone", "Confederazione"))[lang]
    )


# Standards

TOPICS_STD = forms_of(
    "Quality_management_systems:Systèmes_de_management_de_la_qualité Plastics:Plastiques "
    "Steel_tubes:Tubes_en_acier Fasteners:Éléments_de_fixation Road_vehicles:Véhicules_routiers Textiles:Textiles "
    "Water_quality:Qualité_de_l'eau Optics_and_photonics:Optique_et_photonique "
    "Information_technology:Technologies_de_l'information Medical_devices:Dispositifs_médicaux "
    "Rubber:Caoutchouc Paints_and_varnishes:Peintures_et_vernis "
    "Machine_tools:Machines-outils Welding:Soudage Cranes:Appareils_de_levage "
    "Dentistry:Médecine_bucco-dentaire Acoustics:Acoustique Paper_and_board:Papier_et_carton "
    "Rolling_bearings:Roulements Glass_in_building:Verre_dans_la_construction "
    "Soil_quality:Qualité_du_sol Air_quality:Qualité_de_l'air Gas_cylinders:Bouteilles_à_gaz "
    "Natural_gas:Gaz_naturel Fire_safety:Sécurité_incendie Footwear:Chaussures "
    "Timber_structures:Structures_en_bois Photography:Photographie"
)
ASPECTS_STD = forms_of(
    "Requirements:Exigences Vocabulary:Vocabulaire Test_methods:Méthodes_d'essai "
    "Dimensions_and_tolerances:Dimensions_et_tolérances Determination_of_density:Détermination_de_la_masse_volumique "
    "Sampling:Échantillonnage "
    "Safety_requirements:Exigences_de_sécurité Determination_of_hardness:Détermination_de_la_dureté "
    "General_principles:Principes_généraux Symbols:Symboles Guidelines:Lignes_directrices "
    "Marking_and_labelling:Marquage_et_étiquetage "
    "Determination_of_tensile_strength:Détermination_de_la_résistance_à_la_traction "
    "Data_exchange:Échange_de_données Inspection:Contrôle Calibration:Étalonnage Performance:Performances "
    "Corrosion_resistance:Résistance_à_la_corrosion"
)


def standards_iso(r):
    """Lists of standards: part, year, amendment and national adoption make the thing; designations are written in many ways."""
    p = Plan(r)
    french, adopt, split = r.random() < 0.3 and p.noise > 0.1, r.random() < 0.4, r.random() < 0.3
    seen = set()

    def fresh():
        number = r.choice((r.randint(100, 9999), r.randint(10000, 29999)))
        while any(n in seen for n in range(number - 1, number + 2)):
            number = r.randint(100, 39999)
        seen.add(number)
        return number

    def make(num, part, year, topic, aspect, amd=0, body="ISO"):
        return {
            "num": num,
            "part": part,
            "year": year,
            "topic": topic,
            "aspect": aspect,
            "amd": amd,
            "body": body,
            "month": r.randint(1, 12),
            "pages": r.randint(4, 120),
            "tc": "TC %d/SC %d" % (num % 250 + 1, num % 7 + 1),
            "price": r.choice((45, 67, 98, 129, 151, 187, 216)),
            "cor": amd and r.random() < 0.2,
        }

    def family():
        body = r.choice(("ISO", "ISO", "ISO", "ISO/IEC", "EN", "ISO/TS", "IEC"))
        num, topic, aspect, year = fresh(), r.choice(TOPICS_STD), r.choice(ASPECTS_STD), r.randint(1975, 2023)
        base = make(num, 0, year, topic, aspect, 0, body)
        if not p.trapped():
            return [base]
        how, n = r.random(), r.choice((2, 2, 3, 4, 7))
        if how < 0.4:
            kinds = r.sample(ASPECTS_STD, n) if not p.strict or r.random() < 0.5 else [aspect] * n
            return [make(num, i + 1, year if p.strict else min(2024, year + i), topic, a, 0, body) for i, a in enumerate(kinds)]
        if how < 0.7:
            return [
                make(num, 0, y, topic, aspect, 0, body)
                for y in (year, year + r.randint(3, 9), year - r.randint(3, 9))[:n]
                if y < 2025
            ]
        if how < 0.85 or not adopt:
            return [base] + [make(num, 0, year, topic, aspect, i + 1, body) for i in range(n - 1)]
        return [base] + [
            make(num, 0, year + (i > 0) * r.randint(0, 1), topic, aspect, 0, b + " " + body)
            for i, b in enumerate(("EN", "DIN EN", "BS EN", "NF EN")[:n])
        ]

    def render(t, style, k):
        part = "-%d" % t["part"] if t["part"] else ""
        amd = (
            ("/Cor %d" if t["cor"] else "/Amd %d") % t["amd"] + (":%d" % (t["year"] + t["amd"]) if t["amd"] else "")
            if t["amd"]
            else ""
        )
        name = "%s %d%s:%d%s" % (t["body"], t["num"], part, t["year"], amd)
        if p.hit():
            how = r.randrange(6)
            name = (
                name.replace(" ", "", 1),
                name.replace(":", "-", 1) if not part else name,
                "%s %d%s (%d)%s" % (t["body"], t["num"], part, t["year"], amd),
                name.replace("/Amd ", "/A").replace("/Cor ", "/AC"),
                "%s %d%s:%d-%02d%s" % (t["body"], t["num"], part, t["year"], t["month"], amd),
                name.lower(),
            )[how]
            if t["part"] and r.random() < 0.3:
                name = name.replace(part, " Part %d" % t["part"], 1)
        fr = int(french and r.random() < 0.4)
        title = t["topic"][fr].replace("_", " ") + r.choice((" — ", " - ", ", ", ": ")[: 1 + 3 * p.hit(0.6)])
        if t["part"]:
            title += (("Partie %d: " if fr else "Part %d: ") % t["part"]) if not p.hit(0.5) else ""
        title += t["aspect"][fr].replace("_", " ")
        if t["amd"] and not p.hit():
            title += (" — Technical Corrigendum %d" if t["cor"] else " — Amendment %d") % t["amd"]
        title = smear(r, p, title)
        if p.hit(0.2):
            title = title[: r.randint(30, 50)]
        row = {
            "Reference": name,
            "Title": "" if p.gone(0.5) else title,
            "Year": str(t["year"]),
            "Committee": "" if p.gone() else "ISO/" * p.hit() + t["tc"],
            "Pages": "" if p.gone() else str(t["pages"]),
            "Price": ""
            if p.gone()
            else ("CHF %d" if style else "%d.00") % t["price"]
            if not p.hit(0.3)
            else str(t["price"] + r.randint(5, 40)),
            "Published": "" if p.gone() else "%04d-%02d" % (t["year"], t["month"]),
            "Edition": "",
        }
        if split:
            row.update(
                {
                    "Reference": "%s %d" % (t["body"], t["num"]) if not p.hit(0.5) else "%s%d" % (t["body"], t["num"]),
                    "Part": str(t["part"] or ""),
                    "Amendment": ("Cor." if t["cor"] else "Amd ") * p.hit() + str(t["amd"]) if t["amd"] else "",
                }
            )
            if t["cor"] and "Cor" not in row["Amendment"]:
                row["Amendment"] = "Cor %d" % t["amd"]
        return row

    cols = ["Reference"] + ["Part", "Year", "Amendment"] * split + ["Title", "?Committee", "?Pages", "?Price", "?Published"]
    junk = (
        ("Status", "Published|Published|Withdrawn|Under review"),
        ("Language", "en|en|fr|en/fr"),
        ("Shelf", "A1|A2|B1|B4|C2|"),
        ("Copies", "1|1|2|3"),
        ("Last check", "date"),
        ("ICS", "#99.999.99"),
    )
    return finish(p, cols, build(p, family, render), junk, ("library", "iso_store"), ("Inv.-No", "I-99999"))


# German laws

PRE_DE = pool_of(
    "Wald Wasser Luft Boden Tier Pflanzen Arbeits Mutter Jugend Verbraucher Daten Miet Bau Energie Strom Gas "
    "Strahlen Lebensmittel Arzneimittel Apotheken Handwerks Gewerbe Bank Börsen Versicherungs Steuer Zoll "
    "Straßen Eisenbahn Luftverkehrs Seefahrts Post Rundfunk Hochschul Schul Krankenhaus Pflege Renten Kinder "
    "Familien Namens Pass Melde Vereins Stiftungs Denkmal Abfall Verpackungs Chemikalien Düngemittel Saatgut Wein "
    "Tabak Spielzeug Waffen Sprengstoff"
)
MID_DE = pool_of(
    "schutz förderungs überwachungs kosten ordnungs sicherheits verwaltungs finanzierungs zulassungs prüfungs "
    "gebühren statistik verkehrs abgaben pflicht haftungs beschränkungs entschädigungs meldungs aufsichts"
)
MINS_DE = pool_of("BMI BMJ BMF BMWK BMAS BMEL BMG BMDV BMUV BMBF")
LANDS_DE = pool_of(
    "Baden-Württemberg Bayern Berlin Brandenburg Bremen Hamburg Hessen Niedersachsen Nordrhein-Westfalen "
    "Rheinland-Pfalz Saarland Sachsen Sachsen-Anhalt Schleswig-Holstein Thüringen"
)
ORDINALS_DE = pool_of("Erstes Zweites Drittes Viertes Fünftes Sechstes Siebtes Achtes Neuntes Zehntes")


def gesetze_de(r):
    """German laws and ordinances; amending laws by ordinal, ordinances to a law and laws of each Land are other things."""
    p, names = Plan(r), Names()
    abk, lands, fund = r.random() < 0.6, r.random() < 0.4, r.random() < 0.6
    fmt = r.choice(("de", "de", "iso", "de*"))

    def make(stem, sort, **more):
        t = {
            "stem": stem,
            "sort": sort,
            "nth": 0,
            "land": "",
            "date": day(r, 1950, 2023),
            "page": r.randint(10, 4800),
            "min": r.choice(MINS_DE),
            "new": day(r, 2015, 2024),
            "safe": r.random() < 0.5,
        }
        t.update(more)
        return t

    def family():
        stem = names.new(lambda: (r.choice(PRE_DE), r.choice(MID_DE)), "".join)
        base = make(stem, r.choice(("gesetz", "gesetz", "verordnung")))
        if not p.trapped():
            return [base]
        how = r.random()
        base["safe"] = False
        if how < 0.4:
            return [base] + [
                make(
                    stem,
                    base["sort"],
                    nth=i + 1,
                    min=base["min"],
                    safe=False,
                    date=base["date"] + datetime.timedelta(days=400 * (i + 1) + r.randrange(300)),
                )
                for i in range(r.choice((1, 2, 4, 8)))
            ]
        if how < 0.65 or not lands:
            same = {"date": base["date"], "page": base["page"] + 1} if p.strict else {}
            base["sort"] = "gesetz"
            return [base] + [
                make(stem, s, min=base["min"], safe=False, **same)
                for s in ("verordnung", "durchführungsverordnung")[: r.randint(1, 2)]
            ]
        same = {"date": base["date"], "new": base["new"], "min": "", "page": base["page"]} if p.strict else {"min": ""}
        return [make(stem, "gesetz", land=x, safe=False, **same) for x in r.sample(LANDS_DE, r.choice((2, 4, 8, 12)))]

    def render(t, style, k):
        name = t["stem"][0] + t["stem"][1] + t["sort"]
        long = {"gesetz": "Gesetz", "verordnung": "Verordnung"}.get(t["sort"], "Durchführungsverordnung")
        full = name
        if p.hit(0.8) and not t["nth"]:
            # The long title says the same in other words, with the short one in brackets or alone.
            what = "%s über %s%s" % (
                long,
                t["stem"][0],
                t["stem"][1].rstrip("s") if t["stem"][1].endswith("ngs") else t["stem"][1],
            )
            full = r.choice((what, what, "%s (%s)" % (what, name), name.replace(t["stem"][0], t["stem"][0] + "-", 1)))
        if t["nth"]:
            nth = ORDINALS_DE[t["nth"] - 1] if long == "Gesetz" else ORDINALS_DE[t["nth"] - 1][:-1]
            nth = "%d." % t["nth"] if p.hit(0.6) else nth
            genitive = "des %ses" % name if long == "Gesetz" else "der " + name
            full = r.choice(("%s %s zur Änderung %s", "%s %s z. Änd. %s") if p.hit(0.6) else ("%s %s zur Änderung %s",)) % (
                nth,
                long,
                genitive,
            )
        if t["land"]:
            full = (
                r.choice(("%s %s", "%s (%s)", "%s für %s", "%s – %s") if p.hit() else ("%s %s",))
                % (full, t["land"] if not split else "")
                if not split
                else full
            )
        if p.hit(0.3):
            full = (
                full.replace("verordnung", "VO").replace("gesetzes", "ges.").replace("gesetz", "ges.").replace("Verordnung", "VO")
            )
        full = smear(r, p, full, 0.8)
        if p.hit(0.3):
            full = full.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss").replace("Ä", "Ae")
            full = full.upper() if p.upper else full
        tail = {"gesetz": "G", "verordnung": "V", "durchführungsverordnung": "DV"}[t["sort"]]
        short = t["stem"][0][:3] + t["stem"][1][:2].capitalize() + tail + ("ÄndG%d" % t["nth"] if t["nth"] else "")
        bgbl = "BGBl. I %d S. %d" % (t["date"].year, t["page"])
        if p.hit(0.6):
            bgbl = r.choice(
                (
                    "BGBl I S. %d" % t["page"],
                    "BGBl. I %d, %d" % (t["date"].year, t["page"]),
                    "BGBl.I S.%d" % t["page"],
                    "BGBl. %d I S. %d" % (t["date"].year, t["page"]),
                )
            )
        bgbl = "GVBl. " + bgbl[8:] if t["land"] and bgbl.startswith("BGBl. I ") else bgbl
        return {
            "Titel": full,
            "Abkürzung": "" if p.gone() else short if not p.hit(0.3) else short + " " + str(t["date"].year),
            "Land": t["land"],
            "Ausfertigungsdatum": show(t["date"], fmt if not p.hit(0.3) else "iso"),
            "Fundstelle": "" if p.gone() else bgbl,
            "Ressort": "" if p.gone() else t["min"],
            "Stand": "" if p.gone() else show(t["new"] if not p.hit(0.4) else day(r, 2015), fmt),
        }

    split = lands and r.random() < 0.6
    cols = (
        ["Titel"]
        + ["Abkürzung"] * abk
        + ["Land"] * split
        + ["Ausfertigungsdatum"]
        + ["Fundstelle"] * fund
        + ["?Ressort", "?Stand"]
    )
    junk = (
        ("Status", "geltend|geltend|aufgehoben"),
        ("Sachgebiet", "21|22|30|70|80|90"),
        ("Abruf", "date:de"),
        ("Bearbeiter", "kl|mw|hs|"),
        ("doknr", "#BJNR999999999"),
    )
    return finish(p, cols, build(p, family, render), junk, ("juris", "Bibliothek"), ("Lfd. Nr.", "99999"))


# Podcasts

SHOWS_A = pool_of(
    "Daily Deep Open Hidden Late Small Inner Long Curious Broken Quiet Wild Second Lost Bright Slow Modern "
    "Ordinary Golden Digital Rural Northern"
)
SHOWS_B = pool_of(
    "Signal History Kitchen Science Money Planet Mind Garden Stories Dispatch Archive Code Crime Letters Business "
    "Football Cinema Politics Parenting Running Books Theory"
)
NOUNS_EN = pool_of(
    "bees volcanoes debt memory tunnels coffee sleep salt whales satellites bread cities antibiotics maps "
    "glaciers jazz robots elections ghosts bicycles concrete rivers fungi clocks "
    "cotton lighthouses fraud libraries chess plastic wolves inflation languages spices trains deserts diamonds "
    "vaccines gardens cathedrals pirates oceans islands comets perfume sugar bridges typewriters"
)
ANGLES = (
    "The secret life of %s",
    "Why %s matter",
    "How %s changed everything",
    "What %s can teach us",
    "The trouble with %s",
    "A short history of %s",
    "Who owns %s?",
    "The end of %s",
    "Inside the world of %s",
    "Learning from %s",
    "The man who loved %s",
    "Chasing %s",
)
GIVEN_EN = pool_of(
    "Anna James Priya Tom Maria David Leila Peter Grace Omar Julia Henry Mei Lucas Fatima Oscar Nina Samuel "
    "Clara Ivan Ruth Diego Hannah Kofi Emma Yuki Martin Sofia Paul Aisha"
)


def podcast_episodes(r):
    """Podcast episodes of several feeds: a rebroadcast is the same episode; parts, numbered regulars and bonuses are not."""
    p, names, guests = Plan(r, 0.25), Names(), Names()
    shows = [
        names.new(lambda: "%s %s %s" % (r.choice(("The", "My", "Our")), r.choice(SHOWS_A), r.choice(SHOWS_B)))
        for _ in range(r.choice((1, 3, 6, 15, 40)))
    ]
    count = {s: r.randint(1, 200) for s in shows}
    again = 0 if p.strict else r.choice((0.2, 0.5, 0.8))
    inside, fmt, length = r.random() < 0.5, r.choice(("iso", "us", "fr")), r.randrange(3)
    guid = r.random() < 0.3

    def make(show_name, title, guest, date, mins, **more):
        count[show_name] += 1
        t = {
            "show": show_name,
            "title": title,
            "guest": guest,
            "no": count[show_name],
            "date": date,
            "sec": mins * 60 + r.randrange(60),
            "guid": code(r, "XXXXXXXXXX99"),
            "part": "",
        }
        t.update(more)
        return t

    def family():
        s, date = r.choice(shows), day(r, 2015, 2023)
        title = names.new(lambda: r.choice(ANGLES) % " and ".join(r.sample(NOUNS_EN, r.choice((1, 1, 2)))))
        guest = guests.new(lambda: r.choice(GIVEN_EN) + " " + r.choice(("", "", code(r, "A") + ". ")) + r.choice(SURNAMES))
        mins = r.randint(18, 75)
        base = make(s, title, guest, date, mins)
        if not p.trapped():
            return [base]
        week, how, n = datetime.timedelta(days=7), r.random(), r.randint(2, 4)
        if how < 0.4:
            return [make(s, title, guest, date + week * i, mins, part=i + 1, fixed=True) for i in range(n)]
        if how < 0.8:
            # A regular whose title says only its number.
            regular = r.choice(("Listener mail", "News roundup", "Ask us anything", "Weekly digest", "Office hours"))
            start = count[s]
            return [
                make(s, regular, "", date + week * i, mins, regular=start + i + 1, fixed=True)
                for i in range(r.choice((2, 3, 6, 12)))
            ]
        return [base, make(s, title, guest, date + datetime.timedelta(days=2), r.randint(4, 12), bonus=True, fixed=True)]

    def render(t, style, k):
        title, date, no = t["title"], t["date"], str(t["no"])
        repeat = k and not t.get("fixed") and r.random() < again
        if p.hit(0.4) and not t.get("regular"):
            title = (
                title.replace(" and ", " & ")
                .replace("The secret life", "Secret life")
                .replace("A short history", "Short history")
            )
        if t.get("regular"):
            title += r.choice((" #%d", " %d", " – No. %d", ", episode %d") if p.hit() else (" #%d",)) % t["no"]
        if t["part"]:
            title += r.choice((", Part %d", " (Part %d)", " pt. %d", " [%d]") if p.hit() else (", Part %d",)) % t["part"]
        if t.get("bonus"):
            title = r.choice(("Bonus: ", "BONUS | ", "[Extra] ") if p.hit() else ("Bonus: ",)) + title
        if (inside or p.hit(0.4)) and t["guest"] and not p.gone(0.5):
            title += r.choice((" with %s", " (%s)", " – %s", " | %s") if p.hit() else (" with %s",)) % t["guest"]
        if repeat:
            # A rebroadcast comes out later, under a new number or none.
            date, no = date + datetime.timedelta(days=r.randint(60, 900)), r.choice(("", str(t["no"] + r.randint(30, 90))))
            title = (
                r.choice(("Rerun: ", "Best of: ", "From the archive: ", "Encore | ", ""))
                + title
                + r.choice(("", "", " (Rebroadcast)", " [repeat]"))
            )
        elif p.hit(0.4) and not t.get("regular"):
            title = r.choice(("Ep. %s: %s", "#%s %s", "%s. %s", "E%s - %s")) % (no, title)
        title = smear(r, p, title, 0.8)
        sec = t["sec"] + (r.randint(-40, 90) if p.hit() or repeat else 0)
        long = ("%d:%02d:%02d" % (sec // 3600, sec // 60 % 60, sec % 60), str(sec), "%d min" % (sec // 60))[
            (length + style) % 3 if p.link else length
        ]
        return {
            "show": t["show"]
            if not p.hit(0.4)
            else r.choice((t["show"].replace("The ", ""), t["show"] + " Podcast", t["show"].upper())),
            "episode": no if not p.gone() or t.get("fixed") else "",
            "title": title,
            "guest": ""
            if p.gone()
            else t["guest"]
            if not p.hit(0.4) or not t["guest"]
            else t["guest"].split()[-1] + ", " + t["guest"].split()[0],
            "pub_date": show(date + datetime.timedelta(days=p.hit(0.2)) if not t.get("fixed") else date, fmt),
            "duration": "" if p.gone() else long,
            "guid": "" if p.gone() or repeat else t["guid"],
            "audio_url": "https://cdn.pod%d.fm/%s.mp3" % (style, code(r, "XXXXXXXX")),
        }

    cols = ["show"] + ["?episode", "title", "?guest", "pub_date", "?duration"] + ["guid"] * guid + ["?audio_url"]
    junk = (
        ("explicit", "no|no|no|yes"),
        ("category", "Society|Science|Business|News"),
        ("season", "1|2|3|4|"),
        ("downloads", "#9999"),
        ("fetched_at", "time"),
        ("type", "full|full|full|"),
    )
    return finish(p, cols, build(p, family, render), junk, ("spotify", "apple"), ("row_guid", "XXXXXXXX"))


# Recipes

DISHES_FR = forms_of(
    "Tarte:Tarte Gratin:Gratin Quiche:Tarte_salée Soupe:Velouté Salade:Salade Risotto:Risotto Cake:Cake_salé "
    "Clafoutis:Clafoutis Curry:Cari Lasagnes:Lasagne Crumble:Crumble Tajine:Tagine Terrine:Pâté Soufflé:Soufflé "
    "Verrines:Verrine Muffins:Petits_cakes Omelette:Omelette Galette:Crêpe_salée Wok:Sauté Parmentier:Hachis Mousse:Mousse "
    "Flan:Flan Feuilleté:Friand"
)
STUFF_FR = forms_of(
    "au_saumon:saumon:g au_thon:thon:g au_poulet:blanc_de_poulet:g aux_poireaux:poireaux:p "
    "aux_courgettes:courgettes:p aux_champignons:champignons:g aux_épinards:épinards:g à_la_courge:potimarron:g "
    "au_chèvre:fromage_de_chèvre:g au_roquefort:roquefort:g "
    "aux_tomates:tomates:p aux_lardons:lardons:g aux_crevettes:crevettes:g aux_lentilles:lentilles_vertes:g "
    "au_chou-fleur:chou-fleur:p aux_carottes:carottes:p aux_endives:endives:p au_fenouil:fenouil:p "
    "aux_asperges:asperges:g aux_aubergines:aubergines:p "
    "aux_pommes:pommes:p aux_poires:poires:p aux_noix:cerneaux_de_noix:g au_cabillaud:dos_de_cabillaud:g "
    "au_brocoli:brocoli:g aux_artichauts:artichauts:p au_jambon:jambon_blanc:p à_la_betterave:betteraves:p "
    "aux_pois_chiches:pois_chiches:g aux_marrons:marrons:g"
)
BASE_FR = forms_of(
    "beurre:g:10:120 farine:g:50:350 crème_fraîche:cl:10:40 lait:cl:10:75 œufs:p:1:6 huile_d'olive:s:1:5 "
    "oignons:p:1:3 gousses_d'ail:p:1:4 gruyère_râpé:g:30:200 moutarde:s:1:3 miel:s:1:4 riz:g:80:300 bouillon:cl:20:100 "
    "curcuma:k:1:3 cumin:k:1:3 thym:k:1:2 citron:p:1:2 vin_blanc:cl:5:30 parmesan:g:20:120 persil:k:1:3 muscade:k:1:1 "
    "sucre:g:20:200 échalotes:p:1:4 poivrons:p:1:3 lait_de_coco:cl:10:40 gingembre:k:1:2 coriandre:k:1:3 pignons:g:10:60"
)
STEPS_FR = forms_of(
    "Préchauffer_le_four:Faire_chauffer_le_four Émincer_les_légumes:Couper_les_légumes_en_lamelles "
    "Faire_revenir_à_la_poêle:Dorer_dans_une_sauteuse Mélanger_le_tout_dans_un_saladier:Dans_un_grand_bol,_tout_mélanger "
    "Verser_dans_un_moule:Garnir_un_moule "
    "Laisser_mijoter_à_feu_doux:Cuire_doucement Assaisonner:Saler_et_poivrer Servir_bien_chaud:Déguster_chaud "
    "Réserver_au_frais:Mettre_au_réfrigérateur Parsemer_d'herbes:Ajouter_les_herbes_ciselées "
    "Fouetter_les_œufs:Battre_les_œufs"
)
GIVEN_FR = pool_of(
    "Camille Chantal Juliette Mamie_Odile Benoît Sylvie Amandine Gaëlle Thierry Élodie Nadine Cuisto Marie-Jo "
    "Lulu Françoise Pascal Maïté Solène Yann Karine"
)


def recettes_fr(r):
    """Recipes copied in other words; a variant with one other ingredient or for other portions with its own title is another."""
    p, names = Plan(r, 0.15), Names()
    text, other = r.random() < 0.5, 0 if p.strict else r.choice((0.3, 0.6, 0.9))

    def make(dish, stuff, base, **more):
        t = {
            "dish": dish,
            "stuff": stuff,
            "base": base,
            "steps": r.sample(STEPS_FR, r.randint(3, 6)),
            "prep": r.choice((10, 15, 20, 25, 30, 40)),
            "cook": r.choice((0, 15, 20, 25, 30, 35, 45, 60, 90)),
            "temp": r.choice((150, 160, 180, 200, 210)),
            "serves": r.choice((2, 4, 4, 6, 8)),
            "main": [r.randint(2, 16) for _ in stuff],
            "who": r.choice(GIVEN_FR) + code(r, "99"),
            "twist": "",
        }
        t.update(more)
        return t

    def family():
        dish, stuff = names.new(
            lambda: (r.choice(DISHES_FR), r.sample(STUFF_FR, r.choice((1, 2, 2)))),
            lambda x: x[0][0] + "".join(sorted(s[0] for s in x[1])),
        )
        base = [
            (b, r.randint(int(b[2]), int(b[3])) // (5 if b[1] in "gcl" else 1) * (5 if b[1] in "gcl" else 1) or 1)
            for b in r.sample(BASE_FR, r.randint(4, 8))
        ]
        t = make(dish, stuff, base)
        if not p.trapped():
            return [t]
        keep = (
            {k: t[k] for k in ("steps", "prep", "cook", "temp", "serves", "who")}
            if p.strict
            else {"steps": t["steps"], "temp": t["temp"]}
        )
        if r.random() < 0.65:
            out = [t]
            for s in r.sample(STUFF_FR, r.randint(1, 4)):
                if s not in stuff and names.free(dish[0] + "".join(sorted(x[0] for x in [s] + stuff[1:]))):
                    out.append(
                        make(
                            dish,
                            [s] + stuff[1:],
                            base if p.strict else [(b, max(1, int(q * r.choice((0.5, 1, 1.5))))) for b, q in base],
                            main=t["main"],
                            **keep,
                        )
                    )
            return out
        return [t] + [
            make(dish, stuff, base, main=t["main"], twist=w, **keep)
            for w in r.sample(("sans gluten", "version légère", "vegan", "au Thermomix", "façon grand-mère"), r.randint(1, 2))
        ]

    def amount(b, q):
        unit, name = b[1], b[0].replace("_", " ")
        if unit == "g":
            return (
                "%d g de %s" % (q, name)
                if not p.hit(0.6)
                else r.choice(("%dg %s" % (q, name), "%s : %d g" % (name, q), "%s (%d gr)" % (name, q)))
            )
        if unit == "cl":
            return (
                "%d cl de %s" % (q, name)
                if not p.hit(0.6)
                else r.choice(("%d ml de %s" % (q * 10, name), "%s dl de %s" % (("%.1f" % (q / 10)).replace(".", ","), name)))
            )
        if unit == "s":
            return "%d %s de %s" % (
                q,
                r.choice(("cuillères à soupe", "c. à s.", "CS", "cs") if p.hit() else ("c. à soupe",)),
                name,
            )
        return "%d %s%s" % (q, "pincée(s) de " if unit == "k" else "", name)

    def render(t, style, k):
        stuff = [s[0].replace("_", " ") for s in t["stuff"]]
        if r.random() < other and len(stuff) > 1:
            stuff.reverse()
        dish = t["dish"][r.random() < other].replace("_", " ")
        title = dish + " " + " et ".join(stuff)
        if r.random() < other and r.random() < 0.6:
            title = r.choice(
                (
                    "%s %s" % (dish, " - ".join(s[1].replace("_", " ") for s in t["stuff"])),
                    "%s de %s" % (dish, " et ".join(s[1].replace("_", " ") for s in t["stuff"])),
                    "Ma recette : " + title.lower(),
                    title + " facile",
                    title + " maison",
                )
            )
        if t["twist"]:
            title += r.choice((" (%s)", ", %s", " %s") if p.hit() else (" (%s)",)) % t["twist"]
        title = smear(r, p, title, 0.8)
        parts = [amount((s[1], s[2]), m * 50 if s[2] == "g" else max(1, m // 3)) for s, m in zip(t["stuff"], t["main"])] + [
            amount(b, q) for b, q in t["base"]
        ]
        if p.hit(1.2):
            r.shuffle(parts)
        if p.hit(0.3) and len(parts) > 5:
            parts = parts[:-1]
        line = r.choice((", ", "; ", " | ", " - ") if p.hit() else (", ",)).join(parts)
        steps = [s[p.hit()].replace("_", " ") for s in t["steps"]]
        if t["cook"]:
            steps.insert(
                2,
                r.choice(("Cuire %d min à %d°C", "Enfourner %d minutes (%d °C)") if p.hit() else ("Cuire %d min à %d°C",))
                % (t["cook"], t["temp"]),
            )
        return {
            "titre": title,
            "ingrédients": line,
            "préparation": ". ".join(steps) + ".",
            "temps_prep": "" if p.gone() else ("%d min" if not style else "PT%dM") % (t["prep"] + 5 * p.hit(0.3)),
            "temps_cuisson": "" if p.gone() else "%d min" % t["cook"],
            "portions": "" if p.gone() else str(t["serves"]) + r.choice(("", " pers.", " personnes")) * p.hit(),
            "auteur": "" if p.gone() else t["who"] if not p.hit(0.6) else r.choice(GIVEN_FR) + code(r, "99"),
            "url": "https://cuisine.example/r/%s" % code(r, "999999"),
        }

    cols = ["titre", "ingrédients"] + ["préparation"] * text + ["?temps_prep", "?temps_cuisson", "?portions", "?auteur", "?url"]
    junk = (
        ("difficulté", "facile|facile|moyen|difficile"),
        ("coût", "€|€€|€€€"),
        ("note", "3,8|4,1|4,5|4,7|"),
        ("nb_avis", "#99"),
        ("catégorie", "Plat|Entrée|Dessert|"),
        ("publié_le", "date:fr"),
    )
    return finish(p, cols, build(p, family, render), junk, ("marmite", "blog"), ("ref", "R99999"))


# Talks

TECH = pool_of(
    "Kubernetes Postgres Rust WebAssembly GraphQL Terraform Kafka React Django observability microservices caching "
    "monoliths accessibility compilers encryption serverless chatbots containers DNS Redis TypeScript "
    "Elixir testing refactoring documentation onboarding burnout search streaming dashboards passwords concurrency "
    "typography Bluetooth drones embeddings blockchain schedulers databases"
)
TALKS = (
    "%s in production",
    "Scaling %s for fun and profit",
    "Everything you know about %s is wrong",
    "Lessons from five years of %s",
    "%s without tears",
    "A gentle introduction to %s",
    "Debugging %s",
    "Beyond %s",
    "The hidden cost of %s",
    "How we migrated to %s",
    "Securing %s",
    "What nobody tells you about %s",
    "Rethinking %s",
    "%s from scratch",
)
CONFS = pool_of(
    "DevDays CodeMotion PyFest GopherMeet DataSummit CloudConf JSNation SecWest AgileOpen OpsCamp RailsForum "
    "TestBash UXLive FOSSWeek NDC Strange_Loop QCon JavaLand Devoxx"
)
ROOMS = pool_of("Main_Hall Room_A Room_B Room_201 Auditorium Track_2 Salon_C Lab_1")


def talks_conf(r):
    """Conference sessions: a talk given again is another session; in a speakers' archive, it is the same talk."""
    p, names, people = Plan(r, 0.2), Names(), Names()
    archive = r.random() < 0.35
    if archive:
        p.dup, p.more = max(p.dup, 0.2), max(p.more, 0.3)
    fmt, rewrite = r.choice(("iso", "us", "de")), 0 if p.strict else r.choice((0.2, 0.4))
    edition = [
        (c, y, datetime.date(y, r.randint(2, 11), r.randint(1, 26)), r.choice(TOWNS))
        for c in r.sample(CONFS, r.choice((2, 5, 12)))
        for y in range(2014, 2024)
    ]
    known = []

    def event(t):
        t["ev"], t["day"] = r.choice(edition), r.randrange(3)
        t["hour"], t["room"] = (r.randint(9, 17), r.choice((0, 0, 15, 30, 45))), r.choice(ROOMS)
        return t

    def speaker():
        if known and r.random() < 0.3:
            return r.choice(known)
        known.append(people.new(lambda: (r.choice(GIVEN_EN), code(r, "A"), r.choice(SURNAMES)), " ".join))
        return known[-1]

    def make(title, who, **more):
        t = event(
            {
                "title": title,
                "who": who,
                "org": r.choice(SHOWS_A) + r.choice(("Soft", "Labs", " Systems", "Works", "ly")),
                "mins": r.choice((20, 30, 30, 45, 60)),
                "part": "",
            }
        )
        t.update(more)
        return t

    def family():
        title = names.new(lambda: r.choice(TALKS) % " and ".join(r.sample(TECH, r.choice((1, 1, 2)))))
        base = make(title, speaker())
        if not p.trapped():
            return [base]
        how, n = r.random(), r.choice((2, 2, 3, 5))
        if how < 0.6 and not archive:
            # The talk is given again at other conferences or in other years.
            return [dict(base, ev=e) if p.strict else dict(event(dict(base)), ev=e) for e in r.sample(edition, n)]
        if how < 0.75:
            return [dict(base, part=i + 1, hour=(base["hour"][0] + (0 if p.strict else i), base["hour"][1])) for i in range(2)]
        if how < 0.9:
            return [
                base,
                make(
                    names.new(lambda: r.choice(TALKS) % r.choice(TECH) + ", revisited"),
                    base["who"],
                    ev=base["ev"],
                    org=base["org"],
                ),
            ]
        return [base, make(title, people.new(lambda: (r.choice(GIVEN_EN), code(r, "A"), r.choice(SURNAMES)), " ".join))]

    def render(t, style, k):
        given, mid, last = t["who"]
        full = "%s %s. %s" % t["who"]
        if p.hit():
            full = r.choice(
                (
                    "%s %s. %s" % (given[0] + ".", mid, last),
                    "%s, %s %s." % (last, given, mid),
                    "%s %s %s" % t["who"],
                    "Dr. %s %s. %s" % t["who"],
                    "%s %s. %s (%s)" % (given, mid, last, t["org"]),
                )
            )
        title = t["title"]
        if r.random() < rewrite:
            title = r.choice(
                (
                    title.replace(" and ", " & "),
                    title.replace(" for fun and profit", ""),
                    title + ": a case study",
                    "Talk: " + title,
                    title + " (EN)",
                    "Keynote – " + title,
                    title + "!",
                )
            )
        if t["part"]:
            title += r.choice((" (part %d)", ", Part %d", " %d/2") if p.hit() else (" (Part %d)",)) % t["part"]
        title = smear(r, p, title)
        if archive and k:
            e = r.choice(edition)
        else:
            e = t["ev"]
        conf, year = e[0].replace("_", " "), e[1]
        named = r.choice(("%s %d", "%s '%02d", "%s%d", "%s Conference %d") if p.hit() else ("%s %d",)) % (conf, year)
        named = named.replace("'20", "'")
        date = e[2] + datetime.timedelta(days=t["day"])
        start = (
            "%02d:%02d" % t["hour"]
            if not style
            else "%d:%02d %s" % ((t["hour"][0] - 1) % 12 + 1, t["hour"][1], "AM" if t["hour"][0] < 12 else "PM")
        )
        city = e[3][p.hit(0.4)].replace("_", " ")
        row = {
            "title": title,
            "speaker": full,
            "company": ""
            if p.gone()
            else t["org"]
            if not p.hit(0.4)
            else r.choice(("freelance", t["org"] + " Inc.", t["org"].lower())),
            "event": named,
            "year": str(year),
            "date": show(date, fmt if not p.hit(0.3) else "iso"),
            "start": "" if p.gone() else start,
            "room": "" if p.gone() else t["room"].replace("_", " "),
            "duration": "" if p.gone() else "%d min" % t["mins"],
            "city": "" if p.gone() else city,
        }
        if archive:
            row.update({"given_at": row["event"], "given_on": "" if p.gone() else row["date"], "start": "", "room": ""})
        return row

    cols = ["title", "speaker", "?company"] + (
        ["given_at", "given_on", "?city", "?duration"]
        if archive
        else ["event", "?year", "date", "?start", "?room", "?city", "?duration"]
    )
    junk = (
        ("level", "beginner|intermediate|advanced|"),
        ("video", "yes|no||"),
        ("track", "web|data|ops|people"),
        ("rating", "#9"),
        ("slides", "|pdf|pdf|link"),
        ("imported", "time"),
    )
    return finish(p, cols, build(p, family, render), junk, ("sessionize", "website"), ("session_id", "999999"))


# Bank lines

SHOPS_NL = pool_of(
    "Bakkerij Slagerij Kapsalon Fietsenwinkel Apotheek Garage Tandarts Fysiotherapie Bloemist Restaurant Eetcafé "
    "Kinderopvang Boekhandel Drogisterij Loodgieter Schildersbedrijf Dierenkliniek Rijschool Tuincentrum Sportschool Notaris "
    "Huisartsenpraktijk Cafetaria Kaashandel Opticien"
)
NAMES_NL = pool_of(
    "Jansen De_Vries Bakker Visser Smit Meijer De_Boer Mulder Bos Vos Peters Hendriks Dekker Brouwer De_Wit "
    "Dijkstra Smits De_Graaf Van_der_Meer Kok Jacobs Vermeulen Van_den_Berg De_Haan Van_Leeuwen Kuiper Postma Hoekstra Koster "
    "Verhoeven "
    "Prins Huisman Schouten Willems Timmermans Groen Wolters Van_Dam Zijlstra Evers Kramer Scholten Van_Beek "
    "Martens Hermans Bosman Wessels Gerritsen Blom Driessen Veenstra Schipper Tromp Boersma Van_Wijk Sanders "
    "Molenaar Verbeek Rietveld Buitenhuis"
)
CITIES_NL = pool_of(
    "Amsterdam Rotterdam Utrecht Den_Haag Eindhoven Groningen Tilburg Almere Breda Nijmegen Apeldoorn Haarlem "
    "Arnhem Enschede Amersfoort Zwolle Leiden Maastricht Dordrecht Zoetermeer Deventer Delft Alkmaar Venlo Leeuwarden Hilversum "
    "Gouda Assen Middelburg Zutphen"
)
CHAINS_NL = forms_of(
    "Albert_Heijn:AH Jumbo:Jumbo_Supermarkten Lidl:Lidl_Nederland Aldi:ALDI_Markt Kruidvat:KRUIDVAT_BV "
    "Etos:Etos_BV HEMA:Hema_Filiaal Gamma:GAMMA_Bouwmarkt Praxis:Praxis_BV Action:Action_Nederland Blokker:Blokker_BV "
    "Shell:SHELL_Station Texaco:Texaco_Tank NS_Reizigers:NS_GROEP "
    "Bol.com:BOL.COM_BV Coolblue:Coolblue_BV Zalando:Zalando_SE Ziggo:ZIGGO_SERVICES KPN:KPN_BV "
    "Odido:Odido_Netherlands Vattenfall:VATTENFALL_KLANTENSERVICE Eneco:Eneco_Services Essent:Essent_Retail "
    "Vitens:VITENS_NV Zilveren_Kruis:ZK_Zorgverzekeringen Univé:Unive_Zorg "
    "Belastingdienst:BELASTINGDIENST_APELDOORN Spotify:Spotify_AB Netflix:NETFLIX_INTL Decathlon:DECATHLON_NL "
    "IKEA:IKEA_BV Intertoys:INTERTOYS_BV Wehkamp:Wehkamp_Finance Greenchoice:GREENCHOICE_BV "
    "Interpolis:Interpolis_Schade"
)


def bank_payees_nl(r):
    """Lines of Dutch bank statements to be grouped by payee; families of one name and branches are other payees."""
    p, names = Plan(r, 0.1), Names()
    p.top, p.more, big = max(p.top, r.choice((6, 12, 30))), max(p.more, r.choice((0.5, 0.8, 0.92))), p.dup > 0
    if big and not p.link:
        p.dup = max(p.dup, 0.25)
    iban, ing, fmt, chains = r.random() < 0.6, r.random() < 0.6, r.choice(("num", "nl", "iso")), list(CHAINS_NL)
    r.shuffle(chains)

    def account():
        return "NL" + code(r, "99") + r.choice(("INGB", "RABO", "ABNA", "SNSB", "TRIO", "KNAB")) + "0" + code(r, "999999999")

    def make(name, sort, **more):
        t = {
            "name": name,
            "sort": sort,
            "acct": account(),
            "city": r.choice(CITIES_NL),
            "monthly": r.random() < 0.5,
            "sum": r.randint(300, 18000),
            "ref": code(r, "99999999"),
            "term": code(r, "9A9A99"),
            "alias": "",
            "out": "Af" if r.random() < 0.85 else "Bij",
        }
        t.update(more)
        return t

    def family():
        how = r.random()
        if how < 0.15 and chains:
            c = chains.pop()
            names.free(c[0] + " chain")
            return [make(c[0].replace("_", " "), "chain", alias=c[1].replace("_", " "))]
        if how < 0.6:
            shop, name = names.new(lambda: (r.choice(SHOPS_NL), r.choice(NAMES_NL)), "".join)
            base = make("%s %s" % (shop, name.replace("_", " ")), "shop")
            others = [x for x in r.sample(SHOPS_NL, r.randint(1, 4)) if names.free(x + name)] if p.trapped() else []
            return [base] + [make("%s %s" % (x, name.replace("_", " ")), "shop", city=base["city"]) for x in others]
        if how < 0.8:
            first, name = names.new(
                lambda: (code(r, "A") + "." + code(r, "A") + ".", r.choice(NAMES_NL)), lambda x: x[0] * 3 + x[1]
            )
            base = make("%s %s" % (first, name.replace("_", " ")), "person")
            more = (
                [x for x in (code(r, "A") + "." + code(r, "A") + "." for _ in range(r.randint(1, 3))) if names.free(x * 3 + name)]
                if p.trapped()
                else []
            )
            same = {"city": base["city"], "sum": base["sum"], "monthly": base["monthly"]} if p.strict else {"city": base["city"]}
            return [base] + [make("%s %s" % (x, name.replace("_", " ")), "person", **same) for x in more]
        kind = r.choice(
            (
                "Gemeente %s",
                "Stichting Wonen %s",
                "VvE De Hoek %s",
                "Hockeyclub %s",
                "Waterbedrijf %s",
                "Parkeren %s",
                "Ziekenhuis %s",
                "Zwembad %s",
                "Bibliotheek %s",
            )
        )
        spots = [c for c in r.sample(CITIES_NL, r.randint(2, 6) if p.trapped() else 1) if names.free(kind + c)]
        base = {"sum": r.randint(300, 18000), "monthly": r.random() < 0.5}
        return [make(kind % c.replace("_", " "), "council", city=c, sum=base["sum"], monthly=base["monthly"]) for c in spots]

    def render(t, style, k):
        name = t["name"] if not t["alias"] or not p.hit(0.7) else t["alias"]
        date, city = day(r, 2021, 2024), t["city"] if t["sort"] != "chain" else r.choice(CITIES_NL)
        cents = (
            t["sum"]
            if t["monthly"] and r.random() < 0.6
            else int(t["sum"] * r.uniform(0.4, 1.9))
            if not p.strict
            else t["sum"] + r.randint(-400, 400)
        )
        pin = t["sort"] in ("chain", "shop") and r.random() < 0.6
        if t["sort"] == "shop" and p.hit():
            name = r.choice(
                (
                    name.replace("Restaurant", "Rest.").replace("Bakkerij", "Bakk.").replace("Apotheek", "Apoth."),
                    name + " B.V.",
                    name + " VOF",
                    "Bck*" + name,
                    "CCV*" + name,
                    "SumUp *" + name,
                )
            )
        if t["sort"] == "person" and p.hit():
            first, last = name.split(" ", 1)
            name = r.choice(
                (
                    "Hr %s %s" % (first, last),
                    "%s, %s" % (last, first),
                    "%s %s" % (first.replace(".", ""), last),
                    "%s %s e/o" % (first, last),
                    "Mw %s %s" % (first, last),
                )
            )
        if t["sort"] == "council" and p.hit(0.6):
            name = r.choice(
                (name.replace("Gemeente", "Gem.").replace("Stichting", "St."), name + " Incasso", "Betalingen " + name)
            )
        name = (
            smear(r, p, name, 0.5 if t["sort"] == "person" else 0.8)
            if t["sort"] != "person" or p.hit(0.2)
            else name.upper()
            if p.upper
            else name
        )
        if pin:
            shop = " %d" % r.randint(1001, 8999) if t["sort"] == "chain" and p.hit() else ""
            name = name + shop + " " + (city.replace("_", " ").upper() if r.random() < 0.7 else city.replace("_", " "))
            name = name if not p.hit(0.3) else name[:32]
            note = "Pasvolgnr: 00%d %s %02d:%02d Transactie: %s Term: %s" % (
                r.randint(1, 3),
                show(date, "nl"),
                r.randint(8, 21),
                r.randrange(60),
                code(r, "A9A9A9"),
                code(r, "AA9999"),
            )
            kind = ("BA", "Betaalautomaat")
        elif r.random() < 0.5:
            note = "Naam: %s Omschrijving: %s %s IBAN: %s Kenmerk: %s" % (
                t["name"],
                r.choice(("factuur", "termijn", "maandbedrag", "nota")),
                "%02d-%d" % (date.month, date.year),
                t["acct"],
                code(r, "999999999"),
            )
            kind = ("IC", "Incasso")
        else:
            note = r.choice(
                (
                    "factuur %s" % code(r, "2099999"),
                    "maand %d" % date.month,
                    "bedankt",
                    "",
                    "Betalingskenmerk %s" % code(r, "9999 9999 9999 9999"),
                    "huur",
                    "contributie %d" % date.year,
                )
            )
            kind = r.choice((("GT", "Online bankieren"), ("ID", "iDEAL"), ("OV", "Overschrijving")))
        euros = "%d,%02d" % (cents // 100, cents % 100)
        if not ing:
            euros = ("-" if t["out"] == "Af" else "+") + euros
        blank = pin or (t["sort"] != "person" and p.gone())
        return {
            "Datum": show(date, fmt),
            "Naam / Omschrijving": name,
            "Rekening": mine,
            "Tegenrekening": ""
            if blank
            else t["acct"]
            if not p.hit(0.1)
            else " ".join(t["acct"][i : i + 4] for i in range(0, 18, 4)),
            "Code": kind[0],
            "Af Bij": t["out"],
            "Bedrag (EUR)": euros,
            "Mutatiesoort": kind[1],
            "Mededelingen": note if not style else note[:35],
            "Saldo na mutatie": "%d,%02d" % (r.randint(100, 9000), r.randrange(100)),
        }

    mine = account()
    cols = (
        ["Datum", "Naam / Omschrijving"]
        + ["?Rekening"]
        + ["Tegenrekening"] * iban
        + ["?Code"]
        + ["Af Bij"] * ing
        + ["Bedrag (EUR)"]
        + ["?Mutatiesoort", "?Mededelingen", "?Saldo na mutatie"]
    )
    if not ing:
        other = {
            "Datum": "Rentedatum",
            "Naam / Omschrijving": "Naam tegenpartij",
            "Rekening": "IBAN/BBAN",
            "Tegenrekening": "Tegenrekening IBAN/BBAN",
            "Bedrag (EUR)": "Bedrag",
            "Mededelingen": "Omschrijving-1",
            "Mutatiesoort": "Soort",
            "Saldo na mutatie": "Saldo na trn",
        }
    else:
        other = {}
    recs = [(t, s, {other.get(c, c): v for c, v in row.items()}) for t, s, row in build(p, family, render)]
    cols = [c[: c.startswith("?")] + other.get(c.lstrip("?"), c.lstrip("?")) for c in cols]
    junk = (("Tag", "|||#vast|#boodschappen"), ("Munt", "EUR"), ("Volgnr", "#000000999999999999"))
    return finish(p, cols, recs, junk, ("betaalrekening", "creditcard"))


KINDS = {
    f.__name__: f
    for f in (
        kigyou_jp,
        empresas_br,
        in_vendors,
        ar_companies,
        uni_affiliations,
        journals_titles,
        ngo_grants_ch,
        standards_iso,
        gesetze_de,
        podcast_episodes,
        recettes_fr,
        talks_conf,
        bank_payees_nl,
    )
}
if __name__ == "__main__":
    write_tables(KINDS)
