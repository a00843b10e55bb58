"""Rebuild the bundled fonts from two Debian packages, unpacked side by side.

Use: apt-get download fonts-noto-core fonts-noto-cjk, unpack each with dpkg -x into one folder, then

    python src/haven/documents/papers/fonts/build.py FOLDER

Run by hand when a font is renewed; nothing in Haven imports it.
"""

import argparse
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

HERE = Path(__file__).parent
NOTO = "usr/share/fonts/truetype/noto"
CJK = "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_SCRIPT_NAMES = """
Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam
Myanmar NKo Oriya Sinhala Syriac Tamil Telugu Thaana Thai Tifinagh
"""
SCRIPTS = _SCRIPT_NAMES.split()
FACES = ["NotoSans-Regular", "NotoSans-Bold", *(f"NotoSans{script}-Regular" for script in SCRIPTS)]
CHARACTER_SETS = ("gb2312", "big5hkscs", "euc_jp", "euc_kr")
SIMPLIFIED_CHINESE = 2


def common_cjk() -> set[int]:
    """The characters of the national sets of China, Hong Kong and Taiwan, Japan and Korea, and all Hangul syllables."""
    blocks = [(0x3000, 0x312F), (0x31F0, 0x31FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF)]
    candidates = {code for first, last in blocks for code in range(first, last + 1)}
    hangul = set(range(0xAC00, 0xD7A4))
    return hangul | {code for code in candidates if any(_in_set(chr(code), name) for name in CHARACTER_SETS)}


def _in_set(character: str, name: str) -> bool:
    try:
        character.encode(name)
    except UnicodeEncodeError:
        return False
    return True


def write_cjk(source: Path, target: Path) -> None:
    """Write the part of the CJK face that names use, without layout features for vertical or regional forms."""
    options = subset.Options(layout_features=["kern", "ccmp"], hinting=False, name_IDs=["*"], notdef_outline=True)
    font = TTCollection(str(source)).fonts[SIMPLIFIED_CHINESE]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=common_cjk())
    cutter.subset(font)
    font.save(str(target))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where both packages were unpacked")
    folder: Path = parser.parse_args().folder
    for face in FACES:
        shutil.copyfile(folder / NOTO / f"{face}.ttf", HERE / f"{face}.ttf")
    write_cjk(folder / CJK, HERE / "NotoSansCJKsc-Names.otf")


if __name__ == "__main__":
    main()
