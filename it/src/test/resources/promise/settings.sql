-- Settings of a database, or of a role in it, that end sessions, change what they see, or name what does not exist.

-- piece: time_outs
ALTER DATABASE :db SET statement_timeout = '10ms';
ALTER DATABASE :db SET lock_timeout = '1ms';
ALTER DATABASE :db SET idle_in_transaction_session_timeout = '10ms';
ALTER DATABASE :db SET idle_session_timeout = '10ms';

-- piece: read_only_database
ALTER DATABASE :db SET default_transaction_read_only = on;

-- piece: search_path_of_nothing
ALTER DATABASE :db SET search_path = 'nowhere, "$user"';

-- piece: words_of_another_client
ALTER DATABASE :db SET client_encoding = 'SQL_ASCII';
ALTER DATABASE :db SET bytea_output = 'escape';
ALTER DATABASE :db SET extra_float_digits = -15;
ALTER DATABASE :db SET DateStyle = 'SQL, DMY';
ALTER DATABASE :db SET IntervalStyle = 'sql_standard';

-- piece: library_that_is_gone
-- closes:
ALTER DATABASE :db SET session_preload_libraries = 'no_such_library';

-- piece: hidden_damage
ALTER DATABASE :db SET zero_damaged_pages = on;

-- piece: tablespace_that_is_gone
ALTER DATABASE :db SET default_tablespace = 'gone';
ALTER DATABASE :db SET temp_tablespaces = 'gone';

-- piece: role_setting
-- at source:
CREATE ROLE :role
-- at target:
CREATE ROLE :role
-- in database:
ALTER ROLE :role IN DATABASE :db SET statement_timeout = '1s';
ALTER ROLE :role IN DATABASE :db SET search_path = 'its_own';

-- piece: role_setting_of_a_missing_role
-- at source:
CREATE ROLE :role
-- in database:
ALTER ROLE :role IN DATABASE :db SET work_mem = '1MB';

-- piece: no_connections_left
-- at source:
ALTER DATABASE :db CONNECTION LIMIT 0

-- piece: one_connection
-- at source:
ALTER DATABASE :db CONNECTION LIMIT 1

-- piece: closed
-- closes:
-- at source:
ALTER DATABASE :db ALLOW_CONNECTIONS false

-- piece: template
-- closes:
-- at source:
ALTER DATABASE :db IS_TEMPLATE true

-- piece: replica_for_all
ALTER DATABASE :db SET session_replication_role = 'replica';

-- piece: strictest_isolation
ALTER DATABASE :db SET default_transaction_isolation = 'serializable';
ALTER DATABASE :db SET default_transaction_deferrable = on;

-- piece: settings_of_nobody
ALTER DATABASE :db SET our_own.setting = 'x';
ALTER DATABASE :db SET plpgsql.extra_errors = 'all';
ALTER DATABASE :db SET default_text_search_config = 'pg_catalog.german';
ALTER DATABASE :db SET default_table_access_method = 'heap';

-- piece: weaker_role
-- at source:
CREATE ROLE :role
-- at target:
CREATE ROLE :role
-- in database:
ALTER DATABASE :db SET role = :role;

-- piece: locale_that_is_gone
-- closes:
-- at source:
UPDATE pg_database SET datcollate = 'nn_NN.utf8', datctype = 'nn_NN.utf8' WHERE datname = :name

-- piece: collation_version_of_the_database
-- at source:
UPDATE pg_database SET datcollversion = '0.1' WHERE datname = :name

-- piece: commented
COMMENT ON DATABASE :db IS 'it''s "ours"; --';
