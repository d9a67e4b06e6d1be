//! Ingest: bytes become a document, whose text is fixed for good.
