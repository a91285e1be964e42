-- A card is the exception to section 74: the database itself looks whether it may stand, whoever writes.
CREATE OR REPLACE FUNCTION missing_card_open(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT state IN ('REPORTED', 'VERIFIED', 'ACCEPTED', 'REGISTERED', 'TRACING', 'LEAD', 'WITH_AHTU', 'MATCH_SUGGESTED', 'TRACED_UNCONFIRMED', 'REOPENED')
$$;
CREATE OR REPLACE FUNCTION missing_card_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE m matters_matter; why text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - '{unit_no,shared_with,realm,sealed,stage,approved_by,published_at,withdrawn_at,withdrawn_by,why,why_words}'::text[])
       <> (to_jsonb(OLD) - '{unit_no,shared_with,realm,sealed,stage,approved_by,published_at,withdrawn_at,withdrawn_by,why,why_words}'::text[]) THEN
      RAISE EXCEPTION 'a card is superseded, never edited' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.stage = 'withdrawn' AND NEW.stage <> 'withdrawn' OR OLD.stage = 'published' AND NEW.stage = 'proposed' THEN
      RAISE EXCEPTION 'a card does not come back' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.approved_by) IS DISTINCT FROM (OLD.published_at, OLD.approved_by) THEN
      RAISE EXCEPTION 'who published a card, and when, stands' USING ERRCODE = 'check_violation';
    END IF;
    -- Only its four columns follow the report here; what that means for the card is asked when the transaction ends.
    IF NEW.stage = OLD.stage THEN RETURN NEW; END IF;
  END IF;
  IF NEW.stage = 'withdrawn' THEN RETURN NEW; END IF;
  -- The row is held, so that a child cannot be found while its card goes up.
  SELECT * INTO m FROM matters_matter WHERE id = NEW.matter_id FOR SHARE;
  why := CASE
    WHEN m.kind <> 'missing' OR m.realm <> 'missing' THEN 'only a missing report has a card'
    WHEN m.sealed THEN 'the report is sealed'
    WHEN m.closed_at IS NOT NULL OR NOT missing_card_open(m.state) THEN 'the child is found or the report is closed'
    WHEN NOT EXISTS (SELECT 1 FROM missing_missingreport r WHERE r.matter_id = m.id AND r.traced_at IS NULL)
      THEN 'the child is traced'
    WHEN EXISTS (SELECT 1 FROM matters_link l WHERE l.matter_id = m.id AND l.kind ~ '^same_child(\.[0-9]+)?$'
                 AND NOT EXISTS (SELECT 1 FROM matters_link e WHERE e.matter_id = m.id AND e.kind = 'end:' || l.id))
      THEN 'a found child is linked'
    WHEN EXISTS (SELECT 1 FROM missing_publicationbar b WHERE b.matter_id = m.id AND b.lifted_at IS NULL) THEN 'publication is forbidden'
    WHEN EXISTS (SELECT 1 FROM people_child c JOIN people_child s ON s.person_id = c.person_id
                 JOIN matters_matter o ON o.child_id = s.id JOIN missing_publicationbar b ON b.matter_id = o.id
                 WHERE c.id = m.child_id AND b.lifted_at IS NULL AND b.carried_from IS NULL)
      THEN 'publication is forbidden in another file of the child'
    WHEN EXISTS (SELECT 1 FROM people_child c JOIN people_child s ON s.person_id = c.person_id
                 JOIN matters_matter o ON o.child_id = s.id
                 WHERE c.id = m.child_id AND (o.realm = 'ccl' OR o.realm IN ('cncp', 'adoption') AND o.closed_at IS NULL))
      THEN 'the child is in care or before a Board'
    WHEN NEW.consent_on < NEW.last_seen_on THEN 'the consent is older than the loss'
  END;
  IF why IS NOT NULL THEN RAISE EXCEPTION 'no card: %', why USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_stands BEFORE INSERT OR UPDATE ON missing_publiccard
  FOR EACH ROW EXECUTE FUNCTION missing_card_stands();

