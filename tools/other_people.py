"""A second set of invented people and questions, for judging the doorstep search on what it was not built with: other
communities, another way of making households, and other errors than the measuring set that comes with the design.

  python tools/other_people.py --persons 100000 --queries 2700 --seed 1 --out DIR

Same files and fields as the measuring set. The same numbers give the same bytes. Nobody real is described: names are drawn
from lists and from syllables, streets and postcodes are invented."""

# ruff: noqa: E501, SIM905  lists of names stand on long lines
import argparse
import csv
import datetime as dt
import random
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

# community: weight, given names of men, of women, family names (the more frequent first)
COMMUNITIES: dict[str, tuple[float, str, str, str]] = {
    "english": (30, "Thomas George Arthur Henry Alfred Edwin Percy Clifford Norman Leonard Desmond Hugo Rupert Toby Elliot Mason Tyler Brandon Marcus Neville Roland Gilbert Cedric Bertram Howard Melvyn Roy Dennis Ralph Clive", "Florence Edith Mabel Harriet Beatrice Matilda Constance Winifred Marjorie Hilda Ivy Rosemary Gwendoline Penelope Felicity Imogen Freya Willow Skye Amber Tiffany Chelsea Bryony Verity Prudence Dorothy Sylvia Audrey Marion Josephine", "Barlow Ingham Thackray Ormerod Pemberton Whittaker Sugden Lumley Naylor Hepworth Bickerstaff Dewhurst Fairclough Holroyd Illingworth Kirkbride Longbottom Murgatroyd Nuttall Openshaw Priestley Ramsbottom Satterthwaite Tattersall Unsworth Wolstenholme Yardley Addlestone Beckwith Cresswell Dunstan Eversley Farthing Gosling Hibbert Jessop Kettering Lockwood Marchbank Netherton"),
    "welsh": (5, "Gethin Emyr Ifan Gwilym Aled Huw Iestyn Llew Rhodri Tomos Geraint Meirion Dafydd Eifion Alun", "Angharad Ffion Cerys Nerys Eluned Mair Gwenllian Lowri Bethan Sioned Heledd Carys Rhiannon Menna", "Ellis Pugh Parry Probert Bevan Cadwaladr Eynon Gwynedd Howell Meredith Pritchard Treharne Vaughan Watkin Beynon"),
    "caribbean": (5, "Delroy Winston Errol Leroy Devon Tyrell Jermaine Everton Fitzroy Lloyd Desmond Clinton", "Marcia Beverley Sonia Shanice Latoya Merlene Hyacinth Claudette Icilda Monique Yolanda", "Blackwood Chambers Gayle Facey Dacosta Bogle Lindo McFarlane Pinnock Samuels Sinclair Whyte Beckford Cumberbatch Braithwaite Goodison"),
    "ukrainian": (4, "Oleksandr Serhiy Volodymyr Mykola Andriy Dmytro Yuriy Ihor Bohdan Taras Vasyl Ruslan", "Olena Tetyana Natalia Iryna Oksana Svitlana Halyna Yulia Lyudmyla Kateryna Daryna", "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk Lysenko Rudenko Savchenko Petrenko Marchenko Moroz Polishchuk Hrytsenko Zakharchuk"),
    "russian": (3, "Aleksandr Sergey Dmitry Alexey Mikhail Vladimir Evgeny Nikolay Konstantin Pavel Anatoly", "Ekaterina Tatiana Irina Olga Anastasia Svetlana Marina Galina Yelena Ludmila Yevgenia", "Ivanov Smirnov Kuznetsov Popov Sokolov Lebedev Kozlov Novikov Morozov Petrov Volkov Solovyov Vasiliev Zaitsev Pavlov Golubev Vinogradov"),
    "greek": (3, "Georgios Ioannis Konstantinos Dimitrios Nikolaos Panagiotis Vasilios Christos Athanasios Spyridon", "Maria Eleni Aikaterini Vasiliki Sofia Angeliki Georgia Dimitra Konstantina Paraskevi", "Papadopoulos Nikolaidis Georgiou Charalambous Constantinou Demetriou Economou Hadjigeorgiou Kyriakou Loizou Michaelides Pavlou Savvides Theodorou Vassiliou"),
    "italian": (3, "Giuseppe Giovanni Antonio Luigi Francesco Salvatore Vincenzo Domenico Raffaele Carmine", "Giuseppina Rosa Concetta Carmela Lucia Assunta Filomena Antonietta Immacolata", "Rossi Esposito Bianchi Romano Colombo Ricci Marino Greco Gallo Conti De Luca Mancini Costa Giordano Rizzo Lombardi Moretti"),
    "spanish": (4, "Javier Alejandro Diego Sergio Alvaro Ignacio Joaquin Andres Hector Ramon Julio Cesar", "Carmen Dolores Pilar Mercedes Rosario Guadalupe Esperanza Consuelo Ximena Paola Lorena", "Garcia Rodriguez Gonzalez Fernandez Lopez Martinez Sanchez Perez Gomez Jimenez Ruiz Hernandez Diaz Moreno Alvarez Munoz Romero Gutierrez Quispe Zambrano"),
    "albanian": (4, "Arben Besnik Dritan Ilir Agron Fatos Gezim Luan Sokol Valon Endrit Klodian", "Mirjeta Valbona Shpresa Elira Drita Arjeta Besa Fatmira Lindita Teuta", "Hoxha Shehu Gashi Krasniqi Berisha Kelmendi Dervishi Gjoka Leka Marku Prifti Rama Thaci Zogu Bajrami"),
    "kurdish": (3, "Azad Dilshad Hawar Rebwar Karwan Soran Zana Baran Hemin Shwan Rizgar", "Shilan Rojin Avin Berivan Dilan Hevin Nazdar Sozan Shirin Gulistan", "Barzani Talabani Jaff Zebari Hawrami Sindi Mizuri Surchi Goran Bajalan Dizayi"),
    "iranian": (4, "Mohammad Reza Hossein Amir Mehdi Behnam Kaveh Siavash Farhad Arash Babak", "Zahra Maryam Fatemeh Nasrin Parisa Shirin Mahsa Roya Golnaz Azadeh", "Mohammadi Hosseini Ahmadi Karimi Rezaei Jafari Rahimi Moradi Ebrahimi Ghorbani Kazemi Shirazi Tehrani"),
    "afghan": (5, "Najib Zalmay Hamidullah Gul Wali Nasrullah Sharifullah Rahmatullah Esmatullah Mirwais", "Palwasha Zarghuna Gulalai Shukria Nargis Malalai Storai Freshta", "Stanikzai Popal Ahmadzai Noorzai Safi Wardak Sahak Amiri Haidari Rasuli Mohmand Zadran"),
    "eritrean": (4, "Tesfay Berhane Yohannes Kidane Haile Filmon Robel Merhawi Samson Daniel Abel", "Selam Helen Rahel Semhar Feven Luwam Bisrat Tsega Saba Mihret", "Gebremedhin Tekle Woldemichael Habtemariam Ghebreyesus Kifle Berhe Asfaha Tesfamariam Okbay Zerai"),
    "ethiopian": (3, "Dawit Abebe Tadesse Girma Bekele Solomon Getachew Yared Mulugeta", "Tigist Almaz Hiwot Meseret Bethlehem Aster Genet Mahlet", "Tesfaye Alemu Kebede Wolde Assefa Demissie Mengistu Negash Desta Worku"),
    "congolese": (3, "Jean-Pierre Patrice Dieudonne Papy Fiston Trésor Junior Christian Bienvenu", "Marie-Claire Chantal Béatrice Mamie Nadège Solange Clarisse Espérance", "Kabongo Mukendi Ilunga Tshibangu Kalala Mbuyi Ngoy Kasongo Lukusa Mutombo"),
    "filipino": (3, "Jose Rodrigo Reynaldo Ferdinand Jericho Arnel Rommel Danilo", "Maricel Jocelyn Rowena Marites Analyn Rosalinda Luzviminda Corazon", "dela Cruz Bautista Reyes Villanueva Aquino Mendoza Pascual Salazar Santos Ocampo Macaraeg"),
    "vietnamese": (3, "Minh Duc Tuan Hung Quang Thanh Long Hoang Anh-Tuan Van-Hung", "Linh Huong Lan Thuy Mai Ngoc-Anh Phuong Hanh Thi-Mai", "Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ngo Duong"),
    "korean": (1.5, "Min-Jun Ji-Hoon Sung-Ho Dong-Hyun Jae-Won Hyun-Woo", "Ji-Young Soo-Jin Hye-Rin Eun-Ji Min-Seo Yoo-Na", "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Shin Kwon"),
    "jewish": (2.5, "Moshe Yitzchok Shlomo Chaim Avrohom Menachem Yaakov Dovid", "Rivka Chaya Esther Miriam Devorah Shoshana Tova Yehudis", "Cohen Levy Friedman Goldberg Rosenbaum Weissmann Katz Feldman Grunwald Halberstam Schlesinger"),
    "lithuanian": (3, "Jonas Vytautas Mindaugas Darius Gintaras Saulius Arturas Rimantas", "Ruta Jurgita Rasa Egle Daiva Inga Vilma Asta", "Kazlauskas Petrauskas Jankauskas Stankevicius Vasiliauskas Zukauskas Butkus Paulauskas"),
    "nepali": (3, "Bishnu Krishna Prakash Dil Bahadur Tek Narayan Suman Bikash Kamal", "Sita Laxmi Maya Sunita Bimala Kopila Sabina Pabitra", "Gurung Tamang Magar Thapa Rai Limbu Shrestha Adhikari Poudel Karki Chhetri"),
    "srilankan": (2, "Nuwan Chaminda Kasun Ruwan Dinesh Lasantha Pradeep", "Dilhani Nimali Chandrika Sanduni Kumari Iresha", "Perera Fernando Jayawardena Wickramasinghe Gunasekara Bandara Dissanayake Rajapaksha Senanayake"),
}  # fmt: skip
TOWNS = [(t, a) for t, a in (("Wexcombe", "WX"), ("Harrowgate", "HW"), ("Sundon", "SU"), ("Tarrant", "TT"), ("Eastmere", "EM"), ("Kings Lea", "KL"), ("Brackenford", "BF"), ("Northwell", "NW"))]  # fmt: skip
STREETS = "Alder Birch Cedar Coppice Drovers Ferry Gorse Heron Juniper Kiln Larch Meadow Nightingale Orchard Pasture Quarry Rowan Saddlers Tanners Union Valley Weavers Yew Abbots Barnfield Clifton Dovecote Foundry Granary Hawthorn".split()  # fmt: skip
ENDS = "Road Street Avenue Close Lane Drive Way Court Crescent Gardens Terrace Place Hill Walk".split()
INNER = "ABDEFGHJLNPQRSTUWXYZ"
SYLLABLES = "ba be bri cal car den dor el fen gar hal ing jor kel lam mar nor ost pel quen rad sel tan ul ver wen yor zan".split()
NEIGHBOURS = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "u": "yi", "n": "bm", "m": "n", "r": "et", "s": "ad", "t": "ry", "l": "k", "d": "sf", "c": "xv", "h": "gj", "k": "jl"}  # fmt: skip
MISHEARD = [("th", "f"), ("v", "b"), ("b", "v"), ("m", "n"), ("n", "m"), ("s", "th"), ("d", "t"), ("p", "b"), ("sh", "ch"), ("ou", "oo"), ("y", "i"), ("e", "a"), ("a", "e"), ("o", "u"), ("x", "ks"), ("dz", "z"), ("ts", "s"), ("tz", "ts"), ("kh", "h"), ("gh", "g"), ("j", "y"), ("w", "v")]  # fmt: skip
ENDINGS = [("ov", "ova"), ("ev", "eva"), ("auskas", "auskiene"), ("kus", "kiene"), ("cius", "ciene")]

