"""What holds the claims of a page: experiments, the numbers in the words that quote them, executed formulas."""
