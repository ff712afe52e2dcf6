"""Mutants: the reference with one fault each, and whether a case of the clause that is broken notices."""
