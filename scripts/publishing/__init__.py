"""Makes the site with MkDocs or Zensical and puts it in the place of the published one."""
