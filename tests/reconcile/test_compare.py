import unicodedata

import pytest

from flows.reconcile.reconcile import reconcile
from flows.records import BlockKind, Content, FactKind, Issue, PageKind, Relation, TextSource


def relations(found) -> list[tuple[str, str | None, str | None]]:
    return [(change.relation.value, change.seed_text, change.page_text) for change in found.changes]


def paragraphs(story: list[str]) -> list[str]:
    return [" ".join(story[at : at + 2]) for at in range(0, len(story), 2)]


def hold(make_seed, make_page, story: list[str], page: list[str], **options: object):
    return reconcile(make_seed(" ".join(story)), make_page(paragraphs(page), **options))


def test_an_unchanged_page_is_identical_and_gives_back_the_paragraphs(make_seed, make_page, story):
    found = hold(make_seed, make_page, story, story)
    assert found.content is Content.IDENTICAL
    assert found.similarity == 1.0
    assert found.changes == ()
    assert found.text.split("\n\n") == paragraphs(story)
    assert {sentence.source for sentence in found.sentences} == {TextSource.SEED}
    assert found.evidence.same_count == len(story)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: text.replace("Hòa", "Hoà").replace("hòa", "hoà"),
        lambda text: text.replace("Đ", "Ð"),
        lambda text: text.upper() if text.startswith("Sáng 12/3") else text,
        lambda text: text.replace("1.200.000 đồng", "1.200.000\u200b đồng"),
        lambda text: text.replace(" - ", " – ").replace("15%", "15 %"),
    ],
)
def test_a_change_of_form_is_cosmetic(make_seed, make_page, story, change):
    page = [change(text) for text in story]
    assert page != story
    found = hold(make_seed, make_page, story, page)
    assert found.content is Content.COSMETIC
    assert {change.relation for change in found.changes} == {Relation.COSMETIC}
    assert found.facts == ()


def test_a_decomposed_seed_is_cosmetic(make_seed, make_page, story):
    found = hold(make_seed, make_page, [unicodedata.normalize("NFD", text) for text in story], story)
    assert found.content is Content.COSMETIC
    assert Issue.NOT_NFC in found.issues


def test_a_page_served_decomposed_is_cosmetic(make_seed, make_page, story):
    found = hold(make_seed, make_page, story, story, provenance=(("unicode_form", "nfd"),))
    assert found.content is Content.COSMETIC


def test_only_additions_are_extended_and_only_removals_shortened(make_seed, make_page, story):
    assert hold(make_seed, make_page, story[:5] + story[6:], story).content is Content.EXTENDED
    shorter = hold(make_seed, make_page, story, story[:5] + story[6:])
    assert shorter.content is Content.SHORTENED
    assert relations(shorter) == [("removed", story[5], None)]
    assert story[5] in shorter.text


def test_an_edited_sentence_keeps_the_seeds_wording(make_seed, make_page, story):
    page = list(story)
    page[7] = page[7].replace("số lượng lớn", "số lượng đáng kể")
    found = hold(make_seed, make_page, story, page)
    assert found.content is Content.EDITED
    assert relations(found) == [("edited", story[7], page[7])]
    assert story[7] in found.text
    assert page[7] not in found.text


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        ((1, "45", "54"), FactKind.NUMBER),
        ((8, "15%", "16%"), FactKind.NUMBER),
        ((2, "1.200.000", "1.500.000"), FactKind.NUMBER),
        ((0, "12/3", "13/3"), FactKind.DATE),
        ((1, "Trần Văn Thụy", "Trần Văn Thọ"), FactKind.NAME),
        ((3, "sẽ mở", "sẽ không mở"), FactKind.NEGATION),
        ((5, "bán hết ngay trong buổi sáng", "chỉ bán được một nửa trước giờ trưa"), FactKind.QUOTE),
    ],
)
def test_a_changed_fact_is_named_and_never_cosmetic(make_seed, make_page, story, edit, kind):
    at, old, new = edit
    page = list(story)
    assert old in page[at]
    page[at] = page[at].replace(old, new)
    found = hold(make_seed, make_page, story, page)
    assert found.content is Content.EDITED
    assert [fact.kind for fact in found.facts] == [kind]
    assert found.facts[0].before != found.facts[0].after
    assert found.facts[0].seed_sentence_no == at + 1


