"""`**Q: …**` and `A: …` pairs -> one `questions` token for each run of pairs."""

from __future__ import annotations

import re

from glossary_ssg.markdown.dialect import plain_text
from glossary_ssg.markdown.emphasis import Token

_QUESTION = re.compile(r"Q\d*\s?[:：.．]")
_ANSWER = re.compile(r"A\d*\s?[:：.．]")


def join_questions(blocks: list[Token]) -> list[Token]:
    """Return block tokens with every question and its answer in a `questions` token.

    The answer stands in the question's paragraph, behind a line break, or in the paragraph after it. A pair becomes a
    `question` and an `answer` token with inline children; nothing of the text is left out.
    """
    result: list[Token] = []
    index = 0
    blocks = [block for block in blocks if block["type"] != "blank_line"]
    while index < len(blocks):
        pair, used = _pair(blocks, index)
        if not pair:
            result.append(blocks[index])
            index += 1
            continue
        if not (result and result[-1]["type"] == "questions"):
            result.append({"type": "questions", "children": []})
        result[-1]["children"].extend(pair)
        index += used
    return result


def _pair(blocks: list[Token], index: int) -> tuple[list[Token], int]:
    """Return the question and answer tokens that begin at a block, and how many blocks they took."""
    if blocks[index]["type"] != "paragraph":
        return [], 0
    inlines = blocks[index]["children"]
    if _kind(inlines) != "question":
        return [], 0
    lines = _lines(inlines)
    kinds = [_kind(line) for line in lines]
    if len(kinds) > 1 and kinds == ["question", "answer"] * (len(kinds) // 2):
        return [_part(kind, line) for kind, line in zip(kinds, lines, strict=True)], 1
    if len(lines) == 1 and lines[0][0]["type"] == "strong" and index + 1 < len(blocks):
        answer = blocks[index + 1]
        if answer["type"] == "paragraph" and _kind(answer["children"]) == "answer":
            return [_part("question", lines[0]), _part("answer", answer["children"])], 2
    return [], 0


def _lines(inlines: list[Token]) -> list[list[Token]]:
    """Cut a paragraph at the line breaks behind which a question or an answer begins."""
    lines: list[list[Token]] = [[]]
    for at, token in enumerate(inlines):
        following = inlines[at + 1 : at + 2]
        if token["type"] in ("linebreak", "softbreak") and following and _kind(following):
            lines.append([])
        else:
            lines[-1].append(token)
    return lines


def _kind(inlines: list[Token]) -> str:
    text = plain_text(inlines[:1])
    return "question" if _QUESTION.match(text) else "answer" if _ANSWER.match(text) else ""


def _part(kind: str, inlines: list[Token]) -> Token:
    if kind == "question" and len(inlines) == 1 and inlines[0]["type"] == "strong":
        inlines = inlines[0]["children"]
    return {"type": kind, "children": inlines}
