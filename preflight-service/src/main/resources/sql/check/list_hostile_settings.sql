-- Settings of databases, of this user and of the server that would end or bend a copy in an ordinary session.
-- `reset_val` is what a session had before it set the parameter itself, as ours do.
WITH own AS (
    SELECT coalesce('database "' || d.datname || '"', 'role "' || r.rolname || '"', 'all roles') AS owner,
           u.setting,
           pg_catalog.split_part(u.setting, '=', 1) AS name,
           s.setdatabase = 0 OR d.datname = pg_catalog.current_database() AS here
    FROM pg_catalog.pg_db_role_setting AS s
    LEFT JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase
    LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = s.setrole
    CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS u (setting)
    WHERE s.setrole = 0 OR r.rolname = current_user
)
SELECT owner, setting
FROM own
WHERE name IN ('bytea_output', 'client_encoding', 'default_transaction_read_only', 'extra_float_digits',
               'idle_in_transaction_session_timeout', 'idle_session_timeout', 'lock_timeout', 'row_security',
               'session_replication_role', 'statement_timeout', 'transaction_timeout')
UNION ALL
SELECT 'the server', s.name || '=' || s.reset_val || coalesce(s.unit, '')
FROM pg_catalog.pg_settings AS s
WHERE s.name IN ('idle_in_transaction_session_timeout', 'idle_session_timeout', 'lock_timeout', 'statement_timeout',
                 'transaction_timeout')
  AND s.reset_val <> '0'
  AND NOT EXISTS (SELECT FROM own WHERE own.name = s.name AND own.here)
ORDER BY 1, 2
