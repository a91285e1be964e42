-- The values that the audit kept of a destroyed record go, and unsigned drafts; events, digests and the tree stay whole.
CREATE OR REPLACE FUNCTION ccl_erase_audit(p_case uuid) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone int; child uuid;
BEGIN
  SELECT m.child_id INTO child FROM matters_matter m WHERE m.id = p_case AND m.kind = 'ccl' AND m.state = 'DESTROYED';
  IF child IS NULL THEN RAISE EXCEPTION 'no destroyed record' USING ERRCODE = 'check_violation'; END IF;
  DELETE FROM audit_value v USING audit_event e WHERE e.id = v.event_id AND e.child_id = child;
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM audit_value v USING audit_event e WHERE e.id = v.event_id
    AND e.table_name = 'ccl_boardcase' AND e.row_id = p_case::text;
  DELETE FROM audit_value v USING audit_event e WHERE e.id = v.event_id AND e.table_name = 'ccl_charge'
    AND e.row_id IN (SELECT c.id::text FROM ccl_charge c WHERE c.matter_id = p_case);
  DELETE FROM papers_draft WHERE about = p_case::text; -- what was typed into its forms and never signed
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION ccl_erase_audit(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ccl_erase_audit(uuid) TO vatsalya_app;
