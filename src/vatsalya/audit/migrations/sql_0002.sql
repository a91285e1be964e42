DO $$ DECLARE r text; BEGIN
  FOREACH r IN ARRAY ARRAY['vatsalya_app','vatsalya_sealer','vatsalya_report'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', r);
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    END IF;
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA public TO vatsalya_app, vatsalya_sealer, vatsalya_report;

-- One event. The digest covers a random salt and the values; the values stand apart.
CREATE OR REPLACE FUNCTION audit_write(k text, t text, r text, c uuid, act_ text, why text, body text,
  acc bigint DEFAULT nullif(current_setting('app.account', true), '')::bigint,
  post bigint DEFAULT nullif(current_setting('app.posting', true), '')::bigint)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE salt bytea := uuid_send(gen_random_uuid()); new_id bigint;
BEGIN
  INSERT INTO audit_event (at, txid, kind, table_name, row_id, child_id, account, posting, act, request_id, reason, digest)
  VALUES (clock_timestamp(), pg_current_xact_id()::text::bigint, k, t, r, c,
    acc, post, coalesce(nullif(act_, ''), current_setting('app.act', true), ''),
    coalesce(current_setting('app.request_id', true), ''), why,
    sha256(salt || convert_to(body, 'UTF8')))
  RETURNING id INTO new_id;
  IF body <> '' THEN
    INSERT INTO audit_value (event_id, child_id, salt, body) VALUES (new_id, c, salt, body);
  END IF;
  RETURN 1;
END $$;

-- Writes of protected rows: TG_ARGV = key column, child column ('' = none), hidden columns (comma).
CREATE OR REPLACE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE old_ jsonb; new_ jsonb; one jsonb; col text; child uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_ := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN new_ := to_jsonb(NEW); END IF;
  IF TG_ARGV[2] <> '' THEN
    FOREACH col IN ARRAY string_to_array(TG_ARGV[2], ',') LOOP
      IF old_ ? col THEN old_ := jsonb_set(old_, ARRAY[col], to_jsonb(encode(sha256(convert_to(coalesce(old_->>col, ''), 'UTF8')), 'hex'))); END IF;
      IF new_ ? col THEN new_ := jsonb_set(new_, ARRAY[col], to_jsonb(encode(sha256(convert_to(coalesce(new_->>col, ''), 'UTF8')), 'hex'))); END IF;
    END LOOP;
  END IF;
  one := coalesce(new_, old_);
  IF TG_ARGV[1] <> '' THEN child := (one->>TG_ARGV[1])::uuid; END IF;
  PERFORM audit_write(lower(TG_OP), TG_TABLE_NAME, one->>TG_ARGV[0], child, '', '',
    coalesce(old_::text, '') || chr(30) || coalesce(new_::text, ''));
  RETURN NULL;
END $$;

-- The bytes of an event as they enter the tree: each field with its length before it.
CREATE OR REPLACE FUNCTION audit_line(e audit_event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(length(f)::text || ':' || f, '' ORDER BY n) FROM unnest(ARRAY[
    e.id::text, (extract(epoch FROM e.at) * 1000000)::bigint::text, e.txid::text, e.kind, e.table_name, e.row_id,
    coalesce(e.child_id::text, ''), coalesce(e.account::text, ''), coalesce(e.posting::text, ''),
    e.act, e.request_id, e.reason, encode(e.digest, 'hex')]) WITH ORDINALITY AS u(f, n)
$$;

CREATE OR REPLACE FUNCTION audit_who_saw(c uuid) RETURNS TABLE (
  at timestamptz, kind text, account bigint, posting bigint, act text, table_name text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT e.at, e.kind, e.account, e.posting, e.act, e.table_name, e.reason
  FROM audit_event e WHERE e.child_id = c AND e.kind IN ('read', 'search', 'export', 'breakglass')
  ORDER BY e.id DESC LIMIT 500
$$;
CREATE OR REPLACE FUNCTION audit_refusals(n int) RETURNS TABLE (
  at timestamptz, account bigint, posting bigint, act text, table_name text, row_id text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT e.at, e.account, e.posting, e.act, e.table_name, e.row_id, e.reason
  FROM audit_event e WHERE e.kind = 'refusal' ORDER BY e.id DESC LIMIT n
$$;
CREATE OR REPLACE FUNCTION audit_seen_today(p bigint, since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(DISTINCT e.child_id) FROM audit_event e
  WHERE e.posting = p AND e.kind = 'read' AND e.child_id IS NOT NULL AND e.at >= since
$$;
CREATE INDEX IF NOT EXISTS event_posting_day ON audit_event (posting, at) WHERE kind = 'read';

-- Nobody changes or removes what happened; the sealer may number it, once.
CREATE OR REPLACE FUNCTION audit_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
     AND (to_jsonb(NEW) - 'seq' - 'leaf') = (to_jsonb(OLD) - 'seq' - 'leaf') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the audit is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER for_ever BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_for_ever();

REVOKE ALL ON audit_event, audit_value, audit_head FROM PUBLIC, vatsalya_app, vatsalya_report;
GRANT SELECT, UPDATE (seq, leaf) ON audit_event TO vatsalya_sealer;
GRANT SELECT ON audit_value TO vatsalya_sealer;
GRANT SELECT, INSERT ON audit_head TO vatsalya_sealer;
