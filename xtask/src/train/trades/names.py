"""Makes lists of names (people, works, ships, brands, medicines, places, addresses) in one telling column, with their truth.

python3 names.py OUT FIRST LAST writes OUT/KIND-SEED/records.csv and truth.csv for every kind and seed.
"""

import re
import unicodedata

from shared import forms_of, pool_of, skewed, write_tables


def plain(text):
    """The text without accents."""
    text = text.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("Ł", "L").replace("œ", "oe").replace("æ", "ae")
    if not re.search("[а-яё가-힣]", text.lower()):
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text


def fold(text):
    return re.sub(r"[\W_]+", " ", plain(text).lower()).strip()


def cuts(word):
    """The word and all words with one letter less: two words within one slip share one of them."""
    return [word] + [word[:i] + word[i + 1 :] for i in range(len(word))]


def far(items):
    """Leaves out what is within one slip of an earlier word of the pool."""
    seen, out = set(), []
    for item in items:
        signs = [s for f in (item if isinstance(item, tuple) else (item,)) for s in cuts(fold(f).replace(" ", ""))]
        if not any(s in seen for s in signs):
            seen.update(signs)
            out.append(item)
    return out


def mix(*parts):
    """All joins of parts, in an order that looks random but is fixed."""
    out = [""]
    for part in parts:
        out = [a + b for a in out for b in part]
    step = 7919 if len(out) % 7919 else 7907
    out = far([re.sub(r"(.)\1\1", r"\1\1", out[i * step % len(out)]).capitalize() for i in range(len(out))])
    return [re.sub("^(O'|Mc|Mac|Fitz)(.)", lambda m: m.group(1) + m.group(2).upper(), word) for word in out]


def blanks(pool):
    return [tuple(f.replace("_", " ") for f in forms) for forms in pool]


class Hand:
    """The habits of one list: how often it does what."""

    def __init__(self, r, counts):
        self.r, self.counts, self.p, self.favorite = r, counts, {}, {}
        self.mess = r.choice((0.3, 1, 1, 1))
        self.loyal = r.choice((0.3, 0.6, 0.9, 1))

    def __call__(self, what, most=1.0):
        if what not in self.p:
            self.p[what] = self.r.choice((0, 0, 0.05, 0.2, 0.4, 0.6, 0.9, 1)) * most * (self.mess if most < 1 else 1)
        return self.r.random() < self.p[what]

    def pick(self, what, options):
        if what not in self.favorite:
            self.favorite[what] = self.r.randrange(len(options))
        return options[self.favorite[what] % len(options)] if self.r.random() < self.loyal else self.r.choice(options)

    def spell(self, forms, most=0.8):
        return forms[0] if len(forms) == 1 or not self("spell", most) else self.r.choice(forms[1:])

    def rules(self, word, rules):
        """Applies spelling habits, each a pattern and its replacement."""
        for old, new in rules:
            if self("rule " + old + new, 0.5):
                word = re.sub(old, new, word)
        return word

    def only(self, *key):
        return self.counts.get(key) == 1


def some(r, pool, low=60, high=600):
    """The pool of one table: a random part, so that tables differ and names within one share words."""
    size = min(len(pool), int(low * (high / low) ** r.random()))
    return r.sample(pool, size)


def other(r, pool, old):
    return r.choice([w for w in (r.choice(pool) for _ in range(6)) if w != old] or [pool[0]])


KEYS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqretuyioaspdfghjkkxzcvbmn"))


def slip(r, text, index, ocr):
    """One slip in one long word, never in a way that comes near another word of the table."""
    spots = [m for m in re.finditer(r"[^\W\d_]{5,}", text) if not re.fullmatch("[IVXL]+", m.group())]
    if not spots:
        return text
    m = r.choice(spots)
    word = m.group()
    i = r.randrange(1, len(word) - 1)
    how = r.randrange(5)
    if ocr:
        new = word.replace(
            *r.choice((("rn", "m"), ("l", "1"), ("o", "0"), ("I", "l"), ("O", "0"), ("m", "rn"), ("S", "5"), ("e", "c"))), 1
        )
    elif how == 0:
        new = word[:i] + word[i + 1 :]
    elif how == 1:
        new = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    elif how == 2:
        new = word[:i] + word[i] + word[i:]
    else:
        new = word[:i] + KEYS.get(word[i], word[i]) + word[i + 1 :]
    if any(index.get(s, fold(word)) != fold(word) for s in cuts(fold(new))):
        return text
    return text[: m.start()] + new + text[m.end() :]


JUNK = {
    "en": (("row_no", "line", "seq"), ("status", "active inactive pending"), ("entry_date", "added", "updated_at")),
    "de": (("lfd_nr", "Zeile", "Nr"), ("Status", "aktiv inaktiv gesperrt"), ("erfasst_am", "Datum", "geaendert")),
    "fr": (("numero", "ligne", "no"), ("statut", "actif inactif attente"), ("date_saisie", "maj", "cree_le")),
    "es": (("fila", "numero", "reg"), ("estado", "activo baja pendiente"), ("fecha_alta", "fecha", "actualizado")),
    "ru": (("nomer", "№", "stroka"), ("статус", "активен архив новый"), ("дата", "data_vvoda", "создано")),
    "zh": (("序号", "no", "번호"), ("状态", "正常 停用 待审"), ("日期", "created", "등록일")),
}


def atoms(thing):
    """The words (each with its forms) and numbers of a thing."""
    if isinstance(thing, tuple) and not all(isinstance(part, str) for part in thing):
        return [atom for part in thing for atom in atoms(part)]
    return [thing] if thing else []


def table(
    r, new, trap, write, keys, names, extra=(), link=0.2, lang="en", sources=("a", "b"), ordered=False, slips=1.0, case=True
):
    """Builds one table.

    `keys` gives what identifies a thing first; a writer may leave out a part when `hand.only` says that the rest is unique.
    """
    goal = int(r.triangular(300, 1500, 620))
    share = r.choice((0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.9)) if r.random() > 0.1 else 0
    big = r.choice((2, 2, 2, 3, 6, 6, 40))
    traps, family = r.choice((0, 0.1, 0.3, 0.6, 0.8, 0.9)), r.choice((1, 3, 8, 40))
    two = r.random() < link
    single = two and r.random() < 0.5
    things, sizes, counts, total, tries = [], [], {}, 0, 0
    while total < goal and tries < 12 * goal:
        tries += 1
        thing = trap(r, r.choice(things[-family:])) if things and r.random() < traps else new(r)
        marks = keys(thing) if thing else None
        if not marks or marks[0] in counts:
            continue
        size = 1
        if r.random() < share:
            size = 2 if single else min(big, 2 + int(r.expovariate(1 / (0.12 * big)))) if big > 2 else 2
        for mark in marks:
            counts[mark] = counts.get(mark, 0) + 1
        things.append(thing)
        sizes.append(size)
        total += size
    hands = [Hand(r, counts), Hand(r, counts)] if two else [Hand(r, counts)] * 2
    columns, values = [], []
    for options, value, often in extra:
        if r.random() < often:
            columns.append((r.choice(options), value, r.choice((0, 0, 0.1, 0.4)), r.choice((0, 0, 0.05, 0.2))))
    drafts, owner = [], {}
    for number, (thing, size) in enumerate(zip(things, sizes)):
        values.append([c[1](r, thing) for c in columns])
        seen = []
        for turn in range(size):
            side = r.randrange(2) if size == 1 or turn > 1 else turn
            for _ in range(4):
                text = re.sub(r"\s+", " ", write(hands[side], thing)).strip(" ,;-")
                mark = fold(text) if ordered else " ".join(sorted(fold(text).split()))
                if owner.get(mark, number) == number and text not in seen:
                    break
            if text in seen and len(seen) > 2 and r.random() < 0.75:
                continue
            if owner.setdefault(mark, number) == number and text:
                seen.append(text)
                drafts.append((number, side, text))
    index, tokens = {}, {}
    for number, _, text in drafts:
        for word in fold(text).split():
            tokens.setdefault(word, set()).add(number)
    for word in tokens:
        for sign in cuts(word):
            index[sign] = word if index.get(sign, word) == word else "?"
    holders = {}
    for number, thing in enumerate(things):
        for atom in [a for part in thing for a in atoms(part)]:
            holders.setdefault(atom, set()).add(number)
    slippery = r.choice((0, 0, 0.03, 0.1, 0.3)) * slips
    ocr, moji = r.random() < 0.12, r.choice((0, 0, 0, 0, 0, 0.03))
    limits = [r.choice((0, 0, 0, 0, 0, 0, 20, 25, 30, 35, 40)) for _ in range(2)]
    policy = [r.choice(("", "", "", "upper", "mixed", "some", "lower")) if case else "" for _ in range(2)]
    bare = [r.choice((0, 0, 0, 0.1, 0.5, 1)) for _ in range(2)]
    if not two:
        policy[1], bare[1], limits[1] = policy[0], bare[0], limits[0]
    final, rows, owners, done = JUNK[lang], [], [], {}
    junk = [k for k in range(3) if r.random() < 0.2]
    heads = [final[k][0] if k == 1 else r.choice(final[k]) for k in junk]
    iso, start = r.random() < 0.5, r.randrange(1, 5000)
    r.shuffle(drafts)
    for number, side, text in drafts:
        clean = text
        if r.random() < slippery:
            text = slip(r, text, index, ocr)
        if r.random() < bare[side]:
            text = plain(text)
        elif r.random() < moji:
            text = text.encode("utf-8").decode("latin-1") if not re.search("[^\x00-ſ]", text) else text
            text = text if text.isprintable() else clean
        how = policy[side]
        if how == "upper" or how == "mixed" and r.random() < 0.4 or how == "some" and r.random() < 0.1:
            text = text.upper()
        elif how == "lower" or how == "mixed" and r.random() < 0.3:
            text = text.lower()
        if limits[side] and len(text) > limits[side]:
            short = text[: limits[side]].rstrip(" ,-(")
            words, rival = " %s " % " ".join(fold(short).split()[:-1]), None
            for atom in [a for part in things[number] for a in atoms(part)]:
                if any(
                    " %s " % fold(f) in words for f in (atom if isinstance(atom, tuple) else (str(atom),)) if fold(f) != "the"
                ):
                    rival = holders[atom] if rival is None else rival & holders[atom]
            if rival is not None and len(rival) == 1:
                text = short
        mark = fold(text) if ordered else " ".join(sorted(fold(text).split()))
        if done.setdefault(mark, number) != number:
            continue
        row = [(sources[side])] if two else []
        row.append(text)
        for (_, value, gone, changed), known in zip(columns, values[number]):
            row.append("" if r.random() < gone else value(r, things[number]) if r.random() < changed else known)
        for k in junk:
            day = (r.randrange(2005, 2025), r.randrange(1, 13), r.randrange(1, 29))
            row.append(
                (
                    str(start + len(rows)),
                    r.choice(final[1][1].split()),
                    "%d-%02d-%02d" % day if iso else "%02d.%02d.%d" % day[::-1],
                )[k]
            )
        rows.append(row)
        owners.append(number)
    return (["source"] if two else []) + [r.choice(names)] + [c[0] for c in columns] + heads, rows, owners


def initial(name, dot="."):
    """J.-C. for Jean-Claude."""
    return "-".join(p[0] + dot for p in name.split("-") if p)


def other_sex(one, two):
    """Whether two first names do not go together."""
    return bool(two) and one not in BOTH and two not in BOTH and (one in WOMEN) != (two in WOMEN)


