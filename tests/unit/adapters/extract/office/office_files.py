"""Files of the kinds that office programs write, made here, each as small as its kind allows."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from openpyxl import Workbook

OOXML = "http://schemas.openxmlformats.org"
RELATIONS = f"{OOXML}/officeDocument/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def workbook(rows: Sequence[Sequence[object]], title: str = "Storks") -> bytes:
    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(list(row))
    return saved(book)


def paragraphs(*texts: str) -> str:
    return "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)


def shape(*texts: str, placeholder: str = "", hidden: bool = False) -> str:
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    unseen = ' hidden="1"' if hidden else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"{unseen}/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:txBody>{paragraphs(*texts)}</p:txBody></p:sp>"
    )


def slide(*shapes: str, root: str = "sld", show: str = "1") -> str:
    return (
        f'<p:{root} xmlns:p="{OOXML}/presentationml/2006/main" show="{show}"'
        f' xmlns:a="{OOXML}/drawingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:{root}>"
    )


def relations(*named: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{part}"/>'
        for number, (kind, part) in enumerate(named, start=1)
    )
    return f'<Relationships xmlns="{OOXML}/package/2006/relationships">{rows}</Relationships>'


def presentation(slides: Sequence[str], **parts: str) -> bytes:
    """Slides in the order of the show; their names have another."""
    numbers = range(1, len(slides) + 1)
    listed = "".join(f'<p:sldId id="{n}" r:id="r{n}"/>' for n in numbers)
    files = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{OOXML}/presentationml/2006/main"'
        f' xmlns:r="{RELATIONS}"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            *(("slide", f"slides/slide{len(slides) - n}.xml") for n in range(len(slides)))
        ),
    }
    files |= {f"ppt/slides/slide{len(slides) + 1 - n}.xml": slides[n - 1] for n in numbers}
    return zipped(files | {name.replace("__", "/"): part for name, part in parts.items()})


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMES = (f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0"'
             f' xmlns:table="{ODF}:table:1.0" xmlns:draw="{ODF}:drawing:1.0"'
             f' xmlns:meta="{ODF}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
             )  # fmt: skip


def odt(body: str, meta: str = "", **parts: str) -> bytes:
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODF_NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {ODF_NAMES}><office:meta>{meta}</office:meta>"
        "</office:document-meta>",
    } | {name.replace("__", "/") + ".xml": part for name, part in parts.items()})  # fmt: skip


def epub(chapters: Sequence[str], **parts: str) -> bytes:
    """A book whose chapters lie in the archive in the reverse of their order."""
    numbers = range(1, len(chapters) + 1)
    items = "".join(
        f'<item id="c{n}" href="text/c%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        'container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The stork year</dc:title>'
        "<dc:creator>Ana Costa</dc:creator><dc:language>en</dc:language><dc:date>2021-05-04"
        '</dc:date></metadata><manifest><item id="n" href="nav.xhtml" properties="nav"'
        f' media-type="application/xhtml+xml"/>{items}</manifest><spine><itemref idref="n"/>{spine}'
        "</spine></package>",
        "OPS/nav.xhtml": "<html><body><p>Contents: one, two</p></body></html>",
    }
    for number in reversed(numbers):
        head = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        files[f"OPS/text/c {number}.xhtml"] = (
            f"{head}<head><title>no text</title></head><body>{chapters[number - 1]}</body></html>"
        )
    return zipped(files | {name.replace("__", "/"): part for name, part in parts.items()})


def mail(text: str, subject: str = "Storks", **attached: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ana Costa <ana@example.org>"
    message["To"] = "mill@example.org"
    message["Date"] = "Tue, 05 Mar 2024 08:30:00 +0100"
    message["Subject"] = subject
    message.set_content(text)
    for name, body in attached.items():
        message.add_attachment(
            body, maintype="application", subtype="octet-stream", filename=name.replace("__", ".")
        )
    return message
