#!/usr/bin/env python3
"""How often the encoding of a file is told rightly.

Stretches of real text, drawn at random, are written to files in the encodings that their language has been
written in, and indexed; `search files --charset` says what was decided. A file counts as right if its bytes,
decoded so, are the text that was written: names of encodings that agree on all of its bytes are as good as
one another. Each file lies in a folder of its own, so that no neighbour helps.

  encodings.py --search .build/release/search --eval DIR --corpora DIR [--files 100] [--seed 1]
               [--catalogues /usr/share/locale]

Texts come from NAME/corpus.jsonl of --eval, NAME.jsonl.zst of --corpora, and translated messages of programs,
LANGUAGE/LC_MESSAGES/*.mo of --catalogues; languages of which there are none are named and left out.
"""

import argparse
import codecs
import collections
import gettext
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

# Where texts of a language are, and how it has been written. Names of two or three letters are languages of
# message catalogues.
LANGUAGES = {
    "English": (["gutenberg-en", "scifact-en"], ["utf-8", "utf-16-le+bom", "utf-16-be+bom", "cp1252"]),
    "Chinese": (["wiki-zh", "cmrc2018-zh", "xquad-zh"],
                ["utf-8", "utf-16-le+bom", "gb18030", "gbk", "big5"]),
    "Japanese": (["aozora-ja", "jsquad-ja"], ["utf-8", "shift_jis", "cp932", "euc_jp", "iso2022_jp"]),
    "Korean": (["wiki-ko", "wiki-ko-known-item"], ["utf-8", "euc_kr", "cp949", "iso2022_kr"]),
    "German": (["xquad-de"], ["utf-8", "cp1252", "iso8859-1", "iso8859-15", "mac_roman"]),
    "Russian": (["xquad-ru"], ["utf-8", "koi8-r", "cp1251", "iso8859-5", "cp866", "mac_cyrillic"]),
    "Arabic": (["xquad-ar"], ["utf-8", "cp1256", "iso8859-6"]),
    "Thai": (["xquad-th"], ["utf-8", "cp874", "tis_620"]),
    "Hindi": (["xquad-hi"], ["utf-8", "utf-16-le+bom"]),
    "French": (["fr"], ["cp1252", "iso8859-15", "mac_roman"]),
    "Spanish": (["es"], ["cp1252", "mac_roman"]),
    "Polish": (["pl"], ["cp1250", "iso8859-2"]),
    "Czech": (["cs"], ["cp1250", "iso8859-2"]),
    "Hungarian": (["hu"], ["cp1250", "iso8859-2"]),
    "Turkish": (["tr"], ["cp1254", "iso8859-9"]),
    "Lithuanian": (["lt"], ["cp1257"]),
    "Latvian": (["lv"], ["cp1257"]),
    "Greek": (["el"], ["cp1253", "iso8859-7"]),
    "Hebrew": (["he"], ["cp1255", "iso8859-8"]),
    "Vietnamese": (["vi"], ["cp1258"]),
    "Ukrainian": (["uk"], ["cp1251", "koi8-u", "iso8859-5", "mac_cyrillic"]),
    "Bulgarian": (["bg"], ["cp1251", "mac_cyrillic"]),
}

# What `search` calls encodings, where Python calls them otherwise.
NAMES = {"ibm866": "cp866", "windows-949": "cp949", "windows-936": "gbk", "windows-31j": "cp932",
         "windows-874": "cp874", "macintosh": "mac_roman",
         "x-mac-cyrillic": "mac_cyrillic"}


def messages(language, catalogues):
    """The messages of a language, the short ones of a program put together to texts."""
    if not catalogues:
        return
    for path in sorted((catalogues / language / "LC_MESSAGES").glob("*.mo")):
        # Names of languages and places are words beside each other and no text.
        if path.name.startswith("iso_"):
            continue
        try:
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog
        except (OSError, UnicodeDecodeError):
            continue
        found = [text for key, text in catalogue.items() if key and isinstance(text, str)]
        for start in range(0, len(found), 40):
            # What people type instead of a hyphen or space that does not break.
            yield unicodedata.normalize("NFC", "\n".join(found[start:start + 40])).replace("\xa0", " ")


