"""Makes tables of things and places of 13 trades for record matching: vehicles, trees, graves, bridges, flats and more."""

from shared import digits, forms_of, pool_of, skewed, write_tables


def typo(r, text):
    """One slip of a finger, never at a digit."""
    spots = [i for i, c in enumerate(text) if c.isalpha() and i]
    if len(spots) < 4:
        return text
    i, how = r.choice(spots), r.random()
    if how < 0.3:
        return text[:i] + text[i + 1 :]
    if how < 0.5:
        return text[:i] + text[i] + text[i:]
    if how < 0.75 and i + 1 < len(text) and text[i + 1].isalpha():
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text[:i] + text[r.choice(spots)].lower() + text[i + 1 :]


def moji(text):
    """Text read in the wrong encoding; other scripts than Latin stay."""
    return text if max(text, default="") > "\u02ff" else text.encode("utf-8").decode("cp1252", "replace")


def plain(text):
    for a, b in zip("áàâãäåçéèêëíîïñóôõöøúüýÁÂÃÄÅÇÉÈÊÍÑÓÖØÚÜ", "aaaaaaceeeeiiinooooouuyAAAAACEEEINOOOUU"):
        text = text.replace(a, b)
    return text.replace("ß", "ss").replace("æ", "ae").replace("œ", "oe")


def fresh(used, make):
    """Draws until the value is new."""
    while True:
        value = make()
        if value not in used:
            used.add(value)
            return value


class Plan:
    """What a seed draws about the structure of its table."""

    def __init__(self, r, link=0.2):
        self.r = r
        self.size = int(300 + 1200 * r.betavariate(1.8, 3.6))
        self.dup = 0 if r.random() < 0.1 else r.uniform(0.05, 0.6)
        self.big = r.choice((2, 2, 2, 2, 3, 4, 6, 6, 30))
        self.noise = r.choice((0.01, 0.05, 0.15, 0.3, 0.6)) * r.uniform(0.6, 1.3)
        self.link = r.random() < link
        self.within = r.choice((0, 0, 0.1, 0.3))
        self.mixed = self.link or r.random() < 0.5
        self.cluster = r.choice((1, 3, 8, 25))
        self.lose = r.choice((0, 0, 0.05, 0.2))
        self.miss = r.choice((0, 0.02, 0.08, 0.25))
        self.moji = r.choice((0,) * 9 + (0.15,))
        self.none = r.choice(("",) * 7 + ("n/a", "-", "NULL"))
        self.case = [r.choice(("keep", "keep", "keep", "upper", "upper", "lower", "title", "mixed")) for _ in "ab"]
        self.days = [r.choice(("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d/%m/%y", "%Y%m%d", "%Y-%m-%dT00:00:00")) for _ in "ab"]
        self.flip = [r.random() for _ in range(12)]

    def bad(self, weight=1.0):
        return self.r.random() < min(0.92, self.noise * weight)

    def many(self):
        return 1 + int(self.r.expovariate(1 / self.cluster))

    def sides(self):
        """The lists in which the records of a thing stand."""
        r, more = self.r, self.r.random() < self.dup
        if self.link:
            sides = [0, 1] if more else [int(r.random() < 0.5)]
            return sides + ([r.choice(sides)] if r.random() < self.within and self.dup else [])
        count = 1
        if more:
            count = 2
            while count < self.big and r.random() < (0.85 if self.big > 9 else 0.45):
                count += 1
        return [int(self.mixed and r.random() < 0.5) for _ in range(count)]

    def day(self, side, first=2005, last=2024):
        r = self.r
        return self.date(side, r.randint(first, last), r.randint(1, 12), r.randint(1, 28))

    def date(self, side, y, m, d):
        form = self.days[side].replace("%Y", "%04d" % y).replace("%y", "%02d" % (y % 100))
        return form.replace("%m", "%02d" % m).replace("%d", "%02d" % d)


def cased(r, text, how):
    if how == "mixed":
        how = r.choice(("keep", "upper", "lower"))
    return {"upper": text.upper, "lower": text.lower, "title": text.title}.get(how, lambda: text)()


def useless(p, role, values, side, count):
    """A value that says nothing about the thing."""
    r = p.r
    if role == "uuid":
        d = "%032x" % r.getrandbits(128)
        return "-".join((d[:8], d[8:12], d[12:16], d[16:20], d[20:]))
    if role == "day":
        return p.day(side, 2015, 2025)
    if role == "count":
        return str(count)
    if role == "batch":
        return "%s%d" % (values, r.randint(1, 9))
    return skewed(r, values)


# Names of columns that only this file uses.
HIDDEN = pool_of(
    "hab ban cat ene tel desc dir kap fab typ nav kom ejer lav mat dato prod arrdt circ haut stade rem point col "
    "mun edo hor num adt cond loc "
    "y n cls ph hm mgmt dist w bl voy cntr alim lun dep euro posti eic adr misto vul bud kv pib pok rik data grupa "
    "rahunok lich hk "
    "stelle belegung bis"
)


def build(p, things, show, spec, keys=(), texts=(), soft=(), extras=(), sources=("a", "b")):
    """Makes the table. A "?" marks a column that may be left out, "|" parts its names, "!" one that is never empty."""
    r = p.r
    keys = list(keys)
    r.shuffle(keys)
    names, shown, spare = [], [], keys[:]
    drop = r.choice((0.1, 0.3, 0.3, 0.5))
    for i, entry in enumerate(spec):
        forms = entry.rstrip("?").split("|")
        hidden = forms[0] in HIDDEN or forms[0].endswith("_pt")
        forms[0] = forms[0].replace("_pt", "")
        if (
            entry.endswith("?")
            and r.random() < drop
            and len(names) + len(spec) - i > 4
            and (forms[0] not in keys or len(spare) > 1)
        ):
            if forms[0] in keys:
                spare.remove(forms[0])
            continue
        names.append(forms[0])
        shown.append(r.choice(forms[1:] if hidden and forms[1:] else forms))
    keys = spare
    roles = [e for e in extras if r.random() < 0.4]
    for column, role, values in roles:
        spot = r.choice((0, len(names), len(names)))
        names.insert(spot, "=" + column)
        shown.insert(spot, column)
    style = r.choice(("keep", "keep", "keep", "upper", "title", "camel"))
    if style == "upper":
        shown = [s.upper() for s in shown]
    elif style == "title":
        shown = [s.replace("_", " ").capitalize() for s in shown]
    elif style == "camel":
        shown = ["".join(w if not i else w.capitalize() for i, w in enumerate(s.split("_"))) for s in shown]
    optional = [e.rstrip("?").split("|")[0].replace("_pt", "") for e in spec if e.endswith("?")]
    lack = [[c for c in optional if p.link and c not in keys and r.random() < 0.2] for _ in "ab"]
    whole = p.link and len(keys) > 2 and r.random() < 0.4
    if whole:
        lack[r.randrange(2)].append(r.choice(keys))
    firm, soft = [c[1:] for c in soft if c[0] == "!"], [c.lstrip("!") for c in soft]
    rate = {c: p.noise * r.choice((0, 0.3, 0.6, 1, 1.6)) for c in soft}
    miss = {c: 0 if c in firm else p.miss * r.choice((0, 0.5, 1, 2)) for c in soft}
    base, rows, seen = r.randint(1, 900000), [], {}
    counts = r.sample(range(base, base + 6 * p.size), p.size + 40)
    for number, thing in enumerate(things):
        if len(rows) >= p.size:
            break
        for k, side in enumerate(p.sides()):
            for _ in range(6):
                row = show(thing, k, side)
                for c in soft:
                    if c in row and row[c]:
                        x = r.random()
                        if x < miss[c]:
                            row[c] = p.none
                        elif r.random() < rate[c]:
                            row[c] = typo(r, row[c])
                        if p.moji and r.random() < p.moji:
                            row[c] = moji(row[c])
                for c in texts:
                    if c in row:
                        row[c] = cased(r, row[c], p.case[side])
                if not whole and p.lose and len(keys) > 1 and r.random() < p.lose:
                    row[r.choice(keys) if len(keys) > 2 else keys[1]] = p.none
                for c in lack[side]:
                    row[c] = ""
                cells = [row.get(c, "") for c in names]
                mark = tuple(c.lower() for c, n in zip(cells, names) if n[0] != "=")
                if seen.setdefault(mark, number) == number:
                    break
            else:
                continue
            for column, role, values in roles:
                cells[names.index("=" + column)] = useless(p, role, values, side, counts[len(rows)])
            rows.append(([sources[side]] if p.link else []) + cells + [number])
    r.shuffle(rows)
    return (["source"] if p.link else []) + shown, [row[:-1] for row in rows], [row[-1] for row in rows]


def geo(r, lat, lon, metres, places, comma=False):
    """A position with an error, at a precision."""
    lat += r.uniform(-metres, metres) / 111000
    lon += r.uniform(-metres, metres) / 75000
    out = "%.*f" % (places, lat), "%.*f" % (places, lon)
    return tuple(x.replace(".", ",") for x in out) if comma else out


def words(heads, tails):
    """Every head with every tail, mixed in a fixed order."""
    made = [h + t for t in tails for h in heads]
    return [made[i * 617 % len(made)] for i in range(len(made))] if len(made) % 617 else made


# Pools.
BR_MODELS = forms_of(
    "FIAT:STRADA_WORKING_1.4:STRADA FIAT:FIORINO_FURGAO_1.4:FIORINO FIAT:MOBI_LIKE_1.0:MOBI "
    "VOLKSWAGEN:GOL_1.0_MPI:GOL "
    "VOLKSWAGEN:SAVEIRO_ROBUST_1.6:SAVEIRO CHEVROLET:ONIX_1.0_MT_LT:ONIX CHEVROLET:S10_LS_2.8_4X4:S10 "
    "FORD:RANGER_XL_CD4:RANGER "
    "RENAULT:KWID_ZEN_1.0:KWID RENAULT:MASTER_FURGAO_L2H2:MASTER HYUNDAI:HB20_1.0_SENSE:HB20 "
    "TOYOTA:HILUX_CD_SR_2.7:HILUX "
    "MERCEDES-BENZ:SPRINTER_416_CDI:SPRINTER VOLVO:FH_540_6X4T:FH540 SCANIA:R450_A6X2:R450 "
    "IVECO:DAILY_35S14:DAILY "
    "HONDA:CG_160_START:CG160 HONDA:NXR160_BROS_ESDD:BROS TOYOTA:COROLLA_XEI_2.0:COROLLA "
    "FIAT:TORO_FREEDOM_1.8:TORO"
)
BR_COLORS = forms_of(
    "Branca:Branco:BCA Prata:Prateada:PTA Preta:Preto:PRT Vermelha:Vermelho:VM Cinza:Cinza_Grafite:CZA "
    "Azul:Azul_Marinho:AZ "
    "Amarela:Amarelo:AM Verde:Verde:VD"
)
BR_NAMES = words(
    pool_of("Trans Log Rodo Agro Loca Cons Eco Via Uni Nova Bras Serra Sul Norte Paraná Minas Rio Litoral"),
    pool_of("norte sul brasil mar vale car forte express pinho tiba campo oeste leste frota vias lima ouro"),
)
BR_CITIES = forms_of(
    "São_Paulo:SP Curitiba:PR Goiânia:GO Uberlândia:MG Ribeirão_Preto:SP Joinville:SC Londrina:PR Recife:PE "
    "Salvador:BA "
    "Cuiabá:MT Maringá:PR Florianópolis:SC Niterói:RJ Betim:MG Santarém:PA São_José_dos_Pinhais:PR"
)


