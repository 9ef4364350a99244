-- Whether sessions begin read-only, and what says so. `reset_val` is what a session had before it set the parameter
-- itself, as ours do.
SELECT setting.reset_val = 'on' AS read_only,
       coalesce(nearest.origin, 'SERVER') AS origin
FROM pg_catalog.pg_settings AS setting
LEFT JOIN LATERAL (
    SELECT CASE WHEN s.setrole <> 0 THEN 'USER'
                WHEN s.setdatabase <> 0 THEN 'DATABASE'
                ELSE 'ALL_ROLES' END AS origin
    FROM pg_catalog.pg_db_role_setting AS s
    CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS u (item)
    WHERE pg_catalog.split_part(u.item, '=', 1) = setting.name
      AND (s.setrole = 0 OR s.setrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user))
      AND (s.setdatabase = 0
           OR s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
    ORDER BY s.setrole <> 0 DESC, s.setdatabase <> 0 DESC
    LIMIT 1
) AS nearest ON true
WHERE setting.name = 'default_transaction_read_only'
