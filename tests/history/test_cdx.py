"""CDX: the question asked, both dialects of the answer, and everything that is no answer."""

import asyncio
import json
import re
from operator import ne
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.past.captures import Listing
from crawler.past.cdx import (
    FIELDS,
    REVISITS,
    Answer,
    CdxError,
    CdxRefusedError,
    Listed,
    Question,
    parsed,
    timestamp_of,
)

BASE = "http://127.0.0.1:1/cdx/search/cdx"
ARRAY = """[["timestamp","original","mimetype","statuscode","digest","length"],
["20190506070809","http://cong.example:80/tin-mot.html","text/html","200","AAA","512"],
["20200506070809","https://cong.example/tin-hai.html","text/html","200","BBB","2048"]"""
LINES = (
    '{"urlkey": "example,cong)/tin-mot.html", "timestamp": "20190506070809", "url": "http://cong.example:80/tin-mot.html",'
    ' "mime": "text/html", "status": "200", "digest": "AAA", "length": "512", "offset": "0", "filename": "a.warc.gz"}'
)
FIRST = Listed("20190506070809", "http://cong.example:80/tin-mot.html", "AAA")
SECOND = Listed("20200506070809", "https://cong.example/tin-hai.html", "BBB")


def test_the_question_names_host_fields_filters_window_and_page() -> None:
    question = Question("cong.example", since="2019", until="20201231", resume_key="example,cong)/tin 2020")
    asked = parse_qs(urlsplit(question.url(BASE)).query)
    assert asked == {
        "url": ["cong.example"],
        "matchType": ["host"],
        "output": ["json"],
        "fl": ["timestamp,original,mimetype,statuscode,digest,length"],
        "filter": ["statuscode:200", "mimetype:text/html"],
        "from": ["2019"],
        "to": ["20201231"],
        "limit": ["5000"],
        "showResumeKey": ["true"],
        "resumeKey": ["example,cong)/tin 2020"],
    }


def test_everything_at_once_asks_for_no_page() -> None:
    url = Question("cong.example", REVISITS, limit=None).url(BASE + "?collection=vn")
    assert url.startswith(BASE + "?collection=vn&url=cong.example&")
    assert "limit" not in url
    assert "resumeKey" not in url
    assert "filter=mimetype:warc/revisit" in url


def test_the_array_dialect_is_read() -> None:
    assert parsed(ARRAY + "]") == Answer((FIRST, SECOND), rows=2)
    assert FIRST.captured_at == "2019-05-06T07:08:09Z"


def test_the_array_dialect_hands_on_the_resume_key() -> None:
    assert parsed(ARRAY + ',[],["example,cong)/tin-hai.html 20200506070810"]]') == Answer(
        (FIRST, SECOND), "example,cong)/tin-hai.html 20200506070810", rows=2
    )


def test_the_lines_dialect_is_read() -> None:
    assert parsed(LINES + "\n\n" + LINES.replace("AAA", "CCC") + "\n").captures == (
        FIRST,
        Listed("20190506070809", "http://cong.example:80/tin-mot.html", "CCC"),
    )


@pytest.mark.parametrize("text", ["", "\n", "[]", '[["timestamp","original"]]'])
def test_no_captures_is_an_answer(text: str) -> None:
    assert parsed(text).captures == ()


def test_rows_without_a_time_or_an_address_are_counted() -> None:
    rows = '[["timestamp","original"],["2019","http://a.example/"],["20190506070809","ftp://a.example/"],["20190506070809"]]'
    assert parsed(rows) == Answer((), unreadable=3, rows=3)


def test_an_address_with_half_a_letter_in_it_costs_no_row_beside_it() -> None:
    half = LINES.replace("tin-mot", r"tin-\ud83d")
    assert parsed(f"{half}\n{LINES}") == Answer((FIRST,), unreadable=1, rows=2)


@pytest.mark.parametrize(
    "text",
    [
        ARRAY,  # cut off
        "<html><body>503 Service Unavailable</body></html>",
        "[1, 2]",
        '[["a","b"],["c","d"]]',
        '{"message": "No Captures found for: cong.example"}',
        '"text"',
        "20190506070809 http://cong.example/ text/html",
    ],
)
def test_what_is_no_answer_is_an_error_that_shows_its_beginning(text: str) -> None:
    with pytest.raises(CdxError, match=r"answer"):
        parsed(text)


def test_a_host_that_the_archive_hides_is_told_apart() -> None:
    with pytest.raises(CdxRefusedError):
        parsed("org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException: Blocked Site Error")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("2019", "2019"), ("2019-05-06", "20190506"), ("2019-05-06T07:08:09Z", "20190506070809"), (" 201905 ", "201905")],
)
def test_since_and_until_are_typed_as_days_or_times(typed: str, wanted: str) -> None:
    assert timestamp_of(typed) == wanted


@pytest.mark.parametrize("typed", ["", "last year", "06/05/2019", "19", "201", "2019-05-06-07-08-09-10"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no day or time"):
        timestamp_of(typed)


SHOWN = [
    ["20210101000000", "http://cong.example/tin.html", "text/html", "200", "AAA", "512"],
    ["20210201000000", "http://cong.example/tin.html", "warc/revisit", "-", "BBB", "512"],
    ["20210301000000", "http://cong.example/tin.html", "text/html", "200", "AAA", "512"],
    ["20210401000000", "http://cong.example/tin.html", "warc/revisit", "-", "AAA", "512"],
]


async def asked_for(url: str) -> str:
    """The answer of a CDX server: its filters first, then what it is asked to leave out of that."""
    asked = parse_qs(urlsplit(url).query)
    named = [dict(zip(FIELDS.split(","), row, strict=True)) for row in SHOWN]
    filters = [one.lstrip("!").split(":", 1) for one in asked["filter"]]
    is_not = [one.startswith("!") for one in asked["filter"]]
    met = [[bool(re.fullmatch(wanted, row[field])) for field, wanted in filters] for row in named]
    left = [row for row, fits in zip(named, met, strict=True) if all(map(ne, fits, is_not))]
    if asked.get("collapse") == ["digest"]:
        left = [row for row, before in zip(left, [{}, *left], strict=False) if row["digest"] != before.get("digest")]
    return json.dumps([FIELDS.split(","), *(list(row.values()) for row in left)])


def test_every_capture_is_listed_though_others_hold_the_same_bytes() -> None:
    listed = asyncio.run(Listing(asked_for, BASE).captures("cong.example"))
    assert [one.timestamp[4:6] for one in listed] == ["01", "02", "03", "04"]


def test_no_digest_and_that_of_no_bytes_say_nothing() -> None:
    for digest in ("-", "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"):
        assert parsed(LINES.replace("AAA", digest)).captures[0].digest == ""
