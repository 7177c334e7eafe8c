"""The icons of the installed site are PNG of the sizes that the manifest says, and look like the mark in a browser."""

import io

import numpy as np
from PIL import Image

from scripts.study.files import manifest
from scripts.study.icons import icon_files, icons
from tests.whole import SITE


def test_the_manifest_lists_icons_that_are_there() -> None:
    files = icon_files()
    assert manifest(SITE)["icons"] == icons()
    pixels = [each for each in icons() if each["type"] == "image/png"]
    assert {each["src"] for each in pixels} == files.keys()
    assert {(each["sizes"], each["purpose"]) for each in pixels} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for each in pixels:
        image = Image.open(io.BytesIO(files[each["src"]]))
        assert image.format == "PNG"
        assert f"{image.width}x{image.height}" == each["sizes"]
        assert len(files[each["src"]]) < 20_000


def test_icons_are_drawn_from_the_mark_as_it_is() -> None:
    image = Image.open(io.BytesIO(icon_files()["assets/icons/192.png"])).convert("RGBA")
    colors = {color for _, color in image.getcolors(192 * 192) or []}
    assert {(0x1A, 0x5A, 0xA6, 255), (255, 255, 255, 255), (0x7E, 0xE2, 0xBD, 255)} <= colors
    assert np.asarray(image)[..., 3].mean() > 0.95 * 255
