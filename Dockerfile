# docker build --tag glossary-ssg .
# docker run --rm --volume "$PWD:/site" --user "$(id -u):$(id -g)" glossary-ssg build
FROM python:3.13-slim AS wheels
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY glossary_ssg glossary_ssg
COPY themes themes
RUN python -m pip wheel --no-cache-dir --wheel-dir /wheels '.[brotli,icu,xlsx]'

FROM python:3.13-slim
# git says when entries were added and changed. Its version is that of the base image's distribution.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    # The mounted site belongs to another user, and git would not read its history.
    && git config --system --add safe.directory '*'
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index /wheels/*.whl
RUN useradd --create-home --uid 1000 glossary
USER 1000
WORKDIR /site
EXPOSE 8000
ENTRYPOINT ["glossary-ssg"]
CMD ["--help"]
