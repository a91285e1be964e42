-- The nightly run reads every open entry once, page by page, sealed as it lies. Repeatable; run by the owner.
-- Only a duty of the machine may; each page is written down as a search.

CREATE OR REPLACE FUNCTION match_page(p_after uuid, p_sides text[], p_limit int)
RETURNS TABLE (id uuid, side text, matter_id uuid, child_id uuid, office_no int, state_code text, district_code text,
  sex text, birth_from int, birth_to int, event_on date, keys bytea, features bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE given int;
BEGIN
  IF match_asker() <> 0 THEN
    RAISE EXCEPTION 'matching: only the nightly run reads pages' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF p_limit > 20000 THEN
    RAISE EXCEPTION 'matching: page too large' USING ERRCODE = 'program_limit_exceeded';
  END IF;
  RETURN QUERY
    SELECT e.id, e.side::text, e.matter_id, e.child_id, e.office_no, e.state_code::text, e.district_code::text,
           e.sex::text, e.birth_from::int, e.birth_to::int, e.event_on, array_send(e.keys), e.features
    FROM matching_entry e
    WHERE e.open AND NOT e.withheld AND e.id > p_after AND e.side = ANY (p_sides)
    ORDER BY e.id LIMIT p_limit;
  GET DIAGNOSTICS given = ROW_COUNT;
  INSERT INTO matching_search (account, posting, entry_id, searched_at, probes, found)
  VALUES (0, NULL, NULL, clock_timestamp(), 0, given);
END $$;

REVOKE ALL ON FUNCTION match_page(uuid, text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION match_page(uuid, text[], int) TO vatsalya_app;