# Pools of people's names.
BOTH = set(pool_of("María Marie José Guadalupe Trinidad Anne Claude Camille"))
WOMEN = set(
    pool_of("""Carmen Dolores Pilar Mercedes Isabel Teresa Rosario Concepción Josefa Cristina Lucía Elena Beatriz Margarita Rosa Ana Marta Montserrat Esperanza
 Soledad Ximena Valeria Fátima Rocío Inmaculada Yolanda Consuelo Françoise Hélène Sylvie Béatrice Geneviève Thérèse Agnès Élodie Chloé Odile Solange
 Mathilde Cécile Aurélie Käthe Bärbel Ursula Gisela Hannelore Elisabeth Margarethe Sabine Renate Brigitte Ingeborg Katharina Anna Eva Luise Charlotte Leonie
 Sigrid Heike Antje Fatima Aisha Zaynab Maryam Khadija Layla""")
)
EN_FIRST = far(
    forms_of("""William:Bill:Will Robert:Bob:Rob James:Jim:Jimmy John:Jack Richard:Dick:Rick Theodore:Ted Edward:Eddie:Ned
 Margaret:Peggy:Maggie Elizabeth:Liz:Betty Katherine:Kate:Kathy Charles:Chuck:Charlie Thomas:Tom Michael:Mike Joseph:Joe
 Anthony:Tony Christopher:Chris Daniel:Dan Matthew:Matt Andrew:Andy Stephen:Steven:Steve Kenneth:Ken Gregory:Greg Jennifer:Jenny
 Patricia:Pat:Patty Deborah:Debra:Debbie Susan:Sue Barbara:Barb Rebecca:Becky Victoria:Vicky Alexandra:Sandra Nicholas:Nick
 Benjamin:Ben Samuel:Sam Jonathan:Jon Timothy:Tim Lawrence:Laurence:Larry Frederick:Fred Albert:Bert Harold:Harry Peter:Pete
 Philip:Phillip:Phil Raymond:Ray Ronald:Ron Donald:Don Gerald:Jerry Walter:Walt Douglas:Doug Abigail:Abby Dorothy:Dot Florence:Flo
 George Henry Arthur Oliver Helen Ruth Grace Alice Emma Laura Rachel Claire:Clare Fiona Graham:Graeme Stuart:Stewart Geoffrey:Jeffrey
 Colin Nigel Trevor Keith Brenda Sylvia Janet Diane Irene Naomi Hazel Gwendolyn:Gwen Owen Rhys Dylan Sean:Shaun Brian:Bryan Hugh Leonard:Len
 Vincent:Vince Clifford:Cliff Eleanor:Ellie Penelope:Penny Judith:Judy Pamela:Pam Roderick:Rod Sebastian:Seb Marcus Julian Felix""")
)
EN_LAST = far(
    pool_of("""Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall
 Wood Jackson Clarke Hughes Edwards Turner Hill Cooper Ward Morgan Baker Harris King Scott Allen Parker Bennett Cook Shaw Murphy
 O'Brien Kelly O'Connor McCarthy McDonald MacGregor Fitzgerald Nguyen Patel Khan Singh Kowalski Rosenberg Goldstein""")
    + mix(
        pool_of(
            "Ash Brad Cal Dun El Far Gar Hal Kirk Lang Mar Nor Old Pem Rad Stan Thorn Up Wal West Whit Win Yar Ched Bram Sut Cob Holl"
        ),
        pool_of("ton ley ford ham well by wood field worth bourne man more wick combe shaw stone ridge son gate brook"),
    )
    + mix(
        pool_of("Mc Mac Fitz O' De"),
        pool_of("Al Bro Cul Don Fer Gil Kin Lau Mul Nal Phe Que Rei Tav"),
        pool_of("lan ghlin gan rick nnell sters ffy mont vey"),
    )
    + mix(
        pool_of("Abe Bosw Cresw Drum Emb Fro Gri Hux Jess Kemb Love Mid Nethe Ost Pend Rush Shir Tind Ulv Verl"),
        pool_of("all ence ing ock erton isham olt ridge upp enby"),
        ("", "s"),
    )
)
AR_FIRST = far(
    blanks(
        forms_of("""Muhammad:Mohammed:Mohamed:Mohammad:Mohamad:Muhammed:Mohd Ahmad:Ahmed:Achmed Ali:Aly Hassan:Hasan:Hasen
 Husayn:Hussein:Hussain:Hussien Yusuf:Youssef:Yousef:Yousuf Ibrahim:Ebrahim:Brahim Abd_al-Rahman:Abdulrahman:Abdul_Rahman:Abdel_Rahman:Abderrahmane
 Abd_al-Aziz:Abdulaziz:Abdul_Aziz:Abdelaziz Abd_Allah:Abdullah:Abdallah Abd_al-Karim:Abdulkarim:Abdel_Karim:Abdelkrim
 Abd_al-Latif:Abdullatif:Abdel_Latif Abd_al-Qadir:Abdulqader:Abdelkader:Abdul_Kadir Abd_al-Hamid:Abdulhamid:Abdel_Hamid
 Abd_al-Nasir:Abdulnasser:Abdel_Nasser Abd_al-Wahhab:Abdulwahab:Abdelouahab Umar:Omar:Oumar Uthman:Othman:Osman Khalid:Khaled Tariq:Tarek:Tareq
 Jamal:Gamal:Djamel Mahmud:Mahmoud:Mahmood Mustafa:Mostafa:Moustapha Salih:Saleh Sulayman:Suleiman:Soliman:Sulaiman Faysal:Faisal:Feisal
 Nasir:Nasser Walid:Waleed:Oualid Usama:Osama:Oussama Zayd:Zaid:Zeid Ziyad:Ziad Rashid:Rasheed:Rachid Fatima:Fatma:Fatimah Aisha:Aysha:Aicha
 Zaynab:Zainab:Zeinab Maryam:Mariam:Meriem Khadija:Khadijah:Khadidja Layla:Leila:Laila Nur:Noor:Nour Ismail:Ismael:Esmail Isa:Issa:Eissa
 Musa:Mousa:Moussa Yahya:Yehia:Yahia Zakariya:Zakaria Ayman:Aiman:Aymen Bashir:Basheer:Bachir Fuad:Fouad:Foad Ghassan Haytham:Haitham:Haytem
 Imad:Emad Iyad:Eyad Jabir:Jaber:Gaber Kamal:Kamel Mansur:Mansour:Mansoor Marwan:Marouane Munir:Mounir:Muneer Nabil:Nabeel Qasim:Qassem:Kassem
 Rafiq:Rafik:Rafeek Sami:Samy Sharif:Shareef:Cherif Tawfiq:Tawfik:Toufic Wisam:Wissam Yasin:Yassin:Yaseen Adnan Anwar Badr Dawud:Daoud:Dawood
 Fahd:Fahad Ghazi Hisham:Hesham:Hicham Idris:Idriss:Driss Lutfi:Lotfi Muhsin:Mohsen Rida:Reda:Ridha Sabir:Saber Thamir:Thamer Watban Barzan
 Sabawi Uday:Odai:Oday Qusay:Qusai:Kusay Izzat:Ezzat Latif Mudhir:Modher Nayif:Nayef Sultan Turki Bandar Majid:Majed Hamza:Hamzah Harun:Haroun""")
    )
)
AR_LAST = far(
    pool_of("""Tikriti Duri Ubaydi Rawi Jaburi Shammari Ghamdi Zahrani Harbi Utaybi Qahtani Dulaymi Masri Shami Maghribi Libi Sudani Yamani
 Hashimi Husayni Khatib Najjar Haddad Banna Sabbagh Zarqawi Zawahiri Baghdadi Basri Mawsili Kurdi Turkmani Filastini Urduni Saadi
 Azzawi Tamimi Maliki Sadr Hakim Amiri Muhandis Khazali Kaabi Mutayri Ajmi Rashidi Subayi Dawsari Qadhafi Trabulsi Misrati""")
    + [
        w + "i"
        for w in mix(
            pool_of("Ba Ja Khu Du Ra Sha Ta Ghu Qa Ma Na Ha Wu Za Fu Ka Su"),
            pool_of("b d dh f h j l m n r s sh t z wq"),
            pool_of("a u ay"),
            pool_of("b d h l m n r s f"),
        )
    ]
    + [
        w + "i"
        for w in mix(
            pool_of("Bu Mu Si Ti Ha Kha Gha Za Ri Su Ju Nu"),
            pool_of("rb lh ms nt fr sm khl dr"),
            pool_of("a u i"),
            pool_of("w z t q sh m d"),
        )
    ]
)
AR_RULES = (
    (r"q", "k"),
    (r"u(?=.)", "ou"),
    (r"u(?=[a-z])", "o"),
    (r"ay(?=[a-z])", "ei"),
    (r"ay(?=[a-z])", "ai"),
    (r"i$", "y"),
    (r"dh", "d"),
    (r"(?i)J", "G"),
    (r"sh", "ch"),
    (r"w", "ou"),
    (r"aa", "a"),
    (r"mm", "m"),
    (r"zz", "z"),
)
ES_FIRST = far(
    forms_of("""José:Pepe María:Mª Francisco:Paco:Fco. Antonio:Toño Manuel:Manolo Juan Luis Carlos Jesús Ángel Miguel Pedro Javier
 Rafael:Rafa Fernando Alberto:Beto Enrique:Quique Ramón Vicente Joaquín Andrés Eduardo:Lalo Guadalupe:Lupita Carmen Dolores:Lola Pilar
 Mercedes Isabel:Chabela Teresa:Tere Rosario:Charo Concepción:Concha Josefa:Pepa Cristina Lucía Elena Beatriz Margarita Rosa Ana Marta
 Montserrat:Montse Esperanza Soledad Ignacio:Nacho Santiago Tomás Guillermo:Memo Roberto Ricardo Sergio Gustavo Héctor Óscar Rubén Ximena:Jimena
 Valeria Fátima Rocío Inmaculada:Inma Yolanda Gregorio:Goyo Nicolás Esteban Agustín Felipe Salvador Trinidad Consuelo:Chelo""")
)
ES_LAST = far(
    pool_of("""García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez
 Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz
 Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León
 Herrera Márquez Peña Flores Cabrera Campos Vega Fuentes Carrasco Diez Reyes Caballero Nieto Aguilar Pascual Herrero Montero Lorenzo""")
    + mix(
        pool_of("Iba Goi Mendi Arri Echa Uri Zuba Ola Bengo Sala Lete Eli Iri Gara Bere Aldu Orma"),
        pool_of("rri zábal zarra goitia eta berri garay ondo aga ñe churi bide barrena zelaia turri"),
    )
    + mix(
        pool_of("Valde Monte Villa Casa Torre Fuen Alba Riba Campo Guada Pala Rebo"),
        pool_of("rrama negro llar riego cino mayor redo nera lucía ñán puente frades"),
    )
    + mix(
        pool_of("Bal Bus Cifu Cor Esco Galin Hino Jara Ler Maldo Oña Quin Revi Sarmi Tejo Ubie Zamo"),
        pool_of("dero ngo josa lla quez ta teno llo bedo miz rán nez"),
        ("", "s"),
    )
)
RU_M = far(
    forms_of("""Александр:Саша Сергей:Серёжа Дмитрий:Дима Андрей Алексей:Лёша Михаил:Миша Владимир:Вова Николай:Коля Иван:Ваня Евгений:Женя
 Павел:Паша Виктор Юрий Игорь Олег Анатолий:Толя Василий:Вася Григорий:Гриша Константин:Костя Фёдор Геннадий Борис Вячеслав:Слава Пётр:Петя
 Георгий Леонид Максим Артём Роман Станислав Валентин Степан Аркадий Тимофей Яков Захар Эдуард Вадим Ярослав Руслан Илья Никита Кирилл""")
)
RU_F = far(
    forms_of("""Елена:Лена Наталья:Наталия:Наташа Ольга:Оля Татьяна:Таня Ирина:Ира Светлана:Света Анна:Аня Екатерина:Катя Мария:Маша Юлия:Юля
 Людмила:Люда Галина:Галя Надежда:Надя Вера Любовь:Люба Нина Валентина Тамара Ксения:Оксана Анастасия:Настя Дарья:Даша Лариса Жанна
 Алла Софья:София Полина Виктория Евгения Маргарита Зинаида Раиса Яна Инна Эльвира Кристина Лидия Антонина""")
)
RU_PAT = """Александр Сергее Дмитрие Андрее Алексее Михайл Владимир Николае Иван Евгенье Павл Виктор Юрье Олег Анатолье Василье Григорье
 Константин Фёдор Геннадье Борис Петр Георгие Леонид Максим Роман Степан Тимофее""".split()
