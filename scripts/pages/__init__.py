"""Pages: a policy in one language, as HTML, plain text and data, in the frame of the layouts.

survey, results, keys    what is published, from the store or from the crew
requirements             what site.toml requires of the published pages
crew, lane, maker        the processes that make pages: only this one, or several
publication              the state of each page, and the problems of its texts
page, html, text, data   the page and its forms

Nothing is imported here: a run whose results are all in the store loads a few small modules of this room, and no Jinja.
Translated text is never code: Jinja's templates are ours only. Words of catalogs are values, which are escaped, and
`{{ name }}` in them is replaced according to a fixed grammar (law 6).
"""
