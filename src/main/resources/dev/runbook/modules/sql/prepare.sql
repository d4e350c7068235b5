CREATE SCHEMA IF NOT EXISTS _runbook;
CREATE TABLE IF NOT EXISTS _runbook.rules (one boolean PRIMARY KEY CHECK (one), digest text NOT NULL, key_id text NOT NULL);
GRANT USAGE ON SCHEMA _runbook TO PUBLIC;
GRANT SELECT ON _runbook.rules TO PUBLIC;
CREATE TABLE IF NOT EXISTS _runbook.progress (step text PRIMARY KEY, state text NOT NULL, next_key jsonb, before jsonb, rows bigint, seconds numeric);
CREATE TABLE IF NOT EXISTS _runbook.sample (step text NOT NULL, key text NOT NULL, hashes jsonb NOT NULL);
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
CREATE OR REPLACE FUNCTION _runbook.fingerprint(value text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT left(encode(_runbook.h('fingerprint:' || $1), 'hex'), 32) $$;
CREATE OR REPLACE FUNCTION _runbook.hash(value text, domain text, length int) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT left(encode(_runbook.h($2 || ':' || $1), 'hex'), $3) $$;
CREATE OR REPLACE FUNCTION _runbook.number(value text, domain text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ('x' || left(encode(_runbook.h($2 || ':' || $1), 'hex'), 15))::bit(60)::bigint $$;
CREATE OR REPLACE FUNCTION _runbook.email_unique(value text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT 'u' || left(encode(_runbook.h('email:' || lower(btrim($1))), 'hex'), 20) || '@example.test' $$;
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