RU_LAST = far(
    pool_of("""Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров
 Козлов Степанов Николаев Орлов Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Щербаков Жуков Чернышёв
 Цветков Хрущёв Достоевский Чайковский Рыжков Юшкевич Шевченко Тимошенко Кравчук Мельник Бондаренко""")
    + mix(
        pool_of("Бар Вер Гор Дуб Жар Зим Кал Лап Мор Рад Сел Тиш Хар Цел Чуд Шум Щед Яр Юх Лям"),
        pool_of("ан ач ул ищ ык ет яж он"),
        pool_of("ов ин енко ский цев кин"),
    )
    + mix(
        pool_of("Бел Глад Дорон Ерма Завья Кудр Лукь Мещ Непом Остр Пого Рого Сухо Тарак Усти Филат Хомя Черно Шаб Якун"),
        pool_of("ар ел уш ят об ист"),
        pool_of("ов ин енко ский цев"),
    )
)
LAT = dict(zip("абвгдезийклмнопрстуфыэьъ", "a b v g d e z i y k l m n o p r s t u f y e ' '".split()))
LAT = {k: v.replace("'", "") for k, v in LAT.items()}
SYSTEMS = [
    dict(LAT, **dict(zip("ёжхцчшщюя", s.split())))
    for s in (
        "yo zh kh ts ch sh shch yu ya",
        "e zh kh ts ch sh shch iu ia",
        "ë ž ch c č š šč ju ja",
        "jo sch ch z tsch sch schtsch ju ja",
        "io j kh ts tch ch chtch iou ia",
        "e zh h ts ch sh sch yu ya",
    )
]
SYSTEMS[3].update({"в": "w", "й": "j"})
SYSTEMS[2].update({"й": "j"})
SYSTEMS[1].update({"й": "i"})
SYSTEMS[4].update({"у": "ou", "й": "ï"})
DE_FIRST = far(
    forms_of("""Hans:Johannes Karl:Carl Friedrich:Fritz Wilhelm:Willi Heinrich:Heinz Jürgen Günter:Günther Jörg Björn Götz Käthe Ulrich:Uli
 Wolfgang:Wolf Matthias:Mathias Klaus:Claus Stefan:Stephan Thorsten:Torsten Christoph Dieter Manfred Rüdiger Sören Sönke Bärbel Ursula:Uschi
 Gisela Hannelore:Hanne Elisabeth:Elsbeth Margarethe:Grete Sabine Renate Brigitte:Gitte Ingeborg:Inge Katharina:Käthchen Anna Marie Eva Luise
 Charlotte Gerhard:Gerd Eberhard Detlef:Detlev Walther:Walter Rolf Ludwig Otto Ernst Bernd:Bernhard Konrad Philipp Lukas Leonie Sigrid Heike Antje""")
)
DE_LAST = far(
    pool_of("""Müller Schmidt Schneider Fischer Weber Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Schröder Neumann Schwarz
 Zimmermann Krüger Hartmann Lange Köhler König Huber Mayer Kaiser Fuchs Scholz Möller Weiß Jäger Böhm Groß Strauß Dörr Löffler Grünewald""")
    + mix(
        pool_of(
            "Alten Bergen Eichen Grün Hohen König Linden Mühl Neu Ober Rosen Schön Stein Tannen Unter Wald Weiß Büchel Roß Wolfs Hell Birken"
        ),
        pool_of("berg burg dorf feld hausen bach mann heim stein thal hof rode brück meier"),
    )
    + mix(
        pool_of(
            "Acker Brand Dietz Engel Fromm Gott Hagel Irm Jansch Kessel Lauter Mertz Nolt Oster Pfeif Quand Rade Sieb Trau Ull Vogel Wieg Zell"
        ),
        pool_of("ke linger wald ow schmidt er huber icz mayer bauer kamp loh"),
    )
)
FR_FIRST = far(
    forms_of("""Jean Pierre Michel François André Philippe Jacques Bernard Henri Louis Marie Anne Françoise Hélène Sylvie Béatrice
 Geneviève Thérèse Agnès Élodie Chloé Camille Benoît Jérôme Rémi:Rémy Gaël Noël Étienne Frédéric:Fred Stéphane:Stephane Sébastien Grégoire
 Christophe:Chris Alexandre:Alex Guillaume Thibault:Thibaut Hugues Xavier Yves Claude Paul Odile Solange Mathilde Maxime:Max Luc Cécile Aurélie""")
)
FR_LAST = far(
    pool_of("""Martin Bernard Thomas Dubois Moreau Lefèvre Leroy Roux Fournier Girard Bonnet Lambert Rousseau Garnier Chevalier Gauthier
 Perrin Clément Mathieu Nguyen Brunet Lemoine Guérin Boyer Delacroix Noël Meunier Poirier Hébert""")
    + mix(
        pool_of("Beau Belle Chante Cour Fonte Grand Haute La Mont Neuf Pierre Roque Saint Val Ville Clair Bois Cham Perri Tou"),
        pool_of("mont court vigne fort champ lieu laine rieux nay dieu ville taine roche pré teau chon gny querelle"),
    )
    + mix(
        pool_of("Ar Bar Cor Du Es Fau Gal Jou Ker Lan Mau Ner Ou Pel Ri Sau Tré Vau"),
        pool_of("ba du ga le ma ni re vi"),
        pool_of("c lot quet din zeau sson det gnac nnec"),
    )
)
CN_LAST = forms_of("""王:Wang 李:Li:Lee 张:Zhang:Chang:Cheung 刘:Liu:Lau 陈:Chen:Chan 杨:Yang:Yeung 黄:Huang:Wong 赵:Zhao:Chao 吴:Wu:Ng 周:Zhou:Chow
 徐:Xu:Hsu 孙:Sun 马:Ma 朱:Zhu:Chu 胡:Hu 郭:Guo:Kwok 何:He:Ho 高:Gao:Kao 林:Lin:Lam 罗:Luo:Lo 郑:Zheng:Cheng 梁:Liang:Leung 谢:Xie:Hsieh 宋:Song:Sung
 唐:Tang 邓:Deng:Teng 韩:Han 冯:Feng:Fung 曹:Cao:Tsao 彭:Peng 曾:Zeng:Tseng 肖:Xiao:Hsiao 田:Tian:Tien 董:Dong:Tung 潘:Pan 袁:Yuan 蔡:Cai:Tsai 蒋:Jiang:Chiang
 欧阳:Ouyang:Au_Yeung 司马:Sima:Szema 诸葛:Zhuge 魏:Wei 叶:Ye:Yeh 苏:Su 杜:Du:Tu 丁:Ding:Ting 沈:Shen""")
CN_GIVEN = forms_of("""伟:wei 芳:fang 娜:na 敏:min 静:jing 丽:li 强:qiang 磊:lei 军:jun 洋:yang 勇:yong 艳:yan 杰:jie 涛:tao 明:ming 超:chao 霞:xia 平:ping
 刚:gang 桂:gui 文:wen 华:hua 建:jian 国:guo 志:zhi 春:chun 海:hai 红:hong 玉:yu 金:jin 小:xiao 晓:xiao 雪:xue 梅:mei 燕:yan 峰:feng 龙:long 飞:fei 鹏:peng
 宇:yu 浩:hao 轩:xuan 梓:zi 涵:han 欣:xin 怡:yi 佳:jia 思:si 雨:yu 婷:ting 慧:hui 秀:xiu 兰:lan 英:ying 凤:feng 德:de 庆:qing 永:yong 福:fu 生:sheng 林:lin
 宏:hong 亮:liang 辉:hui 波:bo 斌:bin 凯:kai 嘉:jia 瑞:rui 子:zi 天:tian 博:bo 一:yi 诗:shi 琪:qi 倩:qian 莹:ying 蕾:lei 爱:ai 光:guang 忠:zhong 祥:xiang 昌:chang""")
KO_LAST = forms_of("""김:Kim:Gim 이:Lee:Yi:Rhee 박:Park:Pak:Bak 최:Choi:Choe 정:Jung:Jeong:Chung 강:Kang:Gang 조:Cho:Jo 윤:Yoon:Yun 장:Jang:Chang 임:Lim:Im 한:Han
 오:Oh:O 서:Seo:Suh 신:Shin:Sin 권:Kwon:Gwon 황:Hwang 안:Ahn:An 송:Song 류:Ryu:Yoo 홍:Hong 전:Jeon:Chun 고:Ko:Go 문:Moon:Mun 손:Son:Sohn 양:Yang 배:Bae 백:Baek:Paik
 허:Heo:Hur 남궁:Namgung 심:Shim:Sim 노:Noh:Roh 하:Ha 곽:Kwak:Gwak 성:Sung:Seong 차:Cha 주:Joo:Ju 우:Woo:U 구:Koo:Gu 민:Min""")
KO_GIVEN = forms_of("""민:min 서:seo:suh 지:ji:jee 현:hyun:hyeon 영:young:yeong 수:soo:su 준:joon:jun 은:eun:un 우:woo:u 진:jin 성:sung:seong 호:ho 경:kyung:gyeong
 미:mi:mee 희:hee:hui 정:jung:jeong 동:dong 상:sang 태:tae 혜:hye 연:yeon:yun 하:ha 윤:yoon 재:jae 원:won 선:sun:seon 철:chul:cheol 훈:hoon:hun 석:suk:seok
 용:yong 규:kyu:gyu 기:ki:gi 대:dae 승:seung 주:joo:ju 나:na 예:ye 아:ah:a 도:do 건:gun:geon 유:yoo:yu 소:so 보:bo 범:bum:beom 형:hyung:hyeong 명:myung:myeong""")
WADE = (
    ("zh", "ch"),
    ("x", "hs"),
    ("q", "ch"),
    ("ong", "ung"),
    ("^j", "ch"),
    ("^g", "k"),
    ("^d", "t"),
    ("^b", "p"),
    ("ian", "ien"),
    ("^z", "ts"),
)


def latin(h, text, side="sys"):
    """Writes Cyrillic in Latin letters after one of the systems."""
    system = h.pick(side, SYSTEMS)
    out = []
    for word in (
        text.lower().replace("ий", h.pick("iy", ("iy", "y", "ij", "ii", "i")) if not re.search("[a-z]", text) else "ий").split()
    ):
        word = re.sub("кс", h.pick("ks", ("ks", "ks", "x")), word)
        word = re.sub("^е", h.pick("e", ("e", "ye", "je")), word)
        out.append("".join(system.get(c, c) for c in word).capitalize())
    return " ".join(out)


ORG = mix(
    pool_of("Al Bar Cor Del Est Fal Gol Hy Ir Kar Lu Med Nor Or Pet Ras Sev Tek Ul Vas Zar"),
    pool_of("a e i o u an er"),
    pool_of("com mex dor bank tex nov gaz line gen port vest san"),
)
ORG_WORK = forms_of(
    "Trading:Trdg Shipping:Shpg Construction:Constr. Petroleum:Petrol. Exchange:Exch. Engineering:Eng. Aviation Import-Export:Impex"
    " Industries:Inds. Foundation:Fdn Holding Investment:Inv. Logistics Bank Charity Transport:Transp."
)
ORG_FORM = blanks(
    forms_of(
        "Limited:Ltd:Ltd. Company:Co:Co. LLC:L.L.C. GmbH:Ges.m.b.H. FZE:F.Z.E. S.A.:SA Corporation:Corp:Corp. OOO:LLC Pty_Ltd:Pty._Limited"
    )
)
CITIES = pool_of(
    "Baghdad Dubai Tehran Damascus Moscow Minsk Beirut Karachi Bogotá Caracas Harare Kinshasa Yangon Tripoli Lagos Istanbul Nicosia Geneva Panama Lima"
)


