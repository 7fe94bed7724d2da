"""Transforms of frames as classes, as scripts call them: ``DropNullFields.apply(frame=people)``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .dynamicframe import DynamicFrame, DynamicFrameCollection, Spec


class GlueTransform:
    """A transform."""

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Applies the transform."""
        return cls()(*args, **kwargs)

    @classmethod
    def name(cls) -> str:
        """Its name."""
        return cls.__name__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{self.name()} cannot be applied")


class ApplyMapping(GlueTransform):
    """Columns under other names and types."""

    def __call__(
        self,
        frame: DynamicFrame,
        mappings: Sequence[Sequence[str]],
        case_sensitive: bool = False,
        transformation_ctx: str = "",
        *_: Any,
        **__: Any,
    ) -> DynamicFrame:
        return frame.apply_mapping(mappings, case_sensitive, transformation_ctx)


class DropFields(GlueTransform):
    """All columns but some."""

    def __call__(self, frame: DynamicFrame, paths: Sequence[str], transformation_ctx: str = "", *_: Any, **__: Any) -> DynamicFrame:
        return frame.drop_fields(paths, transformation_ctx)


class DropNullFields(GlueTransform):
    """All columns but those without a type, which are empty in every record."""

    def __call__(self, frame: DynamicFrame, transformation_ctx: str = "", *_: Any, **__: Any) -> DynamicFrame:
        return frame.drop_nulls(transformation_ctx)


class Filter(GlueTransform):
    """The records for which a function says so."""

    def __call__(
        self, frame: DynamicFrame, f: Callable[[dict[str, Any]], bool], transformation_ctx: str = "", *_: Any, **__: Any
    ) -> DynamicFrame:
        return frame.filter(f, transformation_ctx)


class Map(GlueTransform):
    """What a function makes of each record."""

    def __call__(
        self, frame: DynamicFrame, f: Callable[[dict[str, Any]], Mapping[str, Any]], transformation_ctx: str = "", *_: Any, **__: Any
    ) -> DynamicFrame:
        return frame.map(f, transformation_ctx)


class RenameField(GlueTransform):
    """One column under another name."""

    def __call__(self, frame: DynamicFrame, old_name: str, new_name: str, transformation_ctx: str = "", *_: Any, **__: Any) -> DynamicFrame:
        return frame.rename_field(old_name, new_name, transformation_ctx)


class ResolveChoice(GlueTransform):
    """Columns in the types that are named, or those of the catalog."""

    def __call__(
        self,
        frame: DynamicFrame,
        specs: Sequence[Spec] | None = None,
        choice: str = "",
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
        *,
        database: str | None = None,
        table_name: str | None = None,
        catalog_id: str | None = None,
    ) -> DynamicFrame:
        return frame.resolveChoice(specs, choice, database, table_name, transformation_ctx, catalog_id=catalog_id)


class SelectFields(GlueTransform):
    """Some columns."""

    def __call__(self, frame: DynamicFrame, paths: Sequence[str], transformation_ctx: str = "", *_: Any, **__: Any) -> DynamicFrame:
        return frame.select_fields(paths, transformation_ctx)


class SelectFromCollection(GlueTransform):
    """One frame of a collection."""

    def __call__(self, dfc: DynamicFrameCollection, key: str, transformation_ctx: str = "", *_: Any, **__: Any) -> DynamicFrame:
        return dfc.select(key)
