"""The abbreviations of six written languages, and the words that begin most of their sentences."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES: Final = _words("mr mrs ms dr prof st vs jr sr inc ltd corp co")
_TITLES_EN: Final = _TITLES | _words("vol fig gen col lt sgt capt maj rev hon sen rep gov pres nos")
ABBREVIATIONS: Final[dict[str, frozenset[str]]] = {
    "vi": _TITLES
    | _words(
        "tp tx tt p q ts ths th.s gs pgs gs.ts pgs.ts gs.tskh tskh bs bs.ck bs.ths ks kts ls nsnd nsưt"
        " ns pgs.bs gs.bs"
        " pts đ/c đc tr stt sđt đt no"
    ),
    "en": _TITLES_EN
    | _words(
        "e.g i.e u.s u.k u.n u.s.a d.c a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec mt ft"
        " ave blvd rd dept"
        " est approx messrs mme bros al no ph.d"
    ),
    "de": _words(
        "z.b d.h u.a u.ä o.ä i.d.r v.a dr prof st nr bzw ca evtl ggf inkl mio mrd str tel vgl hr fr dipl ing abs art"
        " jan feb mär apr jun jul aug sep sept okt nov dez geb gest sog z mr mrs ms jr sr d u o i v b h"
        " a usw etc bspw"
        " max min nom s co allg ehem gem jh kl nat-ges stv urspr zzgl"
    ),
    "fr": _words(
        "m mm mme mmes mlle mlles dr me pr st ste av bd p.ex ex c.-à-d n° art env janv févr avr juil"
        " sept oct nov déc jr"
        " p vol cf etc j.-c éd fig tél boul"
    ),
    "es": _words(
        "sr sra srta sres dr dra d dña ud uds p.ej ej p gral prof st sto sta núm pág págs art avda"
        " ee.uu ee uu etc lic"
        " ing cía dto aprox tel vol"
    ),
    "ru": _words(
        "г гг в вв н.э т.е т.н т.к т.д т.п т е н к д п им ул кв обл р-н проф акад тыс млн млрд руб коп"
        " см стр рис св др"
        " чел куб пр ст гл изд ред св долл"
    ),
}
EVERY_ABBREVIATION: Final = frozenset().union(*ABBREVIATIONS.values()) - _words(
    "a b d h i m o u v z в г д е н к п s p ex ej min max no co art me sen rep gen col hon gov"
)
# Abbreviations that can also be a sentence's last word. It ends there if the next word begins most sentences.
MAY_END: Final = _words(
    "jr sr inc ltd corp co a.m p.m u.s u.k u.n u.s.a d.c usw etc v.v т.д т.п д п др г гг руб коп"
    " долл чел ee.uu uu j.-c"
    " ph.d н.э mio mrd"
)
STARTERS: Final[dict[str, frozenset[str]]] = {
    "vi": _words(
        "theo tuy trong ông bà ngày sau tại cùng đây nhưng và các những một tổng thủ chủ bộ trước khi"
        " với để đến từ tính"
        " hiện nếu do vì bên ngoài về đó họ chúng tôi được đồng cuộc việc nữ phó phim mỗi nhiều không"
        " có như sáng chiều tối"
        " trên dưới đảng ủy chiếc đội trận sự người giá hôm tháng qua nhân phát phía đối ngay cũng mặc vào"
    ),
    "en": _words(
        "the he she it they we you but in on at and this that these those a an there as after before"
        " when while for if"
        " his her its their our my with by from to most many some one two not no who what why how"
    ),
    "de": _words(
        "der die das ein eine er sie es wir ihr in im am auf an und aber doch dies diese dieser nach vor bei mit für"
    ),
    "fr": _words("le la les l' un une il elle ils elles on nous ce cette ces mais et en dans à au pour par selon"),
    "es": _words("el la los las un una él ella ellos y pero en con para por según este esta no se su sus"),
    "ru": _words(
        "он она оно они мы в на и но а по это этот эта эти как для с со из за при после до не кроме также однако"
    ),
}
MONTHS_DE: Final = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jh klasse"
)
# What stands before an ordinal: am 3. Platz, der 1. Bürgermeister.
BEFORE_ORDINALS_DE: Final = _words(
    "der die das den dem des am im zum zur vom beim ein eine einen einem seinen seinem seine ihre"
    " ihren ihrem jeder jede"
)