def en_screening(r):
    """Persons and bodies as on lists of sanctions."""
    part = {
        "en": (EN_FIRST, EN_LAST),
        "ar": (AR_FIRST, AR_LAST),
        "es": (ES_FIRST, ES_LAST),
        "de": (DE_FIRST, DE_LAST),
        "ru": (RU_M, RU_LAST),
        "fr": (FR_FIRST, FR_LAST),
        "cn": (far([(b[1],) for b in CN_GIVEN]), CN_LAST),
    }
    world = r.sample(sorted(part), r.randint(1, 7))
    pools = {c: (some(r, part[c][0], 25, 90), some(r, part[c][1], 40, 700)) for c in world}
    orgs, bodies = r.choice((0, 0, 0.2, 0.5, 0.9)), some(r, ORG, 30, 900)

    def new(r):
        if r.random() < orgs:
            return ("o", skewed(r, bodies), r.choice(ORG_WORK), r.choice(ORG_FORM), r.choice(("", "", r.choice(CITIES))))
        c = r.choice(world)
        first, last = pools[c]
        middle = skewed(r, first) if r.random() < (0.9 if c == "ar" else 0.4) else ()
        return (c, skewed(r, first), middle, skewed(r, last), "")

    def trap(r, t):
        n = new(r)
        k = r.randrange(4)
        if t[0] == "o":
            return (
                n
                if n[0] != "o"
                else (t[:4] + (r.choice(CITIES),), t[:2] + n[2:3] + t[3:], t[:1] + n[1:2] + t[2:], t[:4] + ("",))[k]
            )
        first, last = pools[t[0]]
        return (
            t[:1] + (other(r, first, t[1]),) + t[2:],
            t[:3] + (other(r, last, t[3]), ""),
            t[:2] + (other(r, first, t[2]),) + t[3:],
            (t[0], t[2], t[1], t[3], "") if t[2] else None,
        )[k]

    def keys(t):
        if t[0] == "o":
            return [("o", t[1], t[2][0], t[4]), ("ow", t[1], t[4]), ("oc", t[1], t[2][0])]
        if t[1] == t[2] or t[0] in ("es", "de", "fr") and t[2] and other_sex(t[1][0], t[2][0]):
            return None
        if t[0] == "ar" and t[2] and t[2][0] in WOMEN:
            return None
        return [("p", t[1], t[2], t[3]), ("fl", t[1], t[3]), ("il", t[1][0][0], t[3]), ("fil", t[1], t[2] and t[2][0][0], t[3])]

    def write(h, t):
        if t[0] == "o":
            work = h.spell(t[2]) if not (h.only("ow", t[1], t[4]) and h("nowork", 0.3)) else ""
            form = "" if h("noform") else h.spell(t[3])
            city = "" if t[4] and h.only("oc", t[1], t[2][0]) and h("nocity", 0.5) else t[4]
            city = city and ("(%s)" % city if h("brackets") else "- " + city if h("dash") else city)
            return ("%s %s %s %s" if h("cityfirst") else "%s %s %s %s") % (
                (t[1], work, city, form) if h("cf") else (t[1], work, form, city)
            )
        first, middle, last = h.spell(t[1]), t[2] and h.spell(t[2]), t[3]
        if t[0] == "ru":
            first, middle, last = latin(h, first), middle and latin(h, middle), latin(h, last)
        elif t[0] == "ar":
            last = (h.pick("al", ("al-", "al-", "Al ", "El ", "el-", "Al", ""))) + h.rules(last, AR_RULES)
            middle = middle and (h.pick("bin", ("bin ", "", "ibn ", "ben ")) + middle)
        elif t[0] == "cn":
            first, middle, last = first.capitalize(), middle and middle.lower(), h.spell(last[1:]).replace("_", " ")
            first, middle = (first + middle, "") if middle and h("joincn") else (first, middle.capitalize() if middle else "")
        if middle and t[0] != "cn" and h.only("fl", t[1], t[3]) and h("nomiddle", 0.6):
            middle = ""
        elif middle and t[0] not in ("ar", "cn") and h.only("fil", t[1], t[2][0][0], t[3]) and h("midinitial", 0.7):
            middle = initial(t[2][0] if t[0] != "ru" else latin(h, t[2][0]))
        if t[0] != "cn" and h.only("il", t[1][0][0], t[3]) and h("initial", 0.4):
            first, middle = initial(first if first[0] == t[1][0][0] or t[0] == "ru" else t[1][0]), ""
        last = last.upper() if h("caps") else last
        title = h.pick("title", ("Mr. ", "Gen. ", "Dr. ", "Col. ", "Sheikh ", "Hajji ")) if h("titled", 0.25) else ""
        if h("lastfirst"):
            return "%s%s %s %s" % (last, h.pick("comma", (",", ",", "", ";")), title + first, middle or "")
        return "%s%s %s %s" % (title, first, middle or "", last)

    def kind(r, t):
        return "entity" if t[0] == "o" else "individual"

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("name", "Name", "primary_name", "SDN_Name", "listed_name", "whole_name"),
        sources=("OFAC", "EU"),
        extra=(
            (("type", "sdn_type"), kind, 0.3),
            (("program", "regime"), lambda r, t: r.choice(pool_of("IRAQ2 SDGT UKRAINE SYRIA DPRK BELARUS")), 0.2),
        ),
    )


def all_rules(word):
    for old, new in AR_RULES:
        word = re.sub(old, new, word)
    return word


AR_LAST = [w[0] for w in far([(w, all_rules(w)) for w in AR_LAST])]


def ar_names_latin(r):
    """Arabic names in Latin letters."""
    first, last = some(r, AR_FIRST, 30, 90), some(r, AR_LAST, 30, 1500)
    grand, kunya, family = r.choice((0, 0.3, 0.8)), r.choice((0, 0, 0.1, 0.3)), r.choice((0.6, 1, 1))

    def new(r):
        given = (skewed(r, first), skewed(r, first), skewed(r, first) if r.random() < grand else ())
        return given + (skewed(r, last, 1.5) if r.random() < family else "", skewed(r, first) if r.random() < kunya else ())

    def trap(r, t):
        k = r.randrange(6)
        if k == 5:
            return (t[1], t[0]) + t[2:]
        if k == 4:
            return (other(r, first, t[0]), t[0], t[1], t[3], ())
        return t[:k] + (other(r, last if k == 3 else first, t[k]),) + t[k + 1 :]

    def keys(t):
        if len({x for x in t[:3] if x}) < 2 + bool(t[2]) or not (t[2] or t[3]) or t[1][0] in WOMEN or t[2] and t[2][0] in WOMEN:
            return None
        return [
            ("all", t[:4]),
            ("nograndpa", t[0], t[1], t[3]),
            ("fl", t[0], t[3]),
            ("nolast", t[0], t[1], t[2]),
            ("ini", t[0], t[1][0][0], t[3]),
        ]

    def write(h, t):
        one, two, three = h.spell(t[0]), h.spell(t[1]), t[2] and h.spell(t[2])
        son = h.pick("son", ("bin ", "", "ibn ", "ben ", "b. ", "", "Bin-"))
        son = h.pick("daughter", ("bint ", "", "bt. ")) if son and t[0][0] in WOMEN else son
        two = son + two
        three = (h.pick("son2", ("", "bin ", "", "b. ")) + three) if three else ""
        nisba = t[3]
        if t[3]:
            nisba = h.pick("al", ("al-", "al-", "Al-", "Al ", "El ", "el-", "Al", "El", "")) + h.rules(t[3], AR_RULES)
            if h.only("fl", t[0], t[3]) and h("short", 0.4):
                two = three = ""
            elif h.only("nograndpa", t[0], t[1], t[3]) and h("nograndpa", 0.6):
                three = ""
            elif t[2] and h.only("nolast", t[0], t[1], t[2]) and h("nolast", 0.2):
                nisba = ""
            elif not t[2] and h.only("ini", t[0], t[1][0][0], t[3]) and h("initials", 0.3):
                two = t[1][0][0] + "."
        before = (h.pick("abu", ("Abu ", "Abou ", "Aboo ")) + h.spell(t[4]) + " ") if t[4] and h("kunya") else ""
        if h("caps", 0.5):
            nisba = nisba.upper()
        text = (
            "%s, %s %s %s" % (nisba, one, two, three) if nisba and h("comma", 0.6) else "%s %s %s %s" % (one, two, three, nisba)
        )
        text = (
            text + " (%s)" % before.strip()
            if before and h("aka")
            else before + text
            if not text.startswith(nisba + ",")
            else text
        )
        return text.replace("-", " ") if h("nohyphen", 0.6) else text

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("name", "full_name", "name_en", "Name (Latin)", "applicant_name", "nom_complet"),
        sources=("passport", "visa"),
        ordered=True,
        extra=((("nationality", "country"), lambda r, t: r.choice(pool_of("EGY IRQ SAU MAR JOR SYR LBN")), 0.2),),
    )


def ru_names_mixed(r):
    """Russian names in Cyrillic and Latin letters."""
    last, pats = some(r, RU_LAST, 40, 900), r.sample(RU_PAT, r.randint(6, len(RU_PAT)))
    cyrillic, nick = r.choice((0.1, 0.5, 0.5, 1, 1)), r.choice((0, 0, 0.1, 0.3))

    def new(r):
        return (lambda g: (g, skewed(r, last, 1.6), skewed(r, (RU_M, RU_F)[g]), skewed(r, pats)))(r.randrange(2))

    def trap(r, t):
        k = r.randrange(4)
        if k == 3:
            return (1 - t[0], t[1], r.choice((RU_M, RU_F)[1 - t[0]]), t[3])
        return t[: k + 1] + (other(r, (last, (RU_M, RU_F)[t[0]], pats)[k], t[k + 1]),) + t[k + 2 :]

    def keys(t):
        g, l, f, p = t
        return [("all",) + t, ("fl", l, f, g), ("ii", l, f[0][0], p[0]), ("il", l, f[0][0]), ("fi", l, f, p[0])]

    def write(h, t):
        g, l, f, p = t
        name = f[1] if len(f) > 1 and h.r.random() < nick else f[0]
        if g:
            l = l[:-2] + "ая" if l.endswith("ий") else l + "а" if l[-2:] in ("ов", "ев", "ёв", "ин") else l
        p = p + (("вна" if p[-1] in "её" else "овна") if g else ("вич" if p[-1] in "её" else "ович"))
        roll = h.r.random() < cyrillic * (0.4 if h("latin") else 1)
        if h.only("ii", t[1], f[0][0], t[3][0]) and h("initials", 0.6):
            name, p = f[0][0] + ".", p[0] + "."
        elif h.only("fl", t[1], f, g) and h("nopat", 0.8):
            p = ""
        elif h.only("fi", t[1], f, t[3][0]) and h("patinitial", 0.4):
            p = p[0] + "."
        elif h.only("il", t[1], f[0][0]) and h("one", 0.3):
            name, p = f[0][0] + ".", ""
        if roll:
            l, name, p = (x.replace("ё", "е").replace("Ё", "Е") if h("yo") else x for x in (l, name, p))
        else:
            l, name, p = latin(h, l), latin(h, name), p and latin(h, p)
        l = l.upper() if h("caps", 0.6) else l
        gap = "" if name.endswith(".") and h("tight") else " "
        if h("lastfirst"):
            return "%s%s %s%s%s" % (l, "," if h("comma", 0.5) else "", name, gap, p)
        return "%s%s%s %s" % (name, gap, p, l)

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("ФИО", "fio", "name", "full_name", "Ф.И.О.", "сотрудник"),
        lang="ru",
        sources=("кадры", "passport"),
        link=0.25,
        extra=(
            (("пол", "sex"), lambda r, t: "МЖ"[t[0]], 0.2),
            (("отдел",), lambda r, t: r.choice(pool_of("АХО ИТ Бухгалтерия Склад Цех-1")), 0.15),
        ),
    )


def wade(sound):
    """The older way to write a Chinese sound."""
    for old, new in WADE:
        sound = re.sub(old, new, sound)
    return sound


