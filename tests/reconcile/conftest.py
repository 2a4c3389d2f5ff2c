"""Builders of seeds and pages, written for these tests."""

import pathlib
from collections.abc import Callable

import pytest
from factories import page_of, seed_at

from flows.records import (
    BlockKind,
    MediaItem,
    MediaKind,
    ParsedPage,
    SeedArticle,
    SeedFormat,
)

SHARED = next(
    (found for parent in pathlib.Path(__file__).parents[3:] if (found := parent / "shared" / "data").is_dir()), None
)

Body = list[str | tuple[BlockKind, str]]


def _make_seed(
    body: str | None,
    *,
    title: str | None = "Hội nghị mở rộng",
    url: str = "https://bao.example/a/1.html",
    extra: str | None = None,
) -> SeedArticle:
    return seed_at(url, title=title, body=body, extra=extra, source_path="a.txt", seed_format=SeedFormat.DASHED_TEXT)


def _make_page(
    blocks: Body,
    *,
    title: str | None = "Hội nghị mở rộng",
    media: tuple[tuple[str | None, str | None], ...] = (),
    **changes: object,
) -> ParsedPage:
    items = tuple(MediaItem(kind=MediaKind.IMAGE, url=None, caption=a, credit=b) for a, b in media)
    return page_of(blocks, title=title, media=items, **changes)


@pytest.fixture
def make_seed() -> Callable[..., SeedArticle]:
    return _make_seed


@pytest.fixture
def make_page() -> Callable[..., ParsedPage]:
    return _make_page


@pytest.fixture
def shared_data() -> pathlib.Path:
    """The real data beside the checkout; a test that needs it is skipped where it is not."""
    if SHARED is None:
        pytest.skip("the real data (shared/data) is not beside this checkout")
    return SHARED


@pytest.fixture
def story() -> list[str]:
    """Return twelve sentences of an invented article, with names, numbers, dates and a quotation."""
    return [
        "Sáng 12/3, tại thị xã Hòa Lạc, Hội Làm vườn tổ chức phiên chợ cây giống đầu tiên trong năm.",
        "Ông Trần Văn Thụy, Chủ tịch Hội, cho biết phiên chợ có 45 gian hàng của nông dân trong vùng.",
        "Mỗi gian hàng được hỗ trợ 1.200.000 đồng tiền vận chuyển và dựng mái che.",
        "Ban tổ chức sẽ mở thêm khu trưng bày dụng cụ làm vườn vào buổi chiều cùng ngày.",
        "Theo bà Lê Thị Mận, người trồng hoa ở xã Đồng Tâm, giá cây giống năm nay rẻ hơn mọi năm.",
        "Bà Mận nói: “Chúng tôi mang đến hơn ba trăm gốc hồng và bán hết ngay trong buổi sáng.”",
        "Phiên chợ cũng là nơi các hộ trao đổi kinh nghiệm chăm sóc cây trong mùa mưa.",
        "Nhiều khách từ thành phố đã đặt mua cây ăn quả với số lượng lớn.",
        "Lượng khách tăng khoảng 15% so với phiên chợ cuối năm ngoái.",
        "Hội Làm vườn dự kiến tổ chức phiên chợ tiếp theo vào tháng Sáu tại sân vận động huyện.",
        "Chính quyền thị xã cam kết bố trí bãi đỗ xe miễn phí cho người bán và người mua.",
        "Toàn bộ tiền thu được từ vé gửi xe sẽ dành cho quỹ khuyến học của địa phương.",
    ]
