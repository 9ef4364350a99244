-- Definitions only: the rows of foreign tables are elsewhere.
CREATE EXTENSION file_fdw;
CREATE EXTENSION postgres_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE SERVER "elsewhere; --" TYPE 'a type' VERSION '1.0' FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host '127.0.0.1', port '1', dbname 'no ''where''', fetch_size '50');
CREATE USER MAPPING FOR PUBLIC SERVER "elsewhere; --" OPTIONS (user 'nobody', password 'secret''s');
CREATE USER MAPPING FOR fam_owner SERVER "elsewhere; --" OPTIONS (user 'owner');
CREATE FOREIGN TABLE lines (number int, line text OPTIONS (force_not_null 'true')) SERVER files
    OPTIONS (filename '/nowhere/at/all.csv', format 'csv', header 'true', delimiter ';');
CREATE FOREIGN TABLE remote (
    id int OPTIONS (column_name 'ID') NOT NULL,
    name text COLLATE "C" DEFAULT 'x',
    twice int GENERATED ALWAYS AS (id * 2) STORED,
    CONSTRAINT positive CHECK (id > 0)
) SERVER "elsewhere; --" OPTIONS (schema_name 'far', table_name 'away');
CREATE TABLE split (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE split_here PARTITION OF split FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE FOREIGN TABLE split_there PARTITION OF split FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') SERVER files
    OPTIONS (filename '/dev/null');
INSERT INTO split VALUES (1, '2020-05-05');
CREATE VIEW of_remote AS SELECT id FROM remote;
CREATE FOREIGN DATA WRAPPER by_hand OPTIONS (anything 'x', "Odd; --" 'y''z');
GRANT USAGE ON FOREIGN SERVER files TO fam_reader;
GRANT SELECT ON lines TO fam_reader;
COMMENT ON SERVER files IS 'files';
COMMENT ON FOREIGN TABLE lines IS 'lines of a file';
