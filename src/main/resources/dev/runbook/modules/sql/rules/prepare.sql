CREATE SCHEMA IF NOT EXISTS _runbook;
CREATE TABLE IF NOT EXISTS _runbook.rules (one boolean PRIMARY KEY CHECK (one), digest text NOT NULL, key_id text NOT NULL);
GRANT USAGE ON SCHEMA _runbook TO PUBLIC;
GRANT SELECT ON _runbook.rules TO PUBLIC;
CREATE TABLE IF NOT EXISTS _runbook.progress (step text PRIMARY KEY, state text NOT NULL, next_key jsonb, before jsonb, rows bigint, seconds numeric);
CREATE TABLE IF NOT EXISTS _runbook.work (table_id text NOT NULL, step text NOT NULL, item text NOT NULL, digest text NOT NULL);
GRANT SELECT ON _runbook.work TO PUBLIC;
CREATE TABLE IF NOT EXISTS _runbook.sample (step text NOT NULL, key text NOT NULL, hashes jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS _runbook.originals (first bigint NOT NULL, whole bigint NOT NULL, words int NOT NULL);
CREATE INDEX IF NOT EXISTS originals_first ON _runbook.originals (first);
CREATE TABLE IF NOT EXISTS _runbook.dictionary (name text PRIMARY KEY, entries jsonb NOT NULL);
INSERT INTO _runbook.dictionary SELECT key, value FROM jsonb_each(current_setting('runbook.dictionaries')::jsonb) ON CONFLICT DO NOTHING;
DO $$
DECLARE d record;
BEGIN
  FOR d IN SELECT name, entries FROM _runbook.dictionary LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION _runbook.%I(n int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L',
      d.name, format('SELECT %L::jsonb ->> ($1 & %s)', d.entries, jsonb_array_length(d.entries) - 1));
  END LOOP;
END $$;
CREATE OR REPLACE FUNCTION _runbook.entries(dictionary text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT jsonb_array_elements_text(entries) FROM _runbook.dictionary WHERE name = $1 $$;
CREATE OR REPLACE FUNCTION _runbook.h(value text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT sha256(current_setting('runbook.op')::bytea || sha256(current_setting('runbook.ip')::bytea || convert_to($1, 'UTF8'))) $$;
CREATE OR REPLACE FUNCTION _runbook.slice(hash bytea, place int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ('x' || encode(substring($1 FROM $2 FOR 2), 'hex'))::bit(16)::int $$;
CREATE OR REPLACE FUNCTION _runbook.fingerprint(value text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT hashtextextended(lower($1) COLLATE "C", current_setting('runbook.seed')::bigint) $$;
CREATE OR REPLACE FUNCTION _runbook.texts(list text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text($1::jsonb)) END $$;
CREATE OR REPLACE FUNCTION _runbook.words(value text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(regexp_split_to_array(btrim($1, E' \t\r\n.,;:!?()[]{}<>"''`-_+%=|/\\'),
    E'[-+._%]*[][ \t\r\n"''`<>(){},;|=:/\\\\?&#*!]+[-+._%]*'), '') $$;
CREATE OR REPLACE FUNCTION _runbook.word(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN $1 ~ '^[-+._0-9]{9,}$' THEN translate($1, '-+._', '') ELSE $1 END $$;
CREATE OR REPLACE FUNCTION _runbook.readable(value bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN convert_from($1, 'UTF8');
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character OR invalid_parameter_value THEN
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION _runbook.has_card(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT EXISTS (SELECT FROM regexp_matches($1,
      '(?:^|[^[:alnum:]])([2-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}|3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5})(?![[:alnum:]])', 'g') AS found(part),
    LATERAL (SELECT sum(CASE WHEN place % 2 = 1 THEN digit::int ELSE digit::int * 2 / 10 + digit::int * 2 % 10 END) AS total
      FROM regexp_split_to_table(reverse(translate(part[1], ' -', '')), '') WITH ORDINALITY AS digits(digit, place)) AS luhn
    WHERE luhn.total % 10 = 0) $$;
CREATE OR REPLACE FUNCTION _runbook.has_iban(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT EXISTS (SELECT FROM regexp_matches($1,
      '(?:^|[^[:alnum:]])([A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?![[:alnum:]])', 'g') AS found(part),
    LATERAL (SELECT substr(translate(part[1], ' ', ''), 5) || left(part[1], 4) AS turned) AS iban,
    LATERAL (SELECT string_agg(CASE WHEN letter ~ '[0-9]' THEN letter ELSE (ascii(letter) - 55)::text END, '' ORDER BY place)::numeric AS number
      FROM regexp_split_to_table(turned, '') WITH ORDINALITY AS letters(letter, place)) AS turned_number
    WHERE turned_number.number % 97 = 1) $$;
CREATE OR REPLACE FUNCTION _runbook.run(statement text, lower_key text DEFAULT NULL, upper_key text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  changed bigint;
  state text; message text; schema_of text; table_of text; column_of text; constraint_of text;
BEGIN
  EXECUTE statement USING _runbook.texts(lower_key), _runbook.texts(upper_key);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, schema_of = SCHEMA_NAME,
    table_of = TABLE_NAME, column_of = COLUMN_NAME, constraint_of = CONSTRAINT_NAME;
  RAISE EXCEPTION USING ERRCODE = state, SCHEMA = schema_of, TABLE = table_of, COLUMN = column_of, CONSTRAINT = constraint_of,
    MESSAGE = CASE WHEN state LIKE 'P0%' THEN 'an error raised by a function of the database'
      WHEN state LIKE '22%' THEN regexp_replace(message, '[:,]?\s*["''].*', ' <value left out>') ELSE message END;
END $$;
CREATE OR REPLACE FUNCTION _runbook.ask(question text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  answer text;
  state text; message text;
BEGIN
  EXECUTE question INTO answer;
  RETURN answer;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
  RAISE EXCEPTION USING ERRCODE = state,
    MESSAGE = CASE WHEN state LIKE 'P0%' THEN 'an error raised by a function of the database'
      WHEN state LIKE '22%' THEN regexp_replace(message, '[:,]?\s*["''].*', ' <value left out>') ELSE message END;
END $$;
CREATE OR REPLACE FUNCTION _runbook.hash(value text, domain text, length int) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT left(encode(_runbook.h($2 || ':' || $1), 'hex'), $3) $$;
CREATE OR REPLACE FUNCTION _runbook.number(value text, domain text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ('x' || left(encode(_runbook.h($2 || ':' || $1), 'hex'), 15))::bit(60)::bigint $$;
CREATE OR REPLACE FUNCTION _runbook.spelled(name text, hash bytea) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT upper(left($1, 1)) || string_agg(CASE WHEN get_bit($2, place::int) = 1 THEN upper(letter) ELSE letter END, '' ORDER BY place)
    FROM regexp_split_to_table(substr($1, 2), '') WITH ORDINALITY AS letters(letter, place) $$;
CREATE OR REPLACE FUNCTION _runbook.email_unique(value text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN $1 = lower($1) THEN 'u' || translate(left(encode(_runbook.h('email:' || lower($1)), 'hex'), 20), '0123456789', 'ghijklmnop')
    ELSE _runbook.spelled('u' || translate(left(encode(_runbook.h('email:' || lower($1)), 'hex'), 20), '0123456789', 'ghijklmnop'), _runbook.h('spelling:' || $1)) END || '@example.test' $$;
CREATE OR REPLACE FUNCTION _runbook.email(value text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT lower(_runbook.first_names(_runbook.slice(_runbook.h('email:' || lower(btrim($1))), 1))) || '.'
    || lower(_runbook.last_names(_runbook.slice(_runbook.h('email:' || lower(btrim($1))), 3))) || '.'
    || substring(encode(_runbook.h('email:' || lower(btrim($1))), 'hex') FROM 17 FOR 8) || '@example.test' $$;
CREATE OR REPLACE FUNCTION _runbook.person_first(value text, key text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(_runbook.first_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 1)), $1),
    _runbook.first_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 1) # 1)) $$;
CREATE OR REPLACE FUNCTION _runbook.person_last(value text, key text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(_runbook.last_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 3)), $1),
    _runbook.last_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 3) # 1)) $$;
CREATE OR REPLACE FUNCTION _runbook.person_full(value text, key text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(_runbook.first_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 1)) || ' '
      || _runbook.last_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 3)), $1),
    _runbook.first_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 1) # 1) || ' '
      || _runbook.last_names(_runbook.slice(_runbook.h('person:' || lower(btrim($2))), 3))) $$;
CREATE OR REPLACE FUNCTION _runbook.phone(value text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif('+1' || 200 + _runbook.slice(_runbook.h('phone:' || translate($1, ' ()-./', '')), 1) % 800 || '55501'
      || lpad((_runbook.slice(_runbook.h('phone:' || translate($1, ' ()-./', '')), 3) % 100)::text, 2, '0'), $1),
    '+1' || 200 + (_runbook.slice(_runbook.h('phone:' || translate($1, ' ()-./', '')), 1) + 1) % 800 || '5550100') $$;
CREATE OR REPLACE FUNCTION _runbook.address_street(value text, key text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(1 + _runbook.slice(_runbook.h('address:' || $2), 1) % 199 || ' '
      || _runbook.streets(_runbook.slice(_runbook.h('address:' || $2), 3)), $1),
    '200 ' || _runbook.streets(_runbook.slice(_runbook.h('address:' || $2), 3))) $$;
CREATE OR REPLACE FUNCTION _runbook.address_city(value text, key text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(_runbook.cities(_runbook.slice(_runbook.h('address:' || $2), 5)), $1),
    _runbook.cities(_runbook.slice(_runbook.h('address:' || $2), 5) # 1)) $$;
CREATE OR REPLACE FUNCTION _runbook.address_postcode(value text, key text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '00' || coalesce(nullif(lpad((_runbook.slice(_runbook.h('address:' || $2), 7) % 1000)::text, 3, '0'), substring($1 FROM '^00(...)$')),
    lpad(((_runbook.slice(_runbook.h('address:' || $2), 7) + 1) % 1000)::text, 3, '0')) $$;
CREATE OR REPLACE FUNCTION _runbook.address_full(value text, key text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT _runbook.address_street(NULL, $2) || ', ' || _runbook.address_city(split_part($1, ', ', 2), $2) || ', '
    || _runbook.address_postcode(NULL, $2) $$;
CREATE OR REPLACE FUNCTION _runbook.shift(key text, days int) RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT round(_runbook.slice(_runbook.h('date:' || $1), 1) % (2 * $2) - $2 + 0.5)::int $$;
CREATE OR REPLACE FUNCTION _runbook.free_text(value text, length_max int) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  hash bytea := _runbook.h('text:' || value);
  total int := least(1000, coalesce(array_length(regexp_split_to_array(btrim(value), '\s+'), 1), 1));
  result text := _runbook.words(get_byte(hash, 0));
BEGIN
  IF result = value THEN
    result := _runbook.words(get_byte(hash, 0) # 1);
  END IF;
  FOR i IN 1..total - 1 LOOP
    result := result || ' ' || _runbook.words(get_byte(hash, i % 32) # (i / 32 * 7 & 255));
  END LOOP;
  RETURN left(result, length_max);
END $$;
