-- Number, bytes and order-free checksum of all large objects, read in pieces of 1 MiB.
WITH RECURSIVE piece (oid, start, data) AS (
    SELECT m.oid, 0::bigint, pg_catalog.lo_get(m.oid, 0, 1048576)
    FROM pg_catalog.pg_largeobject_metadata AS m
    UNION ALL
    SELECT piece.oid, piece.start + 1048576, pg_catalog.lo_get(piece.oid, piece.start + 1048576, 1048576)
    FROM piece
    WHERE pg_catalog.octet_length(piece.data) = 1048576
)
SELECT count(*) FILTER (WHERE piece.start = 0),
       coalesce(sum(pg_catalog.octet_length(piece.data)), 0),
       coalesce(sum(('x' || pg_catalog.substr(pg_catalog.md5(
           pg_catalog.concat(piece.oid, ':', piece.start, ':', pg_catalog.md5(piece.data))), 1, 16))::bit(64)::bigint), 0)::text
FROM piece
