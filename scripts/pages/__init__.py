"""Pages: a policy in one language, as HTML, plain text and data, in the frame of the layouts.

survey, results, keys    what is published, from the store or from the crew
crew, lane, maker        who makes it: in this process or in several
publication              in which state a page is, and what is wrong with its texts
page, html, text, data   the page and its forms

Nothing is imported here: a run that the store answers loads a few small modules of this room, and Jinja is none of them.
Translated text is never code: the templates of Jinja are ours alone, words of catalogs come in as values, escaped, and
`{{ name }}` in them is replaced by a fixed grammar.
"""
