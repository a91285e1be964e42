-- The only way into the table of likeness. Repeatable; run by the owner after each migration.

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['matching_entry', 'matching_key', 'matching_register', 'matching_search', 'matching_quota',
    'matching_weights'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('DROP POLICY IF EXISTS owner_all ON %I', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', name);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, vatsalya_app, vatsalya_report', name);
  END LOOP;
END $$;

-- Who is asking: an account, or 0 for a machine duty. A citizen or an unbound connection is nobody.
CREATE OR REPLACE FUNCTION match_asker() RETURNS bigint LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE account text := current_setting('app.account', true);
BEGIN
  IF coalesce(current_setting('app.realms', true), '') IN ('', '{}') THEN
    RAISE EXCEPTION 'matching: nobody is bound to this transaction' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce(nullif(account, '')::bigint, 0);
END $$;

-- Earlier forms, which took no ground in law.
DROP FUNCTION IF EXISTS match_put(uuid, text, uuid, uuid, int, text, text, text, int, int, date, int[], bytea,
  timestamptz);
DROP FUNCTION IF EXISTS match_candidates(uuid, uuid, int[], text[], text, int, int, date, date, int);

-- Publish or replace one entry. Another matter's entry can never be overwritten, and saving a child anew does not
-- lift what was withheld: only match_withhold(id, false) does.
CREATE OR REPLACE FUNCTION match_put(
  p_id uuid, p_side text, p_matter uuid, p_child uuid, p_office int, p_state text, p_district text, p_sex text,
  p_from int, p_to int, p_event date, p_keys int[], p_features bytea, p_at timestamptz, p_withheld boolean DEFAULT false
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM match_asker();
  IF cardinality(p_keys) > 200 OR length(p_features) > 8192 THEN
    RAISE EXCEPTION 'matching: entry too large' USING ERRCODE = 'program_limit_exceeded';
  END IF;
  INSERT INTO matching_entry AS e (id, side, matter_id, child_id, office_no, state_code, district_code, sex,
    birth_from, birth_to, event_on, open, keys, features, published_at, withheld)
  VALUES (p_id, p_side, p_matter, p_child, p_office, p_state, p_district, p_sex,
    p_from, p_to, p_event, true, p_keys, p_features, p_at, p_withheld)
  ON CONFLICT (id) DO UPDATE SET side = excluded.side, child_id = excluded.child_id, office_no = excluded.office_no,
    state_code = excluded.state_code, district_code = excluded.district_code, sex = excluded.sex,
    birth_from = excluded.birth_from, birth_to = excluded.birth_to, event_on = excluded.event_on, open = true,
    keys = excluded.keys, features = excluded.features, published_at = excluded.published_at, withheld = e.withheld OR excluded.withheld
  WHERE e.matter_id IS NOT DISTINCT FROM excluded.matter_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'matching: the entry belongs to another matter' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- The child is found, or the matter closed: no search shows the entry any more.
CREATE OR REPLACE FUNCTION match_close(p_id uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM match_asker();
  UPDATE matching_entry SET open = false WHERE id = p_id AND open;
  RETURN FOUND;
END $$;

-- No ground in law any more: the entry leaves searches, rates and the register's size at once, not only at night.
CREATE OR REPLACE FUNCTION match_withhold(p_id uuid, p_withheld boolean) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  its int[];
  counted boolean;
BEGIN
  PERFORM match_asker();
  UPDATE matching_entry SET withheld = p_withheld WHERE id = p_id AND withheld <> p_withheld
    RETURNING keys, open INTO its, counted;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF counted THEN
    PERFORM FROM matching_key WHERE key = ANY (its) ORDER BY key FOR UPDATE; -- one order, so that two never wait for each other
    UPDATE matching_key SET entries = entries + CASE WHEN p_withheld THEN -1 ELSE 1 END WHERE key = ANY (its);
    UPDATE matching_register SET entries = greatest(0, entries + CASE WHEN p_withheld THEN -1 ELSE 1 END) WHERE id = 1;
  END IF;
  RETURN true;
END $$;

-- Erasure of a person takes every entry about them.
CREATE OR REPLACE FUNCTION match_erase(p_child uuid) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone int;
BEGIN
  PERFORM match_asker();
  DELETE FROM matching_entry WHERE child_id = p_child;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

-- How common keys are; the line without a key is the size of the register.
CREATE OR REPLACE FUNCTION match_rates(p_keys int[]) RETURNS TABLE (key int, entries bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM match_asker();
  RETURN QUERY
    SELECT k.key, k.entries::bigint FROM matching_key k WHERE k.key = ANY (p_keys)
    UNION ALL SELECT NULL::int, coalesce((SELECT r.entries FROM matching_register r WHERE r.id = 1), 0);
END $$;

-- One search: counted against the asker's hour, written down, filtered by sex, birth years and order in time.
-- An application that rolls its transaction back takes the line with it; the audit of the asking page remains.
CREATE OR REPLACE FUNCTION match_candidates(
  p_entry uuid, p_child uuid, p_keys int[], p_sides text[], p_sex text, p_from int, p_to int,
  p_after date, p_before date, p_limit int, p_withheld boolean DEFAULT false
) RETURNS TABLE (id uuid, side text, matter_id uuid, child_id uuid, office_no int, state_code text, district_code text,
  sex text, event_on date, features bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
  asker bigint := match_asker();
  allowed int;
  given int;
BEGIN
  IF cardinality(p_keys) > 400 OR p_limit > 6000 THEN
    RAISE EXCEPTION 'matching: search too wide' USING ERRCODE = 'program_limit_exceeded';
  END IF;
  IF p_withheld AND asker <> 0 THEN -- no office has this right; a named duty of the machine asks, with a reason in the audit
    RAISE EXCEPTION 'matching: withheld entries are not for an office' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF asker <> 0 THEN -- the nightly run of a machine duty looks at everybody once
    SELECT q.an_hour INTO allowed FROM matching_quota q WHERE q.account = asker;
    IF (SELECT count(*) FROM (SELECT FROM matching_search s WHERE s.account = asker
          AND s.searched_at > clock_timestamp() - interval '1 hour' LIMIT 5000) t) >= coalesce(allowed, 300) THEN
      RAISE EXCEPTION 'matching: too many searches in this hour' USING ERRCODE = 'VM001';
    END IF;
  END IF;
  RETURN QUERY
    SELECT e.id, e.side::text, e.matter_id, e.child_id, e.office_no, e.state_code::text, e.district_code::text,
           e.sex::text, e.event_on, e.features
    FROM matching_entry e
    WHERE e.open AND (p_withheld OR NOT e.withheld) AND e.keys && p_keys AND e.side = ANY (p_sides)
      AND e.id IS DISTINCT FROM p_entry AND (p_child IS NULL OR e.child_id IS DISTINCT FROM p_child)
      AND (p_sex = 'u' OR e.sex IN ('u', p_sex) OR 't' IN (e.sex, p_sex))
      AND (p_from IS NULL OR e.birth_from IS NULL OR (e.birth_from <= p_to AND e.birth_to >= p_from))
      AND (e.side NOT IN ('missing', 'found') OR e.event_on BETWEEN p_after AND p_before)
    LIMIT p_limit;
  GET DIAGNOSTICS given = ROW_COUNT;
  INSERT INTO matching_search (account, posting, entry_id, searched_at, probes, found)
  VALUES (asker, nullif(current_setting('app.posting', true), '')::bigint, p_entry, clock_timestamp(),
          cardinality(p_keys), given);
END $$;

-- Counting of keys, nightly and after a large load; lines of searches older than two days go.
CREATE OR REPLACE FUNCTION match_recount() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET work_mem = '256MB' SET jit = off AS $$
DECLARE size bigint;
BEGIN
  PERFORM match_asker();
  PERFORM pg_advisory_xact_lock(hashtext('match_recount'));
  DELETE FROM matching_key;
  INSERT INTO matching_key (key, entries)
    SELECT k, count(*) FROM matching_entry e, unnest(e.keys) k WHERE e.open AND NOT e.withheld GROUP BY k HAVING count(*) > 50;
  SELECT count(*) INTO size FROM matching_entry e WHERE e.open AND NOT e.withheld;
  INSERT INTO matching_register (id, entries, counted_at) VALUES (1, size, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET entries = excluded.entries, counted_at = excluded.counted_at;
  DELETE FROM matching_search WHERE searched_at < clock_timestamp() - interval '2 days';
  RETURN size;
END $$;

-- A sample of open entries, from which blocked pairs are drawn when weights are estimated; for the machine alone.
CREATE OR REPLACE FUNCTION match_sample(p_limit int) RETURNS TABLE (id uuid, side text, matter_id uuid, child_id uuid,
  office_no int, state_code text, district_code text, sex text, event_on date, features bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF match_asker() <> 0 OR p_limit > 1000 THEN
    RAISE EXCEPTION 'matching: a sample is not for an office' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    SELECT e.id, e.side::text, e.matter_id, e.child_id, e.office_no, e.state_code::text, e.district_code::text,
           e.sex::text, e.event_on, e.features
    FROM matching_entry e WHERE e.open AND NOT e.withheld AND e.side IN ('missing', 'found')
    ORDER BY md5(e.id::text) LIMIT p_limit;
END $$;

-- The release's own weights are version nought, so that there is always one in force and a way back.
INSERT INTO matching_weights (version, base, learned, report, proposed_by, proposed_at, approved_by, approved_at)
VALUES (0, '2026-11-24', '{}', '{}', 'release', '2000-01-01', 'released', '2000-01-01') ON CONFLICT DO NOTHING;

-- The version in force: what every search asks, so that no process has to be restarted.
CREATE OR REPLACE FUNCTION match_weights_version() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT w.version || '@' || w.approved_at FROM matching_weights w WHERE w.approved_at IS NOT NULL ORDER BY w.approved_at DESC, w.version DESC
  LIMIT 1
$$;

CREATE OR REPLACE FUNCTION match_weights_list(p_version int DEFAULT NULL) RETURNS SETOF matching_weights
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM match_asker();
  RETURN QUERY SELECT * FROM matching_weights w WHERE p_version IS NULL OR w.version = p_version ORDER BY w.version;
END $$;

CREATE OR REPLACE FUNCTION match_weights_propose(p_base date, p_learned jsonb, p_report jsonb, p_by text, p_at timestamptz)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE given int;
BEGIN
  IF match_asker() <> 0 THEN
    RAISE EXCEPTION 'matching: weights are proposed by the machine' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('match_weights'));
  INSERT INTO matching_weights (version, base, learned, report, proposed_by, proposed_at)
  SELECT max(w.version) + 1, p_base, p_learned, p_report, p_by, p_at FROM matching_weights w RETURNING version INTO given;
  RETURN given;
END $$;

-- Approving is another person's act than proposing (a constraint of the table). Approving an older version goes back to it.
CREATE OR REPLACE FUNCTION match_weights_approve(p_version int, p_by text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF match_asker() <> 0 THEN
    RAISE EXCEPTION 'matching: weights are approved at the console' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF coalesce(trim(p_by), '') = '' THEN
    RAISE EXCEPTION 'matching: nobody approves' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('match_weights'));
  UPDATE matching_weights SET approved_by = p_by, approved_at = p_at WHERE version = p_version;
  RETURN FOUND;
END $$;

DO $$
DECLARE call regprocedure;
BEGIN
  FOR call IN SELECT oid::regprocedure FROM pg_proc WHERE proname IN
      ('match_asker', 'match_put', 'match_close', 'match_erase', 'match_rates', 'match_candidates', 'match_recount',
       'match_withhold', 'match_sample', 'match_weights_version', 'match_weights_list', 'match_weights_propose',
       'match_weights_approve')
      AND pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', call);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO vatsalya_app', call);
  END LOOP;
END $$;