def fleet_vehicles_br(r):
    p, used, frota = Plan(r), set(), r.randint(1, 99)
    old_plates, hard, dash = r.random(), r.random() < 0.4, [r.random() < 0.5 for _ in "ab"]
    short_vin = [p.mixed and r.random() < 0.25, False]

    def things():
        n = frota
        while True:
            brand, model, short = r.choice(BR_MODELS)
            year, color, company, city = r.randint(2008, 2024), skewed(r, BR_COLORS), r.choice(BR_NAMES), skewed(r, BR_CITIES)
            old, count = r.random() < old_plates, p.many()
            letters = "".join(r.choice("ABCDEFGHJKLMNOPQRSTUVWXYZ") for _ in "abc")
            plate, vin, ren = r.randint(0, 9900), r.randint(100000, 900000), r.randint(10**8, 9 * 10**8)
            head = r.choice(("9BW", "9BD", "9BG", "8AP", "93Y", "9BR")) + "".join(
                r.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(8)
            )
            fleet_color = r.random() < 0.8
            for i in range(count):
                plate, vin, ren, n = (
                    plate + r.choice((1, 1, 2, 7)),
                    vin + r.choice((1, 1, 2, 13)),
                    ren + r.choice((1, 3, 41)),
                    n + 1,
                )
                if plate > 9999 or (letters, plate) in used:
                    break
                used.add((letters, plate))
                yield dict(
                    b=brand,
                    m=model.replace("_", " "),
                    s=short,
                    y=year,
                    c=color if fleet_color else skewed(r, BR_COLORS),
                    o=company,
                    u=city,
                    old=old,
                    p=(letters, "%04d" % plate),
                    v=head + "%06d" % vin,
                    r="%011d" % (ren * 10 + ren % 7),
                    n=n,
                    km=r.randint(0, 240000),
                )

    def show(t, k, side):
        letters, number = t["p"]
        old = t["old"] and not (p.bad(0.8) and hard) and not (hard and side and p.link)
        plate = (
            letters + ("-" if dash[side] and old else "") + number
            if old
            else letters + number[0] + "ABCDEFGHIJ"[int(number[1])] + number[2:]
        )
        model = t["b"] + ("/" if side else " ") + t["m"]
        if p.bad(1.5):
            model = r.choice((t["s"], t["b"] + " " + t["s"], t["m"], t["b"][:2] + "/" + t["m"][:12].strip(), t["m"] + " FLEX"))
        color = t["c"][1 if p.bad() else 0 if not side else p.flip[1] < 0.3]
        if p.bad(0.4):
            color = t["c"][2]
        return dict(
            placa=plate,
            chassi=t["v"][-8:] if short_vin[side] else t["v"],
            renavam=t["r"].lstrip("0") if side else t["r"],
            modelo=model,
            cor=color.replace("_", " "),
            ano="%d/%d" % (t["y"], t["y"] + 1) if p.flip[2] < 0.5 else str(t["y"] + p.bad(0.4)),
            proprietario=t["o"] + (" " + r.choice(("Ltda", "LTDA.", "Transportes Ltda", "S/A")) if p.bad() else ""),
            municipio=(plain(t["u"][0]) if side else t["u"][0]).replace("_", " "),
            uf=t["u"][1],
            km=str(t["km"] + (r.randint(0, 9000) if p.bad(2) else 0)),
            combustivel=r.choice(("Flex", "Álcool/Gasolina", "FLEX")),
            tel=("(%d) 3%s-%s" % (r.randint(11, 69), digits(r, 3), digits(r, 4))),
        )

    return build(
        p,
        things(),
        show,
        [
            "placa|placa_veiculo|nr_placa",
            "chassi|nr_chassi?",
            "renavam|cod_renavam?",
            "modelo|marca_modelo|veiculo",
            "cor|cor_predominante?",
            "ano|ano_fab_mod?",
            "proprietario|locatario?",
            "municipio?",
            "uf?",
            "km|hodometro?",
            "combustivel?",
        ],
        ("placa", "chassi", "renavam"),
        ("modelo", "cor", "proprietario", "municipio"),
        ("modelo", "cor", "proprietario", "municipio", "km"),
        (
            ("situacao", "", ["ativo", "ativo", "em manutenção", "vendido"]),
            ("data_cadastro", "day", 0),
            ("uuid", "uuid", 0),
            ("cod_lancamento", "count", 0),
            ("obs", "", ["", "", "IPVA pago", "vistoria ok", "sem multas"]),
        ),
        ("detran", "frota"),
    )


MODELS = forms_of(
    "Cisco:Catalyst_2960X-48TS-L:WS-C2960X-48TS-L:sw Cisco:Catalyst_9300-24P:C9300-24P:sw "
    "HPE:Aruba_2930F_48G:JL262A:sw HPE:Aruba_AP-515:Q9H62A:ap "
    "Juniper:EX3400-24T:EX3400-24T:sw Ubiquiti:UniFi_U6_Pro:U6-Pro:ap Fortinet:FortiGate_60F:FG-60F:fw "
    "Dell:Latitude_5420:L5420:nb HP:LaserJet_M507dn:1PV87A:prn "
    "Dell:PowerEdge_R640:R640:srv Lenovo:ThinkPad_T14:20UD:nb Zebra:ZT411:ZT41142:prn Axis:P3245-LV:01592-001:cam "
    "Yealink:T46U:SIP-T46U:tel MikroTik:CCR1009-7G:CCR1009:rt"
)
SITES = pool_of(
    "ber ham muc fra lon nyc sin prg vie zrh ams par mil mad waw bud cph osl sto hel dub bcn lis ath ist dxb bom "
    "tok syd tor chi dal atl sea den"
)


def network_devices(r):
    p, used, hw = Plan(r), set(), r.random() < 0.5
    sep = [r.choice((":", "-", "", ".")) for _ in "ab"]
    domain, dhcp, form = (
        r.choice(("corp.local", "intra.example.net", "ad.firma.lan")),
        r.random(),
        r.choice(("%s-%s-%02d", "%s%s%03d", "%s-%s%d")),
    )
    replaced = r.choice((0, 0, 0.1, 0.3)) if hw else 0

    def things():
        while True:
            maker, model, part, kind = skewed(r, MODELS)
            site, net, oui, room = (
                r.choice(SITES),
                "10.%d.%d." % (r.randrange(200), r.randrange(250)),
                digits(r, 2) + "%04x" % r.getrandbits(16),
                r.randint(1, 6),
            )
            mac, serial, start, count = r.getrandbits(23), r.randint(1000, 90000), r.randint(1, 60), p.many()
            prefix = "".join(r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(6))
            for i in range(min(count, 90)):
                mac, serial = mac + r.choice((1, 1, 2, 64)), serial + r.choice((1, 1, 3))
                host = form % (kind, site, start + i)
                if host in used:
                    continue
                used.add(host)
                t = dict(
                    mk=maker,
                    mo=model.replace("_", " "),
                    pt=part,
                    h=host,
                    ip=net + str(start + i),
                    m=oui + "%06x" % (mac % 2**24),
                    s=prefix + "%05d" % serial,
                    l="%s/%d.%02d" % (site.upper(), room, r.randint(1, 40)),
                    v=r.choice(("15.2(7)E3", "17.3.4", "8.10.0", "7.0.12", "")),
                    a="%06d" % r.randint(0, 999999),
                )
                yield t
                if r.random() < replaced:
                    yield dict(t, m=oui + "%06x" % r.getrandbits(24), s=prefix + "%05d" % r.randint(91000, 99999), a=digits(r, 6))

    def show(t, k, side):
        m = t["m"]
        if sep[side] == ".":
            mac = ".".join((m[:4], m[4:8], m[8:]))
        else:
            mac = sep[side].join(m[i : i + 2] for i in range(0, 12, 2))
        mac = mac.upper() if p.flip[side] < 0.5 else mac
        host = t["h"]
        if hw and p.bad():
            host = r.choice(
                (
                    "",
                    "DESKTOP-" + "".join(r.choice("ABCDEFGHJK23456789") for _ in range(7)),
                    host + "-old",
                    "unknown",
                    "localhost",
                )
            )
        elif (side and p.flip[2] < 0.6) or p.bad(0.5):
            host = host + "." + domain if p.flip[3] < 0.7 else host.upper()
        ip = t["ip"] if r.random() > dhcp * p.noise * 2 else "%s%d" % (t["ip"][: t["ip"].rindex(".") + 1], r.randint(100, 254))
        model = (
            t["pt"]
            if side and p.flip[4] < 0.4
            else t["mo"]
            if not p.bad()
            else r.choice((t["mk"] + " " + t["mo"], t["pt"], t["mo"].split()[-1]))
        )
        return dict(
            hostname=host,
            ip=ip,
            mac=mac,
            serial=t["s"] if not p.bad(0.3) else "S/N " + t["s"],
            vendor=t["mk"] if not p.bad() else t["mk"].upper() + r.choice((" Inc.", " Systems", "")),
            model=model,
            location=t["l"] if not p.bad() else t["l"].replace("/", " Room "),
            os=t["v"] if not p.bad() else "",
            uptime=str(r.randint(0, 900)),
            last_seen=p.day(side, 2023, 2025),
            vlan=str(int(t["ip"].split(".")[2]) + 100),
        )

    spec = [
        "hostname|name|device_name|sysName",
        "ip|ip_address|mgmt_ip?",
        "mac|mac_address?",
        "serial|serial_number|sn?",
        "vendor|manufacturer?",
        "model|product",
        "location|site?",
        "os|os_version?",
        "uptime|uptime_days?",
        "last_seen?",
        "vlan?",
    ]
    return build(
        p,
        things(),
        show,
        spec,
        ("mac", "serial") if hw else ("hostname", "mac", "serial"),
        ("vendor", "model"),
        ("vendor", "model", "location"),
        (
            ("status", "", ["up", "up", "active", "down", "decommissioned"]),
            ("owner", "", ["it-ops", "netops", "helpdesk", "m.keller"]),
            ("created_at", "day", 0),
            ("uuid", "uuid", 0),
            ("scan_job", "batch", "scan-2024-0"),
            ("row_no", "count", 0),
        ),
        ("cmdb", "scanner"),
    )


TREES = forms_of(
    "Platanus:x_hispanica:Platane_commun:Platane Aesculus:hippocastanum:Marronnier_d'Inde:Marronnier "
    "Tilia:tomentosa:Tilleul_argenté:Tilleul Tilia:cordata:Tilleul_à_petites_feuilles:Tilleul "
    "Styphnolobium:japonicum:Sophora_du_Japon:Sophora Acer:platanoides:Érable_plane:Erable "
    "Acer:pseudoplatanus:Érable_sycomore:Erable Celtis:australis:Micocoulier_de_Provence:Micocoulier "
    "Prunus:serrulata:Cerisier_à_fleurs:Cerisier Quercus:robur:Chêne_pédonculé:Chêne Quercus:ilex:Chêne_vert:Chêne "
    "Fraxinus:excelsior:Frêne_commun:Frêne Ginkgo:biloba:Arbre_aux_quarante_écus:Ginkgo "
    "Pyrus:calleryana:Poirier_de_Chine:Poirier Betula:pendula:Bouleau_verruqueux:Bouleau "
    "Carpinus:betulus:Charme_commun:Charme Liquidambar:styraciflua:Copalme_d'Amérique:Copalme"
)
FR_STREETS = [
    k + " " + n
    for k in ("Rue", "Avenue", "Boulevard", "Place", "Allée", "Quai", "Cours", "Square")
    for n in (
        "Jean Jaurès;de la République;Gambetta;Victor Hugo;des Tilleuls;Pasteur;du Général Leclerc;de Verdun;Voltaire;Émile Zola;"
        "des Lilas;Saint-Michel;de l'Église;du Moulin;Anatole France;"
        "Aristide Briand;des Vosges;de Belleville;Marcel Sembat;Paul Doumer;de la Liberté;Carnot;Thiers;Lafayette;de Bretagne;"
        "Clemenceau;des Acacias;Diderot;Molière;Louise Michel;du Port;Ledru-Rollin"
    ).split(";")
]


