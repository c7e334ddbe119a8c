"""Translations that were made elsewhere: finished Markdown, and catalogs of other tools.

document.read(text, ...)            the parts of a translated document, wrappers and front matter taken off
aligned.haul(policy, document)      what it offers to a policy
entries.haul(policy, catalog, ...)  what a foreign catalog offers
offer.checked(offers, facts)        one offer for each text, with its flaws
filling.fill(catalog, offers)       a catalog with its empty entries filled
report.Report                       all of it in words
"""
