"""Run the command line: `glossary-ssg`, or `python -m glossary_ssg`."""

from glossary_ssg.signals import end_at_once


def main() -> None:
    """Run the command line. Ctrl-C ends it in silence even while it is being imported."""
    end_at_once()
    from glossary_ssg.cli import run

    run()


if __name__ == "__main__":
    main()
