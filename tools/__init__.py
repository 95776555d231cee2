"""Scripts for those who work on glossary-ssg."""
