"""What may be published: lists of what is allowed, and what holds pages, addresses, drawings and files to them."""
