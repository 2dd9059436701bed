"""The REST API: one module a resource, each with its `ROUTES`."""
