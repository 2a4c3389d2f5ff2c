"""Read the encodings of Vietnamese that no browser knows and old pages are in: TCVN 5712 (fonts named ABC), VISCII."""

import unicodedata
from typing import Final

# Letters of the bytes 80 to FF; below stand ASCII's, but for a few capitals in place of control characters.
_TCVN: Final = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW: Final = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_TCVN_LOW: Final = {
    0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ",
    0x16: "Ý", 0x17: "Ỵ",
}  # fmt: skip
TCVN: Final = "tcvn5712"
VISCII: Final = "viscii"
_TABLES: Final = {
    name: "".join(low.get(byte, chr(byte)) for byte in range(0x80)) + high
    for name, low, high in ((TCVN, _TCVN_LOW, _TCVN), (VISCII, _VISCII_LOW, _VISCII))
}
NAMES: Final = tuple(_TABLES)


def decode_vietnamese(payload: bytes, name: str) -> str:
    """Decode TCVN or VISCII to NFC: TCVN may write a tone behind its letter."""
    table = _TABLES[name]
    text = payload.decode("latin-1").translate(dict(enumerate(table)))
    return unicodedata.normalize("NFC", text)
