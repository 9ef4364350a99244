#!/bin/bash
# Fills the demo source; the files share temporary functions, so they run in one session.
set -euo pipefail
files=()
for file in /sample/*.sql; do files+=(-f "$file"); done
PGOPTIONS='-c sample.scale=0.3' psql -q -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d "$POSTGRES_DB" "${files[@]}" > /dev/null
