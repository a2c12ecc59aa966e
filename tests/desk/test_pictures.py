import struct
import zlib

from auditor.desk.device import Device
from auditor.desk.files import Tree
from auditor.desk.pictures import hang_up, png
from auditor.phone.identity import make


def chunks(picture: bytes) -> dict[bytes, bytes]:
    found, place = {}, 8
    while place < len(picture):
        size = int.from_bytes(picture[place : place + 4], "big")
        kind, content = picture[place + 4 : place + 8], picture[place + 8 : place + 8 + size]
        assert picture[place + 8 + size : place + 12 + size] == struct.pack(">I", zlib.crc32(kind + content))
        found[kind], place = content, place + 12 + size
    return found


def test_a_picture_is_a_png_of_its_size_and_of_its_name():
    picture = png("a.png", 48, 32)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    parts = chunks(picture)
    assert parts[b"IHDR"] == struct.pack(">IIBBBBB", 48, 32, 8, 2, 0, 0, 0)
    assert len(zlib.decompress(parts[b"IDAT"])) == 32 * (1 + 3 * 48)
    assert png("a.png", 48, 32) == picture != png("b.png", 48, 32)


def test_every_photo_of_an_identity_lies_on_the_card(tmp_path):
    import msgspec

    device = Device(api=34, locale="en-US", sandbox="none", folder=tmp_path / "ca")
    identity = make(5)
    device.plant(msgspec.json.encode(identity))
    tree = Tree(tmp_path / "fs")
    hang_up(tree, device.identity["photos"])
    for photo in identity["photos"]:
        assert tree.read_bytes(f"/sdcard/DCIM/Camera/{photo['name']}") == png(photo["name"], 48, 32)
