-- The diary of efforts and the pictures of the police are added to, never changed; the four columns follow the matter.
CREATE OR REPLACE FUNCTION missing_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{unit_no,shared_with,realm,sealed}'::text[])
     = (to_jsonb(OLD) - '{unit_no,shared_with,realm,sealed}'::text[]) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the diary is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER for_ever BEFORE UPDATE OR DELETE ON missing_effort
  FOR EACH ROW EXECUTE FUNCTION missing_for_ever();
CREATE OR REPLACE TRIGGER for_ever BEFORE UPDATE OR DELETE ON missing_policefile
  FOR EACH ROW EXECUTE FUNCTION missing_for_ever();
-- An answered ending stands as it was answered; before the answer only the answer may be written.
CREATE OR REPLACE FUNCTION missing_ending_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.agreed IS NULL
     AND (to_jsonb(NEW) - '{unit_no,shared_with,realm,sealed,agreed,answered_by,answered_at}'::text[])
     = (to_jsonb(OLD) - '{unit_no,shared_with,realm,sealed,agreed,answered_by,answered_at}'::text[])
     AND (NEW.agreed IS NULL OR NEW.answered_by IS NOT NULL) THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{unit_no,shared_with,realm,sealed}'::text[])
     = (to_jsonb(OLD) - '{unit_no,shared_with,realm,sealed}'::text[]) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the ending of a report stands as it was answered' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER for_ever BEFORE UPDATE OR DELETE ON missing_ending
  FOR EACH ROW EXECUTE FUNCTION missing_ending_stands();
-- No missing report reaches an end without the agreement of two accounts (checked when the transaction ends).
CREATE OR REPLACE FUNCTION missing_end_needs_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM missing_ending e WHERE e.matter_id = NEW.id AND e.agreed) THEN
    RAISE EXCEPTION 'report %: no end without two people', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS end_needs_two ON matters_matter;
CREATE CONSTRAINT TRIGGER end_needs_two AFTER UPDATE OF state ON matters_matter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'missing' AND NEW.state IN ('CLOSED', 'NOT_MISSING', 'DUPLICATE', 'FALSE_REPORT', 'FOUND_DEAD')
        AND OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION missing_end_needs_two();
