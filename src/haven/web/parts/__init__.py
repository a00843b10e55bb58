"""What every page is built from: layouts, macros, form fields, words, static files."""
