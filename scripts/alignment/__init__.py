"""Alignment: which texts of a finished translation belong to which segments of a policy.

document_parts(source)          segments with their place in the document, and what stays the same in every language
judge_alignment(ours, theirs)   two documents in two languages aligned: pairs, splits, joins and gaps, with confidence

`features` finds in a text what stays the same in every language, `scoring` compares two texts by it, by length and by
place, `align` finds the best alignment of all, `cooccurrence` learns from it which words belong together, and
`confidence` judges the result.
"""
