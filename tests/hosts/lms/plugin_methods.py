"""The makers of form elements. Written from the server's documented interface."""

from __future__ import annotations

from typing import Any


def _element(kind: str, name: str, id_: str, about: str, prefix: str, **more: Any) -> dict[str, Any]:
    for text in (name, id_, about, prefix):
        assert isinstance(text, str), f"{text!r} is no text"
    return {"name": name, "id": id_, "type": kind, "description": about, "values": [], "prefix_lang_id": prefix, **more}


def plugin_string_arg(
    arg_name: str, arg_id: str, arg_description: str = "", prefix_lang_id: str = ""
) -> dict[str, Any]:
    return _element("string", arg_name, arg_id, arg_description, prefix_lang_id)


def plugin_filename_arg(
    arg_name: str, arg_id: str, arg_description: str = "", prefix_lang_id: str = ""
) -> dict[str, Any]:
    return _element("filename", arg_name, arg_id, arg_description, prefix_lang_id)


def plugin_long_string_arg(
    arg_name: str, arg_id: str, arg_description: str = "", prefix_lang_id: str = ""
) -> dict[str, Any]:
    return _element("longstring", arg_name, arg_id, arg_description, prefix_lang_id)


def plugin_url_arg(arg_name: str, arg_id: str, arg_description: str = "", prefix_lang_id: str = "") -> dict[str, Any]:
    return _element("url", arg_name, arg_id, arg_description, prefix_lang_id)


def plugin_media_folder_chooser_folder_arg(
    arg_name: str, arg_id: str, arg_description: str = "", prefix_lang_id: str = ""
) -> dict[str, Any]:
    return _element("mfc", arg_name, arg_id, arg_description, prefix_lang_id)


def plugin_media_folder_display_arg(
    arg_name: str, arg_id: str, arg_description: str = "", prefix_lang_id: str = ""
) -> dict[str, Any]:
    return _element("mfd", arg_name, arg_id, arg_description, prefix_lang_id)


def plugin_select_values(*args: str) -> list[dict[str, str]]:
    """Pair names with ids."""
    if not args or len(args) % 2:
        raise ValueError("names and ids come in pairs")
    return [{"name": name, "id": id_} for name, id_ in zip(args[::2], args[1::2], strict=True)]


def plugin_select_arg(
    arg_name: str,
    arg_id: str,
    default_value: str,
    values: list[dict[str, str]],
    arg_description: str = "",
    prefix_lang_id: str = "",
    adv: str = "",
) -> dict[str, Any]:
    ids = [value["id"] for value in values]
    assert default_value in ids, f"{arg_id}: the default {default_value!r} is none of {ids!r}"
    assert len(set(ids)) == len(ids), f"{arg_id}: several values are {ids!r}"
    element = _element("select", arg_name, arg_id, arg_description, prefix_lang_id, adv=adv)
    return {**element, "default": default_value, "values": values}
