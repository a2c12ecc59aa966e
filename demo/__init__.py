"""Shipped as `auditor._data.demo`; read through `auditor.resources`."""
