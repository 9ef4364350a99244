t_int: UPDATE t_int SET v = v + 1 WHERE id = 500
t_blank: UPDATE t_blank SET v = 'a ' WHERE id = 1
t_null: UPDATE t_null SET v = '' WHERE id = 1
t_case: UPDATE t_case SET v = 'A'
t_varchar: UPDATE t_varchar SET v = 'b'
t_char: UPDATE t_char SET v = 'ab'
t_bytea: UPDATE t_bytea SET v = '\x00ff01'
t_date: UPDATE t_date SET v = '-infinity' WHERE id = 2
t_microsecond: UPDATE t_microsecond SET v = v + interval '1 microsecond'
t_timestamp: UPDATE t_timestamp SET v = v - interval '1 hour'
t_scale: UPDATE t_scale SET v = 1.00
t_float8: UPDATE t_float8 SET v = 0.10000000000000002 WHERE id = 1
t_float4: UPDATE t_float4 SET v = '-0'
t_jsonb: UPDATE t_jsonb SET v = '{"a": 1.00}'
t_json: UPDATE t_json SET v = '{"a": 1}'
t_uuid: UPDATE t_uuid SET v = '00000000-0000-4000-8000-000000000001'
t_array: UPDATE t_array SET v = '{1,3,2}'
t_bound: UPDATE t_bound SET v = '[0:1]={1,2}'
t_text_array: UPDATE t_text_array SET v = '{"NULL",a}'
t_interval: UPDATE t_interval SET v = '24 hours'
t_bool: UPDATE t_bool SET v = NULL
t_enum: UPDATE t_enum SET v = 'glad'
t_range: UPDATE t_range SET v = '[1,2]'
t_timetz: UPDATE t_timetz SET v = '13:00+01'
t_inet: UPDATE t_inet SET v = '10.0.0.1/16'
t_bit: UPDATE t_bit SET v = '01010'
t_composite: UPDATE t_composite SET v = ('north', NULL)
t_domain: UPDATE t_domain SET v = 2.5
t_toast: UPDATE t_toast SET v = overlay(v PLACING '!' FROM 80000)
t_missing: DELETE FROM t_missing WHERE id = 50
t_more: INSERT INTO t_more VALUES (101)
t_twice: INSERT INTO t_twice VALUES (2)
t_instead: DELETE FROM t_instead; INSERT INTO t_instead VALUES (1), (2), (2)
t_swapped: UPDATE t_swapped SET v = CASE id WHEN 1 THEN 'b' ELSE 'a' END
t_two_columns: UPDATE t_two_columns SET a = 'ab', b = 'c'
t_empty: INSERT INTO t_empty VALUES (NULL)
t_emptied: TRUNCATE t_emptied
t_unlogged: DELETE FROM t_unlogged WHERE id = 1
t_part_1: UPDATE t_part_1 SET v = 'another' WHERE id = 99
t_part_2: DELETE FROM t_part_2 WHERE id = 150
t_parent: UPDATE ONLY t_parent SET id = 9 WHERE id = 2
t_child: UPDATE t_child SET more = 5
t Odd "name: UPDATE "t Odd ""name" SET "or der" = 'y'
s_last: SELECT setval('s_last', 40)
s_called: SELECT setval('s_called', 7, false)
large objects: SELECT lo_put(4711, 4, '\x06')
