-- Takes away what keeps a database from being dropped, from outside of it.
DO $do$
BEGIN
    UPDATE pg_catalog.pg_database SET datistemplate = false, datallowconn = true WHERE datname = :name;
    DELETE FROM pg_catalog.pg_subscription
    WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = :name);
END
$do$
