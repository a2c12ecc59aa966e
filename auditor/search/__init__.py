"""Peeling of encodings and value search in what an app sends and stores."""

from auditor.search.requests import search_flow
from auditor.search.searcher import Searcher
from auditor.search.stored import search_answer, search_file

__all__ = ["Searcher", "search_answer", "search_file", "search_flow"]
