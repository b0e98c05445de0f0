"""Choosing one of the numbered links of an article: step by step, or by its number. Pure."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import decimal


class LinkPicker(NamedTuple):
    """Which link is chosen, and what has been typed of a number."""

    number: int = 0
    """From 1; 0: none."""
    digits: str = ""
    """Typed and not done with, in ASCII."""

    def stepped(self, step: int, total: int) -> LinkPicker:
        """The next link (1) or the one before (-1); after the last comes the first."""
        return LinkPicker((self.number - 1 + step) % total + 1)

    def typed(self, digit: str, total: int) -> tuple[LinkPicker, bool]:
        """After one more digit, of whichever script.

        Returns:
            What is chosen now, and whether it can be no other link: then nobody has to say that the number is complete.
            A digit with which no number goes on begins a new one.
        """
        digits = (self.digits + str(decimal(digit))).lstrip("0")
        if not digits or int(digits) > total:
            digits = str(decimal(digit)).lstrip("0")
        if not digits or int(digits) > total:
            return LinkPicker(self.number), False
        return LinkPicker(int(digits), digits), int(digits) * 10 > total

    def erased(self) -> LinkPicker:
        """Without the digit that was typed last."""
        digits = self.digits[:-1]
        return LinkPicker(int(digits) if digits else self.number, digits)