def zh_ko_names(r):
    """Chinese or Korean names in their script and in Latin letters."""
    korean = r.random() < 0.5
    lasts, givens = (KO_LAST, KO_GIVEN) if korean else (CN_LAST, CN_GIVEN)
    lasts, givens = r.sample(lasts, r.randint(15, len(lasts))), r.sample(givens, r.randint(25, len(givens)))
    script, single = r.choice((0, 0.2, 0.5, 0.5, 0.8, 1)), 0.03 if korean else r.choice((0.05, 0.3))

    def new(r):
        return (skewed(r, lasts, 1.6), r.choice(givens), () if r.random() < single else r.choice(givens))

    def trap(r, t):
        k = r.randrange(5)
        return (
            (t[0], t[2], t[1])
            if k > 2 and t[2]
            else t[: k % 3] + (other(r, (lasts, givens, givens)[k % 3], t[k % 3]),) + t[k % 3 + 1 :]
        )

    def keys(t):
        sound = lambda c: c[1] if c else ""
        clean = (t[0][1], sound(t[1]), sound(t[2]))
        order = ("".join(sorted(clean)),)
        return (
            [
                ("all", t),
                ("wade", t[0][1], wade(clean[1]), wade(clean[2])),
                ("sound",) + clean,
                ("anyorder",) + order,
                ("ini", t[0][1], t[1][1][0], t[2] and t[2][1][0]),
            ]
            if t[1] != t[2]
            else None
        )

    def write(h, t):
        l, a, b = t
        native = l[0] + a[0] + (b[0] if b else "")
        sound = (l[1], a[1], b[1] if b else "")
        if not h.only("sound", *sound) or h.r.random() < script:
            if h.only("sound", *sound) and h("both", 0.3):
                return "%s (%s %s)" % (native, l[1], (a[1] + sound[2]).capitalize())
            gap = " " if h("gap", 0.4) else ""
            return l[0] + gap + native[len(l[0]) :]
        old = h("old", 0.6)
        last = (h.spell(l[1:]) if old else l[1]).replace("_", " ")
        if korean:
            given = [h.spell(c[1:]) for c in (a, b) if c]
        else:
            given = [c[1] for c in (a, b) if c]
            if old and h("wade", 0.5) and h.only("wade", l[1], wade(a[1]), wade(sound[2])):
                given = [wade(c) for c in given]
        if h.only("ini", l[1], a[1][0], b and b[1][0]) and h("initials", 0.3):
            given = ".".join(c[0].upper() for c in given) + "."
        else:
            way = h.pick("join", ("", "-", " ", "", "-C"))
            given = {
                "": "".join(given).capitalize(),
                "-": "-".join(given).capitalize(),
                " ": " ".join(c.capitalize() for c in given),
                "-C": "-".join(c.capitalize() for c in given),
            }[way]
        if h("english", 0.15):
            given = h.r.choice(("David", "Amy", "Kevin", "Grace", "Eric")) + " " + given
        last = last.upper() if h("caps", 0.5) else last
        if h("western") and h.only("anyorder", "".join(sorted(sound))):
            return given + " " + last
        return last + (", " if h("comma", 0.6) else " ") + given

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("성명", "이름", "name", "Name") if korean else ("姓名", "name", "作者", "Name"),
        lang="zh",
        ordered=True,
        slips=0.3,
        link=0.3,
        sources=("hr", "visa"),
        extra=((("소속", "dept") if korean else ("部门", "dept"), lambda r, t: r.choice("ABCDEF"), 0.15),),
    )


def es_nombres(r):
    """Spanish names with two last names."""
    first, last = some(r, ES_FIRST, 25, 80), some(r, ES_LAST, 40, 400)
    compound, with_de = r.choice((0.2, 0.5, 0.8)), r.choice((0, 0.1, 0.2))

    def surname(r):
        return r.choice(("de la ", "de ", "del ")) + skewed(r, last) if r.random() < with_de else skewed(r, last)

    def new(r):
        return (skewed(r, first), skewed(r, first) if r.random() < compound else (), surname(r), surname(r))

    def trap(r, t):
        k = r.randrange(6)
        if k > 3:
            return (t[0], t[1], t[3], t[2]) if k == 4 else (t[1], t[0], t[2], t[3]) if t[1] else None
        return t[:k] + (other(r, last if k > 1 else first, t[k]),) + t[k + 1 :]

    def keys(t):
        if t[0] == t[1] or t[2] == t[3] or t[1] and other_sex(t[0][0], t[1][0]):
            return None
        return [
            ("all",) + t,
            ("one", t[0], t[2], t[3]),
            ("nolast", t[0], t[1], t[2]),
            ("ini", t[0], t[1] and t[1][0][0], t[2], t[3]),
            ("sec", t[0], t[1], t[2], t[3][0]),
            ("least", t[0], t[2]),
            ("ii", t[0][0][0], t[2], t[3]),
            ("mid", t[1], t[2], t[3]),
        ]

    def write(h, t):
        a, b, c, d = h.spell(t[0], 0.4), t[1] and h.spell(t[1], 0.3), t[2], t[3]
        if t[1] and h.only("ini", t[0], t[1][0][0], c, d) and h("mid", 0.4):
            b = t[1][0][0] + "."
        elif t[1] and h.only("one", t[0], c, d) and h("nomid", 0.6):
            b = ""
        elif h.only("ii", t[0][0][0], c, d) and h("ini", 0.3):
            a, b = t[0][0][0] + ".", (t[1][0][0] + ".") if t[1] else ""
        if (b or not t[1]) and "." not in a + (b or "") and h.only("nolast", t[0], t[1], c) and h("nolast", 0.5):
            d = ""
        elif (
            "." not in a + (b or "")
            and b == (t[1] and b)
            and h.only("sec", t[0], t[1], c, d[0])
            and (b or not t[1])
            and h("secini", 0.2)
        ):
            d = d[0].upper() + "."
        if h("noparticle", 0.3):
            c, d = re.sub("^(de la|de|del) ", "", c), re.sub("^(de la|de|del) ", "", d)
        join = "-" if c and d and d[-1] != "." and h("hyphen", 0.15) else " y " if d and h("y", 0.08) else " "
        family, given = c + (join + d if d else ""), a + (" " + b if b else "")
        family = family.upper() if h("caps", 0.5) else family
        title = h.pick("title", ("D. ", "Sr. ", "Lic. ", "Ing. ", "Dr. ")) if h("titled", 0.2) else ""
        return (
            "%s, %s" % (family, given)
            if h("comma")
            else "%s %s" % (family, given)
            if h("bare", 0.3)
            else title + given + " " + family
        )

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("nombre", "NOMBRE_COMPLETO", "apellidos_nombre", "Nombre y apellidos", "titular", "alumno"),
        lang="es",
        ordered=True,
        sources=("padron", "matricula"),
        extra=((("provincia", "estado_rep"), lambda r, t: r.choice(pool_of("Madrid Sevilla Jalisco Lima Bogotá Murcia")), 0.2),),
    )


def authors_initials(r):
    """Authors of papers, one or all of a paper."""
    worlds = [
        (EN_FIRST, EN_LAST),
        (DE_FIRST, DE_LAST),
        (FR_FIRST, FR_LAST),
        (ES_FIRST, ES_LAST),
        (far([(c[1].capitalize(),) for c in CN_GIVEN]), [c[1] for c in CN_LAST]),
    ]
    worlds = [(some(r, a, 20, 80), some(r, b, 30, 600)) for a, b in r.sample(worlds, r.randint(1, 5))]
    most = r.choice((1, 1, 2, 4, 8))

    def person(r):
        a, b = r.choice(worlds)
        return (skewed(r, a), skewed(r, a) if r.random() < 0.4 else (), skewed(r, b))

    def new(r):
        return tuple(person(r) for _ in range(r.randint(1, most)))

    def trap(r, t):
        k, i = r.randrange(5), r.randrange(len(t))
        if k == 0 and most > 1:
            return t + (person(r),)
        if k == 1 and len(t) > 1:
            return t[1:] if r.random() < 0.5 else t[:-1]
        if k == 2 and len(t) > 1:
            return t[1:] + t[:1]
        p, q = t[i], person(r)
        return t[:i] + (((q[0],) + p[1:], p[:2] + q[2:], q)[r.randrange(3)],) + t[i + 1 :]

    def keys(t):
        if any(p[0] == p[1] for p in t) or len({p[2] for p in t}) < len(t) or len(t) > 9:
            return None
        ini = tuple((p[0][0][0], p[1] and p[1][0][0], p[2]) for p in t)
        first = tuple((p[0][0][0], p[2]) for p in t)
        return [
            ("all", tuple((p[0], p[1] and p[1][0][0], p[2]) for p in t)),
            ("ini", ini),
            ("first", first),
            ("nomid", tuple((p[0], p[2]) for p in t)),
            ("last", tuple(p[2] for p in t)),
            ("etal", t[0][2], len(t) > 2),
        ] + [("head", t[0][0][0][0], t[0][2])]

    def write(h, t):
        ini = tuple((p[0][0][0], p[1] and p[1][0][0], p[2]) for p in t)
        first = tuple((p[0][0][0], p[2]) for p in t)
        style = "full"
        if h.only("ini", ini) and h("ini"):
            style = "ini"
        short = h.only("first", first) if style == "ini" else h.only("nomid", tuple((p[0], p[2]) for p in t))
        drop = short and h("nomid", 0.6)
        bare = len(t) > 1 and h.only("last", tuple(p[2] for p in t)) and h("bare", 0.15)
        dot, gap, order = (
            h.pick("dot", (".", ".", "")),
            h.pick("gap", (" ", "", " ")),
            h.pick("order", (", ", " ", "after", ", ")),
        )
        out = []
        for number, (a, b, last) in enumerate(t):
            if style == "ini":
                given = initial(a[0], dot) + (gap + initial(b[0], dot) if b and not drop else "")
            else:
                given = h.spell(a, 0.2) + (" " + (initial(b[0]) if h("midini") else b[0]) if b and not drop else "")
            last = last.upper() if h("caps", 0.2) else last
            turned = order == "after" or number and h("firstonly", 0.15)
            out.append(last if bare else given + " " + last if turned else last + (order if order != "after" else " ") + given)
        if len(out) > 2 and h("etal", 0.5) and h.only("head", t[0][0][0][0], t[0][2]):
            return out[0] + h.pick("al", (" et al.", ", et al", " u. a.", " and others"))
        comma = any("," in x for x in out)
        join = h.pick("join", ("; ", "; ", " and ", "|")) if comma else h.pick("joins", (", ", "; ", ", ", " and "))
        if len(out) > 1 and h("and", 0.5):
            return join.join(out[:-1]) + h.pick("amp", (" and ", " & ", ", and ")) + out[-1]
        return join.join(out)

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("authors", "author", "AU", "creator", "Authors", "dc.contributor"),
        sources=("wos", "dblp"),
        link=0.3,
        ordered=most > 1,
        extra=((("year", "PY"), lambda r, t: str(r.randint(1990, 2023)), 0.12),),
    )


NOUN = pool_of("""River Moon Stone Wolf Summer Garden Fire Shadow Glass Winter Train Ocean Mirror Heart Dream Tiger Velvet Thunder Paper City Mountain Angel
 Desert Ghost Machine Flower Highway Kingdom Circus Lantern Harbor Feather Castle Electric Crimson Silver Golden Broken Hollow Midnight Burning
 Silent Wild Lonely Northern Sacred Plastic Atomic Cosmic Rotten Infinite Parade Orchestra Brothers Sisters Avenue Satellite Chemistry Division""")
BAND = mix(
    pool_of("Ka Zo Ve Ru Mo Sy Tri Lo Bra Neo Quo Xe Pho Ju Ty"),
    pool_of("lu ra ndo xi me sta vi gno rke"),
    pool_of("x n ns ra tek lia dor"),
)


