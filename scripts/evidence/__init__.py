"""What holds the claims of a page: experiments with their records, and the numbers in the words that quote them."""
