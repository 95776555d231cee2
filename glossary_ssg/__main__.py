"""Run the command line with `python -m glossary_ssg`."""

from glossary_ssg.cli import run

if __name__ == "__main__":
    run()
