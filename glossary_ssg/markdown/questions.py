"""`**Q: …**` and `A: …` pairs -> one `questions` token for each run of pairs."""

from __future__ import annotations

import re
from itertools import pairwise

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
    """Return question and answer tokens that begin at a block, and how many blocks they took."""
    inlines = blocks[index].get("children", [])
    if blocks[index]["type"] != "paragraph" or not _QUESTION.match(plain_text(inlines[:1])):
        return [], 0
    for at, (token, following) in enumerate(pairwise(inlines)):
        if token["type"] in ("linebreak", "softbreak") and _ANSWER.match(plain_text([following])):
            return [_part("question", inlines[:at]), _part("answer", inlines[at + 1 :])], 1
    if inlines[0]["type"] == "strong" and index + 1 < len(blocks):
        answer = blocks[index + 1]
        if answer["type"] == "paragraph" and _ANSWER.match(plain_text(answer["children"][:1])):
            return [_part("question", inlines), _part("answer", answer["children"])], 2
    return [], 0


def _part(kind: str, inlines: list[Token]) -> Token:
    if kind == "question" and len(inlines) == 1 and inlines[0]["type"] == "strong":
        inlines = inlines[0]["children"]
    return {"type": kind, "children": inlines}