def test_a_merged_and_a_split_sentence_are_one_edit_each(make_seed, make_page, story):
    merged = f"{story[6][:-1]}; {story[7][0].lower()}{story[7][1:]}"
    found = hold(make_seed, make_page, story, [*story[:6], merged, *story[8:]])
    assert relations(found) == [("edited", f"{story[6]} {story[7]}", merged)]
    found = hold(make_seed, make_page, [*story[:6], merged, *story[8:]], story)
    assert relations(found) == [("edited", merged, f"{story[6]} {story[7]}")]
    assert found.content is Content.EDITED


def test_a_moved_sentence_is_moved_and_follows_the_page(make_seed, make_page, story):
    page = [*story[:2], *story[3:9], story[2], *story[9:]]
    found = hold(make_seed, make_page, story, page)
    assert relations(found) == [("moved", story[2], story[2])]
    assert [sentence.text for sentence in found.sentences] == page


def test_repeated_sentences_do_not_confuse(make_seed, make_page, story):
    again = "Mời bà con đến dự."
    seed = [story[0], again, *story[1:4], again, *story[4:], again]
    assert hold(make_seed, make_page, seed, seed).content is Content.IDENTICAL
    found = hold(make_seed, make_page, seed, [story[0], *story[1:4], again, *story[4:], again])
    assert relations(found) == [("removed", again, None)]


def test_a_seed_that_breaks_off_is_completed_from_the_page_and_marked(make_seed, make_page, story):
    cut = " ".join(story[7].split()[:6])
    found = hold(make_seed, make_page, [*story[:7], cut], story)
    assert found.content is Content.SEED_TRUNCATED
    assert Issue.TRUNCATED in found.issues
    assert found.text.split("\n\n") == paragraphs(story)
    assert [s.source for s in found.sentences] == [TextSource.SEED] * 7 + [TextSource.PAGE] * 5
    assert [s.rule for s in found.sentences[7:]] == ["completed_sentence"] + ["completed_tail"] * 4
    assert found.sentences[7].seed_end is not None


def test_a_seed_without_its_end_mark_breaks_off_between_sentences(make_seed, make_page, story):
    found = reconcile(make_seed(" ".join(story[:7])), make_page([*paragraphs(story[:10]), f"{story[10]}/."]))
    assert found.content is Content.SEED_TRUNCATED
    assert found.text.endswith(story[10])


def test_another_story_is_replaced_and_does_not_touch_the_seed(make_seed, make_page, story):
    other = [
        "Chiếc phà chở khách qua sông Cái ngừng chạy hai tuần để sửa máy.",
        "Công ty vận tải xin lỗi hành khách và tăng chuyến xe buýt thay thế.",
        "Máy phà hỏng vì nước lũ tràn vào khoang sau trận mưa đêm.",
        "Thợ máy đang chờ phụ tùng gửi từ nước ngoài về cảng.",
    ]
    found = hold(make_seed, make_page, story, other, title="Phà sông Cái tạm ngừng chạy")
    assert found.content is Content.REPLACED
    assert found.title == "Hội nghị mở rộng"
    assert [s.text for s in found.sentences] == story
    assert found.facts == ()


def test_a_page_with_the_title_and_nothing_else_gets_no_verdict(make_seed, make_page, story):
    menu = ["Trang chủ có nhiều chuyên mục dành cho bạn đọc.", "Chuyên mục ẩm thực giới thiệu món canh chua cá lóc."]
    found = hold(make_seed, make_page, story, menu)
    assert found.content is Content.NOT_COMPARED
    assert found.evidence.rule == "no_sentence_in_common"
    assert found.similarity is None
    assert [s.text for s in found.sentences] == story


def test_a_rewritten_story_is_not_replaced(make_seed, make_page, story):
    page = [
        story[0],
        *(f"{text[:-1].replace('của', 'thuộc')}, theo ban tổ chức phiên chợ năm nay." for text in story[1:]),
    ]
    found = hold(make_seed, make_page, story, page)
    assert found.content is Content.REWRITTEN
    assert found.evidence.changed_share is not None
    assert found.evidence.changed_share > 0.9