Person = tuple[int, str, str, str, str, str, str, str, str, str, str, str]


def picker(words: str) -> Callable[[random.Random], str]:
    """Draw from a list whose first names are the more frequent; "de Luca" and "dela Cruz" stay whole."""
    names = words.replace("De Luca", "De_Luca").replace("dela Cruz", "dela_Cruz").split()
    total = list(accumulate(1 / (n + 3) for n in range(len(names))))
    return lambda r: names[bisect(total, r.random() * total[-1])].replace("_", " ")


def people(n: int, seed: int) -> Iterator[Person]:
    r = random.Random(seed * 104729 + 7)
    pick = {c: (picker(v[1]), picker(v[2]), picker(v[3])) for c, v in COMMUNITIES.items()}
    weights = list(accumulate(v[0] for v in COMMUNITIES.values()))
    codes = list(COMMUNITIES)
    number = 0
    while number < n:
        c = codes[bisect(weights, r.random() * weights[-1])]
        men, women, families = pick[c]
        town, area = r.choice(TOWNS)
        postcode = f"{area}{r.randint(1, 39)} {r.randint(1, 9)}{r.choice(INNER)}{r.choice(INNER)}"
        street = f"{r.choice(STREETS)} {r.choice(ENDS)}"
        house = str(r.randint(1, 260)) if r.random() < 0.8 else f"Flat {r.randint(1, 30)}, {r.randint(1, 90)}"
        family = (
            families(r)
            if r.random() < 0.85
            else "".join(r.choice(SYLLABLES) for _ in range(r.choice((2, 3)))).capitalize()
        )
        for _ in range(r.choice((1, 1, 2, 2, 3, 4))):
            if number >= n:
                return
            sex = r.choice("MF")
            given = (men if sex == "M" else women)(r)
            middle = (men if sex == "M" else women)(r) if r.random() < 0.3 else ""
            own = family if r.random() < 0.8 else families(r)
            if c == "spanish":
                own = f"{own} {families(r)}"
            elif r.random() < 0.03:
                own = f"{own}-{families(r)}"
            for ending, feminine in ENDINGS:
                if sex == "F" and c in ("russian", "lithuanian") and own.endswith(ending):
                    own = own.removesuffix(ending) + feminine
                    break
            born = dt.date(2026, 1, 1) - dt.timedelta(days=int(r.betavariate(1.6, 2.6) * 85 * 365 + 14 * 365))
            alias = f"{given} {families(r)}" if r.random() < 0.08 else ""
            dob = "" if r.random() < 0.01 else f"{born.year}-01-01" if r.random() < 0.02 else born.isoformat()
            number += 1
            yield number, given, middle, own, alias, sex, dob, house, street, town, postcode, c


