"""Study: cards, data and Markdown made from the pages, for learners and machines. What renders, renders here."""
