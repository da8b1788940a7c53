"""One corpus of hostile texts for every door: whoever adds a door feeds it these (``tests/doors``).

A text that gets into markup leaves an attribute ``data-pwned``; one that runs as a script sets ``window.__pwned``; one
that runs as a template leaves ``COMPUTED`` or loses itself. Each has up to 120 characters, so that it fits a headline.
"""

import unicodedata

COMPUTED = ("1338337", "191198")
"""What a template engine would make of the template marks below."""

RUN = "window.__pwned=1"

TEXTS: dict[str, str] = {
    "jinja expression": "{{ 7*191191 }} {{ ''.__class__.__mro__ }} {{ config }}",
    "jinja statement": "{% for x in range(3) %}{{ loop.index * 191191 }}{% endfor %} {% raw %}",
    "jinja comment": "before {# gone #} after ## line",
    "django debug": "{% debug %} {% load static %} {{ 7|add:191191 }}",
    "django include": "{% include 'admin/base.html' %} {% csrf_token %} {{ request.user.password }}",
    "unclosed template": "{{ {% {# %} }} #} {{{{ }}}} {% end",
    "script literal": f"${{{RUN}}} ${{7*191191}} `${{alert(1)}}`",
    "hex escapes": rf"\x3cimg src=x data-pwned onerror={RUN}\x3e \u003cb data-pwned\u003e",
    "backslash and backtick": rf"\\`;{RUN};// \`;{RUN};//",
    "quotes and semicolons": rf"';{RUN};//\";{RUN};//\\';{RUN};--",
    "image": f"<img src=x data-pwned onerror={RUN}>",
    "script": f"</script><script data-pwned>{RUN}</script>",
    "svg": f"<svg data-pwned onload={RUN}><a data-pwned xlink:href=javascript:{RUN}>x</a>",
    "frame": f'<iframe data-pwned srcdoc="<script>parent.{RUN}</script>">',
    "closing textarea": f"</textarea></select></title></style></noscript></template><i data-pwned onclick={RUN}>",
    "comment": "<!-- --><b data-pwned><!--<script><!-- <b data-pwned>",
    "character data": "]]><b data-pwned>]]&gt;<![CDATA[<b data-pwned>]]>",
    "double-quoted attribute": f'" data-pwned autofocus onfocus="{RUN}" x="',
    "single-quoted attribute": f"' data-pwned onmouseover='{RUN}' x='",
    "unquoted attribute": f"x data-pwned onpointerenter={RUN} y=",
    "entities": "&lt;b data-pwned&gt; &amp;amp; &#60;b data-pwned&#62; &quot; &nbsp; &bogus;",
    "address": f"javascript:{RUN}// data:text/html,<script>{RUN}</script>",
    "formula": '=HYPERLINK("https://evil.example","x")&cmd|\' /C calc\'!A0',
    "formula signs": "+1+1;=1+1;-1;@SUM(A1)",
    "full-width formula": "＝1+1 ＋1 －1 ＠SUM(1)",
    "separators": 'a;b,c\td|e"f""g',
    "percent formats": "%s %(number)s %d %% %(x)08d %n %1$s",
    "brace formats": "{0} {about} {0.__class__} {} {{}} {number}",
    "replacement patterns": "$& $` $' $1 $$ $<name> \\1 \\g<0>",
    "sql": "'; DROP TABLE proposals_proposal; -- %' OR 1=1",
    "paths": "../../etc/passwd ..\\..\\x C:\\con file:///etc/passwd /vsicurl/x",
    "line separators": "one\u2028two\u2029three",
    "bidi override": "safe \u202egnp.exe\u202c \u2066x\u2069 end",
    "zero width": "ze\u200bro\u200c wi\ufeffdth \u00ad soft",
    "look-alikes": "Аdmin аdmin Ꭺdmin ａｄｍｉｎ раураl № ﷺ ǅ ﬀ İstanbul ß",
    "emoji": "👩‍❤️‍💋‍👨 🏳️‍🌈 🇰🇿🇰 👍🏽 \U0001f469\u200d 1️⃣ 🫱🏻‍🫲🏿",
    "combining": "Z̸̢̛̪͉͇͈̖̽̾̈́̓a̷̧͓l̵g̶o \u0301\u0301\u0301 e\u0301 \u1100\u1161\u11a8",
    "rare letters": "ӘғқҢөҰүһі 𠜎𠜱 \U000e0041\U000e0042 \U0010fffd \ufffd \uffff",
    "long word": "Ы" * 120,
    "dots": "... .hidden con.txt nul ~ * ? | : < >",
}
"""Texts that the database can hold, by what they try."""

SHORT: tuple[str, ...] = (
    "{{7*191191}}",
    "{% debug %}",
    "<b data-pwned>",
    '" data-pwned x="',
    "' data-pwned x='",
    "`${7*191191}`",
    r"\x3cb data-pwned",
    "</script>",
    "=1+1",
    "＝1+1",
    "%s %(x)s {0}",
    "a;b,c",
    "\u202e91\u202c",
    "👩‍👩‍👧",
    "../x",
    "$&1",
)
"""For what holds up to 20 characters: numbers of routes and buses."""

COMPOUND = (
    f"{{{{ 7*191191 }}}}{{% debug %}}<img src=x data-pwned onerror={RUN}>\"'`${{{RUN}}}"
    rf"\x3cb data-pwned\x3e</script><!--%s %(x)s {{0}}$&;=1"
)
"""Many at once, for what there are few of, such as districts: up to 200 characters."""

TYPED_ONLY: dict[str, str] = {
    "nul": "before\x00after in the middle",
    "controls": "bell\x07 escape\x1b[2J backspace\x08 \x85 next \x0b line \x7f",
    "header": "Subject\r\nBcc: victim@example.org\r\n\r\nbody",
    "lone surrogate": "half \udc80 of a pair",
}
"""What only a request or a file can bring: no record holds it as it is."""


UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}


def flat(text: str) -> str:
    """Return a text with single spaces, as a page shows it."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """Return what is seen of a text, however the portal cleans controls, marks of direction and spaces away.

    Bytes that are no text become U+FFFD as a request is read, which is not counted either.
    """
    letters = unicodedata.normalize("NFC", text).replace("\ufffd", "")
    return flat("".join(sign for sign in letters if unicodedata.category(sign) not in UNSEEN)).replace(
        " ", ""
    )
