"""Readers of what office programs write: Word, Excel, PowerPoint, OpenDocument, RTF, mail, EPUB."""
