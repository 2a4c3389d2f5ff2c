"""Find the name that a changed stretch of a sentence belongs to."""

import re
from typing import Final

from flows.reconcile.facts.quantities import WORD, Tokens
from flows.text.normalise import UNSPACED, fold

Stretch = tuple[int, int]

# A capital behind one of these begins a sentence or a quotation.
_STARTS: Final = re.compile(r"[.!?…:;“«„\"‘(\[\n–—]")
_JOINTS: Final = frozenset({" ", "-", " - ", "–", "\u00a0", ""})
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
# Family names of Chinese, Vietnamese and Korean people, as they are written in Chinese.
_FAMILIES_ZH: Final = frozenset(
    "阮陈黎李范潘武张黄邓裴杜胡吴杨段丁陶梁苏高梅谢郑何冯朱丘邱曹韦农宗王刘赵周徐孙马林郭罗宋唐韩许萧肖程沈彭吕崔金朴汪习温江毛"
    "于董袁傅曾蔡贾魏薛叶阎余戴夏钟田任姜方石姚谭廖邹熊陆郝孔白康邱秦史顾侯邵孟龙万雷钱汤尹易常贺赖龚文尤施洪严牛葛安翁倪卢蒋童颜华柯祝屈涂项左甄麻滕殷鲍霍辛管费兰关焦俞柴车代"
)
_TITLES_ZH: Final = (
    "主席|总理|总统|总书记|书记|部长|副部长|司令|大使|先生|女士|同志|主任|院长|校长|教授|博士|将军|大将|上将|外长|议长|秘书长|会长"
    "|董事长|总经理|经理|市长|省长|县长|镇长|村长|州长|队长|局长|所长|行长|社长|团长|发言人|记者|律师|医生|主教|老师|代表|专家|委员"
)
# Characters that foreign names are spelled with.
_SPELLING_ZH: Final = (
    "阿埃艾爱安奥巴白班邦包保贝本比彼别宾波伯勃博布查达戴丹当道德登邓狄迪蒂丁东杜顿多厄恩尔法凡菲费丰芬冯弗夫福盖冈高戈格古圭"
    "哈海汉豪赫黑亨胡华怀惠霍基吉加贾简杰金卡凯坎康考柯科克肯库奎昆拉莱赖兰朗劳勒雷黎里利林留隆卢鲁路伦罗洛马迈麦曼芒梅门蒙米"
    "明莫姆墨默木穆纳奈南内尼宁纽诺欧帕潘庞佩彭蓬皮平珀普奇恰乔切琴丘热日荣瑞若撒萨塞桑沙尚绍舍圣施石史舒斯思松苏索塔泰坦汤"
    "唐陶特滕提铁廷图托瓦万威韦维魏温翁沃乌武西希锡夏显谢辛欣休许雅亚扬耶叶伊依因英尤于约泽扎詹珍芝朱兹卓佐娜丽莎妮"
)
# Countries and cities that are written without a word that says so.
_LANDS_ZH: Final = (
    "中国|美国|越南|日本|韩国|朝鲜|俄罗斯|法国|英国|德国|意大利|西班牙|葡萄牙|荷兰|比利时|瑞士|瑞典|挪威|芬兰|丹麦|波兰|捷克|匈牙利"
    "|乌克兰|白俄罗斯|印度尼西亚|印度|巴基斯坦|孟加拉国|斯里兰卡|缅甸|泰国|老挝|柬埔寨|马来西亚|新加坡|菲律宾|文莱|澳大利亚|新西兰|加拿大"
    "|墨西哥|古巴|巴西|阿根廷|智利|秘鲁|委内瑞拉|南非|埃及|伊朗|伊拉克|以色列|沙特阿拉伯|土耳其|蒙古|欧盟|东盟|联合国"
    "|北京|上海|广州|香港|澳门|台北|东京|首尔|平壤|莫斯科|巴黎|伦敦|柏林|罗马|马德里|华盛顿|纽约|曼谷|万象|金边|雅加达|马尼拉"
    "|吉隆坡|新德里|堪培拉|河内|胡志明市|岘港|海防|芹苴|顺化"
)
# Characters that stand before a place and not in its name.
_NO_PLACE_ZH: Final = "与和同及的在之将以而向从对为于国家全该本各到至赴往是由a-zA-Z0-9_"
_NAMED_ZH: Final = re.compile(
    rf"(?P<c>[{_SPELLING_ZH}]{{1,6}}(?:[·•・‧][{_SPELLING_ZH}]{{1,6}})+)|"
    rf"(?P<a>[{''.join(sorted(_FAMILIES_ZH))}][\u4e00-\u9fff]{{1,2}})(?={_TITLES_ZH})"
    rf"|(?:{_TITLES_ZH})(?P<b>[{''.join(sorted(_FAMILIES_ZH))}][\u4e00-\u9fff]{{1,2}}+)(?![·•・‧])"
    rf"|(?P<e>{_LANDS_ZH})"
    rf"|(?P<d>[^\W{_NO_PLACE_ZH}]{{2,3}}(?:省|市|县|郡))"
)


