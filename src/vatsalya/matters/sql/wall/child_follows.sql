-- A child's sheet belongs to the matter that leads it: its four columns follow that matter.
CREATE OR REPLACE FUNCTION matters_lead_child() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
  UPDATE people_child SET unit_no = NEW.unit_no, shared_with = NEW.shared_with,
    realm = NEW.realm, sealed = NEW.sealed WHERE id = NEW.child_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER lead_child AFTER INSERT OR UPDATE OF unit_no, shared_with, realm, sealed, child_id
  ON matters_matter FOR EACH ROW WHEN (NEW.leads_child AND NEW.child_id IS NOT NULL)
  EXECUTE FUNCTION matters_lead_child();
