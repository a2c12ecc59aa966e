"""Shipped as `auditor._data.reports`; read through `auditor.resources`."""
