"""The ground: what every other room of the house speaks in.

Frozen records and the words they use, standard library only. Records with an `id` have been stored; the others have
not. All moments are aware `datetime`s in UTC, all calendar days are `date`s, all offsets are code points.
"""
