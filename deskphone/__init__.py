"""Shipped as `auditor._data.deskphone`; read through `auditor.resources`."""
