"""Makes small pictures of screenshots, for a report that carries them in itself."""

import base64
import io
import warnings
from functools import lru_cache
from pathlib import Path

WIDTH = 240
COLOURS = 64
MAX_FILE = 32 * 1024**2
MAX_PIXELS = 40_000_000


def thumbnail(folder: Path, name: str | None) -> tuple[str, int, int] | None:
    """`data:` address, width and height of a small PNG of a screenshot in the run folder.

    None when there is none, when it lies outside of the folder, or when it cannot be read as a picture.
    """
    if not name:
        return None
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.stat().st_size > MAX_FILE:
        return None
    small = _small(path.read_bytes())
    return small and ("data:image/png;base64," + base64.b64encode(small[0]).decode("ascii"), *small[1])


@lru_cache(maxsize=64)
def _small(picture: bytes) -> tuple[bytes, tuple[int, int]] | None:
    """A smaller picture and its size. Remembered, for the passes of a walk show many of the same screens."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=["PNG"]) as source:
                if source.width * source.height > MAX_PIXELS or not source.width or not source.height:
                    return None
                height = max(1, min(4 * WIDTH, source.height * WIDTH // source.width))
                whole = source if source.mode in ("RGB", "RGBA") else source.convert("RGB")
                rough = whole.reduce(max(1, source.width // (2 * WIDTH))).convert("RGB")
                small = rough.resize((WIDTH, height), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        return None
    out = io.BytesIO()
    small.quantize(COLOURS).save(out, "PNG")
    return out.getvalue(), (WIDTH, height)