def street_trees_fr(r):
    p, ids = Plan(r), r.random() < 0.5
    lat0, lon0 = r.choice(
        ((48.85, 2.34), (45.76, 4.84), (47.21, -1.55), (44.84, -0.58), (43.6, 1.44), (50.63, 3.06), (48.58, 7.75))
    )
    one, comma, pair = r.random() < 0.5, r.random() < 0.2, r.random() < 0.5
    places = [r.randint(5, 7), r.randint(5, 9)] if not ids else [r.randint(3, 6), r.randint(4, 9)]
    shift, number, replant = (
        r.choice((0.2, 0.5, 0.8)) if not ids else r.choice((0.5, 3, 9)),
        r.randint(100000, 2000000),
        r.choice((0, 0.05, 0.2)) if ids else 0,
    )

    def things():
        n, streets = number, FR_STREETS[:]
        r.shuffle(streets)
        while True:
            for street in streets:
                kind, lat, lon = skewed(r, TREES), lat0 + r.uniform(-0.05, 0.05), lon0 + r.uniform(-0.07, 0.07)
                age, ward, dy, step = (
                    r.randint(20, 200),
                    r.randint(1, 20),
                    r.choice((-1, 1)) * r.uniform(0.3, 1),
                    r.choice((7, 8, 10, 12)),
                )
                for i in range(min(40, p.many() + 1)):
                    n += 1 if r.random() < 0.7 else r.randint(2, 900)
                    t = dict(
                        s=street,
                        k=kind if one or r.random() < 0.8 else r.choice(TREES),
                        lat=lat + i * step * dy / 111000,
                        lon=lon + i * step / 73000,
                        c=age + (0 if one else r.randint(-9, 15)),
                        h=r.randint(5, 9) if not one else 8,
                        w=ward,
                        id=str(n),
                        e="%02d-%05d-%03d" % (ward, (ward * 9973 + int(lat * 1e6)) % 99999, i + 1),
                        y=r.randint(1950, 2015),
                        no=2 * i + 1,
                    )
                    yield t
                    if r.random() < replant:
                        yield dict(
                            t,
                            k=r.choice(TREES),
                            c=r.randint(8, 19),
                            id=str(n + 5000000),
                            e=t["e"] + "R",
                            y=r.randint(2016, 2023),
                            h=3,
                        )

    def show(t, k, side):
        genus, species, french, short = [x.replace("_", " ") for x in t["k"]]
        lat, lon = geo(r, t["lat"], t["lon"], shift if p.bad(1.5) or side else 0.1, places[side], comma and not pair)
        street = t["s"]
        if p.bad() or (side and p.flip[0] < 0.3):
            street = (
                street.replace("Avenue", "Av.")
                .replace("Boulevard", "Bd")
                .replace("Place", "Pl.")
                .replace("Saint", "St")
                .replace("Général", "Gal")
                .replace("Rue", "R.")
            )
        grown = r.randint(0, 14) if p.bad(2) else 0
        latin = (
            genus + " " + (species if not p.bad() else r.choice((species, "sp.", species.replace("x ", ""), species[:5] + ".")))
        )
        return dict(
            idbase=t["id"],
            emplacement=t["e"] if not side or p.flip[1] < 0.5 else t["e"].replace("-", ""),
            genre=genus,
            essence=latin,
            nom=french if not p.bad() else r.choice((short, plain(french))),
            adresse=(street.upper() if side and p.flip[2] < 0.4 else street)
            + (", face au %d" % t["no"] if p.flip[3] < 0.3 and not p.bad() else ""),
            arrdt="%de arrdt" % t["w"] if p.flip[4] < 0.5 else str(75000 + t["w"]),
            circ=str(t["c"] + grown) if not p.bad(0.5) else "",
            haut=str(t["h"] + (grown > 6)) + (" m" if side else ""),
            stade="Jeune" if t["c"] < 40 else r.choice(("Adulte", "Adulte", "Mature")) if p.bad(2) else "Adulte",
            lat=lat,
            lon=lon,
            point="%s, %s" % (lat, lon),
            annee=str(t["y"]) if not p.bad(0.6) else "",
            rem=r.choice(("NON", "Non", "0")),
        )

    spec = (
        (["idbase|id_arbre|num_arbre", "emplacement|idemplacement?"] if ids else [])
        + [
            "genre?",
            "essence|espece|nom_latin",
            "nom|libelle_francais?",
            "adresse|lieu|voie",
            "arrdt|secteur?",
            "circ|circonference_cm?",
            "haut|hauteur_m?",
            "stade|stade_developpement?",
            "annee|annee_plantation?",
            "rem|remarquable?",
        ]
        + (["point|geo_point_2d"] if pair else ["lat|latitude|y", "lon|longitude|x"])
    )
    return build(
        p,
        things(),
        show,
        spec,
        ("idbase", "emplacement") if ids else (),
        ("essence", "nom"),
        ("essence", "nom", "adresse", "genre"),
        (
            ("domanialite", "", ["Alignement", "Alignement", "Jardin", "DASCO"]),
            ("date_releve", "day", 0),
            ("agent", "", ["ML", "CD", "JP", "externe"]),
            ("objectid", "count", 0),
            ("etat", "", ["bon", "bon", "moyen", "à surveiller"]),
        ),
        ("inventaire2015", "inventaire2023"),
    )


AT_LAST = words(
    pool_of(
        "Hof Stein Gruber Berg Wald Lang Mayr Egg Rein Pichl Hinter Ober Unter Schwaig Brand Kirch Moos Huem "
        "Leit Aich Linden Stoi Winkl Fein Hasel"
    ),
    pool_of(("er bauer mann inger lehner hofer eder meier thaler huber egger wimmer ecker reiter bichler felder")),
)
AT_FIRST = forms_of(
    "Maria:Mizzi:w Johann:Hans:m Franz:Franzl:m Anna:Anni:w Josef:Sepp:m Theresia:Resi:w Karl:Karli:m "
    "Katharina:Kathi:w Leopold:Poldi:m Elisabeth:Liesl:w Ferdinand:Ferdl:m Aloisia:Luise:w "
    "Rudolf:Rudi:m Rosa:Rosi:w Ignaz:Naz:m Hermine:Mina:w Alois:Loisl:m Juliana:Julie:w Friedrich:Fritz:m "
    "Barbara:Wetti:w Michael:Michl:m Margarethe:Gretl:w Georg:Schorsch:m Hedwig:Hedi:w"
)


def graves_at(r):
    p, used, persons = Plan(r), set(), r.random() < 0.6
    places, years_tell = r.random() < 0.75, r.random() < 0.5
    yards = pool_of("Zentralfriedhof Ottakring Hietzing Grinzing Simmering Urfahr St.Barbara Steinfeld")[: r.choice((1, 1, 3))]
    fields = r.choice(("ABCDEFGH", ["1", "2", "3", "14A", "14B", "32"], ["I", "II", "III", "IV", "V"]))

    def things():
        while True:
            yard, field, row, start = r.choice(yards), r.choice(fields), r.randint(1, 30), r.randint(1, 60)
            name = r.choice(AT_LAST)
            for i in range(min(30, p.many())):
                spot = (yard, field, row, start + i)
                if spot in used:
                    continue
                used.add(spot)
                if r.random() < 0.7:
                    name = r.choice(AT_LAST)
                firsts = r.sample(AT_FIRST, r.choice((1, 2, 2, 3, 4)))
                base = dict(
                    sp=spot, n=name, art=r.choice(("Familiengrab", "Einzelgrab", "Urnengrab", "Gruft")), end=r.randint(2024, 2045)
                )
                if not persons:
                    yield dict(
                        base,
                        f=firsts[0],
                        all=[f[0] for f in firsts],
                        b=(1900 + r.randint(0, 70), 1, 1),
                        d=(r.randint(1971, 2020), 1, 1),
                    )
                    continue
                birth = r.randint(1850, 1950)
                for f in firsts:
                    birth += r.choice((-3, 0, 2, 4, 25))
                    born = min(birth, 1985), r.randint(1, 12), r.randint(1, 28)
                    key = (name, f[0], born[0])
                    if key in used:
                        continue
                    used.add(key)
                    yield dict(
                        base,
                        f=f,
                        all=[f[0]],
                        b=born,
                        d=(min(2024, born[0] + r.randint(5, 95)), r.randint(1, 12), r.randint(1, 28)),
                    )

    form = [
        r.choice(("%s-%s-%s", "Gruppe %s Reihe %s Nr. %s", "%s/%s/%s", "Gr. %s, R. %s, Nr. %s", "Feld %s R%s N%s")) for _ in "ab"
    ]
    whole, dates = r.random() < 0.4, r.random() < 0.5

    def show(t, k, side):
        yard, field, row, number = t["sp"]
        first = t["f"][0]
        if p.bad(0.7) and persons and not years_tell:
            first = r.choice(
                (t["f"][1], first[:4] + "." if len(first) > 6 else first, r.choice(("Dr. ", "Hofrat ", "KR ")) + first, first)
            )
        if p.bad(0.5) and persons and years_tell and places:
            first = t["f"][1]
        name = t["n"]
        if p.bad():
            name = r.choice(
                (
                    name.replace("ei", "ai"),
                    name.replace("ay", "ai"),
                    name.replace("t", "th", 1),
                    name + ", geb. " + r.choice(AT_LAST),
                    name.replace("ie", "i"),
                )
            )
        out = dict(
            friedhof=yard if not side else "Friedhof " + yard,
            stelle=form[side] % (field, row, number),
            gruppe=field if not p.flip[0] < 0.3 else "Gr. " + field,
            reihe=str(row) if not side else "%02d" % row,
            nummer=str(number) if not side or p.flip[1] < 0.5 else "%03d" % number,
            name=name,
            vorname=first,
            art=t["art"] if not p.bad() else t["art"].replace("grab", "gr."),
            bis=(str(t["end"] + (10 if p.bad() else 0))),
            belegung=", ".join(t["all"] if not p.bad() else t["all"][::-1]),
        )
        for column, d in (("geboren", t["b"]), ("gestorben", t["d"])):
            out[column] = p.date(side, *d) if dates and not (side and p.flip[2] < 0.4) else str(d[0])
        if persons and p.bad(0.5):
            out["geboren"] = r.choice(("", str(t["b"][0]), "um " + str(t["b"][0])))
        return out

    spot = (
        ["friedhof", *(["stelle|grabstelle|grab"] if whole else ["gruppe|feld", "reihe", "nummer|grabnummer"])]
        if places or not persons
        else ["friedhof"]
    )
    spec = (
        spot
        + ["name|familienname|nachname", "vorname"]
        + (
            ["geboren|geburtsdatum|geb", "gestorben|sterbedatum|gest"]
            if persons
            else ["belegung|verstorbene?", "bis|nutzungsrecht_bis?"]
        )
        + ["art|grabart?"]
    )
    return build(
        p,
        things(),
        show,
        spec,
        (),
        ("name", "vorname"),
        ("name", "art"),
        (
            ("status", "", ["aktiv", "aktiv", "abgelaufen", "ehrenhalber"]),
            ("erfasst_am", "day", 0),
            ("lfd_nr", "count", 0),
            ("sachbearbeiter", "", ["mag", "hub", "extern"]),
            ("anmerkung", "", ["", "", "", "Stein schief", "Hecke schneiden"]),
        ),
        ("verwaltung", "genealogie"),
    )


MX_BANKS = forms_of(
    "BBVA:BBVA_Bancomer:BBVA_México,_S.A. Banamex:Citibanamex:Banco_Nacional_de_México "
    "Santander:Banco_Santander:Santander_México Banorte:Banco_Mercantil_del_Norte:Banorte_IXE "
    "HSBC:HSBC_México:HSBC_S.A. "
    "Scotiabank:Scotiabank_Inverlat:Scotia Inbursa:Banco_Inbursa:Inbursa_S.A. BanCoppel:Bancoppel:BANCOPPEL_SA "
    "Azteca:Banco_Azteca:Bco._Azteca Afirme:Banca_Afirme:Afirme_S.A. BanBajío:Banco_del_Bajío:BAJIO"
)
MX_STREETS = [
    k + n
    for k in ("Av. ", "Calle ", "Blvd. ", "Calz. ", "")
    for n in (
        "Benito Juárez;Miguel Hidalgo;Insurgentes Sur;Francisco I. Madero;16 de Septiembre;5 de Mayo;Emiliano Zapata;"
        "Álvaro Obregón;Revolución;Universidad;"
        "Lázaro Cárdenas;Venustiano Carranza;Ignacio Allende;José María Morelos;Constitución;Independencia;Reforma;Adolfo "
        "López Mateos;Vicente Guerrero;Las Torres;Tecnológico;Guadalupe Victoria"
    ).split(";")
]
MX_COL = [
    a + b
    for a in ("", "San ", "Lomas de ", "Villas de ", "Jardines de ", "Barrio ")
    for b in (
        "Centro;Roma Norte;Del Valle;Pedro;Angelópolis;Chapultepec;Las Flores;Santa Fe;Miguel;Reforma;El Mirador;La Paz"
    ).split(";")
]
MX_CITY = forms_of(
    "Ciudad_de_México:CDMX:19.43:-99.13 Guadalajara:Jalisco:20.67:-103.35 Monterrey:Nuevo_León:25.67:-100.31 "
    "Puebla:Puebla:19.04:-98.2 Mérida:Yucatán:20.97:-89.62 León:Guanajuato:21.12:-101.68 "
    "Querétaro:Querétaro:20.59:-100.39 "
    "Tijuana:Baja_California:32.51:-117.03 Toluca:Estado_de_México:19.28:-99.65 Culiacán:Sinaloa:24.8:-107.39 "
    "Oaxaca:Oaxaca:17.07:-96.72"
)


