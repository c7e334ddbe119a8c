"""Which text belongs to which: segments of two versions of a policy, and of a policy and its finished translation.

document_parts(source)          segments with their place in the document, and what does not translate in them
judge_alignment(ours, theirs)   two documents in two languages aligned: pairs, splits, joins and gaps, with confidence
"""
