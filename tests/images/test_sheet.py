from __future__ import annotations

from io import BytesIO

from PIL import Image

from audiencegen.images.sheet import ACCENT, INK, QUIET, Sheet, inked, png

PAPER, FAINT, INKS = "#ffffff", "#0000ff", ("#000000", "#ff0000", "#00ff00")
WHITE, BLUE, BLACK, RED, GREEN = (255, 255, 255), (0, 0, 255), (0, 0, 0), (255, 0, 0), (0, 255, 0)


def shape(*greys: int) -> Image.Image:
    return Image.frombytes("L", (len(greys), 1), bytes(greys))


def colours(sheet: Sheet) -> list[tuple[int, ...]]:
    data = Image.open(BytesIO(png(sheet.coloured(PAPER, FAINT, INKS)))).convert("RGB").tobytes()
    return [tuple(data[at : at + 3]) for at in range(0, len(data), 3)]


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 8


def test_paper_what_is_faint_and_every_ink_have_their_colours() -> None:
    sheet = Sheet((5, 1))
    sheet.put_faintly(shape(255), 1, 0)
    for left, ink in ((2, INK), (3, QUIET), (4, ACCENT)):
        sheet.put(inked(shape(255), ink), left, 0)
    assert colours(sheet) == [WHITE, BLUE, BLACK, RED, GREEN]


def test_the_edge_of_a_letter_is_mixed_with_what_lies_below_it() -> None:
    sheet = Sheet((3, 1))
    sheet.put_faintly(shape(255, 255), 1, 0)
    sheet.put(inked(shape(128, 128, 255), QUIET), 0, 0)
    on_paper, on_faint, whole = colours(sheet)
    assert near(on_paper, (255, 127, 127))
    assert near(on_faint, (128, 0, 127))
    assert whole == RED


def test_where_two_letters_touch_the_stronger_one_stands() -> None:
    sheet = Sheet((3, 1))
    sheet.put(inked(shape(255, 90), INK), 0, 0)
    sheet.put(inked(shape(60, 255), INK), 1, 0)
    first, touched, last = colours(sheet)
    assert first == last == BLACK
    assert near(touched, (165, 165, 165))


def test_what_reaches_beyond_the_sheet_is_cut_off() -> None:
    sheet = Sheet((2, 1))
    sheet.put(inked(shape(255, 0, 255), INK), -2, 0)
    sheet.put(inked(shape(255, 255), INK), 5, 0)
    assert colours(sheet) == [BLACK, WHITE]


def test_a_copy_is_written_on_alone() -> None:
    sheet = Sheet((2, 1))
    sheet.fill((0, 0, 1, 1), ACCENT)
    sheet.copy().put(inked(shape(255), INK), 1, 0)
    assert colours(sheet) == [GREEN, WHITE]
