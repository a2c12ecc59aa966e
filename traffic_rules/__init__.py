"""Shipped as `auditor._data.traffic_rules`; read through `auditor.resources`."""