def texts_of(names, arguments):
    """At most 3,000 texts of each source that is there."""
    for name in names:
        if len(name) <= 3:
            yield from messages(name, arguments.catalogues)
            continue
        plain = arguments.eval and arguments.eval / name / "corpus.jsonl"
        packed = arguments.corpora and arguments.corpora / f"{name}.jsonl.zst"
        if plain and plain.exists():
            lines = plain.open(encoding="utf-8")
        elif packed and packed.exists():
            process = subprocess.Popen(["zstdcat", packed], stdout=subprocess.PIPE, encoding="utf-8")
            lines = process.stdout
        else:
            continue
        for number, line in zip(range(3000), lines):
            document = json.loads(line)
            yield document.get("text") or document.get("body") or ""


def drawn(texts, encoding, generator):
    """A stretch of 60 to 5,000 characters with letters beyond ASCII that the encoding has, and its bytes."""
    name, _, mark = encoding.partition("+")
    bom = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(name, b"")
    for _ in range(200):
        text = generator.choice(texts).replace("\ufeff", "").replace("\r", "")
        length = min(len(text), int(60 * (5000 / 60) ** generator.random()))
        start = generator.randrange(0, max(1, len(text) - length))
        text = text[start:start + length].strip()
        # What the encoding lacks is left out, as whoever typed it would have.
        text = text.encode(name, "ignore").decode(name)
        if len(text) < 60:
            continue
        if name not in ("utf-8", "cp1252") and text.isascii() and not mark:
            continue
        return text, (bom if mark else b"") + text.encode(name)
    return None


def write(folder, arguments, generator):
    """Writes the files; what each holds, and its language and encoding."""
    written = {}
    for language, (sources, encodings) in LANGUAGES.items():
        texts = [text for text in texts_of(sources, arguments) if len(text) >= 80]
        if not texts:
            print(f"{language}: left out, there are no texts", file=sys.stderr)
            continue
        for encoding in encodings:
            for number in range(arguments.files):
                found = drawn(texts, encoding, generator)
                if found is None:
                    break
                path = pathlib.Path(language, encoding.replace("+", "-"), str(number), "text.txt")
                (folder / path).parent.mkdir(parents=True)
                (folder / path).write_bytes(found[1])
                written[str(path)] = (found, language, encoding)
    return written


def is_right(charset, content, text):
    try:
        decoded = content.decode(NAMES.get(charset.lower(), charset))
    except (LookupError, UnicodeDecodeError):
        return False
    return decoded.lstrip("\ufeff") == text


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--search", required=True, type=pathlib.Path)
    parser.add_argument("--eval", type=pathlib.Path)
    parser.add_argument("--corpora", type=pathlib.Path)
    parser.add_argument("--catalogues", type=pathlib.Path, help="where message catalogues are, by language")
    parser.add_argument("--files", type=int, default=100, help="of each language and encoding")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="name each file that was told wrongly")
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder, index = pathlib.Path(scratch, "files"), pathlib.Path(scratch, "index")
        written = write(folder, arguments, generator)
        tool = str(arguments.search.resolve())
        subprocess.run([tool, "index", ".", "--index", index], check=True, cwd=folder,
                       stdout=subprocess.DEVNULL)
        answer = subprocess.run([tool, "files", "--index", index, "--charset", "--json"], check=True,
                                cwd=folder, capture_output=True, encoding="utf-8").stdout
    told = {}
    for line in answer.splitlines():
        record = json.loads(line)
        told[record["path"]] = record.get("charset", "")
    rows = collections.defaultdict(lambda: [0, 0, collections.Counter()])
    for path, ((text, content), language, encoding) in written.items():
        charset = told.get(path, "none")
        row = rows[language, encoding]
        row[1] += 1
        if is_right(charset, content, text):
            row[0] += 1
        else:
            row[2][charset] += 1
            if arguments.verbose:
                print(path, charset, text[:60].replace("\n", " "), file=sys.stderr)
    print("| language | encoding | right | of | taken for |")
    print("| --- | --- | --: | --: | --- |")
    for (language, encoding), (right, count, wrong) in rows.items():
        others = ", ".join(f"{name} {number}" for name, number in wrong.most_common(3))
        print(f"| {language} | {encoding} | {right} | {count} | {others} |")
    right, count = (sum(row[place] for row in rows.values()) for place in (0, 1))
    print(f"\n{right} of {count} files, {100 * right / count:.2f} %, seed {arguments.seed}")


if __name__ == "__main__":
    main()
