"""Colours: contrast by WCAG 2.2, and the nearest colour of the same hue that has enough of it, in OKLCH."""

from __future__ import annotations

from math import atan2, cos, hypot, sin

ENOUGH = 4.5
"""Contrast that text needs: WCAG 2.2, success criterion 1.4.3."""
_STEPS = 1000


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb`, from 1 to 21: WCAG 2.2, "contrast ratio"."""
    darker, lighter = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, background: str) -> str:
    """Return the colour, or else the nearest by lightness that can be read as text on the background."""
    if contrast(colour, background) >= ENOUGH:
        return colour
    lightness, chroma, hue = _oklch(_linear(colour))
    away = -1 if contrast(background, "#000000") > contrast(background, "#ffffff") else 1
    for step in range(1, _STEPS + 1):
        tried = _hex(_in_gamut(lightness + away * step / _STEPS, chroma, hue))
        if contrast(tried, background) >= ENOUGH:
            return tried
    return "#ffffff" if away > 0 else "#000000"


def _linear(colour: str) -> tuple[float, float, float]:
    """Return `#rrggbb` in linear sRGB, from 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _hex(rgb: tuple[float, float, float]) -> str:
    """Return linear sRGB as `#rrggbb`."""
    clipped = (min(max(value, 0.0), 1.0) for value in rgb)
    encoded = (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055 for value in clipped)
    return "#" + "".join(f"{round(value * 255):02x}" for value in encoded)


def _luminance(rgb: tuple[float, float, float]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


# OKLab and its matrices: B. Ottosson, "A perceptual color space for image processing", 2020.


def _oklch(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (radians)."""
    red, green, blue = rgb
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short, hypot(a, b), atan2(b, a)


def _rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return a colour that screens have: with less chroma where need be."""
    rgb = _rgb(lightness, chroma, hue)
    while chroma > 0.001 and not all(-0.001 <= value <= 1.001 for value in rgb):
        chroma *= 0.97
        rgb = _rgb(lightness, chroma, hue)
    return rgb
