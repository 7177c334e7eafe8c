"""What holds the claims of a page: experiments with records, numbers in the words that quote them, executed formulas."""
