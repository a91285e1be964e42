-- The only way into the table of likeness. Repeatable; run by the owner after each migration.

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['matching_entry', 'matching_key', 'matching_register', 'matching_search', 'matching_quota'] LOOP
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

-- Publish or replace one entry. Another matter's entry can never be overwritten.
CREATE OR REPLACE FUNCTION match_put(
  p_id uuid, p_side text, p_matter uuid, p_child uuid, p_office int, p_state text, p_district text, p_sex text,
  p_from int, p_to int, p_event date, p_keys int[], p_features bytea, p_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM match_asker();
  IF cardinality(p_keys) > 200 OR length(p_features) > 8192 THEN
    RAISE EXCEPTION 'matching: entry too large' USING ERRCODE = 'program_limit_exceeded';
  END IF;
  INSERT INTO matching_entry AS e (id, side, matter_id, child_id, office_no, state_code, district_code, sex,
    birth_from, birth_to, event_on, open, keys, features, published_at)
  VALUES (p_id, p_side, p_matter, p_child, p_office, p_state, p_district, p_sex,
    p_from, p_to, p_event, true, p_keys, p_features, p_at)
  ON CONFLICT (id) DO UPDATE SET side = excluded.side, child_id = excluded.child_id, office_no = excluded.office_no,
    state_code = excluded.state_code, district_code = excluded.district_code, sex = excluded.sex,
    birth_from = excluded.birth_from, birth_to = excluded.birth_to, event_on = excluded.event_on, open = true,
    keys = excluded.keys, features = excluded.features, published_at = excluded.published_at
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
  p_after date, p_before date, p_limit int
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
    WHERE e.open AND e.keys && p_keys AND e.side = ANY (p_sides)
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
    SELECT k, count(*) FROM matching_entry e, unnest(e.keys) k WHERE e.open GROUP BY k HAVING count(*) > 50;
  SELECT count(*) INTO size FROM matching_entry e WHERE e.open;
  INSERT INTO matching_register (id, entries, counted_at) VALUES (1, size, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET entries = excluded.entries, counted_at = excluded.counted_at;
  DELETE FROM matching_search WHERE searched_at < clock_timestamp() - interval '2 days';
  RETURN size;
END $$;

DO $$
DECLARE call regprocedure;
BEGIN
  FOR call IN SELECT oid::regprocedure FROM pg_proc WHERE proname IN
      ('match_asker', 'match_put', 'match_close', 'match_erase', 'match_rates', 'match_candidates', 'match_recount')
      AND pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', call);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO vatsalya_app', call);
  END LOOP;
END $$;
