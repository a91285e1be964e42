-- A state changes only with a move of the same transaction (design: the database keeps the rule too).
CREATE OR REPLACE FUNCTION matters_state_needs_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM matters_move m WHERE m.matter_id = NEW.id AND m.to_state = NEW.state
                 AND m.txid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'matter %: state % without a move', NEW.id, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS state_needs_move ON matters_matter;
CREATE CONSTRAINT TRIGGER state_needs_move AFTER INSERT OR UPDATE OF state ON matters_matter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION matters_state_needs_move();
-- Moves are for ever.
CREATE OR REPLACE FUNCTION matters_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{unit_no,shared_with,realm,sealed}'::text[])
     = (to_jsonb(OLD) - '{unit_no,shared_with,realm,sealed}'::text[]) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a move is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER for_ever BEFORE UPDATE OR DELETE ON matters_move
  FOR EACH ROW EXECUTE FUNCTION matters_for_ever();
CREATE OR REPLACE FUNCTION matters_stamp_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.txid := pg_current_xact_id()::text::bigint; RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER b_stamp BEFORE INSERT ON matters_move
  FOR EACH ROW EXECUTE FUNCTION matters_stamp_move();