def atm_points_mx(r):
    p, used, terminals = Plan(r), set(), r.random() < 0.5
    places, cities = [r.randint(3, 6), r.randint(4, 7)], r.sample(MX_CITY, r.choice((1, 3, 8)))

    def things():
        while True:
            city, street, number = r.choice(cities), r.choice(MX_STREETS), r.randint(1, 2900)
            corner = (city[0], street[-7:], number // 20)
            if corner in used:
                continue
            used.add(corner)
            place = dict(
                c=city,
                s=street,
                n=number,
                col=r.choice(MX_COL),
                cp="%05d" % r.randint(1000, 98000),
                lat=float(city[2]) + r.uniform(-0.09, 0.09),
                lon=float(city[3]) + r.uniform(-0.09, 0.09),
                host=r.choice(
                    (
                        "Plaza %s" % r.choice(MX_COL),
                        "OXXO",
                        "Walmart",
                        "Soriana",
                        "Sucursal",
                        "Sucursal",
                        "Chedraui",
                        "Gasolinera",
                        "Hospital",
                        "Aeropuerto",
                    )
                ),
            )
            banks = r.sample(MX_BANKS, r.choice((1, 1, 2, 3)) if p.cluster < 8 else r.randint(2, 6))
            for bank in banks:
                for kind in ("S", "C") if r.random() < 0.4 else ("C",):
                    for i in range(r.choice((1, 2, 3, 5)) if kind == "C" and terminals else 1):
                        yield dict(
                            place,
                            b=bank,
                            k=kind,
                            i=i + 1,
                            t=fresh(used, lambda: "%s%05d" % (bank[0][:2].upper(), r.randint(0, 99999)))
                            if i == 0 or p.flip[0] < 0.5
                            else fresh(used, lambda: "%s%05d" % (bank[0][:2].upper(), r.randint(0, 99999))),
                        )

    def show(t, k, side):
        bank = t["b"][0] if not p.bad() and not (side and p.flip[1] < 0.3) else r.choice(t["b"])
        street = t["s"]
        if p.bad(1.2):
            street = r.choice(
                (
                    street.replace("Av. ", "Avenida "),
                    street.replace("Blvd. ", "Boulevard "),
                    plain(street),
                    street.replace("Calle ", "C. "),
                    street.replace("José María", "J. Ma.").replace("Francisco I. ", "Fco. I. "),
                )
            )
        kind = ("Sucursal", "Cajero automático") if p.flip[2] < 0.5 else ("SUC", "ATM")
        if side and p.flip[3] < 0.5:
            kind = "Branch", "ATM"
        lat, lon = geo(r, t["lat"], t["lon"], 60 if p.bad() else 5, places[side])
        name = r.choice(("%s %s", "%s - %s")) % (
            bank.replace("_", " ") if p.flip[4] < 0.5 else kind[t["k"] == "C"],
            t["host"] if t["host"] != "Sucursal" else "Suc. " + t["col"],
        )
        return dict(
            terminal=t["t"] if not side or p.flip[5] < 0.6 else t["t"][:2] + "-" + t["t"][2:],
            banco=bank.replace("_", " "),
            tipo=kind[t["k"] == "C"],
            nombre=name,
            calle=street,
            num=str(t["n"]) if not p.bad(0.3) else "No. %d" % t["n"],
            dir="%s %s%d, %s" % (street, r.choice(("", "#", "No. ")) if p.bad(2) else "", t["n"], t["col"]),
            col=t["col"] if not p.bad() else "Col. " + t["col"],
            cp=t["cp"].lstrip("0") if side and p.flip[6] < 0.3 else t["cp"],
            mun=t["c"][0].replace("_", " "),
            edo=t["c"][1].replace("_", " ") if not p.bad() else t["c"][1][:3].upper() + ".",
            lat=lat,
            lon=lon,
            hor=r.choice(("24 horas", "24h", "L-V 8:30-16:00", "")),
            cajas=str(r.randint(1, 4)),
        )

    merged = r.random() < 0.5
    spec = (
        (["terminal|id_cajero|clave"] if terminals else [])
        + ["banco|institucion", "tipo|tipo_punto", "nombre?"]
        + (["dir|direccion|domicilio"] if merged else ["calle", "num|numero", "col|colonia?"])
        + ["cp|codigo_postal?", "mun|municipio|ciudad", "edo|estado|entidad?", "lat|latitud?", "lon|longitud?", "hor|horario?"]
    )
    return build(
        p,
        things(),
        show,
        spec,
        ("terminal",) if terminals else (),
        ("nombre", "calle", "dir", "col", "mun", "banco"),
        ("nombre", "dir" if terminals else "!dir", "calle" if terminals else "!calle", "col"),
        (
            ("estatus", "", ["En operación", "En operación", "Fuera de servicio"]),
            ("fecha_alta", "day", 0),
            ("fuente", "", ["CNBV", "captura", "web"]),
            ("folio", "count", 0),
            ("uuid", "uuid", 0),
        ),
        ("cnbv", "mapa"),
    )


RIVERS = [
    a + b
    for b in (" River", " Creek", " Branch", " Fork", " Bayou", " Run")
    for a in (
        "Flint;Little Turkey;Big Sandy;Cedar;Beaver;Sugar;Mill;Otter;Elk;Stony;Bear;Buffalo;Indian;Wolf;Rock;Salt;Turtle;"
        "Pigeon;Eagle;Plum;Goose;Deer;Chestnut;"
        "Raccoon;Walnut;Crooked;Muddy;Laurel;Swan;Coldwater;Whetstone;Paint;Yellow;Hurricane;Panther;Caney;Fishing;Broad;"
        "Poplar;Sinking"
    ).split(";")
]
COUNTIES = forms_of(
    "Lee:GA:31.78:-84.14 Harlan:KY:36.85:-83.22 Boone:MO:38.99:-92.31 Story:IA:42.04:-93.46 "
    "Polk:TX:30.79:-94.83 Knox:TN:35.99:-83.94 Wood:WV:39.21:-81.52 Ross:OH:39.34:-83.06 Tioga:PA:41.77:-77.26 "
    "Pike:AL:31.8:-85.94"
)


def bridges_us(r):
    p, used, ids = Plan(r), set(), r.random() < 0.55
    places, dms, counties = (
        [r.randint(4, 6), r.randint(3, 6)],
        [r.random() < 0.25, r.random() < 0.25],
        r.sample(COUNTIES, r.choice((1, 2, 6))),
    )
    if not ids:
        places = [5, r.randint(4, 6)]

    def things():
        while True:
            county = r.choice(counties)
            road = r.choice(
                (
                    ("I", r.choice((10, 20, 24, 40, 64, 70, 75, 81))),
                    ("US", r.randint(1, 99)),
                    ("SR", r.randint(2, 480)),
                    ("CR", r.randint(10, 999)),
                    ("ST", r.choice(pool_of("Main Mill Church Oak Elm Depot Ferry Chapel"))),
                )
            )
            lat, lon = float(county[2]) + r.uniform(-0.2, 0.2), float(county[3]) + r.uniform(-0.25, 0.25)
            year, base, ways = (
                r.randint(1921, 2015),
                r.randint(10000, 899999),
                ["NB", "SB"] if road[0] in ("I", "US") and r.random() < 0.7 else [""],
            )
            for i in range(min(20, p.many())):
                feature = r.choice(RIVERS)
                if (county[0], road, feature) in used:
                    continue
                used.add((county[0], road, feature))
                lat, lon, year = (
                    lat + 0.009 + r.random() * 0.02,
                    lon + r.uniform(-0.01, 0.01),
                    min(2022, max(1900, year + r.randint(-9, 9))) if p.flip[0] < 0.7 else year,
                )
                spans, length, mile = r.randint(1, 9), r.randint(20, 900), r.uniform(0.1, 9)
                for j, way in enumerate(ways):
                    base += 1
                    yield dict(
                        c=county,
                        r=road,
                        f=feature,
                        w=way,
                        lat=lat,
                        lon=lon + j * 0.0004,
                        y=year,
                        s="%06d" % base,
                        sp=spans,
                        l=length,
                        m=mile,
                        jct=r.choice("NSEW"),
                        a=r.randint(50, 60000),
                        x="%s%06d%04d" % (digits(r, 3), base, r.randint(0, 9999)),
                    )

    def show(t, k, side):
        kind, n = t["r"]
        names = {
            "I": ("I-%s", "Interstate %s", "IS %s"),
            "US": ("US %s", "U.S. Hwy %s", "US-%s"),
            "SR": ("SR %s", "State Route %s", "ST HWY %s"),
            "CR": ("CR %s", "County Road %s", "CO RD %s"),
            "ST": ("%s St", "%s Street", "%s ST."),
        }[kind]
        way = t["w"]
        if way and (p.bad() or (side and p.flip[2] < 0.4)):
            way = {"NB": r.choice(("Northbound", "NBL", "(NB)")), "SB": r.choice(("Southbound", "SBL", "(SB)"))}[way]
        road = ((names[1] if p.bad() else names[0 if not side else int(p.flip[3] * 3)]) % n + " " + way).strip()
        river = t["f"]
        if p.bad() or (side and p.flip[4] < 0.3):
            river = river.replace("River", "R.").replace("Creek", "Cr").replace("Branch", "Br.").replace("Little ", "L. ")
        if dms[side]:
            lat, lon = ["%d%02d%05.2f" % (x // 1, x % 1 * 60 // 1, x * 60 % 1 * 59.99) for x in (t["lat"], -t["lon"])]
            lat, lon = lat.replace(".", ""), "0" + lon.replace(".", "")
        else:
            lat, lon = geo(r, t["lat"], t["lon"], (90 if ids else 9) if p.bad() else 1, places[side])
        return dict(
            number=t["s"] if not side or p.flip[5] < 0.5 else t["s"].zfill(15),
            state_id=t["x"],
            road=road if not p.flip[6] < 0.3 else road.upper(),
            feature=river.upper() if side and p.flip[7] < 0.5 else river,
            county=t["c"][0] + (" County" if p.flip[8] < 0.4 else ""),
            state=t["c"][1],
            loc="%.1f MI %s OF JCT %s"
            % (t["m"], t["jct"], r.choice(("SR 3", "US 19", "I-75", "CO LN")) if p.bad() else "CO LINE"),
            year=str(t["y"]),
            spans=str(t["sp"]),
            length=("%.1f" % (t["l"] * 0.3048))
            if side and p.flip[9] < 0.5
            else str(t["l"]) + (" ft" if p.flip[10] < 0.3 else ""),
            lat=lat,
            lon=lon,
            adt=str(t["a"] if not p.bad(2) else r.randint(50, 60000)),
            cond=r.choice(("Good", "Fair", "Fair", "Poor")) if p.bad(3) else "Fair",
        )

    spec = (["number|structure_number|STRUCTURE_NUMBER_008", "state_id|state_bridge_id?"] if ids else []) + [
        "road|facility_carried|route_carried",
        "feature|features_intersected|crosses",
        "county|county_name",
        "state?",
        "loc|location?",
        "year|year_built?",
        "spans|main_unit_spans?",
        "length|structure_len?",
        "lat|latitude",
        "lon|longitude|long",
        "adt?",
        "cond|bridge_condition?",
    ]
    return build(
        p,
        things(),
        show,
        spec,
        ("number", "state_id") if ids else (),
        ("road", "feature", "loc"),
        ("feature" if ids else "!feature", "loc"),
        (
            ("owner", "", ["State Hwy Agency", "County", "City", "Railroad"]),
            ("inspection_date", "day", 0),
            ("inspector", "", ["JWB", "T. Hall", "contract"]),
            ("record_id", "count", 0),
            ("toll", "", ["3", "3", "1"]),
        ),
        ("nbi", "state"),
    )


ES = dict(
    st=("Calle ", "C/ ", "c. ", "Avenida ", "Avda. ", "Av. "),
    nm=[
        "de " * (i % 3 == 0) + x
        for i, x in enumerate(
            "Alcalá;Goya;Serrano;Velázquez;Aragón;Valencia;Mallorca;Sagunto;Colón;San Vicente;Larios;Betis;Feria;Sierpes;"
            "Toledo;Segovia;"
            "Embajadores;Bravo Murillo;Cea Bermúdez;Guzmán el Bueno;Rosellón;Balmes;Muntaner;Jaén;Zurbano;Almagro;Lagasca;"
            "Castelló;Arenal;Fuencarral".split(";")
        )
    ],
    city="Madrid;Barcelona;Valencia;Sevilla;Málaga;Zaragoza;Bilbao".split(";"),
    ag="Tecnocasa;Engel & Völkers;Redpiso;Fotocasa Pro;Inmobiliaria Sol;Donpiso;Gilmar;Look & Find;Fincas Roca;particular".split(
        ";"
    ),
    t="Piso;Piso en venta;Vivienda;Apartamento;Precioso piso;Oportunidad: piso".split(";"),
    z="luminoso;reformado;con ascensor;para entrar a vivir;exterior;a estrenar;junto al metro;sin comisión".split(";"),
)
PT = dict(
    st=("Rua ", "R. ", "r ", "Avenida ", "Av. ", "Avª "),
    nm=[
        "da " * (i % 3 == 0) + x
        for i, x in enumerate(
            "Prata;Augusta;Junqueira;Misericórdia;Boavista;Cedofeita;Santa Catarina;Constituição;Liberdade;Palma;Rosa;"
            "Escola Politécnica;São Bento;Anjos;Almirante Reis;"
            "Ferreira Borges;Sá da Bandeira;Camões;Alegria;Bonjardim;Roma;Paris;Infante Santo;Mouzinho da Silveira;Passos Manuel;"
            "Dom João V;Combatentes".split(";")
        )
    ],
    city="Lisboa;Porto;Braga;Coimbra;Setúbal;Faro;Aveiro".split(";"),
    ag="ERA;Remax;Century 21;KW Portugal;Zome;Predimed;Decisões e Soluções;JLL;Imovirtual;particular".split(";"),
    t="Apartamento;Andar;Apartamento para venda;Excelente apartamento;T-moradia;Oportunidade".split(";"),
    z="remodelado;com varanda;com elevador;pronto a habitar;muita luz;novo;perto do metro;sem comissão".split(";"),
)


def apartments_es_pt(r):
    p, used, pt, tells = Plan(r, 0.1), set(), r.random() < 0.4, r.choice(("floor", "area", "both", "door"))
    w = PT if pt else ES
    p.big, cities, cadastre = max(p.big, r.choice((2, 3, 6))), r.sample(w["city"], r.choice((1, 1, 4))), r.random() < 0.25

    def things():
        while True:
            city, street, kind, n = r.choice(cities), r.choice(w["nm"]), r.choice((0, 3)), r.randint(1, 190)
            if (city, street, n // 3) in used:
                continue
            used.add((city, street, n // 3))
            area, rooms, baths, price, year = (
                r.randint(42, 130),
                r.randint(1, 4),
                r.randint(1, 2),
                r.randint(110, 800) * 1000,
                r.randint(1930, 2023),
            )
            cp, block = (
                ("%d-%03d" % (r.randint(1000, 4900), r.randint(1, 800)) if pt else "%05d" % r.randint(8001, 48990)),
                digits(r, 7),
            )
            floors = list(range(0, min(14, max(2, p.many() + 1))))
            r.shuffle(floors)
            count = min(len(floors) * (4 if tells == "door" else 1), p.many())
            areas = [area + 7 * i for i in range(count)]
            r.shuffle(areas)
            for i in range(count):
                a = areas[i] if tells != "floor" and tells != "door" else area
                yield dict(
                    c=city,
                    s=street,
                    k=kind,
                    n=n,
                    f=floors[i % len(floors)],
                    d="ABCD"[i // len(floors)] if tells == "door" else r.choice("ABCD"),
                    a=a,
                    r=rooms + (a - area) // 21,
                    b=baths,
                    p=price + (a - area) * 3000,
                    y=year,
                    cp=cp,
                    cat="%s%s%04d" % (block, "VK4" if not pt else "P-", i + 1),
                )

    def show(t, k, side):
        kind = w["st"][t["k"] + (r.randrange(3) if p.bad() else 0)]
        floor = ("R/C" if pt else "Bajo") if not t["f"] else "%dº" % t["f"]
        if t["f"] and (p.bad() or side and p.flip[0] < 0.4):
            floor = r.choice(("%d", "%dª planta", "planta %d") if not pt else ("%d", "%d.º andar", "andar %d")) % t["f"]
        if tells == "area" and (r.random() < 0.2 or p.bad()):
            floor = ""
        door = t["d"] if not pt else {"A": "Esq.", "B": "Dto.", "C": "Frente", "D": "Trás"}[t["d"]]
        area = t["a"] + (r.choice((-3, -2, 3, 6)) if tells in ("floor", "door") and p.bad(1.5) else 0)
        price = t["p"] + (r.choice((-15000, -5000, 5000, 9000, -1000)) if p.bad(2) else 0)
        title = (
            "%s %s" % (r.choice(w["t"]), r.choice(w["z"]))
            if p.bad(3) or p.flip[1] < 0.5
            else w["t"][0] + (" T%d" % t["r"] if pt else " de %d hab." % t["r"])
        )
        money = (
            str(price),
            "%s €" % "{:,}".format(price).replace(",", "."),
            "%d.000 €" % (price // 1000) if price % 1000 == 0 else str(price),
        )[int((p.flip[2] if not side else p.flip[3]) * 3)]
        ref = r.choice(("REF", "V", "PI", "AM", "ID")) + "-" + digits(r, 5)
        address = "%s%s%s%d" % (kind, t["s"], ", " if p.flip[4] < 0.5 else " n.º " if pt else " ", t["n"])
        return dict(
            ref=ref,
            titulo=title,
            dir=address,
            planta=floor,
            puerta=door if tells == "door" or not p.bad(0.8) else "",
            cp=t["cp"],
            ciudad=t["c"],
            m2=str(area) + (" m²" if p.flip[5] < 0.3 else ""),
            hab=("T%d" if pt else "%d") % t["r"],
            ban=str(t["b"]),
            precio=money,
            agencia=r.choice(w["ag"]),
            ano=str(t["y"]) if not p.bad() else "",
            cat=t["cat"],
            ene=r.choice("CDEEG") if p.bad() else "E",
            tel=r.choice(("+34 6", "6", "91") if not pt else ("+351 9", "9", "21")) + digits(r, 8),
            desc=" ".join(r.sample(w["z"], 3)),
        )

    es = [
        "ref|referencia?",
        "titulo?",
        "dir|direccion|ubicacion",
        "planta",
        "puerta" + ("" if tells == "door" else "?"),
        "cp?",
        "ciudad|municipio",
        "m2|superficie",
        "hab|habitaciones",
        "ban|banos?",
        "precio|precio_eur",
        "agencia|anunciante?",
        "ano|ano_construccion?",
        "ene|certificado?",
        "tel|telefono?",
        "desc|descripcion?",
    ] + ["cat|ref_catastral"] * cadastre
    ptc = [
        "ref|referencia?",
        "titulo?",
        "dir|morada",
        "planta_pt|andar|piso",
        "puerta_pt|fracao|lado" + ("" if tells == "door" else "?"),
        "cp|codigo_postal?",
        "ciudad_pt|concelho|cidade",
        "m2|area|area_bruta",
        "hab|tipologia",
        "ban|casas_banho?",
        "precio_pt|preco",
        "agencia_pt|mediadora?",
        "ano|ano_construcao?",
        "ene|certificado_energetico?",
        "tel|telefone?",
        "desc|descricao?",
    ] + ["cat|artigo_matricial"] * cadastre
    return build(
        p,
        things(),
        show,
        ptc if pt else es,
        (),
        ("titulo", "dir", "desc"),
        ("titulo", "!dir", "desc"),
        (
            ("estado", "", ["activo", "activo", "vendido"] if not pt else ["ativo", "ativo", "vendido"]),
            ("fecha" if not pt else "data", "day", 0),
            ("url_id", "count", 0),
            ("lote", "batch", "crawl"),
        ),
        ("portal1", "portal2"),
    )


DK_PLACES = words(
    pool_of("Nør Sønder Øster Vester Lille Store Hav Sand Mose Ager Bak Tor Ulf Hol Ring Skov Klit Gam Brede Hvid"),
    pool_of("by lund bæk holm rup strup høj gård dal vang mark kær sted toft ballegård"),
)
DK_MAKERS = forms_of(
    "Vestas:Vestas_Wind_Systems:V80-2.0:2000:80 Vestas:VESTAS_WIND_SYST.:V90-3.0:3000:90 "
    "Siemens:Siemens_Wind_Power:SWT-3.6-120:3600:120 NEG_Micon:NEG-Micon:NM48/750:750:48 "
    "Bonus:Bonus_Energy:B44/600:600:44 "
    "Nordtank:NTK:NTK500/41:500:41 Siemens_Gamesa:SGRE:SG_8.0-167:8000:167 Vestas:Vestas:V112-3.3:3300:112 "
    "Micon:MICON:M530-250:250:26"
)
DK_KOM = pool_of(
    "Ringkøbing-Skjern Lemvig Holstebro Thisted Esbjerg Tønder Lolland Guldborgsund Varde Jammerbugt Struer "
    "Hjørring Aalborg Morsø Brønderslev"
)


def wind_turbines_dk(r):
    p, used, ids = Plan(r), set(), r.random() < 0.55
    p.cluster, serial = max(3, p.cluster), r.randint(100, 4000)
    roundto, name_form = (
        [r.choice((1, 1, 10)), r.choice((1, 10)) if not ids else r.choice((1, 10, 100))],
        [r.choice(("%s %d", "%s mølle %d", "%s-%02d", "%s Vindmøllepark nr. %d")) for _ in "ab"],
    )

    def things():
        n = serial
        while True:
            park, maker, kom = fresh(used, lambda: r.choice(DK_PLACES)), r.choice(DK_MAKERS), skewed(r, DK_KOM)
            x, y, dx, dy = (
                r.randint(446000, 720000),
                r.randint(6060000, 6400000),
                r.choice((-1, 1)) * r.randint(180, 420),
                r.randint(160, 400),
            )
            date, owner, wide = (
                (r.randint(1985, 2023), r.randint(1, 12), r.randint(1, 28)),
                r.choice(("I/S", "ApS", "Vindmøllelaug", "A/S")),
                r.randint(2, 8),
            )
            hub, mat = r.choice((45, 60, 67, 80, 94, 105)), r.randint(1, 40)
            for i in range(min(80, p.many())):
                n += r.choice((1, 1, 2))
                yield dict(
                    p=park,
                    i=i + 1,
                    m=maker,
                    k=kom,
                    x=x + i % wide * dx,
                    y=y + i // wide * dy,
                    d=date,
                    o=park + " " + owner,
                    h=hub,
                    g="570715000000%06d" % (n * 7),
                    mat="%d%s" % (mat + i // 3, "abc"[i % 3]),
                    lav=park + " By, " + r.choice(DK_PLACES) if i == 0 else park + " By",
                    pr=r.randint(200, 11000),
                )

    def show(t, k, side):
        maker = (t["m"][1] if p.bad() or (side and p.flip[0] < 0.3) else t["m"][0]).replace("_", " ")
        kw = int(t["m"][3])
        cap = "%.2f MW" % (kw / 1000) if side and p.flip[1] < 0.3 else "%d" % kw if not side or p.flip[2] < 0.5 else "%d,0" % kw
        step, park = (
            roundto[side],
            t["p"]
            if not p.bad()
            else r.choice(
                (t["p"].replace("ø", "oe").replace("æ", "ae"), t["p"] + " Vindpark", t["p"].upper(), t["p"].replace("å", "aa"))
            ),
        )
        x, y = [int((v + (r.choice((-3, 2, 4)) if p.bad() else 0)) / step + 0.5) * step for v in (t["x"], t["y"])]
        production = t["pr"] + (r.randint(-150, 300) if p.bad(2) else 0)
        return dict(
            gsrn=t["g"] if not side or p.flip[3] < 0.6 else t["g"][:6] + " " + t["g"][6:],
            navn=name_form[side] % (park, t["i"]),
            park=park,
            nr=str(t["i"]),
            fab=maker,
            typ=t["m"][2].replace("_", " ") if not p.bad() else t["m"][2].split("-")[0],
            kap=cap,
            rotor=t["m"][4] + (" m" if p.flip[4] < 0.2 else ",0" if side else ""),
            nav=str(t["h"]) if not p.bad(0.5) else "",
            kom=t["k"] if not p.bad() else t["k"] + " Kommune",
            ejer=t["o"] if not p.bad() else r.choice((t["p"] + " Vind", "Vattenfall", t["o"].lower())),
            lav=t["lav"],
            mat=t["mat"],
            x=str(x),
            y=str(y),
            dato=p.date(side, *t["d"]) if not p.bad(0.5) else str(t["d"][0]),
            prod="{:,}".format(production).replace(",", ".") if side else str(production),
        )

    split = r.random() < 0.4
    spec = (
        (["gsrn|moellenummer_gsrn|møllenr"] if ids else [])
        + (["park|vindpark", "nr|mølle_nr"] if split else ["navn|mølle|anlæg"])
        + [
            "fab|fabrikat",
            "typ|typebetegnelse?",
            "kap|kapacitet_kw",
            "rotor|rotordiameter?",
            "nav|navhøjde?",
            "kom|kommune?",
            "ejer|ejer_navn?",
            "lav|ejerlav?",
            "mat|matrikelnr?",
            "x|x_utm32_euref89",
            "y|y_utm32_euref89",
            "dato|idriftsat|dato_tilslutning?",
            "prod|produktion_mwh?",
        ]
    )
    return build(
        p,
        things(),
        show,
        spec,
        (),
        ("fab", "ejer", "kom"),
        ("fab", "ejer", "kom", "lav", "typ"),
        (
            ("status", "", ["i drift", "i drift", "afmeldt"]),
            ("opdateret", "day", 0),
            ("netselskab", "", ["N1", "Konstant", "Cerius", "Radius"]),
            ("løbenr", "count", 0),
            ("placering", "", ["LAND", "LAND", "HAV"]),
        ),
        ("ens", "driftsselskab"),
    )


IT_BUS = forms_of(
    "Iveco:Crossway_LE:12 Iveco:Citelis_12M:12 Iveco_Bus:Urbanway_18:18 Mercedes-Benz:Citaro_O530:12 "
    "Mercedes-Benz:Citaro_G:18 MAN:Lion's_City_A21:12 Solaris:Urbino_12_electric:12 Solaris:Urbino_18:18 "
    "Irisbus:Europolis:8 BredaMenarinibus:Avancity:12 "
    "Scania:Citywide_LF:12 Setra:S_415_LE:12 Otokar:Kent_C:10 Karsan:Atak:8 BYD:K9UB:12 Temsa:Avenue:12 "
    "Isuzu:Citiport:12"
)
IT_CO = (
    "ATAC;ATM;GTT;AMT;ANM;ATAF;TPER;SETA;APS;ACTV;TUA;ASF Autolinee;Arriva Italia;SITA Sud;Busitalia;"
    "Autoguidovie;Trentino Trasporti;Conerobus;AMTAB;START"
).split(";")


def bus_fleet_it(r):
    p, used, hard = Plan(r), set(), r.random() < 0.5
    p.cluster, firms = max(3, p.cluster), r.sample(IT_CO, r.choice((1, 1, 2, 5)))

    def things():
        while True:
            maker, model, metres = r.choice(IT_BUS)
            firm, year, fuel = r.choice(firms), r.randint(2001, 2024), r.choice(("gasolio", "metano", "elettrico", "ibrido"))
            start, letters, number = (
                r.randint(1, 9800),
                "".join(r.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in "ab"),
                r.randint(0, 950),
            )
            tail, vin, depot = (
                "".join(r.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in "ab"),
                r.randint(100000, 990000),
                r.choice(pool_of("Nord Sud Tiburtina Portuense Grottarossa Palmanova Sarca Gorgonzola Ferrari Battindarno")),
            )
            head = r.choice(("ZGA", "WEB", "WMA", "SUU", "YS2")) + "".join(
                r.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(8)
            )
            for i in range(min(60, p.many())):
                number, vin = number + r.choice((1, 1, 2)), vin + r.choice((1, 1, 4))
                if number > 999 or (firm, start + i) in used or (letters, number, tail) in used:
                    continue
                used.update([(firm, start + i), (letters, number, tail)])
                yield dict(
                    b=maker.replace("_", " "),
                    m=model.replace("_", " "),
                    l=metres,
                    f=firm,
                    y=year,
                    c=fuel,
                    n=start + i,
                    t=letters + "%03d" % number + tail,
                    v=head + "%06d" % vin,
                    d=depot,
                    km=r.randint(1000, 900000),
                    s=r.randint(20, 50),
                )

    def show(t, k, side):
        plate = t["t"] if not side or p.flip[0] < 0.5 else t["t"][:2] + " " + t["t"][2:5] + " " + t["t"][5:]
        if hard and p.bad(0.8):
            plate = (
                "".join(r.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in "ab")
                + digits(r, 3)
                + "".join(r.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in "ab")
            )
        model = (
            t["m"]
            if not p.bad()
            else r.choice((t["b"] + " " + t["m"], t["m"].split()[0], t["m"] + " " + t["l"] + "m", t["m"].replace(" ", "")))
        )
        return dict(
            azienda=t["f"] if not p.bad() else t["f"] + r.choice((" S.p.A.", " SpA", " srl")),
            matricola=str(t["n"]) if not side or p.flip[1] < 0.5 else "%04d" % t["n"],
            targa=plate,
            telaio=t["v"],
            marca=t["b"] if not p.bad() else t["b"].upper(),
            modello=model,
            anno=str(t["y"]) if not side or p.flip[2] < 0.5 else "%02d/%d" % (r.randint(1, 12), t["y"]),
            alim=t["c"] if not p.bad() else r.choice(("Diesel", "GNC", t["c"].upper())),
            lun=t["l"] + (",00" if side else ""),
            dep=t["d"] if not p.bad(1.2) else "Dep. " + r.choice(("Nord", "Sud", t["d"])),
            km=str(t["km"] + (r.randint(0, 60000) if p.bad(2) else 0)),
            euro=r.choice(("Euro 6", "EURO VI")) if t["y"] > 2013 else "Euro 5",
            posti=str(t["s"]) if not p.bad(0.5) else "",
            linea=str(r.randint(1, 99)),
        )

    one = hard
    return build(
        p,
        things(),
        show,
        [
            "azienda|vettore|gestore",
            "matricola|numero_sociale|n_aziendale",
            "targa" + "?" * (not one),
            "telaio|n_telaio?",
            "marca|costruttore",
            "modello|tipo",
            "anno|anno_immatricolazione?",
            "alim|alimentazione?",
            "lun|lunghezza_m?",
            "dep|deposito?",
            "km|km_percorsi?",
            "euro|classe_euro?",
            "posti|posti_sedere?",
            "linea?",
        ],
        ("matricola", "telaio") if hard else ("matricola", "targa", "telaio"),
        ("marca", "modello", "dep"),
        ("marca", "modello", "dep"),
        (
            ("stato", "", ["in servizio", "in servizio", "fermo", "accantonato", "radiato"]),
            ("ultima_revisione", "day", 0),
            ("note", "", ["", "", "pedana rotta", "wrap pubblicitario"]),
            ("prog", "count", 0),
        ),
        ("officina", "regione"),
    )


UA_STREETS = forms_of(
    "Шевченка:Шевченко Франка:Франко Лесі_Українки:Леси_Украинки Грушевського:Грушевского "
    "Незалежності:Независимости Садова:Садовая Миру:Мира Соборна:Ленина Київська:Киевская Перемоги:Победы "
    "Зелена:Зелёная Польова:Полевая Шкільна:Школьная "
    "Молодіжна:Молодежная Центральна:Центральная Набережна:Набережная Лісова:Лесная "
    "Січових_Стрільців:Комсомольская Героїв_УПА:Гагарина Бандери:Чапаева Мазепи:Кирова "
    "Хмельницького:Хмельницкого Коцюбинського:Коцюбинского Сковороди:Сковороды"
)
UA_CITY = pool_of(
    "Львів Тернопіль Вінниця Полтава Черкаси Житомир Рівне Луцьк Хмельницький Чернігів Суми Ужгород Дрогобич "
    "Стрий Бровари Бориспіль"
)
UA_LAST = words(
    pool_of(
        "Коваль Бондар Шевч Ткач Мельн Петр Кравч Савч Гриц Мороз Лис Павл Руд Олій Сидор Гончар Іван Левч Марч "
        "Степан Захар Яремч Данил Климч Василь"
    ),
    pool_of("енко ук ишин ик ів юк аренко як"),
)
UA_FIRST = [
    pool_of("Олександр Іван Петро Василь Микола Андрій Сергій Юрій Богдан Тарас Роман Степан Дмитро Ярослав Володимир Павло"),
    pool_of("Марія Олена Наталія Ганна Оксана Ірина Тетяна Галина Світлана Людмила Ольга Надія Віра Любов Катерина Леся"),
]
UA_MID = [
    (x + "ович", x + "івна") for x in pool_of("Іван Петр Степан Богдан Михайл Олександр Роман Павл Федор Дмитр Антон Володимир")
]
UA_TYPES = forms_of(
    "NIK_2102-02:НІК2102 NIK_2303:НІК-2303 CO-E_6706:СО-Е6706 Енергія-9:Енергия_9 MTX_1A10:МТХ1А10 "
    "GAMA_100:Гама_100 СО-2М:СО2М ЦЭ6807:ЦЕ-6807 Iskra_ME172:Іскра_МЕ172"
)


def power_meters_ua(r):
    p, used, point = Plan(r), set(), r.random() < 0.4

    def who():
        gender = r.randrange(2)
        return r.choice(UA_LAST), r.choice(UA_FIRST[gender]), r.choice(UA_MID)[gender]

    city_few, russian, account = r.sample(UA_CITY, r.choice((1, 1, 3, 8))), r.random() < 0.4, r.randint(100000, 900000)

    def things():
        a = account
        while True:
            city, street, house = (
                r.choice(city_few),
                r.choice(UA_STREETS),
                str(r.randint(1, 160)) + r.choice(("", "", "", "А", "Б", "/2")),
            )
            if (city, street, house) in used:
                continue
            used.add((city, street, house))
            kind, number, flat = r.choice(UA_TYPES), r.randint(10**6, 9 * 10**7), r.randint(1, 90)
            count = min(60, p.many())
            for i in range(count):
                number, a = number + r.choice((1, 1, 3, 17, 1000)), a + r.choice((1, 1, 9))
                t = dict(
                    c=city,
                    s=street,
                    h=house,
                    f=str(flat + i) if count > 1 else "",
                    k=kind,
                    n="%08d" % number,
                    a="%08d" % a,
                    e="62Z%010d" % (a * 37 % 10**10) + r.choice("ABCDEFGHKLMNPRSTUVWX"),
                    who=who(),
                    v=r.randint(100, 60000),
                    y=r.randint(1996, 2023),
                )
                yield t
                if not point and r.random() < p.flip[0] * 0.3:
                    yield dict(
                        t,
                        n="%08d" % r.randint(91000000, 99999999),
                        k=r.choice(UA_TYPES),
                        v=r.randint(0, 90),
                        y=r.randint(2019, 2024),
                    )

    def show(t, k, side):
        ru = russian and (side or p.bad(0.6))
        street = t["s"][int(ru)].replace("_", " ")
        where = (
            r.choice(("вул. %s", "вул.%s", "в. %s", "%s вул.", "%s")) % street
            if p.bad()
            else ("ул. " if ru else "вул. ") + street
        )
        flat = (r.choice((", кв. ", ", кв.", "/")) if p.bad() else ", кв. ") + t["f"] if t["f"] else ""
        last, first, mid = t["who"]
        person = (
            "%s %s %s" % (last, first, mid)
            if not (p.bad() or side and p.flip[2] < 0.5)
            else r.choice(("%s %s.%s.", "%s %s. %s.")) % (last, first[0], mid[0])
        )
        meter, kind = t["n"], t["k"][int(side and p.flip[3] < 0.6 or p.bad(0.7))].replace("_", " ")
        if point and p.bad(1.2):
            meter, kind = "%08d" % r.randint(10**6, 9 * 10**7), r.choice(UA_TYPES)[0].replace("_", " ")
        if p.bad(0.6) and not point:
            person = "%s %s %s" % who()
        return dict(
            eic=t["e"],
            rahunok=t["a"] if not side or p.flip[4] < 0.6 else t["a"].lstrip("0"),
            lich=meter if not side or p.flip[5] < 0.6 else "№" + meter.lstrip("0"),
            typ=kind,
            adr="%sм. %s, %s, буд. %s%s" % ("", t["c"], where, t["h"], flat)
            if p.flip[6] < 0.6 and not p.bad(0.5)
            else "%s, %s %s%s" % (t["c"], where, t["h"], flat),
            misto=t["c"],
            vul=where,
            bud=t["h"],
            kv=t["f"],
            pib=person,
            pok=str(t["v"] + (r.randint(1, 900) if p.bad(2) else 0)),
            rik=str(t["y"]) if not p.bad(0.5) else "",
            data=p.day(side, 2022, 2025),
            grupa=r.choice(("побут", "побут", "населення")),
        )

    merged = r.random() < 0.5
    spec = (
        (["eic|eic_код", "rahunok|особовий_рахунок|о_р?"] if point else ["rahunok|особовий_рахунок?"])
        + ["lich|номер_лічильника|зав_номер", "typ|тип_лічильника"]
        + (["adr|адреса"] if merged else ["misto|місто|нас_пункт", "vul|вулиця", "bud|будинок", "kv|квартира"])
        + ["pib|ПІБ|споживач?", "pok|показник?", "rik|рік_випуску?", "data|дата_зняття?", "grupa|група?"]
    )
    return build(
        p,
        things(),
        show,
        spec,
        ("eic", "rahunok") if point else (),
        ("pib",),
        ("pib", "adr" if point else "typ", "vul" if point else "pib"),
        (
            ("статус", "", ["активний", "активний", "відключено"]),
            ("контролер", "", ["Гнатюк", "Лисенко", "АСКОЕ"]),
            ("дата_зміни", "day", 0),
            ("№_п_п", "count", 0),
            ("uuid", "uuid", 0),
        ),
        ("облік", "білінг"),
    )


IN_VILL = words(
    pool_of(
        "Ram Shyam Hari Kishan Gopal Lakshman Sita Durga Shiv Bhawani Madho Fateh Mohan Raja Jagat Narayan Bir "
        "Chand Dev Ganga Kalyan Sultan Nand Rup Bal"
    ),
    pool_of("pur nagar garh gaon pura khera ganj wadi palli kheda abad tola"),
)
IN_DIST = forms_of(
    "Varanasi:Uttar_Pradesh:09 Gaya:Bihar:10 Alwar:Rajasthan:08 Sagar:Madhya_Pradesh:23 Nashik:Maharashtra:27 "
    "Guntur:Andhra_Pradesh:28 Nadia:West_Bengal:19 Cuttack:Odisha:21 Karnal:Haryana:06 Tumkur:Karnataka:29"
)
IN_KIND = forms_of(
    "PS:Primary_School:Prathmik_Vidyalaya:1-5 UPS:Upper_Primary_School:Madhyamik_Vidyalaya:1-8 "
    "HS:High_School:Uchch_Vidyalaya:9-10 SSS:Senior_Secondary_School:Uchchatar_Vidyalaya:9-12 "
    "GPS:Girls_Primary_School:Kanya_Prathmik_Vidyalaya:1-5"
)
IN_PRIVATE = (
    "Saraswati Shishu Mandir;Gyan Jyoti Public School;St. Mary's Convent School;Bal Bharti Vidyalaya;"
    "New Era Public School;Adarsh Vidya Mandir;Little Flower School;Sun Rise Academy;Holy Cross School;"
    "Madarsa Islamia"
).split(";")


def schools_in(r):
    p, used, ids = Plan(r), set(), r.random() < 0.5
    dists, serials = r.sample(IN_DIST, r.choice((1, 1, 2, 5))), r.random()

    def things():
        blocks = {d[0]: r.sample(IN_VILL, 6) for d in dists}
        while True:
            d = r.choice(dists)
            block, village, pin = (
                r.choice(blocks[d[0]]),
                r.choice(IN_VILL),
                str(r.randint(1101, 8599)) + "%02d" % r.randint(1, 30),
            )
            if (d[0], block, village) in used:
                continue
            used.add((d[0], block, village))
            bn, vn = "%02d" % (blocks[d[0]].index(block) + 1), "%03d" % (len(used) % 1000)
            made = [(k, "") for k in IN_KIND[: r.choice((1, 2, 2, 4, 5))]] if p.cluster > 1 else [(r.choice(IN_KIND), "")]
            if r.random() < serials * 0.5:
                made += [(IN_KIND[0], "II")] + ([(IN_KIND[0], "III")] if r.random() < 0.4 else [])
            made += [(None, x) for x in r.sample(IN_PRIVATE, r.choice((0, 0, 1, 2)))]
            for i, (kind, extra) in enumerate(made):
                yield dict(
                    d=d,
                    b=block,
                    v=village,
                    pin=pin,
                    k=kind,
                    x=extra,
                    u=d[2] + "%02d" % (dists.index(d) + 11) + bn + vn + "%02d" % (i + 1),
                    y=r.randint(1925, 2015),
                    n=r.randint(20, 700),
                    ph=r.choice("6789") + digits(r, 9),
                )

    def spell(name):
        return r.choice(
            (
                name.replace("a", "aa", 1),
                name.replace("sh", "s"),
                name.replace("w", "v").replace("v", "w", 1),
                name.replace("i", "ee", 1),
                name.replace("pur", "pore"),
                name.replace("u", "oo", 1),
                name.lower().capitalize(),
            )
        )

    def show(t, k, side):
        village = spell(t["v"]) if p.bad(0.7) and ids else t["v"]
        if t["k"]:
            forms = t["k"] if not p.bad(0.5) or not ids else r.choice(IN_KIND[:2] if t["k"] in IN_KIND[:2] else (t["k"],))
            form = 0 if side and p.flip[0] < 0.4 else 1
            if p.bad():
                form = r.choice((0, 1, 2))
            stem = forms[form].replace("_", " ")
            if forms[0] == "GPS" and form == 0:
                stem = "Girls PS"
            stem = (
                {0: r.choice(("Govt ", "G. ", "")), 1: r.choice(("Govt. ", "Government ", "Govt ", "")), 2: "Rajkiya "}[form]
                + stem
                if p.bad(2) or p.flip[1] < 0.5
                else stem
            )
            name = (
                stem + " " + village + (" " + t["x"] if not p.flip[2] < 0.3 or not t["x"] else {"II": "-2", "III": "-3"}[t["x"]])
            )
        else:
            name = t["x"] + (" " + village if not p.bad() else ", " + village)
        name = name.strip()
        return dict(
            udise=t["u"] if not side or p.flip[3] < 0.6 else t["u"].lstrip("0"),
            name=name,
            village=village if not p.bad(0.4) else "Vill. " + village,
            block=t["b"] if not p.bad(0.5) else t["b"] + r.choice((" Block", " Tehsil")),
            dist=t["d"][0],
            state=t["d"][1].replace("_", " "),
            pin=t["pin"] if not p.bad(0.6) else r.choice(("", t["pin"][:3] + " " + t["pin"][3:])),
            cls=t["k"][3] if t["k"] else "1-%d" % (5 + len(t["x"]) % 6),
            y=str(t["y"]) if not p.bad(0.6) else "",
            n=str(t["n"] + (r.randint(-30, 30) if p.bad(2) else 0)),
            ph=t["ph"] if not p.bad() else r.choice(("", "+91 " + t["ph"], "0" + t["ph"], r.choice("789") + digits(r, 9))),
            mgmt="Department of Education" if t["k"] else "Private Unaided",
            medium=r.choice(("Hindi", "Hindi", "English")),
            hm=r.choice(("Sh. ", "Smt. ", ""))
            + r.choice(IN_VILL)[:5]
            + " "
            + r.choice(("Singh", "Devi", "Kumar", "Yadav", "Sharma", "Khan")),
        )

    spec = ["udise|udise_code|school_code"] * ids + [
        "name|school_name",
        "village|village_town",
        "block|block_name|tehsil",
        "dist|district",
        "state|state_name?",
        "pin|pincode|pin_code?",
        "cls|classes?",
        "y|estd_year?",
        "n|enrolment|total_students?",
        "ph|phone|contact_no?",
        "mgmt|management?",
        "medium?",
        "hm|head_master?",
    ]
    return build(
        p,
        things(),
        show,
        spec,
        (),
        ("name", "village", "block", "dist"),
        ("name", "hm") if ids else ("hm", "mgmt"),
        (
            ("status", "", ["Operational", "Operational", "Merged"]),
            ("acad_year", "", ["2021-22", "2022-23", "2020-21"]),
            ("entry_date", "day", 0),
            ("s_no", "count", 0),
            ("cluster", "", ["CRC 1", "CRC 2", "CRC 3"]),
        ),
        ("udise", "survey"),
    )


TH_HOTEL = [
    (a + " " + b, c + d)
    for a, c in zip(
        "Baan;Siam;Ruen;Thara;Golden;Blue;Royal;Green;Lanna;Andaman;Samui;Chaba;Suan".split(";"),
        "บ้าน;สยาม;เรือน;ธารา;โกลเด้น;บลู;รอยัล;กรีน;ล้านนา;อันดามัน;สมุย;ชบา;สวน".split(";"),
    )
    for b, d in zip(
        "Sabai;Orchid;Palm;Lotus;Beach;Garden;River;Hill;Pearl;Sunset;Place".split(";"),
        "สบาย;ออร์คิด;ปาล์ม;โลตัส;บีช;การ์เด้น;ริเวอร์;ฮิลล์;เพิร์ล;ซันเซ็ท;เพลส".split(";"),
    )
]
TH_TYPES = forms_of(
    "Standard:ห้องมาตรฐาน:STD Superior:ซูพีเรียร์:SUP Deluxe:ดีลักซ์:DLX Deluxe_Sea_View:ดีลักซ์วิวทะเล:DSV "
    "Junior_Suite:จูเนียร์สวีท:JST Family:ห้องครอบครัว:FAM Pool_Villa:พูลวิลล่า:PVL"
)
TH_CITY = forms_of(
    "Bangkok:กรุงเทพฯ Phuket:ภูเก็ต Chiang_Mai:เชียงใหม่ Pattaya:พัทยา Krabi:กระบี่ Hua_Hin:หัวหิน Koh_Samui:เกาะสมุย Ayutthaya:อยุธยา"
)


def hotel_rooms_th(r):
    p, used, lock = Plan(r), set(), r.random() < 0.4
    p.cluster, hotels = max(8, p.cluster), r.sample(TH_HOTEL, 60)
    few = r.choice((1, 2, 5, 60))
    if few < 60:
        p.cluster = 120
    thai = [r.random() < 0.3, r.random() < 0.5]

    def things():
        while True:
            hotel, city, wing = r.choice(hotels[:few]), r.choice(TH_CITY), r.choice(("", "", "A", "B", "C", "T"))
            start, rooms, floor, price = r.randint(1, 9), r.randint(5, 30), r.randint(1, 30), r.randint(6, 60) * 100
            if len(hotels) > 1:
                city = TH_CITY[hotels.index(hotel) % len(TH_CITY)]
            kind, bed = r.choice(TH_TYPES), r.choice(("King", "Twin"))
            for i in range(min(p.many(), 60)):
                number = "%d%02d" % (floor + i // rooms, start + i % rooms)
                if (hotel, wing, number) in used:
                    continue
                used.add((hotel, wing, number))
                yield dict(
                    h=hotel,
                    c=city,
                    w=wing,
                    n=number,
                    f=floor + i // rooms,
                    k=kind,
                    b=bed if p.flip[0] < 0.6 else r.choice(("King", "Twin")),
                    p=price,
                    s=r.choice((24, 28, 32)) if p.flip[1] < 0.3 else 28,
                    l=fresh(used, lambda: "%08X" % r.getrandbits(32)),
                    v=r.choice(("Sea", "Garden", "City", "Pool")),
                )

    def show(t, k, side):
        th = thai[side] and not p.bad(0.3) or p.bad(0.15)
        number = t["n"]
        if t["w"]:
            number = t["w"] + ("-" if side and p.flip[2] < 0.5 or p.bad(0.5) else "") + number
        if p.bad(0.6) or side and p.flip[3] < 0.3:
            number = ("ห้อง " if th else r.choice(("Rm ", "Room ", "#"))) + number
        if lock and p.bad(0.7):
            number = r.choice(("", str(int(t["n"]) + 1000), "OLD"))
        hotel = t["h"][int(th)]
        if p.bad():
            hotel = (
                r.choice(
                    (
                        hotel + " Hotel",
                        hotel + " Resort & Spa",
                        "โรงแรม" + t["h"][1],
                        hotel.replace("Sabai", "Sabaai").replace("Lanna", "Lana"),
                    )
                )
                if not th
                else "โรงแรม " + hotel
            )
        return dict(
            hotel=hotel,
            city=t["c"][int(th)].replace("_", " "),
            room=number,
            wing=t["w"] if not p.bad(0.3) or True else "",
            floor=str(t["f"]) + ("F" if p.flip[4] < 0.2 else ""),
            typ=(t["k"][2] if p.bad() or side and p.flip[5] < 0.3 else t["k"][int(th)]).replace("_", " "),
            bed=t["b"] if not p.bad(0.8) else r.choice(("เตียงคู่", "2 Single", "1 Double", t["b"] + " bed")),
            price=str(t["p"] + (r.choice((-200, 100, 500)) if p.bad(2) else 0))
            if not side
            else "{:,}.00".format(t["p"] + (300 if p.bad() else 0)),
            size=str(t["s"]) + (" ตร.ม." if th else " sqm" if p.flip[6] < 0.3 else ""),
            view=t["v"] + (" view" if p.bad() else "") if p.flip[7] < 0.7 else "",
            lock=t["l"] if not side or p.flip[8] < 0.6 else ":".join(t["l"][i : i + 2] for i in (0, 2, 4, 6)),
            hk=r.choice(("Nok", "Lek", "Ploy", "Dao")),
            status=r.choice(("VC", "OC", "VD", "OOO")),
        )

    spec = (
        ["hotel|hotel_name|โรงแรม", "city|จังหวัด?", "room|room_no|เลขห้อง"]
        + (["lock|lock_id|rfid"] if lock else [])
        + [
            "floor|ชั้น?",
            "typ|room_type|ประเภทห้อง",
            "bed|bed_type?",
            "price|rack_rate|ราคา?",
            "size|ขนาด?",
            "view?",
            "status|hk_status?",
            "hk|housekeeper|แม่บ้าน?",
        ]
    )
    return build(
        p,
        things(),
        show,
        spec,
        (),
        ("typ", "view"),
        ("typ", "view", "bed"),
        (
            ("updated_at", "day", 0),
            ("remark", "", ["", "", "แอร์เสีย", "AC noisy", "new TV"]),
            ("seq", "count", 0),
            ("channel", "", ["Agoda", "Booking", "direct"]),
        ),
        ("pms", "channel"),
    )


SHIPS = [
    a + b
    for a in ("MSC ", "Maersk ", "CMA CGM ", "Ever ", "COSCO ", "ONE ", "Hapag ", "ZIM ", "HMM ", "OOCL ")
    for b in "Gülsün;Antares;Shenzhen;Valparaíso;Given;Libra;Columbus;Hamburg;Rosario;Bosphorus;Jeddah;Mærsk Mc;Oslo;Aquila;Île "
    "de Ré;Fortune;Apus;Memphis;Qingdao;São Paulo".split(";")
]
PORTS = forms_of(
    "Shanghai:CNSHA Rotterdam:NLRTM Hamburg:DEHAM Singapore:SGSIN Santos:BRSSZ Antwerp:BEANR Ningbo:CNNGB "
    "Los_Angeles:USLAX Valencia:ESVLC Mersin:TRMER Gdańsk:PLGDN Durban:ZADUR Nhava_Sheva:INNSA Busan:KRPUS "
    "Callao:PECLL Gothenburg:SEGOT Piraeus:GRPIR"
)
BOXES = forms_of(
    "40HC:45G1:40'_High_Cube:3900 20DC:22G1:20'_Dry:2230 40DC:42G1:40'_Standard:3750 20RF:22R1:20'_Reefer:3050 "
    "40RH:45R1:40'_HC_Reefer:4640 20OT:22U1:20'_Open_Top:2400"
)
GOODS = (
    "FURNITURE;AUTO PARTS;FROZEN FISH;COFFEE IN BAGS;GARMENTS;CERAMIC TILES;PLASTIC RESIN;ELECTRONICS;"
    "PAPER REELS;TYRES;WINE IN BOTTLES;MACHINERY;SCRAP METAL;TOYS;STEEL COILS"
).split(";")
OWNERS = pool_of("MSKU MSCU TCLU TEMU CMAU HLXU OOLU EGHU ZIMU FCIU CAIU BMOU")


def iso_digit(code):
    """The check digit of ISO 6346."""
    total = sum((int(c) if c.isdigit() else 10 + ord(c) - 65 + (ord(c) - 65 + 9) // 10) * 2**i for i, c in enumerate(code))
    return str(total % 11 % 10)


def containers_intl(r):
    p, used, boxes = Plan(r), set(), r.random() < 0.4
    form, again = [r.choice(("%s%s%s", "%s %s %s", "%s %s-%s", "%s-%s-%s", "%s%s")) for _ in "ab"], r.choice((0, 0.1, 0.4))

    def things():
        old = []
        while True:
            ship, voyage, ports, goods = (
                r.choice(SHIPS),
                "%s%03d%s" % (r.choice(("", "", "FA", "QX")), r.randint(1, 560), r.choice("EWNS")),
                r.sample(PORTS, 2),
                r.choice(GOODS),
            )
            bill, kind = r.choice(("MAEU", "MEDU", "COSU", "HLCU", "ONEY")) + digits(r, 9), skewed(r, BOXES)
            date, prefix, start, weight = (
                (r.randint(2021, 2024), r.randint(1, 12), r.randint(1, 28)),
                r.choice(OWNERS),
                r.randint(100000, 990000),
                r.randint(6000, 26500),
            )
            for i in range(min(60, p.many())):
                start += r.choice((1, 1, 2, 9, 411))
                code = "%s%06d" % (prefix, start % 1000000)
                box = kind
                if not boxes and old and r.random() < again:
                    code, box = r.choice(old)
                if (code, "" if boxes else ship + voyage) in used or (not boxes and (code, date[:2]) in used):
                    continue
                used.update([(code, "" if boxes else ship + voyage), (code, date[:2])])
                old.append((code, box))
                yield dict(
                    n=(code[:4], code[4:], iso_digit(code)),
                    s=ship,
                    v=voyage,
                    a=ports[0],
                    z=ports[1],
                    g=goods,
                    b=bill,
                    k=box,
                    d=date,
                    w=weight if p.flip[0] < 0.4 else r.randint(6000, 26500),
                    seal=r.choice(("ML-", "CN", "EMC", "")) + digits(r, 7),
                    y=date[0] - r.randint(1, 12),
                )

    def show(t, k, side):
        number = form[side] % (t["n"] if form[side].count("%s") == 3 else t["n"][:2])
        if p.bad(0.3):
            number = "".join(t["n"][:2])
        kind = t["k"][int(side and p.flip[1] < 0.5)] if not p.bad() else r.choice(t["k"][:3])
        kilos = t["w"] + (r.choice((-120, 40, 300, int(t["k"][3]))) if p.bad(1.2) else 0)
        weight = (str(kilos), "{:,} kg".format(kilos), "%.3f" % (kilos / 1000), "%d lbs" % (kilos * 2.20462))[
            int(p.flip[2 + side] * 4)
        ]
        ship = (
            t["s"]
            if not p.bad()
            else r.choice((plain(t["s"]).upper(), "M/V " + t["s"], t["s"].replace("CMA CGM", "CMACGM"), "MV " + t["s"].upper()))
        )
        voyage = t["v"] if not p.bad(0.4) else t["v"][:-1] + "-" + t["v"][-1]
        ports = [(x[1] if side and p.flip[4] < 0.5 or p.bad(0.7) else x[0]).replace("_", " ") for x in (t["a"], t["z"])]
        bill = t["b"] if not p.bad(0.5) else t["b"][4:]
        return dict(
            cntr=number,
            typ=kind.replace("_", " "),
            ship=ship,
            voy=voyage,
            bl=bill,
            seal=t["seal"] if not p.bad(0.7) else "",
            w=weight,
            tare=str(int(t["k"][3]) + (0 if not p.bad() else r.choice((-20, 10, 50)))),
            pol=ports[0],
            pod=ports[1],
            goods=t["g"] if not p.bad() else t["g"].split()[0] + " (STC)",
            eta=p.date(side, *t["d"]) if not p.bad(0.8) else p.date(side, t["d"][0], t["d"][1], min(28, t["d"][2] + 1)),
            depot=r.choice(PORTS)[0].replace("_", " ") + " Depot " + r.choice("123"),
            cond=r.choice(("SOUND", "DAMAGED", "IICL", "CW")),
            gate=p.day(side, 2021, 2024),
            built=str(t["y"]),
            imo=r.choice(("", "", "", "3", "9")),
        )

    spec = ["cntr|container_no|CNTR_NR|equipment_id", "typ|size_type|iso_type"] + (
        ["tare|tare_kg?", "built|year_of_mfg?", "depot|location", "gate|gate_in", "cond|condition?"]
        if boxes
        else [
            "ship|vessel|vessel_name",
            "voy|voyage|voyage_no",
            "bl|bl_no?",
            "seal|seal_no?",
            "w|gross_weight|vgm",
            "pol|port_of_loading?",
            "pod|port_of_discharge?",
            "goods|cargo?",
            "eta?",
            "imo|imdg?",
        ]
    )
    return build(
        p,
        things(),
        show,
        spec,
        (),
        ("goods", "pol", "pod"),
        ("goods", "ship", "depot"),
        (
            ("status", "", ["FULL", "FULL", "EMPTY", "RELEASED"]),
            ("created", "day", 0),
            ("line", "", ["MSK", "MSC", "CMA", "HLC"]),
            ("rec", "count", 0),
            ("edi_ref", "batch", "COPARN-0"),
        ),
        ("terminal", "forwarder"),
    )


KINDS = {
    f.__name__: f
    for f in (
        fleet_vehicles_br,
        network_devices,
        street_trees_fr,
        graves_at,
        atm_points_mx,
        bridges_us,
        apartments_es_pt,
        wind_turbines_dk,
        bus_fleet_it,
        power_meters_ua,
        schools_in,
        hotel_rooms_th,
        containers_intl,
    )
}
if __name__ == "__main__":
    write_tables(KINDS)