def test_headings_that_the_seed_lost_are_found(make_seed, make_page, story):
    body = " ".join([*story[:4], "Giá rẻ hơn năm ngoái", *story[4:]])
    page = make_page([*paragraphs(story[:4]), (BlockKind.HEADING, "Giá rẻ hơn năm ngoái"), *paragraphs(story[4:])])
    found = reconcile(make_seed(body), page)
    assert found.content is Content.IDENTICAL
    heading = [s for s in found.sentences if s.block is BlockKind.HEADING]
    assert [s.text for s in heading] == ["Giá rẻ hơn năm ngoái"]
    assert body[heading[0].seed_start : heading[0].seed_end] == "Giá rẻ hơn năm ngoái"


def test_a_lead_that_the_body_repeats_counts_once(make_seed, make_page, story):
    assert hold(make_seed, make_page, story, story, lead=" ".join(story[:2])).content is Content.IDENTICAL


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Thu Hà (TTXVN/Vietnam+)", ()),
        ("(TTXVN/Vietnam+)", ()),
        ("Lê Hồng Điệp", ()),
        ("Jane Holloway", ("Jane Holloway",)),
        ("Xem thêm: Chợ hoa ngày cuối năm có gì lạ?", ()),
        ("Read more: The market that never sleeps", ()),
    ],
)
def test_lines_about_the_article_are_apparatus(make_seed, make_page, story, line, authors):
    found = reconcile(make_seed(" ".join(story)), make_page([*paragraphs(story), line], authors=authors))
    assert found.content is Content.COSMETIC
    assert relations(found) == [("apparatus", None, line)]
    assert line not in found.text


@pytest.mark.parametrize("dateline", ["Hòa Lạc (TTXVN) - ", "TTO - ", "HÒA LẠC – ", "Hòa Lạc ", "HÒA LẠC, 12/3 "])
def test_a_dateline_is_apparatus(make_seed, make_page, story, dateline):
    found = reconcile(make_seed(" ".join(story)), make_page([f"{dateline}{story[0]}", *paragraphs(story[1:])]))
    assert found.content is Content.COSMETIC
    assert {change.relation for change in found.changes} == {Relation.APPARATUS}


def test_words_put_before_the_first_sentence_are_an_edit(make_seed, make_page, story):
    first = f"Hôm nay, {story[0]}"
    found = reconcile(make_seed(" ".join(story)), make_page([first, *paragraphs(story[1:])]))
    assert relations(found) == [("edited", story[0], first)]


def test_an_end_mark_on_one_side_only_is_cosmetic(make_seed, make_page, story):
    found = reconcile(make_seed(" ".join(story)[:-1] + "./."), make_page(paragraphs(story)))
    assert found.content is Content.COSMETIC
    assert found.evidence.rule == "only_apparatus"


def test_a_caption_that_the_page_dropped_is_apparatus(make_seed, make_page, story):
    seed = make_seed(f"Khách xem hoa. (Ảnh: Thu Hà/TTXVN) {' '.join(story)}")
    found = reconcile(seed, make_page(paragraphs(story)))
    assert found.content is Content.COSMETIC
    assert relations(found) == [("apparatus", "Khách xem hoa. (Ảnh: Thu Hà/TTXVN)", None)]
    kept = reconcile(seed, make_page(paragraphs(story), media=(("Khách xem hoa.", "Thu Hà/TTXVN"),)))
    assert kept.content is Content.IDENTICAL


@pytest.mark.parametrize("caption", ["Khách xem hoa - Ảnh: THU HÀ", "Khách xem hoa. Ảnh: Thu Hà"])
def test_the_page_shows_where_an_unmarked_caption_ends(make_seed, make_page, story, caption):
    page = make_page(paragraphs(story), media=((caption.split(".")[0].split(" -")[0], caption.split(": ")[1]),))
    found = reconcile(make_seed(f"{caption} {' '.join(story)}"), page)
    assert found.content is Content.IDENTICAL
    assert found.text.startswith(story[0])
    assert [(item.caption, item.credit) for item in found.media] == [("Khách xem hoa", caption.split(": ")[1])]


@pytest.mark.parametrize("kind", [PageKind.ERROR, PageKind.INDEX, PageKind.VIDEO, PageKind.GALLERY])
def test_a_page_that_is_no_article_gives_no_verdict_and_repairs_nothing(make_seed, make_page, story, kind):
    found = hold(make_seed, make_page, story[:6], story, kind=kind, title="Không tìm thấy")
    assert found.content is Content.NOT_COMPARED
    assert found.evidence.rule == "page_is_no_article"
    assert [s.text for s in found.sentences] == story[:6]
    assert found.title == "Hội nghị mở rộng"
    assert found.page_id is not None