# ---- errors ----
def mishear(r: random.Random, name: str) -> str:
    low = name.lower()
    able = [(a, b) for a, b in MISHEARD if a in low[1:]]
    for a, b in r.sample(able, min(len(able), r.choice((1, 1, 2)))):
        at = low.find(a, 1)
        low = low[:at] + b + low[at + len(a) :] if at > 0 else low
    return low.capitalize()


def slip(r: random.Random, name: str) -> str:
    """A slip anywhere, the first letter included: next key, letter left out, twice, or two changed round."""
    if len(name) < 3:
        return name
    i, kind = r.randrange(len(name)), r.randrange(4)
    if kind == 0:
        return name[:i] + r.choice(NEIGHBOURS.get(name[i].lower(), "e")) + name[i + 1 :]
    if kind == 1:
        return name[:i] + name[i + 1 :]
    if kind == 2:
        return name[: i + 1] + name[i:]
    i = min(i, len(name) - 2)
    return name[:i] + name[i + 1] + name[i] + name[i + 2 :]


def wrong_date(r: random.Random, born: str, how: str) -> str | None:
    year, month, day = (int(x) for x in born.split("-"))
    try:
        if how == "near_day":
            return (dt.date(year, month, day) + dt.timedelta(days=r.choice((-1, 1)))).isoformat()
        if how == "other_month":
            return dt.date(year, (month % 12) + 1, day).isoformat()
        if how == "figures_turned":
            return dt.date(year // 100 * 100 + int(f"{year % 100:02d}"[::-1]), month, day).isoformat()
        return dt.date(year + r.choice((-10, 10)), month, day).isoformat()
    except ValueError:
        return None


KINDS = [
    "exact", "misheard_both", "slip_anywhere", "cut_short", "family_first", "no_vowels", "title_and_name", "joined_names",
    "given_split", "other_ending", "one_of_two_families", "short_form", "near_day", "other_month", "figures_turned",
    "decade_out", "year_only", "slip_and_near_day", "misheard_no_date_postcode", "name_age_postcode_half", "family_and_street",
    "family_and_postcode", "given_and_postcode", "postcode_letters", "address_no_postcode", "address_flat_otherwise",
    "maiden_name", "neg_neighbour", "neg_mixed",
]  # fmt: skip


def question(r: random.Random, kind: str, p: Person, others: list[Person]) -> dict[str, str] | None:
    number, given, middle, family, alias, sex, born, house, street, _town, postcode, group = p
    q = dict(forename=given, middle=middle if r.random() < 0.3 else "", surname=family, sex=sex if r.random() < 0.6 else "", dob=born, age="", house="", street="", postcode="", expected=str(number), group=group)  # fmt: skip
    if not born:
        return None
    age = 2025 - int(born[:4])
    change = CHANGES.get(kind)
    if change is not None and not change(r, q, given, family):
        return None
    if kind in ("near_day", "other_month", "figures_turned", "decade_out", "slip_and_near_day"):
        found = wrong_date(r, born, kind.removeprefix("slip_and_"))
        if not found or found == born:
            return None
        q["dob"] = found
        if kind == "slip_and_near_day":
            q["surname"] = slip(r, family)
    elif kind == "year_only":
        q["dob"] = f"{born[:4]}-01-01"
    elif kind == "misheard_no_date_postcode":
        q.update(dob="", surname=mishear(r, family), forename=mishear(r, given), postcode=postcode)
    elif kind == "name_age_postcode_half":
        q.update(dob="", age=str(age + r.randint(-3, 3)), postcode=postcode.split()[0])
    elif kind == "family_and_street":
        q.update(dob="", forename="", middle="", house=house, street=street)
    elif kind == "family_and_postcode":
        q.update(dob="", forename="", middle="", postcode=postcode)
    elif kind == "given_and_postcode":
        q.update(dob="", surname="", middle="", postcode=postcode)
    elif kind == "postcode_letters":
        q.update(
            dob="",
            surname=slip(r, family),
            house=house,
            street=street,
            postcode=postcode.replace("0", "O").replace("1", "I").lower(),
        )
    elif kind == "maiden_name":
        if not alias:
            return None
        q.update(forename=given, surname=alias.split(" ", 1)[1], middle="")
    elif kind in ("address_no_postcode", "address_flat_otherwise"):
        flat = house.replace("Flat ", "").replace(", ", "/") if r.random() < 0.5 else house.replace(", ", " ")
        q.update(
            forename="",
            middle="",
            surname="",
            sex="",
            dob="",
            house=flat,
            street=street,
            postcode="" if kind == "address_no_postcode" else postcode.replace(" ", ""),
        )
    elif kind == "neg_neighbour":
        q.update(
            forename=others[0][1], surname=family, dob=others[1][6], postcode=postcode, middle="", sex="", expected=""
        )
    elif kind == "neg_mixed":
        q.update(forename=others[0][1], surname=slip(r, family), dob=others[1][6], middle="", sex="", expected="")
    return q


def _set(**makers: Callable[[random.Random, str, str], str | None]) -> Callable[..., bool]:
    def change(r: random.Random, q: dict[str, str], given: str, family: str) -> bool:
        for name, maker in makers.items():
            value = maker(r, given, family)
            if value is None:
                return False
            q[name] = value
        return True

    return change


def _ending(family: str) -> str | None:
    for a, b in ENDINGS:
        if family.endswith(b):
            return family.removesuffix(b) + a
        if family.endswith(a):
            return family.removesuffix(a) + b
    return None


SHORT = {"Aleksandr": "Sasha", "Oleksandr": "Sasha", "Dmitry": "Dima", "Mikhail": "Misha", "Ekaterina": "Katya", "Anastasia": "Nastya", "Giuseppe": "Beppe", "Salvatore": "Toto", "Konstantinos": "Kostas", "Dimitrios": "Dimitris", "Josephine": "Josie", "Matilda": "Tilly", "Beatrice": "Bea", "Penelope": "Penny", "Gwendoline": "Gwen", "Harriet": "Hattie", "Alejandro": "Alex", "Dolores": "Lola", "Thomas": "Tom", "Leonard": "Len", "Yitzchok": "Isaac", "Moshe": "Moses", "Ioannis": "Yiannis", "Guadalupe": "Lupe", "Desmond": "Des", "Clifford": "Cliff"}  # fmt: skip
CHANGES: dict[str, Callable[..., bool]] = {
    "misheard_both": _set(forename=lambda r, g, f: mishear(r, g), surname=lambda r, g, f: mishear(r, f)),
    "slip_anywhere": _set(forename=lambda r, g, f: slip(r, g), surname=lambda r, g, f: slip(r, f)),
    "cut_short": _set(surname=lambda r, g, f: f[: max(4, len(f) - 3)] if len(f) > 5 else None),
    "family_first": _set(forename=lambda r, g, f: f, surname=lambda r, g, f: g),
    "no_vowels": _set(surname=lambda r, g, f: f[0] + "".join(c for c in f[1:] if c not in "aeiou") if len(f) > 6 else None),
    "title_and_name": _set(forename=lambda r, g, f: f"{r.choice(('Mr', 'Mrs', 'Dr', 'Miss'))} {g}"),
    "joined_names": _set(forename=lambda r, g, f: g.replace("-", "").capitalize() if "-" in g else None),
    "given_split": _set(forename=lambda r, g, f: g.replace("-", " ") if "-" in g else None),
    "other_ending": _set(surname=lambda r, g, f: _ending(f)),
    "one_of_two_families": _set(surname=lambda r, g, f: r.choice(f.replace("-", " ").split()) if len(f.replace("-", " ").split()) == 2 and f[0].isupper() else None),
    "short_form": _set(forename=lambda r, g, f: SHORT.get(g)),
}  # fmt: skip
FIELDS = "query_id kind forename middle surname sex dob age house street postcode expected group".split()
PEOPLE = "person_id forename middle surname aliases sex dob house street town postcode group".split()


def build(n: int, wanted: int, seed: int, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    r = random.Random(seed * 31 + 5)
    chosen = set(r.sample(range(1, n + 1), min(n, wanted * 12)))
    pool: list[Person] = []
    places: dict[tuple[str, str, str], list[str]] = {}
    keep: list[tuple[str, dict[str, str], tuple[str, str, str]]] = []
    with (out / "population.csv").open("w", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(PEOPLE)
        for p in people(n, seed):
            writer.writerow(p)
            if p[0] in chosen:
                pool.append(p)
    r.shuffle(pool)
    at = 0
    for kind in KINDS:
        got = tries = 0
        while got < wanted // len(KINDS) + 1 and tries < len(pool):
            p, tries, at = pool[at % len(pool)], tries + 1, at + 1
            q = question(r, kind, p, r.sample(pool, 2))
            if q is not None:
                got += 1
                keep.append((kind, q, (p[7], p[8], p[10] if kind != "address_no_postcode" else "")))
    for _kind, q, place in keep:
        if not q["forename"] and not q["surname"]:
            places[place] = []
    dated = {(q["forename"], q["surname"], q["dob"]) for _k, q, _p in keep if not q["expected"]}
    real = set()
    for p in people(n, seed):
        for place in ((p[7], p[8], p[10]), (p[7], p[8], "")):
            if place in places:
                places[place].append(str(p[0]))
        if (p[1], p[3], p[6]) in dated:
            real.add((p[1], p[3], p[6]))
    rows = []
    for _kind, q, place in keep:
        if not q["forename"] and not q["surname"]:
            q["expected"] = ";".join(places[place])
        if q["expected"] or (q["forename"], q["surname"], q["dob"]) not in real:
            rows.append((kind, q))
    r.shuffle(rows)
    with (out / "queries.csv").open("w", newline="") as handle:
        found = csv.DictWriter(handle, FIELDS)
        found.writeheader()
        for i, (kind, q) in enumerate(rows[:wanted], 1):
            found.writerow(dict(q, query_id=str(i), kind=kind))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--persons", type=int, default=100_000)
    asked.add_argument("--queries", type=int, default=2700)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", type=Path, default=Path("other"))
    given = asked.parse_args()
    build(given.persons, given.queries, given.seed, given.out)


if __name__ == "__main__":
    main()
