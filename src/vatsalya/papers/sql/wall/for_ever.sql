-- A signed paper is superseded by another, never edited; only its four columns follow its matter.
CREATE OR REPLACE FUNCTION papers_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{unit_no,shared_with,realm,sealed}'::text[])
     = (to_jsonb(OLD) - '{unit_no,shared_with,realm,sealed}'::text[]) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a signed paper is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER for_ever BEFORE UPDATE OR DELETE ON papers_paper
  FOR EACH ROW EXECUTE FUNCTION papers_for_ever();
