# Jupyter with the Java kernel:
#   docker build -t stn .
#   docker run --rm -p 8888:8888 stn
FROM quay.io/jupyter/minimal-notebook:latest

USER root
COPY binder/apt.txt /tmp/apt.txt
RUN apt-get update --yes && \
    xargs --arg-file=/tmp/apt.txt apt-get install --yes --no-install-recommends && \
    apt-get clean && rm -rf /var/lib/apt/lists/* /tmp/apt.txt

USER ${NB_UID}
COPY --chown=${NB_UID}:${NB_GID} . ${HOME}/stn
WORKDIR ${HOME}/stn
RUN STN_HEAP=2g binder/postBuild