def artists_works(r):
    """Musicians and painters, alone or with a work."""
    first, last = some(r, EN_FIRST + FR_FIRST + DE_FIRST, 30, 150), some(r, EN_LAST + FR_LAST + ES_LAST, 50, 700)
    nouns, odd = r.sample(NOUN, r.randint(20, len(NOUN))), some(r, BAND, 30, 500)
    works, bands, feats = r.choice((0, 0.5, 1, 1)), r.choice((0.1, 0.5, 0.8)), r.choice((0, 0.1, 0.4))

    def artist(r):
        if r.random() < bands:
            the = "The " if r.random() < 0.5 else ""
            return (
                the,
                r.choice(
                    ("%s %s" % (r.choice(nouns), r.choice(nouns)), "%s %s" % (skewed(r, odd), r.choice(nouns)), skewed(r, odd))
                ),
            )
        return (skewed(r, first), skewed(r, last))

    def new(r):
        title = " ".join(r.choice(nouns) for _ in range(r.randint(1, 3))) if r.random() < works else ""
        if title and r.random() < 0.4:
            title = r.choice(("The ", "A ", "My ", "Under the ", "Song of the ", "Portrait of a ", "Return to ")) + title
        return (artist(r), title, artist(r) if title and r.random() < feats else (), "")

    def trap(r, t):
        n, k = new(r), r.randrange(5)
        if not t[1]:
            a, b = t[0], artist(r)
            return (
                (r.choice(((b[0], a[1]), (a[0], b[1]))) if isinstance(a[0], tuple) else (a[0], b[1]))
                if type(a[0]) is type(b[0])
                else b,
                "",
                (),
                "",
            )
        return (
            t[:1] + n[1:2] + t[2:],
            (n[0],) + t[1:],
            t[:2] + (artist(r),) + t[3:],
            t[:3] + (r.choice(("Live", "Remix", "Part 2", "Acoustic")),),
            (t[0], t[1] + " " + r.choice(nouns)) + t[2:],
        )[k]

    def keys(t):
        a = t[0][1] if t[0][0] in ("", "The ") else t[0]
        title = re.sub("^(The|A) ", "", t[1])
        if t[2] == t[0] or (works == 1 and not t[1]):
            return None
        return [
            ("all", a, title, t[2], t[3]),
            ("nofeat", a, title, t[3]),
            ("ini", a[0][0][0], a[1], title, t[2], t[3]) if isinstance(a, tuple) else ("", a),
            ("last", t[0][1], title, t[2], t[3]),
        ]

    def person(h, a, t, main):
        if not isinstance(a[0], tuple):
            if not a[0]:
                return a[1]
            return a[1] + ", The" if h("the") else a[1] if h("nothe", 0.5) else a[0] + a[1]
        given = h.spell(a[0], 0.3)
        if main and h.only("ini", a[0][0][0], a[1], re.sub("^(The|A) ", "", t[1]), t[2], t[3]) and h("ini", 0.4):
            given = initial(a[0][0])
        if main and t[1] and h.only("last", a[1], re.sub("^(The|A) ", "", t[1]), t[2], t[3]) and h("lastonly", 0.3):
            return a[1]
        return a[1] + ", " + given if main and h("lastfirst") else given + " " + a[1]

    def write(h, t):
        who, title = person(h, t[0], t, True), t[1]
        if not title:
            return who
        if re.match("(The|A) ", title) and h("turned", 0.5):
            title = re.sub("^(The|A) (.*)", r"\2, \1", title)
        kind = t[3] and (" (%s)" % t[3] if h("brackets") else " - " + t[3])
        kind = kind.replace("Part 2", h.pick("part", ("Part 2", "Pt. 2", "Part II")))
        feat = ""
        if t[2] and not (
            h.only("nofeat", t[0][1] if t[0][0] in ("", "The ") else t[0], re.sub("^(The|A) ", "", t[1]), t[3])
            and h("nofeat", 0.4)
        ):
            feat = h.pick("feat", ("feat. ", "ft. ", "featuring ", "feat ", "with ", "& ")) + person(h, t[2], t, False)
        extra = (
            h.pick("extra", (" (Remastered 2011)", " [Album Version]", " - Remaster", " (Official Video)"))
            if h("extra", 0.2)
            else ""
        )
        dash = h.pick("dash", (" - ", ": ", " – ", " / "))
        title = '"%s"' % title if h("quotes", 0.2) else title
        if feat and h("featafter"):
            return who + dash + title + kind + (" (%s)" % feat if h("fb") else " " + feat) + extra
        who = who + " " + feat if feat else who
        return (
            title + kind + extra + h.pick("by", (" by ", " - ", " / ")) + who
            if h("titlefirst", 0.5)
            else who + dash + title + kind + extra
        )

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("artist" if not works else "track", "title", "Artist - Title", "name", "work"),
        sources=("discogs", "library"),
        extra=(
            (("genre", "category"), lambda r, t: r.choice(pool_of("Rock Pop Jazz Folk Electronic Classical")), 0.2),
            (("year", "released"), lambda r, t: str(r.randint(1960, 2022)), 0.15),
        ),
    )


SHIP = pool_of("""Ocean Sea Star Pacific Atlantic Nordic Baltic Golden Silver Blue Royal Eastern Western Southern Northern Pearl Glory Spirit Pioneer Express
 Trader Carrier Hope Fortune Dragon Eagle Falcon Phoenix Victory Harmony Breeze Wave Horizon Dawn Sun Moon Sky Prince Princess Queen King Lady
 Island Bay Cape River Mountain Jade Diamond Crystal Emerald Navigator Voyager Explorer Champion Liberty Unity Progress Energy Bright Grand Asian""")
MAKER = mix(
    pool_of("Al Ber Cos Dan Ever Gri Han Jin Kor Maer Nav Ori Sam Tor Vik Yan Zhe Mos Pol Thal"),
    pool_of("a e i o an en"),
    pool_of("ra sk ton gas mar via dis hai sen nia kos"),
)


def ships_names(r):
    """Vessels: fleets with numbers, prefixes of all sorts, former names."""
    words, makers = r.sample(SHIP, r.randint(14, len(SHIP))), some(r, MAKER, 20, 900)
    numbered, people, types = r.choice((0, 0.2, 0.5, 0.9)), r.choice((0, 0.1, 0.3)), r.choice((0, 0, 0.2))

    def new(r):
        k = r.random()
        name = (
            (r.choice(EN_FIRST)[0], skewed(r, EN_LAST))
            if k < people
            else (r.choice(words), r.choice(words))
            if k < 0.5
            else (skewed(r, makers), r.choice(words))
        )
        if k > 0.93:
            name = (skewed(r, makers),)
        return (
            name,
            r.randint(2, 40) if r.random() < numbered else 0,
            r.choice(("MV", "MV", "MT", "SS", "FV", "LPG/C")),
            r.choice(makers) if r.random() < types else "",
        )

    def trap(r, t):
        k = r.randrange(5)
        if k < 2 and numbered:
            return (t[0], max(2, t[1] + r.choice((1, 1, -1, 2, 10))), t[2], "")
        if k == 2 and len(t[0]) > 1:
            return (t[0][::-1], t[1], t[2], "")
        if k == 3:
            return (t[0] + (r.choice(words),), t[1], t[2], "")
        return ((t[0][:-1] if len(t[0]) > 1 else ()) + (r.choice(words),), t[1], t[2], "")

    def keys(t):
        return [("all", t[0], t[1])] if len(set(t[0])) == len(t[0]) < 4 else None

    def write(h, t):
        name = "".join(t[0]) if len(t[0]) == 2 and len(t[0][0] + t[0][1]) < 15 and h("joined", 0.15) else " ".join(t[0])
        if t[1]:
            roman = (
                "X" * (t[1] // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[t[1] % 10]
                if t[1] < 40
                else "XL"
            )
            way = h.pick("number", ("%d", "%d", "%02d", "No. %d", "NO.%d", "roman", "-%d", "No %d"))
            name += " " + roman if way == "roman" else way % t[1] if way[0] == "-" else " " + way % t[1]
        if h("prefix"):
            slash = t[2] if "/" in t[2] else h.pick("slash", ("%s%s", "%s/%s", "%s.%s.", "%s/%s")) % (t[2][0], t[2][1])
            name = (
                name + ", " + slash if h("after", 0.4) else name + " (" + slash + ")" if h("bracket", 0.3) else slash + " " + name
            )
        if t[3] and h("former", 0.6):
            name += h.pick("ex", (" (ex %s)", " ex-%s", " (ex. %s)", " [formerly %s]")) % t[3]
        return '"%s"' % name if h("quotes", 0.1) else name

    flags = r.sample(pool_of("Panama Liberia Malta Cyprus Bahamas Greece Norway Singapore China Japan Turkey"), r.randint(4, 10))
    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("vessel_name", "VESSEL", "ship", "Name", "vessel", "SHIPNAME"),
        sources=("port", "ais"),
        ordered=True,
        extra=(
            (("flag", "flag_state"), lambda r, t: r.choice(flags), 0.25),
            (("vessel_type", "type"), lambda r, t: {"MT": "Tanker", "FV": "Fishing", "LPG/C": "Gas"}.get(t[2], "Cargo"), 0.25),
        ),
    )


BRAND = mix(
    pool_of("Ve Lu Nor Ari Zen Kal Ther Bio Ful Mag Ori Pra Sil Tav Umb Wex Yol Cri Dor Elu Gro Hex"),
    pool_of("lo ma ri va xa te no du"),
    pool_of("ra x na tek via ne lis do ss cia gen"),
)
LINE = forms_of("""Active:Act. Classic:Class. Sport Premium:Prem. Natural:Natur. Junior:Jr Kids Professional:Pro Sensitive:Sens. Organic:Org. Nocturne Daily Hydra Intense
 Fresh Comfort Light Extra:X-tra Ultra Gold Platinum Essential:Ess. Urban Outdoor Travel Home Garden Marine Royal Vintage Silk Cotton Nordic Tropical Arctic Velvet""")
GOODS = forms_of(
    "Shampoo:Shamp. Cream:Crm Coffee Chocolate:Choc. Running_Shoes:Run._Shoes Detergent:Det. Toothpaste Tea Jacket Backpack Headphones Mixer Drill"
    " Lipstick Perfume:EdP Soap Biscuits:Bisc. Yoghurt:Yogurt Watch Lamp Mattress Tent"
)


def fictional_brands(r):
    """Invented brands, their lines and goods."""
    brands, lines, goods = (
        some(r, BRAND, 25, 900),
        r.sample(LINE, r.randint(8, len(LINE))),
        r.sample(blanks(GOODS), r.randint(2, 15)),
    )
    depth, numbered, house = r.choice((0, 0.4, 0.9)), r.choice((0, 0, 0.3)), r.choice((0, 0, 0.4))
    clan = some(r, EN_LAST + FR_LAST + DE_LAST, 40, 500)

    def new(r):
        brand = (
            skewed(r, clan) + r.choice((" & Sons", " & " + skewed(r, clan), " Brothers", ""))
            if r.random() < house
            else skewed(r, brands, 1.4)
        )
        return (
            brand,
            r.choice(lines) if r.random() < 0.2 + depth else (),
            r.choice(goods) if r.random() < depth else (),
            r.choice((0, 100, 200, 300, 500)) if r.random() < numbered else 0,
        )

    def trap(r, t):
        k = r.randrange(5 if numbered else 4)
        if k == 3:
            return (t[0], t[1] or r.choice(lines), r.choice(goods) if depth else (), t[3])
        return (
            new(r)[:1] + t[1:],
            (t[0], r.choice(lines)) + t[2:],
            (t[0], r.choice(lines), t[2], t[3]),
            None,
            t[:3] + (t[3] + r.choice((10, 50, 100)),),
        )[k]

    def keys(t):
        return [("all",) + t, ("nogoods", t[0], t[1], t[3]), ("noline", t[0], t[2], t[3])]

    def write(h, t):
        brand = t[0]
        brand = brand.replace(" & ", h.pick("and", (" & ", " and ", " + ", "&"))).replace(
            "Brothers", h.pick("bros", ("Brothers", "Bros.", "Bros"))
        )
        if h("short", 0.2):
            brand = brand.replace(" & Sons", " + Sons")
        brand = brand.upper() if h("caps", 0.5) else brand
        brand += (
            h.pick("mark", ("®", "™", " (R)", "(TM)"))
            if h("marked", 0.3)
            else h.pick("legal", (" Ltd", " Inc.", " GmbH", " S.A.", " Co."))
            if h("legal", 0.25)
            else ""
        )
        line = t[1] and h.spell(t[1])
        goods = t[2] and h.spell(t[2])
        if goods and h.only("nogoods", t[0], t[1], t[3]) and h("nogoods", 0.4):
            goods = ""
        elif line and h.only("noline", t[0], t[2], t[3]) and h("noline", 0.2):
            line = ""
        number = str(t[3]) if t[3] else ""
        rest = " ".join(
            p
            for p in (
                (goods, line, number)
                if h("goodsfirst", 0.4)
                else (line, number, goods)
                if h("mid", 0.4)
                else (line, goods, number)
            )
            if p
        )
        by = h.pick("by", (" by ", " from "))
        if rest and h("by", 0.3):
            return rest + by + brand
        return brand + (h.pick("gap", (" ", " ", " - ", ": ", " | ")) + rest if rest else "")

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("brand", "brand_name", "Marke", "product_line", "trademark", "name"),
        sources=("erp", "register"),
        extra=(
            (("nice_class", "class"), lambda r, t: str(r.choice((3, 5, 9, 25, 29, 30, 35))), 0.2),
            (("market", "country"), lambda r, t: r.choice(pool_of("US DE FR UK ES")), 0.2),
        ),
    )


