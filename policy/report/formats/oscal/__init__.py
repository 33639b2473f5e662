"""OSCAL documents, version 1.2.1: assessment results and component definition."""
