-- Who owns what in the families; on every server.
DO $do$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'fam_owner') THEN
        CREATE ROLE fam_owner;
        CREATE ROLE fam_reader LOGIN;
        CREATE ROLE "Fam; --";
        CREATE ROLE fam_superuser SUPERUSER;
    END IF;
END
$do$
