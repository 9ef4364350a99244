-- Which of these roles there are, and which of them we may give objects to and act as.
SELECT o.owner,
       r.oid IS NOT NULL AS there,
       r.oid IS NOT NULL AND (me.rolsuper OR pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')
                                             AND pg_catalog.pg_has_role(current_user, r.oid, 'USAGE')) AS usable
FROM pg_catalog.unnest(?::text[]) AS o (owner)
JOIN pg_catalog.pg_roles AS me ON me.rolname = current_user
LEFT JOIN pg_catalog.pg_roles AS r ON r.rolname = o.owner
ORDER BY o.owner
