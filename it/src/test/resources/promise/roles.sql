-- Roles that the target lacks, rights that are refused, owners that are gone.

-- piece: owner_only_at_the_source
-- at source:
CREATE ROLE :role
-- in database:
CREATE TABLE owned_elsewhere (id int PRIMARY KEY);
INSERT INTO owned_elsewhere VALUES (1);
ALTER TABLE owned_elsewhere OWNER TO :role;

-- piece: function_of_a_missing_owner
-- at source:
CREATE ROLE :role
-- in database:
CREATE FUNCTION owned_function() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
ALTER FUNCTION owned_function OWNER TO :role;

-- piece: schema_of_a_missing_owner
-- at source:
CREATE ROLE :role
-- in database:
CREATE SCHEMA owned_schema AUTHORIZATION :role;

-- piece: database_of_a_missing_owner
-- at source:
CREATE ROLE :role
ALTER DATABASE :db OWNER TO :role

-- piece: grantee_only_at_the_source
-- at source:
CREATE ROLE :role
-- in database:
CREATE TABLE granted_elsewhere (id int);
GRANT SELECT ON granted_elsewhere TO :role;

-- piece: database_granted_to_a_missing_role
-- at source:
CREATE ROLE :role
GRANT CREATE ON DATABASE :db TO :role

-- piece: default_rights_of_a_missing_role
-- at source:
CREATE ROLE :role
-- in database:
ALTER DEFAULT PRIVILEGES FOR ROLE :role GRANT SELECT ON TABLES TO PUBLIC;

-- piece: default_rights_for_a_missing_role
-- at source:
CREATE ROLE :role
-- in database:
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO :role;

-- piece: policy_for_a_missing_role
-- at source:
CREATE ROLE :role
-- in database:
CREATE TABLE with_policy (id int);
ALTER TABLE with_policy ENABLE ROW LEVEL SECURITY;
CREATE POLICY for_one ON with_policy TO :role USING (id > 0);

-- piece: mapping_for_a_missing_role
-- at source:
CREATE ROLE :role
-- in database:
CREATE FOREIGN DATA WRAPPER mapped_wrapper;
CREATE SERVER mapped_server FOREIGN DATA WRAPPER mapped_wrapper;
CREATE USER MAPPING FOR :role SERVER mapped_server OPTIONS (password 'x');

-- piece: large_object_of_a_missing_owner
-- at source:
CREATE ROLE :role
-- in database:
SELECT lo_from_bytea(990001, 'owned');
ALTER LARGE OBJECT 990001 OWNER TO :role;

-- piece: owner_that_was_dropped
CREATE TABLE owned_by_nobody (id int);
UPDATE pg_class SET relowner = 987654 WHERE oid = 'owned_by_nobody'::regclass;

-- piece: owner_on_both
-- at source:
CREATE ROLE :role
-- at target:
CREATE ROLE :role
-- in database:
CREATE TABLE owned_on_both (id int);
ALTER TABLE owned_on_both OWNER TO :role;

-- piece: chain_of_grants
-- at source:
CREATE ROLE :role
-- at target:
CREATE ROLE :role
-- in database:
CREATE TABLE chained (id int, secret text);
GRANT SELECT ON chained TO :role WITH GRANT OPTION;
SET ROLE :role;
GRANT SELECT (id) ON chained TO PUBLIC;
RESET ROLE;

-- piece: forced_row_security
CREATE TABLE forced (id int);
INSERT INTO forced VALUES (1), (2);
ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_of_them ON forced USING (id = 1);

-- piece: secret_large_object
SELECT lo_from_bytea(990002, 'secret');

-- piece: rights_on_the_system
GRANT SELECT ON pg_catalog.pg_authid TO fam_reader;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO fam_reader;

-- piece: nothing_for_public
REVOKE ALL ON DATABASE :db FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;

-- piece: superuser_owns
CREATE TABLE of_a_superuser (id int);
ALTER TABLE of_a_superuser OWNER TO fam_superuser;

-- piece: view_without_rights
CREATE TABLE beneath (id int);
CREATE VIEW above AS SELECT * FROM beneath;
ALTER VIEW above OWNER TO fam_owner;
CREATE MATERIALIZED VIEW filled_above AS SELECT count(*) AS n FROM beneath;

-- piece: materialized_view_of_the_weak
CREATE TABLE beneath_weak (id int);
INSERT INTO beneath_weak VALUES (1);
CREATE MATERIALIZED VIEW weak AS SELECT * FROM beneath_weak;
ALTER MATERIALIZED VIEW weak OWNER TO fam_owner;
REVOKE ALL ON beneath_weak FROM PUBLIC;

-- piece: moved_role
-- moves roles:
-- at source:
CREATE ROLE :role LOGIN PASSWORD 'secret' CONNECTION LIMIT 5
-- in database:
CREATE TABLE of_a_moved_role (id int);
ALTER TABLE of_a_moved_role OWNER TO :role;

-- piece: moved_role_with_odd_setting
-- moves roles:
-- at source:
CREATE ROLE :role LOGIN SUPERUSER
ALTER ROLE :role SET session_preload_libraries = 'no_such_library'
-- in database:
CREATE SCHEMA of_an_odd_role AUTHORIZATION :role;