def is_start(side: Tokens, at: int) -> bool:
    """Tell whether a token begins a sentence or a quotation, where every word has a capital."""
    before = side.text[side.spans[at - 1][1] : side.spans[at][0]] if at else side.text[: side.spans[0][0]]
    if not at:
        return not before.strip() or bool(_STARTS.search(before[-2:]))
    return bool(_STARTS.search(before)) and not (before == ". " and _is_initial(side, at - 1))


def _is_initial(side: Tokens, at: int) -> bool:
    """Tell whether a token is a single capital or a short title before a full stop: J. K. Rowling, Dr. Jones."""
    start, end = side.spans[at]
    return side.text[start].isupper() and end - start <= 2


def _adjoins(side: Tokens, at: int) -> bool:
    """Tell whether a token is joined to the next one as the parts of a name are."""
    between = side.text[side.spans[at][1] : side.spans[at + 1][0]]
    return between in _JOINTS or (between in (". ", ".") and _is_initial(side, at))


def _widen(side: Tokens, first: int, last: int) -> Stretch:
    while first and side.is_capital(first - 1) and _adjoins(side, first - 1):
        first -= 1
    while last + 1 < len(side.keys) and side.is_capital(last + 1) and _adjoins(side, last):
        last += 1
    return first, last + 1


def name_in(side: Tokens, start: int, end: int) -> Stretch | None:
    """Widen the capitalised words of a stretch to the whole name; a lone word at the start of a sentence is none."""
    capital = [at for at in range(start, end) if side.is_capital(at)]
    while capital and is_start(side, capital[0]) and not _has_next_capital(side, capital[0]):
        capital.pop(0)
    if not capital:
        return None
    return _widen(side, capital[0], capital[-1])


def _has_next_capital(side: Tokens, at: int) -> bool:
    return at + 1 < len(side.keys) and side.is_capital(at + 1) and _adjoins(side, at)


def name_at(side: Tokens, at: int) -> Stretch | None:
    """Return the name that stands where something was put in or left out."""
    for start in (at, at - 1):
        if 0 <= start < len(side.keys) and side.is_capital(start) and not is_start(side, start):
            return _widen(side, start, start)
    return None


def is_same_name(before: str, after: str) -> bool:
    """Tell whether two names are one: in another case, or one the initials of the other (`LHQ`, `Liên hợp quốc`)."""
    left, right = fold(before), fold(after)
    if left == right:
        return True
    short, long = (before, right) if len(before) < len(after) else (after, left)
    letters = re.sub(r"[\W\d_]", "", short)
    initials = "".join(word[0] for word in re.findall(r"\w+", long))
    return letters.isupper() and len(letters) > 1 and letters.casefold() == initials


def is_german_name(name: Stretch) -> bool:
    """Tell a name from German nouns, which have capitals too: a name has two capitalised words side by side."""
    return name[1] - name[0] > 1


def chinese_name_in(side: Tokens, start: int, end: int) -> str | None:
    """Return the Chinese name that a stretch changes: a family name beside a title, a foreign name, a city."""
    if end <= start or not any(side.kinds[at] == WORD and _UNSPACED.match(side.keys[at]) for at in range(start, end)):
        return None
    low, high = side.spans[start][0], side.spans[end - 1][1]
    for found in _NAMED_ZH.finditer(side.text, max(0, low - 16), high + 16):
        group = found.lastgroup or 0
        if found.start(group) < high and low < found.end(group):
            return found[group]
    return None
