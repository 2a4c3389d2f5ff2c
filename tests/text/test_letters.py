import pytest

from flows.text.letters import is_in_wrong_letters
from flows.text.vietnamese_charsets import TCVN, VISCII, decode_vietnamese

KNOWN = {
    "uk": "Рада громади вирішила зачинити старий міст до весни, і школярі трьох сіл їздитимуть в об'їзд через ліс. "
    "Голова пообіцяв, що автобус піде за новим розкладом уже завтра вранці.",
    "vi": "Xã Hồ Mây mở lại chợ nổi sau chín năm vắng bóng ghe thuyền, vì con kênh đã được nạo vét xong. "
    "Bà Lưu Thị Sen, người bán bún đầu tiên, nói sáng nay có hơn 140 chiếc xuồng ghé bến.",
    "el": "Ο δήμος έκλεισε την παλιά γέφυρα για επισκευές ως την άνοιξη και οι μαθητές τριών χωριών θα πηγαίνουν "
    "στο σχολείο από τον δρόμο του δάσους, είπε χθες ο δήμαρχος στους κατοίκους.",
}
OTHER = {
    "uk": "Музей відкрив виставку вишитих рушників, які мешканці збирали сорок років у кожній хаті над річкою. "
    "Найстарший з них має двісті років і пережив три пожежі та одну велику повінь.",
    "vi": "Đội bóng làng Gò Sậy thắng trận chung kết nhờ bàn thắng ở phút cuối của thủ môn dự bị. "
    "Anh Phan Đức Tài lần đầu ra sân từ đầu mùa, vì người bắt chính bị đau tay hôm thứ ba.",
    "el": "Το μουσείο άνοιξε έκθεση με κεντητά πανιά που μάζευαν οι κάτοικοι σαράντα χρόνια σε κάθε σπίτι δίπλα "
    "στο ποτάμι, και το παλαιότερο από αυτά πέρασε τρεις φωτιές και μια πλημμύρα.",
}
WRONG = [
    ("uk", "cp1251", "koi8-r"),
    ("uk", "utf-8", "latin-1"),
    ("el", "iso8859-7", "cp1252"),
    ("vi", "utf-8", "cp1252"),
]


@pytest.mark.parametrize(("language", "written", "read"), WRONG)
def test_a_text_read_in_the_wrong_charset_is_told(language: str, written: str, read: str):
    garbled = KNOWN[language].encode(written, "replace").decode(read, "replace")
    assert is_in_wrong_letters(garbled, KNOWN[language])


@pytest.mark.parametrize("language", sorted(KNOWN))
def test_another_text_is_another_text(language: str):
    assert not is_in_wrong_letters(OTHER[language], KNOWN[language])


def test_a_few_broken_signs_are_no_wrong_letters():
    assert not is_in_wrong_letters(OTHER["vi"].replace("ế", "\ufffd", 1), KNOWN["vi"])


@pytest.mark.parametrize(
    ("name", "payload"), [(TCVN, b"Ng\xad\xeai H\xb5 N\xe9i"), (VISCII, b"Ng\xdf\xb6i H\xe0 N\xb5i")]
)
def test_the_charsets_of_old_vietnamese_pages(name: str, payload: bytes):
    assert decode_vietnamese(payload, name) == "Người Hà Nội"


def test_a_text_whose_quotes_and_marks_were_made_plain_is_no_text_in_wrong_letters():
    known = (
        "The “mill” at Garrow’s Fen ground its first flour — in forty years — and Nía’s “bread” was gone by noon. " * 3
    )
    plain = known.translate(str.maketrans("“”’—í", '""\'-i'))
    assert not is_in_wrong_letters(plain, known)
    bare = "Xa Ho May mo lai cho noi sau chin nam vang bong ghe thuyen, vi con kenh da duoc nao vet xong. "
    assert not is_in_wrong_letters(bare * 2, KNOWN["vi"])
