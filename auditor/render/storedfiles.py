"""Shows a file that the app keeps, as evidence: what it is, when it was changed, where in it the value stands.

Its content is not shown: what a preference or a table holds beside the value is no matter of the report.
"""

from collections.abc import Sequence

import msgspec

from auditor.model import Hit, StoredFile
from auditor.render.masking import Masker
from auditor.render.words import moment


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `changed` is a moment in words; `chains` lead to the value, one for each place in which it stands."""

    id: str
    path: str
    size: int
    changed: str
    digest: str
    data_type: str
    chains: tuple[str, ...]


def show_file(file: StoredFile, hits: Sequence[Hit], masker: Masker) -> FileView:
    """The view of a file with the hits of one data type in it."""
    return FileView(
        id=file.id,
        path=masker.hide(file.path)[-300:],
        size=file.size,
        changed=moment(file.changed),
        digest=file.sha256 or "",
        data_type=hits[0].data_type if hits else "",
        chains=tuple(" → ".join(hit.chain) for hit in hits),
    )
