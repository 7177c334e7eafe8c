"""Makes the site with MkDocs and puts it in the place of the published one."""
