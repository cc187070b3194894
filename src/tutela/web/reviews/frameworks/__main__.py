"""`python -m tutela.web.reviews.frameworks` prints the JSON Schema that docs/frameworks.schema.json holds."""

import json

from tutela.web.reviews.frameworks.authored import schema

print(json.dumps(schema(), indent=2, ensure_ascii=False))