def test_a_seed_without_text_takes_the_pages(make_seed, make_page, story):
    found = reconcile(make_seed(None, title=None), make_page(paragraphs(story)))
    assert found.content is Content.NOT_COMPARED
    assert found.text.split("\n\n") == paragraphs(story)
    assert {s.rule for s in found.sentences} == {"seed_had_no_text"}
    assert found.title == "Hội nghị mở rộng"


def test_an_archived_page_is_named_as_the_source(make_seed, make_page, story):
    seed = make_seed(" ".join(story[:7]) + " " + " ".join(story[7].split()[:6]))
    found = reconcile(seed, make_page(paragraphs(story)), source=TextSource.ARCHIVE)
    assert found.sentences[-1].source is TextSource.ARCHIVE


def test_a_page_in_wrong_letters_is_not_compared(make_seed, make_page, story):
    garbled = [sentence.encode().decode("cp1252", "replace") for sentence in story]
    found = reconcile(make_seed(" ".join(story)), make_page(paragraphs(garbled), title="Há»™i nghá»‹"))
    assert found.content is Content.NOT_COMPARED
    assert found.evidence.rule == "wrong_letters"
    assert found.title == "Hội nghị mở rộng"
    assert [s.text for s in found.sentences] == story
    assert not found.changes


def test_a_caption_that_the_page_prints_as_a_line_and_the_seed_left_out_is_no_addition(make_seed, make_page, story):
    caption, credit = "Bến đò lúc chiều xuống.", "(Ảnh: Tống Khang/TTXVN)"
    found = reconcile(
        make_seed(" ".join([caption, credit, *story])), make_page([caption, f"{credit} {story[0]}", *story[1:]])
    )
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}
    assert {change.relation for change in found.changes} <= {Relation.APPARATUS}


def test_a_credit_with_a_full_stop_is_no_addition(make_seed, make_page, story):
    caption, credit = "Bến đò lúc chiều xuống.", "(Nguồn: Hãng đò Sông Xanh)"
    found = reconcile(make_seed(" ".join([caption, f"{credit}.", *story])), make_page([caption, f"{credit}.", *story]))
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}
    assert {change.relation for change in found.changes} <= {Relation.APPARATUS, Relation.COSMETIC}


def test_a_caption_that_is_the_first_sentence_too_counts_once_as_each(make_seed, make_page, story):
    body = [story[0], f"(Nguồn: Sông Xanh) {story[0]}", *story[1:]]
    found = reconcile(make_seed(" ".join(body)), make_page([" ".join(body[:2]), *body[2:]]))
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}


def test_the_end_of_an_item_of_the_seed_is_no_byline(make_seed, make_page, story):
    items = ["1. Đò Ngang (VTV)", "2. Sông Xanh (HTV)"]
    found = reconcile(make_seed(" ".join([*story, *items])), make_page([*story, *items]))
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}


def test_a_sentence_that_is_a_caption_further_on_stays_where_it_is(make_seed, make_page, story):
    body = [*story[:2], story[2], *story[3:5], story[2], "(Ảnh: Tống Khang/TTXVN)", *story[5:]]
    found = reconcile(make_seed(" ".join(body)), make_page(body))
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}
    assert Relation.MOVED not in {change.relation for change in found.changes}


@pytest.mark.parametrize("hidden", ["", "\u200b "])
def test_a_caption_behind_the_credit_of_another_is_no_addition(make_seed, make_page, hidden):
    story = ["5月3日，两国代表团在顺化举行会谈。", "会谈在友好的气氛中进行。", "双方同意扩大贸易。"]
    credit = "（图片来源：江报）"
    captions = ["代表团参观大桥。", f"二、学生{hidden}欢迎代表团"]
    seed = make_seed("".join([*story[:2], captions[0], credit, captions[1], credit, story[2]]))
    page = make_page([*story[:2], captions[0], f"{credit} {captions[1].replace(hidden, '')}{credit} {story[2]}"])
    found = reconcile(seed, page)
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}


@pytest.mark.parametrize("mark", ["（完", "（越通社—VNA）"])
def test_a_mark_of_the_page_that_the_seed_has_as_a_sentence_is_not_removed(make_seed, make_page, mark):
    story = ["·5月3日，两国代表团在顺化举行会谈。", "·会谈在友好的气氛中进行。", "·双方同意扩大贸易。"]
    found = reconcile(make_seed(f"{' '.join(story)}{mark}\u200b \u00a0"), make_page([*story[:2], f"{story[2]} {mark}"]))
    assert Relation.REMOVED not in {change.relation for change in found.changes}


