"""Which language a text is written in, once it is known not to be Python."""

_STARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("curl", ("curl ",)),
    (
        "shell",
        ("#!/bin/", "#!/usr/bin/env bash", "export ", "echo ", "sudo ", "pip ", "npm ", "$ "),
    ),
    (
        "JavaScript",
        ("const ", "let ", "var ", "import {", "import * as ", "export default", "function ", "//"),
    ),
    ("Go", ("package ",)),
    ("C#", ("using ", "namespace ")),
    ("PHP", ("<?php",)),
    ("HTML", ("<!doctype", "<html", "<script", "<div")),
    ("Java", ("import java", "public class ")),
)
_WITHIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("JavaScript", ("require(", "=> {", "async function", "console.log(", "});")),
    ("curl", ("curl https://", "curl -")),
)


def other_language(code: str) -> str:
    """The name of another language that `code` begins like, "" where none is plain."""
    lines = [line.strip().lower() for line in code.splitlines() if line.strip()]
    for line in lines[:5]:
        for name, starts in _STARTS:
            if line.startswith(starts):
                return name
    text = code.lower()
    return next((name for name, parts in _WITHIN if any(part in text for part in parts)), "")


def is_notebook(code: str) -> bool:
    """Whether it is a notebook's whole file, which is JSON, and not the code of its cells."""
    return code.lstrip().startswith("{") and '"cells"' in code and '"nbformat"' in code
