"""Work that outlives a page: ticket PDFs and mails about delays, done by a worker."""
