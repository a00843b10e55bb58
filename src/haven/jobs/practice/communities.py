"""Given and family names of many communities of south London, put together by chance. Nobody here is a real person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Community:
    """Names that go together. `language` is spoken by some of them; `written` are names in their own script, as
    (given, family) pairs, used as a second name of some people."""

    code: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    language: str = ""
    written: tuple[tuple[str, str], ...] = ()
    weight: int = 2


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COMMUNITIES: tuple[Community, ...] = (
    Community(
        "english",
        _names("Marian Tess Beryl Felicity Imogen Josie Nell Winifred Carys Lorna Petra Hettie Maud Robyn Sally"),
        _names("Alder Barnaby Clive Desmond Edmund Felix Gareth Howard Ivor Jasper Kit Lionel Miles Neville Piers"),
        _names(
            "Ashdown Birtwell Coverdale Dunmore Elphick Farrowby Garland Hartwick Ingleby Kettlewell Lambourn "
            "Merriden Oakshott Pemberley Quennell Rushworth Standish Thirlby Underhay Wexcombe"
        ),
        weight=14,
    ),
    Community(
        "caribbean",
        _names("Shanice Marva Delroya Kadeen Althea Janelle Simone Tamara"),
        _names("Winston Devonte Errol Jermaine Leroy Tyrell Clifton Rohan"),
        _names("Bramwell Cuffay Grantley Hibbert Lindo Morgan-Reid Pinnock Samuda"),
        weight=6,
    ),
    Community(
        "ghanaian",
        _names("Abena Akosua Efua Esi Yaa Adwoa"),
        _names("Kwame Kofi Yaw Kojo Ebo Kwabena"),
        _names("Asante-Poku Boadu Darkwah Mensah-Tetteh Ofosu Quartey"),
        "Twi",
        weight=4,
    ),
    Community(
        "nigerian",
        _names("Adaeze Folake Ngozi Titilayo Yewande Chidinma"),
        _names("Babatunde Chukwudi Emeka Olumide Tunde Ikenna"),
        _names("Adebisi Ezeoke Nwachukwu-Bell Ogunleye Olabode Uzoma"),
        "Yoruba",
        weight=4,
    ),
    Community(
        "indian",
        _names("Anjali Deepa Kavita Meera Nisha Sunita Vaishali"),
        _names("Ashwin Harish Nikhil Prakash Rajan Suresh Vikram"),
        _names("Bhandare Deshmukh Gohil Kothari Mehta-Rane Pandya Trivedi"),
        "Gujarati",
        (("દીપા", "ગોહિલ"), ("હરીશ", "પંડ્યા")),
        weight=5,
    ),
    Community(
        "punjabi",
        _names("Gurpreet Harleen Jasleen Manjit Simran Navdeep"),
        _names("Amrik Baldev Gurdeep Harjit Sukhbir Tejinder"),
        _names("Bains Dhaliwal Gill-Sandhu Johal Sahota Virk"),
        "Punjabi",
        (("ਜਸਲੀਨ", "ਢਾਲੀਵਾਲ"), ("ਬਲਦੇਵ", "ਜੌਹਲ")),
        weight=3,
    ),
    Community(
        "tamil",
        _names("Abirami Kavitha Mathangi Nilani Thusha"),
        _names("Aravinthan Kumaran Nirosan Sivakumar Theepan"),
        _names("Arulnathan Kandiah Ponnambalam Selvarajah Yogeswaran"),
        "Tamil",
        (("அபிராமி", "செல்வராஜா"), ("குமரன்", "கந்தையா")),
        weight=3,
    ),
    Community(
        "pakistani",
        _names("Aamna Farzana Hira Nadia Rukhsana Zainab"),
        _names("Asim Faisal Haroon Imtiaz Nadeem Tariq"),
        _names("Baloch Chaudhry-Noor Durrani Lodhi Qazi Sheikhani"),
        "Urdu",
        (("حرا", "درانی"), ("ندیم", "لودھی")),
        weight=4,
    ),
    Community(
        "bangladeshi",
        _names("Fahmida Nasrin Rehana Shirin Taslima"),
        _names("Anwar Jahangir Kamrul Mizanur Shafiq"),
        _names("Chowdhury Haque-Miah Laskar Sikder Talukdar"),
        "Bengali",
        (("নাসরিন", "তালুকদার"),),
        weight=3,
    ),
    Community(
        "polish",
        _names("Agnieszka Bożena Grażyna Małgorzata Wiesława Zofia"),
        _names("Bogdan Krzysztof Łukasz Mirosław Paweł Zbigniew"),
        _names("Brzęczek Gołębiewska Jaśkiewicz Ostrowicz Świderek Wąsik"),
        "Polish",
        weight=4,
    ),
    Community(
        "romanian",
        _names("Anca Corina Ileana Mihaela Roxana Ștefania"),
        _names("Bogdan Cătălin Dragoș Iulian Răzvan Vasile"),
        _names("Băcanu Cojocărescu Dumbravă Munteanu-Pop Țăranu Vlășan"),
        "Romanian",
        weight=3,
    ),
    Community(
        "portuguese",
        _names("Catarina Fátima Inês Graça Leonor"),
        _names("Armindo Celso Duarte Gonçalo Tomé"),
        _names("Baptista-Luz Encarnação Figueirinha Meireles Quintela"),
        "Portuguese",
        weight=2,
    ),
    Community(
        "somali",
        _names("Ayaan Fadumo Hodan Idil Sagal"),
        _names("Abdirahman Cabdi Guled Liban Warsame"),
        _names("Aden-Jama Farax Hersi Jimale Warfa"),
        "Somali",
        weight=2,
    ),
    Community(
        "turkish",
        _names("Aylin Gülay Nurcan Sevgi Yıldız"),
        _names("Cengiz Emre Kenan Oğuz Tarkan"),
        _names("Akbıyık Çelikay Gündoğdu Özkanlı Şahinöz"),
        "Turkish",
        weight=2,
    ),
    Community(
        "chinese",
        _names("Meiling Xiaoyan Yuting Lihua Shufen"),
        _names("Jianguo Weiming Haoran Zhiqiang Bolin"),
        _names("Ouyang Shao Tian Xu-Lim Zeng"),
        "Mandarin",
        (("美玲", "歐陽"), ("建国", "邵")),
        weight=2,
    ),
    Community(
        "vietnamese",
        _names("Hạnh Kiều Ngọc Thảo Tuyết"),
        _names("Bình Đức Khôi Quang Tuấn"),
        _names("Đặng Đoàn Huỳnh Lương Phùng"),
        "Vietnamese",
        weight=2,
    ),
    Community(
        "greek",
        _names("Androulla Despina Eleni Katerina"),
        _names("Christakis Lefteris Panayiotis Stelios"),
        _names("Hadjiloizou Kyriakides-Moss Papaevripidou Zembylas"),
        "Greek",
        (("Ανδρούλλα", "Ζεμπύλα"), ("Στέλιος", "Κυριακίδης")),
        weight=2,
    ),
    Community(
        "ukrainian",
        _names("Bohdana Halyna Oksana Svitlana"),
        _names("Andriy Mykola Ostap Vasyl"),
        _names("Bondarchuk-Lys Hnatiuk Koval Petrenchuk"),
        "Ukrainian",
        (("Оксана", "Гнатюк"), ("Остап", "Коваль")),
        weight=2,
    ),
    Community(
        "arabic",
        _names("Amal Hanan Rasha Samira"),
        _names("Bassam Fouad Nabil Walid"),
        _names("Al-Haddad Bouzid El-Amrani Khoury"),
        "Arabic",
        (("سميرة", "الحداد"), ("نبيل", "خوري")),
        weight=2,
    ),
    Community(
        "welsh",
        _names("Angharad Eleri Nerys Siân"),
        _names("Emyr Gwilym Iestyn Rhodri"),
        _names("ap-Gruffydd Bevanall Llwydwen Pryddyn"),
        "Welsh",
        weight=1,
    ),
    Community(
        "irish",
        _names("Aoife Bríd Gráinne Sorcha"),
        _names("Cathal Diarmuid Fionn Lorcan"),
        _names("MacGiolla Ní-Dhonnagh O’Cathasaigh Ó-Maolchatha"),
        weight=2,
    ),
    Community(
        "traveller",
        _names("Cinderella Mary-Kate Rosanna Priscilla"),
        _names("Elijah John-Boy Levi Zachariah"),
        _names("Connorsby Gentleham Loveridgeway Penfoldman"),
        weight=1,
    ),
)
