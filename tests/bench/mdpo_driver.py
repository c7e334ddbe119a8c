"""Runs mdpo and Python-Markdown as libraries, in a Python of their own.

python mdpo_driver.py extract FOLDER POLICY.md ...    a catalog for each policy, FOLDER/NAME.po
python mdpo_driver.py pages FOLDER POLICY.md CATALOG.po ...    pairs; an HTML file for each, FOLDER/NUMBER.html
"""

import sys
from pathlib import Path


def main(task: str, folder: str, files: list[str]) -> None:
    """Do one task."""
    if task == "extract":
        from mdpo.md2po import markdown_to_pofile

        for name in files:
            markdown_to_pofile(
                name, po_filepath=str(Path(folder, Path(name).stem + ".po")), save=True, include_codeblocks=True
            )
        return
    import markdown
    from mdpo.po2md import pofile_to_markdown

    for number, (name, catalog) in enumerate(zip(files[::2], files[1::2], strict=True)):
        text = pofile_to_markdown(name, catalog)
        html = markdown.markdown(text, extensions=["tables", "footnotes", "attr_list", "meta"])
        Path(folder, f"{number}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
