"""Shipped as `auditor._data.hooks`; read through `auditor.resources`."""
