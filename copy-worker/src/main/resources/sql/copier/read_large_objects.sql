WITH RECURSIVE piece (oid, start, data) AS (
    SELECT wanted.oid, 0::bigint, pg_catalog.lo_get(wanted.oid, 0, 1048576)
    FROM pg_catalog.unnest('{%s}'::oid[]) AS wanted (oid)
    UNION ALL
    SELECT piece.oid, piece.start + 1048576, pg_catalog.lo_get(piece.oid, piece.start + 1048576, 1048576)
    FROM piece
    WHERE pg_catalog.octet_length(piece.data) = 1048576
)
SELECT piece.oid::bigint, piece.start, piece.data FROM piece
