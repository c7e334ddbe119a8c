"""Translations that were made elsewhere: finished Markdown, and catalogs of other tools.

document.read_document(text, ...)                  the parts of a translated document, without wrappers and front matter
from_markdown.collect_from_document(policy, ...)   the candidates that the document has for a policy
from_catalog.collect_from_catalog(policy, ...)     the candidates that a foreign catalog has for a policy
candidate.checked(candidates, context)             one candidate for each text, with its flaws
fill.fill_catalog(catalog, candidates)             a catalog with its empty entries filled
report.Report                                      the report of the import
"""
