"""Edits as SQLite keeps them: JSON, without what is absent."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from archive.vocabulary.edits import Change, Edit, EditKind, Figure


def record_of(edit: Edit) -> dict[str, Any]:
    """Return an edit as JSON keeps it."""
    return {name: value for name, value in asdict(edit).items() if value not in ((), None, "", 0)}


def edit_of(record: Mapping[str, Any]) -> Edit:
    """Read what `record_of` made; kinds that this version does not know are left out."""
    known = {str(kind) for kind in EditKind}
    headline = record.get("headline")
    return Edit(
        kinds=tuple(EditKind(kind) for kind in record.get("kinds", ()) if kind in known),
        headline=Change(**headline) if headline else None,
        figures=tuple(Figure(**each) for each in record.get("figures", ())),
        reworded=tuple(Change(**each) for each in record.get("reworded", ())),
        removed=tuple(record.get("removed", ())),
        added=tuple(record.get("added", ())),
        more=record.get("more", 0),
        reason=record.get("reason", ""),
    )
