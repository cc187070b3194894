"""Strings that people do not type by themselves, each with a mark by which it is found again.

A string is given as a line with `{}` in it; `marked` puts the mark there, letters and digits alone, so that whatever
else happens to the string the mark is found.
"""

MARK = "hostile{:06d}eof"
SHORT = (
    "<script>hostile('{}')</script>",
    "<x-hostile a={}>",
    "\"><img src=x onerror=hostile('{}')>",
    "' onfocus=hostile(1) autofocus x='{}",
    "</textarea></title></style><x-hostile>{}",
    "<svg/onload=hostile(1)>{}",
    "javascript:hostile('{}')",
    "data:text/html,<script>hostile('{}')</script>",
    "<!-- {} --!><x-hostile>",
    "]]><x-hostile>{}<![CDATA[",
    "&lt;b&gt; &amp;amp; &#60;x-hostile&#62; {}",
    "{{{{ 7*191 }}}}{{% debug %}} {}",
    "${{7*191}} #{{7*191}} <%= 7*191 %> {}",
    "%s %d %(x)s %n {} %",
    "'; DROP TABLE concerns_concern; -- {}",
    "1' OR '1'='1' UNION SELECT null,{}--",
    "\\'; \\\\ \\x00 \\u0000 {} \\",
    "$(touch hostile) `id` | cat {} && true",
    "../../../../etc/passwd {}",
    '=HYPERLINK("http://hostile.example","{}")',
    "@SUM(1+1)*cmd|' /C calc'!A0 {}",
    "{} \u202eesrever\u202c \u2066isolate\u2069",
    "{}\u200bzero\u200dwidth\ufeff\u2060.",
    "\u061c\u200f{} \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "{} e\u0301 \u00e9 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324a\u0334\u0335",
    "{} \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f4\U000e0067\U000e0062\U000e007f \U0010ffff",
    "{} \ufffe\uffff\ufdd0 \ue000 \ufffd",
    "{} \u0130\u0131 \u00df \ufb03 \u01c5 \u1e9e \u2126",
    "{}\x01\x02\x08\x0b\x0c\x1b[31mred\x7f\x85\u2028\u2029.",
    "null undefined NaN None True -1 0x10 1e309 {}",
    "{} \tand\ttabs  and   blanks",
    "[{}](javascript:hostile(1)) **bold** # heading <http://x>",
    "Robert \u2018Bob\u2019 O\u2019Brien\u2013Smith \u2026 {}",
)
"""Fit into the shortest line that is asked for, or are refused with a word."""
LONG = (
    "{}\r\nthe second line\r\rthe fourth\nthe fifth\n\r\nthe seventh",
    "{} " + "long " * 1_990,
    "{}" + "W" * 9_000,
    "{} " + "\u0e01\u0e33" * 4_000,
    "{} " + "<x-hostile>" * 900,
    "{} " + "&" * 9_900,
    "{}" + "\r\n" * 2_000 + "end",
    "{} " + "a\u0301" * 4_900,
)
TOO_LONG = ("{} " + "W" * 120_000,)
REFUSED = ("a NUL \0 in {}", "\0{}", "{} ends in one\0.")
"""No database of ours keeps NUL."""
HOSTILE = (*SHORT, *LONG, *TOO_LONG, *REFUSED)


def marked(template: str, number: int) -> tuple[str, str]:
    """The string and its mark."""
    mark = MARK.format(number)
    return template.format(mark), mark


def kept(text: str) -> str:
    """What a field keeps of a string that it accepts."""
    return text.strip().replace("\r\n", "\n").replace("\r", "\n")
