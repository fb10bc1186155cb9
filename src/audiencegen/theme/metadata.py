"""What the networks want to know in their own way, as filters of templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audiencegen.values import as_json

# Open Graph's locales name a country. Where the language's usual one has other letters than the language (CLDR,
# likely subtags): every other language is taken for that of the country with its letters, as `de_DE`.
_COUNTRIES = {
    "af": "ZA", "am": "ET", "ar": "AR", "be": "BY", "bn": "BD", "bs": "BA", "ca": "ES", "cs": "CZ", "cy": "GB",
    "da": "DK", "el": "GR", "en": "US", "et": "EE", "eu": "ES", "fa": "IR", "ga": "IE", "gl": "ES", "he": "IL",
    "hi": "IN", "hy": "AM", "ja": "JP", "ka": "GE", "kk": "KZ", "km": "KH", "ko": "KR", "ku": "TR", "la": "VA",
    "ms": "MY", "nb": "NO", "ne": "NP", "nn": "NO", "sl": "SI", "sq": "AL", "sr": "RS", "sv": "SE", "sw": "KE",
    "ta": "IN", "te": "IN", "uk": "UA", "ur": "PK", "vi": "VN", "zh": "CN",
}  # fmt: skip
_TYPES = {
    "avif": "image/avif", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png",
    "svg": "image/svg+xml", "webp": "image/webp",
}  # fmt: skip


def locale(language: str) -> str:
    """A language as `og:locale` has it: `en_US` for `en`, `de_AT` for `de-AT`, `zh_TW` for `zh-Hant-TW`."""
    first, *others = language.split("-")
    country = next((part.upper() for part in others if len(part) == 2), "")
    return f"{first.lower()}_{country or _COUNTRIES.get(first.lower(), first.upper())}"


def media_type(address: str) -> str:
    """The media type of a picture by how its address ends; "" when that does not tell."""
    return _TYPES.get(address.rpartition(".")[2].lower(), "")


def breadcrumbs(steps: Sequence[tuple[str, str]], absolute: Callable[[str], str]) -> str:
    """What a page lies within as JSON-LD (schema.org, BreadcrumbList), of names and addresses."""
    rows = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": absolute(address)}
        for number, (name, address) in enumerate(steps, start=1)
    ]
    return as_json({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": rows})
