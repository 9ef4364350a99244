SELECT concat_ws(' ', conrelid::regclass, contypid::regtype, conname, pg_get_constraintdef(oid), conislocal, coninhcount,
    obj_description(oid, 'pg_constraint'))
FROM (SELECT oid, conrelid, contypid, conname, conislocal, coninhcount FROM pg_constraint WHERE contype = 'c') AS c
WHERE conrelid::regclass::text !~ '^information_schema' AND contypid::regtype::text !~ '^information_schema'
ORDER BY 1
