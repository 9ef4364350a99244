#!/bin/sh
# Collects pg_dump and pg_restore of a postgres image, with the libraries and the loader they were built for, under /opt/pg,
# so that they run on any base image.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
mkdir -p /opt/pg/bin /opt/pg/lib
for program in pg_dump pg_restore; do
  cp "$bin/$program" "/opt/pg/lib/$program"
  ldd "$bin/$program" | grep -o '/[^ ]*' | sort -u | while read -r library; do cp -Ln "$library" /opt/pg/lib/; done
  loader=$(ldd "$bin/$program" | grep -o '/[^ ]*/ld-[^ ]*' | head -n 1)
  printf '#!/bin/sh\nexec /opt/pg/lib/%s --library-path /opt/pg/lib /opt/pg/lib/%s "$@"\n' "$(basename "$loader")" "$program" \
    > "/opt/pg/bin/$program"
  chmod 755 "/opt/pg/bin/$program"
done
/opt/pg/bin/pg_dump --version
