"""The register: the catalog, what came in, and the cases."""