GENERIC = mix(
    pool_of("am ben car dor ena flu gli lo me ni ome pra que ra sim ter val zo ato cefa"),
    pool_of("lo di ti va ra pi xa me zi so"),
    pool_of("pril sartan statin olol dipine prazole floxacin cillin mycin gliptin zepam triptan vir formin caine profen"),
)
DRUG = mix(
    pool_of("Ac Bel Cor Dia Ex Flo Gly Hy Lip Neu Oxi Pro Ser Tri Vas Xa Zy Pla"),
    pool_of("la me to vi ra ni co"),
    pool_of("x ril tan dol vic zine lor gen pam tin"),
)
DOSE = forms_of(
    "tablets:tab:tabs:tbl. capsules:cap:caps:kaps. film-coated_tablets:FCT:fc_tab oral_solution:oral_sol:sol. injection:inj:inj. cream:crm ointment:oint:ung. syrup:syr"
    " suppositories:supp:sup eye_drops:gtt:opht._drops patch:TTS prolonged-release_tablets:XR_tab:PR_tabs"
)


def medicine_names(r):
    """Medicines with brand or generic name, strength and form."""
    generics, brands, doses = some(r, GENERIC, 20, 300), some(r, DRUG, 25, 600), r.sample(blanks(DOSE), r.randint(2, 12))
    generic_of = {b: skewed(r, generics) for b in brands}
    unbranded, forms, combos, packs = r.choice((0, 0.3, 0.9)), r.random() < 0.8, r.choice((0, 0.1)), r.choice((0, 0, 0.6))
    strengths = (1, 2.5, 5, 10, 20, 25, 40, 50, 75, 80, 100, 150, 200, 250, 300, 400, 500, 600, 1000)

    def new(r):
        name = skewed(r, brands) if r.random() > unbranded else skewed(r, generics)
        return (
            name,
            r.choice(strengths),
            r.choice((12.5, 25)) if r.random() < combos else 0,
            r.choice(doses) if forms else (),
            r.choice((10, 14, 28, 30, 50, 100)) if packs else 0,
        )

    def trap(r, t):
        k = r.randrange(6)
        same = [b for b in brands if generic_of[b] == generic_of.get(t[0])]
        return (
            t[:1] + (r.choice(strengths),) + t[2:],
            t[:1] + (r.choice(strengths),) + t[2:],
            t[:3] + (r.choice(doses) if forms else (),) + t[4:],
            (r.choice(same) if same else r.choice(brands),) + t[1:],
            t[:4] + (r.choice((10, 20, 28, 30, 50, 98, 100)) if packs else 0,),
            new(r)[:1] + t[1:],
        )[k]

    def keys(t):
        return [("all",) + t, ("noform",) + t[:3] + t[4:], ("nopack",) + t[:4], ("least",) + t[:3]]

    def amount(h, value):
        if value >= 500 and h("gram", 0.3):
            return h.pick("g", ("%g g", "%gg", "%g G")) % (value / 1000)
        text = h.pick("mg", ("%g mg", "%gmg", "%g MG", "%g mg", "%gMG", "%g milligram")) % value
        return text.replace(".", ",") if h("decimal", 0.3) else text

    def write(h, t):
        name = t[0].capitalize()
        salt = h.pick("salt", (" HCl", " sodium", " hydrochloride", " mesylate"))
        if t[0] in generic_of:
            if h("generic", 0.6):
                inn = generic_of[t[0]].lower()
                name = h.pick("inn", ("%s (%s)", "%s / %s", "%s %s", "%s® (%s)")) % (name, inn)
            elif h("mark", 0.3):
                name += "®"
        elif h("salt", 0.2):
            name += salt
        dose = amount(h, t[1])
        if t[2]:
            dose = h.pick("combo", ("%g mg/%g mg", "%g/%g mg", "%g mg + %g mg", "%g-%g mg")) % (t[1], t[2])
        least = h.only("least", *t[:3])
        form, pack = t[3] and h.spell(t[3]), t[4]
        if form and (h.only("noform", *(t[:3] + t[4:])) and h("noform", 0.5)) and (pack or least):
            form = ""
        if pack and h.only("nopack", *t[:4]) and h("nopack", 0.5) and (form or not t[3] or least):
            pack = 0
        pack = h.pick("pack", (" x %d", " N%d", ", %d pcs", " %d st", " #%d")) % pack if pack else ""
        if form and h("formfirst", 0.4):
            return "%s %s %s%s" % (name, form, dose, pack)
        return "%s %s %s%s" % (name, dose, form or "", pack)

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("product", "medicine", "drug_name", "Arzneimittel", "denominacion", "item_desc"),
        sources=("pharmacy", "register"),
        slips=0.7,
        ordered=True,
        extra=(
            (("rx", "rx_otc"), lambda r, t: r.choice(("Rx", "OTC")), 0.2),
            (("atc_group",), lambda r, t: "ABCDGHJLMNR"[sum(map(ord, generic_of.get(t[0], t[0]))) % 11], 0.15),
        ),
    )


EXONYM = blanks(
    forms_of("""München:Munich:Monaco_di_Baviera Köln:Cologne:Colonia Wien:Vienna:Bécs Praha:Prague:Prag Warszawa:Warsaw:Warschau Firenze:Florence:Florenz
 Venezia:Venice:Venedig Napoli:Naples:Neapel Genève:Geneva:Genf Basel:Bâle:Basilea Bruxelles:Brussel:Brussels Antwerpen:Antwerp:Anvers Liège:Luik:Lüttich Gent:Ghent:Gand
 Den_Haag:The_Hague:'s-Gravenhage Lisboa:Lisbon:Lissabon Sevilla:Seville Donostia:San_Sebastián Iruña:Pamplona Gdańsk:Danzig Wrocław:Breslau Poznań:Posen Kraków:Cracow:Krakau
 Bratislava:Pressburg:Pozsony Ljubljana:Laibach Zagreb:Agram Rijeka:Fiume Cluj-Napoca:Klausenburg:Kolozsvár Sibiu:Hermannstadt Brașov:Kronstadt București:Bucharest:Bukarest
 København:Copenhagen:Kopenhagen Helsinki:Helsingfors Turku:Åbo Tallinn:Reval Moskva:Moscow:Moskau Kyiv:Kiev Lviv:Lemberg:Lwów Kharkiv:Kharkov Bolzano:Bozen Merano:Meran
 Bressanone:Brixen Aachen:Aix-la-Chapelle:Aquisgrán Mainz:Mayence Trier:Trèves Regensburg:Ratisbon Strasbourg:Strassburg Mulhouse:Mülhausen Thessaloniki:Salonica Athina:Athens:Athen""")
)
SAINT = pool_of(
    "Pierre Martin Jean Paul Georges Étienne Laurent André Michel Maurice Rémy Nicolas Denis Hilaire Aubin Cyr Germain Léger Marcel Julien Vincent"
)
EN_TOWN = mix(
    pool_of("Ash Brad Chip Dun Elm Far Green Had Ing Kel Lang Mar Nor Ot Pres Rad Stan Thorn Wal Whit Bur Cran Wool"),
    pool_of("ton ley ford ham well by wick combe borough worth stead don bury mouth"),
) + mix(
    pool_of("Aber Bally Caer Dal Inver Kil Llan Pen Tre Strath Auch Glen"),
    pool_of("dar fech gar lach more nock rannoch tilly wen voe ness cloch badarn"),
)
FR_TOWN = mix(
    pool_of("Beau Chan Mont Ville Roche Bour Ver Lau Pon Cha Mar Ner Sau Fon Cou"),
    pool_of("vais gny teau neuil lieu tigny court sac zac bray tel rans ville"),
) + mix(
    pool_of("Ar Bel Cas Dom Esp Fleur Gri Hau Jar Les Mir Nan Or Plou Quim Ri Sen Tou Vil Yss"),
    pool_of("a e i o au"),
    pool_of("gnac zy mont rolles nnes perche lis geac"),
)
DE_TOWN = mix(
    pool_of("Alt Berg Eich Fried Grün Hohen Katten Lauter Mühl Neu Rosen Schön Stein Wald Bieber Lachen Ru"),
    pool_of("dorf hausen bach feld ingen stadt burg heim rode kirchen au münster"),
) + mix(
    pool_of("Ahl Bop Crim Dett El Flör Gös Hild Jüch Kreu Lüb Meck Nör Olden Pös Quer Rend Sal Tan Uel Wit Zwie"),
    pool_of("beck lingen nitz sheim tow zenau low werda sleben"),
)
ES_TOWN = mix(
    pool_of("Alma Beni Castro Val Monte Torre Fuen Pala Guada Cala Riba Vega"),
    pool_of("cete dorm ñar verde quemada labrada sol garejo nzor rubio lillo"),
) + mix(
    pool_of("Ara Burgui Cebre Daro Esca Frómi Galis Hues Jara Lerí Mora Navi Oca Peña Quin Rioja Sego Tude Ubri Zamo"),
    pool_of("lona rejas teruel ños zuelo milla riz vena tillo"),
)
WATER = {
    "fr": pool_of("Loire Seine Oise Marne Meuse Saône Isère"),
    "de": pool_of("Donau Main Lahn Saale Weser Ruhr"),
    "en": pool_of("Thames Trent Avon Severn Water Hill Marsh"),
    "es": pool_of("Tajo Duero Ebro Rey Sierra Campos"),
}


def place_names(r):
    """Towns with articles, saints, rivers and names in other languages."""
    lands = r.sample(("fr", "de", "en", "es"), r.randint(1, 4))
    towns = {
        "fr": some(r, FR_TOWN, 25, 160),
        "de": some(r, DE_TOWN, 25, 180),
        "en": some(r, EN_TOWN, 25, 250),
        "es": some(r, ES_TOWN, 20, 110),
    }
    world, saints = r.choice((0, 0.1, 0.4)), r.choice((0.05, 0.3, 0.6))
    before = {
        "fr": ("Le ", "Grand ", "Petit ", "Vieux ", ""),
        "de": ("Ober", "Unter", "Bad ", "Groß ", "Klein ", ""),
        "en": ("Upper ", "Lower ", "North ", "Great ", "Little ", ""),
        "es": ("El ", "Villanueva de ", "San Pedro de ", "Puebla de ", ""),
    }

    def new(r):
        if r.random() < world:
            return ("x", "", r.choice(EXONYM), "", "")
        c = r.choice(lands)
        name = "^" + r.choice(SAINT) if c in ("fr", "en") and r.random() < saints else skewed(r, towns[c], 1.5)
        return (
            c,
            r.choice(before[c]) if name[0] != "^" and r.random() < 0.5 else "",
            name,
            r.choice(WATER[c]) if r.random() < 0.4 else "",
            r.choice("ABCDEF"),
        )

    def trap(r, t):
        if t[0] == "x":
            return new(r)
        k, c = r.randrange(3), t[0]
        return (
            c,
            r.choice(before[c]) if t[2][0] != "^" and not k else t[1],
            new(r)[2] if k == 1 and len(lands) == 1 and not world else t[2],
            r.choice(WATER[c] + [""]) if k == 2 else t[3],
            t[4],
        )

    def keys(t):
        return [("all",) + t[:4], ("noriver",) + t[:3], ("noart", t[0], t[2], t[3])]

    def write(h, t):
        c, pre, name, water, _ = t
        if c == "x":
            return h.spell(name, 1.0)
        if name[0] == "^":
            name = h.pick("saint" + c, ("Saint-", "St-", "Saint ", "St. ", "St ")) + name[1:]
        if pre and h.only("noart", c, t[2], water) and pre in ("Le ", "La ", "Les ", "El ") and h("noart", 0.3):
            pre = ""
        pre = h.pick(
            "low",
            (
                pre,
                pre,
                {
                    "Groß ": "Gr. ",
                    "Klein ": "Kl. ",
                    "Upper ": "Up. ",
                    "Lower ": "Lr ",
                    "Great ": "Gt ",
                    "North ": "N. ",
                    "Villanueva de ": "Vva. de ",
                }.get(pre, pre),
            ),
        )
        pre = "La " if pre == "Le " and name[-1] in "ecz" else pre
        if pre in ("Ober", "Unter"):
            name, pre = (pre + name.lower(), "") if not h("sep", 0.3) else (pre + "-" + name, "")
        if pre in ("Le ", "La ", "Les ", "El ") and h("artlast", 0.5):
            name, pre = name + h.pick("al", (" (%s)", ", %s")) % pre.strip(), ""
        elif pre in ("Upper ", "Lower ", "North ", "Great ", "Little ", "Bad ") and h("prelast", 0.3):
            name, pre = name + ", " + pre.strip(), ""
        if water and not (h.only("noriver", *t[:3]) and h("noriver", 0.6)):
            name += (
                h.pick(
                    "on" + c,
                    {
                        "fr": ("-sur-", " sur ", " s/ ", "-sur-"),
                        "de": (" an der ", " a. d. ", "/", " a.d."),
                        "en": ("-on-", " on ", "-on-the-", " upon "),
                        "es": (" de ", " del ", " de "),
                    }[c],
                )
                + water
            )
        if h("country", 0.3):
            name += h.pick("cc", (" (%s)", ", %s", " - %s")) % {"fr": "France", "de": "Germany", "en": "UK", "es": "Spain"}[c]
        return pre + name

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("place", "town", "Ort", "commune", "localidad", "city", "place_name"),
        sources=("gazetteer", "post"),
        extra=(
            (("country", "cc"), lambda r, t: {"x": "", "en": "GB"}.get(t[0], t[0].upper()), 0.3),
            (("type", "feature"), lambda r, t: r.choice(pool_of("town village city")), 0.2),
        ),
    )


