"""Policyglot: legal policies in many languages, from Markdown through gettext catalogs to pages."""
