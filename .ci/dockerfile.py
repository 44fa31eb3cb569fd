"""Reads parts of the Dockerfile, so that a test runs the very words of it. The stages are called by their names, and
the stage without a name is "last".

python3 dockerfile.py DOCKERFILE text STAGE INSTRUCTION   the text behind an instruction that the stage has once
python3 dockerfile.py DOCKERFILE words STAGE INSTRUCTION  the words of an instruction in the JSON form, a line each
python3 dockerfile.py DOCKERFILE shell STAGE PART         the RUN in the shell form that holds PART
python3 dockerfile.py DOCKERFILE env STAGE                the settings of ENV, as NAME=value, a line each
"""

import json
import re
import shlex
import sys


def instructions(path):
    """Triples of stage, instruction and text."""
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if not line.lstrip().startswith("#")]
    stage = None
    for line in re.sub(r"\\\n", "", "".join(lines)).splitlines():
        if not line.strip():
            continue
        name, _, text = line.strip().partition(" ")
        if name == "FROM":
            stage = text.split(" AS ")[1] if " AS " in text else "last"
        yield stage, name, text.strip()


def one(found, what):
    if len(found) != 1:
        sys.exit(f"the Dockerfile has {what} {len(found)} times, not once")
    return found[0]


def main(path, kind, stage, rest):
    texts = {}
    for place, name, text in instructions(path):
        if place == stage:
            texts.setdefault(name, []).append(text)
    if kind == "env":
        for text in texts.get("ENV", []):
            print("\n".join(shlex.split(text)))
    elif kind == "shell":
        print(one([text for text in texts.get("RUN", []) if rest in text and not text.startswith("[")], f"RUN …{rest}…"))
    elif kind == "text":
        print(one(texts.get(rest, []), f"{rest} in {stage}"))
    elif kind == "words":
        words = one([text for text in texts.get(rest, []) if text.endswith("]")], f"{rest} with words in {stage}")
        print("\n".join(json.loads(words[words.index("["):])))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4] if len(sys.argv) == 5 else "")
