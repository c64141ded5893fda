#!/usr/bin/env python3
"""Writes an assembler file that carries whole folders inside the executable.

    embed.py OUT.S PREFIX=FOLDER...

Each file becomes bytes in .rodata and a row {name, begin, size} of `rapport_embedded_files`,
sorted by name; the name is PREFIX/path. Read by server/app/embedded.h.
"""
import pathlib
import sys


def main() -> None:
    out, *folders = sys.argv[1:]
    files = []
    for pair in folders:
        prefix, folder = pair.split("=", 1)
        root = pathlib.Path(folder)
        if root.is_dir():
            files += [(f"{prefix}/{p.relative_to(root).as_posix()}", p)
                      for p in root.rglob("*") if p.is_file()]
    files.sort(key=lambda pair: pair[0].encode())
    lines = ['.section .note.GNU-stack,"",@progbits', ".section .rodata", ".balign 16"]
    for i, (name, path) in enumerate(files):
        lines += [f"name_{i}: .asciz \"{name}\"",
                  ".balign 16", f"begin_{i}: .incbin \"{path}\"", f"end_{i}: .byte 0"]
    lines += [".section .data.rel.ro,\"aw\"", ".balign 16",
              ".global rapport_embedded_files", "rapport_embedded_files:"]
    for i in range(len(files)):
        lines.append(f".quad name_{i}, begin_{i}, end_{i} - begin_{i}")
    lines += [".global rapport_embedded_count", "rapport_embedded_count:", f".quad {len(files)}"]
    pathlib.Path(out).write_text("\n".join(lines) + "\n")


main()