def test_a_caption_that_a_scraper_took_twice_is_apparatus(make_seed, make_page, story):
    caption = "Người lái đò cuối cùng của bến"
    seed = make_seed(" ".join([f"{caption}. {caption}", *story]))
    found = reconcile(seed, make_page(paragraphs(story), media=((caption, None),)))
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}
    assert Relation.REMOVED not in {change.relation for change in found.changes}


def test_a_sentence_that_stands_on_the_page_as_a_caption_is_not_removed(make_seed, make_page, story):
    said = "Những chuyến đò cuối cùng đưa khách sang sông trong tiếng hò của người lái"
    found = reconcile(
        make_seed(" ".join([*story[:3], f"{said}, rồi im lặng.", *story[3:]])),
        make_page([*story[:3], (BlockKind.CAPTION, f"{said}, rồi im lặng."), *story[3:]]),
    )
    assert Relation.REMOVED not in {change.relation for change in found.changes}


def test_short_codes_of_a_content_system_are_left_out_of_a_seed(make_seed, make_page, story):
    body = f'{story[0]} [gallery ids="3,5" columns="2"] {story[1]} [caption id="a7" width="300"]Bến cũ[/caption] '
    found = reconcile(make_seed(body + " ".join(story[2:]) + " [/vc_row]"), make_page(paragraphs(story)))
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}
    assert "[" not in found.text
    kept = reconcile(make_seed(f"{story[0]} Ông viết “đò [sic] cũ” trong sổ."), None)
    assert "[sic]" in kept.text


def test_cells_of_a_table_that_a_scraper_joined_are_the_same(make_seed, make_page, story):
    rows = [(BlockKind.TABLE, "Loại xe | Giá vé"), (BlockKind.TABLE, "Xe thồ | 4 hào")]
    found = reconcile(make_seed(" ".join([*story, "Loại xe Giá vé Xe thồ 4 hào"])), make_page([*story, *rows]))
    assert found.content in {Content.IDENTICAL, Content.COSMETIC}


def test_a_seed_that_breaks_off_with_dots_is_truncated(make_seed, make_page, story):
    words = story[3].split()
    cut = " ".join([*story[:3], " ".join(words[: len(words) // 2]) + "..."])
    found = reconcile(make_seed(cut), make_page(paragraphs(story)))
    assert found.content is Content.SEED_TRUNCATED
    assert story[-1] in found.text


def test_a_seed_of_captions_alone_is_compared_with_a_page_that_has_no_more(make_seed, make_page):
    caption = "Ca sỹ Hò Khoan. (Ảnh: BTC)"
    assert reconcile(make_seed(caption), make_page([caption])).content is Content.COSMETIC


def test_the_first_of_several_pages_says_nothing_of_what_it_lacks(make_seed, make_page, story):
    page = make_page(paragraphs(story[:3]), provenance=(("pages", "paginated"),))
    found = reconcile(make_seed(" ".join(story)), page)
    assert (found.content, found.evidence.rule, found.changes) == (Content.NOT_COMPARED, "paginated", ())


def test_a_sentence_of_the_seed_behind_arrows_is_not_removed(make_seed, make_page, story):
    text = "Ve čtvrtek pojede náhradní autobus od radnice každou půlhodinu."
    found = reconcile(make_seed(" ".join([*story, text])), make_page([*story[:-1], f"{story[-1]} >> {text}"]))
    assert Relation.REMOVED not in {change.relation for change in found.changes}
    link = reconcile(make_seed(" ".join(story)), make_page([*story[:-1], f"{story[-1]} >> {text}"]))
    assert link.content in {Content.IDENTICAL, Content.COSMETIC}


def test_a_sentence_of_the_seed_that_looks_like_an_invitation_is_not_removed(make_seed, make_page, story):
    text = "Mời bạn đọc gửi ảnh bến đò cũ tại đây."
    page = make_page([*story[:-1], f"{story[-1]} {text}"])
    found = reconcile(make_seed(" ".join([*story[:3], f"{text} Ông lái đò mỉm cười.", *story[3:]])), page)
    assert text not in {change.seed_text for change in found.changes if change.relation is Relation.REMOVED}
