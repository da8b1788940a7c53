"""The colours of printed signs: the light theme's, as ``css/tokens.css`` has them."""

from reportlab.lib.colors import HexColor

ACCENT = HexColor("#00707F")
GOLD = HexColor("#FEC50C")
GOLD_SOFT = HexColor("#FFF3CF")
GOLD_TEXT = HexColor("#735000")
INK = HexColor("#10252B")
SUNKEN = HexColor("#EFECE4")
TEXT = HexColor("#10252B")
TEXT_2 = HexColor("#42535A")
WHITE = HexColor("#FFFFFF")
