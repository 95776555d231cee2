"""The command that creates a site."""

from __future__ import annotations

from pathlib import Path

import click

from glossary_ssg.cli.options import FOLDER
from glossary_ssg.cli.terminal import echo


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "amplify"]),
    help="Add a workflow that checks and publishes the site.",
)
@click.option(
    "--install-from",
    metavar="URL",
    default="",
    help="Where the workflow installs glossary-ssg from.  [default: the package index]",
)
def init(folder: Path, ci: str | None, install_from: str) -> None:
    """Create a new site in FOLDER: settings, two languages, three entries.

    With --ci in the folder of a site: add the workflow alone. In a repository it goes to the repository's root.
    """
    from glossary_ssg.commands.ci import plan_workflow, requirement
    from glossary_ssg.config import CONFIG_NAME
    from glossary_ssg.files import write_file
    from glossary_ssg.scaffold import check_folder, init_site

    if install_from and not ci:
        raise click.UsageError("--install-from needs --ci")
    check_folder(folder)
    workflow = plan_workflow(folder, ci, install_from) if ci else {}
    is_new = not (ci and (folder / CONFIG_NAME).is_file())
    for path in init_site(folder) if is_new else ():
        echo(f"  {path}")
    for path, data in workflow.items():
        write_file(path, data)
        echo(f"  {path}")
    if ci:
        echo("")
        echo(f"The workflow installs {requirement(url=install_from)}; `--install-from URL` names another source.")
    if is_new:
        echo("")
        echo(f"Now run: cd {folder} && glossary-ssg build")
