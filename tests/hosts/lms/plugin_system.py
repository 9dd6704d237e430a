"""The eight kinds of plugins. Written from the server's documented interface."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from app_properties import AppPropertyDefinition
from plugin_methods import plugin_media_folder_display_arg, plugin_string_arg

FOLDERS = ("primary_path", "archive_path", "temp_path")
BOOKS = ("book_storage_folder", "book_storage_format", "processors")


class ActionPlugin:
    """A plugin in the general menu. What raises NotImplementedError must be defined."""

    type = "ACTION"
    keeps: tuple[str, ...] = ()
    standalone = True

    def __init__(self) -> None:
        place = self.get_sort()
        self.sort_group: str = place["id"]
        self.sort_sequence: int = place["sequence"]
        self.prefix_lang_id = ""
        for name in self.keeps:
            setattr(self, name, "")

    def get_sort(self) -> dict[str, Any]:
        return {"id": "default", "sequence": 0}

    def add_args(self, parser: argparse.ArgumentParser) -> None:
        raise NotImplementedError

    def use_args(self, args: argparse.Namespace) -> None:
        raise NotImplementedError

    def get_properties(self) -> list[AppPropertyDefinition]:
        return []

    def get_action_name(self) -> str:
        raise NotImplementedError

    def get_action_id(self) -> str:
        raise NotImplementedError

    def get_action_icon(self) -> str:
        return "memory"

    def get_action_args(self) -> list[dict[str, Any]]:
        return []

    def process_action_args(self, args: Mapping[str, Any]) -> list[str] | None:
        raise NotImplementedError

    def create_task(self, db_session: Any, args: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def absorb_config(self, config: Mapping[str, Any]) -> None:
        for name in self.keeps:
            setattr(self, name, config[name])

    def is_ready(self) -> bool:
        return True

    def is_video(self) -> bool:
        return False

    def is_book(self) -> bool:
        return False

    def is_standalone(self) -> bool:
        return self.standalone

    def get_category(self) -> str:
        return "general"

    def get_feature_flags(self) -> int:
        return 0


class ActionSeriesPlugin(ActionPlugin):
    type = "ACTIONSERIES"
    standalone = False

    def get_action_args(self) -> list[dict[str, Any]]:
        return [plugin_string_arg("Series ID", "series_id", "", "com")]

    def get_category(self) -> str:
        return "series"


class ActionBookGeneralPlugin(ActionPlugin):
    type = "ACTIONBOOK"
    keeps = BOOKS

    def is_ready(self) -> bool:
        return super().is_ready() and bool(getattr(self, "book_storage_folder", ""))

    def get_category(self) -> str:
        return "book"


class ActionBookSpecificPlugin(ActionPlugin):
    type = "ACTIONBOOK"
    keeps = BOOKS
    standalone = False

    def get_action_args(self) -> list[dict[str, Any]]:
        return [plugin_string_arg("Book ID", "book_id", "", "com")]

    def get_category(self) -> str:
        return "book"


class ActionMediaPlugin(ActionPlugin):
    type = "MEDIA"
    keeps = FOLDERS

    def get_category(self) -> str:
        return "media"


class ActionMediaFolderPlugin(ActionPlugin):
    type = "ACTIONMEDIAFOLDER"
    keeps = FOLDERS
    standalone = False

    def get_action_args(self) -> list[dict[str, Any]]:
        return [plugin_media_folder_display_arg("Folder", "folder_id", "", "com")]

    def get_category(self) -> str:
        return "media_folder"


class ActionMediaFilePlugin(ActionPlugin):
    type = "ACTIONMEDIAFILE"
    keeps = FOLDERS
    standalone = False

    def get_action_args(self) -> list[dict[str, Any]]:
        return [plugin_string_arg("File ID", "file_id", "", "com")]

    def get_category(self) -> str:
        return "media_file"


class ActionMediaFilesPlugin(ActionPlugin):
    type = "ACTIONMEDIAFILES"
    keeps = FOLDERS
    standalone = False

    def get_action_args(self) -> list[dict[str, Any]]:
        return [plugin_string_arg("File ID", "file_id", "", "com")]

    def get_category(self) -> str:
        return "media_files"


KINDS = (
    ActionPlugin,
    ActionSeriesPlugin,
    ActionBookGeneralPlugin,
    ActionBookSpecificPlugin,
    ActionMediaPlugin,
    ActionMediaFolderPlugin,
    ActionMediaFilePlugin,
    ActionMediaFilesPlugin,
)
