"""The auditor's report: evidence made readable, queryable and verifiable."""
