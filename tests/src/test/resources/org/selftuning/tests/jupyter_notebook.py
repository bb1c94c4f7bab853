"""Executes a notebook as nbconvert does. Usage: jupyter_notebook.py KERNEL NOTEBOOK EXECUTED."""

import sys

import nbformat
from nbclient import NotebookClient

kernel, source, executed = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
NotebookClient(notebook, timeout=600, kernel_name=kernel).execute()
nbformat.write(notebook, executed)