EN_STREET, DE_STREET, FR_STREET, ES_STREET = (
    far(EN_LAST + EN_TOWN),
    far(DE_TOWN + DE_LAST),
    far(FR_LAST + FR_TOWN),
    far(ES_LAST + ES_TOWN),
)


def street_lines(r):
    """Addresses as one line in one country."""
    c = r.choice(("en", "us", "de", "fr", "es"))
    kinds = {
        "en": "Street:St:St. Road:Rd:Rd. Avenue:Ave:Av. Lane:Ln Close:Cl Drive:Dr Gardens:Gdns Court:Ct",
        "us": "Street:St:St. Avenue:Ave:Av Boulevard:Blvd Drive:Dr:Dr. Road:Rd Court:Ct Parkway:Pkwy Lane:Ln",
        "de": "straße:str.:strasse:str weg gasse allee platz:pl. ufer ring",
        "fr": "rue:r.:R avenue:av.:av boulevard:bd:boul. place:pl. chemin:ch.:che impasse:imp. allée:all.",
        "es": "Calle:C/:Cl. Avenida:Avda.:Av. Plaza:Pza.:Pl. Paseo:Pº:Pso. Camino:Cno.",
    }[c]
    kinds = forms_of(kinds)
    base = {"en": EN_STREET, "us": EN_STREET, "de": DE_STREET, "fr": FR_STREET, "es": ES_STREET}[c]
    cities = some(r, {"en": EN_TOWN, "us": EN_TOWN, "de": DE_TOWN, "fr": FR_TOWN, "es": ES_TOWN}[c], 3, 20)
    zips = {x: "%05d" % (10000 + 700 * k + 11 * r.randrange(60)) for k, x in enumerate(cities)}
    names, flats, sides = some(r, base, 15, 300), r.choice((0, 0.2, 0.8)), r.choice((0, 0, 0.3))
    town, high = r.choice((0, 1, 1)), r.choice((30, 200, 2000 if c == "us" else 120))

    def new(r):
        return (
            r.randint(1, high),
            r.choice(("", "", "", "A", "B")) if c != "us" and high < 200 else "",
            r.choice(("North", "South", "East", "West")) if c == "us" and r.random() < sides else "",
            skewed(r, names, 1.6),
            r.choice(kinds),
            r.randint(1, 30) if r.random() < flats else 0,
            r.choice(cities) if town else "",
        )

    def trap(r, t):
        k, n = r.randrange(7), new(r)
        k = 5 if flats and r.random() < flats * 0.6 else k
        if k == 5 and not flats:
            k = 0
        return (
            t[:k]
            + ((t[0] + r.choice((1, 2, 10)),) if k == 0 else (max(1, t[5] + r.choice((1, 1, 2, -1, 10))),) if k == 5 else (n[k],))
            + t[k + 1 :]
        )

    def keys(t):
        return [("all",) + t, ("nokind",) + t[:4] + t[5:], ("notown",) + t[:6], ("noboth",) + t[:4] + t[5:6]]

    def write(h, t):
        number, letter, side, name, kind, flat, city = t
        both = h.only("noboth", *(t[:4] + t[5:6]))
        way = "" if c not in ("de",) and h.only("nokind", *(t[:4] + t[5:])) and h("nokind", 0.2) else h.spell(kind)
        if way and city and h.only("notown", *t[:6]) and h("notown", 0.3) or both and h("notown2", 0.1):
            city = ""
        no = "%d%s" % (number, h.pick("letter", ("%s", " %s", "%s", "-%s")) % letter if letter else "")
        if letter and h("lowletter"):
            no = no.lower()
        code = (zips[t[6]] + " ") if city and h("zip") else ""
        if c == "de":
            join = (
                name + way
                if not h("split", 0.3)
                else name + "-" + way.capitalize()
                if h("hy", 0.5)
                else name + " " + way.capitalize()
            )
            text = "%s %s" % (join, no) + (h.pick("flat", (", Whg. %d", " // W%d", "/%d", ", App. %d")) % flat if flat else "")
            return text + (", " + code + city if city else "")
        if c == "fr":
            text = "%s%s %s %s" % (no, "," if h("comma", 0.6) else "", way, name)
            text = text + h.pick("flat", (", appt %d", " apt. %d", ", appartement %d", " - Appt n° %d")) % flat if flat else text
            return text + (" " if h("nocomma") else ", ") + code + city if city else text
        if c == "es":
            text = "%s %s%s%s" % (way, name, h.pick("no", (", ", ", nº ", " ", " núm. ")), no) + (
                h.pick("flat", (", puerta %d", " pta. %d", ", pta %d")) % flat if flat else ""
            )
            return text + (" - " if h("dash") else ", ") + code + city if city else text
        side = (side[0] + ("." if h("dot") else "") if h("side") else side) + " " if side else ""
        text = "%s %s%s %s" % (no, side, name, way)
        if flat and c == "en":
            text = (
                h.pick("flat", ("Flat %d, ", "Apt %d, ", "Flat %d ", "Fl. %d, ")) % flat + text
                if not h("after", 0.4)
                else text + ", Flat %d" % flat
            )
        elif flat:
            text += h.pick("apt", (" Apt %d", ", Apt. %d", " #%d", " Unit %d")) % flat
        return text + (", " + city + (" " + code.strip() if code else "") if city else "")

    lang = {"us": "en"}.get(c, c)
    return table(
        r,
        new,
        trap,
        write,
        keys,
        {"de": ("Adresse", "Anschrift"), "fr": ("adresse", "ADRESSE_L1"), "es": ("direccion", "domicilio")}.get(
            lang, ("address", "addr_line", "street_address")
        ),
        lang=lang,
        ordered=True,
        sources=("crm", "post"),
        extra=((("type", "cat"), lambda r, t: r.choice(("R", "C", "M")), 0.2),),
    )


UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def de_fr_personen(r):
    """German or French persons with titles, particles, double names."""
    french = r.random() < 0.4
    first, last = (
        (some(r, FR_FIRST, 20, 50), some(r, FR_LAST, 40, 350))
        if french
        else (some(r, DE_FIRST, 25, 60), some(r, DE_LAST, 40, 300))
    )
    double, noble, two = r.choice((0.05, 0.3, 0.6)), r.choice((0, 0.1, 0.4)), r.choice((0.1, 0.4))
    particles = ("de ", "de la ", "du ", "d'") if french else ("von ", "von der ", "zu ", "von und zu ")

    def new(r):
        return (
            skewed(r, first),
            skewed(r, first) if r.random() < double else (),
            r.choice(particles) if r.random() < noble else "",
            skewed(r, last, 1.6),
            skewed(r, last) if r.random() < two else "",
            r.choice(("Dr. ", "Prof. Dr. ", "Dipl.-Ing. ")) if r.random() < 0.3 else "",
        )

    def trap(r, t):
        k = r.randrange(7)
        if k > 4:
            return t[:3] + (t[4], t[3], "") if k == 5 and t[4] else (t[1], t[0]) + t[2:] if t[1] else None
        pool = (first, first, None, last, last)[k]
        return t[:4] + ("",) + t[5:] if k == 2 else t[:k] + (other(r, pool, t[k]),) + t[k + 1 :]

    def keys(t):
        if t[0] == t[1] or t[3] == t[4] or t[1] and other_sex(t[0][0], t[1][0]):
            return None
        return [
            ("all", t[0], t[1], t[3], t[4]),
            ("nomid", t[0], t[3], t[4]),
            ("nosec", t[0], t[1], t[3]),
            ("ini", t[0][0][0], t[1] and t[1][0][0], t[3], t[4]),
            ("mid", t[1], t[3], t[4]),
            ("midini", t[0], t[1] and t[1][0][0], t[3], t[4]),
        ]

    def write(h, t):
        a, b, particle, c, d, title = t
        particle = "de " if particle == "d'" and c[0] not in "AEIOUÉ" else particle
        given, ini = h.spell(a, 0.4), (a[0][0], b and b[0][0], c, d)
        full = True
        if h.only("ini", *ini) and h("ini", 0.5):
            given, full = initial(a[0]) + (h.pick("gap", ("-", " ", "")) + initial(b[0]) if b else ""), False
        elif b and h.only("nomid", a, c, d) and h("nomid", 0.5):
            full = False
        elif b and h.only("midini", a, b[0][0], c, d) and h("midini", 0.4):
            given, full = given + " " + b[0][0] + ".", False
        elif b:
            second = h.spell(b, 0.2)
            join = h.pick("join", ("-", " ", "-", ""))
            given = given + (join or "") + (second if join else second.lower())
        if d:
            d = "" if full and h.only("nosec", a, b, c) and h("nosec", 0.4) else h.pick("dash", ("-", "-", " ", " - ")) + d
        p = "" if h("noparticle", 0.3) else particle
        if not french and p and h("v", 0.4):
            p = p.replace("von der", "v. d.").replace("von", "v.")
        family = c + d
        family = family.upper() if h("caps", 0.5) else family
        title = title or (h.pick("sex", ("M. ", "Me ")) if french else "Hr. ") * h("herr", 0.15)
        if french:
            title = title.replace("Prof. Dr.", "Pr").replace("Dipl.-Ing. ", "")
        title = "" if h("notitle") else title.replace(".", "") if h("nodot", 0.3) else title
        if h("comma"):
            text = "%s, %s %s%s" % (family, title + given, p, "") if h("pafter", 0.6) else "%s%s, %s" % (p, family, title + given)
        else:
            text = (
                "%s %s%s%s" % (family, p, given, ", " + title.strip() if title else "")
                if h("bare", 0.3) and not p
                else "%s%s %s%s" % (title, given, p, family)
            )
        return text.translate(UMLAUT) if not french and h("ue", 0.7) else text

    return table(
        r,
        new,
        trap,
        write,
        keys,
        ("nom", "NOM_PRENOM", "nom_complet", "Titulaire")
        if french
        else ("Name", "Person", "name_vorname", "Teilnehmer", "Patient"),
        lang="fr" if french else "de",
        ordered=True,
        sources=("rh", "annuaire") if french else ("SAP", "AD"),
        extra=(
            (
                ("service", "dept") if french else ("Abteilung", "Standort"),
                lambda r, t: r.choice(pool_of("Nord Süd West Ost" if not french else "Nord Sud RH Achats")),
                0.2,
            ),
        ),
    )


def ample(kind):
    """The kind, drawn anew where a table came out too small."""

    def drawn(r):
        for _ in range(6):
            made = kind(r)
            if len(made[1]) >= 300:
                break
        return made

    return drawn


KINDS = {
    f.__name__: ample(f)
    for f in (
        en_screening,
        ar_names_latin,
        ru_names_mixed,
        zh_ko_names,
        es_nombres,
        authors_initials,
        artists_works,
        ships_names,
        fictional_brands,
        medicine_names,
        place_names,
        street_lines,
        de_fr_personen,
    )
}

if __name__ == "__main__":
    write_tables(KINDS)
