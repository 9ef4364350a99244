-- What extensions the server can create, and what a CREATE EXTENSION without a version makes.
SELECT e.name,
       coalesce(e.default_version, 'none') AS default_version,
       pg_catalog.array_agg(v.version::text) AS versions,
       coalesce(pg_catalog.bool_or(NOT v.superuser OR coalesce((pg_catalog.to_jsonb(v) ->> 'trusted')::boolean, false))
                    FILTER (WHERE v.version = e.default_version), false)
           OR (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS may_create,
       coalesce(pg_catalog.max(v.schema::text) FILTER (WHERE v.version = e.default_version), '') AS schema
FROM pg_catalog.pg_available_extensions AS e
JOIN pg_catalog.pg_available_extension_versions AS v ON v.name = e.name
GROUP BY e.name, e.default_version
