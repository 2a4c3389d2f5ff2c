"""A page that shows the beginning of its article alone: one of several, or one that ends at a wall."""

import pytest
from factories import seed_at as make_seed
from selectolax.lexbor import LexborHTMLParser

from flows.parse.body.gate import has_more_pages
from flows.parse.page import parse_page

URL = "https://kustbladet.example/nyheter/fyren-15"
TITLE = "Fyren på Gråskär tänds igen"
STORY = (
    "Fyren på Gråskär lyste i natt för första gången på fyrtio år, och halva byn stod på bryggan för att se på.",
    "Lampan har legat i en lada hos familjen Öberg, som hittade den när taket skulle läggas om i våras.",
    "Kommunen betalar strömmen det första året, sedan får föreningen Fyrens vänner stå för räkningen själv.",
    "Fyrvaktarens dotter, nu nittioett, fick trycka på knappen och sade att den lyste starkare när hon var barn.",
    "Till sommaren öppnas trappan för besökare, högst åtta i taget, och kaffe kokas i det gamla vedförrådet.",
)


@pytest.mark.parametrize("link", ["fyren-152", "fyren-15b2", "/nyheter/fyren-15002", "/nyheter/fyren-15", "fyren-15p2"])
def test_an_address_that_goes_on_without_a_sign_is_of_another_story(link: str):
    assert not has_more_pages(LexborHTMLParser(f"<a href='{link}'>Hamnen</a>"), URL)


@pytest.mark.parametrize("link", ["fyren-15/2", "fyren-15-2", "fyren-15_p2", "/nyheter/fyren-15/page/2", "?page=2"])
def test_an_address_with_a_number_behind_a_sign_is_the_second_page(link: str):
    assert has_more_pages(LexborHTMLParser(f"<a href='{link}'>2</a>"), URL)


def test_a_wall_is_found_beside_a_link_to_a_story_whose_number_goes_on():
    shown = "".join(f"<p>{text}</p>" for text in STORY[:2])
    wall = "<div class='las'><p>Resten av texten är till för den som prenumererar.</p><a href='/kop'>Köp</a></div>"
    markup = (
        f"<html lang='sv'><head><title>{TITLE}</title></head><body><main><article><h1>{TITLE}</h1>{shown}{wall}"
        "</article></main><footer><a href='/nyheter/fyren-152'>Hamnen muddras</a></footer></body></html>"
    )
    page = parse_page(markup.encode(), url=URL, headers={}, seed=make_seed(URL, title=TITLE, body=" ".join(STORY)))
    provenance = dict(page.provenance)
    assert "pages" not in provenance
    assert "wall" in provenance


@pytest.mark.parametrize(
    "behind",
    [
        "<form><h3>Skriv en kommentar</h3><p>Inget visas.</p><textarea></textarea><button>Skicka</button></form>",
        "<footer>Kustbladet ges ut av <a href='/om'>Föreningen</a></footer>",
        "<div role='contentinfo'>Kustbladet drivs med stöd av läsarna och <a href='/om'>Föreningen</a></div>",
    ],
    ids=["a form to write in", "the foot of the site", "the foot by its role"],
)
def test_what_asks_for_no_reader_is_no_wall_behind_a_shortened_story(behind: str):
    shown = "".join(f"<p>{text}</p>" for text in STORY[:2])
    markup = (
        f"<html lang='sv'><head><title>{TITLE}</title></head><body><main><article><h1>{TITLE}</h1>{shown}</article>"
        f"</main>{behind}</body></html>"
    )
    page = parse_page(markup.encode(), url=URL, headers={}, seed=make_seed(URL, title=TITLE, body=" ".join(STORY)))
    assert "wall" not in dict(page.provenance)
