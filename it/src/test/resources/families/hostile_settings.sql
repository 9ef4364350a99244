-- Settings of the database and of the role that change what rows look like, or end sessions. Whoever copies must not
-- obey them. The role here is the one that migrates.
CREATE TABLE measured (id int PRIMARY KEY, f real, d double precision, b bytea, t timestamptz, day date, i interval, m money, x xml, a text[]);
INSERT INTO measured SELECT n, n / 3.0, n / 7.0, decode(lpad(to_hex(n), 8, '0'), 'hex'), timestamptz '2020-01-02 03:04:05.678+00' + n * interval '1 day',
    date '2001-02-03' + n, n * interval '1 mon 2 days 3:04', n * 1.5::money, '<a/>', ARRAY ['x', NULL, 'NULL', '\']
FROM generate_series(1, 300) AS n;
CREATE TYPE own AS (f real, d double precision, b bytea, t timestamptz, day date, i interval, m money, a text[]);
CREATE TABLE text_only (id int, o own, os own[], r regclass);
INSERT INTO text_only SELECT id, ROW(f, d, b, t, day, i, m, a)::own, ARRAY [ROW(f, d, b, t, day, i, m, a)::own, NULL], 'measured' FROM measured;
CREATE FUNCTION public.lower(int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'ours' $$;
CREATE TABLE public.pg_type (oid int, typname text);
INSERT INTO public.pg_type VALUES (1, 'a trap');
CREATE VIEW compared AS SELECT id FROM measured WHERE f IS NULL;
DO $do$
DECLARE
    setting text;
BEGIN
    FOREACH setting IN ARRAY ARRAY [
        'extra_float_digits = -15', 'bytea_output = escape', 'DateStyle = ''SQL, DMY''', 'IntervalStyle = sql_standard',
        'TimeZone = ''Asia/Kolkata''', 'idle_in_transaction_session_timeout = 500', 'idle_session_timeout = 500',
        'statement_timeout = 700', 'lock_timeout = 1', 'search_path = ''public, pg_catalog''', 'client_encoding = LATIN1',
        'default_transaction_read_only = on', 'default_transaction_isolation = serializable',
        'default_transaction_deferrable = on', 'row_security = on', 'standard_conforming_strings = off',
        'array_nulls = off', 'transform_null_equals = on', 'xmloption = document', 'client_min_messages = debug1',
        'quote_all_identifiers = on', 'check_function_bodies = on', 'escape_string_warning = on', 'work_mem = ''64kB''',
        'maintenance_work_mem = ''1MB''', 'synchronize_seqscans = on', 'default_table_access_method = heap',
        'session_replication_role = replica', 'lc_monetary = ''C.UTF-8''', 'jit = on', 'jit_above_cost = 0',
        'enable_tidscan = off', 'default_statistics_target = 1', 'password_encryption = md5']
    LOOP
        EXECUTE format('ALTER DATABASE %I SET %s', current_database(), setting);
    END LOOP;
END
$do$;
