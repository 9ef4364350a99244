-- The sample database of "Harbour Line", a container shipping company.
--
-- Run the files in their order, in one session, as a superuser, in an empty UTF8 database:
--   PGOPTIONS='-c sample.scale=0.1' psql -v ON_ERROR_STOP=1 -d harbour -f 01_scale.sql -f 02_types.sql …
-- sample.scale multiplies the rows of the large tables; 1, the default, makes about 300 MB.
-- Nothing is random and nothing asks for the time: the same scale gives the same rows everywhere.

SET client_min_messages = warning;
SET synchronous_commit = off;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';

-- Rows of a large table, at least one.
CREATE FUNCTION pg_temp.scaled(rows_at_scale_one bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
        SELECT greatest(1, round($1 * coalesce(nullif(current_setting('sample.scale', true), ''), '1')::numeric))::bigint
    $$;

-- A number from 0 to below - 1 that depends on its arguments only.
CREATE FUNCTION pg_temp.pick(row_number bigint, salt bigint, below bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT (hashint8extended($1, $2) & 9223372036854775807) % $3 $$;

-- Incompressible bytes, 16 for each step.
CREATE FUNCTION pg_temp.noise(row_number bigint, steps int) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
        SELECT coalesce(string_agg(decode(md5($1 || '/' || step), 'hex'), NULL ORDER BY step), '\x')
        FROM generate_series(1, $2) AS step
    $$;
