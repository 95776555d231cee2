"""Page -> HTML, with Jinja2. Depends on the page, its body and the theme, and on nothing else."""

from glossary_ssg.render.values import RenderJob, RenderSettings, body_keys

__all__ = ["RenderJob", "RenderSettings", "body_keys", "render"]


def render(settings: RenderSettings, job: RenderJob) -> bytes:
    """Return a page's HTML, UTF-8. Raises ThemeError for a mistake in a template, with file and line."""
    from glossary_ssg.render.templates import environment, render_with  # Jinja2 comes with it: only who renders waits

    return render_with(environment(settings.templates), settings, job)
