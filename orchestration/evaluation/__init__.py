"""How good the labels are: labelled dumps and foreign titles held against what the product says.

Nothing of this package is used in a build; the labels it reads are never features.
"""
