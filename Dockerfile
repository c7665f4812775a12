# The assistant in a container: pinned dependencies, an unprivileged user, data in /data.
FROM python:3.11-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 EXPLOR_DATABASE_URL=sqlite:////data/explor.db
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --create-home explor && mkdir /data && chown explor /data
USER explor
WORKDIR /data
VOLUME /data
ENTRYPOINT ["explor"]
CMD ["chat"]
