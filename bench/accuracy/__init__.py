"""Documents in many layouts with known truth, and what a conversion makes of them.

Nothing here but `measure` knows the program under test: the truth comes from the generator.
"""
