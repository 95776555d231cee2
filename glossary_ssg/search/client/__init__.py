"""Search a built index: the rules of the default theme's `js/search/`, file by file."""
