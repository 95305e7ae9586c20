"""The fingerprint: what makes two texts the same article text."""

from dataclasses import replace

from archive.article import Article, Attachment, Image

ARTICLE = Article(url="http://a.vn/x.html", title="Chợ đêm", body_text="Một.\n\nHai.", updated_at="2024-09-06")


def test_a_bumped_date_leaves_the_fingerprint() -> None:
    assert replace(ARTICLE, updated_at="2024-09-07", date_text="x").fingerprint == ARTICLE.fingerprint


def test_a_changed_word_an_added_picture_or_file_changes_it() -> None:
    changed = [
        replace(ARTICLE, body_text="Một.\n\nBa."),
        replace(ARTICLE, images=(Image("http://a.vn/1.png"),)),
        replace(ARTICLE, attachments=(Attachment("http://a.vn/1.pdf", "Tải về"),)),
    ]
    assert len({article.fingerprint for article in [ARTICLE, *changed]}) == 4