-- Whatever ends the right to a card takes it down when the transaction ends, also where no function of ours ran.
CREATE OR REPLACE FUNCTION missing_card_down(reports uuid[], ground text, at timestamptz) RETURNS void LANGUAGE sql
SET search_path = public AS $$
  UPDATE missing_publiccard SET stage = 'withdrawn', withdrawn_at = at, why = ground
   WHERE matter_id = ANY (reports) AND stage <> 'withdrawn'
$$;
CREATE OR REPLACE FUNCTION missing_card_falls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
  CASE TG_TABLE_NAME
  WHEN 'matters_matter' THEN
    IF NEW.kind = 'missing' AND (NOT missing_card_open(NEW.state) OR NEW.sealed OR NEW.realm <> 'missing') THEN
      PERFORM missing_card_down(ARRAY[NEW.id],
        CASE WHEN NEW.state IN ('MATCH_CONFIRMED', 'TRACED', 'RECOVERED', 'PRODUCED_CWC', 'PRODUCED_JJB', 'RESTORED', 'PLACED') THEN 'found' ELSE 'closed' END,
        NEW.changed_at);
    ELSIF NEW.realm = 'ccl' OR NEW.realm IN ('cncp', 'adoption') AND NEW.closed_at IS NULL THEN
      PERFORM missing_card_down(array_agg(o.id), 'found', NEW.changed_at)
        FROM people_child c JOIN people_child s ON s.person_id = c.person_id JOIN matters_matter o ON o.child_id = s.id
       WHERE c.id = NEW.child_id AND o.kind = 'missing';
    END IF;
  WHEN 'missing_missingreport' THEN
    IF NEW.traced_at IS NOT NULL THEN PERFORM missing_card_down(ARRAY[NEW.matter_id], 'found', NEW.traced_at); END IF;
  WHEN 'matters_link' THEN
    IF NEW.kind = 'same_child' THEN PERFORM missing_card_down(ARRAY[NEW.matter_id, NEW.other], 'found', NEW.at); END IF;
  WHEN 'missing_publicationbar' THEN
    PERFORM missing_card_down(array_agg(o.id), 'barred', NEW.since)
      FROM matters_matter m JOIN people_child c ON c.id = m.child_id JOIN people_child s ON s.person_id = c.person_id
      JOIN matters_matter o ON o.child_id = s.id
     WHERE m.id = NEW.matter_id AND o.kind = 'missing';
  WHEN 'people_child' THEN
    PERFORM missing_card_down(array_agg(o.id), 'found', now())
      FROM people_child s JOIN matters_matter o ON o.child_id = s.id
     WHERE s.person_id = NEW.person_id AND o.kind = 'missing'
       AND EXISTS (SELECT 1 FROM people_child t JOIN matters_matter p ON p.child_id = t.id
                   WHERE t.person_id = NEW.person_id
                     AND (p.realm = 'ccl' OR p.realm IN ('cncp', 'adoption') AND p.closed_at IS NULL));
  END CASE;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS card_falls ON matters_matter;
CREATE CONSTRAINT TRIGGER card_falls AFTER INSERT OR UPDATE OF state, realm, sealed, child_id ON matters_matter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION missing_card_falls();
DROP TRIGGER IF EXISTS card_falls ON missing_missingreport;
CREATE CONSTRAINT TRIGGER card_falls AFTER UPDATE OF traced_at ON missing_missingreport
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION missing_card_falls();
DROP TRIGGER IF EXISTS card_falls ON matters_link;
CREATE CONSTRAINT TRIGGER card_falls AFTER INSERT ON matters_link
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION missing_card_falls();
DROP TRIGGER IF EXISTS card_falls ON missing_publicationbar;
CREATE CONSTRAINT TRIGGER card_falls AFTER INSERT ON missing_publicationbar
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION missing_card_falls();
DROP TRIGGER IF EXISTS card_falls ON people_child;
CREATE CONSTRAINT TRIGGER card_falls AFTER UPDATE OF person_id ON people_child
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION missing_card_falls();
