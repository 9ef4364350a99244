-- Once filled, each row takes a moment to be written: 30 s for all of them.
CREATE FUNCTION public.takes_a_moment() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN true; END $$;
CREATE TABLE quick (id int PRIMARY KEY, body text);
INSERT INTO quick SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 1000) i;
CREATE TABLE slow (id int, CONSTRAINT slow_to_write CHECK (public.takes_a_moment()));
INSERT INTO slow SELECT i FROM generate_series(1, 300) i;
CREATE OR REPLACE FUNCTION public.takes_a_moment() RETURNS boolean LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_catalog.pg_sleep(0.1); RETURN true; END $$;
