"""Peeling of encodings and value search in what an app sends and stores."""

from auditor.search.requests import search_flow
from auditor.search.searcher import Searcher

__all__ = ["Searcher", "search_flow"]
