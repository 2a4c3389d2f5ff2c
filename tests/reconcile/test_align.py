import random
import time

from flows.reconcile.align import Link, align, match_equal
from flows.reconcile.resegment import cut_spans, find_cuts


def test_every_sentence_is_in_exactly_one_pair():
    rng = random.Random(11)
    for _ in range(300):
        seed = [
            f"câu số {rng.randrange(8)} nói về {rng.choice(['việc', 'nhà', 'nông'])}" for _ in range(rng.randrange(12))
        ]
        page = [text if rng.random() < 0.6 else f"{text} thêm vài chữ nữa" for text in seed if rng.random() < 0.8]
        rng.shuffle(page)
        pairs = align(seed, page)
        assert sorted(at for pair in pairs for at in pair.seed) == list(range(len(seed)))
        assert sorted(at for pair in pairs for at in pair.page) == list(range(len(page)))
        assert all(0 <= pair.similarity <= 1 for pair in pairs)


def test_equal_items_are_matched_in_order_first():
    in_order, moved = match_equal([1, 2, 3, 4, 5], [1, 3, 4, 2, 5])
    assert in_order == [(0, 0), (2, 1), (3, 2), (4, 4)]
    assert moved == [(1, 3)]


def test_very_long_lists_are_matched_by_occurrence():
    left = [at % 5_000 for at in range(20_000)]
    right = left[:7_000] + left[7_001:]
    in_order, moved = match_equal(left, right)
    assert len(in_order) + len(moved) == len(right)


def test_strangers_in_one_gap_are_removed_and_added():
    seed = ["Mở đầu.", "Ông nông dân ra đồng từ sáng sớm để gặt lúa.", "Kết thúc."]
    page = ["Mở đầu.", "Chiếc phà chở khách qua sông đã ngừng chạy.", "Kết thúc."]
    assert {pair.link for pair in align(seed, page)} == {Link.EQUAL, Link.REMOVED, Link.ADDED}


def test_an_edited_sentence_that_also_moved_is_found():
    first = "Ông nông dân ra đồng từ sáng sớm để gặt lúa cho kịp vụ mùa."
    others = [f"Đây là câu thứ {word} của bài viết này." for word in ("nhất", "nhì", "ba", "tư", "năm")]
    pairs = align([first, *others], [*others, first.replace("gặt lúa", "cấy lúa")])
    assert [pair for pair in pairs if pair.link is Link.SIMILAR and pair.seed == (0,) and pair.page == (5,)]


def test_big_gaps_are_aligned_by_rare_words():
    seed = [f"Xã {at} thu hoạch được {at * 7} tấn lúa trong vụ mùa vừa qua." for at in range(100)]
    page = [text.replace("vừa qua", "năm nay") for text in seed]
    pairs = align(seed, page)
    assert sum(pair.link is Link.SIMILAR and pair.seed == pair.page for pair in pairs) == 100


def test_a_sentence_is_cut_where_the_other_side_has_an_end():
    texts = ["Giá rẻ hơn năm ngoái Bà con rất vui.", "Chợ đông."]
    cuts = find_cuts(texts, ["Giá rẻ hơn năm ngoái", "Bà con rất vui.", "Chợ đông."])
    assert cuts == {0: [5]}
    assert [texts[0][a:b] for a, b in cut_spans(texts[0], cuts[0])] == ["Giá rẻ hơn năm ngoái", "Bà con rất vui."]


def test_a_text_in_a_script_without_full_stops_is_cut_where_the_other_side_has_sentences():
    """The sentences of the other side may stand anywhere in it: what stands between them is a sentence too."""
    first, second, third = "ตลาดน้ำบางกระสอบเปิดอีกครั้งวันนี้", "แม่ค้า 40 คนพายเรือมาขายของ", "สะพานใหม่ทำให้คนเดินข้ามได้"
    texts = [f"{first} {second} {third}"]
    for others in ([first, third], [first, second]):
        cuts = find_cuts(texts, others)
        assert [texts[0][a:b] for a, b in cut_spans(texts[0], cuts[0])] == [first, second, third]


def test_many_copies_of_one_edited_sentence_are_paired_in_order():
    seed = ["Mời bà con đến dự phiên chợ đầu xuân."] * 400
    page = ["Mời bà con đến dự phiên chợ hoa đầu xuân."] * 400
    pairs = align(seed, page)
    assert all(pair.link is Link.SIMILAR and pair.seed == pair.page for pair in pairs)
    assert len(pairs) == 400


def test_a_sentence_parted_elsewhere_is_the_same_text():
    seed = ["Mở đầu.", "Ông nói: “Tôi về!” Rồi ông đi.", "Kết thúc."]
    page = ["Mở đầu.", "Ông nói: “Tôi về!”", "Rồi ông đi.", "Kết thúc."]
    assert {(pair.link, pair.seed, pair.page) for pair in align(seed, page)} == {
        (Link.EQUAL, (0,), (0,)),
        (Link.EQUAL, (1,), (1, 2)),
        (Link.EQUAL, (2,), (3,)),
    }


def test_a_text_without_full_stops_is_compared_in_time_that_grows_with_its_length():
    words = [f"từ{number % 977}" for number in range(60_000)]
    edited = [f"{word}x" if at % 500 == 250 else word for at, word in enumerate(words)]
    started = time.process_time()
    [pair] = align([" ".join(words)], [" ".join(edited)])
    assert pair.link is Link.SIMILAR
    assert 0.98 < pair.similarity < 1
    strangers = align([" ".join(words)], [" ".join(f"khác{number % 983}" for number in range(60_000))])
    assert {pair.link for pair in strangers} == {Link.REMOVED, Link.ADDED}
    many = [" ".join(words[at : at + 20]) for at in range(0, len(words), 20)]
    assert {pair.link for pair in align(many, [" ".join(edited)])} == {Link.REMOVED, Link.ADDED}
    assert time.process_time() - started < 6  # 0.5 s where measured; word by word it takes minutes
