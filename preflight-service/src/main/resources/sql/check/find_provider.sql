-- Whether the server is one of a provider, or has a library, that lets users who are no superusers create what
-- PostgreSQL itself leaves to superusers.
SELECT EXISTS (
           SELECT FROM pg_catalog.pg_roles
           WHERE rolname IN ('azure_pg_admin', 'rds_superuser', 'cloudsqlsuperuser', 'alloydbsuperuser',
                             'neon_superuser', 'supabase_admin', 'avnadmin', 'doadmin', 'pg_rds_superuser',
                             'pg_tencentdb_superuser', 'tsdbadmin', 'mdb_admin'))
    OR EXISTS (
           SELECT FROM pg_catalog.pg_settings
           WHERE name LIKE 'extwlist.%' OR name LIKE 'supautils.%' OR name IN ('azure.extensions', 'rds.extensions'))
       AS has_provider
