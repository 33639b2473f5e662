"""Reading and judging IAM documents.

`document` is what a document says, `reading` reads one, `locations` knows where documents live,
`actions` is the table of actions, resource types and condition keys. The other modules answer one
question each about a statement or about the documents of a role.
"""

from policy.iam.locations import documents_of
from policy.iam.reading import read_document
from policy.iam.transport import denies_insecure_transport

__all__ = ["denies_insecure_transport", "documents_of", "read_document"]
