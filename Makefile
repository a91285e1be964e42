.PHONY: demo serve test

demo:
	@exec scripts/demo

serve:
	@exec scripts/serve

test:
	@exec scripts/test
