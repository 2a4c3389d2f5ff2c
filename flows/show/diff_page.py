"""`seedbank diff --html`: one article as a page that stands alone."""

from flows import __version__
from flows.show.article import view_article
from flows.show.language import ENGLISH, Language
from flows.show.templating import content_policy, read_style, templates
from warehouse.read.dossier import Dossier


def render_diff(dossier: Dossier, language: Language = ENGLISH) -> str:
    """Write the page of one article: no script, nothing fetched, readable offline."""
    return (
        templates(language)
        .get_template("diff.html")
        .render(
            view=view_article(dossier),
            style=read_style(language),
            policy=content_policy(language),
            version=__version__,
        )
    )
